//! The program as an operator runs it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod check;
mod demonstration;
mod killed;
mod log;
mod program;
mod run;
mod startup;
