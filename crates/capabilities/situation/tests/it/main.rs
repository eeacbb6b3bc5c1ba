//! Regions and the nation on both engines: figures, contacts, decisions, any past moment, and nothing out of reach.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

mod house;
mod nation;
mod region;
