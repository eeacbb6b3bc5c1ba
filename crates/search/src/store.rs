//! The SQL of the index.

use access::Readable;
use serde_json::{Value, json};
use storage::{Engine, Json, Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant, Language, Tlp};

use crate::{
    expression::Expression,
    mark,
    put::{Document, Prepared},
};

/// How many documents can have their place within one second.
const PLACES: i64 = 1024;
/// How many rows of counts go in one statement.
const ROWS: usize = 1000;

/// One writer of the index at a time, on either engine, until its transaction ends: nobody meets half of what another counts.
pub(crate) async fn lock(unit: &mut Unit) -> Result<(), Failure> {
    unit.next("search").await.map(drop)
}

/// The second of a moment; what is before 1970 stands at its beginning, what is after the year 5000 there.
pub(crate) fn second(at: Instant) -> i64 {
    at.millis().div_euclid(1000).clamp(0, 95_617_584_000)
}

/// Whether a place is one of that second.
pub(crate) fn is_within(place: i64, second: i64) -> bool {
    place.div_euclid(PLACES) == second
}

/// A place that nothing has: the next one of that second, or of one that follows.
pub(crate) async fn free_place(unit: &mut Unit, mut second: i64) -> Result<i64, Failure> {
    let statement = sql!("SELECT MAX(place) AS last FROM search_documents WHERE place >= $1 AND place < $2");
    loop {
        let first = second * PLACES;
        let last: Option<i64> =
            unit.one(statement, args![first, first + PLACES], |row| row.get("last")).await?;
        match last {
            None => return Ok(first),
            Some(last) if last + 1 < first + PLACES => return Ok(last + 1),
            Some(_) => second += 1,
        }
    }
}

/// Every language of a thing.
pub(crate) async fn of(unit: &mut Unit, kind: &str, id: Id) -> Result<Vec<Document>, Failure> {
    let statement = sql!(
        "SELECT place, mark, language, facets, known FROM search_documents WHERE kind = $1 AND id = $2 ORDER BY language"
    );
    unit.all(statement, args![kind, id], |row| {
        Ok(Document {
            place: row.get("place")?,
            mark: row.get("mark")?,
            language: row.get("language")?,
            facets: row.get::<Json<Vec<(String, String)>>>("facets")?.0,
            known: row
                .get::<String>("known")?
                .split(' ')
                .filter(|w| !w.is_empty())
                .map(str::to_owned)
                .collect(),
        })
    })
    .await
}

/// Writes a document and its terms.
pub(crate) async fn put_in(
    unit: &mut Unit,
    prepared: &Prepared,
    document: &Document,
    alone: bool,
) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO search_documents (place, mark, language, kind, id, at, facets, title, exact, summary, body, known) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    );
    let arguments = args![
        document.place,
        &document.mark,
        document.language,
        &prepared.kind,
        prepared.id,
        prepared.at,
        json!(document.facets),
        &prepared.title,
        json!(prepared.exact),
        &prepared.summary,
        &prepared.body,
        document.known.join(" "),
    ];
    unit.run(statement, arguments).await?;
    let statement = sql!(
        sqlite: "INSERT INTO documents_search_rows (place, mark, language, alone, facets) VALUES ($1, $2, $3, $4, $5)",
        postgres: "INSERT INTO documents_search (place, mark, language, alone, facets, words) \
                   VALUES ($1, $2, $3, $4, $5, array_to_tsvector(string_to_array($6, ' ')))"
    );
    let mut arguments =
        args![document.place, &document.mark, document.language, alone, json!(document.facets)];
    if unit.engine() == Engine::Postgres {
        arguments.extend(args![&prepared.terms]);
        return unit.run(statement, arguments).await.map(drop);
    }
    unit.run(statement, arguments).await?;
    let statement = sql!(
        sqlite: "INSERT INTO documents_search (rowid, words) VALUES ($1, $2)",
        postgres: "UPDATE documents_search SET words = array_to_tsvector(string_to_array($2, ' ')) WHERE place = $1"
    );
    unit.run(statement, args![document.place, &prepared.terms]).await.map(drop)
}

/// Takes a document out, with its terms.
pub(crate) async fn take_out(unit: &mut Unit, place: i64) -> Result<(), Failure> {
    let statement = sql!(
        sqlite: "DELETE FROM documents_search WHERE rowid = $1",
        postgres: "DELETE FROM documents_search WHERE place = $1"
    );
    unit.run(statement, args![place]).await?;
    if unit.engine() == Engine::Sqlite {
        let statement = sql!(
            sqlite: "DELETE FROM documents_search_rows WHERE place = $1",
            postgres: "DELETE FROM documents_search WHERE place = $1"
        );
        unit.run(statement, args![place]).await?;
    }
    unit.run(sql!("DELETE FROM search_documents WHERE place = $1"), args![place]).await.map(drop)
}

/// Notes again of each language of a thing whether it is alone under its mark.
pub(crate) async fn pair_up(unit: &mut Unit, kind: &str, id: Id) -> Result<(), Failure> {
    let statement = sql!(
        sqlite: "UPDATE documents_search_rows SET alone = NOT EXISTS (SELECT 1 FROM search_documents o \
                 WHERE o.kind = $1 AND o.id = $2 AND o.mark = documents_search_rows.mark \
                 AND o.language <> documents_search_rows.language) \
                 WHERE place IN (SELECT place FROM search_documents WHERE kind = $1 AND id = $2)",
        postgres: "UPDATE documents_search SET alone = NOT EXISTS (SELECT 1 FROM search_documents o \
                   WHERE o.kind = $1 AND o.id = $2 AND o.mark = documents_search.mark \
                   AND o.language <> documents_search.language) \
                   WHERE place IN (SELECT place FROM search_documents WHERE kind = $1 AND id = $2)"
    );
    unit.run(statement, args![kind, id]).await.map(drop)
}

/// Adds to the counts of words, and lets go of those that nothing has any more.
pub(crate) async fn count_words(unit: &mut Unit, rows: Vec<Value>) -> Result<(), Failure> {
    let statement = sql!(
        sqlite: "INSERT INTO search_words (mark, word, folded, head, tail, documents) SELECT value->>0, value->>1, value->>2, \
                 value->>3, value->>4, value->>5 FROM json_each($1) WHERE true \
                 ON CONFLICT (mark, word) DO UPDATE SET documents = search_words.documents + excluded.documents",
        postgres: "INSERT INTO search_words (mark, word, folded, head, tail, documents) SELECT value->>0, value->>1, value->>2, \
                   value->>3, value->>4, CAST(value->>5 AS BIGINT) FROM jsonb_array_elements($1::jsonb) AS each (value) \
                   ON CONFLICT (mark, word) DO UPDATE SET documents = search_words.documents + excluded.documents"
    );
    for rows in rows.chunks(ROWS) {
        unit.run(statement, args![json!(rows)]).await?;
    }
    if rows.iter().any(falls) {
        let statement = sql!("DELETE FROM search_words WHERE documents <= 0");
        unit.run(statement, args![]).await?;
    }
    Ok(())
}

/// The same for facets.
pub(crate) async fn count_facets(unit: &mut Unit, rows: Vec<Value>) -> Result<(), Failure> {
    let statement = sql!(
        sqlite: "INSERT INTO search_facets (mark, facet, value, documents) SELECT value->>0, value->>1, value->>2, value->>3 \
                 FROM json_each($1) WHERE true \
                 ON CONFLICT (mark, facet, value) DO UPDATE SET documents = search_facets.documents + excluded.documents",
        postgres: "INSERT INTO search_facets (mark, facet, value, documents) SELECT value->>0, value->>1, value->>2, \
                   CAST(value->>3 AS BIGINT) FROM jsonb_array_elements($1::jsonb) AS each (value) \
                   ON CONFLICT (mark, facet, value) DO UPDATE SET documents = search_facets.documents + excluded.documents"
    );
    for rows in rows.chunks(ROWS) {
        unit.run(statement, args![json!(rows)]).await?;
    }
    if rows.iter().any(falls) {
        unit.run(sql!("DELETE FROM search_facets WHERE documents <= 0"), args![]).await?;
    }
    Ok(())
}

/// Whether a row of counts takes away: its last value is below zero.
fn falls(row: &Value) -> bool {
    row.as_array().and_then(|values| values.last()?.as_i64()).is_some_and(|by| by < 0)
}

/// What may be read, as statements take it: a list of marks.
pub(crate) fn marks(readable: &Readable) -> Value {
    json!(readable.pairs().map(|(tlp, audience)| mark(tlp, audience)).collect::<Vec<_>>())
}

/// A document that answers.
pub(crate) struct Candidate {
    pub place: i64,
    pub language: Language,
    /// JSON, as it was written.
    pub facets: String,
}

/// Who asks, and for how many.
pub(crate) struct Reading<'a> {
    pub marks: &'a Value,
    pub language: Language,
    pub most: usize,
}

/// The newest documents that may be read and have what is asked for; all that may be read, when nothing is. They come as one
/// text, a document a line: a thousand rows would go one by one from the engine's thread to ours.
pub(crate) async fn candidates(
    unit: &mut Unit,
    asked: Option<&Expression>,
    reading: &Reading<'_>,
) -> Result<Vec<Candidate>, Failure> {
    let most = i64::try_from(reading.most).unwrap_or(i64::MAX);
    let read = |row: &Row| row.get::<Option<String>>("lines");
    let mut arguments = args![reading.marks.clone(), reading.language, most];
    let lines = if let Some(asked) = asked {
        let statement = sql!(
            sqlite: "SELECT group_concat(line, char(10)) AS lines FROM (SELECT d.place || ' ' || d.language || ' ' || d.facets AS line \
                     FROM documents_search s CROSS JOIN documents_search_rows d ON d.place = s.rowid \
                     WHERE documents_search MATCH $4 AND d.mark IN (SELECT value FROM json_each($1)) \
                     AND (d.language = $2 OR d.alone) ORDER BY s.rowid DESC LIMIT $3)",
            // `OFFSET 0` keeps the planner to the index of words: left to itself it may walk all documents in order.
            postgres: "SELECT string_agg(place || ' ' || language || ' ' || facets, chr(10)) AS lines FROM (SELECT * FROM (\
                       SELECT place, language, facets FROM documents_search WHERE words @@ $4::tsquery \
                       AND mark IN (SELECT jsonb_array_elements_text($1::jsonb)) AND (language = $2 OR alone) OFFSET 0) matching \
                       ORDER BY place DESC LIMIT $3) newest"
        );
        arguments.extend(args![asked.written(unit.engine())]);
        unit.one(statement, arguments, read).await?
    } else {
        let statement = sql!(
            sqlite: "SELECT group_concat(line, char(10)) AS lines FROM (SELECT place || ' ' || language || ' ' || facets AS line \
                     FROM documents_search_rows WHERE mark IN (SELECT value FROM json_each($1)) AND (language = $2 OR alone) \
                     ORDER BY place DESC LIMIT $3)",
            postgres: "SELECT string_agg(place || ' ' || language || ' ' || facets, chr(10)) AS lines FROM (\
                       SELECT place, language, facets FROM documents_search \
                       WHERE mark IN (SELECT jsonb_array_elements_text($1::jsonb)) AND (language = $2 OR alone) \
                       ORDER BY place DESC LIMIT $3) newest"
        );
        unit.one(statement, arguments, read).await?
    };
    lines.unwrap_or_default().lines().map(Candidate::parse).collect()
}

impl Candidate {
    fn parse(line: &str) -> Result<Self, Failure> {
        let parts = line.split_once(' ').and_then(|(place, rest)| Some((place, rest.split_once(' ')?)));
        let candidate = parts.and_then(|(place, (language, facets))| {
            let (language, facets) = (Language::from_tag(language), facets.to_owned());
            Some(Self { place: place.parse().ok()?, language, facets })
        });
        candidate.ok_or_else(|| Failure::new("read the index of words", format!("a line of it: {line}")))
    }
}

/// A document as it is shown.
pub(crate) struct Shown {
    pub place: i64,
    pub kind: String,
    pub id: Id,
    pub language: Language,
    pub tlp: Tlp,
    pub at: Instant,
    pub facets: Vec<(String, String)>,
    pub title: String,
    pub exact: Vec<String>,
    pub summary: String,
    pub body: String,
}

/// The documents of these places, those that may be read.
pub(crate) async fn shown(unit: &mut Unit, places: &[i64], marks: &Value) -> Result<Vec<Shown>, Failure> {
    let statement = sql!(
        sqlite: "SELECT place, mark, language, kind, id, at, facets, title, exact, summary, substr(body, 1, 20000) AS body \
                 FROM search_documents WHERE place IN (SELECT value FROM json_each($1)) AND mark IN (SELECT value FROM json_each($2))",
        postgres: "SELECT place, mark, language, kind, id, at, facets, title, exact, summary, substr(body, 1, 20000) AS body \
                   FROM search_documents WHERE place IN (SELECT CAST(jsonb_array_elements_text($1::jsonb) AS BIGINT)) \
                   AND mark IN (SELECT jsonb_array_elements_text($2::jsonb))"
    );
    unit.all(statement, args![json!(places), marks.clone()], |row| {
        let mark: String = row.get("mark")?;
        Ok(Shown {
            place: row.get("place")?,
            kind: row.get("kind")?,
            id: row.get("id")?,
            language: row.get("language")?,
            // What cannot be read as a mark is shown as the strictest.
            tlp: mark.split(' ').next().and_then(Tlp::parse).unwrap_or_default(),
            at: row.get("at")?,
            facets: row.get::<Json<Vec<(String, String)>>>("facets")?.0,
            title: row.get("title")?,
            exact: row.get::<Json<Vec<String>>>("exact")?.0,
            summary: row.get("summary")?,
            body: row.get("body")?,
        })
    })
    .await
}

/// The most frequent values of facets under these marks.
pub(crate) async fn frequent(unit: &mut Unit, marks: &Value) -> Result<Vec<(String, String)>, Failure> {
    let statement = sql!(
        // `+` keeps the planner from the key, by which all rows of a mark would be read.
        sqlite: "SELECT facet, value FROM search_facets WHERE +mark IN (SELECT value FROM json_each($1)) \
                 ORDER BY documents DESC, facet, value LIMIT 200",
        postgres: "SELECT facet, value FROM search_facets WHERE mark IN (SELECT jsonb_array_elements_text($1::jsonb)) \
                   ORDER BY documents DESC, facet COLLATE \"C\", value COLLATE \"C\" LIMIT 200"
    );
    unit.all(statement, args![marks.clone()], |row| Ok((row.get("facet")?, row.get("value")?))).await
}

/// The words under these marks that begin or end so, with the number of documents that have them.
pub(crate) async fn like(
    unit: &mut Unit,
    ends: &[(String, String)],
    marks: &Value,
) -> Result<Vec<(String, String, i64)>, Failure> {
    let statement = sql!(
        sqlite: "SELECT word, folded, SUM(documents) AS count FROM search_words \
                 WHERE (head IN (SELECT value FROM json_each($1)) OR tail IN (SELECT value FROM json_each($2))) \
                 AND +mark IN (SELECT value FROM json_each($3)) GROUP BY word, folded ORDER BY count DESC, word LIMIT 3000",
        postgres: "SELECT word, folded, CAST(SUM(documents) AS BIGINT) AS count FROM search_words \
                   WHERE (head IN (SELECT jsonb_array_elements_text($1::jsonb)) \
                   OR tail IN (SELECT jsonb_array_elements_text($2::jsonb))) \
                   AND mark IN (SELECT jsonb_array_elements_text($3::jsonb)) \
                   GROUP BY word, folded ORDER BY count DESC, word COLLATE \"C\" LIMIT 3000"
    );
    let (heads, tails): (Vec<&str>, Vec<&str>) =
        ends.iter().map(|(head, tail)| (head.as_str(), tail.as_str())).unzip();
    let read = |row: &Row| Ok((row.get("word")?, row.get("folded")?, row.get("count")?));
    unit.all(statement, args![json!(heads), json!(tails), marks.clone()], read).await
}
