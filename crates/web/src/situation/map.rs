//! The map of a region, drawn by its own sites: no outline of anybody's is needed, and none is fetched.

use situation::{PLACE, RegionView};

/// A map, in places of [`PLACE`]; what a reader of the screen needs is in the list beside it.
pub(super) struct Map {
    /// How wide and how high.
    pub(super) size: (i64, i64),
    /// The places that hold a site, as a path.
    pub(super) land: String,
    /// Where incidents are: from the left, from the top, how large, and how grave, from 1 to 5.
    pub(super) marks: Vec<(String, String, &'static str, i64)>,
}

/// Nothing when no site of the region has a known position.
pub(super) fn draw(view: &RegionView) -> Option<Map> {
    let lines = view.places.iter().map(|(line, _)| *line);
    let columns = view.places.iter().map(|(_, column)| *column);
    let (south, north) = (lines.clone().min()?, lines.max()?);
    let (west, east) = (columns.clone().min()?, columns.max()?);
    let mut land = String::new();
    let mut places = view.places.clone();
    places.sort_unstable_by_key(|(line, column)| (-line, *column));
    for (line, column) in places {
        land.push_str(&format!("M{} {}h1v1h-1z", column - west, north - line));
    }
    let mut marks: Vec<_> = view
        .situation
        .open
        .iter()
        .filter_map(|one| {
            let facility = one.facility?;
            let (_, latitude, longitude) = view.positions.iter().find(|(number, ..)| *number == facility)?;
            let x = thousandths(*longitude - west * PLACE.1, PLACE.1);
            let y = thousandths((north + 1) * PLACE.0 - *latitude, PLACE.0);
            Some((x, y, radius(one.severity), one.severity))
        })
        .collect();
    // The gravest are drawn last: nothing lies over them.
    marks.sort_by_key(|(.., severity)| *severity);
    Some(Map { size: (east - west + 1, north - south + 1), land, marks })
}

/// A length in places, with three decimals.
fn thousandths(length: i64, place: i64) -> String {
    let all = length * 1000 / place;
    format!("{}{}.{:03}", if all < 0 { "-" } else { "" }, all.abs() / 1000, all.abs() % 1000)
}

/// Size says severity as well as colour does.
const fn radius(severity: i64) -> &'static str {
    match severity {
        ..=1 => "0.35",
        2 => "0.45",
        3 => "0.55",
        4 => "0.7",
        _ => "0.9",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use incidents::{Past, Situation, rules::State};
    use vocabulary::{Id, Instant};

    #[test]
    fn what_stands_in_the_north_is_drawn_at_the_top_and_the_gravest_last() {
        let one = |number: &str, severity| Past {
            incident: Id::from_random([1; 16]),
            reference: String::new(),
            facility: number.parse().ok(),
            facility_name: String::new(),
            town: String::new(),
            region: None,
            kind: String::new(),
            exercise: false,
            declared_at: Instant::from_millis(0),
            state: State::Taken,
            severity,
            danger: false,
            grave: false,
            significant: false,
            major: false,
        };
        let (north, south) = ("359900008", "759900004");
        let view = RegionView {
            situation: Situation { open: vec![one(north, 5), one(south, 1)], declared: (0, 0) },
            contacts: Vec::new(),
            manages: false,
            places: vec![(800, -18), (802, -17)],
            positions: vec![
                (north.parse().unwrap(), 802 * PLACE.0 + 30_000, -17 * PLACE.1 + 45_000),
                (south.parse().unwrap(), 800 * PLACE.0, -18 * PLACE.1),
            ],
        };
        let map = draw(&view).unwrap();
        assert_eq!((map.size, map.land.as_str()), ((2, 3), "M1 0h1v1h-1zM0 2h1v1h-1z"));
        let marks: Vec<_> =
            map.marks.iter().map(|(x, y, _, severity)| (x.as_str(), y.as_str(), *severity)).collect();
        assert_eq!(marks, [("0.000", "3.000", 1), ("1.500", "0.500", 5)]);
        assert!(draw(&RegionView { places: Vec::new(), ..view }).is_none());
    }
}
