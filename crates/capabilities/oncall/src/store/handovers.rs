//! Handovers.

use storage::{Json, Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

use crate::rules::Picture;

/// What somebody handed over.
#[derive(Clone, Debug)]
pub struct Handover {
    /// Its identity.
    pub id: Id,
    /// Since when it tells.
    pub since_at: Instant,
    /// When who left closed it.
    pub closed_at: Instant,
    /// Who left.
    pub closed_by: String,
    /// Their name.
    pub closed_name: String,
    /// What they say.
    pub body: String,
    /// How things stood then.
    pub picture: Picture,
    /// When and by whom it was signed.
    pub signed: Option<(Instant, String)>,
}

fn handover(row: &Row) -> Result<Handover, Failure> {
    let (at, name): (Option<Instant>, String) = (row.get("signed_at")?, row.get("signed_name")?);
    Ok(Handover {
        id: row.get("id")?,
        since_at: row.get("since_at")?,
        closed_at: row.get("closed_at")?,
        closed_by: row.get("closed_by")?,
        closed_name: row.get("closed_name")?,
        body: row.get("body")?,
        picture: row.get::<Json<Picture>>("picture")?.0,
        signed: at.map(|at| (at, name)),
    })
}

pub(crate) async fn insert(unit: &mut Unit, h: &Handover) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO oncall_handovers (id, since_at, closed_at, closed_by, closed_name, body, picture, signed_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, '')"
    );
    let picture =
        serde_json::to_string(&h.picture).map_err(|error| Failure::new("write a handover", error))?;
    let arguments = args![h.id, h.since_at, h.closed_at, &h.closed_by, &h.closed_name, &h.body, picture];
    unit.run(statement, arguments).await.map(drop)
}

pub(crate) async fn find(unit: &mut Unit, id: Id) -> Result<Option<Handover>, Failure> {
    unit.first(sql!("SELECT * FROM oncall_handovers WHERE id = $1"), args![id], handover).await
}

/// The latest first.
pub(crate) async fn latest(unit: &mut Unit, most: i64) -> Result<Vec<Handover>, Failure> {
    let statement = sql!("SELECT * FROM oncall_handovers ORDER BY closed_at DESC, id LIMIT $1");
    unit.all(statement, args![most], handover).await
}

/// How many nobody has signed.
pub(crate) async fn unsigned(unit: &mut Unit) -> Result<i64, Failure> {
    let statement = sql!("SELECT COUNT(*) AS many FROM oncall_handovers WHERE signed_at IS NULL");
    unit.one(statement, args![], |row| row.get("many")).await
}

/// When somebody last left or came.
pub(crate) async fn last_of(unit: &mut Unit, person: &str) -> Result<Option<Instant>, Failure> {
    let statement = sql!(
        "SELECT closed_at FROM oncall_handovers WHERE closed_by = $1 OR signed_by = $1 ORDER BY closed_at DESC LIMIT 1"
    );
    unit.first(statement, args![person], |row| row.get("closed_at")).await
}

/// Signs one; `false` when it is signed.
pub(crate) async fn sign(
    unit: &mut Unit,
    id: Id,
    at: Instant,
    by: &str,
    name: &str,
) -> Result<bool, Failure> {
    let statement = sql!(
        "UPDATE oncall_handovers SET signed_at = $2, signed_by = $3, signed_name = $4 WHERE id = $1 AND signed_at IS NULL"
    );
    Ok(unit.run(statement, args![id, at, by, name]).await? == 1)
}

/// Takes away those closed before a moment, at most that many.
pub(crate) async fn sweep(unit: &mut Unit, before: Instant, most: i64) -> Result<u64, Failure> {
    let statement = sql!(
        "DELETE FROM oncall_handovers WHERE id IN (SELECT id FROM oncall_handovers WHERE closed_at <= $1 LIMIT $2)"
    );
    unit.run(statement, args![before, most]).await
}
