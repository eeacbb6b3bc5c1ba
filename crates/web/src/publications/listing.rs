//! `/alertes` and its like: what is published of a kind.

use access::Caller;
use askama::Template;
use axum::http::StatusCode;
use publications::{Filter, rules::Kind};
use vocabulary::{Problem, Refused};

use super::{Entry, Need, place, sorting, ways};
use crate::{
    answer::{Answer, Shell},
    editions::{Reader, Sheet},
    visit::Visit,
};

/// Texts on a page.
const PAGE: i64 = 20;

/// What a page offers feeds of.
pub(super) struct Feeds {
    pub(super) rss: String,
    pub(super) atom: String,
    pub(super) json: String,
}

impl Feeds {
    /// The three forms of a feed, by the address of its folder.
    pub(super) fn at(folder: &str, query: &str) -> Self {
        let form = |name: &str| format!("{folder}/{name}{query}");
        Self { rss: form("rss.xml"), atom: form("atom.xml"), json: form("feed.json") }
    }
}

/// What a list is cut by.
#[derive(Default)]
struct Cut {
    severity: Option<i64>,
    year: Option<i64>,
}

/// A choice of a filter.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) chosen: bool,
}

#[derive(Template)]
#[template(path = "publications/list.html")]
struct List<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    lead: String,
    years: Vec<Choice>,
    levels: Vec<Choice>,
    filtered: bool,
    entries: Vec<Entry>,
    empty: String,
    first: Option<String>,
    next: Option<String>,
    feeds: Option<Feeds>,
}

#[derive(Template)]
#[template(path = "publications/cards.html")]
struct Cards<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    lead: String,
    needs: Vec<Need>,
    entries: Vec<Entry>,
    empty: String,
}

/// `/alertes`
pub(crate) async fn alerts(visit: Visit) -> Result<Answer, Answer> {
    dated(visit, Kind::Alert).await
}

/// `/bulletins`
pub(crate) async fn bulletins(visit: Visit) -> Result<Answer, Answer> {
    dated(visit, Kind::Bulletin).await
}

/// `/actualites`
pub(crate) async fn news(visit: Visit) -> Result<Answer, Answer> {
    dated(visit, Kind::News).await
}

/// `/fiches-reflexes`
pub(crate) async fn cards(visit: Visit) -> Result<Answer, Answer> {
    titled(visit, Kind::Card).await
}

/// `/guides`
pub(crate) async fn guides(visit: Visit) -> Result<Answer, Answer> {
    titled(visit, Kind::Guide).await
}

/// The last told first.
async fn dated(visit: Visit, kind: Kind) -> Result<Answer, Answer> {
    let reader = Reader::at(&visit).await?;
    let fail = |problem: Problem| visit.problem(problem);
    let words = &visit.words;
    let cut = cut(&visit, kind).map_err(|refused| fail(refused.into()))?;
    let filter = Filter {
        kinds: vec![kind],
        severity: cut.severity,
        year: cut.year,
        // A withdrawal is seen, even when all that is shown of the text is that it was withdrawn (abuse G04).
        withdrawn: true,
        ..Filter::default()
    };
    let watch = &visit.site.services.publications;
    let after = visit.parameter("after");
    let page = watch.list(&reader.caller, &filter, &after, PAGE).await.map_err(fail)?;
    let known =
        if kind == Kind::Alert { watch.years(&reader.caller, kind).await.map_err(fail)? } else { Vec::new() };
    let here = place(kind);
    let kept = query(&[("severity", cut.severity), ("year", cut.year)]);
    let filtered = !kept.is_empty();
    let next =
        page.next.map(|next| format!("{}?{kept}{}after={next}", visit.path, if filtered { "&" } else { "" }));
    let first = (!after.is_empty()).then(|| with(&visit.path, &kept));
    let of_feed = with("", &query(&[("severity", cut.severity)]));
    let view = List {
        shell: shell(&visit, &reader.caller, words.k("page-", here.list, ""), here.list),
        ways: ways(&visit, here.list),
        lead: words.k("watch-lead-", kind.code(), ""),
        years: years(&visit, &known, cut.year),
        levels: if kind == Kind::Alert { levels(&visit, cut.severity) } else { Vec::new() },
        filtered,
        entries: page.items.iter().map(|listed| Entry::new(words, listed)).collect(),
        empty: words.k("watch-empty-", kind.code(), ""),
        first,
        next,
        feeds: Some(Feeds::at(&visit.href(here.list), &of_feed)),
    };
    let sheet = Sheet::page(&visit, StatusCode::OK, &view)?;
    Ok(reader.answer(&visit, sheet))
}

/// By their titles; cards by what one sees first.
async fn titled(visit: Visit, kind: Kind) -> Result<Answer, Answer> {
    let reader = Reader::at(&visit).await?;
    let fail = |problem: Problem| visit.problem(problem);
    let words = &visit.words;
    let filter = Filter { kinds: vec![kind], ..Filter::default() };
    let watch = &visit.site.services.publications;
    let mut found = watch.list(&reader.caller, &filter, "", 500).await.map_err(fail)?.items;
    found.sort_by_key(|listed| sorting(listed.title(words.language).0));
    let needs = if kind == Kind::Card { super::needs(&visit).await.map_err(fail)? } else { Vec::new() };
    let here = place(kind);
    let view = Cards {
        shell: shell(&visit, &reader.caller, words.k("page-", here.list, ""), here.list),
        ways: ways(&visit, here.list),
        lead: words.k("watch-lead-", kind.code(), ""),
        needs,
        entries: found.iter().map(|listed| Entry::new(words, listed)).collect(),
        empty: words.k("watch-empty-", kind.code(), ""),
    };
    let sheet = Sheet::page(&visit, StatusCode::OK, &view)?;
    Ok(reader.answer(&visit, sheet))
}

/// The frame, with the name of whoever is signed in: they may see what others do not.
pub(crate) fn shell<'a>(visit: &'a Visit, caller: &Caller, title: String, place: &'static str) -> Shell<'a> {
    let person = caller.person().map(|person| person.name.clone());
    Shell { person, ..Shell::new(visit, title, place) }
}

fn cut(visit: &Visit, kind: Kind) -> Result<Cut, Refused> {
    let mut cut = Cut::default();
    for (name, value) in [("severity", &mut cut.severity), ("year", &mut cut.year)] {
        let typed = visit.parameter(name);
        if !typed.is_empty() {
            *value = Some(typed.parse().map_err(|_| Refused::NotFound)?);
        }
    }
    if kind != Kind::Alert || cut.severity.is_some_and(|level| !(1..=5).contains(&level)) {
        cut.severity = None;
    }
    Ok(cut)
}

fn query(parts: &[(&str, Option<i64>)]) -> String {
    let said = parts.iter().filter_map(|(name, value)| value.map(|value| format!("{name}={value}")));
    said.collect::<Vec<_>>().join("&")
}

fn with(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

fn years(visit: &Visit, known: &[i64], chosen: Option<i64>) -> Vec<Choice> {
    if known.is_empty() {
        return Vec::new();
    }
    let all =
        Choice { value: String::new(), label: visit.words.t("watch-all-years"), chosen: chosen.is_none() };
    let year = |year: &i64| Choice {
        value: year.to_string(),
        label: year.to_string(),
        chosen: chosen == Some(*year),
    };
    std::iter::once(all).chain(known.iter().map(year)).collect()
}

fn levels(visit: &Visit, chosen: Option<i64>) -> Vec<Choice> {
    let words = &visit.words;
    let all = Choice { value: String::new(), label: words.t("watch-all-levels"), chosen: chosen.is_none() };
    let level = |level: i64| {
        let word = words.k("severity-", level, "");
        let label = if level == 5 { word } else { words.t1("watch-at-least", "level", word) };
        Choice { value: level.to_string(), label, chosen: chosen == Some(level) }
    };
    std::iter::once(all).chain((2..=5).rev().map(level)).collect()
}
