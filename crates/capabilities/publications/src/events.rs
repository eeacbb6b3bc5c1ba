//! What others are told, inside the transaction in which it happens.

use std::{future::Future, pin::Pin, sync::Arc};

use storage::Unit;
use vocabulary::{Failure, Id};

use crate::{rules::Content, store::Listed};

/// What happened to what readers see.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// A version was published: the first, or a revision.
    Published {
        /// At a glance, as readers see it from now on.
        listed: &'a Listed,
        /// What it says.
        content: &'a Content,
        /// Whether those who follow are told.
        tell: bool,
    },
    /// It was withdrawn.
    Withdrawn {
        /// Which.
        publication: Id,
    },
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
