//! The qualification of an incident as those who follow it read it: what was proposed, what was kept, by whom, when and why.

use incidents::{IncidentView, Qualified};

use super::pages::CriterionView;
use crate::{declarations::follow::CELL, visit::Visit};

/// It, in words.
#[derive(Default)]
pub(super) struct Judged {
    /// Who confirmed or corrected it, and when; nothing when nobody did.
    pub(super) by: Option<String>,
    /// Of a correction: a name, and what it says.
    pub(super) lines: Vec<(String, String)>,
}

impl Judged {
    pub(super) fn of(visit: &Visit, view: &IncidentView) -> Self {
        let words = &visit.words;
        let Some(name) = &view.incident.confirmed_by else { return Self::default() };
        let Some(made) = view.qualified.first() else {
            return Self { by: Some(words.t1("qualification-confirmed", "name", name)), lines: Vec::new() };
        };
        let key =
            if made.is_corrected() { "qualification-corrected-at" } else { "qualification-confirmed-at" };
        let by = words.t2(key, "name", &made.author, "when", words.moment(made.at, CELL));
        let mut lines = Vec::new();
        if let Some((criteria, severity)) = made.proposed.as_ref().filter(|_| made.is_corrected()) {
            lines.push((words.t("correction-proposed"), weighed(visit, criteria, *severity)));
            lines.push((words.t("correction-kept"), weighed(visit, &made.criteria, made.severity)));
        }
        if !made.reason.is_empty() {
            lines.push((words.t("preview-reason"), made.reason.clone()));
        }
        Self { by: Some(by), lines }
    }
}

/// Criteria and a severity: `C1, C3 · gravité 4, très sérieux`.
fn weighed(visit: &Visit, criteria: &[String], severity: i64) -> String {
    let words = &visit.words;
    let criteria = if criteria.is_empty() { words.t("correction-no-criterion") } else { criteria.join(", ") };
    let level = words.k("severity-", severity, "").to_lowercase();
    words.with(
        "correction-weighed",
        &[("criteria", &criteria), ("level", &severity.to_string()), ("words", &level)],
    )
}

/// What a correction changed, in one line.
pub(super) fn differences(visit: &Visit, made: &Qualified) -> String {
    let words = &visit.words;
    let (added, removed) = made.differences();
    let mut parts = Vec::new();
    if !added.is_empty() {
        parts.push(words.t1("correction-added", "criteria", added.join(", ")));
    }
    if !removed.is_empty() {
        parts.push(words.t1("correction-removed", "criteria", removed.join(", ")));
    }
    if let Some((_, proposed)) = made.proposed.as_ref().filter(|(_, proposed)| *proposed != made.severity) {
        parts.push(words.t2("correction-severity", "from", proposed, "to", made.severity));
    }
    parts.join(", ")
}

/// A criterion that a person kept and no declared fact fired says so.
pub(super) fn with_phrases(visit: &Visit, criteria: Vec<CriterionView>) -> Vec<CriterionView> {
    let phrased = |mut criterion: CriterionView| {
        if criterion.holds && criterion.facts.is_empty() {
            criterion.facts.push(visit.words.t("preview-by-person"));
        }
        criterion
    };
    criteria.into_iter().map(phrased).collect()
}
