//! The trail, for the auditor; and who saw an incident, for the lead.

pub(crate) mod accesses;
pub(crate) mod export;
pub(crate) mod search;
mod words;
