//! The only crate that names sqlx. One SQL text serves two engines, SQLite (embedded, the default) and PostgreSQL.
//!
//! ```ignore
//! let mut unit = desk.store.write().await?;                       // one transaction
//! unit.run(sql!("UPDATE things SET name = $2 WHERE id = $1"), args![id, name]).await?;
//! let names = unit.all(sql!("SELECT name FROM things"), args![], |row| row.get::<String>("name")).await?;
//! unit.commit().await?;                                            // durable when this returns
//! ```
//!
//! Habits that keep one text possible: `$1` for parameters; TEXT, BIGINT, BOOLEAN and DOUBLE PRECISION for columns and
//! nothing else; moments as BIGINT milliseconds; no date arithmetic, arrays or `NOW()` in SQL; `ON CONFLICT DO NOTHING`
//! and a count of rows where a race must have one winner; a `revision` column where two people may edit one row.

mod desk;
mod engine;
mod failure;
mod migrations;
mod row;
mod statement;
mod together;
mod unit;
mod waiting;
/// Words of a text as both engines index them.
pub mod words;

pub use desk::Desk;
pub use engine::{Durability, Engine, PATIENCE, Store};
pub use row::{Column, Json, Row};
#[doc(hidden)]
pub use statement::registered as __registered;
pub use statement::{Arg, Statement, statements};
pub use together::Doing;
pub use unit::Unit;
pub use waiting::{Closing, Writing};

#[doc(hidden)]
pub use inventory;

/// Test databases on both engines.
#[cfg(feature = "testing")]
pub mod testing;
