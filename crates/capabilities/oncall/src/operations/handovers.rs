//! Handing over: what changed, what was promised, closed by who leaves and signed by who comes.

use std::collections::BTreeSet;

use access::Caller;
use calendar::Calendar;
use incidents::{Page, Tasks};
use serde_json::json;
use trail::Entry;
use vocabulary::{Id, Instant, Problem, Refusal, Refused};

use super::{Oncall, absent, handles};
use crate::{
    rules::{Named, Owed, Picture, next_shift_ends},
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

/// How things stand for who is there now: what a handover keeps of it, and the tasks themselves, which it does not keep.
#[derive(Clone, Debug)]
pub struct Standing {
    /// What changed and what is owed.
    pub picture: Picture,
    /// What is to be done before the next shift ends, what is late first.
    pub tasks: Tasks,
}

impl Oncall {
    /// Since when a caller was not here: since they last handed over or took over, or a day.
    pub async fn away_since(&self, caller: &Caller) -> Result<Instant, Problem> {
        handles(caller)?;
        let mut unit = self.desk.store.read().await?;
        let last = handovers::last_of(&mut unit, &caller.trace()).await?;
        Ok(last.unwrap_or_else(|| self.desk.now().plus_seconds(-FIRST_SHIFT)))
    }

    /// How things stand within the caller's reach, and what changed since a moment. That it was shown is in the trail.
    pub async fn standing(&self, caller: &Caller, since: Instant) -> Result<Standing, Problem> {
        let mut parts = self.changed(caller, since).await?;
        for (filter, title) in [("late:yes", "late"), ("news:yes", "unanswered")] {
            parts.push((title.to_owned(), self.asked(caller, filter).await?));
        }
        let now = self.desk.now();
        let until = next_shift_ends(now, &Calendar::of_the_cell());
        let tasks = self.incidents.to_do(caller, until).await?;
        for (title, late) in [("tasks-late", true), ("tasks-soon", false)] {
            parts.push((title.to_owned(), of_tasks(&tasks, |due| (due < now) == late)));
        }
        let call_backs = self.call_backs(caller).await?;
        let picture = Picture {
            parts,
            alarms: self.rang(caller, since).await?,
            broken: call_backs.iter().filter(|call_back| call_back.due_at < now).count(),
            call_backs: call_backs.len(),
            tasks: Some(Owed { late: tasks.late, soon: tasks.soon, later: tasks.later, until }),
        };
        let mut unit = self.desk.store.write().await?;
        let entry = Entry::new("tasks.listed", "tasks", "list").with(json!({ "shown": tasks.listed.len() }));
        trail::append(&mut unit, caller, now, entry).await?;
        unit.commit().await?;
        Ok(Standing { picture, tasks })
    }

    /// What the main courantes tell since a moment, by part.
    async fn changed(&self, caller: &Caller, since: Instant) -> Result<Vec<(String, Vec<Named>)>, Problem> {
        let kinds = TOLD.map(|(kind, _)| kind);
        let changes = self.incidents.changes_since(caller, since, &kinds).await?;
        let part = |(kind, title): (&str, &str)| {
            let found = changes.iter().filter(|change| change.kind == kind);
            let named = found.map(|change| Named {
                incident: change.incident,
                reference: change.reference.clone(),
                exercise: change.exercise,
            });
            (title.to_owned(), named.collect())
        };
        Ok(TOLD.into_iter().map(part).collect())
    }

    /// How many alarms rang since a moment within the caller's reach, those of exercises not counted.
    async fn rang(&self, caller: &Caller, since: Instant) -> Result<usize, Problem> {
        let scope = handles(caller)?;
        let mut unit = self.desk.store.read().await?;
        let mut rang = alarms::ringing(&mut unit).await?;
        rang.extend(alarms::ended(&mut unit, MOST).await?);
        let mut many = 0;
        for alarm in rang.into_iter().filter(|alarm| alarm.created_at >= since && !alarm.exercise) {
            many += usize::from(super::within(&mut unit, &scope, alarm.incident).await?);
        }
        Ok(many)
    }

    async fn asked(&self, caller: &Caller, filter: &str) -> Result<Vec<Named>, Problem> {
        let query = self.incidents.query(caller, filter).map_err(Refused::invalid)?;
        let Page { incidents, .. } = self.incidents.list(caller, &query, "", MOST).await?;
        let named = incidents.into_iter().map(|i| Named {
            incident: i.id,
            reference: i.reference,
            exercise: i.exercise,
        });
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
            picture: self.standing(caller, since_at).await?.picture,
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

/// The incidents of tasks that are due so, each once.
fn of_tasks(tasks: &Tasks, due: impl Fn(Instant) -> bool) -> Vec<Named> {
    let mut seen = BTreeSet::new();
    let found = tasks.listed.iter().filter(|task| due(task.due) && seen.insert(task.incident));
    let named = |task: &incidents::ToDo| Named {
        incident: task.incident,
        reference: task.reference.clone(),
        exercise: task.exercise,
    };
    found.map(named).collect()
}
