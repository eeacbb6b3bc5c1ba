//! What each reader keeps to themselves, or says with a press: how far they read, bookmarks, reactions.

use access::Seat;
use serde_json::json;
use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

use super::{reader, shown, with};
use crate::rules::Reaction;

/// Somebody read a thread up to a moment; never less than before.
pub(crate) async fn see(unit: &mut Unit, account: Id, thread: Id, at: Instant) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO community_seen (account, thread, at, muted) VALUES ($1, $2, $3, FALSE) \
         ON CONFLICT (account, thread) DO UPDATE SET at = excluded.at WHERE community_seen.at < excluded.at"
    );
    unit.run(statement, args![account, thread, at]).await.map(drop)
}

/// How far somebody read a thread, and whether they want to hear of it no more.
pub(crate) async fn seen(
    unit: &mut Unit,
    account: Id,
    thread: Id,
) -> Result<(Option<Instant>, bool), Failure> {
    let statement = sql!("SELECT at, muted FROM community_seen WHERE account = $1 AND thread = $2");
    let read = |row: &Row| Ok((Some(row.get::<Instant>("at")?), row.get("muted")?));
    Ok(unit.first(statement, args![account, thread], read).await?.unwrap_or_default())
}

/// Whether somebody wants to hear of a thread no more.
pub(crate) async fn mute(unit: &mut Unit, account: Id, thread: Id, on: bool) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO community_seen (account, thread, at, muted) VALUES ($1, $2, 0, $3) \
         ON CONFLICT (account, thread) DO UPDATE SET muted = excluded.muted"
    );
    unit.run(statement, args![account, thread, on]).await.map(drop)
}

/// Keeps a post within reach of somebody, or no more.
pub(crate) async fn bookmark(
    unit: &mut Unit,
    account: Id,
    post: Id,
    on: Option<Instant>,
) -> Result<(), Failure> {
    let remove = sql!("DELETE FROM community_bookmarks WHERE account = $1 AND post = $2");
    unit.run(remove, args![account, post]).await?;
    if let Some(at) = on {
        let add = sql!("INSERT INTO community_bookmarks (account, post, at) VALUES ($1, $2, $3)");
        unit.run(add, args![account, post, at]).await?;
    }
    Ok(())
}

/// What somebody keeps within reach and may still read, the last kept first.
pub(crate) async fn bookmarks(
    unit: &mut Unit,
    (seat, now): (&Seat, Instant),
    limit: i64,
) -> Result<Vec<Id>, Failure> {
    let statement = shown!(
        "SELECT p.id FROM community_bookmarks b JOIN community_posts p ON p.id = b.post WHERE b.account = $2 AND ",
        " ORDER BY b.at DESC, p.id LIMIT $4"
    );
    unit.all(statement, with(reader(seat, now), args![limit]), |row| row.get("id")).await
}

/// Which of these posts somebody keeps within reach.
pub(crate) async fn kept(unit: &mut Unit, account: Id, posts: &[Id]) -> Result<Vec<Id>, Failure> {
    let statement = sql!(
        sqlite: "SELECT post FROM community_bookmarks WHERE account = $1 AND post IN (SELECT value FROM json_each($2))",
        postgres: "SELECT post FROM community_bookmarks WHERE account = $1 \
                   AND post IN (SELECT jsonb_array_elements_text(CAST($2 AS jsonb)))",
    );
    unit.all(statement, args![account, json!(posts)], |row| row.get("post")).await
}

/// Answers a post with a press, or takes it back.
pub(crate) async fn react(
    unit: &mut Unit,
    (account, post): (Id, Id),
    reaction: Reaction,
    on: bool,
) -> Result<(), Failure> {
    let add = sql!(
        "INSERT INTO community_reactions (post, account, kind) VALUES ($1, $2, $3) ON CONFLICT (post, account, kind) DO NOTHING"
    );
    let remove = sql!("DELETE FROM community_reactions WHERE post = $1 AND account = $2 AND kind = $3");
    let statement = if on { add } else { remove };
    unit.run(statement, args![post, account, reaction.code()]).await.map(drop)
}

/// Of these posts, how many answered with each press, and whether this reader is among them.
pub(crate) async fn reactions(
    unit: &mut Unit,
    account: Option<Id>,
    posts: &[Id],
) -> Result<Vec<(Id, Reaction, i64, bool)>, Failure> {
    let statement = sql!(
        sqlite: "SELECT post, kind, COUNT(*) AS n, SUM(CASE WHEN account = $1 THEN 1 ELSE 0 END) AS own FROM community_reactions \
                 WHERE post IN (SELECT value FROM json_each($2)) GROUP BY post, kind",
        postgres: "SELECT post, kind, COUNT(*) AS n, SUM(CASE WHEN account = $1 THEN 1 ELSE 0 END) AS own FROM community_reactions \
                   WHERE post IN (SELECT jsonb_array_elements_text(CAST($2 AS jsonb))) GROUP BY post, kind",
    );
    let read = |row: &Row| {
        let kind: String = row.get("kind")?;
        let reaction = Reaction::from_code(&kind).ok_or_else(|| Failure::new("read a reaction", kind))?;
        Ok((row.get("post")?, reaction, row.get("n")?, row.get::<i64>("own")? > 0))
    };
    let account = account.map(|account| account.to_string()).unwrap_or_default();
    unit.all(statement, args![account, json!(posts)], read).await
}
