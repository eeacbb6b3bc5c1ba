//! Qualifying, as it is shown before it is done: what it changes, who will be told and why.

use access::Caller;
use askama::Template;
use declarations::rules::{Criterion, Recipient};
use incidents::Prospect;
use vocabulary::{Id, Problem, Severity};

use super::pages;
use crate::{
    answer::{Answer, Shell},
    declarations::follow,
    forms::{self, Form},
    visit::Visit,
};

/// A qualification as it was typed.
#[derive(Clone, Default)]
pub(super) struct Asked {
    pub(super) criteria: Vec<String>,
    pub(super) severity: String,
    pub(super) reason: String,
}

impl Asked {
    pub(super) fn of(form: &Form) -> Self {
        Self {
            criteria: form.typed.get("criteria").cloned().unwrap_or_default(),
            severity: form.value("severity").to_owned(),
            reason: form.value("reason").to_owned(),
        }
    }

    pub(super) fn criteria(&self) -> Vec<Criterion> {
        self.criteria.iter().filter_map(|code| Criterion::from_code(code)).collect()
    }
}

#[derive(Template)]
#[template(path = "incidents/qualify.html")]
struct Preview<'a> {
    shell: Shell<'a>,
    token: String,
    prospect: Prospect,
    asked: Asked,
    rule_set: String,
    criteria: Vec<pages::CriterionView>,
    added: String,
    removed: String,
    /// Who, why, what the ledger says, whether a mail leaves now.
    told: Vec<(String, String, String, bool)>,
}

/// The page that shows it, with its one confirmation.
pub(super) async fn preview(
    visit: &Visit,
    caller: &Caller,
    id: Id,
    asked: Asked,
    severity: Severity,
    seen: i64,
) -> Result<Answer, Problem> {
    let incidents = &visit.site.services.incidents;
    let prospect = incidents.prospect(caller, id, &asked.criteria(), severity, &asked.reason, seen).await?;
    let words = &visit.words;
    let zone = follow::CELL;
    let names = |criteria: &[Criterion]| criteria.iter().map(|c| c.code()).collect::<Vec<_>>().join(", ");
    let told = prospect.told.iter().map(|(notice, line)| {
        let mut who = words.t(&format!("recipient-{}", notice.to.code()));
        if let Some(region) = prospect.incident.region.filter(|_| notice.to == Recipient::Ars) {
            who = format!("{who} ({})", region.name());
        }
        let state = line
            .as_ref()
            .map_or_else(|| words.t("preview-will-leave"), |line| follow::told_state(visit, line, zone));
        (who, words.t(&format!("rule-{}", notice.rule)), state, line.is_none())
    });
    let told = told.collect();
    let chosen: Vec<String> =
        prospect.qualification.criteria.iter().map(|criterion| criterion.code().to_owned()).collect();
    let preview = Preview {
        shell: Shell::console(visit, caller, words.t("preview-title"), "unit"),
        token: forms::token(visit),
        rule_set: words.t(&format!("rule-set-{}", prospect.incident.proposal.rule_set)),
        criteria: pages::criteria(visit, &prospect.incident, &chosen),
        added: names(&prospect.added),
        removed: names(&prospect.removed),
        told,
        asked,
        prospect,
    };
    Ok(Answer::ok(visit, &preview))
}
