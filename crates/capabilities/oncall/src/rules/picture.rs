//! How things stand when somebody hands over.

use serde::{Deserialize, Serialize};
use vocabulary::{Id, Instant};

/// An incident, by its reference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The incident.
    pub incident: Id,
    /// Its reference.
    pub reference: String,
    /// Whether it is an exercise.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exercise: bool,
}

/// How much is to be done, exercises not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owed {
    /// Late.
    pub late: i64,
    /// Due before the next shift ends.
    pub soon: i64,
    /// Due later, or at no moment.
    pub later: i64,
    /// When the next shift ends.
    pub until: Instant,
}

/// What changed since somebody's last shift, and what is still promised. References and counts only: what was declared, and what
/// was written about it, stays in the files.
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
    /// Tasks that are not done; unknown of a handover that an older program wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tasks: Option<Owed>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_older_program_kept_is_still_read() {
        let kept = r#"{"parts":[["late",[{"incident":"00000000-0000-4000-8000-000000000001","reference":"VIG-2026-000001-A"}]]],
            "alarms":1,"call_backs":2,"broken":0}"#;
        let picture: Picture = serde_json::from_str(kept).unwrap();
        assert!(!picture.parts[0].1[0].exercise && picture.tasks.is_none());
        assert!(!serde_json::to_string(&picture).unwrap().contains("exercise"));
    }
}
