//! The words of a time, in French and in English.

use jiff::{
    ToSpan as _,
    civil::{Date, Time, Weekday},
};

use super::UNREADABLE;

/// A part of a day.
#[derive(Clone, Copy)]
pub(super) enum Part {
    Night,
    Morning,
    Noon,
    Afternoon,
    Evening,
}

impl Part {
    /// When it begins.
    pub(super) const fn begins(self) -> Time {
        let hour = match self {
            Self::Night => 0,
            Self::Morning => 5,
            Self::Noon => 11,
            Self::Afternoon => 12,
            Self::Evening => 17,
        };
        Time::constant(hour, 0, 0, 0)
    }

    /// The hour that stands for it.
    pub(super) const fn time(self) -> Time {
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

/// A day, as it was said.
#[derive(Clone, Copy)]
pub(super) enum Day {
    /// That many days ago.
    Back(i32),
    /// The last one of that name; "last Monday" said on a Monday is not today.
    Last { weekday: Weekday, not_today: bool },
    /// Of a month; of the last year in which it has come, when none was said.
    Month { day: i8, month: i8, year: Option<i16> },
}

/// What was said of a time.
#[derive(Default)]
pub(super) struct Said {
    /// Seconds before now.
    pub(super) ago: Option<i64>,
    pub(super) day: Option<Day>,
    pub(super) part: Option<Part>,
    pub(super) time: Option<Time>,
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
const FILLERS: [&str; 26] = [
    "a", "vers", "environ", "le", "la", "l", "ce", "cette", "dans", "depuis", "du", "de", "des", "at",
    "about", "around", "on", "the", "this", "in", "since", "of", "y", "il", "d", "matinee",
];

/// "The last one", which is not today.
const LAST: [&str; 5] = ["dernier", "derniere", "passe", "passee", "last"];

impl Said {
    /// Reads every word; one that says nothing of a time makes the whole unreadable, so that no guess is silent.
    pub(super) fn read(typed: &str) -> Option<Self> {
        let folded = fold(typed).replace("avant hier", "avant-hier");
        if let Some(seconds) = ago(&folded) {
            return Some(Self { ago: Some(seconds), ..Self::default() });
        }
        let words: Vec<&str> = folded
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | '\''))
            .filter(|word| !word.is_empty())
            .collect();
        let not_today = words.iter().any(|word| LAST.contains(word));
        let (mut said, mut number) = (Self::default(), None);
        let mut rest = words.into_iter().peekable();
        while let Some(word) = rest.next() {
            if let Some((day, part)) = named(word) {
                said.day = day.or(said.day);
                said.part = part.or(said.part);
            } else if matches!(word, "minuit" | "midnight") {
                said.time = Some(Time::midnight());
            } else if let Some(weekday) = weekday(word) {
                said.day = Some(Day::Last { weekday, not_today });
            } else if let Some(month) = month(word) {
                let day = match number.take() {
                    Some(day) => day,
                    None => ordinal(rest.next()?)?,
                };
                let year = rest.next_if(|next| next.len() == 4 && next.bytes().all(|c| c.is_ascii_digit()));
                said.day = Some(Day::Month { day, month, year: year.and_then(|year| year.parse().ok()) });
            } else if let Some(time) = dotted(word) {
                said.time = Some(time);
            } else if let Some(day) = slashed(word) {
                said.day = Some(day);
            } else if let Some(time) = clock(word, &mut rest) {
                said.time = Some(time);
            } else if let Some(day) = ordinal(word) {
                number = Some(day);
            } else if !FILLERS.contains(&word) && !LAST.contains(&word) {
                return None;
            }
        }
        let anything = said.day.is_some() || said.part.is_some() || said.time.is_some();
        // A number of no month says nothing.
        (anything && number.is_none()).then_some(said)
    }

    pub(super) fn date(&self, today: Date) -> Result<Date, &'static str> {
        match self.day {
            None => Ok(today),
            Some(Day::Back(days)) => today.checked_sub(days.days()).map_err(|_| UNREADABLE),
            Some(Day::Last { weekday, not_today }) => {
                let back = match today.weekday().since(weekday) {
                    0 if not_today => 7,
                    back => back,
                };
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

/// A day of the week, whole or by its first three letters. `mar` is left to March.
fn weekday(word: &str) -> Option<Weekday> {
    let short = word.trim_end_matches('.');
    let named = |name: &str| name == word || (short.len() == 3 && short != "mar" && name.starts_with(short));
    DAYS.iter().find(|(french, english, _)| named(french) || named(english)).map(|(.., weekday)| *weekday)
}

/// A month, whole or by as many letters as tell it from the others, three at least.
fn month(word: &str) -> Option<i8> {
    let short = word.trim_end_matches('.');
    let named = |name: &str| short.len() >= 3 && name.starts_with(short);
    let mut found = (1..).zip(&MONTHS).filter(|(_, (french, english))| named(french) || named(english));
    let (month, _) = found.next()?;
    found.next().is_none().then_some(month)
}

/// `3`, `1er`, `3rd`.
fn ordinal(word: &str) -> Option<i8> {
    let digits = ["er", "st", "nd", "rd", "th"].iter().find_map(|mark| word.strip_suffix(mark));
    digits.unwrap_or(word).parse().ok()
}

/// Words that name a day, a part of one, or both.
fn named(word: &str) -> Option<(Option<Day>, Option<Part>)> {
    Some(match word {
        "aujourdhui" | "aujourd" | "today" => (Some(Day::Back(0)), None),
        "hui" => (None, None),
        "hier" | "yesterday" => (Some(Day::Back(1)), None),
        "avant-hier" | "avanthier" => (Some(Day::Back(2)), None),
        "matin" | "mat" | "morning" => (None, Some(Part::Morning)),
        "midi" | "noon" => (None, Some(Part::Noon)),
        "apres-midi" | "apresmidi" | "aprem" | "afternoon" => (None, Some(Part::Afternoon)),
        "soir" | "soiree" | "evening" | "tonight" => (None, Some(Part::Evening)),
        "nuit" | "night" => (None, Some(Part::Night)),
        _ => return None,
    })
}

/// `27/3`, `27/03/2026`, `27.3.26`, `2026-03-27`.
fn slashed(word: &str) -> Option<Day> {
    let parts: Vec<&str> = word.split(['/', '.', '-']).collect();
    let (day, month, year) = match parts.as_slice() {
        [day, month] => (day, month, None),
        [year, month, day] if year.len() == 4 => (day, month, Some(year.parse::<i16>().ok()?)),
        [day, month, year] if year.len() == 4 => (day, month, Some(year.parse::<i16>().ok()?)),
        [day, month, year] if year.len() == 2 => (day, month, Some(2000 + year.parse::<i16>().ok()?)),
        _ => return None,
    };
    Some(Day::Month { day: day.parse().ok()?, month: month.parse().ok()?, year })
}

/// `14.30`, where it can be no day of a month.
fn dotted(word: &str) -> Option<Time> {
    let (hour, minute) = word.split_once('.')?;
    let minute = minute.parse().ok().filter(|minute: &i8| *minute > 12)?;
    Time::new(hour.parse().ok()?, minute, 0, 0).ok()
}

/// `14h`, `14h30`, `14 h 30`, `14:30`, `2pm`, `2:10 pm`, `14 heures`.
fn clock<'a>(word: &str, rest: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>) -> Option<Time> {
    let (number, mut mark) = split_digits(word);
    let hour: i8 = number.parse().ok()?;
    if mark.is_empty() {
        let marks = ["h", "heure", "heures", "am", "pm", "oclock"];
        mark = rest.next_if(|next| marks.contains(next))?;
    }
    let mut minutes = "";
    if let Some(after) = mark.strip_prefix(['h', ':']).filter(|_| !mark.starts_with("heure")) {
        (minutes, mark) = split_digits(after);
    }
    if minutes.is_empty() && mark.is_empty() {
        minutes =
            rest.next_if(|next| next.len() == 2 && next.bytes().all(|c| c.is_ascii_digit())).unwrap_or("");
    }
    if mark.is_empty() {
        mark = rest.next_if(|next| matches!(*next, "am" | "pm")).unwrap_or("");
    }
    let hour = match mark {
        "am" if (1..=12).contains(&hour) => hour % 12,
        "pm" if (1..=12).contains(&hour) => hour % 12 + 12,
        "" | "heure" | "heures" | "oclock" | "min" | "mn" => hour,
        _ => return None,
    };
    Time::new(hour, if minutes.is_empty() { 0 } else { minutes.parse().ok()? }, 0, 0).ok()
}

/// The digits with which a word begins, and what follows them.
fn split_digits(word: &str) -> (&str, &str) {
    word.split_at(word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len()))
}

/// `il y a 2 heures`, `depuis 3 jours`, `1h30 ago`, `half an hour ago`, `maintenant`: in seconds.
fn ago(folded: &str) -> Option<i64> {
    if matches!(folded, "maintenant" | "now" | "a l'instant" | "just now" | "tout de suite") {
        return Some(0);
    }
    let since = ["depuis ", "since "].iter().find_map(|before| folded.strip_prefix(before));
    let said = since
        .or_else(|| ["il y a ", "for "].iter().find_map(|before| folded.strip_prefix(before)))
        .or_else(|| folded.strip_suffix(" ago"))?;
    if since.is_some_and(is_an_hour) {
        return None;
    }
    let words: Vec<&str> =
        said.split_whitespace().filter(|word| !matches!(*word, "environ" | "about")).collect();
    match words.as_slice() {
        ["une", "demi-heure"] | ["half", "an", "hour"] => Some(30 * 60),
        [together] => {
            let (number, unit) = split_digits(together);
            match unit.split_once('h').map(|(before, minutes)| (before, minutes.parse::<i64>())) {
                Some(("", Ok(minutes @ 0..=59))) => Some(amount(number)? * 3600 + minutes * 60),
                _ => Some(amount(number)? * seconds_of(unit)?),
            }
        }
        [number, unit] => Some(amount(number)? * seconds_of(unit)?),
        _ => None,
    }
}

/// Whether what follows "since" is an hour of the day: `14h`, `8h30`, `14 heures`. `2 heures` is how long it has been.
fn is_an_hour(said: &str) -> bool {
    let (number, unit) = split_digits(said);
    let hour: Option<u8> = number.parse().ok();
    match unit.trim() {
        "heure" | "heures" => hour.is_some_and(|hour| hour > 12),
        unit => {
            hour.is_some() && unit.starts_with('h') && !unit.starts_with("heure") && !unit.starts_with("hour")
        }
    }
}

/// A number as digits, or as a word as far as six.
fn amount(word: &str) -> Option<i64> {
    match word {
        "un" | "une" | "a" | "an" | "one" => Some(1),
        "deux" | "two" => Some(2),
        "trois" | "three" => Some(3),
        "quatre" | "four" => Some(4),
        "cinq" | "five" => Some(5),
        "six" => Some(6),
        digits => digits.parse().ok().filter(|number| (0..=10_000).contains(number)),
    }
}

/// The seconds of a unit of time.
fn seconds_of(unit: &str) -> Option<i64> {
    Some(match unit.trim_end_matches('s') {
        "minute" | "min" | "mn" => 60,
        "heure" | "hour" | "h" => 3600,
        "jour" | "day" | "j" => 24 * 3600,
        "semaine" | "week" => 7 * 24 * 3600,
        _ => return None,
    })
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
