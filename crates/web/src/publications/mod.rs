//! What the cell publishes, as readers see it: pages, files, feeds.

pub(crate) mod api;
pub(crate) mod facts;
pub(crate) mod feeds;
pub(crate) mod images;
pub(crate) mod listing;
mod paper;
pub(crate) mod products;
pub(crate) mod reading;
mod shapes;

pub(crate) use listing::shell;
pub(crate) use shapes::schema;
use std::sync::OnceLock;

use access::Caller;
use calendar::Calendar;
use declarations::rules::Card;
use markdown::Glossary;
use publications::{Filter, Listed, rules::Kind};
use vocabulary::{Instant, Language, Problem, Tlp};

use crate::{addresses, locale::Words, visit::Visit};

/// Where the texts of a kind stand, by the names of their pages.
pub(crate) struct Place {
    /// The list.
    pub(crate) list: &'static str,
    /// One of them.
    pub(crate) one: &'static str,
}

const PLACES: [Place; 5] = [
    Place { list: "alerts", one: "alert" },
    Place { list: "bulletins", one: "bulletin" },
    Place { list: "watch-news", one: "watch-news-one" },
    Place { list: "cards", one: "card" },
    Place { list: "guides", one: "guide" },
];

/// The pages of a kind.
pub(crate) const fn place(kind: Kind) -> &'static Place {
    let [alerts, bulletins, news, cards, guides] = &PLACES;
    match kind {
        Kind::Alert => alerts,
        Kind::Bulletin => bulletins,
        Kind::News => news,
        Kind::Card => cards,
        Kind::Guide => guides,
    }
}

/// Where something published stands, for readers of a language.
pub(crate) fn address(listed: &Listed, language: Language) -> String {
    let (name, slug, year) = (place(listed.kind).one, listed.slug(language), listed.year.to_string());
    if listed.kind.is_dated() {
        addresses::href(name, language, &[&year, slug])
    } else {
        addresses::href(name, language, &[slug])
    }
}

/// A moment: as machines read it, and the day in words.
pub(super) struct When {
    pub(super) iso: String,
    pub(super) words: String,
}

impl When {
    pub(super) fn new(words: &Words, at: Instant) -> Self {
        Self { iso: at.to_string(), words: words.day(Calendar::of_the_cell().date(at)) }
    }
}

/// How grave: a word, with the shape that the style gives its level. Never a colour alone.
pub(crate) struct Grave {
    pub(crate) level: i64,
    pub(crate) word: String,
}

impl Grave {
    pub(crate) fn new(words: &Words, level: i64) -> Self {
        let level = level.clamp(1, 5);
        Self { level, word: words.k("severity-", level, "") }
    }
}

/// Something published, on a list.
pub(crate) struct Entry {
    pub(super) href: String,
    pub(super) title: String,
    /// Its language, where that is not the reader's.
    pub(super) title_lang: Option<&'static str>,
    pub(super) summary: String,
    pub(super) summary_lang: Option<&'static str>,
    /// What sort of text, on lists of several sorts.
    pub(super) kind: String,
    pub(super) severity: Option<Grave>,
    /// Its mark, unless everybody may read it.
    pub(super) tlp: Option<&'static str>,
    pub(super) first: When,
    pub(super) revised: Option<When>,
    pub(super) withdrawn: Option<When>,
}

impl Entry {
    /// As a reader sees it. Of what is withdrawn, nothing but that it was, and why.
    pub(crate) fn new(words: &Words, listed: &Listed) -> Self {
        let language = words.language;
        let other = |of: Language| (of != language).then(|| of.tag());
        let (title, title_in) = listed.title(language);
        let (summary, summary_in) = listed.summary(language);
        let gone = listed.withdrawn.as_ref();
        let reason = gone.map(|(_, reasons)| reason(reasons, language).to_owned());
        Self {
            href: address(listed, language),
            title: if gone.is_some() { withdrawn_title(words, listed.kind) } else { title.to_owned() },
            title_lang: if gone.is_some() { None } else { other(title_in) },
            summary: reason.unwrap_or_else(|| summary.to_owned()),
            summary_lang: if gone.is_some() { None } else { other(summary_in) },
            kind: words.k("watch-kind-", listed.kind.code(), ""),
            severity: listed.severity.filter(|_| gone.is_none()).map(|level| Grave::new(words, level)),
            tlp: mark(listed.tlp),
            first: When::new(words, listed.first_at),
            revised: (gone.is_none() && listed.version > 1).then(|| When::new(words, listed.revised_at)),
            withdrawn: gone.map(|(at, _)| When::new(words, *at)),
        }
    }
}

/// Why it was withdrawn, in a language.
pub(super) fn reason([fr, en]: &[String; Language::ALL.len()], language: Language) -> &str {
    if language == Language::En && !en.is_empty() { en } else { fr }
}

/// What stands in the place of the title of what is withdrawn: the title may be why it was.
pub(super) fn withdrawn_title(words: &Words, kind: Kind) -> String {
    words.k("watch-withdrawn-", kind.code(), "")
}

/// A mark that readers must be told.
pub(super) fn mark(tlp: Tlp) -> Option<&'static str> {
    (tlp != Tlp::Clear).then(|| tlp.label())
}

/// The terms that texts of a language explain.
pub(super) fn glossary(language: Language) -> Option<&'static Glossary> {
    static TERMS: [OnceLock<Glossary>; Language::ALL.len()] =
        [const { OnceLock::new() }; Language::ALL.len()];
    let made = || {
        let terms = publications::glossary(language).unwrap_or_else(|failure| {
            tracing::error!(error = failure.chain(), "no term is explained");
            Vec::new()
        });
        let term = |term: publications::Term| {
            let forms = [vec![term.name], term.also].concat();
            markdown::Term { key: term.key, forms, means: term.means }
        };
        Glossary::new(terms.into_iter().map(term).collect())
    };
    Some(TERMS.get(language as usize)?.get_or_init(made))
}

/// The pages of what is published, for the navigation on each of them.
pub(crate) fn ways(visit: &Visit, here: &str) -> Vec<(String, String, bool)> {
    let names = ["alerts", "bulletins", "watch-news", "cards", "guides", "products", "search"];
    names.iter().map(|name| (visit.href(name), visit.words.k("page-", name, ""), *name == here)).collect()
}

/// What one may see, and the cards for it.
pub(crate) struct Need {
    pub(crate) kind: String,
    pub(crate) label: String,
    /// Address, title, and the language where it is not the reader's.
    pub(crate) cards: Vec<(String, String, Option<&'static str>)>,
}

/// The response cards that everybody may read, by the answers to "what does it look like?" that lead to them; under the last,
/// those that no answer leads to.
pub(crate) async fn needs(visit: &Visit) -> Result<Vec<Need>, Problem> {
    let words = &visit.words;
    let filter = Filter { kinds: vec![Kind::Card], ..Filter::default() };
    let watch = &visit.site.services.publications;
    let mut cards = watch.list(&Caller::Nobody, &filter, "", 500).await?.items;
    let ids: Vec<_> = cards.iter().map(|card| card.id).collect();
    let contents = watch.contents(&Caller::Nobody, &ids).await?;
    // What is for one need alone comes before what is for several.
    let serves = |card: &Listed| contents.get(&card.id).map_or(0, |version| version.content.kinds.len());
    cards.sort_by_key(|card| (serves(card), sorting(card.title(words.language).0)));
    let kinds: Vec<&str> = Card::all().iter().map(|card| card.kind.as_str()).collect();
    let leads = |card: &Listed, kind: &str| {
        let to = contents.get(&card.id).map(|version| version.content.kinds.as_slice()).unwrap_or_default();
        let stray = Some(&kind) == kinds.last() && !to.iter().any(|k| kinds.contains(&k.as_str()));
        stray || to.iter().any(|led| led == kind)
    };
    let need = |kind: &&str| {
        let found = cards.iter().filter(|card| leads(card, kind)).map(|card| {
            let (title, of) = card.title(words.language);
            let lang = (of != words.language).then(|| of.tag());
            (address(card, words.language), title.to_owned(), lang)
        });
        Need { kind: (*kind).to_owned(), label: words.k("choice-kind-", kind, ""), cards: found.collect() }
    };
    Ok(kinds.iter().map(need).filter(|need| !need.cards.is_empty()).collect())
}

/// The same; `None` when they cannot be read now, for a link is not worth a page that fails.
pub(crate) async fn needs_now(visit: &Visit) -> Option<Vec<Need>> {
    let needs = needs(visit).await;
    needs.inspect_err(|problem| tracing::warn!(?problem, "no card is linked to")).ok()
}

/// The cards of one kind; none when they cannot be read now.
pub(crate) async fn cards_for(visit: &Visit, kind: &str) -> Vec<(String, String, Option<&'static str>)> {
    let needs = needs_now(visit).await.unwrap_or_default();
    needs.into_iter().find(|need| need.kind == kind).map(|need| need.cards).unwrap_or_default()
}

/// A title as it is sorted: without its accents and capitals.
pub(super) fn sorting(title: &str) -> String {
    vocabulary::slug(title)
}
