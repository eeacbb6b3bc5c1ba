//! Threads and posts: what they hold, which mark they may carry beside others, who may change it.

use std::collections::BTreeSet;

use vocabulary::{Id, Instant, Refusal, Refused, Tlp};

/// Letters of a title, at most.
const TITLE: usize = 150;
/// Letters of a post, at most.
const BODY: usize = 20_000;
/// Tags of a thread, at most.
const TAGS: usize = 5;
/// Named readers of a post, at most.
const READERS: usize = 50;
/// Choices of a poll, at most.
const CHOICES: usize = 10;
/// How long a poll may last, in seconds: a quarter of a year.
const POLL: i64 = 92 * 24 * 3600;

/// What a reader may answer with a press.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reaction {
    /// Thank you.
    Thanks,
    /// I see the same here.
    Same,
    /// It helped.
    Useful,
}

impl Reaction {
    /// All of them, in the order in which they stand.
    pub const ALL: [Self; 3] = [Self::Thanks, Self::Same, Self::Useful];

    /// Its name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Thanks => "thanks",
            Self::Same => "same",
            Self::Useful => "useful",
        }
    }

    /// The one of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// A mark, and the readers that it names when it is TLP:RED.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// How far it may go.
    pub tlp: Tlp,
    /// Whom it names, its author among them; empty for every other mark.
    pub readers: BTreeSet<Id>,
}

impl Mark {
    /// A mark as somebody chose it: TLP:RED names at least one other, no other mark names anybody.
    pub fn new(tlp: Tlp, readers: BTreeSet<Id>, author: Id) -> Result<Self, Refusal> {
        if tlp != Tlp::Red {
            return Ok(Self { tlp, readers: BTreeSet::new() });
        }
        let others = readers.iter().filter(|reader| **reader != author).count();
        if others == 0 {
            return Err(Refusal::new("red-names-nobody").at("readers"));
        }
        if others > READERS {
            return Err(Refusal::new("red-names-too-many").at("readers").with("most", READERS.to_string()));
        }
        Ok(Self { tlp, readers: readers.into_iter().chain([author]).collect() })
    }

    /// Whether it lets nobody read whom the other does not.
    fn within(&self, other: &Self) -> bool {
        self.tlp > other.tlp
            || (self.tlp == other.tlp && (self.tlp != Tlp::Red || self.readers.is_subset(&other.readers)))
    }
}

/// The words of a post, and of a thread that it opens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// The title; empty for an answer.
    pub title: String,
    /// The text, in Markdown.
    pub body: String,
    /// What it is about.
    pub tags: Vec<String>,
}

/// Words that hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The title.
    pub title: String,
    /// The text.
    pub body: String,
    /// What it is about, each once.
    pub tags: Vec<String>,
    /// The text without its signs, for who searches.
    pub plain: String,
}

/// A tag, as it is kept; `None` for what is none.
pub fn tag(typed: &str) -> Option<String> {
    let slug = vocabulary::slug(typed);
    (1..=30).contains(&slug.len()).then_some(slug)
}

/// Words as somebody typed them, or what is wrong with each.
pub fn checked(words: &Words, opens: bool) -> Result<Checked, Refused> {
    let mut wrong = Vec::new();
    let title = words.title.split_whitespace().collect::<Vec<_>>().join(" ");
    if opens && !(3..=TITLE).contains(&title.chars().count()) {
        wrong.push(Refusal::new("thread-title").at("title").with("most", TITLE.to_string()));
    }
    let body = words.body.trim().to_owned();
    if body.is_empty() {
        wrong.push(Refusal::new("post-empty").at("body"));
    }
    if body.chars().count() > BODY {
        wrong.push(Refusal::new("post-long").at("body").with("most", BODY.to_string()));
    }
    let tags: BTreeSet<String> = words.tags.iter().filter_map(|typed| tag(typed)).collect();
    if tags.len() > TAGS {
        wrong.push(Refusal::new("thread-tags").at("tags").with("most", TAGS.to_string()));
    }
    let plain = match markdown::Text::parse(&body) {
        Ok(text) => text.plain(),
        Err(refusal) => {
            wrong.push(refusal.at("body"));
            String::new()
        }
    };
    let title = if opens { title } else { String::new() };
    let tags = if opens { tags.into_iter().collect() } else { Vec::new() };
    if wrong.is_empty() { Ok(Checked { title, body, tags, plain }) } else { Err(Refused::Invalid(wrong)) }
}

/// Whether an answer may carry a mark: at least as strict as what opens its thread, whose title stands above it.
pub fn answers(mark: &Mark, opening: &Mark) -> Result<(), Refusal> {
    if mark.within(opening) { Ok(()) } else { Err(Refusal::new("answer-looser").at("tlp")) }
}

/// Whether a post may quote another: what is quoted goes no further by it.
pub fn quotes(mark: &Mark, quoted: &Mark) -> Result<(), Refusal> {
    if mark.within(quoted) { Ok(()) } else { Err(Refusal::new("quote-looser").at("tlp")) }
}

/// Whether somebody may change a mark: to a stricter one its author or a moderator, at once; to a looser one its author only.
pub fn remarked(from: &Mark, to: &Mark, author: bool, moderator: bool) -> Result<(), Refused> {
    if from == to || author || (moderator && to.within(from)) {
        Ok(())
    } else if moderator {
        Err(Refused::invalid(Refusal::new("loosened-by-its-author").at("tlp")))
    } else {
        Err(Refused::Forbidden)
    }
}

/// A question put to all who read a thread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewPoll {
    /// The question.
    pub question: String,
    /// What one may choose, in order.
    pub choices: Vec<String>,
    /// Whether one may choose several.
    pub several: bool,
    /// Until when.
    pub until: Option<Instant>,
}

/// A poll as somebody typed it, or what is wrong with it.
pub fn poll(mut poll: NewPoll, now: Instant) -> Result<NewPoll, Refused> {
    let mut wrong = Vec::new();
    poll.question = poll.question.trim().to_string();
    poll.choices = poll.choices.iter().map(|c| c.trim().to_owned()).filter(|c| !c.is_empty()).collect();
    if !(3..=TITLE).contains(&poll.question.chars().count()) {
        wrong.push(Refusal::new("poll-question").at("poll_question").with("most", TITLE.to_string()));
    }
    let different: BTreeSet<&String> = poll.choices.iter().collect();
    let long = poll.choices.iter().any(|choice| choice.chars().count() > TITLE);
    if !(2..=CHOICES).contains(&poll.choices.len()) || different.len() < poll.choices.len() || long {
        wrong.push(Refusal::new("poll-choices").at("poll_choices").with("most", CHOICES.to_string()));
    }
    if !poll.until.is_some_and(|until| until > now && until <= now.plus_seconds(POLL)) {
        wrong.push(Refusal::new("poll-until").at("poll_until"));
    }
    if wrong.is_empty() { Ok(poll) } else { Err(Refused::Invalid(wrong)) }
}

/// Whether a vote counts.
pub fn voted(choices: &BTreeSet<i64>, of: usize, several: bool) -> Result<(), Refusal> {
    let known = choices.iter().all(|choice| usize::try_from(*choice).is_ok_and(|choice| choice < of));
    let enough = if several { !choices.is_empty() } else { choices.len() == 1 };
    if known && enough { Ok(()) } else { Err(Refusal::new("poll-vote").at("choice")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(byte: u8) -> Id {
        Id::from_random([byte; 16])
    }

    fn red(readers: &[u8]) -> Mark {
        Mark { tlp: Tlp::Red, readers: readers.iter().map(|byte| id(*byte)).collect() }
    }

    fn plain(tlp: Tlp) -> Mark {
        Mark { tlp, readers: BTreeSet::new() }
    }

    #[test]
    fn red_names_its_readers_and_nothing_else_does() {
        let named = Mark::new(Tlp::Red, [id(2)].into(), id(1)).unwrap();
        assert_eq!(named, red(&[1, 2]));
        assert_eq!(Mark::new(Tlp::Red, [id(1)].into(), id(1)).unwrap_err().code, "red-names-nobody");
        assert_eq!(Mark::new(Tlp::Amber, [id(2)].into(), id(1)), Ok(plain(Tlp::Amber)));
        let crowd = (2..=52).map(id).collect();
        assert_eq!(Mark::new(Tlp::Red, crowd, id(1)).unwrap_err().code, "red-names-too-many");
    }

    #[test]
    fn nothing_goes_further_by_an_answer_or_a_quote() {
        for opening in Tlp::ALL.into_iter().filter(|tlp| *tlp != Tlp::Red) {
            for mark in Tlp::ALL.into_iter().filter(|tlp| *tlp != Tlp::Red) {
                let answer = answers(&plain(mark), &plain(opening));
                assert_eq!(answer.is_ok(), mark >= opening, "{mark:?} to {opening:?}");
                assert_eq!(quotes(&plain(mark), &plain(opening)).is_ok(), mark >= opening);
            }
            assert!(answers(&red(&[1, 2]), &plain(opening)).is_ok());
            assert!(quotes(&plain(opening), &red(&[1, 2])).is_err());
        }
        assert!(quotes(&red(&[1]), &red(&[1, 2])).is_ok());
        assert!(quotes(&red(&[1, 3]), &red(&[1, 2])).is_err());
    }

    #[test]
    fn a_mark_is_tightened_at_once_and_loosened_by_its_author_only() {
        let (amber, green) = (plain(Tlp::Amber), plain(Tlp::Green));
        assert!(remarked(&green, &amber, false, true).is_ok());
        assert!(remarked(&amber, &green, true, false).is_ok());
        assert!(matches!(remarked(&amber, &green, false, true), Err(Refused::Invalid(_))));
        assert_eq!(remarked(&green, &amber, false, false), Err(Refused::Forbidden));
    }

    #[test]
    fn what_is_typed_is_said_wrong_field_by_field() {
        let words = Words { title: "  ".into(), body: " ".into(), tags: vec!["a".into(); 3] };
        let Err(Refused::Invalid(wrong)) = checked(&words, true) else { panic!() };
        assert_eq!(wrong.iter().map(|r| r.code).collect::<Vec<_>>(), ["thread-title", "post-empty"]);
        let words = Words {
            title: " Qui voit\n cela ? ".into(),
            body: "**Une** vague de courriels.".into(),
            tags: vec!["Hameçonnage".into(), "hameconnage".into(), "!!".into()],
        };
        let good = checked(&words, true).unwrap();
        assert_eq!(
            (good.title.as_str(), good.tags.as_slice()),
            ("Qui voit cela ?", &["hameconnage".to_owned()][..])
        );
        assert_eq!(good.plain.trim(), "Une vague de courriels.");
        let long = Words { body: "a".repeat(BODY + 1), ..Words::default() };
        assert!(checked(&long, false).is_err());
    }

    #[test]
    fn a_poll_is_asked_for_a_time_and_answered_within_it() {
        let now = Instant::from_millis(0);
        let asked = NewPoll {
            question: "Qui est touché ?".into(),
            choices: vec!["Nous".into(), " ".into(), "Pas nous".into()],
            several: false,
            until: Some(Instant::from_millis(1000)),
        };
        assert_eq!(poll(asked.clone(), now).unwrap().choices, ["Nous", "Pas nous"]);
        for wrong in [
            NewPoll { until: Some(now), ..asked.clone() },
            NewPoll { until: None, ..asked.clone() },
            NewPoll { choices: vec!["Nous".into(), "Nous".into()], ..asked.clone() },
            NewPoll { question: String::new(), ..asked.clone() },
        ] {
            assert!(poll(wrong, now).is_err());
        }
        assert!(voted(&[1].into(), 2, false).is_ok() && voted(&[0, 1].into(), 2, true).is_ok());
        for (choices, several) in [(vec![], true), (vec![0, 1], false), (vec![2], true), (vec![-1], false)] {
            assert!(voted(&choices.into_iter().collect(), 2, several).is_err());
        }
    }
}
