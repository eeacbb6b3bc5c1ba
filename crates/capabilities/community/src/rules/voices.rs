//! Speaking without being named: as « a hospital of a large region », to be found by no road but the reveal of two moderators.

use vocabulary::{Instant, Refusal, Tlp};

/// With fewer people in a group, everybody would know who it was.
pub const MOST_FEW: i64 = 4;

/// A quarter of an hour, in milliseconds.
const QUARTER: i64 = 15 * 60 * 1000;

/// By which words somebody who is not named is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voice {
    who: usize,
    place: usize,
}

impl Voice {
    /// What they work in.
    pub const WHO: [&'static str; 6] =
        ["hospital", "large-hospital", "laboratory", "radiotherapy", "medico-social", "structure"];
    /// Where.
    pub const PLACES: [&'static str; 4] = ["large-region", "small-region", "overseas", "somewhere"];

    /// The voice of these two names.
    pub fn new(who: &str, place: &str) -> Option<Self> {
        let at = |all: &[&str], one: &str| all.iter().position(|name| *name == one);
        Some(Self { who: at(&Self::WHO, who)?, place: at(&Self::PLACES, place)? })
    }

    /// As stored: `hospital/large-region`.
    pub fn code(self) -> String {
        let name = |all: &[&'static str], at: usize| all.get(at).copied().unwrap_or_default();
        format!("{}/{}", name(&Self::WHO, self.who), name(&Self::PLACES, self.place))
    }

    /// The voice of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        code.split_once('/').and_then(|(who, place)| Self::new(who, place))
    }
}

/// When what is said unnamed is shown: at the next quarter of an hour and never within the minute, so that neither the moment of a
/// visit nor of a mail tells who wrote it.
pub fn next_quarter(now: Instant) -> Instant {
    let after = now.millis() + 60_000;
    Instant::from_millis(after - after.rem_euclid(QUARTER) + QUARTER)
}

/// Whether somebody may speak unnamed: not to named readers, not to the cell alone, and not among so few that all would know.
pub fn unnamed(tlp: Tlp, to_the_cell: bool, people: i64) -> Result<(), Refusal> {
    if tlp == Tlp::Red || to_the_cell {
        return Err(Refusal::new("unnamed-to-named").at("unnamed"));
    }
    if people <= MOST_FEW {
        return Err(Refusal::new("unnamed-among-few").at("unnamed"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_unnamed_waits_for_a_quarter_of_an_hour_that_many_share() {
        let minute = 60_000;
        for (now, shown) in [(0, 15), (13, 15), (14, 30), (15, 30), (59, 75)] {
            let at = next_quarter(Instant::from_millis(now * minute));
            assert_eq!(at, Instant::from_millis(shown * minute), "{now}");
        }
    }

    #[test]
    fn nobody_is_unnamed_before_readers_they_name_or_among_few() {
        assert_eq!(unnamed(Tlp::Amber, false, 5), Ok(()));
        assert_eq!(unnamed(Tlp::Red, false, 50).unwrap_err().code, "unnamed-to-named");
        assert_eq!(unnamed(Tlp::Green, true, 50).unwrap_err().code, "unnamed-to-named");
        assert_eq!(unnamed(Tlp::Green, false, MOST_FEW).unwrap_err().code, "unnamed-among-few");
    }

    #[test]
    fn a_voice_is_read_as_it_was_written_and_holds_no_other_word() {
        for who in Voice::WHO {
            for place in Voice::PLACES {
                let voice = Voice::new(who, place).unwrap();
                assert_eq!(Voice::from_code(&voice.code()), Some(voice));
            }
        }
        for wrong in ["", "/", "hospital", "hospital/", "CHU de Rennes/large-region", "hospital/53"] {
            assert_eq!(Voice::from_code(wrong), None, "{wrong}");
        }
    }
}
