//! What others are told of an incident, inside the transaction in which it happens.

use declarations::events::Followed;
use storage::Unit;
use vocabulary::Id;

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

/// Somebody who must know, and whose own writing happens with the note or not at all.
pub trait Reader: Send + Sync {
    /// Takes note of it.
    fn noted<'a>(&'a self, unit: &'a mut Unit, noted: Noted<'a>) -> Followed<'a>;
}
