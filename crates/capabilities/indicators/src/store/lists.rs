//! Warning lists: entries by key, and those that have none.

use observables::{Kind, Match, WarningList};
use serde_json::json;
use storage::{Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

/// Entries written by one statement.
const SOME: usize = 1000;

/// What tells whether the lists are still those that were read.
pub(crate) type Stamp = (i64, i64);

pub(crate) async fn stamp(unit: &mut Unit) -> Result<Stamp, Failure> {
    let statement =
        sql!("SELECT COUNT(*) AS n, CAST(COALESCE(MAX(imported_at), 0) AS BIGINT) AS at FROM warning_lists");
    unit.one(statement, args![], |row| Ok((row.get("n")?, row.get("at")?))).await
}

/// The version of a list of that name, when there is one.
pub(crate) async fn known(unit: &mut Unit, name: &str) -> Result<Option<(Id, i64, i64)>, Failure> {
    let statement = sql!("SELECT id, version, entries FROM warning_lists WHERE name = $1");
    unit.first(statement, args![name], |row| Ok((row.get("id")?, row.get("version")?, row.get("entries")?)))
        .await
}

/// Puts a list in the place of the one of that name.
pub(crate) async fn replace(
    unit: &mut Unit,
    id: Id,
    list: &WarningList,
    now: Instant,
) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO warning_lists (id, name, description, version, matching, kinds, entries, imported_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (name) DO UPDATE SET description = $3, version = $4, \
         matching = $5, kinds = $6, entries = $7, imported_at = $8 RETURNING id"
    );
    let entries = i64::try_from(list.entries.len()).unwrap_or(i64::MAX);
    let arguments = args![
        id,
        &list.name,
        &list.description,
        list.version,
        list.matching.code(),
        written(&list.kinds),
        entries,
        now,
    ];
    let id: Id = unit.one(statement, arguments, |row| row.get("id")).await?;
    unit.run(sql!("DELETE FROM warning_entries WHERE list = $1"), args![id]).await?;
    let insert = sql!(
        sqlite: "INSERT INTO warning_entries (key, list) SELECT value, $1 FROM json_each($2)",
        postgres: "INSERT INTO warning_entries (key, list) SELECT jsonb_array_elements_text(CAST($2 AS jsonb)), $1",
    );
    for some in list.entries.chunks(SOME) {
        let keys: Vec<String> = some.iter().map(|entry| key(list.matching, entry)).collect();
        unit.run(insert, args![id, json!(keys)]).await?;
    }
    Ok(())
}

/// The lists that hold one of these keys: the key, the name, and the kinds of which the list speaks.
pub(crate) async fn naming(
    unit: &mut Unit,
    keys: &[String],
) -> Result<Vec<(String, String, Vec<Kind>)>, Failure> {
    let statement = sql!(
        sqlite: "SELECT e.key, l.name, l.kinds FROM warning_entries e JOIN warning_lists l ON l.id = e.list \
                 WHERE e.key IN (SELECT value FROM json_each($1)) ORDER BY l.name",
        postgres: "SELECT e.key, l.name, l.kinds FROM warning_entries e JOIN warning_lists l ON l.id = e.list \
                 WHERE e.key IN (SELECT jsonb_array_elements_text(CAST($1 AS jsonb))) ORDER BY l.name",
    );
    unit.all(statement, args![json!(keys)], |row| {
        Ok((row.get("key")?, row.get("name")?, kinds(&row.get::<String>("kinds")?)))
    })
    .await
}

/// The lists whose entries are tried one after the other.
pub(crate) async fn unkeyed(unit: &mut Unit) -> Result<Vec<WarningList>, Failure> {
    let lists = sql!(
        "SELECT id, name, version, matching, kinds FROM warning_lists WHERE matching IN ('substring', 'regex') ORDER BY name"
    );
    let lists = unit
        .all(lists, args![], |row| {
            let matching = row.get::<String>("matching")?;
            let list = WarningList {
                name: row.get("name")?,
                description: String::new(),
                version: row.get("version")?,
                matching: Match::from_code(&matching).ok_or_else(|| {
                    Failure::new("read a warning list", format!("unknown type: {matching}"))
                })?,
                kinds: kinds(&row.get::<String>("kinds")?),
                entries: Vec::new(),
                refused: 0,
            };
            Ok((row.get::<Id>("id")?, list))
        })
        .await?;
    let mut read = Vec::with_capacity(lists.len());
    for (id, mut list) in lists {
        let entries = sql!("SELECT key FROM warning_entries WHERE list = $1 ORDER BY key");
        let keys: Vec<String> = unit.all(entries, args![id], |row| row.get("key")).await?;
        list.entries = keys.iter().filter_map(|key| Some(key.split_once(' ')?.1.to_owned())).collect();
        read.push(list);
    }
    Ok(read)
}

/// How an entry is kept.
pub(crate) fn key(matching: Match, entry: &str) -> String {
    format!("{} {entry}", matching.code())
}

fn written(kinds: &[Kind]) -> String {
    kinds.iter().map(|kind| kind.code()).collect::<Vec<_>>().join(" ")
}

fn kinds(text: &str) -> Vec<Kind> {
    text.split(' ').filter_map(Kind::from_code).collect()
}
