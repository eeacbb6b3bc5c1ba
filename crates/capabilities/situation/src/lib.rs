//! The situation: of a region, for its agency and the cell; of the nation, for the ministry, at any moment past or present.
//! Whom to call in a region, and what was decided.

mod operations;
pub mod rules;
mod store;

pub use operations::{Nation, PLACE, RegionView, Situations};
pub use store::{Contact, Decision};
