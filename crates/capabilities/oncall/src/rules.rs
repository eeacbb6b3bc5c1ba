//! Turns, alarms and promises as plain functions: time and people are parameters.

mod alarms;
mod picture;
mod promises;
mod turns;

pub use alarms::{AGAIN_AFTER, How, Reason, rings, whom};
pub use picture::{Named, Owed, Picture};
pub use promises::{Outcome, day, promised};
pub use turns::{Gap, RANKS, Span, Turn, gaps, lay, next_shift_ends, on_duty};
