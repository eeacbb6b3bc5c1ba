//! Lines as they are put together.

use crate::{
    Block, Picture, Span,
    letters::{composed, seen},
    plain,
};

/// Adds a line as a paragraph, or as a picture where it is an image alone; nothing where it says nothing.
pub fn paragraph(spans: Vec<Span>, caption: Option<String>, into: &mut Vec<Block>) {
    let mut spans = finished(spans);
    if let ([Span::Image(_)], Some(Span::Image(image))) = (spans.as_slice(), spans.last().cloned()) {
        spans.clear();
        into.push(Block::Picture(Picture { image, caption: caption.unwrap_or_default() }));
    }
    if !says_nothing(&spans) {
        into.push(Block::Paragraph { spans });
    }
}

/// Whether there is no word in a line.
pub fn says_nothing(spans: &[Span]) -> bool {
    plain::spans(spans).trim().is_empty()
}

/// A line without ends of lines at its ends, its words composed.
pub fn finished(mut spans: Vec<Span>) -> Vec<Span> {
    while matches!(spans.last(), Some(Span::Break)) {
        spans.pop();
    }
    let first = spans.iter().position(|span| !matches!(span, Span::Break)).unwrap_or(0);
    spans.drain(..first);
    for span in &mut spans {
        if let Span::Text(text) = span {
            *text = composed(std::mem::take(text));
        }
    }
    spans
}

/// Adds a part to a line; words to the words before.
pub fn push(into: &mut Vec<Span>, span: Span) {
    match span {
        Span::Text(text) => push_text(into, &text),
        span => into.push(span),
    }
}

/// Adds words to a line.
pub fn push_text(into: &mut Vec<Span>, text: &str) {
    let text = seen(text);
    match into.last_mut() {
        _ if text.is_empty() => {}
        Some(Span::Text(before)) => before.push_str(&text),
        _ => into.push(Span::Text(text.into_owned())),
    }
}

/// Adds words of weight, if there are any.
pub fn push_held(into: &mut Vec<Span>, spans: Vec<Span>, held: impl Fn(Vec<Span>) -> Span) {
    if !spans.is_empty() {
        into.push(held(spans));
    }
}
