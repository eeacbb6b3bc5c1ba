//! Wrong tries, and the places where somebody is known.

use std::collections::BTreeMap;

use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Instant};

/// What is kept of the tries under a key.
#[derive(Clone, Copy)]
pub(crate) struct Tries {
    pub(crate) failures: i64,
    pub(crate) not_before: Instant,
}

/// The tries under each of these keys, unless the last one was before its moment; in one go, since a flood of sign-ins pays
/// for little else.
pub(crate) async fn of(
    unit: &mut Unit,
    keys: [(&str, Instant); 3],
) -> Result<BTreeMap<String, Tries>, Failure> {
    let statement = sql!(
        "SELECT key, failures, not_before FROM account_tries WHERE (key = $1 AND last_at > $2) \
         OR (key = $3 AND last_at > $4) OR (key = $5 AND last_at > $6)"
    );
    let read = |row: &Row| {
        let tries = Tries { failures: row.get("failures")?, not_before: row.get("not_before")? };
        Ok((row.get("key")?, tries))
    };
    let arguments = keys.into_iter().flat_map(|(key, since)| args![key, since]).collect();
    Ok(unit.all(statement, arguments, read).await?.into_iter().collect())
}

/// The tries under a key, unless the last one was before `since`.
pub(crate) async fn find(unit: &mut Unit, key: &str, since: Instant) -> Result<Option<Tries>, Failure> {
    Ok(of(unit, [(key, since), ("", since), ("", since)]).await?.remove(key))
}

/// Until the transaction ends, whoever else would try under this key waits.
pub(crate) async fn hold(unit: &mut Unit, key: &str, now: Instant) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO account_tries (key, failures, not_before, last_at) VALUES ($1, 0, $2, $2) \
         ON CONFLICT (key) DO UPDATE SET key = $1"
    );
    unit.run(statement, args![key, now]).await.map(drop)
}

pub(crate) async fn note(unit: &mut Unit, key: &str, tries: Tries, now: Instant) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO account_tries (key, failures, not_before, last_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (key) DO UPDATE SET failures = $2, not_before = $3, last_at = $4"
    );
    unit.run(statement, args![key, tries.failures, tries.not_before, now]).await.map(drop)
}

pub(crate) async fn forget(unit: &mut Unit, key: &str) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM account_tries WHERE key = $1"), args![key]).await.map(drop)
}

/// Forgets failures before `failed`, and places last seen before `seen`.
pub(crate) async fn sweep(unit: &mut Unit, failed: Instant, seen: Instant) -> Result<(), Failure> {
    let statement = sql!("DELETE FROM account_tries WHERE last_at <= $2 OR (failures > 0 AND last_at <= $1)");
    unit.run(statement, args![failed, seen]).await.map(drop)
}
