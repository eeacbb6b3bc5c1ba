//! The cell at work.

pub(crate) mod api;
pub(crate) mod pages;
