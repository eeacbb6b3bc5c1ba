//! What one may read of what is published: by its mark, and by the audience that it is for.

use std::collections::BTreeSet;

use vocabulary::Tlp;

use crate::{Caller, Resource, decide, permit};

/// Whom something is published for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Audience(String);

impl Audience {
    /// Everybody.
    pub const PUBLIC: &'static str = "public";

    /// Everybody.
    pub fn public() -> Self {
        Self(Self::PUBLIC.to_owned())
    }

    /// The audience of that key: 1 to 60 small letters, digits and hyphens. `None` for anything else.
    pub fn from_key(key: &str) -> Option<Self> {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        ((1..=60).contains(&key.len()) && key.chars().all(fits)).then(|| Self(key.to_owned()))
    }

    /// The audience of a key that this crate wrote itself.
    pub(crate) fn written(key: String) -> Self {
        Self(key)
    }

    /// Its key, as stored.
    pub fn key(&self) -> &str {
        &self.0
    }
}

/// Proof of what a caller may read: which mark for which audience. Made by [`readable`] and [`seat`](crate::seat) only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readable {
    pairs: BTreeSet<(Tlp, Audience)>,
}

impl Readable {
    /// Whether what carries this mark, for this audience, is within.
    pub fn admits(&self, tlp: Tlp, audience: &Audience) -> bool {
        self.pairs.contains(&(tlp, audience.clone()))
    }

    /// All of it, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (Tlp, &Audience)> {
        self.pairs.iter().map(|(tlp, audience)| (*tlp, audience))
    }

    pub(crate) fn written(pairs: BTreeSet<(Tlp, Audience)>) -> Self {
        Self { pairs }
    }

    /// A reach that no caller has.
    #[cfg(feature = "testing")]
    pub fn of(pairs: impl IntoIterator<Item = (Tlp, Audience)>) -> Self {
        Self { pairs: pairs.into_iter().collect() }
    }
}

/// What this caller may read of what is published: what is for the public, up to the mark that the table of rights says.
pub fn readable(caller: &Caller) -> Readable {
    let may = |tlp: &Tlp| {
        let resource = Resource { tlp: *tlp, ..Resource::default() };
        decide::<permit::PublicationRead>(caller, &resource).is_ok()
    };
    Readable { pairs: Tlp::ALL.into_iter().filter(may).map(|tlp| (tlp, Audience::public())).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_reads_what_is_clear_and_public() {
        let everybody = readable(&Caller::Nobody);
        assert!(everybody.admits(Tlp::Clear, &Audience::public()));
        for tlp in Tlp::ALL.into_iter().filter(|tlp| *tlp != Tlp::Clear) {
            assert!(!everybody.admits(tlp, &Audience::public()), "{tlp:?}");
        }
        assert!(!everybody.admits(Tlp::Clear, &Audience::from_key("rssi").unwrap()));
    }

    #[test]
    fn the_key_of_an_audience_is_plain() {
        for wrong in ["", "Public", "a b", "a'b", "é", &"a".repeat(61)] {
            assert_eq!(Audience::from_key(wrong), None, "{wrong}");
        }
    }
}
