//! What is kept and what goes, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

mod erasing;
mod holding;
mod house;
mod purge;
