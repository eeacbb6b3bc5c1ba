//! `/communaute/fils/{id}/remonter`: what the cell makes of a thread, with the agreement of its authors and without their names.

use std::collections::BTreeSet;

use ::community::Usable;
use access::Caller;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use vocabulary::{Id, Problem, Refusal, Refused};

use super::{asked, done, linked, of_the_cell};
use crate::{
    answer::{Answer, Shell},
    community::{Badge, When, author, fail, shell, ways},
    fields::{FieldView, Shape},
    forms::{self, Form, Typed},
    publications,
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
    number: FieldView,
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
        number: FieldView { inputmode: "numeric", ..asked(visit, "number", Shape::Line, typed, refusals) },
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
    let made = &visit.site.services.raising;
    let done = match (act.as_str(), raising) {
        ("alert", Ok(raising)) => {
            made.alert(&caller, raising).await.map(|text| visit.href1("editing-text", text))
        }
        ("incident", Ok(raising)) => incident(visit, &caller, raising, form.value("reference")).await,
        ("event", Ok(raising)) => {
            let made = made.event(&caller, raising, form.value("number")).await;
            made.map(|event| visit.href1("event", event))
        }
        ("drop", Ok(raising)) => {
            let done = community.raise_drop(&caller, raising).await;
            done.map(|_| format!("{}?fait=abandon", visit.href1("thread-raise", id)))
        }
        ("alert" | "incident" | "event" | "drop", Err(problem)) => Err(problem),
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

/// A note in the journal of an incident.
async fn incident(visit: &Visit, caller: &Caller, raising: Id, reference: &str) -> Result<String, Problem> {
    let services = &visit.site.services;
    let unknown = |problem| match problem {
        Problem::Refused(Refused::NotFound) => {
            Refused::invalid(Refusal::new("raise-incident").at("reference")).into()
        }
        problem => problem,
    };
    let declaration = services.declarations.find(caller, reference).await.map_err(unknown)?;
    let incident = services.incidents.id_of(caller, declaration).await.map_err(unknown)?;
    let from = visit.words.t("moderation-raise-note");
    services.raising.incident(caller, raising, (incident, &from)).await?;
    Ok(visit.href1("incident", incident))
}

/// What a thread became, as those who may read it read it.
pub(in crate::community) struct Became {
    pub(in crate::community) text: String,
    pub(in crate::community) at: When,
    /// The alert, once it is published and while this reader may read it: where it stands, and its title.
    pub(in crate::community) alert: Option<(String, String)>,
}

/// What a thread became, for those who may read it.
pub(in crate::community) async fn became(
    visit: &Visit,
    caller: &Caller,
    thread: Id,
) -> Result<Vec<Became>, Answer> {
    let services = &visit.site.services;
    let became = services.community.became(caller, thread).await.map_err(fail(visit))?;
    let alerts: Vec<Id> = became.iter().filter_map(|one| one.alert).collect();
    let mut published = Vec::new();
    if !alerts.is_empty() {
        published = services.publications.those(caller, &alerts).await.map_err(fail(visit))?;
        published.retain(|listed| listed.withdrawn.is_none());
    }
    let language = visit.language();
    let told = |one: ::community::Became| Became {
        text: visit.words.k("moderation-raised-", one.outcome.code(), ""),
        at: When::new(visit, one.at),
        alert: published
            .iter()
            .find(|listed| Some(listed.id) == one.alert)
            .map(|listed| (publications::address(listed, language), listed.title(language).0.to_owned())),
    };
    Ok(became.into_iter().map(told).collect())
}
