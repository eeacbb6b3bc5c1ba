//! The words of a text, and nothing else.

use crate::{Block, Span};

/// The words of a line. Ends of lines become spaces.
pub fn spans(spans: &[Span]) -> String {
    let mut into = String::new();
    line(spans, " ", &mut into);
    into
}

/// The words of blocks.
pub fn blocks(blocks: &[Block]) -> String {
    let mut into = String::new();
    write(blocks, "\n\n", "", &mut into);
    into
}

/// The first paragraph, cut after a word.
pub fn summary(all: &[Block], most: usize) -> String {
    let first = all.iter().find_map(|block| match block {
        Block::Paragraph { spans: words } => Some(spans(words)).filter(|words| !words.trim().is_empty()),
        _ => None,
    });
    let words = first.unwrap_or_else(|| blocks(all)).split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= most {
        return words;
    }
    let cut: String = words.chars().take(most.saturating_sub(1)).collect();
    let whole = cut.rfind(' ').and_then(|end| cut.get(..end)).unwrap_or(&cut);
    format!("{}…", whole.trim_end_matches([' ', ',', ';', ':', '.', '(', '«', '\u{a0}', '\u{202f}']))
}

fn line(spans: &[Span], ends: &str, into: &mut String) {
    for span in spans {
        match span {
            Span::Text(text) | Span::Code(text) => into.push_str(text),
            Span::Strong(spans) | Span::Emphasis(spans) | Span::Link { spans, .. } => line(spans, ends, into),
            Span::Image(image) => into.push_str(&image.alt),
            Span::Break => into.push_str(ends),
        }
    }
}

/// Writes blocks, `between` each two of them, `margin` before every line but the first.
fn write(blocks: &[Block], between: &str, margin: &str, into: &mut String) {
    let mut first = true;
    for block in blocks {
        if matches!(block, Block::Rule) {
            continue;
        }
        if !first {
            into.push_str(between);
            into.push_str(margin);
        }
        first = false;
        let ends = format!("\n{margin}");
        match block {
            Block::Heading { spans, .. } | Block::Paragraph { spans } => line(spans, &ends, into),
            Block::Quote { blocks } => write(blocks, between, margin, into),
            Block::Code { text } => into.push_str(&text.replace('\n', &ends)),
            Block::Picture(picture) => {
                into.push_str(&picture.image.alt);
                if !picture.caption.is_empty() {
                    into.push_str(&ends);
                    into.push_str(&picture.caption);
                }
            }
            Block::List { start, items, .. } => list(*start, items, margin, into),
            Block::Table(table) => {
                let rows = std::iter::once(&table.head).chain(&table.rows);
                let rows =
                    rows.map(|row| row.iter().map(|cell| self::spans(cell)).collect::<Vec<_>>().join(" | "));
                into.push_str(&rows.collect::<Vec<_>>().join(&ends));
            }
            Block::Rule => {}
        }
    }
}

fn list(start: Option<u64>, items: &[Vec<Block>], margin: &str, into: &mut String) {
    for (number, item) in (0..).zip(items) {
        if number > 0 {
            into.push('\n');
            into.push_str(margin);
        }
        let mark =
            start.map_or_else(|| "- ".to_owned(), |first| format!("{}. ", first.saturating_add(number)));
        let inner = format!("{margin}{}", " ".repeat(mark.len()));
        into.push_str(&mark);
        write(item, "\n", &inner, into);
    }
}
