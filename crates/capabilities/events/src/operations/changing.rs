//! Opening an event, attaching to it, saying who is touched, deciding.

use access::{Caller, permit};
use incidents::Incident;
use serde_json::json;
use storage::Unit;
use vocabulary::{FinessNumber, Id, Problem, Refusal, Refused};

use super::{Events, MOST_AT_ONCE, national};
use crate::{
    rules::{Stance, Told},
    store::{self, Event, Link, Said},
};

/// Characters of a reason.
const MOST: usize = 2000;

impl Events {
    /// Opens an event from an incident, which is the first that is attached. An exercise makes an exercise.
    pub async fn create(&self, caller: &Caller, incident: Id, told: Told) -> Result<Id, Problem> {
        national::<permit::IncidentHandle>(caller)?;
        let mut unit = self.desk.store.write().await?;
        let first = self.incidents.handled_in(&mut unit, caller, incident).await?;
        let event = Event {
            id: self.desk.id(),
            number: unit.next("events").await?,
            title: told.title,
            cause: told.cause,
            provider: told.provider,
            vulnerability: told.vulnerability,
            severity: told.severity,
            exercise: first.exercise,
            opened_at: self.desk.now(),
            opened_by: caller.author(),
            national: None,
            closed: None,
            revision: 1,
            kept_since: self.desk.now(),
        };
        store::insert(&mut unit, &event).await?;
        self.note(&mut unit, caller, event.id, ("opened", event.title.clone()));
        self.link(&mut unit, caller, &event, &[first]).await?;
        self.trace(&mut unit, caller, ("event.opened", event.id), json!({ "incident": incident })).await?;
        unit.commit().await?;
        Ok(event.id)
    }

    /// Says of an event what it is, anew, as it was seen.
    pub async fn change(&self, caller: &Caller, (id, seen): (Id, i64), told: Told) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let mut event = self.open_to::<permit::IncidentHandle>(&mut unit, caller, id).await?;
        if event.revision != seen {
            return Err(Refused::Conflict(Refusal::new("event-changed")).into());
        }
        (event.title, event.cause, event.severity) = (told.title, told.cause, told.severity);
        (event.provider, event.vulnerability) = (told.provider, told.vulnerability);
        store::update(&mut unit, &event).await?;
        self.note(&mut unit, caller, id, ("changed", event.title));
        self.trace(&mut unit, caller, ("event.changed", id), json!({})).await?;
        Ok(unit.commit().await?)
    }

    /// Attaches incidents, all of them or none: each may be attached to one cause only. Those that are of this event already stay.
    /// Answers how many are new.
    pub async fn attach(&self, caller: &Caller, id: Id, incidents: &[Id]) -> Result<usize, Problem> {
        national::<permit::IncidentHandle>(caller)?;
        let mut ids = incidents.to_vec();
        ids.sort_unstable();
        ids.dedup();
        let refusal = match ids.len() {
            0 => Some(Refusal::new("nothing-chosen")),
            1..=MOST_AT_ONCE => None,
            _ => Some(Refusal::new("too-many").with("max", MOST_AT_ONCE.to_string())),
        };
        if let Some(refusal) = refusal {
            return Err(Refused::invalid(refusal.at("chosen")).into());
        }
        let mut unit = self.desk.store.write().await?;
        let event = self.open_to::<permit::IncidentHandle>(&mut unit, caller, id).await?;
        let here: Vec<Id> =
            store::links(&mut unit, id).await?.into_iter().map(|link| link.incident).collect();
        let mut found = Vec::new();
        for id in ids.into_iter().filter(|id| !here.contains(id)) {
            found.push(self.incidents.handled_in(&mut unit, caller, id).await?);
        }
        self.link(&mut unit, caller, &event, &found).await?;
        if !found.is_empty() {
            self.note(&mut unit, caller, id, ("attached", found.len().to_string()));
            self.trace(&mut unit, caller, ("event.attached", id), json!({ "incidents": found.len() }))
                .await?;
        }
        unit.commit().await?;
        Ok(found.len())
    }

    /// Attaches each, with a line in its journal and an entry of its own in the trail.
    async fn link(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        event: &Event,
        found: &[Incident],
    ) -> Result<(), Problem> {
        for incident in found {
            if incident.exercise != event.exercise {
                let refusal = Refusal::new("event-exercise").with("reference", incident.reference.as_str());
                return Err(Refused::Conflict(refusal).into());
            }
            let link = Link { incident: incident.id, at: self.desk.now(), author: caller.author() };
            if !store::link(unit, event.id, &link).await? {
                let refusal = Refusal::new("event-other").with("reference", incident.reference.as_str());
                return Err(Refused::Conflict(refusal).into());
            }
        }
        for incident in found {
            let line = ("event-attached", event.number.to_string());
            self.incidents.line_in(unit, caller, incident.id, line);
        }
        for incident in found {
            let entry = trail::Entry::new("incident.event-attached", "incident", incident.id)
                .with(json!({ "event": event.id }));
            trail::append(unit, caller, self.desk.now(), entry).await?;
        }
        Ok(())
    }

    /// Takes an incident off an event: it was not of that cause.
    pub async fn detach(&self, caller: &Caller, id: Id, incident: Id) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let event = self.open_to::<permit::IncidentHandle>(&mut unit, caller, id).await?;
        let found = self.incidents.handled_in(&mut unit, caller, incident).await?;
        if !store::unlink(&mut unit, id, incident, self.desk.now()).await? {
            return Err(Refused::NotFound.into());
        }
        self.note(&mut unit, caller, id, ("detached", found.reference));
        let line = ("event-detached", event.number.to_string());
        self.incidents.line_in(&mut unit, caller, incident, line);
        let entry =
            trail::Entry::new("incident.event-detached", "incident", incident).with(json!({ "event": id }));
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        Ok(unit.commit().await?)
    }

    /// Says whether a facility is touched. One that has an incident here is, whatever anybody says.
    pub async fn say(
        &self,
        caller: &Caller,
        id: Id,
        facility: FinessNumber,
        stance: Stance,
    ) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let scope = access::scope::<permit::IncidentRead>(caller)?;
        let event = self.open_to::<permit::IncidentHandle>(&mut unit, caller, id).await?;
        let view = self.seen(&mut unit, caller, &scope, event).await?.ok_or(Refused::NotFound)?;
        let place = view.places.iter().find(|place| place.finess == facility).ok_or(Refused::NotFound)?;
        if !place.incidents.is_empty() {
            return Err(Refused::Conflict(Refusal::new("event-has-incident")).into());
        }
        let said = Said { facility, stance, at: self.desk.now(), author: caller.author() };
        store::say(&mut unit, id, &said).await?;
        self.note(&mut unit, caller, id, (stance_line(stance), facility.to_string()));
        let detail = json!({ "facility": facility.as_str(), "stance": stance.code() });
        self.trace(&mut unit, caller, ("event.said", id), detail).await?;
        Ok(unit.commit().await?)
    }

    /// Decides that an event is national.
    pub async fn decide(&self, caller: &Caller, id: Id, reason: &str) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let mut event = self.open_to::<permit::EventDecide>(&mut unit, caller, id).await?;
        let reason = incidents::reason(reason, MOST)?;
        if event.national.is_some() {
            return Err(Refused::Conflict(Refusal::new("event-national-already")).into());
        }
        event.national = Some((self.desk.now(), caller.author()));
        self.decided(unit, caller, event, ("decided", "event.decided"), reason).await
    }

    /// Closes an event: its incidents live on.
    pub async fn close(&self, caller: &Caller, id: Id, reason: &str) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let mut event = self.open_to::<permit::EventDecide>(&mut unit, caller, id).await?;
        let reason = incidents::reason(reason, MOST)?;
        let now = self.desk.now();
        event.closed = Some((now, caller.author(), reason.clone()));
        store::history::closed(&mut unit, id, now).await?;
        self.decided(unit, caller, event, ("closed", "event.closed"), reason).await
    }

    /// Opens a closed event again.
    pub async fn reopen(&self, caller: &Caller, id: Id, reason: &str) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let mut event = self.held::<permit::EventDecide>(&mut unit, caller, id).await?;
        let reason = incidents::reason(reason, MOST)?;
        if event.closed.take().is_none() {
            return Err(Refused::Conflict(Refusal::new("event-not-closed")).into());
        }
        store::history::opened(&mut unit, id, self.desk.now()).await?;
        self.decided(unit, caller, event, ("reopened", "event.reopened"), reason).await
    }

    /// In the journal with the reason, in the trail without: the trail stays longer.
    async fn decided(
        &self,
        mut unit: Unit,
        caller: &Caller,
        event: Event,
        (kind, action): (&str, &'static str),
        reason: String,
    ) -> Result<(), Problem> {
        store::update(&mut unit, &event).await?;
        self.note(&mut unit, caller, event.id, (kind, reason));
        self.trace(&mut unit, caller, (action, event.id), json!({})).await?;
        Ok(unit.commit().await?)
    }
}

/// The line of the journal that says a stance.
const fn stance_line(stance: Stance) -> &'static str {
    match stance {
        Stance::Touched => "said-touched",
        Stance::NotTouched => "said-not-touched",
        Stance::Unknown => "said-unknown",
    }
}
