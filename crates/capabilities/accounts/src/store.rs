//! This capability's tables: nobody else reads or writes them.

use access::{Role, Standing};
use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant, Language};

use crate::rules;

/// An account.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its identity.
    pub id: Id,
    /// With which one signs in.
    pub email: String,
    /// The name that colleagues see.
    pub name: String,
    /// The language in which its person reads.
    pub language: Language,
    /// Made by a demonstration.
    pub demonstration: bool,
    /// Since when.
    pub created_at: Instant,
    /// Since when it opens nothing.
    pub disabled_at: Option<Instant>,
    pub(crate) password_hash: String,
}

fn account(row: &Row) -> Result<Account, Failure> {
    Ok(Account {
        id: row.get("id")?,
        email: row.get("email")?,
        name: row.get("name")?,
        language: row.get("language")?,
        demonstration: row.get("demonstration")?,
        created_at: row.get("created_at")?,
        disabled_at: row.get("disabled_at")?,
        password_hash: row.get("password_hash")?,
    })
}

/// Adds an account; `false` when its address is taken.
pub(crate) async fn insert(unit: &mut Unit, a: &Account) -> Result<bool, Failure> {
    let statement = sql!(
        "INSERT INTO accounts (id, email, name, language, password_hash, demonstration, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (email) DO NOTHING"
    );
    let arguments =
        args![a.id, &a.email, &a.name, a.language, &a.password_hash, a.demonstration, a.created_at];
    Ok(unit.run(statement, arguments).await? == 1)
}

pub(crate) async fn by_email(unit: &mut Unit, email: &str) -> Result<Option<Account>, Failure> {
    unit.first(sql!("SELECT * FROM accounts WHERE email = $1"), args![email], account).await
}

/// The same, to open a session for it or to change it: until the transaction ends, whoever else would waits. A password
/// that is being changed so opens no session after the others have ended.
pub(crate) async fn hold_by_email(unit: &mut Unit, email: &str) -> Result<Option<Account>, Failure> {
    let statement = sql!(
        sqlite: "SELECT * FROM accounts WHERE email = $1",
        postgres: "SELECT * FROM accounts WHERE email = $1 FOR UPDATE",
    );
    unit.first(statement, args![email], account).await
}

pub(crate) async fn find(unit: &mut Unit, id: Id) -> Result<Option<Account>, Failure> {
    unit.first(sql!("SELECT * FROM accounts WHERE id = $1"), args![id], account).await
}

pub(crate) async fn all(unit: &mut Unit) -> Result<Vec<Account>, Failure> {
    unit.all(sql!("SELECT * FROM accounts ORDER BY email"), args![], account).await
}

/// Demonstration accounts, and real ones.
pub(crate) async fn count(unit: &mut Unit) -> Result<(i64, i64), Failure> {
    let statement = sql!(
        "SELECT COUNT(CASE WHEN demonstration THEN 1 END) AS demonstration, \
         COUNT(CASE WHEN NOT demonstration THEN 1 END) AS genuine FROM accounts"
    );
    unit.one(statement, args![], |row| Ok((row.get("demonstration")?, row.get("genuine")?))).await
}

/// Disables an account; its sessions end, and its tokens answer nobody.
pub(crate) async fn disable(unit: &mut Unit, id: Id, now: Instant) -> Result<(), Failure> {
    unit.run(sql!("UPDATE accounts SET disabled_at = $2 WHERE id = $1"), args![id, now]).await?;
    end_sessions(unit, id).await
}

/// Changes a password; every session ends.
pub(crate) async fn set_password(unit: &mut Unit, id: Id, hash: &str) -> Result<(), Failure> {
    unit.run(sql!("UPDATE accounts SET password_hash = $2 WHERE id = $1"), args![id, hash]).await?;
    end_sessions(unit, id).await
}

async fn end_sessions(unit: &mut Unit, account: Id) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM account_sessions WHERE account = $1"), args![account]).await.map(drop)
}

pub(crate) async fn add_standing(unit: &mut Unit, account: Id, standing: &Standing) -> Result<(), Failure> {
    let (kind, places) = rules::stored(&standing.reach);
    let statement = sql!(
        "INSERT INTO account_standings (account, role, reach_kind, reach) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (account, role) DO UPDATE SET reach_kind = $3, reach = $4"
    );
    unit.run(statement, args![account, standing.role.code(), kind, places]).await.map(drop)
}

/// What somebody is, as it stands now.
pub(crate) async fn standings(unit: &mut Unit, account: Id) -> Result<Vec<Standing>, Failure> {
    let statement =
        sql!("SELECT role, reach_kind, reach FROM account_standings WHERE account = $1 ORDER BY role");
    let found = unit
        .all(statement, args![account], |row| {
            let (role, kind, places): (String, String, String) =
                (row.get("role")?, row.get("reach_kind")?, row.get("reach")?);
            // What this version does not know gives no right.
            Ok(Role::from_code(&role)
                .zip(rules::restored(&kind, &places))
                .map(|(role, reach)| Standing { role, reach }))
        })
        .await?;
    Ok(found.into_iter().flatten().collect())
}

pub(crate) struct Session {
    pub(crate) id: Id,
    pub(crate) account: Id,
    pub(crate) seen_at: Instant,
}

pub(crate) async fn add_session(
    unit: &mut Unit,
    session: &Session,
    token_hash: &str,
    expires_at: Instant,
) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO account_sessions (id, account, token_hash, created_at, seen_at, expires_at) \
         VALUES ($1, $2, $3, $4, $4, $5)"
    );
    unit.run(statement, args![session.id, session.account, token_hash, session.seen_at, expires_at])
        .await
        .map(drop)
}

/// The session of a token, unless it ended or was idle since `idle_since`.
pub(crate) async fn session(
    unit: &mut Unit,
    token_hash: &str,
    now: Instant,
    idle_since: Instant,
) -> Result<Option<Session>, Failure> {
    let statement = sql!(
        "SELECT id, account, seen_at FROM account_sessions WHERE token_hash = $1 AND expires_at > $2 AND seen_at > $3"
    );
    unit.first(statement, args![token_hash, now, idle_since], |row| {
        Ok(Session { id: row.get("id")?, account: row.get("account")?, seen_at: row.get("seen_at")? })
    })
    .await
}

pub(crate) async fn seen(unit: &mut Unit, session: Id, now: Instant) -> Result<(), Failure> {
    unit.run(sql!("UPDATE account_sessions SET seen_at = $2 WHERE id = $1"), args![session, now])
        .await
        .map(drop)
}

pub(crate) async fn end_session(unit: &mut Unit, session: Id) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM account_sessions WHERE id = $1"), args![session]).await.map(drop)
}

/// A token of an account, without what it is: that was shown once.
#[derive(Clone, Debug)]
pub struct Token {
    /// Its identity.
    pub id: Id,
    /// The account for which it speaks.
    pub account: Id,
    /// What it may do, by the codes of the permissions.
    pub scopes: Vec<String>,
    /// Since when.
    pub created_at: Instant,
    /// Until when.
    pub expires_at: Instant,
    /// Since when it opens nothing.
    pub revoked_at: Option<Instant>,
}

fn token(row: &Row) -> Result<Token, Failure> {
    Ok(Token {
        id: row.get("id")?,
        account: row.get("account")?,
        scopes: row.get::<String>("scopes")?.split(' ').map(str::to_owned).collect(),
        created_at: row.get("created_at")?,
        expires_at: row.get("expires_at")?,
        revoked_at: row.get("revoked_at")?,
    })
}

pub(crate) async fn add_token(unit: &mut Unit, t: &Token, token_hash: &str) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO account_tokens (id, account, token_hash, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)"
    );
    let arguments = args![t.id, t.account, token_hash, t.scopes.join(" "), t.created_at, t.expires_at];
    unit.run(statement, arguments).await.map(drop)
}

pub(crate) async fn find_token(unit: &mut Unit, token_hash: &str) -> Result<Option<Token>, Failure> {
    unit.first(sql!("SELECT * FROM account_tokens WHERE token_hash = $1"), args![token_hash], token).await
}

pub(crate) async fn tokens(unit: &mut Unit, account: Id) -> Result<Vec<Token>, Failure> {
    unit.all(
        sql!("SELECT * FROM account_tokens WHERE account = $1 ORDER BY created_at, id"),
        args![account],
        token,
    )
    .await
}

/// Revokes a token; `false` when there is none that still opens something.
pub(crate) async fn revoke_token(unit: &mut Unit, id: Id, now: Instant) -> Result<bool, Failure> {
    let statement = sql!("UPDATE account_tokens SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL");
    Ok(unit.run(statement, args![id, now]).await? == 1)
}

/// What is kept of the tries under a key.
#[derive(Clone, Copy)]
pub(crate) struct Tries {
    pub(crate) failures: i64,
    pub(crate) not_before: Instant,
}

/// The tries under a key, unless the last one was before `since`.
pub(crate) async fn tries(unit: &mut Unit, key: &str, since: Instant) -> Result<Option<Tries>, Failure> {
    let statement = sql!("SELECT failures, not_before FROM account_tries WHERE key = $1 AND last_at > $2");
    let read = |row: &Row| Ok(Tries { failures: row.get("failures")?, not_before: row.get("not_before")? });
    unit.first(statement, args![key, since], read).await
}

/// Until the transaction ends, whoever else would try under this key waits.
pub(crate) async fn hold_tries(unit: &mut Unit, key: &str, now: Instant) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO account_tries (key, failures, not_before, last_at) VALUES ($1, 0, $2, $2) \
         ON CONFLICT (key) DO UPDATE SET key = $1"
    );
    unit.run(statement, args![key, now]).await.map(drop)
}

pub(crate) async fn note_tries(
    unit: &mut Unit,
    key: &str,
    tries: Tries,
    now: Instant,
) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO account_tries (key, failures, not_before, last_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (key) DO UPDATE SET failures = $2, not_before = $3, last_at = $4"
    );
    unit.run(statement, args![key, tries.failures, tries.not_before, now]).await.map(drop)
}

pub(crate) async fn forget_tries(unit: &mut Unit, key: &str) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM account_tries WHERE key = $1"), args![key]).await.map(drop)
}

/// Takes away what means nothing any more: sessions that ended, failures before `failed`, places last seen before `seen`.
pub(crate) async fn sweep(
    unit: &mut Unit,
    now: Instant,
    failed: Instant,
    seen: Instant,
) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM account_sessions WHERE expires_at <= $1"), args![now]).await?;
    let statement = sql!("DELETE FROM account_tries WHERE last_at <= $2 OR (failures > 0 AND last_at <= $1)");
    unit.run(statement, args![failed, seen]).await.map(drop)
}
