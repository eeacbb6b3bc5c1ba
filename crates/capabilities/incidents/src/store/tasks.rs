//! What is to be done about an incident.

use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

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
