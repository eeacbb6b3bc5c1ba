//! The cell at work.

pub(crate) mod api;
pub(crate) mod hold;
pub(crate) mod pages;
