//! The cell at work.

pub(crate) mod api;
pub(crate) mod hold;
pub(crate) mod pages;
pub(crate) mod queue;
pub(crate) mod together;

/// A key as the words name it: one sign is no word.
pub(crate) fn key_name(key: &str) -> &str {
    match key {
        "/" => "search",
        "?" => "help",
        letter => letter,
    }
}
