//! How documents of strangers are read: within bounds, and what is wrong is said with where it stands.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _, SeqAccess, Visitor},
};
use vocabulary::Instant;

/// The longest list that is read, of anything; the longest known has 2,434 entries.
pub const MOST: usize = 20_000;

/// Why a document was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// It is longer than any such document.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// What is allowed, in bytes.
        limit: u64,
    },
    /// Something in it is not what it must be.
    #[error("{path}: {reason}")]
    At {
        /// Where: `containers.cna.metrics[0].cvssV3_1.baseScore`, or `line 12`.
        path: String,
        /// What is wrong there, in English, for logs and for who sent it.
        reason: String,
    },
    /// The stream stopped.
    #[error("reading stopped: {reason}")]
    Stopped {
        /// What the system says.
        reason: String,
    },
}

impl Broken {
    pub(crate) fn at(path: impl fmt::Display, reason: impl fmt::Display) -> Self {
        Self::At { path: clip(&path.to_string()), reason: clip(&reason.to_string()) }
    }
}

/// What is wrong may quote the document at any length.
fn clip(text: &str) -> String {
    text.chars().take(200).collect()
}

/// A whole JSON document. Its depth is bounded by serde_json (128); keys that nobody asks for are passed over.
pub(crate) fn document<T: DeserializeOwned>(bytes: &[u8], limit: usize) -> Result<T, Broken> {
    if bytes.len() > limit {
        return Err(Broken::TooLarge { limit: limit as u64 });
    }
    let mut source = serde_json::Deserializer::from_slice(bytes);
    let read = serde_path_to_error::deserialize(&mut source).map_err(|error| {
        let path = error.path().to_string();
        Broken::at(path, error.into_inner())
    })?;
    source.end().map_err(|error| Broken::at("after the document", error))?;
    Ok(read)
}

/// A list of at most [`MOST`] entries, counted as it is read.
pub(crate) struct List<T>(pub Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Entries<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
            type Value = Vec<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Vec<T>, A::Error> {
                let mut list = Vec::new();
                while let Some(entry) = entries.next_element()? {
                    if list.len() == MOST {
                        return Err(A::Error::custom(format_args!("more than {MOST} entries")));
                    }
                    list.push(entry);
                }
                Ok(list)
            }
        }

        source.deserialize_seq(Entries(PhantomData)).map(List)
    }
}

/// A moment, with a zone or without one, which then is UTC.
pub(crate) fn moment<'de, D: Deserializer<'de>>(source: D) -> Result<Instant, D::Error> {
    let text = String::deserialize(source)?;
    let utc = |text: &str| {
        let local: jiff::civil::DateTime = text.parse().ok()?;
        jiff::tz::TimeZone::UTC.to_timestamp(local).ok()
    };
    let timestamp = text.parse().ok().or_else(|| utc(&text));
    timestamp.map(Instant::from_timestamp).ok_or_else(|| D::Error::custom("not a date and time"))
}

/// The same, where there may be none.
pub(crate) fn maybe_moment<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Instant>, D::Error> {
    moment(source).map(Some)
}

/// A day.
pub(crate) fn day<'de, D: Deserializer<'de>>(source: D) -> Result<jiff::civil::Date, D::Error> {
    String::deserialize(source)?.parse().map_err(|_| D::Error::custom("not a date"))
}
