//! Whether the chain holds.

use access::{Caller, Resource, permit};
use serde_json::{Value, json};
use trail::{Entry, Finding, Report, Search, Standing};
use vocabulary::{Instant, Problem};

use super::{Audit, Line, naming::Names};

/// What the trail says of itself.
#[derive(Clone, Debug)]
pub struct State {
    /// The anchor and the head.
    pub standing: Standing,
    /// The last time that somebody walked the chain; `None` when nobody did.
    pub verified: Option<Verified>,
}

/// What a walk of the chain found.
#[derive(Clone, Debug)]
pub struct Verified {
    /// When.
    pub at: Instant,
    /// Who asked for it.
    pub by: Line,
    /// How many entries there were.
    pub entries: i64,
    /// What was wrong; empty when nothing was.
    pub findings: Vec<Finding>,
}

impl Audit {
    /// Walks the whole chain. What it found is an entry, so that the next reader knows.
    pub async fn verify(&self, caller: &Caller) -> Result<Report, Problem> {
        access::decide::<permit::TrailRead>(caller, &Resource::default())?;
        let report = trail::verify(&self.desk.store, &self.anchor).await?;
        let detail = json!({ "entries": report.entries, "findings": report.findings });
        self.write(caller, Entry::new("trail.verified", "trail", "chain").with(detail)).await?;
        Ok(report)
    }

    /// How the anchor stands, and when the chain was last walked.
    pub async fn state(&self, caller: &Caller) -> Result<State, Problem> {
        access::decide::<permit::TrailRead>(caller, &Resource::default())?;
        let standing = self.anchor.standing(&self.desk).await?;
        let walks = Search { action: Some("trail.verified".to_owned()), ..Search::of("trail", "chain") };
        let last = trail::search(&mut self.desk.store.read().await?, &walks, None, 1).await?;
        let last = self.named(caller, &mut Names::default(), last).await?.pop();
        Ok(State { standing, verified: last.and_then(verified) })
    }
}

/// What an entry says of a walk; nothing when it is not one of ours.
fn verified(by: Line) -> Option<Verified> {
    let detail: Value = serde_json::from_str(&by.recorded.detail).ok()?;
    let findings = serde_json::from_value(detail.get("findings")?.clone()).ok()?;
    Some(Verified { at: by.recorded.at, entries: detail.get("entries")?.as_i64()?, findings, by })
}
