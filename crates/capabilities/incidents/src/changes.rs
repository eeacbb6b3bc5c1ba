//! What happened since a moment, for who comes back.

use std::collections::BTreeSet;

use access::{Caller, permit};
use vocabulary::{Id, Instant, Problem};

use crate::{
    operations::{Incidents, resource},
    store::{
        self,
        tasks::{self, ToDo},
    },
};

/// Tasks that are listed: beyond, they are counted.
const MOST_TASKS: i64 = 200;

/// An incident to which something happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The incident.
    pub incident: Id,
    /// Its reference.
    pub reference: String,
    /// Whether it is an exercise.
    pub exercise: bool,
    /// The kind of the line in its main courante.
    pub kind: String,
}

/// What is to be done in the incidents within a caller's reach.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tasks {
    /// What is late or due by the moment asked for, the first due first; exercises too.
    pub listed: Vec<ToDo>,
    /// How many are late, exercises not counted.
    pub late: i64,
    /// How many are due by that moment and not late, exercises not counted.
    pub soon: i64,
    /// How many are due later, or at no moment; exercises not counted.
    pub later: i64,
}

impl Incidents {
    /// What is to be done in the open incidents within the caller's reach, by a moment. The caller tells the trail that it was
    /// shown.
    pub async fn to_do(&self, caller: &Caller, until: Instant) -> Result<Tasks, Problem> {
        let scope = access::scope::<permit::IncidentHandle>(caller)?;
        let mut unit = self.desk.store.read().await?;
        let listed = tasks::due_by(&mut unit, &scope, until, MOST_TASKS).await?;
        let (late, soon, later) = tasks::to_do(&mut unit, &scope, self.desk.now(), until).await?;
        Ok(Tasks { listed, late, soon, later })
    }

    /// What of these kinds the main courantes within the caller's reach say since a moment: each incident once for each kind,
    /// the latest first. The caller tells the trail that it was shown.
    pub async fn changes_since(
        &self,
        caller: &Caller,
        since: Instant,
        kinds: &[&str],
    ) -> Result<Vec<Change>, Problem> {
        let scope = access::scope::<permit::IncidentHandle>(caller)?;
        let mut unit = self.desk.store.read().await?;
        let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
        for (kind, incident) in store::entries_since(&mut unit, since).await? {
            let wanted = kinds.contains(&kind.as_str()) && scope.admits(&resource(&incident));
            if wanted && seen.insert((incident.id, kind.clone())) {
                let (incident, reference, exercise) = (incident.id, incident.reference, incident.exercise);
                found.push(Change { incident, reference, exercise, kind });
            }
        }
        Ok(found)
    }
}
