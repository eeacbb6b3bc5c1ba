//! Deadlines by calendar: hours that pass, working days, French public holidays, on-call hours. Pure: the present moment is
//! a parameter, and so is the place.

mod holidays;

pub use holidays::{Observed, easter, is_holiday};

use jiff::{
    ToSpan as _,
    civil::{Date, Time, Weekday},
    tz::TimeZone,
};
use vocabulary::Instant;

/// Where days are counted: a time zone, and the public holidays observed there.
#[derive(Clone, Debug)]
pub struct Calendar {
    zone: TimeZone,
    observed: Observed,
}

/// The working window of the cell (product: on call from 18:00 to 09:00 and on non-working days).
const OPENS: Time = Time::constant(9, 0, 0, 0);
const CLOSES: Time = Time::constant(18, 0, 0, 0);

impl Calendar {
    /// Days as they are counted in that IANA zone, with the holidays observed there. UTC when the zone is unknown.
    pub fn new(zone: &str, observed: Observed) -> Self {
        Self { zone: TimeZone::get(zone).unwrap_or(TimeZone::UTC), observed }
    }

    /// The cell's own: mainland time.
    pub fn of_the_cell() -> Self {
        Self::new("Europe/Paris", Observed::Mainland)
    }

    /// The day at that moment, here.
    pub fn date(&self, at: Instant) -> Date {
        self.zone.to_datetime(at.timestamp()).date()
    }

    /// Neither Saturday, Sunday nor a public holiday observed here.
    pub fn is_working_day(&self, date: Date) -> bool {
        !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_holiday(date, self.observed)
    }

    /// Whether the on-call person answers at that moment, and not the whole cell.
    pub fn is_on_call(&self, at: Instant) -> bool {
        let local = self.zone.to_datetime(at.timestamp());
        !self.is_working_day(local.date()) || local.time() < OPENS || local.time() >= CLOSES
    }

    /// That many hours later, as they pass: clock changes make no difference (72 h of the GDPR, art. 33).
    #[must_use]
    pub fn plus_hours(&self, at: Instant, hours: i64) -> Instant {
        at.plus_seconds(hours.saturating_mul(3600))
    }

    /// That many working hours later, counted in the window of the cell. Told outside it, it counts from the next opening.
    #[must_use]
    pub fn plus_working_hours(&self, at: Instant, hours: i64) -> Instant {
        let mut left = hours.max(0).saturating_mul(3600);
        let mut from = at;
        // A year of days is more than any deadline counts.
        for _ in 0..366 {
            let local = self.zone.to_datetime(from.timestamp());
            if !self.is_on_call(from) {
                let closing = self.moment(local.date(), CLOSES);
                let room = closing.seconds_since(from);
                if left <= room {
                    return from.plus_seconds(left);
                }
                left -= room;
            }
            let day = if local.time() < OPENS { local.date() } else { next(local.date()) };
            let mut opening = day;
            while !self.is_working_day(opening) {
                opening = next(opening);
            }
            from = self.moment(opening, OPENS);
        }
        from
    }

    /// The same time of day that many working days later.
    #[must_use]
    pub fn plus_working_days(&self, at: Instant, days: u32) -> Instant {
        let local = self.zone.to_datetime(at.timestamp());
        let mut date = local.date();
        for _ in 0..days {
            date = next(date);
            while !self.is_working_day(date) {
                date = next(date);
            }
        }
        self.moment(date, local.time())
    }

    /// The same day and time of the next month, or its last day where that month is shorter (NIS2, art. 23: one month).
    #[must_use]
    pub fn plus_months(&self, at: Instant, months: i32) -> Instant {
        let local = self.zone.to_datetime(at.timestamp());
        let date = local.date().checked_add(months.months()).unwrap_or(Date::MAX);
        self.moment(date, local.time())
    }

    /// A local time as a moment; one that a clock change skips or repeats is brought to one that exists.
    fn moment(&self, date: Date, time: Time) -> Instant {
        self.zone
            .to_timestamp(date.to_datetime(time))
            .map_or(Instant::from_millis(i64::MAX), Instant::from_timestamp)
    }
}

fn next(date: Date) -> Date {
    date.tomorrow().unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Instant {
        Instant::from_timestamp(text.parse().unwrap())
    }

    #[test]
    fn hours_pass_and_working_hours_wait_for_the_door_to_open() {
        let cell = Calendar::of_the_cell();
        for (from, hours, until) in [
            ("2026-03-10T10:00:00+01:00", 4, "2026-03-10T14:00:00+01:00"),
            ("2026-03-10T16:00:00+01:00", 4, "2026-03-11T11:00:00+01:00"),
            ("2026-03-10T03:00:00+01:00", 4, "2026-03-10T13:00:00+01:00"),
            ("2026-03-13T17:00:00+01:00", 2, "2026-03-16T10:00:00+01:00"),
            // Easter Monday, 6 April 2026, is not worked.
            ("2026-04-03T17:00:00+02:00", 2, "2026-04-07T10:00:00+02:00"),
            ("2026-12-31T23:00:00+01:00", 1, "2027-01-04T10:00:00+01:00"),
        ] {
            assert_eq!(cell.plus_working_hours(at(from), hours), at(until), "{from}");
        }
        // The night in which Paris moves its clocks has 23 hours; 72 hours are 72 hours.
        assert_eq!(cell.plus_hours(at("2026-03-28T12:00:00+01:00"), 24), at("2026-03-29T13:00:00+02:00"));
        assert_eq!(
            cell.plus_working_days(at("2026-03-27T12:00:00+01:00"), 1),
            at("2026-03-30T12:00:00+02:00")
        );
        assert_eq!(cell.plus_months(at("2026-01-31T12:00:00+01:00"), 1), at("2026-02-28T12:00:00+01:00"));
    }

    #[test]
    fn on_call_is_the_night_and_the_days_off() {
        let cell = Calendar::of_the_cell();
        for (moment, on_call) in [
            ("2026-03-10T08:59:59+01:00", true),
            ("2026-03-10T09:00:00+01:00", false),
            ("2026-03-10T17:59:59+01:00", false),
            ("2026-03-10T18:00:00+01:00", true),
            ("2026-03-14T12:00:00+01:00", true),
            ("2026-07-14T12:00:00+02:00", true),
        ] {
            assert_eq!(cell.is_on_call(at(moment)), on_call, "{moment}");
        }
    }

    #[test]
    fn every_region_has_a_zone_that_exists() {
        for region in vocabulary::Region::all() {
            assert!(TimeZone::get(region.zone()).is_ok(), "{region}");
        }
    }

    proptest! {
        #[test]
        fn deadlines_are_later_on_working_days_and_add_up(millis in 1_500_000_000_000_i64..2_500_000_000_000, a in 0_u32..15, b in 0_u32..15) {
            for observed in [Observed::Mainland, Observed::AlsaceMoselle, Observed::Overseas("974")] {
                let calendar = Calendar::new("Europe/Paris", observed);
                let from = Instant::from_millis(millis);
                let later = calendar.plus_working_days(from, a + b);
                prop_assert!(later >= from);
                prop_assert!(a + b == 0 || calendar.is_working_day(calendar.date(later)));
                let twice = calendar.plus_working_days(calendar.plus_working_days(from, a), b);
                prop_assert_eq!(calendar.date(twice), calendar.date(later));
                let hours = calendar.plus_working_hours(from, i64::from(a));
                prop_assert!(hours >= from && hours <= calendar.plus_working_hours(from, i64::from(a + b)));
                prop_assert_eq!(calendar.plus_hours(from, i64::from(a)).seconds_since(from), i64::from(a) * 3600);
            }
        }
    }
}
