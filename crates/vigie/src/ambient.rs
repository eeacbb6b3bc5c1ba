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

/// The clock of the machine and so many seconds, read from a file: the nights of a demonstration come when a test says so.
#[derive(Debug)]
pub struct DemonstrationClock(pub std::path::PathBuf);

impl Clock for DemonstrationClock {
    fn now(&self) -> Instant {
        let said = std::fs::read_to_string(&self.0).unwrap_or_default();
        MachineClock.now().plus_seconds(said.trim().parse().unwrap_or(0))
    }
}

/// The clock of a house: the machine's, but in a demonstration that `VIGIE_TEST_CLOCK` gives a file.
pub fn clock(demonstration: bool) -> std::sync::Arc<dyn Clock> {
    match std::env::var_os("VIGIE_TEST_CLOCK").filter(|_| demonstration) {
        Some(file) => std::sync::Arc::new(DemonstrationClock(file.into())),
        None => std::sync::Arc::new(MachineClock),
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
