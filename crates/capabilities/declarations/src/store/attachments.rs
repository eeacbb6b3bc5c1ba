//! What was attached. The bytes are sealed files (`vault`); here is what is known of them.

use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

/// A file attached to a declaration: never opened, never rendered, downloaded by the cell only.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Its identity, and the name under which it is kept.
    pub id: Id,
    /// The declaration it belongs to.
    pub declaration: Id,
    /// When it came.
    pub at: Instant,
    /// Who sent it, as the trail names them.
    pub author: String,
    /// The name it was given, cleaned; for showing only.
    pub name: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256 in hexadecimal, the evidence's fingerprint.
    pub sha256: String,
    /// What is known of its danger: empty, or `test-virus`.
    pub mark: String,
}

fn attachment(row: &Row) -> Result<Attachment, Failure> {
    Ok(Attachment {
        id: row.get("id")?,
        declaration: row.get("declaration")?,
        at: row.get("at")?,
        author: row.get("author")?,
        name: row.get("name")?,
        size: row.get("size")?,
        sha256: row.get("sha256")?,
        mark: row.get("mark")?,
    })
}

/// Makes uploads to one declaration come one after the other from here to the end of the transaction: PostgreSQL would let
/// each count what is there before any of the others is seen (SQLite has one writer anyway).
pub(crate) async fn queue(unit: &mut Unit, declaration: Id) -> Result<(), Failure> {
    let statement = sql!("UPDATE declarations SET last_version = last_version WHERE id = $1");
    unit.run(statement, args![declaration]).await.map(drop)
}

/// Reserves the place of a file before its bytes come, so that uploads at once cannot pass the limits together.
pub(crate) async fn reserve(unit: &mut Unit, attachment: &Attachment) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO declaration_attachments (id, declaration, at, author, name, size, sha256, mark, complete) \
         VALUES ($1, $2, $3, $4, $5, $6, '', '', FALSE)"
    );
    let a = attachment;
    unit.run(statement, args![a.id, a.declaration, a.at, &a.author, &a.name, a.size]).await.map(drop)
}

/// Files and bytes of a declaration, those included that are on their way since `held_since` or later.
pub(crate) async fn usage(
    unit: &mut Unit,
    declaration: Id,
    held_since: Instant,
) -> Result<(i64, i64), Failure> {
    let statement = sql!(
        "SELECT COUNT(*) AS files, CAST(COALESCE(SUM(size), 0) AS BIGINT) AS bytes \
         FROM declaration_attachments WHERE declaration = $1 AND (complete OR at > $2)"
    );
    unit.one(statement, args![declaration, held_since], |row| Ok((row.get("files")?, row.get("bytes")?)))
        .await
}

/// Notes that a file is whole and on disk.
pub(crate) async fn complete(unit: &mut Unit, attachment: &Attachment) -> Result<(), Failure> {
    let statement = sql!(
        "UPDATE declaration_attachments SET size = $2, sha256 = $3, mark = $4, complete = TRUE WHERE id = $1"
    );
    let a = attachment;
    unit.run(statement, args![a.id, a.size, &a.sha256, &a.mark]).await.map(drop)
}

/// Gives a reserved place back.
pub(crate) async fn release(unit: &mut Unit, id: Id) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM declaration_attachments WHERE id = $1 AND NOT complete"), args![id])
        .await
        .map(drop)
}

/// Gives back the places of uploads that never ended, at most that many; answers which. Their bytes may have come whole.
pub(crate) async fn sweep(unit: &mut Unit, before: Instant, most: i64) -> Result<Vec<Id>, Failure> {
    let statement = sql!(
        "DELETE FROM declaration_attachments WHERE id IN (SELECT id FROM declaration_attachments \
         WHERE NOT complete AND at <= $1 LIMIT $2) RETURNING id"
    );
    unit.all(statement, args![before, most], |row| row.get("id")).await
}

/// Every file of a declaration, those on their way included.
pub(crate) async fn all_of(unit: &mut Unit, declaration: Id) -> Result<Vec<Id>, Failure> {
    let statement = sql!("SELECT id FROM declaration_attachments WHERE declaration = $1 ORDER BY id");
    unit.all(statement, args![declaration], |row| row.get("id")).await
}

/// The whole files of a declaration, the first first.
pub(crate) async fn of(unit: &mut Unit, declaration: Id) -> Result<Vec<Attachment>, Failure> {
    let statement =
        sql!("SELECT * FROM declaration_attachments WHERE declaration = $1 AND complete ORDER BY at, id");
    unit.all(statement, args![declaration], attachment).await
}

/// One whole file.
pub(crate) async fn find(unit: &mut Unit, id: Id) -> Result<Option<Attachment>, Failure> {
    let statement = sql!("SELECT * FROM declaration_attachments WHERE id = $1 AND complete");
    unit.first(statement, args![id], attachment).await
}
