//! Which incident is attached to which other, and what it was.

use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

use super::{Incident, find, hold as hold_one, of_declaration};

/// That an incident is attached to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The one that is attached.
    pub incident: Id,
    /// The one on which the cell works.
    pub kept: Id,
    /// Since when.
    pub at: Instant,
    /// The name of who said so.
    pub author: String,
    /// Why.
    pub reason: String,
    /// What it was: its state, the clocks of the cell that ran, its news.
    pub(crate) state: String,
    pub(crate) clocks: String,
    pub(crate) news_at: Option<Instant>,
}

fn tie(row: &Row) -> Result<Tie, Failure> {
    Ok(Tie {
        incident: row.get("incident")?,
        kept: row.get("kept")?,
        at: row.get("at")?,
        author: row.get("author")?,
        reason: row.get("reason")?,
        state: row.get("state")?,
        clocks: row.get("clocks")?,
        news_at: row.get("news_at")?,
    })
}

pub(crate) async fn insert(unit: &mut Unit, t: &Tie) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO incident_duplicates (incident, kept, at, author, reason, state, clocks, news_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    let arguments = args![t.incident, t.kept, t.at, &t.author, &t.reason, &t.state, &t.clocks, t.news_at];
    unit.run(statement, arguments).await.map(drop)
}

pub(crate) async fn remove(unit: &mut Unit, incident: Id) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM incident_duplicates WHERE incident = $1"), args![incident]).await.map(drop)
}

/// To which an incident is attached.
pub(crate) async fn of(unit: &mut Unit, incident: Id) -> Result<Option<Tie>, Failure> {
    unit.first(sql!("SELECT * FROM incident_duplicates WHERE incident = $1"), args![incident], tie).await
}

/// Those that are attached to an incident, the first first.
pub(crate) async fn to(unit: &mut Unit, kept: Id) -> Result<Vec<Tie>, Failure> {
    let statement = sql!("SELECT * FROM incident_duplicates WHERE kept = $1 ORDER BY at, incident");
    unit.all(statement, args![kept], tie).await
}

/// Notes that the structure of an attached incident said something, for the day on which it is attached no more.
pub(crate) async fn note_news(unit: &mut Unit, incident: Id, at: Instant) -> Result<(), Failure> {
    let statement = sql!("UPDATE incident_duplicates SET news_at = $2 WHERE incident = $1");
    unit.run(statement, args![incident, at]).await.map(drop)
}

/// Runs again a clock that stopped when its incident was attached.
pub(crate) async fn run_again(
    unit: &mut Unit,
    incident: Id,
    kind: &str,
    since: Instant,
) -> Result<(), Failure> {
    let statement =
        sql!("UPDATE incident_deadlines SET met_at = NULL WHERE incident = $1 AND kind = $2 AND met_at = $3");
    unit.run(statement, args![incident, kind, since]).await.map(drop)
}

/// The incident of a declaration to change, with the one to which it is attached; of two, the one of the lower identity is held
/// first, by everybody.
pub(crate) async fn hold(
    unit: &mut Unit,
    declaration: Id,
) -> Result<Option<(Incident, Option<Incident>)>, Failure> {
    let Some(found) = of_declaration(unit, declaration).await? else { return Ok(None) };
    let kept = of(unit, found.id).await?.map(|tie| tie.kept);
    if let Some(kept) = kept {
        let (first, second) = if found.id < kept { (found.id, kept) } else { (kept, found.id) };
        let held = (hold_one(unit, first).await?, hold_one(unit, second).await?);
        let (Some(one), Some(other)) = held else { return Ok(None) };
        let (incident, kept) = if one.id == found.id { (one, other) } else { (other, one) };
        // Somebody may have undone it a moment ago.
        let still = of(unit, incident.id).await?.is_some();
        return Ok(Some((incident, still.then_some(kept))));
    }
    Ok(hold_one(unit, found.id).await?.map(|incident| (incident, None)))
}

/// Both of two, in that order.
pub(crate) async fn hold_both(
    unit: &mut Unit,
    one: Id,
    other: Id,
) -> Result<Option<(Incident, Incident)>, Failure> {
    let (first, second) = if one < other { (one, other) } else { (other, one) };
    let (Some(first), Some(second)) = (hold_one(unit, first).await?, hold_one(unit, second).await?) else {
        return Ok(None);
    };
    Ok(Some(if first.id == one { (first, second) } else { (second, first) }))
}

/// The incident at the other end of a tie.
pub(crate) async fn other(unit: &mut Unit, id: Id) -> Result<Option<Incident>, Failure> {
    find(unit, id).await
}
