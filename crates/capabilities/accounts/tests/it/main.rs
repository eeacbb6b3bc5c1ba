//! Accounts on both engines: signing in, sessions, tokens, who may manage them, and what must hold under abuse.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

mod authenticator;
mod demonstration;
mod factors;
mod house;
mod inviting;
mod managing;
mod passkeys;
mod providers;
mod sessions;
mod sign_in;
mod tokens;
