//! FINESS: the national register of health and social facilities, and its nine-character number.

use std::fmt;

/// A FINESS number, of a site (ET) or of a legal entity (EJ): nine characters whose last is a Luhn digit.
/// Corsican numbers begin with `2A` or `2B`, counted as `21` and `22`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FinessNumber([u8; 9]);

/// Why nine characters are not a FINESS number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FinessError {
    /// Not nine characters once spaces, dots and hyphens are taken out; holds how many there were.
    #[error("a FINESS number has 9 characters, not {0}")]
    Length(usize),
    /// A character that a FINESS number cannot have at that place.
    #[error("a FINESS number cannot hold the character {0:?} there")]
    Character(char),
    /// The last digit does not agree with the eight before it; holds the one that would.
    #[error("the check digit does not agree: {0} was expected")]
    CheckDigit(char),
}

impl FinessNumber {
    /// Reads a number as people type it: spaces, dots and hyphens are ignored, letters may be small.
    pub fn parse(text: &str) -> Result<Self, FinessError> {
        let characters = Self::shape(text)?;
        let expected = check_digit(&characters);
        if characters[8] == expected {
            Ok(Self(characters))
        } else {
            Err(FinessError::CheckDigit(char::from(expected)))
        }
    }

    /// Reads a number without its check digit's agreement, for a member of staff who overrides it knowingly.
    pub fn parse_unchecked(text: &str) -> Result<Self, FinessError> {
        Self::shape(text).map(Self)
    }

    /// The number whose first eight characters are given, with the check digit that completes them.
    pub fn complete(first_eight: &str) -> Result<Self, FinessError> {
        let mut characters = Self::shape(&format!("{first_eight}0"))?;
        characters[8] = check_digit(&characters);
        Ok(Self(characters))
    }

    fn shape(text: &str) -> Result<[u8; 9], FinessError> {
        let kept: Vec<char> = text
            .chars()
            .filter(|c| {
                !c.is_whitespace()
                    && !matches!(c, '.' | '-' | '\u{2010}'..='\u{2015}' | '\u{200b}' | '\u{feff}')
            })
            .map(|c| c.to_ascii_uppercase())
            .collect();
        for (place, c) in kept.iter().enumerate() {
            let allowed =
                c.is_ascii_digit() || (place == 1 && matches!(c, 'A' | 'B') && kept.first() == Some(&'2'));
            if !allowed {
                return Err(FinessError::Character(*c));
            }
        }
        let bytes: Vec<u8> = kept.iter().filter_map(|c| u8::try_from(*c).ok()).collect();
        bytes.try_into().map_err(|_| FinessError::Length(kept.len()))
    }

    /// The nine characters.
    pub fn as_str(&self) -> &str {
        // The shape admits ASCII digits and A or B only.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The number as people read it aloud: `350 000 022`.
    pub fn grouped(&self) -> String {
        let text = self.as_str();
        [0..3, 3..6, 6..9].into_iter().filter_map(|part| text.get(part)).collect::<Vec<_>>().join("\u{a0}")
    }
}

/// The Luhn digit over the first eight characters, A counted as 1 and B as 2.
fn check_digit(characters: &[u8; 9]) -> u8 {
    let sum: u32 = characters
        .iter()
        .take(8)
        .enumerate()
        .map(|(place, c)| {
            let digit = match c {
                b'A' => 1,
                b'B' => 2,
                digit => u32::from(digit - b'0'),
            };
            // Counted from the right, the check digit being first: the places to double are the odd ones here.
            if place % 2 == 1 {
                [0, 2, 4, 6, 8, 1, 3, 5, 7, 9].get(digit as usize).copied().unwrap_or(0)
            } else {
                digit
            }
        })
        .sum();
    b'0' + u8::try_from((10 - sum % 10) % 10).unwrap_or(0)
}

impl fmt::Display for FinessNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for FinessNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FinessNumber({})", self.as_str())
    }
}

impl std::str::FromStr for FinessNumber {
    type Err = FinessError;
    fn from_str(text: &str) -> Result<Self, FinessError> {
        Self::parse(text)
    }
}

impl serde::Serialize for FinessNumber {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> serde::Deserialize<'de> for FinessNumber {
    /// Stored numbers may have been admitted by override: their shape is asked for, not their check digit.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse_unchecked(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_type() {
        let expected = FinessNumber::parse("350000022").unwrap();
        for typed in ["350 000 022", " 350.000.022 ", "35-000-0022", "35\u{a0}000\u{202f}0022"] {
            assert_eq!(FinessNumber::parse(typed), Ok(expected), "{typed:?}");
        }
        assert_eq!(expected.grouped(), "350\u{a0}000\u{a0}022");
    }

    #[test]
    fn says_what_is_wrong() {
        let cases = [
            ("", FinessError::Length(0)),
            ("35000002", FinessError::Length(8)),
            ("3500000222", FinessError::Length(10)),
            ("350000023", FinessError::CheckDigit('2')),
            ("3A0000022", FinessError::Character('A')),
            ("35000002é", FinessError::Character('é')),
        ];
        for (typed, error) in cases {
            assert_eq!(FinessNumber::parse(typed), Err(error), "{typed:?}");
        }
    }

    #[test]
    fn corsica_counts_its_letters_as_digits() {
        let south = FinessNumber::complete("2a000000").unwrap();
        let north = FinessNumber::complete("2B000000").unwrap();
        assert_eq!(south.as_str().get(8..), FinessNumber::complete("21000000").unwrap().as_str().get(8..));
        assert_eq!(north.as_str().get(8..), FinessNumber::complete("22000000").unwrap().as_str().get(8..));
    }

    #[test]
    fn one_wrong_digit_is_always_seen() {
        let good = FinessNumber::parse("010000024").unwrap();
        for place in 0..9 {
            for digit in b'0'..=b'9' {
                let mut other = good.0;
                other[place] = digit;
                let typed = String::from_utf8(other.to_vec()).unwrap();
                assert_eq!(FinessNumber::parse(&typed).is_ok(), other == good.0, "{typed}");
            }
        }
    }
}
