//! Subscriptions on both engines, with a real mail server: who asks, who is told, what stays.
#![allow(
    clippy::assigning_clones,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails loudly"
)]

mod asking;
mod house;
mod sending;
mod staying;
