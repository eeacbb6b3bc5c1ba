//! The cell at work.

pub(crate) mod acting;
pub(crate) mod api;
mod around;
mod composer;
mod conflict;
pub(crate) mod hold;
mod judged;
pub(crate) mod openapi;
pub(crate) mod pages;
mod qualifying;
pub(crate) mod queue;
mod thread;
pub(crate) mod together;

/// A key as the words name it: one sign is no word.
pub(crate) fn key_name(key: &str) -> &str {
    match key {
        "/" => "search",
        "?" => "help",
        "X" => "all",
        letter => letter,
    }
}
