//! What a register's import may do, and in which order facilities answer.

use finess::Facility;
use vocabulary::{FinessError, FinessNumber, Refusal};

/// Says what is wrong with a number that somebody typed, with what the sentence needs.
pub fn explain(error: FinessError) -> Refusal {
    match error {
        FinessError::Length(length) => Refusal::new("finess-length").with("length", length.to_string()),
        FinessError::Character(character) => Refusal::new("finess-character").with("character", character),
        FinessError::CheckDigit(expected) => Refusal::new("finess-check-digit").with("expected", expected),
    }
}

/// What the person who imports says of the files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Completeness {
    /// Nothing: what is absent has closed, unless so much is absent that the files look partial.
    #[default]
    Unsaid,
    /// They hold a part of the register: nothing that they do not name has closed.
    Partial,
    /// They hold the whole register, however much they close.
    Whole,
}

/// Whether the facilities that the files do not name have closed. Refused when it is not said and more than one in ten
/// would close: in a year, one in thirty of the real register does.
pub(crate) fn closes(completeness: Completeness, open: u64, absent: u64) -> Result<bool, Refusal> {
    match completeness {
        Completeness::Partial => Ok(false),
        Completeness::Unsaid if absent > 10 && absent.saturating_mul(10) > open => {
            Err(Refusal::new("register-looks-partial")
                .with("absent", absent.to_string())
                .with("open", open.to_string()))
        }
        Completeness::Unsaid | Completeness::Whole => Ok(true),
    }
}

/// Where a facility stands in every answer: by how much its kind has to declare, then by its number. A number of its
/// own for each facility, the same in whichever order files name them.
pub(crate) fn place(facility: &Facility) -> i64 {
    importance(&facility.category, facility.radiotherapy) * 10_000_000_000 + ordinal(facility.finess)
}

/// From 0, the kinds that people look up most.
fn importance(category: &str, radiotherapy: bool) -> i64 {
    match category {
        "101" => 0,
        "355" | "114" | "115" | "131" => 1,
        "106" | "292" | "365" => 2,
        "698" | "699" if radiotherapy => 2,
        "109" | "122" | "128" | "129" | "161" | "697" => 3,
        "610" | "611" | "612" | "127" | "141" | "362" => 4,
        "500" => 5,
        "183" | "186" | "188" | "192" | "255" | "354" | "437" | "448" | "209" => 6,
        "124" | "132" | "146" | "156" | "603" | "695" | "696" | "698" | "699" => 7,
        "620" => 9,
        _ => 8,
    }
}

/// A FINESS number as a number: its second character may be a letter, hence base twelve for the first two.
fn ordinal(finess: FinessNumber) -> i64 {
    finess.as_str().chars().enumerate().fold(0, |sum, (place, c)| {
        let digit = c.to_digit(12).unwrap_or_default();
        sum * if place == 1 { 12 } else { 10 } + i64::from(digit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_number_is_explained() {
        let explained = |typed: &str| explain(FinessNumber::parse(typed).unwrap_err());
        assert_eq!(explained("350000023").parameters["expected"], "2");
        assert_eq!(explained("35000002").parameters["length"], "8");
        assert_eq!(explained("35000X022").parameters["character"], "X");
    }

    #[test]
    fn a_file_that_would_close_much_must_be_said_whole() {
        use Completeness::{Partial, Unsaid, Whole};
        for (completeness, open, absent, outcome) in [
            (Unsaid, 100_000, 3_000, Some(true)),
            (Unsaid, 100_000, 10_001, None),
            (Unsaid, 20, 10, Some(true)),
            (Unsaid, 0, 0, Some(true)),
            (Partial, 100_000, 1, Some(false)),
            (Whole, 100_000, 100_000, Some(true)),
        ] {
            assert_eq!(closes(completeness, open, absent).ok(), outcome, "{completeness:?} {open} {absent}");
        }
        let refusal = closes(Unsaid, 100, 90).unwrap_err();
        assert_eq!((refusal.code, refusal.parameters["absent"].as_str()), ("register-looks-partial", "90"));
    }

    #[test]
    fn no_two_numbers_share_a_place() {
        let ordinals = ["190000009", "2A0000006", "2B0000014", "210000008", "220000009", "999999999"]
            .map(|text| ordinal(FinessNumber::parse_unchecked(text).unwrap()));
        assert!(ordinals.iter().all(|ordinal| *ordinal < 10_000_000_000));
        assert_eq!(ordinals.iter().collect::<std::collections::BTreeSet<_>>().len(), ordinals.len());
    }
}
