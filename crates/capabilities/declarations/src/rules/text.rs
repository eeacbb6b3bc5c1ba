//! Text as it is kept.

use unicode_normalization::UnicodeNormalization as _;
use vocabulary::{FinessError, Refusal};

/// A text trimmed, composed (NFC), with one kind of line end, and without what cannot be seen but changes what is: control
/// characters, and those that turn the direction of writing (Trojan Source, CVE-2021-42574).
pub fn clean_text(text: &str) -> String {
    let kept: String = text
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .filter(|c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{feff}'))
        .collect();
    // What holds nothing that is seen is empty, however many characters it has.
    if !kept.chars().any(is_seen) {
        return String::new();
    }
    kept.trim().nfc().collect()
}

/// Whether a character leaves a mark by itself: spaces do not, nor do joiners, fillers, selectors and tags (Unicode's default
/// ignorables, and the blank of Braille).
fn is_seen(c: char) -> bool {
    !c.is_whitespace()
        && !matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
                | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// A text typed outside a schema's field, as it is kept: there when it must be, and of at most that many characters.
pub fn bounded_text(typed: &str, most: usize, field: &str, required: bool) -> Result<String, Refusal> {
    let text = clean_text(typed);
    if text.is_empty() && required {
        return Err(Refusal::new("required").at(field));
    }
    if text.chars().count() > most {
        return Err(Refusal::new("too-long").at(field).with("max", most.to_string()));
    }
    Ok(text)
}

/// The name of a file as it may be shown and offered for download: no folder, no control, no leading dot, at most 120
/// characters. It is never the name under which the file is kept.
pub fn clean_file_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = clean_text(name)
        .chars()
        .map(|c| {
            if matches!(c, '"' | '<' | '>' | '|' | ':' | '*' | '?' | '\n' | '\t' | ';' | '%') {
                '_'
            } else {
                c
            }
        })
        .collect();
    // The end stays, which says what it is; and wherever the cut falls, nothing in front hides the file.
    let hides = |c: char| c == '.' || c.is_whitespace();
    let kept = kept.trim_start_matches(hides);
    let cut: String = kept.chars().skip(kept.chars().count().saturating_sub(120)).collect();
    let cut = cut.replace("..", "_");
    let kept = cut.trim_start_matches(hides).trim_end();
    if kept.is_empty() { "fichier".to_owned() } else { kept.to_owned() }
}

/// Why a FINESS number is none, beside its field.
pub fn finess_refusal(field: &str, error: FinessError) -> Refusal {
    match error {
        FinessError::Length(length) => Refusal::new("finess-length").with("length", length.to_string()),
        FinessError::Character(c) => Refusal::new("finess-character").with("character", c.to_string()),
        FinessError::CheckDigit(expected) => {
            Refusal::new("finess-check-digit").with("expected", expected.to_string())
        }
    }
    .at(field)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_clean_stays_as_it_is(text in "[ -~\\s\\.\u{300}é/:\u{202e}🏥]{0,300}") {
            let clean = clean_text(&text);
            prop_assert_eq!(clean_text(&clean), clean);
            let name = clean_file_name(&text);
            prop_assert_eq!(clean_file_name(&name), name.clone());
            prop_assert!(!name.starts_with('.') && !name.contains("..") && name.chars().count() <= 120);
        }
    }

    #[test]
    fn text_keeps_what_is_seen() {
        assert_eq!(
            clean_text("  e\u{301}té\r\n\u{0}\u{1b}[31mrouge\u{202e} 🏥‍ "),
            "été\n[31mrouge 🏥\u{200d}"
        );
        assert_eq!(clean_text("\u{feff}\u{2066}"), "");
        for blank in [
            "\u{200b}",
            " \u{ad}\u{200d}\n",
            "\u{3164}\u{2800}",
            "\u{fe0f}\u{e0041}\u{2060}",
            "\u{a0}\u{3000}",
        ] {
            assert_eq!(clean_text(blank), "", "{blank:?}");
        }
        assert_eq!(clean_text("\u{200b}a\u{200b}"), "\u{200b}a\u{200b}", "beside what is seen they stay");
    }

    #[test]
    fn file_names_lead_nowhere() {
        for (given, kept) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\temp\\a.txt", "a.txt"),
            ("...", "fichier"),
            ("a\u{202e}gpj.exe", "agpj.exe"),
            ("x\"; filename=y.html", "x__ filename=y.html"),
            ("", "fichier"),
        ] {
            assert_eq!(clean_file_name(given), kept);
        }
        assert_eq!(clean_file_name(&"a".repeat(500)).len(), 120);
    }
}
