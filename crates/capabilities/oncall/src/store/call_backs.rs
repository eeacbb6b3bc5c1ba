//! People to call back.

use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

/// Somebody to call back.
#[derive(Clone, Debug)]
pub struct CallBack {
    /// Its identity.
    pub id: Id,
    /// The incident, if it is about one.
    pub incident: Option<Id>,
    /// Its reference.
    pub reference: String,
    /// Whom.
    pub name: String,
    /// At which number.
    pub phone: String,
    /// Why.
    pub about: String,
    /// When.
    pub due_at: Instant,
    /// Who calls; `None` for whoever is there.
    pub caller: Option<Id>,
    /// Their name.
    pub caller_name: String,
    /// When it was promised.
    pub created_at: Instant,
    /// By whom; empty when the declaration asked.
    pub created_by: String,
    /// How often it was put off.
    pub postponed: i64,
    /// When it was done.
    pub done_at: Option<Instant>,
    /// By whom.
    pub done_by: String,
    /// What came of it.
    pub outcome: String,
    /// What was said.
    pub note: String,
}

fn call_back(row: &Row) -> Result<CallBack, Failure> {
    Ok(CallBack {
        id: row.get("id")?,
        incident: row.get("incident")?,
        reference: row.get("reference")?,
        name: row.get("name")?,
        phone: row.get("phone")?,
        about: row.get("about")?,
        due_at: row.get("due_at")?,
        caller: row.get("caller")?,
        caller_name: row.get("caller_name")?,
        created_at: row.get("created_at")?,
        created_by: row.get("created_by")?,
        postponed: row.get("postponed")?,
        done_at: row.get("done_at")?,
        done_by: row.get("done_by")?,
        outcome: row.get("outcome")?,
        note: row.get("note")?,
    })
}

/// Adds one; nothing happens when its cause has one already.
pub(crate) async fn insert(unit: &mut Unit, cause: Option<&str>, c: &CallBack) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO oncall_call_backs (id, cause, incident, reference, name, phone, about, due_at, caller, caller_name, \
         created_at, created_by, postponed, done_by, outcome, note) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, '', '', '') ON CONFLICT (cause) DO NOTHING"
    );
    let arguments = args![
        c.id,
        cause,
        c.incident,
        &c.reference,
        &c.name,
        &c.phone,
        &c.about,
        c.due_at,
        c.caller,
        &c.caller_name,
        c.created_at,
        &c.created_by
    ];
    unit.run(statement, arguments).await.map(drop)
}

pub(crate) async fn find(unit: &mut Unit, id: Id) -> Result<Option<CallBack>, Failure> {
    unit.first(sql!("SELECT * FROM oncall_call_backs WHERE id = $1"), args![id], call_back).await
}

/// Those to be done, the first due first.
pub(crate) async fn open(unit: &mut Unit) -> Result<Vec<CallBack>, Failure> {
    let statement =
        sql!("SELECT * FROM oncall_call_backs WHERE done_at IS NULL ORDER BY due_at, id LIMIT 500");
    unit.all(statement, args![], call_back).await
}

/// Those done since a moment, the latest first.
pub(crate) async fn done_since(unit: &mut Unit, since: Instant) -> Result<Vec<CallBack>, Failure> {
    let statement =
        sql!("SELECT * FROM oncall_call_backs WHERE done_at >= $1 ORDER BY done_at DESC, id LIMIT 100");
    unit.all(statement, args![since], call_back).await
}

/// Notes that one was done, with what came of it; `false` when it was done already.
pub(crate) async fn done(
    unit: &mut Unit,
    id: Id,
    at: Instant,
    by: &str,
    (outcome, note): (&str, &str),
) -> Result<bool, Failure> {
    let statement = sql!(
        "UPDATE oncall_call_backs SET done_at = $2, done_by = $3, outcome = $4, note = $5 WHERE id = $1 AND done_at IS NULL"
    );
    Ok(unit.run(statement, args![id, at, by, outcome, note]).await? == 1)
}

/// Puts one off; `false` when it was done already.
pub(crate) async fn postpone(unit: &mut Unit, id: Id, due_at: Instant) -> Result<bool, Failure> {
    let statement = sql!(
        "UPDATE oncall_call_backs SET due_at = $2, postponed = postponed + 1 WHERE id = $1 AND done_at IS NULL"
    );
    Ok(unit.run(statement, args![id, due_at]).await? == 1)
}

/// Takes away those of an incident that goes.
pub(crate) async fn forget(unit: &mut Unit, incident: Id) -> Result<u64, Failure> {
    unit.run(sql!("DELETE FROM oncall_call_backs WHERE incident = $1"), args![incident]).await
}

/// Takes away those that are of no incident and were done before a moment.
pub(crate) async fn sweep(unit: &mut Unit, before: Instant, most: i64) -> Result<u64, Failure> {
    let statement = sql!(
        "DELETE FROM oncall_call_backs WHERE id IN \
         (SELECT id FROM oncall_call_backs WHERE incident IS NULL AND done_at <= $1 LIMIT $2)"
    );
    unit.run(statement, args![before, most]).await
}
