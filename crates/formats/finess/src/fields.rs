//! One line to its fields, and a field to clean text.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

use crate::Reason;

/// The longest field, in characters: the longest of the real register has under 200.
const LONGEST: usize = 400;

/// The fields of a line. A field that begins with `"` ends with one, and doubles those inside; a `"` elsewhere is text.
pub(crate) fn split(line: &str, separator: char, most: usize) -> Result<Vec<Cow<'_, str>>, Reason> {
    let mut fields = Vec::with_capacity(40);
    let mut rest = line;
    loop {
        if fields.len() == most {
            return Err(Reason::TooManyFields);
        }
        let (field, after) = match rest.strip_prefix('"') {
            Some(quoted) => unquote(quoted, separator)?,
            None => match rest.split_once(separator) {
                Some((field, after)) => (Cow::Borrowed(field), Some(after)),
                None => (Cow::Borrowed(rest), None),
            },
        };
        fields.push(field);
        match after {
            Some(after) => rest = after,
            None => return Ok(fields),
        }
    }
}

fn unquote(quoted: &str, separator: char) -> Result<(Cow<'_, str>, Option<&str>), Reason> {
    let mut field = Cow::Borrowed("");
    let mut rest = quoted;
    loop {
        let (part, after) = rest.split_once('"').ok_or(Reason::QuoteNotClosed)?;
        field += part;
        if let Some(more) = after.strip_prefix('"') {
            field += "\"";
            rest = more;
        } else if after.is_empty() {
            return Ok((field, None));
        } else if let Some(more) = after.strip_prefix(separator) {
            return Ok((field, Some(more)));
        } else {
            return Err(Reason::QuoteNotClosed);
        }
    }
}

/// Text fit to be stored and shown: NFC, no control or invisible direction character, single spaces.
pub(crate) fn clean(text: &str) -> Result<String, Reason> {
    // Nine fields in ten of the register have nothing to mend.
    let mended: Cow<'_, str> = if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter_map(mend).nfc().collect())
    };
    let mut kept = String::with_capacity(mended.len());
    for word in mended.split_whitespace() {
        if !kept.is_empty() {
            kept.push(' ');
        }
        kept.push_str(word);
    }
    if kept.chars().count() > LONGEST { Err(Reason::FieldTooLong) } else { Ok(kept) }
}

/// A character as it was meant. The C1 controls are Windows-1252 read as ISO-8859-1 somewhere upstream: `\u{92}` is the
/// apostrophe of "L’HÔPITAL". What has no shape and can hide or turn text around goes (Unicode TR 36).
fn mend(c: char) -> Option<char> {
    match c {
        '\u{92}' | '\u{91}' => Some('’'),
        '\u{93}' => Some('“'),
        '\u{94}' => Some('”'),
        '\u{96}' => Some('–'),
        '\u{97}' => Some('—'),
        '\u{8c}' => Some('Œ'),
        '\u{9c}' => Some('œ'),
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => None,
        c if c.is_ascii_control() => Some(' '),
        c if c.is_control() => None,
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_read_as_the_official_file_writes_them() {
        for (line, fields) in [
            ("a;b;", vec!["a", "b", ""]),
            (r#""LIEU ""MESSO"" 1";x"#, vec![r#"LIEU "MESSO" 1"#, "x"]),
            (r#"LES "AMIS";"a;b""#, vec![r#"LES "AMIS""#, "a;b"]),
            (r#"""#, vec![]),
            ("\"\"", vec![""]),
            ("", vec![""]),
        ] {
            assert_eq!(split(line, ';', 9).unwrap_or_default(), fields, "{line}");
        }
        assert_eq!(split("\"a", ';', 9), Err(Reason::QuoteNotClosed));
        assert_eq!(split("\"a\"b;c", ';', 9), Err(Reason::QuoteNotClosed));
        assert_eq!(split("a;b;c", ';', 2), Err(Reason::TooManyFields));
    }

    #[test]
    fn text_is_made_fit_to_show() {
        for (text, cleaned) in [
            ("  FOYER  D\u{92}HÉBERGEMENT\u{a0}\t", "FOYER D’HÉBERGEMENT"),
            ("E\u{301}TAT", "ÉTAT"),
            ("a\0b\u{202e}c\u{1b}d", "a bc d"),
            ("\u{200b}", ""),
        ] {
            assert_eq!(clean(text).unwrap(), cleaned);
        }
        assert_eq!(clean(&"é".repeat(401)), Err(Reason::FieldTooLong));
    }
}
