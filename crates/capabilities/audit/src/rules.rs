//! What was typed to search the trail, understood.

use declarations::rules::{Precision, understand};
use jiff::{civil::Date, tz::TimeZone};
use vocabulary::{Id, Instant, Refusal};

/// The zone in which days are meant.
const ZONE: &str = "Europe/Paris";
/// Kinds of actors and of objects, as the trail writes them, are a word, a colon and an identity; no longer than this.
const LONGEST: usize = 80;

/// A search, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// An address, or an actor as the trail names them.
    pub who: String,
    /// A reference, an address, or an object as the trail names it.
    pub object: String,
    /// What happened, by its code.
    pub action: String,
    /// The identity of a session.
    pub session: String,
    /// The first day, or moment.
    pub from: String,
    /// The last day, or moment.
    pub until: String,
}

/// Somebody or something, before anybody was asked who that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// Nothing was typed.
    Any,
    /// The address of an account.
    Address(String),
    /// An identity, of whatever kind.
    Identity(Id),
    /// As the trail writes it: `program:sweep`, `nobody`, `draft:1f0e…`.
    AsWritten(String),
    /// Something else; a reference perhaps.
    Other(String),
}

/// What an entry tells of, for who wants to know who saw what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Did {
    /// It was shown.
    Saw,
    /// A file of it was taken away.
    Downloaded,
    /// It was changed, or something was added to it.
    Changed,
}

/// What was typed to name somebody or something.
pub fn named(typed: &str) -> Named {
    let typed = typed.trim();
    let written = |word: &str| {
        !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || "-_.,*".contains(c))
    };
    if typed.is_empty() {
        Named::Any
    } else if typed.contains('@') {
        Named::Address(typed.to_owned())
    } else if let Ok(id) = Id::parse(typed) {
        Named::Identity(id)
    } else if typed == "nobody"
        || (typed.len() <= LONGEST
            && typed.split_once(':').is_some_and(|(kind, id)| written(kind) && written(id)))
    {
        Named::AsWritten(typed.to_owned())
    } else {
        Named::Other(typed.to_owned())
    }
}

/// A session: nothing, or an identity.
pub fn session(typed: &str) -> Result<Option<String>, Refusal> {
    match typed.trim() {
        "" => Ok(None),
        typed => Id::parse(typed)
            .map(|id| Some(id.to_string()))
            .map_err(|_| Refusal::new("session-unreadable").at("session")),
    }
}

/// From when until when: a day is whole, an hour is to its minute.
pub fn period(
    from: &str,
    until: &str,
    now: Instant,
) -> Result<(Option<Instant>, Option<Instant>), Vec<Refusal>> {
    let read = |typed: &str, field: &str| bounds(typed, now).map_err(|code| Refusal::new(code).at(field));
    match (read(from, "from"), read(until, "until")) {
        (Ok(from), Ok(until)) => {
            let (from, until) = (from.map(|(start, _)| start), until.map(|(_, end)| end));
            if from.zip(until).is_some_and(|(from, until)| until <= from) {
                return Err(vec![Refusal::new("period-backwards").at("until")]);
            }
            Ok((from, until))
        }
        (from, until) => Err([from.err(), until.err()].into_iter().flatten().collect()),
    }
}

/// The start of what was typed, and the end.
fn bounds(typed: &str, now: Instant) -> Result<Option<(Instant, Instant)>, &'static str> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let moment = understand(typed, now, ZONE)?;
    if moment.precision == Precision::Minute {
        return Ok(Some((moment.at, moment.at.plus_seconds(60))));
    }
    let whole = || {
        let zone = TimeZone::get(ZONE).ok()?;
        let day = zone.to_datetime(moment.at.timestamp()).date();
        let midnight = |day: Date| zone.to_timestamp(day.at(0, 0, 0, 0)).ok().map(Instant::from_timestamp);
        midnight(day).zip(midnight(day.tomorrow().ok()?))
    };
    whole().map(Some).ok_or("moment-impossible")
}

/// What an entry about an incident or its declaration tells of.
pub fn did(action: &str) -> Did {
    match action {
        "incident.seen" | "declaration.seen" | "incident.accesses-seen" | "declaration.entered" => Did::Saw,
        "attachment.downloaded" => Did::Downloaded,
        _ => Did::Changed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::from_timestamp(text.parse().unwrap())
    }

    #[test]
    fn what_was_typed_is_an_address_an_identity_an_actor_or_something_else() {
        let id = Id::from_random([7; 16]);
        for (typed, meant) in [
            ("  ", Named::Any),
            (" Alix@vigie.example ", Named::Address("Alix@vigie.example".into())),
            (&id.to_string(), Named::Identity(id)),
            ("program:sweep", Named::AsWritten("program:sweep".into())),
            ("nobody", Named::AsWritten("nobody".into())),
            (&format!("account:{id}"), Named::AsWritten(format!("account:{id}"))),
            ("VIG-2026-004217-K", Named::Other("VIG-2026-004217-K".into())),
            ("account:", Named::Other("account:".into())),
            ("a:b c", Named::Other("a:b c".into())),
        ] {
            assert_eq!(named(typed), meant, "{typed}");
        }
        assert!(session("mine").is_err());
        assert_eq!(session(" ").unwrap(), None);
    }

    #[test]
    fn a_day_is_whole_where_it_is_meant() {
        let now = at("2026-03-10T09:00:00Z");
        let (from, until) = period("9/3", "2026-03-09", now).unwrap();
        assert_eq!((from, until), (Some(at("2026-03-08T23:00:00Z")), Some(at("2026-03-09T23:00:00Z"))));
        // The day on which the clocks go forward has 23 hours.
        let (from, until) = period("2025-03-30", "2025-03-30", now).unwrap();
        assert_eq!(until.unwrap().seconds_since(from.unwrap()), 23 * 3600);
        assert_eq!(period("", "", now).unwrap(), (None, None));
        let (from, _) = period("hier à 14h", "", now).unwrap();
        assert_eq!(from, Some(at("2026-03-09T13:00:00Z")));
    }

    #[test]
    fn what_is_wrong_with_a_period_is_said_at_its_end() {
        let now = at("2026-03-10T09:00:00Z");
        let said = |from, until| {
            let refusals = period(from, until, now).unwrap_err();
            refusals.iter().map(|r| (r.code, r.field.clone().unwrap())).collect::<Vec<_>>()
        };
        assert_eq!(said("9/3", "8/3"), [("period-backwards", "until".to_owned())]);
        assert_eq!(
            said("jadis", "31/2"),
            [("moment-unreadable", "from".to_owned()), ("moment-impossible", "until".to_owned())]
        );
    }
}
