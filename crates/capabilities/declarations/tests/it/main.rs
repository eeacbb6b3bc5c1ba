//! Declarations on both engines: filing, following, and what must hold under abuse.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

mod attachments;
mod code;
mod drafts;
mod faults;
mod filing;
mod house;
mod letters;
mod words;
