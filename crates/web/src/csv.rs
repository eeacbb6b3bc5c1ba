//! Files for spreadsheets.

use vocabulary::Language;

use crate::locale::Words;

/// The mark by which spreadsheets know UTF-8.
pub(crate) const MARK: char = '\u{feff}';

/// A line of CSV (RFC 4180), with what spreadsheets of the reader's language put between cells.
pub(crate) fn record<const N: usize>(words: &Words, cells: &[String; N]) -> String {
    let between = if words.language == Language::Fr { ";" } else { "," };
    cells.iter().map(|text| cell(text)).collect::<Vec<_>>().join(between) + "\r\n"
}

/// A text as a cell: quoted, and never a formula (abuse C05).
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    format!("\"{}{}\"", if formula { "'" } else { "" }, text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abuse_c05_a_cell_is_text_and_no_formula() {
        for (text, expected) in [
            ("plain", "\"plain\""),
            ("=1+1", "\"'=1+1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("say \"no\"", "\"say \"\"no\"\"\""),
        ] {
            assert_eq!(cell(text), expected);
        }
    }
}
