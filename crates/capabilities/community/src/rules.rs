//! What may be said, how, and to whom.

pub mod documents;
mod gathered;
mod groups;
pub mod moderation;
mod posts;
mod voices;

pub use gathered::{Verdict, built_in, traces};
pub use groups::{
    Described, Entrance, Entry, Group, GroupKind, TypedGroup, Visitor, address, reopened, request_words,
};
pub use posts::{
    Checked, Mark, NewPoll, Reaction, Words, answers, checked, poll, quotes, remarked, tag, voted,
};
pub use voices::{MOST_FEW, Voice, next_quarter, unnamed};
