//! The life of a request to join, and on whose word it may be accepted.

use vocabulary::{Instant, Refusal};

/// Requests of one person in [`ONE_DAY`]: each may write to somebody.
pub const REQUESTS_A_DAY: usize = 3;
/// A day, in seconds.
pub const ONE_DAY: i64 = 24 * 3600;

/// How far a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Waits for the cell.
    Open,
    /// The cell asked something, and waits for the answer.
    Asked,
    /// They belong.
    Accepted,
    /// They do not, and were told why.
    Refused,
    /// Taken back by who asked.
    Withdrawn,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Open, Self::Asked, Self::Accepted, Self::Refused, Self::Withdrawn];

    /// Stable name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Asked => "asked",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether nothing is decided yet.
    pub const fn waits(self) -> bool {
        matches!(self, Self::Open | Self::Asked)
    }
}

/// What is done about a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// The cell lets them in.
    Accept,
    /// The cell does not.
    Refuse,
    /// The cell asks something.
    Ask,
    /// They answer.
    Answer,
    /// They take it back.
    Withdraw,
}

/// What a request becomes.
pub fn next(state: State, command: Command) -> Result<State, Refusal> {
    match (state, command) {
        (State::Open, Command::Answer) => Err(Refusal::new("nothing-asked")),
        (State::Open | State::Asked, command) => Ok(match command {
            Command::Accept => State::Accepted,
            Command::Refuse => State::Refused,
            Command::Ask => State::Asked,
            Command::Answer => State::Open,
            Command::Withdraw => State::Withdrawn,
        }),
        _ => Err(Refusal::new("request-decided")),
    }
}

/// What somebody said of who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// That they answer for them.
    pub yes: bool,
    /// Whether they are still what they said it as: a member, or of that facility.
    pub counts: bool,
}

/// Whether there is enough to accept somebody: a word that counts, or what the cell learnt when it called the facility.
pub fn enough(words: &[Word], checked: &str) -> Result<(), Refusal> {
    let vouched = words.iter().any(|word| word.yes && word.counts);
    if vouched || !checked.is_empty() {
        Ok(())
    } else {
        Err(Refusal::new("vouch-missing").at("member-checked"))
    }
}

/// Seconds to wait before asking once more, when one asked often enough today.
pub fn too_many(before: &[Instant], now: Instant) -> Option<u32> {
    let recent: Vec<i64> =
        before.iter().map(|at| now.seconds_since(*at)).filter(|ago| *ago < ONE_DAY).collect();
    let oldest = recent.iter().copied().max()?;
    let wait = u32::try_from((ONE_DAY - oldest).max(1)).unwrap_or(u32::MAX);
    (recent.len() >= REQUESTS_A_DAY).then_some(wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_request_becomes_is_one_table() {
        use Command as C;
        use State as S;
        let all = [C::Accept, C::Refuse, C::Ask, C::Answer, C::Withdraw];
        let after = |state: State| all.map(|command| next(state, command).ok());
        let some = |states: [State; 5]| states.map(Some);
        assert_eq!(
            after(S::Open),
            [Some(S::Accepted), Some(S::Refused), Some(S::Asked), None, Some(S::Withdrawn)]
        );
        assert_eq!(after(S::Asked), some([S::Accepted, S::Refused, S::Asked, S::Open, S::Withdrawn]));
        for over in State::ALL.into_iter().filter(|state| !state.waits()) {
            assert_eq!(after(over), [None; 5], "{over:?}");
        }
        for state in State::ALL {
            assert_eq!(State::from_code(state.code()), Some(state));
        }
    }

    #[test]
    fn a_word_counts_while_who_gave_it_still_is_what_they_were() {
        let word = |yes, counts| Word { yes, counts };
        let table: [(&[Word], &str, bool); 7] = [
            (&[], "", false),
            (&[], "Appelé au standard, la direction confirme.", true),
            (&[word(true, true)], "", true),
            (&[word(true, false)], "", false),
            (&[word(false, true)], "", false),
            (&[word(false, true), word(true, true)], "", true),
            (&[word(true, false)], "Appelé.", true),
        ];
        for (words, checked, accepted) in table {
            assert_eq!(enough(words, checked).is_ok(), accepted, "{words:?} {checked}");
        }
    }

    #[test]
    fn who_asks_again_and_again_waits_a_day() {
        let at = |hours: i64| Instant::from_millis(hours * 3_600_000);
        assert_eq!(too_many(&[], at(100)), None);
        assert_eq!(too_many(&[at(99), at(98)], at(100)), None);
        assert_eq!(too_many(&[at(99), at(98), at(90)], at(100)), Some(14 * 3600));
        assert_eq!(too_many(&[at(99), at(98), at(76)], at(100)), None, "of yesterday");
    }
}
