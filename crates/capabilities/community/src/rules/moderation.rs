//! Moderating: what may be reported and for what, what may be decided, and who may learn who wrote unnamed.

use vocabulary::{Id, Instant, Refusal, Refused};

/// Characters that somebody may add, at most.
pub const WORDS: usize = 1000;
/// Characters of a reason, at least.
const LEAST: usize = 5;
/// How long a request to reveal waits for a second moderator, in seconds: two weeks.
const WAITS: i64 = 14 * 24 * 3600;
/// How long the two see the name, in seconds: thirty days.
const KNOWN: i64 = 30 * 24 * 3600;

/// Why something is reported, hidden or warned of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Somebody is treated without respect.
    Respect,
    /// False, and it could do harm.
    Wrong,
    /// About a person or a patient who can be recognised.
    Personal,
    /// Should not be known this far.
    Marking,
    /// Sells something.
    Advertising,
    /// Belongs elsewhere.
    OffTopic,
    /// Something else, said in words.
    Other,
}

impl Reason {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Respect,
        Self::Wrong,
        Self::Personal,
        Self::Marking,
        Self::Advertising,
        Self::OffTopic,
        Self::Other,
    ];

    /// Its name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Respect => "respect",
            Self::Wrong => "wrong",
            Self::Personal => "personal",
            Self::Marking => "marking",
            Self::Advertising => "advertising",
            Self::OffTopic => "off-topic",
            Self::Other => "other",
        }
    }

    /// The one of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// What is decided about a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing is wrong with it.
    Nothing,
    /// It is read no more; a reason stands in its place.
    Hide,
    /// Its author is told what is wrong.
    Warn,
    /// Both.
    Both,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Nothing, Self::Hide, Self::Warn, Self::Both];

    /// Its name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Hide => "hide",
            Self::Warn => "warn",
            Self::Both => "both",
        }
    }

    /// The one of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// Whether the post is read no more.
    pub const fn hides(self) -> bool {
        matches!(self, Self::Hide | Self::Both)
    }

    /// Whether its author is told.
    pub const fn warns(self) -> bool {
        matches!(self, Self::Warn | Self::Both)
    }
}

/// A report, as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct TypedReport {
    /// The code of a reason.
    pub reason: String,
    /// What they say of it.
    pub words: String,
}

impl TypedReport {
    /// The reason and the words, or what is wrong with them. Another reason than those listed is said in words.
    pub fn read(&self) -> Result<(Reason, String), Refused> {
        let reason = Reason::from_code(&self.reason);
        let least = if reason == Some(Reason::Other) { LEAST } else { 0 };
        let words = words(&self.words, "words", least);
        both(reason.ok_or_else(|| Refusal::new("required").at("reason")), words)
    }
}

/// A verdict, as a moderator typed it.
#[derive(Clone, Debug, Default)]
pub struct TypedVerdict {
    /// The code of a verdict.
    pub verdict: String,
    /// The code of a reason.
    pub reason: String,
    /// What stands in the place of the post, and in the log.
    pub told: String,
    /// What is said to its author.
    pub warning: String,
    /// What is said to who reported it.
    pub answer: String,
}

/// A verdict that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// What is done.
    pub verdict: Verdict,
    /// Why; `None` where nothing is wrong.
    pub reason: Option<Reason>,
    /// What stands in the place of the post.
    pub told: String,
    /// What is said to its author.
    pub warning: String,
    /// What is said to who reported it.
    pub answer: String,
}

impl TypedVerdict {
    /// What was decided, or all that is missing.
    pub fn read(&self) -> Result<Judged, Refused> {
        let Some(verdict) = Verdict::from_code(&self.verdict) else {
            return Err(Refused::invalid(Refusal::new("required").at("verdict")));
        };
        let reason = Reason::from_code(&self.reason).filter(|_| verdict != Verdict::Nothing);
        let mut wrong = Vec::new();
        if reason.is_none() && verdict != Verdict::Nothing {
            wrong.push(Refusal::new("required").at("reason"));
        }
        let mut read = |typed: &str, field, asked: bool| {
            words(typed, field, if asked { LEAST } else { 0 })
                .map_err(|refusal| wrong.push(refusal))
                .unwrap_or_default()
        };
        // What was typed for something that is not done is said to nobody.
        let told = if verdict.hides() { read(&self.told, "told", true) } else { String::new() };
        let warning = if verdict.warns() { read(&self.warning, "warning", true) } else { String::new() };
        let answer = read(&self.answer, "answer", false);
        if wrong.is_empty() {
            Ok(Judged { verdict, reason, told, warning, answer })
        } else {
            Err(Refused::Invalid(wrong))
        }
    }
}

fn both<A, B>(one: Result<A, Refusal>, other: Result<B, Refusal>) -> Result<(A, B), Refused> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (one, other) => Err(Refused::Invalid(one.err().into_iter().chain(other.err()).collect())),
    }
}

/// Words as they are kept, when they are long enough and not too long.
pub fn words(typed: &str, field: &'static str, least: usize) -> Result<String, Refusal> {
    let words = typed.trim().to_owned();
    let count = words.chars().count();
    if count > WORDS {
        return Err(Refusal::new("moderation-long").at(field).with("most", WORDS.to_string()));
    }
    if count < least {
        return Err(Refusal::new("moderation-words").at(field));
    }
    Ok(words)
}

/// The reason for something grave.
pub fn grounds(typed: &str, field: &'static str) -> Result<String, Refused> {
    words(typed, field, LEAST).map_err(Refused::invalid)
}

/// What became of a request to reveal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revealing {
    /// A second moderator has not answered.
    Waiting,
    /// Nobody answered in time.
    Lapsed,
    /// Those two see the name until then.
    Granted(Instant),
    /// They saw it; nobody does any more.
    Over,
    /// A second moderator said no.
    Refused,
}

/// Where a request to reveal stands: when it was asked, and what was decided of it and when.
pub fn revealing(asked_at: Instant, decided: Option<(bool, Instant)>, now: Instant) -> Revealing {
    match decided {
        None if now < asked_at.plus_seconds(WAITS) => Revealing::Waiting,
        None => Revealing::Lapsed,
        Some((false, _)) => Revealing::Refused,
        Some((true, at)) if now < at.plus_seconds(KNOWN) => Revealing::Granted(at.plus_seconds(KNOWN)),
        Some((true, _)) => Revealing::Over,
    }
}

/// Whether somebody may ask for a reveal, from what was asked about the same post before: who asked, and what became of it. What was
/// refused to somebody is not asked by them again: repetition would wear out the second.
pub fn may_ask(before: &[(Id, Revealing)], asker: Id) -> Result<(), Refused> {
    let open = |state: &Revealing| matches!(state, Revealing::Waiting | Revealing::Granted(_));
    if before.iter().any(|(_, state)| open(state)) {
        return Err(Refused::Conflict(Refusal::new("reveal-asked")));
    }
    if before.iter().any(|(by, state)| *by == asker && *state == Revealing::Refused) {
        return Err(Refused::Conflict(Refusal::new("reveal-refused")));
    }
    Ok(())
}

/// Whether somebody may decide what somebody else asked.
pub fn may_decide(state: Revealing, asker: Id, decider: Id) -> Result<(), Refused> {
    if state != Revealing::Waiting {
        return Err(Refused::Conflict(Refusal::new("reveal-decided")));
    }
    if asker == decider {
        return Err(Refused::Conflict(Refusal::new("reveal-second")));
    }
    Ok(())
}

/// What the cell makes of a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The draft of an alert.
    Alert,
    /// A note in the journal of an incident.
    Incident,
    /// A line in the journal of an event.
    Event,
    /// Nothing, after all.
    Dropped,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Alert, Self::Incident, Self::Event, Self::Dropped];

    /// Its name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Alert => "alert",
            Self::Incident => "incident",
            Self::Event => "event",
            Self::Dropped => "dropped",
        }
    }

    /// The one of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(refused: Refused) -> Vec<(&'static str, String)> {
        let Refused::Invalid(wrong) = refused else { panic!("{refused:?}") };
        wrong.into_iter().map(|refusal| (refusal.code, refusal.field.unwrap_or_default())).collect()
    }

    #[test]
    fn a_report_has_a_reason_of_the_list_or_one_in_words() {
        let read = |reason: &str, words: &str| {
            TypedReport { reason: reason.to_owned(), words: words.to_owned() }.read()
        };
        for reason in Reason::ALL {
            assert_eq!(read(reason.code(), "").is_ok(), reason != Reason::Other, "{reason:?}");
            assert_eq!(read(reason.code(), " une raison ").unwrap(), (reason, "une raison".to_owned()));
        }
        let none = vec![("required", "reason".to_owned())];
        assert_eq!(codes(read("", "").unwrap_err()), none);
        assert_eq!(codes(read("hidden", "").unwrap_err()), none);
        let long = "x".repeat(WORDS + 1);
        assert_eq!(codes(read("", &long).unwrap_err()).len(), 2, "all that is wrong at once");
        assert!(read("wrong", &long[1..]).is_ok());
    }

    #[test]
    fn a_verdict_says_to_each_what_is_theirs_and_nothing_else() {
        let typed = TypedVerdict {
            verdict: String::new(),
            reason: "wrong".to_owned(),
            told: "hors de propos".to_owned(),
            warning: "attention".to_owned(),
            answer: "merci".to_owned(),
        };
        for verdict in Verdict::ALL {
            let judged = TypedVerdict { verdict: verdict.code().to_owned(), ..typed.clone() }.read().unwrap();
            assert_eq!(judged.told.is_empty(), !verdict.hides(), "{verdict:?}");
            assert_eq!(judged.warning.is_empty(), !verdict.warns(), "{verdict:?}");
            assert_eq!(judged.reason.is_none(), verdict == Verdict::Nothing);
            assert_eq!(judged.answer, "merci");
        }
        assert_eq!(codes(typed.read().unwrap_err()), [("required", "verdict".to_owned())]);
        let bare = TypedVerdict { verdict: "both".to_owned(), ..TypedVerdict::default() };
        let wrong: Vec<String> =
            codes(bare.read().unwrap_err()).into_iter().map(|(_, field)| field).collect();
        assert_eq!(wrong, ["reason", "told", "warning"]);
        let nothing = TypedVerdict { verdict: "nothing".to_owned(), ..TypedVerdict::default() };
        assert!(nothing.read().is_ok());
    }

    #[test]
    fn a_reveal_waits_is_decided_by_another_and_ends() {
        let day = |n: i64| Instant::from_millis(n * 24 * 3600 * 1000);
        let (granted, refused) = (Some((true, day(1))), Some((false, day(1))));
        for (decided, now, state) in [
            (None, 13, Revealing::Waiting),
            (None, 14, Revealing::Lapsed),
            (granted, 30, Revealing::Granted(day(31))),
            (granted, 31, Revealing::Over),
            (refused, 2, Revealing::Refused),
            (refused, 900, Revealing::Refused),
        ] {
            assert_eq!(revealing(day(0), decided, day(now)), state, "{decided:?} {now}");
        }
    }

    #[test]
    fn who_may_ask_and_who_may_decide_is_one_table() {
        let [one, other] = [1, 2].map(|byte| Id::from_random([byte; 16]));
        let until = Instant::from_millis(1);
        for (state, by_one, by_other) in [
            (Revealing::Waiting, false, false),
            (Revealing::Granted(until), false, false),
            (Revealing::Lapsed, true, true),
            (Revealing::Over, true, true),
            (Revealing::Refused, false, true),
        ] {
            assert_eq!(may_ask(&[(one, state)], one).is_ok(), by_one, "{state:?}");
            assert_eq!(may_ask(&[(one, state)], other).is_ok(), by_other, "{state:?}");
            assert!(may_decide(state, one, one).is_err(), "never alone: {state:?}");
            assert_eq!(may_decide(state, one, other).is_ok(), state == Revealing::Waiting, "{state:?}");
        }
        assert!(may_ask(&[], one).is_ok());
    }

    #[test]
    fn codes_are_read_as_they_are_written() {
        for reason in Reason::ALL {
            assert_eq!(Reason::from_code(reason.code()), Some(reason));
        }
        for verdict in Verdict::ALL {
            assert_eq!(Verdict::from_code(verdict.code()), Some(verdict));
        }
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::from_code(outcome.code()), Some(outcome));
        }
    }
}
