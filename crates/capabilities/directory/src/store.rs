//! The SQL of the register: what it answers here, what an import writes in `writing`.

mod writing;

use finess::{Facility, LegalCategory, Position, Raw};
use storage::{Engine, Row, Unit, args, sql};
use vocabulary::{Failure, FinessNumber, Id, Instant, Region};

pub(crate) use writing::{Incoming, Known, close, index, known, note, open_after, put, unindex};

/// A facility as the register holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The facility.
    pub facility: Facility,
    /// When an import no longer found it.
    pub closed_at: Option<Instant>,
}

/// What a look-up shows of a facility.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Number of the site (ET).
    pub finess: FinessNumber,
    /// Number of its legal entity (EJ).
    pub legal_entity: FinessNumber,
    /// Its name.
    pub name: String,
    /// Street, complement and box, one a line, without postcode and town; empty when unknown.
    pub address: String,
    /// Its town; empty when unknown.
    pub town: String,
    /// Five digits; empty when unknown.
    pub postcode: String,
    /// INSEE code of its department or collectivity.
    pub department: String,
    /// Where it stands.
    pub region: Region,
    /// Its category in the register's words.
    pub category_label: String,
    /// What it is in the sense of the duty to declare.
    pub legal_category: LegalCategory,
    /// When an import no longer found it: only a look-up by number gives those.
    pub closed_at: Option<Instant>,
    pub(crate) place: i64,
    pub(crate) words: String,
}

/// One import of the past.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "counts of facilities, each in one word")]
pub struct PastImport {
    pub id: Id,
    /// When it began and when it was whole.
    pub started_at: Instant,
    pub finished_at: Instant,
    /// Names of the files, as given.
    pub files: Vec<String>,
    pub added: i64,
    pub changed: i64,
    pub unchanged: i64,
    pub closed: i64,
    /// Lines, not facilities.
    pub refused: i64,
}

/// One line that an import refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedLine {
    /// The file, as given.
    pub file: String,
    /// The line, from 1.
    pub line: u64,
    /// Stable name of the reason ([`finess::Reason::code`], or `duplicate`).
    pub reason: String,
    /// What its sentence needs; may be empty.
    pub detail: String,
}

/// The last import that became whole.
pub(crate) async fn latest(unit: &mut Unit) -> Result<Option<PastImport>, Failure> {
    let statement = sql!("SELECT * FROM register_imports ORDER BY finished_at DESC, id DESC LIMIT 1");
    unit.first(statement, args![], |row| {
        Ok(PastImport {
            id: row.get("id")?,
            started_at: row.get("started_at")?,
            finished_at: row.get("finished_at")?,
            files: row.get::<storage::Json<Vec<String>>>("files")?.0,
            added: row.get("added")?,
            changed: row.get("changed")?,
            unchanged: row.get("unchanged")?,
            closed: row.get("closed")?,
            refused: row.get("refused")?,
        })
    })
    .await
}

/// The lines that an import refused, at most the first thousand.
pub(crate) async fn refusals(unit: &mut Unit, import: Id) -> Result<Vec<RefusedLine>, Failure> {
    let statement = sql!("SELECT * FROM register_refusals WHERE import_id = $1 ORDER BY sequence");
    unit.all(statement, args![import], |row| {
        Ok(RefusedLine {
            file: row.get("file")?,
            line: row.get::<i64>("line")?.unsigned_abs(),
            reason: row.get("reason")?,
            detail: row.get("detail")?,
        })
    })
    .await
}

/// How many facilities are open.
pub(crate) async fn count(unit: &mut Unit) -> Result<i64, Failure> {
    let statement = sql!("SELECT COUNT(*) AS count FROM facilities WHERE closed_at IS NULL");
    unit.one(statement, args![], |row| row.get("count")).await
}

/// One site by its number, closed or not.
pub(crate) async fn site(unit: &mut Unit, number: FinessNumber) -> Result<Option<Listed>, Failure> {
    unit.first(sql!("SELECT * FROM facilities WHERE finess = $1"), args![number], listed).await
}

/// The open sites of a legal entity, the first of the order of answers first, at most 200.
pub(crate) async fn sites_of(unit: &mut Unit, entity: FinessNumber) -> Result<Vec<Listed>, Failure> {
    let statement = sql!(
        "SELECT * FROM facilities WHERE legal_entity = $1 AND closed_at IS NULL ORDER BY place LIMIT 200"
    );
    unit.all(statement, args![entity], listed).await
}

/// Where the open sites of a region stand, each place of so many millionths of a degree once: line and column.
pub(crate) async fn places(
    unit: &mut Unit,
    region: Region,
    (high, wide): (i64, i64),
) -> Result<Vec<(i64, i64)>, Failure> {
    let statement = sql!(
        "SELECT DISTINCT latitude / $2 AS line, longitude / $3 AS place_in_line FROM facilities \
         WHERE region = $1 AND latitude IS NOT NULL AND longitude IS NOT NULL AND closed_at IS NULL"
    );
    let read = |row: &Row| Ok((row.get("line")?, row.get("place_in_line")?));
    unit.all(statement, args![region, high, wide], read).await
}

/// Where some sites stand, in millionths of a degree: those of which it is known.
pub(crate) async fn positions(
    unit: &mut Unit,
    numbers: &[FinessNumber],
) -> Result<Vec<(FinessNumber, i64, i64)>, Failure> {
    let statement = sql!(
        sqlite: "SELECT finess, latitude, longitude FROM facilities WHERE latitude IS NOT NULL AND longitude IS NOT NULL \
                 AND finess IN (SELECT value FROM json_each($1))",
        postgres: "SELECT finess, latitude, longitude FROM facilities WHERE latitude IS NOT NULL AND longitude IS NOT NULL \
                   AND finess IN (SELECT jsonb_array_elements_text(CAST($1 AS jsonb)))",
    );
    let read = |row: &Row| Ok((row.get("finess")?, row.get("latitude")?, row.get("longitude")?));
    unit.all(statement, args![serde_json::json!(numbers)], read).await
}

/// Sites whose number, or whose legal entity's, is or begins so: closed ones too, by a whole number.
pub(crate) async fn by_number(unit: &mut Unit, beginning: &str, most: i64) -> Result<Vec<Found>, Failure> {
    let statement = sql!(
        "SELECT * FROM (SELECT * FROM (SELECT * FROM facilities WHERE finess >= $1 AND finess < $2 ORDER BY finess LIMIT $3) a \
         UNION SELECT * FROM (SELECT * FROM facilities WHERE legal_entity >= $1 AND legal_entity < $2 AND closed_at IS NULL \
         ORDER BY legal_entity, place LIMIT $3) b) both_of_them ORDER BY place LIMIT $3"
    );
    // Greater than every number that begins so, in the order of every collation: numbers hold digits, A and B.
    unit.all(statement, args![beginning, format!("{beginning}Z"), most], found).await
}

/// How a word of the question is to be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Match {
    /// As it is.
    Whole,
    /// As the beginning of a word.
    Beginning,
}

/// The open sites that have all these words, in the order of answers.
pub(crate) async fn by_words(
    unit: &mut Unit,
    words: &[String],
    how: Match,
    most: i64,
) -> Result<Vec<Found>, Failure> {
    let (quote, and, star) = match unit.engine() {
        Engine::Sqlite => ('"', " AND ", "*"),
        Engine::Postgres => ('\'', " & ", ":*"),
    };
    let star = if how == Match::Beginning { star } else { "" };
    let terms: Vec<String> = words.iter().map(|word| format!("{quote}{word}{quote}{star}")).collect();
    let statement = sql!(
        sqlite: "SELECT f.* FROM facilities_search s JOIN facilities f ON f.place = s.rowid \
                 WHERE facilities_search MATCH $1 ORDER BY s.rowid LIMIT $2",
        // `OFFSET 0` keeps the planner to the index of words: left to itself it may walk all facilities in order.
        postgres: "SELECT f.* FROM (SELECT place FROM (SELECT place FROM facilities_search WHERE words @@ $1::tsquery OFFSET 0) \
                   matching ORDER BY place LIMIT $2) s JOIN facilities f ON f.place = s.place ORDER BY s.place"
    );
    unit.all(statement, args![terms.join(and), most], found).await
}

/// Of each region and kind the open sites that stand first in answers, at most so many.
pub(crate) async fn samples(
    unit: &mut Unit,
    most: i64,
) -> Result<Vec<(Region, LegalCategory, FinessNumber)>, Failure> {
    let statement = sql!(
        "SELECT region, legal_category, finess FROM (SELECT region, legal_category, finess, place, \
         ROW_NUMBER() OVER (PARTITION BY region, legal_category ORDER BY place) AS standing \
         FROM facilities WHERE closed_at IS NULL) ranked WHERE standing <= $1 ORDER BY place"
    );
    unit.all(statement, args![most], |row| Ok((row.get("region")?, legal_category(row)?, row.get("finess")?)))
        .await
}

fn legal_category(row: &Row) -> Result<LegalCategory, Failure> {
    let code: String = row.get("legal_category")?;
    LegalCategory::from_code(&code)
        .ok_or_else(|| Failure::new("read the register", format!("legal category {code}")))
}

fn found(row: &Row) -> Result<Found, Failure> {
    Ok(Found {
        finess: row.get("finess")?,
        legal_entity: row.get("legal_entity")?,
        name: row.get("name")?,
        address: row.get("address")?,
        town: row.get("town")?,
        postcode: row.get("postcode")?,
        department: row.get("department")?,
        region: row.get("region")?,
        category_label: row.get("category_label")?,
        legal_category: legal_category(row)?,
        closed_at: row.get("closed_at")?,
        place: row.get("place")?,
        words: row.get("words")?,
    })
}

fn listed(row: &Row) -> Result<Listed, Failure> {
    let text = |name: &str| row.get::<Option<String>>(name).map(Option::unwrap_or_default);
    let micro =
        |name: &str| Ok::<_, Failure>(row.get::<Option<i64>>(name)?.and_then(|v| i32::try_from(v).ok()));
    let position = micro("latitude")?.zip(micro("longitude")?);
    let raw = Raw {
        finess: text("finess")?.into(),
        legal_entity: text("legal_entity")?.into(),
        name: text("name")?.into(),
        category: text("category")?.into(),
        category_label: text("category_label")?.into(),
        radiotherapy: row.get("radiotherapy")?,
        address: text("address")?.lines().map(|line| line.to_owned().into()).collect(),
        postcode: text("postcode")?.into(),
        town: text("town")?.into(),
        department: text("department")?.into(),
        phone: text("phone")?.into(),
        siret: text("siret")?.into(),
        opened: text("opened")?.into(),
        updated: text("updated")?.into(),
        position: position
            .map(|(latitude_micro, longitude_micro)| Position { latitude_micro, longitude_micro }),
    };
    let facility = Facility::from_raw(&raw)
        .map_err(|reason| Failure::new("read the register", reason.code().to_owned()))?;
    Ok(Listed { facility, closed_at: row.get("closed_at")? })
}
