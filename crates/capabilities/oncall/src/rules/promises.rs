//! Moments to come, as people write them: `14h`, `demain 9h30`, `dans 20 min`, `27/3 14h`; and days: `27/3`, `27/03/2027`.

use calendar::Calendar;
use jiff::{
    ToSpan as _,
    civil::{Date, Time},
};
use vocabulary::Instant;

/// What came of calling somebody back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// They were reached.
    Reached,
    /// Nobody answered: it stays to be done.
    NoAnswer,
    /// It is the number of somebody else.
    WrongNumber,
}

impl Outcome {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Reached, Self::NoAnswer, Self::WrongNumber];

    /// Stable name, as stored and as forms send it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::NoAnswer => "no-answer",
            Self::WrongNumber => "wrong-number",
        }
    }

    /// The outcome of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }
}

/// A day: `2026-12-24`, `24/12/2026`, `24/12` of this year, or of the next when it is more than half a year ago.
pub fn day(typed: &str, today: Date) -> Option<Date> {
    let typed = typed.trim();
    if let Ok(date) = typed.parse() {
        return Some(date);
    }
    let parts: Vec<i16> = typed.split('/').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let (day, month, year) = match parts.as_slice() {
        [day, month] => (*day, *month, None),
        [day, month, year @ 2000..=2999] => (*day, *month, Some(*year)),
        _ => return None,
    };
    let date = |year| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    if let Some(year) = year {
        return date(year);
    }
    let this = date(today.year())?;
    if this < today.saturating_sub(183.days()) { date(today.year() + 1) } else { Some(this) }
}

/// A moment to come, mainland time. A time of day alone is the next one that comes; what has passed is none.
pub fn promised(typed: &str, now: Instant, calendar: &Calendar) -> Option<Instant> {
    let typed = typed.trim().to_lowercase().replace('\u{a0}', " ");
    if typed.is_empty() || typed.chars().count() > 60 {
        return None;
    }
    if matches!(typed.as_str(), "maintenant" | "tout de suite" | "now") {
        return Some(now);
    }
    if let Some(rest) = typed.strip_prefix("dans ").or_else(|| typed.strip_prefix("in ")) {
        return Some(now.plus_seconds(length(rest)?)).filter(|at| at.seconds_since(now) <= 31 * 86_400);
    }
    let today = calendar.date(now);
    let (date, time) = split(&typed, today)?;
    let at = calendar.at(date.unwrap_or(today), time);
    let at = if date.is_none() && at <= now { calendar.at(today.tomorrow().ok()?, time) } else { at };
    Some(at).filter(|at| *at > now && at.seconds_since(now) <= 366 * 86_400)
}

/// Seconds of `20 min`, `2 h`, `1h30`.
fn length(text: &str) -> Option<i64> {
    let text: String = text.split_whitespace().collect();
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at_checked(digits)?;
    let number: i64 = number.parse().ok().filter(|n| *n <= 10_000)?;
    match unit {
        "min" | "mn" | "minutes" | "minute" => Some(number * 60),
        "h" | "heures" | "heure" | "hours" | "hour" => Some(number * 3600),
        "j" | "jours" | "jour" | "d" | "days" | "day" => Some(number * 86_400),
        _ => {
            let minutes: i64 = unit.strip_prefix('h')?.parse().ok().filter(|n| *n < 60)?;
            Some(number * 3600 + minutes * 60)
        }
    }
}

/// The day that was said, if one was, and the time of day.
fn split(typed: &str, today: Date) -> Option<(Option<Date>, Time)> {
    let words: Vec<&str> =
        typed.split([' ', 'T', ',']).filter(|word| !matches!(*word, "" | "à" | "a" | "at" | "le")).collect();
    match words.as_slice() {
        [time] => Some((None, clock(time)?)),
        ["aujourd’hui" | "aujourd'hui" | "today", rest @ ..] => Some((Some(today), clock(&rest.concat())?)),
        ["demain" | "tomorrow", rest @ ..] => Some((today.tomorrow().ok(), clock(&rest.concat())?)),
        [date, rest @ ..] if date.contains(['/', '-']) => {
            Some((Some(day(date, today)?), clock(&rest.concat())?))
        }
        rest => Some((None, clock(&rest.concat())?)),
    }
}

/// `14h`, `14h30`, `14:30`, `9`.
fn clock(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(['h', ':']).unwrap_or((text, ""));
    let hour: i8 = hour.parse().ok()?;
    let minute: i8 = if minute.is_empty() { 0 } else { minute.parse().ok()? };
    Time::new(hour, minute, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Instant {
        Instant::from_timestamp(text.parse().unwrap())
    }

    #[test]
    fn moments_to_come_as_people_write_them() {
        let (now, cell) = (at("2026-03-28T22:30:00+01:00"), Calendar::of_the_cell());
        for (typed, expected) in [
            ("23h", "2026-03-28T23:00:00+01:00"),
            ("8h", "2026-03-29T08:00:00+02:00"),
            ("8 h 15", "2026-03-29T08:15:00+02:00"),
            ("08:15", "2026-03-29T08:15:00+02:00"),
            ("demain à 9h30", "2026-03-29T09:30:00+02:00"),
            ("tomorrow at 9:30", "2026-03-29T09:30:00+02:00"),
            ("dans 20 min", "2026-03-28T22:50:00+01:00"),
            ("in 2 hours", "2026-03-29T00:30:00+01:00"),
            ("dans 1h30", "2026-03-29T00:00:00+01:00"),
            ("2/4 14h", "2026-04-02T14:00:00+02:00"),
            ("2026-04-02 14:00", "2026-04-02T14:00:00+02:00"),
            ("maintenant", "2026-03-28T22:30:00+01:00"),
            // Spring skips it.
            ("demain 2h30", "2026-03-29T03:30:00+02:00"),
        ] {
            assert_eq!(promised(typed, now, &cell), Some(at(expected)), "{typed}");
        }
        for typed in
            ["", "hier 9h", "aujourd’hui 9h", "1/3 9h", "25h", "bientôt", "dans 2 ans", "9h99", "1/3/2029 9h"]
        {
            assert_eq!(promised(typed, now, &cell), None, "{typed}");
        }
    }

    #[test]
    fn days_as_people_write_them() {
        let today = jiff::civil::date(2026, 12, 20);
        for (typed, expected) in [
            ("24/12", Some((2026, 12, 24))),
            ("2/1", Some((2027, 1, 2))),
            ("2/11", Some((2026, 11, 2))),
            ("02/01/2028", Some((2028, 1, 2))),
            ("2027-01-02", Some((2027, 1, 2))),
            ("31/2", None),
            ("1/1/26", None),
            ("demain", None),
        ] {
            let expected = expected.map(|(y, m, d)| jiff::civil::date(y, m, d));
            assert_eq!(day(typed, today), expected, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn nothing_typed_breaks_it_and_nothing_is_promised_for_the_past(typed in "\\PC{0,30}", minutes in 0_i64..600_000) {
            let now = at("2026-01-01T00:00:00Z").plus_seconds(minutes * 60);
            if let Some(moment) = promised(&typed, now, &Calendar::of_the_cell()) {
                prop_assert!(moment >= now);
            }
        }

        #[test]
        fn a_time_of_day_is_within_a_day(hour in 0_i64..24, minute in 0_i64..60, minutes in 0_i64..600_000) {
            let now = at("2026-01-01T00:00:00Z").plus_seconds(minutes * 60);
            let moment = promised(&format!("{hour}h{minute:02}"), now, &Calendar::of_the_cell()).unwrap();
            // A day has twenty-five hours once a year, and a time that spring skips comes an hour later.
            prop_assert!(moment > now && moment.seconds_since(now) <= 26 * 3600);
        }
    }
}
