//! French public holidays: code du travail, art. L. 3133-1 (eleven days), L. 3134-13 (Alsace-Moselle), L. 3422-2 (overseas).

use jiff::{ToSpan as _, civil::Date};

/// Which holidays are observed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Observed {
    /// The eleven days of the whole country.
    Mainland,
    /// And Good Friday and 26 December: departments 57, 67, 68.
    AlsaceMoselle,
    /// And the abolition of slavery, by the code of the department or collectivity.
    Overseas(&'static str),
}

impl Observed {
    /// Those of a department or collectivity, by its code.
    pub fn in_department(code: &str) -> Self {
        match code {
            "57" | "67" | "68" => Self::AlsaceMoselle,
            code => ABOLITION
                .iter()
                .find(|(place, ..)| *place == code)
                .map_or(Self::Mainland, |(place, ..)| Self::Overseas(place)),
        }
    }
}

/// Place, month and day of the abolition of slavery.
const ABOLITION: [(&str, i8, i8); 7] = [
    ("971", 5, 27),
    ("972", 5, 22),
    ("973", 6, 10),
    ("974", 12, 20),
    ("976", 4, 27),
    ("977", 10, 9),
    ("978", 5, 28),
];

/// New year, Labour, 1945, national day, Assumption, All Saints, 1918, Christmas: month and day.
const FIXED: [(i8, i8); 8] = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];

/// Whether a day is a public holiday there.
pub fn is_holiday(date: Date, observed: Observed) -> bool {
    let day = (date.month(), date.day());
    let from_easter = |days: i32| easter(date.year()).checked_add(days.days()).ok() == Some(date);
    let everywhere = FIXED.contains(&day) || [1, 39, 50].into_iter().any(from_easter);
    everywhere
        || match observed {
            Observed::Mainland => false,
            Observed::AlsaceMoselle => day == (12, 26) || from_easter(-2),
            Observed::Overseas(code) => {
                ABOLITION.iter().any(|(place, m, d)| *place == code && (*m, *d) == day)
            }
        }
}

/// Easter Sunday of a year of the Gregorian calendar (the anonymous algorithm published in Nature, 1876).
#[allow(clippy::many_single_char_names, reason = "the letters of the published algorithm")]
pub fn easter(year: i16) -> Date {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    let (month, day) = (i8::try_from(n / 31).unwrap_or(4), i8::try_from(n % 31 + 1).unwrap_or(1));
    Date::new(year, month, day).unwrap_or(Date::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{Weekday, date};

    #[test]
    fn easter_is_where_it_was() {
        for (year, month, day) in [
            (1990, 4, 15),
            (2000, 4, 23),
            (2008, 3, 23),
            (2011, 4, 24),
            (2019, 4, 21),
            (2024, 3, 31),
            (2026, 4, 5),
            (2038, 4, 25),
            (2100, 3, 28),
        ] {
            assert_eq!(easter(year), date(year, month, day));
        }
        assert!((1900..2200).all(|year| easter(year).weekday() == Weekday::Sunday));
    }

    #[test]
    fn each_place_has_its_days() {
        use Observed::{AlsaceMoselle, Mainland, Overseas};
        for (day, mainland, alsace, reunion) in [
            (date(2026, 4, 3), false, true, false),
            (date(2026, 4, 6), true, true, true),
            (date(2026, 5, 14), true, true, true),
            (date(2026, 5, 25), true, true, true),
            (date(2026, 12, 20), false, false, true),
            (date(2026, 12, 26), false, true, false),
            (date(2026, 7, 14), true, true, true),
            (date(2026, 7, 15), false, false, false),
        ] {
            let found = [Mainland, AlsaceMoselle, Overseas("974")].map(|observed| is_holiday(day, observed));
            assert_eq!(found, [mainland, alsace, reunion], "{day}");
        }
        assert_eq!(Observed::in_department("67"), AlsaceMoselle);
        assert_eq!(Observed::in_department("972"), Overseas("972"));
        assert_eq!(Observed::in_department("35"), Mainland);
        let days = |observed| {
            (0..365).filter(|n| is_holiday(date(2026, 1, 1).checked_add(n.days()).unwrap(), observed)).count()
        };
        assert_eq!((days(Mainland), days(AlsaceMoselle), days(Overseas("973"))), (11, 13, 12));
    }
}
