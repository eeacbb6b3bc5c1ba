//! On call, on both engines: turns, alarms that ring until somebody answers, promises.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

mod alarms;
mod call_backs;
mod handovers;
mod house;
mod turns;
