//! The queue: pages of incidents, and how many there are of each sort.

use access::Scope;
use storage::{Arg, Row, Statement, Unit, args, sql};
use vocabulary::{Failure, Id, Instant, Region};

use super::{Incident, incident};
use crate::rules::{Filter, MOST_WORDS, State};

/// The folded words by which an incident is found.
pub(super) fn words(i: &Incident) -> String {
    storage::words::fold(&format!("{} {} {}", i.reference, i.facility_name, i.town))
}

/// Those within a scope: what every list of incidents asks. Not the bare condition: PostgreSQL believes that such a `LIKE` holds for one
/// row in two hundred, so that it sorts half the table where an index begins with what is wanted; of this it believes one in three.
macro_rules! within {
    ([$($head:literal)+] $scope:literal [$($tail:literal)*]) => {
        sql!(
            $($head)+
            " AND CASE WHEN " $scope " LIKE '%,' || tlp || ',%' OR " $scope " LIKE '%,' || tlp || ':' || region || ',%' OR "
            $scope " LIKE '%,' || tlp || ':' || facility || ',%' OR " $scope " LIKE '%,' || tlp || ':' || legal_entity || ',%' THEN 1 ELSE 0 END > 0 "
            $($tail)*
        )
    };
}

pub(super) use within;

/// A page by the clock that ends first, among those that `$among` holds: an index begins with it, in that order.
macro_rules! page {
    ($among:literal) => {
        within!(
            ["SELECT * FROM incidents WHERE " $among " AND ($2 = '' OR state = $2) AND severity BETWEEN $3 AND $4 \
              AND (NOT $5 OR danger) AND ($6 = '' OR owner = $6) AND (NOT $7 OR owner IS NULL) \
              AND (NOT $8 OR (next_due_at < $9 AND next_due_by = 'cell')) AND ($10 = '' OR kind = $10) \
              AND declared_at >= $11 AND changed_at < $12 AND ($13 = '' OR exercise = ($13 = 'yes')) \
              AND words LIKE $14 AND words LIKE $15 AND words LIKE $16 AND words LIKE $17"]
            "$18"
            ["AND (next_due_at > $19 OR (next_due_at = $19 AND id > $20)) ORDER BY next_due_at, id LIMIT $21"]
        )
    };
}

/// The statement that reads few rows: closed incidents are many, and seldom asked for.
fn statement(filter: &Filter) -> &'static Statement {
    match (filter.news, filter.closed_too, filter.region) {
        // What the structure of a closed incident says comes back to the queue.
        (true, ..) => page!("news_at IS NOT NULL AND ($1 = '' OR region = $1)"),
        (_, false, None) => page!("open = TRUE AND $1 = $1"),
        (_, false, Some(_)) => page!("open = TRUE AND region = $1"),
        (_, true, None) => page!("$1 = $1"),
        (_, true, Some(_)) => page!("region = $1"),
    }
}

/// A page of incidents within a scope, by the clock that ends first; `after` is the last row of the page before.
pub(crate) async fn page(
    unit: &mut Unit,
    filter: &Filter,
    scope: &Scope,
    now: Instant,
    after: Option<(Instant, Id)>,
    limit: i64,
) -> Result<Vec<Incident>, Failure> {
    let mut arguments = args![
        filter.region.map_or("", Region::code),
        filter.state.map_or("", State::code),
        filter.severity.unwrap_or(0),
        filter.severity_at_most.unwrap_or(i64::MAX),
        filter.danger,
        filter.owner.map(|id| id.to_string()).unwrap_or_default(),
        filter.unowned,
        filter.late,
        now,
        filter.kind.unwrap_or_default(),
        filter.since.unwrap_or(Instant::from_millis(i64::MIN)),
        filter.silent_since.unwrap_or(Instant::from_millis(i64::MAX)),
        filter.exercise.map_or("", |exercise| if exercise { "yes" } else { "no" }),
    ];
    // Folded words are letters and digits: none of them means something to LIKE.
    let words = filter.words.iter().map(|word| format!("%{word}%")).chain(std::iter::repeat("%".to_owned()));
    arguments.extend(words.take(MOST_WORDS).map(Arg::from));
    let (due, id) =
        after.map_or((Instant::from_millis(i64::MIN), String::new()), |(due, id)| (due, id.to_string()));
    arguments.extend(args![scope.list(), due, id, limit]);
    unit.all(statement(filter), arguments, incident).await
}

/// A page of what was declared within a scope, the latest first; `after` is the last row of the page before.
pub(crate) async fn declared(
    unit: &mut Unit,
    scope: &Scope,
    after: Option<(Instant, Id)>,
    limit: i64,
) -> Result<Vec<Incident>, Failure> {
    let statement = within!(
        ["SELECT * FROM incidents WHERE (declared_at < $2 OR (declared_at = $2 AND id < $3))"]
        "$1"
        ["ORDER BY declared_at DESC, id DESC LIMIT $4"]
    );
    let (at, id) =
        after.map_or((Instant::from_millis(i64::MAX), String::new()), |(at, id)| (at, id.to_string()));
    unit.all(statement, args![scope.list(), at, id, limit], incident).await
}

/// How many incidents each saved view holds, within the caller's reach, up to [`Counts::MOST`]; an exercise is in no figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Nobody has them yet.
    pub to_take: i64,
    /// In charge of the caller.
    pub mine: i64,
    /// A clock of the cell has run out.
    pub late: i64,
    /// Somebody is, or may be, in danger.
    pub danger: i64,
    /// The structure said something new.
    pub news: i64,
    /// Nothing was said or done for a week, by anybody.
    pub silent: i64,
    /// All that are open.
    pub open: i64,
}

impl Counts {
    /// Nobody counts further: a view that holds more is read as long as one that holds this many.
    pub const MOST: i64 = 500;
}

/// One figure for each view, in one statement. Each begins at an index of its own and stops at the most.
macro_rules! figures {
    ($($name:literal $among:literal)+) => {
        sql!(
            "SELECT "
            $("(SELECT COUNT(*) FROM (SELECT 1 FROM incidents WHERE " $among " AND NOT exercise \
              AND CASE WHEN $4 LIKE '%,' || tlp || ',%' OR $4 LIKE '%,' || tlp || ':' || region || ',%' \
              OR $4 LIKE '%,' || tlp || ':' || facility || ',%' OR $4 LIKE '%,' || tlp || ':' || legal_entity || ',%' THEN 1 ELSE 0 END > 0 \
              LIMIT 500) AS found) AS " $name ", ")+
            "500 AS most"
        )
    };
}

/// All of them, as far as they go.
pub(crate) async fn counts(
    unit: &mut Unit,
    scope: &Scope,
    me: Option<Id>,
    now: Instant,
    silent_since: Instant,
) -> Result<Counts, Failure> {
    let statement = figures!(
        "open" "open = TRUE"
        "to_take" "open = TRUE AND state = 'declared'"
        "mine" "open = TRUE AND owner = $1"
        "late" "open = TRUE AND next_due_at < $2 AND next_due_by = 'cell'"
        "danger" "open = TRUE AND danger = TRUE"
        "news" "news_at IS NOT NULL"
        "silent" "open = TRUE AND changed_at < $3"
    );
    let count = |row: &Row| {
        Ok(Counts {
            to_take: row.get("to_take")?,
            mine: row.get("mine")?,
            late: row.get("late")?,
            danger: row.get("danger")?,
            news: row.get("news")?,
            silent: row.get("silent")?,
            open: row.get("open")?,
        })
    };
    let me = me.map(|id| id.to_string()).unwrap_or_default();
    unit.one(statement, args![me, now, silent_since, scope.list()], count).await
}

/// How many incidents within a scope changed since a moment: real ones, and exercises.
pub(crate) async fn changed_since(
    unit: &mut Unit,
    scope: &Scope,
    since: Instant,
) -> Result<(i64, i64), Failure> {
    let statement = within!(
        ["SELECT COUNT(*) AS n, COUNT(CASE WHEN exercise THEN 1 END) AS played FROM incidents WHERE changed_at > $1"]
        "$2"
        []
    );
    let counted = |row: &Row| {
        let (all, played): (i64, i64) = (row.get("n")?, row.get("played")?);
        Ok((all - played, played))
    };
    unit.one(statement, args![since, scope.list()], counted).await
}

/// What no change of an incident leaves as it was: compared with what it was a moment ago, and shown to nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stir {
    revisions: i64,
    last: Instant,
}

/// What differs once any incident changed after `since`.
pub(crate) async fn stir(unit: &mut Unit, since: Instant) -> Result<Stir, Failure> {
    let statement = sql!(
        "SELECT CAST(COALESCE(SUM(revision), 0) AS BIGINT) AS revisions, COALESCE(MAX(changed_at), 0) AS last \
         FROM incidents WHERE changed_at > $1"
    );
    let stir = |row: &Row| Ok(Stir { revisions: row.get("revisions")?, last: row.get("last")? });
    unit.one(statement, args![since], stir).await
}
