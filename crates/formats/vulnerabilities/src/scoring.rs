//! CVSS: how severe a vulnerability is by itself, and what its vector says, metric by metric.

use std::fmt;

/// The version of CVSS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// 3.0, which old records have.
    V30,
    /// 3.1.
    V31,
    /// 4.0.
    V40,
}

impl Version {
    /// All, the oldest first.
    pub const ALL: [Self; 3] = [Self::V30, Self::V31, Self::V40];

    /// `3.1`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::V30 => "3.0",
            Self::V31 => "3.1",
            Self::V40 => "4.0",
        }
    }
}

/// A score from 0.0 to 10.0, in tenths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(u8);

impl Score {
    /// From 0 to 100.
    pub fn from_tenths(tenths: i64) -> Option<Self> {
        u8::try_from(tenths).ok().filter(|tenths| *tenths <= 100).map(Self)
    }

    /// 0 to 100.
    pub const fn tenths(self) -> u8 {
        self.0
    }

    /// From 0.0 to 10.0, to the nearest tenth.
    #[allow(clippy::cast_possible_truncation, reason = "it is between 0 and 100")]
    pub fn from_value(value: f64) -> Option<Self> {
        (0.0..=10.0).contains(&value).then(|| (value * 10.0).round() as i64).and_then(Self::from_tenths)
    }

    /// The word of the standard for it, the same in versions 3 and 4.
    pub const fn severity(self) -> Rating {
        match self.0 {
            0 => Rating::None,
            1..=39 => Rating::Low,
            40..=69 => Rating::Medium,
            70..=89 => Rating::High,
            _ => Rating::Critical,
        }
    }
}

impl fmt::Display for Score {
    /// `9.8`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

/// CVSS's own scale of severity, which is not the cell's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rating {
    /// 0.0.
    None,
    /// Up to 3.9.
    Low,
    /// Up to 6.9.
    Medium,
    /// Up to 8.9.
    High,
    /// 9.0 and more.
    Critical,
}

impl Rating {
    /// All, the least first.
    pub const ALL: [Self; 5] = [Self::None, Self::Low, Self::Medium, Self::High, Self::Critical];

    /// Its stable name: `critical`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// Not a vector of a version that is read here, or one that lacks a mandatory metric.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a CVSS vector: {0}")]
pub struct NotAVector(String);

/// A vector, complete, with the base score that it means.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Vector {
    version: Version,
    text: String,
    base: Score,
}

impl Vector {
    /// Reads `CVSS:3.1/AV:N/…`. Metrics of threat and environment are kept in the text, and do not count in the score, which is the base score.
    pub fn parse(text: &str) -> Result<Self, NotAVector> {
        let refused = |reason: &dyn fmt::Display| NotAVector(reason.to_string().chars().take(100).collect());
        let text = text.trim();
        if text.len() > 400 {
            return Err(refused(&"too long"));
        }
        let read: cvss::Cvss = text.parse().map_err(|error: cvss::Error| refused(&error))?;
        let version = match read {
            cvss::Cvss::CvssV30(_) => Version::V30,
            cvss::Cvss::CvssV31(_) => Version::V31,
            cvss::Cvss::CvssV40(_) => Version::V40,
            _ => return Err(refused(&"a version that is not read here")),
        };
        // The library does not miss a mandatory metric of version 3, and scores version 4 with its threat and environment.
        let text = read.to_string();
        let base = base_of(version, &text).ok_or_else(|| refused(&"a mandatory metric is missing"))?;
        let base: cvss::Cvss = base.parse().map_err(|error: cvss::Error| refused(&error))?;
        let base = Score::from_value(base.score()).ok_or_else(|| refused(&"a score out of its scale"))?;
        Ok(Self { version, text, base })
    }

    /// Its version.
    pub const fn version(&self) -> Version {
        self.version
    }

    /// In the order of the standard.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The base score.
    pub const fn score(&self) -> Score {
        self.base
    }

    /// The word for the base score.
    pub const fn severity(&self) -> Rating {
        self.base.severity()
    }
}

impl fmt::Display for Vector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The vector with its mandatory metrics alone, each there.
fn base_of(version: Version, text: &str) -> Option<String> {
    let mut base = format!("CVSS:{}", version.code());
    let mut last = "";
    for (_, code, _) in METRICS.iter().filter(|(of, ..)| *of == version) {
        if *code != last {
            base.push('/');
            base.push_str(
                text.split('/').find(|part| part.split_once(':').is_some_and(|(name, _)| name == *code))?,
            );
            last = code;
        }
    }
    Some(base)
}

/// A mandatory base metric and its value, by their letters: `AV` and `N`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Metric {
    /// `AV`.
    pub code: &'static str,
    /// `N`.
    pub value: &'static str,
}

impl Metric {
    /// `cvss-av-n`: by what the words for it are found. The versions share letters only where they share the meaning.
    pub fn key(self) -> String {
        format!("cvss-{}-{}", self.code, self.value).to_ascii_lowercase()
    }
}

/// What a vector says, in the order of the standard.
pub fn explain(vector: &Vector) -> Vec<Metric> {
    let says = |code: &str, value: &str| {
        vector.text.split('/').any(|part| part.split_once(':') == Some((code, value)))
    };
    METRICS
        .iter()
        .filter(|(version, code, value)| *version == vector.version && says(code, value))
        .map(|(_, code, value)| Metric { code, value })
        .collect()
}

macro_rules! metrics {
    ($($version:ident: $($code:literal [$($value:literal)*])*;)*) => {
        /// Each value of each mandatory base metric of each version, in the order of the standards.
        pub const METRICS: &[(Version, &str, &str)] = &[$($($((Version::$version, $code, $value),)*)*)*];
    };
}

metrics! {
    V30: "AV" ["N" "A" "L" "P"] "AC" ["L" "H"] "PR" ["N" "L" "H"] "UI" ["N" "R"] "S" ["U" "C"]
         "C" ["H" "L" "N"] "I" ["H" "L" "N"] "A" ["H" "L" "N"];
    V31: "AV" ["N" "A" "L" "P"] "AC" ["L" "H"] "PR" ["N" "L" "H"] "UI" ["N" "R"] "S" ["U" "C"]
         "C" ["H" "L" "N"] "I" ["H" "L" "N"] "A" ["H" "L" "N"];
    V40: "AV" ["N" "A" "L" "P"] "AC" ["L" "H"] "AT" ["N" "P"] "PR" ["N" "L" "H"] "UI" ["N" "P" "A"]
         "VC" ["H" "L" "N"] "VI" ["H" "L" "N"] "VA" ["H" "L" "N"]
         "SC" ["H" "L" "N"] "SI" ["H" "L" "N"] "SA" ["H" "L" "N"];
}
