//! What rings, and for whom.

use incidents::rules::AT_ONCE;
use vocabulary::Id;

/// Seconds after which an alarm that nobody acknowledged calls the next person.
pub const AGAIN_AFTER: i64 = 300;

/// Why an alarm rings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Patients are, or may be, in danger.
    Danger,
    /// The rules say that it is major.
    Major,
    /// The rules propose a severity that does not wait, or a person confirmed the highest.
    Severity,
    /// Somebody in danger stopped half-way in a declaration.
    Draft,
}

impl Reason {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Danger, Self::Major, Self::Severity, Self::Draft];

    /// Stable name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Danger => "danger",
            Self::Major => "major",
            Self::Severity => "severity",
            Self::Draft => "draft",
        }
    }

    /// The reason of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// How an alarm ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Somebody acknowledged it.
    Acknowledged,
    /// Somebody has taken the incident in charge meanwhile, or it is over.
    Handled,
    /// The declaration that was interrupted was filed, or its person called back.
    Resumed,
}

impl How {
    /// Stable name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Acknowledged => "acknowledged",
            Self::Handled => "handled",
            Self::Resumed => "resumed",
        }
    }
}

/// Why an incident would ring, if it would: what is worst first.
pub fn rings(danger: bool, major: bool, severity: i64, confirmed: bool) -> Option<Reason> {
    // What the rules propose wakes while nobody has looked; once somebody has, only what they found to be the worst.
    let worst = severity >= if confirmed { 5 } else { AT_ONCE };
    [(danger, Reason::Danger), (major, Reason::Major), (worst, Reason::Severity)]
        .into_iter()
        .find_map(|(holds, reason)| holds.then_some(reason))
}

/// Who is called at a step, from 0, when these people are on call: one after the other, then from the first again.
pub fn whom(people: &[Id], step: i64) -> Option<Id> {
    let many = i64::try_from(people.len()).ok().filter(|many| *many > 0)?;
    people.get(usize::try_from(step.rem_euclid(many)).ok()?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_wakes_somebody_and_what_does_not() {
        for (danger, major, severity, confirmed, expected) in [
            (false, false, 3, true, None),
            (false, false, 3, false, None),
            (false, false, 4, false, Some(Reason::Severity)),
            (false, false, 5, false, Some(Reason::Severity)),
            (false, false, 4, true, None),
            (false, false, 5, true, Some(Reason::Severity)),
            (false, true, 2, false, Some(Reason::Major)),
            (true, true, 5, true, Some(Reason::Danger)),
            (true, false, 1, false, Some(Reason::Danger)),
        ] {
            assert_eq!(rings(danger, major, severity, confirmed), expected);
        }
        for reason in Reason::ALL {
            assert_eq!(Reason::from_code(reason.code()), Some(reason));
        }
    }

    #[test]
    fn one_after_the_other_and_round_again() {
        let people = [1, 2, 3].map(|byte| Id::from_random([byte; 16]));
        let called: Vec<_> = (0..7).map(|step| whom(&people, step).unwrap()).collect();
        assert_eq!(called, [0, 1, 2, 0, 1, 2, 0].map(|n| people[n]));
        assert_eq!(whom(&people[..1], 9), Some(people[0]));
        assert_eq!(whom(&[], 0), None);
    }
}
