//! JSON Feed 1.1.

use std::borrow::Cow;

use serde::Serialize;

use crate::{Feed, Item, xml::allowed};

#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    title: Cow<'a, str>,
    home_page_url: Cow<'a, str>,
    feed_url: Cow<'a, str>,
    description: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_url: Option<Cow<'a, str>>,
    language: &'static str,
    items: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: Cow<'a, str>,
    url: Cow<'a, str>,
    title: Cow<'a, str>,
    summary: Cow<'a, str>,
    /// One of the two contents is required.
    #[serde(skip_serializing_if = "Option::is_none")]
    content_html: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_text: Option<Cow<'a, str>>,
    date_published: String,
    date_modified: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Cow<'a, str>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: Cow<'a, str>,
}

/// The feed as JSON Feed 1.1.
pub fn json(feed: &Feed) -> Vec<u8> {
    let document = Document {
        version: "https://jsonfeed.org/version/1.1",
        title: allowed(&feed.title),
        home_page_url: allowed(&feed.home),
        feed_url: allowed(&feed.own),
        description: allowed(&feed.description),
        next_url: feed.next.as_deref().map(allowed),
        language: feed.language.tag(),
        items: feed.items.iter().map(entry).collect(),
    };
    // Strings and lists of strings always have a form in JSON.
    serde_json::to_vec(&document).unwrap_or_default()
}

fn entry(item: &Item) -> Entry<'_> {
    let html = item.content_html.as_deref().map(allowed);
    let author = (!item.author.is_empty()).then(|| Author { name: allowed(&item.author) });
    Entry {
        id: allowed(&item.id),
        url: allowed(&item.url),
        title: allowed(&item.title),
        summary: allowed(&item.summary),
        content_text: html.is_none().then(|| allowed(&item.summary)),
        content_html: html,
        date_published: item.published.to_string(),
        date_modified: item.updated.to_string(),
        authors: author.into_iter().collect(),
        tags: item.categories.iter().map(|category| allowed(&category.label)).collect(),
    }
}
