//! Files, and experience reports. Who may read one is who may read the post that carries it: the one condition, again.

use std::collections::BTreeSet;

use access::Seat;
use serde_json::{Value, json};
use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant, Tlp};

use super::{reader, shown, with};
use crate::rules::{Mark, documents::DocumentKind};

/// A version of a document, as who may read it sees it.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its identity, and the name under which a file is kept.
    pub id: Id,
    /// The first version of the same document.
    pub family: Id,
    /// From 1.
    pub version: i64,
    /// The post that carries it, and the version of what that says.
    pub post: (Id, i64),
    /// The thread of that post.
    pub thread: Id,
    /// The group of that thread; `None` for a question to the cell.
    pub group: Option<Id>,
    /// What it is.
    pub kind: DocumentKind,
    /// How it is called: by its thread when it opens one, else by its name.
    pub title: String,
    /// The name of the file; empty for a report.
    pub name: String,
    /// `pdf`, `png`, `jpeg`, or empty.
    pub form: String,
    /// Bytes.
    pub size: i64,
    /// When it was added.
    pub at: Instant,
    /// How far it may go.
    pub tlp: Tlp,
    /// Who added it: the account, when it is named, and its name.
    pub author: (Option<Id>, String),
    /// What was said with it, in Markdown.
    pub said: String,
    /// Of a report: whether it waits for its review.
    pub waits: bool,
    /// Of a report: who reviewed it, when, and which version of its text.
    pub reviewed: Option<(String, Instant, i64)>,
}

fn document(row: &Row) -> Result<Document, Failure> {
    let (kind, name): (String, String) = (row.get("kind")?, row.get("name")?);
    let kind = DocumentKind::from_code(&kind).ok_or_else(|| Failure::new("read a document", kind))?;
    let (post, opening): (Id, Id) = (row.get("post")?, row.get("opening")?);
    let title: String = row.get("title")?;
    let reviewed_at: Option<Instant> = row.get("reviewed_at")?;
    let (reviewer, number): (String, i64) = (row.get("reviewer_name")?, row.get("reviewed_version")?);
    Ok(Document {
        id: row.get("id")?,
        family: row.get("family")?,
        version: row.get("version")?,
        post: (post, row.get("said_version")?),
        thread: row.get("thread")?,
        group: row.get("group_id")?,
        kind,
        title: if post == opening || kind == DocumentKind::Retex { title } else { name.clone() },
        name,
        form: row.get("form")?,
        size: row.get("size")?,
        at: row.get("said_at")?,
        tlp: row.get("tlp")?,
        author: (row.get("said_by")?, row.get("author")?),
        said: row.get("body")?,
        waits: row.get::<String>("state")? == REVIEW,
        reviewed: reviewed_at.map(|at| (reviewer, at, number)),
    })
}

const REVIEW: &str = "review";

/// A page of the library of a group, the last added first: of each document the last version that the reader may read. `kind`: of
/// this one, or empty.
pub(crate) async fn page(
    unit: &mut Unit,
    (seat, now): (&Seat, Instant),
    (group, kind): (Id, &str),
    after: Option<(Instant, Id)>,
    limit: i64,
) -> Result<Vec<Document>, Failure> {
    let statement = shown!(
        twice: "SELECT d.*, p.thread, p.tlp, p.at AS said_at, p.account AS said_by, p.author, p.version AS said_version, p.body, \
                t.title, t.opening, t.group_id FROM community_documents d JOIN community_posts p ON p.id = d.post \
                JOIN community_threads t ON t.id = p.thread WHERE t.group_id = $4 AND p.hidden = '' AND ($5 = '' OR d.kind = $5) \
                AND (p.at < $6 OR (p.at = $6 AND d.id < $7)) AND ",
        " AND NOT EXISTS (SELECT 1 FROM community_documents n JOIN community_posts p ON p.id = n.post \
         WHERE n.family = d.family AND n.version > d.version AND p.hidden = '' AND ",
        ") ORDER BY p.at DESC, d.id DESC LIMIT $8"
    );
    let (at, id) =
        after.map_or((Instant::from_millis(i64::MAX), String::new()), |(at, id)| (at, id.to_string()));
    unit.all(statement, with(reader(seat, now), args![group, kind, at, id, limit]), document).await
}

/// The versions of the document that one of them is of, those that the reader may read, the last first.
pub(crate) async fn versions(
    unit: &mut Unit,
    (seat, now): (&Seat, Instant),
    of: Id,
) -> Result<Vec<Document>, Failure> {
    let statement = shown!(
        "SELECT d.*, p.thread, p.tlp, p.at AS said_at, p.account AS said_by, p.author, p.version AS said_version, p.body, \
         t.title, t.opening, t.group_id FROM community_documents d JOIN community_posts p ON p.id = d.post \
         JOIN community_threads t ON t.id = p.thread \
         WHERE d.family IN (SELECT o.family FROM community_documents o WHERE o.id = $4) AND p.hidden = '' AND ",
        " ORDER BY d.version DESC"
    );
    unit.all(statement, with(reader(seat, now), args![of]), document).await
}

/// A version that the reader may read.
pub(crate) async fn find(
    unit: &mut Unit,
    (seat, now): (&Seat, Instant),
    id: Id,
) -> Result<Option<Document>, Failure> {
    Ok(versions(unit, (seat, now), id).await?.into_iter().find(|version| version.id == id))
}

/// What these posts carry, for who may read them.
pub(crate) async fn carried(
    unit: &mut Unit,
    (seat, now): (&Seat, Instant),
    posts: &[Id],
) -> Result<Vec<Document>, Failure> {
    let statement = shown!(
        sqlite: "SELECT d.*, p.thread, p.tlp, p.at AS said_at, p.account AS said_by, p.author, p.version AS said_version, p.body, \
                 t.title, t.opening, t.group_id FROM community_documents d JOIN community_posts p ON p.id = d.post \
                 JOIN community_threads t ON t.id = p.thread \
                 WHERE d.post IN (SELECT value FROM json_each($4)) AND p.hidden = '' AND ", " ORDER BY d.name, d.id",
        postgres: "SELECT d.*, p.thread, p.tlp, p.at AS said_at, p.account AS said_by, p.author, p.version AS said_version, p.body, \
                   t.title, t.opening, t.group_id FROM community_documents d JOIN community_posts p ON p.id = d.post \
                   JOIN community_threads t ON t.id = p.thread \
                   WHERE d.post IN (SELECT jsonb_array_elements_text(CAST($4 AS jsonb))) AND p.hidden = '' AND ",
        " ORDER BY d.name, d.id"
    );
    unit.all(statement, with(reader(seat, now), args![json!(posts)]), document).await
}

/// A file that came and that no post carries yet, for who sent it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its identity.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// `pdf`, `png`, `jpeg`, or empty.
    pub form: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// The whole files of somebody that no post carries yet.
pub(crate) async fn waiting(unit: &mut Unit, account: Id) -> Result<Vec<Waiting>, Failure> {
    let statement = sql!(
        "SELECT * FROM community_documents WHERE account = $1 AND post IS NULL AND complete ORDER BY at, id"
    );
    let read = |row: &Row| {
        Ok(Waiting {
            id: row.get("id")?,
            name: row.get("name")?,
            form: row.get("form")?,
            size: row.get("size")?,
            sha256: row.get("sha256")?,
        })
    };
    unit.all(statement, args![account], read).await
}

/// How many files of somebody wait, and the bytes that they sent since a moment, what is on its way included.
pub(crate) async fn usage(unit: &mut Unit, account: Id, since: Instant) -> Result<(i64, i64), Failure> {
    let statement = sql!(
        "SELECT CAST(COALESCE(SUM(CASE WHEN d.post IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT) AS files, \
         CAST(COALESCE(SUM(d.size), 0) AS BIGINT) AS bytes FROM community_documents d \
         LEFT JOIN community_posts p ON p.id = d.post WHERE d.at >= $2 AND (d.account = $1 OR p.account = $1)"
    );
    unit.one(statement, args![account, since], |row| Ok((row.get("files")?, row.get("bytes")?))).await
}

/// Makes the uploads of one person come one after the other from here to the end of the transaction.
pub(crate) async fn queue(unit: &mut Unit, account: Id) -> Result<(), Failure> {
    let statement = sql!("UPDATE community_seats SET muted = muted WHERE account = $1");
    unit.run(statement, args![account]).await.map(drop)
}

/// Reserves the place of a file before its bytes come.
pub(crate) async fn reserve(
    unit: &mut Unit,
    (id, account, at): (Id, Id, Instant),
    (name, size): (&str, i64),
) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO community_documents (id, family, version, post, account, at, kind, name, form, size, sha256, complete, state, \
         wanted, reviewer, reviewer_name, reviewed_at, reviewed_version) \
         VALUES ($1, $1, 1, NULL, $2, $3, 'file', $4, '', $5, '', FALSE, '', '', NULL, '', NULL, 0)"
    );
    unit.run(statement, args![id, account, at, name, size]).await.map(drop)
}

/// Notes that a file is whole and on disk.
pub(crate) async fn complete(unit: &mut Unit, file: &Waiting) -> Result<(), Failure> {
    let statement = sql!(
        "UPDATE community_documents SET size = $2, sha256 = $3, form = $4, complete = TRUE WHERE id = $1 AND post IS NULL"
    );
    unit.run(statement, args![file.id, file.size, &file.sha256, &file.form]).await.map(drop)
}

/// Gives the place of a file back that no post carries.
pub(crate) async fn release(unit: &mut Unit, id: Id) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM community_documents WHERE id = $1 AND post IS NULL"), args![id])
        .await
        .map(drop)
}

/// A post carries a file from now on. Answers whether there was one.
pub(crate) async fn carry(
    unit: &mut Unit,
    (id, account): (Id, Id),
    (post, at): (Id, Instant),
    (family, version): (Id, i64),
) -> Result<bool, Failure> {
    let statement = sql!(
        "UPDATE community_documents SET post = $3, account = NULL, at = $4, family = $5, version = $6 \
         WHERE id = $1 AND account = $2 AND post IS NULL AND complete"
    );
    Ok(unit.run(statement, args![id, account, post, at, family, version]).await? == 1)
}

/// The number of the last version of a document, whoever may read it; the row is held where the engine can.
pub(crate) async fn last_version(unit: &mut Unit, family: Id) -> Result<i64, Failure> {
    unit.run(sql!("UPDATE community_documents SET version = version WHERE id = $1"), args![family]).await?;
    let statement = sql!(
        "SELECT CAST(COALESCE(MAX(version), 0) AS BIGINT) AS n FROM community_documents WHERE family = $1"
    );
    unit.one(statement, args![family], |row| row.get("n")).await
}

/// An experience report waits for its review: the post that carries it, and how far it is to go then.
pub(crate) async fn insert_report(
    unit: &mut Unit,
    (id, post, at): (Id, Id, Instant),
    wanted: &Mark,
) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO community_documents (id, family, version, post, account, at, kind, name, form, size, sha256, complete, state, \
         wanted, reviewer, reviewer_name, reviewed_at, reviewed_version) \
         VALUES ($1, $1, 1, $2, NULL, $3, 'retex', '', '', 0, '', TRUE, $4, $5, NULL, '', NULL, 0)"
    );
    let wanted = json!({ "tlp": wanted.tlp.label(), "readers": wanted.readers });
    unit.run(statement, args![id, post, at, REVIEW, wanted.to_string()]).await.map(drop)
}

/// How far the report that a post carries is to go once it is reviewed; `None` when none waits there.
pub(crate) async fn wanted(unit: &mut Unit, post: Id) -> Result<Option<Mark>, Failure> {
    let statement = sql!("SELECT wanted FROM community_documents WHERE post = $1 AND state = 'review'");
    let found: Option<String> = unit.first(statement, args![post], |row| row.get("wanted")).await?;
    let Some(text) = found else { return Ok(None) };
    let broken = || Failure::new("read what a report is to be", "no mark");
    let value: Value = serde_json::from_str(&text).map_err(|error| Failure::new("read a report", error))?;
    let tlp = value.get("tlp").and_then(Value::as_str).and_then(Tlp::parse).ok_or_else(broken)?;
    let readers = value.get("readers").and_then(Value::as_array).cloned().unwrap_or_default();
    let readers: BTreeSet<Id> =
        readers.iter().filter_map(Value::as_str).filter_map(|id| Id::parse(id).ok()).collect();
    Ok(Some(Mark { tlp, readers }))
}

/// Somebody reviewed a report.
pub(crate) async fn reviewed(
    unit: &mut Unit,
    id: Id,
    (account, name): (Id, &str),
    (at, version): (Instant, i64),
) -> Result<(), Failure> {
    let statement = sql!(
        "UPDATE community_documents SET state = 'reviewed', wanted = '', reviewer = $2, reviewer_name = $3, reviewed_at = $4, \
         reviewed_version = $5 WHERE id = $1"
    );
    unit.run(statement, args![id, account, name, at, version]).await.map(drop)
}

/// The files of a thread, hidden or not: those to be removed with it.
pub(crate) async fn files_of(unit: &mut Unit, thread: Id) -> Result<Vec<Id>, Failure> {
    let statement = sql!(
        "SELECT d.id FROM community_documents d JOIN community_posts p ON p.id = d.post WHERE p.thread = $1 AND d.kind = 'file'"
    );
    unit.all(statement, args![thread], |row| row.get("id")).await
}

/// Gives back the places of files that no post carried since a moment, at most that many; answers which.
pub(crate) async fn sweep(unit: &mut Unit, before: Instant, most: i64) -> Result<Vec<Id>, Failure> {
    let statement = sql!(
        "DELETE FROM community_documents WHERE id IN (SELECT id FROM community_documents WHERE post IS NULL AND at <= $1 LIMIT $2) \
         RETURNING id"
    );
    unit.all(statement, args![before, most], |row| row.get("id")).await
}

/// What somebody added under their name, for them to take along: not even its name, when it names its readers.
pub(crate) async fn added(unit: &mut Unit, account: Id) -> Result<Vec<Value>, Failure> {
    let statement = sql!(
        "SELECT d.kind, d.name, d.size, p.at AS said_at, p.tlp FROM community_documents d JOIN community_posts p ON p.id = d.post \
         WHERE p.account = $1 ORDER BY p.at, d.id"
    );
    let read = |row: &Row| {
        let (tlp, at): (Tlp, Instant) = (row.get("tlp")?, row.get("said_at")?);
        let (kind, name, size): (String, String, i64) =
            (row.get("kind")?, row.get("name")?, row.get("size")?);
        let name = (tlp != Tlp::Red).then_some(name);
        Ok(json!({ "at": at.to_string(), "tlp": tlp.label(), "kind": kind, "name": name, "bytes": size }))
    };
    unit.all(statement, args![account], read).await
}
