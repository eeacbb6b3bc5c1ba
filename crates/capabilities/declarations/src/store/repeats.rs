//! What was sent with a key, and what it was answered.

use storage::{Unit, args, sql};
use vocabulary::{Failure, Instant};

/// Claims a key for this transaction; the answer given before when it was claimed already. A twin under way is waited for.
pub(crate) async fn claim(unit: &mut Unit, key: &str, now: Instant) -> Result<Option<String>, Failure> {
    let statement = sql!(
        "INSERT INTO declaration_repeats (key, at, answer) VALUES ($1, $2, '') ON CONFLICT (key) DO NOTHING"
    );
    if unit.run(statement, args![key, now]).await? == 1 {
        return Ok(None);
    }
    let statement = sql!("SELECT answer FROM declaration_repeats WHERE key = $1");
    unit.first(statement, args![key], |row| row.get("answer")).await
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
