//! What others are told of an incident, inside the transaction in which it happens.

use std::sync::Arc;

use declarations::events::Followed;
use storage::Unit;
use vocabulary::{Id, Instant};

use crate::Incident;

/// Somebody wrote in the main courante.
#[derive(Clone, Copy, Debug)]
pub struct Noted<'a> {
    /// The incident.
    pub incident: Id,
    /// The line.
    pub entry: Id,
    /// Its text.
    pub body: &'a str,
}

/// The cell wrote to the structure.
#[derive(Clone, Copy, Debug)]
pub struct Sent<'a> {
    /// The declaration.
    pub declaration: Id,
    /// The message.
    pub message: Id,
    /// Its text.
    pub body: &'a str,
    /// When it leaves: until then it can be taken back, and nothing may come of it.
    pub leaves_at: Instant,
}

/// Somebody who must know, and whose own writing happens with the note or not at all.
pub trait Reader: Send + Sync {
    /// Takes note of it.
    fn noted<'a>(&'a self, unit: &'a mut Unit, noted: Noted<'a>) -> Followed<'a>;

    /// Takes note of what leaves for the structure.
    fn sent<'a>(&'a self, _unit: &'a mut Unit, _sent: Sent<'a>) -> Followed<'a> {
        Box::pin(async { Ok(()) })
    }

    /// A person confirmed a qualification, or corrected it: the incident as it now is.
    fn qualified<'a>(&'a self, _unit: &'a mut Unit, _incident: &'a Incident) -> Followed<'a> {
        Box::pin(async { Ok(()) })
    }
}

/// Several readers, told one after the other.
impl Reader for Vec<Arc<dyn Reader>> {
    fn noted<'a>(&'a self, unit: &'a mut Unit, noted: Noted<'a>) -> Followed<'a> {
        Box::pin(async move {
            for reader in self {
                reader.noted(unit, noted).await?;
            }
            Ok(())
        })
    }

    fn sent<'a>(&'a self, unit: &'a mut Unit, sent: Sent<'a>) -> Followed<'a> {
        Box::pin(async move {
            for reader in self {
                reader.sent(unit, sent).await?;
            }
            Ok(())
        })
    }

    fn qualified<'a>(&'a self, unit: &'a mut Unit, incident: &'a Incident) -> Followed<'a> {
        Box::pin(async move {
            for reader in self {
                reader.qualified(unit, incident).await?;
            }
            Ok(())
        })
    }
}
