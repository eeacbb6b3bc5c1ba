//! Texts of people, made such that every one of them can be set.
//!
//! PDF/UA-1 wants a glyph for each character (ISO 14289-1, 7.21.8): one that no font has is written as its number. What has
//! no shape and could mislead, such as a change of the direction of reading, is dropped. Words too long for a line are
//! given places to break.

use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

/// Where a line may break although there is no space: the template leaves no trace of it in the text.
const BREAK: char = '\u{200B}';
/// From so many characters without a place to break, one is given every few.
const LONG: usize = 28;
const EVERY: usize = 7;

/// Makes every text of a value inert. `known` says of a character whether it can be set.
pub fn inert(value: &mut Value, known: &impl Fn(char) -> bool) {
    match value {
        Value::String(text) => *text = breakable(&settable(text, known)),
        Value::Array(values) => values.iter_mut().for_each(|value| inert(value, known)),
        Value::Object(values) => values.values_mut().for_each(|value| inert(value, known)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A text in which every character can be set.
pub fn settable(text: &str, known: &impl Fn(char) -> bool) -> String {
    let mut settable = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").nfc() {
        match c {
            '\n' => settable.push(c),
            '\r' | '\u{2028}' | '\u{2029}' => settable.push('\n'),
            '\t' => settable.push(' '),
            c if c.is_control() || invisible(c) => {}
            c if known(c) => settable.push(c),
            '\u{202F}' => settable.push('\u{A0}'),
            c if c.is_whitespace() => settable.push(' '),
            c => settable.push_str(&format!("[U+{:04X}]", u32::from(c))),
        }
    }
    settable
}

/// Joiners, marks of direction, selectors of variants, tags: nothing to see, and not always harmless.
const fn invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

fn breakable(text: &str) -> String {
    let mut breakable = String::with_capacity(text.len());
    for word in text.split_inclusive([' ', '\n']) {
        if word.chars().count() < LONG {
            breakable.push_str(word);
            continue;
        }
        for (n, c) in word.chars().enumerate() {
            if n > 0 && n % EVERY == 0 {
                breakable.push(BREAK);
            }
            breakable.push(c);
        }
    }
    breakable
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_set_is_named_or_dropped() {
        let known = |c: char| c.is_ascii() || "éم\u{a0}".contains(c);
        for (typed, set) in [
            ("#panic() *é*", "#panic() *é*"),
            ("a\u{0}b\u{7}c\u{1b}[31m", "abc[31m"),
            ("un\r\ndeux\rtrois\u{2028}quatre\tcinq", "un\ndeux\ntrois\nquatre cinq"),
            ("facture\u{202E}fdp.exe\u{200B}\u{FE0F}", "facturefdp.exe"),
            ("😀", "[U+1F600]"),
            ("م", "م"),
            ("e\u{301}", "é"),
            ("10\u{a0}h\u{202f}05\u{1680}!", "10\u{a0}h\u{a0}05 !"),
        ] {
            assert_eq!(settable(typed, &known), set);
        }
    }

    #[test]
    fn a_long_word_may_break_and_loses_nothing() {
        let word = "x".repeat(5000);
        let broken = breakable(&format!("a {word} b"));
        assert!(broken.split([' ', BREAK]).all(|part| part.len() <= EVERY));
        assert_eq!(broken.replace(BREAK, ""), format!("a {word} b"));
        assert_eq!(breakable("anticonstitutionnellement court"), "anticonstitutionnellement court");
    }
}
