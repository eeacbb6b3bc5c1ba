//! Feeds of news: RSS 2.0, Atom 1.0 and JSON Feed 1.1, written from one value. All that is given is text and comes back as the same text,
//! save characters that XML 1.0 forbids, which are dropped from the three alike; `content_html` alone is markup, and is written as it is.

mod atom;
mod json;
mod rss;
mod xml;

pub use atom::atom;
pub use json::json;
pub use rss::rss;

use vocabulary::{Instant, Language};

/// What a server says an RSS feed is.
pub const RSS_TYPE: &str = "application/rss+xml; charset=utf-8";
/// What a server says an Atom feed is.
pub const ATOM_TYPE: &str = "application/atom+xml; charset=utf-8";
/// What a server says a JSON Feed is.
pub const JSON_TYPE: &str = "application/feed+json; charset=utf-8";

/// One page of a feed. Addresses are absolute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// What the feed is for good, the same on all of its pages and in each form: a `tag:` or the address of its first page.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What stands in it, in a sentence.
    pub description: String,
    /// The page for people.
    pub home: String,
    /// Where this very document is.
    pub own: String,
    /// The language of all of it.
    pub language: Language,
    /// When something in it last changed.
    pub updated: Instant,
    /// Newest first, as people expect it.
    pub items: Vec<Item>,
    /// Where older items are (RFC 5005).
    pub next: Option<String>,
}

/// One piece of news.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is for good: a `tag:`, or a permanent address.
    pub id: String,
    /// The page for people.
    pub url: String,
    /// Plain text.
    pub title: String,
    /// Plain text.
    pub summary: String,
    /// All of it, as HTML that has been cleaned: nothing is checked here.
    pub content_html: Option<String>,
    /// When it first appeared.
    pub published: Instant,
    /// When its text last changed.
    pub updated: Instant,
    /// What it is about.
    pub categories: Vec<Category>,
    /// Who signs it; an empty name is no author.
    pub author: String,
}

/// A subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Its stable name, for programs.
    pub term: String,
    /// Its name, for people.
    pub label: String,
}
