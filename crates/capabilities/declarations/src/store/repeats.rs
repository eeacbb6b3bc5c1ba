//! What was sent with a key, and what it was answered.

use storage::{Unit, args, sql};
use vocabulary::{Failure, Instant};

/// What a key was claimed for.
pub(crate) struct Claimed {
    /// What it was answered.
    pub(crate) answer: String,
    /// A digest of what was sent with it; empty when none was kept.
    pub(crate) content: String,
}

/// Claims a key for this transaction; what it stands for when it was claimed already. A twin under way is waited for.
pub(crate) async fn claim(
    unit: &mut Unit,
    key: &str,
    content: &str,
    now: Instant,
) -> Result<Option<Claimed>, Failure> {
    let statement = sql!(
        "INSERT INTO declaration_repeats (key, at, answer, content) VALUES ($1, $2, '', $3) ON CONFLICT (key) DO NOTHING"
    );
    if unit.run(statement, args![key, now, content]).await? == 1 {
        return Ok(None);
    }
    find(unit, key).await
}

/// What a key was claimed for.
pub(crate) async fn find(unit: &mut Unit, key: &str) -> Result<Option<Claimed>, Failure> {
    let statement = sql!("SELECT answer, content FROM declaration_repeats WHERE key = $1");
    let claimed =
        |row: &storage::Row| Ok(Claimed { answer: row.get("answer")?, content: row.get("content")? });
    unit.first(statement, args![key], claimed).await
}

/// Keeps what a claimed key was answered.
pub(crate) async fn answered(unit: &mut Unit, key: &str, answer: &str) -> Result<(), Failure> {
    let statement = sql!("UPDATE declaration_repeats SET answer = $2 WHERE key = $1");
    unit.run(statement, args![key, answer]).await.map(drop)
}

/// Forgets keys claimed before, at most that many; answers how many.
pub(crate) async fn sweep(unit: &mut Unit, before: Instant, most: i64) -> Result<u64, Failure> {
    let statement = sql!(
        "DELETE FROM declaration_repeats WHERE key IN (SELECT key FROM declaration_repeats WHERE at <= $1 LIMIT $2)"
    );
    unit.run(statement, args![before, most]).await
}
