//! That an incident is an exercise: said by the cell, and taken back only as long as nobody was told anything as one.

use access::Caller;
use declarations::Declarations;
use trail::Entry;
use vocabulary::{Id, Problem, Refused};

use crate::{
    holding,
    operations::{Incidents, same},
    rules,
    store::{self, duplicates},
};

/// Characters of a reason.
const MOST: usize = 2000;

impl Incidents {
    /// Marks an incident and its declaration as an exercise, or takes the mark away, as the incident was seen.
    pub async fn mark_exercise(
        &self,
        caller: &Caller,
        declarations: &Declarations,
        (id, seen): (Id, i64),
        exercise: bool,
        reason: &str,
    ) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let mut incident = self.held(&mut unit, caller, id).await?;
        same(&incident, seen)?;
        let reason = holding::reason(reason, MOST)?;
        if incident.exercise == exercise {
            return Ok(());
        }
        let attached = duplicates::of(&mut unit, id).await?.is_some()
            || !duplicates::to(&mut unit, id).await?.is_empty();
        let sent = if exercise { 0 } else { store::sent_as_exercise(&mut unit, id).await? };
        rules::unmark(sent, attached).map_err(Refused::Conflict)?;
        (incident.exercise, incident.changed_at) = (exercise, self.desk.now());
        store::set_exercise(&mut unit, &incident).await?;
        declarations.mark_exercise_in(&mut unit, incident.declaration, exercise).await?;
        let (kind, action) = if exercise {
            ("exercise-on", "incident.exercise-marked")
        } else {
            ("exercise-off", "incident.exercise-unmarked")
        };
        self.entry(&mut unit, caller, id, kind, reason);
        trail::append(&mut unit, caller, self.desk.now(), Entry::new(action, "incident", id)).await?;
        Ok(unit.commit().await?)
    }
}
