//! Where a word still stands, for tests that look whether something is really gone.

use std::path::Path;

use vocabulary::Failure;

use super::TestDatabase;
use crate::{Row, Statement, Unit, args, sql};

/// Every place that holds a word: `table.column` for each column of each table, indexes of words included, and each file of
/// the test's folder, that of an embedded database among them. The word is of small ASCII letters and digits, so that it
/// is indexed as it stands.
pub async fn traces(database: &TestDatabase, word: &str) -> Vec<String> {
    let mut unit = database.store.read().await.expect("the store reads");
    let mut found = in_tables(&mut unit, word).await.expect("every column can be read");
    drop(unit);
    in_files(database.folder(), word, &mut found);
    found.sort();
    found
}

/// All that the tables hold, as sorted lines `table.column: value`, those named left out: for tests that look whether
/// something changed.
pub async fn contents(database: &TestDatabase, but: &[&str]) -> Vec<String> {
    let mut unit = database.store.read().await.expect("the store reads");
    let mut lines = Vec::new();
    for (table, column, indexed) in columns(&mut unit).await.expect("the schema reads") {
        if indexed || but.contains(&table.as_str()) {
            continue;
        }
        let sqlite = format!(
            "SELECT COALESCE(CASE typeof(\"{column}\") WHEN 'blob' THEN hex(\"{column}\") \
             ELSE CAST(\"{column}\" AS TEXT) END, '-') AS value FROM \"{table}\""
        );
        let postgres = format!("SELECT COALESCE(CAST(\"{column}\" AS TEXT), '-') AS value FROM \"{table}\"");
        let statement = lasting(sqlite, postgres);
        let values = unit.all(statement, args![], |row| row.get::<String>("value")).await;
        let values = values.expect("every column can be read");
        lines.extend(values.into_iter().map(|value| format!("{table}.{column}: {value}")));
    }
    lines.sort();
    lines
}

/// Every column of every table, and whether that is an index of words.
async fn columns(unit: &mut Unit) -> Result<Vec<(String, String, bool)>, Failure> {
    let columns = sql!(
        sqlite: "SELECT t.name AS place, c.name AS part, t.sql LIKE '%USING fts5%' AS indexed \
                 FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'",
        postgres: "SELECT CAST(table_name AS TEXT) AS place, CAST(column_name AS TEXT) AS part, FALSE AS indexed \
                   FROM information_schema.columns WHERE table_schema = 'public'"
    );
    let read = |row: &Row| {
        let indexed = row.get::<Option<bool>>("indexed")?;
        Ok((row.get::<String>("place")?, row.get::<String>("part")?, indexed == Some(true)))
    };
    unit.all(columns, args![], read).await
}

/// A statement lives as long as the program: that of a test is short.
fn lasting(sqlite: String, postgres: String) -> &'static Statement {
    let [sqlite, postgres] = [sqlite, postgres].map(|text| &*Box::leak(text.into_boxed_str()));
    Box::leak(Box::new(Statement { sqlite, postgres, place: "a test" }))
}

async fn in_tables(unit: &mut Unit, word: &str) -> Result<Vec<String>, Failure> {
    let mut found = Vec::new();
    for (table, column, indexed) in columns(unit).await? {
        // An index of words is asked for the word: it holds it in pieces.
        let holds = if indexed {
            format!("\"{table}\" MATCH $1")
        } else {
            format!("CAST(\"{column}\" AS TEXT) LIKE '%' || $1 || '%'")
        };
        let rows = count(unit, &holds, &table, word).await?;
        if rows > 0 {
            found.push(format!("{table}.{column}"));
        }
    }
    Ok(found)
}

async fn count(unit: &mut Unit, holds: &str, table: &str, word: &str) -> Result<i64, Failure> {
    let text = format!("SELECT COUNT(*) AS n FROM \"{table}\" WHERE {holds}");
    unit.one(lasting(text.clone(), text), args![word], |row| row.get("n")).await
}

fn in_files(folder: &Path, word: &str, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("the folder reads") {
        let path = entry.expect("the folder reads").path();
        if path.is_dir() {
            in_files(&path, word, found);
        } else {
            let bytes = std::fs::read(&path).expect("the file reads");
            let named = path.file_name().is_some_and(|name| name.to_string_lossy().contains(word));
            if named || bytes.windows(word.len()).any(|window| window == word.as_bytes()) {
                found.push(path.display().to_string());
            }
        }
    }
}
