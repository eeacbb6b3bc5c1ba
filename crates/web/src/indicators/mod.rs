//! Technical traces of incidents: a part of the incident's page, a page of their own, the API.

pub(crate) mod api;
pub(crate) mod pages;
pub(crate) mod section;
pub(crate) mod sharing;
