//! `/redaction/{id}/relecture`: what changed, the page as readers will see it, and what one decides of it.

use access::Caller;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use calendar::Calendar;
use publications::{
    Editing, Line, May, Version,
    rules::{Draft, Kind, Stage},
};
use vocabulary::{Id, Instant, Problem, Refusal, Refused};

use super::{
    Head, ZONE,
    difference::{Piece, between},
    head,
    preview::{self, Preview},
    said, typed, writer,
};
use crate::{
    answer::{Answer, Shell, refusal_text},
    fields::{FieldView, Shape},
    forms::{self, Form, Typed},
    refusals::mendable,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "editing/review.html")]
struct ReviewPage<'a> {
    shell: Shell<'a>,
    token: String,
    id: Id,
    revision: i64,
    head: Head,
    may: May,
    /// Whether something is being written: only then is there something to review.
    open: bool,
    /// Who wrote what is being reviewed.
    writers: String,
    notice: Option<String>,
    errors: Vec<(String, String)>,
    /// What changed since what is published, field by field; of what was never published, nothing.
    changes: Vec<(String, Vec<Piece>)>,
    first: bool,
    preview: Preview,
    schedule: FieldView,
    back: FieldView,
    alone: FieldView,
    withdraw: Vec<FieldView>,
    versions: Vec<VersionLine>,
    journal: Vec<JournalLine>,
}

/// A line of the editors' journal.
struct JournalLine {
    when: String,
    who: String,
    what: String,
    body: String,
    /// Where what it overwrote is opened again.
    again: Option<String>,
}

struct VersionLine {
    title: String,
    by: String,
    change: String,
    /// Why nobody reviewed it.
    alone: String,
    /// What changed since the one before.
    changes: Vec<(String, Vec<Piece>)>,
}

/// What was typed on the page and could not be taken.
#[derive(Default)]
struct Stuck {
    act: String,
    typed: Typed,
    refusals: Vec<Refusal>,
}

/// `/redaction/{id}/relecture`
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = writer(&visit).await?;
    let id = visit.identity(&id)?;
    page(&visit, &caller, id, Stuck::default(), StatusCode::OK).await
}

/// What is decided of a text.
pub(crate) async fn act(Path((id, act)): Path<(String, String)>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = writer(visit).await?;
    let id = visit.identity(&id)?;
    match done(&form, &caller, id, &act).await {
        Ok(()) => Ok(Answer::redirect(&format!("{}?dit={act}", visit.href1("editing-review", id)))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            let stuck = Stuck { act, typed: form.typed.clone(), refusals };
            page(visit, &caller, id, stuck, status).await
        }
    }
}

async fn done(form: &Form, caller: &Caller, id: Id, act: &str) -> Result<(), Problem> {
    let publications = &form.visit.site.services.publications;
    let seen = (id, form.value("vu").parse().unwrap_or(0));
    let reason = form.value("reason");
    match act {
        "approve" => publications.approve(caller, seen, None).await,
        "schedule" => {
            let due = moment(&form.visit, form.value("moment")).map_err(Refused::invalid)?;
            publications.approve(caller, seen, Some(due)).await
        }
        "send-back" => publications.send_back(caller, id, reason).await,
        "alone" => publications.publish_alone(caller, seen, reason).await,
        "unschedule" => publications.unschedule(caller, id).await,
        "withdraw" => {
            publications.withdraw(caller, id, [form.value("reason_fr"), form.value("reason_en")]).await
        }
        _ => Err(Refused::NotFound.into()),
    }
}

/// A moment to come, as people write it.
fn moment(visit: &Visit, typed: &str) -> Result<Instant, Refusal> {
    oncall::rules::promised(typed, visit.now(), &Calendar::of_the_cell())
        .ok_or_else(|| Refusal::new("promise-unreadable").at("moment"))
}

/// What was done just now, in a sentence.
fn notice(visit: &Visit, stage: Stage) -> Option<String> {
    let key = match (visit.parameter("dit").as_str(), stage) {
        ("submitted", Stage::InReview) => "editing-submitted",
        ("approve" | "alone", Stage::Settled) => "editing-published",
        ("schedule", Stage::Scheduled) => "editing-scheduled",
        ("send-back", Stage::Writing) => "editing-sent-back",
        ("unschedule", Stage::Writing) => "editing-unscheduled",
        ("withdraw", _) => "editing-withdrawn",
        _ => return None,
    };
    Some(visit.words.t(key))
}

async fn page(
    visit: &Visit,
    caller: &Caller,
    id: Id,
    stuck: Stuck,
    status: StatusCode,
) -> Result<Answer, Answer> {
    let editing = visit.site.services.publications.open(caller, id).await.map_err(|p| visit.problem(p))?;
    let Editing { publication: text, draft, versions, journal, may, .. } = editing;
    let open = text.life.stage != Stage::Settled;
    let content = match versions.first() {
        Some(last) if !open => Draft { content: last.content.clone(), ..Draft::default() },
        _ => draft,
    };
    let changes = match versions.first() {
        Some(last) if open => changes(visit, text.kind, last, &content),
        _ => Vec::new(),
    };
    let preview = preview::of(visit, caller, text.kind, &content).await?;
    let head = head(visit, &text);
    let page = ReviewPage {
        token: forms::token(visit),
        id,
        revision: text.revision,
        may,
        open,
        writers: text.life.author(),
        notice: if stuck.act.is_empty() { notice(visit, text.life.stage) } else { None },
        errors: errors(visit, &stuck),
        first: versions.is_empty(),
        changes,
        preview,
        schedule: stuck.field(visit, "schedule", ("moment", "moment"), Shape::Line),
        back: stuck.field(visit, "send-back", ("reason", "back-reason"), Shape::Lines),
        alone: stuck.field(visit, "alone", ("reason", "alone-reason"), Shape::Lines),
        withdraw: ["reason_fr", "reason_en"]
            .map(|name| stuck.field(visit, "withdraw", (name, name), Shape::Lines))
            .into(),
        versions: versions_lines(visit, text.kind, &versions),
        journal: lines(visit, id, &journal),
        shell: Shell::console(visit, caller, head.title.clone(), "editing"),
        head,
    };
    Ok(Answer::page(visit, status, &page))
}

impl Stuck {
    /// A field of one of the forms, with what was typed in it when it is the one that was sent.
    fn field(&self, visit: &Visit, act: &str, (name, id): (&str, &str), shape: Shape) -> FieldView {
        let words = &visit.words;
        let (mut value, mut error) = ("", None);
        if self.act == act {
            value = typed::value(&self.typed, name);
            let wrong = self.refusals.iter().find(|refusal| refusal.field.as_deref() == Some(name));
            error = wrong.map(|refusal| refusal_text(words, refusal));
        }
        let view = FieldView::line(name, words.t(&format!("editing-ask-{id}")), value, error);
        let hint = words.maybe(&format!("editing-ask-{id}-hint"));
        let rows = if shape == Shape::Lines { 3 } else { 1 };
        FieldView { id: id.to_owned(), hint, shape, rows, ..view }
    }

    /// The field of this page that a refusal is about; none when it is about the text itself.
    fn target(&self, refusal: &Refusal) -> &'static str {
        match (self.act.as_str(), refusal.field.as_deref()) {
            ("schedule", Some("moment")) => "moment",
            ("send-back", Some("reason")) => "back-reason",
            ("alone", Some("reason")) => "alone-reason",
            ("withdraw", Some("reason_fr")) => "reason_fr",
            ("withdraw", Some("reason_en")) => "reason_en",
            _ => "",
        }
    }
}

fn errors(visit: &Visit, stuck: &Stuck) -> Vec<(String, String)> {
    let said = |refusal: &Refusal| {
        let (target, text) = (stuck.target(refusal), refusal_text(&visit.words, refusal));
        let field = refusal.field.as_deref().filter(|_| target.is_empty());
        let text = field.map_or_else(
            || text.clone(),
            |name| visit.words.t2("editing-error", "field", said::label(visit, name), "text", &text),
        );
        (target.to_owned(), text)
    };
    stuck.refusals.iter().map(said).collect()
}

/// What a draft changes of a version, field by field, in the order of the form.
fn changes(visit: &Visit, kind: Kind, before: &Version, after: &Draft) -> Vec<(String, Vec<Piece>)> {
    let old = Draft { content: before.content.clone(), ..Draft::default() };
    let (old, new) = (typed::of(&old), typed::of(after));
    let change = |name: &'static str| {
        let (old, new) = (said::of(visit, &old, name), said::of(visit, &new, name));
        (old != new).then(|| (said::label(visit, name), between(&old, &new)))
    };
    said::parts(kind).filter_map(change).collect()
}

fn versions_lines(visit: &Visit, kind: Kind, versions: &[Version]) -> Vec<VersionLine> {
    let words = &visit.words;
    let line = |(n, version): (usize, &Version)| {
        let draft = Draft { content: version.content.clone(), ..Draft::default() };
        let [fr, en] = &version.changes;
        let own = if visit.language() == vocabulary::Language::En && !en.is_empty() { en } else { fr };
        let by = if version.reviewer.is_empty() { "editing-by-alone" } else { "editing-by" };
        VersionLine {
            title: words.with(
                "version",
                &[("number", &version.number.to_string()), ("when", &words.moment(version.at, ZONE))],
            ),
            by: words.t2(by, "author", &version.author, "reviewer", &version.reviewer),
            change: own.clone(),
            alone: version.alone.clone(),
            changes: versions
                .get(n + 1)
                .map(|before| changes(visit, kind, before, &draft))
                .unwrap_or_default(),
        }
    };
    versions.iter().enumerate().map(line).collect()
}

/// The journal, the last line first; of changes that follow each other by one person, the last, and those that overwrote something.
fn lines(visit: &Visit, id: Id, journal: &[Line]) -> Vec<JournalLine> {
    let words = &visit.words;
    let mut shown: Vec<&Line> = Vec::new();
    for line in journal {
        let again = shown.last().is_some_and(|last| {
            last.kind == "written" && line.kind == "written" && last.author == line.author && !line.kept
        });
        if !again {
            shown.push(line);
        }
    }
    let again =
        |line: &Line| line.kept.then(|| format!("{}?reprendre={}", visit.href1("editing-text", id), line.id));
    let said = |line: &Line| JournalLine {
        when: words.moment(line.at, ZONE),
        who: line.author.clone(),
        what: words.k("editing-line-", &line.kind, ""),
        body: line.body.clone(),
        again: again(line),
    };
    shown.into_iter().map(said).collect()
}
