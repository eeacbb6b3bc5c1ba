//! Times as people write them in a crisis: `14h`, `hier soir`, `27/3`, `cette nuit`, `il y a 2 heures`, `2026-03-10 02:10`.

use jiff::{
    Timestamp, ToSpan as _,
    civil::{DateTime, Time},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};
use vocabulary::Instant;

mod words;

use words::{Day, Part, Said};

/// What cannot be understood.
const UNREADABLE: &str = "moment-unreadable";

/// Seconds by which the clock of a person may be ahead of ours.
const SLOW_CLOCK: i64 = 300;

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
    if at <= now.plus_seconds(SLOW_CLOCK) || precision == Precision::Day {
        return Ok(moment(at, precision));
    }
    // "This evening" said in the evening is now, whatever hour stands for evenings.
    if said.time.is_none()
        && date == local.date()
        && said.part.is_some_and(|part| part.begins() <= local.time())
    {
        return Ok(moment(now, precision));
    }
    // "14h" said at 9 in the morning was yesterday's; "Tuesday 14h" said on a Tuesday at 9 was last week's.
    let back = match said.day {
        None => 1,
        Some(Day::Last { .. }) => 7,
        Some(_) => 0,
    };
    let date = date.checked_sub(back.days()).map_err(|_| UNREADABLE)?;
    Ok(moment(instant(date.to_datetime(time), &zone_of)?, precision))
}

/// A local time as a moment; one that a clock change skips or repeats is brought to the nearest that exists.
fn instant(local: DateTime, zone: &TimeZone) -> Result<Instant, &'static str> {
    zone.to_timestamp(local).map(Instant::from_timestamp).map_err(|_| UNREADABLE)
}

#[cfg(test)]
mod tests;
