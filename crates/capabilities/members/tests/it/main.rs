//! Who belongs, on both engines: asked for, vouched for, decided, confirmed, over.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod belonging;
mod ending;
mod house;
mod joining;
