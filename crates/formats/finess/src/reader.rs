//! A file to its sites, one at a time.

use std::{
    collections::HashMap,
    io::Read,
    sync::{Arc, atomic::AtomicU64},
};

use jiff::civil::Date;
use vocabulary::FinessNumber;

use crate::{
    Facility, Limits, Position, Reason,
    fields::split,
    input::{Line, Lines},
    official::{self, Section},
    projection,
    table::Header,
};

/// Why reading stops before the end of a file: nothing of it can be trusted.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// It cannot be read, or its compression is damaged or cut short.
    #[error("the file cannot be read to its end")]
    Unreadable(#[from] std::io::Error),
    /// It weighs more, once decompressed, than a register can.
    #[error("the file is larger, once decompressed, than a register can be")]
    TooLarge,
    /// Neither an official extract nor a table with the column `finess_et`.
    #[error("the file is neither a FINESS extract nor a table with the column finess_et")]
    NotARegister,
    /// A table without a column that it must have.
    #[error("the file has no column {0}")]
    ColumnMissing(&'static str),
}

impl Broken {
    /// Stable name, for reports, translations and tests.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "file-unreadable",
            Self::TooLarge => "file-too-large",
            Self::NotARegister => "file-not-a-register",
            Self::ColumnMissing(_) => "file-column-missing",
        }
    }
}

/// One line that is not taken, while the others are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Its number in the decompressed file, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: Reason,
}

/// What a reader gives that is no site.
#[derive(Debug)]
pub enum Trouble {
    /// One bad line; reading goes on.
    Refused(Refused),
    /// The end: see [`Broken`].
    Broken(Broken),
}

/// The positions of an official extract, which come after all its sites: they are read first, by themselves.
#[derive(Debug, Default)]
pub struct Positions(HashMap<FinessNumber, (f64, f64)>);

impl Positions {
    /// Reads the positions of a file; none of a table, whose sites carry theirs, and then without reading it through.
    /// Positions that cannot be read are passed over here: [`Reader`] refuses their lines.
    pub fn read(input: impl Read) -> Result<Self, Broken> {
        let limits = Limits::default();
        let mut lines = Lines::open(input, limits)?;
        let mut found = HashMap::new();
        while let Some(line) = lines.next()? {
            let Line::Text(line) = line else { continue };
            if lines.number() == 1 && !official::recognises(&line) {
                break;
            }
            if !line.starts_with("geolocalisation;") {
                continue;
            }
            let Ok(fields) = split(&line, ';', limits.fields) else { continue };
            if let Ok(Section::Position { finess, x, y }) = official::section(&fields)
                && let Ok(finess) = FinessNumber::parse(finess)
            {
                found.insert(finess, (x, y));
            }
        }
        Ok(Self(found))
    }

    /// Adds those of another file.
    pub fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn of(&self, facility: &Facility) -> Option<Position> {
        let (x, y) = self.0.get(&facility.finess)?;
        let (latitude, longitude) = projection::degrees(&facility.department, *x, *y)?;
        Position::from_degrees(latitude, longitude)
    }
}

enum Shape {
    Official,
    Table(Header),
}

/// The sites of a file, in its order. After a [`Trouble::Broken`] there are no more.
pub struct Reader<'p, R: Read> {
    lines: Lines<R>,
    limits: Limits,
    shape: Shape,
    positions: &'p Positions,
    /// The first line, when it is not a header and may hold a site.
    first: Option<String>,
    dated: Option<Date>,
    over: bool,
}

impl<'p, R: Read> Reader<'p, R> {
    /// Begins to read, within the usual limits.
    pub fn new(input: R, positions: &'p Positions) -> Result<Self, Broken> {
        Self::with_limits(input, positions, Limits::default())
    }

    /// Begins to read, within these limits.
    pub fn with_limits(input: R, positions: &'p Positions, limits: Limits) -> Result<Self, Broken> {
        let mut lines = Lines::open(input, limits)?;
        let Some(Line::Text(first)) = lines.next()? else { return Err(Broken::NotARegister) };
        let (shape, kept, dated) = if official::recognises(&first) {
            let dated = first.strip_prefix("finess;etalab;").and_then(|rest| rest.split(';').nth(1));
            let dated = dated.and_then(|date| date.trim().parse().ok());
            (Shape::Official, Some(first), dated)
        } else {
            (Shape::Table(Header::read(&first, limits.fields)?), None, None)
        };
        Ok(Self { lines, limits, shape, positions, first: kept, dated, over: false })
    }

    /// The day of an official extract, from its first line.
    pub fn dated(&self) -> Option<Date> {
        self.dated
    }

    /// The number of the line last read, from 1.
    pub fn line(&self) -> u64 {
        self.lines.number()
    }

    /// Bytes of the file read so far, before decompression: for a progress bar, from any thread.
    pub fn bytes(&self) -> Arc<AtomicU64> {
        self.lines.bytes()
    }

    /// The site of one line; `Ok(None)` when it holds none and is none the worse for it.
    fn site(&self, line: &str) -> Result<Option<Facility>, Reason> {
        if line.trim().is_empty() {
            return Ok(None);
        }
        let separator = if let Shape::Table(header) = &self.shape { header.separator } else { ';' };
        let fields = split(line, separator, self.limits.fields)?;
        let raw = match &self.shape {
            Shape::Table(header) => header.site(&fields)?,
            Shape::Official => match official::section(&fields)? {
                Section::Site(raw) => *raw,
                Section::Position { finess, .. } => {
                    return FinessNumber::parse(finess).map(|_| None).map_err(Reason::Finess);
                }
                Section::Nothing => return Ok(None),
            },
        };
        let mut facility = Facility::from_raw(&raw)?;
        facility.position = facility.position.or_else(|| self.positions.of(&facility));
        Ok(Some(facility))
    }
}

impl<R: Read> Iterator for Reader<'_, R> {
    type Item = Result<Facility, Trouble>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.over {
            let line = match self.first.take() {
                Some(first) => Ok(Some(Line::Text(first))),
                None => self.lines.next(),
            };
            let outcome = match line {
                Ok(Some(Line::Text(line))) => self.site(&line),
                Ok(Some(Line::TooLong)) => Err(Reason::LineTooLong),
                Ok(None) => break,
                Err(broken) => {
                    self.over = true;
                    return Some(Err(Trouble::Broken(broken)));
                }
            };
            match outcome {
                Ok(Some(facility)) => return Some(Ok(facility)),
                Ok(None) => {}
                Err(reason) => {
                    return Some(Err(Trouble::Refused(Refused { line: self.line(), reason })));
                }
            }
        }
        self.over = true;
        None
    }
}
