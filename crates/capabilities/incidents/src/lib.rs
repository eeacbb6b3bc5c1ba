//! What the cell handles: the life of each incident, its clocks, its ledger of who was told and why, its journal.

mod duplicates;
pub mod events;
mod exercising;
mod following;
mod holding;
pub mod jobs;
mod naming;
mod operations;
mod purging;
pub mod rules;
mod store;
mod structures;
mod together;

pub use duplicates::{Attached, Family};
pub use holding::reason;
pub use naming::{Named, Near};
pub use operations::{IncidentView, Incidents, IncidentsSettings, Page, cursor};
pub use purging::Purged;
pub use rules::{Filter, Query};
pub use store::{Clock, Entry, Incident, Notice, duplicates::Tie, queue::Counts, retention::Hold};
pub use structures::Declared;
pub use together::{MOST_TOGETHER, Outlook};
