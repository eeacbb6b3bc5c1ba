//! Where the next page of a list begins.

use crate::{Id, Instant};

/// The last row of a page of a list that is sorted by a moment, then by an identity, as the address of the next page names it.
pub fn cursor(at: Instant, id: Id) -> String {
    format!("{}_{id}", at.millis())
}

/// The row that [`cursor`] named; `None` for anything else.
pub fn read_cursor(text: &str) -> Option<(Instant, Id)> {
    let (at, id) = text.split_once('_')?;
    Some((Instant::from_millis(at.parse().ok()?), Id::parse(id).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_as_it_was_named() {
        let row = (Instant::from_millis(-7), Id::from_random([3; 16]));
        assert_eq!(read_cursor(&cursor(row.0, row.1)), Some(row));
        for wrong in ["", "_", "7", "7_", "x_03030303-0303-4303-8303-030303030303", "7_03030303"] {
            assert_eq!(read_cursor(wrong), None, "{wrong}");
        }
    }
}
