//! What somebody was writing.

use serde_json::Value;
use storage::{Json, Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

/// Keeps it, in place of what was kept there.
pub(crate) async fn keep(
    unit: &mut Unit,
    (account, place): (Id, &str),
    content: &Value,
    at: Instant,
) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO community_drafts (account, place, content, at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (account, place) DO UPDATE SET content = excluded.content, at = excluded.at"
    );
    unit.run(statement, args![account, place, content.clone(), at]).await.map(drop)
}

/// What is kept there.
pub(crate) async fn kept(
    unit: &mut Unit,
    account: Id,
    place: &str,
) -> Result<Option<(Value, Instant)>, Failure> {
    let statement = sql!("SELECT content, at FROM community_drafts WHERE account = $1 AND place = $2");
    let read = |row: &storage::Row| Ok((row.get::<Json<Value>>("content")?.0, row.get("at")?));
    unit.first(statement, args![account, place], read).await
}

/// It was said, or is wanted no more.
pub(crate) async fn forget(unit: &mut Unit, account: Id, place: &str) -> Result<(), Failure> {
    let statement = sql!("DELETE FROM community_drafts WHERE account = $1 AND place = $2");
    unit.run(statement, args![account, place]).await.map(drop)
}
