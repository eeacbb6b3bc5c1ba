//! Deadlines by calendar: working days and hours, French public holidays, overseas time, on-call hours. Pure: the moment and
//! the place are parameters.

mod deadlines;
mod holidays;

pub use deadlines::{Deadline, Delays, Duty, Facts, OwedBy, deadlines};
pub use holidays::{Observed, easter};

use jiff::{
    ToSpan as _,
    civil::{Date, Time, Weekday},
    tz::TimeZone,
};
use vocabulary::{Instant, Region};

/// Where days are counted: a time zone, and the public holidays observed there.
#[derive(Clone, Debug)]
pub struct Calendar {
    zone: TimeZone,
    observed: Observed,
}

/// The working day: outside it the cell is on call.
const OPENS: Time = Time::constant(9, 0, 0, 0);
const CLOSES: Time = Time::constant(18, 0, 0, 0);
const HOURS_A_DAY: u16 = 9;

impl Calendar {
    /// Days as they are counted in that zone, with the holidays observed there.
    pub const fn new(zone: TimeZone, observed: Observed) -> Self {
        Self { zone, observed }
    }

    /// The calendar of a department or collectivity by its code (`35`, `67`, `2A`, `974`); `None` when there is none.
    pub fn in_department(code: &str) -> Option<Self> {
        let zone = TimeZone::get(Region::from_department(code)?.zone()).ok()?;
        Some(Self::new(zone, Observed::in_department(code)))
    }

    /// The calendar by which the cell keeps its own promises: mainland time.
    pub fn of_the_cell() -> Self {
        // The time zone database is compiled in, and a test below names every zone of the house.
        Self::new(TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC), Observed::MAINLAND)
    }

    /// The day that it is here at that moment.
    pub fn date(&self, at: Instant) -> Date {
        self.zone.to_datetime(at.timestamp()).date()
    }

    /// Whether that day is a public holiday here.
    pub fn is_holiday(&self, date: Date) -> bool {
        self.observed.is_holiday(date)
    }

    /// Neither Saturday, Sunday nor a public holiday here.
    pub fn is_working_day(&self, date: Date) -> bool {
        !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) && !self.is_holiday(date)
    }

    /// Whether the on-call person answers at that moment: 18:00 to 09:00, and all day when the day is not worked.
    pub fn is_on_call(&self, at: Instant) -> bool {
        let local = self.zone.to_datetime(at.timestamp());
        !self.is_working_day(local.date()) || local.time() < OPENS || local.time() >= CLOSES
    }

    /// The day whose on-call people answer at that moment: from 09:00 until 09:00 of the next day, so that a night is of the
    /// evening on which it began.
    pub fn duty_date(&self, at: Instant) -> Date {
        let local = self.zone.to_datetime(at.timestamp());
        if local.time() < OPENS { local.date().yesterday().unwrap_or(local.date()) } else { local.date() }
    }

    /// When the on-call people of a day answer: from 18:00, or from 09:00 when the day is not worked, until 09:00 of the next.
    pub fn duty(&self, date: Date) -> (Instant, Instant) {
        let begins = if self.is_working_day(date) { CLOSES } else { OPENS };
        (self.moment(date, begins), date.tomorrow().map_or(END, |next| self.moment(next, OPENS)))
    }

    /// A local time of a day as a moment. A time that spring skips is read an hour later, one that autumn repeats is the first.
    pub fn at(&self, date: Date, time: Time) -> Instant {
        self.moment(date, time)
    }

    /// That many hours later, as they pass: no clock change touches them, and every place counts them alike.
    #[must_use]
    pub fn plus_hours(&self, at: Instant, hours: u16) -> Instant {
        at.plus_seconds(i64::from(hours) * 3600)
    }

    /// That many working hours later, from 09:00 to 18:00. Outside them, counting waits for the next opening.
    #[must_use]
    pub fn plus_working_hours(&self, at: Instant, hours: u16) -> Instant {
        let mut left = i64::from(hours) * 3_600_000;
        for date in self.working_days_from(self.date(at)) {
            let from = at.max(self.moment(date, OPENS));
            let room = self.moment(date, CLOSES).millis() - from.millis();
            if left <= room {
                return Instant::from_millis(from.millis() + left);
            }
            // A day that had closed already gives nothing, and takes nothing.
            left -= room.max(0);
        }
        END
    }

    /// The same time of day, that many working days later; with none, the moment itself, whatever its day.
    #[must_use]
    pub fn plus_working_days(&self, at: Instant, days: u16) -> Instant {
        let Some(more) = usize::from(days).checked_sub(1) else { return at };
        let local = self.zone.to_datetime(at.timestamp());
        let Ok(tomorrow) = local.date().tomorrow() else { return END };
        self.working_days_from(tomorrow).nth(more).map_or(END, |date| self.moment(date, local.time()))
    }

    /// The same day of the month and time of day, that many months later. A month that lacks that day gives all of its last
    /// one, as regulation (EEC) 1182/71, art. 3(2)(c), counts it; so what begins later never ends earlier.
    #[must_use]
    pub fn plus_months(&self, at: Instant, months: u8) -> Instant {
        if months == 0 {
            return at;
        }
        let local = self.zone.to_datetime(at.timestamp());
        let date = local.date().saturating_add(i32::from(months).months());
        if date.day() == local.day() {
            return self.moment(date, local.time());
        }
        date.tomorrow().map_or(END, |next| self.moment(next, Time::midnight()))
    }

    fn working_days_from(&self, date: Date) -> impl Iterator<Item = Date> {
        date.series(1.day()).filter(|date| self.is_working_day(*date))
    }

    /// A local time as a moment. A time that spring skips is read an hour later, one that autumn repeats is the first.
    fn moment(&self, date: Date, time: Time) -> Instant {
        self.zone.to_timestamp(date.to_datetime(time)).map_or(END, Instant::from_timestamp)
    }
}

/// The edge of the calendar, in the year 9999.
const END: Instant = Instant::from_millis(253_402_207_200_000);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(crate) fn at(text: &str) -> Instant {
        Instant::from_timestamp(text.parse().unwrap())
    }

    #[test]
    fn hours_pass_whatever_the_clocks_do() {
        let cell = Calendar::of_the_cell();
        assert_eq!(cell.plus_hours(at("2026-03-28T12:00:00+01:00"), 24), at("2026-03-29T13:00:00+02:00"));
        assert_eq!(cell.plus_hours(at("2026-10-24T12:00:00+02:00"), 72), at("2026-10-27T11:00:00+01:00"));
    }

    #[test]
    fn a_night_is_of_the_evening_on_which_it_began() {
        let cell = Calendar::of_the_cell();
        for (date, from, until) in [
            ("2026-12-24", "2026-12-24T18:00:00+01:00", "2026-12-25T09:00:00+01:00"),
            ("2026-12-25", "2026-12-25T09:00:00+01:00", "2026-12-26T09:00:00+01:00"),
            // The nights in which the clocks move have fourteen hours, and sixteen.
            ("2026-03-28", "2026-03-28T09:00:00+01:00", "2026-03-29T09:00:00+02:00"),
            ("2026-10-24", "2026-10-24T09:00:00+02:00", "2026-10-25T09:00:00+01:00"),
        ] {
            assert_eq!(cell.duty(date.parse().unwrap()), (at(from), at(until)), "{date}");
        }
        for (moment, date) in [
            ("2026-03-10T08:59:59+01:00", "2026-03-09"),
            ("2026-03-10T09:00:00+01:00", "2026-03-10"),
            ("2026-03-29T03:00:00+02:00", "2026-03-28"),
        ] {
            assert_eq!(cell.duty_date(at(moment)), date.parse::<Date>().unwrap(), "{moment}");
        }
    }

    #[test]
    fn working_hours_wait_for_the_door_to_open() {
        for (from, hours, until) in [
            ("2026-03-10T10:00:00+01:00", 4, "2026-03-10T14:00:00+01:00"),
            ("2026-03-10T09:00:00+01:00", 9, "2026-03-10T18:00:00+01:00"),
            ("2026-03-10T16:00:00+01:00", 4, "2026-03-11T11:00:00+01:00"),
            ("2026-03-10T03:00:00+01:00", 4, "2026-03-10T13:00:00+01:00"),
            ("2026-03-10T18:00:00.001+01:00", 0, "2026-03-11T09:00:00+01:00"),
            ("2026-03-13T17:00:00+01:00", 2, "2026-03-16T10:00:00+01:00"),
            // Over the night in which the clocks move.
            ("2026-03-27T17:00:00+01:00", 2, "2026-03-30T10:00:00+02:00"),
            ("2026-10-23T17:00:00+02:00", 2, "2026-10-26T10:00:00+01:00"),
            // Good Friday is worked, Easter Monday is not.
            ("2026-04-02T17:00:00+02:00", 11, "2026-04-07T10:00:00+02:00"),
            ("2026-12-31T23:00:00+01:00", 1, "2027-01-04T10:00:00+01:00"),
        ] {
            assert_eq!(Calendar::of_the_cell().plus_working_hours(at(from), hours), at(until), "{from}");
        }
        // In Metz Good Friday is not worked.
        assert_eq!(
            Calendar::in_department("57").unwrap().plus_working_hours(at("2026-04-02T17:00:00+02:00"), 11),
            at("2026-04-08T10:00:00+02:00")
        );
        assert_eq!(
            Calendar::in_department("974").unwrap().plus_working_hours(at("2026-03-10T06:00:00Z"), 1),
            at("2026-03-10T11:00:00+04:00")
        );
    }

    #[test]
    fn days_and_months_keep_the_time_of_day() {
        let cell = Calendar::of_the_cell();
        for (from, days, until) in [
            ("2026-03-27T12:00:00+01:00", 1, "2026-03-30T12:00:00+02:00"),
            ("2026-10-24T12:00:00+02:00", 1, "2026-10-26T12:00:00+01:00"),
            ("2026-04-30T12:00:00+02:00", 6, "2026-05-12T12:00:00+02:00"),
            // The second 02:30 of that night stays itself.
            ("2026-10-25T02:30:00+01:00", 0, "2026-10-25T02:30:00+01:00"),
        ] {
            assert_eq!(cell.plus_working_days(at(from), days), at(until), "{from}");
        }
        for (from, months, until) in [
            ("2026-01-28T12:00:00+01:00", 1, "2026-02-28T12:00:00+01:00"),
            ("2026-01-29T23:00:00+01:00", 1, "2026-03-01T00:00:00+01:00"),
            ("2026-01-31T12:00:00+01:00", 1, "2026-03-01T00:00:00+01:00"),
            ("2028-01-29T12:00:00+01:00", 1, "2028-02-29T12:00:00+01:00"),
            ("2028-01-31T12:00:00+01:00", 1, "2028-03-01T00:00:00+01:00"),
            ("2026-03-15T12:00:00+01:00", 1, "2026-04-15T12:00:00+02:00"),
            // 02:30 does not exist on 29 March 2026.
            ("2026-02-28T02:30:00+01:00", 0, "2026-02-28T02:30:00+01:00"),
            ("2027-02-28T02:30:00+01:00", 1, "2027-03-28T03:30:00+02:00"),
        ] {
            assert_eq!(cell.plus_months(at(from), months), at(until), "{from}");
        }
    }

    #[test]
    fn on_call_is_the_night_and_the_days_off() {
        for (moment, on_call) in [
            ("2026-03-10T08:59:59.999+01:00", true),
            ("2026-03-10T09:00:00+01:00", false),
            ("2026-03-10T17:59:59.999+01:00", false),
            ("2026-03-10T18:00:00+01:00", true),
            ("2026-03-14T12:00:00+01:00", true),
            ("2026-07-14T12:00:00+02:00", true),
            ("2026-07-15T07:30:00Z", false),
            ("2026-01-15T07:30:00Z", true),
        ] {
            assert_eq!(Calendar::of_the_cell().is_on_call(at(moment)), on_call, "{moment}");
        }
    }

    #[test]
    fn every_region_has_a_zone_that_exists() {
        for region in Region::all() {
            assert!(TimeZone::get(region.zone()).is_ok(), "{region}");
        }
        assert_eq!(Calendar::of_the_cell().zone.iana_name(), Some("Europe/Paris"));
        assert_eq!(Calendar::in_department("988").unwrap().zone.iana_name(), Some("Pacific/Noumea"));
        assert!(Calendar::in_department("99").is_none());
    }

    #[test]
    fn the_calendar_ends_without_falling_over() {
        for from in [Instant::from_millis(i64::MIN), Instant::from_millis(i64::MAX), END] {
            let cell = Calendar::of_the_cell();
            for until in [
                cell.plus_working_hours(from, u16::MAX),
                cell.plus_working_days(from, u16::MAX),
                cell.plus_months(from, u8::MAX),
            ] {
                assert!(until >= from.min(END), "{from} {until}");
            }
        }
    }

    /// Places with and without a summer time, and a moment that is often within a day of a clock change in Paris.
    fn somewhere() -> impl Strategy<Value = Calendar> {
        proptest::sample::select(vec!["35", "57", "971", "974", "975", "987"])
            .prop_map(|department| Calendar::in_department(department).unwrap())
    }

    fn sometime() -> impl Strategy<Value = Instant> {
        let change = 1_774_746_000_000_i64;
        prop_oneof![600_000_000_000_i64..4_100_000_000_000, change - 90_000_000..change + 90_000_000]
            .prop_map(Instant::from_millis)
    }

    proptest! {
        /// Every moment is on call exactly when it is within the duty of its day, and no moment is of two days.
        #[test]
        fn duties_cover_on_call_hours_and_no_others(millis in 1_500_000_000_000_i64..2_500_000_000_000) {
            let (cell, at) = (Calendar::of_the_cell(), Instant::from_millis(millis));
            let date = cell.duty_date(at);
            let within = |date: Date| { let (from, until) = cell.duty(date); from <= at && at < until };
            prop_assert_eq!(within(date), cell.is_on_call(at));
            prop_assert!(!within(date.yesterday().unwrap()) && !within(date.tomorrow().unwrap()));
            prop_assert!(cell.duty(date).1 <= cell.duty(date.tomorrow().unwrap()).0);
        }

        #[test]
        fn working_days_end_on_one_and_add_up(calendar in somewhere(), from in sometime(), a in 0_u16..40, b in 0_u16..40) {
            let once = calendar.plus_working_days(from, a + b);
            prop_assert_eq!(calendar.plus_working_days(calendar.plus_working_days(from, a), b), once);
            prop_assert!(once >= calendar.plus_working_days(from, a));
            let day = calendar.date(once);
            prop_assert!(a + b == 0 || calendar.is_working_day(day));
            let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
            prop_assert!(!calendar.is_working_day(day) || !(weekend || calendar.is_holiday(day)));
        }

        #[test]
        fn working_hours_end_in_working_time_and_add_up(calendar in somewhere(), from in sometime(), a in 1_u16..60, b in 0_u16..60) {
            let once = calendar.plus_working_hours(from, a + b);
            prop_assert_eq!(calendar.plus_working_hours(calendar.plus_working_hours(from, a), b), once);
            prop_assert!(once.seconds_since(from) >= i64::from(a + b) * 3600);
            // Closing time itself belongs to the day that it ends.
            prop_assert!(!calendar.is_on_call(Instant::from_millis(once.millis() - 1)));
        }

        #[test]
        fn what_begins_later_ends_later(calendar in somewhere(), from in sometime(), wait in 0_i64..200_000, n in 0_u16..60) {
            let later = from.plus_seconds(wait);
            prop_assert!(calendar.plus_working_hours(later, n) >= calendar.plus_working_hours(from, n));
            let months = u8::try_from(n % 14).unwrap();
            prop_assert!(calendar.plus_months(later, months) >= calendar.plus_months(from, months));
            prop_assert!(calendar.plus_working_hours(from, n + 1) > calendar.plus_working_hours(from, n));
        }
    }
}
