//! Incidents on both engines: their life, their clocks, who is told of them and who sees them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

mod clocks;
mod composing;
mod duplicates;
mod exercising;
mod house;
mod ledger;
mod letters;
mod life;
mod news;
mod qualifying;
mod queue;
mod reach;
mod structures;
mod tasks;
mod together;
