//! One command given to many incidents: looked at first, then given to all of them or to none.

use access::{Caller, permit};
use serde_json::json;
use vocabulary::{Id, Problem, Refusal, Refused};

use crate::{
    operations::{Incidents, Said, same},
    rules::{self, Command, State},
    store::Incident,
};

/// Incidents to which one command may be given at once.
pub const MOST_TOGETHER: usize = 50;

/// What a command would do to an incident.
#[derive(Clone, Debug)]
pub struct Outlook {
    /// The incident, as it is.
    pub incident: Incident,
    /// Where the command leads; `None` where it cannot be given.
    pub next: Option<State>,
}

impl Incidents {
    /// What a command would do to each of those, in the order in which they were chosen. One that is out of reach refuses all.
    pub async fn outlook(
        &self,
        caller: &Caller,
        ids: &[Id],
        command: Command,
    ) -> Result<Vec<Outlook>, Problem> {
        bounded(ids.len(), command)?;
        let mut unit = self.desk.store.write().await?;
        let mut outlooks: Vec<Outlook> = Vec::new();
        for id in ids {
            if outlooks.iter().any(|seen| seen.incident.id == *id) {
                continue;
            }
            let incident = self.granted::<permit::IncidentHandle>(&mut unit, caller, *id).await?;
            let next = rules::next(incident.state, command);
            outlooks.push(Outlook { incident, next });
        }
        let entry = trail::Entry::new("incidents.listed", "incidents", "chosen")
            .with(json!({ "chosen": ids, "shown": outlooks.len() }));
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        unit.commit().await?;
        Ok(outlooks)
    }

    /// Gives a command to all of those, each as it was seen, or to none of them: what stands in the way names its incident.
    /// Each has its own line in its journal and in the trail.
    pub async fn advance_together(
        &self,
        caller: &Caller,
        seen: &[(Id, i64)],
        command: Command,
        said: impl Into<Said<'_>>,
    ) -> Result<usize, Problem> {
        let said = said.into();
        bounded(seen.len(), command)?;
        let mut seen = seen.to_vec();
        // Two people who choose the same incidents hold them in the same order, and neither waits for ever.
        seen.sort_unstable();
        seen.dedup_by_key(|(id, _)| *id);
        let mut unit = self.desk.store.write().await?;
        let mut held = Vec::new();
        for (id, revision) in &seen {
            let incident = self.held(&mut unit, caller, *id).await?;
            same(&incident, *revision).map_err(|refused| of(&incident.reference, refused.into()))?;
            held.push(incident);
        }
        for incident in held {
            let reference = incident.reference.clone();
            let moved = self.advance_in(&mut unit, caller, incident, command, said).await;
            moved.map_err(|problem| of(&reference, problem))?;
        }
        unit.commit().await?;
        Ok(seen.len())
    }
}

/// A qualification is of one incident: it is confirmed by somebody who read it.
fn bounded(chosen: usize, command: Command) -> Result<(), Refused> {
    let refusal = match chosen {
        _ if command == Command::Qualify => Refusal::new("not-a-choice").at("command"),
        0 => Refusal::new("nothing-chosen").at("chosen"),
        1..=MOST_TOGETHER => return Ok(()),
        _ => Refusal::new("too-many").at("chosen").with("max", MOST_TOGETHER.to_string()),
    };
    Err(Refused::invalid(refusal))
}

/// The same problem, and whose it is.
fn of(reference: &str, problem: Problem) -> Problem {
    match problem {
        Problem::Refused(Refused::Conflict(refusal)) => {
            Refused::Conflict(refusal.with("reference", reference)).into()
        }
        other => other,
    }
}
