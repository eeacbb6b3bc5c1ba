//! Wrong codes.

use storage::{Unit, args, sql};
use vocabulary::{Failure, Instant};

/// Failures under a key, and before when the next try is refused.
pub(crate) async fn find(unit: &mut Unit, key: &str) -> Result<(i64, Instant), Failure> {
    let statement = sql!("SELECT failures, not_before FROM declaration_tries WHERE key = $1");
    let found = unit
        .first(statement, args![key], |row| {
            Ok((row.get::<i64>("failures")?, row.get::<Instant>("not_before")?))
        })
        .await?;
    Ok(found.unwrap_or((0, Instant::from_millis(0))))
}

/// Counts one more failure under a key.
pub(crate) async fn failed(
    unit: &mut Unit,
    key: &str,
    not_before: Instant,
    now: Instant,
) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO declaration_tries (key, failures, not_before, last_at) VALUES ($1, 1, $2, $3) \
         ON CONFLICT (key) DO UPDATE SET failures = declaration_tries.failures + 1, not_before = $2, last_at = $3"
    );
    unit.run(statement, args![key, not_before, now]).await.map(drop)
}

/// Forgets a key: the right code was typed.
pub(crate) async fn forget(unit: &mut Unit, key: &str) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM declaration_tries WHERE key = $1"), args![key]).await.map(drop)
}

/// Forgets keys that have not failed since `before`, at most that many; answers how many.
pub(crate) async fn sweep(unit: &mut Unit, before: Instant, most: i64) -> Result<u64, Failure> {
    let statement = sql!(
        "DELETE FROM declaration_tries WHERE key IN (SELECT key FROM declaration_tries WHERE last_at <= $1 LIMIT $2)"
    );
    unit.run(statement, args![before, most]).await
}
