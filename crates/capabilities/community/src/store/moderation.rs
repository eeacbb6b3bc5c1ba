//! Reports, warnings, and the log that members read.

use access::Seat;
use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant, Tlp};

use super::{reader, shown, with};
use crate::rules::moderation::{Reason, Verdict};

/// What somebody reported.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    pub(crate) id: Id,
    pub(crate) post: Id,
    pub(crate) account: Id,
    pub(crate) name: String,
    pub(crate) reason: Reason,
    pub(crate) words: String,
    pub(crate) version: i64,
    pub(crate) at: Instant,
    /// What was decided, when, and what is said of it to who reported.
    pub(crate) verdict: Option<(Verdict, Option<Instant>)>,
    pub(crate) answer: String,
}

fn reason(row: &Row) -> Result<Option<Reason>, Failure> {
    Ok(Reason::from_code(&row.get::<String>("reason")?))
}

fn report(row: &Row) -> Result<Report, Failure> {
    let judged_at: Option<Instant> = row.get("judged_at")?;
    let verdict = Verdict::from_code(&row.get::<String>("verdict")?);
    Ok(Report {
        id: row.get("id")?,
        post: row.get("post")?,
        account: row.get("account")?,
        name: row.get("name")?,
        reason: reason(row)?.unwrap_or(Reason::Other),
        words: row.get("words")?,
        version: row.get("version")?,
        at: row.get("at")?,
        verdict: verdict.map(|verdict| (verdict, judged_at)),
        answer: row.get("answer")?,
    })
}

/// Writes a report down; `false` when this person reported this post before.
pub(crate) async fn insert_report(unit: &mut Unit, report: &Report) -> Result<bool, Failure> {
    let statement = sql!(
        "INSERT INTO community_reports (id, post, account, name, reason, words, version, at, verdict, answer) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '') ON CONFLICT (post, account) DO NOTHING"
    );
    let arguments = args![
        report.id,
        report.post,
        report.account,
        &report.name,
        report.reason.code(),
        &report.words,
        report.version,
        report.at,
    ];
    Ok(unit.run(statement, arguments).await? > 0)
}

/// What waits to be judged, the first reported first.
pub(crate) async fn waiting(unit: &mut Unit, limit: i64) -> Result<Vec<Report>, Failure> {
    let statement = sql!("SELECT * FROM community_reports WHERE verdict = '' ORDER BY at, id LIMIT $1");
    unit.all(statement, args![limit], report).await
}

/// The reports of a post, judged or not, the first first.
pub(crate) async fn of_post(unit: &mut Unit, post: Id) -> Result<Vec<Report>, Failure> {
    let statement = sql!("SELECT * FROM community_reports WHERE post = $1 ORDER BY at, id");
    unit.all(statement, args![post], report).await
}

/// What somebody reported, the last first.
pub(crate) async fn by_account(unit: &mut Unit, account: Id, limit: i64) -> Result<Vec<Report>, Failure> {
    let statement = sql!("SELECT * FROM community_reports WHERE account = $1 ORDER BY at DESC, id LIMIT $2");
    unit.all(statement, args![account, limit], report).await
}

/// Judges all that waits about a post, at once.
pub(crate) async fn judge(
    unit: &mut Unit,
    post: Id,
    (verdict, answer): (Verdict, &str),
    at: Instant,
) -> Result<(), Failure> {
    let statement = sql!(
        "UPDATE community_reports SET verdict = $2, answer = $3, judged_at = $4 WHERE post = $1 AND verdict = ''"
    );
    unit.run(statement, args![post, verdict.code(), answer, at]).await.map(drop)
}

/// What a moderator said to the author of a post.
#[derive(Clone, Debug)]
pub(crate) struct Warned {
    pub(crate) id: Id,
    pub(crate) post: Id,
    /// `None`: the post was written unnamed.
    pub(crate) account: Option<Id>,
    pub(crate) reason: Reason,
    pub(crate) words: String,
    pub(crate) at: Instant,
    pub(crate) seen_at: Option<Instant>,
}

fn warned(row: &Row) -> Result<Warned, Failure> {
    Ok(Warned {
        id: row.get("id")?,
        post: row.get("post")?,
        account: row.get("account")?,
        reason: reason(row)?.unwrap_or(Reason::Other),
        words: row.get("words")?,
        at: row.get("at")?,
        seen_at: row.get("seen_at")?,
    })
}

/// Writes a warning down.
pub(crate) async fn warn(unit: &mut Unit, warned: &Warned) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO community_warnings (id, post, account, reason, words, at) VALUES ($1, $2, $3, $4, $5, $6)"
    );
    let account = warned.account.map(|account| account.to_string());
    let arguments = args![warned.id, warned.post, account, warned.reason.code(), &warned.words, warned.at];
    unit.run(statement, arguments).await.map(drop)
}

/// A warning.
pub(crate) async fn warning(unit: &mut Unit, id: Id) -> Result<Option<Warned>, Failure> {
    unit.first(sql!("SELECT * FROM community_warnings WHERE id = $1"), args![id], warned).await
}

/// Warnings to somebody, and all that are about something written unnamed since a moment, the last first: whose those are, their
/// authors alone are told.
pub(crate) async fn warnings(
    unit: &mut Unit,
    account: Id,
    since: Instant,
    limit: i64,
) -> Result<Vec<Warned>, Failure> {
    let statement = sql!(
        "SELECT * FROM community_warnings WHERE account = $1 OR (account IS NULL AND at > $2) ORDER BY at DESC, id LIMIT $3"
    );
    unit.all(statement, args![account, since, limit], warned).await
}

/// The warnings that a post brought, for those who moderate.
pub(crate) async fn warnings_of(unit: &mut Unit, post: Id) -> Result<Vec<Warned>, Failure> {
    let statement = sql!("SELECT * FROM community_warnings WHERE post = $1 ORDER BY at, id");
    unit.all(statement, args![post], warned).await
}

/// Its author read a warning.
pub(crate) async fn seen(unit: &mut Unit, id: Id, at: Instant) -> Result<(), Failure> {
    let statement = sql!("UPDATE community_warnings SET seen_at = $2 WHERE id = $1 AND seen_at IS NULL");
    unit.run(statement, args![id, at]).await.map(drop)
}

/// What was done, as the log keeps it.
#[derive(Clone, Debug)]
pub(crate) struct Done<'a> {
    pub(crate) action: &'static str,
    pub(crate) post: Option<Id>,
    pub(crate) group: Option<Id>,
    pub(crate) reason: Option<Reason>,
    pub(crate) words: &'a str,
}

/// Writes in the log.
pub(crate) async fn log(unit: &mut Unit, id: Id, day: Instant, done: &Done<'_>) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO community_log (id, day, action, post, group_id, reason, words) VALUES ($1, $2, $3, $4, $5, $6, $7)"
    );
    let arguments = args![
        id,
        day,
        done.action,
        done.post.map(|post| post.to_string()),
        done.group.map(|group| group.to_string()),
        done.reason.map(Reason::code).unwrap_or_default(),
        done.words,
    ];
    unit.run(statement, arguments).await.map(drop)
}

/// A line of the log, as its reader may read it.
#[derive(Clone, Debug)]
pub(crate) struct Logged {
    pub(crate) id: Id,
    pub(crate) day: Instant,
    pub(crate) action: String,
    pub(crate) reason: Option<Reason>,
    pub(crate) words: String,
    /// The end of the address, and the name, of the group.
    pub(crate) group: Option<(String, String)>,
    /// Whether the reader may read what it is about.
    pub(crate) reads: bool,
}

fn logged(row: &Row) -> Result<Logged, Failure> {
    let group: (Option<String>, Option<String>) = (row.get("slug")?, row.get("name")?);
    Ok(Logged {
        id: row.get("id")?,
        day: row.get("day")?,
        action: row.get("action")?,
        reason: reason(row)?,
        words: row.get("words")?,
        group: group.0.zip(group.1),
        reads: row.get("reads")?,
    })
}

/// A page of the log, the last day first; `after` is the last line of the page before. A line about something in a hidden group, in
/// a question to the cell or under TLP:RED is there for those who may read it, and for nobody else.
pub(crate) async fn page(
    unit: &mut Unit,
    (seat, now): (&Seat, Instant),
    after: Option<(Instant, Id)>,
    limit: i64,
) -> Result<Vec<Logged>, Failure> {
    let statement = shown!(
        "SELECT * FROM (SELECT l.*, g.slug, g.name, COALESCE((l.post IS NULL AND (g.access = 'open' \
         OR $1 LIKE '% group-' || g.id || ',%')) OR (l.post IS NOT NULL AND ",
        "), FALSE) AS reads, COALESCE(g.access <> 'hidden' AND (l.post IS NULL OR (p.at <= $3 AND p.tlp <> $7)), FALSE) AS told \
         FROM community_log l LEFT JOIN community_posts p ON p.id = l.post LEFT JOIN community_threads t ON t.id = p.thread \
         LEFT JOIN community_groups g ON g.id = COALESCE(l.group_id, t.group_id)) x \
         WHERE (x.reads OR x.told) AND (x.day < $4 OR (x.day = $4 AND x.id > $5)) ORDER BY x.day DESC, x.id LIMIT $6"
    );
    let (day, id) =
        after.map_or((Instant::from_millis(i64::MAX), String::new()), |(day, id)| (day, id.to_string()));
    unit.all(statement, with(reader(seat, now), args![day, id, limit, Tlp::Red]), logged).await
}
