//! FIRST's probabilities that a vulnerability will be exploited within thirty days (EPSS): one line for each CVE there is.

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Read},
};

use vocabulary::Instant;

use crate::{Broken, CveId};

/// The real file is 10 MB of plain text.
const LARGEST: u64 = 256 << 20;
/// The longest line, of which the real ones have less than a quarter.
const LONGEST: u64 = 256;

/// A part of one, in hundred-thousandths, as the file gives it: exact, ordered, and as easy to store as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(u32);

impl Share {
    /// From 0 to 100,000.
    pub fn from_hundred_thousandths(parts: i64) -> Option<Self> {
        u32::try_from(parts).ok().filter(|parts| *parts <= 100_000).map(Self)
    }

    /// 0 to 100,000.
    pub const fn hundred_thousandths(self) -> u32 {
        self.0
    }

    /// 0 to 1.
    pub fn value(self) -> f64 {
        f64::from(self.0) / 100_000.0
    }

    /// `0.01151`, `4e-05`.
    #[allow(clippy::cast_possible_truncation, reason = "it is between 0 and 100,000")]
    fn parse(text: &str) -> Option<Self> {
        let value: f64 = text.parse().ok()?;
        (0.0..=1.0)
            .contains(&value)
            .then(|| (value * 100_000.0).round() as i64)
            .and_then(Self::from_hundred_thousandths)
    }
}

/// How probable one is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Epss {
    /// Which.
    pub cve: CveId,
    /// That it will be exploited within thirty days.
    pub probability: Share,
    /// The part of all vulnerabilities that are as probable or less.
    pub percentile: Share,
}

/// What was found in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scores {
    /// The model that made it: `v2025.03.14`.
    pub model: String,
    /// When it was made.
    pub scored: Instant,
    /// How many the whole file has.
    pub rows: u64,
    /// Those that were asked for, in the order of the file. What is not in the file is not here.
    pub found: Vec<Epss>,
}

/// Looks a handful of vulnerabilities up in the file as it is published, plain or in gzip, line by line: the file is never held. All of it is
/// read, so that one that was cut or altered is refused rather than half believed.
pub fn look_up(input: impl Read, wanted: &BTreeSet<CveId>) -> Result<Scores, Broken> {
    let mut input = BufReader::with_capacity(64 << 10, input);
    if input.fill_buf().map_err(stopped)?.starts_with(&[0x1f, 0x8b]) {
        Lines::new(BufReader::new(flate2::bufread::MultiGzDecoder::new(input))).scores(wanted)
    } else {
        Lines::new(input).scores(wanted)
    }
}

#[allow(clippy::needless_pass_by_value, reason = "it is what map_err gives")]
fn stopped(error: std::io::Error) -> Broken {
    Broken::Stopped { reason: error.to_string() }
}

struct Lines<R> {
    input: R,
    line: String,
    number: u64,
    left: u64,
}

impl<R: BufRead> Lines<R> {
    fn new(input: R) -> Self {
        Self { input, line: String::new(), number: 0, left: LARGEST }
    }

    /// The next line, without its end; none at the end.
    fn next(&mut self) -> Result<Option<&str>, Broken> {
        self.line.clear();
        self.number += 1;
        let read = self.input.by_ref().take(LONGEST).read_line(&mut self.line);
        let read = read.map_err(|error| match error.kind() {
            std::io::ErrorKind::InvalidData => {
                Broken::at(format_args!("line {}", self.number), "not text in UTF-8")
            }
            _ => stopped(error),
        })? as u64;
        self.left = self.left.checked_sub(read).ok_or(Broken::TooLarge { limit: LARGEST })?;
        if read == LONGEST && !self.line.ends_with('\n') {
            return Err(self.wrong("too long"));
        }
        Ok((read > 0).then_some(self.line.trim_end_matches(['\r', '\n'])))
    }

    fn wrong(&self, reason: &str) -> Broken {
        Broken::at(format_args!("line {}", self.number), reason)
    }

    fn scores(mut self, wanted: &BTreeSet<CveId>) -> Result<Scores, Broken> {
        let head = self.next()?.and_then(head);
        let (model, scored) = head.ok_or_else(|| self.wrong("not `#model_version:…,score_date:…`"))?;
        if self.next()? != Some("cve,epss,percentile") {
            return Err(self.wrong("not `cve,epss,percentile`"));
        }
        let (mut rows, mut found) = (0, Vec::new());
        while let Some(line) = self.next()? {
            let one = row(line).ok_or_else(|| self.wrong("not a CVE, a probability and a percentile"))?;
            rows += 1;
            if wanted.contains(&one.cve) {
                found.push(one);
            }
            if found.len() > wanted.len() {
                return Err(self.wrong("a CVE that stands twice"));
            }
        }
        Ok(Scores { model, scored, rows, found })
    }
}

/// `#model_version:v2025.03.14,score_date:2026-01-30T12:55:00Z`; older files write the zone as `+0000`.
fn head(line: &str) -> Option<(String, Instant)> {
    let (model, date) = line.strip_prefix("#model_version:")?.split_once(",score_date:")?;
    let date = date.strip_suffix("+0000").map_or_else(|| date.to_owned(), |date| format!("{date}Z"));
    Some((model.to_owned(), Instant::from_timestamp(date.parse().ok()?)))
}

fn row(line: &str) -> Option<Epss> {
    let (cve, rest) = line.split_once(',')?;
    let (probability, percentile) = rest.split_once(',')?;
    Some(Epss {
        cve: CveId::parse(cve).ok()?,
        probability: Share::parse(probability)?,
        percentile: Share::parse(percentile)?,
    })
}
