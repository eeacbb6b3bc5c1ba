//! Words of texts, in French and English: cut, folded, stemmed. What is written here in an index is asked for in the same way.

use std::ops::Range;

use rust_stemmers::{Algorithm, Stemmer};
use storage::words::fold;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};
use vocabulary::Language;

/// Longer words are no words: they are not stemmed.
const WORD: usize = 40;
/// Longer terms are written as a sum of theirs, in bytes.
const TERM: usize = 24;
/// Where what is ASCII and neither letter nor digit is moved to, so that the engines do not cut there.
const PRIVATE: u32 = 0xE000;

/// A word or an identifier in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// Where it stands.
    pub range: Range<usize>,
    /// Its parts, when hyphens, dots or underscores join several.
    pub parts: Vec<Range<usize>>,
}

impl Token {
    pub(crate) fn text<'a>(&self, of: &'a str) -> &'a str {
        of.get(self.range.clone()).unwrap_or_default()
    }

    /// Its parts, itself when it has none.
    pub(crate) fn words<'a>(&self, of: &'a str) -> impl Iterator<Item = &'a str> {
        let ranges = if self.parts.is_empty() { vec![self.range.clone()] } else { self.parts.clone() };
        ranges.into_iter().filter_map(move |range| of.get(range))
    }
}

/// The tokens of a text, elisions and the English possessive cut off.
pub(crate) fn tokens(text: &str) -> impl Iterator<Item = Token> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let run = run(text, rest)?;
        rest = run.end;
        Some(pieces(text, run))
    })
    .flatten()
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

fn is_joiner(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '.' | '_')
}

/// The next run of letters, digits, and what joins two of them.
fn run(text: &str, from: usize) -> Option<Range<usize>> {
    let rest = text.get(from..)?;
    let start = from + rest.find(is_of_word)?;
    let mut end = start;
    let mut joined = false;
    for (at, c) in text.get(start..)?.char_indices() {
        if is_of_word(c) {
            end = start + at + c.len_utf8();
            joined = false;
        } else if (is_joiner(c) || is_apostrophe(c)) && !joined {
            joined = true;
        } else {
            break;
        }
    }
    Some(start..end)
}

/// A run cut at its apostrophes.
fn pieces(text: &str, run: Range<usize>) -> Vec<Token> {
    let mut found = Vec::new();
    let (mut start, mut after) = (run.start, false);
    let inside = text.get(run.clone()).unwrap_or_default();
    let cuts = inside.char_indices().filter(|(_, c)| is_apostrophe(*c));
    let ends = cuts.map(|(at, c)| (run.start + at, c.len_utf8())).chain([(run.end, 0)]);
    for (end, length) in ends {
        let piece = text.get(start..end).unwrap_or_default();
        let elided = length > 0 && ELIDED.contains(&fold(piece).as_str());
        let possessive = after && piece.eq_ignore_ascii_case("s");
        if !piece.is_empty() && !elided && !possessive {
            found.push(Token { range: start..end, parts: parts(piece, start) });
        }
        (start, after) = (end + length, true);
    }
    found
}

fn parts(piece: &str, start: usize) -> Vec<Range<usize>> {
    if !piece.contains(is_joiner) {
        return Vec::new();
    }
    let mut at = start;
    let mut parts = Vec::new();
    for part in piece.split_inclusive(is_joiner) {
        let bare = part.trim_end_matches(is_joiner);
        if !bare.is_empty() {
            parts.push(at..at + bare.len());
        }
        at += part.len();
    }
    parts
}

/// What a word is indexed as: the stem of what is written, and of the same without accents, so that neither capitals without
/// accents nor hurry hide anything. The second is the last.
pub(crate) fn stems(word: &str, language: Language) -> Vec<String> {
    let folded = fold(word);
    let stemmed = folded.len() > 2 && folded.len() <= WORD && folded.bytes().all(|b| b.is_ascii_lowercase());
    if !stemmed {
        return vec![term(&folded)];
    }
    let of_language = Stemmer::create(match language {
        Language::Fr => Algorithm::French,
        Language::En => Algorithm::English,
    });
    // "chiffrée" without its accent is no form that the stemmer knows.
    let plain = match language {
        Language::Fr => folded.strip_suffix("es").filter(|p| p.ends_with('e')).unwrap_or(
            folded.strip_suffix('e').filter(|p| p.ends_with('e') && p.len() > 3).unwrap_or(&folded),
        ),
        Language::En => &folded,
    };
    let plain = term(&of_language.stem(plain));
    // English is written without accents: with or without, its words are the same.
    if word.is_ascii() || language == Language::En {
        return vec![plain];
    }
    let written: String = word.nfc().collect::<String>().to_lowercase();
    let written = term(&fold(&of_language.stem(&written)));
    if written == plain { vec![plain] } else { vec![written, plain] }
}

/// The stem by which neighbours know each other.
pub(crate) fn key(word: &str, language: Language) -> String {
    stems(word, language).pop().unwrap_or_default()
}

/// What an identifier is indexed as. A version loses its `v`.
pub(crate) fn whole(token: &str) -> String {
    let folded = fold(token);
    let bare = folded.strip_prefix('v').filter(|rest| is_version(rest)).unwrap_or(&folded);
    term(bare)
}

/// The shorter versions in which a version is: 10.2 for 10.2.1.
pub(crate) fn broader(token: &str) -> Vec<String> {
    let folded = fold(token);
    let bare = folded.strip_prefix('v').unwrap_or(&folded);
    if !is_version(bare) {
        return Vec::new();
    }
    bare.match_indices('.').skip(1).take(4).filter_map(|(at, _)| bare.get(..at)).map(term).collect()
}

fn is_version(text: &str) -> bool {
    text.contains('.') && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// What a name or an identifier that is found whole is indexed as.
pub(crate) fn exact(name: &str) -> String {
    let spaced: Vec<&str> = name.split_whitespace().collect();
    term(&fold(&spaced.join(" ")))
}

/// A term as the engines take it: letters and digits, and what stands in for the rest of ASCII.
pub(crate) fn term(folded: &str) -> String {
    let moved = |c: char| match c {
        '‐' | '‑' => stand_in('-'),
        c if c.is_ascii_alphanumeric() || !c.is_ascii() => c,
        c => stand_in(c),
    };
    let term: String = folded.chars().map(moved).collect();
    if term.len() <= TERM { term } else { format!("{}{}", stand_in('\u{7f}'), sum(&[&term], 13)) }
}

fn stand_in(c: char) -> char {
    char::from_u32(PRIVATE + u32::from(c)).unwrap_or(c)
}

/// A short sum of some texts (FNV-1a, 64 bits), as letters and digits: the same for ever.
pub(crate) fn sum(texts: &[&str], length: u32) -> String {
    const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let bytes = texts.iter().flat_map(|text| text.bytes().chain([0xff]));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    // The higher bits of this sum are the better mixed ones.
    let digit = |at: u32| DIGITS.get(usize::try_from(hash.rotate_left(5 * (at + 1)) & 31).ok()?).copied();
    (0..length).filter_map(digit).map(char::from).collect()
}

/// Whether a word tells nothing in that language.
pub(crate) fn is_silent(word: &str, language: Language) -> bool {
    let silent: &[&str] = match language {
        Language::Fr => &SILENT_FR,
        Language::En => &SILENT_EN,
    };
    if word.len() > 12 {
        return false;
    }
    if word.is_ascii() {
        return silent.iter().any(|silent| silent.eq_ignore_ascii_case(word));
    }
    silent.contains(&fold(word).as_str())
}

const ELIDED: [&str; 13] =
    ["l", "d", "j", "m", "t", "s", "n", "c", "qu", "lorsqu", "puisqu", "jusqu", "quoiqu"];

const SILENT_FR: [&str; 62] = [
    "a", "au", "aux", "avec", "ce", "ces", "cet", "cette", "dans", "de", "des", "du", "elle", "elles", "en",
    "est", "et", "etre", "il", "ils", "je", "la", "le", "les", "leur", "leurs", "lui", "mais", "ne", "nos",
    "notre", "nous", "on", "ont", "ou", "par", "pas", "pour", "qu", "que", "qui", "sa", "se", "ses", "si",
    "son", "sont", "sur", "ta", "te", "tes", "ton", "tu", "un", "une", "vos", "votre", "vous", "y", "ete",
    "ainsi", "afin",
];

const SILENT_EN: [&str; 46] = [
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "for", "from", "has", "have",
    "he", "her", "his", "if", "in", "into", "is", "it", "its", "of", "on", "or", "our", "she", "that", "the",
    "their", "they", "this", "those", "these", "to", "was", "we", "were", "which", "will", "with", "would",
    "you", "your",
];
