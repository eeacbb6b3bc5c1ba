//! What one can ask of the trail.

mod accesses;
mod exporting;
mod naming;
mod searching;
mod verifying;

use accounts::Accounts;
use declarations::Declarations;
use incidents::Incidents;
use storage::Desk;
use trail::{Anchor, Place};
use vocabulary::{Id, Instant, Refusal};

pub use accesses::{Access, Accesses};
pub use exporting::Export;
pub use naming::Line;
pub use searching::Found;
pub use verifying::{State, Verified};

/// Entries on one page.
const PAGE: usize = 50;

/// The trail, and what can be asked about it. Cheap to clone.
#[derive(Clone)]
pub struct Audit {
    desk: Desk,
    anchor: Anchor,
    accounts: Accounts,
    declarations: Declarations,
    incidents: Incidents,
}

impl Audit {
    /// Made from what it stands on: the others know the names of what the trail holds by identity.
    pub fn new(
        desk: Desk,
        anchor: Anchor,
        accounts: Accounts,
        declarations: Declarations,
        incidents: Incidents,
    ) -> Self {
        Self { desk, anchor, accounts, declarations, incidents }
    }
}

/// Where a page begins, from the address of the one before.
fn place(after: &str) -> Result<Option<Place>, Refusal> {
    if after.is_empty() {
        return Ok(None);
    }
    let read = || {
        let (at, sequence) = after.split_once('_')?;
        Some(Place { at: Instant::from_millis(at.parse().ok()?), sequence: sequence.parse().ok()? })
    };
    read().map(Some).ok_or_else(|| Refusal::new("cursor").at("after"))
}

/// Cuts a page to its length; answers with where the next one begins.
fn cut(entries: &mut Vec<trail::Recorded>) -> Option<String> {
    let more = entries.len() > PAGE;
    entries.truncate(PAGE);
    entries.last().filter(|_| more).map(|last| format!("{}_{}", last.at.millis(), last.sequence))
}

/// The kind and the identity of an actor or an object that has one.
fn identity(text: &str) -> Option<(&str, Id)> {
    let (kind, id) = text.split_once(':')?;
    Some((kind, Id::parse(id).ok()?))
}
