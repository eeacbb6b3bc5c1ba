//! `/communaute/favoris` and `/communaute/recherche`: what one keeps within reach, and what one looks for.

use ::community::{Found, Hit, PostView, ThreadLine};
use askama::Template;
use publications::found::Segment;

use super::{Badge, When, author, fail, member, reading::place, shell, ways};
use crate::{
    answer::{Answer, Shell},
    forms,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "community/saved.html")]
struct Saved<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    token: String,
    posts: Vec<Kept>,
}

/// A post that is kept within reach.
pub(super) struct Kept {
    pub(super) id: String,
    pub(super) href: String,
    pub(super) title: String,
    pub(super) tlp: Badge,
    pub(super) author: String,
    pub(super) at: When,
    pub(super) extract: String,
}

#[derive(Template)]
#[template(path = "community/search.html")]
struct Search<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    text: String,
    /// Whether something was asked.
    asked: bool,
    count: String,
    suggestion: Option<(String, String)>,
    hits: Vec<Line>,
    first: Option<String>,
    next: Option<String>,
}

/// A post that was found.
struct Line {
    href: String,
    title: String,
    group: String,
    tlp: Badge,
    author: String,
    at: When,
    excerpt: Vec<Segment>,
}

/// `/communaute/favoris`
pub(crate) async fn bookmarks(visit: Visit) -> Result<Answer, Answer> {
    let caller = member(&visit).await?;
    let kept = visit.site.services.community.bookmarks(&caller).await.map_err(fail(&visit))?;
    let page = Saved {
        ways: ways(&visit, "community-bookmarks"),
        token: forms::token(&visit),
        posts: kept.into_iter().map(|(thread, post)| line(&visit, thread, &post)).collect(),
        shell: shell(&visit, &caller, visit.words.t("page-community-bookmarks")),
    };
    Ok(Answer::ok(&visit, &page))
}

pub(super) fn line(visit: &Visit, thread: ThreadLine, post: &PostView) -> Kept {
    Kept {
        id: post.id.to_string(),
        href: place(visit, thread.id, post),
        title: thread.title,
        tlp: post.tlp.into(),
        author: author(&visit.words, &post.author),
        at: When::new(visit, post.at),
        extract: post.extract(),
    }
}

/// `/communaute/recherche`
pub(crate) async fn search(visit: Visit) -> Result<Answer, Answer> {
    let caller = member(&visit).await?;
    let (text, after) = (visit.parameter("q"), visit.parameter("after"));
    let asked = !text.trim().is_empty();
    let found = if asked {
        let community = &visit.site.services.community;
        let after = (!after.is_empty()).then_some(after.as_str());
        let found = community.search(&caller, (&text, visit.language()), Vec::new(), after).await;
        Some(found.map_err(fail(&visit))?)
    } else {
        None
    };
    let href = |text: &str| format!("{}?q={}", visit.href("community-search"), forms::encode(text));
    let count = found.as_ref().map(|found| count(&visit, found)).unwrap_or_default();
    let (mut hits, mut suggestion, mut next) = (Vec::new(), None, None);
    if let Some(found) = found {
        suggestion = found.suggestion.map(|better| (better.clone(), href(&better)));
        next = found.next.map(|next| format!("{}&after={next}", href(&text)));
        hits = found.named.into_iter().chain(found.hits).map(|hit| hit_line(&visit, hit)).collect();
    }
    let page = Search {
        ways: ways(&visit, "community-search"),
        asked,
        count,
        suggestion,
        hits,
        first: (!after.is_empty()).then(|| href(&text)),
        next,
        shell: shell(&visit, &caller, visit.words.t("page-community-search")),
        text,
    };
    Ok(Answer::ok(&visit, &page))
}

/// How many answer: what names the reader is counted apart from what is in the index.
fn count(visit: &Visit, found: &Found) -> String {
    let count = found.total.count + found.named.len();
    let key = if found.total.more { "search-more" } else { "search-count" };
    visit.words.t1(key, "count", count)
}

fn hit_line(visit: &Visit, hit: Hit) -> Line {
    let Hit { thread, post, excerpt } = hit;
    let excerpt =
        if excerpt.is_empty() { vec![Segment { text: post.extract(), matched: false }] } else { excerpt };
    Line {
        href: place(visit, thread.id, &post),
        title: thread.title,
        group: thread.group.map(|(_, name)| name).unwrap_or_default(),
        tlp: post.tlp.into(),
        author: author(&visit.words, &post.author),
        at: When::new(visit, post.at),
        excerpt,
    }
}
