//! `/communaute/messages/{id}/signaler`: telling those who moderate of a post.

use ::community::rules::moderation::TypedReport;
use access::Caller;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use vocabulary::{Id, Refusal};

use super::{asked, linked, reasons};
use crate::{
    answer::{Answer, Shell},
    community::{Badge, When, author, fail, member, shell, ways},
    fields::{FieldView, Shape},
    forms::{self, Form, Typed},
    refusals::mendable,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "moderation/report.html")]
struct Page<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    token: String,
    back: String,
    errors: Vec<(String, String)>,
    who: String,
    at: When,
    tlp: Badge,
    extract: String,
    /// Whether the caller reported it before.
    before: bool,
    reason: FieldView,
    words: FieldView,
}

/// The form.
pub(crate) async fn form(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = member(&visit).await?;
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
    let found = visit.site.services.community.reportable(caller, id).await.map_err(fail(visit))?;
    let typed: &Typed = &visit.sent;
    let reason = reasons(visit, typed, refusals);
    let words = asked(visit, "words", Shape::Lines, typed, refusals);
    let page = Page {
        ways: ways(visit, ""),
        token: forms::token(visit),
        back: visit.href1("community-post", id),
        errors: linked(visit, refusals, &[&reason]),
        who: author(&visit.words, &found.author),
        at: When::new(visit, found.at),
        tlp: found.tlp.into(),
        extract: found.extract,
        before: found.before,
        reason,
        words,
        shell: shell(visit, caller, visit.words.t("page-post-report")),
    };
    Ok(Answer::page(visit, status, &page))
}

/// A report is sent.
pub(crate) async fn send(Path(id): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = member(visit).await?;
    let id = visit.identity(&id)?;
    let typed =
        TypedReport { reason: form.value("reason").to_owned(), words: form.value("words").to_owned() };
    match visit.site.services.community.report(&caller, id, &typed).await {
        Ok(_) => Ok(Answer::redirect(&format!("{}?fait=signale", visit.href("for-me")))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &caller, id, &refusals, status).await
        }
    }
}
