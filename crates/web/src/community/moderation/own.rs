//! `/communaute/pour-moi`: what those who moderate, or the cell, have to say to somebody or to ask them.

use access::Caller;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use vocabulary::{Id, Refusal, Refused};

use super::{done, said};
use crate::{
    answer::{Answer, Shell},
    community::{When, fail, html, member, shell, ways},
    forms::{self, Form},
    refusals::{errors, mendable},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "moderation/own.html")]
struct Page<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    token: String,
    done: Option<String>,
    errors: Vec<(String, String)>,
    warnings: Vec<Warning>,
    asked: Vec<Asked>,
    revealed: Vec<(When, String, String)>,
    reports: Vec<Report>,
}

struct Warning {
    id: Id,
    at: When,
    reason: String,
    words: String,
    extract: String,
    post: String,
    seen: bool,
}

struct Asked {
    raising: Id,
    post: Id,
    at: When,
    thread: (String, String),
    purpose: String,
    html: String,
    answer: Option<String>,
}

struct Report {
    at: When,
    reason: String,
    post: Option<(String, String)>,
    verdict: String,
    answer: String,
}

/// The page.
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let caller = member(&visit).await?;
    page(&visit, &caller, &[], StatusCode::OK).await
}

async fn page(
    visit: &Visit,
    caller: &Caller,
    refusals: &[Refusal],
    status: StatusCode,
) -> Result<Answer, Answer> {
    let (community, fail) = (&visit.site.services.community, fail(visit));
    let warnings = community.warnings(caller).await.map_err(&fail)?;
    let asked = community.asked_for(caller).await.map_err(&fail)?;
    let revealed = community.revealed(caller).await.map_err(&fail)?;
    let reports = community.own_reports(caller).await.map_err(&fail)?;
    let page = Page {
        ways: ways(visit, ""),
        token: forms::token(visit),
        done: done(visit, &["signale", "lu", "accord"]),
        errors: errors(visit, refusals),
        warnings: warnings.into_iter().map(|one| warning(visit, one)).collect(),
        asked: asked.into_iter().map(|one| asks(visit, one)).collect(),
        revealed: revealed
            .into_iter()
            .map(|one| (When::new(visit, one.at), one.extract, one.reason))
            .collect(),
        reports: reports.into_iter().map(|one| report(visit, one)).collect(),
        shell: shell(visit, caller, visit.words.t("page-for-me")),
    };
    Ok(Answer::page(visit, status, &page))
}

fn warning(visit: &Visit, one: ::community::Warning) -> Warning {
    Warning {
        id: one.id,
        at: When::new(visit, one.at),
        reason: said(visit, one.reason),
        words: one.words,
        extract: one.extract,
        post: visit.href1("community-post", one.post),
        seen: one.seen,
    }
}

fn asks(visit: &Visit, one: ::community::Asked) -> Asked {
    let (thread, title) = one.thread;
    Asked {
        raising: one.raising,
        post: one.post,
        at: When::new(visit, one.at),
        thread: (visit.href1("community-thread", thread), title),
        purpose: one.purpose,
        html: html(visit, &one.body, &format!("m{}", one.post)),
        answer: one
            .answer
            .map(|yes| visit.words.t(if yes { "moderation-agreed" } else { "moderation-declined" })),
    }
}

fn report(visit: &Visit, one: ::community::OwnReport) -> Report {
    let words = &visit.words;
    Report {
        at: When::new(visit, one.at),
        reason: said(visit, one.reason),
        post: one.post.map(|(id, extract)| {
            let text = if extract.is_empty() { words.t("moderation-post") } else { extract };
            (visit.href1("community-post", id), text)
        }),
        verdict: match one.verdict {
            Some((verdict, _)) => words.k("moderation-became-", verdict.code(), ""),
            None => words.t("moderation-waits"),
        },
        answer: one.answer,
    }
}

/// Says that one read a warning, or whether one agrees.
pub(crate) async fn act(Path((id, act)): Path<(String, String)>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = member(visit).await?;
    let (id, community) = (visit.identity(&id)?, &visit.site.services.community);
    let done = match act.as_str() {
        "read" => community.heed(&caller, id).await.map(|()| "lu"),
        "agree" | "decline" => {
            let post = visit.identity(form.value("post"))?;
            community.agree(&caller, id, (post, act == "agree")).await.map(|()| "accord")
        }
        _ => Err(Refused::NotFound.into()),
    };
    match done {
        Ok(done) => Ok(Answer::redirect(&format!("{}?fait={done}", visit.href("for-me")))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &caller, &refusals, status).await
        }
    }
}
