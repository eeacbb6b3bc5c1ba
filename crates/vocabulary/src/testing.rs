//! Clocks and identities that tests can foresee.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use crate::{Clock, Ids, Instant};

/// A clock that stands where it was put.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// Stands at this RFC 3339 moment.
    ///
    /// # Panics
    /// On anything else: it is for tests.
    pub fn at(text: &str) -> Self {
        match text.parse::<jiff::Timestamp>() {
            Ok(timestamp) => Self(AtomicI64::new(timestamp.as_millisecond())),
            Err(error) => panic!("{text}: {error}"),
        }
    }

    /// Moves on (or back) by that many seconds.
    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1000, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Instant {
        Instant::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// Identities that differ from one another and are the same at every run (SplitMix64 over a counter).
#[derive(Debug, Default)]
pub struct SequentialIds(AtomicU64);

impl Ids for SequentialIds {
    fn fill(&self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(8) {
            let mut z =
                self.0.fetch_add(1, Ordering::SeqCst).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            for (to, from) in chunk.iter_mut().zip((z ^ (z >> 31)).to_le_bytes()) {
                *to = from;
            }
        }
    }
}
