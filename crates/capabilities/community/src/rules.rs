//! What may be said, how, and to whom.

mod groups;
mod posts;
mod voices;

pub use groups::{Entrance, Group, GroupKind};
pub use posts::{
    Checked, Mark, NewPoll, Reaction, Words, answers, checked, poll, quotes, remarked, tag, voted,
};
pub use voices::{MOST_FEW, Voice, next_quarter, unnamed};
