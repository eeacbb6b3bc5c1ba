//! Events on both engines: opened, attached to, pasted, proposed, told, decided; and each reader within their reach.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

mod house;
mod life;
mod reach;
