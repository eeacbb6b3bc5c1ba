//! What one can ask of the private space.

pub(crate) mod acting;
pub(crate) mod amending;
pub(crate) mod carrying;
pub(crate) mod finding;
pub(crate) mod forgetting;
pub(crate) mod gathering;
pub(crate) mod groups;
pub(crate) mod library;
pub(crate) mod logging;
pub(crate) mod marking;
pub(crate) mod moderating;
pub(crate) mod naming;
pub(crate) mod raising;
pub(crate) mod reading;
pub(crate) mod revealing;
pub(crate) mod reviewing;
pub(crate) mod telling;
pub(crate) mod writing;

use std::sync::Arc;

use access::{Caller, Resource, Seat, permit};
use serde_json::{Value, json};
use storage::{Desk, Unit};
use vault::{Key, MasterKey, Objects};
use vocabulary::{Failure, Id, Instant, Problem, Refused};

use crate::{
    events::{Follower, Open, Sieve, Threshold},
    rules::next_quarter,
    store::{self, posts::Post},
};

/// The private space, and what can be asked of it. Cheap to clone.
#[derive(Clone)]
pub struct Community {
    pub(crate) desk: Desk,
    /// Seals who wrote unnamed.
    key: Key,
    /// Where files are kept; none where nobody sends any.
    files: Option<Objects>,
    pub(crate) follower: Arc<dyn Follower>,
    pub(crate) sieve: Arc<dyn Sieve>,
    threshold: Arc<dyn Threshold>,
}

impl Community {
    /// Made from what it stands on, and from the operator's key.
    pub fn new(desk: Desk, master: &MasterKey) -> Self {
        let nobody: Vec<Arc<dyn Follower>> = Vec::new();
        let (key, follower) = (master.derive("community.unnamed"), Arc::new(nobody));
        let (sieve, threshold) = (Arc::new(Open), Arc::new(Open));
        Self { desk, key, files: None, follower, sieve, threshold }
    }

    /// Asks somebody which traces are none.
    #[must_use]
    pub fn sifted_by(self, sieve: Arc<dyn Sieve>) -> Self {
        Self { sieve, ..self }
    }

    /// Tells somebody of what is said.
    #[must_use]
    pub fn heard_by(self, follower: Arc<dyn Follower>) -> Self {
        Self { follower, ..self }
    }

    /// Lets those say something who owe nothing first.
    #[must_use]
    pub fn entered_over(self, threshold: Arc<dyn Threshold>) -> Self {
        Self { threshold, ..self }
    }

    /// What the caller may read; to who does not belong there is nothing.
    pub(crate) async fn seat(&self, unit: &mut Unit, caller: &Caller) -> Result<Seat, Problem> {
        let account = caller.person().map(|person| person.account);
        Ok(access::seat(caller, &store::groups::of(unit, account).await?)?)
    }

    /// The same, for who would write something there: always a person.
    pub(crate) async fn writer(&self, unit: &mut Unit, caller: &Caller) -> Result<(Seat, Id), Problem> {
        let seat = self.seat(unit, caller).await?;
        access::decide::<permit::CommunityWrite>(caller, &Resource::default())?;
        let account = seat.account().ok_or(Refused::Forbidden)?;
        Ok((seat, account))
    }

    /// The same, for who would say something there: what they owe comes first, whichever way they come.
    pub(crate) async fn speaker(&self, unit: &mut Unit, caller: &Caller) -> Result<(Seat, Id), Problem> {
        let found = self.writer(unit, caller).await?;
        self.threshold.passes(unit, caller).await?;
        Ok(found)
    }

    /// Whether somebody wrote a post, named or not.
    pub(crate) fn wrote(&self, post: &Post, account: Option<Id>) -> bool {
        let Some(account) = account else { return false };
        post.account.map_or_else(|| self.unsealed(post) == Some(account), |author| author == account)
    }

    /// Who wrote a post, named or not; to be asked for by its author's own acts and by a reveal, and by nothing else.
    pub(crate) fn unsealed(&self, post: &Post) -> Option<Id> {
        post.account.or_else(|| self.opens(post.id, &post.sealed))
    }

    /// Who is sealed in a post.
    pub(crate) fn opens(&self, post: Id, sealed: &str) -> Option<Id> {
        Id::parse(&self.key.open(&format!("post {post}"), sealed)?).ok()
    }

    pub(crate) fn sealed(&self, post: Id, account: Id) -> Result<String, Failure> {
        self.key.seal(self.desk.ids.as_ref(), &format!("post {post}"), &account.to_string())
    }

    /// The moment of something that somebody does to what they wrote: of what was written unnamed, one that tells nothing.
    pub(crate) fn moment(&self, post: &Post) -> Instant {
        let now = self.desk.now();
        if post.account.is_none() { next_quarter(now) } else { now }
    }

    /// Writes in the trail who did what. What was written unnamed names no account there either.
    pub(crate) async fn trace(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        (action, kind, id): (&'static str, &str, Id),
        (unnamed, detail): (bool, Value),
    ) -> Result<(), Failure> {
        let nobody = Caller::Program("unnamed");
        let who = if unnamed { &nobody } else { caller };
        let entry = trail::Entry::new(action, kind, id).with(detail);
        trail::append(unit, who, self.desk.now(), entry).await
    }
}

/// How the trail says how far a post goes.
pub(crate) fn marked(post: &Post) -> Value {
    json!({ "tlp": post.tlp.label() })
}
