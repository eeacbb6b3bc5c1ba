//! Requests to know who wrote something unnamed. The answer stands nowhere: it is opened each time that it is asked for.

use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

use crate::rules::moderation::{Revealing, revealing};

/// A request.
#[derive(Clone, Debug)]
pub(crate) struct Reveal {
    pub(crate) id: Id,
    pub(crate) post: Id,
    pub(crate) reason: String,
    pub(crate) asked_at: Instant,
    /// Who asked, by account and by name.
    pub(crate) asked: (Id, String),
    /// Who decided, by account and by name: granted or not, and when.
    pub(crate) decided: Option<(bool, Instant)>,
    pub(crate) decider: (Option<Id>, String),
}

impl Reveal {
    /// Where it stands.
    pub(crate) fn state(&self, now: Instant) -> Revealing {
        revealing(self.asked_at, self.decided, now)
    }
}

fn reveal(row: &Row) -> Result<Reveal, Failure> {
    let decision: String = row.get("decision")?;
    let decided_at: Option<Instant> = row.get("decided_at")?;
    Ok(Reveal {
        id: row.get("id")?,
        post: row.get("post")?,
        reason: row.get("reason")?,
        asked_at: row.get("asked_at")?,
        asked: (row.get("asked_by")?, row.get("asked_name")?),
        decided: decided_at.filter(|_| !decision.is_empty()).map(|at| (decision == "granted", at)),
        decider: (row.get("decided_by")?, row.get("decided_name")?),
    })
}

/// Writes a request down.
pub(crate) async fn insert(unit: &mut Unit, reveal: &Reveal) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO community_reveals (id, post, reason, asked_at, asked_by, asked_name, decision, decided_name) \
         VALUES ($1, $2, $3, $4, $5, $6, '', '')"
    );
    let (by, name) = &reveal.asked;
    let arguments = args![reveal.id, reveal.post, &reveal.reason, reveal.asked_at, *by, name];
    unit.run(statement, arguments).await.map(drop)
}

/// Writes what a second moderator decided.
pub(crate) async fn decide(
    unit: &mut Unit,
    id: Id,
    (granted, at): (bool, Instant),
    (by, name): (Id, &str),
) -> Result<(), Failure> {
    let statement = sql!(
        "UPDATE community_reveals SET decision = $2, decided_at = $3, decided_by = $4, decided_name = $5 WHERE id = $1"
    );
    let decision = if granted { "granted" } else { "refused" };
    unit.run(statement, args![id, decision, at, by, name]).await.map(drop)
}

/// A request; until the transaction ends, whoever else would decide it waits.
pub(crate) async fn hold(unit: &mut Unit, id: Id) -> Result<Option<Reveal>, Failure> {
    let statement = sql!(
        sqlite: "SELECT * FROM community_reveals WHERE id = $1",
        postgres: "SELECT * FROM community_reveals WHERE id = $1 FOR UPDATE",
    );
    unit.first(statement, args![id], reveal).await
}

/// The same, to be looked at only.
pub(crate) async fn find(unit: &mut Unit, id: Id) -> Result<Option<Reveal>, Failure> {
    unit.first(sql!("SELECT * FROM community_reveals WHERE id = $1"), args![id], reveal).await
}

/// What was asked about a post, the last first.
pub(crate) async fn of_post(unit: &mut Unit, post: Id) -> Result<Vec<Reveal>, Failure> {
    let statement = sql!("SELECT * FROM community_reveals WHERE post = $1 ORDER BY asked_at DESC, id");
    unit.all(statement, args![post], reveal).await
}

/// What was asked since a moment, the last first.
pub(crate) async fn since(unit: &mut Unit, since: Instant, limit: i64) -> Result<Vec<Reveal>, Failure> {
    let statement =
        sql!("SELECT * FROM community_reveals WHERE asked_at > $1 ORDER BY asked_at DESC, id LIMIT $2");
    unit.all(statement, args![since, limit], reveal).await
}
