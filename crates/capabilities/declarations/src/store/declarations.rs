//! Declarations and their versions.

use storage::{Json, Row, Unit, args, sql};
use vocabulary::{Failure, FinessNumber, Id, Instant, Language, Region, Tlp};

use crate::{operations::Transcribed, rules::Answers};

/// What does not change from one version to the next, or is derived from the last.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub id: Id,
    pub reference: String,
    pub declared_at: Instant,
    pub language: Language,
    pub facility: Option<FinessNumber>,
    pub legal_entity: Option<FinessNumber>,
    /// The region whose agency is competent.
    pub region: Option<Region>,
    /// The mark of the last version.
    pub tlp: Tlp,
    pub last_version: i64,
    pub exercise: bool,
    /// Who wrote it down for the caller.
    pub transcribed: Option<Transcribed>,
}

/// One version, whole.
#[derive(Clone, Debug)]
pub struct Version {
    /// From 1.
    pub number: i64,
    /// When it was added.
    pub at: Instant,
    /// Who added it, as the trail names them.
    pub author: String,
    /// The schema it was written by.
    pub schema_version: String,
    /// Everything known then.
    pub answers: Answers,
}

fn record(row: &Row) -> Result<Record, Failure> {
    Ok(Record {
        id: row.get("id")?,
        reference: row.get("reference")?,
        declared_at: row.get("declared_at")?,
        language: row.get("language")?,
        facility: row.get("facility")?,
        legal_entity: row.get("legal_entity")?,
        region: row.get("region")?,
        tlp: row.get("tlp")?,
        last_version: row.get("last_version")?,
        exercise: row.get("exercise")?,
        transcribed: Some(Transcribed { name: row.get("transcribed_by")?, role: row.get("transcribed_as")? })
            .filter(|by| !by.name.is_empty()),
    })
}

/// Adds a declaration; `false` when that submission was filed already.
pub(crate) async fn insert(
    unit: &mut Unit,
    record: &Record,
    submission_key: Option<&str>,
) -> Result<bool, Failure> {
    let statement = sql!(
        "INSERT INTO declarations (id, reference, declared_at, language, facility, legal_entity, region, last_version, \
         submission_key, exercise, tlp, transcribed_by, transcribed_as) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (submission_key) DO NOTHING"
    );
    let (by, role) = record.transcribed.as_ref().map_or(("", ""), |by| (&*by.name, &*by.role));
    let arguments = args![
        record.id,
        &record.reference,
        record.declared_at,
        record.language,
        record.facility,
        record.legal_entity,
        record.region,
        record.last_version,
        submission_key,
        record.exercise,
        record.tlp,
        by,
        role
    ];
    // What is filed with others in one transaction waits with theirs.
    Ok(unit.run_ahead(statement, arguments).await? == 1)
}

pub(crate) fn insert_version(unit: &mut Unit, declaration: Id, version: &Version) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO declaration_versions (declaration, number, at, author, schema_version, answers) \
         VALUES ($1, $2, $3, $4, $5, $6)"
    );
    let answers =
        serde_json::to_string(&version.answers).map_err(|error| Failure::new("write the answers", error))?;
    let arguments =
        args![declaration, version.number, version.at, &version.author, &version.schema_version, answers];
    unit.add(statement, arguments);
    Ok(())
}

/// Moves to the next version if the last is still the one that was read; `false` when another came first.
pub(crate) async fn advance(unit: &mut Unit, record: &Record) -> Result<bool, Failure> {
    let statement = sql!(
        "UPDATE declarations SET last_version = last_version + 1, facility = $3, legal_entity = $4, region = $5, tlp = $6 \
         WHERE id = $1 AND last_version = $2"
    );
    let arguments = args![
        record.id,
        record.last_version,
        record.facility,
        record.legal_entity,
        record.region,
        record.tlp
    ];
    Ok(unit.run(statement, arguments).await? == 1)
}

/// Marks a declaration as an exercise, or takes the mark away.
pub(crate) async fn set_exercise(unit: &mut Unit, id: Id, exercise: bool) -> Result<(), Failure> {
    let statement = sql!("UPDATE declarations SET exercise = $2 WHERE id = $1");
    unit.run(statement, args![id, exercise]).await.map(drop)
}

pub(crate) async fn find(unit: &mut Unit, id: Id) -> Result<Option<Record>, Failure> {
    unit.first(sql!("SELECT * FROM declarations WHERE id = $1"), args![id], record).await
}

pub(crate) async fn find_by_reference(unit: &mut Unit, reference: &str) -> Result<Option<Record>, Failure> {
    unit.first(sql!("SELECT * FROM declarations WHERE reference = $1"), args![reference], record).await
}

pub(crate) async fn find_by_submission(unit: &mut Unit, key: &str) -> Result<Option<Record>, Failure> {
    unit.first(sql!("SELECT * FROM declarations WHERE submission_key = $1"), args![key], record).await
}

/// Every version, the first first.
pub(crate) async fn versions(unit: &mut Unit, declaration: Id) -> Result<Vec<Version>, Failure> {
    let statement = sql!("SELECT * FROM declaration_versions WHERE declaration = $1 ORDER BY number");
    unit.all(statement, args![declaration], version).await
}

/// What the last versions of some declarations answer.
pub(crate) async fn last_answers(unit: &mut Unit, ids: &[Id]) -> Result<Vec<(Id, Answers)>, Failure> {
    let statement = sql!(
        sqlite: "SELECT v.declaration, v.answers FROM declaration_versions v JOIN declarations d \
                 ON d.id = v.declaration AND d.last_version = v.number WHERE d.id IN (SELECT value FROM json_each($1))",
        postgres: "SELECT v.declaration, v.answers FROM declaration_versions v JOIN declarations d \
                 ON d.id = v.declaration AND d.last_version = v.number \
                 WHERE d.id IN (SELECT jsonb_array_elements_text(CAST($1 AS jsonb)))",
    );
    unit.all(statement, args![serde_json::json!(ids)], |row| {
        Ok((row.get("declaration")?, row.get::<Json<Answers>>("answers")?.0))
    })
    .await
}

/// The last version.
pub(crate) async fn last_version(unit: &mut Unit, declaration: Id) -> Result<Version, Failure> {
    let statement =
        sql!("SELECT * FROM declaration_versions WHERE declaration = $1 ORDER BY number DESC LIMIT 1");
    unit.one(statement, args![declaration], version).await
}

fn version(row: &Row) -> Result<Version, Failure> {
    Ok(Version {
        number: row.get("number")?,
        at: row.get("at")?,
        author: row.get("author")?,
        schema_version: row.get("schema_version")?,
        answers: row.get::<Json<Answers>>("answers")?.0,
    })
}
