//! Who wrote something unnamed: asked for by one moderator, granted by another, seen by these two, for that one post and for a time.
//!
//! Whoever wrote it may be one of those who moderate. They are answered as everybody is, and nothing that they ask or decide about
//! their own post has any effect or leaves any trace: a refusal of their own, in an answer, a status or a log, would name them.

use access::Caller;
use accounts::Accounts;
use serde_json::json;
use vocabulary::{Id, Instant, Problem, Refused};

use super::{Community, moderating::TOLD, reading::extract};
use crate::{
    letters,
    rules::moderation::{Revealing, grounds, may_ask, may_decide},
    store::{self, moderation::Done, reveals::Reveal},
};

/// Requests shown at once.
const SOME: i64 = 100;

/// A request to know who wrote something unnamed, as those who moderate read it.
#[derive(Clone, Debug)]
pub struct RevealView {
    /// Its identity.
    pub id: Id,
    /// The post.
    pub post: Id,
    /// The words by which its author is called.
    pub voice: String,
    /// Its first words, for those who may read it.
    pub extract: String,
    /// Why.
    pub reason: String,
    /// When it was asked, and by whom.
    pub asked: (Instant, String),
    /// When it was decided, and by whom.
    pub decided: Option<(Instant, String)>,
    /// Where it stands.
    pub state: Revealing,
    /// Whether the caller asked.
    pub own: bool,
    /// Whether the caller may see the name.
    pub sees: bool,
}

/// That somebody may know who wrote a post, as its author is told.
#[derive(Clone, Debug)]
pub struct Revealed {
    /// The post.
    pub post: Id,
    /// Its first words.
    pub extract: String,
    /// Since when.
    pub at: Instant,
    /// Why it was asked.
    pub reason: String,
}

impl Community {
    /// Asks to know who wrote a post.
    pub async fn reveal_ask(&self, caller: &Caller, post: Id, reason: &str) -> Result<(), Problem> {
        access::prove(caller)?;
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let (seat, account) = self.moderator(&mut unit, caller).await?;
        self.readable(&mut unit, (&seat, now), post).await?;
        let post = store::posts::hold(&mut unit, post).await?.ok_or(Refused::NotFound)?;
        if post.account.is_some() {
            return Err(Refused::NotFound.into());
        }
        let reason = grounds(reason, "grounds")?;
        let before = store::reveals::of_post(&mut unit, post.id).await?;
        let before: Vec<_> = before.iter().map(|reveal| (reveal.asked.0, reveal.state(now))).collect();
        may_ask(&before, account)?;
        if self.wrote(&post, Some(account)) {
            return Ok(());
        }
        let reveal = Reveal {
            id: self.desk.id(),
            post: post.id,
            reason,
            asked_at: now,
            asked: (account, caller.author()),
            decided: None,
            decider: (None, String::new()),
        };
        store::reveals::insert(&mut unit, &reveal).await?;
        self.log(&mut unit, logged("reveal-asked", &reveal)).await?;
        let told = (false, json!({ "reveal": reveal.id }));
        self.trace(&mut unit, caller, ("community.reveal-asked", "post", post.id), told).await?;
        Ok(unit.commit().await?)
    }

    /// Grants or refuses what another moderator asked.
    pub async fn reveal_decide(&self, caller: &Caller, reveal: Id, granted: bool) -> Result<(), Problem> {
        access::prove(caller)?;
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let (seat, account) = self.moderator(&mut unit, caller).await?;
        let reveal = store::reveals::hold(&mut unit, reveal).await?.ok_or(Refused::NotFound)?;
        self.readable(&mut unit, (&seat, now), reveal.post).await?;
        may_decide(reveal.state(now), reveal.asked.0, account)?;
        let post = store::posts::known(&mut unit, reveal.post).await?.ok_or(Refused::NotFound)?;
        if self.wrote(&post, Some(account)) {
            return Ok(());
        }
        let by = (account, caller.author());
        store::reveals::decide(&mut unit, reveal.id, (granted, now), (by.0, &by.1)).await?;
        let (line, action) = if granted {
            letters::enqueue_revealed(&mut unit, &self.desk, reveal.id).await?;
            ("reveal-granted", "community.reveal-granted")
        } else {
            ("reveal-refused", "community.reveal-refused")
        };
        self.log(&mut unit, logged(line, &reveal)).await?;
        let told = (false, json!({ "reveal": reveal.id }));
        self.trace(&mut unit, caller, (action, "post", reveal.post), told).await?;
        Ok(unit.commit().await?)
    }

    /// What was asked in the last months, the last first.
    pub async fn reveals(&self, caller: &Caller) -> Result<Vec<RevealView>, Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.read().await?;
        let (seat, account) = self.moderator(&mut unit, caller).await?;
        let mut views = Vec::new();
        for reveal in store::reveals::since(&mut unit, now.plus_seconds(-TOLD), SOME).await? {
            let Some(post) = store::posts::find(&mut unit, (&seat, now), reveal.post).await? else {
                continue;
            };
            let state = reveal.state(now);
            let own = reveal.asked.0 == account;
            views.push(RevealView {
                id: reveal.id,
                post: post.id,
                extract: extract(&post.body),
                voice: post.author,
                sees: matches!(state, Revealing::Granted(_)) && (own || reveal.decider.0 == Some(account)),
                reason: reveal.reason,
                asked: (reveal.asked_at, reveal.asked.1),
                decided: reveal.decided.map(|(_, at)| (at, reveal.decider.1)),
                state,
                own,
            });
        }
        Ok(views)
    }

    /// Who wrote it, for the two who asked and granted, while they still moderate. Each look is told to the trail.
    pub async fn reveal_see(
        &self,
        caller: &Caller,
        accounts: &Accounts,
        reveal: Id,
    ) -> Result<Option<String>, Problem> {
        access::prove(caller)?;
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let (_, account) = self.moderator(&mut unit, caller).await?;
        let reveal = store::reveals::hold(&mut unit, reveal).await?.ok_or(Refused::NotFound)?;
        let one_of_two = reveal.asked.0 == account || reveal.decider.0 == Some(account);
        if !one_of_two || !matches!(reveal.state(now), Revealing::Granted(_)) {
            return Err(Refused::NotFound.into());
        }
        let post = store::posts::known(&mut unit, reveal.post).await?.ok_or(Refused::NotFound)?;
        let name = match self.unsealed(&post) {
            Some(author) => accounts.contact_in(&mut unit, author).await?.map(|contact| contact.name),
            None => None,
        };
        let told = (false, json!({ "reveal": reveal.id }));
        self.trace(&mut unit, caller, ("community.reveal-seen", "post", reveal.post), told).await?;
        unit.commit().await?;
        Ok(name)
    }

    /// What was revealed of what the caller wrote unnamed, the last first.
    pub async fn revealed(&self, caller: &Caller) -> Result<Vec<Revealed>, Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.read().await?;
        let (_, account) = self.writer(&mut unit, caller).await?;
        let mut revealed = Vec::new();
        for reveal in store::reveals::since(&mut unit, now.plus_seconds(-TOLD), SOME).await? {
            let Some((true, at)) = reveal.decided else { continue };
            let Some(post) = store::posts::known(&mut unit, reveal.post).await? else { continue };
            if self.wrote(&post, Some(account)) {
                let extract = extract(&post.body);
                revealed.push(Revealed { post: post.id, extract, at, reason: reveal.reason });
            }
        }
        Ok(revealed)
    }
}

fn logged<'a>(action: &'static str, reveal: &'a Reveal) -> Done<'a> {
    Done { action, post: Some(reveal.post), group: None, reason: None, words: &reveal.reason }
}
