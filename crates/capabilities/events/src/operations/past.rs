//! Events as they were at a moment.

use access::{Caller, Scope, permit};
use directory::Directory;
use incidents::{Incidents, rules::State as Life};
use serde_json::json;
use storage::Unit;
use vocabulary::{FinessNumber, Id, Instant, Problem};

use super::{
    Events,
    reading::{Listing, standing},
};
use crate::{
    rules::{self, Counted, Figures, Stance},
    store::{Event, history},
};

impl Events {
    /// The events that were open at a moment and of which something within the caller's reach of today was touched, the latest first,
    /// each counted as it then was. What was purged since is counted no more.
    pub async fn open_at(&self, caller: &Caller, at: Instant, most: i64) -> Result<Vec<Listing>, Problem> {
        let scope = access::scope::<permit::IncidentRead>(caller)?;
        let mut unit = self.desk.store.read().await?;
        let mut events = Vec::new();
        for event in history::open_at(&mut unit, at, most).await? {
            if let Some(figures) = self.figures_at(&mut unit, (caller, &scope), &event, at).await? {
                events.push(Listing { event, figures });
            }
        }
        drop(unit);
        let mut unit = self.desk.store.write().await?;
        let entry = trail::Entry::new("events.listed", "events", "list")
            .with(json!({ "shown": events.len(), "at": at.to_string() }));
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        unit.commit().await?;
        Ok(events)
    }

    /// The figures of an event at a moment; nothing when nothing within reach was touched.
    async fn figures_at(
        &self,
        unit: &mut Unit,
        (caller, scope): (&Caller, &Scope),
        event: &Event,
        at: Instant,
    ) -> Result<Option<Figures>, Problem> {
        let ids: Vec<Id> = history::linked_at(unit, event.id, at).await?;
        let found = self.incidents.some_in(unit, caller, &ids).await?;
        let states = Incidents::states_in(unit, &ids, at).await?;
        let counted = |incident: &incidents::Incident| Counted {
            incident: incident.id,
            facility: incident.facility,
            same_kind: incident.exercise == event.exercise,
            // Of before what is kept, as it is now.
            duplicate: *states.get(&incident.id).unwrap_or(&incident.state) == Life::Attached,
        };
        let counted: Vec<Counted> = found.iter().map(counted).collect();
        let mut said: Vec<(FinessNumber, Stance)> = Vec::new();
        for (facility, stance) in history::said_at(unit, event.id, at).await? {
            let within = scope.is_national() || {
                let listed = Directory::find_in(unit, facility).await?;
                scope.admits(&standing(facility, listed.as_ref()))
            };
            if within {
                said.push((facility, stance));
            }
        }
        let figures = rules::figures(&said, &counted);
        let hidden = !scope.is_national() && figures.touched == 0 && counted.is_empty();
        Ok((!hidden).then_some(figures))
    }
}
