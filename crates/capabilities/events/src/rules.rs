//! What an event is, whom it touches, and how a pasted list is read, as plain functions.

mod pasted;

use declarations::rules::bounded_text;
use std::collections::BTreeMap;

use vocabulary::{FinessNumber, Id, Refusal, Severity};

pub use pasted::{Item, items, most};

/// Whether a cause reaches a facility.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stance {
    /// It does: the facility declared it, or somebody knows.
    Touched,
    /// It does not: somebody asked.
    NotTouched,
    /// Nobody knows yet.
    Unknown,
}

impl Stance {
    /// All, the worst first.
    pub const ALL: [Self; 3] = [Self::Touched, Self::NotTouched, Self::Unknown];

    /// Stable name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Touched => "touched",
            Self::NotTouched => "not-touched",
            Self::Unknown => "unknown",
        }
    }

    /// The stance of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stance| stance.code() == code)
    }
}

/// Where an event is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Somebody of the cell sees one cause.
    Open,
    /// The lead decided that it is national.
    National,
    /// It is over.
    Closed,
}

impl State {
    /// Stable name, as words and the API say it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::National => "national",
            Self::Closed => "closed",
        }
    }
}

/// What a person says of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// In a few words.
    pub title: String,
    /// The cause.
    pub cause: String,
    /// The provider at fault; empty when there is none.
    pub provider: String,
    /// The flaw that all have in common; empty when there is none.
    pub vulnerability: String,
    /// 1 to 5.
    pub severity: i64,
}

impl Told {
    /// Accepts what was typed, each thing that is wrong beside its field.
    pub fn accept(
        [title, cause, provider, vulnerability]: [&str; 4],
        severity: &str,
    ) -> Result<Self, Vec<Refusal>> {
        let mut wrong = Vec::new();
        let mut text = |field: &'static str, typed: &str, most: usize, required: bool| {
            bounded_text(typed, most, field, required)
                .map_err(|refusal| wrong.push(refusal))
                .unwrap_or_default()
        };
        let title = text("title", title, 150, true);
        let cause = text("cause", cause, 2000, true);
        let provider = text("provider", provider, 200, false);
        let vulnerability = text("vulnerability", vulnerability, 200, false);
        let severity = severity.parse().ok().and_then(|level| Severity::new(level).ok());
        if severity.is_none() {
            wrong.push(Refusal::new("required").at("severity"));
        }
        match severity {
            Some(severity) if wrong.is_empty() => {
                let severity = i64::from(severity.value());
                Ok(Self { title, cause, provider, vulnerability, severity })
            }
            _ => Err(wrong),
        }
    }
}

/// Counted both ways: what was declared, and whom it touches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Incidents attached. One told twice is one.
    pub incidents: usize,
    /// Facilities that are touched, those among them that the register does not know.
    pub touched: usize,
    /// Facilities of which somebody knows that they are not.
    pub not_touched: usize,
    /// Facilities of which nobody knows.
    pub unknown: usize,
}

impl Figures {
    /// All facilities of which it is a question.
    pub const fn facilities(&self) -> usize {
        self.touched + self.not_touched + self.unknown
    }
}

/// An attached incident, as far as it is counted.
#[derive(Clone, Copy, Debug)]
pub struct Counted {
    /// Its identity.
    pub incident: Id,
    /// Its facility, when it is in the register.
    pub facility: Option<FinessNumber>,
    /// Whether it is of the same kind as its event: real, or an exercise.
    pub same_kind: bool,
    /// Whether it is attached to another incident, with which it is counted.
    pub duplicate: bool,
}

/// The stance of each facility: that of its incident before what anybody says.
pub fn stances(said: &[(FinessNumber, Stance)], incidents: &[Counted]) -> BTreeMap<FinessNumber, Stance> {
    let mut stances: BTreeMap<FinessNumber, Stance> = said.iter().copied().collect();
    for incident in incidents.iter().filter(|incident| incident.same_kind) {
        if let Some(facility) = incident.facility {
            stances.insert(facility, Stance::Touched);
        }
    }
    stances
}

/// Counts an event.
pub fn figures(said: &[(FinessNumber, Stance)], incidents: &[Counted]) -> Figures {
    let stances = stances(said, incidents);
    let of = |wanted| stances.values().filter(|stance| **stance == wanted).count();
    let counted = || incidents.iter().filter(|incident| incident.same_kind && !incident.duplicate);
    let unlisted = counted().filter(|incident| incident.facility.is_none()).count();
    Figures {
        incidents: counted().count(),
        touched: of(Stance::Touched) + unlisted,
        not_touched: of(Stance::NotTouched),
        unknown: of(Stance::Unknown),
    }
}

/// Whether a provider that one typed is the one that another typed: folded words, in any order, the smaller within the larger.
pub fn same_provider(one: &str, other: &str, fold: fn(&str) -> String) -> bool {
    let words = |text: &str| -> Vec<String> {
        fold(text).split_whitespace().filter(|word| word.len() > 2).map(str::to_owned).collect()
    };
    let (one, other) = (words(one), words(other));
    let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    !few.is_empty() && few.iter().all(|word| many.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(place: u32) -> FinessNumber {
        FinessNumber::complete(&format!("{:08}", 35_000_000 + place)).unwrap()
    }

    fn counted(byte: u8, facility: Option<FinessNumber>) -> Counted {
        Counted { incident: Id::from_random([byte; 16]), facility, same_kind: true, duplicate: false }
    }

    #[test]
    fn an_event_is_counted_both_ways() {
        let [one, two, three] = [1, 2, 3].map(number);
        let incidents = [counted(1, Some(one)), counted(2, Some(one)), counted(3, None)];
        let said = [(two, Stance::NotTouched), (three, Stance::Unknown)];
        let all = Figures { incidents: 3, touched: 2, not_touched: 1, unknown: 1 };
        assert_eq!(figures(&said, &incidents), all);
        assert_eq!(all.facilities(), 4);
        // An incident says more than anybody.
        let said = [(one, Stance::NotTouched)];
        assert_eq!(
            figures(&said, &incidents[..1]),
            Figures { incidents: 1, touched: 1, ..Figures::default() }
        );
        // An exercise in a real event is in no figure, and what was told twice is one.
        let exercise = Counted { same_kind: false, ..counted(4, Some(three)) };
        assert_eq!(figures(&[], &[exercise]), Figures::default());
        let twice = Counted { duplicate: true, ..counted(5, Some(one)) };
        let both = figures(&[], &[counted(1, Some(one)), twice]);
        assert_eq!(both, Figures { incidents: 1, touched: 1, ..Figures::default() });
    }

    #[test]
    fn a_provider_is_the_same_in_other_words() {
        let fold: fn(&str) -> String = |text| text.to_lowercase();
        for (one, other, same) in [
            ("Hébergeur Exemple", "hébergeur exemple", true),
            ("Exemple", "Hébergeur Exemple SAS", true),
            ("Exemple SAS", "SAS Exemple", true),
            ("Exemple", "Modèle", false),
            ("", "Exemple", false),
            ("SA", "SA", false),
        ] {
            assert_eq!(same_provider(one, other, fold), same, "{one} {other}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_beside_its_field() {
        let fields = |told: Result<Told, Vec<Refusal>>| -> Vec<String> {
            told.unwrap_err().into_iter().filter_map(|refusal| refusal.field).collect()
        };
        assert_eq!(fields(Told::accept(["", " ", "", ""], "")), ["title", "cause", "severity"]);
        let long = "x".repeat(201);
        assert_eq!(fields(Told::accept(["a", "b", &long, ""], "9")), ["provider", "severity"]);
        assert_eq!(Told::accept(["a", " b ", "", ""], "3").unwrap().cause, "b");
    }
}
