//! This capability's tables: nobody else reads or writes them.

pub(crate) mod lists;
pub(crate) mod sharing;

use access::Scope;
use observables::{Kind, Observable};
use serde_json::json;
use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, FinessNumber, Id, Instant, Region, Tlp};

use crate::rules::{Origin, State};

/// One indicator in one incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// Its identity.
    pub id: Id,
    /// The indicator.
    pub indicator: Id,
    /// What it is.
    pub kind: Kind,
    /// Its value in the one form in which it is compared.
    pub value: String,
    /// The incident.
    pub incident: Id,
    /// When it was first found there.
    pub at: Instant,
    /// Who typed it: a person's name, or `vigie` for what was found.
    pub author: String,
    /// The account of that person.
    pub author_account: Option<Id>,
    /// Who may read it beyond those who read the incident.
    pub tlp: Tlp,
    /// The mark under which it came.
    pub least: Tlp,
    /// Who gave the mark that stands; the house when `None`.
    pub marked_by: Option<Id>,
    /// What it is worth.
    pub state: State,
    /// Why it is no trace: in the words of who said so, or the name of a list.
    pub reason: String,
    /// Who judged; the house when `None`.
    pub judged_by: Option<String>,
    /// When.
    pub judged_at: Option<Instant>,
}

/// Where an indicator was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What it is.
    pub origin: Origin,
    /// The number of a version; the identity of a message, a file, a line; empty when typed.
    pub source: String,
    /// When it was read there.
    pub at: Instant,
}

fn unknown(what: &str) -> Failure {
    Failure::new("read an indicator", format!("unknown {what}"))
}

fn sighting(row: &Row) -> Result<Sighting, Failure> {
    Ok(Sighting {
        id: row.get("id")?,
        indicator: row.get("indicator")?,
        kind: Kind::from_code(&row.get::<String>("kind")?).ok_or_else(|| unknown("kind"))?,
        value: row.get("value")?,
        incident: row.get("incident")?,
        at: row.get("at")?,
        author: row.get("author")?,
        author_account: row.get("author_account")?,
        tlp: row.get("tlp")?,
        least: row.get("least")?,
        marked_by: row.get("marked_by")?,
        state: State::from_code(&row.get::<String>("state")?).ok_or_else(|| unknown("state"))?,
        reason: row.get("reason")?,
        judged_by: row.get("judged_by")?,
        judged_at: row.get("judged_at")?,
    })
}

/// The indicator of a value, made when nobody has seen it before. Until the transaction ends nobody takes it away.
pub(crate) async fn indicator(unit: &mut Unit, id: Id, observable: &Observable) -> Result<Id, Failure> {
    let statement = sql!(
        "INSERT INTO indicators (id, kind, value) VALUES ($1, $2, $3) \
         ON CONFLICT (kind, value) DO UPDATE SET kind = indicators.kind RETURNING id"
    );
    let arguments = args![id, observable.kind().code(), observable.value()];
    unit.one(statement, arguments, |row| row.get("id")).await
}

/// Adds a sighting, once for an indicator and an incident; answers its identity, and whether it is new.
pub(crate) async fn add(unit: &mut Unit, s: &Sighting) -> Result<(Id, bool), Failure> {
    let known = sql!("SELECT id FROM indicator_sightings WHERE indicator = $1 AND incident = $2");
    if let Some(id) = unit.first(known, args![s.indicator, s.incident], |row| row.get("id")).await? {
        return Ok((id, false));
    }
    let statement = sql!(
        "INSERT INTO indicator_sightings (id, indicator, incident, at, author, author_account, tlp, least, \
         marked_by, state, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    );
    let arguments = args![
        s.id,
        s.indicator,
        s.incident,
        s.at,
        &s.author,
        s.author_account,
        s.tlp,
        s.least,
        s.marked_by,
        s.state.code(),
        &s.reason,
    ];
    unit.run(statement, arguments).await?;
    Ok((s.id, true))
}

/// Notes where a sighting was found; the versions of a declaration repeat each other, and the first that tells is kept.
pub(crate) async fn add_place(unit: &mut Unit, sighting: Id, place: &Place) -> Result<(), Failure> {
    if place.origin == Origin::Declaration {
        let known = sql!("SELECT at FROM indicator_origins WHERE sighting = $1 AND origin = $2");
        if unit
            .first(known, args![sighting, place.origin.code()], |row| row.get::<Instant>("at"))
            .await?
            .is_some()
        {
            return Ok(());
        }
    }
    let statement = sql!(
        "INSERT INTO indicator_origins (sighting, origin, source, at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (sighting, origin, source) DO NOTHING"
    );
    unit.run(statement, args![sighting, place.origin.code(), &place.source, place.at]).await.map(drop)
}

/// The sightings of an incident, the first found first.
pub(crate) async fn of(unit: &mut Unit, incident: Id, most: i64) -> Result<Vec<Sighting>, Failure> {
    let statement = sql!(
        "SELECT s.*, i.kind, i.value FROM indicator_sightings s JOIN indicators i ON i.id = s.indicator \
         WHERE s.incident = $1 ORDER BY s.at, s.id LIMIT $2"
    );
    unit.all(statement, args![incident, most], sighting).await
}

/// How many an incident has.
pub(crate) async fn count(unit: &mut Unit, incident: Id) -> Result<i64, Failure> {
    let statement = sql!("SELECT COUNT(*) AS n FROM indicator_sightings WHERE incident = $1");
    unit.one(statement, args![incident], |row| row.get("n")).await
}

/// Where the indicators of an incident were found, by sighting.
pub(crate) async fn places(unit: &mut Unit, incident: Id) -> Result<Vec<(Id, Place)>, Failure> {
    let statement = sql!(
        "SELECT o.* FROM indicator_origins o JOIN indicator_sightings s ON s.id = o.sighting \
         WHERE s.incident = $1 ORDER BY o.at, o.origin, o.source"
    );
    unit.all(statement, args![incident], |row| {
        let origin = Origin::from_code(&row.get::<String>("origin")?).ok_or_else(|| unknown("origin"))?;
        Ok((row.get("sighting")?, Place { origin, source: row.get("source")?, at: row.get("at")? }))
    })
    .await
}

/// The other incidents in which the traces of this one are traces too: which indicator, which incident, under which mark; the
/// latest first.
pub(crate) async fn shared(unit: &mut Unit, incident: Id, most: i64) -> Result<Vec<(Id, Id, Tlp)>, Failure> {
    let statement = sql!(
        "SELECT other.indicator, other.incident, other.tlp FROM indicator_sightings mine \
         JOIN indicator_sightings other ON other.indicator = mine.indicator AND other.incident <> mine.incident \
         WHERE mine.incident = $1 AND mine.state = 'active' AND other.state = 'active' \
         ORDER BY other.at DESC, other.id LIMIT $2"
    );
    unit.all(statement, args![incident, most], |row| {
        Ok((row.get("indicator")?, row.get("incident")?, row.get("tlp")?))
    })
    .await
}

/// A sighting of an incident.
pub(crate) async fn find(unit: &mut Unit, incident: Id, id: Id) -> Result<Option<Sighting>, Failure> {
    let statement = sql!(
        "SELECT s.*, i.kind, i.value FROM indicator_sightings s JOIN indicators i ON i.id = s.indicator \
         WHERE s.incident = $1 AND s.id = $2"
    );
    unit.first(statement, args![incident, id], sighting).await
}

/// Writes what can change of a sighting.
pub(crate) async fn update(unit: &mut Unit, s: &Sighting) -> Result<(), Failure> {
    let statement = sql!(
        "UPDATE indicator_sightings SET tlp = $2, marked_by = $3, state = $4, reason = $5, judged_by = $6, judged_at = $7 \
         WHERE id = $1"
    );
    let arguments =
        args![s.id, s.tlp, s.marked_by, s.state.code(), &s.reason, s.judged_by.clone(), s.judged_at];
    unit.run(statement, arguments).await.map(drop)
}

/// A page of those that `$among` holds, cut to a scope.
macro_rules! page {
    ($among:literal) => {
        sql!(
            "SELECT s.*, i.kind, i.value " $among " AND (s.at > $1 OR (s.at = $1 AND s.id > $2)) \
             AND ($4 LIKE '%,' || w.tlp || ',%' OR $4 LIKE '%,' || w.tlp || ':' || w.region || ',%' \
             OR $4 LIKE '%,' || w.tlp || ':' || w.facility || ',%' OR $4 LIKE '%,' || w.tlp || ':' || w.legal_entity || ',%') \
             ORDER BY s.at, s.id LIMIT $5"
        )
    };
}

/// A page of sightings within a scope after one, the first found first: all, of a kind, or of one value of it.
pub(crate) async fn page(
    unit: &mut Unit,
    scope: &Scope,
    (kind, value): (Option<Kind>, Option<&str>),
    after: Option<(Instant, Id)>,
    limit: i64,
) -> Result<Vec<Sighting>, Failure> {
    let kind = kind.map_or("", Kind::code);
    let (at, id) =
        after.map_or((Instant::from_millis(i64::MIN), String::new()), |(at, id)| (at, id.to_string()));
    // The plan begins with what is asked for: the value, or the order.
    let Some(value) = value else {
        let statement = page!(
            "FROM indicator_sightings s JOIN indicators i ON i.id = s.indicator \
             JOIN indicator_incidents w ON w.incident = s.incident WHERE ($3 = '' OR i.kind = $3)"
        );
        return unit.all(statement, args![at, id, kind, scope.list(), limit], sighting).await;
    };
    let statement = page!(
        "FROM indicators i JOIN indicator_sightings s ON s.indicator = i.id \
         JOIN indicator_incidents w ON w.incident = s.incident WHERE i.kind = $3 AND i.value = $6"
    );
    unit.all(statement, args![at, id, kind, scope.list(), limit, value], sighting).await
}

/// Where an incident stands: its declaration, its mark, its site, its legal entity, its region.
pub(crate) struct Standing {
    pub(crate) tlp: Tlp,
    pub(crate) facility: Option<FinessNumber>,
    pub(crate) legal_entity: Option<FinessNumber>,
    pub(crate) region: Option<Region>,
}

/// Notes where an incident stands that has indicators.
pub(crate) async fn stand(
    unit: &mut Unit,
    incident: Id,
    declaration: Id,
    s: &Standing,
) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO indicator_incidents (incident, declaration, tlp, facility, legal_entity, region) \
         VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (incident) DO UPDATE SET tlp = $3, facility = $4, legal_entity = $5, region = $6"
    );
    let arguments = args![incident, declaration, s.tlp, s.facility, s.legal_entity, s.region];
    unit.run(statement, arguments).await.map(drop)
}

/// Notes where the incident of a declaration stands from now on, if it has indicators.
pub(crate) async fn move_to(unit: &mut Unit, declaration: Id, s: &Standing) -> Result<(), Failure> {
    let statement = sql!(
        "UPDATE indicator_incidents SET tlp = $2, facility = $3, legal_entity = $4, region = $5 WHERE declaration = $1"
    );
    unit.run(statement, args![declaration, s.tlp, s.facility, s.legal_entity, s.region]).await.map(drop)
}

/// Takes away everything of an incident, and the indicators that nobody else has; answers how many sightings went.
pub(crate) async fn forget(unit: &mut Unit, incident: Id) -> Result<u64, Failure> {
    let places = sql!(
        "DELETE FROM indicator_origins WHERE sighting IN (SELECT id FROM indicator_sightings WHERE incident = $1)"
    );
    unit.run(places, args![incident]).await?;
    let sightings = sql!("DELETE FROM indicator_sightings WHERE incident = $1 RETURNING indicator");
    let gone: Vec<Id> = unit.all(sightings, args![incident], |row| row.get("indicator")).await?;
    let orphans = sql!(
        sqlite: "DELETE FROM indicators WHERE id IN (SELECT value FROM json_each($1)) \
                 AND NOT EXISTS (SELECT 1 FROM indicator_sightings s WHERE s.indicator = indicators.id)",
        postgres: "DELETE FROM indicators WHERE id IN (SELECT jsonb_array_elements_text(CAST($1 AS jsonb))) \
                 AND NOT EXISTS (SELECT 1 FROM indicator_sightings s WHERE s.indicator = indicators.id)",
    );
    unit.run(orphans, args![json!(gone)]).await?;
    unit.run(sql!("DELETE FROM indicator_incidents WHERE incident = $1"), args![incident]).await?;
    Ok(gone.len() as u64)
}
