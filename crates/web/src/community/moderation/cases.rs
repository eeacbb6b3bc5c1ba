//! `/communaute/moderation`: what was reported, and what is decided of it.

use ::community::{
    Case,
    rules::moderation::{TypedVerdict, Verdict},
};
use access::Caller;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use vocabulary::{Id, Refusal, Refused};

use super::{asked, done, linked, moderator, names, reasons, said};
use crate::{
    answer::{Answer, Shell},
    community::{Badge, When, author, fail, html, shell, ways},
    fields::{FieldView, Shape},
    forms::{self, Form, Typed},
    refusals::mendable,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "moderation/cases.html")]
struct List<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    done: Option<String>,
    cases: Vec<Line>,
    /// Requests for a name that wait for a second moderator.
    names: usize,
}

/// A post that was reported, on the list.
struct Line {
    href: String,
    who: String,
    place: String,
    tlp: Badge,
    at: When,
    reports: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "moderation/case.html")]
struct Page<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    token: String,
    id: Id,
    done: Option<String>,
    errors: Vec<(String, String)>,
    who: String,
    place: String,
    thread: Option<(String, String)>,
    post: Option<String>,
    at: When,
    tlp: Badge,
    html: Option<String>,
    changed: bool,
    hidden: Option<String>,
    /// Whether it may be shown again.
    shows: bool,
    reports: Vec<Report>,
    warnings: Vec<(When, String, String)>,
    unnamed: bool,
    verdict: FieldView,
    reason: FieldView,
    told: FieldView,
    warning: FieldView,
    answer: FieldView,
    why: FieldView,
    grounds: FieldView,
}

/// A report, before those who moderate.
struct Report {
    at: When,
    who: String,
    reason: String,
    words: String,
    verdict: Option<String>,
}

/// `/communaute/moderation`
pub(crate) async fn list(visit: Visit) -> Result<Answer, Answer> {
    let caller = moderator(&visit).await?;
    let community = &visit.site.services.community;
    let cases = community.cases(&caller).await.map_err(fail(&visit))?;
    let reveals = community.reveals(&caller).await.map_err(fail(&visit))?;
    let page = List {
        ways: ways(&visit, ""),
        done: done(&visit, &["juge", "montre"]),
        cases: cases.iter().map(|case| line(&visit, case)).collect(),
        names: reveals.iter().filter(|reveal| names::waits(reveal.state)).count(),
        shell: shell(&visit, &caller, visit.words.t("page-moderation")),
    };
    Ok(Answer::ok(&visit, &page))
}

fn line(visit: &Visit, case: &Case) -> Line {
    let mut waits = case.reports.iter().filter(|report| report.verdict.is_none());
    Line {
        href: visit.href1("moderation-case", case.post),
        who: author(&visit.words, &case.author),
        place: place(visit, case),
        tlp: case.tlp.into(),
        at: When::new(visit, case.at),
        reports: visit.words.t1("moderation-reports", "count", waits.clone().count()),
        reason: waits.next_back().map(|report| said(visit, report.reason)).unwrap_or_default(),
    }
}

/// In which group something was said.
fn place(visit: &Visit, case: &Case) -> String {
    case.group.as_ref().map_or_else(|| visit.words.t("page-community-questions"), |(_, name)| name.clone())
}

/// `/communaute/moderation/messages/{id}`
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = moderator(&visit).await?;
    let id = visit.identity(&id)?;
    page(&visit, &caller, id, &[], StatusCode::OK).await
}

async fn page(
    visit: &Visit,
    caller: &Caller,
    id: Id,
    refusals: &[Refusal],
    status: StatusCode,
) -> Result<Answer, Answer> {
    let case = visit.site.services.community.case(caller, id).await.map_err(fail(visit))?;
    let (words, typed): (_, &Typed) = (&visit.words, &visit.sent);
    let field = |name: &str| asked(visit, name, Shape::Lines, typed, refusals);
    let waits = case.reports.iter().any(|report| report.verdict.is_none());
    let (verdict, reason) = (verdicts(visit, (&case, waits), refusals), reasons(visit, typed, refusals));
    let hidden = case.hidden.as_ref();
    let page = Page {
        ways: ways(visit, ""),
        token: forms::token(visit),
        id,
        done: done(visit, &["demande", "montre"]),
        errors: linked(visit, refusals, &[&verdict, &reason]),
        who: author(words, &case.author),
        place: place(visit, &case),
        thread: case.thread.as_ref().map(|(id, title)| (visit.href1("community-thread", id), title.clone())),
        post: case.body.as_ref().map(|_| visit.href1("community-post", id)),
        at: When::new(visit, case.at),
        tlp: case.tlp.into(),
        html: case.body.as_ref().map(|body| html(visit, body, "message")),
        changed: case.changed,
        hidden: hidden.map(|(by, why)| match (by.as_str(), why.as_str()) {
            ("author", _) => words.t("community-withdrawn"),
            (_, why) => words.t1("community-hidden-why", "why", why),
        }),
        shows: hidden.is_some_and(|(by, _)| by == "moderator"),
        reports: case.reports.iter().map(|report| reported(visit, report)).collect(),
        warnings: case
            .warnings
            .iter()
            .map(|(at, reason, words)| (When::new(visit, *at), said(visit, *reason), words.clone()))
            .collect(),
        unnamed: case.unnamed && case.body.is_some(),
        verdict,
        reason,
        told: field("told"),
        warning: field("warning"),
        answer: FieldView { optional: true, ..field("answer") },
        why: field("why"),
        grounds: field("grounds"),
        shell: shell(visit, caller, words.t("page-moderation-case")),
    };
    Ok(Answer::page(visit, status, &page))
}

fn verdicts(visit: &Visit, (case, waits): (&Case, bool), refusals: &[Refusal]) -> FieldView {
    let typed: &Typed = &visit.sent;
    let chosen = typed.get("verdict").and_then(|values| values.first()).cloned().unwrap_or_default();
    // Nothing is wrong with what nobody reported; what is hidden is not hidden again.
    let fits = |verdict: &Verdict| {
        (*verdict != Verdict::Nothing || waits) && (!verdict.hides() || case.hidden.is_none())
    };
    let options = Verdict::ALL.into_iter().filter(fits).map(|verdict| {
        let code = verdict.code();
        (code.to_owned(), visit.words.k("moderation-verdict-", code, ""), code == chosen)
    });
    asked(visit, "verdict", Shape::Radios, typed, refusals).choosing(options)
}

fn reported(visit: &Visit, report: &::community::Reported) -> Report {
    let words = &visit.words;
    Report {
        at: When::new(visit, report.at),
        who: report.name.clone().unwrap_or_else(|| words.t("moderation-reporter-unsaid")),
        reason: said(visit, report.reason),
        words: report.words.clone(),
        verdict: report.verdict.map(|verdict| words.k("moderation-became-", verdict.code(), "")),
    }
}

/// A verdict is sent.
pub(crate) async fn judge(Path(id): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = moderator(visit).await?;
    let id = visit.identity(&id)?;
    let value = |name| form.value(name).to_owned();
    let typed = TypedVerdict {
        verdict: value("verdict"),
        reason: value("reason"),
        told: value("told"),
        warning: value("warning"),
        answer: value("answer"),
    };
    match visit.site.services.community.judge(&caller, id, &typed).await {
        Ok(()) => Ok(Answer::redirect(&format!("{}?fait=juge", visit.href("moderation")))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &caller, id, &refusals, status).await
        }
    }
}

/// `/communaute/moderation/messages/{id}/{act}`: shows it again, or asks who wrote it.
pub(crate) async fn act(Path((id, act)): Path<(String, String)>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = moderator(visit).await?;
    let (id, community) = (visit.identity(&id)?, &visit.site.services.community);
    let done = match act.as_str() {
        "show" => community.show_again(&caller, id, form.value("why")).await.map(|()| "montre"),
        "name" => community.reveal_ask(&caller, id, form.value("grounds")).await.map(|()| "demande"),
        _ => Err(Refused::NotFound.into()),
    };
    match done {
        Ok(done) => Ok(Answer::redirect(&format!("{}?fait={done}", visit.href1("moderation-case", id)))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &caller, id, &refusals, status).await
        }
    }
}
