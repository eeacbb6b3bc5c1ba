//! Whoever does the jobs.

use std::{collections::BTreeMap, future::Future, pin::Pin, sync::Arc, time::Duration};

use storage::Desk;
use tokio::sync::watch;
use vocabulary::Failure;

use crate::queue::{self, Claimed};

/// What came of one try.
#[derive(Debug)]
pub enum Outcome {
    /// Done: the job is over.
    Done,
    /// Not now: the job comes back later, for as long as it takes. Holds why, for the operator.
    Later(String),
    /// Never: the job is given up and shown. Holds why.
    Never(String),
}

/// Does the jobs of one kind.
pub trait Handler: Send + Sync {
    /// The kind.
    fn kind(&self) -> &'static str;

    /// One try. A [`Failure`] is logged, and the job comes back later.
    fn handle<'a>(
        &'a self,
        job: &'a Claimed,
    ) -> Pin<Box<dyn Future<Output = Result<Outcome, Failure>> + Send + 'a>>;
}

/// A worker of one node: claims, hands over, notes what came of it.
#[derive(Clone)]
pub struct Worker {
    desk: Desk,
    handlers: Arc<BTreeMap<&'static str, Arc<dyn Handler>>>,
    holder: String,
    kinds: String,
}

/// Seconds during which a job is this worker's. A try longer than that may be made a second time elsewhere.
const LEASE: i64 = 120;
/// Seconds before the second try; doubled at each, up to [`LONGEST_WAIT`].
const FIRST_WAIT: i64 = 5;
const LONGEST_WAIT: i64 = 600;
/// How often the table is looked at when there was nothing to do.
const PAUSE: Duration = Duration::from_millis(500);

impl Worker {
    /// A worker with these handlers, one a kind.
    pub fn new(desk: Desk, handlers: Vec<Arc<dyn Handler>>) -> Self {
        let handlers: BTreeMap<_, _> =
            handlers.into_iter().map(|handler| (handler.kind(), handler)).collect();
        let kinds = handlers.keys().fold(",".to_owned(), |list, kind| list + kind + ",");
        Self { holder: desk.id().to_string(), desk, handlers: Arc::new(handlers), kinds }
    }

    /// Does one job if one is due; answers whether there was one.
    pub async fn once(&self) -> Result<bool, Failure> {
        let mut unit = self.desk.store.write().await?;
        let claimed = queue::claim(&mut unit, &self.kinds, &self.holder, self.desk.now(), LEASE).await?;
        unit.commit().await?;
        let Some(job) = claimed else { return Ok(false) };
        let outcome = match self.handlers.get(job.kind.as_str()) {
            Some(handler) => handler.handle(&job).await,
            None => Ok(Outcome::Later("no handler on this node".to_owned())),
        };
        let outcome = outcome.unwrap_or_else(|failure| {
            tracing::error!(job = %job.id, kind = job.kind, attempt = job.attempt, error = failure.chain(), "job failed");
            Outcome::Later(failure.chain())
        });
        self.note(&job, outcome).await?;
        Ok(true)
    }

    async fn note(&self, job: &Claimed, outcome: Outcome) -> Result<(), Failure> {
        let mut unit = self.desk.store.write().await?;
        let now = self.desk.now();
        match outcome {
            Outcome::Done => queue::finish(&mut unit, job.id, &self.holder, now, None).await?,
            Outcome::Never(why) => {
                tracing::error!(job = %job.id, kind = job.kind, why, "job given up");
                queue::finish(&mut unit, job.id, &self.holder, now, Some(why)).await?;
            }
            Outcome::Later(why) => {
                let wait = FIRST_WAIT.saturating_mul(1 << (job.attempt - 1).clamp(0, 10)).min(LONGEST_WAIT);
                queue::put_back(&mut unit, job.id, &self.holder, now.plus_seconds(wait), &why).await?;
            }
        }
        unit.commit().await
    }

    /// Does everything that is due, then returns; answers how many tries it made.
    pub async fn drain(&self) -> Result<u32, Failure> {
        let mut tries = 0;
        while self.once().await? {
            tries += 1;
        }
        Ok(tries)
    }

    /// Works until told to stop, and finishes the job in hand before it does.
    pub async fn run(&self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            let busy = self.once().await.unwrap_or_else(|failure| {
                tracing::error!(error = failure.chain(), "the queue does not answer");
                false
            });
            if !busy {
                tokio::select! {
                    () = tokio::time::sleep(PAUSE) => {}
                    _ = stop.changed() => {}
                }
            }
        }
    }
}
