//! What others are told, inside the transaction in which it happens.

use std::{future::Future, pin::Pin, sync::Arc};

use storage::Unit;
use vocabulary::{Failure, Id};

/// What happened to somebody who belonged.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    /// They do not any more: they left, were removed, or did not confirm.
    Left {
        /// Whose account.
        account: Id,
    },
    /// Their account is erased: nothing is to name them any more.
    Erased {
        /// Whose account.
        account: Id,
    },
}

/// What a follower answers with.
pub type Followed<'a> = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send + 'a>>;

/// Somebody who must know, and whose own writing happens with the event or not at all.
pub trait Follower: Send + Sync {
    /// Takes note of an event.
    fn follow<'a>(&'a self, unit: &'a mut Unit, event: Event) -> Followed<'a>;
}

/// Several followers, told one after the other.
impl Follower for Vec<Arc<dyn Follower>> {
    fn follow<'a>(&'a self, unit: &'a mut Unit, event: Event) -> Followed<'a> {
        Box::pin(async move {
            for follower in self {
                follower.follow(unit, event).await?;
            }
            Ok(())
        })
    }
}
