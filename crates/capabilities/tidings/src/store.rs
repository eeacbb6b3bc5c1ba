//! This capability's tables: nobody else reads or writes them.

use storage::{Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

use crate::rules::Rhythm;

/// How often somebody wants to be written to.
pub(crate) async fn rhythm(unit: &mut Unit, account: Id) -> Result<Rhythm, Failure> {
    let statement = sql!("SELECT rhythm FROM tidings_choices WHERE account = $1");
    let code = unit.first(statement, args![account], |row| row.get::<String>("rhythm")).await?;
    Ok(code.and_then(|code| Rhythm::from_code(&code)).unwrap_or_default())
}

/// Writes it.
pub(crate) async fn choose(unit: &mut Unit, account: Id, rhythm: Rhythm) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO tidings_choices (account, rhythm) VALUES ($1, $2) \
         ON CONFLICT (account) DO UPDATE SET rhythm = excluded.rhythm"
    );
    unit.run(statement, args![account, rhythm.code()]).await.map(drop)
}

/// Somebody was called by name.
pub(crate) async fn mention(unit: &mut Unit, account: Id, (post, at): (Id, Instant)) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO tidings_mentions (account, post, at) VALUES ($1, $2, $3) ON CONFLICT (account, post) DO NOTHING"
    );
    unit.run(statement, args![account, post, at]).await.map(drop)
}

/// Where somebody was called by name, the last first.
pub(crate) async fn mentions(unit: &mut Unit, account: Id, limit: i64) -> Result<Vec<Id>, Failure> {
    let statement =
        sql!("SELECT post FROM tidings_mentions WHERE account = $1 ORDER BY at DESC, post LIMIT $2");
    unit.all(statement, args![account, limit], |row| row.get("post")).await
}

/// Nothing is known of somebody any more.
pub(crate) async fn forget(unit: &mut Unit, account: Id) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM tidings_choices WHERE account = $1"), args![account]).await?;
    unit.run(sql!("DELETE FROM tidings_mentions WHERE account = $1"), args![account]).await.map(drop)
}
