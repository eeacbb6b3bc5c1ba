//! Times as people write them in a crisis: `14h`, `hier soir`, `27/3`, `cette nuit`, `il y a 2 heures`, `2026-03-10 02:10`.

use jiff::{
    Timestamp, ToSpan as _,
    civil::{Date, DateTime, Time, Weekday},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};
use vocabulary::Instant;

/// A moment and how it was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// When.
    pub at: Instant,
    /// How exactly it is known.
    pub precision: Precision,
    /// The zone in which it was meant (IANA).
    pub zone: String,
    /// What was typed.
    pub typed: String,
}

/// How exactly a moment is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// To the minute.
    Minute,
    /// To a part of a day: morning, evening.
    Part,
    /// To a day.
    Day,
}

/// Understands a time in French or English. A time of day alone is the last one that has come. The refusal is a code.
pub fn understand(typed: &str, now: Instant, zone: &str) -> Result<Moment, &'static str> {
    const UNREADABLE: &str = "moment-unreadable";
    let shown: String = typed.chars().take(80).collect();
    let moment =
        |at: Instant, precision| Moment { at, precision, zone: zone.to_owned(), typed: shown.clone() };
    if let Ok(exact) = typed.trim().parse::<Timestamp>() {
        return Ok(moment(Instant::from_timestamp(exact), Precision::Minute));
    }
    let zone_of = TimeZone::get(zone).map_err(|_| UNREADABLE)?;
    let local = zone_of.to_datetime(now.timestamp());
    if typed.chars().count() > 80 {
        return Err(UNREADABLE);
    }
    if let Ok(exact) = typed.trim().replace(' ', "T").parse::<DateTime>()
        && typed.contains(':')
    {
        return Ok(moment(instant(exact, &zone_of)?, Precision::Minute));
    }
    let said = Said::read(typed).ok_or(UNREADABLE)?;
    if let Some(seconds) = said.ago {
        return Ok(moment(now.plus_seconds(-seconds), Precision::Minute));
    }
    let date = said.date(local.date())?;
    let (time, precision) = match (said.time, said.part) {
        // "8h du soir", "hier soir 8h".
        (Some(time), Some(Part::Evening | Part::Afternoon)) if time.hour() < 12 => {
            (time.wrapping_add(12.hours()), Precision::Minute)
        }
        (Some(time), _) => (time, Precision::Minute),
        (None, Some(part)) => (part.time(), Precision::Part),
        (None, None) => (Time::midnight(), Precision::Day),
    };
    let at = instant(date.to_datetime(time), &zone_of)?;
    // "14h" said at 9 in the morning was yesterday's; so was "ce soir" said at noon, and a night is the last one.
    let at = if at > now && said.day.is_none() && precision != Precision::Day {
        instant(date.yesterday().map_err(|_| UNREADABLE)?.to_datetime(time), &zone_of)?
    } else {
        at
    };
    Ok(moment(at, precision))
}

/// A local time as a moment; one that a clock change skips or repeats is brought to the nearest that exists.
fn instant(local: DateTime, zone: &TimeZone) -> Result<Instant, &'static str> {
    zone.to_timestamp(local).map(Instant::from_timestamp).map_err(|_| "moment-unreadable")
}

#[derive(Clone, Copy)]
enum Part {
    Night,
    Morning,
    Noon,
    Afternoon,
    Evening,
}

impl Part {
    const fn time(self) -> Time {
        let hour = match self {
            Self::Night => 2,
            Self::Morning => 8,
            Self::Noon => 12,
            Self::Afternoon => 15,
            Self::Evening => 20,
        };
        Time::constant(hour, 0, 0, 0)
    }
}

#[derive(Clone, Copy)]
enum Day {
    Back(i32),
    Last(Weekday),
    Month { day: i8, month: i8, year: Option<i16> },
}

#[derive(Default)]
struct Said {
    ago: Option<i64>,
    day: Option<Day>,
    part: Option<Part>,
    time: Option<Time>,
}

const MONTHS: [(&str, &str); 12] = [
    ("janvier", "january"),
    ("fevrier", "february"),
    ("mars", "march"),
    ("avril", "april"),
    ("mai", "may"),
    ("juin", "june"),
    ("juillet", "july"),
    ("aout", "august"),
    ("septembre", "september"),
    ("octobre", "october"),
    ("novembre", "november"),
    ("decembre", "december"),
];

const DAYS: [(&str, &str, Weekday); 7] = [
    ("lundi", "monday", Weekday::Monday),
    ("mardi", "tuesday", Weekday::Tuesday),
    ("mercredi", "wednesday", Weekday::Wednesday),
    ("jeudi", "thursday", Weekday::Thursday),
    ("vendredi", "friday", Weekday::Friday),
    ("samedi", "saturday", Weekday::Saturday),
    ("dimanche", "sunday", Weekday::Sunday),
];

/// Words that say nothing of when.
const FILLERS: [&str; 27] = [
    "a", "vers", "environ", "le", "la", "ce", "cette", "dans", "depuis", "du", "de", "des", "dernier",
    "derniere", "at", "about", "around", "on", "the", "this", "in", "last", "since", "of", "y", "il",
    "matinee",
];

impl Said {
    /// Reads every word; one that says nothing of a time makes the whole unreadable, so that no guess is silent.
    fn read(typed: &str) -> Option<Self> {
        let mut said = Self::default();
        let folded = fold(typed);
        if let Some(seconds) = ago(&folded) {
            return Some(Self { ago: Some(seconds), ..Self::default() });
        }
        let words: Vec<&str> = folded
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | '\''))
            .filter(|w| !w.is_empty())
            .collect();
        let (mut number, mut any) = (None, false);
        let mut rest = words.iter().copied().peekable();
        while let Some(word) = rest.next() {
            any |= !FILLERS.contains(&word);
            if let Some((day, part)) = named(word) {
                said.day = day.or(said.day);
                said.part = part.or(said.part);
            } else if let Some((_, _, weekday)) = DAYS.iter().find(|(fr, en, _)| *fr == word || *en == word) {
                said.day = Some(Day::Last(*weekday));
            } else if let Some(month) = MONTHS.iter().position(|(fr, en)| *fr == word || *en == word) {
                let day = match number.take() {
                    Some(day) => day,
                    None => {
                        rest.next()?.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h', '.']).parse().ok()?
                    }
                };
                let year = rest.next_if(|next| next.len() == 4).map(str::parse).transpose().ok()?;
                said.day = Some(Day::Month { day, month: i8::try_from(month + 1).ok()?, year });
            } else if let Some(day) = slashed(word) {
                said.day = Some(day);
            } else if let Some(time) = clock(word, &mut rest) {
                said.time = Some(time);
            } else if let Ok(day) = word.trim_end_matches("er").parse::<i8>() {
                number = Some(day);
            } else if !FILLERS.contains(&word) {
                return None;
            }
        }
        // A number of no month says nothing.
        (any && number.is_none()).then_some(said)
    }

    fn date(&self, today: Date) -> Result<Date, &'static str> {
        const UNREADABLE: &str = "moment-unreadable";
        match self.day {
            None => Ok(today),
            Some(Day::Back(days)) => today.checked_sub(days.days()).map_err(|_| UNREADABLE),
            Some(Day::Last(weekday)) => {
                let back = today.weekday().since(weekday);
                today.checked_sub(i32::from(back).days()).map_err(|_| UNREADABLE)
            }
            Some(Day::Month { day, month, year }) => {
                let given = Date::new(year.unwrap_or_else(|| today.year()), month, day)
                    .map_err(|_| "moment-impossible")?;
                // "27/12" said in January was last year's.
                if year.is_none() && given > today {
                    Date::new(today.year() - 1, month, day).map_err(|_| "moment-impossible")
                } else {
                    Ok(given)
                }
            }
        }
    }
}

/// Words that name a day, a part of one, or both.
fn named(word: &str) -> Option<(Option<Day>, Option<Part>)> {
    Some(match word {
        "aujourdhui" | "aujourd" | "today" => (Some(Day::Back(0)), None),
        "hui" => (None, None),
        "hier" | "yesterday" => (Some(Day::Back(1)), None),
        "avant-hier" | "avanthier" => (Some(Day::Back(2)), None),
        "matin" | "morning" => (None, Some(Part::Morning)),
        "midi" | "noon" => (None, Some(Part::Noon)),
        "apres-midi" | "apresmidi" | "aprem" | "afternoon" => (None, Some(Part::Afternoon)),
        "soir" | "soiree" | "evening" => (None, Some(Part::Evening)),
        "nuit" | "night" | "tonight" => (None, Some(Part::Night)),
        _ => return None,
    })
}

/// `27/3`, `27/03/2026`, `27.3.26`.
fn slashed(word: &str) -> Option<Day> {
    let parts: Vec<&str> = word.split(['/', '.', '-']).collect();
    let (day, month, year) = match parts.as_slice() {
        [day, month] => (day, month, None),
        [day, month, year] if year.len() == 4 => (day, month, Some(year.parse::<i16>().ok()?)),
        [day, month, year] if year.len() == 2 => (day, month, Some(2000 + year.parse::<i16>().ok()?)),
        _ => return None,
    };
    Some(Day::Month { day: day.parse().ok()?, month: month.parse().ok()?, year })
}

/// `14h`, `14h30`, `14:30`, `2pm`, `2 h`, `2 pm`, `14 heures`.
fn clock<'a>(word: &str, rest: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>) -> Option<Time> {
    let (number, mark) = word.split_at(word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len()));
    let hour: i8 = number.parse().ok()?;
    let mark = if mark.is_empty() {
        rest.next_if(|next| matches!(*next, "h" | "heure" | "heures" | "am" | "pm" | "oclock"))?
    } else {
        mark
    };
    let (hour, minutes) = match mark {
        "am" => (hour % 12, ""),
        "pm" => (hour % 12 + 12, ""),
        "heure" | "heures" | "oclock" => (hour, ""),
        mark => (hour, mark.strip_prefix(['h', ':'])?),
    };
    let minutes = minutes.trim_end_matches("mn").trim_end_matches("min");
    let minute = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
    Time::new(hour, minute, 0, 0).ok()
}

/// `il y a 2 heures`, `2 hours ago`, `depuis 3 jours`, `maintenant`.
fn ago(folded: &str) -> Option<i64> {
    if matches!(
        folded.trim(),
        "maintenant" | "now" | "a l instant" | "a l'instant" | "just now" | "tout de suite"
    ) {
        return Some(0);
    }
    let said = folded
        .strip_prefix("il y a ")
        .or_else(|| folded.strip_prefix("depuis "))
        .or_else(|| folded.strip_suffix(" ago"))?;
    let mut words = said.split_whitespace();
    let amount = words.next()?;
    let amount: i64 = match amount {
        "un" | "une" | "a" | "an" | "one" => 1,
        number => number.parse().ok().filter(|n| (0..=10_000).contains(n))?,
    };
    let unit = words.next()?;
    words.next().is_none().then_some(())?;
    let seconds = match unit.trim_end_matches('s') {
        "minute" | "min" | "mn" => 60,
        "heure" | "hour" | "h" => 3600,
        "jour" | "day" | "j" => 24 * 3600,
        "semaine" | "week" => 7 * 24 * 3600,
        _ => return None,
    };
    Some(amount * seconds)
}

/// Small letters without accents.
fn fold(text: &str) -> String {
    use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};
    text.trim()
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| if c == '’' { '\'' } else { c })
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(typed: &str, now: &str, zone: &str) -> Result<(String, Precision), &'static str> {
        let now = Instant::from_timestamp(now.parse().unwrap());
        let moment = understand(typed, now, zone)?;
        let local = TimeZone::get(zone).unwrap().to_datetime(moment.at.timestamp());
        Ok((local.strftime("%Y-%m-%d %H:%M").to_string(), moment.precision))
    }

    #[test]
    fn people_are_understood() {
        use Precision::{Day, Minute, Part};
        // A Tuesday, 10:00 in Paris.
        for (typed, expected, precision) in [
            ("9h", "2026-03-10 09:00", Minute),
            ("à 9h15", "2026-03-10 09:15", Minute),
            ("14h", "2026-03-09 14:00", Minute),
            ("2:10", "2026-03-10 02:10", Minute),
            ("2 pm", "2026-03-09 14:00", Minute),
            ("hier soir", "2026-03-09 20:00", Part),
            ("hier vers 22 h", "2026-03-09 22:00", Minute),
            ("Ce matin", "2026-03-10 08:00", Part),
            ("cette nuit", "2026-03-10 02:00", Part),
            ("this night", "2026-03-10 02:00", Part),
            ("yesterday evening", "2026-03-09 20:00", Part),
            ("yesterday at 8pm", "2026-03-09 20:00", Minute),
            ("hier soir 8h", "2026-03-09 20:00", Minute),
            ("aujourd’hui", "2026-03-10 00:00", Day),
            ("avant-hier", "2026-03-08 00:00", Day),
            ("lundi", "2026-03-09 00:00", Day),
            ("mardi matin", "2026-03-10 08:00", Part),
            ("Sunday 23:30", "2026-03-08 23:30", Minute),
            ("27/2", "2026-02-27 00:00", Day),
            ("27/12", "2025-12-27 00:00", Day),
            ("le 27/02/2026 à 14:05", "2026-02-27 14:05", Minute),
            ("27 février 2026 14h05", "2026-02-27 14:05", Minute),
            ("1er mars", "2026-03-01 00:00", Day),
            ("March 3rd", "2026-03-03 00:00", Day),
            ("il y a 2 heures", "2026-03-10 08:00", Minute),
            ("30 minutes ago", "2026-03-10 09:30", Minute),
            ("maintenant", "2026-03-10 10:00", Minute),
            ("2026-03-10T02:10:00+01:00", "2026-03-10 02:10", Minute),
            ("2026-03-10 02:10", "2026-03-10 02:10", Minute),
        ] {
            assert_eq!(
                said(typed, "2026-03-10T09:00:00Z", "Europe/Paris"),
                Ok((expected.to_owned(), precision)),
                "{typed}"
            );
        }
    }

    #[test]
    fn what_cannot_be_is_said() {
        for (typed, code) in [
            ("", "moment-unreadable"),
            ("bientôt", "moment-unreadable"),
            ("hier à 99h", "moment-unreadable"),
            ("31/2", "moment-impossible"),
            ("le", "moment-unreadable"),
            ("12", "moment-unreadable"),
            ("32 mars", "moment-impossible"),
        ] {
            assert_eq!(said(typed, "2026-03-10T09:00:00Z", "Europe/Paris"), Err(code), "{typed}");
        }
    }

    #[test]
    fn clock_changes_and_far_zones_are_right() {
        // Paris skips 02:00–03:00 on 29 March 2026, and repeats it on 25 October.
        assert_eq!(said("2h30", "2026-03-29T09:00:00Z", "Europe/Paris").unwrap().0, "2026-03-29 03:30");
        assert_eq!(said("2h30", "2026-10-25T09:00:00Z", "Europe/Paris").unwrap().0, "2026-10-25 02:30");
        assert_eq!(
            said("hier soir", "2026-03-10T22:00:00Z", "Indian/Reunion").unwrap().0,
            "2026-03-10 20:00"
        );
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in ".{0,100}") {
            let now = Instant::from_timestamp("2026-03-10T09:00:00Z".parse().unwrap());
            if let Ok(moment) = understand(&text, now, "Europe/Paris") {
                let again = understand(&moment.at.to_string(), now, "Europe/Paris").unwrap();
                prop_assert_eq!(again.at, moment.at);
            }
        }
    }
}
