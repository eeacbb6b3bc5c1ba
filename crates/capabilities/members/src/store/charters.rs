//! Which version of the code of conduct somebody accepted, and when.

use storage::{Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

/// Notes that somebody accepts a version; the first time counts.
pub(crate) async fn accept(unit: &mut Unit, account: Id, version: i64, now: Instant) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO member_charters (account, version, at) VALUES ($1, $2, $3) ON CONFLICT (account, version) DO NOTHING"
    );
    unit.run(statement, args![account, version, now]).await.map(drop)
}

/// What somebody accepted, the last first.
pub(crate) async fn of(unit: &mut Unit, account: Id) -> Result<Vec<(i64, Instant)>, Failure> {
    let statement = sql!("SELECT version, at FROM member_charters WHERE account = $1 ORDER BY version DESC");
    unit.all(statement, args![account], |row| Ok((row.get("version")?, row.get("at")?))).await
}

pub(crate) async fn remove(unit: &mut Unit, account: Id) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM member_charters WHERE account = $1"), args![account]).await.map(drop)
}
