//! Closed incidents go when their time has come, unless somebody ordered that they be kept. Inside the transaction of
//! whoever decides that it has (`retention`).

use jiff::tz::TimeZone;
use storage::Unit;
use vocabulary::{Failure, Id, Instant};

use declarations::{Declarations, Forgotten};

use crate::{operations::Incidents, rules::State, store::retention};

/// An incident that went, and what went with its declaration.
#[derive(Clone, Debug)]
pub struct Purged {
    /// Its identity.
    pub incident: Id,
    /// That of its declaration.
    pub declaration: Id,
    /// Its public reference.
    pub reference: String,
    /// What went with the declaration.
    pub declared: Forgotten,
}

impl Incidents {
    /// Takes away, at most that many, incidents that are closed or out of scope, that nothing has changed since `before`, and
    /// that nobody ordered to keep; their declarations go with them. What remains is one more in a count of its kind, and
    /// nothing of an exercise.
    pub async fn purge_in(
        &self,
        unit: &mut Unit,
        declarations: &Declarations,
        before: Instant,
        most: i64,
    ) -> Result<Vec<Purged>, Failure> {
        let mut purged = Vec::new();
        for incident in retention::due(unit, before, most).await? {
            // Looked at again now that the incident is ours until the end: the order may have come a moment ago.
            if retention::of(unit, incident.id).await?.is_some() {
                continue;
            }
            retention::remove(unit, incident.id).await?;
            let declared = declarations.forget_in(unit, incident.declaration).await?;
            // What was told twice is counted once.
            if !incident.exercise && incident.state != State::Attached {
                let year = TimeZone::UTC.to_datetime(incident.declared_at.timestamp()).year();
                retention::count(unit, i64::from(year), &declared.category, &incident).await?;
            }
            let (declaration, reference) = (incident.declaration, incident.reference);
            purged.push(Purged { incident: incident.id, declaration, reference, declared });
        }
        Ok(purged)
    }

    /// The references, at most that many, of those whose time has come and that an order keeps.
    pub async fn kept_in(&self, unit: &mut Unit, before: Instant, most: i64) -> Result<Vec<String>, Failure> {
        retention::kept(unit, before, most).await
    }
}
