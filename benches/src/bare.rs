//! The engine and nothing else, as durable as ours: it commits so many rows of such a size with so many entries of indexes, and knows
//! nothing of what they say.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use sqlx::{
    AssertSqlSafe, Connection as _, Executor as _, PgPool, Row as _, SqliteConnection,
    postgres::PgPoolOptions,
    query::Query,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use storage::Engine;
use tokio::sync::Mutex;

use crate::{Outcome, filing::abreast};

/// Rows of one table.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pile {
    rows: usize,
    /// Indexes of the table, besides the key of its rows.
    indexes: usize,
    /// Bytes of all these rows, indexes not counted.
    bytes: usize,
}

impl Pile {
    /// One row.
    pub fn one(bytes: usize) -> Self {
        Self { rows: 1, indexes: 0, bytes }
    }

    /// Rows, entries of indexes and bytes of all.
    pub fn all(piles: &[Self]) -> [usize; 3] {
        let sum = |of: fn(&Self) -> usize| piles.iter().map(of).sum();
        [sum(|pile| pile.rows), sum(|pile| pile.rows * pile.indexes), sum(|pile| pile.bytes)]
    }
}

/// What is in each table of a database of ours, the words of its searches left out.
pub async fn piles(connection: &mut SqliteConnection) -> Outcome<BTreeMap<String, Pile>> {
    let tables = "SELECT t.name, group_concat('coalesce(length(CAST(\"' || c.name || '\" AS BLOB)), 0)', ' + '), \
                  (SELECT count(*) FROM pragma_index_list(t.name)) \
                  FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' \
                  AND t.name NOT LIKE '%\\_search%' ESCAPE '\\' GROUP BY t.name";
    let mut found = BTreeMap::new();
    for row in connection.fetch_all(tables).await? {
        let (table, lengths): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let sum = AssertSqlSafe(format!("SELECT count(*), coalesce(sum({lengths}), 0) FROM \"{table}\""));
        let counted = connection.fetch_one(sum).await?;
        let number = |at| Outcome::Ok(usize::try_from(counted.try_get::<i64, _>(at)?)?);
        let indexes = usize::try_from(row.try_get::<i64, _>(2)?)?;
        found.insert(table, Pile { rows: number(0)?, indexes, bytes: number(1)? });
    }
    Ok(found)
}

/// What each of so many added.
pub fn added(before: &BTreeMap<String, Pile>, after: &BTreeMap<String, Pile>, many: usize) -> Vec<Pile> {
    let each = |(table, after): (&String, &Pile)| {
        let before = before.get(table).copied().unwrap_or_default();
        let rows = after.rows.saturating_sub(before.rows) / many;
        Pile { rows, indexes: after.indexes, bytes: after.bytes.saturating_sub(before.bytes) / many }
    };
    after.iter().map(each).filter(|pile| pile.rows > 0).collect()
}

/// A bare engine with a table for each pile.
pub struct Bare {
    engine: Bound,
    /// For each table: the statement that adds all its rows, and the text of each row.
    inserts: Arc<[(String, String)]>,
}

enum Bound {
    /// It lets one writer in at a time, so one connection that never waits for another is the best that it does.
    Sqlite(Mutex<SqliteConnection>),
    Postgres(PgPool),
}

impl Bare {
    pub async fn open(url: &str, engine: Engine, piles: &[Pile]) -> Outcome<Self> {
        let (id, random) = match engine {
            Engine::Sqlite => ("INTEGER PRIMARY KEY", "hex(randomblob(13))"),
            Engine::Postgres => ("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "md5(random()::text)"),
        };
        let (mut tables, mut inserts) = (Vec::new(), Vec::new());
        for (number, pile) in piles.iter().enumerate() {
            let keys = (0..pile.indexes).map(|index| format!("k{index}"));
            let columns: Vec<String> = std::iter::once("content".to_owned()).chain(keys).collect();
            tables.push(format!("CREATE TABLE bare_{number} (id {id}, {} TEXT)", columns.join(" TEXT, ")));
            for index in 0..pile.indexes {
                tables.push(format!("CREATE INDEX bare_{number}_{index} ON bare_{number} (k{index})"));
            }
            // Entries come in no order, as identities do.
            let row = format!("($1{})", format!(", {random}").repeat(pile.indexes));
            let rows = vec![row; pile.rows].join(", ");
            let text = format!("INSERT INTO bare_{number} ({}) VALUES {rows}", columns.join(", "));
            inserts.push((text, "x".repeat(pile.bytes / pile.rows)));
        }
        Ok(Self { engine: Bound::open(url, engine, tables).await?, inserts: inserts.into() })
    }

    /// Commits all piles together, that many times.
    pub async fn commit(&self, many: usize) -> Outcome {
        match &self.engine {
            Bound::Sqlite(connection) => {
                let mut connection = connection.lock().await;
                for _ in 0..many {
                    if let [only] = &*self.inserts {
                        query(only).execute(&mut *connection).await?;
                        continue;
                    }
                    let mut transaction = connection.begin().await?;
                    for insert in self.inserts.iter() {
                        query(insert).execute(&mut *transaction).await?;
                    }
                    transaction.commit().await?;
                }
                Ok(())
            }
            Bound::Postgres(pool) => {
                abreast(many, |_, _| {
                    let (pool, inserts) = (pool.clone(), self.inserts.clone());
                    async move {
                        if let [only] = &*inserts {
                            query(only).execute(&pool).await?;
                            return Ok(());
                        }
                        let mut transaction = pool.begin().await?;
                        for insert in inserts.iter() {
                            query(insert).execute(&mut *transaction).await?;
                        }
                        transaction.commit().await?;
                        Ok(())
                    }
                })
                .await
            }
        }
    }
}

fn query<DB: sqlx::Database>((text, content): &(String, String)) -> Query<'_, DB, DB::Arguments>
where
    for<'q> &'q String: sqlx::Encode<'q, DB> + sqlx::Type<DB>,
{
    sqlx::query(AssertSqlSafe(text.as_str())).bind(content)
}

impl Bound {
    async fn open(url: &str, engine: Engine, tables: Vec<String>) -> Outcome<Self> {
        if engine == Engine::Postgres {
            let pool = PgPoolOptions::new().max_connections(16).connect(url).await?;
            for table in tables {
                pool.execute(AssertSqlSafe(table)).await?;
            }
            return Ok(Self::Postgres(pool));
        }
        let path = Path::new(url.trim_start_matches("sqlite://"));
        path.parent().map(std::fs::create_dir_all).transpose()?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full);
        let mut connection = SqliteConnection::connect_with(&options).await?;
        for table in tables {
            connection.execute(AssertSqlSafe(table)).await?;
        }
        Ok(Self::Sqlite(connection.into()))
    }
}
