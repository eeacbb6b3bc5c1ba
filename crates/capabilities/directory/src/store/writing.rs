//! What an import writes. Rows come in as JSON, some hundreds a statement: one text for any number of them. (SQLite's `json_each`
//! would write each row as text again, to be read once more for its columns; `jsonb_each` does not.)

use finess::Facility;
use storage::{Engine, Unit, args, sql};
use vocabulary::{Failure, FinessNumber, Id, Instant};

use super::{PastImport, RefusedLine};
use crate::rules;

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
                 FROM jsonb_each($1) WHERE true \
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
