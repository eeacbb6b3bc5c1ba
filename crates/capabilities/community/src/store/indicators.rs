//! Technical traces that stand in posts, and what members say of them.

use access::Seat;
use observables::{Kind, Observable};
use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant, Tlp};

use super::{reader, shown, with};
use crate::rules::Verdict;

/// A trace, where it was said, and what its readers say of it.
#[derive(Clone, Debug)]
pub struct SharedIndicator {
    /// The post that holds it.
    pub post: Id,
    /// The thread of that post, and its title.
    pub thread: (Id, String),
    /// What it is.
    pub kind: Kind,
    /// Its value, as programs compare it.
    pub value: String,
    /// How far it may go: as far as the post.
    pub tlp: Tlp,
    /// When it was said.
    pub at: Instant,
    /// The words around it.
    pub context: String,
    /// The warning list that says that it is no trace of anybody; empty when none does.
    pub listed: String,
    /// How many saw it where they work.
    pub seen: i64,
    /// How many say that it is no trace of anything.
    pub disputed: i64,
    /// What this reader says.
    pub own: Option<Verdict>,
}

impl SharedIndicator {
    /// Its value made harmless: no program takes it for something to open.
    pub fn defanged(&self) -> String {
        observables::defang(self.kind, &self.value)
    }
}

fn shared(row: &Row) -> Result<SharedIndicator, Failure> {
    let kind: String = row.get("kind")?;
    Ok(SharedIndicator {
        post: row.get("post")?,
        thread: (row.get("thread")?, row.get("title")?),
        kind: Kind::from_code(&kind).ok_or_else(|| Failure::new("read an indicator", kind))?,
        value: row.get("value")?,
        tlp: row.get("tlp")?,
        at: row.get("at")?,
        context: row.get("context")?,
        listed: row.get("listed")?,
        seen: row.get("seen")?,
        disputed: row.get("disputed")?,
        own: row.get::<Option<String>>("own")?.and_then(|code| Verdict::from_code(&code)),
    })
}

/// Writes what stands in a post, in place of what stood there.
pub(crate) async fn put(
    unit: &mut Unit,
    post: Id,
    found: &[(Observable, String, String)],
) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM community_indicators WHERE post = $1"), args![post]).await?;
    for (observable, listed, context) in found {
        let statement = sql!(
            "INSERT INTO community_indicators (post, kind, value, listed, context) VALUES ($1, $2, $3, $4, $5)"
        );
        let arguments = args![post, observable.kind().code(), observable.value(), listed, context];
        unit.run(statement, arguments).await?;
    }
    Ok(())
}

/// Values that were gathered, each once with its kind, in the order of their letters; after one.
pub(crate) async fn values(
    unit: &mut Unit,
    (value, kind): &(String, String),
    limit: i64,
) -> Result<Vec<(String, String)>, Failure> {
    let statement = sql!(
        "SELECT DISTINCT value, kind FROM community_indicators WHERE value > $1 OR (value = $1 AND kind > $2) \
         ORDER BY value, kind LIMIT $3"
    );
    unit.all(statement, args![value, kind, limit], |row| Ok((row.get("value")?, row.get("kind")?))).await
}

/// Writes which list names a value, in whatever post it stands; empty when none does.
pub(crate) async fn list(unit: &mut Unit, observable: &Observable, listed: &str) -> Result<(), Failure> {
    let statement =
        sql!("UPDATE community_indicators SET listed = $3 WHERE value = $1 AND kind = $2 AND listed <> $3");
    unit.run(statement, args![observable.value(), observable.kind().code(), listed]).await.map(drop)
}

/// What cuts a list of them. Empty: no cut.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cut {
    pub(crate) thread: Option<Id>,
    pub(crate) group: Option<Id>,
    pub(crate) kind: Option<Kind>,
    /// The whole value, or its beginning; empty for no matter.
    pub(crate) value: String,
    /// What leaves in a file: nothing that names its readers, nothing that a list keeps out.
    pub(crate) leaving: bool,
}

/// A page of those that the reader may read, the last said first; `after` is the last of the page before.
pub(crate) async fn page(
    unit: &mut Unit,
    (seat, now): (&Seat, Instant),
    cut: &Cut,
    after: Option<(Instant, Id, String)>,
    limit: i64,
) -> Result<Vec<SharedIndicator>, Failure> {
    let statement = shown!(
        "SELECT i.*, p.thread, p.tlp, p.at, t.title, \
         (SELECT COUNT(*) FROM community_sightings s WHERE s.post = i.post AND s.kind = i.kind AND s.value = i.value \
         AND s.verdict = 'seen') AS seen, (SELECT COUNT(*) FROM community_sightings s WHERE s.post = i.post \
         AND s.kind = i.kind AND s.value = i.value AND s.verdict = 'false') AS disputed, \
         (SELECT s.verdict FROM community_sightings s WHERE s.post = i.post AND s.kind = i.kind AND s.value = i.value \
         AND s.account = $2) AS own FROM community_indicators i JOIN community_posts p ON p.id = i.post \
         JOIN community_threads t ON t.id = p.thread WHERE p.hidden = '' AND ",
        " AND ($4 = '' OR p.thread = $4) AND ($5 = '' OR t.group_id = $5) AND ($6 = '' OR i.kind = $6) \
         AND (i.value >= $7 AND i.value < $8) AND (NOT $9 OR (p.tlp <> 'RED' AND i.listed = '')) \
         AND (p.at < $10 OR (p.at = $10 AND (p.id < $11 OR (p.id = $11 AND i.value > $12)))) \
         ORDER BY p.at DESC, p.id DESC, i.value LIMIT $13"
    );
    let of = |id: Option<Id>| id.map(|id| id.to_string()).unwrap_or_default();
    let kind = cut.kind.map(Kind::code).unwrap_or_default();
    // What begins with these letters; no value holds a letter beyond the last.
    let beyond = format!("{}\u{10FFFF}", cut.value);
    let (at, post, value) = after
        .map_or((Instant::from_millis(i64::MAX), String::new(), String::new()), |(at, post, value)| {
            (at, post.to_string(), value)
        });
    let more =
        args![of(cut.thread), of(cut.group), kind, &cut.value, beyond, cut.leaving, at, post, value, limit];
    unit.all(statement, with(reader(seat, now), more), shared).await
}

/// Whether a post holds a trace.
pub(crate) async fn holds(unit: &mut Unit, post: Id, observable: &Observable) -> Result<bool, Failure> {
    let statement =
        sql!("SELECT post FROM community_indicators WHERE post = $1 AND kind = $2 AND value = $3");
    let arguments = args![post, observable.kind().code(), observable.value()];
    Ok(unit.first(statement, arguments, |row| row.get::<Id>("post")).await?.is_some())
}

/// Writes what somebody says of a trace, in place of what they said.
pub(crate) async fn say(
    unit: &mut Unit,
    (post, account): (Id, Id),
    observable: &Observable,
    said: Option<(Verdict, Instant)>,
) -> Result<(), Failure> {
    let remove =
        sql!("DELETE FROM community_sightings WHERE post = $1 AND kind = $2 AND value = $3 AND account = $4");
    let (kind, value) = (observable.kind().code(), observable.value());
    unit.run(remove, args![post, kind, value, account]).await?;
    if let Some((verdict, at)) = said {
        let add = sql!(
            "INSERT INTO community_sightings (post, kind, value, account, verdict, at) VALUES ($1, $2, $3, $4, $5, $6)"
        );
        unit.run(add, args![post, kind, value, account, verdict.code(), at]).await?;
    }
    Ok(())
}
