//! How much one address may file, and one declaration take in: in memory, on each node for itself.

use std::{collections::HashMap, sync::Mutex};

use vocabulary::{Instant, Refused};

use crate::rules::Typed;

/// A bucket for each key: full at first, it gives tokens and gets them back slowly.
pub(super) struct Pace {
    burst: f64,
    refill_seconds: f64,
    buckets: Mutex<HashMap<String, (f64, Instant)>>,
}

/// Addresses remembered at most; past that, the ones that are full again are forgotten.
const MOST: usize = 20_000;

/// Bytes of text that a token pays for. An honest declaration is half of it; one filled to the brim costs a dozen tokens, so
/// that what one address can put on the disk in a day is bounded whatever it sends (abuse B11).
const BYTES: usize = 4096;

/// The tokens that so much text costs.
pub(super) fn price(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes / BYTES).unwrap_or(u32::MAX))
}

/// Bytes of what was typed.
pub(super) fn bytes(typed: &Typed) -> usize {
    typed.iter().map(|(name, values)| name.len() + values.iter().map(String::len).sum::<usize>()).sum()
}

impl Pace {
    pub(super) fn new(burst: u32, refill_seconds: u32) -> Self {
        Self {
            burst: f64::from(burst.max(1)),
            refill_seconds: f64::from(refill_seconds.max(1)),
            buckets: Mutex::default(),
        }
    }

    /// Takes so many tokens of this key, or says how many seconds to wait.
    pub(super) fn take(&self, key: &str, tokens: f64, now: Instant) -> Result<(), Refused> {
        let mut buckets = self.buckets.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if buckets.len() >= MOST {
            buckets.retain(|_, bucket| self.level(*bucket, now) < self.burst);
        }
        let level = buckets.get(key).map_or(self.burst, |bucket| self.level(*bucket, now));
        // A bucket smaller than the price is emptied: what is taken at all is taken in the end.
        let tokens = tokens.min(self.burst);
        if level < tokens {
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a few seconds, positive"
            )]
            let wait = ((tokens - level) * self.refill_seconds).ceil() as u32;
            return Err(Refused::TooSoon(wait.max(1)));
        }
        buckets.insert(key.to_owned(), (level - tokens, now));
        Ok(())
    }

    fn level(&self, (level, at): (f64, Instant), now: Instant) -> f64 {
        #[allow(clippy::cast_precision_loss, reason = "seconds since the last one")]
        let seconds = now.seconds_since(at).max(0) as f64;
        (level + seconds / self.refill_seconds).min(self.burst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_then_one_at_a_time_and_others_are_not_slowed() {
        let pace = Pace::new(3, 10);
        let take = |key: &str, seconds: i64| pace.take(key, 1.0, Instant::from_millis(seconds * 1000));
        for _ in 0..3 {
            assert_eq!(take("a", 0), Ok(()));
        }
        assert_eq!(take("a", 0), Err(Refused::TooSoon(10)));
        assert_eq!(take("b", 0), Ok(()));
        assert_eq!(take("a", 10), Ok(()));
        assert_eq!(take("a", 10), Err(Refused::TooSoon(10)));
        assert_eq!(take("a", 5), Err(Refused::TooSoon(10)), "a clock set back gives nothing");
    }

    #[test]
    fn much_text_costs_more_and_is_taken_in_the_end() {
        let (pace, now) = (Pace::new(3, 10), Instant::from_millis(0));
        let typed = Typed::from([("a".to_owned(), vec!["é".repeat(4096)])]);
        assert_eq!((price(0), price(4095), price(bytes(&typed))), (0.0, 0.0, 2.0));
        assert_eq!(pace.take("a", 1.0 + price(bytes(&typed)), now), Ok(()));
        assert_eq!(pace.take("a", 2.0, now), Err(Refused::TooSoon(20)));
        assert_eq!(pace.take("b", 100.0, now), Ok(()), "never for ever");
    }
}
