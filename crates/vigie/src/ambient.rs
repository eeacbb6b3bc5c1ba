//! The one place where the real clock and the real randomness come in.

use vocabulary::{Clock, Ids, Instant};

/// The clock of the machine.
#[derive(Debug)]
pub struct MachineClock;

impl Clock for MachineClock {
    #[allow(clippy::disallowed_methods, reason = "this is the clock that everybody else is given")]
    fn now(&self) -> Instant {
        Instant::from_timestamp(jiff::Timestamp::now())
    }
}

/// The randomness of the operating system.
#[derive(Debug)]
pub struct MachineIds;

impl Ids for MachineIds {
    #[allow(clippy::disallowed_methods, reason = "this is the randomness that everybody else is given")]
    fn fill(&self, buffer: &mut [u8]) {
        // Without randomness no code, session or key is safe: stopping is the only honest answer.
        if let Err(error) = getrandom::fill(buffer) {
            tracing::error!(%error, "the operating system gives no randomness");
            std::process::abort();
        }
    }
}
