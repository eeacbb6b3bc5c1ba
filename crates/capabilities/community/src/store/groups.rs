//! Groups, and who sits in them.

use access::Groups;
use serde_json::json;
use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

use super::posts::Reader;
use crate::rules::{Entrance, Group, GroupKind};

/// A group, as its reader stands to it.
#[derive(Clone, Debug)]
pub struct GroupLine {
    /// The group.
    pub group: Group,
    /// How the reader sits there; `None` when they do not.
    pub seat: Option<Sitting>,
    /// How many joined it.
    pub people: i64,
}

/// How somebody sits in a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sitting {
    /// Who.
    pub account: Id,
    /// The name that the others see.
    pub name: String,
    /// Whether they are in, or only asked.
    pub joined: bool,
    /// Whether they decide who comes in.
    pub steward: bool,
    /// Why they asked.
    pub words: String,
    /// Since when.
    pub since: Instant,
    /// Whether they want to be told of nothing there.
    pub muted: bool,
}

fn group(row: &Row) -> Result<Group, Failure> {
    let (kind, access): (String, String) = (row.get("kind")?, row.get("access")?);
    let broken = || Failure::new("read a group", format!("{kind} {access}"));
    Ok(Group {
        id: row.get("id")?,
        slug: row.get("slug")?,
        name: row.get("name")?,
        purpose: row.get("purpose")?,
        kind: GroupKind::from_code(&kind).ok_or_else(broken)?,
        access: Entrance::from_code(&access).ok_or_else(broken)?,
        archived_at: row.get("archived_at")?,
        revision: row.get("revision")?,
    })
}

fn sitting(row: &Row) -> Result<Sitting, Failure> {
    Ok(Sitting {
        account: row.get("account")?,
        name: row.get("name")?,
        joined: row.get::<String>("state")? == "joined",
        steward: row.get("steward")?,
        words: row.get("words")?,
        since: row.get("since")?,
        muted: row.get("muted")?,
    })
}

/// The groups that count for somebody.
pub(crate) async fn of(unit: &mut Unit, account: Option<Id>) -> Result<Groups, Failure> {
    let statement = sql!(
        "SELECT g.id, s.account FROM community_groups g LEFT JOIN community_seats s \
         ON s.group_id = g.id AND s.account = $1 AND s.state = 'joined'"
    );
    let account = account.map(|account| account.to_string()).unwrap_or_default();
    let read = |row: &Row| Ok((row.get::<Id>("id")?, row.get::<Option<Id>>("account")?.is_some()));
    let mut groups = Groups::default();
    for (id, joined) in unit.all(statement, args![account], read).await? {
        groups.every.insert(id);
        if joined {
            groups.joined.insert(id);
        }
    }
    Ok(groups)
}

/// All of them, with how somebody sits there, by name.
pub(crate) async fn lines(unit: &mut Unit, account: Option<Id>) -> Result<Vec<GroupLine>, Failure> {
    let statement = sql!(
        "SELECT g.*, s.account, s.name AS sitting, s.state, s.steward, s.words, s.since, s.muted, \
         (SELECT COUNT(*) FROM community_seats x WHERE x.group_id = g.id AND x.state = 'joined') AS people \
         FROM community_groups g LEFT JOIN community_seats s ON s.group_id = g.id AND s.account = $1 \
         ORDER BY g.name, g.id"
    );
    let account = account.map(|account| account.to_string()).unwrap_or_default();
    let read = |row: &Row| {
        let seat = row
            .get::<Option<Id>>("account")?
            .map(|account| Ok::<_, Failure>(Sitting { name: row.get("sitting")?, account, ..sitting(row)? }));
        Ok(GroupLine { group: group(row)?, seat: seat.transpose()?, people: row.get("people")? })
    };
    unit.all(statement, args![account], read).await
}

/// One of them, by the end of its address.
pub(crate) async fn by_slug(unit: &mut Unit, slug: &str) -> Result<Option<Group>, Failure> {
    unit.first(sql!("SELECT * FROM community_groups WHERE slug = $1"), args![slug], group).await
}

/// One of them.
pub(crate) async fn by_id(unit: &mut Unit, id: Id) -> Result<Option<Group>, Failure> {
    unit.first(sql!("SELECT * FROM community_groups WHERE id = $1"), args![id], group).await
}

/// How somebody sits in a group.
pub(crate) async fn seat(unit: &mut Unit, id: Id, account: Id) -> Result<Option<Sitting>, Failure> {
    let statement = sql!("SELECT * FROM community_seats WHERE group_id = $1 AND account = $2");
    unit.first(statement, args![id, account], sitting).await
}

/// Who joined a group, by name, at most so many.
pub(crate) async fn joined(unit: &mut Unit, id: Id, limit: i64) -> Result<Vec<Sitting>, Failure> {
    let statement = sql!(
        "SELECT * FROM community_seats WHERE group_id = $1 AND state = 'joined' ORDER BY name, account LIMIT $2"
    );
    unit.all(statement, args![id, limit], sitting).await
}

/// How many joined a group.
pub(crate) async fn people(unit: &mut Unit, id: Id) -> Result<i64, Failure> {
    let statement =
        sql!("SELECT COUNT(*) AS n FROM community_seats WHERE group_id = $1 AND state = 'joined'");
    Ok(unit.first(statement, args![id], |row| row.get("n")).await?.unwrap_or_default())
}

/// Writes a new group.
pub(crate) async fn insert(unit: &mut Unit, group: &Group, (at, by): (Instant, &str)) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO community_groups (id, slug, name, purpose, kind, access, created_at, created_by, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)"
    );
    let arguments = args![
        group.id,
        &group.slug,
        &group.name,
        &group.purpose,
        group.kind.code(),
        group.access.code(),
        at,
        by
    ];
    unit.run(statement, arguments).await.map(drop)
}

/// Writes how somebody sits in a group from now on.
pub(crate) async fn sit(unit: &mut Unit, id: Id, sitting: &Sitting) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO community_seats (group_id, account, name, state, steward, words, since, muted) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (group_id, account) DO UPDATE SET name = excluded.name, \
         state = excluded.state, steward = excluded.steward, words = excluded.words, since = excluded.since, \
         muted = excluded.muted"
    );
    let arguments = args![
        id,
        sitting.account,
        &sitting.name,
        if sitting.joined { "joined" } else { "asked" },
        sitting.steward,
        &sitting.words,
        sitting.since,
        sitting.muted,
    ];
    unit.run(statement, arguments).await.map(drop)
}

/// Somebody sits there no more, and is no named reader of what is said there.
pub(crate) async fn leave(unit: &mut Unit, id: Id, account: Id) -> Result<(), Failure> {
    let named = sql!(
        "DELETE FROM community_readers WHERE account = $2 AND post IN (SELECT p.id FROM community_posts p \
         JOIN community_threads t ON t.id = p.thread WHERE t.group_id = $1)"
    );
    unit.run(named, args![id, account]).await?;
    let statement = sql!("DELETE FROM community_seats WHERE group_id = $1 AND account = $2");
    unit.run(statement, args![id, account]).await.map(drop)
}

/// A group to change, or to enter: until the transaction ends, whoever else would change it, enter or leave waits.
pub(crate) async fn hold(unit: &mut Unit, slug: &str) -> Result<Option<Group>, Failure> {
    let statement = sql!(
        sqlite: "SELECT * FROM community_groups WHERE slug = $1",
        postgres: "SELECT * FROM community_groups WHERE slug = $1 FOR UPDATE",
    );
    unit.first(statement, args![slug], group).await
}

/// Writes what a group is from now on, of one that [`hold`] read.
pub(crate) async fn update(unit: &mut Unit, group: &Group) -> Result<(), Failure> {
    let statement = sql!(
        "UPDATE community_groups SET name = $2, purpose = $3, kind = $4, access = $5, archived_at = $6, \
         revision = revision + 1 WHERE id = $1"
    );
    let (kind, access) = (group.kind.code(), group.access.code());
    let arguments = args![group.id, &group.name, &group.purpose, kind, access, group.archived_at];
    unit.run(statement, arguments).await.map(drop)
}

/// Whether anything was ever said in a group.
pub(crate) async fn said(unit: &mut Unit, id: Id) -> Result<bool, Failure> {
    let statement = sql!("SELECT id FROM community_threads WHERE group_id = $1 LIMIT 1");
    Ok(unit.first(statement, args![id], |row| row.get::<Id>("id")).await?.is_some())
}

/// Who joined a group, in the order of names, from the one after this name and account.
pub(crate) async fn seated(
    unit: &mut Unit,
    id: Id,
    (name, account): (&str, &str),
    limit: i64,
) -> Result<Vec<Sitting>, Failure> {
    let statement = sql!(
        "SELECT * FROM community_seats WHERE group_id = $1 AND state = 'joined' \
         AND (name > $2 OR (name = $2 AND account > $3)) ORDER BY name, account LIMIT $4"
    );
    unit.all(statement, args![id, name, account, limit], sitting).await
}

/// Those of these who joined a group, in the order of names.
pub(crate) async fn these(unit: &mut Unit, id: Id, accounts: &[Id]) -> Result<Vec<Sitting>, Failure> {
    let statement = sql!(
        sqlite: "SELECT * FROM community_seats WHERE group_id = $1 AND state = 'joined' \
                 AND account IN (SELECT value FROM json_each($2)) ORDER BY name, account",
        postgres: "SELECT * FROM community_seats WHERE group_id = $1 AND state = 'joined' \
                   AND account IN (SELECT jsonb_array_elements_text(CAST($2 AS jsonb))) ORDER BY name, account",
    );
    unit.all(statement, args![id, json!(accounts)], sitting).await
}

/// Who asked to enter, the first first.
pub(crate) async fn asking(unit: &mut Unit, id: Id, limit: i64) -> Result<Vec<Sitting>, Failure> {
    let statement = sql!(
        "SELECT * FROM community_seats WHERE group_id = $1 AND state = 'asked' ORDER BY since, account LIMIT $2"
    );
    unit.all(statement, args![id, limit], sitting).await
}

/// Who keeps the door of a group, by name.
pub(crate) async fn stewards(unit: &mut Unit, id: Id) -> Result<Vec<Sitting>, Failure> {
    let statement = sql!(
        "SELECT * FROM community_seats WHERE group_id = $1 AND state = 'joined' AND steward ORDER BY name, account LIMIT 20"
    );
    unit.all(statement, args![id], sitting).await
}

/// What was said in a group.
pub(crate) async fn posts(unit: &mut Unit, id: Id) -> Result<Vec<Id>, Failure> {
    let statement = sql!(
        "SELECT p.id FROM community_posts p JOIN community_threads t ON t.id = p.thread WHERE t.group_id = $1 ORDER BY p.at, p.id"
    );
    unit.all(statement, args![id], |row| row.get("id")).await
}

/// Who is called so in any group, each once; two are enough to see that there are several.
pub(crate) async fn called(unit: &mut Unit, name: &str) -> Result<Vec<Reader>, Failure> {
    let statement = sql!(
        "SELECT DISTINCT account, name FROM community_seats WHERE state = 'joined' AND name = $1 ORDER BY account LIMIT 2"
    );
    let read = |row: &Row| Ok(Reader { account: row.get("account")?, name: row.get("name")? });
    unit.all(statement, args![name], read).await
}
