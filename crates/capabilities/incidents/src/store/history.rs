//! What each incident was, and until when: asked for the situation of any moment, past or present.

use std::collections::BTreeMap;

use access::Scope;
use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, FinessNumber, Id, Instant, Region};

use super::{Incident, NEVER, queue::within};
use crate::rules::State;

/// An incident as it was at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// Its identity.
    pub incident: Id,
    /// Its reference.
    pub reference: String,
    /// The site, when it is in the register.
    pub facility: Option<FinessNumber>,
    /// The name of the structure, and its town; empty when unknown.
    pub facility_name: String,
    /// Its town.
    pub town: String,
    /// The region whose agency is competent.
    pub region: Option<Region>,
    /// What it looks like; empty when not said.
    pub kind: String,
    /// An exercise.
    pub exercise: bool,
    /// When it was declared.
    pub declared_at: Instant,
    /// Where it was in its life.
    pub state: State,
    /// 1 to 5.
    pub severity: i64,
    /// Whether somebody was, or might be, in danger.
    pub danger: bool,
    /// Grave, in the words of the law.
    pub grave: bool,
    /// Significant.
    pub significant: bool,
    /// Major: the State's to pilot.
    pub major: bool,
}

/// Adds what an incident now is; `revision` is the one that it gets.
pub(super) fn remember(unit: &mut Unit, i: &Incident, revision: i64) {
    let statement = sql!(
        "INSERT INTO incident_history (incident, revision, since, until, state, open, severity, danger, grave, significant, major) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    );
    let major = i.severity == 5 || (i.confirmed_by.is_none() && i.proposal.major);
    let row = args![
        i.id,
        revision,
        i.changed_at,
        NEVER,
        i.state.code(),
        i.state.is_open(),
        i.severity,
        i.danger,
        i.grave,
        i.significant,
        major
    ];
    unit.add(statement, row);
}

/// Ends what an incident was until now.
pub(super) async fn end(unit: &mut Unit, id: Id, now: Instant) -> Result<(), Failure> {
    let statement = sql!("UPDATE incident_history SET until = $2 WHERE incident = $1 AND until = $3");
    unit.run(statement, args![id, now, NEVER]).await.map(drop)
}

/// The incidents within a scope that were open at a moment, the gravest first; of one region when one is named.
pub(crate) async fn open_at(
    unit: &mut Unit,
    scope: &Scope,
    at: Instant,
    region: Option<Region>,
    most: i64,
) -> Result<Vec<Past>, Failure> {
    let statement = within!(
        ["SELECT i.id, i.reference, i.facility, i.facility_name, i.town, i.region, i.kind, i.exercise, i.declared_at, h.state, \
          h.severity, h.danger, h.grave, h.significant, h.major FROM incident_history h JOIN incidents i ON i.id = h.incident \
          WHERE h.open = TRUE AND h.until > $1 AND h.since <= $1 AND ($2 = '' OR i.region = $2)"]
        "$3"
        ["ORDER BY h.severity DESC, i.declared_at DESC, i.id LIMIT $4"]
    );
    unit.all(statement, args![at, region.map_or("", Region::code), scope.list(), most], past).await
}

fn past(row: &Row) -> Result<Past, Failure> {
    let state: String = row.get("state")?;
    Ok(Past {
        incident: row.get("id")?,
        reference: row.get("reference")?,
        facility: row.get("facility")?,
        facility_name: row.get("facility_name")?,
        town: row.get("town")?,
        region: row.get("region")?,
        kind: row.get("kind")?,
        exercise: row.get("exercise")?,
        declared_at: row.get("declared_at")?,
        state: State::from_code(&state).ok_or_else(|| Failure::new("read a history", "unknown state"))?,
        severity: row.get("severity")?,
        danger: row.get("danger")?,
        grave: row.get("grave")?,
        significant: row.get("significant")?,
        major: row.get("major")?,
    })
}

/// Where some incidents were in their lives at a moment.
pub(crate) async fn states_at(
    unit: &mut Unit,
    ids: &[Id],
    at: Instant,
) -> Result<BTreeMap<Id, State>, Failure> {
    let statement = sql!(
        sqlite: "SELECT incident, state FROM incident_history \
                 WHERE incident IN (SELECT value FROM json_each($1)) AND since <= $2 AND until > $2",
        postgres: "SELECT incident, state FROM incident_history \
                   WHERE incident IN (SELECT jsonb_array_elements_text(CAST($1 AS jsonb))) AND since <= $2 AND until > $2",
    );
    let read = |row: &Row| {
        let state: String = row.get("state")?;
        let state = State::from_code(&state);
        Ok((row.get("incident")?, state.ok_or_else(|| Failure::new("read a history", "unknown state"))?))
    };
    let found = unit.all(statement, args![serde_json::json!(ids), at], read).await?;
    Ok(found.into_iter().collect())
}

/// How many incidents within a scope were declared between two moments, exercises not counted; of one region when named.
pub(crate) async fn declared_between(
    unit: &mut Unit,
    scope: &Scope,
    (from, until): (Instant, Instant),
    region: Option<Region>,
) -> Result<i64, Failure> {
    let statement = within!(
        ["SELECT COUNT(*) AS n FROM incidents WHERE declared_at > $1 AND declared_at <= $2 AND ($3 = '' OR region = $3) \
          AND exercise = FALSE"]
        "$4"
        []
    );
    let arguments = args![from, until, region.map_or("", Region::code), scope.list()];
    unit.one(statement, arguments, |row| row.get("n")).await
}
