//! Turns.

use jiff::civil::Date;
use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id};

use crate::rules::{Span, Turn};

fn date(row: &Row, name: &str) -> Result<Date, Failure> {
    let text: String = row.get(name)?;
    text.parse().map_err(|error| Failure::new("read a day", error))
}

fn turn(row: &Row) -> Result<Turn, Failure> {
    Ok(Turn {
        id: Some(row.get("id")?),
        rank: row.get("rank")?,
        account: row.get("account")?,
        span: Span { from: date(row, "from_date")?, to: date(row, "to_date")? },
    })
}

/// The turns that have a day among these.
pub(crate) async fn within(unit: &mut Unit, span: Span) -> Result<Vec<Turn>, Failure> {
    let statement = sql!(
        "SELECT * FROM oncall_turns WHERE from_date <= $2 AND to_date >= $1 ORDER BY from_date, rank, id"
    );
    unit.all(statement, args![span.from.to_string(), span.to.to_string()], turn).await
}

pub(crate) async fn find(unit: &mut Unit, id: Id) -> Result<Option<Turn>, Failure> {
    unit.first(sql!("SELECT * FROM oncall_turns WHERE id = $1"), args![id], turn).await
}

pub(crate) async fn insert(unit: &mut Unit, id: Id, turn: &Turn) -> Result<(), Failure> {
    let statement =
        sql!("INSERT INTO oncall_turns (id, rank, account, from_date, to_date) VALUES ($1, $2, $3, $4, $5)");
    let (from, to) = (turn.span.from.to_string(), turn.span.to.to_string());
    unit.run(statement, args![id, turn.rank, turn.account, from, to]).await.map(drop)
}

/// Takes a turn away; `false` when it is gone already.
pub(crate) async fn remove(unit: &mut Unit, id: Id) -> Result<bool, Failure> {
    Ok(unit.run(sql!("DELETE FROM oncall_turns WHERE id = $1"), args![id]).await? == 1)
}
