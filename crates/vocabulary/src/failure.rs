//! When something broke on our side.

use std::{error::Error, fmt, sync::Arc};

use crate::Refused;

/// A fault of ours, with its whole chain, to be logged once, at the edge, under a number that the person is shown.
#[derive(Clone, Debug)]
pub struct Failure {
    doing: &'static str,
    source: Arc<dyn Error + Send + Sync>,
    busy: bool,
}

impl Failure {
    /// Something broke while `doing` (a few words: "save the declaration").
    pub fn new(doing: &'static str, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { doing, source: source.into().into(), busy: false }
    }

    /// The same, but it may well work in a moment: a full disk, a locked or absent database. Answers 503.
    pub fn busy(doing: &'static str, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { doing, source: source.into().into(), busy: true }
    }

    /// Whether trying again later may work.
    pub fn is_busy(&self) -> bool {
        self.busy
    }

    /// The whole chain in one line, for the log.
    pub fn chain(&self) -> String {
        let mut text = self.to_string();
        let mut next = self.source();
        while let Some(error) = next {
            text.push_str(": ");
            text.push_str(&error.to_string());
            next = error.source();
        }
        text
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "could not {}", self.doing)
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(self.source.as_ref())
    }
}

/// What an operation returns when it does not do what was asked: the house said no, or something broke.
#[derive(Debug)]
pub enum Problem {
    /// The house says no: a 4xx, said in the reader's language.
    Refused(Refused),
    /// Something broke: a 5xx with a number.
    Failed(Failure),
}

/// Seconds after which what is busy may work again.
const BUSY: u32 = 10;

impl Problem {
    /// Seconds after which the very same may be asked again, when that is all there is to do.
    pub fn wait(&self) -> Option<u32> {
        match self {
            Self::Refused(Refused::TooSoon(seconds) | Refused::Crowded(seconds)) => Some(*seconds),
            Self::Refused(_) => None,
            Self::Failed(failure) => failure.is_busy().then_some(BUSY),
        }
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refused) => write!(f, "refused: {refused:?}"),
            Self::Failed(failure) => f.write_str(&failure.chain()),
        }
    }
}

impl Error for Problem {}
