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
