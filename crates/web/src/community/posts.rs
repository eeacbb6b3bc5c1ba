//! `/communaute/messages/{id}`: one post, and what is done with it.

use ::community::{PostView, rules::Reaction};
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use vocabulary::{Id, Instant, Problem, Refusal, Refused, Tlp};

use super::{Badge, When, composing, fail, groups::asked, html, member, reading::place, shell, ways};
use crate::{
    answer::{Answer, Shell},
    editing::difference::{Piece, between},
    fields::{FieldView, Shape},
    forms::{self, Form, Typed},
    refusals::{errors, mendable},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "community/edit.html")]
struct Edit<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    token: String,
    back: String,
    badge: Badge,
    errors: Vec<(String, String)>,
    /// What it says by now, when it changed meanwhile.
    conflict: Option<String>,
    preview: Option<composing::Preview>,
    body: FieldView,
    /// The version that was read.
    seen: i64,
}

#[derive(Template)]
#[template(path = "community/versions.html")]
struct Versions<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    back: String,
    all: Vec<Version>,
}

struct Version {
    number: i64,
    at: When,
    tlp: Badge,
    last: bool,
    pieces: Vec<Piece>,
}

/// `/communaute/messages/{id}`: leads to where it stands in its thread.
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = member(&visit).await?;
    let id = visit.identity(&id)?;
    let found = visit.site.services.community.thread_of(&caller, id).await;
    let (thread, post) = found.map_err(fail(&visit))?;
    Ok(Answer::redirect(&place(&visit, thread, &post)))
}

/// `/communaute/messages/{id}/{act}`
pub(crate) async fn act(Path((id, act)): Path<(String, String)>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = member(visit).await?;
    let (id, community) = (visit.identity(&id)?, &visit.site.services.community);
    let reaction =
        || Reaction::from_code(form.value("reaction")).ok_or_else(|| Problem::from(Refused::NotFound));
    let done = match act.as_str() {
        "react" | "unreact" => match reaction() {
            Ok(reaction) => community.react(&caller, id, (reaction, act == "react")).await.map(drop),
            Err(problem) => Err(problem),
        },
        "bookmark" => community.bookmark(&caller, id, true).await.map(drop),
        "unbookmark" => community.bookmark(&caller, id, false).await.map(drop),
        "withdraw" => community.withdraw(&caller, id).await,
        _ => Err(Refused::NotFound.into()),
    };
    done.map_err(fail(visit))?;
    if form.value("page") == "favoris" {
        return Ok(Answer::redirect(&visit.href("community-bookmarks")));
    }
    let (thread, post) = community.thread_of(&caller, id).await.map_err(fail(visit))?;
    Ok(Answer::redirect(&on_page(visit, thread, &post, form.value("page"))))
}

/// Where a post is, on the page of its thread from which one came.
fn on_page(visit: &Visit, thread: Id, post: &PostView, page: &str) -> String {
    if vocabulary::read_cursor(page).is_none() {
        return place(visit, thread, post);
    }
    let address = visit.href1("community-thread", thread);
    format!("{address}?after={page}#m-{}", post.number)
}

/// `/communaute/messages/{id}/modifier`
pub(crate) async fn edit_form(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = member(&visit).await?;
    let id = visit.identity(&id)?;
    let found = visit.site.services.community.thread_of(&caller, id).await;
    let (thread, post) = found.map_err(fail(&visit))?;
    if !post.mine {
        return Err(visit.problem(Refused::Forbidden.into()));
    }
    let typed = Typed::from([("body".to_owned(), vec![post.body.clone()])]);
    let page = edit_page(&visit, &caller, (thread, &post, &typed), (&[], None));
    Ok(Answer::ok(&visit, &page))
}

fn edit_page<'a>(
    visit: &'a Visit,
    caller: &access::Caller,
    (thread, post, typed): (Id, &PostView, &Typed),
    (refusals, preview): (&[Refusal], Option<composing::Preview>),
) -> Edit<'a> {
    let changed = refusals.iter().any(|refusal| refusal.code == "post-changed");
    Edit {
        ways: ways(visit, ""),
        token: forms::token(visit),
        back: place(visit, thread, post),
        badge: post.tlp.into(),
        errors: errors(visit, refusals),
        conflict: changed.then(|| post.body.clone()),
        preview,
        body: FieldView { rows: 12, ..asked(visit, "body", Shape::Lines, typed, refusals) },
        seen: post.version,
        shell: shell(visit, caller, visit.words.t("page-community-edit")),
    }
}

/// A change of a post is sent.
pub(crate) async fn edit(Path(id): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = member(visit).await?;
    let (id, community) = (visit.identity(&id)?, &visit.site.services.community);
    let (thread, post) = community.thread_of(&caller, id).await.map_err(fail(visit))?;
    if !post.mine {
        return Err(visit.problem(Refused::Forbidden.into()));
    }
    let body = form.value("body");
    if form.value("do") == "preview" {
        let preview = seen_as(visit, &post, body);
        // What was typed over an older version stays over that one.
        let seen = form.value("vu").parse().unwrap_or(post.version);
        let page =
            Edit { seen, ..edit_page(visit, &caller, (thread, &post, &form.typed), (&[], Some(preview))) };
        return Ok(Answer::ok(visit, &page));
    }
    let seen = form.value("vu").parse().unwrap_or_default();
    match community.edit(&caller, id, body, seen).await {
        Ok(()) => Ok(Answer::redirect(&place(visit, thread, &post))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            let (thread, post) = community.thread_of(&caller, id).await.map_err(fail(visit))?;
            let page = edit_page(visit, &caller, (thread, &post, &form.typed), (&refusals, None));
            Ok(Answer::page(visit, status, &page))
        }
    }
}

/// What a post will say.
fn seen_as(visit: &Visit, post: &PostView, body: &str) -> composing::Preview {
    let readers: Vec<&str> = post.readers.iter().map(|reader| reader.name.as_str()).collect();
    composing::Preview {
        badge: post.tlp.into(),
        reads: visit.words.t("community-reads-same"),
        names: readers.join(", "),
        as_who: visit.words.t1("community-as-named", "name", super::author(&visit.words, &post.author)),
        title: String::new(),
        tags: String::new(),
        cited: post.quote.as_ref().map(|quote| quote.extract.clone()),
        html: html(visit, body, "apercu"),
        remarks: composing::remarks(visit, body),
        poll: String::new(),
        files: Vec::new(),
    }
}

/// `/communaute/messages/{id}/versions`
pub(crate) async fn versions(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = member(&visit).await?;
    let (id, community) = (visit.identity(&id)?, &visit.site.services.community);
    let (thread, post) = community.thread_of(&caller, id).await.map_err(fail(&visit))?;
    let edits = community.versions(&caller, id).await.map_err(fail(&visit))?;
    let mut said: Vec<(i64, Instant, Tlp, String)> =
        edits.into_iter().map(|edit| (edit.version, edit.at, edit.tlp, edit.body)).collect();
    said.insert(0, (post.version, post.edited_at.unwrap_or(post.at), post.tlp, post.body.clone()));
    let before: Vec<String> =
        said.iter().skip(1).map(|(.., body)| body.clone()).chain([String::new()]).collect();
    let last = said.len();
    let versions =
        (1..).zip(said.into_iter().zip(before)).map(|(place, ((number, at, tlp, body), before))| Version {
            number,
            at: When::new(&visit, at),
            tlp: tlp.into(),
            last: place == 1,
            // Nothing was added to what was said first.
            pieces: if place == last { between(&body, &body) } else { between(&before, &body) },
        });
    let page = Versions {
        ways: ways(&visit, ""),
        back: place(&visit, thread, &post),
        all: versions.collect(),
        shell: shell(&visit, &caller, visit.words.t("page-community-versions")),
    };
    Ok(Answer::page(&visit, StatusCode::OK, &page))
}
