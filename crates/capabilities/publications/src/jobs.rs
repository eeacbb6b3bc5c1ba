//! A text whose moment has come is published.

use std::{future::Future, pin::Pin, sync::Arc};

use ::jobs::{Claimed, Handler, Job, Outcome};
use access::Caller;
use serde_json::{Value, json};
use storage::{Desk, Unit};
use vocabulary::{Failure, Id, Instant, Problem};

use crate::{operations::Publications, store::Publication};

const DUE: &str = "publications.due";

/// Publishes at a moment the version that comes after what is published now.
pub(crate) async fn enqueue(
    unit: &mut Unit,
    desk: &Desk,
    text: &Publication,
    due: Instant,
) -> Result<(), Failure> {
    let version = text.life.version + 1;
    let payload = json!({ "publication": text.id, "version": version });
    // Taken back and scheduled anew, it is another job.
    let key = format!("{} {} {}", text.id, text.revision, due.millis());
    ::jobs::enqueue(unit, desk, Job { kind: DUE, key, lane: String::new(), payload, run_at: due }).await
}

/// Forgets the moment of a text that is taken back.
pub(crate) async fn withdraw(unit: &mut Unit, publication: Id) -> Result<(), Failure> {
    ::jobs::withdraw(unit, DUE, &publication.to_string()).await.map(drop)
}

/// The handlers of this capability's jobs.
pub fn handlers(publications: &Publications) -> Vec<Arc<dyn Handler>> {
    vec![Arc::new(Due(publications.clone()))]
}

struct Due(Publications);

impl Handler for Due {
    fn kind(&self) -> &'static str {
        DUE
    }

    fn handle<'a>(
        &'a self,
        job: &'a Claimed,
    ) -> Pin<Box<dyn Future<Output = Result<Outcome, Failure>> + Send + 'a>> {
        Box::pin(async move {
            let version = job.payload.get("version").and_then(Value::as_i64).unwrap_or_default();
            let program = Caller::Program("publications");
            match self.0.publish_due(&program, (job.identity("publication")?, version)).await {
                Ok(()) => Ok(Outcome::Done),
                Err(Problem::Failed(failure)) => Err(failure),
                Err(Problem::Refused(refused)) => Ok(Outcome::Never(format!("{refused:?}"))),
            }
        })
    }
}
