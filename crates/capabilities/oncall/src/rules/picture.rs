//! How things stand when somebody hands over.

use serde::{Deserialize, Serialize};
use vocabulary::Id;

/// An incident, by its reference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The incident.
    pub incident: Id,
    /// Its reference.
    pub reference: String,
}

/// What changed since somebody's last shift, and what is still promised. References only: what was declared stays in the files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Each part by its name, in the order in which it is shown.
    pub parts: Vec<(String, Vec<Named>)>,
    /// Alarms that rang.
    pub alarms: usize,
    /// People to call back.
    pub call_backs: usize,
    /// Of those, the ones whom nobody called in time.
    pub broken: usize,
}
