//! What one can ask about publications.

pub(crate) mod images;
pub(crate) mod publishing;
pub(crate) mod reading;
mod reindexing;
pub(crate) mod writing;

use std::sync::Arc;

use access::{Caller, Permit, Resource};
use calendar::Calendar;
use serde_json::json;
use storage::{Desk, Unit};
use vault::Objects;
use vocabulary::{Failure, Id, Instant, Problem, Refusal, Refused};

use crate::{
    events::Follower,
    rules::{Draft, Writer},
    store::{
        self, Publication,
        journal::{self, Line},
    },
};

/// The publications, and what can be asked about them. Cheap to clone.
#[derive(Clone)]
pub struct Publications {
    pub(crate) desk: Desk,
    followers: Arc<dyn Follower>,
    /// Where images are kept.
    files: Option<Objects>,
}

impl Publications {
    /// Made from what it stands on, and from who must know what is published.
    pub fn new(desk: Desk, followers: Arc<dyn Follower>) -> Self {
        Self { desk, followers, files: None }
    }

    /// The same, with a folder in which images are kept. They are sealed: those of a text that is not published yet, or not for
    /// everybody, are as secret as its words.
    #[must_use]
    pub fn keeping(self, files: Objects) -> Self {
        Self { files: Some(files), ..self }
    }

    /// A text to change, for somebody who may do `P`; to others there is none.
    async fn held<P: Permit>(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        id: Id,
    ) -> Result<Publication, Problem> {
        access::decide::<P>(caller, &Resource::default())?;
        Ok(store::hold(unit, id).await?.ok_or(Refused::NotFound)?)
    }

    /// The same, as it was seen: when somebody else changed it meanwhile, nothing is done.
    async fn held_as_seen<P: Permit>(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        (id, seen): (Id, i64),
    ) -> Result<Publication, Problem> {
        let text = self.held::<P>(unit, caller, id).await?;
        if text.revision != seen {
            return Err(Refused::Conflict(Refusal::new("publication-changed")).into());
        }
        Ok(text)
    }

    /// Writes a line of the editors' journal, and in the trail, last of all, who did what.
    async fn trace(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        (action, kind): (&'static str, &str),
        publication: &Publication,
        body: &str,
    ) -> Result<(), Failure> {
        self.trace_over(unit, caller, (action, kind), publication, (body, None)).await
    }

    /// The same, with what somebody else had written and is no more.
    async fn trace_over(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        (action, kind): (&'static str, &str),
        publication: &Publication,
        (body, overwritten): (&str, Option<&Draft>),
    ) -> Result<(), Failure> {
        let now = self.desk.now();
        let line = Line {
            id: self.desk.id(),
            at: now,
            author: caller.author(),
            kind: kind.to_owned(),
            body: body.to_owned(),
            kept: overwritten.is_some(),
        };
        journal::note(unit, publication.id, &line, overwritten);
        let entry = trail::Entry::new(action, "publication", publication.id)
            .with(json!({ "kind": publication.kind.code(), "version": publication.life.version }));
        trail::append(unit, caller, now, entry).await
    }
}

/// Who a person is, to know whether they wrote what they review; `None` for the program itself.
fn who(caller: &Caller) -> Option<Writer> {
    caller.person().map(|person| (person.account, person.name.clone()))
}

/// The year of a moment, in the zone of the mainland: it stands in addresses.
fn year(at: Instant) -> i64 {
    i64::from(Calendar::of_the_cell().date(at).year())
}
