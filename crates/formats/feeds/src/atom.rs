//! Atom 1.0 (RFC 4287), with the link to older items of RFC 5005.

use std::io;

use crate::{
    Feed, Item,
    xml::{self, Out, around, element, text},
};

/// The feed as Atom 1.0.
pub fn atom(feed: &Feed) -> Vec<u8> {
    let root = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", feed.language.tag())];
    xml::document(|out| around(out, "feed", &root, |out| content(out, feed)))
}

fn content(out: &mut Out, feed: &Feed) -> io::Result<()> {
    text(out, "id", &feed.id)?;
    element(out, "title", &[("type", "text")], &feed.title)?;
    element(out, "subtitle", &[("type", "text")], &feed.description)?;
    text(out, "updated", &feed.updated.to_string())?;
    link(out, "alternate", "text/html", &feed.home)?;
    link(out, "self", "application/atom+xml", &feed.own)?;
    if let Some(next) = &feed.next {
        link(out, "next", "application/atom+xml", next)?;
    }
    // An entry without an author takes this one: the standard wants one for each.
    around(out, "author", &[], |out| text(out, "name", &feed.title))?;
    feed.items.iter().try_for_each(|item| around(out, "entry", &[], |out| entry(out, item)))
}

fn entry(out: &mut Out, item: &Item) -> io::Result<()> {
    text(out, "id", &item.id)?;
    element(out, "title", &[("type", "text")], &item.title)?;
    link(out, "alternate", "text/html", &item.url)?;
    text(out, "published", &item.published.to_string())?;
    text(out, "updated", &item.updated.to_string())?;
    if !item.author.is_empty() {
        around(out, "author", &[], |out| text(out, "name", &item.author))?;
    }
    for category in &item.categories {
        element(out, "category", &[("term", &category.term), ("label", &category.label)], "")?;
    }
    element(out, "summary", &[("type", "text")], &item.summary)?;
    match &item.content_html {
        Some(html) => element(out, "content", &[("type", "html")], html),
        None => Ok(()),
    }
}

fn link(out: &mut Out, rel: &str, kind: &str, href: &str) -> io::Result<()> {
    element(out, "link", &[("rel", rel), ("type", kind), ("href", href)], "")
}
