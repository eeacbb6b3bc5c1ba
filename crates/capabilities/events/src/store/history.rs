//! What each event was, and when: asked for the situation of any moment, past or present.

use storage::{Unit, args, sql};
use vocabulary::{Failure, FinessNumber, Id, Instant};

use super::{Event, Said, event};
use crate::rules::Stance;

/// Until when, of what still is so.
const NEVER: Instant = Instant::from_millis(i64::MAX);

/// An event is open from then on.
pub(crate) async fn opened(unit: &mut Unit, event: Id, at: Instant) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO event_life (event, since, until) VALUES ($1, $2, $3) \
         ON CONFLICT (event, since) DO UPDATE SET until = $3"
    );
    unit.run(statement, args![event, at, NEVER]).await.map(drop)
}

/// It is open no more.
pub(crate) async fn closed(unit: &mut Unit, event: Id, at: Instant) -> Result<(), Failure> {
    let statement = sql!("UPDATE event_life SET until = $2 WHERE event = $1 AND until = $3");
    unit.run(statement, args![event, at, NEVER]).await.map(drop)
}

/// An incident is attached from then on.
pub(super) async fn linked(unit: &mut Unit, event: Id, incident: Id, at: Instant) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO event_incidents_then (event, incident, since, until) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (event, incident, since) DO UPDATE SET until = $4"
    );
    unit.run(statement, args![event, incident, at, NEVER]).await.map(drop)
}

/// It is attached no more.
pub(super) async fn unlinked(unit: &mut Unit, event: Id, incident: Id, at: Instant) -> Result<(), Failure> {
    let statement =
        sql!("UPDATE event_incidents_then SET until = $3 WHERE event = $1 AND incident = $2 AND until = $4");
    unit.run(statement, args![event, incident, at, NEVER]).await.map(drop)
}

/// Something is said of a facility from then on, in the place of what was said before.
pub(super) async fn said(unit: &mut Unit, event: Id, s: &Said) -> Result<(), Failure> {
    let statement =
        sql!("UPDATE event_facilities_then SET until = $3 WHERE event = $1 AND facility = $2 AND until = $4");
    unit.run(statement, args![event, s.facility, s.at, NEVER]).await?;
    let statement = sql!(
        "INSERT INTO event_facilities_then (event, facility, stance, since, until) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (event, facility, since) DO UPDATE SET stance = $3, until = $5"
    );
    unit.run(statement, args![event, s.facility, s.stance.code(), s.at, NEVER]).await.map(drop)
}

/// The events that were open at a moment, the latest first.
pub(crate) async fn open_at(unit: &mut Unit, at: Instant, most: i64) -> Result<Vec<Event>, Failure> {
    let statement = sql!(
        "SELECT e.* FROM events e JOIN event_life l ON l.event = e.id WHERE l.until > $1 AND l.since <= $1 \
         ORDER BY e.opened_at DESC, e.id DESC LIMIT $2"
    );
    unit.all(statement, args![at, most], event).await
}

/// What was attached to an event at a moment.
pub(crate) async fn linked_at(unit: &mut Unit, event: Id, at: Instant) -> Result<Vec<Id>, Failure> {
    let statement = sql!(
        "SELECT incident FROM event_incidents_then WHERE event = $1 AND since <= $2 AND until > $2 ORDER BY incident"
    );
    unit.all(statement, args![event, at], |row| row.get("incident")).await
}

/// What was said of facilities at a moment.
pub(crate) async fn said_at(
    unit: &mut Unit,
    event: Id,
    at: Instant,
) -> Result<Vec<(FinessNumber, Stance)>, Failure> {
    let statement = sql!(
        "SELECT facility, stance FROM event_facilities_then WHERE event = $1 AND since <= $2 AND until > $2 ORDER BY facility"
    );
    unit.all(statement, args![event, at], |row| {
        let stance: String = row.get("stance")?;
        let stance = Stance::from_code(&stance);
        Ok((row.get("facility")?, stance.ok_or_else(|| Failure::new("read an event", "unknown stance"))?))
    })
    .await
}
