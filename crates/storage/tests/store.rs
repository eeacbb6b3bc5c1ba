//! The store keeps its promises on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use storage::{Engine, Store, args, on_both_engines, sql, testing};
use vocabulary::{Failure, Instant};

on_both_engines! {
    async fn what_is_committed_stays_and_what_is_not_never_was(database) {
        let store = &database.store;
        let before = store.commits();
        let mut unit = store.write().await.unwrap();
        assert_eq!((unit.next("a").await.unwrap(), unit.next("a").await.unwrap()), (1, 2));
        assert_eq!(store.commits(), before);
        unit.commit().await.unwrap();
        assert_eq!(store.clone().commits(), before + 1, "whoever holds the store learns of it");
        let mut unit = store.write().await.unwrap();
        assert_eq!(unit.next("a").await.unwrap(), 3);
        drop(unit);
        let mut unit = store.write().await.unwrap();
        assert_eq!(unit.next("a").await.unwrap(), 3, "the number of a unit that never was is given back");
    }

    async fn rows_that_wait_are_there_for_the_next_question_and_numbered_in_order(database) {
        let insert = sql!("INSERT INTO counters (value, name) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING");
        let mut unit = database.store.write().await.unwrap();
        for name in 0..70 {
            unit.add_numbered("waiting", insert, args![format!("w{name:02}")]);
        }
        unit.add_numbered("waiting", insert, args!["w00"]);
        let statement = sql!("SELECT name, value FROM counters WHERE name LIKE 'w__' ORDER BY name");
        let row = |row: &storage::Row| Ok((row.get::<String>("name")?, row.get::<i64>("value")?));
        let found = unit.all(statement, args![], row).await.unwrap();
        assert_eq!(found.len(), 70);
        assert!(found.iter().zip(1..).all(|((name, value), at)| *value == at && *name == format!("w{:02}", at - 1)));
        assert_eq!(unit.next("waiting").await.unwrap(), 72);
        unit.add(sql!("INSERT INTO counters (name, value) VALUES ($1, $2)"), args!["w00", 1_i64]);
        assert!(unit.commit().await.is_err(), "what cannot be written fails the commit");
        let mut unit = database.store.write().await.unwrap();
        assert_eq!(unit.next("waiting").await.unwrap(), 1);
    }

    async fn who_shares_a_commit_has_their_own_answer_and_pays_for_nobody_else(database) {
        let wrong = sql!("INSERT INTO counters (name, value) VALUES ($1, $2)");
        let works = (0..40).map(|number| {
            let store = database.store.clone();
            tokio::spawn(async move {
                let work = store.together(move |unit| {
                    Box::pin(async move {
                        // One in four writes what its neighbours wrote too, under a name that may be there once.
                        let name = if number % 4 == 0 { "shared".to_owned() } else { format!("own {number}") };
                        unit.add(wrong, args![name, number]);
                        Ok(number)
                    })
                });
                work.await
            })
        });
        let mut answers = Vec::new();
        for work in works.collect::<Vec<_>>() {
            answers.push(work.await.unwrap());
        }
        let kept: Vec<i64> = answers.iter().filter_map(|answer| answer.as_ref().ok().copied()).collect();
        assert_eq!(kept.iter().filter(|number| *number % 4 == 0).count(), 1, "one of those had the name");
        assert_eq!(kept.len(), 31, "and nobody else lost their own row");
        let mut unit = database.store.read().await.unwrap();
        let count = sql!("SELECT COUNT(*) AS n FROM counters WHERE name = 'shared' OR name LIKE 'own %'");
        assert_eq!(unit.one(count, args![], |row| row.get::<i64>("n")).await.unwrap(), 31);
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
        let found = unit.one(statement, arguments.clone(), read).await.unwrap();
        assert_eq!(found, (text.to_owned(), Instant::from_millis(-5), 0.5, None));
        assert_eq!(database.store.ask(statement, arguments, read).await.unwrap(), Some(found));
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
