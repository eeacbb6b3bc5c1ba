//! What others are told, inside the transaction in which it happens.

use std::{collections::HashMap, future::Future, pin::Pin, sync::Arc};

use access::Caller;
use observables::Observable;
use storage::Unit;
use vocabulary::{Failure, Id, Problem};

/// What happened to something that was said.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    /// A post is shown from now on to those who may read it.
    Shown {
        /// Which.
        post: Id,
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

/// What a sieve answers with: the list that names each of those that one names.
pub type Sifted<'a> = Pin<Box<dyn Future<Output = Result<HashMap<Observable, String>, Failure>> + Send + 'a>>;

/// Somebody who knows which values are no trace of anybody, beside what comes with the program.
pub trait Sieve: Send + Sync {
    /// Which of these a list names.
    fn listed<'a>(&'a self, unit: &'a mut Unit, observables: &'a [Observable]) -> Sifted<'a>;
}

/// What a threshold answers with.
pub type Passed<'a> = Pin<Box<dyn Future<Output = Result<(), Problem>> + Send + 'a>>;

/// Somebody who knows what people owe before they say something.
pub trait Threshold: Send + Sync {
    /// Refuses those who owe something first.
    fn passes<'a>(&'a self, unit: &'a mut Unit, caller: &'a Caller) -> Passed<'a>;
}

/// Nobody who knows more.
pub(crate) struct Open;

impl Threshold for Open {
    fn passes<'a>(&'a self, _unit: &'a mut Unit, _caller: &'a Caller) -> Passed<'a> {
        Box::pin(async { Ok(()) })
    }
}

impl Sieve for Open {
    fn listed<'a>(&'a self, _unit: &'a mut Unit, _observables: &'a [Observable]) -> Sifted<'a> {
        Box::pin(async { Ok(HashMap::new()) })
    }
}
