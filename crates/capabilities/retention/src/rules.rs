//! Lengths of time, as people and laws say them.

use jiff::{Span, tz::TimeZone};
use serde::Deserialize;
use vocabulary::Instant;

/// In what a length of time is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Sixty minutes.
    Hours,
    /// Twenty-four hours.
    Days,
    /// Of the calendar.
    Months,
    /// Of the calendar.
    Years,
}

impl Unit {
    const ALL: [Self; 4] = [Self::Hours, Self::Days, Self::Months, Self::Years];

    /// Its name, as settings and sentences say it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::Days => "days",
            Self::Months => "months",
            Self::Years => "years",
        }
    }
}

/// How long something is kept: `5 years`, `30 days`. Never nothing, never for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Term {
    number: u16,
    unit: Unit,
}

impl Term {
    /// How many of the unit.
    pub const fn number(self) -> u16 {
        self.number
    }

    /// Of what.
    pub const fn unit(self) -> Unit {
        self.unit
    }

    /// The moment before which something must have ended for its time to be over now.
    pub fn before(self, now: Instant) -> Instant {
        let span = match self.unit {
            Unit::Hours => Span::new().try_hours(self.number),
            // Days and longer are those of the calendar, in UTC.
            Unit::Days => Span::new().try_days(self.number),
            Unit::Months => Span::new().try_months(self.number),
            Unit::Years => Span::new().try_years(self.number),
        };
        let now = now.timestamp().to_zoned_datetime(TimeZone::UTC);
        let before = span.and_then(|span| now.checked_sub(span));
        // Out of the calendar: nothing is as old as that.
        before.map_or(Instant::from_millis(i64::MIN), |before| Instant::from_timestamp(before.timestamp()))
    }

    /// How many seconds it is, counted back from now.
    pub fn seconds(self, now: Instant) -> i64 {
        now.seconds_since(self.before(now))
    }
}

impl std::str::FromStr for Term {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "must be like \"5 years\", \"18 months\", \"30 days\" or \"72 hours\", at most 100 years, not {text:?}"
            )
        };
        let (number, unit) = text.trim().split_once(' ').ok_or_else(wrong)?;
        let unit = unit.trim();
        let named = |known: &Unit| known.code() == unit || known.code().strip_suffix('s') == Some(unit);
        let unit = Unit::ALL.into_iter().find(named).ok_or_else(wrong)?;
        let number = number.parse().ok().filter(|number| *number > 0).ok_or_else(wrong)?;
        let most = match unit {
            Unit::Years => 100,
            Unit::Months => 1200,
            Unit::Days | Unit::Hours => 36_500,
        };
        if number > most { Err(wrong()) } else { Ok(Self { number, unit }) }
    }
}

impl TryFrom<String> for Term {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

macro_rules! terms {
    ($($(#[$doc:meta])* $name:ident = $number:literal $unit:ident,)*) => {
        /// How long each kind of thing is kept, as the operator decides.
        #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct Terms { $($(#[$doc])* pub $name: Term,)* }

        impl Default for Terms {
            fn default() -> Self {
                Self { $($name: Term { number: $number, unit: Unit::$unit },)* }
            }
        }

        impl Terms {
            /// Sets one by its name in the settings; `None` when there is none of that name.
            pub fn set(&mut self, name: &str, value: &str) -> Option<Result<(), String>> {
                match name {
                    $(stringify!($name) => Some(value.parse().map(|term| self.$name = term)),)*
                    _ => None,
                }
            }
        }
    };
}

terms! {
    /// Closed incidents, from the last thing that changed them, with their declarations, messages, files, journal and ledger.
    incidents = 5 Years,
    /// Drafts, from the last screen that was sent.
    drafts = 3 Days,
    /// Jobs and messages that were done.
    jobs = 30 Days,
    /// Those that were given up, which `vigie check` shows until then.
    given_up_jobs = 1 Years,
    /// Messages written to files where no mail server is set.
    letters = 30 Days,
    /// Accounts that were disabled: their address, name and roles then go.
    disabled_accounts = 1 Years,
    /// Tokens, and codes sent to choose a password, that open nothing any more.
    spent_keys = 30 Days,
    /// Requests to join the private space that were decided or taken back, and who does not belong to it any more.
    memberships = 1 Years,
    /// Threads of the private space, from the last thing that was said in them, with all that hangs on them.
    threads = 5 Years,
    /// Who was told by mail of what was published: a revision is told to them again.
    told = 1 Years,
}

impl Terms {
    /// What an incident leaves behind it must not outlive it: whatever is kept longer is named.
    pub fn check(&self) -> Result<(), String> {
        // Any moment serves to compare them.
        let now = Instant::from_millis(1_800_000_000_000);
        let incidents = self.incidents.before(now);
        let about = [
            ("drafts", self.drafts),
            ("jobs", self.jobs),
            ("given_up_jobs", self.given_up_jobs),
            ("letters", self.letters),
        ];
        let longer = about.into_iter().find(|(_, term)| term.before(now) < incidents);
        longer.map_or(Ok(()), |(name, _)| Err(format!("{name} must not be longer than incidents")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Instant {
        Instant::from_timestamp(text.parse().unwrap())
    }

    #[test]
    fn a_length_is_read_as_people_write_it_and_counted_by_the_calendar() {
        for (text, now, before) in [
            ("5 years", "2026-03-10T09:00:00Z", "2021-03-10T09:00:00Z"),
            ("1 year", "2024-02-29T00:00:00Z", "2023-02-28T00:00:00Z"),
            ("18 months", "2026-08-31T00:00:00Z", "2025-02-28T00:00:00Z"),
            ("30 days", "2026-03-10T09:00:00Z", "2026-02-08T09:00:00Z"),
            (" 72  hours ", "2026-03-10T09:00:00Z", "2026-03-07T09:00:00Z"),
        ] {
            assert_eq!(text.parse::<Term>().unwrap().before(at(now)), at(before), "{text}");
        }
        assert_eq!("3 days".parse::<Term>().unwrap().seconds(at("2026-03-30T00:00:00Z")), 72 * 3600);
    }

    #[test]
    fn what_is_no_length_is_refused_with_what_was_given() {
        for text in [
            "",
            "5",
            "years",
            "0 days",
            "-1 days",
            "5 years ago",
            "5 decades",
            "101 years",
            "70000 days",
            "1.5 years",
        ] {
            let said = text.parse::<Term>().unwrap_err();
            assert!(said.contains("5 years") && said.contains(&format!("{text:?}")), "{said}");
        }
    }

    #[test]
    fn nothing_outlives_the_incident_that_it_is_about() {
        assert_eq!(Terms::default().check(), Ok(()));
        let mut terms = Terms::default();
        assert_eq!(terms.set("letters", "6 years"), Some(Ok(())));
        assert!(terms.check().unwrap_err().starts_with("letters"));
        assert_eq!(terms.set("letters", "60 months"), Some(Ok(())));
        assert_eq!(terms.check(), Ok(()), "as long is not longer");
        assert_eq!(terms.set("trail", "1 year"), None);
        assert!(terms.set("drafts", "soon").unwrap().is_err());
    }

    proptest! {
        /// The failure that would lose something: a moment in the future, or later than a longer term's.
        #[test]
        fn a_longer_term_reaches_further_back(number in 1_u16..1200, more in 1_u16..100, unit in 0_usize..4, now in 0_i64..4_000_000_000_000) {
            let now = Instant::from_millis(now);
            let unit = Unit::ALL[unit];
            let (one, other) = (Term { number, unit }, Term { number: number + more, unit });
            prop_assert!(other.before(now) < one.before(now) && one.before(now) < now);
        }
    }
}
