//! Who wants to be told by mail of what the cell publishes: asked for without an account, confirmed by whoever reads that mail, ended
//! at once by a link, and told of each thing once.

mod delivery;
mod following;
pub mod jobs;
mod letters;
mod links;
mod operations;
pub mod rules;
mod store;

pub use following::Herald;
pub use letters::Pages;
pub use operations::{Opened, Subscriptions, Sweep};
pub use store::counts::{Day, Mailing, Sent};
