//! Power cuts and full disks, on disks that can be cut and filled. `kill -9` alone proves little: the operating system
//! still writes what the program left. Each promise has its negative control, which must break.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use std::{future::Future, path::Path};

use storage::{
    Durability, Engine, PATIENCE, Store, args, sql,
    testing::{Disk, database_on},
};

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Runtime::new().unwrap().block_on(future)
}

/// Commits 400 rows from 16 writers; answers once all are acknowledged.
async fn acknowledge(store: &Store) {
    let writers: Vec<_> = (0..16)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                for _ in 0..25 {
                    let mut unit = store.write().await.unwrap();
                    unit.next("acknowledged").await.unwrap();
                    unit.commit().await.unwrap();
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
}

/// How many acknowledged rows a power cut leaves of 400.
fn after_power_cut(engine: Engine, durability: Durability) -> i64 {
    let disk = Disk::new(192);
    let (url, server) = database_on(engine, &disk);
    let cut = block_on(async {
        let store = Store::open_with(&url, durability, PATIENCE).await.unwrap();
        store.migrate().await.unwrap();
        // What came before is on disk for certain: only the rows are at stake.
        disk.sync();
        acknowledge(&store).await;
        disk.cut()
    });
    drop(server);
    let (url, _server) = database_on(engine, &cut);
    block_on(async {
        let store = Store::open(&url).await.unwrap();
        let mut unit = store.read().await.unwrap();
        let statement = sql!("SELECT value FROM counters WHERE name = 'acknowledged'");
        let found = unit.first(statement, args![], |row| row.get("value")).await.unwrap();
        drop(unit);
        store.close().await;
        found.unwrap_or(0)
    })
}

#[test]
fn fault_r02_a_power_cut_loses_nothing_acknowledged_sqlite() {
    assert_eq!(after_power_cut(Engine::Sqlite, Durability::Durable), 400);
}

#[test]
fn fault_r02_a_power_cut_loses_nothing_acknowledged_postgres() {
    assert_eq!(after_power_cut(Engine::Postgres, Durability::Durable), 400);
}

#[test]
fn fault_r02_negative_control_sqlite_with_synchronous_normal_loses_rows() {
    assert!(after_power_cut(Engine::Sqlite, Durability::Loose) < 400);
}

#[test]
fn fault_r02_negative_control_postgres_with_synchronous_commit_off_loses_rows() {
    assert!(after_power_cut(Engine::Postgres, Durability::Loose) < 400);
}

/// What is done with a database whose disk is full, of which room is made by removing the ballast.
fn on_a_full_disk<T>(engine: Engine, what: impl AsyncFnOnce(&Store, &Path) -> T) -> T {
    // PostgreSQL reserves its log ahead: it needs a larger disk to begin with.
    let disk = Disk::new(if engine == Engine::Sqlite { 24 } else { 192 });
    let (url, _server) = database_on(engine, &disk);
    block_on(async {
        let store = Store::open(&url).await.unwrap();
        store.migrate().await.unwrap();
        let done = what(&store, &disk.fill(0)).await;
        store.close().await;
        done
    })
}

/// Fills the disk, sees the writers told to come back, gives room again, and sees them served: nothing half-written.
fn full_disk(engine: Engine) {
    on_a_full_disk(engine, async |store, ballast| {
        let mut kept = 0_i64;
        let failure = loop {
            match big_row(store, kept).await {
                Ok(()) => kept += 1,
                Err(failure) => break failure,
            }
            assert!(kept < 5000, "the disk was never full");
        };
        assert!(failure.is_busy(), "come back later: {}", failure.chain());
        assert_eq!(count(store).await, kept, "what was acknowledged is there, and nothing else");
        std::fs::remove_file(ballast).unwrap();
        // PostgreSQL may need a moment to come back from a log that it could not extend.
        for attempt in 0.. {
            match big_row(store, kept).await {
                Ok(()) => break,
                Err(failure) => assert!(attempt < 50, "it recovers by itself: {}", failure.chain()),
            }
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
        assert_eq!(count(store).await, kept + 1);
    });
}

async fn big_row(store: &Store, number: i64) -> Result<(), vocabulary::Failure> {
    let mut unit = store.write().await?;
    // Characters that do not compress well, so that PostgreSQL cannot make the row small.
    let mut seed = 0x2017_1001_u64.wrapping_add(number.unsigned_abs());
    let text: String = (0..100_000)
        .map(|_| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(b'!' + u8::try_from((seed >> 33) % 90).unwrap())
        })
        .collect();
    let statement = sql!(
        "INSERT INTO jobs (id, sequence, kind, key, lane, payload, state, run_at, attempts, lease_until, lease_holder, \
         created_at) VALUES ($1, 0, 'test', $1, '', $2, 'done', 0, 0, 0, '', 0)"
    );
    unit.run(statement, args![number.to_string(), text]).await?;
    unit.commit().await
}

async fn count(store: &Store) -> i64 {
    for _ in 0..50 {
        if let Ok(mut unit) = store.read().await {
            let counted = unit.one(sql!("SELECT COUNT(*) AS n FROM jobs"), args![], |row| row.get("n")).await;
            if let Ok(counted) = counted {
                return counted;
            }
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    panic!("the database does not answer");
}

#[test]
fn fault_r03_a_full_disk_is_said_and_recovers_sqlite() {
    full_disk(Engine::Sqlite);
}

#[test]
fn fault_r03_a_full_disk_is_said_and_recovers_postgres() {
    full_disk(Engine::Postgres);
}

/// Who acknowledges before the commit is answered, and goes on: how many rows it promised, and how many are there.
fn promised_on_a_full_disk(engine: Engine) -> (i64, i64) {
    on_a_full_disk(engine, async |store, ballast| {
        let mut promised = 0;
        let mut full = false;
        while !full {
            full = big_row(store, promised).await.is_err();
            promised += 1;
        }
        std::fs::remove_file(ballast).unwrap();
        (promised, count(store).await)
    })
}

#[test]
fn fault_r03_negative_control_a_promise_before_the_commit_is_broken_sqlite() {
    let (promised, there) = promised_on_a_full_disk(Engine::Sqlite);
    assert!(there < promised, "{there} of {promised}");
}

#[test]
fn fault_r03_negative_control_a_promise_before_the_commit_is_broken_postgres() {
    let (promised, there) = promised_on_a_full_disk(Engine::Postgres);
    assert!(there < promised, "{there} of {promised}");
}
