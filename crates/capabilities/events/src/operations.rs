//! What one can ask about events.

mod changing;
mod past;
pub(crate) mod pasting;
pub(crate) mod proposing;
pub(crate) mod raising;
pub(crate) mod reading;
pub(crate) mod telling;

use access::{Caller, Permit, Resource, permit};
use declarations::Declarations;
use incidents::Incidents;
use indicators::Indicators;
use serde_json::Value;
use storage::{Desk, Unit};
use vocabulary::{Failure, Id, Instant, Problem, Refusal, Refused};

use crate::store::{self, Event, Line};

/// Incidents attached in one go.
pub const MOST_AT_ONCE: usize = 250;

/// The events, and what can be asked about them. Cheap to clone.
#[derive(Clone)]
pub struct Events {
    desk: Desk,
    declarations: Declarations,
    incidents: Incidents,
    indicators: Indicators,
}

impl Events {
    /// Made from what it stands on.
    pub fn new(desk: Desk, declarations: Declarations, incidents: Incidents, indicators: Indicators) -> Self {
        Self { desk, declarations, incidents, indicators }
    }

    /// Forgets that an incident was of an event, in the transaction in which it goes.
    pub async fn forget_in(&self, unit: &mut Unit, incident: Id) -> Result<u64, Failure> {
        store::forget(unit, incident).await
    }

    /// Takes away, at most that many, events of which no incident is left and in which nothing was written since `before`, in the
    /// caller's transaction, after incidents went. Answers how many.
    pub async fn purge_in(&self, unit: &mut Unit, before: Instant, most: i64) -> Result<u64, Failure> {
        let mut gone = 0;
        for event in store::due(unit, before, most).await? {
            // Looked at again now that the event is ours until the end: somebody may have attached to it a moment ago.
            if store::links(unit, event).await?.is_empty() {
                store::remove(unit, event).await?;
                gone += 1;
            }
        }
        Ok(gone)
    }

    /// An event to change, for somebody whose reach is the nation: one cause has no region. To others there is none.
    async fn held<P: Permit>(&self, unit: &mut Unit, caller: &Caller, id: Id) -> Result<Event, Problem> {
        national::<P>(caller)?;
        Ok(store::hold(unit, id).await?.ok_or(Refused::NotFound)?)
    }

    /// The same, to add to it: not once it is closed.
    async fn open_to<P: Permit>(&self, unit: &mut Unit, caller: &Caller, id: Id) -> Result<Event, Problem> {
        let event = self.held::<P>(unit, caller, id).await?;
        if event.closed.is_some() {
            return Err(Refused::Conflict(Refusal::new("event-closed")).into());
        }
        Ok(event)
    }

    /// Writes a line of an event's journal.
    fn note(&self, unit: &mut Unit, caller: &Caller, event: Id, (kind, body): (&str, String)) {
        let line = Line { at: self.desk.now(), author: caller.author(), kind: kind.to_owned(), body };
        store::note(unit, self.desk.id(), event, &line);
    }

    /// Writes down who did what to an event, last of all.
    async fn trace(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        (action, event): (&'static str, Id),
        detail: Value,
    ) -> Result<(), Failure> {
        let entry = trail::Entry::new(action, "event", event).with(detail);
        trail::append(unit, caller, self.desk.now(), entry).await
    }
}

/// Refuses those who do not reach the nation, as if there were nothing.
fn national<P: Permit>(caller: &Caller) -> Result<(), Refused> {
    access::decide::<P>(caller, &Resource::default()).map(drop)
}

/// Whether somebody may do this to events.
fn may<P: Permit>(caller: &Caller) -> bool {
    national::<P>(caller).is_ok()
}

/// Whether somebody handles events.
fn handles(caller: &Caller) -> bool {
    may::<permit::IncidentHandle>(caller)
}
