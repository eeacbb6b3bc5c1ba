//! Codes sent by mail, with which somebody chooses a password.

use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

use crate::rules::InvitationKind;

#[derive(Clone, Debug)]
pub(crate) struct Invitation {
    pub(crate) id: Id,
    pub(crate) account: Id,
    pub(crate) kind: InvitationKind,
    pub(crate) created_at: Instant,
    pub(crate) expires_at: Instant,
    pub(crate) used_at: Option<Instant>,
}

fn invitation(row: &Row) -> Result<Invitation, Failure> {
    let kind: String = row.get("kind")?;
    let kind = InvitationKind::from_code(&kind).ok_or_else(|| Failure::new("read an invitation", kind))?;
    Ok(Invitation {
        id: row.get("id")?,
        account: row.get("account")?,
        kind,
        created_at: row.get("created_at")?,
        expires_at: row.get("expires_at")?,
        used_at: row.get("used_at")?,
    })
}

/// Adds an invitation; those that the account had before open nothing any more.
pub(crate) async fn add(unit: &mut Unit, i: &Invitation, code_hash: &str) -> Result<(), Failure> {
    close(unit, i.account, i.created_at).await?;
    let statement = sql!(
        "INSERT INTO account_invitations (id, account, kind, code_hash, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6)"
    );
    let arguments = args![i.id, i.account, i.kind.code(), code_hash, i.created_at, i.expires_at];
    unit.run(statement, arguments).await.map(drop)
}

pub(crate) async fn find(unit: &mut Unit, id: Id) -> Result<Option<Invitation>, Failure> {
    unit.first(sql!("SELECT * FROM account_invitations WHERE id = $1"), args![id], invitation).await
}

/// The invitation of a code that still opens something.
pub(crate) async fn by_code(
    unit: &mut Unit,
    code_hash: &str,
    now: Instant,
) -> Result<Option<Invitation>, Failure> {
    let statement = sql!(
        "SELECT * FROM account_invitations WHERE code_hash = $1 AND used_at IS NULL AND expires_at > $2"
    );
    unit.first(statement, args![code_hash, now], invitation).await
}

/// The last invitation of an account.
pub(crate) async fn last(unit: &mut Unit, account: Id) -> Result<Option<Invitation>, Failure> {
    let statement =
        sql!("SELECT * FROM account_invitations WHERE account = $1 ORDER BY created_at DESC, id LIMIT 1");
    unit.first(statement, args![account], invitation).await
}

/// Closes whatever is open of an account; answers whether there was something.
pub(crate) async fn close(unit: &mut Unit, account: Id, now: Instant) -> Result<bool, Failure> {
    let statement =
        sql!("UPDATE account_invitations SET used_at = $2 WHERE account = $1 AND used_at IS NULL");
    Ok(unit.run(statement, args![account, now]).await? > 0)
}
