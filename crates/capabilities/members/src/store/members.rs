//! Who belongs, and who did.

use serde_json::json;
use storage::{Row, Unit, args, sql, words::fold};
use vocabulary::{Failure, Id, Instant, Region};

use super::{details, like};
use crate::rules::{Details, Ending};

/// Somebody who belongs, or did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Their account.
    pub account: Id,
    /// By which the others call them.
    pub handle: String,
    /// Their name.
    pub name: String,
    /// Where they work, and what they do there.
    pub details: Details,
    /// The name of their facility.
    pub facility_name: String,
    /// Its town; may be empty.
    pub town: String,
    /// Its region.
    pub region: Region,
    /// Since when.
    pub since: Instant,
    /// When they last confirmed all that.
    pub confirmed_at: Instant,
    /// When they were last asked to.
    pub reminded_at: Option<Instant>,
    /// When and how it ended, and why it did.
    pub ended: Option<(Instant, Ending, String)>,
}

fn member(row: &Row) -> Result<Member, Failure> {
    let (ending, reason): (String, String) = (row.get("ending")?, row.get("reason")?);
    let ended_at: Option<Instant> = row.get("ended_at")?;
    let ended = match ended_at {
        Some(at) => {
            let ending =
                Ending::from_code(&ending).ok_or_else(|| Failure::new("read how it ended", ending))?;
            Some((at, ending, reason))
        }
        None => None,
    };
    Ok(Member {
        account: row.get("account")?,
        handle: row.get("handle")?,
        name: row.get("name")?,
        details: details(row)?,
        facility_name: row.get("facility_name")?,
        town: row.get("town")?,
        region: row.get("region")?,
        since: row.get("since")?,
        confirmed_at: row.get("confirmed_at")?,
        reminded_at: row.get("reminded_at")?,
        ended,
    })
}

/// Writes down that somebody belongs, as it is now.
pub(crate) async fn put(unit: &mut Unit, m: &Member) -> Result<(), Failure> {
    let d = &m.details;
    let searched =
        [&m.name, &m.facility_name, &m.town, m.region.name(), d.duty.searched(), &d.duty_words].join(" ");
    let statement = sql!(
        "INSERT INTO members (account, handle, name, facility, facility_name, town, region, duty, duty_words, words, \
         since, confirmed_at, reminded_at, ended_at, ending, reason) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL, NULL, '', '') \
         ON CONFLICT (account) DO UPDATE SET handle = $2, name = $3, facility = $4, facility_name = $5, town = $6, \
         region = $7, duty = $8, duty_words = $9, words = $10, since = $11, confirmed_at = $12, reminded_at = NULL, \
         ended_at = NULL, ending = '', reason = ''"
    );
    let arguments = args![
        m.account,
        &m.handle,
        &m.name,
        d.facility,
        &m.facility_name,
        &m.town,
        m.region,
        d.duty.code(),
        &d.duty_words,
        fold(&searched),
        m.since,
        m.confirmed_at
    ];
    unit.run(statement, arguments).await.map(drop)
}

/// Somebody, whether it lasts or not.
pub(crate) async fn find(unit: &mut Unit, account: Id) -> Result<Option<Member>, Failure> {
    unit.first(sql!("SELECT * FROM members WHERE account = $1"), args![account], member).await
}

/// The same, and until the transaction ends whoever else would change it waits.
pub(crate) async fn hold(unit: &mut Unit, account: Id) -> Result<Option<Member>, Failure> {
    let statement = sql!(
        sqlite: "SELECT * FROM members WHERE account = $1",
        postgres: "SELECT * FROM members WHERE account = $1 FOR UPDATE",
    );
    unit.first(statement, args![account], member).await
}

/// These, whether it lasts or not.
pub(crate) async fn these(unit: &mut Unit, accounts: &[Id]) -> Result<Vec<Member>, Failure> {
    let statement = sql!(
        sqlite: "SELECT * FROM members WHERE account IN (SELECT value FROM json_each($1))",
        postgres: "SELECT * FROM members WHERE account IN (SELECT jsonb_array_elements_text(CAST($1 AS jsonb)))",
    );
    unit.all(statement, args![json!(accounts)], member).await
}

/// Those who are called so.
pub(crate) async fn called(unit: &mut Unit, handles: &[String]) -> Result<Vec<Member>, Failure> {
    let statement = sql!(
        sqlite: "SELECT * FROM members WHERE handle IN (SELECT value FROM json_each($1))",
        postgres: "SELECT * FROM members WHERE handle IN (SELECT jsonb_array_elements_text(CAST($1 AS jsonb)))",
    );
    unit.all(statement, args![json!(handles)], member).await
}

/// All handles that begin so: nobody's is given to somebody else, whether it lasts or not.
pub(crate) async fn handles(unit: &mut Unit, beginning: &str) -> Result<Vec<String>, Failure> {
    let statement = sql!("SELECT handle FROM members WHERE handle LIKE $1 ESCAPE '!'");
    unit.all(statement, args![like(beginning) + "%"], |row| row.get("handle")).await
}

/// Those who belong and whom all these words are about, by name. At most four words count.
pub(crate) async fn listed(
    unit: &mut Unit,
    words: &[String],
    (from, most): (i64, i64),
) -> Result<Vec<Member>, Failure> {
    let pattern = |place: usize| words.get(place).map_or("%".to_owned(), |word| format!("%{}%", like(word)));
    let statement = sql!(
        "SELECT * FROM members WHERE ended_at IS NULL AND words LIKE $1 ESCAPE '!' AND words LIKE $2 ESCAPE '!' \
         AND words LIKE $3 ESCAPE '!' AND words LIKE $4 ESCAPE '!' ORDER BY words, account LIMIT $6 OFFSET $5"
    );
    unit.all(statement, args![pattern(0), pattern(1), pattern(2), pattern(3), from, most], member).await
}

/// How many those are.
pub(crate) async fn count(unit: &mut Unit, words: &[String]) -> Result<i64, Failure> {
    let pattern = |place: usize| words.get(place).map_or("%".to_owned(), |word| format!("%{}%", like(word)));
    let statement = sql!(
        "SELECT COUNT(*) AS n FROM members WHERE ended_at IS NULL AND words LIKE $1 ESCAPE '!' \
         AND words LIKE $2 ESCAPE '!' AND words LIKE $3 ESCAPE '!' AND words LIKE $4 ESCAPE '!'"
    );
    unit.one(statement, args![pattern(0), pattern(1), pattern(2), pattern(3)], |row| row.get("n")).await
}

/// Those who belong, by account, after one of them: for what is done with each.
pub(crate) async fn after(unit: &mut Unit, last: &str, most: i64) -> Result<Vec<Member>, Failure> {
    let statement =
        sql!("SELECT * FROM members WHERE ended_at IS NULL AND account > $1 ORDER BY account LIMIT $2");
    unit.all(statement, args![last, most], member).await
}

/// Somebody was asked to confirm.
pub(crate) async fn reminded(unit: &mut Unit, account: Id, now: Instant) -> Result<(), Failure> {
    unit.run(sql!("UPDATE members SET reminded_at = $2 WHERE account = $1"), args![account, now])
        .await
        .map(drop)
}

/// Somebody does not belong any more; `false` when they did not.
pub(crate) async fn end(
    unit: &mut Unit,
    account: Id,
    (ending, reason): (Ending, &str),
    now: Instant,
) -> Result<bool, Failure> {
    let statement = sql!(
        "UPDATE members SET ended_at = $2, ending = $3, reason = $4 WHERE account = $1 AND ended_at IS NULL"
    );
    Ok(unit.run(statement, args![account, now, ending.code(), reason]).await? == 1)
}

pub(crate) async fn remove(unit: &mut Unit, account: Id) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM members WHERE account = $1"), args![account]).await.map(drop)
}

/// Those for whom it ended before a moment, at most that many.
pub(crate) async fn ended(unit: &mut Unit, before: Instant, most: i64) -> Result<Vec<Id>, Failure> {
    let statement = sql!("SELECT account FROM members WHERE ended_at <= $1 ORDER BY ended_at LIMIT $2");
    unit.all(statement, args![before, most], |row| row.get("account")).await
}
