//! Looking for entries.

use storage::{Statement, Unit, args, sql};
use vocabulary::{Failure, Instant};

use crate::{Recorded, head, recorded};

/// Which entries. What is none is not asked about.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// One or two objects: an incident and its declaration are one thing to people.
    pub objects: Vec<String>,
    /// Who, as the trail names them.
    pub actor: Option<String>,
    /// What happened.
    pub action: Option<String>,
    /// From which session.
    pub session: Option<String>,
    /// Not before.
    pub from: Option<Instant>,
    /// Before.
    pub until: Option<Instant>,
    /// Not written after this one: an export does not run after its own tail.
    pub newest: Option<i64>,
}

/// Where an entry stands in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its moment.
    pub at: Instant,
    /// Its place in the chain, where several have one moment.
    pub sequence: i64,
}

/// What somebody did to an object, counted.
#[derive(Clone, Debug)]
pub struct Tally {
    /// Who.
    pub actor: String,
    /// What.
    pub action: String,
    /// How often.
    pub count: i64,
    /// The last time.
    pub last: Instant,
}

impl Search {
    /// Everything that happened to one object.
    pub fn of(kind: &str, id: impl std::fmt::Display) -> Self {
        Self { objects: vec![format!("{kind}:{id}")], ..Self::default() }
    }
}

/// One text, begun by what its index needs; each part then says "or is not asked about".
macro_rules! page {
    ($lead:literal) => {
        sql!(
            "SELECT * FROM trail WHERE " $lead " AND ($1 = '' OR object = $1 OR object = $2) AND ($3 = '' OR actor = $3) \
             AND ($4 = '' OR action = $4) AND ($5 = '' OR session = $5) AND at >= $6 AND at < $7 AND at <= $8 \
             AND (at < $8 OR sequence < $9) AND sequence <= $10 ORDER BY at DESC, sequence DESC LIMIT $11"
        )
    };
}

/// The entries that fit, the latest first, from `after` on, at most `limit`.
pub async fn search(
    unit: &mut Unit,
    search: &Search,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Recorded>, Failure> {
    let statement: &'static Statement = if !search.objects.is_empty() {
        page!("object IN ($1, $2)")
    } else if search.actor.is_some() {
        page!("actor = $3")
    } else {
        page!("at >= $6")
    };
    let object = |at: usize| search.objects.get(at).or(search.objects.first()).cloned().unwrap_or_default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let (first, end) = (Instant::from_millis(i64::MIN), Instant::from_millis(i64::MAX));
    let arguments = args![
        object(0),
        object(1),
        text(&search.actor),
        text(&search.action),
        text(&search.session),
        search.from.unwrap_or(first),
        search.until.unwrap_or(end),
        after.map_or(end, |place| place.at),
        after.map_or(i64::MAX, |place| place.sequence),
        search.newest.unwrap_or(i64::MAX),
        limit,
    ];
    unit.all(statement, arguments, recorded).await
}

/// The entries of one object, the latest first, at most `limit`.
pub async fn of(unit: &mut Unit, kind: &str, id: &str, limit: i64) -> Result<Vec<Recorded>, Failure> {
    self::search(unit, &Search::of(kind, id), None, limit).await
}

/// Who did what to an object of one or two names, and how often; the latest first.
pub async fn tally(unit: &mut Unit, objects: [&str; 2]) -> Result<Vec<Tally>, Failure> {
    let statement = sql!(
        "SELECT actor, action, COUNT(*) AS count, MAX(at) AS last FROM trail WHERE object IN ($1, $2) \
         GROUP BY actor, action ORDER BY last DESC, actor, action"
    );
    let [one, other] = objects;
    unit.all(statement, args![one, other], |row| {
        let (actor, action, count, last) =
            (row.get("actor")?, row.get("action")?, row.get("count")?, row.get("last")?);
        Ok(Tally { actor, action, count, last })
    })
    .await
}

/// The place of the last entry; 0 when there is none.
pub async fn newest(unit: &mut Unit) -> Result<i64, Failure> {
    Ok(head(unit).await?.0)
}
