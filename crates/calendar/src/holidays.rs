//! French public holidays, by place.

use jiff::{ToSpan as _, civil::Date};

/// Which public holidays are observed at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Observed {
    /// Good Friday and 26 December too (code du travail, art. L. 3134-13). The law gives Good Friday to communes with a
    /// Protestant church or a mixed one; it is counted in all: a day of grace where there is none.
    alsace_moselle: bool,
    /// Month and day on which the abolition of slavery is remembered.
    abolition: Option<(i8, i8)>,
}

/// Department or collectivity, month and day of the abolition of slavery: code du travail, art. L. 3422-2 and décret 83-1003.
const ABOLITION: [(&str, i8, i8); 7] = [
    ("971", 5, 27),
    ("972", 5, 22),
    ("973", 6, 10),
    ("974", 12, 20),
    ("976", 4, 27),
    ("977", 10, 9),
    ("978", 5, 28),
];

/// Of the eleven days of code du travail, art. L. 3133-1, those with a date: month and day.
const FIXED: [(i8, i8); 8] = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];

/// And those that follow Easter, in days after it: Easter Monday, Ascension, Whit Monday.
const AFTER_EASTER: [i32; 3] = [1, 39, 50];

impl Observed {
    /// The eleven days of the whole country.
    pub const MAINLAND: Self = Self { alsace_moselle: false, abolition: None };

    /// Those of a department or collectivity by its code: `35`, `67`, `2A`, `974`. The Pacific collectivities (986, 987, 988)
    /// have labour codes of their own: only the eleven days are counted there.
    pub fn in_department(code: &str) -> Self {
        Self {
            alsace_moselle: matches!(code, "57" | "67" | "68"),
            abolition: ABOLITION
                .iter()
                .find(|(place, ..)| *place == code)
                .map(|(_, month, day)| (*month, *day)),
        }
    }

    /// Whether that day is a public holiday.
    pub fn is_holiday(self, date: Date) -> bool {
        let day = (date.month(), date.day());
        let after_easter = |days: i32| easter(date.year()).saturating_add(days.days()) == date;
        FIXED.contains(&day)
            || AFTER_EASTER.into_iter().any(after_easter)
            || self.abolition == Some(day)
            || (self.alsace_moselle && (day == (12, 26) || after_easter(-2)))
    }
}

/// Easter Sunday of a year of the Gregorian calendar, by Meeus, Jones and Butcher's arithmetic.
pub fn easter(year: i16) -> Date {
    let year_number = i32::from(year);
    let (golden, century, rest) = (year_number % 19, year_number / 100, year_number % 100);
    let moon = (19 * golden + century - century / 4 - (8 * century + 13) / 25 + 15) % 30;
    let sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
    let late = (golden + 11 * moon + 22 * sunday) / 451;
    let days_after_22_march = moon + sunday - 7 * late;
    jiff::civil::date(year, 3, 22).saturating_add(days_after_22_march.days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{Weekday, date};
    use proptest::prelude::*;

    #[test]
    fn easter_is_on_the_day_that_almanacs_print() {
        for (year, month, day) in [
            (1990, 4, 15),
            (1997, 3, 30),
            (2000, 4, 23),
            (2008, 3, 23),
            (2011, 4, 24),
            (2019, 4, 21),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2035, 3, 25),
            (2038, 4, 25),
            (2049, 4, 18),
            (2076, 4, 19),
            (2100, 3, 28),
        ] {
            assert_eq!(easter(year), date(year, month, day));
        }
    }

    #[test]
    fn each_place_has_its_days() {
        let places = [
            ("35", vec![]),
            ("67", vec![date(2026, 4, 3), date(2026, 12, 26)]),
            ("971", vec![date(2026, 5, 27)]),
            ("972", vec![date(2026, 5, 22)]),
            ("973", vec![date(2026, 6, 10)]),
            ("974", vec![date(2026, 12, 20)]),
            ("976", vec![date(2026, 4, 27)]),
            ("977", vec![date(2026, 10, 9)]),
            ("978", vec![date(2026, 5, 28)]),
            ("988", vec![]),
        ];
        let everywhere =
            [(1, 1), (4, 6), (5, 1), (5, 8), (5, 14), (5, 25), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
                .map(|(month, day)| date(2026, month, day));
        for (department, own) in places {
            let observed = Observed::in_department(department);
            let year = date(2026, 1, 1).series(1.day()).take_while(|day| day.year() == 2026);
            let found: Vec<Date> = year.filter(|day| observed.is_holiday(*day)).collect();
            let mut expected = [everywhere.to_vec(), own].concat();
            expected.sort();
            assert_eq!(found, expected, "{department}");
        }
        for department in ["57", "68"] {
            assert_eq!(Observed::in_department(department), Observed::in_department("67"));
        }
    }

    proptest! {
        #[test]
        fn easter_is_a_sunday_between_22_march_and_25_april(year in 1583_i16..=9999) {
            let easter = easter(year);
            prop_assert_eq!(easter.weekday(), Weekday::Sunday);
            prop_assert!(easter >= date(year, 3, 22) && easter <= date(year, 4, 25));
        }
    }
}
