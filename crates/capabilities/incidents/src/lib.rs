//! What the cell handles: the life of each incident, its clocks, its ledger of who was told and why, its journal.

pub mod events;
mod following;
mod holding;
pub mod jobs;
mod naming;
mod operations;
mod purging;
pub mod rules;
mod store;
mod structures;

pub use naming::{Named, Near};
pub use operations::{Counts, IncidentView, Incidents, IncidentsSettings, Page};
pub use purging::Purged;
pub use store::{Clock, Entry, Filter, Incident, Notice, retention::Hold};
pub use structures::Declared;
