//! Test databases. Every store test runs on both engines; a missing engine fails, it never skips.
#![allow(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a test that cannot be set up must fail loudly"
)]

mod disk;
mod traces;

pub use disk::{Disk, Server, database_on};
pub use traces::{contents, traces};

use std::{
    future::Future,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use vocabulary::testing::{FixedClock, SequentialIds};

use crate::{Desk, Engine, Store, migrations};

/// A database of one test, gone with it.
pub struct TestDatabase {
    /// Its store, schema in place.
    pub store: Store,
    /// A clock that stands at 2026-03-10T09:00:00Z, a Tuesday, until the test moves it.
    pub clock: Arc<FixedClock>,
    /// Its address, for tests that open it once more.
    pub url: String,
    folder: PathBuf,
    postgres: Option<(String, String)>,
}

static COUNT: AtomicU32 = AtomicU32::new(0);

impl TestDatabase {
    /// A new database of that engine.
    pub async fn new(engine: Engine) -> Self {
        let name = format!("vigie_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        let folder = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&folder).expect("a temporary folder");
        let (url, postgres) = match engine {
            Engine::Sqlite => (format!("sqlite://{}", folder.join("vigie.db").display()), None),
            Engine::Postgres => {
                let server = std::env::var("VIGIE_TEST_POSTGRES_URL").expect(
                    "VIGIE_TEST_POSTGRES_URL is not set: these tests need PostgreSQL; `make test` starts one, \
                     and `scripts/postgres.sh with COMMAND` runs one command beside one",
                );
                let template = template(&server).await;
                let mut connection = connect(&server).await;
                execute(&mut connection, format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
                (at_database(&server, &name), Some((server, name)))
            }
        };
        Self { postgres, ..Self::at(&url, &folder).await }
    }

    /// The database of that address, with what stands beside it in that folder; left where it is.
    pub async fn at(url: &str, folder: &Path) -> Self {
        let store = Store::open(url).await.expect("the test database opens");
        store.migrate().await.expect("the schema is brought up");
        let clock = Arc::new(FixedClock::at("2026-03-10T09:00:00Z"));
        Self { store, clock, url: url.to_owned(), folder: folder.to_owned(), postgres: None }
    }

    /// What operations stand on, here.
    pub fn desk(&self) -> Desk {
        Desk { store: self.store.clone(), clock: self.clock.clone(), ids: Arc::new(SequentialIds::default()) }
    }

    /// A folder of this test's own, gone with it.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Closes and removes it.
    pub async fn remove(self) {
        self.store.close().await;
        if let Some((server, name)) = &self.postgres {
            let mut connection = connect(server).await;
            execute(&mut connection, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        }
        std::fs::remove_dir_all(&self.folder).expect("the temporary folder goes");
    }
}

/// Runs a test on a new database of that engine and removes it, whether the test passed or not.
pub fn run<F: Future<Output = ()> + Send + 'static>(engine: Engine, test: fn(Arc<TestDatabase>) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(async move {
        let database = Arc::new(TestDatabase::new(engine).await);
        let outcome = tokio::spawn(test(database.clone())).await;
        match Arc::try_unwrap(database) {
            Ok(database) => database.remove().await,
            // A task of the test still holds it: the folder goes, and the database with its cluster.
            Err(database) => drop(std::fs::remove_dir_all(database.folder())),
        }
        if let Err(error) = outcome {
            std::panic::resume_unwind(error.into_panic());
        }
    });
}

/// `on_both_engines! { async fn name(database: Arc<TestDatabase>) { … } }`: one test on SQLite, one on PostgreSQL.
#[macro_export]
macro_rules! on_both_engines {
    ($($(#[$meta:meta])* async fn $name:ident($database:ident) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;
            async fn test($database: std::sync::Arc<$crate::testing::TestDatabase>) $body
            #[test]
            fn sqlite() { $crate::testing::run($crate::Engine::Sqlite, test); }
            #[test]
            fn postgres() { $crate::testing::run($crate::Engine::Postgres, test); }
        }
    )*};
}

/// Every column as `table.column type null`, in the words that both engines share; tables whose names end in `_search`,
/// and those that the full-text index makes beside them, are each engine's own.
pub async fn columns(store: &Store) -> Vec<String> {
    let mut unit = store.read().await.expect("the store reads");
    let statement = crate::sql!(
        sqlite: "SELECT t.name || '.' || c.name || ' ' || lower(c.type) || CASE WHEN c.\"notnull\" THEN '' ELSE ' null' END AS line \
                 FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' \
                 AND t.name NOT LIKE '%\\_search%' ESCAPE '\\' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\' ORDER BY line",
        postgres: "SELECT table_name || '.' || column_name || ' ' || data_type || \
                   CASE is_nullable WHEN 'NO' THEN '' ELSE ' null' END AS line FROM information_schema.columns \
                   WHERE table_schema = 'public' AND table_name NOT LIKE '%\\_search%' \
                   AND table_name NOT LIKE '\\_sqlx%' ORDER BY line"
    );
    let mut lines =
        unit.all(statement, crate::args![], |row| row.get::<String>("line")).await.expect("the schema reads");
    lines.sort();
    lines
}

/// Every statement of the house that this engine cannot prepare, with where it was written and why.
pub async fn unpreparable(store: &Store) -> Vec<String> {
    let mut wrong = Vec::new();
    for statement in crate::statements() {
        if let Err(failure) = store.prepare(statement.text(store.engine())).await {
            wrong.push(format!("{}: {}", statement.place, failure.chain()));
        }
    }
    wrong
}

/// A database that holds the schema already, made once for each schema and copied by each test.
async fn template(server: &str) -> String {
    let sum = migrations::migrator(Engine::Postgres)
        .iter()
        .flat_map(|step| step.checksum.iter())
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
    let name = format!("vigie_template_{sum:016x}");
    let mut connection = connect(server).await;
    // Tests run as processes of their own: the lock of the server keeps two of them from making it at once.
    execute(&mut connection, "SELECT pg_advisory_lock(20171001)".to_owned()).await;
    let found = connection
        .fetch_optional(AssertSqlSafe(format!("SELECT 1 FROM pg_database WHERE datname = '{name}'")))
        .await
        .expect("the server answers");
    if found.is_none() {
        let making = format!("{name}_making");
        execute(&mut connection, format!("DROP DATABASE IF EXISTS {making} WITH (FORCE)")).await;
        execute(&mut connection, format!("CREATE DATABASE {making}")).await;
        let store = Store::open(&at_database(server, &making)).await.expect("the template opens");
        store.migrate().await.expect("the schema is brought up");
        store.close().await;
        execute(&mut connection, format!("ALTER DATABASE {making} RENAME TO {name}")).await;
    }
    execute(&mut connection, "SELECT pg_advisory_unlock(20171001)".to_owned()).await;
    name
}

async fn connect(server: &str) -> PgConnection {
    PgConnection::connect(server).await.expect("the PostgreSQL server of VIGIE_TEST_POSTGRES_URL answers")
}

async fn execute(connection: &mut PgConnection, text: String) {
    connection.execute(AssertSqlSafe(text)).await.expect("the server does it");
}

/// The address of another database of the same server: the path of the URL is its name.
fn at_database(server: &str, name: &str) -> String {
    let (address, parameters) = server.split_once('?').unwrap_or((server, ""));
    let base = address.rsplit_once('/').map_or(address, |(base, _)| base);
    format!("{base}/{name}?{parameters}")
}
