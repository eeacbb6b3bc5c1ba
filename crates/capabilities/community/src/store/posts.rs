//! Posts, their named readers, and what they said before.

use std::collections::BTreeSet;

use access::{Audience, Place, Seat};
use serde_json::json;
use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant, Tlp};

use super::{reader, shown, with};
use crate::rules::Mark;

/// A post.
#[derive(Clone, Debug)]
pub(crate) struct Post {
    pub(crate) id: Id,
    pub(crate) thread: Id,
    pub(crate) at: Instant,
    /// `None`: said unnamed.
    pub(crate) account: Option<Id>,
    /// The name of who wrote, or the code of their voice.
    pub(crate) author: String,
    /// Who wrote unnamed, sealed; empty when they are named.
    pub(crate) sealed: String,
    pub(crate) body: String,
    pub(crate) tlp: Tlp,
    pub(crate) audience: Audience,
    pub(crate) quoted: Option<Id>,
    pub(crate) version: i64,
    pub(crate) edited_at: Option<Instant>,
    /// Empty, `author` or `moderator`; when; why.
    pub(crate) hidden: (String, Option<Instant>, String),
}

/// A named reader of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// The account.
    pub account: Id,
    /// The name that the others see.
    pub name: String,
}

/// What a post said before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// From 1.
    pub version: i64,
    /// When it was written.
    pub at: Instant,
    /// What it said.
    pub body: String,
    /// How far it went.
    pub tlp: Tlp,
}

fn post(row: &Row) -> Result<Post, Failure> {
    let audience: String = row.get("audience")?;
    Ok(Post {
        id: row.get("id")?,
        thread: row.get("thread")?,
        at: row.get("at")?,
        account: row.get("account")?,
        author: row.get("author")?,
        sealed: row.get("sealed")?,
        body: row.get("body")?,
        tlp: row.get("tlp")?,
        audience: Audience::from_key(&audience).ok_or_else(|| Failure::new("read a post", audience))?,
        quoted: row.get("quoted")?,
        version: row.get("version")?,
        edited_at: row.get("edited_at")?,
        hidden: (row.get("hidden")?, row.get("hidden_at")?, row.get("hidden_why")?),
    })
}

/// A page of the posts of a thread that the reader may read, the first first; `after` is the last of the page before.
pub(crate) async fn page(
    unit: &mut Unit,
    (seat, now): (&Seat, Instant),
    thread: Id,
    after: Option<(Instant, Id)>,
    limit: i64,
) -> Result<Vec<Post>, Failure> {
    let statement = shown!(
        "SELECT p.* FROM community_posts p WHERE p.thread = $4 AND (p.at > $5 OR (p.at = $5 AND p.id > $6)) AND ",
        " ORDER BY p.at, p.id LIMIT $7"
    );
    let (at, id) =
        after.map_or((Instant::from_millis(i64::MIN), String::new()), |(at, id)| (at, id.to_string()));
    unit.all(statement, with(reader(seat, now), args![thread, at, id, limit]), post).await
}

/// How many posts of a thread stand before one, for who may read it.
pub(crate) async fn before(
    unit: &mut Unit,
    (seat, now): (&Seat, Instant),
    of: (Id, Instant, Id),
) -> Result<i64, Failure> {
    let statement = shown!(
        "SELECT COUNT(*) AS n FROM community_posts p WHERE p.thread = $4 AND (p.at < $5 OR (p.at = $5 AND p.id < $6)) AND ",
        ""
    );
    let (thread, at, id) = of;
    let found = unit.first(statement, with(reader(seat, now), args![thread, at, id]), |row| row.get("n"));
    Ok(found.await?.unwrap_or_default())
}

/// A post that the reader may read, where they may read its thread too.
pub(crate) async fn find(
    unit: &mut Unit,
    (seat, now): (&Seat, Instant),
    id: Id,
) -> Result<Option<Post>, Failure> {
    let statement = shown!("SELECT p.* FROM community_posts p WHERE p.id = $4 AND ", "");
    unit.first(statement, with(reader(seat, now), args![id]), post).await
}

/// Those of these that the reader may read, in no order.
pub(crate) async fn those(
    unit: &mut Unit,
    (seat, now): (&Seat, Instant),
    ids: &[Id],
) -> Result<Vec<Post>, Failure> {
    let statement = shown!(
        sqlite: "SELECT p.* FROM community_posts p WHERE p.id IN (SELECT value FROM json_each($4)) AND ", "",
        postgres: "SELECT p.* FROM community_posts p WHERE p.id IN (SELECT jsonb_array_elements_text(CAST($4 AS jsonb))) AND ", ""
    );
    unit.all(statement, with(reader(seat, now), args![json!(ids)]), post).await
}

/// What names its readers and names this one, the last first: each with the title above it and its words.
pub(crate) async fn naming(
    unit: &mut Unit,
    (seat, now): (&Seat, Instant),
    limit: i64,
) -> Result<Vec<(Id, String)>, Failure> {
    let statement = shown!(
        "SELECT p.id, p.body, t.title FROM community_readers n JOIN community_posts p ON p.id = n.post \
         JOIN community_threads t ON t.id = p.thread WHERE n.account = $2 AND ",
        " ORDER BY p.at DESC, p.id DESC LIMIT $4"
    );
    let read = |row: &Row| {
        let (title, body): (String, String) = (row.get("title")?, row.get("body")?);
        Ok((row.get("id")?, format!("{title} {body}")))
    };
    unit.all(statement, with(reader(seat, now), args![limit]), read).await
}

/// All the posts of a thread, for the program itself.
pub(crate) async fn all_of(unit: &mut Unit, thread: Id) -> Result<Vec<Post>, Failure> {
    let statement = sql!("SELECT * FROM community_posts WHERE thread = $1 ORDER BY at, id");
    unit.all(statement, args![thread], post).await
}

/// A post, for the program itself.
pub(crate) async fn hold(unit: &mut Unit, id: Id) -> Result<Option<Post>, Failure> {
    let statement = sql!(
        sqlite: "SELECT * FROM community_posts WHERE id = $1",
        postgres: "SELECT * FROM community_posts WHERE id = $1 FOR UPDATE",
    );
    unit.first(statement, args![id], post).await
}

/// The same, to be looked at only.
pub(crate) async fn known(unit: &mut Unit, id: Id) -> Result<Option<Post>, Failure> {
    unit.first(sql!("SELECT * FROM community_posts WHERE id = $1"), args![id], post).await
}

/// Writes a new post.
pub(crate) async fn insert(unit: &mut Unit, post: &Post) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO community_posts (id, thread, at, account, author, sealed, body, tlp, audience, quoted, version, hidden, \
         hidden_why) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, '', '')"
    );
    let arguments = args![
        post.id,
        post.thread,
        post.at,
        post.account.map(|account| account.to_string()),
        &post.author,
        &post.sealed,
        &post.body,
        post.tlp,
        post.audience.key(),
        post.quoted.map(|quoted| quoted.to_string()),
    ];
    unit.run(statement, arguments).await.map(drop)
}

/// Writes what a post says from now on, and keeps what it said.
pub(crate) async fn edit(unit: &mut Unit, before: &Post, body: &str, at: Instant) -> Result<(), Failure> {
    let kept = sql!("INSERT INTO community_edits (post, version, at, body, tlp) VALUES ($1, $2, $3, $4, $5)");
    let written_at = before.edited_at.unwrap_or(before.at);
    let arguments = args![before.id, before.version, written_at, &before.body, before.tlp];
    unit.run(kept, arguments).await?;
    let statement =
        sql!("UPDATE community_posts SET body = $2, edited_at = $3, version = version + 1 WHERE id = $1");
    unit.run(statement, args![before.id, body, at]).await.map(drop)
}

/// What a post said before, the last first.
pub(crate) async fn edits(unit: &mut Unit, id: Id) -> Result<Vec<Edit>, Failure> {
    let statement = sql!("SELECT * FROM community_edits WHERE post = $1 ORDER BY version DESC");
    let read = |row: &Row| {
        Ok(Edit {
            version: row.get("version")?,
            at: row.get("at")?,
            body: row.get("body")?,
            tlp: row.get("tlp")?,
        })
    };
    unit.all(statement, args![id], read).await
}

/// Writes how far a post goes from now on.
pub(crate) async fn mark(unit: &mut Unit, id: Id, tlp: Tlp, audience: &Audience) -> Result<(), Failure> {
    let statement = sql!("UPDATE community_posts SET tlp = $2, audience = $3 WHERE id = $1");
    unit.run(statement, args![id, tlp, audience.key()]).await.map(drop)
}

/// Takes a post back, hides it, or shows it again (`by` empty).
pub(crate) async fn hide(
    unit: &mut Unit,
    id: Id,
    by: &str,
    (at, why): (Option<Instant>, &str),
) -> Result<(), Failure> {
    let statement =
        sql!("UPDATE community_posts SET hidden = $2, hidden_at = $3, hidden_why = $4 WHERE id = $1");
    unit.run(statement, args![id, by, at, why]).await.map(drop)
}

/// The named readers of these posts.
pub(crate) async fn readers(unit: &mut Unit, posts: &[Id]) -> Result<Vec<(Id, Reader)>, Failure> {
    let statement = sql!(
        sqlite: "SELECT * FROM community_readers WHERE post IN (SELECT value FROM json_each($1)) ORDER BY name, account",
        postgres: "SELECT * FROM community_readers WHERE post IN (SELECT jsonb_array_elements_text(CAST($1 AS jsonb))) \
                   ORDER BY name, account",
    );
    let read =
        |row: &Row| Ok((row.get("post")?, Reader { account: row.get("account")?, name: row.get("name")? }));
    unit.all(statement, args![json!(posts)], read).await
}

/// The mark of a post, with the readers that it names.
pub(crate) async fn mark_of(unit: &mut Unit, post: &Post) -> Result<Mark, Failure> {
    let mut readers = BTreeSet::new();
    if post.tlp == Tlp::Red {
        let named = self::readers(unit, &[post.id]).await?;
        readers = named.into_iter().map(|(_, reader)| reader.account).collect();
    }
    Ok(Mark { tlp: post.tlp, readers })
}

/// Names the readers of a post, in place of those that were.
pub(crate) async fn name(unit: &mut Unit, id: Id, readers: &[Reader]) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM community_readers WHERE post = $1"), args![id]).await?;
    for reader in readers {
        let statement = sql!("INSERT INTO community_readers (post, account, name) VALUES ($1, $2, $3)");
        unit.run(statement, args![id, reader.account, &reader.name]).await?;
    }
    Ok(())
}

/// Writes whom the posts of a group are for, when the group, or how one comes into it, has changed; and gives those to be found
/// otherwise.
pub(crate) async fn rehouse(unit: &mut Unit, group: Id, place: Place) -> Result<(), Failure> {
    for tlp in Tlp::ALL {
        let statement = sql!(
            "UPDATE community_posts SET audience = $3 WHERE tlp = $2 AND thread IN (SELECT id FROM community_threads \
             WHERE group_id = $1)"
        );
        unit.run(statement, args![group, tlp, Audience::within(place, tlp).key()]).await?;
    }
    Ok(())
}

/// The last identity of a thread at a moment.
pub(crate) async fn last_at(unit: &mut Unit, thread: Id, at: Instant) -> Result<Option<Id>, Failure> {
    let statement =
        sql!("SELECT id FROM community_posts WHERE thread = $1 AND at = $2 ORDER BY id DESC LIMIT 1");
    unit.first(statement, args![thread, at], |row| row.get("id")).await
}
