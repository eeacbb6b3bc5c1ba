//! What others are told, inside the transaction in which it happens.

use std::{future::Future, pin::Pin, sync::Arc};

use directory::Facility;
use storage::Unit;
use vocabulary::{Failure, Id, Instant, Language};

use crate::rules::Answers;

/// A declaration as it stands, for those who follow it.
#[derive(Clone, Copy, Debug)]
pub struct Declared<'a> {
    /// Its identity.
    pub declaration: Id,
    /// Its public reference.
    pub reference: &'a str,
    /// The site, when it was found in the register.
    pub facility: Option<&'a Facility>,
    /// All that was answered so far.
    pub answers: &'a Answers,
    /// Which version this is, from 1.
    pub version: i64,
    /// When the first version was filed: clocks run from here.
    pub declared_at: Instant,
    /// The language in which the declarant reads.
    pub language: Language,
    /// An exercise: marked everywhere, and in no figure.
    pub exercise: bool,
}

/// What happened.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// A first version was filed.
    Filed(Declared<'a>),
    /// A further version was added.
    Amended(Declared<'a>),
    /// The declarant wrote to the cell.
    Wrote {
        /// The declaration.
        declaration: Id,
        /// The message.
        message: Id,
        /// Its text.
        body: &'a str,
    },
    /// The cell wrote to the declarant, from elsewhere than the incident: it has left.
    Answered {
        /// The declaration.
        declaration: Id,
        /// The message.
        message: Id,
        /// Its text.
        body: &'a str,
    },
    /// The declarant attached a file.
    Attached {
        /// The declaration.
        declaration: Id,
        /// The file.
        attachment: Id,
        /// The name given to the file, cleaned.
        name: &'a str,
    },
    /// The structure says that its incident is resolved.
    SaidResolved {
        /// The declaration.
        declaration: Id,
    },
    /// Somebody in danger stopped half-way in a declaration, and left a number.
    Interrupted {
        /// The draft.
        draft: Id,
    },
    /// A letter to the people of a declaration left, or did not.
    Mailed {
        /// The declaration.
        declaration: Id,
        /// Of what it told, as whoever asked for it named it; the receipt is `receipt`.
        line: &'a str,
        /// What came of it.
        delivery: Delivery<'a>,
    },
}

/// What came of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery<'a> {
    /// It left for one of the people.
    Sent,
    /// Nobody left an address.
    NoAddress,
    /// A server refuses it for good, and says why.
    Failed(&'a str),
}

/// What a follower answers with.
pub type Followed<'a> = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send + 'a>>;

/// Somebody who must know, and whose own writing happens with the event or not at all.
pub trait Follower: Send + Sync {
    /// Takes note of an event.
    fn follow<'a>(&'a self, unit: &'a mut Unit, event: Event<'a>) -> Followed<'a>;
}

/// Several followers, told one after the other.
impl Follower for Vec<Arc<dyn Follower>> {
    fn follow<'a>(&'a self, unit: &'a mut Unit, event: Event<'a>) -> Followed<'a> {
        Box::pin(async move {
            for follower in self {
                follower.follow(unit, event).await?;
            }
            Ok(())
        })
    }
}
