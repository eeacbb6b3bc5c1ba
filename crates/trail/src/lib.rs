//! The trail: who did, saw, downloaded, exported what, when, from which session. Append-only; each entry's hash covers
//! the one before it, so that an entry altered, removed or moved is seen by [`verify`]; its head is kept outside the
//! database too, by [`Anchor`], so that a tail that was cut and a history written anew are seen as well.

mod anchor;
mod belonging;
mod search;
mod verify;

use access::Caller;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use storage::{Closing, Row, Unit, Writing, args, sql};
use vocabulary::{Failure, Instant, hex};

pub use anchor::{Anchor, Kept, Mark, Standing, hash_at, keep_anchored};
pub use belonging::{adopt, belongs, is_owned};
pub use search::{Place, Search, Tally, newest, of, search, tally};
pub use verify::{Anchored, Finding, Report, verify};

/// What is written down, beside the moment and the caller.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Stable name of what happened: `declaration.filed`.
    pub action: &'static str,
    /// What it happened to: `declaration:1f0e…`.
    pub object: String,
    /// What a reader of the trail needs, without any secret or what was declared.
    pub detail: Value,
}

/// One entry as it was written.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Its place, from 1.
    pub sequence: i64,
    /// When.
    pub at: Instant,
    /// Who, as [`Caller::trace`] names them.
    pub actor: String,
    /// From which session.
    pub session: Option<String>,
    /// What happened.
    pub action: String,
    /// To what.
    pub object: String,
    /// With which details, as JSON text.
    pub detail: String,
    /// The hash of the entry before it; empty for the first.
    pub previous: String,
    /// Its hash, over all of the above.
    pub hash: String,
}

impl Entry {
    /// Something that happened to an object of a kind: `Entry::new("declaration.filed", "declaration", id)`.
    pub fn new(action: &'static str, kind: &str, id: impl std::fmt::Display) -> Self {
        Self { action, object: format!("{kind}:{id}"), detail: Value::Null }
    }

    /// The same, with details.
    #[must_use]
    pub fn with(mut self, detail: Value) -> Self {
        self.detail = detail;
        self
    }
}

/// Appends an entry, in the transaction of what it tells of: it is chained at the commit, or before the next statement.
pub async fn append(unit: &mut Unit, caller: &Caller, now: Instant, entry: Entry) -> Result<(), Failure> {
    unit.closing::<Chain>().entries.push(Recorded {
        sequence: 0,
        at: now,
        actor: caller.trace(),
        session: caller.session().map(|id| id.to_string()),
        action: entry.action.to_owned(),
        object: entry.object,
        detail: entry.detail.to_string(),
        previous: String::new(),
        hash: String::new(),
    });
    Ok(())
}

/// Entries that a transaction will add, the first first. They are chained when it knows all of them: whoever else would
/// write in the trail waits from then on, and no sooner.
#[derive(Default)]
struct Chain {
    entries: Vec<Recorded>,
}

impl Chain {
    async fn write(self, unit: &mut Unit) -> Result<(), Failure> {
        let many = i64::try_from(self.entries.len()).map_err(|error| Failure::new("count entries", error))?;
        let ahead =
            sql!("UPDATE trail_head SET sequence = sequence + $1 WHERE id = 1 RETURNING sequence, hash");
        let (last, mut hash) = unit.one(ahead, args![many], place).await?;
        for (sequence, mut entry) in (last - many + 1..).zip(self.entries) {
            entry.sequence = sequence;
            entry.previous = hash;
            hash = entry.digest();
            let Recorded { at, actor, session, action, object, detail, previous, .. } = entry;
            let insert = sql!(
                "INSERT INTO trail (sequence, at, actor, session, action, object, detail, previous, hash) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
            );
            unit.add(insert, args![sequence, at, actor, session, action, object, detail, previous, &hash]);
        }
        unit.run(sql!("UPDATE trail_head SET hash = $1 WHERE id = 1"), args![hash]).await.map(drop)
    }
}

impl Closing for Chain {
    fn close(self: Box<Self>, unit: &mut Unit) -> Writing<'_> {
        Box::pin((*self).write(unit))
    }
}

/// How many entries there are, and the hash of the last.
async fn head(unit: &mut Unit) -> Result<(i64, String), Failure> {
    unit.one(sql!("SELECT sequence, hash FROM trail_head WHERE id = 1"), args![], place).await
}

fn place(row: &Row) -> Result<(i64, String), Failure> {
    Ok((row.get("sequence")?, row.get("hash")?))
}

fn recorded(row: &Row) -> Result<Recorded, Failure> {
    Ok(Recorded {
        sequence: row.get("sequence")?,
        at: row.get("at")?,
        actor: row.get("actor")?,
        session: row.get("session")?,
        action: row.get("action")?,
        object: row.get("object")?,
        detail: row.get("detail")?,
        previous: row.get("previous")?,
        hash: row.get("hash")?,
    })
}

impl Recorded {
    /// SHA-256 over the fields, each led by its length so that no two entries read alike.
    fn digest(&self) -> String {
        let session = self.session.as_deref().unwrap_or_default();
        let (sequence, at) = (self.sequence.to_string(), self.at.millis().to_string());
        let fields =
            [&self.previous, &sequence, &at, &self.actor, session, &self.action, &self.object, &self.detail];
        let mut hasher = Sha256::new();
        for field in fields {
            hasher.update((field.len() as u64).to_be_bytes());
            hasher.update(field.as_bytes());
        }
        hex(&hasher.finalize())
    }
}
