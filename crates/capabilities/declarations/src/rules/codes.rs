//! References, which are public, and codes, which are not.

use std::fmt;

use vocabulary::Refusal;

/// A public reference: `VIG-2026-004217-K`. Its letter is the number modulo 23, a prime: every wrong digit and every swap
/// of two neighbours changes it. The letters leave out I, O and U, which are read as 1, 0 and V.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference(String);

const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRSTVWXYZ";

impl Reference {
    /// The reference of a year's nth declaration.
    pub fn new(prefix: &str, year: i16, sequence: i64) -> Self {
        let sequence = sequence.unsigned_abs();
        Self(format!("{prefix}-{year:04}-{sequence:06}-{}", letter(year.unsigned_abs(), sequence)))
    }

    /// Reads a reference as people type it: in any case, with or without hyphens, the prefix or the letter's hyphen.
    pub fn parse(prefix: &str, typed: &str) -> Result<Self, Refusal> {
        let kept: String =
            typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
        let prefix_letters = prefix.to_ascii_uppercase();
        let rest = kept.strip_prefix(&prefix_letters).unwrap_or(&kept);
        let shape = || Refusal::new("reference-shape").with("example", Self::new(prefix, 2026, 4217).0);
        let last = rest.chars().next_back().ok_or_else(shape)?;
        let digits: String = rest
            .chars()
            .take(rest.len() - 1)
            .map(|c| {
                if c == 'O' {
                    '0'
                } else if c == 'I' {
                    '1'
                } else {
                    c
                }
            })
            .collect();
        let (year, sequence) =
            digits.split_at_checked(4).filter(|(_, rest)| (6..=9).contains(&rest.len())).ok_or_else(shape)?;
        let year: u16 = year.parse().map_err(|_| shape())?;
        let sequence: u64 = sequence.parse().map_err(|_| shape())?;
        if last != letter(year, sequence) {
            return Err(Refusal::new("reference-letter"));
        }
        Ok(Self(format!("{prefix}-{year:04}-{sequence:06}-{last}")))
    }
}

fn letter(year: u16, sequence: u64) -> char {
    let number = u128::from(year) * 1_000_000_000_000 + u128::from(sequence);
    let place = usize::try_from(number % 23).unwrap_or_default();
    LETTERS.get(place).map_or('A', |letter| char::from(*letter))
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Damm's quasigroup of order 10 (2004): catches every wrong digit and every swap of two neighbours.
const DAMM: [&[u8; 10]; 10] = [
    b"0317598642",
    b"7092154863",
    b"4206871359",
    b"1750983426",
    b"6123045978",
    b"3674209581",
    b"5869720134",
    b"8945362017",
    b"9438617205",
    b"2581436790",
];

fn damm(digits: &str) -> Option<u8> {
    digits.bytes().try_fold(b'0', |state, digit| {
        DAMM.get(usize::from(state.checked_sub(b'0')?))?.get(usize::from(digit.checked_sub(b'0')?)).copied()
    })
}

fn digits_of(mut number: u128, how_many: usize) -> String {
    let mut digits = vec![b'0'; how_many];
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + u8::try_from(number % 10).unwrap_or_default();
        number /= 10;
    }
    let mut text = String::from_utf8(digits).unwrap_or_default();
    if let Some(check) = damm(&text) {
        text.push(char::from(check));
    }
    text
}

fn read(typed: &str, how_many: usize) -> Result<String, Refusal> {
    let digits: String =
        typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.' | '\u{2013}')).collect();
    if digits.len() != how_many || !digits.bytes().all(|c| c.is_ascii_digit()) {
        let refusal = Refusal::new("code-length").with("expected", how_many.to_string());
        return Err(refusal.with("length", digits.chars().count().to_string()));
    }
    if damm(&digits) == Some(b'0') { Ok(digits) } else { Err(Refusal::new("code-check")) }
}

fn grouped(digits: &str) -> String {
    let groups: Vec<&str> = (0..digits.len()).step_by(4).filter_map(|at| digits.get(at..at + 4)).collect();
    groups.join(" ")
}

macro_rules! code {
    ($(#[$doc:meta])* $name:ident, $random:literal, $bytes:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// Makes one out of random bytes. They are far more than the digits need, so that no digit is likelier.
            pub fn from_random(bytes: [u8; $bytes]) -> Self {
                let (first, _) = bytes.split_first_chunk::<16>().unwrap_or((&[0; 16], &[]));
                Self(digits_of(u128::from_be_bytes(*first) % 10_u128.pow($random), $random))
            }

            /// Reads one as people type it, spaces and hyphens ignored.
            pub fn parse(typed: &str) -> Result<Self, Refusal> {
                read(typed, $random + 1).map(Self)
            }

            /// Its digits, without spaces.
            pub fn digits(&self) -> &str {
                &self.0
            }

            /// As it is shown: groups of four.
            pub fn grouped(&self) -> String {
                grouped(&self.0)
            }
        }

        impl fmt::Debug for $name {
            /// Never shows the code.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

code! {
    /// The code that opens one declaration: 23 random digits (76 bits) and a check digit, in six groups of four.
    FollowUpCode, 23, 16
}

code! {
    /// The code by which a draft is resumed elsewhere: 11 random digits and a check digit, in three groups of four. Shorter,
    /// since a draft lives for three days and its wrong tries are slowed.
    ResumeCode, 11, 32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_known_values_hold() {
        assert_eq!(damm("572"), Some(b'4'), "the example of Damm's thesis");
        let code = FollowUpCode::from_random([0; 16]);
        assert_eq!(code.grouped(), "0000 0000 0000 0000 0000 0000");
        assert_eq!(format!("{code:?}"), "FollowUpCode(…)");
    }

    proptest! {
        #[test]
        fn a_reference_reads_back_and_no_slip_passes(year in 2017_i16..2100, sequence in 1_i64..9_999_999, place in 0_usize..10, digit in 0_u8..10) {
            let reference = Reference::new("VIG", year, sequence);
            let text = reference.to_string();
            for typed in [text.to_lowercase(), text.replace('-', " "), text.replace("VIG-", ""), text.replace('0', "o")] {
                prop_assert_eq!(Reference::parse("VIG", &typed).unwrap(), reference.clone(), "{}", typed);
            }
            let mut slip: Vec<u8> = text.bytes().collect();
            let at = if place < 4 { 4 + place } else { 5 + place };
            if slip[at] != b'0' + digit {
                slip[at] = b'0' + digit;
                prop_assert!(Reference::parse("VIG", std::str::from_utf8(&slip).unwrap()).is_err());
            }
        }

        #[test]
        fn no_two_neighbours_of_a_reference_can_be_swapped(year in 2017_i16..2100, sequence in 1_i64..9_999_999, at in 0_usize..11) {
            let text = Reference::new("VIG", year, sequence).to_string();
            let mut swap: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).collect();
            if at + 1 < swap.len() && swap[at] != swap[at + 1] {
                swap.swap(at, at + 1);
                let letter = text.chars().next_back().unwrap();
                let typed = format!("VIG{}{letter}", std::str::from_utf8(&swap).unwrap());
                prop_assert!(Reference::parse("VIG", &typed).is_err(), "{}", typed);
            }
        }

        #[test]
        fn a_code_reads_back_and_no_slip_passes(bytes: [u8; 16], place in 0_usize..24, digit in 0_u8..10) {
            let code = FollowUpCode::from_random(bytes);
            prop_assert_eq!(code.digits().len(), 24);
            prop_assert_eq!(FollowUpCode::parse(&code.grouped()).unwrap(), code.clone());
            let mut slip: Vec<u8> = code.digits().bytes().collect();
            if slip[place] != b'0' + digit {
                slip[place] = b'0' + digit;
                prop_assert!(FollowUpCode::parse(std::str::from_utf8(&slip).unwrap()).is_err());
            }
            let mut swap: Vec<u8> = code.digits().bytes().collect();
            if place > 0 && swap[place - 1] != swap[place] {
                swap.swap(place - 1, place);
                prop_assert!(FollowUpCode::parse(std::str::from_utf8(&swap).unwrap()).is_err());
            }
        }

        #[test]
        fn any_text_is_read_without_harm(text: String) {
            let _ = (Reference::parse("VIG", &text), FollowUpCode::parse(&text), ResumeCode::parse(&text));
        }
    }
}
