//! One transaction: everything in it happens, or nothing does.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use sqlx::{AssertSqlSafe, Postgres, Sqlite, Transaction};
use vocabulary::Failure;

use crate::{Arg, Engine, Row, Statement, Store, engine::Pools, failure::failure, waiting::Waiting};

/// A transaction of either engine. Dropped without [`Unit::commit`], it never was.
pub struct Unit {
    transaction: Tx,
    pub(crate) waiting: Waiting,
    /// See [`Store::commits`](crate::Store::commits).
    commits: Arc<AtomicU64>,
}

pub(crate) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

macro_rules! bound {
    ($text:expr, $args:expr) => {{
        let mut query = sqlx::query($text);
        for arg in $args {
            query = match arg {
                Arg::Text(value) => query.bind(value),
                Arg::Int(value) => query.bind(value),
                Arg::Bool(value) => query.bind(value),
                Arg::Real(value) => query.bind(value),
            };
        }
        query
    }};
}

macro_rules! rows {
    ($kind:ident, $text:expr, $args:expr, $of:expr) => {
        bound!($text, $args).fetch_all($of).await.map(|rows| rows.into_iter().map(Row::$kind).collect())
    };
}

impl Store {
    /// The first row of one question, in no transaction: one way to the engine and back instead of three. For what every reader
    /// of a published page asks.
    pub async fn ask<T>(
        &self,
        statement: &'static Statement,
        args: Vec<Arg>,
        read: impl FnOnce(&Row) -> Result<T, Failure>,
    ) -> Result<Option<T>, Failure> {
        let text = statement.text(self.engine());
        let rows: Vec<Row> = match &self.pools {
            Pools::Sqlite { readers, .. } => rows!(Sqlite, text, args, readers),
            Pools::Postgres(pool) => rows!(Postgres, text, args, pool),
        }
        .map_err(|error| failure("read the database", error))?;
        rows.first().map(read).transpose()
    }
}

impl Unit {
    pub(crate) fn new(transaction: Tx, commits: Arc<AtomicU64>) -> Self {
        Self { transaction, waiting: Waiting::default(), commits }
    }

    /// Which engine it is on; for the few statements whose shape, and not only text, differs.
    pub fn engine(&self) -> Engine {
        match self.transaction {
            Tx::Sqlite(_) => Engine::Sqlite,
            Tx::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs a statement; answers how many rows it touched.
    pub async fn run(&mut self, statement: &'static Statement, args: Vec<Arg>) -> Result<u64, Failure> {
        if !self.waiting.is_empty() {
            self.flush().await?;
        }
        self.execute(statement.text(self.engine()).to_owned(), args).await
    }

    /// The same, before the rows that wait: for a statement that neither needs nor touches any of them.
    pub async fn run_ahead(&mut self, statement: &'static Statement, args: Vec<Arg>) -> Result<u64, Failure> {
        self.execute(statement.text(self.engine()).to_owned(), args).await
    }

    /// Runs a text of ours: it is made of statements, never of what somebody typed.
    pub(crate) async fn execute(&mut self, text: String, args: Vec<Arg>) -> Result<u64, Failure> {
        let text = AssertSqlSafe(text);
        match &mut self.transaction {
            Tx::Sqlite(tx) => bound!(text, args).execute(&mut **tx).await.map(|done| done.rows_affected()),
            Tx::Postgres(tx) => bound!(text, args).execute(&mut **tx).await.map(|done| done.rows_affected()),
        }
        .map_err(|error| failure("write to the database", error))
    }

    /// All rows of an answer, each made into something by `read`.
    pub async fn all<T>(
        &mut self,
        statement: &'static Statement,
        args: Vec<Arg>,
        mut read: impl FnMut(&Row) -> Result<T, Failure>,
    ) -> Result<Vec<T>, Failure> {
        if !self.waiting.is_empty() {
            self.flush().await?;
        }
        let text = statement.text(self.engine());
        let rows: Vec<Row> = match &mut self.transaction {
            Tx::Sqlite(tx) => rows!(Sqlite, text, args, &mut **tx),
            Tx::Postgres(tx) => rows!(Postgres, text, args, &mut **tx),
        }
        .map_err(|error| failure("read the database", error))?;
        rows.iter().map(&mut read).collect()
    }

    /// The first row of an answer, if there is one.
    pub async fn first<T>(
        &mut self,
        statement: &'static Statement,
        args: Vec<Arg>,
        read: impl FnMut(&Row) -> Result<T, Failure>,
    ) -> Result<Option<T>, Failure> {
        Ok(self.all(statement, args, read).await?.into_iter().next())
    }

    /// The only row of an answer that always has one (a count, a `RETURNING`).
    pub async fn one<T>(
        &mut self,
        statement: &'static Statement,
        args: Vec<Arg>,
        read: impl FnMut(&Row) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let found = self.first(statement, args, read).await?;
        found.ok_or_else(|| Failure::new("read the database", format!("no row from {}", statement.place)))
    }

    /// Makes it last: durable when this returns, on both engines.
    pub async fn commit(mut self) -> Result<(), Failure> {
        self.flush().await?;
        let made = match self.transaction {
            Tx::Sqlite(tx) => tx.commit().await,
            Tx::Postgres(tx) => tx.commit().await,
        };
        // One whose answer was lost may have been made as well.
        self.commits.fetch_add(1, Ordering::SeqCst);
        made.map_err(|error| failure("commit", error))
    }

    /// The next value of a named counter, starting at 1. Given back if the transaction is not committed.
    pub async fn next(&mut self, counter: &str) -> Result<i64, Failure> {
        self.next_many(counter, 1).await
    }

    /// The last of so many next values of a named counter.
    pub async fn next_many(&mut self, counter: &str, many: i64) -> Result<i64, Failure> {
        let statement = crate::sql!(
            "INSERT INTO counters (name, value) VALUES ($1, $2) \
             ON CONFLICT (name) DO UPDATE SET value = counters.value + $2 RETURNING value"
        );
        self.one(statement, crate::args![counter, many], |row| row.get("value")).await
    }
}
