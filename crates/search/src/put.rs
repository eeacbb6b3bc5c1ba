//! What goes into the index, and out of it.

use std::collections::{BTreeMap, BTreeSet};

use storage::{Unit, words::fold};
use unicode_normalization::UnicodeNormalization as _;
use vocabulary::{Failure, Id, Instant, Language};

use crate::{Entry, language, mark, query::pair, store};

/// The field of names that are found whole.
pub(crate) const NAME: char = 'x';
/// The field of facets.
pub(crate) const FACET: char = 'f';

/// How much is taken of an entry: words of its text, characters of its text, and how many names and facets of how many characters.
const MOST_WORDS: usize = 8_000;
const MOST_TEXT: usize = 100_000;
const MOST_TITLE: usize = 500;
const MOST_SUMMARY: usize = 4_000;
const MOST_NAMES: usize = 2_000;
const MOST_FACETS: usize = 200;
const MOST_NAME: usize = 200;

/// Where words stand. What is in the title is in the summary too, as the index sees it, and both are in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Title,
    Summary,
    Text,
}

impl Field {
    /// How its words begin in the index.
    pub(crate) fn words(self) -> char {
        match self {
            Self::Title => 't',
            Self::Summary => 's',
            Self::Text => 'b',
        }
    }

    /// How its neighbouring words begin.
    pub(crate) fn neighbours(self) -> char {
        match self {
            Self::Title => 'u',
            Self::Summary => 'v',
            Self::Text => 'w',
        }
    }
}

/// Puts an entry in, in the place of what was there under its kind, identity and language.
pub async fn put(unit: &mut Unit, entry: &Entry<'_>) -> Result<(), Failure> {
    put_all(unit, std::slice::from_ref(entry)).await
}

/// The same for many: some hundreds in one transaction are quicker than one by one, the oldest first quicker still.
pub async fn put_all(unit: &mut Unit, entries: &[Entry<'_>]) -> Result<(), Failure> {
    store::lock(unit).await?;
    let mut counts = Counts::default();
    let mut sorted: Vec<&Entry<'_>> = entries.iter().collect();
    sorted.sort_by_key(|entry| entry.at);
    for entry in sorted {
        one(unit, &Prepared::of(entry), &mut counts).await?;
    }
    counts.write(unit).await
}

/// Takes a thing out, in every language, leaving nothing of it. Whether there was anything.
pub async fn remove(unit: &mut Unit, kind: &str, id: Id) -> Result<bool, Failure> {
    store::lock(unit).await?;
    let mut counts = Counts::default();
    let here = store::of(unit, kind, id).await?;
    for document in &here {
        counts.document(document, -1);
        store::take_out(unit, document.place).await?;
    }
    counts.write(unit).await?;
    Ok(!here.is_empty())
}

async fn one(unit: &mut Unit, prepared: &Prepared, counts: &mut Counts) -> Result<(), Failure> {
    let here = store::of(unit, &prepared.kind, prepared.id).await?;
    let (old, twins): (Vec<_>, Vec<_>) =
        here.into_iter().partition(|document| document.language == prepared.document.language);
    let mut document = prepared.document.clone();
    let second = store::second(prepared.at);
    let kept = old.first().map(|old| old.place).filter(|place| store::is_within(*place, second));
    for old in &old {
        counts.document(old, -1);
        store::take_out(unit, old.place).await?;
    }
    document.place = match kept {
        Some(place) => place,
        None => store::free_place(unit, second).await?,
    };
    let alone = twins.iter().all(|twin| twin.mark != document.mark);
    counts.document(&document, 1);
    store::put_in(unit, prepared, &document, alone).await?;
    if !twins.is_empty() {
        store::pair_up(unit, &prepared.kind, prepared.id).await?;
    }
    Ok(())
}

/// What is counted of a document, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub place: i64,
    pub mark: String,
    pub language: Language,
    pub facets: Vec<(String, String)>,
    pub known: Vec<String>,
}

/// An entry as it is kept.
pub(crate) struct Prepared {
    pub kind: String,
    pub id: Id,
    pub at: Instant,
    pub title: String,
    pub summary: String,
    pub body: String,
    pub exact: Vec<String>,
    /// Separated by spaces.
    pub terms: String,
    /// Its place is not known yet.
    pub document: Document,
}

impl Prepared {
    fn of(entry: &Entry<'_>) -> Self {
        let kind = clean(entry.kind, MOST_NAME);
        let (title, summary) = (clean(entry.title, MOST_TITLE), clean(entry.summary, MOST_SUMMARY));
        let body = clean(entry.body, MOST_TEXT);
        let names =
            entry.exact.iter().map(|name| clean(name, MOST_NAME)).filter(|name| !name.trim().is_empty());
        let exact: Vec<String> = names.take(MOST_NAMES).collect();
        let mut facets: Vec<(String, String)> = entry
            .facets
            .iter()
            .take(MOST_FACETS)
            .map(|(facet, value)| (clean(facet, MOST_NAME), clean(value, MOST_NAME)))
            .chain([("kind".to_owned(), kind.clone())])
            .collect();
        facets.sort();
        facets.dedup();
        let mut terms = Terms { language: entry.language, found: BTreeSet::new(), known: BTreeSet::new() };
        terms.add(&title, &[Field::Title, Field::Summary, Field::Text]);
        terms.add(&summary, &[Field::Summary, Field::Text]);
        for name in &exact {
            terms.found.insert(format!("{NAME}{}", language::exact(name)));
            terms.add(name, &[Field::Summary, Field::Text]);
        }
        terms.add(&body, &[Field::Text]);
        terms
            .found
            .extend(facets.iter().map(|(facet, value)| format!("{FACET}{}", facet_term(facet, value))));
        let found: Vec<String> = terms.found.into_iter().collect();
        let document = Document {
            place: 0,
            mark: mark(entry.tlp, &entry.audience),
            language: entry.language,
            facets,
            known: terms.known.into_iter().collect(),
        };
        let (id, at, terms) = (entry.id, entry.at, found.join(" "));
        Self { kind, id, at, title, summary, body, exact, terms, document }
    }
}

/// How a value of a facet is indexed.
pub(crate) fn facet_term(facet: &str, value: &str) -> String {
    language::sum(&[facet, value], 13)
}

/// The beginning of a text, without what no text holds (and PostgreSQL no column).
fn clean(text: &str, most: usize) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).take(most).collect()
}

/// The terms of a document, as they are found.
struct Terms {
    language: Language,
    found: BTreeSet<String>,
    known: BTreeSet<String>,
}

impl Terms {
    fn add(&mut self, text: &str, fields: &[Field]) {
        let mut keys: Vec<String> = Vec::new();
        let mut left = MOST_WORDS;
        for token in language::tokens(text) {
            if !token.parts.is_empty() {
                let whole = token.text(text);
                self.term(&language::whole(whole), fields);
                for version in language::broader(whole) {
                    self.term(&version, fields);
                }
            }
            let language = self.language;
            for word in token.words(text).filter(|word| !language::is_silent(word, language)) {
                let stems = language::stems(word, language);
                for stem in &stems {
                    self.term(stem, fields);
                }
                keys.extend(stems.into_iter().next_back());
                self.known.extend(known(word));
            }
            left = left.saturating_sub(token.parts.len().max(1));
            if left == 0 {
                break;
            }
        }
        for two in keys.windows(2) {
            let pair = pair(two);
            self.found.extend(fields.iter().map(|field| format!("{}{pair}", field.neighbours())));
        }
    }

    fn term(&mut self, term: &str, fields: &[Field]) {
        if !term.is_empty() {
            self.found.extend(fields.iter().map(|field| format!("{}{term}", field.words())));
        }
    }
}

/// A word that can be proposed for another: one of letters alone, long enough that a mistake in it can be told.
pub(crate) fn known(word: &str) -> Option<String> {
    let word: String = word.nfc().collect::<String>().to_lowercase();
    let length = word.chars().count();
    let plain = |c: char| c.is_alphabetic() && u32::from(c) < 0x250;
    ((4..=30).contains(&length) && word.chars().all(plain)).then_some(word)
}

/// The ends of a folded word, with its length made longer or shorter: what two words have alike that differ little.
pub(crate) fn ends(folded: &str, by: isize) -> (String, String) {
    let letters: Vec<char> = folded.chars().collect();
    let length = letters.len().saturating_add_signed(by);
    let head: String = letters.iter().take(3).collect();
    let tail: String = letters.iter().skip(letters.len().saturating_sub(3)).collect();
    (format!("{head}{length}"), format!("{tail}{length}"))
}

/// How many documents more, or fewer, have each word and each value.
#[derive(Default)]
struct Counts {
    words: BTreeMap<(String, String), i64>,
    facets: BTreeMap<(String, String, String), i64>,
}

impl Counts {
    fn document(&mut self, document: &Document, by: i64) {
        for word in &document.known {
            *self.words.entry((document.mark.clone(), word.clone())).or_default() += by;
        }
        for (facet, value) in &document.facets {
            *self.facets.entry((document.mark.clone(), facet.clone(), value.clone())).or_default() += by;
        }
    }

    async fn write(self, unit: &mut Unit) -> Result<(), Failure> {
        let words: Vec<serde_json::Value> = self
            .words
            .iter()
            .filter(|(_, by)| **by != 0)
            .map(|((mark, word), by)| {
                let folded = fold(word);
                let (head, tail) = ends(&folded, 0);
                serde_json::json!([mark, word, folded, head, tail, by])
            })
            .collect();
        let facets: Vec<serde_json::Value> = self
            .facets
            .iter()
            .filter(|(_, by)| **by != 0)
            .map(|((mark, facet, value), by)| serde_json::json!([mark, facet, value, by]))
            .collect();
        store::count_words(unit, words).await?;
        store::count_facets(unit, facets).await
    }
}
