//! Who else is at an incident. Kept in a table that every node sees, and forgotten after a few minutes.

use access::{Caller, permit};
use storage::{Unit, args, sql};
use vocabulary::{Failure, Id, Instant, Problem};

use crate::operations::Incidents;

/// Seconds after which somebody who gives no sign is away, and after which they are forgotten.
const AWAY: i64 = 60;
const FORGOTTEN: i64 = 600;

/// Somebody at an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    /// Their name.
    pub name: String,
    /// `viewing`, `writing` or `away`.
    pub how: &'static str,
}

impl Incidents {
    /// Notes that the caller is there, reading or writing, and says who else of the cell is. A token is nobody.
    pub async fn present(&self, caller: &Caller, id: Id, writing: bool) -> Result<Vec<Present>, Problem> {
        let mut unit = self.desk.store.write().await?;
        self.granted::<permit::IncidentHandle>(&mut unit, caller, id).await?;
        let Some(person) = caller.person().filter(|person| person.limited_to.is_none()) else {
            return Ok(Vec::new());
        };
        let now = self.desk.now();
        let forgotten = sql!("DELETE FROM incident_presence WHERE seen_at < $1");
        unit.run(forgotten, args![now.plus_seconds(-FORGOTTEN)]).await?;
        let here = sql!(
            "INSERT INTO incident_presence (incident, account, name, writing, seen_at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (incident, account) DO UPDATE SET name = $3, writing = $4, seen_at = $5"
        );
        unit.run(here, args![id, person.account, &person.name, writing, now]).await?;
        let others = others(&mut unit, id, person.account, now).await?;
        unit.commit().await?;
        Ok(others)
    }
}

async fn others(unit: &mut Unit, id: Id, me: Id, now: Instant) -> Result<Vec<Present>, Failure> {
    let statement = sql!(
        "SELECT name, writing, seen_at FROM incident_presence WHERE incident = $1 AND account <> $2 ORDER BY name, account"
    );
    unit.all(statement, args![id, me], |row| {
        let (writing, seen): (bool, Instant) = (row.get("writing")?, row.get("seen_at")?);
        let how = match (now.seconds_since(seen) > AWAY, writing) {
            (true, _) => "away",
            (false, true) => "writing",
            (false, false) => "viewing",
        };
        Ok(Present { name: row.get("name")?, how })
    })
    .await
}
