//! Who belongs to the private space: asked for with a facility and a duty, vouched for, decided by the cell, under a code of conduct
//! that is accepted by its version, confirmed each year, and over at once everywhere when somebody leaves or must.
//!
//! That somebody belongs is [`access::Role::Member`], which their account has: it is given and taken here, in the transaction of what
//! gives or takes it.

pub mod charter;
pub mod events;
pub mod jobs;
mod operations;
pub mod rules;
mod store;

pub use operations::{
    Members,
    asking::Own,
    belonging::MemberStanding,
    deciding::{Admission, MemberRecord, Queue},
    forgetting::Swept,
    reading::{Belonging, Card, Page},
    vouching::ToVouch,
};
pub use store::{
    history::Line,
    members::Member,
    requests::{Request, Vouch},
};
