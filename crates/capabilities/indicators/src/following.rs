//! Being told that something was written. A text in which nothing stands costs nothing; else a job reads it, out of the
//! transaction in which somebody waits.

use declarations::events::{Declared, Event, Followed, Follower};
use incidents::events::{Noted, Reader, Sent};
use storage::{Desk, Unit};
use vocabulary::Failure;

use crate::{
    jobs::{self, Where},
    rules::Origin,
    store::{self, Standing},
};

/// Looks whether something stands in what is written. Cheap to clone.
#[derive(Clone)]
pub struct Finder {
    desk: Desk,
}

impl Finder {
    /// Made from what it stands on.
    pub fn new(desk: Desk) -> Self {
        Self { desk }
    }

    async fn declared(&self, unit: &mut Unit, declared: Declared<'_>) -> Result<(), Failure> {
        let schema = declarations::rules::Schema::current();
        if declared.answers.own_words(schema).all(|text| observables::find(text).is_empty()) {
            return Ok(());
        }
        let source = declared.version.to_string();
        self.enqueue(unit, Where::declared(declared.declaration, Origin::Declaration, source)).await
    }

    async fn enqueue(&self, unit: &mut Unit, place: Where) -> Result<(), Failure> {
        jobs::enqueue(unit, &self.desk, &place, self.desk.now()).await
    }
}

impl Follower for Finder {
    fn follow<'a>(&'a self, unit: &'a mut Unit, event: Event<'a>) -> Followed<'a> {
        Box::pin(async move {
            match event {
                Event::Filed(declared) => self.declared(unit, declared).await,
                Event::Amended(declared) => {
                    let standing = Standing {
                        tlp: declared.answers.tlp(),
                        facility: declared.answers.facility(),
                        legal_entity: declared.facility.map(|facility| facility.legal_entity),
                        region: declared.facility.map(|facility| facility.region.agency()),
                    };
                    store::move_to(unit, declared.declaration, &standing).await?;
                    self.declared(unit, declared).await
                }
                Event::Wrote { body, .. } | Event::Answered { body, .. }
                    if observables::find(body).is_empty() =>
                {
                    Ok(())
                }
                Event::Answered { declaration, message, .. } => {
                    let source = message.to_string();
                    self.enqueue(unit, Where::declared(declaration, Origin::Answer, source)).await
                }
                Event::Wrote { declaration, message, .. } => {
                    let source = message.to_string();
                    self.enqueue(unit, Where::declared(declaration, Origin::Message, source)).await
                }
                Event::Attached { declaration, attachment, .. } => {
                    let source = attachment.to_string();
                    self.enqueue(unit, Where::declared(declaration, Origin::Attachment, source)).await
                }
                Event::SaidResolved { .. } | Event::Interrupted { .. } | Event::Mailed { .. } => Ok(()),
            }
        })
    }
}

impl Reader for Finder {
    fn noted<'a>(&'a self, unit: &'a mut Unit, noted: Noted<'a>) -> Followed<'a> {
        Box::pin(async move {
            if observables::find(noted.body).is_empty() {
                return Ok(());
            }
            self.enqueue(unit, Where::noted(noted.incident, noted.entry.to_string())).await
        })
    }

    /// Read once it has left: what was taken back was never said.
    fn sent<'a>(&'a self, unit: &'a mut Unit, sent: Sent<'a>) -> Followed<'a> {
        Box::pin(async move {
            if observables::find(sent.body).is_empty() {
                return Ok(());
            }
            let place = Where::declared(sent.declaration, Origin::Answer, sent.message.to_string());
            jobs::enqueue(unit, &self.desk, &place, sent.leaves_at).await
        })
    }
}
