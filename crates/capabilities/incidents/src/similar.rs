//! Incidents that look like one: at the same site or legal entity, of the same provider, of the same kind at the same time.

use access::{Caller, permit};
use storage::{args, sql};
use vocabulary::{Id, Problem};

use crate::{
    operations::{Incidents, resource},
    store::{self, Incident},
};

/// Incidents that are shown.
const MOST: usize = 5;
/// Days on either side within which the same kind is alike.
const DAYS: i64 = 30;

/// An incident like another, and why.
#[derive(Clone, Debug)]
pub struct Alike {
    /// The incident.
    pub incident: Incident,
    /// `indicator`, `facility`, `provider`, `entity` or `kind`: the strongest reason.
    pub why: &'static str,
}

impl Incidents {
    /// At most five incidents like this one within the caller's reach, the most alike and latest first. `shared` are those in
    /// which the same indicators stand.
    pub async fn alike(&self, caller: &Caller, id: Id, shared: &[Id]) -> Result<Vec<Alike>, Problem> {
        let mut unit = self.desk.store.read().await?;
        let scope = access::scope::<permit::IncidentRead>(caller)?;
        let incident = self.granted::<permit::IncidentRead>(&mut unit, caller, id).await?;
        let day = 24 * 3600;
        let (from, to) =
            (incident.declared_at.plus_seconds(-DAYS * day), incident.declared_at.plus_seconds(DAYS * day));
        let found = [
            ("indicator", store::some(&mut unit, shared).await?),
            (
                "facility",
                unit.all(
                    sql!(
                        "SELECT * FROM incidents WHERE facility = $1 AND id <> $2 ORDER BY declared_at DESC, id LIMIT 50"
                    ),
                    args![incident.facility, id],
                    store::incident,
                )
                .await?,
            ),
            (
                "provider",
                unit.all(
                    sql!(
                        "SELECT * FROM incidents WHERE provider = $1 AND provider <> '' AND id <> $2 \
                         ORDER BY declared_at DESC, id LIMIT 50"
                    ),
                    args![&incident.provider, id],
                    store::incident,
                )
                .await?,
            ),
            (
                "entity",
                unit.all(
                    sql!(
                        "SELECT * FROM incidents WHERE legal_entity = $1 AND id <> $2 \
                         ORDER BY declared_at DESC, id LIMIT 50"
                    ),
                    args![incident.legal_entity, id],
                    store::incident,
                )
                .await?,
            ),
            (
                "kind",
                unit.all(
                    sql!(
                        "SELECT * FROM incidents WHERE kind = $1 AND kind NOT IN ('', 'unknown') AND id <> $2 \
                         AND declared_at BETWEEN $3 AND $4 ORDER BY declared_at DESC, id LIMIT 200"
                    ),
                    args![&incident.kind, id, from, to],
                    store::incident,
                )
                .await?,
            ),
        ];
        let mut alike: Vec<Alike> = Vec::new();
        for (why, incidents) in found {
            for incident in incidents {
                let known = alike.iter().any(|seen| seen.incident.id == incident.id);
                if !known && incident.id != id && scope.admits(&resource(&incident)) {
                    alike.push(Alike { incident, why });
                }
            }
        }
        alike.truncate(MOST);
        Ok(alike)
    }
}
