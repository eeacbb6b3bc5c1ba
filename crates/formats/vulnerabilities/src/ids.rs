//! Numbers of vulnerabilities and of weaknesses.

use std::{cmp::Ordering, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A text that is no identifier of the kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnIdentifier {
    /// It is not `CVE-`, a year, and 4 to 19 digits.
    #[error("not a CVE identifier")]
    Cve,
    /// It is not `CWE-` and a number.
    #[error("not a CWE identifier")]
    Cwe,
}

/// A vulnerability: `CVE-2024-12345`. Ordered by year, then by number.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CveId(String);

impl CveId {
    /// Reads one, in any case, with space around it.
    pub fn parse(text: &str) -> Result<Self, NotAnIdentifier> {
        let text = text.trim();
        let fits = || {
            let (head, rest) = text.split_at_checked(4)?;
            let (year, number) = rest.split_once('-')?;
            let digits = |part: &str, length: std::ops::RangeInclusive<usize>| {
                length.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
            };
            (head.eq_ignore_ascii_case("CVE-") && digits(year, 4..=4) && digits(number, 4..=19)).then_some(())
        };
        fits().map(|()| Self(text.to_ascii_uppercase())).ok_or(NotAnIdentifier::Cve)
    }

    /// As it is written everywhere: `CVE-2024-12345`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The year that it bears, which is not always that of its publication.
    pub fn year(&self) -> u16 {
        self.0.get(4..8).and_then(|year| year.parse().ok()).unwrap_or_default()
    }
}

impl Ord for CveId {
    fn cmp(&self, other: &Self) -> Ordering {
        // More digits is a greater number, save zeros in front, which nobody writes.
        (self.year(), self.0.len(), &self.0).cmp(&(other.year(), other.0.len(), &other.0))
    }
}

impl PartialOrd for CveId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A kind of weakness: `CWE-79`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CweId(u32);

impl CweId {
    /// Reads one, in any case, with space around it.
    pub fn parse(text: &str) -> Result<Self, NotAnIdentifier> {
        let number = text.trim().split_at_checked(4).and_then(|(head, number)| {
            let digits = (1..=7).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
            (head.eq_ignore_ascii_case("CWE-") && digits).then(|| number.parse().ok()).flatten()
        });
        number.filter(|number| *number > 0).map(Self).ok_or(NotAnIdentifier::Cwe)
    }

    /// The first one that a sentence names, written as people write it: `CWE 79: …`, `CWE - 79`, `… (CWE-79)`.
    pub fn named(text: &str) -> Option<Self> {
        text.match_indices("CWE").find_map(|(at, word)| {
            let rest = text.get(at + word.len()..)?.trim_start_matches([' ', '-']);
            let end = rest.find(|one: char| !one.is_ascii_digit()).unwrap_or(rest.len());
            Self::parse(&format!("CWE-{}", rest.get(..end)?)).ok()
        })
    }

    /// Its number.
    pub const fn number(self) -> u32 {
        self.0
    }
}

impl fmt::Display for CveId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for CweId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CWE-{}", self.0)
    }
}

macro_rules! as_text {
    ($($name:ident)*) => {$(
        impl FromStr for $name {
            type Err = NotAnIdentifier;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnIdentifier;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(one: $name) -> Self {
                one.to_string()
            }
        }
    )*};
}

as_text! { CveId CweId }
