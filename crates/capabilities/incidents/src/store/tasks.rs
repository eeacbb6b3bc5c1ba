//! What is to be done about an incident.

use access::Scope;
use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

use super::queue::within;

/// A task.
#[derive(Clone, Debug)]
pub struct Task {
    /// Its identity.
    pub id: Id,
    /// The step of the playbook that it is; empty for one that somebody wrote.
    pub code: String,
    /// Its words, when somebody wrote them.
    pub title: String,
    /// For whom; empty when for anybody.
    pub assignee: String,
    /// By when.
    pub due: Option<Instant>,
    /// When it was added.
    pub created_at: Instant,
    /// By whom.
    pub created_by: String,
    /// When it was done, and by whom.
    pub done: Option<(Instant, String)>,
    /// The message with which it was written.
    pub source: Option<Id>,
}

impl Task {
    /// Whether it should have been done.
    pub fn is_late(&self, now: Instant) -> bool {
        self.done.is_none() && self.due.is_some_and(|due| due < now)
    }
}

fn task(row: &Row) -> Result<Task, Failure> {
    let (done_at, done_by): (Option<Instant>, String) = (row.get("done_at")?, row.get("done_by")?);
    Ok(Task {
        id: row.get("id")?,
        code: row.get("code")?,
        title: row.get("title")?,
        assignee: row.get("assignee")?,
        due: row.get("due_at")?,
        created_at: row.get("created_at")?,
        created_by: row.get("created_by")?,
        done: done_at.map(|at| (at, done_by)),
        source: Id::parse(&row.get::<String>("source")?).ok(),
    })
}

/// Adds one; `false` when it is a step that is there already.
pub(crate) async fn insert(unit: &mut Unit, incident: Id, t: &Task) -> Result<bool, Failure> {
    let statement = sql!(
        "INSERT INTO incident_tasks (id, incident, code, title, assignee, due_at, created_at, created_by, done_by, source) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', $9) ON CONFLICT DO NOTHING"
    );
    let source = t.source.map(|id| id.to_string()).unwrap_or_default();
    let arguments =
        args![t.id, incident, &t.code, &t.title, &t.assignee, t.due, t.created_at, &t.created_by, source];
    Ok(unit.run(statement, arguments).await? == 1)
}

/// Those of an incident: what is to be done first, by its date; what was done after.
pub(crate) async fn of(unit: &mut Unit, incident: Id) -> Result<Vec<Task>, Failure> {
    let statement = sql!(
        "SELECT * FROM incident_tasks WHERE incident = $1 \
         ORDER BY CASE WHEN done_at IS NULL THEN 0 ELSE 1 END, COALESCE(due_at, 9223372036854775807), created_at, id"
    );
    unit.all(statement, args![incident], task).await
}

/// Notes that one is done, or is to be done again; `false` when it was so already.
pub(crate) async fn done(
    unit: &mut Unit,
    incident: Id,
    id: Id,
    done: Option<(Instant, &str)>,
) -> Result<bool, Failure> {
    let statement = sql!(
        "UPDATE incident_tasks SET done_at = $3, done_by = $4 \
         WHERE incident = $1 AND id = $2 AND (done_at IS NULL) = $5"
    );
    let (at, by) = done.map_or((None, ""), |(at, by)| (Some(at), by));
    Ok(unit.run(statement, args![incident, id, at, by, done.is_some()]).await? == 1)
}

/// Takes back the one that was written with a message; answers with it.
pub(crate) async fn withdraw(unit: &mut Unit, incident: Id, source: Id) -> Result<Option<Task>, Failure> {
    let statement = sql!(
        "DELETE FROM incident_tasks WHERE incident = $1 AND source = $2 AND done_at IS NULL RETURNING *"
    );
    unit.first(statement, args![incident, source], task).await
}

/// A task that is not done, with the incident whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToDo {
    /// The incident.
    pub incident: Id,
    /// Its reference.
    pub reference: String,
    /// Whether it is an exercise.
    pub exercise: bool,
    /// The step of the playbook that it is; empty for one that somebody wrote.
    pub code: String,
    /// Its words, when somebody wrote them.
    pub title: String,
    /// Who took it on; empty when nobody did.
    pub assignee: String,
    /// By when.
    pub due: Instant,
}

/// Those of open incidents within a scope that are due by a moment, the first due first.
pub(crate) async fn due_by(
    unit: &mut Unit,
    scope: &Scope,
    until: Instant,
    most: i64,
) -> Result<Vec<ToDo>, Failure> {
    let statement = within!(
        ["SELECT i.id, i.reference, i.exercise, t.code, t.title, t.assignee, t.due_at FROM incident_tasks t \
          JOIN incidents i ON i.id = t.incident WHERE t.done_at IS NULL AND t.due_at <= $1 AND i.open = TRUE"]
        "$2"
        ["ORDER BY t.due_at, t.id LIMIT $3"]
    );
    unit.all(statement, args![until, scope.list(), most], |row| {
        Ok(ToDo {
            incident: row.get("id")?,
            reference: row.get("reference")?,
            exercise: row.get("exercise")?,
            code: row.get("code")?,
            title: row.get("title")?,
            assignee: row.get("assignee")?,
            due: row.get("due_at")?,
        })
    })
    .await
}

/// How many of open incidents within a scope are late, due by a moment, and due later or at no moment; exercises not counted.
pub(crate) async fn to_do(
    unit: &mut Unit,
    scope: &Scope,
    now: Instant,
    until: Instant,
) -> Result<(i64, i64, i64), Failure> {
    let statement = within!(
        ["SELECT COUNT(CASE WHEN t.due_at < $1 THEN 1 END) AS late, \
          COUNT(CASE WHEN t.due_at >= $1 AND t.due_at <= $2 THEN 1 END) AS soon, COUNT(*) AS total FROM incident_tasks t \
          JOIN incidents i ON i.id = t.incident WHERE t.done_at IS NULL AND i.open = TRUE AND i.exercise = FALSE"]
        "$3"
        []
    );
    let counted = |row: &Row| {
        let (late, soon, total): (i64, i64, i64) = (row.get("late")?, row.get("soon")?, row.get("total")?);
        Ok((late, soon, total - late - soon))
    };
    unit.one(statement, args![now, until, scope.list()], counted).await
}
