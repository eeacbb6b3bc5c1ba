//! How often one address may ask, for questions that cost us little: in memory, on each node for itself.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use vocabulary::{Instant, Refused};

/// Addresses remembered at most; past that, those that may ask as much as anybody are forgotten.
const MOST: usize = 20_000;

/// A bucket for each address: full at first, each question takes one.
pub(crate) struct Pace {
    burst: f64,
    per_second: f64,
    buckets: Mutex<HashMap<String, (f64, Instant)>>,
}

impl Pace {
    pub(crate) fn new(burst: f64, per_second: f64) -> Self {
        Self { burst, per_second, buckets: Mutex::default() }
    }

    /// Takes one, or says to come back a second later.
    pub(crate) fn take(&self, from: &str, now: Instant) -> Result<(), Refused> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST {
            buckets.retain(|_, bucket| self.level(*bucket, now) < self.burst);
        }
        let level = buckets.get(from).map_or(self.burst, |bucket| self.level(*bucket, now));
        if level < 1.0 {
            return Err(Refused::TooSoon(1));
        }
        buckets.insert(from.to_owned(), (level - 1.0, now));
        Ok(())
    }

    fn level(&self, (level, at): (f64, Instant), now: Instant) -> f64 {
        #[allow(clippy::cast_precision_loss, reason = "milliseconds since the last one")]
        let seconds = (now.millis() - at.millis()).max(0) as f64 / 1000.0;
        (level + seconds * self.per_second).min(self.burst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_then_as_many_as_come_back_and_others_are_not_slowed() {
        let pace = Pace::new(3.0, 2.0);
        let take = |from: &str, millis: i64| pace.take(from, Instant::from_millis(millis)).is_ok();
        assert!((0..3).all(|_| take("a", 0)) && !take("a", 0) && !take("a", 499));
        assert!(take("b", 0) && take("a", 500) && !take("a", 500), "half a second is one");
        assert!(!take("a", 0), "a clock set back gives nothing");
    }
}
