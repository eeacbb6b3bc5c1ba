//! One message to all: to whom it goes, then to all of them or to none.

use std::collections::BTreeMap;

use access::{Caller, permit};
use incidents::Incident;
use serde_json::json;
use vocabulary::{Id, Problem, Refusal, Refused, Region};

use super::{Events, national, reading::Place};
use crate::{rules::Stance, store::Event};

/// Whom one message reaches, and whom it does not.
#[derive(Clone, Debug)]
pub struct Reached {
    /// The event.
    pub event: Event,
    /// The incidents whose structure reads it in its own thread.
    pub incidents: Vec<Incident>,
    /// How many by region; `None` where none is known.
    pub by_region: BTreeMap<Option<Region>, usize>,
    /// Facilities that declared nothing and that nobody said are not touched: to be called, by the number of the register.
    pub unreached: Vec<Place>,
}

impl Events {
    /// Whom a message to all would reach.
    pub async fn reached(&self, caller: &Caller, id: Id) -> Result<Reached, Problem> {
        national::<permit::IncidentHandle>(caller)?;
        let view = self.open(caller, id).await?;
        let mut by_region = BTreeMap::new();
        let incidents: Vec<Incident> = view.incidents.into_iter().map(|linked| linked.incident).collect();
        for incident in &incidents {
            *by_region.entry(incident.region).or_default() += 1;
        }
        let mut unreached = view.places;
        unreached.retain(|place| place.incidents.is_empty() && place.stance != Stance::NotTouched);
        Ok(Reached { event: view.event, incidents, by_region, unreached })
    }

    /// Writes to the structure of each attached incident, in its own thread: to all of them, or to none. `chosen` is those who were
    /// shown; when others were attached meanwhile, whoever writes is shown them first.
    pub async fn tell(&self, caller: &Caller, id: Id, chosen: usize, body: &str) -> Result<usize, Problem> {
        let mut unit = self.desk.store.write().await?;
        self.open_to::<permit::IncidentHandle>(&mut unit, caller, id).await?;
        let links = crate::store::links(&mut unit, id).await?;
        let ids: Vec<Id> = links.into_iter().map(|link| link.incident).collect();
        // What is out of reach, or gone, is in no list that was shown.
        let there = self.incidents.some_in(&mut unit, caller, &ids).await?;
        let ids: Vec<Id> = there.into_iter().map(|incident| incident.id).collect();
        if ids.is_empty() {
            return Err(Refused::Conflict(Refusal::new("event-nobody")).into());
        }
        if ids.len() != chosen {
            return Err(Refused::Conflict(Refusal::new("event-changed")).into());
        }
        self.incidents.answer_in(&mut unit, caller, &self.declarations, &ids, body).await?;
        self.note(&mut unit, caller, id, ("told", declarations::rules::clean_text(body)));
        self.trace(&mut unit, caller, ("event.told", id), json!({ "incidents": ids.len() })).await?;
        unit.commit().await?;
        Ok(ids.len())
    }
}
