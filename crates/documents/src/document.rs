//! What a document holds.

use base64::Engine as _;
use pictures::Header;
use serde::{Deserialize, Serialize};
use vocabulary::{Instant, Language, Tlp};

/// Bytes of JSON that a document may be, its images included: more is refused on both sides of the pipe.
pub const MAX_REQUEST: usize = 16 * 1024 * 1024;

/// Bytes of the same without its images.
pub const MAX_TEXT: usize = 2 * 1024 * 1024;

/// A document to make. All of its texts are plain: line ends in them are line ends, nothing else has a meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The language in which it is read aloud.
    pub language: Language,
    /// Its title: the first thing on the first page, and the name of the window.
    pub title: String,
    /// Who makes it, at the top of each page.
    pub author: String,
    /// The moment that its metadata tell. The same document of the same moment is made of the same bytes.
    pub at: Instant,
    /// What stands at the foot of each page, before its number.
    pub foot: String,
    /// What it holds, in the order of reading. Headings and questions come after a first section (ISO 14289-1, 7.4.2).
    pub blocks: Vec<Block>,
}

impl Document {
    /// Whether it may be made, when it takes so many bytes of JSON.
    pub fn fits(&self, bytes: usize) -> bool {
        bytes <= MAX_REQUEST && bytes.saturating_sub(drawn(&self.blocks)) <= MAX_TEXT
    }
}

/// The bytes of the images among these parts.
fn drawn(blocks: &[Block]) -> usize {
    let of = |block: &Block| match block {
        Block::Picture { drawing: Some(drawing), .. } => drawing.data.len(),
        Block::Items { items, .. } => items.iter().map(|item| drawn(item)).sum(),
        Block::Quote { blocks } => drawn(blocks),
        _ => 0,
    };
    blocks.iter().map(of).sum()
}

/// A part of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Block {
    /// The heading of a section, which stands in the outline.
    Section {
        /// Its words.
        text: String,
    },
    /// A heading inside a section.
    Heading {
        /// Its words.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// Its words.
        text: String,
    },
    /// Things one after another.
    List {
        /// Whether their order matters: they are then numbered.
        ordered: bool,
        /// The things.
        items: Vec<String>,
    },
    /// What is known, each under its name.
    Facts {
        /// The facts.
        facts: Vec<Fact>,
    },
    /// Something to copy without a mistake: large, in letters of one width.
    Code {
        /// What it is.
        label: String,
        /// The code, in the groups in which it is read aloud.
        text: String,
    },
    /// Something not to be missed, in a frame.
    Note {
        /// Its words.
        text: String,
    },
    /// Something to answer by hand. It is kept on one page, and so must be shorter than one.
    Question {
        /// The question.
        label: String,
        /// How to answer it.
        hint: Option<String>,
        /// Where the answer goes.
        answer: Answer,
    },
    /// What a publication says of itself: its kind above the title, the rest under it, and who may read it on each page. At
    /// most one, wherever it stands.
    Front {
        /// "Response card".
        subject: String,
        /// Its version, its date, whatever else is to be said at once.
        said: String,
        /// Who may read it.
        #[serde(with = "tlp")]
        tlp: Tlp,
    },
    /// Whose copy it is, across each page: what goes no further than its reader leaves only so. At most one, wherever it stands.
    Reader {
        /// Across each page.
        text: String,
    },
    /// A heading of any depth, which stands in the outline.
    Headline {
        /// From 1 to 5; never more than one deeper than the heading before.
        level: u8,
        /// Its words.
        spans: Vec<Span>,
    },
    /// A paragraph of more than plain text.
    Line {
        /// Its words.
        spans: Vec<Span>,
    },
    /// Things one after another, each of as many parts as it wants.
    Items {
        /// The first number, where their order matters.
        start: Option<u64>,
        /// Whether they stand close together.
        tight: bool,
        /// The things.
        items: Vec<Vec<Block>>,
    },
    /// What somebody else said.
    Quote {
        /// What it holds.
        blocks: Vec<Block>,
    },
    /// Lines to copy as they are, in letters of one width.
    Listing {
        /// The lines.
        text: String,
    },
    /// Cells under their headers.
    Table {
        /// How each column stands.
        aligns: Vec<Align>,
        /// The headers of the columns.
        head: Vec<Vec<Span>>,
        /// The rows, each of as many cells as there are headers.
        rows: Vec<Vec<Vec<Span>>>,
        /// Whether the first cell of each row is its header.
        named: bool,
    },
    /// An image; what it says in words, where it is not there.
    Picture {
        /// What it says to whoever does not see it.
        alt: String,
        /// What stands under it; nothing when empty.
        caption: String,
        /// The image itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        drawing: Option<Drawing>,
    },
    /// A change of subject.
    Rule,
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Span {
    /// Words.
    Text {
        /// The words.
        text: String,
    },
    /// Something to copy as it is.
    Code {
        /// The thing.
        text: String,
    },
    /// Words of weight.
    Strong {
        /// The words.
        spans: Vec<Span>,
    },
    /// Words with stress.
    Emphasis {
        /// The words.
        spans: Vec<Span>,
    },
    /// Words that lead somewhere.
    Link {
        /// Where to: `https://…`, `http://…`, `mailto:…` or `tel:…`, in ASCII. Another is set as its words alone.
        href: String,
        /// The address as paper shows it after the words; nothing when empty.
        shown: String,
        /// The words.
        spans: Vec<Span>,
    },
    /// The end of a line.
    Break,
}

/// The bytes of an image that we drew ourselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drawing {
    /// `png` or `jpeg`.
    pub format: String,
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// The file, in Base64 (RFC 4648).
    pub data: String,
}

impl Drawing {
    /// Made of the bytes of a file and of what its header says.
    pub fn new(header: Header, bytes: &[u8]) -> Self {
        let data = base64::engine::general_purpose::STANDARD.encode(bytes);
        Self { format: header.format.code().to_owned(), width: header.width, height: header.height, data }
    }
}

/// How a column stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// As words do.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// At the end, as numbers do.
    End,
}

/// A mark goes through the pipe as the standard writes it.
mod tlp {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};
    use vocabulary::Tlp;

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
    pub fn serialize<S: Serializer>(tlp: &Tlp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("TLP:{}", tlp.label()))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Tlp, D::Error> {
        let label = String::deserialize(deserializer)?;
        Tlp::parse(&label).ok_or_else(|| D::Error::custom("no such mark"))
    }
}

/// A name and what stands under it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// The name.
    pub label: String,
    /// What is known.
    pub value: String,
}

/// Where the answer to a [`Block::Question`] goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Answer {
    /// Lines to write on.
    Lines {
        /// How many.
        count: u8,
    },
    /// A box for each character.
    Cells {
        /// How many groups of them.
        groups: u8,
        /// How many in a group.
        of: u8,
    },
    /// Things to choose from: a circle before each where one answers, a square where several may.
    Choices {
        /// Whether several may be chosen.
        several: bool,
        /// The words after each.
        options: Vec<String>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_goes_through_the_pipe_and_comes_out_the_same() {
        let text = || "« à 14 h » #panic() \u{7} 😀".to_owned();
        let question = |answer| Block::Question { label: text(), hint: Some(text()), answer };
        let document = Document {
            language: Language::En,
            title: text(),
            author: text(),
            at: Instant::from_millis(1_500_000_000_000),
            foot: String::new(),
            blocks: vec![
                Block::Section { text: text() },
                Block::Heading { text: text() },
                Block::Paragraph { text: text() },
                Block::List { ordered: true, items: vec![text(), String::new()] },
                Block::Facts { facts: vec![Fact { label: text(), value: text() }] },
                Block::Code { label: text(), text: text() },
                Block::Note { text: text() },
                question(Answer::Lines { count: 3 }),
                question(Answer::Cells { groups: 6, of: 4 }),
                question(Answer::Choices { several: true, options: vec![text()] }),
                Block::Front { subject: text(), said: text(), tlp: Tlp::AmberStrict },
                Block::Headline { level: 1, spans: vec![Span::Text { text: text() }] },
                Block::Items { start: Some(3), tight: true, items: vec![vec![Block::Rule]] },
                Block::Table {
                    aligns: vec![Align::End],
                    head: vec![Vec::new()],
                    rows: Vec::new(),
                    named: true,
                },
                Block::Picture {
                    alt: text(),
                    caption: text(),
                    drawing: Some(Drawing {
                        format: "png".to_owned(),
                        width: 2,
                        height: 1,
                        data: "AA==".to_owned(),
                    }),
                },
                Block::Picture { alt: text(), caption: String::new(), drawing: None },
                Block::Line {
                    spans: vec![Span::Link {
                        href: "https://a.fr/".to_owned(),
                        shown: text(),
                        spans: vec![Span::Strong { spans: vec![Span::Code { text: text() }, Span::Break] }],
                    }],
                },
            ],
        };
        let json = serde_json::to_string(&document).unwrap();
        assert_eq!(serde_json::from_str::<Document>(&json).unwrap(), document);
    }

    #[test]
    fn what_is_not_of_the_model_is_refused() {
        for wrong in [
            r#"{"kind":"raw","text":"x"}"#,
            r#"{"kind":"note","text":"x","markup":true}"#,
            r#"{"kind":"facts","facts":[{"label":"x"}]}"#,
            r#"{"kind":"front","subject":"x","said":"","tlp":"TLP:PURPLE"}"#,
            r#"{"kind":"line","spans":[{"kind":"raw","text":"x"}]}"#,
        ] {
            assert!(serde_json::from_str::<Block>(wrong).is_err(), "{wrong}");
        }
    }
}
