//! Sessions of people.

use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

use crate::rules::Strength;

/// A session, without its token: that was given to the browser alone.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its identity, as the trail names it.
    pub id: Id,
    /// Whose it is.
    pub account: Id,
    /// Since when.
    pub created_at: Instant,
    /// When it was last used, to the minute.
    pub seen_at: Instant,
    /// When it ends whatever happens.
    pub expires_at: Instant,
    /// The address from which it was opened.
    pub place: String,
    /// The browser in which it was opened, as it named itself.
    pub device: String,
    pub(crate) strength: Strength,
    pub(crate) proved_at: Instant,
}

fn session(row: &Row) -> Result<Session, Failure> {
    Ok(Session {
        id: row.get("id")?,
        account: row.get("account")?,
        created_at: row.get("created_at")?,
        seen_at: row.get("seen_at")?,
        expires_at: row.get("expires_at")?,
        place: row.get("place")?,
        device: row.get("device")?,
        strength: Strength::from_code(&row.get::<String>("strength")?),
        proved_at: row.get("proved_at")?,
    })
}

pub(crate) async fn add(unit: &mut Unit, s: &Session, token_hash: &str) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO account_sessions (id, account, token_hash, created_at, seen_at, expires_at, strength, proved_at, \
         place, device) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    let arguments = args![
        s.id,
        s.account,
        token_hash,
        s.created_at,
        s.seen_at,
        s.expires_at,
        s.strength.code(),
        s.proved_at,
        &s.place,
        &s.device
    ];
    unit.run(statement, arguments).await.map(drop)
}

/// The session of a token, unless it ended or was idle since `idle_since`.
pub(crate) async fn find(
    unit: &mut Unit,
    token_hash: &str,
    now: Instant,
    idle_since: Instant,
) -> Result<Option<Session>, Failure> {
    let statement =
        sql!("SELECT * FROM account_sessions WHERE token_hash = $1 AND expires_at > $2 AND seen_at > $3");
    unit.first(statement, args![token_hash, now, idle_since], session).await
}

/// The sessions of somebody that still open something, the latest used first.
pub(crate) async fn of(
    unit: &mut Unit,
    account: Id,
    now: Instant,
    idle_since: Instant,
) -> Result<Vec<Session>, Failure> {
    let statement = sql!(
        "SELECT * FROM account_sessions WHERE account = $1 AND expires_at > $2 AND seen_at > $3 \
         AND strength <> 'waiting' ORDER BY seen_at DESC, id"
    );
    unit.all(statement, args![account, now, idle_since], session).await
}

pub(crate) async fn seen(unit: &mut Unit, session: Id, now: Instant) -> Result<(), Failure> {
    unit.run(sql!("UPDATE account_sessions SET seen_at = $2 WHERE id = $1"), args![session, now])
        .await
        .map(drop)
}

/// Notes that the person was proved to sit there.
pub(crate) async fn proved(unit: &mut Unit, session: Id, now: Instant) -> Result<(), Failure> {
    unit.run(sql!("UPDATE account_sessions SET proved_at = $2 WHERE id = $1"), args![session, now])
        .await
        .map(drop)
}

/// Ends one session of an account; `false` when there was none.
pub(crate) async fn end(unit: &mut Unit, account: Id, session: Id) -> Result<bool, Failure> {
    let statement = sql!("DELETE FROM account_sessions WHERE id = $1 AND account = $2");
    Ok(unit.run(statement, args![session, account]).await? == 1)
}

/// Ends every session of an account.
pub(crate) async fn end_all(unit: &mut Unit, account: Id) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM account_sessions WHERE account = $1"), args![account]).await.map(drop)
}

/// Gives a session another token; the one before opens nothing more.
pub(crate) async fn renew(unit: &mut Unit, id: Id, token_hash: &str) -> Result<(), Failure> {
    unit.run(sql!("UPDATE account_sessions SET token_hash = $1 WHERE id = $2"), args![token_hash, id])
        .await
        .map(drop)
}

/// Ends every session of an account but one; answers how many.
pub(crate) async fn end_others(unit: &mut Unit, account: Id, kept: Id) -> Result<u64, Failure> {
    let statement = sql!("DELETE FROM account_sessions WHERE account = $1 AND id <> $2");
    unit.run(statement, args![account, kept]).await
}

/// Takes away sessions that ended.
pub(crate) async fn sweep(unit: &mut Unit, now: Instant) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM account_sessions WHERE expires_at <= $1"), args![now]).await.map(drop)
}
