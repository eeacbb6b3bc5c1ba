//! Somebody came first: what changed meanwhile, beside what was typed, and one press to do it all the same.

use incidents::{IncidentView, rules::Command};

use super::pages;
use crate::{forms::Form, visit::Visit};

/// What was sent on an incident that had changed.
pub(super) struct Stale {
    act: String,
    seen: i64,
    fields: Vec<(String, String)>,
}

/// As the page shows it.
pub(super) struct Conflict {
    /// What it was: the name of the act, and its address.
    pub(super) title: String,
    pub(super) act: String,
    /// When, who, what.
    pub(super) since: Vec<(String, String, String)>,
    /// A name, what was typed, what is there now.
    pub(super) beside: Vec<(String, String, String)>,
    /// What is sent again as it was typed.
    pub(super) fields: Vec<(String, String)>,
    /// Whether it can still be done.
    pub(super) can: bool,
}

impl Stale {
    pub(super) fn of(form: &Form, act: &str) -> Self {
        let kept = ["criteria", "severity", "reason", "told", "level", "sure"];
        let fields = form.typed.iter().filter(|(name, _)| kept.contains(&name.as_str()));
        let fields = fields.flat_map(|(name, values)| values.iter().map(move |v| (name.clone(), v.clone())));
        Self { act: act.to_owned(), seen: form.value("vu").parse().unwrap_or(0), fields: fields.collect() }
    }

    pub(super) fn beside(self, visit: &Visit, view: &IncidentView, zone: &str) -> Conflict {
        let words = &visit.words;
        let incident = &view.incident;
        let typed = |name: &str| {
            let values = self.fields.iter().filter(|(field, value)| field == name && !value.is_empty());
            let values: Vec<&str> = values.map(|(_, value)| value.as_str()).collect();
            if values.is_empty() { "—".to_owned() } else { values.join(", ") }
        };
        let state = |code: &str| words.t(&format!("state-{code}"));
        let command = Command::from_code(&self.act);
        let next = command.and_then(|command| incidents::rules::next(incident.state, command));
        let title = words.t(&format!("command-{}", self.act));
        let mut beside = vec![(words.t("facet-state"), title.clone(), state(incident.state.code()))];
        match self.act.as_str() {
            "qualify" => {
                let now = if incident.criteria.is_empty() {
                    "—".to_owned()
                } else {
                    incident.criteria.join(", ")
                };
                beside.push((words.t("dossier-criteria"), typed("criteria"), now));
                beside.push((words.t("facet-severity"), typed("severity"), incident.severity.to_string()));
            }
            "level" => {
                beside.push((words.t("level"), typed("level"), incident.response_level.to_string()));
            }
            _ => {}
        }
        if typed("reason") != "—" {
            beside.push((words.t("reason"), typed("reason"), "—".to_owned()));
        }
        let later = |revision: Option<i64>| revision.is_some_and(|revision| revision > self.seen);
        let since = view.journal.iter().filter(|entry| later(entry.revision) && entry.kind != "note");
        let since = since
            .map(|entry| {
                let what = pages::said(visit, entry, &view.qualified);
                (words.moment(entry.at, zone), entry.author.clone(), what)
            })
            .collect();
        Conflict {
            title,
            act: self.act,
            since,
            beside,
            fields: self.fields,
            can: next.is_some() || command.is_none(),
        }
    }
}
