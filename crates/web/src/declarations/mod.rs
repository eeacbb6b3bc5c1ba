//! To declare, and to follow what was declared.

pub(crate) mod api;
pub(crate) mod flow;
pub(crate) mod follow;
pub(crate) mod openapi;
pub(crate) mod paper;
pub(crate) mod receipt;
pub(crate) mod triage;
