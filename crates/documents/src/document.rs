//! What a document holds.

use serde::{Deserialize, Serialize};
use vocabulary::{Instant, Language};

/// Bytes of JSON that a document may be: more is refused on both sides of the pipe.
pub const MAX_REQUEST: usize = 2 * 1024 * 1024;

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
        ] {
            assert!(serde_json::from_str::<Block>(wrong).is_err(), "{wrong}");
        }
    }
}
