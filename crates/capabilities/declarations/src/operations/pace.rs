//! How fast one address may file: in memory, on each node for itself.

use std::{collections::HashMap, sync::Mutex};

use vocabulary::{Instant, Refused};

/// A bucket for each address: full at first, it gives one declaration a token and gets them back slowly.
pub(super) struct Pace {
    burst: f64,
    refill_seconds: f64,
    buckets: Mutex<HashMap<String, (f64, Instant)>>,
}

/// Addresses remembered at most; past that, the ones that are full again are forgotten.
const MOST: usize = 20_000;

impl Pace {
    pub(super) fn new(burst: u32, refill_seconds: u32) -> Self {
        Self {
            burst: f64::from(burst.max(1)),
            refill_seconds: f64::from(refill_seconds.max(1)),
            buckets: Mutex::default(),
        }
    }

    /// Takes a token of this key, or says how many seconds to wait.
    pub(super) fn take(&self, key: &str, now: Instant) -> Result<(), Refused> {
        let mut buckets = self.buckets.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if buckets.len() >= MOST {
            buckets.retain(|_, bucket| self.level(*bucket, now) < self.burst);
        }
        let level = buckets.get(key).map_or(self.burst, |bucket| self.level(*bucket, now));
        if level < 1.0 {
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a few seconds, positive"
            )]
            let wait = ((1.0 - level) * self.refill_seconds).ceil() as u32;
            return Err(Refused::TooSoon(wait.max(1)));
        }
        buckets.insert(key.to_owned(), (level - 1.0, now));
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
        let at = |seconds: i64| Instant::from_millis(seconds * 1000);
        for _ in 0..3 {
            assert_eq!(pace.take("a", at(0)), Ok(()));
        }
        assert_eq!(pace.take("a", at(0)), Err(Refused::TooSoon(10)));
        assert_eq!(pace.take("b", at(0)), Ok(()));
        assert_eq!(pace.take("a", at(10)), Ok(()));
        assert_eq!(pace.take("a", at(10)), Err(Refused::TooSoon(10)));
        assert_eq!(pace.take("a", at(5)), Err(Refused::TooSoon(10)), "a clock set back gives nothing");
    }
}
