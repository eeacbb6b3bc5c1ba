//! What one writes with: the words, and beside them how far they go and who will read them, said before they leave.

use std::collections::{BTreeMap, BTreeSet};

use ::community::{
    NewPost, NewThread, PostView,
    rules::{
        NewPoll, Voice,
        documents::{Section, report, sections},
    },
};
use access::Caller;
use calendar::Calendar;
use markdown::{Remark, Text};
use serde_json::json;
use vocabulary::{Id, Refusal, Refused, Tlp};

use super::{
    Badge, When,
    audience::{self, Mark, People},
    author, fail,
    files::{self, Files},
    groups::asked,
    html, voiced,
};
use crate::{
    answer::{Answer, refusal_text},
    fields::{FieldView, Shape},
    forms::{self, Typed},
    refusals::errors,
    visit::Visit,
};

/// The fields of what opens a thread; of an answer; of a mark.
pub(crate) const THREAD: &[&str] = &[
    "do",
    "lus",
    "title",
    "body",
    "tags",
    "tlp",
    "readers",
    "find",
    "found",
    "voice_who",
    "voice_place",
    "poll_question",
    "poll_choices",
    "poll_until",
    "poll_several",
    "files",
];
pub(crate) const ANSWER: &[&str] = &[
    "do",
    "lus",
    "body",
    "tlp",
    "readers",
    "find",
    "found",
    "voice_who",
    "voice_place",
    "quoted",
    "files",
    "replaces",
];
pub(crate) const MARK: &[&str] = &["do", "tlp", "readers", "find", "found"];
/// The fields of an experience report; its sections are those of the template.
pub(crate) const REPORT: &[&str] = &[
    "do",
    "lus",
    "title",
    "tags",
    "tlp",
    "readers",
    "find",
    "found",
    "reviewers",
    "find_reviewers",
    "found_reviewers",
    "retex_context",
    "retex_happened",
    "retex_helped",
    "retex_missing",
    "retex_changed",
    "retex_advice",
];
/// What of a form is not kept with what was typed: what was pressed, and whom one looked for.
const PASSING: [&str; 6] = ["do", "lus", "find", "found", "find_reviewers", "found_reviewers"];

/// Where something is written.
pub(super) struct Ground {
    /// The group; `None` for a question to the cell.
    pub(super) slug: Option<String>,
    /// The thread in which it answers: whom that names, it may name.
    pub(super) thread: Option<Id>,
    /// The strictest mark that what opens the thread has: an answer carries one at least as strict.
    pub(super) least: Tlp,
    /// Where what is being written is kept.
    pub(super) draft: String,
    /// Whether it opens a thread.
    pub(super) opens: bool,
    /// Whether it is an experience report, written by sections and reviewed.
    pub(super) report: bool,
}

/// The form.
pub(super) struct Composer {
    pub(super) token: String,
    pub(super) action: String,
    pub(super) press: String,
    pub(super) notice: Option<String>,
    /// Whether what was kept before is shown again.
    pub(super) kept: bool,
    pub(super) errors: Vec<(String, String)>,
    pub(super) preview: Option<Preview>,
    /// Whom the preview named, for what names its readers.
    pub(super) shown: String,
    pub(super) marks: Vec<Mark>,
    pub(super) marks_open: bool,
    pub(super) tlp_error: Option<String>,
    pub(super) readers: Option<People>,
    pub(super) readers_open: bool,
    /// Whether one looks for somebody in it: a press of Enter publishes all the same.
    pub(super) looks: bool,
    /// How far it goes as it stands, in a sentence.
    pub(super) reads: String,
    pub(super) words: Vec<FieldView>,
    pub(super) voice: Vec<FieldView>,
    pub(super) voice_open: bool,
    pub(super) poll: Vec<FieldView>,
    pub(super) poll_open: bool,
    pub(super) cited: Option<Cited>,
    pub(super) files: Option<Files>,
    /// Who is asked to review it.
    pub(super) reviewers: Option<People>,
}

/// What an answer quotes.
pub(super) struct Cited {
    pub(super) id: String,
    pub(super) author: String,
    pub(super) extract: String,
}

impl Cited {
    pub(super) fn new(visit: &Visit, post: &PostView) -> Self {
        let author = author(&visit.words, &post.author);
        Self { id: post.id.to_string(), author, extract: post.extract() }
    }
}

/// What was written, as it will be read, and by whom.
pub(super) struct Preview {
    pub(super) badge: Badge,
    pub(super) reads: String,
    pub(super) names: String,
    pub(super) as_who: String,
    pub(super) title: String,
    pub(super) tags: String,
    pub(super) cited: Option<String>,
    pub(super) html: String,
    pub(super) remarks: Vec<String>,
    pub(super) poll: String,
    /// The files that it carries, by name and size.
    pub(super) files: Vec<String>,
}

/// What was typed in a field; of one that takes several, the first.
pub(super) fn value<'a>(typed: &'a Typed, name: &str) -> &'a str {
    typed.get(name).and_then(|values| values.first()).map_or("", String::as_str)
}

pub(super) fn choice(field: &'static str) -> Refused {
    Refused::invalid(Refusal::new("not-a-choice").at(field))
}

/// An answer, as it was typed.
pub(super) fn post(visit: &Visit, ground: &Ground, typed: &Typed) -> Result<NewPost, Refused> {
    let (tlp, readers) = match ground.slug {
        Some(_) => audience::mark(typed)?,
        None => (Tlp::AmberStrict, BTreeSet::new()),
    };
    let who = value(typed, "voice_who");
    let unnamed = match who {
        "" => None,
        who => Some(Voice::new(who, value(typed, "voice_place")).ok_or_else(|| choice("voice_place"))?),
    };
    let quoted = match value(typed, "quoted") {
        "" => None,
        id => Some(Id::parse(id).map_err(|_| Refused::NotFound)?),
    };
    let body = if ground.report {
        let one = |name: &String| (name.clone(), value(typed, name).to_owned());
        report(&typed.keys().map(one).collect(), visit.language())?
    } else {
        value(typed, "body").to_owned()
    };
    let (files, replaces) = (files::chosen(typed)?, files::replaces(typed)?);
    Ok(NewPost { body, tlp, readers, quoted, unnamed, files, replaces })
}

/// A thread, as it was typed.
pub(super) fn thread(visit: &Visit, ground: &Ground, typed: &Typed) -> Result<NewThread, Refused> {
    let tags = value(typed, "tags").split([',', ';', '\n']).map(str::trim).filter(|tag| !tag.is_empty());
    Ok(NewThread {
        title: value(typed, "title").to_owned(),
        post: post(visit, ground, typed)?,
        tags: tags.map(str::to_owned).collect(),
        language: visit.language(),
        poll: poll(visit, typed),
        reviewers: if ground.report { Some(audience::named(typed, "reviewers")?) } else { None },
    })
}

fn poll(visit: &Visit, typed: &Typed) -> Option<NewPoll> {
    let (question, choices) = (value(typed, "poll_question"), value(typed, "poll_choices"));
    let asked = !question.trim().is_empty() || !choices.trim().is_empty();
    asked.then(|| NewPoll {
        question: question.to_owned(),
        choices: choices.lines().map(str::to_owned).collect(),
        several: !value(typed, "poll_several").is_empty(),
        until: oncall::rules::promised(value(typed, "poll_until"), visit.now(), &Calendar::of_the_cell()),
    })
}

/// What is kept of a form that is not sent yet.
pub(super) fn draft(typed: &Typed) -> serde_json::Value {
    let kept = typed.iter().filter(|(name, _)| !PASSING.contains(&name.as_str()));
    json!(kept.collect::<BTreeMap<_, _>>())
}

/// What was kept, and when.
pub(super) async fn kept(
    visit: &Visit,
    caller: &Caller,
    place: &str,
) -> Result<Option<(Typed, String)>, Answer> {
    let kept = visit.site.services.community.draft(caller, place).await.map_err(fail(visit))?;
    Ok(kept.and_then(|(content, at)| {
        let typed = serde_json::from_value(content).ok()?;
        Some((typed, When::new(visit, at).words))
    }))
}

/// The form, with what was typed, and with what is wrong with it.
pub(super) async fn compose(
    visit: &Visit,
    caller: &Caller,
    (ground, typed): (&Ground, &Typed),
    refusals: &[Refusal],
    preview: Option<Preview>,
) -> Result<Composer, Answer> {
    let words = &visit.words;
    // Strictest by default, but for what names its readers; an answer goes as far as what it answers.
    let chosen = match value(typed, "tlp") {
        "" => Some(if ground.opens { ground.least.max(Tlp::AmberStrict) } else { ground.least }),
        label => Tlp::parse(label),
    };
    let marks = audience::marks(visit, caller, ground, chosen).await?;
    let readers = audience::people(visit, caller, (ground, typed), ("readers", refusals)).await?;
    let reviewers = if ground.report {
        audience::people(visit, caller, (ground, typed), ("reviewers", refusals)).await?
    } else {
        None
    };
    let looking = readers.as_ref().is_some_and(People::looked_for);
    let looks = [&readers, &reviewers].into_iter().flatten().any(|people| people.find.is_some());
    let files = files::field(visit, caller, (ground, typed), refusals).await?;
    let wrong = |name: &str| refusals.iter().find(|refusal| refusal.field.as_deref() == Some(name));
    let tlp_error = wrong("tlp").map(|refusal| refusal_text(words, refusal));
    let reads = match (marks.iter().find(|mark| mark.checked), chosen) {
        (Some(mark), Some(tlp)) => words.t2("community-marked", "mark", tlp.label(), "reads", &mark.reads),
        _ => words.t("community-reads-cell"),
    };
    let mut fields = if ground.report {
        sections().iter().map(|section| section_field(visit, section, typed, refusals)).collect()
    } else {
        vec![FieldView { rows: 10, ..asked(visit, "body", Shape::Lines, typed, refusals) }]
    };
    let mut poll = Vec::new();
    if ground.opens {
        fields.insert(0, asked(visit, "title", Shape::Line, typed, refusals));
        fields.push(asked(visit, "tags", Shape::Line, typed, refusals));
    }
    if ground.opens && !ground.report {
        poll = poll_fields(visit, typed, refusals);
    }
    let unnamed = ground.slug.is_some() && wrong("unnamed").is_none();
    let voice =
        if ground.slug.is_some() && !ground.report { voices(visit, typed, refusals) } else { Vec::new() };
    let open =
        |fields: &[FieldView]| fields.iter().any(|field| field.error.is_some() || !field.value.is_empty());
    let strictest = |marks: &[Mark]| marks.first().map(|mark| format!("tlp-{}", mark.badge.class));
    let target = |(name, text): (String, String)| {
        let to = match name.as_str() {
            "tlp" => strictest(&marks),
            "readers" => readers.as_ref().map(People::target).or_else(|| strictest(&marks)),
            "reviewers" => reviewers.as_ref().map(People::target).or_else(|| Some("title".to_owned())),
            "unnamed" => Some("voice_who".to_owned()),
            _ => None,
        };
        (to.unwrap_or(name), text)
    };
    Ok(Composer {
        token: forms::token(visit),
        action: visit.path.clone(),
        press: words.t(match (ground.report, ground.opens) {
            (true, _) => "library-report-send",
            (false, true) => "community-publish",
            (false, false) => "community-answer-go",
        }),
        notice: None,
        kept: false,
        errors: errors(visit, refusals).into_iter().map(target).collect(),
        shown: preview.as_ref().map(|_| audience::shown_in(typed)).unwrap_or_default(),
        preview,
        marks_open: tlp_error.is_some() || wrong("readers").is_some() || looking,
        tlp_error,
        readers_open: chosen == Some(Tlp::Red) || wrong("readers").is_some() || looking,
        looks,
        readers,
        reads,
        voice_open: !unnamed && ground.slug.is_some() || !value(typed, "voice_who").is_empty(),
        voice,
        poll_open: open(&poll),
        poll,
        words: fields,
        marks,
        cited: None,
        files,
        reviewers,
    })
}

/// A section of a report.
fn section_field(visit: &Visit, section: &Section, typed: &Typed, refusals: &[Refusal]) -> FieldView {
    let field = asked(visit, &section.field(), Shape::Lines, typed, refusals);
    FieldView { optional: !section.required, rows: 6, ..field }
}

fn poll_fields(visit: &Visit, typed: &Typed, refusals: &[Refusal]) -> Vec<FieldView> {
    let several = !value(typed, "poll_several").is_empty();
    let words = visit.words.t("community-poll-several");
    vec![
        asked(visit, "poll_question", Shape::Line, typed, refusals),
        asked(visit, "poll_choices", Shape::Lines, typed, refusals),
        asked(visit, "poll_until", Shape::Line, typed, refusals),
        FieldView { value: String::new(), ..asked(visit, "poll_several", Shape::Boxes, typed, refusals) }
            .choosing([("1".to_owned(), words, several)]),
    ]
}

/// By which words one is called who does not want to be named.
fn voices(visit: &Visit, typed: &Typed, refusals: &[Refusal]) -> Vec<FieldView> {
    let words = &visit.words;
    let (who, place) = (value(typed, "voice_who"), value(typed, "voice_place"));
    let named = [(String::new(), words.t("community-voice-named"), who.is_empty())];
    let whos =
        Voice::WHO.map(|code| (code.to_owned(), words.k("community-voice-who-", code, ""), code == who));
    let places = Voice::PLACES
        .map(|code| (code.to_owned(), words.k("community-voice-place-", code, ""), code == place));
    let refused = refusals.iter().find(|refusal| refusal.field.as_deref() == Some("unnamed"));
    let mut first = asked(visit, "voice_who", Shape::Radios, typed, refusals);
    first.error = first.error.or_else(|| refused.map(|refusal| refusal_text(words, refusal)));
    vec![
        first.choosing(named.into_iter().chain(whos)),
        asked(visit, "voice_place", Shape::Radios, typed, refusals).choosing(places),
    ]
}

/// What was typed, as it will be read, and by whom; or what is wrong with it.
pub(super) async fn previewed(
    visit: &Visit,
    caller: &Caller,
    (ground, typed): (&Ground, &Typed),
    cited: Option<&Cited>,
) -> Result<Result<Preview, Vec<Refusal>>, Answer> {
    let (community, words) = (&visit.site.services.community, &visit.words);
    let new = match thread(visit, ground, typed) {
        Ok(new) => new,
        Err(Refused::Invalid(refusals)) => return Ok(Err(refusals)),
        Err(refused) => return Err(visit.problem(refused.into())),
    };
    let said_words = ::community::rules::Words {
        title: new.title.clone(),
        body: new.post.body.clone(),
        tags: new.tags.clone(),
    };
    let checked = ::community::rules::checked(&said_words, ground.opens);
    let named = &new.post.readers;
    let readers = community.readers(caller, ground.slug.as_deref(), (new.post.tlp, named)).await;
    let (checked, readers) = match (checked, readers) {
        (Ok(checked), Ok(readers)) => (checked, readers),
        (checked, readers) => {
            let mut wrong = Vec::new();
            if let Err(Refused::Invalid(refusals)) = checked {
                wrong.extend(refusals);
            }
            if let Err(problem) = readers {
                wrong.extend(crate::refusals::mendable(visit, problem)?.0);
            }
            return Ok(Err(wrong));
        }
    };
    let (reads, by_name) = audience::said(visit, &readers);
    let as_who = match new.post.unnamed {
        Some(voice) => words.t1("community-as-unnamed", "voice", voiced(words, voice)),
        None => words.t1("community-as-named", "name", caller.author()),
    };
    let poll = new.poll.map(|poll| {
        words.t2("community-poll-preview", "question", poll.question, "choices", poll.choices.join(" · "))
    });
    Ok(Ok(Preview {
        badge: new.post.tlp.into(),
        reads,
        names: by_name,
        as_who,
        title: checked.title,
        tags: checked.tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" "),
        cited: cited.map(|cited| cited.extract.clone()),
        html: html(visit, &checked.body, "apercu"),
        remarks: remarks(visit, &checked.body),
        poll: poll.unwrap_or_default(),
        files: files::kept(visit, caller, typed).await?.into_iter().map(|(_, said)| said).collect(),
    }))
}

/// What is said to whoever writes of what will not be shown as they typed it.
pub(super) fn remarks(visit: &Visit, body: &str) -> Vec<String> {
    let words = &visit.words;
    let Ok(text) = Text::parse(body) else { return Vec::new() };
    let mut remarks: Vec<String> = Vec::new();
    for remark in text.remarks() {
        remarks.push(match remark {
            Remark::LinkRefused { address, .. } => words.t1("editing-remark-link", "value", address),
            Remark::ImageRefused { address, .. } => words.t1("editing-remark-image", "value", address),
            Remark::ImageSilent { address } => words.t1("editing-remark-silent", "value", address),
            Remark::HtmlShown { text } => words.t1("editing-remark-html", "value", text),
            Remark::HeadingEmpty => words.t("editing-remark-heading"),
        });
    }
    // No image stands in what is said here, wherever it comes from.
    remarks.extend(text.images().iter().take(1).map(|_| words.t("community-remark-image")));
    remarks.dedup();
    remarks
}
