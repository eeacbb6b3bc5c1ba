//! The two engines, and how each is opened.

use std::{
    path::Path,
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use sqlx::{
    Connection as _, PgPool, SqlitePool,
    migrate::MigrateError,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use vocabulary::Failure;

use crate::{Unit, failure::failure, migrations, together::Queue, unit::Tx};

/// Which engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Embedded, in one file.
    Sqlite,
    /// A server.
    Postgres,
}

/// What a commit promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// On disk when it returns: SQLite `synchronous=FULL`, PostgreSQL `synchronous_commit=on`.
    Durable,
    /// Only the negative controls of the power-cut tests ask for this: acknowledged rows can be lost.
    Loose,
}

/// Where everything is kept. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(crate) pools: Pools,
    pub(crate) queue: Arc<Queue>,
    /// Transactions that this program made last, or may have made last.
    commits: Arc<AtomicU64>,
}

#[derive(Clone)]
pub(crate) enum Pools {
    /// One writer, so that nobody meets a locked database; readers beside it, thanks to the write-ahead log.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

/// How long somebody waits for a connection, or for a lock, before being told to come back.
pub const PATIENCE: Duration = Duration::from_secs(10);

impl Store {
    /// Opens `sqlite://FILE` (created if absent) or `postgres://…`. Does not touch the schema: see [`Store::migrate`].
    pub async fn open(url: &str) -> Result<Self, Failure> {
        Self::open_with(url, Durability::Durable, PATIENCE).await
    }

    /// As [`Store::open`], with what commits promise and how long one waits.
    pub async fn open_with(url: &str, durability: Durability, patience: Duration) -> Result<Self, Failure> {
        // The address may hold a password: only what is wrong with it is said, never the address.
        match url.split_once(':') {
            Some(("sqlite", path)) => {
                let path = Path::new(path.strip_prefix("//").unwrap_or(path));
                Self::open_sqlite(path, durability, patience).await
            }
            Some(("postgres" | "postgresql", _)) => Self::open_postgres(url, durability, patience).await,
            other => {
                let begins = other.map(|(scheme, _)| scheme.chars().take(20).collect::<String>());
                let said = format!(
                    "{}is no database that Vigie knows: VIGIE_DATABASE_URL is sqlite://FILE or postgres://USER@HOST/NAME",
                    begins.map(|scheme| format!("{scheme}: ")).unwrap_or_default()
                );
                Err(Failure::new("open the database", said))
            }
        }
    }

    async fn open_sqlite(path: &Path, durability: Durability, patience: Duration) -> Result<Self, Failure> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| unreachable(folder, &error))?;
        }
        let synchronous = match durability {
            Durability::Durable => SqliteSynchronous::Full,
            Durability::Loose => SqliteSynchronous::Normal,
        };
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(synchronous)
            .foreign_keys(true)
            .statement_cache_capacity(200)
            // 16 MiB for each connection; negative counts KiB.
            .pragma("cache_size", "-16384")
            // What is deleted is written over with zeros, in the file too.
            .pragma("secure_delete", "on")
            .busy_timeout(patience);
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(patience)
            // A file does not hang up: nothing to ask before each use.
            .test_before_acquire(false)
            .idle_timeout(None)
            .max_lifetime(None)
            .before_acquire(|connection, _| {
                // On a full disk SQLite ends the transaction by itself, and the connection's own count of transactions
                // stays wrong for ever: such a connection is closed and another one opened.
                Box::pin(async move { Ok(!connection.is_in_transaction()) })
            })
            .connect_with(options.clone())
            .await
            .map_err(|error| unreachable(path, &error))?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(patience)
            .test_before_acquire(false)
            .connect_lazy_with(options.pragma("query_only", "on"));
        Ok(Self { pools: Pools::Sqlite { writer, readers }, queue: Arc::default(), commits: Arc::default() })
    }

    async fn open_postgres(url: &str, durability: Durability, patience: Duration) -> Result<Self, Failure> {
        let options = PgConnectOptions::from_str(url)
            .map_err(|error| {
                Failure::new("understand the address of the database (VIGIE_DATABASE_URL)", error)
            })?
            .application_name("vigie")
            .options([
                ("synchronous_commit", if durability == Durability::Durable { "on" } else { "off" }),
                ("lock_timeout", &format!("{}ms", patience.as_millis())),
            ]);
        let place = format!("{}:{}", options.get_host(), options.get_port());
        let pool = PgPoolOptions::new()
            .max_connections(16)
            .acquire_timeout(patience)
            .connect_with(options)
            .await
            .map_err(|error| unanswered(&place, error))?;
        Ok(Self { pools: Pools::Postgres(pool), queue: Arc::default(), commits: Arc::default() })
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        match self.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres(_) => Engine::Postgres,
        }
    }

    /// Brings the schema to what this program knows. Refuses a schema that is newer than the program.
    pub async fn migrate(&self) -> Result<(), Failure> {
        let migrator = migrations::migrator(self.engine());
        match &self.pools {
            Pools::Sqlite { writer, .. } => migrator.run(writer).await,
            Pools::Postgres(pool) => migrator.run(pool).await,
        }
        .map_err(|error| Failure::new("bring the database to this version's schema", mended(error)))
    }

    /// A transaction that reads one consistent state.
    pub async fn read(&self) -> Result<Unit, Failure> {
        let transaction = match &self.pools {
            Pools::Sqlite { readers, .. } => readers.begin().await.map(Tx::Sqlite),
            Pools::Postgres(pool) => {
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY").await.map(Tx::Postgres)
            }
        };
        transaction
            .map(|tx| Unit::new(tx, self.commits.clone()))
            .map_err(|error| failure("read the database", error))
    }

    /// A transaction that writes. On SQLite, writers queue for the one connection that may.
    pub async fn write(&self) -> Result<Unit, Failure> {
        let transaction = match &self.pools {
            Pools::Sqlite { writer, .. } => writer.begin_with("BEGIN IMMEDIATE").await.map(Tx::Sqlite),
            Pools::Postgres(pool) => pool.begin().await.map(Tx::Postgres),
        };
        transaction
            .map(|tx| Unit::new(tx, self.commits.clone()))
            .map_err(|error| failure("write to the database", error))
    }

    /// Grows with each transaction that this program made last, at the latest when whoever did so learns of it: what was read since
    /// it last grew is still so, as far as nobody else writes.
    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::SeqCst)
    }

    /// Lets what was deleted leave the files as well, as far as the engine can be asked to: SQLite's write-ahead log still
    /// holds the pages as they were, and is emptied. `false` when a reader still needs it: to be tried again later.
    /// PostgreSQL writes over dead rows in its own time (autovacuum).
    pub async fn settle(&self) -> Result<bool, Failure> {
        let Pools::Sqlite { writer, .. } = &self.pools else { return Ok(true) };
        let busy: i64 = sqlx::query_scalar("PRAGMA wal_checkpoint(TRUNCATE)")
            .fetch_one(writer)
            .await
            .map_err(|error| failure("empty the log of the database", error))?;
        Ok(busy == 0)
    }

    /// Prepares a statement without running it: the test that no statement is wrong on either engine.
    pub async fn prepare(&self, text: &'static str) -> Result<(), Failure> {
        use sqlx::{Executor as _, SqlSafeStr as _};
        match &self.pools {
            Pools::Sqlite { writer, .. } => writer.prepare(text.into_sql_str()).await.map(drop),
            Pools::Postgres(pool) => pool.prepare(text.into_sql_str()).await.map(drop),
        }
        .map_err(|error| failure("prepare a statement", error))
    }

    /// Lets every connection go, once what they hold is finished.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

/// A file, or its folder, that cannot be opened: which, and what it needs.
fn unreachable(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    let said = format!(
        "{}: {error}: its folder must be there, and the user that runs vigie must be able to write in it",
        path.display()
    );
    Failure::new("open the database", said)
}

/// A server that does not answer, or that says no: where, and what it needs. Never with a password.
fn unanswered(place: &str, error: sqlx::Error) -> Failure {
    match error {
        sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) => {
            let why = match &error {
                sqlx::Error::Io(why) => format!(" ({why})"),
                _ => String::new(),
            };
            let said = format!(
                "PostgreSQL does not answer at {place}{why}: it must run there, and be the one that VIGIE_DATABASE_URL names"
            );
            Failure::busy("open the database", said)
        }
        error => {
            let open = failure("open the database", error);
            let said = format!("PostgreSQL at {place}: {}: see VIGIE_DATABASE_URL", open.chain());
            if open.is_busy() {
                Failure::busy("open the database", said)
            } else {
                Failure::new("open the database", said)
            }
        }
    }
}

/// What to do about a schema that is not ours.
fn mended(error: MigrateError) -> Box<dyn std::error::Error + Send + Sync> {
    match error {
        MigrateError::VersionMissing(step) => format!(
            "it has step {step}, of a newer version: run that version of vigie, or restore the back-up made before the upgrade"
        )
        .into(),
        MigrateError::VersionMismatch(step) => format!(
            "its step {step} is not the one of this version: run the version of vigie that made it, or restore a back-up"
        )
        .into(),
        error => error.into(),
    }
}
