//! The store keeps its promises on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use storage::{Engine, Store, args, on_both_engines, sql, testing};
use vocabulary::{Failure, Instant};

on_both_engines! {
    async fn what_is_committed_stays_and_what_is_not_never_was(database) {
        let store = &database.store;
        let mut unit = store.write().await.unwrap();
        assert_eq!((unit.next("a").await.unwrap(), unit.next("a").await.unwrap()), (1, 2));
        unit.commit().await.unwrap();
        let mut unit = store.write().await.unwrap();
        assert_eq!(unit.next("a").await.unwrap(), 3);
        drop(unit);
        let mut unit = store.write().await.unwrap();
        assert_eq!(unit.next("a").await.unwrap(), 3, "the number of a unit that never was is given back");
    }

    async fn every_kind_of_value_comes_back_as_it_went(database) {
        let mut unit = database.store.read().await.unwrap();
        let statement = sql!(
            "SELECT CAST($1 AS TEXT) AS text, CAST($2 AS BIGINT) AS moment, CAST($3 AS DOUBLE PRECISION) AS real, \
             CAST($4 AS TEXT) AS empty"
        );
        let text = "d’été 🏥 \"'; DROP TABLE trail; --";
        let arguments = args![text, Instant::from_millis(-5), 0.5, None::<String>];
        let read = |row: &storage::Row| -> Result<_, Failure> {
            Ok((row.get::<String>("text")?, row.get::<Instant>("moment")?, row.get::<f64>("real")?, row.get::<Option<String>>("empty")?))
        };
        let found = unit.one(statement, arguments, read).await.unwrap();
        assert_eq!(found, (text.to_owned(), Instant::from_millis(-5), 0.5, None));
    }

    async fn a_reader_cannot_write(database) {
        let mut unit = database.store.read().await.unwrap();
        assert!(unit.next("a").await.is_err());
    }

    async fn sixteen_writers_at_once_lose_no_count(database) {
        let writers: Vec<_> = (0..16).map(|_| {
            let store = database.store.clone();
            tokio::spawn(async move {
                for _ in 0..5 {
                    let mut unit = store.write().await.unwrap();
                    unit.next("shared").await.unwrap();
                    unit.commit().await.unwrap();
                }
            })
        }).collect();
        for writer in writers { writer.await.unwrap(); }
        assert_eq!(database.store.write().await.unwrap().next("shared").await.unwrap(), 81);
    }

    async fn the_schema_comes_up_twice_without_harm(database) {
        database.store.migrate().await.unwrap();
        let again = Store::open(&database.url).await.unwrap();
        again.migrate().await.unwrap();
        again.close().await;
    }

    async fn every_statement_of_this_crate_can_be_prepared(database) {
        assert_eq!(testing::unpreparable(&database.store).await, Vec::<String>::new());
        assert!(database.store.prepare("SELECT nothing FROM nowhere").await.is_err(), "the check can fail");
    }
}

#[test]
fn both_engines_have_the_same_schema() {
    async fn columns(engine: Engine) -> Vec<String> {
        let database = testing::TestDatabase::new(engine).await;
        let columns = testing::columns(&database.store).await;
        database.remove().await;
        columns
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let [sqlite, postgres] =
        [Engine::Sqlite, Engine::Postgres].map(|engine| runtime.block_on(columns(engine)));
    assert!(sqlite.len() > 20);
    assert_eq!(sqlite, postgres);
}
