//! RSS 2.0, as its advisory board's profile wants it, with Atom's links and Dublin Core's authors.

use std::io;

use vocabulary::Instant;

use crate::{
    Feed, Item,
    xml::{self, Out, around, element, text},
};

/// The feed as RSS 2.0.
pub fn rss(feed: &Feed) -> Vec<u8> {
    let root = [
        ("version", "2.0"),
        ("xmlns:atom", "http://www.w3.org/2005/Atom"),
        ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xml:lang", feed.language.tag()),
    ];
    xml::document(|out| {
        around(out, "rss", &root, |out| around(out, "channel", &[], |out| channel(out, feed)))
    })
}

fn channel(out: &mut Out, feed: &Feed) -> io::Result<()> {
    text(out, "title", &feed.title)?;
    text(out, "link", &feed.home)?;
    // An empty description is written all the same: it is required.
    text(out, "description", &feed.description)?;
    text(out, "language", feed.language.tag())?;
    text(out, "lastBuildDate", &date(feed.updated))?;
    link(out, "self", &feed.own)?;
    if let Some(next) = &feed.next {
        link(out, "next", next)?;
    }
    feed.items.iter().try_for_each(|one| around(out, "item", &[], |out| item(out, one)))
}

fn item(out: &mut Out, item: &Item) -> io::Result<()> {
    text(out, "title", &item.title)?;
    text(out, "link", &item.url)?;
    let permanent =
        if item.id.starts_with("https://") || item.id.starts_with("http://") { "true" } else { "false" };
    element(out, "guid", &[("isPermaLink", permanent)], &item.id)?;
    text(out, "pubDate", &date(item.published))?;
    if !item.author.is_empty() {
        text(out, "dc:creator", &item.author)?;
    }
    for category in &item.categories {
        text(out, "category", &category.label)?;
    }
    text(out, "description", &as_html(&item.summary))?;
    match &item.content_html {
        Some(html) => text(out, "content:encoded", html),
        None => Ok(()),
    }
}

/// Readers take a description for HTML: plain text is made HTML that shows the same text, so that no word of it can become markup.
fn as_html(plain: &str) -> String {
    plain.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn link(out: &mut Out, rel: &str, href: &str) -> io::Result<()> {
    element(out, "atom:link", &[("rel", rel), ("type", "application/rss+xml"), ("href", href)], "")
}

/// As RFC 822 has it, with a year of four digits: `Sat, 28 Nov 2026 18:55:54 +0000`.
fn date(instant: Instant) -> String {
    instant.timestamp().strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
}
