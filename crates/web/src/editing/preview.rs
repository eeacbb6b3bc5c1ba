//! A text as its readers will see it, and what whoever writes should be told of it.

use access::Caller;
use askama::Template;
use axum::extract::Path;
use markdown::{Place, Remark};
use publications::rules::{Draft, Kind, Source};
use vocabulary::{Language, Problem, Refused};

use super::{kind, named, said, typed, writer};
use crate::{
    addresses,
    answer::{Answer, refusal_text},
    forms::Form,
    locale::Words,
    publications::{
        Grave,
        facts::FactsView,
        images::sizes,
        reading::{fragment, period},
    },
    visit::Visit,
};

/// As the page shows it; empty of everything before somebody asks for it.
#[derive(Default)]
pub(crate) struct Preview {
    pub(crate) asked: bool,
    /// What cannot be shown because it cannot be understood.
    pub(crate) wrong: Vec<String>,
    pub(crate) tlp: String,
    pub(crate) sides: Vec<Side>,
    /// The answers that lead to a response card, which its page does not say.
    pub(crate) kinds: String,
}

/// The text in one language.
pub(crate) struct Side {
    /// The language, where it is not that of the page around.
    pub(crate) tag: Option<&'static str>,
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) html: String,
    /// How grave, what it covers, what it states and what it was checked against, as its page says them in that language.
    pub(crate) severity: Option<Grave>,
    pub(crate) period: Option<String>,
    pub(crate) facts: Option<FactsView>,
    pub(crate) sources: Vec<Source>,
    pub(crate) words: Words,
    /// Where its places begin on the page.
    pub(crate) place: String,
    pub(crate) remarks: Vec<String>,
}

#[derive(Template)]
#[template(path = "editing/preview.html")]
struct Fragment<'a> {
    w: &'a crate::locale::Words,
    preview: Preview,
}

/// `/redaction/apercu/{kind}`: the preview alone, for the script that asks for it while one types.
pub(crate) async fn show(Path(code): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = writer(visit).await?;
    let preview = typed(visit, &caller, kind(visit, &code)?, &form).await?;
    Ok(Answer::ok(visit, &Fragment { w: &visit.words, preview }))
}

/// The preview of what stands in a form.
pub(super) async fn typed(
    visit: &Visit,
    caller: &Caller,
    kind: Kind,
    form: &Form,
) -> Result<Preview, Answer> {
    match typed::draft(kind, &form.typed, super::writing::today(visit)) {
        Ok(draft) => of(visit, caller, kind, &draft).await,
        Err(refusals) => {
            let wrong = refusals.iter().map(|refusal| refusal_text(&visit.words, refusal));
            Ok(Preview { asked: true, wrong: wrong.collect(), ..Preview::default() })
        }
    }
}

/// The preview of a draft.
pub(super) async fn of(visit: &Visit, caller: &Caller, kind: Kind, draft: &Draft) -> Result<Preview, Answer> {
    let content = &draft.content;
    let mut sides = Vec::new();
    for language in Language::ALL {
        let words = content.texts.of(language);
        if words.is_empty() {
            continue;
        }
        let (html, remarks) = body(visit, caller, language, &words.body).await?;
        let said = visit.words.to(language);
        sides.push(Side {
            tag: (language != visit.language()).then(|| language.tag()),
            name: visit.words.k("editing-language-", language.tag(), ""),
            title: words.title.clone(),
            summary: words.summary.clone(),
            html,
            severity: content.severity.map(|level| Grave::new(&said, level.into())),
            period: period(&said, content),
            facts: (kind == Kind::Alert).then(|| FactsView::new(visit, &said, content)),
            sources: content.sources.clone(),
            words: said,
            place: place(language),
            remarks,
        });
    }
    let as_typed = typed::of(draft);
    Ok(Preview {
        asked: true,
        wrong: Vec::new(),
        tlp: said::of(visit, &as_typed, "tlp"),
        sides,
        kinds: if kind == Kind::Card { said::of(visit, &as_typed, "kinds") } else { String::new() },
    })
}

/// A body as a fragment of a page, and what is to be said of it.
async fn body(
    visit: &Visit,
    caller: &Caller,
    language: Language,
    typed: &str,
) -> Result<(String, Vec<String>), Answer> {
    let words = &visit.words;
    let text = match markdown::Text::parse(typed) {
        Ok(text) => text,
        Err(refusal) => return Ok((String::new(), vec![refusal_text(words, &refusal)])),
    };
    let mut remarks: Vec<String> = text.remarks().iter().map(|remark| remarked(visit, remark)).collect();
    remarks.extend(nowhere(visit, caller, &text).await?);
    let sizes = sizes(visit, caller, [&text]).await.map_err(|problem| visit.problem(problem))?;
    for image in text.images() {
        if !sizes.contains_key(&image.id) {
            remarks.push(words.t1("editing-remark-absent", "value", format!("/images/{}", image.id)));
        }
    }
    remarks.dedup();
    Ok((placed(&fragment(visit, &text, language, &sizes), language), remarks))
}

/// The links of a text to pages of ours that are not there, in words.
async fn nowhere(visit: &Visit, caller: &Caller, text: &markdown::Text) -> Result<Vec<String>, Answer> {
    let mut said = Vec::new();
    for link in text.links().iter().filter(|link| link.place == Place::Here) {
        if !leads_somewhere(visit, caller, &link.href).await? {
            said.push(visit.words.t1("editing-remark-broken", "value", &link.href));
        }
    }
    Ok(said)
}

/// The same of all that a draft says.
pub(super) async fn broken(visit: &Visit, caller: &Caller, draft: &Draft) -> Result<Vec<String>, Answer> {
    let mut said = Vec::new();
    for language in Language::ALL {
        if let Ok(text) = markdown::Text::parse(&draft.content.texts.of(language).body) {
            said.extend(nowhere(visit, caller, &text).await?);
        }
    }
    said.dedup();
    Ok(said)
}

/// A fragment whose places are its own, among the fields of a form and beside the same text in another language. Quotation marks of
/// words are written as references: what is replaced here stands in tags only.
fn placed(html: &str, language: Language) -> String {
    let place = place(language);
    html.replace(" id=\"", &format!(" id=\"{place}"))
        .replace(" popovertarget=\"", &format!(" popovertarget=\"{place}"))
}

/// How the places of a side begin.
fn place(language: Language) -> String {
    format!("apercu-{}-", language.tag())
}

fn remarked(visit: &Visit, remark: &Remark) -> String {
    let words = &visit.words;
    match remark {
        Remark::LinkRefused { address, .. } => words.t1("editing-remark-link", "value", address),
        Remark::ImageRefused { address, .. } => words.t1("editing-remark-image", "value", address),
        Remark::ImageSilent { address } => words.t1("editing-remark-silent", "value", address),
        Remark::HtmlShown { text } => words.t1("editing-remark-html", "value", text),
        Remark::HeadingEmpty => words.t("editing-remark-heading"),
    }
}

/// Whether a path of ours leads to a page, or to something published that the writer may read.
async fn leads_somewhere(visit: &Visit, caller: &Caller, href: &str) -> Result<bool, Answer> {
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let Some((kind, text)) = named(path) else {
        return Ok(addresses::page_at(path).is_some() || path.starts_with("/images/"));
    };
    match visit.site.services.publications.read(caller, kind, text).await {
        // A page that says why it is empty is not where a text should lead.
        Ok(document) => Ok(document.listed.withdrawn.is_none()),
        Err(Problem::Refused(Refused::NotFound)) => Ok(false),
        Err(problem) => Err(visit.problem(problem)),
    }
}
