//! The table.

use serde_json::Value;
use storage::{Desk, Json, Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

/// Something to do later.
#[derive(Clone, Debug)]
pub struct Job {
    /// Which handler does it.
    pub kind: &'static str,
    /// Unique among the jobs of a kind: enqueued twice, it is one job.
    pub key: String,
    /// Jobs of one lane are done one after the other, in the order in which they were enqueued. Empty: no order.
    pub lane: String,
    /// What its handler needs. Never a secret.
    pub payload: Value,
    /// Not before.
    pub run_at: Instant,
}

/// A job that this worker holds for the length of a lease.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Its identity, the same at each try.
    pub id: Id,
    /// Which handler does it.
    pub kind: String,
    /// Its key.
    pub key: String,
    /// What its handler needs.
    pub payload: Value,
    /// Which try this is, from 1.
    pub attempt: i64,
    /// When it was enqueued.
    pub created_at: Instant,
}

impl Claimed {
    /// The identity that its payload holds under a name.
    pub fn identity(&self, name: &str) -> Result<Id, Failure> {
        let text = self.payload.get(name).and_then(Value::as_str).unwrap_or_default();
        Id::parse(text).map_err(|error| Failure::new("read a job", error))
    }
}

/// Enqueues a job in the transaction of what causes it. Enqueued already under the same kind and key: nothing happens.
pub async fn enqueue(unit: &mut Unit, desk: &Desk, job: Job) -> Result<(), Failure> {
    let insert = sql!(
        "INSERT INTO jobs (sequence, id, kind, key, lane, payload, state, run_at, attempts, lease_until, \
         lease_holder, created_at) VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, 0, 0, '', $8) \
         ON CONFLICT (kind, key) DO NOTHING"
    );
    let row = args![desk.id(), job.kind, job.key, job.lane, job.payload, job.run_at, desk.now()];
    unit.add_numbered("jobs", insert, row);
    Ok(())
}

/// Claims the next job of these kinds that is due, for `lease` seconds: waiting, or running under a lease that ended, and
/// with nothing unfinished before it in its lane.
pub(crate) async fn claim(
    unit: &mut Unit,
    kinds: &str,
    holder: &str,
    now: Instant,
    lease: i64,
) -> Result<Option<Claimed>, Failure> {
    let statement = sql!(
        sqlite: "UPDATE jobs SET state = 'running', attempts = attempts + 1, lease_until = $3, lease_holder = $2 \
                 WHERE id = (SELECT id FROM jobs j WHERE state IN ('waiting', 'running') AND run_at <= $1 \
                 AND lease_until <= $1 AND $4 LIKE '%,' || kind || ',%' AND (lane = '' OR NOT EXISTS \
                 (SELECT 1 FROM jobs b WHERE b.lane = j.lane AND b.state IN ('waiting', 'running') AND b.sequence < j.sequence)) \
                 ORDER BY run_at, sequence LIMIT 1) RETURNING *",
        postgres: "UPDATE jobs SET state = 'running', attempts = attempts + 1, lease_until = $3, lease_holder = $2 \
                 WHERE id = (SELECT id FROM jobs j WHERE state IN ('waiting', 'running') AND run_at <= $1 \
                 AND lease_until <= $1 AND $4 LIKE '%,' || kind || ',%' AND (lane = '' OR NOT EXISTS \
                 (SELECT 1 FROM jobs b WHERE b.lane = j.lane AND b.state IN ('waiting', 'running') AND b.sequence < j.sequence)) \
                 ORDER BY run_at, sequence LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *"
    );
    unit.first(statement, args![now, holder, now.plus_seconds(lease), kinds], claimed).await
}

fn claimed(row: &Row) -> Result<Claimed, Failure> {
    Ok(Claimed {
        id: row.get("id")?,
        kind: row.get("kind")?,
        key: row.get("key")?,
        payload: row.get::<Json<Value>>("payload")?.0,
        attempt: row.get("attempts")?,
        created_at: row.get("created_at")?,
    })
}

/// Marks a held job as done, or given up (`error` says why). A worker whose lease ended meanwhile changes nothing.
pub(crate) async fn finish(
    unit: &mut Unit,
    id: Id,
    holder: &str,
    now: Instant,
    error: Option<String>,
) -> Result<(), Failure> {
    let statement = sql!(
        "UPDATE jobs SET state = $3, last_error = $4, finished_at = $5, lease_until = 0 \
         WHERE id = $1 AND lease_holder = $2 AND state = 'running'"
    );
    let state = if error.is_some() { "given-up" } else { "done" };
    unit.run(statement, args![id, holder, state, error, now]).await?;
    Ok(())
}

/// Puts a held job back, not before `run_at`.
pub(crate) async fn put_back(
    unit: &mut Unit,
    id: Id,
    holder: &str,
    run_at: Instant,
    error: &str,
) -> Result<(), Failure> {
    let statement = sql!(
        "UPDATE jobs SET state = 'waiting', last_error = $4, run_at = $3, lease_until = 0 \
         WHERE id = $1 AND lease_holder = $2 AND state = 'running'"
    );
    unit.run(statement, args![id, holder, run_at, error]).await?;
    Ok(())
}

/// Forgets jobs done before `done`, and jobs given up before `given_up`, at most that many; answers how many.
pub async fn forget(unit: &mut Unit, done: Instant, given_up: Instant, most: i64) -> Result<u64, Failure> {
    let statement = sql!(
        "DELETE FROM jobs WHERE id IN (SELECT id FROM jobs WHERE (state = 'done' AND finished_at <= $1) \
         OR (state = 'given-up' AND finished_at <= $2) LIMIT $3)"
    );
    unit.run(statement, args![done, given_up, most]).await
}

/// Takes away every job of these kinds (the beginning of their names) that names something, whatever became of it; answers
/// which they were. For what is purged: nothing about it may still leave, or stay here.
pub async fn withdraw(unit: &mut Unit, kinds: &str, named: &str) -> Result<Vec<Id>, Failure> {
    let statement = sql!(
        "DELETE FROM jobs WHERE kind LIKE $1 AND (payload LIKE $2 ESCAPE '!' OR key LIKE $2 ESCAPE '!' \
         OR lane LIKE $2 ESCAPE '!') RETURNING id"
    );
    let named = named.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    unit.all(statement, args![format!("{kinds}%"), format!("%{named}%")], |row| row.get("id")).await
}

/// How many jobs there are, for the operator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Not done yet, those being done included.
    pub waiting: i64,
    /// Given up after a permanent failure.
    pub given_up: i64,
}

/// How many jobs wait, and how many were given up.
pub async fn counts(unit: &mut Unit) -> Result<Counts, Failure> {
    let statement = sql!(
        "SELECT COUNT(CASE WHEN state IN ('waiting', 'running') THEN 1 END) AS waiting, \
         COUNT(CASE WHEN state = 'given-up' THEN 1 END) AS given_up FROM jobs"
    );
    unit.one(statement, args![], |row| {
        Ok(Counts { waiting: row.get("waiting")?, given_up: row.get("given_up")? })
    })
    .await
}
