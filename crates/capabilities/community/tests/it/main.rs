//! The private space on both engines: who reads what by which way out, what is said unnamed, what changes and what is kept.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

mod exits;
mod gathering;
mod groups;
mod house;
mod library;
mod moderation;
mod talking;
mod unnamed;
