//! `/alertes/2026/…` and its like: one text, its PDF and its JSON.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use markdown::{Options, Text};
use publications::{
    Document, Listed, Version, Withdrawal,
    rules::{Content, Kind, Source},
};
use vocabulary::{Failure, Language, Problem, Refused};

use super::{
    Grave, When,
    facts::FactsView,
    images::{Sizes, sizes},
    listing::shell,
    mark, paper, place, shapes, ways,
};
use crate::{
    answer::{Answer, Shell},
    editions::{Reader, Sheet},
    locale::Words,
    visit::Visit,
};

/// How a text is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Page,
    Pdf,
    Json,
}

/// A version, or that one was withdrawn, among all that happened to what readers see.
struct VersionLine {
    number: i64,
    at: When,
    /// What changed, and the language that it is said in.
    change: String,
    change_lang: Option<&'static str>,
    href: Option<String>,
    shown: bool,
    /// Why nobody reviewed it.
    alone: Option<String>,
    /// That it is the withdrawal of that version, and no version.
    withdrawn: bool,
}

/// A text as it is shown.
struct View {
    kind: &'static str,
    /// Its type among those of schema.org.
    schema: &'static str,
    title: String,
    summary: String,
    /// The language of the text, where it is not the reader's.
    lang: Option<&'static str>,
    severity: Option<Grave>,
    tlp: Option<(&'static str, String)>,
    first: When,
    revised: Option<When>,
    /// That it is not what is published now, and what is.
    old: Option<String>,
    alone: Option<String>,
    outline: Vec<(String, String)>,
    period: Option<String>,
    facts: Option<FactsView>,
    body: String,
    sources: Vec<Source>,
    versions: Vec<VersionLine>,
    /// Whose word it is: of the people of the cell, readers see the office and no name.
    office: String,
    href: String,
}

#[derive(Template)]
#[template(path = "publications/document.html")]
struct Page<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    view: View,
}

#[derive(Template)]
#[template(path = "publications/withdrawn.html")]
struct Withdrawn<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    first: When,
    at: When,
    office: String,
    reason: String,
}

/// `/alertes/{year}/{slug}`
pub(crate) async fn alert(Path((year, end)): Path<(String, String)>, visit: Visit) -> Result<Answer, Answer> {
    show(visit, Kind::Alert, &year, &end).await
}

/// `/bulletins/{year}/{slug}`
pub(crate) async fn bulletin(
    Path((year, end)): Path<(String, String)>,
    visit: Visit,
) -> Result<Answer, Answer> {
    show(visit, Kind::Bulletin, &year, &end).await
}

/// `/actualites/{year}/{slug}`
pub(crate) async fn news(Path((year, end)): Path<(String, String)>, visit: Visit) -> Result<Answer, Answer> {
    show(visit, Kind::News, &year, &end).await
}

/// `/fiches-reflexes/{slug}`
pub(crate) async fn card(Path(end): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    show(visit, Kind::Card, "", &end).await
}

/// `/guides/{slug}`
pub(crate) async fn guide(Path(end): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    show(visit, Kind::Guide, "", &end).await
}

/// One text, by the end of its address.
async fn show(visit: Visit, kind: Kind, year: &str, end: &str) -> Result<Answer, Answer> {
    let reader = Reader::at(&visit).await?;
    let fail = |problem: Problem| visit.problem(problem);
    let absent = || fail(Refused::NotFound.into());
    let (slug, form) = match end.rsplit_once('.') {
        None => (end, Form::Page),
        Some((slug, "pdf")) => (slug, Form::Pdf),
        Some((slug, "json")) => (slug, Form::Json),
        Some(_) => return Err(absent()),
    };
    let year = if kind.is_dated() { year.parse().map_err(|_| absent())? } else { 0 };
    let watch = &visit.site.services.publications;
    let language = visit.language();
    let document = watch.read(&reader.caller, (kind, year), (language, slug)).await.map_err(fail)?;
    if document.listed.withdrawn.is_some() {
        let sheet = if form == Form::Json {
            Sheet::new(&visit, "application/json", shapes::of(&visit, &document.listed, None).to_string())
                .status(StatusCode::GONE)
        } else {
            gone(&visit, &reader, &document.listed)?
        };
        return Ok(reader.answer(&visit, sheet));
    }
    let version = chosen(&visit, &document).ok_or_else(absent)?;
    let sheet = match form {
        Form::Page => {
            let said = version.content.texts.for_reader(language).0;
            let text = parsed(&said.body).map_err(|failure| fail(failure.into()))?;
            let sizes = sizes(&visit, &reader.caller, [&text]).await.map_err(fail)?;
            page(&visit, &reader, (&document, version), (&text, &sizes))?
        }
        Form::Pdf => {
            let name = format!("{slug}.pdf");
            let made =
                paper::document(&visit, &reader.caller, &document.listed, version).await.map_err(fail)?;
            let pdf = visit
                .site
                .services
                .typesetter
                .typeset(&made)
                .await
                .map_err(|failure| fail(failure.into()))?;
            Sheet::new(&visit, "application/pdf", pdf).named(&name)
        }
        Form::Json => {
            let mut shape = shapes::of(&visit, &document.listed, Some(version));
            if let Some(object) = shape.as_object_mut() {
                let office = &visit.site.settings.operator;
                object.insert("versions".to_owned(), shapes::versions(&document.versions, office));
                object.insert("withdrawals".to_owned(), shapes::withdrawals(&document.withdrawals, office));
            }
            Sheet::new(&visit, "application/json", shape.to_string())
        }
    };
    Ok(reader.answer(&visit, sheet))
}

/// The version that is asked for; the last one unless another is.
fn chosen<'a>(visit: &Visit, document: &'a Document) -> Option<&'a Version> {
    match visit.parameter("version").as_str() {
        "" => document.last(),
        number => {
            let number: i64 = number.parse().ok()?;
            document.versions.iter().find(|version| version.number == number)
        }
    }
}

fn other(language: Language) -> Language {
    if language == Language::Fr { Language::En } else { Language::Fr }
}

/// The frame of a text: its twin in the other language has an end of its own.
fn framed<'a>(visit: &'a Visit, reader: &Reader, listed: &Listed, title: String) -> Shell<'a> {
    let mut shell = shell(visit, &reader.caller, title, place(listed.kind).list);
    shell.twin = Some(super::address(listed, other(visit.language())));
    shell
}

/// What is withdrawn: when, and why; nothing of what it said, its title neither, for that may be the reason.
fn gone(visit: &Visit, reader: &Reader, listed: &Listed) -> Result<Sheet, Answer> {
    let words = &visit.words;
    let (at, reasons) = listed
        .withdrawn
        .as_ref()
        .map(|(at, reasons)| (*at, reasons))
        .ok_or_else(|| visit.problem(Failure::new("show what is withdrawn", "it is not").into()))?;
    let page = Withdrawn {
        shell: framed(visit, reader, listed, super::withdrawn_title(words, listed.kind)),
        ways: ways(visit, place(listed.kind).list),
        first: When::new(words, listed.first_at),
        at: When::new(words, at),
        office: visit.site.settings.operator.clone(),
        reason: super::reason(reasons, words.language).to_owned(),
    };
    Sheet::page(visit, StatusCode::GONE, &page)
}

fn page(
    visit: &Visit,
    reader: &Reader,
    (document, version): (&Document, &Version),
    body: (&Text, &Sizes),
) -> Result<Sheet, Answer> {
    let view = view(visit, document, version, body);
    let mut shell = framed(visit, reader, &document.listed, view.title.clone());
    if view.old.is_some() {
        shell.twin = shell.twin.map(|twin| format!("{twin}?version={}", version.number));
    }
    let kind = document.listed.kind;
    let page = Page { shell, ways: ways(visit, place(kind).list), view };
    Sheet::page(visit, StatusCode::OK, &page)
}

/// The text of a body. What was published was read before: it is read again.
pub(super) fn parsed(body: &str) -> Result<Text, Failure> {
    Text::parse(body).map_err(|refusal| Failure::new("read a published text", refusal.code))
}

/// A body as a fragment of a page, its terms explained.
pub(crate) fn fragment(visit: &Visit, text: &Text, language: Language, sizes: &Sizes) -> String {
    let words = visit.words.to(language);
    let (table, away) = (words.t("watch-table"), words.t("watch-away"));
    let options = Options {
        language: Some(language),
        images: &|id| sizes.get(&id).copied(),
        glossary: super::glossary(language),
        table: &table,
        away: &away,
        ..Options::default()
    };
    text.html(&options).into_string()
}

fn view(visit: &Visit, document: &Document, version: &Version, (text, sizes): (&Text, &Sizes)) -> View {
    let words = &visit.words;
    let (listed, content) = (&document.listed, &version.content);
    let (said, language) = content.texts.for_reader(words.language);
    let current = document.last().is_some_and(|last| last.number == version.number);
    // The items of a bulletin are its chapters.
    let outline = if listed.kind.is_dated() && listed.kind != Kind::Bulletin {
        Vec::new()
    } else {
        let chapters = text.outline().into_iter().filter(|heading| heading.level == 2);
        chapters.map(|heading| (heading.id, heading.title)).collect()
    };
    View {
        kind: listed.kind.code(),
        schema: if listed.kind == Kind::News { "NewsArticle" } else { "TechArticle" },
        title: said.title.clone(),
        summary: said.summary.clone(),
        lang: (language != words.language).then(|| language.tag()),
        severity: content.severity.map(|level| Grave::new(words, level.into())),
        tlp: mark(content.tlp).map(|label| (label, words.k("watch-tlp-", content.tlp.code(), ""))),
        first: When::new(words, listed.first_at),
        revised: (version.number > 1).then(|| When::new(words, version.at)),
        old: (!current).then(|| {
            let at = When::new(words, version.at).words;
            words.t2("watch-old-version", "number", version.number, "day", at)
        }),
        alone: (!version.alone.is_empty()).then(|| version.alone.clone()),
        outline,
        period: period(words, content),
        facts: (listed.kind == Kind::Alert).then(|| FactsView::new(visit, words, content)),
        body: fragment(visit, text, language, sizes),
        sources: content.sources.clone(),
        versions: history(visit, document, version),
        office: visit.site.settings.operator.clone(),
        href: super::address(listed, words.language),
    }
}

/// The days that a text covers.
pub(crate) fn period(words: &Words, content: &Content) -> Option<String> {
    let period = content.period.as_ref()?;
    let (from, to) = (period.from.parse().ok()?, period.to.parse().ok()?);
    Some(words.t2("watch-period", "from", words.day(from), "to", words.day(to)))
}

/// All that happened to what readers see, the last first: a withdrawal stands between the version that it took away and the
/// one that came after.
fn history(visit: &Visit, document: &Document, shown: &Version) -> Vec<VersionLine> {
    let mut lines = Vec::new();
    for one in &document.versions {
        let gone = document.withdrawals.iter().find(|gone| gone.version == one.number);
        lines.extend(gone.map(|gone| gone_line(visit, gone)));
        lines.push(line(visit, document, one, shown));
    }
    lines
}

/// That a version was withdrawn, when and why.
fn gone_line(visit: &Visit, gone: &Withdrawal) -> VersionLine {
    let words = &visit.words;
    VersionLine {
        number: gone.version,
        at: When::new(words, gone.at),
        change: super::reason(&gone.reasons, words.language).to_owned(),
        change_lang: None,
        href: None,
        shown: false,
        alone: None,
        withdrawn: true,
    }
}

fn line(visit: &Visit, document: &Document, one: &Version, shown: &Version) -> VersionLine {
    let words = &visit.words;
    let [fr, en] = &one.changes;
    let english = words.language == Language::En;
    let (change, of) = if english && !en.is_empty() { (en, Language::En) } else { (fr, Language::Fr) };
    let href = super::address(&document.listed, words.language);
    let last = document.last().is_some_and(|last| last.number == one.number);
    let href = if last { href } else { format!("{href}?version={}", one.number) };
    VersionLine {
        number: one.number,
        at: When::new(words, one.at),
        change: change.clone(),
        change_lang: (of != words.language).then(|| of.tag()),
        href: (one.number != shown.number).then_some(href),
        shown: one.number == shown.number,
        alone: (!one.alone.is_empty()).then(|| one.alone.clone()),
        withdrawn: false,
    }
}
