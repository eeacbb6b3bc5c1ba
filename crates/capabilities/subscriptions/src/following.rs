//! What is published is told of: inside the publication's transaction one job is written, however many want to know.

use publications::events::{Event, Followed, Follower};
use storage::Desk;
use vocabulary::Tlp;

use crate::jobs;

/// Who hears what is published, for those who subscribed.
#[derive(Clone)]
pub struct Herald(Desk);

impl Herald {
    /// Made from what it stands on.
    pub fn new(desk: Desk) -> Self {
        Self(desk)
    }
}

impl Follower for Herald {
    fn follow<'a>(&'a self, unit: &'a mut storage::Unit, event: Event<'a>) -> Followed<'a> {
        Box::pin(async move {
            match event {
                // Mail goes where nobody sees it: only what is the world's leaves by it.
                Event::Published { listed, tell: true, .. } if listed.tlp == Tlp::Clear => {
                    jobs::enqueue_spread(unit, &self.0, listed.id, listed.version).await
                }
                // What carries a stricter mark now must not leave as it was either.
                Event::Published { listed, .. } if listed.tlp != Tlp::Clear => {
                    jobs::enqueue_withdrawal(unit, &self.0, listed.id, listed.version).await
                }
                Event::Published { .. } => Ok(()),
                Event::Withdrawn { publication } => {
                    jobs::enqueue_withdrawal(unit, &self.0, publication, 0).await
                }
            }
        })
    }
}
