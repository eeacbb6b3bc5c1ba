//! Rows that a transaction has still to write: each statement to the engine costs a way there and back, during which, on
//! SQLite, every other writer waits. Rows of one table therefore go together, before the next thing that is asked and at
//! the latest at the commit.

use std::{any::Any, fmt::Write as _, future::Future, pin::Pin};

use vocabulary::Failure;

use crate::{Arg, Statement, Unit};

/// The most rows in one statement. A power of two: the rest goes by smaller ones, and few texts are ever prepared.
const ROWS: usize = 32;

/// Rows for one statement.
pub(crate) struct Rows {
    statement: &'static Statement,
    /// The counter whose next values are the first arguments of its rows.
    counter: Option<&'static str>,
    values: Vec<Vec<Arg>>,
}

/// What a transaction writes last, when it knows all of it: a chain whose every link needs the one before.
pub trait Closing: Any + Send {
    /// Writes it.
    fn close(self: Box<Self>, unit: &mut Unit) -> Writing<'_>;
}

/// On its way to the engine.
pub type Writing<'a> = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send + 'a>>;

/// What waits in a transaction.
#[derive(Default)]
pub(crate) struct Waiting {
    rows: Vec<Rows>,
    closing: Vec<Box<dyn Closing>>,
}

impl Waiting {
    fn put(&mut self, statement: &'static Statement, counter: Option<&'static str>, row: Vec<Arg>) {
        match self.rows.iter_mut().find(|rows| std::ptr::eq(rows.statement, statement)) {
            Some(rows) => rows.values.push(row),
            None => self.rows.push(Rows { statement, counter, values: vec![row] }),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.closing.is_empty()
    }
}

impl Unit {
    /// Adds a row by an `INSERT … VALUES ($1, …)`, alone or with `ON CONFLICT DO NOTHING`: written before the next statement
    /// that is run, and what fails then fails there.
    pub fn add(&mut self, statement: &'static Statement, row: Vec<Arg>) {
        self.waiting.put(statement, None, row);
    }

    /// The same, with the next value of a counter as `$1`; `row` begins at `$2`.
    pub fn add_numbered(&mut self, counter: &'static str, statement: &'static Statement, row: Vec<Arg>) {
        self.waiting.put(statement, Some(counter), row);
    }

    /// What is written after all rows that wait.
    pub fn closing<C: Closing + Default>(&mut self) -> &mut C {
        let found = self.waiting.closing.iter().position(|one| (one.as_ref() as &dyn Any).is::<C>());
        let at = found.unwrap_or_else(|| {
            self.waiting.closing.push(Box::<C>::default());
            self.waiting.closing.len() - 1
        });
        let slot =
            self.waiting.closing.get_mut(at).and_then(|one| (one.as_mut() as &mut dyn Any).downcast_mut());
        slot.unwrap_or_else(|| unreachable!("it was found or made just above"))
    }

    /// Writes what waits. In a box, since what it runs asks for it again, and then finds nothing that waits.
    pub(crate) fn flush(&mut self) -> Writing<'_> {
        Box::pin(async move {
            let Waiting { rows, closing } = std::mem::take(&mut self.waiting);
            for rows in rows {
                self.write(rows).await?;
            }
            for closing in closing {
                closing.close(self).await?;
            }
            Ok(())
        })
    }

    async fn write(&mut self, Rows { statement, counter, values: mut rows }: Rows) -> Result<(), Failure> {
        if let Some(counter) = counter {
            let many = i64::try_from(rows.len()).map_err(|error| Failure::new("count rows", error))?;
            let last = self.next_many(counter, many).await?;
            for (number, row) in (last - many + 1..).zip(&mut rows) {
                row.insert(0, number.into());
            }
        }
        let mut rows = rows.into_iter();
        while rows.len() > 0 {
            let many = if rows.len() >= ROWS { ROWS } else { 1 << rows.len().ilog2() };
            let text = repeated(statement.text(self.engine()), many)?;
            self.execute(text, rows.by_ref().take(many).flatten().collect()).await?;
        }
        Ok(())
    }
}

/// The text of an `INSERT` for that many rows: its values once more for each, their parameters counted on.
fn repeated(text: &str, rows: usize) -> Result<String, Failure> {
    let parts = || {
        let (head, rest) = text.split_once(" VALUES (")?;
        let (values, tail) = rest.split_once(')')?;
        Some((head, values, tail))
    };
    let (head, values, tail) =
        parts().ok_or_else(|| Failure::new("add rows", "not an INSERT of one row of plain values"))?;
    let pieces: Vec<(usize, &str)> = values.split('$').skip(1).map(numbered).collect();
    let start = values.split('$').next().unwrap_or_default();
    let each = pieces.iter().map(|(number, _)| *number).max().unwrap_or_default();
    let mut all = format!("{head} VALUES ");
    for row in 0..rows {
        all.push_str(if row == 0 { "(" } else { ", (" });
        all.push_str(start);
        for (number, after) in &pieces {
            write!(all, "${}{after}", number + row * each)
                .map_err(|error| Failure::new("add rows", error))?;
        }
        all.push(')');
    }
    all.push_str(tail);
    Ok(all)
}

/// `12, ` as the number and what follows it.
fn numbered(piece: &str) -> (usize, &str) {
    let end = piece.find(|c: char| !c.is_ascii_digit()).unwrap_or(piece.len());
    let (number, after) = piece.split_at(end);
    (number.parse().unwrap_or_default(), after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_on() {
        let one = "INSERT INTO t (a, b, c, d) VALUES ($1, 'x', $2, $2) ON CONFLICT (a) DO NOTHING";
        assert_eq!(repeated(one, 1).unwrap(), one);
        assert_eq!(
            repeated(one, 3).unwrap(),
            "INSERT INTO t (a, b, c, d) VALUES ($1, 'x', $2, $2), ($3, 'x', $4, $4), ($5, 'x', $6, $6) \
             ON CONFLICT (a) DO NOTHING"
        );
        assert!(repeated("DELETE FROM t WHERE a = $1", 2).is_err());
    }
}
