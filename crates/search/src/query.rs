//! What somebody typed, understood.

use storage::words::fold;
use vocabulary::Language;

use crate::{
    CHARACTERS, WORDS,
    expression::Expression,
    language::{self, Token},
    put::{Field, NAME},
};

/// The longest name, in words, that is recognised in a question.
const NAMED: usize = 5;

/// A question.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query {
    /// What must all be found.
    pub groups: Vec<Group>,
    /// Whether there was more than is looked at.
    pub cut: bool,
    /// Whether nothing was typed.
    pub blank: bool,
}

/// One word as people type them, between spaces, or several between quotes.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// As typed, without quotes.
    pub typed: String,
    /// Where it stands among what is looked at, for what is put in its place.
    pub range: std::ops::Range<usize>,
    /// Whether its words must be neighbours.
    pub quoted: bool,
    /// What it is made of.
    pub tokens: Vec<Token>,
    /// The names of which it may be a part, with its neighbours in the question.
    pub names: Vec<Name>,
}

/// Words that may be a name: an identifier, a product, a vendor.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name {
    /// As indexed.
    term: String,
    /// Folded, one space between words.
    folded: String,
}

impl Name {
    fn of(typed: &str) -> Self {
        let spaced: Vec<&str> = typed.split_whitespace().collect();
        Self { term: language::exact(typed), folded: fold(&spaced.join(" ")) }
    }

    /// Whether that is the same name. Asked of hundreds of names a document: most of them need not be folded to be told apart.
    pub(crate) fn is(&self, other: &str) -> bool {
        if other.is_ascii() {
            self.folded.eq_ignore_ascii_case(other)
        } else {
            self.term == language::exact(other)
        }
    }
}

impl Query {
    /// Understands a text, of which the first 200 characters and 16 words count.
    pub(crate) fn parse(text: &str) -> Self {
        let end = text.char_indices().nth(CHARACTERS).map_or(text.len(), |(at, _)| at);
        let looked_at = text.get(..end).unwrap_or_default();
        let mut items = items(looked_at);
        let cut = end < text.len() || items.len() > WORDS;
        items.truncate(WORDS);
        for at in 0..items.len() {
            let names = names(&items, at);
            if let Some(item) = items.get_mut(at) {
                item.names = names;
            }
        }
        let tells = |group: &Group| group.telling().next().is_some();
        let silent = !items.iter().any(tells);
        // Words that tell nothing are all that there is: they are what is asked for.
        let groups =
            items.into_iter().filter(|g| if silent { !g.tokens.is_empty() } else { tells(g) }).collect();
        Self { groups, cut, blank: looked_at.trim().is_empty() }
    }

    /// What a document must have to answer, from the best answers to the least; each holds for all that the one before holds for.
    pub(crate) fn tiers(&self) -> Vec<Expression> {
        let named = |group: &Group| {
            Expression::Any(group.names.iter().map(|name| Expression::term(NAME, &name.term)).collect())
        };
        let all = |of: &dyn Fn(&Group) -> Expression| Expression::All(self.groups.iter().map(of).collect());
        vec![
            all(&named),
            all(&|group| Expression::Any(vec![group.within(Field::Title), named(group)])),
            all(&|group| group.within(Field::Summary)),
            all(&|group| group.within(Field::Text)),
        ]
    }
}

impl Group {
    /// The tokens that tell something; all, when none does.
    pub(crate) fn telling(&self) -> impl Iterator<Item = &Token> {
        let silent = |token: &&Token| {
            let word = token.text(&self.typed);
            token.parts.is_empty() && Language::ALL.iter().any(|l| language::is_silent(word, *l))
        };
        self.tokens.iter().filter(move |token| !silent(token))
    }

    /// What a document must have for this group to stand in one of its fields.
    pub(crate) fn within(&self, field: Field) -> Expression {
        if self.quoted {
            let words: Vec<&str> = self.tokens.iter().flat_map(|token| token.words(&self.typed)).collect();
            return neighbours(&words, field);
        }
        let mut tokens: Vec<&Token> = self.telling().collect();
        if tokens.is_empty() {
            tokens = self.tokens.iter().collect();
        }
        Expression::All(tokens.into_iter().map(|token| self.one(token, field)).collect())
    }

    fn one(&self, token: &Token, field: Field) -> Expression {
        let text = token.text(&self.typed);
        if token.parts.is_empty() {
            return Expression::Any(
                alternatives(text).iter().map(|term| Expression::term(field.words(), term)).collect(),
            );
        }
        let whole = Expression::term(field.words(), &language::whole(text));
        if text.bytes().any(|b| b.is_ascii_digit()) {
            // An identifier is that one or another.
            return whole;
        }
        let words: Vec<&str> = token.words(&self.typed).collect();
        Expression::Any(vec![whole, neighbours(&words, field)])
    }
}

/// What a word may be indexed as, whatever the language of the text.
pub(crate) fn alternatives(word: &str) -> Vec<String> {
    let mut terms: Vec<String> = Language::ALL.into_iter().flat_map(|l| language::stems(word, l)).collect();
    terms.sort();
    terms.dedup();
    terms
}

/// Words one after the other, in either language; those that tell nothing there are not counted.
fn neighbours(words: &[&str], field: Field) -> Expression {
    let of = |language: Language| {
        let keys = keys(words, language);
        match keys.as_slice() {
            [one] => Expression::term(field.words(), one),
            several => Expression::All(
                several
                    .windows(2)
                    .map(|two| Expression::term(field.neighbours(), &pair(two)))
                    .collect::<Vec<_>>(),
            ),
        }
    };
    let mut any: Vec<Expression> = Language::ALL
        .into_iter()
        .map(of)
        .filter(|expression| !matches!(expression, Expression::All(all) if all.is_empty()))
        .collect();
    any.dedup();
    Expression::Any(any)
}

/// The stems of the words that tell something in that language.
pub(crate) fn keys(words: &[&str], language: Language) -> Vec<String> {
    words
        .iter()
        .filter(|word| !language::is_silent(word, language))
        .map(|word| language::key(word, language))
        .collect()
}

/// How two neighbours are indexed.
pub(crate) fn pair(two: &[String]) -> String {
    let two: Vec<&str> = two.iter().map(String::as_str).collect();
    language::sum(&two, 8)
}

/// What stands between spaces or between quotes. A quote that nobody closes is none.
fn items(text: &str) -> Vec<Group> {
    let mut items = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(first) = rest.chars().next() else { break };
        let close = match first {
            '"' => Some('"'),
            '«' => Some('»'),
            '“' => Some('”'),
            _ => None,
        };
        let quoted = close.and_then(|close| {
            let start = first.len_utf8();
            rest.get(start..)?
                .find(close)
                .map(|length| (start..start + length, start + length + close.len_utf8()))
        });
        let (inner, end, is_quoted) = match quoted {
            Some((inner, end)) => (inner, end, true),
            None if first.is_whitespace() || close.is_some() => {
                at += first.len_utf8();
                continue;
            }
            None => {
                let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '«' | '“'));
                let end = end.unwrap_or(rest.len());
                (0..end, end, false)
            }
        };
        let typed = rest.get(inner.clone()).unwrap_or_default();
        items.push(Group {
            tokens: language::tokens(typed).collect(),
            range: at + inner.start..at + inner.end,
            quoted: is_quoted,
            typed: typed.to_owned(),
            names: Vec::new(),
        });
        at += end;
    }
    items
}

/// The names of which this item may be a part: all runs of items that it is in, as they would be indexed.
fn names(items: &[Group], at: usize) -> Vec<Name> {
    let around = |c: char| matches!(c, ',' | ';' | ':' | '!' | '?' | '(' | ')' | '"' | '«' | '»' | '“' | '”');
    let mut names: Vec<Name> = Vec::new();
    for start in at.saturating_sub(NAMED - 1)..=at {
        for end in at..(start + NAMED).min(items.len()) {
            let run: Vec<&str> =
                items.get(start..=end).unwrap_or_default().iter().map(|item| item.typed.trim()).collect();
            let run = run.join(" ");
            let run = run.trim_matches(around);
            if !fold(run).is_empty() {
                names.push(Name::of(run));
            }
        }
    }
    names.sort();
    names.dedup();
    names
}
