//! Who is told of what is said in the private space, on both engines, through a real mail server.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

mod house;
mod telling;
