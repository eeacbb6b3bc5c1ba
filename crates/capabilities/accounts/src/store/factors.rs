//! Second factors, and the codes for when they are lost.

use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

use crate::rules::FactorKind;

/// A second factor, without its secret.
#[derive(Clone, Debug)]
pub struct Factor {
    /// Its identity.
    pub id: Id,
    /// Whose it is.
    pub account: Id,
    /// Of which kind.
    pub kind: FactorKind,
    /// What its person calls it.
    pub name: String,
    /// Since when.
    pub created_at: Instant,
    /// When it last opened something.
    pub used_at: Option<Instant>,
    /// Since when it opens nothing: a passkey whose counter went back, of which there may be two.
    pub stopped_at: Option<Instant>,
    /// Sealed (TOTP), or public (passkey).
    pub(crate) secret: String,
    /// The identity of a passkey's credential.
    pub(crate) credential: Option<String>,
    /// When it was first proved to work; until then it counts for nothing.
    pub(crate) confirmed_at: Option<Instant>,
}

fn factor(row: &Row) -> Result<Factor, Failure> {
    let kind: String = row.get("kind")?;
    let kind = FactorKind::from_code(&kind).ok_or_else(|| Failure::new("read a second factor", kind))?;
    Ok(Factor {
        id: row.get("id")?,
        account: row.get("account")?,
        kind,
        name: row.get("name")?,
        created_at: row.get("created_at")?,
        used_at: row.get("used_at")?,
        stopped_at: row.get("stopped_at")?,
        secret: row.get("secret")?,
        credential: row.get("credential")?,
        confirmed_at: row.get("confirmed_at")?,
    })
}

/// Adds a factor; `false` when it is a passkey that is somebody's already.
pub(crate) async fn add(unit: &mut Unit, f: &Factor) -> Result<bool, Failure> {
    let statement = sql!(
        "INSERT INTO account_factors (id, account, kind, name, secret, credential, last_step, created_at, confirmed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8) ON CONFLICT (credential) DO NOTHING"
    );
    let arguments = args![
        f.id,
        f.account,
        f.kind.code(),
        &f.name,
        &f.secret,
        f.credential.as_deref(),
        f.created_at,
        f.confirmed_at
    ];
    Ok(unit.run(statement, arguments).await? == 1)
}

/// What proves who somebody is, the oldest first.
pub(crate) async fn of(unit: &mut Unit, account: Id) -> Result<Vec<Factor>, Failure> {
    let statement = sql!(
        "SELECT * FROM account_factors WHERE account = $1 AND confirmed_at IS NOT NULL ORDER BY created_at, id"
    );
    unit.all(statement, args![account], factor).await
}

/// What somebody began to set up and has not proved to work.
pub(crate) async fn pending(unit: &mut Unit, account: Id) -> Result<Option<Factor>, Failure> {
    let statement = sql!(
        "SELECT * FROM account_factors WHERE account = $1 AND confirmed_at IS NULL ORDER BY created_at DESC LIMIT 1"
    );
    unit.first(statement, args![account], factor).await
}

pub(crate) async fn forget_pending(unit: &mut Unit, account: Id) -> Result<(), Failure> {
    let statement = sql!("DELETE FROM account_factors WHERE account = $1 AND confirmed_at IS NULL");
    unit.run(statement, args![account]).await.map(drop)
}

pub(crate) async fn confirm(unit: &mut Unit, id: Id, name: &str, now: Instant) -> Result<(), Failure> {
    let statement = sql!("UPDATE account_factors SET confirmed_at = $3, name = $2 WHERE id = $1");
    unit.run(statement, args![id, name, now]).await.map(drop)
}

/// Notes that the code of a step was used; `false` when it, or a later one, was used before (RFC 6238, section 5.2).
pub(crate) async fn step(unit: &mut Unit, id: Id, step: i64, now: Instant) -> Result<bool, Failure> {
    let statement =
        sql!("UPDATE account_factors SET last_step = $2, used_at = $3 WHERE id = $1 AND last_step < $2");
    Ok(unit.run(statement, args![id, step, now]).await? == 1)
}

/// The passkey of a credential.
pub(crate) async fn by_credential(unit: &mut Unit, credential: &str) -> Result<Option<Factor>, Failure> {
    unit.first(sql!("SELECT * FROM account_factors WHERE credential = $1"), args![credential], factor).await
}

/// Notes that a passkey was used, and what it is from now on; `false` when it was used, or stopped, since it was read.
pub(crate) async fn passkey_used(
    unit: &mut Unit,
    f: &Factor,
    secret: &str,
    now: Instant,
) -> Result<bool, Failure> {
    let statement = sql!(
        "UPDATE account_factors SET secret = $3, used_at = $4 WHERE id = $1 AND secret = $2 AND stopped_at IS NULL"
    );
    Ok(unit.run(statement, args![f.id, &f.secret, secret, now]).await? == 1)
}

/// A passkey opens nothing from now on.
pub(crate) async fn stop(unit: &mut Unit, id: Id, now: Instant) -> Result<(), Failure> {
    unit.run(sql!("UPDATE account_factors SET stopped_at = $2 WHERE id = $1"), args![id, now]).await.map(drop)
}

/// Takes one factor of an account away; `false` when there was none.
pub(crate) async fn remove(unit: &mut Unit, account: Id, id: Id) -> Result<bool, Failure> {
    let statement = sql!("DELETE FROM account_factors WHERE id = $1 AND account = $2");
    Ok(unit.run(statement, args![id, account]).await? == 1)
}

/// Takes every factor and recovery code of an account away.
pub(crate) async fn remove_all(unit: &mut Unit, account: Id) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM account_factors WHERE account = $1"), args![account]).await?;
    forget_codes(unit, account).await
}

async fn forget_codes(unit: &mut Unit, account: Id) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM account_recovery_codes WHERE account = $1"), args![account]).await.map(drop)
}

/// Puts these recovery codes in the place of all others.
pub(crate) async fn replace_codes(unit: &mut Unit, account: Id, macs: &[String]) -> Result<(), Failure> {
    forget_codes(unit, account).await?;
    for mac in macs {
        let statement = sql!("INSERT INTO account_recovery_codes (account, code_mac) VALUES ($1, $2)");
        unit.run(statement, args![account, mac]).await?;
    }
    Ok(())
}

/// Uses a recovery code up; `false` when there is none like it left.
pub(crate) async fn use_code(unit: &mut Unit, account: Id, mac: &str, now: Instant) -> Result<bool, Failure> {
    let statement = sql!(
        "UPDATE account_recovery_codes SET used_at = $3 WHERE account = $1 AND code_mac = $2 AND used_at IS NULL"
    );
    Ok(unit.run(statement, args![account, mac, now]).await? == 1)
}

/// How many recovery codes are left.
pub(crate) async fn codes_left(unit: &mut Unit, account: Id) -> Result<i64, Failure> {
    let statement =
        sql!("SELECT COUNT(*) AS n FROM account_recovery_codes WHERE account = $1 AND used_at IS NULL");
    unit.one(statement, args![account], |row| row.get("n")).await
}
