//! Letters, and which of them are kept.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization as _, is_nfc};
use vocabulary::Refusal;

/// The text composed, with one kind of line end and only what can be seen; refused when it is longer than `most`.
pub fn clean(typed: &str, most: usize) -> Result<String, Refusal> {
    let refused = || Refusal::new("too-long").with("max", most.to_string());
    // No text of so many bytes can be short enough: it is not even read.
    if typed.len() > most * 8 {
        return Err(refused());
    }
    let text: String = seen(&typed.replace("\r\n", "\n").replace('\r', "\n")).nfc().collect();
    if text.chars().count() > most { Err(refused()) } else { Ok(text) }
}

/// The text without what cannot be seen but changes what is. Numbers of characters (`&#x202e;`) bring it back while a text
/// is read: so the parts are cleaned again.
pub fn seen(text: &str) -> Cow<'_, str> {
    if text.contains(unseen) { Cow::Owned(text.replace(unseen, "")) } else { Cow::Borrowed(text) }
}

/// The text composed again, after its parts were put together.
pub fn composed(text: String) -> String {
    if is_nfc(&text) { text } else { text.nfc().collect() }
}

/// Controls, and what turns the direction of reading (Trojan Source, CVE-2021-42574).
pub fn unseen(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_left_out() {
        assert_eq!(clean("e\u{301}\r\n\u{0}a\rb\u{202e}\t\u{feff}c\u{85}", 9).unwrap(), "é\na\nb\tc");
        assert_eq!(clean("éééé", 3).unwrap_err().code, "too-long");
        assert!(clean("éééé", 4).is_ok());
    }
}
