//! The editors' journal, with what was overwritten.

use serde_json::json;
use storage::{Json, Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

use crate::rules::Draft;

/// A line of the editors' journal.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its identity.
    pub id: Id,
    /// When.
    pub at: Instant,
    /// The name of who.
    pub author: String,
    /// What was done.
    pub kind: String,
    /// In words; may be empty.
    pub body: String,
    /// Whether what somebody else had written is kept with it.
    pub kept: bool,
}

fn line(row: &Row) -> Result<Line, Failure> {
    Ok(Line {
        id: row.get("id")?,
        at: row.get("at")?,
        author: row.get("author")?,
        kind: row.get("kind")?,
        body: row.get("body")?,
        kept: row.get("kept")?,
    })
}

/// Writes a line, with what it overwrote if that is to be kept.
pub(crate) fn note(unit: &mut Unit, publication: Id, line: &Line, overwritten: Option<&Draft>) {
    let statement = sql!(
        "INSERT INTO publication_journal (id, publication, at, author, kind, body, draft) VALUES ($1, $2, $3, $4, $5, $6, $7)"
    );
    let draft = overwritten.map(|draft| json!(draft).to_string());
    unit.add(statement, args![line.id, publication, line.at, &line.author, &line.kind, &line.body, draft]);
}

/// The journal of a text, the last line first.
pub(crate) async fn of(unit: &mut Unit, publication: Id) -> Result<Vec<Line>, Failure> {
    let statement = sql!(
        "SELECT id, at, author, kind, body, draft IS NOT NULL AS kept FROM publication_journal WHERE publication = $1 \
         ORDER BY at DESC, id LIMIT 200"
    );
    unit.all(statement, args![publication], line).await
}

/// A line of a text, and what it overwrote.
pub(crate) async fn kept(
    unit: &mut Unit,
    (publication, id): (Id, Id),
) -> Result<Option<(Line, Draft)>, Failure> {
    let statement = sql!(
        "SELECT id, at, author, kind, body, draft IS NOT NULL AS kept, draft FROM publication_journal \
         WHERE publication = $1 AND id = $2 AND draft IS NOT NULL"
    );
    unit.first(statement, args![publication, id], |row| Ok((line(row)?, row.get::<Json<Draft>>("draft")?.0)))
        .await
}
