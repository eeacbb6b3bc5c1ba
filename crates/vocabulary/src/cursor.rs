//! Where the next page of a list begins.

use crate::{Id, Instant, Refused};

/// The last row of a page of a list that is sorted by a moment, then by an identity, as the address of the next page names it.
pub fn cursor(at: Instant, id: Id) -> String {
    format!("{}_{id}", at.millis())
}

/// The row that [`cursor`] named; `None` for anything else.
pub fn read_cursor(text: &str) -> Option<(Instant, Id)> {
    let (at, id) = text.split_once('_')?;
    Some((Instant::from_millis(at.parse().ok()?), Id::parse(id).ok()?))
}

/// The row after which a page begins, none for the first page. What names no row is nothing that there is.
pub fn page_after(text: &str) -> Result<Option<(Instant, Id)>, Refused> {
    if text.is_empty() { Ok(None) } else { read_cursor(text).map(Some).ok_or(Refused::NotFound) }
}

/// A page, and what names its last row when others follow, of rows of which one more than `limit` was asked for.
pub fn page_of<T>(mut rows: Vec<T>, limit: i64, name: impl Fn(&T) -> String) -> (Vec<T>, Option<String>) {
    let wanted = usize::try_from(limit).unwrap_or_default();
    let more = rows.len() > wanted;
    rows.truncate(wanted);
    let next = rows.last().filter(|_| more).map(name);
    (rows, next)
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
        assert_eq!(page_after(""), Ok(None));
        assert_eq!(page_after(&cursor(row.0, row.1)), Ok(Some(row)));
        assert_eq!(page_after("x"), Err(Refused::NotFound));
    }

    #[test]
    fn a_page_says_where_the_next_begins_when_there_is_one() {
        let page = |rows: i64| page_of((0..rows).collect(), 2, i64::to_string);
        assert_eq!(page(0), (vec![], None));
        assert_eq!(page(2), (vec![0, 1], None));
        assert_eq!(page(3), (vec![0, 1], Some("1".to_owned())));
    }
}
