//! The daily purge, and the files that go after it.

use std::{collections::BTreeSet, future::Future, pin::Pin, sync::Arc};

use ::jobs::{Claimed, Handler, Job, Outcome};
use access::Caller;
use serde::Deserialize;
use serde_json::json;
use storage::{Desk, Unit};
use vocabulary::{Failure, Id, Problem};

use crate::Retention;

const PURGE: &str = "retention.purge";
const REMOVAL: &str = "retention.removal";

/// Parts of one try: it must end well within the lease of a job.
const PARTS: u32 = 10;
const DAY: i64 = 24 * 3600;

/// The purge of the day, if it has not begun.
pub async fn schedule(unit: &mut Unit, desk: &Desk) -> Result<(), Failure> {
    enqueue_purge(unit, desk, 0, 0).await
}

/// The purge of that many days on; the rest of a day's is a job of its own.
async fn enqueue_purge(unit: &mut Unit, desk: &Desk, days: i64, rest: i64) -> Result<(), Failure> {
    let run_at = desk.now().plus_seconds(days * DAY);
    let day = run_at.millis().div_euclid(DAY * 1000);
    let key = if rest == 0 { day.to_string() } else { format!("{day} {rest}") };
    let job = Job { kind: PURGE, key, lane: String::new(), payload: json!({ "rest": rest }), run_at };
    ::jobs::enqueue(unit, desk, job).await
}

/// Files that nothing names any more once this transaction is committed.
pub(crate) async fn enqueue_removal(
    unit: &mut Unit,
    desk: &Desk,
    files: &[Id],
    marks: &BTreeSet<String>,
) -> Result<(), Failure> {
    let job = Job {
        kind: REMOVAL,
        key: desk.id().to_string(),
        lane: String::new(),
        payload: json!({ "files": files, "letters": marks }),
        run_at: desk.now(),
    };
    ::jobs::enqueue(unit, desk, job).await
}

/// The handlers of the purge and of the files that go after it.
pub fn handlers(retention: &Retention) -> Vec<Arc<dyn Handler>> {
    let mut all: Vec<Arc<dyn Handler>> = vec![Arc::new(Purge(retention.clone()))];
    all.extend(removal(retention));
    all
}

/// The handler of the files alone: for the operator at the terminal, who waits for them.
pub fn removal(retention: &Retention) -> Vec<Arc<dyn Handler>> {
    vec![Arc::new(Removal(retention.clone()))]
}

type Tried<'a> = Pin<Box<dyn Future<Output = Result<Outcome, Failure>> + Send + 'a>>;

struct Purge(Retention);

impl Purge {
    async fn run(&self, job: &Claimed) -> Result<Outcome, Failure> {
        let report = match self.0.purge(&Caller::Program("purge"), PARTS).await {
            Ok(report) => report,
            Err(Problem::Failed(failure)) => return Err(failure),
            Err(Problem::Refused(refused)) => return Ok(Outcome::Never(format!("{refused:?}"))),
        };
        let desk = &self.0.desk;
        let mut unit = desk.store.write().await?;
        if report.more {
            let rest = job.payload.get("rest").and_then(serde_json::Value::as_i64).unwrap_or(0);
            enqueue_purge(&mut unit, desk, 0, rest + 1).await?;
        }
        enqueue_purge(&mut unit, desk, 1, 0).await?;
        unit.commit().await?;
        Ok(Outcome::Done)
    }
}

impl Handler for Purge {
    fn kind(&self) -> &'static str {
        PURGE
    }
    fn handle<'a>(&'a self, job: &'a Claimed) -> Tried<'a> {
        Box::pin(self.run(job))
    }
}

struct Removal(Retention);

/// What a removal's job holds.
#[derive(Deserialize)]
struct Gone {
    files: Vec<Id>,
    letters: BTreeSet<String>,
}

impl Removal {
    /// What cannot be removed now is tried again: the job comes back until all is gone.
    async fn run(&self, job: &Claimed) -> Result<Outcome, Failure> {
        let gone: Gone =
            serde_json::from_value(job.payload.clone()).map_err(|error| Failure::new("read a job", error))?;
        for file in gone.files {
            self.0.declarations.remove_file(file).await?;
        }
        self.0.letters.remove_marked(&gone.letters).await?;
        Ok(Outcome::Done)
    }
}

impl Handler for Removal {
    fn kind(&self) -> &'static str {
        REMOVAL
    }
    fn handle<'a>(&'a self, job: &'a Claimed) -> Tried<'a> {
        Box::pin(self.run(job))
    }
}
