//! What the cell publishes, written in Markdown (CommonMark, and the tables of GitHub).
//!
//! A text is read once into a tree that can hold nothing but what may be published: paragraphs, headings, lists, tables,
//! quotes, code, addresses that have been judged and images of our own. HTML, plain words, the outline and the PDF are all
//! made from that tree, never from what was typed; so nothing has to be filtered afterwards. Nothing here reads a file, a
//! clock or a network.

mod address;
mod glossary;
mod html;
mod letters;
mod lines;
mod places;
mod plain;
mod reading;
mod tree;

pub use address::{Address, Place};
pub use glossary::{Glossary, Term};
pub use html::{Html, Options, Size};
pub use places::slug;
pub use plain::spans as plain;
pub use reading::{MAX_CELLS, MAX_COLUMNS, MAX_DEPTH, MAX_LENGTH, MAX_LINKS};
pub use tree::{Align, Block, Image, Picture, Span, Table};
use vocabulary::Refusal;

/// A text that may be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    source: String,
    blocks: Vec<Block>,
    remarks: Vec<Remark>,
}

/// Something that whoever writes should be told: the text may be published, but not all of it is what was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// A link to where none may lead: its words stayed, as plain text.
    LinkRefused {
        /// Where it led.
        address: String,
        /// Its words.
        text: String,
    },
    /// An image that is not one of ours: its alternative text stayed, as plain text.
    ImageRefused {
        /// Where it was.
        address: String,
        /// Its alternative text.
        alt: String,
    },
    /// One of our images, left out because nothing says what it shows.
    ImageSilent {
        /// Where it is.
        address: String,
    },
    /// HTML, shown as the text that it is.
    HtmlShown {
        /// Its beginning.
        text: String,
    },
    /// A heading without a word, left out.
    HeadingEmpty,
}

/// A heading, as a table of contents shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// From 2 to 6: the first level is the title of the page.
    pub level: u8,
    /// Its place on the page, after `#`.
    pub id: String,
    /// Its words.
    pub title: String,
}

/// A link that was kept, for whoever checks where a text leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads: absolute, or on our own site from `/`.
    pub href: String,
    /// Its words.
    pub text: String,
    /// What kind of place that is.
    pub place: Place,
}

/// What stands under one heading of the second level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its heading; empty for what comes before the first.
    pub title: String,
    /// Where it stands on the page; empty for what comes before the first heading.
    pub id: String,
    /// All of its words, as [`Text::plain`] gives them.
    pub text: String,
}

impl Text {
    /// Reads a text as it was typed.
    ///
    /// Refused, each with its `max`: `too-long`, `text-too-deep`, `text-too-many-links`, `text-too-many-cells`,
    /// `text-too-wide`.
    pub fn parse(typed: &str) -> Result<Self, Refusal> {
        let source = letters::clean(typed, MAX_LENGTH)?;
        let (blocks, remarks) = reading::read(&source)?;
        Ok(Self { source, blocks, remarks })
    }

    /// What was typed, as it is to be kept: composed (NFC), without what cannot be seen, with one kind of line end. Parsed
    /// again, it is the same text.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The tree, in the order of reading.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// What whoever writes should be told, in the order of the text.
    pub fn remarks(&self) -> &[Remark] {
        &self.remarks
    }

    /// The text as a fragment of a page.
    pub fn html(&self, options: &Options<'_>) -> Html {
        html::write(&self.blocks, options)
    }

    /// Its words alone, for searching and for messages. Paragraphs are parted by an empty line, things in lists by `- ` or
    /// their number, cells by ` | `.
    pub fn plain(&self) -> String {
        plain::blocks(&self.blocks)
    }

    /// Its beginning: the first paragraph, cut after a word when it has more than so many characters.
    pub fn summary(&self, most: usize) -> String {
        plain::summary(&self.blocks, most)
    }

    /// Its headings, in order.
    pub fn outline(&self) -> Vec<Heading> {
        let headings = self.blocks.iter().filter_map(|block| match block {
            Block::Heading { level, id, spans } => {
                Some(Heading { level: *level, id: id.clone(), title: plain::spans(spans) })
            }
            _ => None,
        });
        headings.collect()
    }

    /// What stands under each heading of the second level, and before the first of them if anything does.
    pub fn sections(&self) -> Vec<Section> {
        let mut sections = Vec::new();
        let mut rest = self.blocks.as_slice();
        while !rest.is_empty() {
            let (title, id, body) = match rest.split_first() {
                Some((Block::Heading { level: 2, id, spans }, body)) => {
                    (plain::spans(spans), id.clone(), body)
                }
                _ => (String::new(), String::new(), rest),
            };
            let end = body.iter().position(|block| matches!(block, Block::Heading { level: 2, .. }));
            let (inside, after) = body.split_at(end.unwrap_or(body.len()));
            sections.push(Section { title, id, text: plain::blocks(inside) });
            rest = after;
        }
        sections
    }

    /// Its links, in order, those in headings and tables too.
    pub fn links(&self) -> Vec<Link> {
        let mut links = Vec::new();
        tree::each_span(&self.blocks, &mut |span| {
            if let Span::Link { to, spans } = span {
                links.push(Link { href: to.href().to_owned(), text: plain::spans(spans), place: to.place() });
            }
        });
        links
    }

    /// Its images, in order.
    pub fn images(&self) -> Vec<Image> {
        let mut images = Vec::new();
        tree::each_span(&self.blocks, &mut |span| {
            if let Span::Image(image) = span {
                images.push(image.clone());
            }
        });
        images
    }
}
