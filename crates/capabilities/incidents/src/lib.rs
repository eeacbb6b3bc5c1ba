//! What the cell handles: the life of each incident, its clocks, its ledger of who was told and why, its journal.

mod changes;
mod composing;
mod duplicates;
pub mod events;
mod exercising;
mod following;
mod holding;
pub mod jobs;
mod letters;
mod naming;
mod news;
mod operations;
mod presence;
mod purging;
mod qualifying;
pub mod rules;
mod similar;
mod situation;
mod store;
mod structures;
mod tasks;
mod telling;
mod together;

pub use calendar::Delays;
pub use changes::{Change, Tasks};
pub use composing::{Undone, WAIT, Writing};
pub use duplicates::{Attached, Family};
pub use holding::reason;
pub use naming::{Named, Near};
pub use operations::{IncidentView, Incidents, IncidentsSettings, Page, Said, cursor};
pub use presence::Present;
pub use purging::Purged;
pub use qualifying::{MOST_LEVEL, Prospect};
pub use rules::{Audience, Filter, Nis2, Playbook, Query, Template};
pub use similar::Alike;
pub use situation::Situation;
pub use store::{
    Clock, Entry, Incident, Notice, duplicates::Tie, history::Past, missives::Missive,
    qualifications::Closing, qualifications::Qualified, queue::Counts, queue::Stir, retention::Hold,
    tasks::Task, tasks::ToDo,
};
pub use structures::Declared;
pub use tasks::NewTask;
pub use together::{MOST_TOGETHER, Outlook};
