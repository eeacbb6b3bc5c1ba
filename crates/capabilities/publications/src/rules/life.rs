//! From the first word to the withdrawal.

use std::collections::BTreeMap;

use vocabulary::{Id, Instant, Refusal};

/// Where the text being written is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Nothing is being written: what is published is all there is.
    Settled,
    /// Somebody writes.
    Writing,
    /// Somebody else is asked to review it.
    InReview,
    /// Reviewed, it waits for its moment.
    Scheduled,
}

impl Stage {
    /// All, in order.
    pub const ALL: [Self; 4] = [Self::Settled, Self::Writing, Self::InReview, Self::Scheduled];

    /// Stable name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Settled => "settled",
            Self::Writing => "writing",
            Self::InReview => "in-review",
            Self::Scheduled => "scheduled",
        }
    }

    /// The stage of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }
}

/// What governs what may happen next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    /// Where the text being written is.
    pub stage: Stage,
    /// Who changed it since something was last published, with their names: none of them reviews it.
    pub writers: BTreeMap<Id, String>,
    /// The version that is published, from 1; 0 before the first.
    pub version: i64,
    /// Withdrawn: its page says why.
    pub withdrawn: bool,
}

/// Somebody who writes: their account, and the name that colleagues read.
pub type Writer = (Id, String);

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Change the text being written.
    Write,
    /// Ask for a review.
    Submit,
    /// Ask the writer for more.
    SendBack,
    /// Say that it is good: it is published now, or at that moment.
    Approve(Option<Instant>),
    /// Publish without a review, in a crisis, with a reason that is published with it.
    PublishAlone,
    /// Take it back before its moment.
    Unschedule,
    /// Take the published text off its page, with a reason that stays there.
    Withdraw,
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Only the stage changes.
    Moved,
    /// A version is published now.
    Published,
    /// A version is published at that moment.
    Scheduled(Instant),
    /// The page says why it is empty.
    Withdrawn,
}

impl Life {
    /// Before the first word of somebody.
    pub fn begun(writer: Option<Writer>) -> Self {
        let writers = writer.into_iter().collect();
        Self { stage: Stage::Writing, writers, version: 0, withdrawn: false }
    }

    /// What came with the program, whole and published at once.
    pub fn loaded() -> Self {
        Self { stage: Stage::Settled, writers: BTreeMap::new(), version: 1, withdrawn: false }
    }

    /// What a command makes of it. `who` is `None` for the program itself, which neither writes nor reviews as a person.
    pub fn after(
        mut self,
        command: Command,
        who: Option<&Writer>,
        now: Instant,
    ) -> Result<(Self, Step), Refusal> {
        use Command as C;
        use Stage as S;
        let step = match (command, self.stage) {
            (C::Write, S::Scheduled) => return Err(Refusal::new("publication-scheduled")),
            (C::Write, _) => {
                self.writers.extend(who.cloned());
                self.stage = S::Writing;
                Step::Moved
            }
            (C::Submit, S::Writing) => {
                self.stage = S::InReview;
                Step::Moved
            }
            (C::SendBack, S::InReview) | (C::Unschedule, S::Scheduled) => {
                self.stage = S::Writing;
                Step::Moved
            }
            // Four eyes: whoever wrote a word of it asks somebody else (abuse G01).
            (C::Approve(_), S::InReview) if who.is_none_or(|who| self.writers.contains_key(&who.0)) => {
                return Err(Refusal::new("publication-own"));
            }
            (C::Approve(Some(due)), S::InReview) if due > now => {
                self.stage = S::Scheduled;
                Step::Scheduled(due)
            }
            (C::Approve(_), S::InReview) | (C::PublishAlone, S::Writing | S::InReview) => {
                self = self.published();
                Step::Published
            }
            (C::Withdraw, _) if self.version > 0 && !self.withdrawn => {
                self.withdrawn = true;
                // What waits for its moment would put it back by itself: somebody decides that anew.
                if self.stage == S::Scheduled {
                    self.stage = S::Writing;
                }
                Step::Withdrawn
            }
            _ => return Err(Refusal::new("publication-moved")),
        };
        Ok((self, step))
    }

    /// The names of who wrote it.
    pub fn author(&self) -> String {
        let names: Vec<&str> = self.writers.values().map(String::as_str).collect();
        names.join(", ")
    }

    /// Once its moment has come. `None` when it was taken back meanwhile.
    pub fn due(self) -> Option<Self> {
        (self.stage == Stage::Scheduled).then(|| self.published())
    }

    /// With one version more, which nobody has changed yet, and which undoes a withdrawal.
    fn published(mut self) -> Self {
        self.stage = Stage::Settled;
        self.writers.clear();
        self.version += 1;
        self.withdrawn = false;
        self
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use Stage::{InReview, Scheduled, Settled, Writing};

    const NOW: Instant = Instant::from_millis(1_000);

    fn who(byte: u8) -> Writer {
        (Id::from_random([byte; 16]), format!("Personne {byte}"))
    }

    fn life(stage: Stage, version: i64) -> Life {
        Life { stage, writers: [who(1)].into(), version, withdrawn: false }
    }

    #[test]
    fn abuse_g01_whoever_wrote_a_word_asks_somebody_else() {
        let reviewed = life(Stage::InReview, 0);
        let refusal = reviewed.clone().after(Command::Approve(None), Some(&who(1)), NOW).unwrap_err();
        assert_eq!(refusal.code, "publication-own");
        assert!(reviewed.clone().after(Command::Approve(None), None, NOW).is_err());
        let (after, step) = reviewed.after(Command::Approve(None), Some(&who(2)), NOW).unwrap();
        assert_eq!((after.version, after.stage, step), (1, Stage::Settled, Step::Published));
        assert!(after.writers.is_empty());
        // One word more, and the second person is a writer too.
        let (after, _) = after.after(Command::Write, Some(&who(2)), NOW).unwrap();
        let (after, _) = after.after(Command::Submit, Some(&who(2)), NOW).unwrap();
        assert_eq!(
            after.after(Command::Approve(None), Some(&who(2)), NOW).unwrap_err().code,
            "publication-own"
        );
    }

    #[test]
    fn what_is_allowed_at_each_stage() {
        let table = |command: Command| {
            Stage::ALL
                .map(|stage| life(stage, 1).after(command, Some(&who(2)), NOW).map(|(l, _)| l.stage).ok())
        };
        assert_eq!(table(Command::Write), [Some(Writing), Some(Writing), Some(Writing), None]);
        assert_eq!(table(Command::Submit), [None, Some(InReview), None, None]);
        assert_eq!(table(Command::SendBack), [None, None, Some(Writing), None]);
        assert_eq!(table(Command::Approve(None)), [None, None, Some(Settled), None]);
        let later = Command::Approve(Some(NOW.plus_seconds(60)));
        assert_eq!(table(later), [None, None, Some(Scheduled), None]);
        assert_eq!(table(Command::PublishAlone), [None, Some(Settled), Some(Settled), None]);
        assert_eq!(table(Command::Unschedule), [None, None, None, Some(Writing)]);
        // What waits for its moment does not come back by itself.
        let left = [Some(Settled), Some(Writing), Some(InReview), Some(Writing)];
        assert_eq!(table(Command::Withdraw), left);
    }

    #[test]
    fn what_was_never_published_is_not_withdrawn_and_what_is_withdrawn_comes_back_as_a_new_version() {
        assert!(life(Stage::Writing, 0).after(Command::Withdraw, Some(&who(1)), NOW).is_err());
        let (gone, step) = life(Stage::Settled, 1).after(Command::Withdraw, Some(&who(1)), NOW).unwrap();
        assert_eq!(step, Step::Withdrawn);
        assert!(gone.clone().after(Command::Withdraw, Some(&who(1)), NOW).is_err());
        let (again, _) = gone.after(Command::Write, Some(&who(1)), NOW).unwrap();
        let (back, _) = again.after(Command::PublishAlone, Some(&who(1)), NOW).unwrap();
        assert_eq!((back.withdrawn, back.version), (false, 2));
    }

    fn commands() -> impl Strategy<Value = Vec<(Command, u8)>> {
        let command = prop_oneof![
            Just(Command::Write),
            Just(Command::Submit),
            Just(Command::SendBack),
            Just(Command::Approve(None)),
            Just(Command::Approve(Some(NOW.plus_seconds(60)))),
            Just(Command::Unschedule),
            Just(Command::Withdraw),
        ];
        proptest::collection::vec((command, 1_u8..4), 0..40)
    }

    proptest! {
        #[test]
        fn nothing_is_published_by_one_of_its_writers(commands in commands()) {
            let mut life = Life::begun(Some(who(1)));
            for (command, by) in commands {
                let before = life.clone();
                let Ok((after, step)) = life.clone().after(command, Some(&who(by)), NOW) else { continue };
                if matches!(step, Step::Published | Step::Scheduled(_)) {
                    prop_assert!(!before.writers.contains_key(&who(by).0));
                    prop_assert!(!before.writers.is_empty());
                }
                prop_assert!(after.version >= before.version);
                life = after;
            }
        }
    }
}
