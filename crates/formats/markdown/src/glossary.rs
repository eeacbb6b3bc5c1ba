//! Words that are explained where they first come.

use std::collections::HashSet;

use aho_corasick::{AhoCorasick, MatchKind};
use unicode_normalization::UnicodeNormalization as _;

use crate::{letters::seen, places::slug};

/// A word and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Its stable name: it becomes the place `g-KEY` on the page.
    pub key: String,
    /// How it is written: `RSSI`, `responsable de la sécurité`. With a first letter as it stands, or a capital.
    pub forms: Vec<String>,
    /// What it means, in a sentence of plain text.
    pub means: String,
}

/// Terms, ready to be found in any number of texts.
#[derive(Clone, Debug)]
pub struct Glossary {
    terms: Vec<Term>,
    finder: Option<AhoCorasick>,
    /// The term of each pattern that is looked for.
    whose: Vec<usize>,
}

/// A term, where it stands in some words.
pub struct Found<'a> {
    pub from: usize,
    pub to: usize,
    pub term: &'a Term,
}

impl Glossary {
    /// Made of terms. What cannot be looked for is left out: an empty form or meaning, a key that another has already.
    pub fn new(terms: Vec<Term>) -> Self {
        let mut keys = HashSet::new();
        let terms: Vec<Term> = terms
            .into_iter()
            .map(|term| Term { key: slug(&term.key), means: seen(&term.means).trim().to_owned(), ..term })
            .filter(|term| !term.key.is_empty() && !term.means.is_empty() && keys.insert(term.key.clone()))
            .collect();
        let (patterns, whose): (Vec<String>, Vec<usize>) = terms
            .iter()
            .enumerate()
            .flat_map(|(n, term)| {
                term.forms.iter().flat_map(|form| spellings(form)).map(move |form| (form, n))
            })
            .unzip();
        // Too many patterns for one automaton: nothing is explained, and everything is still read.
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&patterns).ok();
        Self { terms, finder, whose }
    }

    /// Its terms.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Where terms stand in these words, as whole words: in order, none inside another.
    pub(crate) fn find<'a>(&'a self, words: &'a str) -> impl Iterator<Item = Found<'a>> {
        self.finder.iter().flat_map(move |finder| finder.find_iter(words)).filter_map(move |found| {
            let (from, to) = (found.start(), found.end());
            let before = words.get(..from)?.chars().next_back();
            let after = words.get(to..)?.chars().next();
            let term = self.terms.get(*self.whose.get(found.pattern().as_usize())?)?;
            (!before.is_some_and(joins) && !after.is_some_and(joins)).then_some(Found { from, to, term })
        })
    }
}

/// Whether a letter beside a word makes another word of it.
fn joins(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '\u{2011}' | '@')
}

/// A form, at the beginning of a sentence too, with both apostrophes.
fn spellings(form: &str) -> Vec<String> {
    let form: String = seen(form.trim()).nfc().collect();
    let mut letters = form.chars();
    let Some(first) = letters.next() else { return Vec::new() };
    let capital: String = first.to_uppercase().chain(letters).collect();
    let mut all: Vec<String> =
        [form, capital].iter().flat_map(|form| [form.replace('\'', "’"), form.replace('’', "'")]).collect();
    all.sort();
    all.dedup();
    all
}
