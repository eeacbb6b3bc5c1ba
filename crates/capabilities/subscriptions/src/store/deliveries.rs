//! Who is still to be told of what, and who was.

use std::collections::BTreeMap;

use serde_json::json;
use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant, Language};

use crate::rules::{Published, Rhythm};

/// What somebody is to be sent in one mail.
#[derive(Clone, Debug)]
pub(crate) struct Parcel {
    pub(crate) subscriber: Id,
    pub(crate) email: String,
    pub(crate) language: Language,
    /// Publications, each with the version that it tells, and since when it waits.
    pub(crate) items: Vec<(Id, i64, Instant)>,
}

/// Which of what waits is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    /// One publication, at once.
    One(Id),
    /// All that waits for a digest.
    Digest(Rhythm),
}

/// Puts a version before everybody whom it is for, and before those who were told of an earlier one: they must know what
/// changed even where they would not be told of it anew. In the words of the engine what [`crate::rules::Choices::want`] says; a
/// test compares the two.
pub(crate) async fn spread(
    unit: &mut Unit,
    (publication, version): (Id, i64),
    published: &Published,
    now: Instant,
) -> Result<u64, Failure> {
    let [daily, weekly] = [Rhythm::Daily, Rhythm::Weekly].map(|rhythm| rhythm.leaves(now));
    let again = sql!(
        "UPDATE subscription_deliveries SET version = $2, state = 'queued', at = $3, \
         rhythm = (SELECT s.rhythm FROM subscribers s WHERE s.id = subscription_deliveries.subscriber), \
         next_at = (SELECT CASE s.rhythm WHEN 'daily' THEN CAST($4 AS BIGINT) WHEN 'weekly' THEN CAST($5 AS BIGINT) \
         ELSE CAST($3 AS BIGINT) END FROM subscribers s WHERE s.id = subscription_deliveries.subscriber) WHERE publication = $1 AND version < $2"
    );
    let mut told = unit.run(again, args![publication, version, now, daily, weekly]).await?;
    let first = sql!(
        sqlite: "INSERT INTO subscription_deliveries (subscriber, publication, version, rhythm, state, at, next_at) \
                 SELECT s.id, $1, $2, s.rhythm, 'queued', $3, \
                 CASE s.rhythm WHEN 'daily' THEN $4 WHEN 'weekly' THEN $5 ELSE $3 END FROM subscribers s \
                 WHERE s.kinds LIKE '%,' || $6 || ',%' AND ($6 <> 'alert' OR (s.severity <= $7 AND (s.products = '' \
                 OR EXISTS (SELECT 1 FROM json_each($8) k WHERE s.products LIKE '%,' || k.value || ',%')))) \
                 ON CONFLICT (subscriber, publication) DO NOTHING",
        postgres: "INSERT INTO subscription_deliveries (subscriber, publication, version, rhythm, state, at, next_at) \
                   SELECT s.id, CAST($1 AS TEXT), CAST($2 AS BIGINT), s.rhythm, 'queued', CAST($3 AS BIGINT), \
                   CASE s.rhythm WHEN 'daily' THEN CAST($4 AS BIGINT) WHEN 'weekly' THEN CAST($5 AS BIGINT) \
                   ELSE CAST($3 AS BIGINT) END FROM subscribers s \
                   WHERE s.kinds LIKE '%,' || CAST($6 AS TEXT) || ',%' AND (CAST($6 AS TEXT) <> 'alert' \
                   OR (s.severity <= $7 AND (s.products = '' OR EXISTS (SELECT 1 \
                   FROM jsonb_array_elements_text(CAST($8 AS jsonb)) k WHERE s.products LIKE '%,' || k || ',%')))) \
                   ON CONFLICT (subscriber, publication) DO NOTHING"
    );
    let arguments = args![
        publication,
        version,
        now,
        daily,
        weekly,
        published.kind.code(),
        published.gravity(),
        json!(published.products)
    ];
    told += unit.run(first, arguments).await?;
    Ok(told)
}

/// Whether anything of a publication waits for a rhythm.
pub(crate) async fn waits(unit: &mut Unit, publication: Id, rhythm: Rhythm) -> Result<bool, Failure> {
    let statement = sql!(
        "SELECT subscriber FROM subscription_deliveries WHERE publication = $1 AND rhythm = $2 AND state = 'queued' LIMIT 1"
    );
    let found = unit.first(statement, args![publication, rhythm.code()], |row| row.get::<Id>("subscriber"));
    Ok(found.await?.is_some())
}

/// The next mails that may leave, in order of who reads them, after somebody.
pub(crate) async fn due(
    unit: &mut Unit,
    which: Which,
    (after, now): (Option<Id>, Instant),
    most: i64,
) -> Result<Vec<Parcel>, Failure> {
    let one = sql!(
        "SELECT d.subscriber, d.publication, d.version, d.at, s.email, s.language FROM subscription_deliveries d \
         JOIN subscribers s ON s.id = d.subscriber WHERE d.rhythm = 'now' AND d.state = 'queued' AND d.subscriber > $2 \
         AND d.publication = $1 AND d.next_at <= $3 ORDER BY d.subscriber LIMIT $4"
    );
    let digest = sql!(
        "SELECT d.subscriber, d.publication, d.version, d.at, s.email, s.language FROM subscription_deliveries d \
         JOIN subscribers s ON s.id = d.subscriber WHERE d.rhythm = $1 AND d.state = 'queued' AND d.next_at <= $3 \
         AND d.subscriber IN (SELECT x.subscriber FROM subscription_deliveries x WHERE x.rhythm = $1 AND x.state = 'queued' \
         AND x.subscriber > $2 AND x.next_at <= $3 GROUP BY x.subscriber ORDER BY x.subscriber LIMIT $4) \
         ORDER BY d.subscriber, d.at, d.publication"
    );
    let after = after.map_or(String::new(), |id| id.to_string());
    let rows = match which {
        Which::One(publication) => unit.all(one, args![publication, after, now, most], line).await?,
        Which::Digest(rhythm) => unit.all(digest, args![rhythm.code(), after, now, most], line).await?,
    };
    let mut parcels: Vec<Parcel> = Vec::new();
    for mut parcel in rows {
        match parcels.last_mut() {
            Some(last) if last.subscriber == parcel.subscriber => last.items.append(&mut parcel.items),
            _ => parcels.push(parcel),
        }
    }
    Ok(parcels)
}

fn line(row: &Row) -> Result<Parcel, Failure> {
    Ok(Parcel {
        subscriber: row.get("subscriber")?,
        email: row.get("email")?,
        language: row.get("language")?,
        items: vec![(row.get("publication")?, row.get("version")?, row.get("at")?)],
    })
}

/// How many wait, due or not.
pub(crate) async fn waiting(unit: &mut Unit, which: Which, now: Instant) -> Result<i64, Failure> {
    let one = sql!(
        "SELECT COUNT(*) AS n FROM subscription_deliveries WHERE rhythm = 'now' AND state = 'queued' AND publication = $1"
    );
    // What waits for the next digest is not late.
    let digest = sql!(
        "SELECT COUNT(*) AS n FROM subscription_deliveries WHERE rhythm = $1 AND state = 'queued' AND at < $2"
    );
    match which {
        Which::One(publication) => unit.one(one, args![publication], |row| row.get("n")).await,
        Which::Digest(rhythm) => unit.one(digest, args![rhythm.code(), now], |row| row.get("n")).await,
    }
}

/// Subscribers by what they were sent: publication and version.
pub(crate) type Told = BTreeMap<(Id, i64), Vec<Id>>;

/// Marks what became of a version for these people. What was told anew meanwhile is another version, and stays queued.
pub(crate) async fn mark(unit: &mut Unit, told: &Told, state: &'static str) -> Result<(), Failure> {
    let statement = sql!(
        sqlite: "UPDATE subscription_deliveries SET state = $4 WHERE publication = $1 AND version = $2 \
                 AND state = 'queued' AND subscriber IN (SELECT value FROM json_each($3))",
        postgres: "UPDATE subscription_deliveries SET state = $4 WHERE publication = $1 AND version = $2 \
                   AND state = 'queued' AND subscriber = ANY(ARRAY(SELECT jsonb_array_elements_text(CAST($3 AS jsonb))))"
    );
    for ((publication, version), people) in told {
        unit.run(statement, args![*publication, *version, json!(people), state]).await?;
    }
    Ok(())
}

/// The same, for those who must wait.
pub(crate) async fn postpone(unit: &mut Unit, told: &Told, until: Instant) -> Result<(), Failure> {
    let statement = sql!(
        sqlite: "UPDATE subscription_deliveries SET next_at = $4 WHERE publication = $1 AND version = $2 \
                 AND state = 'queued' AND subscriber IN (SELECT value FROM json_each($3))",
        postgres: "UPDATE subscription_deliveries SET next_at = $4 WHERE publication = $1 AND version = $2 \
                   AND state = 'queued' AND subscriber = ANY(ARRAY(SELECT jsonb_array_elements_text(CAST($3 AS jsonb))))"
    );
    for ((publication, version), people) in told {
        unit.run(statement, args![*publication, *version, json!(people), until]).await?;
    }
    Ok(())
}

/// Forgets what has not left of a publication: nobody is told of what is withdrawn.
pub(crate) async fn drop_queued(unit: &mut Unit, publication: Id) -> Result<u64, Failure> {
    let statement = sql!("DELETE FROM subscription_deliveries WHERE publication = $1 AND state = 'queued'");
    unit.run(statement, args![publication]).await
}

/// Forgets who was told of what, of before a moment, at most so many.
pub(crate) async fn sweep(unit: &mut Unit, before: Instant, most: i64) -> Result<u64, Failure> {
    let statement = sql!(
        sqlite: "DELETE FROM subscription_deliveries WHERE rowid IN \
                 (SELECT rowid FROM subscription_deliveries WHERE at <= $1 AND state <> 'queued' LIMIT $2)",
        postgres: "DELETE FROM subscription_deliveries WHERE ctid IN \
                   (SELECT ctid FROM subscription_deliveries WHERE at <= $1 AND state <> 'queued' LIMIT $2)"
    );
    unit.run(statement, args![before, most]).await
}
