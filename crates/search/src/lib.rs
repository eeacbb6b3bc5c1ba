//! One search over all that is published, whatever it is: alerts, bulletins, news, cards, guides, later what members write.
//!
//! The capability to which a thing belongs [`put`]s it here in its own transaction, and [`remove`]s it likewise. [`ask`] answers
//! what a reader may read and nothing else: what that is, [`access::readable`] alone says.
//!
//! Language is done in Rust (`language`): both engines are given words that are cut, folded and stemmed already, index them
//! (FTS5; `tsvector` and GIN), and say which documents have them, the newest first. How well a document answers is not
//! asked of them: their notions of it differ. It is said by where the words are (`query::Query::tiers`), so that both give the
//! same answers in the same order.

mod ask;
mod excerpt;
mod expression;
mod language;
mod near;
mod put;
mod query;
mod store;

use access::{Audience, Readable};
use vocabulary::{Id, Instant, Language, Tlp};

pub use ask::ask;
pub use put::{put, put_all, remove};

/// How many documents are ranked and counted at most; of more, [`Total::more`] says that there are.
pub const BOUND: usize = 1000;
/// How many characters and words of a question are looked at.
pub const CHARACTERS: usize = 200;
/// How many words of a question count.
pub const WORDS: usize = 16;
/// How many hits an answer has at most.
pub const PAGE: usize = 50;

/// Something to be found: one language of one thing. Texts are plain; what is longer than an index can bear is cut.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// `alert`, `bulletin`, `news`, `card`, `guide`…; a facet of its own too.
    pub kind: &'a str,
    /// Which one. With the kind, it names the thing; its other language is another entry.
    pub id: Id,
    /// The language of its texts.
    pub language: Language,
    /// Its mark.
    pub tlp: Tlp,
    /// Whom it is for.
    pub audience: Audience,
    /// What orders answers: when it was published.
    pub at: Instant,
    /// Its title.
    pub title: &'a str,
    /// What it says in short; may be empty.
    pub summary: &'a str,
    /// All that it says, in plain text.
    pub body: &'a str,
    /// What is found whole, as typed but for case and accents: CVE and CWE identifiers, references, names of products and vendors.
    pub exact: Vec<String>,
    /// What answers are narrowed by: a facet and a value; several values of one facet are several pairs.
    pub facets: Vec<(&'a str, String)>,
}

/// What somebody asks.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// As typed. Blank: all that fits the filters, the latest first.
    pub text: &'a str,
    /// The reader's.
    pub language: Language,
    /// What the reader may read.
    pub readable: &'a Readable,
    /// A facet and a value: values of one facet are alternatives, facets all hold.
    pub filters: Vec<(String, String)>,
    /// [`Answer::next`] of the page before; what is none of ours asks for the first page.
    pub after: Option<&'a str>,
    /// How many hits, 1 to [`PAGE`].
    pub limit: usize,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// One page of it, the best first.
    pub hits: Vec<Hit>,
    /// How many there are, on all pages.
    pub total: Total,
    /// What they can be narrowed by, by name.
    pub facets: Vec<Facet>,
    /// When nothing was found: the question with the nearest known words, which finds something.
    pub suggestion: Option<String>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// Whether only the beginning of the question was looked at.
    pub cut: bool,
}

/// How many were found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// So many, at most [`BOUND`].
    pub count: usize,
    /// Whether there are more. Counts of facets are then the least that there are.
    pub more: bool,
}

/// What answers can be narrowed by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// Its name.
    pub name: String,
    /// Its values and how many of the found have each: the most frequent first, at most 50. When [`Total::more`], values that are
    /// frequent elsewhere stand there too, with what was counted of them, perhaps nothing.
    pub values: Vec<(String, usize)>,
}

/// One document that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its kind.
    pub kind: String,
    /// Which one.
    pub id: Id,
    /// The language of its texts: may differ from the reader's.
    pub language: Language,
    /// Its mark.
    pub tlp: Tlp,
    /// When it was published.
    pub at: Instant,
    /// Its title.
    pub title: String,
    /// The same, in pieces.
    pub title_segments: Vec<Segment>,
    /// The part of its summary or text that answers best, in pieces; `…` where it was cut.
    pub excerpt: Vec<Segment>,
    /// Which words of the question stand where, in the order in which they were typed.
    pub why: Vec<Why>,
    /// Its facets.
    pub facets: Vec<(String, String)>,
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The piece.
    pub text: String,
    /// Whether it is one of the words that were asked for.
    pub matched: bool,
}

/// Why a document was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// A word, or quoted words, as typed.
    pub word: String,
    /// The best of the places where it stands.
    pub place: Where,
}

/// Where a word stands, the best place first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Where {
    /// It is, or is in, an identifier or a name that the document carries.
    Name,
    /// In the title.
    Title,
    /// In the summary.
    Summary,
    /// In the text.
    Text,
}

/// How a mark and an audience are stored together.
pub(crate) fn mark(tlp: Tlp, audience: &Audience) -> String {
    format!("{} {}", tlp.label(), audience.key())
}
