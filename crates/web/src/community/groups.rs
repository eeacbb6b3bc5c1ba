//! `/communaute/groupes`: which groups there are, what is said in one, and how one comes in.

use ::community::{
    Community, GroupLine, GroupView, ThreadFilter,
    rules::{Entrance, Entry, Group, GroupKind, TypedGroup},
};
use access::Caller;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use vocabulary::{Problem, Refusal, Refused};

use super::{Line, ROWS, done, fail, further, html, member, shell, ways};
use crate::{
    answer::{Answer, Shell},
    fields::{FieldView, Shape},
    forms::{self, Form, Typed},
    refusals::{errors, mendable},
    visit::Visit,
};

/// Characters of what a group is for, on the list.
const SUMMARY: usize = 220;

#[derive(Template)]
#[template(path = "community/groups.html")]
struct List<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    may_create: bool,
    kinds: Vec<(String, Vec<Listed>)>,
}

/// A group, on the list.
struct Listed {
    href: String,
    name: String,
    purpose: String,
    door: String,
    members: i64,
    joined: bool,
    asked: bool,
    archived: bool,
}

#[derive(Template)]
#[template(path = "community/group.html")]
struct Page<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    token: String,
    done: Option<String>,
    errors: Vec<(String, String)>,
    g: Shown,
    tag: String,
    which: Vec<(String, String, bool)>,
    filtered: bool,
    threads: Vec<Line>,
    first: Option<String>,
    next: Option<String>,
    /// Why one asks to come in.
    words: FieldView,
}

/// A group, as its page shows it.
struct Shown {
    slug: String,
    kind: String,
    door: String,
    purpose: String,
    /// Who reads what is said there, in a sentence.
    said: String,
    members: i64,
    stewards: Vec<String>,
    waiting: i64,
    archived: bool,
    reads: bool,
    writes: bool,
    joined: bool,
    asked: bool,
    muted: bool,
    changes: bool,
}

#[derive(Template)]
#[template(path = "community/group-form.html")]
struct Written<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    token: String,
    back: String,
    errors: Vec<(String, String)>,
    /// The revision that was read.
    seen: Option<i64>,
    fields: Vec<FieldView>,
    press: String,
}

/// `/communaute/groupes`
pub(crate) async fn list(visit: Visit) -> Result<Answer, Answer> {
    let caller = member(&visit).await?;
    let lines = visit.site.services.community.groups(&caller).await.map_err(fail(&visit))?;
    let (archived, open): (Vec<_>, Vec<_>) =
        lines.into_iter().partition(|line| line.group.archived_at.is_some());
    let mut kinds: Vec<(String, Vec<Listed>)> = Vec::new();
    for kind in GroupKind::ALL {
        let of_kind: Vec<Listed> =
            open.iter().filter(|line| line.group.kind == kind).map(|line| listed(&visit, line)).collect();
        if !of_kind.is_empty() {
            kinds.push((visit.words.k("community-kinds-", kind.code(), ""), of_kind));
        }
    }
    if !archived.is_empty() {
        let archived = archived.iter().map(|line| listed(&visit, line)).collect();
        kinds.push((visit.words.t("community-groups-archived"), archived));
    }
    let page = List {
        ways: ways(&visit, "community-groups"),
        may_create: Community::creates_groups(&caller),
        kinds,
        shell: shell(&visit, &caller, visit.words.t("page-community-groups")),
    };
    Ok(Answer::ok(&visit, &page))
}

fn listed(visit: &Visit, line: &GroupLine) -> Listed {
    let group = &line.group;
    let summary = markdown::Text::parse(&group.purpose).map(|text| text.summary(SUMMARY));
    Listed {
        href: visit.href1("community-group", &group.slug),
        name: group.name.clone(),
        purpose: summary.unwrap_or_default(),
        door: visit.words.k("community-door-", group.access.code(), ""),
        members: line.people,
        joined: line.seat.as_ref().is_some_and(|seat| seat.joined),
        asked: line.seat.as_ref().is_some_and(|seat| !seat.joined),
        archived: group.archived_at.is_some(),
    }
}

/// `/communaute/groupes/{slug}`
pub(crate) async fn show(Path(slug): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = member(&visit).await?;
    page(&visit, &caller, &slug, &[], StatusCode::OK).await
}

async fn page(
    visit: &Visit,
    caller: &Caller,
    slug: &str,
    refusals: &[Refusal],
    status: StatusCode,
) -> Result<Answer, Answer> {
    let community = &visit.site.services.community;
    let view = community.group_view(caller, slug).await.map_err(fail(visit))?;
    let (tag, quoi) = (visit.parameter("mot"), visit.parameter("quoi"));
    let filter = ThreadFilter {
        tag: tag.clone(),
        solved: match quoi.as_str() {
            "resolus" => Some(true),
            "en-attente" => Some(false),
            _ => None,
        },
        unread: quoi == "non-lus",
    };
    let (mut threads, mut next) = (Vec::new(), None);
    if view.inside.reads {
        let after = visit.parameter("after");
        let found = community.threads(caller, slug, &filter, &after, ROWS).await.map_err(fail(visit))?;
        threads = found.1.items.into_iter().map(|line| Line::new(visit, line, false)).collect();
        next = found.1.next;
    }
    let (first, next) = further(visit, next);
    let which = ["", "non-lus", "en-attente", "resolus"].map(|value| {
        let key = if value.is_empty() { "tous" } else { value };
        (value.to_owned(), visit.words.k("community-which-", key, ""), value == quoi)
    });
    let known =
        ["entre", "demande", "ecrit", "cree", "change", "archive", "rouvert", "muet", "audible", "brouillon"];
    let page = Page {
        ways: ways(visit, "community-groups"),
        token: forms::token(visit),
        done: done(visit, &known),
        errors: errors(visit, refusals),
        filtered: !(tag.is_empty() && quoi.is_empty()),
        tag,
        which: which.into(),
        threads,
        first,
        next,
        words: asked(visit, "words", Shape::Lines, &visit.sent, refusals),
        shell: shell(visit, caller, view.inside.group.name.clone()),
        g: shown(visit, view),
    };
    Ok(Answer::page(visit, status, &page))
}

fn shown(visit: &Visit, view: GroupView) -> Shown {
    let GroupView { inside, stewards, waiting } = view;
    let words = &visit.words;
    let group = inside.group;
    let joined = inside.seat.as_ref().filter(|seat| seat.joined);
    Shown {
        kind: words.k("community-kind-", group.kind.code(), ""),
        door: words.k("community-door-", group.access.code(), ""),
        purpose: html(visit, &group.purpose, "groupe"),
        said: said(visit, &group),
        members: inside.people,
        stewards,
        waiting,
        archived: group.archived_at.is_some(),
        reads: inside.reads,
        writes: inside.writes,
        joined: joined.is_some(),
        asked: inside.seat.as_ref().is_some_and(|seat| !seat.joined),
        muted: joined.is_some_and(|seat| seat.muted),
        changes: inside.changes,
        slug: group.slug,
    }
}

/// Who reads what is said in a group, in words.
pub(super) fn said(visit: &Visit, group: &Group) -> String {
    visit.words.k("community-said-", group.access.code(), "")
}

/// A field of this room: its words are `community-field-NAME`.
pub(super) fn asked(
    visit: &Visit,
    name: &str,
    shape: Shape,
    typed: &Typed,
    refusals: &[Refusal],
) -> FieldView {
    let words = &visit.words;
    let error = refusals.iter().find(|refusal| refusal.field.as_deref() == Some(name));
    let error = error.map(|refusal| crate::answer::refusal_text(words, refusal));
    let value = typed.get(name).and_then(|values| values.first()).cloned().unwrap_or_default();
    let line = FieldView::line(name, words.k("community-field-", name, ""), &value, error);
    let hint = words.maybe(&format!("community-field-{name}-hint"));
    let rows = if shape == Shape::Lines { 5 } else { 1 };
    FieldView { hint, shape, rows, ..line }
}

/// `/communaute/groupes/{slug}/{act}`
pub(crate) async fn act(Path((slug, act)): Path<(String, String)>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = member(visit).await?;
    let community = &visit.site.services.community;
    let done = match act.as_str() {
        "join" => community.group_join(&caller, &slug, form.value("words")).await.map(|entry| match entry {
            Entry::Joined => "entre",
            Entry::Asked => "demande",
        }),
        "leave" => community.group_leave(&caller, &slug).await.map(|()| "parti"),
        "mute" => community.group_mute(&caller, &slug, true).await.map(|()| "muet"),
        "unmute" => community.group_mute(&caller, &slug, false).await.map(|()| "audible"),
        "archive" => community.group_archive(&caller, &slug, true).await.map(|()| "archive"),
        "reopen" => community.group_archive(&caller, &slug, false).await.map(|()| "rouvert"),
        _ => Err(Refused::NotFound.into()),
    };
    match done {
        // Whoever left a hidden group finds it no more.
        Ok("parti") => Ok(Answer::redirect(&visit.href("community-groups"))),
        Ok(done) => Ok(Answer::redirect(&format!("{}?fait={done}", visit.href1("community-group", &slug)))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &caller, &slug, &refusals, status).await
        }
    }
}

/// Somebody who may create and change groups.
async fn keeper(visit: &Visit) -> Result<Caller, Answer> {
    let caller = member(visit).await?;
    if Community::creates_groups(&caller) {
        Ok(caller)
    } else {
        Err(visit.problem(Refused::Forbidden.into()))
    }
}

/// `/communaute/nouveau-groupe`
pub(crate) async fn new(visit: Visit) -> Result<Answer, Answer> {
    let caller = keeper(&visit).await?;
    let typed = Typed::from([("access".to_owned(), vec![Entrance::Request.code().to_owned()])]);
    Ok(written(&visit, &caller, (None, &typed), &[], StatusCode::OK))
}

/// A new group is sent.
pub(crate) async fn create(form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = keeper(visit).await?;
    match visit.site.services.community.group_create(&caller, &typed(&form)).await {
        Ok(slug) => Ok(Answer::redirect(&format!("{}?fait=cree", visit.href1("community-group", slug)))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            Ok(written(visit, &caller, (None, &form.typed), &refusals, status))
        }
    }
}

fn typed(form: &Form) -> TypedGroup {
    let value = |name| form.value(name).to_owned();
    TypedGroup {
        name: value("name"),
        purpose: value("purpose"),
        kind: value("kind"),
        access: value("access"),
    }
}

/// `/communaute/groupes/{slug}/modifier`
pub(crate) async fn change_form(Path(slug): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = member(&visit).await?;
    let inside = visit.site.services.community.group(&caller, &slug).await.map_err(fail(&visit))?;
    if !inside.changes {
        return Err(visit.problem(Refused::Forbidden.into()));
    }
    let group = inside.group;
    let typed = [
        ("name", group.name.as_str()),
        ("purpose", &group.purpose),
        ("kind", group.kind.code()),
        ("access", group.access.code()),
    ];
    let typed = typed.map(|(name, value)| (name.to_owned(), vec![value.to_owned()])).into();
    Ok(written(&visit, &caller, (Some((&slug, group.revision)), &typed), &[], StatusCode::OK))
}

/// A change of a group is sent.
pub(crate) async fn change(Path(slug): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = member(visit).await?;
    let community = &visit.site.services.community;
    let seen = form.value("vu").parse().unwrap_or_default();
    match community.group_change(&caller, &slug, &typed(&form), seen).await {
        Ok(()) => Ok(Answer::redirect(&format!("{}?fait=change", visit.href1("community-group", &slug)))),
        Err(problem) => {
            let conflict = matches!(problem, Problem::Refused(Refused::Conflict(_)));
            let (refusals, status) = mendable(visit, problem)?;
            // Once it was said that somebody changed it, sending again is on purpose.
            let seen = if conflict {
                community.group(&caller, &slug).await.map_err(fail(visit))?.group.revision
            } else {
                seen
            };
            Ok(written(visit, &caller, (Some((&slug, seen)), &form.typed), &refusals, status))
        }
    }
}

fn written(
    visit: &Visit,
    caller: &Caller,
    (before, typed): (Option<(&str, i64)>, &Typed),
    refusals: &[Refusal],
    status: StatusCode,
) -> Answer {
    let words = &visit.words;
    let chosen =
        |name: &str, value: &str| typed.get(name).is_some_and(|given| given.iter().any(|v| v == value));
    let field = |name: &str, shape| asked(visit, name, shape, typed, refusals);
    let kinds = GroupKind::ALL.map(|kind| {
        let code = kind.code();
        (code.to_owned(), words.k("community-kind-", code, ""), chosen("kind", code))
    });
    let doors = Entrance::ALL.map(|door| {
        let code = door.code();
        (code.to_owned(), words.k("community-enter-", code, ""), chosen("access", code))
    });
    let (title, back, press) = match before {
        Some((slug, _)) => {
            ("page-community-group-change", visit.href1("community-group", slug), "community-group-change-go")
        }
        None => ("page-community-group-new", visit.href("community-groups"), "community-group-new-go"),
    };
    let fields = vec![
        field("name", Shape::Line),
        field("purpose", Shape::Lines),
        field("kind", Shape::Radios).choosing(kinds),
        field("access", Shape::Radios).choosing(doors),
    ];
    let target = |(name, text): (String, String)| {
        let to = fields.iter().find(|field| field.name == name).map(|field| field.target().to_owned());
        (to.unwrap_or(name), text)
    };
    let page = Written {
        ways: ways(visit, "community-groups"),
        token: forms::token(visit),
        back,
        errors: errors(visit, refusals).into_iter().map(target).collect(),
        seen: before.map(|(_, seen)| seen),
        press: words.t(press),
        shell: shell(visit, caller, words.t(title)),
        fields,
    };
    Answer::page(visit, status, &page)
}
