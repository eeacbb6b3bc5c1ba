//! This capability's tables: nobody else reads or writes them.

pub(crate) mod charters;
pub(crate) mod history;
pub(crate) mod members;
pub(crate) mod requests;

use storage::Row;
use vocabulary::Failure;

use crate::rules::{Details, Duty};

fn details(row: &Row) -> Result<Details, Failure> {
    let duty: String = row.get("duty")?;
    Ok(Details {
        facility: row.get("facility")?,
        duty: Duty::from_code(&duty).ok_or_else(|| Failure::new("read a duty", duty))?,
        duty_words: row.get("duty_words")?,
    })
}

/// What a query's word becomes in a pattern.
fn like(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}
