//! `/communaute/moderation/noms`: who wrote something unnamed, asked for by one and granted by another.

use ::community::{RevealView, rules::moderation::Revealing};
use access::Caller;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use vocabulary::{Id, Refusal, Refused};

use super::{done, moderator};
use crate::{
    answer::{Answer, Shell},
    community::{When, author, fail, shell, ways},
    forms::{self, Form},
    refusals::{errors, mendable},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "moderation/names.html")]
struct Page<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    token: String,
    done: Option<String>,
    errors: Vec<(String, String)>,
    requests: Vec<Request>,
}

/// A request.
struct Request {
    id: Id,
    post: String,
    voice: String,
    extract: String,
    reason: String,
    asked: When,
    asked_by: String,
    decided: Option<(When, String)>,
    state: String,
    tone: &'static str,
    /// Whether the caller may grant or refuse it.
    decides: bool,
    /// Whether the caller may see the name.
    sees: bool,
    /// The name, when the caller just asked to see it.
    name: Option<String>,
}

/// Whether a second moderator is waited for.
pub(super) fn waits(state: Revealing) -> bool {
    state == Revealing::Waiting
}

/// The list.
pub(crate) async fn list(visit: Visit) -> Result<Answer, Answer> {
    let caller = moderator(&visit).await?;
    page(&visit, &caller, None, &[], StatusCode::OK).await
}

async fn page(
    visit: &Visit,
    caller: &Caller,
    seen: Option<(Id, Option<String>)>,
    refusals: &[Refusal],
    status: StatusCode,
) -> Result<Answer, Answer> {
    let reveals = visit.site.services.community.reveals(caller).await.map_err(fail(visit))?;
    let name = |id: Id| {
        let (_, name) = seen.as_ref().filter(|(of, _)| *of == id)?;
        Some(name.clone().unwrap_or_else(|| visit.words.t("moderation-name-gone")))
    };
    let requests = reveals.into_iter().map(|reveal| {
        let name = name(reveal.id);
        Request { name, ..request(visit, reveal) }
    });
    let page = Page {
        ways: ways(visit, ""),
        token: forms::token(visit),
        done: done(visit, &["repondu"]),
        errors: errors(visit, refusals),
        requests: requests.collect(),
        shell: shell(visit, caller, visit.words.t("page-moderation-names")),
    };
    Ok(Answer::page(visit, status, &page))
}

fn request(visit: &Visit, reveal: RevealView) -> Request {
    let words = &visit.words;
    let (code, tone) = match reveal.state {
        Revealing::Waiting => ("waiting", "warn"),
        Revealing::Lapsed => ("lapsed", "calm"),
        Revealing::Granted(_) => ("granted", "good"),
        Revealing::Over => ("over", "calm"),
        Revealing::Refused => ("refused", "bad"),
    };
    let mut state = words.k("moderation-name-", code, "");
    if let Revealing::Granted(until) = reveal.state {
        state = words.t1("moderation-name-until", "when", When::new(visit, until).words);
    }
    Request {
        id: reveal.id,
        post: visit.href1("moderation-case", reveal.post),
        voice: author(words, &(None, reveal.voice)),
        extract: reveal.extract,
        reason: reveal.reason,
        asked: When::new(visit, reveal.asked.0),
        asked_by: reveal.asked.1,
        decided: reveal.decided.map(|(at, name)| (When::new(visit, at), name)),
        state,
        tone,
        decides: waits(reveal.state) && !reveal.own,
        sees: reveal.sees,
        name: None,
    }
}

/// Grants, refuses, or shows the name.
pub(crate) async fn act(Path((id, act)): Path<(String, String)>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = moderator(visit).await?;
    let (id, services) = (visit.identity(&id)?, &visit.site.services);
    let done = match act.as_str() {
        "grant" => services.community.reveal_decide(&caller, id, true).await.map(|()| None),
        "refuse" => services.community.reveal_decide(&caller, id, false).await.map(|()| None),
        "see" => services.community.reveal_see(&caller, &services.accounts, id).await.map(Some),
        _ => Err(Refused::NotFound.into()),
    };
    match done {
        Ok(None) => Ok(Answer::redirect(&format!("{}?fait=repondu", visit.href("moderation-names")))),
        Ok(Some(name)) => page(visit, &caller, Some((id, name)), &[], StatusCode::OK).await,
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &caller, None, &refusals, status).await
        }
    }
}
