//! Technical traces of incidents: found in what people write, kept once, seen in several incidents, marked, and kept apart from
//! what warning lists know to be no trace of anybody.

mod following;
pub mod jobs;
mod operations;
pub mod rules;
mod store;

pub use following::Finder;
pub use observables::{Kind, Observable, Unreadable, WarningList};
pub use operations::{
    Indicators, IndicatorsSettings, Sifter,
    adding::name,
    judging::Judgement,
    lists::Imported,
    reading::{Found, Page, Seen, Shown},
    sharing::{Candidate, Shared, Sharing, SharingView},
};
pub use store::{
    Place, Sighting,
    sharing::{Share, Word},
};
