//! One incident on one page.

use access::Caller;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use declarations::{DeclarationView, rules::Criterion};
use incidents::{Entry, Incident, IncidentView, Qualified, rules::Command};
use vocabulary::{Id, Problem, Refused, Region};

use crate::{
    answer::{Answer, Shell},
    declarations::{
        follow::{self, ClockLine, SectionView, ToldLine},
        versions::{self, VersionView},
    },
    events::section::{Ties, TiesTyped},
    forms,
    incidents::{
        acting,
        around::{self, AlikeView, Contact, Tasks},
        composer::{Composer, Draft},
        conflict::{Conflict, Stale},
        hold::Keeping,
        judged::{self, Judged},
        qualifying::Asked,
        thread::{self, Line},
    },
    indicators::section::Indicators,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "incidents/dossier.html")]
struct Dossier<'a> {
    shell: Shell<'a>,
    token: String,
    view: IncidentView,
    declaration: DeclarationView,
    region: &'static str,
    clocks: Vec<ClockLine>,
    told: Vec<ToldLine>,
    sections: Vec<SectionView>,
    changes: Vec<VersionView>,
    criteria: Vec<CriterionView>,
    judged: Judged,
    severities: Vec<(i64, String)>,
    levels: Vec<(i64, String)>,
    offered: Vec<(&'static str, String, bool, bool)>,
    qualifies: bool,
    handles: bool,
    /// Whether the reader may know who saw it.
    audits: bool,
    attachments_open: bool,
    /// The one thread, and what writes in it.
    lines: Vec<Line>,
    composer: Composer,
    tasks: Tasks,
    contacts: Vec<Contact>,
    alike: Vec<AlikeView>,
    /// Who else is there.
    present: String,
    conflict: Option<Conflict>,
    /// The level that stands or was typed, and its reason.
    level: (String, String),
    /// A command whose reason was typed, and that reason; what was typed for the structure.
    why: (String, String),
    for_structure: String,
    asked_reason: String,
    severity: String,
    called: String,
    error: Option<String>,
    new_code: Option<String>,
    call_backs: crate::oncall::call_backs::Section,
    keeping: Keeping,
    ties: Ties,
    indicators: Indicators,
}

/// A criterion, whether it holds, and the facts that fired it.
pub(super) struct CriterionView {
    pub(super) code: &'static str,
    pub(super) words: String,
    pub(super) holds: bool,
    pub(super) facts: Vec<String>,
}

/// `/cellule/incidents/{id}`
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = visit.staff().await?;
    page(&visit, &caller, &id, Typed::default(), StatusCode::OK).await
}

/// What was typed on the page and could not be taken, and why.
#[derive(Default)]
pub(crate) struct Typed {
    pub(super) error: Option<String>,
    pub(super) draft: Draft,
    pub(super) asked: Option<Asked>,
    pub(super) level: Option<(String, String)>,
    /// A command and its reason; what is for the structure.
    pub(super) reason: (String, String),
    pub(super) told: String,
    /// A number that was called.
    pub(super) called: String,
    pub(super) stale: Option<Stale>,
    pub(super) new_code: Option<String>,
    /// The reason of an order to keep, and what is wrong with it.
    pub(super) keeping: (String, Option<String>),
    /// What was typed about duplicates and the exercise, and what is wrong with it.
    pub(super) ties: TiesTyped,
}

impl Typed {
    /// What was typed about duplicates and the exercise, and why it could not be done.
    pub(crate) fn of_ties(ties: TiesTyped, error: String) -> Self {
        Self { error: Some(error), ties, ..Self::default() }
    }
}

pub(crate) async fn page(
    visit: &Visit,
    caller: &Caller,
    id: &str,
    typed: Typed,
    status: StatusCode,
) -> Result<Answer, Answer> {
    let fail = |problem: Problem| visit.problem(problem);
    access::scope::<access::permit::IncidentRead>(caller).map_err(|refused| fail(refused.into()))?;
    let id = Id::parse(id).map_err(|_| fail(Refused::NotFound.into()))?;
    let view = visit.site.services.incidents.open(caller, id).await.map_err(fail)?;
    let declaration =
        visit.site.services.declarations.view(caller, view.incident.declaration).await.map_err(fail)?;
    let words = &visit.words;
    let (zone, both) = (follow::CELL, follow::cell_zone(&declaration, &view));
    let handles = access::scope::<access::permit::IncidentHandle>(caller).is_ok();
    let shell = Shell::console(visit, caller, view.incident.reference.clone(), "unit");
    let indicators = Indicators::first(visit, caller, id, &declaration, zone).await?;
    let standing = Asked {
        criteria: view.incident.criteria.clone(),
        severity: view.incident.severity.to_string(),
        reason: String::new(),
    };
    let asked = typed.asked.unwrap_or(standing);
    let level = typed.level.unwrap_or((view.incident.response_level.to_string(), String::new()));
    let present = if handles { acting::present(visit, caller, id, false).await? } else { String::new() };
    let dossier = Dossier {
        token: forms::token(visit),
        region: view.incident.region.map_or("", Region::name),
        clocks: follow::clock_lines(visit, &view, both),
        told: if handles {
            follow::ledger_lines(visit, &view, zone)
        } else {
            follow::told_lines(visit, &view, zone)
        },
        judged: Judged::of(visit, &view),
        sections: follow::sections(visit, &declaration, both),
        changes: versions::changes(visit, &declaration, both),
        criteria: judged::with_phrases(visit, criteria(visit, &view.incident, &asked.criteria)),
        severities: (1..=5).map(|n| (n, words.t(&format!("severity-{n}")))).collect(),
        levels: (0..=incidents::MOST_LEVEL).map(|n| (n, words.t(&format!("level-{n}")))).collect(),
        offered: view
            .offered
            .iter()
            .filter(|command| **command != Command::Qualify)
            .map(|c| {
                let title = words.t(&format!("command-{}", c.code()));
                (c.code(), title, c.asks_for_a_reason(), c.tells_the_structure())
            })
            .collect(),
        qualifies: view.offered.contains(&Command::Qualify),
        handles,
        audits: access::scope::<access::permit::IncidentAudit>(caller).is_ok(),
        attachments_open: access::scope::<access::permit::AttachmentRead>(caller).is_ok(),
        lines: thread::lines(visit, &view, &declaration, &indicators.in_lines, zone),
        composer: Composer::of(visit, &view, typed.draft),
        tasks: Tasks::of(visit, &view, zone),
        contacts: around::contacts(visit, &declaration),
        alike: around::alike(visit, caller, id, &indicators.shared).await?,
        present,
        conflict: typed.stale.map(|stale| stale.beside(visit, &view, zone)),
        level,
        why: typed.reason,
        for_structure: typed.told,
        asked_reason: asked.reason,
        severity: asked.severity,
        called: typed.called,
        error: typed.error,
        new_code: typed.new_code,
        indicators,
        call_backs: crate::oncall::call_backs::Section::of(visit, caller, id, &declaration).await?,
        keeping: Keeping::of(visit, caller, id, typed.keeping, zone).await?,
        ties: Ties::of(visit, caller, id, typed.ties, zone).await?,
        view,
        declaration,
        shell,
    };
    Ok(Answer::page(visit, status, &dossier))
}

/// Lines of the main courante: when, who, what.
pub(crate) fn journal<'a>(
    visit: &Visit,
    entries: impl Iterator<Item = &'a Entry>,
    qualified: &[Qualified],
    zone: &str,
) -> Vec<(String, String, String)> {
    let line = |entry: &Entry| {
        (visit.words.moment(entry.at, zone), entry.author.clone(), said(visit, entry, qualified))
    };
    entries.map(line).collect()
}

/// A line of it in words.
pub(super) fn said(visit: &Visit, entry: &Entry, qualified: &[Qualified]) -> String {
    let corrected = || {
        let made = qualified.iter().find(|made| Some(made.revision) == entry.revision)?;
        made.is_corrected().then(|| judged::differences(visit, made))
    };
    match entry.kind.as_str() {
        "note" => entry.body.clone(),
        "qualify" if let Some(what) = corrected() => {
            visit.words.t2("journal-corrected", "what", what, "body", &entry.body)
        }
        kind => visit.words.t1(&format!("journal-{kind}"), "body", &entry.body),
    }
}

/// Each criterion, the facts that fired it, and whether it is among those chosen.
pub(super) fn criteria(visit: &Visit, incident: &Incident, chosen: &[String]) -> Vec<CriterionView> {
    let schema = visit.site.services.declarations.schema();
    Criterion::ALL
        .into_iter()
        .map(|criterion| {
            let fired = incident.proposal.criteria.iter().find(|fired| fired.criterion == criterion);
            let facts = fired.into_iter().flat_map(|fired| &fired.facts).filter_map(|fact| {
                let field = schema.field(&fact.field)?;
                let label = visit.words.t(&format!("field-{}", field.slug()));
                // A text that is there, whatever it says.
                let value = if fact.value == "*" {
                    String::new()
                } else {
                    crate::fields::value_words(&visit.words, field, &fact.value)
                };
                // A question is followed by its answer; a name, by what it holds.
                Some(match (value.is_empty(), label.ends_with('?')) {
                    (true, _) => label,
                    (_, true) => format!("{label} {value}"),
                    _ => visit.words.t2("dossier-fact", "name", label, "value", value),
                })
            });
            CriterionView {
                code: criterion.code(),
                words: visit.words.t(&format!("criterion-{}", criterion.code())),
                holds: chosen.iter().any(|code| code == criterion.code()),
                facts: facts.collect(),
            }
        })
        .collect()
}

/// `/cellule/fichiers/{id}`: a file to keep, never to show.
pub(crate) async fn download(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = visit.staff().await?;
    access::scope::<access::permit::AttachmentRead>(&caller)
        .map_err(|refused| visit.problem(refused.into()))?;
    let id = visit.identity(&id)?;
    let download =
        visit.site.services.declarations.download(&caller, id).await.map_err(|p| visit.problem(p))?;
    Ok(Answer::kept(&download.attachment.name, download.attachment.size, download.bytes))
}
