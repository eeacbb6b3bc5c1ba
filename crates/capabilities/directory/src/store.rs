//! The SQL of the register. Rows come in as JSON, some hundreds a statement: one text for any number of them.

use finess::{Facility, LegalCategory, Position, Raw};
use storage::{Engine, Row, Unit, args, sql};
use vocabulary::{Failure, FinessNumber, Id, Instant, Region};

use crate::rules;

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

/// A facility on its way to the register.
pub(crate) struct Incoming {
    pub(crate) finess: FinessNumber,
    /// Over all that is kept of it.
    pub(crate) digest: i64,
    /// Its columns, as a JSON array: an object takes SQLite a third longer.
    json: String,
}

impl Incoming {
    /// Ready to be written, with the words that it is found by.
    pub(crate) fn new(facility: &Facility, words: &str) -> Result<Self, serde_json::Error> {
        use sha2::Digest as _;
        let date = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string());
        // In the order of `put`. Two halves, because serde stops at sixteen.
        let first = (
            facility.finess,
            rules::place(facility),
            facility.legal_entity,
            &facility.name,
            &facility.category,
            &facility.category_label,
            facility.legal_category.code(),
            facility.radiotherapy,
            &facility.address,
            &facility.postcode,
            &facility.town,
        );
        let more = (
            &facility.department,
            facility.region,
            &facility.phone,
            &facility.siret,
            date(facility.opened),
            date(facility.updated),
            facility.position.map(|p| p.latitude_micro),
            facility.position.map(|p| p.longitude_micro),
            words,
        );
        let (mut json, more) = (serde_json::to_string(&first)?, serde_json::to_string(&more)?);
        json.pop();
        json.push(',');
        json.push_str(more.get(1..more.len() - 1).unwrap_or_default());
        let sum = sha2::Sha256::digest(&json);
        let digest = sum.iter().take(8).fold(0_i64, |all, byte| (all << 8) | i64::from(*byte));
        json.push_str(&format!(",{digest}]"));
        Ok(Self { finess: facility.finess, digest, json })
    }
}

/// What the register knows of a number.
pub(crate) struct Known {
    pub(crate) finess: FinessNumber,
    pub(crate) digest: i64,
    pub(crate) closed: bool,
}

/// Which of these the register knows.
pub(crate) async fn known(unit: &mut Unit, numbers: &[FinessNumber]) -> Result<Vec<Known>, Failure> {
    let statement = sql!(
        sqlite: "SELECT finess, digest, closed_at FROM facilities WHERE finess IN (SELECT value FROM json_each($1))",
        postgres: "SELECT finess, digest, closed_at FROM facilities \
                   WHERE finess IN (SELECT jsonb_array_elements_text($1::jsonb))"
    );
    unit.all(statement, args![serde_json::json!(numbers)], |row| {
        Ok(Known {
            finess: row.get("finess")?,
            digest: row.get("digest")?,
            closed: row.get::<Option<Instant>>("closed_at")?.is_some(),
        })
    })
    .await
}

/// Writes facilities, new or changed, under this import. Their words are not yet in the index: see [`index`].
pub(crate) async fn put(unit: &mut Unit, import: Id, incoming: &[Incoming]) -> Result<(), Failure> {
    let rows: Vec<&str> = incoming.iter().map(|one| one.json.as_str()).collect();
    let statement = sql!(
        sqlite: "INSERT INTO facilities (finess, place, legal_entity, name, category, category_label, \
                 legal_category, radiotherapy, address, postcode, town, department, region, phone, \
                 siret, opened, updated, latitude, longitude, words, digest, import_id) \
                 SELECT value->>0, CAST(value->>1 AS BIGINT), value->>2, value->>3, value->>4, \
                 value->>5, value->>6, CAST(value->>7 AS BOOLEAN), value->>8, value->>9, value->>10, \
                 value->>11, value->>12, value->>13, value->>14, value->>15, value->>16, \
                 CAST(value->>17 AS BIGINT), CAST(value->>18 AS BIGINT), value->>19, \
                 CAST(value->>20 AS BIGINT), $2 \
                 FROM json_each($1) WHERE true \
                 ON CONFLICT (finess) DO UPDATE SET place = excluded.place, \
                 legal_entity = excluded.legal_entity, name = excluded.name, \
                 category = excluded.category, category_label = excluded.category_label, \
                 legal_category = excluded.legal_category, radiotherapy = excluded.radiotherapy, \
                 address = excluded.address, postcode = excluded.postcode, town = excluded.town, \
                 department = excluded.department, region = excluded.region, phone = excluded.phone, \
                 siret = excluded.siret, opened = excluded.opened, updated = excluded.updated, \
                 latitude = excluded.latitude, longitude = excluded.longitude, words = excluded.words, \
                 digest = excluded.digest, import_id = excluded.import_id, closed_at = NULL",
        postgres: "INSERT INTO facilities (finess, place, legal_entity, name, category, category_label, \
                 legal_category, radiotherapy, address, postcode, town, department, region, phone, \
                 siret, opened, updated, latitude, longitude, words, digest, import_id) \
                 SELECT value->>0, CAST(value->>1 AS BIGINT), value->>2, value->>3, value->>4, \
                 value->>5, value->>6, CAST(value->>7 AS BOOLEAN), value->>8, value->>9, value->>10, \
                 value->>11, value->>12, value->>13, value->>14, value->>15, value->>16, \
                 CAST(value->>17 AS BIGINT), CAST(value->>18 AS BIGINT), value->>19, \
                 CAST(value->>20 AS BIGINT), $2 \
                 FROM jsonb_array_elements($1::jsonb) AS each (value) WHERE true \
                 ON CONFLICT (finess) DO UPDATE SET place = excluded.place, \
                 legal_entity = excluded.legal_entity, name = excluded.name, \
                 category = excluded.category, category_label = excluded.category_label, \
                 legal_category = excluded.legal_category, radiotherapy = excluded.radiotherapy, \
                 address = excluded.address, postcode = excluded.postcode, town = excluded.town, \
                 department = excluded.department, region = excluded.region, phone = excluded.phone, \
                 siret = excluded.siret, opened = excluded.opened, updated = excluded.updated, \
                 latitude = excluded.latitude, longitude = excluded.longitude, words = excluded.words, \
                 digest = excluded.digest, import_id = excluded.import_id, closed_at = NULL"
    );
    unit.run(statement, args![format!("[{}]", rows.join(",")), import]).await.map(drop)
}

/// Takes the words of these out of the index, while they are still as the index has them.
pub(crate) async fn unindex(unit: &mut Unit, numbers: &[FinessNumber]) -> Result<(), Failure> {
    let statement = sql!(
        sqlite: "INSERT INTO facilities_search (facilities_search, rowid, words) \
                 SELECT 'delete', place, words FROM facilities WHERE closed_at IS NULL \
                 AND finess IN (SELECT value FROM json_each($1)) ORDER BY place",
        postgres: "DELETE FROM facilities_search WHERE place IN (SELECT place FROM facilities WHERE closed_at IS NULL \
                   AND finess IN (SELECT jsonb_array_elements_text($1::jsonb)))"
    );
    unit.run(statement, args![serde_json::json!(numbers)]).await.map(drop)
}

/// Puts the words of all that this import wrote into the index, in the order of its answers: FTS5 is then quick to build
/// and to read.
pub(crate) async fn index(unit: &mut Unit, import: Id) -> Result<(), Failure> {
    let insert = sql!(
        sqlite: "INSERT INTO facilities_search (rowid, words) \
                 SELECT place, words FROM facilities WHERE import_id = $1 ORDER BY place",
        postgres: "INSERT INTO facilities_search (place, words) \
                   SELECT place, array_to_tsvector(string_to_array(words, ' ')) FROM facilities \
                   WHERE import_id = $1 ORDER BY place"
    );
    unit.run(insert, args![import]).await?;
    // What came in one by one is put in order at once, not when the engine finds the time.
    let tidy = sql!(
        sqlite: "INSERT INTO facilities_search (facilities_search) VALUES ('optimize')",
        postgres: "SELECT gin_clean_pending_list('facilities_search_words'::regclass)"
    );
    unit.run(tidy, args![]).await?;
    let measure = sql!(sqlite: "SELECT 1", postgres: "ANALYZE facilities, facilities_search");
    if unit.engine() == Engine::Postgres {
        unit.run(measure, args![]).await?;
    }
    Ok(())
}

/// The open facilities after this number, in order, at most 5,000; the empty text comes before all.
pub(crate) async fn open_after(unit: &mut Unit, number: &str) -> Result<Vec<FinessNumber>, Failure> {
    let statement = sql!(
        "SELECT finess FROM facilities WHERE finess > $1 AND closed_at IS NULL ORDER BY finess LIMIT 5000"
    );
    unit.all(statement, args![number], |row| row.get("finess")).await
}

/// Marks these as closed.
pub(crate) async fn close(unit: &mut Unit, numbers: &[FinessNumber], now: Instant) -> Result<(), Failure> {
    unindex(unit, numbers).await?;
    let statement = sql!(
        sqlite: "UPDATE facilities SET closed_at = $2 WHERE finess IN (SELECT value FROM json_each($1))",
        postgres: "UPDATE facilities SET closed_at = $2 \
                   WHERE finess IN (SELECT jsonb_array_elements_text($1::jsonb))"
    );
    unit.run(statement, args![serde_json::json!(numbers), now]).await.map(drop)
}

/// Writes an import down, and the first lines that it refused.
pub(crate) async fn note(
    unit: &mut Unit,
    import: &PastImport,
    refusals: &[RefusedLine],
) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO register_imports (id, started_at, finished_at, files, added, changed, unchanged, closed, refused) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    let PastImport { id, started_at, finished_at, files, added, changed, unchanged, closed, refused } =
        import;
    let files = serde_json::json!(files);
    let values =
        args![*id, *started_at, *finished_at, files, *added, *changed, *unchanged, *closed, *refused];
    unit.run(statement, values).await?;
    for (sequence, refusal) in (1_i64..).zip(refusals) {
        let statement = sql!(
            "INSERT INTO register_refusals (import_id, sequence, file, line, reason, detail) \
             VALUES ($1, $2, $3, $4, $5, $6)"
        );
        let RefusedLine { file, line, reason, detail } = refusal;
        let line = i64::try_from(*line).unwrap_or(i64::MAX);
        unit.run(statement, args![*id, sequence, file, line, reason, detail]).await?;
    }
    Ok(())
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

fn found(row: &Row) -> Result<Found, Failure> {
    let legal_category: String = row.get("legal_category")?;
    Ok(Found {
        finess: row.get("finess")?,
        legal_entity: row.get("legal_entity")?,
        name: row.get("name")?,
        town: row.get("town")?,
        postcode: row.get("postcode")?,
        department: row.get("department")?,
        region: row.get("region")?,
        category_label: row.get("category_label")?,
        legal_category: LegalCategory::from_code(&legal_category)
            .ok_or_else(|| Failure::new("read the register", format!("legal category {legal_category}")))?,
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
