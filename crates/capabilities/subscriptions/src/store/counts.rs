//! How many, never who.

use storage::{Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

/// How many were told of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailing {
    /// Which publication.
    pub publication: Id,
    /// Which version.
    pub version: i64,
    /// Since when it goes out.
    pub at: Instant,
    /// For how many it was.
    pub told: i64,
    /// How many are still to be sent it.
    pub queued: i64,
    /// To how many it was sent.
    pub sent: i64,
    /// How many addresses refused it for good.
    pub failed: i64,
}

/// How many mails left on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// `2026-11-28`, of mainland time.
    pub day: String,
    /// How many were taken by the mail server.
    pub sent: i64,
    /// How many it refused for good.
    pub failed: i64,
    /// How many subscriptions ended, for their addresses take no mail any more.
    pub ended: i64,
}

/// What was sent.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    /// How many subscribe, by language and rhythm.
    pub subscribers: Vec<(String, String, i64)>,
    /// What went out, the last first.
    pub mailings: Vec<Mailing>,
    /// The last days, the last first.
    pub days: Vec<Day>,
}

pub(crate) async fn begin(
    unit: &mut Unit,
    (publication, version): (Id, i64),
    told: i64,
    now: Instant,
) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO subscription_mailings (publication, version, at, told, sent, failed) VALUES ($1, $2, $3, $4, 0, 0) \
         ON CONFLICT (publication, version) DO UPDATE SET told = subscription_mailings.told + excluded.told"
    );
    unit.run(statement, args![publication, version, now, told]).await.map(drop)
}

pub(crate) async fn add(
    unit: &mut Unit,
    (publication, version): (Id, i64),
    sent: i64,
    failed: i64,
) -> Result<(), Failure> {
    let statement = sql!(
        "UPDATE subscription_mailings SET sent = sent + $3, failed = failed + $4 WHERE publication = $1 AND version = $2"
    );
    unit.run(statement, args![publication, version, sent, failed]).await.map(drop)
}

pub(crate) async fn add_day(
    unit: &mut Unit,
    day: &str,
    [sent, failed, ended]: [i64; 3],
) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO subscription_days (day, sent, failed, ended) VALUES ($1, $2, $3, $4) ON CONFLICT (day) DO UPDATE \
         SET sent = subscription_days.sent + excluded.sent, failed = subscription_days.failed + excluded.failed, \
         ended = subscription_days.ended + excluded.ended"
    );
    unit.run(statement, args![day, sent, failed, ended]).await.map(drop)
}

/// All of it, the last so many of each.
pub(crate) async fn all(unit: &mut Unit, most: i64) -> Result<Sent, Failure> {
    let people = sql!(
        "SELECT language, rhythm, COUNT(*) AS n FROM subscribers GROUP BY language, rhythm ORDER BY language DESC, rhythm"
    );
    let subscribers = unit
        .all(people, args![], |row| Ok((row.get("language")?, row.get("rhythm")?, row.get("n")?)))
        .await?;
    let mailings = sql!(
        "SELECT m.publication, m.version, m.at, m.told, m.sent, m.failed, (SELECT COUNT(*) FROM subscription_deliveries d \
         WHERE d.publication = m.publication AND d.version = m.version AND d.state = 'queued') AS queued \
         FROM subscription_mailings m ORDER BY m.at DESC, m.publication LIMIT $1"
    );
    let mailings = unit
        .all(mailings, args![most], |row| {
            Ok(Mailing {
                publication: row.get("publication")?,
                version: row.get("version")?,
                at: row.get("at")?,
                told: row.get("told")?,
                queued: row.get("queued")?,
                sent: row.get("sent")?,
                failed: row.get("failed")?,
            })
        })
        .await?;
    let days = sql!("SELECT * FROM subscription_days ORDER BY day DESC LIMIT $1");
    let days = unit
        .all(days, args![most], |row| {
            Ok(Day {
                day: row.get("day")?,
                sent: row.get("sent")?,
                failed: row.get("failed")?,
                ended: row.get("ended")?,
            })
        })
        .await?;
    Ok(Sent { subscribers, mailings, days })
}
