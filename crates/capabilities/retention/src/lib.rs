//! How long each kind of thing is kept, and the purge that takes it away when its time has come. Each capability takes away
//! what is its own; here is decided when, and seen to that all of it goes together and leaves a trace.

pub mod jobs;
mod operations;
pub mod rules;

pub use operations::{Report, Retention};
pub use rules::{Term, Terms};
