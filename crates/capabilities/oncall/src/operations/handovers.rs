//! Handing over: what changed, what was promised, closed by who leaves and signed by who comes.

use access::Caller;
use incidents::Page;
use serde_json::json;
use trail::Entry;
use vocabulary::{Id, Instant, Problem, Refusal, Refused};

use super::{Oncall, absent, handles};
use crate::{
    rules::{Named, Picture},
    store::{
        alarms,
        handovers::{self, Handover},
    },
};
use declarations::rules::bounded_text;

/// A shift that nobody handed over before began a day ago.
const FIRST_SHIFT: i64 = 24 * 3600;
/// How many of each list.
const MOST: i64 = 50;
/// The lines of main courantes that are told, each with the part in which it is.
const TOLD: [(&str, &str); 4] =
    [("filed", "new"), ("take", "taken"), ("qualify", "qualified"), ("said-resolved", "resolved")];

impl Oncall {
    /// Since when a caller was not here: since they last handed over or took over, or a day.
    pub async fn away_since(&self, caller: &Caller) -> Result<Instant, Problem> {
        handles(caller)?;
        let mut unit = self.desk.store.read().await?;
        let last = handovers::last_of(&mut unit, &caller.trace()).await?;
        Ok(last.unwrap_or_else(|| self.desk.now().plus_seconds(-FIRST_SHIFT)))
    }

    /// How things stand within the caller's reach, and what changed since a moment. That it was shown is in the trail.
    pub async fn picture(&self, caller: &Caller, since: Instant) -> Result<Picture, Problem> {
        handles(caller)?;
        let kinds = TOLD.map(|(kind, _)| kind);
        let changes = self.incidents.changes_since(caller, since, &kinds).await?;
        let part = |kind: &str, title: &str| {
            let found = changes.iter().filter(|change| change.kind == kind);
            let named =
                found.map(|change| Named { incident: change.incident, reference: change.reference.clone() });
            (title.to_owned(), named.collect())
        };
        let mut parts: Vec<_> = TOLD.into_iter().map(|(kind, title)| part(kind, title)).collect();
        for (filter, title) in [("late:yes", "late"), ("news:yes", "unanswered")] {
            parts.push((title.to_owned(), self.asked(caller, filter).await?));
        }
        let call_backs = self.call_backs(caller).await?;
        let now = self.desk.now();
        let mut unit = self.desk.store.read().await?;
        let mut rang = alarms::ringing(&mut unit).await?;
        rang.extend(alarms::ended(&mut unit, MOST).await?);
        let scope = handles(caller)?;
        let mut alarms = 0;
        for alarm in rang.into_iter().filter(|alarm| alarm.created_at >= since) {
            alarms += usize::from(super::within(&mut unit, &scope, alarm.incident).await?);
        }
        Ok(Picture {
            parts,
            alarms,
            broken: call_backs.iter().filter(|call_back| call_back.due_at < now).count(),
            call_backs: call_backs.len(),
        })
    }

    async fn asked(&self, caller: &Caller, filter: &str) -> Result<Vec<Named>, Problem> {
        let query = self.incidents.query(caller, filter).map_err(Refused::invalid)?;
        let Page { incidents, .. } = self.incidents.list(caller, &query, "", MOST).await?;
        let named = incidents.into_iter().map(|i| Named { incident: i.id, reference: i.reference });
        Ok(named.collect())
    }

    /// Closes a shift: what is said, and how things stand.
    pub async fn handover_close(&self, caller: &Caller, body: &str) -> Result<Id, Problem> {
        if !handles(caller)?.is_national() {
            return Err(absent());
        }
        let body = bounded_text(body, 10_000, "body", true).map_err(Refused::invalid)?;
        let since_at = self.away_since(caller).await?;
        let handover = Handover {
            id: self.desk.id(),
            since_at,
            closed_at: self.desk.now(),
            closed_by: caller.trace(),
            closed_name: caller.author(),
            body,
            picture: self.picture(caller, since_at).await?,
            signed: None,
        };
        let mut unit = self.desk.store.write().await?;
        handovers::insert(&mut unit, &handover).await?;
        let entry = Entry::new("handover.closed", "handover", handover.id);
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        unit.commit().await?;
        Ok(handover.id)
    }

    /// Signs what somebody else handed over.
    pub async fn handover_sign(&self, caller: &Caller, id: Id) -> Result<(), Problem> {
        if !handles(caller)?.is_national() {
            return Err(absent());
        }
        let mut unit = self.desk.store.write().await?;
        let handover = handovers::find(&mut unit, id).await?.ok_or_else(absent)?;
        if handover.closed_by == caller.trace() {
            return Err(Refused::Conflict(Refusal::new("handover-own")).into());
        }
        let now = self.desk.now();
        if !handovers::sign(&mut unit, id, now, &caller.trace(), &caller.author()).await? {
            return Err(Refused::Conflict(Refusal::new("handover-signed")).into());
        }
        trail::append(&mut unit, caller, now, Entry::new("handover.signed", "handover", id)).await?;
        Ok(unit.commit().await?)
    }

    /// What was handed over, the latest first, for those who reach the nation. That it was shown is in the trail.
    pub async fn handovers(&self, caller: &Caller) -> Result<Vec<Handover>, Problem> {
        if !handles(caller)?.is_national() {
            return Ok(Vec::new());
        }
        let found = handovers::latest(&mut self.desk.store.read().await?, MOST).await?;
        let mut unit = self.desk.store.write().await?;
        let entry = Entry::new("handovers.listed", "handovers", "list").with(json!({ "shown": found.len() }));
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        unit.commit().await?;
        Ok(found)
    }

    /// How many wait for somebody to sign, for those who reach the nation.
    pub async fn handovers_unsigned(&self, caller: &Caller) -> Result<i64, Problem> {
        if !handles(caller)?.is_national() {
            return Ok(0);
        }
        Ok(handovers::unsigned(&mut self.desk.store.read().await?).await?)
    }
}
