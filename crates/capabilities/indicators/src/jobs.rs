//! Texts are read.

use std::{future::Future, pin::Pin, sync::Arc};

use ::jobs::{Claimed, Handler, Job, Outcome};
use serde_json::{Value, json};
use storage::{Desk, Unit};
use vocabulary::{Failure, Id, Instant};

use crate::{operations::Indicators, rules::Origin};

const READ: &str = "indicators.read";

/// A text to read: whose it is, what it is, and which.
pub(crate) struct Where {
    /// The declaration that it belongs to, or the incident.
    pub(crate) of: Id,
    pub(crate) by_declaration: bool,
    pub(crate) origin: Origin,
    /// The number of a version, or the identity of a message, a file or a line.
    pub(crate) source: String,
}

impl Where {
    pub(crate) fn declared(of: Id, origin: Origin, source: String) -> Self {
        Self { of, by_declaration: true, origin, source }
    }

    pub(crate) fn noted(of: Id, source: String) -> Self {
        Self { of, by_declaration: false, origin: Origin::Journal, source }
    }

    fn read(payload: &Value) -> Result<Self, Failure> {
        let text = |name: &str| payload.get(name).and_then(Value::as_str).unwrap_or_default();
        let origin = Origin::from_code(text("origin"))
            .ok_or_else(|| Failure::new("read a job", format!("unknown origin: {}", text("origin"))))?;
        let of = Id::parse(text("of")).map_err(|error| Failure::new("read a job", error))?;
        let by_declaration = origin != Origin::Journal;
        Ok(Self { of, by_declaration, origin, source: text("source").to_owned() })
    }
}

pub(crate) async fn enqueue(
    unit: &mut Unit,
    desk: &Desk,
    place: &Where,
    run_at: Instant,
) -> Result<(), Failure> {
    let job = Job {
        kind: READ,
        key: format!("{} {} {}", place.of, place.origin.code(), place.source),
        lane: format!("indicators {}", place.of),
        payload: json!({ "of": place.of, "origin": place.origin.code(), "source": place.source }),
        run_at,
    };
    ::jobs::enqueue(unit, desk, job).await
}

/// The handler of texts.
pub fn handlers(indicators: &Indicators) -> Vec<Arc<dyn Handler>> {
    vec![Arc::new(Texts(indicators.clone()))]
}

struct Texts(Indicators);

impl Handler for Texts {
    fn kind(&self) -> &'static str {
        READ
    }
    fn handle<'a>(
        &'a self,
        job: &'a Claimed,
    ) -> Pin<Box<dyn Future<Output = Result<Outcome, Failure>> + Send + 'a>> {
        Box::pin(async move {
            self.0.read(&Where::read(&job.payload)?).await?;
            Ok(Outcome::Done)
        })
    }
}
