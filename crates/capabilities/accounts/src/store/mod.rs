//! This capability's tables: nobody else reads or writes them.

pub(crate) mod ceremonies;
pub(crate) mod factors;
pub(crate) mod identities;
pub(crate) mod invitations;
pub(crate) mod people;
pub(crate) mod personal;
pub(crate) mod sessions;
pub(crate) mod tokens;
pub(crate) mod tries;

use access::{Role, Standing};
use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant, Language};

use crate::rules;

/// What stands for the address of somebody who has none here: no mail reaches it (RFC 2606).
pub(crate) const NO_ADDRESS: &str = "@attested.invalid";

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
    /// Counts the changes of its roles: who changes them says which ones they saw.
    pub revision: i64,
    /// Empty until its person chose a password.
    pub(crate) password_hash: String,
}

impl Account {
    /// Whether its person was invited and has not come in yet.
    pub fn is_invited(&self) -> bool {
        self.password_hash.is_empty() && self.has_address()
    }

    /// Whether it has an address of mail: not when its person came by a provider, which proves none, or was erased.
    pub fn has_address(&self) -> bool {
        self.email.contains('@') && !self.email.ends_with(NO_ADDRESS)
    }
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
        revision: row.get("revision")?,
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
    unit.all(sql!("SELECT * FROM accounts WHERE erased_at IS NULL ORDER BY email"), args![], account).await
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
    sessions::end_all(unit, id).await
}

/// Opens a disabled account again.
pub(crate) async fn enable(unit: &mut Unit, id: Id) -> Result<(), Failure> {
    unit.run(sql!("UPDATE accounts SET disabled_at = NULL WHERE id = $1 AND erased_at IS NULL"), args![id])
        .await
        .map(drop)
}

/// Changes a password; which sessions it ends is for the caller to say.
pub(crate) async fn set_password(unit: &mut Unit, id: Id, hash: &str) -> Result<(), Failure> {
    unit.run(sql!("UPDATE accounts SET password_hash = $2 WHERE id = $1"), args![id, hash]).await.map(drop)
}

/// The same as [`find`], and until the transaction ends whoever else would change it waits.
pub(crate) async fn hold(unit: &mut Unit, id: Id) -> Result<Option<Account>, Failure> {
    let statement = sql!(
        sqlite: "SELECT * FROM accounts WHERE id = $1",
        postgres: "SELECT * FROM accounts WHERE id = $1 FOR UPDATE",
    );
    unit.first(statement, args![id], account).await
}

/// Puts these roles in the place of those that somebody has, and counts the change.
pub(crate) async fn replace_standings(
    unit: &mut Unit,
    account: Id,
    standings: &[Standing],
) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM account_standings WHERE account = $1"), args![account]).await?;
    for standing in standings {
        add_standing(unit, account, standing).await?;
    }
    unit.run(sql!("UPDATE accounts SET revision = revision + 1 WHERE id = $1"), args![account])
        .await
        .map(drop)
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
    let found = unit.all(statement, args![account], standing).await?;
    Ok(found.into_iter().flatten().collect())
}

/// One thing that somebody is. What this version does not know gives no right.
fn standing(row: &Row) -> Result<Option<Standing>, Failure> {
    let (role, kind, places): (String, String, String) =
        (row.get("role")?, row.get("reach_kind")?, row.get("reach")?);
    Ok(Role::from_code(&role)
        .zip(rules::restored(&kind, &places))
        .map(|(role, reach)| Standing { role, reach }))
}
