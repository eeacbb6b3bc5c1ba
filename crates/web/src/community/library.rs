//! `/communaute/groupes/{slug}/bibliotheque`: what a group keeps; a document, its versions, its review, and how it leaves.

use ::community::{Document, DocumentView, Leaving, rules::documents::DocumentKind};
use access::Caller;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use documents::{Block, Stamp};
use jiff::tz::TimeZone;
use vocabulary::{Id, Refusal, Refused, Tlp};

use super::{Badge, ROWS, When, author, done, fail, files, further, html, member, shell, ways};
use crate::{
    answer::{Answer, Shell},
    forms::{self, Form},
    oncall::ZONE,
    refusals::{errors, mendable},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "community/library.html")]
struct List<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    back: (String, String),
    /// Where one adds a file, and a report; for who writes there.
    add: Option<(String, String)>,
    /// Which kind is shown: an address, words, and whether it is this one.
    kinds: Vec<(String, String, bool)>,
    documents: Vec<Line>,
    first: Option<String>,
    next: Option<String>,
}

/// A document, on a list.
pub(super) struct Line {
    pub(super) id: Id,
    pub(super) href: String,
    pub(super) take: String,
    pub(super) title: String,
    pub(super) tlp: Badge,
    pub(super) kind: String,
    /// Its name and size, or that it is a text.
    pub(super) said: String,
    pub(super) version: Option<String>,
    pub(super) waits: bool,
    pub(super) author: String,
    pub(super) at: When,
}

impl Line {
    pub(super) fn new(visit: &Visit, document: &Document) -> Self {
        let words = &visit.words;
        let report = document.kind == DocumentKind::Retex;
        Self {
            id: document.id,
            href: visit.href1("community-document", document.id),
            take: visit.href1("community-document-file", document.id),
            title: document.title.clone(),
            tlp: document.tlp.into(),
            kind: words.k("library-kind-", document.kind.code(), ""),
            said: if report { String::new() } else { files::weighed(visit, &document.name, document.size) },
            version: (document.version > 1)
                .then(|| words.t1("community-version", "number", document.version)),
            waits: document.waits,
            author: author(words, &document.author),
            at: When::new(visit, document.at),
        }
    }
}

#[derive(Template)]
#[template(path = "community/document.html")]
struct Page<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    token: String,
    back: (String, String),
    done: Option<String>,
    errors: Vec<(String, String)>,
    d: Line,
    html: String,
    /// Who may read it, in a sentence.
    reads: String,
    /// How it leaves, in a sentence; and whether it does.
    leaves: String,
    may_leave: bool,
    /// What is known of its review.
    review: Option<String>,
    /// The version of its text that a reviewer would say yes to.
    seen: Option<i64>,
    versions: Vec<(Line, String)>,
    /// What else may be done with it: an address, and words.
    more: Vec<(String, String)>,
}

/// `/communaute/groupes/{slug}/bibliotheque`
pub(crate) async fn list(Path(slug): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = member(&visit).await?;
    let (chosen, after) = (visit.parameter("genre"), visit.parameter("after"));
    let kind = DocumentKind::from_code(&chosen);
    let community = &visit.site.services.community;
    let found = community.library(&caller, &slug, kind, &after, ROWS).await;
    let (inside, page) = found.map_err(fail(&visit))?;
    let (first, next) = further(&visit, page.next);
    let kinds = [None, Some(DocumentKind::Retex), Some(DocumentKind::File)].map(|one| {
        let code = one.map_or("all", DocumentKind::code);
        let href =
            one.map_or_else(|| visit.path.clone(), |one| format!("{}?genre={}", visit.path, one.code()));
        (href, visit.words.k("library-kinds-", code, ""), one == kind)
    });
    let group = inside.group;
    let add = inside
        .writes
        .then(|| (visit.href1("community-write", &group.slug), visit.href1("community-report", &group.slug)));
    let page = List {
        ways: ways(&visit, "community-groups"),
        back: (visit.href1("community-group", &group.slug), group.name.clone()),
        add,
        kinds: kinds.into(),
        documents: page.items.iter().map(|document| Line::new(&visit, document)).collect(),
        first,
        next,
        shell: shell(&visit, &caller, visit.words.t1("library-title", "group", &group.name)),
    };
    Ok(Answer::ok(&visit, &page))
}

/// `/communaute/documents/{id}`
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
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
    let (words, community) = (&visit.words, &visit.site.services.community);
    let view = community.document(caller, id).await.map_err(fail(visit))?;
    let last = view.versions.first().ok_or_else(|| visit.problem(Refused::NotFound.into()))?;
    let back = match &view.inside {
        Some(inside) => {
            let slug = &inside.group.slug;
            (visit.href1("community-library", slug), words.t1("library-title", "group", &inside.group.name))
        }
        None => (visit.href1("community-post", last.post.0), words.t("library-thread")),
    };
    let report = last.kind == DocumentKind::Retex;
    let named = ::community::rules::documents::named_copy(last.tlp);
    let may_leave = report || !named || !last.form.is_empty();
    let leaves = match (may_leave, named) {
        (false, _) => words.t("refused-file-stays"),
        (true, true) if report => words.t("library-named"),
        (true, true) => format!("{} {}", words.t("library-named"), words.t("library-untagged")),
        (true, false) => String::new(),
    };
    let versions = view.versions.iter().filter(|_| !report).map(|version| {
        let said = ::markdown::Text::parse(&version.said).map(|text| text.summary(300)).unwrap_or_default();
        (Line::new(visit, version), said)
    });
    let page = Page {
        ways: ways(visit, "community-groups"),
        token: forms::token(visit),
        back,
        done: done(visit, &["relu"]),
        errors: errors(visit, refusals),
        html: html(visit, &view.post.body, "document"),
        reads: reads(visit, caller, &view).await?,
        leaves,
        may_leave,
        review: review(visit, &view, last),
        seen: view.reviews.then_some(last.post.1),
        versions: versions.collect(),
        more: more(visit, &view, last),
        shell: shell(visit, caller, last.title.clone()),
        d: Line::new(visit, last),
    };
    Ok(Answer::page(visit, status, &page))
}

/// Who may read a document, in a sentence.
async fn reads(visit: &Visit, caller: &Caller, view: &DocumentView) -> Result<String, Answer> {
    let words = &visit.words;
    if view.post.tlp == Tlp::Red {
        let names: Vec<&str> = view.post.readers.iter().map(|reader| reader.name.as_str()).collect();
        return Ok(format!("{} {}", words.t("community-read-by"), names.join(", ")));
    }
    let slug = view.inside.as_ref().map(|inside| inside.group.slug.as_str());
    let nobody = std::collections::BTreeSet::new();
    let community = &visit.site.services.community;
    let readers = community.readers(caller, slug, (view.post.tlp, &nobody)).await.map_err(fail(visit))?;
    Ok(super::audience::said(visit, &readers).0)
}

/// What is known of the review of a report.
fn review(visit: &Visit, view: &DocumentView, last: &Document) -> Option<String> {
    let words = &visit.words;
    if last.waits {
        let mark = view.wanted.map(Tlp::label).unwrap_or_default();
        let key = if view.reviews { "library-waits-for-you" } else { "library-waits" };
        return Some(words.t1(key, "mark", mark));
    }
    let (name, at, version) = last.reviewed.as_ref()?;
    let name = author(words, &(None, name.clone()));
    let said = words.t2("library-reviewed", "name", name, "when", When::new(visit, *at).words);
    let changed = if last.post.1 > *version { words.t("library-changed-since") } else { String::new() };
    Some(format!("{said} {changed}").trim_end().to_owned())
}

fn more(visit: &Visit, view: &DocumentView, last: &Document) -> Vec<(String, String)> {
    let (words, post) = (&visit.words, last.post.0);
    let mut more = vec![(visit.href1("community-post", post), words.t("library-thread"))];
    if view.writes {
        let thread = visit.href1("community-thread", last.thread);
        more.push((format!("{thread}?remplace={}#repondre", last.id), words.t("library-new-version")));
    }
    if view.post.mine && last.kind == DocumentKind::Retex {
        more.push((visit.href1("community-edit", post), words.t("library-edit")));
    }
    if view.post.version > 1 && last.kind == DocumentKind::Retex {
        more.push((visit.href1("community-versions", post), words.t("library-text-versions")));
    }
    if view.inside.is_some() && (view.post.mine || view.moderates && view.post.tlp != Tlp::Red) {
        more.push((visit.href1("community-mark", post), words.t("community-mark")));
    }
    if !view.post.mine {
        more.push((visit.href1("post-report", post), words.t("moderation-report")));
    }
    if view.moderates && !view.post.mine {
        more.push((visit.href1("moderation-case", post), words.t("moderation-case-see")));
    }
    more
}

/// A reviewer says yes.
pub(crate) async fn act(Path((id, act)): Path<(String, String)>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = member(visit).await?;
    let id = visit.identity(&id)?;
    let seen = form.value("vu").parse().unwrap_or_default();
    let accepted = match act.as_str() {
        "accept" => visit.site.services.community.accept_report(&caller, id, seen).await,
        _ => Err(Refused::NotFound.into()),
    };
    match accepted {
        Ok(()) => Ok(Answer::redirect(&after_review(visit, &caller, id).await)),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &caller, id, &refusals, status).await
        }
    }
}

/// Where a reviewer is led, who may not be among the readers any more.
async fn after_review(visit: &Visit, caller: &Caller, id: Id) -> String {
    match visit.site.services.community.document(caller, id).await {
        Ok(_) => format!("{}?fait=relu", visit.href1("community-document", id)),
        Err(_) => visit.href("community"),
    }
}

/// `/communaute/documents/{id}/fichier`: to keep, never to show. Under the strictest marks, the reader's own copy.
pub(crate) async fn take(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = member(&visit).await?;
    let id = visit.identity(&id)?;
    let leaving = visit.site.services.community.take_document(&caller, id).await.map_err(fail(&visit))?;
    let typesetter = &visit.site.services.typesetter;
    match leaving {
        Leaving { document, bytes: None, .. } => {
            let paper = paper(&visit, &caller, &document);
            let pdf = typesetter.typeset(&paper).await.map_err(|failure| visit.problem(failure.into()))?;
            let name = vocabulary::slug(&document.title);
            Ok(Answer::pdf("attachment", &format!("retex-{name}.pdf"), pdf))
        }
        Leaving { document, bytes: Some(bytes), named: true } => {
            let stamp = stamp(&visit, &caller, (&document.name, &document.form), document.tlp);
            let given = files::gathered(bytes).await.map_err(fail(&visit))?;
            let made = typesetter.stamp(&stamp, &given).await.map_err(fail(&visit))?;
            let stem = document.name.rsplit_once('.').map_or(document.name.as_str(), |(stem, _)| stem);
            Ok(Answer::pdf("attachment", &format!("{stem}.pdf"), made))
        }
        Leaving { document, bytes: Some(bytes), named: false } => {
            Ok(Answer::kept(&document.name, document.size, bytes))
        }
    }
}

/// What stands on the copy of a reader.
pub(super) fn stamp(visit: &Visit, caller: &Caller, (name, form): (&str, &str), tlp: Tlp) -> Stamp {
    let (reader, foot) = copy(visit, caller);
    Stamp {
        language: visit.language(),
        form: form.to_owned(),
        title: name.to_owned(),
        author: visit.site.settings.operator.clone(),
        mark: format!("TLP:{}", tlp.label()),
        reader,
        foot,
    }
}

/// Whose copy it is; the same with the moment.
fn copy(visit: &Visit, caller: &Caller) -> (String, String) {
    let words = &visit.words;
    let reader = words.t1("library-copy", "name", caller.author());
    let zone = TimeZone::get(ZONE).unwrap_or(TimeZone::UTC);
    let day = words.day(zone.to_datetime(visit.now().timestamp()).date());
    let clock = words.clock(visit.now(), ZONE);
    let foot = format!("{reader}, {}", words.t2("community-when", "day", day, "clock", clock));
    (reader, foot)
}

/// A report, on paper.
fn paper(visit: &Visit, caller: &Caller, document: &Document) -> documents::Document {
    let (words, settings) = (&visit.words, &visit.site.settings);
    let (reader, foot) = copy(visit, caller);
    let named = ::community::rules::documents::named_copy(document.tlp);
    let mut said = format!("{} · {}", author(words, &document.author), When::new(visit, document.at).words);
    if let Some((name, ..)) = &document.reviewed {
        let name = author(words, &(None, name.clone()));
        said.push_str(&format!(" · {}", words.t1("library-reviewed-by", "name", name)));
    }
    let mut blocks = vec![Block::Front { subject: words.t("library-kind-retex"), said, tlp: document.tlp }];
    if named {
        blocks.push(Block::Reader { text: reader });
    }
    if settings.demonstration {
        blocks.push(Block::Note { text: words.t("demonstration") });
    }
    if document.waits {
        blocks.push(Block::Note { text: words.t("library-waits-paper") });
    }
    if let Ok(text) = ::markdown::Text::parse(&document.said) {
        blocks.extend(documents::blocks(&text, &settings.base_url, &|_| None));
    }
    let address = format!("{}{}", settings.base_url, visit.href1("community-document", document.id));
    documents::Document {
        language: visit.language(),
        title: document.title.clone(),
        author: settings.operator.clone(),
        at: visit.now(),
        foot: if named { foot } else { address },
        blocks,
    }
}
