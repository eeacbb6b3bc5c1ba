//! One cause, many facilities: what a fallen provider or a common flaw did to whom. Incidents are attached to an event and stay
//! themselves; of each facility it is known whether it is touched, is not, or nobody knows yet.

mod operations;
pub mod rules;
mod store;

pub use operations::{
    Events, MOST_AT_ONCE,
    pasting::{Checked, Pasted},
    proposing::{Proposal, Why},
    raising::Raising,
    reading::{Linked, Listing, Page, Place, View},
    telling::Reached,
};
pub use rules::{Figures, Stance, State, Told};
pub use store::{Event, Line};
