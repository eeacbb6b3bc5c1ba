//! This capability's tables: nobody else reads or writes them.

pub(crate) mod counts;
pub(crate) mod deliveries;
pub(crate) mod paces;
pub(crate) mod requests;
pub(crate) mod subscribers;

use std::collections::BTreeSet;

use publications::rules::Kind;
use storage::Row;
use vocabulary::Failure;

use crate::rules::{Choices, Rhythm};

/// `,a,b,`, or nothing for none.
pub(crate) fn list<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    let list = items.into_iter().fold(",".to_owned(), |list, item| list + item + ",");
    if list.len() == 1 { String::new() } else { list }
}

fn items(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').filter(|item| !item.is_empty())
}

pub(crate) fn kinds(choices: &Choices) -> String {
    list(choices.kinds.iter().map(|kind| kind.code()))
}

pub(crate) fn products(choices: &Choices) -> String {
    list(choices.products.iter().map(String::as_str))
}

fn choices(row: &Row) -> Result<Choices, Failure> {
    let (kinds, products): (String, String) = (row.get("kinds")?, row.get("products")?);
    let rhythm: String = row.get("rhythm")?;
    Ok(Choices {
        language: row.get("language")?,
        kinds: items(&kinds).filter_map(Kind::from_code).collect::<BTreeSet<_>>(),
        severity: row.get("severity")?,
        products: items(&products).map(str::to_owned).collect(),
        rhythm: Rhythm::from_code(&rhythm).ok_or_else(|| Failure::new("read a subscription", rhythm))?,
    })
}
