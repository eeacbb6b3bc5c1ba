//! What every operation needs.

use std::sync::Arc;

use vocabulary::{Clock, Id, Ids, Instant};

use crate::Store;

/// The store, the clock and the source of identities: what the operations of every capability stand on.
#[derive(Clone)]
pub struct Desk {
    /// Where everything is kept.
    pub store: Store,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where identities and secrets come from.
    pub ids: Arc<dyn Ids>,
}

impl Desk {
    /// The present moment.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// A new identity.
    pub fn id(&self) -> Id {
        self.ids.id()
    }
}
