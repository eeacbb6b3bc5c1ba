//! What is published, as a document.

use markdown::{Address, Place};
use vocabulary::Id;

use crate::{Align, Block, Drawing, Span};

/// The parts of a text, to stand in a document after whatever it says of itself. `site` comes before the paths of our own
/// site, for a document is read elsewhere: `https://cellule.exemple.fr`, without a slash at its end. `drawn` gives the images
/// that stand alone or within a line, where they part it; where it gives none, and in headings and tables, their words stand in their
/// place.
pub fn blocks(text: &markdown::Text, site: &str, drawn: &dyn Fn(Id) -> Option<Drawing>) -> Vec<Block> {
    all(text.blocks(), &Around { site, drawn })
}

/// What a text does not hold.
struct Around<'a> {
    site: &'a str,
    drawn: &'a dyn Fn(Id) -> Option<Drawing>,
}

fn all(blocks: &[markdown::Block], around: &Around<'_>) -> Vec<Block> {
    let parts = blocks.iter().flat_map(|block| match block {
        markdown::Block::Paragraph { spans } => parted(spans, around),
        block => vec![one(block, around)],
    });
    parts.collect()
}

/// A paragraph, and the images that stand in it drawn between its parts: paper has no room for them in a line.
fn parted(words: &[markdown::Span], around: &Around<'_>) -> Vec<Block> {
    let (mut parts, mut line) = (Vec::new(), Vec::new());
    let end = |line: &mut Vec<markdown::Span>, parts: &mut Vec<Block>| {
        if !markdown::plain(line).trim().is_empty() {
            parts.push(Block::Line { spans: spans(line, around.site) });
        }
        line.clear();
    };
    for span in words {
        let drawing = match span {
            markdown::Span::Image(image) => (around.drawn)(image.id).map(|drawing| (image, drawing)),
            _ => None,
        };
        match drawing {
            Some((image, drawing)) => {
                end(&mut line, &mut parts);
                let (alt, caption) = (image.alt.clone(), String::new());
                parts.push(Block::Picture { alt, caption, drawing: Some(drawing) });
            }
            None => line.push(span.clone()),
        }
    }
    end(&mut line, &mut parts);
    parts
}

fn one(block: &markdown::Block, around: &Around<'_>) -> Block {
    let line = |words: &[markdown::Span]| spans(words, around.site);
    match block {
        // The second level of a page, under its title, is the first of a document.
        markdown::Block::Heading { level, spans, .. } => {
            Block::Headline { level: level.saturating_sub(1).max(1), spans: line(spans) }
        }
        markdown::Block::Paragraph { spans } => Block::Line { spans: line(spans) },
        markdown::Block::List { start, tight, items } => Block::Items {
            start: *start,
            tight: *tight,
            items: items.iter().map(|item| all(item, around)).collect(),
        },
        markdown::Block::Quote { blocks } => Block::Quote { blocks: all(blocks, around) },
        markdown::Block::Code { text } => Block::Listing { text: text.clone() },
        markdown::Block::Table(table) => {
            let row = |cells: &Vec<Vec<markdown::Span>>| cells.iter().map(|cell| line(cell)).collect();
            Block::Table {
                aligns: table.aligns.iter().copied().map(align).collect(),
                head: row(&table.head),
                rows: table.rows.iter().map(row).collect(),
                named: table.names_rows(),
            }
        }
        markdown::Block::Picture(picture) => Block::Picture {
            alt: picture.image.alt.clone(),
            caption: picture.caption.clone(),
            drawing: (around.drawn)(picture.image.id),
        },
        markdown::Block::Rule => Block::Rule,
    }
}

const fn align(align: markdown::Align) -> Align {
    match align {
        markdown::Align::Start => Align::Start,
        markdown::Align::Middle => Align::Center,
        markdown::Align::End => Align::End,
    }
}

fn spans(words: &[markdown::Span], site: &str) -> Vec<Span> {
    let span = |span: &markdown::Span| match span {
        markdown::Span::Text(text) => Span::Text { text: text.clone() },
        markdown::Span::Code(text) => Span::Code { text: text.clone() },
        markdown::Span::Strong(inside) => Span::Strong { spans: spans(inside, site) },
        markdown::Span::Emphasis(inside) => Span::Emphasis { spans: spans(inside, site) },
        markdown::Span::Link { to, spans: inside } => {
            let shown = shown(to, &markdown::plain(inside));
            Span::Link { href: href(to, site), shown, spans: spans(inside, site) }
        }
        markdown::Span::Image(image) => Span::Text { text: image.alt.clone() },
        markdown::Span::Break => Span::Break,
    };
    words.iter().map(span).collect()
}

fn href(to: &Address, site: &str) -> String {
    if to.place() == Place::Here { format!("{site}{}", to.href()) } else { to.href().to_owned() }
}

/// An address as paper shows it: that of another site, a mailbox or a telephone, where the words do not say it already. Pages
/// of our own are named by their titles.
fn shown(to: &Address, words: &str) -> String {
    let (_, rest) = to.href().split_once(':').unwrap_or(("", to.href()));
    let rest = rest.trim_start_matches('/').trim_end_matches('/');
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let said = |text: &str| text.to_lowercase().replace([' ', '.', '\u{a0}', '\u{202f}'], "");
    if to.place() == Place::Here || said(words).contains(&said(rest)) {
        String::new()
    } else {
        rest.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_becomes_the_parts_of_a_document() {
        let text = "## A\n\n1. b\n   - **c** `d`\n\n### E\n\n| | f |\n|-|-:|\n| g | h |\n\n> i\n\n---";
        let text = markdown::Text::parse(text).unwrap();
        let words = |text: &str| vec![Span::Text { text: text.to_owned() }];
        let line = |text: &str| Block::Line { spans: words(text) };
        let inner = Block::Line {
            spans: vec![
                Span::Strong { spans: words("c") },
                Span::Text { text: " ".to_owned() },
                Span::Code { text: "d".to_owned() },
            ],
        };
        let nested = Block::Items { start: None, tight: true, items: vec![vec![inner]] };
        assert_eq!(
            blocks(&text, "", &|_| None),
            [
                Block::Headline { level: 1, spans: words("A") },
                Block::Items { start: Some(1), tight: true, items: vec![vec![line("b"), nested]] },
                Block::Headline { level: 2, spans: words("E") },
                Block::Table {
                    aligns: vec![Align::Start, Align::End],
                    head: vec![Vec::new(), words("f")],
                    rows: vec![vec![words("g"), words("h")]],
                    named: true,
                },
                Block::Quote { blocks: vec![line("i")] },
                Block::Rule,
            ]
        );
    }

    #[test]
    fn an_image_within_a_line_parts_it_where_it_is_drawn() {
        let id = Id::from_random([7; 16]);
        let typed = format!("Avant ![un schéma](/images/{id}) après.");
        let text = markdown::Text::parse(&typed).unwrap();
        let words = |text: &str| Block::Line { spans: vec![Span::Text { text: text.to_owned() }] };
        let alone = blocks(&text, "", &|_| None);
        assert_eq!(alone.len(), 1, "{alone:?}");
        let drawn = || Some(Drawing { format: "png".to_owned(), width: 2, height: 1, data: String::new() });
        let parts = blocks(&text, "", &|_| drawn());
        let picture =
            Block::Picture { alt: "un schéma".to_owned(), caption: String::new(), drawing: drawn() };
        assert_eq!(parts, [words("Avant "), picture, words(" après.")]);
    }

    #[test]
    fn links_are_whole_and_paper_shows_where_they_lead() {
        for (typed, leads, paper) in [
            ("[la fiche](/fiches/a)", "https://cellule.exemple.fr/fiches/a", ""),
            ("[le CERT](https://www.cert.ssi.gouv.fr/)", "https://www.cert.ssi.gouv.fr/", "cert.ssi.gouv.fr"),
            ("<https://a.fr/b>", "https://a.fr/b", ""),
            ("[A.fr](https://a.fr)", "https://a.fr/", ""),
            ("[nous](mailto:a@b.fr)", "mailto:a@b.fr", "a@b.fr"),
            ("[01 23 45 67 89](tel:0123456789)", "tel:0123456789", ""),
        ] {
            let text = markdown::Text::parse(typed).unwrap();
            let Some(Block::Line { spans }) =
                blocks(&text, "https://cellule.exemple.fr", &|_| None).into_iter().next()
            else {
                panic!("{typed}");
            };
            let Some(Span::Link { href, shown, .. }) = spans.into_iter().next() else { panic!("{typed}") };
            assert_eq!((href.as_str(), shown.as_str()), (leads, paper), "{typed}");
        }
    }
}
