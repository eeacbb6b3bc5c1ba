//! What happened to somebody on their way in and out.

use access::Caller;
use storage::{Desk, Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When.
    pub at: Instant,
    /// What: `asked`, `vouched`, `not-vouched`, `asked-more`, `answered`, `withdrawn`, `accepted`, `refused`, `charter`, `confirmed`,
    /// `left`, `removed`, `lapsed`, `closed`.
    pub what: String,
    /// Who did it; empty when the program did.
    pub name: String,
    /// What they said with it; may be empty.
    pub words: String,
    /// To which request it belongs.
    pub request: Option<Id>,
}

/// Writes down what a caller did.
pub(crate) async fn add(
    unit: &mut Unit,
    desk: &Desk,
    caller: &Caller,
    (account, request): (Id, Option<Id>),
    (what, words): (&str, &str),
) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO member_history (id, account, request, at, what, actor, actor_name, words) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    let person = caller.person();
    let (actor, name) = (person.map(|p| p.account), person.map_or("", |p| p.name.as_str()));
    let arguments = args![desk.id(), account, request, desk.now(), what, actor, name, words];
    unit.run(statement, arguments).await.map(drop)
}

/// All that happened to somebody, the first first.
pub(crate) async fn of(unit: &mut Unit, account: Id) -> Result<Vec<Line>, Failure> {
    let statement = sql!("SELECT * FROM member_history WHERE account = $1 ORDER BY at, id");
    unit.all(statement, args![account], |row| {
        Ok(Line {
            at: row.get("at")?,
            what: row.get("what")?,
            name: row.get("actor_name")?,
            words: row.get("words")?,
            request: row.get("request")?,
        })
    })
    .await
}

/// Takes away what is about somebody, and their name from what is about others.
pub(crate) async fn remove(unit: &mut Unit, account: Id) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM member_history WHERE account = $1"), args![account]).await?;
    let statement = sql!("UPDATE member_history SET actor_name = '' WHERE actor = $1");
    unit.run(statement, args![account]).await.map(drop)
}
