//! Publications on both engines: their life, who reads them, what is kept, and the library.
#![allow(
    clippy::assigning_clones,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails loudly"
)]

mod house;
mod images;
mod lives;
mod reading;
mod silence;
