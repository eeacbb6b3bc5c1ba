//! What was asked for, and is not confirmed.

use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

use super::{choices, kinds, products};
use crate::rules::Choices;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// To be told of what is published.
    Subscribe,
    /// The same, and confirmed: the same link once more says so and changes nothing.
    Confirmed,
    /// To see one's choices.
    Change,
}

impl Wanted {
    const ALL: [Self; 3] = [Self::Subscribe, Self::Confirmed, Self::Change];

    const fn code(self) -> &'static str {
        match self {
            Self::Subscribe => "subscribe",
            Self::Confirmed => "confirmed",
            Self::Change => "change",
        }
    }
}

/// Something asked for.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) id: Id,
    pub(crate) purpose: Wanted,
    pub(crate) email: String,
    /// What is wanted; of a request to see one's choices, the language alone means something.
    pub(crate) choices: Choices,
    pub(crate) at: Instant,
    pub(crate) expires_at: Instant,
}

fn request(row: &Row) -> Result<Request, Failure> {
    let purpose: String = row.get("purpose")?;
    let known = Wanted::ALL.into_iter().find(|wanted| wanted.code() == purpose);
    Ok(Request {
        id: row.get("id")?,
        purpose: known.ok_or_else(|| Failure::new("read a request", purpose))?,
        email: row.get("email")?,
        choices: choices(row)?,
        at: row.get("at")?,
        expires_at: row.get("expires_at")?,
    })
}

pub(crate) async fn add(unit: &mut Unit, request: &Request) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO subscription_requests (id, purpose, email, language, kinds, severity, products, rhythm, at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    let wanted = &request.choices;
    let arguments = args![
        request.id,
        request.purpose.code(),
        &request.email,
        wanted.language,
        kinds(wanted),
        wanted.severity,
        products(wanted),
        wanted.rhythm.code(),
        request.at,
        request.expires_at,
    ];
    unit.run(statement, arguments).await.map(drop)
}

/// One that can still be answered.
pub(crate) async fn open(unit: &mut Unit, id: Id, now: Instant) -> Result<Option<Request>, Failure> {
    let statement = sql!("SELECT * FROM subscription_requests WHERE id = $1 AND expires_at > $2");
    unit.first(statement, args![id, now], request).await
}

/// Notes that one was confirmed.
pub(crate) async fn confirm(unit: &mut Unit, id: Id) -> Result<(), Failure> {
    let statement = sql!("UPDATE subscription_requests SET purpose = $2 WHERE id = $1");
    unit.run(statement, args![id, Wanted::Confirmed.code()]).await.map(drop)
}

pub(crate) async fn remove(unit: &mut Unit, id: Id) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM subscription_requests WHERE id = $1"), args![id]).await.map(drop)
}

/// Takes away all that one address asked for; answers which they were.
pub(crate) async fn remove_of(unit: &mut Unit, email: &str) -> Result<Vec<Id>, Failure> {
    let statement = sql!("DELETE FROM subscription_requests WHERE email = $1 RETURNING id");
    unit.all(statement, args![email], |row| row.get("id")).await
}

/// Takes away those that nobody answered in time, at most so many.
pub(crate) async fn sweep(unit: &mut Unit, now: Instant, most: i64) -> Result<u64, Failure> {
    let statement = sql!(
        "DELETE FROM subscription_requests WHERE id IN \
         (SELECT id FROM subscription_requests WHERE expires_at <= $1 LIMIT $2)"
    );
    unit.run(statement, args![now, most]).await
}
