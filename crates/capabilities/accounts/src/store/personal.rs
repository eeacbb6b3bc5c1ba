//! Who asks to be forgotten, and what then goes.

use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

use super::{Account, account, identities};

/// Somebody asks that their account be erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// When.
    pub asked_at: Instant,
    /// When an administrator declined.
    pub declined_at: Option<Instant>,
    /// Why; empty until then.
    pub reason: String,
}

fn erasure(row: &Row) -> Result<Erasure, Failure> {
    Ok(Erasure {
        asked_at: row.get("asked_at")?,
        declined_at: row.get("declined_at")?,
        reason: row.get("reason")?,
    })
}

/// Notes that somebody asks; asked again, after a refusal too, it counts from now.
pub(crate) async fn ask(unit: &mut Unit, id: Id, now: Instant) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO account_erasures (account, asked_at, declined_at, reason) VALUES ($1, $2, NULL, '') \
         ON CONFLICT (account) DO UPDATE SET asked_at = $2, declined_at = NULL, reason = ''"
    );
    unit.run(statement, args![id, now]).await.map(drop)
}

/// Nobody asks any more; `false` when nobody did.
pub(crate) async fn forget(unit: &mut Unit, id: Id) -> Result<bool, Failure> {
    Ok(unit.run(sql!("DELETE FROM account_erasures WHERE account = $1"), args![id]).await? == 1)
}

/// Declines; `false` when there is nothing that waits for an answer.
pub(crate) async fn decline(unit: &mut Unit, id: Id, reason: &str, now: Instant) -> Result<bool, Failure> {
    let statement = sql!(
        "UPDATE account_erasures SET declined_at = $3, reason = $2 WHERE account = $1 AND declined_at IS NULL"
    );
    Ok(unit.run(statement, args![id, reason, now]).await? == 1)
}

/// What somebody asked.
pub(crate) async fn of(unit: &mut Unit, id: Id) -> Result<Option<Erasure>, Failure> {
    unit.first(sql!("SELECT * FROM account_erasures WHERE account = $1"), args![id], erasure).await
}

/// Who waits for an answer, the one who waits longest first.
pub(crate) async fn waiting(unit: &mut Unit) -> Result<Vec<(Account, Erasure)>, Failure> {
    let statement = sql!(
        "SELECT a.*, e.asked_at, e.declined_at, e.reason FROM account_erasures e JOIN accounts a ON a.id = e.account \
         WHERE e.declined_at IS NULL ORDER BY e.asked_at, a.id"
    );
    unit.all(statement, args![], |row| Ok((account(row)?, erasure(row)?))).await
}

/// Whether somebody else still manages accounts.
pub(crate) async fn another_administrator(unit: &mut Unit, id: Id) -> Result<bool, Failure> {
    let statement = sql!(
        "SELECT COUNT(*) AS n FROM account_standings s JOIN accounts a ON a.id = s.account \
         WHERE s.role = 'administrator' AND a.disabled_at IS NULL AND a.id <> $1"
    );
    Ok(unit.one(statement, args![id], |row| row.get::<i64>("n")).await? > 0)
}

/// Where somebody is known to sign in from.
pub(crate) async fn known_places(unit: &mut Unit, email: &str) -> Result<Vec<String>, Failure> {
    let statement =
        sql!("SELECT key FROM account_tries WHERE substr(key, 1, CAST($2 AS INTEGER)) = $1 ORDER BY key");
    let known = format!("known {email} ");
    let length = i64::try_from(known.chars().count()).unwrap_or(i64::MAX);
    let keys = unit.all(statement, args![&known, length], |row| row.get::<String>("key")).await?;
    Ok(keys.iter().filter_map(|key| key.strip_prefix(known.as_str())).map(str::to_owned).collect())
}

/// The codes that were ever sent to an account and are not forgotten yet.
pub(crate) async fn invitations(unit: &mut Unit, id: Id) -> Result<Vec<Id>, Failure> {
    unit.all(sql!("SELECT id FROM account_invitations WHERE account = $1"), args![id], |row| row.get("id"))
        .await
}

/// Accounts that were disabled before that moment, to erase: until the transaction ends, nobody else changes them.
pub(crate) async fn due(unit: &mut Unit, before: Instant, most: i64) -> Result<Vec<Account>, Failure> {
    let statement = sql!(
        sqlite: "SELECT * FROM accounts WHERE disabled_at <= $1 AND erased_at IS NULL ORDER BY disabled_at, id LIMIT $2",
        postgres: "SELECT * FROM accounts WHERE disabled_at <= $1 AND erased_at IS NULL ORDER BY disabled_at, id LIMIT $2 \
                   FOR UPDATE SKIP LOCKED",
    );
    unit.all(statement, args![before, most], account).await
}

/// Takes away everything of an account but its identity and its dates.
pub(crate) async fn erase(unit: &mut Unit, a: &Account, now: Instant) -> Result<(), Failure> {
    for statement in [
        sql!("DELETE FROM account_sessions WHERE account = $1"),
        sql!("DELETE FROM account_tokens WHERE account = $1"),
        sql!("DELETE FROM account_factors WHERE account = $1"),
        sql!("DELETE FROM account_recovery_codes WHERE account = $1"),
        sql!("DELETE FROM account_invitations WHERE account = $1"),
        sql!("DELETE FROM account_standings WHERE account = $1"),
        sql!("DELETE FROM account_erasures WHERE account = $1"),
    ] {
        unit.run(statement, args![a.id]).await?;
    }
    identities::remove_all(unit, a.id).await?;
    // Tries are kept under "ADDRESS PLACE", "known ADDRESS PLACE" and "factor IDENTITY …".
    let tries = sql!("DELETE FROM account_tries WHERE ' ' || key LIKE $1 ESCAPE '!'");
    for named in [like(&a.email), a.id.to_string()] {
        unit.run(tries, args![format!("% {named} %")]).await?;
    }
    unit.run(sql!("DELETE FROM account_tries WHERE key = $1"), args![format!("factor {}", a.id)]).await?;
    // No address of mail looks like that: nobody signs in with it, and nothing can be sent there.
    let statement = sql!(
        "UPDATE accounts SET email = $2, name = $3, password_hash = '', disabled_at = COALESCE(disabled_at, $4), \
         erased_at = $4, revision = revision + 1 WHERE id = $1"
    );
    unit.run(statement, args![a.id, format!("erased:{}", a.id), "—", now]).await.map(drop)
}

/// A text as it stands in a pattern.
fn like(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

/// Takes away, at most that many, sessions that ended or were idle since `idle`; answers how many.
pub(crate) async fn sweep_sessions(
    unit: &mut Unit,
    now: Instant,
    idle: Instant,
    most: i64,
) -> Result<u64, Failure> {
    let statement = sql!(
        "DELETE FROM account_sessions WHERE id IN (SELECT id FROM account_sessions \
         WHERE expires_at <= $1 OR seen_at <= $2 LIMIT $3)"
    );
    unit.run(statement, args![now, idle, most]).await
}

/// Takes away, at most that many, wrong tries before `failed` and places last seen before `seen`; answers how many.
pub(crate) async fn sweep_tries(
    unit: &mut Unit,
    failed: Instant,
    seen: Instant,
    most: i64,
) -> Result<u64, Failure> {
    let statement = sql!(
        "DELETE FROM account_tries WHERE key IN (SELECT key FROM account_tries \
         WHERE last_at <= $2 OR (failures > 0 AND last_at <= $1) LIMIT $3)"
    );
    unit.run(statement, args![failed, seen, most]).await
}

/// Takes away, at most that many of each, tokens and codes that opened nothing any more before that moment; answers how many.
pub(crate) async fn sweep_keys(unit: &mut Unit, before: Instant, most: i64) -> Result<u64, Failure> {
    let tokens = sql!(
        "DELETE FROM account_tokens WHERE id IN (SELECT id FROM account_tokens \
         WHERE expires_at <= $1 OR revoked_at <= $1 LIMIT $2)"
    );
    let codes = sql!(
        "DELETE FROM account_invitations WHERE id IN (SELECT id FROM account_invitations \
         WHERE expires_at <= $1 OR used_at <= $1 LIMIT $2)"
    );
    Ok(unit.run(tokens, args![before, most]).await? + unit.run(codes, args![before, most]).await?)
}
