//! What is done inside the transaction of what others do.

use access::Caller;
use community::{Community, events as said};
use members::{Members, events as belonging};
use storage::{Desk, Unit};

use crate::{jobs, store};

/// Hears of what is said, to tell of it later.
pub struct Herald {
    desk: Desk,
}

impl Herald {
    /// Made of what it stands on.
    pub fn new(desk: Desk) -> Self {
        Self { desk }
    }
}

impl said::Follower for Herald {
    fn follow<'a>(&'a self, unit: &'a mut Unit, event: said::Event) -> said::Followed<'a> {
        Box::pin(async move {
            let said::Event::Shown { post } = event;
            jobs::enqueue_post(unit, &self.desk, post).await
        })
    }
}

/// Hears that somebody belongs no more, and takes away at once what let them read.
pub struct Clearing {
    community: Community,
}

impl Clearing {
    /// Made of what it clears.
    pub fn new(community: Community) -> Self {
        Self { community }
    }
}

impl belonging::Follower for Clearing {
    fn follow<'a>(&'a self, unit: &'a mut Unit, event: belonging::Event) -> belonging::Followed<'a> {
        Box::pin(async move {
            let (belonging::Event::Left { account } | belonging::Event::Erased { account }) = event;
            if let belonging::Event::Erased { .. } = event {
                self.community.erase_in(unit, account).await?;
            } else {
                self.community.forget_in(unit, account).await?;
            }
            store::forget(unit, account).await
        })
    }
}

/// What members owe before they say something, asked of who knows: who belongs, and what the code of conduct is.
#[derive(Clone)]
pub struct Dues {
    members: Members,
}

impl Dues {
    /// Made of who knows.
    pub fn new(members: Members) -> Self {
        Self { members }
    }
}

impl community::events::Threshold for Dues {
    fn passes<'a>(&'a self, unit: &'a mut Unit, caller: &'a Caller) -> community::events::Passed<'a> {
        Box::pin(async move {
            self.members.standing_in(unit, caller).await?.writes()?;
            Ok(())
        })
    }
}
