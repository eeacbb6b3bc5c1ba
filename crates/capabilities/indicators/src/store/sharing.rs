//! What structures say of sharing, and what was shared.

use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

use crate::rules::sharing::Said;

/// Something that was said of sharing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Which it is, from 1.
    pub number: i64,
    /// What was said.
    pub what: Said,
    /// When.
    pub at: Instant,
    /// By whom, in a name.
    pub who: String,
    /// To which version of the text.
    pub version: i64,
}

/// A trace that was shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The indicator.
    pub indicator: Id,
    /// The thread in which it stands.
    pub thread: Id,
    /// When it was shared.
    pub at: Instant,
}

fn word(row: &Row) -> Result<Word, Failure> {
    let what: String = row.get("what")?;
    Ok(Word {
        number: row.get("number")?,
        what: Said::from_code(&what).ok_or_else(|| Failure::new("read what was said of sharing", what))?,
        at: row.get("at")?,
        who: row.get("who")?,
        version: row.get("version")?,
    })
}

/// All that was said, the first first.
pub(crate) async fn words(unit: &mut Unit, incident: Id) -> Result<Vec<Word>, Failure> {
    let statement = sql!("SELECT * FROM indicator_consents WHERE incident = $1 ORDER BY number");
    unit.all(statement, args![incident], word).await
}

/// Writes one more down.
pub(crate) async fn say(unit: &mut Unit, incident: Id, w: &Word) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO indicator_consents (incident, number, what, at, who, version) VALUES ($1, $2, $3, $4, $5, $6)"
    );
    let arguments = args![incident, w.number, w.what.code(), w.at, &w.who, w.version];
    unit.run(statement, arguments).await.map(drop)
}

/// What was shared, the first first.
pub(crate) async fn shares(unit: &mut Unit, incident: Id) -> Result<Vec<Share>, Failure> {
    let statement = sql!(
        "SELECT indicator, thread, at FROM indicator_shares WHERE incident = $1 ORDER BY at, indicator, thread"
    );
    unit.all(statement, args![incident], |row| {
        Ok(Share { indicator: row.get("indicator")?, thread: row.get("thread")?, at: row.get("at")? })
    })
    .await
}

/// Notes that a trace was shared, in which post, on which word.
pub(crate) async fn share(
    unit: &mut Unit,
    incident: Id,
    share: &Share,
    (post, consent): (Id, i64),
) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO indicator_shares (incident, indicator, post, thread, at, consent) VALUES ($1, $2, $3, $4, $5, $6)"
    );
    let arguments = args![incident, share.indicator, post, share.thread, share.at, consent];
    unit.run(statement, arguments).await.map(drop)
}

/// What is known to be an address of the structure of an incident.
pub(crate) async fn own(unit: &mut Unit, incident: Id) -> Result<Vec<String>, Failure> {
    let statement = sql!("SELECT value FROM indicator_own_addresses WHERE incident = $1 ORDER BY at, value");
    unit.all(statement, args![incident], |row| row.get("value")).await
}

/// Writes it down, in place of what was.
pub(crate) async fn keep_own(
    unit: &mut Unit,
    (incident, at): (Id, Instant),
    own: &[String],
) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM indicator_own_addresses WHERE incident = $1"), args![incident]).await?;
    for value in own {
        let statement = sql!("INSERT INTO indicator_own_addresses (incident, value, at) VALUES ($1, $2, $3)");
        unit.run(statement, args![incident, value, at]).await?;
    }
    Ok(())
}

/// Forgets all of an incident. What was shared stays where it is, and leads nowhere.
pub(crate) async fn forget(unit: &mut Unit, incident: Id) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM indicator_consents WHERE incident = $1"), args![incident]).await?;
    unit.run(sql!("DELETE FROM indicator_own_addresses WHERE incident = $1"), args![incident]).await?;
    unit.run(sql!("DELETE FROM indicator_shares WHERE incident = $1"), args![incident]).await.map(drop)
}
