//! Indicators on both engines: found, kept once, judged, shared between incidents, and gone with them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

mod finding;
mod house;
mod judging;
mod lists;
mod reach;
mod scale;
mod sharing;
