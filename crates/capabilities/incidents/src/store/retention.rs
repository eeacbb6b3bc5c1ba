//! Orders to keep, and what goes.

use storage::{Unit, args, sql};
use vocabulary::{Failure, Id, Instant, Region};

use super::{Incident, incident};

/// An order that an incident be kept whatever its age.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Since when.
    pub at: Instant,
    /// The name of who ordered it.
    pub author: String,
    /// Why.
    pub reason: String,
}

/// Writes an order down; `false` when there is one already.
pub(crate) async fn hold(unit: &mut Unit, id: Id, hold: &Hold) -> Result<bool, Failure> {
    let statement = sql!(
        "INSERT INTO incident_holds (incident, at, author, reason) VALUES ($1, $2, $3, $4) ON CONFLICT (incident) DO NOTHING"
    );
    Ok(unit.run(statement, args![id, hold.at, &hold.author, &hold.reason]).await? == 1)
}

/// Lifts it; `false` when there is none.
pub(crate) async fn lift(unit: &mut Unit, id: Id) -> Result<bool, Failure> {
    Ok(unit.run(sql!("DELETE FROM incident_holds WHERE incident = $1"), args![id]).await? == 1)
}

/// The order that keeps an incident.
pub(crate) async fn of(unit: &mut Unit, id: Id) -> Result<Option<Hold>, Failure> {
    let statement = sql!("SELECT at, author, reason FROM incident_holds WHERE incident = $1");
    let read = |row: &storage::Row| {
        Ok(Hold { at: row.get("at")?, author: row.get("author")?, reason: row.get("reason")? })
    };
    unit.first(statement, args![id], read).await
}

/// Incidents whose time has come, to take away: until the transaction ends, nobody else changes them. Those that somebody
/// is changing are left for the next time, and one that is attached to another goes after it.
pub(crate) async fn due(unit: &mut Unit, before: Instant, most: i64) -> Result<Vec<Incident>, Failure> {
    let statement = sql!(
        sqlite: "SELECT * FROM incidents WHERE NOT open AND changed_at <= $1 \
                 AND NOT EXISTS (SELECT 1 FROM incident_holds WHERE incident = incidents.id) \
                 AND NOT EXISTS (SELECT 1 FROM incident_duplicates WHERE incident = incidents.id) ORDER BY changed_at, id LIMIT $2",
        postgres: "SELECT * FROM incidents WHERE NOT open AND changed_at <= $1 \
                 AND NOT EXISTS (SELECT 1 FROM incident_holds WHERE incident = incidents.id) \
                 AND NOT EXISTS (SELECT 1 FROM incident_duplicates WHERE incident = incidents.id) ORDER BY changed_at, id LIMIT $2 \
                 FOR UPDATE SKIP LOCKED",
    );
    unit.all(statement, args![before, most], incident).await
}

/// The references of those whose time has come and that an order keeps.
pub(crate) async fn kept(unit: &mut Unit, before: Instant, most: i64) -> Result<Vec<String>, Failure> {
    let statement = sql!(
        "SELECT i.reference FROM incident_holds h JOIN incidents i ON i.id = h.incident \
         WHERE NOT i.open AND i.changed_at <= $1 ORDER BY i.reference LIMIT $2"
    );
    unit.all(statement, args![before, most], |row| row.get("reference")).await
}

/// Takes away an incident and all that hangs on it.
pub(crate) async fn remove(unit: &mut Unit, id: Id) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM incident_journal WHERE incident = $1"), args![id]).await?;
    unit.run(sql!("DELETE FROM incident_messages WHERE incident = $1"), args![id]).await?;
    unit.run(sql!("DELETE FROM incident_tasks WHERE incident = $1"), args![id]).await?;
    unit.run(sql!("DELETE FROM incident_presence WHERE incident = $1"), args![id]).await?;
    unit.run(sql!("DELETE FROM incident_history WHERE incident = $1"), args![id]).await?;
    unit.run(sql!("DELETE FROM incident_notices WHERE incident = $1"), args![id]).await?;
    unit.run(sql!("DELETE FROM incident_qualifications WHERE incident = $1"), args![id]).await?;
    unit.run(sql!("DELETE FROM incident_closings WHERE incident = $1"), args![id]).await?;
    unit.run(sql!("DELETE FROM incident_deadlines WHERE incident = $1"), args![id]).await?;
    unit.run(sql!("DELETE FROM incident_duplicates WHERE incident = $1 OR kept = $1"), args![id]).await?;
    unit.run(sql!("DELETE FROM incidents WHERE id = $1"), args![id]).await.map(drop)
}

/// One more of its kind: what statistics need, and nothing that leads back to it.
pub(crate) async fn count(unit: &mut Unit, year: i64, category: &str, i: &Incident) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO incident_figures (year, region, category, kind, criteria, severity, incidents) \
         VALUES ($1, $2, $3, $4, $5, $6, 1) ON CONFLICT (year, region, category, kind, criteria, severity) \
         DO UPDATE SET incidents = incident_figures.incidents + 1"
    );
    let region = i.region.map_or("", Region::code);
    let criteria = i.criteria.join(" ");
    unit.run(statement, args![year, region, category, &i.kind, criteria, i.severity]).await.map(drop)
}
