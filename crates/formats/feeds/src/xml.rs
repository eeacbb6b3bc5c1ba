//! What the two forms of XML share.

use std::{borrow::Cow, io};

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};

/// Where a document is written.
pub type Out = Writer<Vec<u8>>;

/// A whole document.
pub fn document(body: impl FnOnce(&mut Out) -> io::Result<()>) -> Vec<u8> {
    let mut out = Writer::new(Vec::with_capacity(16 * 1024));
    let written = out
        .write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))
        .and_then(|()| body(&mut out));
    // A vector takes all that is written to it; half a document would be worse than none.
    written.map_or_else(|_| Vec::new(), |()| out.into_inner())
}

/// The text without the characters that no document of XML 1.0 can hold (its production 2, `Char`).
pub fn allowed(text: &str) -> Cow<'_, str> {
    let fits = |one: char| matches!(one, '\t' | '\n' | '\r' | '\u{20}'..='\u{FFFD}' | '\u{10000}'..);
    if text.chars().all(fits) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|one| fits(*one)).collect())
    }
}

/// `<name>text</name>`.
pub fn text(out: &mut Out, name: &str, content: &str) -> io::Result<()> {
    element(out, name, &[], content)
}

/// `<name attributes>text</name>`.
pub fn element(out: &mut Out, name: &str, attributes: &[(&str, &str)], content: &str) -> io::Result<()> {
    let attributes: Vec<_> = attributes.iter().map(|(name, value)| (*name, allowed(value))).collect();
    let pairs = attributes.iter().map(|(name, value)| (*name, value.as_ref()));
    let start = out.create_element(name).with_attributes(pairs);
    if content.is_empty() {
        start.write_empty()?;
    } else {
        start.write_text_content(BytesText::new(&allowed(content)))?;
    }
    Ok(())
}

/// `<name attributes>…</name>`; the attributes are ours.
pub fn around(
    out: &mut Out,
    name: &str,
    attributes: &[(&str, &str)],
    inside: impl FnOnce(&mut Out) -> io::Result<()>,
) -> io::Result<()> {
    out.create_element(name).with_attributes(attributes.iter().copied()).write_inner_content(inside)?;
    Ok(())
}
