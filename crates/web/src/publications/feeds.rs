//! Feeds: what everybody may read, whoever asks, in three forms.

use std::collections::{BTreeMap, BTreeSet};

use access::Caller;
use axum::extract::Path;
use feeds::{ATOM_TYPE, Category, Feed, Item, JSON_TYPE, RSS_TYPE};
use markdown::{Options, Text};
use publications::{Filter, Listed, Version, rules::Kind};
use vocabulary::{Id, Instant, Language, Problem, Refused};

use super::{
    images::{Sizes, sizes},
    place, products, reading, withdrawn_title,
};
use crate::{
    answer::Answer,
    editions::{Reader, Sheet},
    visit::Visit,
};

/// Items of a page of a feed.
const PAGE: i64 = 50;

/// The form of a feed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Rss,
    Atom,
    Json,
}

impl Form {
    fn of(name: &str) -> Option<Self> {
        match name {
            "rss.xml" => Some(Self::Rss),
            "atom.xml" => Some(Self::Atom),
            "feed.json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// `/alertes/rss.xml` and its like.
async fn of_kind(visit: Visit, kind: Kind, name: &str) -> Result<Answer, Answer> {
    let form = Form::of(name).ok_or_else(|| visit.problem(Refused::NotFound.into()))?;
    let reader = Reader::everybody(&visit).await?;
    let title = visit.words.k("page-", place(kind).list, "");
    let filter = Filter { kinds: vec![kind], ..Filter::default() };
    written(&visit, &reader, form, (title, visit.href(place(kind).list)), filter).await
}

/// `/alertes/{feed}`
pub(crate) async fn alerts(Path(name): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    of_kind(visit, Kind::Alert, &name).await
}

/// `/bulletins/{feed}`
pub(crate) async fn bulletins(Path(name): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    of_kind(visit, Kind::Bulletin, &name).await
}

/// `/actualites/{feed}`
pub(crate) async fn news(Path(name): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    of_kind(visit, Kind::News, &name).await
}

/// `/flux.xml`: all that is published.
pub(crate) async fn all(visit: Visit) -> Result<Answer, Answer> {
    let reader = Reader::everybody(&visit).await?;
    let title = visit.words.t("page-feed");
    written(&visit, &reader, Form::Rss, (title, visit.href("home")), Filter::default()).await
}

/// `/produits/editeur/produit/atom.xml` and its like.
pub(crate) async fn of_product(
    Path((vendor, product, name)): Path<(String, String, String)>,
    visit: Visit,
) -> Result<Answer, Answer> {
    let form = Form::of(&name).ok_or_else(|| visit.problem(Refused::NotFound.into()))?;
    let reader = Reader::everybody(&visit).await?;
    let known = products::known(&visit, &Caller::Nobody, &vendor).await?;
    let found = known.into_iter().find(|it| it.product == product);
    let found = found.ok_or_else(|| visit.problem(Refused::NotFound.into()))?;
    let title = format!("{} {}", found.vendor_name, found.product_name);
    let home = visit.href_to("product", &[&vendor, &product]);
    let filter = Filter { vendor, product, ..Filter::default() };
    written(&visit, &reader, form, (title, home), filter).await
}

async fn written(
    visit: &Visit,
    reader: &Reader,
    form: Form,
    (title, home): (String, String),
    filter: Filter,
) -> Result<Answer, Answer> {
    let fail = |problem: Problem| visit.problem(problem);
    let level = visit.parameter("severity");
    let severity = match level.as_str() {
        "" => None,
        typed => {
            let level = typed.parse().ok().filter(|level| (1..=5).contains(level));
            Some(level.ok_or_else(|| fail(Refused::NotFound.into()))?)
        }
    };
    // What is withdrawn stays, as that: readers that hold its words replace them (abuse G04).
    let filter = Filter { severity, public: true, withdrawn: true, ..filter };
    let watch = &visit.site.services.publications;
    let after = visit.parameter("after");
    let page = watch.list(&Caller::Nobody, &filter, &after, PAGE).await.map_err(fail)?;
    let ids: Vec<Id> = page.items.iter().map(|listed| listed.id).collect();
    let contents = watch.contents(&Caller::Nobody, &ids).await.map_err(fail)?;
    let texts: Vec<_> = contents.values().filter_map(|version| body(version, visit.language())).collect();
    let sizes = sizes(visit, &Caller::Nobody, &texts).await.map_err(fail)?;
    let base = &visit.site.settings.base_url;
    let here = format!("{base}{}", visit.path);
    let query = severity.map(|level| format!("severity={level}")).unwrap_or_default();
    let asked = |after: &str| {
        let parts = [query.clone(), if after.is_empty() { String::new() } else { format!("after={after}") }];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        if parts.is_empty() { here.clone() } else { format!("{here}?{}", parts.join("&")) }
    };
    let feed = Feed {
        id: asked(""),
        title: format!("{title} – {}", visit.site.settings.operator),
        description: visit.words.t1("watch-feed-said", "what", &title),
        home: format!("{base}{home}"),
        own: asked(&after),
        language: visit.language(),
        updated: page
            .items
            .iter()
            .map(|listed| listed.revised_at)
            .max()
            .or(reader.changed())
            .unwrap_or(Instant::from_millis(0)),
        items: items(visit, &page.items, &contents, &sizes),
        next: page.next.as_deref().map(asked),
    };
    let (kind, body) = match form {
        Form::Rss => (RSS_TYPE, feeds::rss(&feed)),
        Form::Atom => (ATOM_TYPE, feeds::atom(&feed)),
        Form::Json => (JSON_TYPE, feeds::json(&feed)),
    };
    Ok(reader.answer(visit, Sheet::new(visit, kind, body)))
}

fn items(visit: &Visit, listed: &[Listed], contents: &BTreeMap<Id, Version>, sizes: &Sizes) -> Vec<Item> {
    listed.iter().map(|listed| item(visit, listed, contents.get(&listed.id), sizes)).collect()
}

fn item(visit: &Visit, listed: &Listed, version: Option<&Version>, sizes: &Sizes) -> Item {
    let (words, settings) = (&visit.words, &visit.site.settings);
    let language = words.language;
    let host = settings.base_url.split_once("://").map_or("", |(_, host)| host);
    let mut categories = vec![Category {
        term: listed.kind.code().to_owned(),
        label: words.k("watch-kind-", listed.kind.code(), ""),
    }];
    let (title, summary) = match &listed.withdrawn {
        Some((_, reasons)) => {
            (withdrawn_title(words, listed.kind), super::reason(reasons, language).to_owned())
        }
        None => (listed.title(language).0.to_owned(), listed.summary(language).0.to_owned()),
    };
    // A moment between the two readings may have withdrawn it: then there is nothing more to say.
    let version = version.filter(|_| listed.withdrawn.is_none());
    if let Some(version) = version {
        if let Some(level) = listed.severity {
            let label = words.k("severity-", level.clamp(1, 5), "");
            categories.push(Category { term: format!("severity-{level}"), label });
        }
        let facts = &version.content.facts;
        categories.extend(facts.products.iter().map(|it| {
            let label = format!("{} {}", it.vendor, it.product);
            Category { term: vocabulary::slug(&label), label }
        }));
        categories.extend(facts.cves.iter().map(|cve| Category { term: cve.clone(), label: cve.clone() }));
        // A product that is touched in several versions is one.
        let mut named = BTreeSet::new();
        categories.retain(|category| named.insert(category.term.clone()));
    }
    Item {
        // It stays the same whatever becomes of the address (RFC 4151).
        id: format!("tag:{},{}:{}", host.split(':').next().unwrap_or(host), year(listed), listed.id),
        url: format!("{}{}", settings.base_url, super::address(listed, language)),
        title,
        summary,
        content_html: version.and_then(|version| html(visit, version, language, sizes)),
        published: listed.first_at,
        updated: listed.revised_at,
        categories,
        author: settings.operator.clone(),
    }
}

/// The year of a `tag:` must be one in which the name of the site was its operator's.
fn year(listed: &Listed) -> i64 {
    if listed.year > 0 {
        listed.year
    } else {
        i64::from(jiff::tz::TimeZone::UTC.to_datetime(listed.first_at.timestamp()).year())
    }
}

/// The whole text, with addresses that lead here from elsewhere.
fn html(visit: &Visit, version: &Version, language: Language, sizes: &Sizes) -> Option<String> {
    let of = version.content.texts.for_reader(language).1;
    let words = visit.words.to(of);
    let table = words.t("watch-table");
    let options = Options {
        language: (of != language).then_some(of),
        site: &visit.site.settings.base_url,
        images: &|id| sizes.get(&id).copied(),
        table: &table,
        ..Options::default()
    };
    body(version, language).map(|text| text.html(&options).into_string())
}

/// The text that a version says to readers of a language.
fn body(version: &Version, language: Language) -> Option<Text> {
    reading::parsed(&version.content.texts.for_reader(language).0.body).ok()
}
