//! Threads that the cell would make something of, and what their authors answer.

use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

use crate::rules::moderation::Outcome;

/// What the cell asks about a thread.
#[derive(Clone, Debug)]
pub(crate) struct Raising {
    pub(crate) id: Id,
    pub(crate) thread: Id,
    pub(crate) purpose: String,
    pub(crate) asked_at: Instant,
    pub(crate) ended: Option<(Outcome, Instant)>,
    /// The identity of what was made.
    pub(crate) made: Option<Id>,
}

/// What the author of a post answers.
#[derive(Clone, Debug)]
pub(crate) struct Agreement {
    pub(crate) post: Id,
    pub(crate) version: i64,
    /// `None` while it waits.
    pub(crate) answer: Option<bool>,
}

fn raising(row: &Row) -> Result<Raising, Failure> {
    let ended_at: Option<Instant> = row.get("ended_at")?;
    Ok(Raising {
        id: row.get("id")?,
        thread: row.get("thread")?,
        purpose: row.get("purpose")?,
        asked_at: row.get("asked_at")?,
        ended: Outcome::from_code(&row.get::<String>("outcome")?).zip(ended_at),
        made: row.get("made")?,
    })
}

/// Writes what is asked, about these versions of these posts.
pub(crate) async fn insert(unit: &mut Unit, raising: &Raising, posts: &[Agreement]) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO community_raisings (id, thread, purpose, asked_at, outcome) VALUES ($1, $2, $3, $4, '')"
    );
    let arguments = args![raising.id, raising.thread, &raising.purpose, raising.asked_at];
    unit.run(statement, arguments).await?;
    for post in posts {
        let statement =
            sql!("INSERT INTO community_agreements (raising, post, version, answer) VALUES ($1, $2, $3, $4)");
        let answer = if post.answer == Some(true) { "yes" } else { "" };
        unit.run(statement, args![raising.id, post.post, post.version, answer]).await?;
    }
    Ok(())
}

/// One of them; until the transaction ends, whoever else would end it waits.
pub(crate) async fn hold(unit: &mut Unit, id: Id) -> Result<Option<Raising>, Failure> {
    let statement = sql!(
        sqlite: "SELECT * FROM community_raisings WHERE id = $1",
        postgres: "SELECT * FROM community_raisings WHERE id = $1 FOR UPDATE",
    );
    unit.first(statement, args![id], raising).await
}

/// Those of a thread, the last first.
pub(crate) async fn of_thread(unit: &mut Unit, thread: Id) -> Result<Vec<Raising>, Failure> {
    let statement = sql!("SELECT * FROM community_raisings WHERE thread = $1 ORDER BY asked_at DESC, id");
    unit.all(statement, args![thread], raising).await
}

/// Those that have not ended, the last first.
pub(crate) async fn open(unit: &mut Unit, limit: i64) -> Result<Vec<Raising>, Failure> {
    let statement =
        sql!("SELECT * FROM community_raisings WHERE outcome = '' ORDER BY asked_at DESC, id LIMIT $1");
    unit.all(statement, args![limit], raising).await
}

/// What is answered about each post.
pub(crate) async fn agreements(unit: &mut Unit, id: Id) -> Result<Vec<Agreement>, Failure> {
    let statement = sql!("SELECT * FROM community_agreements WHERE raising = $1 ORDER BY post");
    let read = |row: &Row| {
        let answer: String = row.get("answer")?;
        let answer = (!answer.is_empty()).then(|| answer == "yes");
        Ok(Agreement { post: row.get("post")?, version: row.get("version")?, answer })
    };
    unit.all(statement, args![id], read).await
}

/// An author answers, in place of what they answered before.
pub(crate) async fn answer(unit: &mut Unit, id: Id, (post, yes): (Id, bool)) -> Result<(), Failure> {
    let statement = sql!("UPDATE community_agreements SET answer = $3 WHERE raising = $1 AND post = $2");
    unit.run(statement, args![id, post, if yes { "yes" } else { "no" }]).await.map(drop)
}

/// Writes what became of it, and what was made.
pub(crate) async fn end(
    unit: &mut Unit,
    id: Id,
    (outcome, made, at): (Outcome, Option<Id>, Instant),
) -> Result<(), Failure> {
    let statement =
        sql!("UPDATE community_raisings SET outcome = $2, ended_at = $3, made = $4 WHERE id = $1");
    unit.run(statement, args![id, outcome.code(), at, made]).await.map(drop)
}
