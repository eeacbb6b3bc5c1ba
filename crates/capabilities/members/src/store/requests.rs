//! Who asks to join, and what is said of them.

use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, FinessNumber, Id, Instant, Region};

use super::details;
use crate::rules::{Application, State, Way};

/// Somebody asks to join.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its identity.
    pub id: Id,
    /// Who asks.
    pub account: Id,
    /// Their name.
    pub name: String,
    /// What they say.
    pub application: Application,
    /// The legal entity of their facility.
    pub legal_entity: FinessNumber,
    /// The name of their facility.
    pub facility_name: String,
    /// Its town; may be empty.
    pub town: String,
    /// Its region.
    pub region: Region,
    /// How far it is.
    pub state: State,
    /// When they asked.
    pub asked_at: Instant,
    /// When it was decided, or taken back.
    pub ended_at: Option<Instant>,
    /// Counts its changes: who decides says which one they saw.
    pub revision: i64,
}

/// What somebody says of who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vouch {
    /// Who says it.
    pub account: Id,
    /// Their name.
    pub name: String,
    /// As what.
    pub way: Way,
    /// Whether they answer for them.
    pub yes: bool,
    /// In their words.
    pub word: String,
    /// When.
    pub at: Instant,
}

fn request(row: &Row) -> Result<Request, Failure> {
    let (state, way): (String, String) = (row.get("state")?, row.get("way")?);
    Ok(Request {
        id: row.get("id")?,
        account: row.get("account")?,
        name: row.get("name")?,
        application: Application {
            details: details(row)?,
            why: row.get("why")?,
            way: Way::from_code(&way).ok_or_else(|| Failure::new("read who answers", way))?,
            voucher: row.get("voucher")?,
        },
        legal_entity: row.get("legal_entity")?,
        facility_name: row.get("facility_name")?,
        town: row.get("town")?,
        region: row.get("region")?,
        state: State::from_code(&state).ok_or_else(|| Failure::new("read a request", state))?,
        asked_at: row.get("asked_at")?,
        ended_at: row.get("ended_at")?,
        revision: row.get("revision")?,
    })
}

/// Adds a request; `false` when one of theirs waits already.
pub(crate) async fn add(unit: &mut Unit, r: &Request) -> Result<bool, Failure> {
    let statement = sql!(
        "INSERT INTO member_requests (id, account, name, facility, legal_entity, facility_name, town, region, duty, \
         duty_words, why, way, voucher, state, asked_at, ended_at, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, NULL, 1) ON CONFLICT DO NOTHING"
    );
    let (a, d) = (&r.application, &r.application.details);
    let arguments = args![
        r.id,
        r.account,
        &r.name,
        d.facility,
        r.legal_entity,
        &r.facility_name,
        &r.town,
        r.region,
        d.duty.code(),
        &d.duty_words,
        &a.why,
        a.way.code(),
        &a.voucher,
        r.state.code(),
        r.asked_at
    ];
    Ok(unit.run(statement, arguments).await? == 1)
}

pub(crate) async fn find(unit: &mut Unit, id: Id) -> Result<Option<Request>, Failure> {
    unit.first(sql!("SELECT * FROM member_requests WHERE id = $1"), args![id], request).await
}

/// The same, and until the transaction ends whoever else would change it waits.
pub(crate) async fn hold(unit: &mut Unit, id: Id) -> Result<Option<Request>, Failure> {
    let statement = sql!(
        sqlite: "SELECT * FROM member_requests WHERE id = $1",
        postgres: "SELECT * FROM member_requests WHERE id = $1 FOR UPDATE",
    );
    unit.first(statement, args![id], request).await
}

/// What somebody asked, the last first.
pub(crate) async fn of(unit: &mut Unit, account: Id) -> Result<Vec<Request>, Failure> {
    let statement = sql!("SELECT * FROM member_requests WHERE account = $1 ORDER BY asked_at DESC, id DESC");
    unit.all(statement, args![account], request).await
}

/// Those that wait, the one that waits longest first.
pub(crate) async fn waiting(unit: &mut Unit, most: i64) -> Result<Vec<Request>, Failure> {
    let statement =
        sql!("SELECT * FROM member_requests WHERE ended_at IS NULL ORDER BY asked_at, id LIMIT $1");
    unit.all(statement, args![most], request).await
}

/// Those that do not wait any more, the last first.
pub(crate) async fn over(unit: &mut Unit, most: i64) -> Result<Vec<Request>, Failure> {
    let statement = sql!(
        "SELECT * FROM member_requests WHERE ended_at IS NOT NULL ORDER BY ended_at DESC, id DESC LIMIT $1"
    );
    unit.all(statement, args![most], request).await
}

/// Those that wait for the word of an address.
pub(crate) async fn naming(unit: &mut Unit, email: &str) -> Result<Vec<Request>, Failure> {
    let statement = sql!(
        "SELECT * FROM member_requests WHERE ended_at IS NULL AND voucher = $1 AND voucher <> '' \
         ORDER BY asked_at, id LIMIT 100"
    );
    unit.all(statement, args![email], request).await
}

/// A request becomes something else.
pub(crate) async fn step(unit: &mut Unit, id: Id, state: State, now: Instant) -> Result<(), Failure> {
    let ended = (!state.waits()).then_some(now);
    let statement =
        sql!("UPDATE member_requests SET state = $2, ended_at = $3, revision = revision + 1 WHERE id = $1");
    unit.run(statement, args![id, state.code(), ended]).await.map(drop)
}

/// What somebody says of a request; said again, it is what they said last.
pub(crate) async fn vouch(unit: &mut Unit, id: Id, v: &Vouch) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO member_vouches (request, account, name, way, yes, word, at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (request, account) DO UPDATE SET name = $3, way = $4, yes = $5, word = $6, at = $7"
    );
    let arguments = args![id, v.account, &v.name, v.way.code(), v.yes, &v.word, v.at];
    unit.run(statement, arguments).await?;
    unit.run(sql!("UPDATE member_requests SET revision = revision + 1 WHERE id = $1"), args![id])
        .await
        .map(drop)
}

/// What was said of a request, the first first.
pub(crate) async fn vouches(unit: &mut Unit, id: Id) -> Result<Vec<Vouch>, Failure> {
    let statement = sql!("SELECT * FROM member_vouches WHERE request = $1 ORDER BY at, account");
    unit.all(statement, args![id], vouch_of).await
}

fn vouch_of(row: &Row) -> Result<Vouch, Failure> {
    let way: String = row.get("way")?;
    Ok(Vouch {
        account: row.get("account")?,
        name: row.get("name")?,
        way: Way::from_code(&way).ok_or_else(|| Failure::new("read who answers", way))?,
        yes: row.get("yes")?,
        word: row.get("word")?,
        at: row.get("at")?,
    })
}

/// What somebody said of others: of whom, and what.
pub(crate) async fn said(unit: &mut Unit, account: Id) -> Result<Vec<(String, Vouch)>, Failure> {
    let statement = sql!(
        "SELECT v.*, r.name AS whom FROM member_vouches v JOIN member_requests r ON r.id = v.request \
         WHERE v.account = $1 ORDER BY v.at"
    );
    unit.all(statement, args![account], |row| Ok((row.get("whom")?, vouch_of(row)?))).await
}

/// Takes away what somebody asked and what was said of it; and their name and words from what they said of others.
pub(crate) async fn remove(unit: &mut Unit, account: Id, email: Option<&str>) -> Result<(), Failure> {
    for statement in [
        sql!(
            "DELETE FROM member_vouches WHERE request IN (SELECT id FROM member_requests WHERE account = $1)"
        ),
        sql!("DELETE FROM member_requests WHERE account = $1"),
        sql!("UPDATE member_vouches SET name = '', word = '' WHERE account = $1"),
    ] {
        unit.run(statement, args![account]).await?;
    }
    if let Some(email) = email {
        let statement = sql!("UPDATE member_requests SET voucher = '' WHERE voucher = $1");
        unit.run(statement, args![email]).await?;
    }
    Ok(())
}

/// Takes away requests that were decided or taken back before a moment, at most that many; answers how many.
pub(crate) async fn sweep(unit: &mut Unit, before: Instant, most: i64) -> Result<u64, Failure> {
    let gone = sql!(
        "DELETE FROM member_vouches WHERE request IN \
         (SELECT id FROM member_requests WHERE ended_at <= $1 ORDER BY ended_at, id LIMIT $2)"
    );
    unit.run(gone, args![before, most]).await?;
    let told = sql!(
        "DELETE FROM member_history WHERE request IN \
         (SELECT id FROM member_requests WHERE ended_at <= $1 ORDER BY ended_at, id LIMIT $2)"
    );
    unit.run(told, args![before, most]).await?;
    let statement = sql!(
        "DELETE FROM member_requests WHERE id IN \
         (SELECT id FROM member_requests WHERE ended_at <= $1 ORDER BY ended_at, id LIMIT $2)"
    );
    unit.run(statement, args![before, most]).await
}
