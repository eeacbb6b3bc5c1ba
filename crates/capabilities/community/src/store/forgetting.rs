//! What goes: with a person, and with time.

use serde_json::{Value, json};
use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant, Tlp};

/// What somebody kept to themselves, where they sat, and that they were named, goes.
pub(crate) async fn person(unit: &mut Unit, account: Id) -> Result<(), Failure> {
    for statement in [
        sql!("DELETE FROM community_seats WHERE account = $1"),
        sql!("DELETE FROM community_readers WHERE account = $1"),
        sql!("DELETE FROM community_bookmarks WHERE account = $1"),
        sql!("DELETE FROM community_drafts WHERE account = $1"),
        sql!("DELETE FROM community_seen WHERE account = $1"),
        // What waited for a post is nobody's, and goes with the next sweep.
        sql!("UPDATE community_documents SET account = NULL WHERE account = $1"),
        // That something was reported stays; by whom does not.
        sql!("UPDATE community_reports SET account = id, name = '' WHERE account = $1"),
    ] {
        unit.run(statement, args![account]).await?;
    }
    Ok(())
}

/// That they wrote, answered with a press, voted and judged goes too. What they said stays, and is nobody's.
pub(crate) async fn author(unit: &mut Unit, account: Id) -> Result<(), Failure> {
    for statement in [
        sql!("UPDATE community_posts SET account = NULL, author = '' WHERE account = $1"),
        sql!("DELETE FROM community_reactions WHERE account = $1"),
        sql!("DELETE FROM community_votes WHERE account = $1"),
        sql!("DELETE FROM community_sightings WHERE account = $1"),
        sql!("DELETE FROM community_warnings WHERE account = $1"),
        sql!("UPDATE community_documents SET reviewer = NULL, reviewer_name = '' WHERE reviewer = $1"),
        sql!("UPDATE community_reveals SET asked_by = id, asked_name = '' WHERE asked_by = $1"),
        sql!("UPDATE community_reveals SET decided_by = NULL, decided_name = '' WHERE decided_by = $1"),
    ] {
        unit.run(statement, args![account]).await?;
    }
    Ok(())
}

/// What was said unnamed, with who said it, sealed: some after an identity.
pub(crate) async fn sealed(unit: &mut Unit, after: &str, most: i64) -> Result<Vec<(Id, String)>, Failure> {
    let statement =
        sql!("SELECT id, sealed FROM community_posts WHERE sealed <> '' AND id > $1 ORDER BY id LIMIT $2");
    unit.all(statement, args![after, most], |row| Ok((row.get("id")?, row.get("sealed")?))).await
}

/// Nobody can be revealed of a post any more.
pub(crate) async fn unseal(unit: &mut Unit, post: Id) -> Result<(), Failure> {
    unit.run(sql!("UPDATE community_posts SET sealed = '' WHERE id = $1"), args![post]).await.map(drop)
}

/// What somebody said under their name, for them to take along: no text that names its readers, which leaves in no file.
pub(crate) async fn said(unit: &mut Unit, account: Id) -> Result<Vec<Value>, Failure> {
    let statement = sql!(
        "SELECT p.at, p.tlp, p.body, t.title FROM community_posts p JOIN community_threads t ON t.id = p.thread \
         WHERE p.account = $1 ORDER BY p.at, p.id"
    );
    let read = |row: &Row| {
        let (tlp, at): (Tlp, Instant) = (row.get("tlp")?, row.get("at")?);
        let (title, body): (String, String) = (row.get("title")?, row.get("body")?);
        let leaves = tlp != Tlp::Red;
        Ok(json!({
            "at": at.to_string(), "tlp": tlp.label(), "thread": leaves.then_some(title), "text": leaves.then_some(body),
        }))
    };
    unit.all(statement, args![account], read).await
}

/// The groups that somebody joined or asked to join.
pub(crate) async fn seats(unit: &mut Unit, account: Id) -> Result<Vec<Value>, Failure> {
    let statement = sql!(
        "SELECT g.name, s.state, s.since FROM community_seats s JOIN community_groups g ON g.id = s.group_id \
         WHERE s.account = $1 ORDER BY g.name"
    );
    let read = |row: &Row| {
        let (name, state): (String, String) = (row.get("name")?, row.get("state")?);
        Ok(json!({ "group": name, "state": state, "since": row.get::<Instant>("since")?.to_string() }))
    };
    unit.all(statement, args![account], read).await
}

/// What somebody reported, and what those who moderate said to them about what they wrote under their name.
pub(crate) async fn reported(unit: &mut Unit, account: Id) -> Result<(Vec<Value>, Vec<Value>), Failure> {
    let read = |row: &Row| {
        let (reason, words): (String, String) = (row.get("reason")?, row.get("words")?);
        Ok(json!({ "at": row.get::<Instant>("at")?.to_string(), "reason": reason, "words": words }))
    };
    let reports = sql!("SELECT at, reason, words FROM community_reports WHERE account = $1 ORDER BY at, id");
    let warnings =
        sql!("SELECT at, reason, words FROM community_warnings WHERE account = $1 ORDER BY at, id");
    Ok((unit.all(reports, args![account], read).await?, unit.all(warnings, args![account], read).await?))
}

/// Threads in which nothing was said since a moment.
pub(crate) async fn silent(unit: &mut Unit, before: Instant, most: i64) -> Result<Vec<Id>, Failure> {
    let statement = sql!(
        "SELECT t.id FROM community_threads t WHERE t.touched_at < $1 AND NOT EXISTS (SELECT 1 FROM community_posts p \
         WHERE p.thread = t.id AND p.at >= $1) ORDER BY t.touched_at, t.id LIMIT $2"
    );
    unit.all(statement, args![before, most], |row| row.get("id")).await
}

/// The posts of a thread.
pub(crate) async fn posts(unit: &mut Unit, thread: Id) -> Result<Vec<Id>, Failure> {
    let statement = sql!("SELECT id FROM community_posts WHERE thread = $1");
    unit.all(statement, args![thread], |row| row.get("id")).await
}

/// A thread goes, whole.
pub(crate) async fn thread(unit: &mut Unit, id: Id) -> Result<(), Failure> {
    for statement in [
        sql!(
            "DELETE FROM community_readers WHERE post IN (SELECT id FROM community_posts WHERE thread = $1)"
        ),
        sql!("DELETE FROM community_edits WHERE post IN (SELECT id FROM community_posts WHERE thread = $1)"),
        sql!(
            "DELETE FROM community_reactions WHERE post IN (SELECT id FROM community_posts WHERE thread = $1)"
        ),
        sql!(
            "DELETE FROM community_bookmarks WHERE post IN (SELECT id FROM community_posts WHERE thread = $1)"
        ),
        sql!(
            "DELETE FROM community_sightings WHERE post IN (SELECT id FROM community_posts WHERE thread = $1)"
        ),
        sql!(
            "DELETE FROM community_indicators WHERE post IN (SELECT id FROM community_posts WHERE thread = $1)"
        ),
        sql!(
            "DELETE FROM community_reports WHERE post IN (SELECT id FROM community_posts WHERE thread = $1)"
        ),
        sql!(
            "DELETE FROM community_warnings WHERE post IN (SELECT id FROM community_posts WHERE thread = $1)"
        ),
        sql!(
            "DELETE FROM community_reveals WHERE post IN (SELECT id FROM community_posts WHERE thread = $1)"
        ),
        sql!(
            "DELETE FROM community_documents WHERE post IN (SELECT id FROM community_posts WHERE thread = $1)"
        ),
        sql!("DELETE FROM community_log WHERE post IN (SELECT id FROM community_posts WHERE thread = $1)"),
        sql!(
            "DELETE FROM community_agreements WHERE post IN (SELECT id FROM community_posts WHERE thread = $1)"
        ),
        sql!("DELETE FROM community_raisings WHERE thread = $1"),
        sql!("DELETE FROM community_posts WHERE thread = $1"),
        sql!("DELETE FROM community_seen WHERE thread = $1"),
        sql!("DELETE FROM community_polls WHERE thread = $1"),
        sql!("DELETE FROM community_votes WHERE thread = $1"),
        sql!("DELETE FROM community_threads WHERE id = $1"),
    ] {
        unit.run(statement, args![id]).await?;
    }
    Ok(())
}

/// Drafts that nobody touched since a moment.
pub(crate) async fn drafts(unit: &mut Unit, before: Instant) -> Result<u64, Failure> {
    unit.run(sql!("DELETE FROM community_drafts WHERE at < $1"), args![before]).await
}
