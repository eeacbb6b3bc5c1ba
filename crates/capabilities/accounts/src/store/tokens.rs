//! Tokens of programs.

use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

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

pub(crate) async fn add(unit: &mut Unit, t: &Token, token_hash: &str) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO account_tokens (id, account, token_hash, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)"
    );
    let arguments = args![t.id, t.account, token_hash, t.scopes.join(" "), t.created_at, t.expires_at];
    unit.run(statement, arguments).await.map(drop)
}

pub(crate) async fn find(unit: &mut Unit, token_hash: &str) -> Result<Option<Token>, Failure> {
    unit.first(sql!("SELECT * FROM account_tokens WHERE token_hash = $1"), args![token_hash], token).await
}

pub(crate) async fn of(unit: &mut Unit, account: Id) -> Result<Vec<Token>, Failure> {
    unit.all(
        sql!("SELECT * FROM account_tokens WHERE account = $1 ORDER BY created_at, id"),
        args![account],
        token,
    )
    .await
}

/// Revokes a token, of that account if one is given; `false` when there is none that still opens something.
pub(crate) async fn revoke(
    unit: &mut Unit,
    id: Id,
    account: Option<Id>,
    now: Instant,
) -> Result<bool, Failure> {
    let statement = sql!(
        "UPDATE account_tokens SET revoked_at = $3 WHERE id = $1 AND account = COALESCE($2, account) \
         AND revoked_at IS NULL"
    );
    Ok(unit.run(statement, args![id, account, now]).await? == 1)
}
