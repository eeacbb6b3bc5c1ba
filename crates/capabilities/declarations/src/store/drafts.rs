//! Declarations being written.

use storage::{Json, Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant, Language};

use crate::rules::Typed;

/// A declaration being written.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its identity.
    pub id: Id,
    /// When its first screen was sent.
    pub created_at: Instant,
    /// When its last screen was sent.
    pub updated_at: Instant,
    /// The language in which it is written.
    pub language: Language,
    /// What was typed so far.
    pub typed: Typed,
    /// Whether somebody is, or may be, in danger.
    pub danger: bool,
    /// Where to call the person back; empty when not said.
    pub phone: String,
    /// The reference under which it was filed.
    pub filed_as: Option<String>,
    /// When the on-call person was told that it stopped half-way.
    pub alarmed_at: Option<Instant>,
}

fn draft(row: &Row) -> Result<Draft, Failure> {
    Ok(Draft {
        id: row.get("id")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        language: row.get("language")?,
        typed: row.get::<Json<Typed>>("answers")?.0,
        danger: row.get("danger")?,
        phone: row.get("phone")?,
        filed_as: row.get("filed_as")?,
        alarmed_at: row.get("alarmed_at")?,
    })
}

pub(crate) async fn insert(unit: &mut Unit, draft: &Draft, code_key: &str) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO drafts (id, code_key, created_at, updated_at, language, answers, danger, phone) \
         VALUES ($1, $2, $3, $3, $4, $5, $6, $7)"
    );
    let typed = json(&draft.typed);
    let arguments =
        args![draft.id, code_key, draft.created_at, draft.language, typed, draft.danger, &draft.phone];
    unit.run(statement, arguments).await.map(drop)
}

/// Keeps what was typed; a draft that was filed meanwhile stays as it is. Answers whether it was kept.
pub(crate) async fn update(unit: &mut Unit, draft: &Draft) -> Result<bool, Failure> {
    let statement = sql!(
        "UPDATE drafts SET updated_at = $2, language = $3, answers = $4, danger = $5, phone = $6 \
         WHERE id = $1 AND filed_as IS NULL"
    );
    let typed = json(&draft.typed);
    let arguments = args![draft.id, draft.updated_at, draft.language, typed, draft.danger, &draft.phone];
    Ok(unit.run(statement, arguments).await? == 1)
}

pub(crate) async fn find(unit: &mut Unit, id: Id) -> Result<Option<Draft>, Failure> {
    unit.first(sql!("SELECT * FROM drafts WHERE id = $1"), args![id], draft).await
}

pub(crate) async fn find_by_code(unit: &mut Unit, code_key: &str) -> Result<Option<Draft>, Failure> {
    unit.first(sql!("SELECT * FROM drafts WHERE code_key = $1"), args![code_key], draft).await
}

/// Marks a draft as filed, and empties it: what it held is in the declaration now.
pub(crate) async fn filed(unit: &mut Unit, id: Id, reference: &str) -> Result<(), Failure> {
    let statement = sql!("UPDATE drafts SET filed_as = $2, answers = '{}', phone = '' WHERE id = $1");
    unit.run_ahead(statement, args![id, reference]).await.map(drop)
}

/// Drafts with danger and a phone, untouched since `before`, neither filed nor handled; the oldest first.
pub(crate) async fn interrupted(unit: &mut Unit, before: Instant) -> Result<Vec<Draft>, Failure> {
    let statement = sql!(
        "SELECT * FROM drafts WHERE danger AND phone <> '' AND filed_as IS NULL AND handled_at IS NULL \
         AND updated_at <= $1 ORDER BY created_at LIMIT 200"
    );
    unit.all(statement, args![before], draft).await
}

/// Notes that the on-call person was told; `false` when it had been noted already.
pub(crate) async fn alarmed(unit: &mut Unit, id: Id, now: Instant) -> Result<bool, Failure> {
    let statement = sql!("UPDATE drafts SET alarmed_at = $2 WHERE id = $1 AND alarmed_at IS NULL");
    Ok(unit.run(statement, args![id, now]).await? == 1)
}

/// Drafts with a phone, not filed, touched since a moment; the latest first.
pub(crate) async fn open_since(unit: &mut Unit, since: Instant) -> Result<Vec<Draft>, Failure> {
    let statement = sql!(
        "SELECT * FROM drafts WHERE filed_as IS NULL AND phone <> '' AND updated_at >= $1 \
         ORDER BY updated_at DESC, id LIMIT 2000"
    );
    unit.all(statement, args![since], draft).await
}

/// Whether a draft was neither filed nor handled.
pub(crate) async fn waits(unit: &mut Unit, id: Id) -> Result<bool, Failure> {
    let statement = sql!("SELECT id FROM drafts WHERE id = $1 AND filed_as IS NULL AND handled_at IS NULL");
    Ok(unit.first(statement, args![id], |row| row.get::<Id>("id")).await?.is_some())
}

/// Notes that somebody of the cell called back; `false` when somebody had already.
pub(crate) async fn handled(unit: &mut Unit, id: Id, by: &str, now: Instant) -> Result<bool, Failure> {
    let statement =
        sql!("UPDATE drafts SET handled_at = $2, handled_by = $3 WHERE id = $1 AND handled_at IS NULL");
    Ok(unit.run(statement, args![id, now, by]).await? == 1)
}

/// Removes drafts untouched since `before`, at most that many; answers how many.
pub(crate) async fn purge(unit: &mut Unit, before: Instant, most: i64) -> Result<u64, Failure> {
    let statement =
        sql!("DELETE FROM drafts WHERE id IN (SELECT id FROM drafts WHERE updated_at <= $1 LIMIT $2)");
    unit.run(statement, args![before, most]).await
}

fn json(typed: &Typed) -> serde_json::Value {
    serde_json::json!(typed)
}
