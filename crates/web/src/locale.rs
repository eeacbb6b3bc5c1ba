//! The words, in French and in English, from the same keys (Fluent).

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use jiff::{civil::Date, tz::TimeZone};
use sha2::{Digest as _, Sha256};
use vocabulary::{Instant, Language, Region, Wording, hex};

macro_rules! sources {
    ($($name:literal),* $(,)?) => {
        /// Every file of words: its name, its French, its English.
        const SOURCES: &[(&str, &str, &str)] = &[$((
            $name,
            include_str!(concat!("../locales/fr/", $name, ".ftl")),
            include_str!(concat!("../locales/en/", $name, ".ftl")),
        )),*];
    };
}

sources![
    "accounts",
    "community",
    "declarations",
    "editing",
    "errors",
    "events",
    "follow",
    "gestures",
    "incidents",
    "indicators",
    "library",
    "mail",
    "members",
    "moderation",
    "oncall",
    "paper",
    "passkeys",
    "privacy",
    "publications",
    "search",
    "sharing",
    "shell",
    "situation",
    "space",
    "subscriptions",
    "threads",
    "trail",
    "watch"
];

/// The words of every language.
pub struct Locales {
    french: FluentBundle<FluentResource>,
    english: FluentBundle<FluentResource>,
}

impl Locales {
    /// Reads the words compiled in. What is wrong with one is logged, and a test refuses it.
    pub fn load() -> Self {
        Self { french: bundle(Language::Fr), english: bundle(Language::En) }
    }

    /// Changes when any of the words does.
    pub(crate) fn digest() -> String {
        let mut hasher = Sha256::new();
        for (name, french, english) in SOURCES {
            hasher.update(format!("{name}\0{french}\0{english}\0"));
        }
        hex(&hasher.finalize())
    }

    /// The sentence of a key, or nothing.
    fn find(&self, language: Language, key: &str, arguments: &[(&str, Cow<'_, str>)]) -> Option<String> {
        let bundle = match language {
            Language::Fr => &self.french,
            Language::En => &self.english,
        };
        let pattern = bundle.get_message(key)?.value()?;
        let mut given = FluentArgs::new();
        for (name, value) in arguments {
            // A whole number chooses plurals; anything else is a text.
            match value.parse::<i32>() {
                Ok(number) if number.to_string() == **value => given.set(*name, number),
                _ => given.set(*name, value.as_ref()),
            }
        }
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&given), &mut errors).into_owned();
        if !errors.is_empty() {
            tracing::error!(key, language = language.tag(), ?errors, "a sentence lacks an argument");
        }
        Some(text)
    }
}

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let tag = match language {
        Language::Fr => "fr-FR",
        Language::En => "en-GB",
    };
    let mut bundle = FluentBundle::new_concurrent(tag.parse().into_iter().collect());
    bundle.set_use_isolating(false);
    for (name, french, english) in SOURCES {
        let text = if language == Language::Fr { apart(french) } else { (*english).to_owned() };
        let resource = FluentResource::try_new(text).unwrap_or_else(|(resource, errors)| {
            tracing::error!(file = name, language = language.tag(), ?errors, "words that cannot be read");
            resource
        });
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(file = name, language = language.tag(), ?errors, "words said twice");
        }
    }
    bundle
}

/// French, whose double signs stand a space apart from their word: one at which no line breaks, so that none begins a line.
fn apart(french: &str) -> String {
    [":", ";", "!", "?", "»", "%"].iter().fold(french.replace("« ", "«\u{a0}"), |text, sign| {
        text.replace(&format!(" {sign}"), &format!("\u{a0}{sign}"))
    })
}

impl Wording for Locales {
    fn text(&self, language: Language, key: &str, arguments: &[(&str, String)]) -> String {
        let arguments: Vec<_> =
            arguments.iter().map(|(name, value)| (*name, Cow::Borrowed(value.as_str()))).collect();
        self.find(language, key, &arguments).unwrap_or_else(|| missing(language, key))
    }
}

fn missing(language: Language, key: &str) -> String {
    tracing::error!(key, language = language.tag(), "a sentence is missing");
    format!("⟦{key}⟧")
}

/// The words of one reader.
#[derive(Clone)]
pub struct Words {
    locales: Arc<Locales>,
    /// Their language.
    pub language: Language,
}

#[allow(clippy::needless_pass_by_value, reason = "templates give numbers, texts and references alike")]
impl Words {
    pub(crate) fn new(locales: Arc<Locales>, language: Language) -> Self {
        Self { locales, language }
    }

    /// The words of another reader.
    pub(crate) fn to(&self, language: Language) -> Self {
        Self { locales: self.locales.clone(), language }
    }

    /// A sentence.
    pub fn t(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// A sentence of a family: its key is the prefix, the code and the suffix.
    pub fn k(&self, prefix: &str, code: impl std::fmt::Display, suffix: &str) -> String {
        self.t(&format!("{prefix}{code}{suffix}"))
    }

    /// A sentence with one argument.
    pub fn t1(&self, key: &str, name: &str, value: impl ToString) -> String {
        self.with(key, &[(name, &value.to_string())])
    }

    /// A sentence with two arguments.
    pub fn t2(&self, key: &str, one: &str, value: impl ToString, two: &str, other: impl ToString) -> String {
        self.with(key, &[(one, &value.to_string()), (two, &other.to_string())])
    }

    /// A sentence with arguments.
    pub fn with(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        let arguments: Vec<_> =
            arguments.iter().map(|(name, value)| (*name, Cow::Borrowed(*value))).collect();
        self.locales.find(self.language, key, &arguments).unwrap_or_else(|| missing(self.language, key))
    }

    /// A sentence, if there is one.
    pub fn maybe(&self, key: &str) -> Option<String> {
        self.locales.find(self.language, key, &[])
    }

    /// A date and time in a zone: `lundi 23 novembre 2026 à 2 h 10`, `Monday 23 November 2026 at 02:10`; beside it that of the
    /// place, where it is another: `lundi 23 novembre 2026 à 18 h 00 (21 h 00 à La Réunion)`.
    pub fn moment<'a>(&self, at: Instant, zone: impl Into<Zone<'a>>) -> String {
        let Zone { own, place } = zone.into();
        let here = self.moment_in(at, own);
        let local = |zone: &str| TimeZone::get(zone).unwrap_or(TimeZone::UTC).to_datetime(at.timestamp());
        let there = |region: Region| {
            let (own, there) = (local(own), local(region.zone()));
            let said = match (own == there, own.date() == there.date()) {
                (true, _) => return None,
                (_, true) => self.clock(at, region.zone()),
                _ => self.moment_in(at, region.zone()),
            };
            let place = self.k("there-", region.code(), "");
            Some(self.with("moment-there", &[("here", &here), ("there", &said), ("place", &place)]))
        };
        place.and_then(there).unwrap_or(here)
    }

    fn moment_in(&self, at: Instant, zone: &str) -> String {
        let clock = self.clock(at, zone);
        let local = TimeZone::get(zone).unwrap_or(TimeZone::UTC).to_datetime(at.timestamp());
        let weekday = self.t(&format!("weekday-{}", local.weekday().to_monday_one_offset()));
        let month = self.t(&format!("month-{}", local.month()));
        let (day, year) = (local.day().to_string(), local.year().to_string());
        match self.language {
            Language::Fr => format!("{weekday} {day} {month} {year} à {clock}"),
            Language::En => format!("{weekday} {day} {month} {year} at {clock}"),
        }
    }

    /// The time of day in a zone: `2 h 10`, `02:10`.
    pub fn clock(&self, at: Instant, zone: &str) -> String {
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        let local = zone.to_datetime(at.timestamp());
        match self.language {
            Language::Fr => format!("{}\u{a0}h\u{a0}{:02}", local.hour(), local.minute()),
            Language::En => format!("{:02}:{:02}", local.hour(), local.minute()),
        }
    }

    /// A day: `1er décembre 2026`, `1 December 2026`.
    pub fn day(&self, date: Date) -> String {
        format!("{} {}", self.day_of_year(date), date.year())
    }

    /// A day of this year: `1er décembre`, `1 December`.
    pub fn day_of_year(&self, date: Date) -> String {
        let month = self.t(&format!("month-{}", date.month()));
        let first = if self.language == Language::Fr && date.day() == 1 { "er" } else { "" };
        format!("{}{first}\u{a0}{month}", date.day())
    }

    /// The size of a file, as people say it: `640 Ko`, `1,2 Mo`.
    pub fn size(&self, bytes: i64) -> String {
        let (unit, text) = match bytes.max(0) {
            0..1000 => ("size-bytes", bytes.to_string()),
            1000..1_000_000 => ("size-kilo", (bytes / 1000).to_string()),
            _ => ("size-mega", format!("{}.{}", bytes / 1_000_000, bytes / 100_000 % 10)),
        };
        let comma = self.language == Language::Fr;
        self.t1(unit, "size", if comma { text.replace('.', ",") } else { text })
    }

    /// How long until a moment, or since: `reste 3 h 10`, `dépassé de 2 jours`.
    pub fn remaining(&self, until: Instant, now: Instant) -> String {
        let seconds = until.seconds_since(now);
        let minutes = seconds.unsigned_abs().div_ceil(60);
        let length = match (minutes / 1440, minutes / 60 % 24, minutes % 60) {
            (0, 0, minutes) => self.t1("length-minutes", "minutes", minutes),
            (0, hours, minutes) => self.with(
                "length-hours",
                &[("hours", &hours.to_string()), ("minutes", &format!("{minutes:02}"))],
            ),
            (days, hours, _) => {
                self.with("length-days", &[("days", &days.to_string()), ("hours", &hours.to_string())])
            }
        };
        self.with(if seconds >= 0 { "clock-left" } else { "clock-late" }, &[("length", &length)])
    }
}

/// Whose time is said: that of who reads, and that of a place beside it, where it is another.
#[derive(Clone, Copy, Debug)]
pub struct Zone<'a> {
    /// The reader's, by its IANA name.
    pub own: &'a str,
    /// The place of which they read.
    pub place: Option<Region>,
}

impl<'a> From<&'a str> for Zone<'a> {
    fn from(own: &'a str) -> Self {
        Self { own, place: None }
    }
}

/// What is wrong with the words: a key or an argument that one language lacks, a key said twice, a file that cannot be read.
pub fn check() -> Vec<String> {
    let mut wrong = Vec::new();
    let mut keys: [BTreeMap<String, Vec<String>>; 2] = [BTreeMap::new(), BTreeMap::new()];
    for (name, french, english) in SOURCES {
        for (language, text, keys) in
            Language::ALL.into_iter().zip([french, english]).zip(keys.iter_mut()).map(|((l, t), k)| (l, t, k))
        {
            if let Err((_, errors)) = FluentResource::try_new((*text).to_owned()) {
                wrong.extend(errors.iter().map(|error| format!("{name}.ftl ({}): {error}", language.tag())));
            }
            let mut current = String::new();
            for line in text.lines() {
                if let Some((key, _)) = line.split_once(" =")
                    && !key.starts_with([' ', '#', '-', '.'])
                {
                    key.clone_into(&mut current);
                    if keys.insert(current.clone(), Vec::new()).is_some() {
                        wrong.push(format!("{key} is said twice in {}", language.tag()));
                    }
                }
                if line.starts_with('#') {
                    continue;
                }
                for part in line.split('$').skip(1) {
                    let argument: String =
                        part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                    if let Some(arguments) = keys.get_mut(&current) {
                        arguments.push(argument);
                    }
                }
            }
        }
    }
    let [french, english] = keys.map(|keys| {
        keys.into_iter()
            .map(|(key, mut arguments)| {
                arguments.sort();
                arguments.dedup();
                (key, arguments)
            })
            .collect::<BTreeMap<_, _>>()
    });
    for (one, other, language) in [(&french, &english, "English"), (&english, &french, "French")] {
        for (key, arguments) in one {
            match other.get(key) {
                None => wrong.push(format!("{key} is missing in {language}")),
                Some(theirs) if theirs != arguments => {
                    wrong.push(format!("{key} has other arguments in {language}"));
                }
                Some(_) => {}
            }
        }
    }
    wrong
}
