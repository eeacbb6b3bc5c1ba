//! What must hold before somebody else is asked to review a text.

use jiff::civil::Date;
use markdown::Remark;
use vocabulary::{Language, Refusal, Tlp, is_slug, slug};

use super::{Content, Draft, Kind, Words};

/// The parts of a response card, in order, in each language: for whom, when, what for, what one needs, step by step, what not
/// to do, what to conclude, whom to call.
pub const CARD_SECTIONS: [[&str; 8]; Language::ALL.len()] = [
    [
        "Pour qui",
        "Quand",
        "Pour quoi faire",
        "Ce qu’il faut avoir",
        "Pas à pas",
        "À ne pas faire",
        "Ce qu’on peut conclure",
        "Qui appeler",
    ],
    [
        "For whom",
        "When",
        "What for",
        "What you need",
        "Step by step",
        "What not to do",
        "What to conclude",
        "Whom to call",
    ],
];

/// Products, flaws, vectors, sources of one text.
const MOST: usize = 200;
/// Characters of a name, an address, a vector.
const NAME: usize = 300;

/// All that stands in the way of a review, each beside its field; `before` is the mark under which it is published already.
pub fn check(kind: Kind, draft: &Draft, before: Option<Tlp>) -> Vec<Refusal> {
    let (content, again) = (&draft.content, before.is_some());
    let mut wrong = Vec::new();
    for language in Language::ALL {
        words(kind, language, content, &mut wrong);
    }
    if content.tlp == Tlp::Red {
        wrong.push(Refusal::new("publication-red").at("tlp"));
    } else if before.is_some_and(|before| content.tlp > before) {
        // To those who could read it, it would be gone without a word (abuse G04).
        wrong.push(Refusal::new("publication-stricter").at("tlp"));
    }
    if kind == Kind::Alert {
        alert(content, &mut wrong);
    }
    if kind == Kind::Bulletin {
        period(content, &mut wrong);
    }
    sources(content, &mut wrong);
    if again && draft.change_fr.is_empty() {
        wrong.push(Refusal::new("required").at("change_fr"));
    }
    if again && !content.texts.en.is_empty() && draft.change_en.is_empty() {
        wrong.push(Refusal::new("required").at("change_en"));
    }
    for (field, change) in [("change_fr", &draft.change_fr), ("change_en", &draft.change_en)] {
        too_long(change, Draft::CHANGE, field.to_owned(), &mut wrong);
    }
    wrong
}

/// French is whole; English is whole or not there.
fn words(kind: Kind, language: Language, content: &Content, wrong: &mut Vec<Refusal>) {
    let words = content.texts.of(language);
    let field = |name: &str| format!("{name}_{}", language.tag());
    if language != Language::Fr && words.is_empty() {
        return;
    }
    let parts = [
        ("title", &words.title, Words::TITLE),
        ("summary", &words.summary, Words::SUMMARY),
        ("body", &words.body, Words::BODY),
    ];
    for (name, text, most) in parts {
        if text.is_empty() {
            wrong.push(Refusal::new("required").at(field(name)));
        }
        too_long(text, most, field(name), wrong);
    }
    let address = if words.slug.is_empty() { slug(&words.title) } else { words.slug.clone() };
    if !words.title.is_empty() && !is_slug(&address) {
        wrong.push(Refusal::new("publication-slug").at(field("slug")));
    }
    let text = match markdown::Text::parse(&words.body) {
        Ok(text) => text,
        Err(refusal) => return wrong.push(refusal.at(field("body"))),
    };
    wrong.extend(text.remarks().iter().filter_map(remark).map(|refusal| refusal.at(field("body"))));
    if kind == Kind::Card && !words.body.is_empty() {
        let has: Vec<String> = text.sections().into_iter().map(|section| section.title).collect();
        let must = CARD_SECTIONS.get(language as usize).copied().unwrap_or_default();
        if has != must {
            let missing: Vec<&str> =
                must.into_iter().filter(|section| !has.iter().any(|h| h == section)).collect();
            let said = if missing.is_empty() { must.join(", ") } else { missing.join(", ") };
            wrong.push(Refusal::new("publication-sections").at(field("body")).with("sections", said));
        }
    }
}

/// What a text would lose without its writer having meant it. HTML that is shown as the text that it is loses nothing.
fn remark(remark: &Remark) -> Option<Refusal> {
    match remark {
        Remark::LinkRefused { address, .. } => Some(Refusal::new("publication-link").with("value", address)),
        Remark::ImageRefused { address, .. } => {
            Some(Refusal::new("publication-image").with("value", address))
        }
        Remark::ImageSilent { address } => Some(Refusal::new("publication-image-alt").with("value", address)),
        Remark::HtmlShown { .. } | Remark::HeadingEmpty => None,
    }
}

fn too_long(text: &str, most: usize, field: String, wrong: &mut Vec<Refusal>) {
    if text.chars().count() > most {
        wrong.push(Refusal::new("too-long").at(field).with("max", most.to_string()));
    }
}

/// What an alert states is in the forms that machines read.
fn alert(content: &Content, wrong: &mut Vec<Refusal>) {
    let facts = &content.facts;
    if !content.severity.is_some_and(|severity| (1..=5).contains(&severity)) {
        wrong.push(Refusal::new("required").at("severity"));
    }
    for cve in facts.cves.iter().filter(|cve| vulnerabilities::CveId::parse(cve).is_err()) {
        wrong.push(Refusal::new("publication-cve").at("cves").with("value", cve));
    }
    for cwe in facts.cwes.iter().filter(|cwe| vulnerabilities::CweId::parse(cwe).is_err()) {
        wrong.push(Refusal::new("publication-cwe").at("cwes").with("value", cwe));
    }
    for scored in facts.cvss.iter().filter(|scored| vulnerabilities::Vector::parse(&scored.vector).is_err()) {
        wrong.push(Refusal::new("publication-cvss").at("cvss").with("value", &scored.vector));
    }
    if facts
        .products
        .iter()
        .any(|touched| slug(&touched.vendor).is_empty() || slug(&touched.product).is_empty())
    {
        wrong.push(Refusal::new("publication-product").at("products"));
    }
    for touched in &facts.products {
        for text in [&touched.vendor, &touched.product, &touched.versions, &touched.fixed] {
            too_long(text, NAME, "products".to_owned(), wrong);
        }
    }
    let counts = [
        ("products", facts.products.len()),
        ("cves", facts.cves.len()),
        ("cwes", facts.cwes.len()),
        ("cvss", facts.cvss.len()),
    ];
    for (field, count) in counts {
        if count > MOST {
            wrong.push(Refusal::new("too-many").at(field).with("max", MOST.to_string()));
        }
    }
    if let Some(day) = facts.act_by.as_ref().filter(|day| !is_day(day)) {
        wrong.push(Refusal::new("publication-day").at("act_by").with("value", day));
    }
    if let Some(known) =
        facts.exploited.as_ref().filter(|it| !it.kev_since.is_empty() && !is_day(&it.kev_since))
    {
        wrong.push(Refusal::new("publication-day").at("kev_since").with("value", &known.kev_since));
    }
    if content.sources.is_empty() {
        wrong.push(Refusal::new("required").at("sources"));
    }
}

fn period(content: &Content, wrong: &mut Vec<Refusal>) {
    let Some(period) = &content.period else { return };
    for (field, day) in [("period_from", &period.from), ("period_to", &period.to)] {
        if !is_day(day) {
            wrong.push(Refusal::new("publication-day").at(field).with("value", day));
        }
    }
    if period.from > period.to {
        wrong.push(Refusal::new("publication-period").at("period_to"));
    }
}

fn sources(content: &Content, wrong: &mut Vec<Refusal>) {
    if content.sources.len() > MOST {
        wrong.push(Refusal::new("too-many").at("sources").with("max", MOST.to_string()));
    }
    for source in &content.sources {
        if source.title.is_empty() && source.publisher.is_empty() {
            wrong.push(Refusal::new("publication-source").at("sources"));
        }
        if !source.url.is_empty() && !source.url.starts_with("https://") && !source.url.starts_with("http://")
        {
            wrong.push(Refusal::new("publication-address").at("sources").with("value", &source.url));
        }
        for text in [&source.title, &source.publisher, &source.url] {
            too_long(text, NAME, "sources".to_owned(), wrong);
        }
    }
}

/// Whether a text is a day as the standard writes it (ISO 8601).
fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<Date>().is_ok()
}
