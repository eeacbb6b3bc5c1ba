//! The pages, without a browser.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

mod accounts;
mod answers;
mod api;
mod attacks;
mod community;
mod completing;
mod declaring;
mod described;
mod dossier;
mod editing;
mod events;
mod exercises;
mod faults;
mod hostile;
mod house;
mod images;
mod indicators;
mod library;
mod live;
mod members;
mod methods;
mod moderation;
mod oncall;
mod passkeys;
mod providers;
mod publications;
mod queue;
mod rights;
mod search;
mod sessions;
mod silence;
mod sockets;
mod subscriptions;
mod trail;
mod words;
