//! Every job has its effect once, in order, whatever dies.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex},
};

use jobs::{Claimed, Handler, Job, Outcome, Worker, counts, enqueue, forget, withdraw};
use serde_json::json;
use storage::{Desk, on_both_engines};
use vocabulary::Failure;

/// Writes down the keys it was given; does to each what `will` says.
struct Recorder {
    seen: Arc<Mutex<Vec<String>>>,
    will: fn(&Claimed) -> Outcome,
}

impl Handler for Recorder {
    fn kind(&self) -> &'static str {
        "note"
    }
    fn handle<'a>(
        &'a self,
        job: &'a Claimed,
    ) -> Pin<Box<dyn Future<Output = Result<Outcome, Failure>> + Send + 'a>> {
        Box::pin(async move {
            self.seen.lock().unwrap().push(job.key.clone());
            Ok((self.will)(job))
        })
    }
}

fn worker(desk: &Desk, will: fn(&Claimed) -> Outcome) -> (Worker, Arc<Mutex<Vec<String>>>) {
    let seen = Arc::default();
    (Worker::new(desk.clone(), vec![Arc::new(Recorder { seen: Arc::clone(&seen), will })]), seen)
}

async fn put(desk: &Desk, key: &str, lane: &str) {
    let mut unit = desk.store.write().await.unwrap();
    let job =
        Job { kind: "note", key: key.into(), lane: lane.into(), payload: json!({}), run_at: desk.now() };
    enqueue(&mut unit, desk, job).await.unwrap();
    unit.commit().await.unwrap();
}

on_both_engines! {
    async fn a_job_exists_exactly_when_its_cause_does(database) {
        let desk = database.desk();
        let mut unit = desk.store.write().await.unwrap();
        let job = Job { kind: "note", key: "lost".into(), lane: String::new(), payload: json!({}), run_at: desk.now() };
        enqueue(&mut unit, &desk, job).await.unwrap();
        drop(unit);
        put(&desk, "kept", "").await;
        put(&desk, "kept", "").await;
        let (worker, seen) = worker(&desk, |_| Outcome::Done);
        assert_eq!(worker.drain().await.unwrap(), 1);
        assert_eq!(*seen.lock().unwrap(), ["kept"]);
    }

    async fn a_lane_waits_for_its_first_and_the_others_do_not(database) {
        let desk = database.desk();
        for (key, lane) in [("a1", "a"), ("a2", "a"), ("b1", "b")] { put(&desk, key, lane).await; }
        let (failing, seen) = worker(&desk, |job| if job.key == "a1" { Outcome::Later("down".into()) } else { Outcome::Done });
        failing.drain().await.unwrap();
        assert_eq!(*seen.lock().unwrap(), ["a1", "b1"]);
        database.clock.advance(10);
        let (mended, seen) = worker(&desk, |_| Outcome::Done);
        mended.drain().await.unwrap();
        assert_eq!(*seen.lock().unwrap(), ["a1", "a2"]);
    }

    async fn a_dead_worker_gives_its_job_back_when_its_lease_ends(database) {
        let desk = database.desk();
        put(&desk, "k", "").await;
        let (dying, _) = worker(&desk, |_| panic!("killed"));
        assert!(tokio::spawn(async move { dying.once().await }).await.is_err());
        let (other, seen) = worker(&desk, |_| Outcome::Done);
        assert_eq!(other.drain().await.unwrap(), 0, "the lease still holds");
        database.clock.advance(121);
        assert_eq!(other.drain().await.unwrap(), 1);
        assert_eq!(seen.lock().unwrap().len(), 1);
    }

    async fn a_day_of_failures_gives_nothing_up(database) {
        let desk = database.desk();
        put(&desk, "k", "").await;
        let (down, _) = worker(&desk, |_| Outcome::Later("down".into()));
        for _ in 0..150 {
            down.drain().await.unwrap();
            database.clock.advance(600);
        }
        let (up, seen) = worker(&desk, |_| Outcome::Done);
        up.drain().await.unwrap();
        assert_eq!(*seen.lock().unwrap(), ["k"]);
    }

    async fn what_can_never_be_done_is_given_up_and_counted(database) {
        let desk = database.desk();
        put(&desk, "k", "").await;
        let (worker, _) = worker(&desk, |_| Outcome::Never("no such address".into()));
        worker.drain().await.unwrap();
        let found = counts(&mut desk.store.read().await.unwrap()).await.unwrap();
        assert_eq!((found.waiting, found.given_up), (0, 1));
    }

    async fn what_is_over_is_forgotten_in_its_time_and_what_is_purged_is_withdrawn_at_once(database) {
        let desk = database.desk();
        let [gone, other] = [desk.id(), desk.id()];
        for key in ["done", "never", "later"] { put(&desk, key, "").await; }
        let (worker, _) = worker(&desk, |job| match job.key.as_str() {
            "done" => Outcome::Done,
            "never" => Outcome::Never("no such address".into()),
            _ => Outcome::Later("down".into()),
        });
        worker.drain().await.unwrap();
        for (key, lane) in [(format!("{gone} news"), String::new()), ("a".into(), format!("letters {gone} x")), (format!("{other}"), String::new())] {
            put(&desk, &key, &lane).await;
        }
        let mut unit = desk.store.write().await.unwrap();
        assert_eq!(withdraw(&mut unit, "no", &gone.to_string()).await.unwrap().len(), 2);
        assert!(withdraw(&mut unit, "other", &other.to_string()).await.unwrap().is_empty(), "of other kinds");
        assert!(withdraw(&mut unit, "", "%").await.unwrap().is_empty(), "as it is written");
        let (before, now) = (desk.now().plus_seconds(-1), desk.now());
        assert_eq!(forget(&mut unit, before, before, 9).await.unwrap(), 0);
        assert_eq!(forget(&mut unit, now, before, 9).await.unwrap(), 1, "the one that was done");
        assert_eq!(forget(&mut unit, now, now, 0).await.unwrap(), 0, "at most that many");
        assert_eq!(forget(&mut unit, now, now, 9).await.unwrap(), 1, "the one that was given up");
        let left = counts(&mut unit).await.unwrap();
        assert_eq!((left.waiting, left.given_up), (2, 0), "what waits and names nothing that went");
    }

    async fn two_nodes_share_the_work_without_doing_it_twice(database) {
        let desk = database.desk();
        for n in 0..20 { put(&desk, &n.to_string(), "").await; }
        let ((first, seen_first), (second, seen_second)) = (worker(&desk, |_| Outcome::Done), worker(&desk, |_| Outcome::Done));
        let (a, b) = tokio::join!(first.drain(), second.drain());
        assert_eq!(a.unwrap() + b.unwrap(), 20);
        assert_eq!(seen_first.lock().unwrap().len() + seen_second.lock().unwrap().len(), 20);
    }
}
