//! What the cell found and what it wrote when its work ended, as the structure reads them: never by whom, nor why.

use incidents::{IncidentView, rules::State};
use serde_json::{Value, json};

use crate::visit::Visit;

/// Both, in words.
#[derive(Default)]
pub(crate) struct Finding {
    /// What was found, once a person confirmed it.
    pub(crate) found: Option<Found>,
    /// The end of the cell's work: what it is, when, what the cell wrote.
    pub(crate) ended: Option<(String, String, String)>,
}

/// A qualification in plain words.
pub(crate) struct Found {
    /// Whether it is grave, and significant, in the words of the law.
    pub(crate) verdict: String,
    /// How severe, in words.
    pub(crate) severity: String,
    /// Each criterion that was kept, and what it means.
    pub(crate) criteria: Vec<(String, String)>,
    /// When it was confirmed.
    pub(crate) when: String,
}

impl Finding {
    pub(crate) fn of(visit: &Visit, view: &IncidentView, zone: &str) -> Self {
        let words = &visit.words;
        let incident = &view.incident;
        let found = view.qualified.first().map(|found| Found {
            verdict: words.t(match (incident.grave, incident.significant) {
                (true, true) => "found-grave-significant",
                (true, false) => "found-grave",
                (false, true) => "found-significant",
                (false, false) => "found-neither",
            }),
            severity: words.t2(
                "found-severity",
                "level",
                found.severity,
                "words",
                words.k("severity-", found.severity, "").to_lowercase(),
            ),
            criteria: found
                .criteria
                .iter()
                .map(|code| (words.k("criterion-", code, ""), words.k("criterion-", code, "-why")))
                .collect(),
            when: words.t1("found-when", "when", words.moment(found.at, zone)),
        });
        let ended = view.closing.as_ref().map(|closing| {
            let title =
                words.t(if incident.state == State::OutOfScope { "ended-out" } else { "ended-closed" });
            (title, words.moment(closing.at, zone), closing.told.clone())
        });
        Self { found, ended }
    }

    /// Both as other programs read them.
    pub(crate) fn shape(view: &IncidentView) -> (Value, Value) {
        let incident = &view.incident;
        let found = view.qualified.first().map(|found| {
            json!({ "grave": incident.grave, "significant": incident.significant, "severity": found.severity,
                "criteria": found.criteria, "at": found.at.to_string() })
        });
        let ended = view.closing.as_ref().map(|c| json!({ "at": c.at.to_string(), "text": c.told }));
        (json!(found), json!(ended))
    }
}
