//! What persons made of the proposals of the rules, and what the cell wrote for the structure when its work ended.

use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

/// A qualification that a person confirmed or corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qualified {
    /// The revision of the incident to which it led.
    pub revision: i64,
    /// When.
    pub at: Instant,
    /// Who; empty for the structure.
    pub author: String,
    /// Why, where it is a correction; empty for the structure.
    pub reason: String,
    /// What the rules proposed at that moment, criteria and severity; `None` where nobody kept it.
    pub proposed: Option<(Vec<String>, i64)>,
    /// The criteria that were kept.
    pub criteria: Vec<String>,
    /// 1 to 5.
    pub severity: i64,
}

impl Qualified {
    /// Whether anything differs from what was proposed.
    pub fn is_corrected(&self) -> bool {
        let differs = |(criteria, severity): &(Vec<String>, i64)| {
            *criteria != self.criteria || *severity != self.severity
        };
        self.proposed.as_ref().is_some_and(differs)
    }

    /// Criteria that a person added to the proposal, and those that were left out.
    pub fn differences(&self) -> (Vec<&str>, Vec<&str>) {
        let proposed = self.proposed.as_ref().map(|(criteria, _)| criteria.as_slice()).unwrap_or_default();
        (
            self.criteria.iter().filter(|code| !proposed.contains(code)).map(String::as_str).collect(),
            proposed.iter().filter(|code| !self.criteria.contains(code)).map(String::as_str).collect(),
        )
    }
}

/// What the cell wrote for the structure when its work ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// When.
    pub at: Instant,
    /// Its text; empty when nothing was written.
    pub told: String,
}

fn codes(text: &str) -> Vec<String> {
    text.split(' ').filter(|code| !code.is_empty()).map(str::to_owned).collect()
}

fn qualified(row: &Row) -> Result<Qualified, Failure> {
    let (proposed, severity): (Option<String>, Option<i64>) =
        (row.get("proposed")?, row.get("proposed_severity")?);
    Ok(Qualified {
        revision: row.get("revision")?,
        at: row.get("at")?,
        author: row.get("author")?,
        reason: row.get("reason")?,
        proposed: proposed.map(|text| codes(&text)).zip(severity),
        criteria: codes(&row.get::<String>("criteria")?),
        severity: row.get("severity")?,
    })
}

/// Adds one.
pub(crate) async fn insert(unit: &mut Unit, incident: Id, q: &Qualified) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO incident_qualifications \
         (incident, revision, at, author, reason, proposed, proposed_severity, criteria, severity) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    let (proposed, severity) = (
        q.proposed.as_ref().map(|(criteria, _)| criteria.join(" ")),
        q.proposed.as_ref().map(|(_, severity)| *severity),
    );
    let criteria = q.criteria.join(" ");
    let arguments =
        args![incident, q.revision, q.at, &q.author, &q.reason, proposed, severity, criteria, q.severity];
    unit.run(statement, arguments).await.map(drop)
}

/// Those of an incident, the latest first.
pub(crate) async fn of(unit: &mut Unit, incident: Id) -> Result<Vec<Qualified>, Failure> {
    let statement =
        sql!("SELECT * FROM incident_qualifications WHERE incident = $1 ORDER BY revision DESC LIMIT 100");
    unit.all(statement, args![incident], qualified).await
}

/// Notes that the work of the cell ended, and what it wrote.
pub(crate) async fn close(unit: &mut Unit, incident: Id, closing: &Closing) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO incident_closings (incident, at, told) VALUES ($1, $2, $3) \
         ON CONFLICT (incident) DO UPDATE SET at = $2, told = $3"
    );
    unit.run(statement, args![incident, closing.at, &closing.told]).await.map(drop)
}

/// Takes it back.
pub(crate) async fn reopen(unit: &mut Unit, incident: Id) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM incident_closings WHERE incident = $1"), args![incident]).await.map(drop)
}

/// What was written, where the work of the cell ended.
pub(crate) async fn closing(unit: &mut Unit, incident: Id) -> Result<Option<Closing>, Failure> {
    let statement = sql!("SELECT at, told FROM incident_closings WHERE incident = $1");
    unit.first(statement, args![incident], |row| Ok(Closing { at: row.get("at")?, told: row.get("told")? }))
        .await
}
