//! Figures of a situation, and what a contact and a decision must hold, as plain functions.

use std::collections::BTreeMap;

use declarations::rules::{bounded_text, clean_text};
use incidents::{Past, rules::State};
use vocabulary::{Instant, MailAddress, Refusal, Refused, Region};

/// The kinds of contacts of a region, by their stable names; the first is who answers at any hour.
pub const KINDS: [&str; 4] = ["focal", "security", "direction", "other"];

/// Characters that a name, a number, a text may have.
const NAME: usize = 120;
const PHONE: usize = 40;
const TEXT: usize = 4000;

/// How many incidents were open, and of which sort. Exercises are in none of these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// All of them.
    pub open: i64,
    /// Somebody was, or might be, in danger.
    pub danger: i64,
    /// Major.
    pub major: i64,
    /// Grave, in the words of the law.
    pub grave: i64,
    /// Significant.
    pub significant: i64,
    /// By state, those of which there are any, in the order of a life.
    pub states: Vec<(State, i64)>,
    /// By severity, from 5 to 1.
    pub severities: [i64; 5],
}

impl Figures {
    /// Counted over a situation.
    pub fn of<'a>(open: impl IntoIterator<Item = &'a Past>) -> Self {
        let mut figures = Self::default();
        let mut states: BTreeMap<State, i64> = BTreeMap::new();
        for one in open.into_iter().filter(|one| !one.exercise) {
            figures.open += 1;
            figures.danger += i64::from(one.danger);
            figures.major += i64::from(one.major);
            figures.grave += i64::from(one.grave);
            figures.significant += i64::from(one.significant);
            *states.entry(one.state).or_default() += 1;
            let place = usize::try_from(5 - one.severity).ok();
            if let Some(count) = place.and_then(|place| figures.severities.get_mut(place)) {
                *count += 1;
            }
        }
        figures.states = states.into_iter().collect();
        figures
    }
}

/// The same of each region in which something was open, the one with most first; what is of no known region comes last.
pub fn by_region(open: &[Past]) -> Vec<(Option<Region>, Figures)> {
    let mut regions: BTreeMap<Option<&str>, Vec<&Past>> = BTreeMap::new();
    for one in open {
        regions.entry(one.region.map(Region::code)).or_default().push(one);
    }
    let mut counted: Vec<_> = regions
        .into_values()
        .map(|those| (those.first().and_then(|one| one.region), Figures::of(those)))
        .filter(|(_, figures)| figures.open > 0)
        .collect();
    counted.sort_by_key(|(region, figures)| (region.is_none(), -figures.open));
    counted
}

/// A contact as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewContact {
    /// One of [`KINDS`].
    pub kind: String,
    /// Who, or which desk.
    pub name: String,
    /// Their telephone.
    pub phone: String,
    /// Their address.
    pub email: String,
    /// From when they answer; from ever when `None`.
    pub since: Option<Instant>,
    /// Until when.
    pub until: Option<Instant>,
}

/// Checks a contact: a name, and a way to reach it.
pub fn contact(typed: &NewContact) -> Result<NewContact, Refused> {
    let mut refusals = Vec::new();
    if !KINDS.contains(&typed.kind.as_str()) {
        refusals.push(Refusal::new("not-a-choice").at("contact-kind"));
    }
    let name = kept(&mut refusals, "contact-name", &typed.name, NAME, true).replace('\n', " ");
    let phone = kept(&mut refusals, "contact-phone", &typed.phone, PHONE, false).replace('\n', " ");
    let email = clean_text(&typed.email).replace('\n', " ");
    if !phone.is_empty() && phone.chars().filter(char::is_ascii_digit).count() < 3 {
        refusals.push(Refusal::new("phone-unreadable").at("contact-phone"));
    }
    if phone.is_empty() && email.is_empty() {
        refusals.push(Refusal::new("contact-unreachable").at("contact-phone"));
    }
    if !email.is_empty() && MailAddress::parse(&email).is_err() {
        refusals.push(Refusal::new("email-unreadable").at("contact-email"));
    }
    if typed.since.zip(typed.until).is_some_and(|(since, until)| until <= since) {
        refusals.push(Refusal::new("period-empty").at("contact-until"));
    }
    if refusals.is_empty() {
        Ok(NewContact {
            kind: typed.kind.clone(),
            name,
            phone,
            email,
            since: typed.since,
            until: typed.until,
        })
    } else {
        Err(Refused::Invalid(refusals))
    }
}

/// Checks a decision: what was decided, and why.
pub fn decision(body: &str, reason: &str) -> Result<(String, String), Refused> {
    let mut refusals = Vec::new();
    let body = kept(&mut refusals, "decision", body, TEXT, true);
    let reason = kept(&mut refusals, "decision-reason", reason, TEXT, true);
    if refusals.is_empty() { Ok((body, reason)) } else { Err(Refused::Invalid(refusals)) }
}

/// A text as it is kept; what is wrong with it is added to the rest.
fn kept(refusals: &mut Vec<Refusal>, field: &str, typed: &str, most: usize, required: bool) -> String {
    bounded_text(typed, most, field, required).unwrap_or_else(|refusal| {
        refusals.push(refusal);
        clean_text(typed)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use vocabulary::Id;

    fn past(region: &str, severity: i64, exercise: bool) -> Past {
        Past {
            incident: Id::parse("00000000-0000-4000-8000-000000000001").unwrap(),
            reference: "VIG-2026-000001-A".to_owned(),
            facility: None,
            facility_name: String::new(),
            town: String::new(),
            region: Region::from_code(region),
            kind: String::new(),
            exercise,
            declared_at: Instant::from_millis(0),
            state: if severity > 3 { State::Accompanied } else { State::Declared },
            severity,
            danger: severity == 5,
            grave: severity > 2,
            significant: false,
            major: severity == 5,
        }
    }

    #[test]
    fn an_exercise_is_in_no_figure() {
        let open = [past("53", 5, false), past("53", 2, false), past("11", 5, true), past("", 1, false)];
        let figures = Figures::of(&open);
        assert_eq!((figures.open, figures.danger, figures.major, figures.grave), (3, 1, 1, 1));
        assert_eq!(figures.severities, [1, 0, 0, 1, 1]);
        assert_eq!(figures.states, [(State::Declared, 2), (State::Accompanied, 1)]);
        let regions: Vec<_> =
            by_region(&open).into_iter().map(|(r, f)| (r.map(Region::code), f.open)).collect();
        assert_eq!(regions, [(Some("53"), 2), (None, 1)], "nothing of the region of an exercise");
    }

    #[test]
    fn a_contact_can_be_reached_and_a_decision_says_why() {
        let good = NewContact {
            kind: "focal".to_owned(),
            name: "Point focal".to_owned(),
            phone: "02 99 00 00 00".to_owned(),
            ..NewContact::default()
        };
        assert!(contact(&good).is_ok());
        let cases = [
            (NewContact { phone: String::new(), ..good.clone() }, "contact-unreachable"),
            (NewContact { kind: "boss".to_owned(), ..good.clone() }, "not-a-choice"),
            (NewContact { name: " ".to_owned(), ..good.clone() }, "required"),
            (NewContact { email: "nobody".to_owned(), ..good.clone() }, "email-unreadable"),
            (NewContact { name: "é".repeat(121), ..good.clone() }, "too-long"),
            (
                NewContact {
                    since: Some(Instant::from_millis(2)),
                    until: Some(Instant::from_millis(1)),
                    ..good.clone()
                },
                "period-empty",
            ),
        ];
        for (typed, code) in cases {
            let Err(Refused::Invalid(refusals)) = contact(&typed) else { panic!("{typed:?}") };
            assert_eq!(refusals.first().unwrap().code, code);
        }
        assert!(decision("Point de situation à 18 h", "Trois régions touchées").is_ok());
        assert!(decision("Point de situation", " ").is_err());
    }
}
