//! Identity and randomness, as parameters.

use std::fmt;

/// The identity of a row that people never type: random, so that knowing one says nothing of the next.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(uuid::Uuid);

/// The text is not an identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an identity")]
pub struct IdError;

impl Id {
    /// An identity from sixteen random bytes (a version 4 UUID, RFC 9562).
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }

    /// Reads the hyphenated form, the only one that is written.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        // One text for one identity: other spellings that the standard allows would be other addresses of one page.
        let id = uuid::Uuid::try_parse(text).map_err(|_| IdError)?;
        if id.hyphenated().to_string() == text { Ok(Self(id)) } else { Err(IdError) }
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.hyphenated())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({self})")
    }
}

impl serde::Serialize for Id {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Id {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// Where identities and secrets come from.
pub trait Ids: Send + Sync {
    /// Fills the buffer with bytes that nobody can foresee (tests excepted).
    fn fill(&self, buffer: &mut [u8]);

    /// A new identity.
    fn id(&self) -> Id {
        let mut bytes = [0; 16];
        self.fill(&mut bytes);
        Id::from_random(bytes)
    }
}
