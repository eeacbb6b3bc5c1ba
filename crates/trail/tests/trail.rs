//! The chain holds, and says where it does not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use access::Caller;
use serde_json::json;
use storage::{Statement, Store, args, on_both_engines, sql};
use trail::{Entry, Verdict, append, verify};
use vocabulary::Instant;

async fn write(store: &Store, how_many: i64) {
    for n in 0..how_many {
        let mut unit = store.write().await.unwrap();
        let entry = Entry::new("thing.done", "thing", n).with(json!({ "n": n }));
        append(&mut unit, &Caller::Program("test"), Instant::from_millis(n), entry).await.unwrap();
        unit.commit().await.unwrap();
    }
}

async fn verdict(store: &Store) -> Verdict {
    verify(&mut store.read().await.unwrap()).await.unwrap()
}

async fn tamper(store: &Store, statement: &'static Statement) {
    let mut unit = store.write().await.unwrap();
    unit.run(statement, args![]).await.unwrap();
    unit.commit().await.unwrap();
}

on_both_engines! {
    async fn an_untouched_trail_is_whole(database) {
        assert_eq!(verdict(&database.store).await, Verdict::Whole(0));
        write(&database.store, 5).await;
        assert_eq!(verdict(&database.store).await, Verdict::Whole(5));
    }

    async fn what_was_not_committed_leaves_no_gap(database) {
        write(&database.store, 1).await;
        let mut unit = database.store.write().await.unwrap();
        append(&mut unit, &Caller::Nobody, Instant::from_millis(0), Entry::new("a", "b", 1)).await.unwrap();
        drop(unit);
        write(&database.store, 1).await;
        assert_eq!(verdict(&database.store).await, Verdict::Whole(2));
    }

    async fn abuse_g05_the_first_altered_entry_is_named(database) {
        let store = &database.store;
        write(store, 6).await;
        tamper(store, sql!("UPDATE trail SET detail = '{}' WHERE sequence = 3")).await;
        assert_eq!(verdict(store).await, Verdict::AlteredAt(3));
    }

    async fn abuse_g05_a_removed_entry_is_named(database) {
        let store = &database.store;
        write(store, 6).await;
        tamper(store, sql!("DELETE FROM trail WHERE sequence = 4")).await;
        assert_eq!(verdict(store).await, Verdict::AlteredAt(4));
    }

    async fn abuse_g05_a_cut_tail_is_seen(database) {
        let store = &database.store;
        write(store, 6).await;
        tamper(store, sql!("DELETE FROM trail WHERE sequence > 4")).await;
        assert_eq!(verdict(store).await, Verdict::AlteredAt(5));
    }
}
