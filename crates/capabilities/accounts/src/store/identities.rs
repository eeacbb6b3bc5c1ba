//! Whom providers attest.

use std::collections::BTreeSet;

use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, FinessNumber, Id, Instant};

use crate::rules;

/// Somebody with an account, as a provider attests them.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Its identity here.
    pub id: Id,
    /// Whose it is.
    pub account: Id,
    /// The name of the provider in the settings, when it was linked.
    pub provider: String,
    /// Who attests.
    pub(crate) issuer: String,
    /// Whom.
    pub(crate) subject: String,
    /// The number under which the profession knows them; may be empty.
    pub number: String,
    /// Where the provider last said that they work.
    pub facilities: BTreeSet<FinessNumber>,
    /// Since when.
    pub created_at: Instant,
    /// When it last opened a session.
    pub used_at: Option<Instant>,
}

fn identity(row: &Row) -> Result<Identity, Failure> {
    let facilities: String = row.get("facilities")?;
    Ok(Identity {
        id: row.get("id")?,
        account: row.get("account")?,
        provider: row.get("provider")?,
        issuer: row.get("issuer")?,
        subject: row.get("subject")?,
        number: row.get("number")?,
        facilities: rules::unlisted(&facilities),
        created_at: row.get("created_at")?,
        used_at: row.get("used_at")?,
    })
}

/// Adds an identity; `false` when it is somebody's already.
pub(crate) async fn add(unit: &mut Unit, i: &Identity) -> Result<bool, Failure> {
    let statement = sql!(
        "INSERT INTO account_identities (id, account, provider, issuer, subject, number, facilities, created_at, used_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (issuer, subject) DO NOTHING"
    );
    let facilities = rules::listed(&i.facilities);
    let arguments = args![
        i.id,
        i.account,
        &i.provider,
        &i.issuer,
        &i.subject,
        &i.number,
        facilities,
        i.created_at,
        i.used_at
    ];
    Ok(unit.run(statement, arguments).await? == 1)
}

/// Whose an identity is. Who changes it holds its account first.
pub(crate) async fn find(unit: &mut Unit, issuer: &str, subject: &str) -> Result<Option<Identity>, Failure> {
    let statement = sql!("SELECT * FROM account_identities WHERE issuer = $1 AND subject = $2");
    unit.first(statement, args![issuer, subject], identity).await
}

/// The identities of an account, the oldest first.
pub(crate) async fn of(unit: &mut Unit, account: Id) -> Result<Vec<Identity>, Failure> {
    let statement = sql!("SELECT * FROM account_identities WHERE account = $1 ORDER BY created_at, id");
    unit.all(statement, args![account], identity).await
}

/// Keeps what a provider said this time.
pub(crate) async fn said(unit: &mut Unit, i: &Identity) -> Result<(), Failure> {
    let statement =
        sql!("UPDATE account_identities SET used_at = $2, number = $3, facilities = $4 WHERE id = $1");
    let facilities = rules::listed(&i.facilities);
    unit.run(statement, args![i.id, i.used_at, &i.number, facilities]).await.map(drop)
}

/// Takes every identity of an account away.
pub(crate) async fn remove_all(unit: &mut Unit, account: Id) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM account_identities WHERE account = $1"), args![account]).await.map(drop)
}

/// Takes one identity of an account away; `false` when there was none.
pub(crate) async fn remove(unit: &mut Unit, account: Id, id: Id) -> Result<bool, Failure> {
    let statement = sql!("DELETE FROM account_identities WHERE id = $1 AND account = $2");
    Ok(unit.run(statement, args![id, account]).await? == 1)
}
