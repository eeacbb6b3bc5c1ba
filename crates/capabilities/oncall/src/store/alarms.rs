//! Alarms, and whom they called.

use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

use crate::rules::{How, Reason};

/// An alarm.
#[derive(Clone, Debug)]
pub struct Alarm {
    /// Its identity.
    pub id: Id,
    /// The incident, unless it is of a draft.
    pub incident: Option<Id>,
    /// The draft, unless it is of an incident.
    pub draft: Option<Id>,
    /// The reference of the incident; empty of a draft.
    pub reference: String,
    /// 1 to 5; 0 of a draft.
    pub severity: i64,
    /// Why it rings.
    pub reason: Reason,
    /// An exercise.
    pub exercise: bool,
    /// Since when.
    pub created_at: Instant,
    /// How many times it has called.
    pub steps: i64,
    /// When it ended, how, and by whom.
    pub ended: Option<(Instant, String, String)>,
}

/// Somebody who was called, in one way, or the operator's own address.
#[derive(Clone, Debug)]
pub struct Call {
    /// Its identity.
    pub id: Id,
    /// The alarm.
    pub alarm: Id,
    /// At which step, from 0.
    pub step: i64,
    /// `mail` or `webhook`.
    pub channel: String,
    /// Who; `None` for the operator's own address.
    pub account: Option<Id>,
    /// Their name; empty for the operator's own address.
    pub name: String,
    /// Called since nobody is on call.
    pub nobody: bool,
    /// When.
    pub at: Instant,
    /// When it was over.
    pub done_at: Option<Instant>,
    /// What came of it: `sent`, `failed`, `not-needed`, or nothing yet.
    pub outcome: String,
}

fn alarm(row: &Row) -> Result<Alarm, Failure> {
    let reason: String = row.get("reason")?;
    let ended_at: Option<Instant> = row.get("ended_at")?;
    let (how, by): (String, String) = (row.get("ended_how")?, row.get("ended_by")?);
    Ok(Alarm {
        id: row.get("id")?,
        incident: row.get("incident")?,
        draft: row.get("draft")?,
        reference: row.get("reference")?,
        severity: row.get("severity")?,
        reason: Reason::from_code(&reason).ok_or_else(|| Failure::new("read an alarm", reason))?,
        exercise: row.get("exercise")?,
        created_at: row.get("created_at")?,
        steps: row.get("steps")?,
        ended: ended_at.map(|at| (at, how, by)),
    })
}

fn call(row: &Row) -> Result<Call, Failure> {
    Ok(Call {
        id: row.get("id")?,
        alarm: row.get("alarm")?,
        step: row.get("step")?,
        channel: row.get("channel")?,
        account: row.get("account")?,
        name: row.get("name")?,
        nobody: row.get("nobody")?,
        at: row.get("at")?,
        done_at: row.get("done_at")?,
        outcome: row.get("outcome")?,
    })
}

/// Adds an alarm; `false` when there is one of that subject.
pub(crate) async fn insert(unit: &mut Unit, subject: &str, a: &Alarm) -> Result<bool, Failure> {
    let statement = sql!(
        "INSERT INTO oncall_alarms (id, subject, incident, draft, reference, severity, reason, exercise, created_at, steps, \
         ended_how, ended_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, '', '') ON CONFLICT (subject) DO NOTHING"
    );
    let arguments = args![
        a.id,
        subject,
        a.incident,
        a.draft,
        &a.reference,
        a.severity,
        a.reason.code(),
        a.exercise,
        a.created_at
    ];
    Ok(unit.run(statement, arguments).await? == 1)
}

pub(crate) async fn find(unit: &mut Unit, id: Id) -> Result<Option<Alarm>, Failure> {
    unit.first(sql!("SELECT * FROM oncall_alarms WHERE id = $1"), args![id], alarm).await
}

/// The same, and until the transaction ends whoever else would change it waits.
pub(crate) async fn hold(unit: &mut Unit, id: Id) -> Result<Option<Alarm>, Failure> {
    let statement = sql!(
        sqlite: "SELECT * FROM oncall_alarms WHERE id = $1",
        postgres: "SELECT * FROM oncall_alarms WHERE id = $1 FOR UPDATE",
    );
    unit.first(statement, args![id], alarm).await
}

/// Those that ring, the oldest first.
pub(crate) async fn ringing(unit: &mut Unit) -> Result<Vec<Alarm>, Failure> {
    let statement =
        sql!("SELECT * FROM oncall_alarms WHERE ended_at IS NULL ORDER BY created_at, id LIMIT 100");
    unit.all(statement, args![], alarm).await
}

/// Those that ended, the latest first.
pub(crate) async fn ended(unit: &mut Unit, most: i64) -> Result<Vec<Alarm>, Failure> {
    let statement =
        sql!("SELECT * FROM oncall_alarms WHERE ended_at IS NOT NULL ORDER BY created_at DESC, id LIMIT $1");
    unit.all(statement, args![most], alarm).await
}

/// Notes that an alarm has called so many times.
pub(crate) async fn stepped(unit: &mut Unit, id: Id, steps: i64) -> Result<(), Failure> {
    unit.run(sql!("UPDATE oncall_alarms SET steps = $2 WHERE id = $1"), args![id, steps]).await.map(drop)
}

/// Ends an alarm; `false` when it had ended.
pub(crate) async fn end(unit: &mut Unit, id: Id, at: Instant, how: How, by: &str) -> Result<bool, Failure> {
    let statement = sql!(
        "UPDATE oncall_alarms SET ended_at = $2, ended_how = $3, ended_by = $4 WHERE id = $1 AND ended_at IS NULL"
    );
    Ok(unit.run(statement, args![id, at, how.code(), by]).await? == 1)
}

pub(crate) async fn add_call(unit: &mut Unit, c: &Call) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO oncall_calls (id, alarm, step, channel, account, name, nobody, at, outcome) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '')"
    );
    let arguments = args![c.id, c.alarm, c.step, &c.channel, c.account, &c.name, c.nobody, c.at];
    unit.run(statement, arguments).await.map(drop)
}

pub(crate) async fn call_of(unit: &mut Unit, id: Id) -> Result<Option<Call>, Failure> {
    unit.first(sql!("SELECT * FROM oncall_calls WHERE id = $1"), args![id], call).await
}

/// Whom an alarm called, the latest step first.
pub(crate) async fn calls(unit: &mut Unit, alarm: Id) -> Result<Vec<Call>, Failure> {
    let statement = sql!(
        "SELECT * FROM oncall_calls WHERE alarm = $1 ORDER BY step DESC, account, channel, id LIMIT 200"
    );
    unit.all(statement, args![alarm], call).await
}

/// Notes what came of a call.
pub(crate) async fn call_done(unit: &mut Unit, id: Id, at: Instant, outcome: &str) -> Result<(), Failure> {
    let statement = sql!("UPDATE oncall_calls SET done_at = $2, outcome = $3 WHERE id = $1");
    unit.run(statement, args![id, at, outcome]).await.map(drop)
}

/// Takes away the alarm of an incident that goes.
pub(crate) async fn forget(unit: &mut Unit, incident: Id) -> Result<u64, Failure> {
    let calls =
        sql!("DELETE FROM oncall_calls WHERE alarm IN (SELECT id FROM oncall_alarms WHERE incident = $1)");
    unit.run(calls, args![incident]).await?;
    unit.run(sql!("DELETE FROM oncall_alarms WHERE incident = $1"), args![incident]).await
}
