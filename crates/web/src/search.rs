//! `/recherche`: all that the reader may read, by words.

use access::Caller;
use askama::Template;
use publications::found::{self, Answer as Found, Facet, Hit, Segment, Where};

use crate::{
    answer::{Answer, Shell},
    forms,
    locale::Words,
    publications::{self as watch, Entry},
    visit::Visit,
};

/// What answers are narrowed by, as it stands in the address, in the order in which it is offered.
const FACETS: [&str; 4] = ["kind", "severity", "year", "vendor"];

#[derive(Template)]
#[template(path = "search.html")]
struct Page<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    text: String,
    /// The filters that hold, for the form to keep.
    kept: Vec<(String, String)>,
    /// Whether something was asked.
    asked: bool,
    count: String,
    suggestion: Option<(String, String)>,
    cut: Option<String>,
    facets: Vec<Narrowing>,
    /// What is narrowed by already: in words, and the address without it.
    narrowed: Vec<(String, String)>,
    hits: Vec<Line>,
    first: Option<String>,
    next: Option<String>,
}

/// What answers can be narrowed by: its title; each value in words, how many have it, the address that narrows.
struct Narrowing {
    title: String,
    values: Vec<(String, usize, String)>,
}

/// Something found.
struct Line {
    entry: Entry,
    /// Its title and what answers best, in pieces, and the language of both where it is not the reader's.
    title: Vec<Segment>,
    excerpt: Vec<Segment>,
    lang: Option<&'static str>,
    why: String,
}

/// `/recherche`
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let caller = visit.staff().await?;
    let filters: Vec<(String, String)> = forms::pairs(&visit.query)
        .into_iter()
        .filter(|(name, value)| FACETS.contains(&name.as_str()) && !value.is_empty())
        .take(20)
        .collect();
    let (text, after) = (visit.parameter("q"), visit.parameter("after"));
    let asked = !text.trim().is_empty() || !filters.is_empty();
    let after = (!after.is_empty()).then_some(after);
    let found = if asked {
        let watch = &visit.site.services.publications;
        let language = visit.language();
        let found = watch.search(&caller, &text, language, filters.clone(), after.as_deref()).await;
        found.map_err(|problem| visit.problem(problem))?
    } else {
        Found::default()
    };
    let page =
        page(&visit, &caller, Asked { text, filters, any: asked, later: after.is_some() }, found).await?;
    Ok(Answer::ok(&visit, &page))
}

struct Asked {
    text: String,
    filters: Vec<(String, String)>,
    any: bool,
    /// Not the first page.
    later: bool,
}

async fn page<'a>(visit: &'a Visit, caller: &Caller, asked: Asked, found: Found) -> Result<Page<'a>, Answer> {
    let words = &visit.words;
    let href = |text: &str, filters: &[(String, String)]| address(visit, text, filters);
    let hits = lines(visit, caller, found.hits).await?;
    let count = match (found.total.more, found.total.count) {
        (true, count) => words.t1("search-more", "count", count),
        (false, count) => words.t1("search-count", "count", count),
    };
    let narrowed = asked.filters.iter().enumerate().map(|(place, (facet, value))| {
        let mut without = asked.filters.clone();
        without.remove(place);
        (said(words, facet, value), href(&asked.text, &without))
    });
    let facets = FACETS.iter().filter_map(|name| {
        let facet = found.facets.iter().find(|facet| facet.name == *name)?;
        narrowing(visit, facet, &asked)
    });
    Ok(Page {
        shell: watch::shell(visit, caller, words.t("page-search"), "search"),
        ways: watch::ways(visit, "search"),
        narrowed: narrowed.collect(),
        facets: facets.collect(),
        count,
        suggestion: found.suggestion.map(|better| (better.clone(), href(&better, &asked.filters))),
        cut: found
            .cut
            .then(|| words.t2("search-cut", "words", found::WORDS, "characters", found::CHARACTERS)),
        hits,
        first: asked.later.then(|| href(&asked.text, &asked.filters)),
        next: found.next.map(|next| format!("{}&after={next}", href(&asked.text, &asked.filters))),
        text: asked.text,
        kept: asked.filters,
        asked: asked.any,
    })
}

/// What was found, as a list shows it. What was taken away while it was looked for is left out.
async fn lines(visit: &Visit, caller: &Caller, hits: Vec<Hit>) -> Result<Vec<Line>, Answer> {
    let ids: Vec<_> = hits.iter().map(|hit| hit.id).collect();
    let listed = visit.site.services.publications.those(caller, &ids).await;
    let listed = listed.map_err(|problem| visit.problem(problem))?;
    let line = |hit: Hit| {
        let listed = listed.iter().find(|listed| listed.id == hit.id)?;
        Some(Line {
            entry: Entry::new(&visit.words, listed),
            lang: (hit.language != visit.language()).then(|| hit.language.tag()),
            why: why(&visit.words, &hit),
            title: hit.title_segments,
            excerpt: hit.excerpt,
        })
    };
    Ok(hits.into_iter().filter_map(line).collect())
}

/// Why it was found, in a sentence.
fn why(words: &Words, hit: &Hit) -> String {
    let place = |place| match place {
        Where::Name => "name",
        Where::Title => "title",
        Where::Summary => "summary",
        Where::Text => "text",
    };
    let parts =
        hit.why.iter().map(|why| words.t1(&format!("search-why-{}", place(why.place)), "word", &why.word));
    parts.collect::<Vec<_>>().join(words.t("search-why-and").as_str())
}

/// The values of a facet by which it is worth narrowing: not what was chosen already, nor what all have.
fn narrowing(visit: &Visit, facet: &Facet, asked: &Asked) -> Option<Narrowing> {
    let chosen = |value: &str| asked.filters.iter().any(|(name, v)| *name == facet.name && v == value);
    let mut values: Vec<_> =
        facet.values.iter().filter(|(value, count)| *count > 0 && !chosen(value)).collect();
    if facet.name == "year" {
        values.sort_by(|a, b| b.0.cmp(&a.0));
    }
    let values = values.into_iter().take(10).map(|(value, count)| {
        let mut with = asked.filters.clone();
        with.push((facet.name.clone(), value.clone()));
        (said(&visit.words, &facet.name, value), *count, address(visit, &asked.text, &with))
    });
    let values: Vec<_> = values.collect();
    let title = visit.words.k("search-facet-", &facet.name, "");
    (!values.is_empty()).then_some(Narrowing { title, values })
}

/// A value of a facet, in words.
fn said(words: &Words, facet: &str, value: &str) -> String {
    match facet {
        "kind" if KINDS.contains(&value) => words.k("watch-kind-", value, ""),
        "severity" if ["1", "2", "3", "4", "5"].contains(&value) => words.k("severity-", value, ""),
        _ => value.to_owned(),
    }
}

const KINDS: [&str; 5] = ["alert", "bulletin", "news", "card", "guide"];

/// The address that asks this.
fn address(visit: &Visit, text: &str, filters: &[(String, String)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("q", text);
    for (name, value) in filters {
        query.append_pair(name, value);
    }
    format!("{}?{}", visit.href("search"), query.finish())
}
