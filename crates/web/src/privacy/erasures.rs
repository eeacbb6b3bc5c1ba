//! People who ask to be erased, for those who manage accounts.

use access::{Caller, permit};
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use vocabulary::{Id, Problem, Refusal, Refused};

use super::own::ZONE;
use crate::{
    accounts::administration::shell,
    answer::{Answer, Shell, refusal_text},
    forms::{self, Form},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "privacy/erasures.html")]
struct Erasures<'a> {
    shell: Shell<'a>,
    token: String,
    waiting: Vec<Waiting>,
    error: Option<String>,
}

/// Somebody who waits for an answer.
struct Waiting {
    id: Id,
    name: String,
    email: String,
    since: String,
    /// The reason that was typed to decline, and what is wrong with it.
    reason: String,
    wrong: Option<String>,
    /// What is wrong with the box to tick before erasing.
    unsure: Option<String>,
}

/// `/administration/effacements`
pub(crate) async fn list(visit: Visit) -> Result<Answer, Answer> {
    let caller = manager(&visit).await?;
    page(&visit, &caller, None, StatusCode::OK).await
}

async fn manager(visit: &Visit) -> Result<Caller, Answer> {
    let caller = visit.staff().await?;
    access::scope::<permit::AccountManage>(&caller).map_err(|refused| visit.problem(refused.into()))?;
    Ok(caller)
}

async fn page(
    visit: &Visit,
    caller: &Caller,
    refused: Option<(Id, Refusal)>,
    status: StatusCode,
) -> Result<Answer, Answer> {
    let asked = visit.site.services.accounts.erasures(caller).await.map_err(|p| visit.problem(p))?;
    let words = &visit.words;
    let said = |id: Id, field: &str| {
        let (_, refusal) =
            refused.as_ref().filter(|(of, r)| *of == id && r.field.as_deref() == Some(field))?;
        Some(refusal_text(words, refusal))
    };
    let typed = |id: Id| {
        let here = refused.as_ref().is_some_and(|(of, _)| *of == id);
        visit
            .sent
            .get("reason")
            .filter(|_| here)
            .and_then(|values| values.first())
            .cloned()
            .unwrap_or_default()
    };
    let waiting = asked
        .into_iter()
        .map(|(account, erasure)| Waiting {
            id: account.id,
            name: account.name,
            email: account.email,
            since: words.moment(erasure.asked_at, ZONE),
            reason: typed(account.id),
            wrong: said(account.id, "reason"),
            unsure: said(account.id, "sure"),
        })
        .collect();
    let shell = shell(visit, caller, words.t("page-erasures"));
    let whole = refused.as_ref().map(|(_, refusal)| refusal).filter(|refusal| refusal.field.is_none());
    let error = whole.map(|refusal| refusal_text(words, refusal));
    Ok(Answer::page(visit, status, &Erasures { token: forms::token(visit), waiting, error, shell }))
}

/// Erases, or declines.
pub(crate) async fn act(Path((id, act)): Path<(String, String)>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = manager(visit).await?;
    let id = visit.identity(&id)?;
    let services = &visit.site.services;
    let done = match act.as_str() {
        // What goes does not come back: ticked on purpose.
        "effacer" if form.value("sure") != "yes" => {
            Err(Refused::invalid(Refusal::new("sure-required").at("sure")).into())
        }
        "effacer" => services.retention.erase(&caller, id).await,
        "refuser" => services.accounts.decline_erasure(&caller, id, form.value("reason")).await,
        _ => Err(Refused::NotFound.into()),
    };
    let (refusal, status) = match done {
        Ok(()) => return Ok(Answer::redirect(&visit.href("erasures"))),
        Err(Problem::Refused(Refused::Invalid(mut refusals))) if !refusals.is_empty() => {
            (refusals.remove(0), StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(Problem::Refused(Refused::Conflict(refusal))) => (refusal, StatusCode::CONFLICT),
        Err(problem) => return Err(visit.problem(problem)),
    };
    page(visit, &caller, Some((id, refusal)), status).await
}
