//! Turns, alarms and promises as plain functions: time and people are parameters.

mod alarms;
mod picture;
mod promises;
mod turns;

pub use alarms::{AGAIN_AFTER, How, Reason, rings, whom};
pub use picture::{Named, Picture};
pub use promises::{Outcome, day, promised};
pub use turns::{Gap, RANKS, Span, Turn, gaps, lay, on_duty};
