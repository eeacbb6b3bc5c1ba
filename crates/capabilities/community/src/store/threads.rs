//! Threads.

use access::Seat;
use serde_json::json;
use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant, Language, Tlp};

use super::{reader, shown, with};

/// A thread, as a list shows it.
#[derive(Clone, Debug)]
pub struct Thread {
    /// Its identity.
    pub id: Id,
    /// The group that it is in; `None` for a question to the cell.
    pub group: Option<Id>,
    /// The post that opens it.
    pub opening: Id,
    /// Its mark: that of the post that opens it.
    pub tlp: Tlp,
    /// What it is about, in a line.
    pub title: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// When it was opened.
    pub opened_at: Instant,
    /// When something was last said in it to more than named readers.
    pub touched_at: Instant,
    /// The post that answers it.
    pub solved: Option<Id>,
    /// Since when nobody answers any more, and who said so.
    pub closed: Option<(Instant, String)>,
    /// The language in which it is written.
    pub language: Language,
    /// Grows at each change.
    pub revision: i64,
    /// Who opened it: the account, when it is named, and the words by which it is called.
    pub author: (Option<Id>, String),
}

fn thread(row: &Row) -> Result<Thread, Failure> {
    let tags: String = row.get("tags")?;
    let closed: Option<Instant> = row.get("closed_at")?;
    let closed_by: String = row.get("closed_by")?;
    Ok(Thread {
        id: row.get("id")?,
        group: row.get("group_id")?,
        opening: row.get("opening")?,
        tlp: row.get("tlp")?,
        title: row.get("title")?,
        tags: tags.split(',').filter(|tag| !tag.is_empty()).map(str::to_owned).collect(),
        opened_at: row.get("opened_at")?,
        touched_at: row.get("touched_at")?,
        solved: row.get("solved")?,
        closed: closed.map(|at| (at, closed_by)),
        language: row.get("language")?,
        revision: row.get("revision")?,
        author: (row.get("account")?, row.get("author")?),
    })
}

/// What cuts a list of threads. Empty: no cut.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cut {
    /// Of this group; `None` for all.
    pub(crate) group: Option<Id>,
    /// Questions to the cell, and not what is said in groups.
    pub(crate) questions: bool,
    /// With this tag; empty for no matter.
    pub(crate) tag: String,
    /// `Some(true)`: solved only; `Some(false)`: those that wait.
    pub(crate) solved: Option<bool>,
    /// In which there is something that the reader did not see.
    pub(crate) unread: bool,
}

/// A page of threads, the last touched first; `after` is the last of the page before.
pub(crate) async fn page(
    unit: &mut Unit,
    (seat, now): (&Seat, Instant),
    cut: &Cut,
    after: Option<(Instant, Id)>,
    limit: i64,
) -> Result<Vec<Thread>, Failure> {
    // Two texts: with the group or nothing in one condition, neither engine walks the index of a group.
    let of_one = shown!(
        "SELECT t.*, p.tlp, p.account, p.author FROM community_threads t JOIN community_posts p ON p.id = t.opening WHERE ",
        " AND t.group_id = $4 AND ($5 = '' OR t.tags LIKE '%,' || $5 || ',%') AND ($6 = 0 OR ($6 = 1) = (t.solved IS NOT NULL)) \
         AND (NOT $7 OR t.touched_at > COALESCE((SELECT s.at FROM community_seen s WHERE s.thread = t.id AND s.account = $2), 0)) \
         AND (t.touched_at < $8 OR (t.touched_at = $8 AND t.id < $9)) ORDER BY t.touched_at DESC, t.id DESC LIMIT $10"
    );
    let of_all = shown!(
        "SELECT t.*, p.tlp, p.account, p.author FROM community_threads t JOIN community_posts p ON p.id = t.opening WHERE ",
        " AND (t.group_id IS NULL) = ($4 = 'cell') AND ($5 = '' OR t.tags LIKE '%,' || $5 || ',%') \
         AND ($6 = 0 OR ($6 = 1) = (t.solved IS NOT NULL)) \
         AND (NOT $7 OR t.touched_at > COALESCE((SELECT s.at FROM community_seen s WHERE s.thread = t.id AND s.account = $2), 0)) \
         AND (t.touched_at < $8 OR (t.touched_at = $8 AND t.id < $9)) ORDER BY t.touched_at DESC, t.id DESC LIMIT $10"
    );
    let (statement, place) = match cut.group {
        Some(group) => (of_one, group.to_string()),
        None => (of_all, if cut.questions { "cell".to_owned() } else { String::new() }),
    };
    let solved = cut.solved.map_or(0_i64, |solved| if solved { 1 } else { 2 });
    let (at, id) =
        after.map_or((Instant::from_millis(i64::MAX), String::new()), |(at, id)| (at, id.to_string()));
    let more = args![place, &cut.tag, solved, cut.unread, at, id, limit];
    unit.all(statement, with(reader(seat, now), more), thread).await
}

/// A thread that the reader may read.
pub(crate) async fn find(
    unit: &mut Unit,
    (seat, now): (&Seat, Instant),
    id: Id,
) -> Result<Option<Thread>, Failure> {
    let statement = shown!(
        "SELECT t.*, p.tlp, p.account, p.author FROM community_threads t JOIN community_posts p ON p.id = t.opening WHERE ",
        " AND t.id = $4"
    );
    unit.first(statement, with(reader(seat, now), args![id]), thread).await
}

/// What a thread is about, for the program itself.
pub(crate) async fn title_of(unit: &mut Unit, id: Id) -> Result<String, Failure> {
    let statement = sql!("SELECT title FROM community_threads WHERE id = $1");
    Ok(unit.first(statement, args![id], |row| row.get("title")).await?.unwrap_or_default())
}

/// In which group a thread is, for the program itself; `None` for a question to the cell.
pub(crate) async fn group_of(unit: &mut Unit, id: Id) -> Result<Option<Id>, Failure> {
    let statement = sql!("SELECT group_id FROM community_threads WHERE id = $1");
    Ok(unit.first(statement, args![id], |row| row.get::<Option<Id>>("group_id")).await?.flatten())
}

/// A thread whatever its mark, for the program itself; until the transaction ends, whoever else would change it waits.
pub(crate) async fn hold(unit: &mut Unit, id: Id) -> Result<Option<Thread>, Failure> {
    let statement = sql!(
        sqlite: "SELECT t.*, p.tlp, p.account, p.author FROM community_threads t JOIN community_posts p ON p.id = t.opening \
                 WHERE t.id = $1",
        postgres: "SELECT t.*, p.tlp, p.account, p.author FROM community_threads t JOIN community_posts p ON p.id = t.opening \
                   WHERE t.id = $1 FOR UPDATE OF t",
    );
    unit.first(statement, args![id], thread).await
}

/// Of these threads, how many answers the reader may read, and how many of all posts they did not see.
pub(crate) async fn counts(
    unit: &mut Unit,
    (seat, now): (&Seat, Instant),
    threads: &[Id],
) -> Result<Vec<(Id, i64, i64)>, Failure> {
    let statement = shown!(
        sqlite: "SELECT p.thread, COUNT(*) AS posts, SUM(CASE WHEN p.at > COALESCE(s.at, 0) AND (p.account IS NULL OR p.account <> $2) \
         THEN 1 ELSE 0 END) AS unread FROM community_posts p LEFT JOIN community_seen s ON s.thread = p.thread AND s.account = $2 \
         WHERE p.thread IN (SELECT value FROM json_each($4)) AND ",
        " GROUP BY p.thread",
        postgres: "SELECT p.thread, COUNT(*) AS posts, SUM(CASE WHEN p.at > COALESCE(s.at, 0) AND (p.account IS NULL OR p.account <> $2) \
         THEN 1 ELSE 0 END) AS unread FROM community_posts p LEFT JOIN community_seen s ON s.thread = p.thread AND s.account = $2 \
         WHERE p.thread IN (SELECT jsonb_array_elements_text(CAST($4 AS jsonb))) AND ",
        " GROUP BY p.thread"
    );
    let read = |row: &Row| Ok((row.get("thread")?, row.get::<i64>("posts")? - 1, row.get("unread")?));
    unit.all(statement, with(reader(seat, now), args![json!(threads)]), read).await
}

/// In how many threads of each group that the reader joined is something that they did not see, said since a moment.
pub(crate) async fn unread(
    unit: &mut Unit,
    (seat, now): (&Seat, Instant),
    since: Instant,
) -> Result<Vec<(Id, i64)>, Failure> {
    let statement = shown!(
        "SELECT t.group_id, COUNT(DISTINCT t.id) AS n FROM community_posts p JOIN community_threads t ON t.id = p.thread \
         JOIN community_seats x ON x.group_id = t.group_id AND x.account = $2 AND x.state = 'joined' \
         LEFT JOIN community_seen s ON s.thread = t.id AND s.account = $2 WHERE p.at > $4 AND p.at > COALESCE(s.at, x.since) \
         AND (p.account IS NULL OR p.account <> $2) AND (s.muted IS NULL OR NOT s.muted) AND ",
        " GROUP BY t.group_id"
    );
    let read = |row: &Row| Ok((row.get("group_id")?, row.get("n")?));
    unit.all(statement, with(reader(seat, now), args![since]), read).await
}

/// The threads of the groups that the reader joined in which is something that they did not see, said since a moment to more than
/// named readers; the last first.
pub(crate) async fn news(
    unit: &mut Unit,
    (seat, now): (&Seat, Instant),
    since: Instant,
    limit: i64,
) -> Result<Vec<Id>, Failure> {
    let statement = shown!(
        "SELECT t.id, MAX(p.at) AS at FROM community_posts p JOIN community_threads t ON t.id = p.thread \
         JOIN community_seats x ON x.group_id = t.group_id AND x.account = $2 AND x.state = 'joined' \
         LEFT JOIN community_seen s ON s.thread = t.id AND s.account = $2 WHERE p.at > $4 AND p.at > COALESCE(s.at, x.since) \
         AND p.tlp <> 'RED' AND p.hidden = '' AND (p.account IS NULL OR p.account <> $2) AND (s.muted IS NULL OR NOT s.muted) AND ",
        " GROUP BY t.id ORDER BY MAX(p.at) DESC, t.id LIMIT $5"
    );
    unit.all(statement, with(reader(seat, now), args![since, limit]), |row| row.get("id")).await
}

/// The same for experience reports that were accepted since a moment: they are as new as their review, whenever they were written.
/// Those who read them to review them know them.
pub(crate) async fn accepted(
    unit: &mut Unit,
    (seat, now): (&Seat, Instant),
    since: Instant,
    limit: i64,
) -> Result<Vec<Id>, Failure> {
    let statement = shown!(
        "SELECT t.id, d.reviewed_at AS at FROM community_documents d JOIN community_posts p ON p.id = d.post \
         JOIN community_threads t ON t.id = p.thread \
         JOIN community_seats x ON x.group_id = t.group_id AND x.account = $2 AND x.state = 'joined' \
         LEFT JOIN community_seen s ON s.thread = t.id AND s.account = $2 WHERE d.kind = 'retex' AND d.reviewed_at > $4 \
         AND d.reviewed_at > x.since AND p.at > COALESCE(s.at, 0) AND (d.reviewer IS NULL OR d.reviewer <> $2) AND p.hidden = '' \
         AND (p.account IS NULL OR p.account <> $2) AND (s.muted IS NULL OR NOT s.muted) AND ",
        " ORDER BY d.reviewed_at DESC, t.id LIMIT $5"
    );
    unit.all(statement, with(reader(seat, now), args![since, limit]), |row| row.get("id")).await
}

/// Writes a new thread.
pub(crate) async fn insert(unit: &mut Unit, thread: &Thread) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO community_threads (id, group_id, opening, title, tags, opened_at, touched_at, closed_by, language, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $6, '', $7, 1)"
    );
    let arguments = args![
        thread.id,
        thread.group.map(|group| group.to_string()),
        thread.opening,
        &thread.title,
        tags(&thread.tags),
        thread.opened_at,
        thread.language.tag(),
    ];
    unit.run(statement, arguments).await.map(drop)
}

fn tags(tags: &[String]) -> String {
    if tags.is_empty() { String::new() } else { format!(",{},", tags.join(",")) }
}

/// Writes where a thread stands, of one that [`hold`] read.
pub(crate) async fn update(unit: &mut Unit, thread: &Thread) -> Result<(), Failure> {
    let statement = sql!(
        "UPDATE community_threads SET group_id = $2, title = $3, tags = $4, touched_at = $5, solved = $6, closed_at = $7, \
         closed_by = $8, revision = revision + 1 WHERE id = $1"
    );
    let (closed_at, closed_by) =
        thread.closed.clone().map_or((None, String::new()), |(at, by)| (Some(at), by));
    let arguments = args![
        thread.id,
        thread.group.map(|group| group.to_string()),
        &thread.title,
        tags(&thread.tags),
        thread.touched_at,
        thread.solved.map(|post| post.to_string()),
        closed_at,
        closed_by,
    ];
    unit.run(statement, arguments).await.map(drop)
}
