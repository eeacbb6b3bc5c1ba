//! `/communaute/fils/{id}/remonter`: what the cell makes of a thread, with the agreement of its authors and without their names.

use std::collections::BTreeSet;

use ::community::{Agreed, Usable, rules::moderation::Outcome};
use access::Caller;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use publications::rules::{Draft, Kind, Words};
use vocabulary::{Id, Problem, Refusal, Refused};

use super::{asked, done, linked, of_the_cell};
use crate::{
    answer::{Answer, Shell},
    community::{Badge, When, author, fail, shell, ways},
    fields::{FieldView, Shape},
    forms::{self, Form, Typed},
    refusals::mendable,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "moderation/raise.html")]
struct Page<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    token: String,
    thread: (String, String),
    id: Id,
    done: Option<String>,
    errors: Vec<(String, String)>,
    open: Option<Open>,
    posts: FieldView,
    purpose: FieldView,
    reference: FieldView,
}

/// A request that waits.
struct Open {
    at: When,
    purpose: String,
    posts: Vec<Post>,
    agreed: usize,
}

struct Post {
    who: String,
    tlp: Badge,
    extract: String,
    state: String,
    tone: &'static str,
}

/// The page.
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = of_the_cell(&visit).await?;
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
    let found = visit.site.services.community.raisable(caller, id).await.map_err(fail(visit))?;
    let typed: &Typed = &visit.sent;
    let chosen = typed.get("posts").cloned().unwrap_or_default();
    let option = |post: &Usable| {
        let (id, who) = (post.post.to_string(), author(&visit.words, &post.author));
        let checked = chosen.contains(&id);
        (id, format!("{who} · TLP:{} · {}", post.tlp.label(), post.extract), checked)
    };
    let posts = asked(visit, "posts", Shape::Boxes, typed, refusals);
    let posts = posts.choosing(found.posts.iter().map(option));
    let open = found.open.map(|open| {
        let posts: Vec<Post> = open.posts.iter().map(|post| usable(visit, post)).collect();
        Open {
            at: When::new(visit, open.asked_at),
            purpose: open.purpose,
            agreed: posts.iter().filter(|post| post.tone == "good").count(),
            posts,
        }
    });
    let page = Page {
        ways: ways(visit, ""),
        token: forms::token(visit),
        thread: (visit.href1("community-thread", id), found.title),
        id,
        done: done(visit, &["accords", "abandon"]),
        errors: linked(visit, refusals, &[&posts]),
        open,
        posts,
        purpose: asked(visit, "purpose", Shape::Lines, typed, refusals),
        reference: asked(visit, "reference", Shape::Line, typed, refusals),
        shell: shell(visit, caller, visit.words.t("page-thread-raise")),
    };
    Ok(Answer::page(visit, status, &page))
}

fn usable(visit: &Visit, post: &Usable) -> Post {
    let (state, tone) = match (post.stale, post.answer) {
        (true, _) => ("moderation-raise-stale", "calm"),
        (_, Some(true)) => ("moderation-raise-yes", "good"),
        (_, Some(false)) => ("moderation-raise-no", "bad"),
        (_, None) => ("moderation-raise-waits", "warn"),
    };
    Post {
        who: author(&visit.words, &post.author),
        tlp: post.tlp.into(),
        extract: post.extract.clone(),
        state: visit.words.t(state),
        tone,
    }
}

/// Asks the authors.
pub(crate) async fn ask(Path(id): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = of_the_cell(visit).await?;
    let id = visit.identity(&id)?;
    let chosen = form.typed.get("posts").map(Vec::as_slice).unwrap_or_default();
    // What is no post of the page is none that there is.
    let posts: BTreeSet<Id> = chosen.iter().filter_map(|post| Id::parse(post).ok()).collect();
    let purpose = form.value("purpose");
    match visit.site.services.community.raise_ask(&caller, id, (&posts, purpose)).await {
        Ok(()) => Ok(Answer::redirect(&format!("{}?fait=accords", visit.href1("thread-raise", id)))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &caller, id, &refusals, status).await
        }
    }
}

/// `/communaute/fils/{id}/remonter/{act}`: makes something of what was agreed to, or gives it up.
pub(crate) async fn act(Path((id, act)): Path<(String, String)>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = of_the_cell(visit).await?;
    let id = visit.identity(&id)?;
    let community = &visit.site.services.community;
    let found = community.raisable(&caller, id).await.map_err(fail(visit))?;
    let raising = found.open.map(|open| open.id);
    let raising = raising.ok_or_else(|| Problem::from(Refused::Conflict(Refusal::new("raise-over"))));
    let done = match (act.as_str(), raising) {
        ("alert", Ok(raising)) => alert(visit, &caller, raising).await,
        ("incident", Ok(raising)) => incident(visit, &caller, raising, form.value("reference")).await,
        ("drop", Ok(raising)) => {
            let done = community.raised(&caller, raising, Outcome::Dropped).await;
            done.map(|_| format!("{}?fait=abandon", visit.href1("thread-raise", id)))
        }
        ("alert" | "incident" | "drop", Err(problem)) => Err(problem),
        _ => Err(Refused::NotFound.into()),
    };
    match done {
        Ok(to) => Ok(Answer::redirect(&to)),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &caller, id, &refusals, status).await
        }
    }
}

/// The draft of an alert, as strict as the strictest of what it is made of.
async fn alert(visit: &Visit, caller: &Caller, raising: Id) -> Result<String, Problem> {
    let services = &visit.site.services;
    let agreed = services.community.agreed(caller, raising).await?;
    let mut draft = Draft::default();
    draft.content.tlp = agreed.tlp;
    let title: String = agreed.title.chars().take(Words::TITLE).collect();
    draft.content.texts.fr = Words { title, body: agreed.texts.join("\n\n---\n\n"), ..Words::default() };
    let id = services.publications.begin(caller, Kind::Alert, draft).await?;
    services.community.raised(caller, raising, Outcome::Alert).await?;
    Ok(visit.href1("editing-text", id))
}

/// A note in the journal of an incident.
async fn incident(visit: &Visit, caller: &Caller, raising: Id, reference: &str) -> Result<String, Problem> {
    let services = &visit.site.services;
    let agreed: Agreed = services.community.agreed(caller, raising).await?;
    let unknown = |problem| match problem {
        Problem::Refused(Refused::NotFound) => {
            Refused::invalid(Refusal::new("raise-incident").at("reference")).into()
        }
        problem => problem,
    };
    let declaration = services.declarations.find(caller, reference).await.map_err(unknown)?;
    let incident = services.incidents.id_of(caller, declaration).await.map_err(unknown)?;
    let note = format!("{}\n\n{}", visit.words.t("moderation-raise-note"), agreed.texts.join("\n\n---\n\n"));
    services.incidents.note(caller, incident, &note).await?;
    services.community.raised(caller, raising, Outcome::Incident).await?;
    Ok(visit.href1("incident", incident))
}

/// What a thread became, for those who may read it.
pub(in crate::community) async fn became(
    visit: &Visit,
    caller: &Caller,
    thread: Id,
) -> Result<Vec<(String, When)>, Answer> {
    let became = visit.site.services.community.became(caller, thread).await.map_err(fail(visit))?;
    let told = |(outcome, at): (Outcome, _)| {
        (visit.words.k("moderation-raised-", outcome.code(), ""), When::new(visit, at))
    };
    Ok(became.into_iter().map(told).collect())
}
