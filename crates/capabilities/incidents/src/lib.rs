//! What the cell handles: the life of each incident, its clocks, its ledger of who was told and why, its journal.

mod following;
pub mod jobs;
mod operations;
pub mod rules;
mod store;

pub use operations::{Counts, IncidentView, Incidents, IncidentsSettings, Page};
pub use store::{Clock, Entry, Filter, Incident, Notice};
