//! What a text can hold. There is no way to say anything else in it.

use vocabulary::Id;

use crate::Address;

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading: at the outermost level only, and never more than one level below the one before.
    Heading {
        /// From 2 to 6: the first level is the title of the page.
        level: u8,
        /// Unique in the text, and made of its words: `s-pas-a-pas`.
        id: String,
        /// Its words.
        spans: Vec<Span>,
    },
    /// A paragraph.
    Paragraph {
        /// Its words.
        spans: Vec<Span>,
    },
    /// Things one after another.
    List {
        /// The first number, where their order matters.
        start: Option<u64>,
        /// Whether the things stand close together: their paragraphs are then single lines.
        tight: bool,
        /// The things.
        items: Vec<Vec<Block>>,
    },
    /// What somebody else said.
    Quote {
        /// What it holds.
        blocks: Vec<Block>,
    },
    /// Lines to copy as they are.
    Code {
        /// The lines.
        text: String,
    },
    /// A table.
    Table(Table),
    /// An image that stands alone.
    Picture(Picture),
    /// A change of subject.
    Rule,
}

/// Cells under their headers. Each row has as many as there are headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// How each column stands.
    pub aligns: Vec<Align>,
    /// The headers of the columns.
    pub head: Vec<Vec<Span>>,
    /// The rows.
    pub rows: Vec<Vec<Vec<Span>>>,
}

impl Table {
    /// Whether the first cell of each row names the row: nothing stands above them.
    pub fn names_rows(&self) -> bool {
        self.head.len() > 1 && self.head.first().is_some_and(Vec::is_empty)
    }
}

/// How a column stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// As words do.
    #[default]
    Start,
    /// In the middle.
    Middle,
    /// At the end, as numbers do.
    End,
}

/// An image that stands alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The image: always [`Span::Image`] alone.
    pub image: Image,
    /// What stands under it, where anything does.
    pub caption: String,
}

/// One of our own images, at `/images/ID`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Which.
    pub id: Id,
    /// What it says to whoever does not see it. Never empty.
    pub alt: String,
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// Words.
    Text(String),
    /// Something to copy as it is.
    Code(String),
    /// Words of weight.
    Strong(Vec<Span>),
    /// Words with stress.
    Emphasis(Vec<Span>),
    /// Words that lead somewhere. Never empty, and never with another link inside.
    Link {
        /// Where to.
        to: Address,
        /// The words.
        spans: Vec<Span>,
    },
    /// An image within a line.
    Image(Image),
    /// The end of a line, where whoever wrote wants one.
    Break,
}

/// Shows every part of every line to `look`, in the order of reading; what stands in another after it.
pub(crate) fn each_span(blocks: &[Block], look: &mut impl FnMut(&Span)) {
    for block in blocks {
        match block {
            Block::Heading { spans, .. } | Block::Paragraph { spans } => inside(spans, look),
            Block::List { items, .. } => items.iter().for_each(|item| each_span(item, look)),
            Block::Quote { blocks } => each_span(blocks, look),
            Block::Table(table) => {
                std::iter::once(&table.head).chain(&table.rows).flatten().for_each(|cell| inside(cell, look));
            }
            Block::Picture(picture) => look(&Span::Image(picture.image.clone())),
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

fn inside(spans: &[Span], look: &mut impl FnMut(&Span)) {
    for span in spans {
        look(span);
        if let Span::Strong(spans) | Span::Emphasis(spans) | Span::Link { spans, .. } = span {
            inside(spans, look);
        }
    }
}
