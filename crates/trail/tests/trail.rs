//! The chain holds, and says where it does not; what was anchored outside the database says the rest.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use std::fs;

use access::Caller;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use storage::{Statement, Store, args, on_both_engines, sql, testing::TestDatabase};
use trail::{Anchor, Entry, Finding, Kept, Place, Recorded, Search, append, search, tally, verify};
use vault::MasterKey;
use vocabulary::{Ids as _, Instant, testing::SequentialIds};

const MANY: i64 = 1000;

/// Writes entries about things 0, 1, 2…
async fn write(store: &Store, how_many: i64) {
    for n in 0..how_many {
        let mut unit = store.write().await.unwrap();
        let entry = Entry::new("thing.done", "thing", n).with(json!({ "n": n }));
        append(&mut unit, &Caller::Program("test"), Instant::from_millis(n), entry).await.unwrap();
        unit.commit().await.unwrap();
    }
}

fn anchor(database: &TestDatabase) -> Anchor {
    anchor_of(database, "secret", &SequentialIds::default())
}

/// The same folder under the key of that file, drawn from these identities when there is none.
fn anchor_of(database: &TestDatabase, key: &str, ids: &SequentialIds) -> Anchor {
    let key = MasterKey::load_or_create(&database.folder().join(key), ids).unwrap();
    Anchor::new(&database.folder().join("trail"), &key)
}

/// A trail of six entries, anchored when there were four and when there were six.
async fn anchored(database: &TestDatabase) -> Anchor {
    let anchor = anchor(database);
    write(&database.store, 3).await;
    // That it begins is the fourth.
    assert!(matches!(anchor.keep(&database.desk()).await.unwrap(), Kept::Marked(mark) if mark.sequence == 4));
    write(&database.store, 2).await;
    assert!(matches!(anchor.keep(&database.desk()).await.unwrap(), Kept::Marked(mark) if mark.sequence == 6));
    assert_eq!(anchor.keep(&database.desk()).await.unwrap(), Kept::AsItWas);
    anchor
}

async fn findings(database: &TestDatabase, anchor: &Anchor) -> Vec<Finding> {
    verify(&database.store, anchor).await.unwrap().findings
}

async fn tamper(store: &Store, statement: &'static Statement) {
    let mut unit = store.write().await.unwrap();
    unit.run(statement, args![]).await.unwrap();
    unit.commit().await.unwrap();
}

/// What somebody does who may write in the database and knows how hashes are made: takes the entries, changes them as they
/// like, and writes the chain anew from the first to the last.
async fn forge(store: &Store, change: impl Fn(&mut Vec<Recorded>)) {
    let mut unit = store.write().await.unwrap();
    let mut entries = search(&mut unit, &Search::default(), None, MANY).await.unwrap();
    entries.sort_by_key(|entry| entry.sequence);
    change(&mut entries);
    unit.run(sql!("DELETE FROM trail"), args![]).await.unwrap();
    let mut previous = String::new();
    for (n, e) in (1_i64..).zip(&entries) {
        let (at, session) = (e.at.millis().to_string(), e.session.clone().unwrap_or_default());
        let fields = [&previous, &n.to_string(), &at, &e.actor, &session, &e.action, &e.object, &e.detail];
        let mut hasher = Sha256::new();
        for field in fields {
            hasher.update((field.len() as u64).to_be_bytes());
            hasher.update(field.as_bytes());
        }
        let hash = hasher.finalize().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        let insert = sql!(
            "INSERT INTO trail (sequence, at, actor, session, action, object, detail, previous, hash) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        );
        let arguments =
            args![n, e.at, &e.actor, e.session.clone(), &e.action, &e.object, &e.detail, &previous, &hash];
        unit.run(insert, arguments).await.unwrap();
        previous = hash;
    }
    let count = i64::try_from(entries.len()).unwrap();
    unit.run(sql!("UPDATE trail_head SET sequence = $1, hash = $2"), args![count, previous]).await.unwrap();
    unit.commit().await.unwrap();
}

on_both_engines! {
    async fn an_untouched_trail_is_sound_and_says_since_when_it_is_vouched_for(database) {
        let anchor = anchor(&database);
        assert_eq!(anchor.keep(&database.desk()).await.unwrap(), Kept::AsItWas, "nothing to anchor");
        assert!(verify(&database.store, &anchor).await.unwrap().is_sound());
        let anchor = anchored(&database).await;
        write(&database.store, 1).await;
        let report = verify(&database.store, &anchor).await.unwrap();
        assert!(report.is_sound(), "{report:?}");
        let vouched = report.anchored.unwrap();
        assert_eq!((report.entries, vouched.first.sequence, vouched.last.sequence), (7, 4, 6));
    }

    async fn what_was_not_committed_leaves_no_gap(database) {
        let anchor = anchored(&database).await;
        let mut unit = database.store.write().await.unwrap();
        append(&mut unit, &Caller::Nobody, Instant::from_millis(0), Entry::new("a", "b", 1)).await.unwrap();
        drop(unit);
        write(&database.store, 1).await;
        assert_eq!(findings(&database, &anchor).await, []);
    }

    async fn abuse_g05_the_first_altered_entry_is_named(database) {
        let anchor = anchored(&database).await;
        tamper(&database.store, sql!("UPDATE trail SET detail = '{}' WHERE sequence IN (3, 5)")).await;
        assert_eq!(findings(&database, &anchor).await, [Finding::Altered(3)]);
    }

    async fn abuse_g05_an_entry_that_cannot_even_be_read_is_named(database) {
        let anchor = anchored(&database).await;
        tamper(&database.store, sql!(
            sqlite: "UPDATE trail SET at = 'yesterday', session = 'mine' WHERE sequence = 2",
            postgres: "UPDATE trail SET session = 'mine' WHERE sequence = 2",
        )).await;
        assert_eq!(findings(&database, &anchor).await, [Finding::Altered(2)]);
    }

    async fn abuse_g05_a_removed_entry_is_named(database) {
        let anchor = anchored(&database).await;
        tamper(&database.store, sql!("DELETE FROM trail WHERE sequence = 2")).await;
        assert_eq!(findings(&database, &anchor).await, [Finding::Altered(2)]);
    }

    async fn abuse_g05_two_swapped_entries_are_named(database) {
        let anchor = anchored(&database).await;
        tamper(&database.store, sql!("UPDATE trail SET sequence = 8 - sequence + 1000 WHERE sequence IN (3, 5)")).await;
        tamper(&database.store, sql!("UPDATE trail SET sequence = sequence - 1000 WHERE sequence > 1000")).await;
        assert_eq!(findings(&database, &anchor).await, [Finding::Altered(3)]);
    }

    async fn abuse_g05_deleted_last_rows_are_seen(database) {
        let anchor = anchored(&database).await;
        tamper(&database.store, sql!("DELETE FROM trail WHERE sequence > 4")).await;
        assert_eq!(findings(&database, &anchor).await, [Finding::Altered(5)]);
    }

    async fn abuse_g05_a_tail_cut_with_its_head_is_seen_by_the_anchor(database) {
        let anchor = anchored(&database).await;
        forge(&database.store, |entries| entries.truncate(4)).await;
        assert_eq!(findings(&database, &anchor).await, [Finding::Cut(5, 6)]);
        // It anchors nothing that would hide it.
        assert_eq!(anchor.keep(&database.desk()).await.unwrap(), Kept::Against(Finding::Cut(5, 6)));
        // What is written afterwards does not heal it.
        let mut unit = database.store.write().await.unwrap();
        for n in 0..5 {
            let entry = Entry::new("thing.done", "thing", format!("other-{n}"));
            append(&mut unit, &Caller::Nobody, Instant::from_millis(n), entry).await.unwrap();
        }
        unit.commit().await.unwrap();
        assert_eq!(findings(&database, &anchor).await, [Finding::Rewritten(5, 6)]);
        assert!(matches!(anchor.keep(&database.desk()).await.unwrap(), Kept::Against(Finding::Rewritten(..))));
    }

    async fn abuse_g05_a_chain_written_anew_by_hand_is_seen_by_the_anchor(database) {
        let anchor = anchored(&database).await;
        forge(&database.store, |entries| entries[4].actor.push('1')).await;
        assert_eq!(findings(&database, &anchor).await, [Finding::Rewritten(5, 6)], "between the fourth and the sixth");
        forge(&database.store, |entries| drop(entries.remove(1))).await;
        assert_eq!(findings(&database, &anchor).await, [Finding::Rewritten(1, 4)]);
        let kept = anchor.keep(&database.desk()).await.unwrap();
        assert_eq!(kept, Kept::Against(Finding::Cut(6, 6)));
    }

    async fn abuse_g05_an_emptied_trail_is_seen_by_the_anchor(database) {
        let anchor = anchored(&database).await;
        forge(&database.store, Vec::clear).await;
        assert_eq!(findings(&database, &anchor).await, [Finding::Cut(1, 6)]);
    }

    async fn abuse_g05_an_altered_anchor_is_said_and_never_written_over(database) {
        let anchor = anchored(&database).await;
        let text = fs::read_to_string(anchor.path()).unwrap();
        // Somebody who cut the tail would like the anchor to say four.
        fs::write(anchor.path(), text.replacen("\n6 ", "\n4 ", 1)).unwrap();
        assert_eq!(findings(&database, &anchor).await, [Finding::AnchorAltered(2)]);
        let kept = anchor.keep(&database.desk()).await.unwrap();
        assert_eq!(kept, Kept::Against(Finding::AnchorAltered(2)));
        // Lines written under another key are not ours either.
        fs::write(anchor.path(), text).unwrap();
        assert_eq!(findings(&database, &anchor).await, []);
        let ids = SequentialIds::default();
        ids.id();
        let stranger = anchor_of(&database, "another", &ids);
        assert_eq!(findings(&database, &stranger).await, [Finding::AnchorAltered(1)]);
    }

    async fn abuse_g05_a_missing_anchor_is_said_and_a_new_one_leaves_an_entry(database) {
        let anchor = anchored(&database).await;
        fs::remove_file(anchor.path()).unwrap();
        assert_eq!(findings(&database, &anchor).await, [Finding::NotAnchored]);
        anchor.keep(&database.desk()).await.unwrap();
        let report = verify(&database.store, &anchor).await.unwrap();
        assert!(report.is_sound());
        assert_eq!(report.anchored.unwrap().first.sequence, 7, "nothing vouches for what was before");
        let mut unit = database.store.read().await.unwrap();
        let begun = search(&mut unit, &Search::of("trail", "chain"), None, MANY).await.unwrap();
        let after: Vec<&str> = begun.iter().map(|entry| entry.detail.as_str()).collect();
        assert_eq!(after, [r#"{"after":6}"#, r#"{"after":3}"#]);
    }

    async fn an_anchor_is_begun_anew_for_a_reason_and_the_old_one_stays_beside_it(database) {
        let anchor = anchored(&database).await;
        // A back-up of this morning is restored.
        forge(&database.store, |entries| entries.truncate(4)).await;
        let operator = Caller::Program("operator");
        let kept = anchor.begin_anew(&database.desk(), &operator, "back-up restored").await.unwrap();
        assert!(matches!(kept, Kept::Marked(mark) if mark.sequence == 5));
        assert_eq!(findings(&database, &anchor).await, []);
        let beside = fs::read_dir(database.folder().join("trail")).unwrap().count();
        assert_eq!(beside, 2);
    }

    async fn a_line_that_a_power_cut_left_half_written_does_not_count(database) {
        let anchor = anchored(&database).await;
        let text = fs::read_to_string(anchor.path()).unwrap();
        fs::write(anchor.path(), format!("{text}7 2026-03-1")).unwrap();
        assert_eq!(findings(&database, &anchor).await, []);
        write(&database.store, 1).await;
        anchor.keep(&database.desk()).await.unwrap();
        let report = verify(&database.store, &anchor).await.unwrap();
        assert!(report.is_sound(), "{report:?}");
        assert_eq!(report.anchored.unwrap().last.sequence, 7);
    }

    async fn nodes_that_share_a_folder_or_have_their_own_anchor_one_chain(database) {
        let own = Anchor::new(
            &database.folder().join("other"),
            &MasterKey::load_or_create(&database.folder().join("secret"), &SequentialIds::default()).unwrap(),
        );
        let nodes: Vec<_> = [anchor(&database), anchor(&database), own.clone()].into_iter().map(|anchor| {
            let desk = database.desk();
            tokio::spawn(async move {
                for n in 0..10 {
                    let mut unit = desk.store.write().await.unwrap();
                    append(&mut unit, &Caller::Nobody, desk.now(), Entry::new("thing.done", "thing", n)).await.unwrap();
                    unit.commit().await.unwrap();
                    assert!(!matches!(anchor.keep(&desk).await.unwrap(), Kept::Against(_)));
                }
            })
        }).collect();
        for node in nodes { node.await.unwrap(); }
        assert_eq!(findings(&database, &anchor(&database)).await, []);
        assert_eq!(findings(&database, &own).await, []);
    }

    async fn entries_are_found_by_who_what_when_and_session_the_latest_first(database) {
        write(&database.store, 5).await;
        let mut unit = database.store.write().await.unwrap();
        let late = Entry::new("thing.seen", "thing", 2);
        append(&mut unit, &Caller::Nobody, Instant::from_millis(2), late).await.unwrap();
        unit.commit().await.unwrap();
        let mut unit = database.store.read().await.unwrap();
        let mut find = async |wanted: Search, after: Option<Place>, limit: i64| {
            let found = search(&mut unit, &wanted, after, limit).await.unwrap();
            found.iter().map(|entry| entry.sequence).collect::<Vec<_>>()
        };
        let all = Search::default();
        // By moment; of two at one moment, the one that was written later comes first.
        assert_eq!(find(all.clone(), None, MANY).await, [5, 4, 6, 3, 2, 1]);
        let place = Place { at: Instant::from_millis(2), sequence: 6 };
        assert_eq!(find(all.clone(), Some(place), 2).await, [3, 2]);
        assert_eq!(find(Search::of("thing", 2), None, MANY).await, [6, 3]);
        let both = Search { objects: vec!["thing:0".into(), "thing:2".into()], ..all.clone() };
        assert_eq!(find(both.clone(), None, MANY).await, [6, 3, 1]);
        assert_eq!(find(Search { action: Some("thing.done".into()), ..both }, None, MANY).await, [3, 1]);
        assert_eq!(find(Search { actor: Some("nobody".into()), ..all.clone() }, None, MANY).await, [6]);
        let (from, until) = (Some(Instant::from_millis(1)), Some(Instant::from_millis(3)));
        assert_eq!(find(Search { from, until, ..all.clone() }, None, MANY).await, [6, 3, 2]);
        assert_eq!(find(Search { newest: Some(2), ..all.clone() }, None, MANY).await, [2, 1]);
        let none = Search { session: Some("00000000-0000-4000-8000-000000000000".into()), ..all };
        assert!(find(none, None, MANY).await.is_empty());
        let counted = tally(&mut unit, ["thing:2", "thing:4"]).await.unwrap();
        let said: Vec<_> = counted.iter().map(|t| (t.actor.as_str(), t.action.as_str(), t.count)).collect();
        assert_eq!(said, [("program:test", "thing.done", 2), ("nobody", "thing.seen", 1)]);
    }
}
