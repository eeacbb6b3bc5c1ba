//! Who is told of what is said in the private space: by their name in a text, by what they wrote before, once a day. Each by their own
//! seat at the moment of the mail, and no mail carries more than the mark of what it tells allows outside.

mod following;
pub mod jobs;
mod letters;
mod operations;
pub mod rules;
mod store;

pub use following::{Clearing, Dues, Herald};
pub use letters::Pages;
pub use operations::{Tidings, Unreachable};
