//! This capability's tables: nobody else reads or writes them.

pub(crate) mod history;

use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, FinessNumber, Id, Instant};

use crate::rules::{Stance, State};

/// One cause, at a glance.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its identity.
    pub id: Id,
    /// By which people name it.
    pub number: i64,
    /// In a few words.
    pub title: String,
    /// The cause.
    pub cause: String,
    /// The provider at fault; empty when there is none.
    pub provider: String,
    /// The flaw that all have in common; empty when there is none.
    pub vulnerability: String,
    /// 1 to 5.
    pub severity: i64,
    /// An exercise.
    pub exercise: bool,
    /// Since when, and by whom.
    pub opened_at: Instant,
    /// The name of who opened it.
    pub opened_by: String,
    /// When the lead decided that it is national, and who that was.
    pub national: Option<(Instant, String)>,
    /// When it was closed, by whom, why.
    pub closed: Option<(Instant, String, String)>,
    /// Grows at each change.
    pub revision: i64,
    /// From when on all that it was is kept: since it was opened, but for what an older program opened.
    pub kept_since: Instant,
}

impl Event {
    /// Where it is in its life.
    pub fn state(&self) -> State {
        match (&self.closed, &self.national) {
            (Some(_), _) => State::Closed,
            (None, Some(_)) => State::National,
            (None, None) => State::Open,
        }
    }
}

fn event(row: &Row) -> Result<Event, Failure> {
    let national: Option<Instant> = row.get("national_at")?;
    let closed: Option<Instant> = row.get("closed_at")?;
    let (by, closed_by, reason): (String, String, String) =
        (row.get("national_by")?, row.get("closed_by")?, row.get("closed_reason")?);
    Ok(Event {
        id: row.get("id")?,
        number: row.get("number")?,
        title: row.get("title")?,
        cause: row.get("cause")?,
        provider: row.get("provider")?,
        vulnerability: row.get("vulnerability")?,
        severity: row.get("severity")?,
        exercise: row.get("exercise")?,
        opened_at: row.get("opened_at")?,
        opened_by: row.get("opened_by")?,
        national: national.map(|at| (at, by)),
        closed: closed.map(|at| (at, closed_by, reason)),
        revision: row.get("revision")?,
        kept_since: row.get("kept_since")?,
    })
}

pub(crate) async fn insert(unit: &mut Unit, e: &Event) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO events (id, number, title, cause, provider, vulnerability, severity, exercise, opened_at, opened_by, \
         national_by, closed_by, closed_reason, revision, kept_since) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', '', '', 1, $11)"
    );
    let arguments = args![
        e.id,
        e.number,
        &e.title,
        &e.cause,
        &e.provider,
        &e.vulnerability,
        e.severity,
        e.exercise,
        e.opened_at,
        &e.opened_by,
        e.kept_since,
    ];
    unit.run(statement, arguments).await?;
    history::opened(unit, e.id, e.opened_at).await
}

/// Writes what can change of an event that [`hold`] read.
pub(crate) async fn update(unit: &mut Unit, e: &Event) -> Result<(), Failure> {
    let (national_at, national_by) =
        e.national.clone().map_or((None, String::new()), |(at, by)| (Some(at), by));
    let (closed_at, closed_by, reason) = e
        .closed
        .clone()
        .map_or((None, String::new(), String::new()), |(at, by, reason)| (Some(at), by, reason));
    let statement = sql!(
        "UPDATE events SET title = $2, cause = $3, provider = $4, vulnerability = $5, severity = $6, national_at = $7, \
         national_by = $8, closed_at = $9, closed_by = $10, closed_reason = $11, revision = revision + 1 WHERE id = $1"
    );
    let arguments = args![
        e.id,
        &e.title,
        &e.cause,
        &e.provider,
        &e.vulnerability,
        e.severity,
        national_at,
        national_by,
        closed_at,
        closed_by,
        reason,
    ];
    unit.run(statement, arguments).await.map(drop)
}

/// An event to change: until the transaction ends, whoever else would change it waits. Held before any incident is.
pub(crate) async fn hold(unit: &mut Unit, id: Id) -> Result<Option<Event>, Failure> {
    let statement = sql!(
        sqlite: "SELECT * FROM events WHERE id = $1",
        postgres: "SELECT * FROM events WHERE id = $1 FOR UPDATE",
    );
    unit.first(statement, args![id], event).await
}

pub(crate) async fn find(unit: &mut Unit, id: Id) -> Result<Option<Event>, Failure> {
    unit.first(sql!("SELECT * FROM events WHERE id = $1"), args![id], event).await
}

/// The event of that number.
pub(crate) async fn of_number(unit: &mut Unit, number: i64) -> Result<Option<Id>, Failure> {
    unit.first(sql!("SELECT id FROM events WHERE number = $1"), args![number], |row| row.get("id")).await
}

/// A page of events, the latest first; `after` is the last of the page before.
pub(crate) async fn page(
    unit: &mut Unit,
    after: Option<(Instant, Id)>,
    limit: i64,
) -> Result<Vec<Event>, Failure> {
    let statement = sql!(
        "SELECT * FROM events WHERE (opened_at < $1 OR (opened_at = $1 AND id < $2)) ORDER BY opened_at DESC, id DESC LIMIT $3"
    );
    let (at, id) =
        after.map_or((Instant::from_millis(i64::MAX), String::new()), |(at, id)| (at, id.to_string()));
    unit.all(statement, args![at, id, limit], event).await
}

/// That an incident is attached.
pub(crate) struct Link {
    pub(crate) incident: Id,
    pub(crate) at: Instant,
    pub(crate) author: String,
}

/// Attaches an incident; `false` when it is of an event already.
pub(crate) async fn link(unit: &mut Unit, event: Id, l: &Link) -> Result<bool, Failure> {
    let statement = sql!(
        "INSERT INTO event_incidents (incident, event, at, author) VALUES ($1, $2, $3, $4) ON CONFLICT (incident) DO NOTHING"
    );
    let new = unit.run(statement, args![l.incident, event, l.at, &l.author]).await? == 1;
    if new {
        history::linked(unit, event, l.incident, l.at).await?;
    }
    Ok(new)
}

/// Takes an incident off an event; `false` when it was not of it.
pub(crate) async fn unlink(unit: &mut Unit, event: Id, incident: Id, at: Instant) -> Result<bool, Failure> {
    let statement = sql!("DELETE FROM event_incidents WHERE event = $1 AND incident = $2");
    let there = unit.run(statement, args![event, incident]).await? == 1;
    if there {
        history::unlinked(unit, event, incident, at).await?;
    }
    Ok(there)
}

/// What is attached, the first first.
pub(crate) async fn links(unit: &mut Unit, event: Id) -> Result<Vec<Link>, Failure> {
    let statement = sql!("SELECT * FROM event_incidents WHERE event = $1 ORDER BY at, incident");
    unit.all(statement, args![event], |row| {
        Ok(Link { incident: row.get("incident")?, at: row.get("at")?, author: row.get("author")? })
    })
    .await
}

/// The event of an incident.
pub(crate) async fn of_incident(unit: &mut Unit, incident: Id) -> Result<Option<Event>, Failure> {
    let statement =
        sql!("SELECT e.* FROM events e JOIN event_incidents i ON i.event = e.id WHERE i.incident = $1");
    unit.first(statement, args![incident], event).await
}

/// Those of some incidents that are of an event.
pub(crate) async fn taken(unit: &mut Unit, incidents: &[Id]) -> Result<Vec<Id>, Failure> {
    let statement = sql!(
        sqlite: "SELECT incident FROM event_incidents WHERE incident IN (SELECT value FROM json_each($1))",
        postgres: "SELECT incident FROM event_incidents \
                   WHERE incident IN (SELECT jsonb_array_elements_text(CAST($1 AS jsonb)))",
    );
    unit.all(statement, args![serde_json::json!(incidents)], |row| row.get("incident")).await
}

/// Forgets an incident that goes; answers whether it was of an event.
pub(crate) async fn forget(unit: &mut Unit, incident: Id) -> Result<u64, Failure> {
    unit.run(sql!("DELETE FROM event_incidents_then WHERE incident = $1"), args![incident]).await?;
    unit.run(sql!("DELETE FROM event_incidents WHERE incident = $1"), args![incident]).await
}

/// What somebody said of a facility.
pub(crate) struct Said {
    pub(crate) facility: FinessNumber,
    pub(crate) stance: Stance,
    pub(crate) at: Instant,
    pub(crate) author: String,
}

/// Writes down what somebody says of a facility, in the place of what was said before.
pub(crate) async fn say(unit: &mut Unit, event: Id, s: &Said) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO event_facilities (event, facility, stance, at, author) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (event, facility) DO UPDATE SET stance = $3, at = $4, author = $5"
    );
    unit.run(statement, args![event, s.facility, s.stance.code(), s.at, &s.author]).await?;
    history::said(unit, event, s).await
}

/// Events of which nothing is attached any more and nothing was written since a moment, at most that many: until the transaction ends,
/// nobody else changes them. Those that somebody is changing are left for the next time.
pub(crate) async fn due(unit: &mut Unit, before: Instant, most: i64) -> Result<Vec<Id>, Failure> {
    let statement = sql!(
        sqlite: "SELECT id FROM events WHERE opened_at <= $1 \
                 AND NOT EXISTS (SELECT 1 FROM event_incidents WHERE event = events.id) \
                 AND NOT EXISTS (SELECT 1 FROM event_journal WHERE event = events.id AND at > $1) ORDER BY opened_at, id LIMIT $2",
        postgres: "SELECT id FROM events WHERE opened_at <= $1 \
                 AND NOT EXISTS (SELECT 1 FROM event_incidents WHERE event = events.id) \
                 AND NOT EXISTS (SELECT 1 FROM event_journal WHERE event = events.id AND at > $1) ORDER BY opened_at, id LIMIT $2 \
                 FOR UPDATE SKIP LOCKED",
    );
    unit.all(statement, args![before, most], |row| row.get("id")).await
}

/// Takes away an event and all that hangs on it.
pub(crate) async fn remove(unit: &mut Unit, event: Id) -> Result<(), Failure> {
    for statement in [
        sql!("DELETE FROM event_journal WHERE event = $1"),
        sql!("DELETE FROM event_facilities WHERE event = $1"),
        sql!("DELETE FROM event_facilities_then WHERE event = $1"),
        sql!("DELETE FROM event_incidents_then WHERE event = $1"),
        sql!("DELETE FROM event_life WHERE event = $1"),
        sql!("DELETE FROM events WHERE id = $1"),
    ] {
        unit.run(statement, args![event]).await?;
    }
    Ok(())
}

/// What was said of facilities.
pub(crate) async fn said(unit: &mut Unit, event: Id) -> Result<Vec<Said>, Failure> {
    let statement = sql!("SELECT * FROM event_facilities WHERE event = $1 ORDER BY facility");
    unit.all(statement, args![event], |row| {
        let stance: String = row.get("stance")?;
        Ok(Said {
            facility: row.get("facility")?,
            stance: Stance::from_code(&stance)
                .ok_or_else(|| Failure::new("read an event", "unknown stance"))?,
            at: row.get("at")?,
            author: row.get("author")?,
        })
    })
    .await
}

/// A line of an event's journal.
#[derive(Clone, Debug)]
pub struct Line {
    /// When.
    pub at: Instant,
    /// The name of who did it.
    pub author: String,
    /// What: `opened`, `attached`, `detached`, `said`, `told`, `decided`, `changed`, `closed`, `reopened`.
    pub kind: String,
    /// What its sentence needs.
    pub body: String,
}

pub(crate) fn note(unit: &mut Unit, id: Id, event: Id, line: &Line) {
    let statement = sql!(
        "INSERT INTO event_journal (sequence, id, event, at, author, kind, body) VALUES ($1, $2, $3, $4, $5, $6, $7)"
    );
    let row = args![id, event, line.at, &line.author, &line.kind, &line.body];
    unit.add_numbered("event_journal", statement, row);
}

/// The journal of an event, the latest first.
pub(crate) async fn journal(unit: &mut Unit, event: Id) -> Result<Vec<Line>, Failure> {
    let statement = sql!("SELECT * FROM event_journal WHERE event = $1 ORDER BY sequence DESC LIMIT 500");
    unit.all(statement, args![event], |row| {
        let (at, author, kind, body) =
            (row.get("at")?, row.get("author")?, row.get("kind")?, row.get("body")?);
        Ok(Line { at, author, kind, body })
    })
    .await
}
