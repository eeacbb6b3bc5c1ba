//! One incident on one page.

use access::Caller;
use askama::Template;
use axum::{body::Bytes, extract::Path, http::StatusCode};
use declarations::{DeclarationView, rules::Criterion};
use incidents::{Entry, Incident, IncidentView, rules::Command};
use vocabulary::{Id, Problem, Refused, Region, Severity};

use crate::{
    answer::{Answer, Shell, refusal_text},
    declarations::follow::{self, ClockLine, SectionView, ToldLine},
    events::section::{Ties, TiesTyped},
    fields::answer_words,
    forms::{self, Form},
    incidents::hold::Keeping,
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
    zone: &'static str,
    region: &'static str,
    clocks: Vec<ClockLine>,
    told: Vec<ToldLine>,
    sections: Vec<SectionView>,
    changes: Vec<VersionView>,
    criteria: Vec<CriterionView>,
    severities: Vec<(i64, String)>,
    offered: Vec<(&'static str, String, bool)>,
    qualifies: bool,
    handles: bool,
    /// Whether the reader may know who saw it.
    audits: bool,
    attachments_open: bool,
    journal: Vec<(String, String, String)>,
    error: Option<String>,
    typed_answer: String,
    typed_note: String,
    new_code: Option<String>,
    keeping: Keeping,
    ties: Ties,
    indicators: Indicators,
}

/// A version, and what it changed.
pub(crate) struct VersionView {
    pub(crate) title: String,
    pub(crate) lines: Vec<(String, String, String)>,
}

/// A criterion, whether it holds, and the facts that fired it.
struct CriterionView {
    code: &'static str,
    words: String,
    holds: bool,
    facts: Vec<String>,
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
    pub(super) answer: String,
    pub(super) note: String,
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
    let zone = follow::zone(&declaration);
    let handles = access::scope::<access::permit::IncidentHandle>(caller).is_ok();
    let shell = Shell::console(visit, caller, view.incident.reference.clone(), "unit");
    let dossier = Dossier {
        token: forms::token(visit),
        zone,
        region: view.incident.region.map_or("", Region::name),
        clocks: follow::clock_lines(visit, &view, zone),
        told: follow::told_lines(visit, &view, zone),
        sections: follow::sections(visit, &declaration, zone),
        changes: changes(visit, &declaration, zone),
        criteria: criteria(visit, &view.incident),
        severities: (1..=5).map(|n| (n, words.t(&format!("severity-{n}")))).collect(),
        offered: view
            .offered
            .iter()
            .filter(|command| **command != Command::Qualify)
            .map(|c| (c.code(), words.t(&format!("command-{}", c.code())), c.asks_for_a_reason()))
            .collect(),
        qualifies: view.offered.contains(&Command::Qualify),
        handles,
        audits: access::scope::<access::permit::IncidentAudit>(caller).is_ok(),
        attachments_open: access::scope::<access::permit::AttachmentRead>(caller).is_ok(),
        journal: journal(visit, view.journal.iter(), zone),
        error: typed.error,
        typed_answer: typed.answer,
        typed_note: typed.note,
        new_code: typed.new_code,
        indicators: Indicators::first(visit, caller, id, &declaration, zone).await?,
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
    zone: &str,
) -> Vec<(String, String, String)> {
    let words = &visit.words;
    let said = |entry: &Entry| match entry.kind.as_str() {
        "note" => entry.body.clone(),
        kind => words.t1(&format!("journal-{kind}"), "body", &entry.body),
    };
    entries.map(|entry| (words.moment(entry.at, zone), entry.author.clone(), said(entry))).collect()
}

fn criteria(visit: &Visit, incident: &Incident) -> Vec<CriterionView> {
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
                holds: incident.criteria.iter().any(|code| code == criterion.code()),
                facts: facts.collect(),
            }
        })
        .collect()
}

/// What each version changed, the latest first.
pub(crate) fn changes(visit: &Visit, declaration: &DeclarationView, zone: &str) -> Vec<VersionView> {
    let schema = visit.site.services.declarations.schema();
    let words = &visit.words;
    let said = |field: &declarations::rules::Field, value: Option<&declarations::rules::Value>| {
        value.map_or_else(|| "—".to_owned(), |value| answer_words(words, field, value, zone))
    };
    let mut views: Vec<VersionView> = declaration
        .versions
        .iter()
        .zip(declaration.versions.iter().skip(1))
        .map(|(before, after)| VersionView {
            title: words.with(
                "version",
                &[("number", &after.number.to_string()), ("when", &words.moment(after.at, zone))],
            ),
            lines: after
                .answers
                .changes_since(&before.answers, schema)
                .iter()
                .filter_map(|change| {
                    let field = schema.field(&change.field)?;
                    let label = words.t(&format!("field-{}", field.slug()));
                    Some((label, said(field, change.before.as_ref()), said(field, change.after.as_ref())))
                })
                .collect(),
        })
        .collect();
    views.reverse();
    views
}

/// Everything that one does on the page, each a form of its own.
pub(crate) async fn act(Path((id, act)): Path<(String, String)>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = visit.staff().await?;
    access::scope::<access::permit::IncidentHandle>(&caller)
        .map_err(|refused| visit.problem(refused.into()))?;
    let parsed = Id::parse(&id).map_err(|_| visit.problem(Refused::NotFound.into()))?;
    let services = &visit.site.services;
    let seen = form.value("vu").parse().unwrap_or(0);
    let reason = form.value("reason");
    let mut new_code = None;
    let done = match act.as_str() {
        "qualify" => {
            let chosen = form.typed.get("criteria").map(Vec::as_slice).unwrap_or_default();
            let criteria: Vec<Criterion> =
                chosen.iter().filter_map(|code| Criterion::from_code(code)).collect();
            match Severity::new(form.value("severity").parse().unwrap_or(0)) {
                Ok(severity) => {
                    services.incidents.qualify(&caller, parsed, &criteria, severity, reason, seen).await
                }
                Err(_) => Err(Refused::invalid(vocabulary::Refusal::new("required").at("severity")).into()),
            }
        }
        "note" => services.incidents.note(&caller, parsed, form.value("note")).await,
        "answer" => {
            services.incidents.answer(&caller, &services.declarations, parsed, form.value("message")).await
        }
        "renew-code" => match services.incidents.open(&caller, parsed).await {
            Ok(view) => match services
                .declarations
                .renew_code(&caller, view.incident.declaration, form.value("called"))
                .await
            {
                Ok(code) => {
                    new_code = Some(code.grouped());
                    Ok(())
                }
                Err(problem) => Err(problem),
            },
            Err(problem) => Err(problem),
        },
        act => match Command::from_code(act) {
            Some(command) => services.incidents.advance(&caller, parsed, command, reason, seen).await,
            None => Err(Refused::NotFound.into()),
        },
    };
    let (answer, note) = (form.value("message").to_owned(), form.value("note").to_owned());
    let again = |error: String| Typed { error: Some(error), answer, note, ..Typed::default() };
    match done {
        Ok(()) if new_code.is_some() => {
            page(visit, &caller, &id, Typed { new_code, ..Typed::default() }, StatusCode::OK).await
        }
        Ok(()) => Ok(Answer::redirect(&visit.href_to("incident", &[&id]))),
        Err(Problem::Refused(Refused::Invalid(refusals))) => {
            let error = refusals.iter().map(|r| refusal_text(&visit.words, r)).collect::<Vec<_>>().join(" ");
            page(visit, &caller, &id, again(error), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        // Somebody came first: the page as it now is, with what was typed (abuse G02).
        Err(Problem::Refused(Refused::Conflict(refusal))) => {
            page(visit, &caller, &id, again(refusal_text(&visit.words, &refusal)), StatusCode::CONFLICT).await
        }
        Err(problem) => Err(visit.problem(problem)),
    }
}

/// `/cellule/fichiers/{id}`: a file to keep, never to show.
pub(crate) async fn download(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = visit.staff().await?;
    access::scope::<access::permit::AttachmentRead>(&caller)
        .map_err(|refused| visit.problem(refused.into()))?;
    let id = Id::parse(&id).map_err(|_| visit.problem(Refused::NotFound.into()))?;
    let download =
        visit.site.services.declarations.download(&caller, id).await.map_err(|p| visit.problem(p))?;
    let (name, size) = (download.attachment.name.clone(), download.attachment.size);
    let stream = futures_util::stream::unfold(Some(download.bytes), |bytes| async move {
        let mut bytes = bytes?;
        match bytes.next().await {
            Ok(Some(part)) => Some((Ok(Bytes::from(part)), Some(bytes))),
            Ok(None) => None,
            Err(failure) => {
                tracing::error!(error = failure.chain(), "a kept file does not open");
                Some((Err(std::io::Error::other(failure)), None))
            }
        }
    });
    Ok(Answer::file(&name, Some(size), Answer::parts(stream)))
}
