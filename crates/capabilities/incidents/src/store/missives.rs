//! What the cell writes to the agency of the region or to the ministry.

use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant, Region};

/// One of them.
#[derive(Clone, Debug)]
pub struct Missive {
    /// Its identity; that of its line in the ledger too.
    pub id: Id,
    /// When it was written.
    pub at: Instant,
    /// When it leaves, or left: until then its reader does not see it.
    pub leaves_at: Instant,
    /// `ars` or `fssi`.
    pub audience: String,
    /// The region of the agency.
    pub region: Option<Region>,
    /// Who wrote it.
    pub author: String,
    /// Its text.
    pub body: String,
    /// When its reader first opened it.
    pub read_at: Option<Instant>,
}

fn missive(row: &Row) -> Result<Missive, Failure> {
    Ok(Missive {
        id: row.get("id")?,
        at: row.get("at")?,
        leaves_at: row.get("leaves_at")?,
        audience: row.get("audience")?,
        region: Region::from_code(&row.get::<String>("region")?),
        author: row.get("author")?,
        body: row.get("body")?,
        read_at: row.get("read_at")?,
    })
}

pub(crate) async fn insert(unit: &mut Unit, incident: Id, m: &Missive) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO incident_messages (id, incident, at, leaves_at, audience, region, author, body) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    let region = m.region.map_or("", Region::code);
    let arguments = args![m.id, incident, m.at, m.leaves_at, &m.audience, region, &m.author, &m.body];
    unit.run(statement, arguments).await.map(drop)
}

/// All of an incident, the first first.
pub(crate) async fn of(unit: &mut Unit, incident: Id) -> Result<Vec<Missive>, Failure> {
    let statement = sql!("SELECT * FROM incident_messages WHERE incident = $1 ORDER BY at, id");
    unit.all(statement, args![incident], missive).await
}

/// Takes one back that has not left, with its line in the ledger.
pub(crate) async fn withdraw(
    unit: &mut Unit,
    incident: Id,
    id: Id,
    now: Instant,
) -> Result<Option<(String, String)>, Failure> {
    let statement = sql!(
        "DELETE FROM incident_messages WHERE id = $1 AND incident = $2 AND leaves_at > $3 RETURNING audience, body"
    );
    let found = unit
        .first(statement, args![id, incident, now], |row| Ok((row.get("audience")?, row.get("body")?)))
        .await?;
    if found.is_some() {
        unit.run(sql!("DELETE FROM incident_notices WHERE id = $1"), args![id]).await?;
    }
    Ok(found)
}

/// Notes that those to whom they are addressed have opened the incident.
pub(crate) async fn read(
    unit: &mut Unit,
    incident: Id,
    audience: &str,
    region: Option<Region>,
    now: Instant,
) -> Result<(), Failure> {
    let statement = sql!(
        "UPDATE incident_messages SET read_at = $4 WHERE incident = $1 AND audience = $2 AND region = $3 \
         AND leaves_at <= $4 AND read_at IS NULL"
    );
    let region = region.map_or("", Region::code);
    unit.run(statement, args![incident, audience, region, now]).await.map(drop)
}
