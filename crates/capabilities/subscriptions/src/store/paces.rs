//! How often mails were asked for.

use serde_json::json;
use storage::{Json, Unit, args, sql};
use vocabulary::{Failure, Instant};

/// The moments under a mark. Until the transaction ends, whoever else asks under it waits.
pub(crate) async fn hold(unit: &mut Unit, mark: &str, now: Instant) -> Result<Vec<i64>, Failure> {
    let statement = sql!(
        "INSERT INTO subscription_paces (mark, moments, last_at) VALUES ($1, '[]', $2) \
         ON CONFLICT (mark) DO UPDATE SET mark = excluded.mark RETURNING moments"
    );
    unit.one(statement, args![mark, now], |row| Ok(row.get::<Json<Vec<i64>>>("moments")?.0)).await
}

pub(crate) async fn note(unit: &mut Unit, mark: &str, moments: &[i64], now: Instant) -> Result<(), Failure> {
    let statement = sql!("UPDATE subscription_paces SET moments = $2, last_at = $3 WHERE mark = $1");
    unit.run(statement, args![mark, json!(moments), now]).await.map(drop)
}

/// Forgets those that limit nothing any more.
pub(crate) async fn sweep(unit: &mut Unit, before: Instant, most: i64) -> Result<u64, Failure> {
    let statement = sql!(
        "DELETE FROM subscription_paces WHERE mark IN (SELECT mark FROM subscription_paces WHERE last_at <= $1 LIMIT $2)"
    );
    unit.run(statement, args![before, most]).await
}
