//! This capability's tables: nobody else reads or writes them.

pub(crate) mod duplicates;
pub(crate) mod history;
pub(crate) mod missives;
pub(crate) mod qualifications;
pub(crate) mod queue;
pub(crate) mod retention;
pub(crate) mod tasks;

use calendar::{Deadline, OwedBy};
use declarations::rules::{Fact, Proposal};
use storage::{Json, Row, Unit, args, sql};
use vocabulary::{Failure, FinessNumber, Id, Instant, Region, Tlp};

use crate::{letters, rules::State};

/// What is known of an incident at a glance.
#[derive(Clone, Debug)]
pub struct Incident {
    /// Its identity.
    pub id: Id,
    /// The declaration that opened it.
    pub declaration: Id,
    /// Its public reference.
    pub reference: String,
    /// Where it is in its life.
    pub state: State,
    /// 1 to 5: confirmed, or proposed until then.
    pub severity: i64,
    /// Whether somebody is, or may be, in danger.
    pub danger: bool,
    /// What it looks like, by the declarant's choice; empty when not said.
    pub kind: String,
    /// The site, when it is in the register.
    pub facility: Option<FinessNumber>,
    /// Its name, or what the declarant wrote.
    pub facility_name: String,
    /// Its town; empty when unknown.
    pub town: String,
    /// Its legal entity.
    pub legal_entity: Option<FinessNumber>,
    /// The region whose agency is competent.
    pub region: Option<Region>,
    /// The mark of the declaration.
    pub tlp: Tlp,
    /// What the rules propose, by the last version.
    pub proposal: Proposal,
    /// The level of response, 0 to 4.
    pub response_level: i64,
    /// The criteria that hold: confirmed, or proposed until then; by their codes.
    pub criteria: Vec<String>,
    /// Grave, in the words of the law.
    pub grave: bool,
    /// Significant.
    pub significant: bool,
    /// Who confirmed; nobody yet when `None`.
    pub confirmed_by: Option<String>,
    /// The account that has it in charge.
    pub owner: Option<Id>,
    /// The name of that person.
    pub owner_name: Option<String>,
    /// When it was declared.
    pub declared_at: Instant,
    /// When anything last changed.
    pub changed_at: Instant,
    /// When the structure last said something that the cell has not looked at.
    pub news_at: Option<Instant>,
    /// When the structure said that it is over.
    pub said_resolved_at: Option<Instant>,
    /// The first clock of the cell that still runs: what, until when, who owes it.
    pub next_due: Option<(String, Instant, String)>,
    /// Grows at each change: two people who edit at once do not overwrite each other.
    pub revision: i64,
    /// An exercise.
    pub exercise: bool,
    /// The provider at fault, in folded words; empty when nobody named one.
    pub provider: String,
}

impl Incident {
    /// The incident, and the revision to which its next change leads.
    pub(crate) fn led_to(&self) -> (Id, Option<i64>) {
        (self.id, Some(self.revision + 1))
    }
}

/// No clock runs.
pub(crate) const NEVER: Instant = Instant::from_millis(i64::MAX);

pub(crate) fn incident(row: &Row) -> Result<Incident, Failure> {
    let due: Instant = row.get("next_due_at")?;
    let next_due =
        if due == NEVER { None } else { Some((row.get("next_due_kind")?, due, row.get("next_due_by")?)) };
    let state: String = row.get("state")?;
    let criteria: String = row.get("criteria")?;
    Ok(Incident {
        id: row.get("id")?,
        declaration: row.get("declaration")?,
        reference: row.get("reference")?,
        state: State::from_code(&state).ok_or_else(|| Failure::new("read an incident", "unknown state"))?,
        severity: row.get("severity")?,
        danger: row.get("danger")?,
        kind: row.get("kind")?,
        facility: row.get("facility")?,
        facility_name: row.get("facility_name")?,
        town: row.get("town")?,
        legal_entity: row.get("legal_entity")?,
        region: row.get("region")?,
        tlp: row.get("tlp")?,
        proposal: row.get::<Json<Proposal>>("proposal")?.0,
        response_level: row.get("response_level")?,
        criteria: criteria.split(' ').filter(|code| !code.is_empty()).map(str::to_owned).collect(),
        grave: row.get("grave")?,
        significant: row.get("significant")?,
        confirmed_by: row.get("confirmed_by")?,
        owner: row.get("owner")?,
        owner_name: row.get("owner_name")?,
        declared_at: row.get("declared_at")?,
        changed_at: row.get("changed_at")?,
        news_at: row.get("news_at")?,
        said_resolved_at: row.get("said_resolved_at")?,
        next_due,
        revision: row.get("revision")?,
        exercise: row.get("exercise")?,
        provider: row.get("provider")?,
    })
}

/// Adds an incident, with its clocks: what the queue sorts by is known before it is written.
pub(crate) fn insert(unit: &mut Unit, i: &Incident, clocks: &[Clock]) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO incidents (id, declaration, reference, state, open, severity, response_level, danger, kind, facility, \
         facility_name, town, legal_entity, region, proposal, criteria, grave, significant, declared_at, changed_at, \
         next_due_at, next_due_kind, next_due_by, revision, exercise, tlp, words, provider) \
         VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18, $19, $20, $21, 1, $22, \
         $23, $24, $25)"
    );
    let (due, kind, by) = next_due(clocks);
    let arguments = args![
        i.id,
        i.declaration,
        &i.reference,
        i.state.code(),
        i.state.is_open(),
        i.severity,
        i.danger,
        &i.kind,
        i.facility,
        &i.facility_name,
        &i.town,
        i.legal_entity,
        i.region,
        proposal(&i.proposal)?,
        i.criteria.join(" "),
        i.grave,
        i.significant,
        i.declared_at,
        due,
        kind,
        by,
        i.exercise,
        i.tlp,
        queue::words(i),
        &i.provider,
    ];
    unit.add(statement, arguments);
    history::remember(unit, i, 1);
    for clock in clocks {
        let statement = sql!(
            "INSERT INTO incident_deadlines (incident, kind, due_at, owed_by, met_at) VALUES ($1, $2, $3, $4, $5)"
        );
        unit.add(statement, args![i.id, &clock.kind, clock.due, &clock.owed_by, clock.met_at]);
    }
    Ok(())
}

/// Writes what can change of an incident that [`hold`] read.
pub(crate) async fn update(unit: &mut Unit, i: &Incident) -> Result<(), Failure> {
    let statement = sql!(
        "UPDATE incidents SET state = $3, open = $4, severity = $5, danger = $6, kind = $7, facility = $8, \
         facility_name = $9, town = $10, legal_entity = $11, region = $12, proposal = $13, criteria = $14, grave = $15, \
         significant = $16, confirmed_by = $17, owner = $18, owner_name = $19, changed_at = $20, news_at = $21, \
         said_resolved_at = $22, tlp = $23, words = $24, response_level = $25, provider = $26, revision = revision + 1 WHERE id = $1 AND revision = $2"
    );
    let arguments = args![
        i.id,
        i.revision,
        i.state.code(),
        i.state.is_open(),
        i.severity,
        i.danger,
        &i.kind,
        i.facility,
        &i.facility_name,
        &i.town,
        i.legal_entity,
        i.region,
        proposal(&i.proposal)?,
        i.criteria.join(" "),
        i.grave,
        i.significant,
        i.confirmed_by.clone(),
        i.owner,
        i.owner_name.clone(),
        i.changed_at,
        i.news_at,
        i.said_resolved_at,
        i.tlp,
        queue::words(i),
        i.response_level,
        &i.provider,
    ];
    if unit.run(statement, arguments).await? != 1 {
        return Err(Failure::busy("save an incident", "it changed after it was read"));
    }
    history::end(unit, i.id, i.changed_at).await?;
    history::remember(unit, i, i.revision + 1);
    Ok(())
}

/// An incident to change: until the transaction ends, whoever else would change it waits. To be called first, so that all
/// lock in one order: incident, journal, jobs, trail.
pub(crate) async fn hold(unit: &mut Unit, id: Id) -> Result<Option<Incident>, Failure> {
    let statement = sql!(
        sqlite: "SELECT * FROM incidents WHERE id = $1",
        postgres: "SELECT * FROM incidents WHERE id = $1 FOR UPDATE",
    );
    unit.first(statement, args![id], incident).await
}

/// The incident of a declaration, to change as [`hold`] says.
pub(crate) async fn hold_of_declaration(
    unit: &mut Unit,
    declaration: Id,
) -> Result<Option<Incident>, Failure> {
    let statement = sql!(
        sqlite: "SELECT * FROM incidents WHERE declaration = $1",
        postgres: "SELECT * FROM incidents WHERE declaration = $1 FOR UPDATE",
    );
    unit.first(statement, args![declaration], incident).await
}

pub(crate) async fn find(unit: &mut Unit, id: Id) -> Result<Option<Incident>, Failure> {
    unit.first(sql!("SELECT * FROM incidents WHERE id = $1"), args![id], incident).await
}

pub(crate) async fn of_declaration(unit: &mut Unit, declaration: Id) -> Result<Option<Incident>, Failure> {
    unit.first(sql!("SELECT * FROM incidents WHERE declaration = $1"), args![declaration], incident).await
}

/// A clock as it stands.
#[derive(Clone, Debug)]
pub struct Clock {
    /// What it measures.
    pub kind: String,
    /// When it ends.
    pub due: Instant,
    /// `cell` or `facility`.
    pub owed_by: String,
    /// When what it measures was done.
    pub met_at: Option<Instant>,
}

/// Starts a clock, or sets one that still runs by the facts as they are now.
pub(crate) async fn start_clock(unit: &mut Unit, incident: Id, deadline: &Deadline) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO incident_deadlines (incident, kind, due_at, owed_by) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (incident, kind) DO UPDATE SET due_at = $3 WHERE incident_deadlines.met_at IS NULL"
    );
    unit.run(statement, args![incident, deadline.duty.code(), deadline.due, deadline.duty.owed_by().code()])
        .await
        .map(drop)
}

/// Takes away a clock that the facts no longer start, unless it was met.
pub(crate) async fn drop_clock(unit: &mut Unit, incident: Id, kind: &str) -> Result<(), Failure> {
    let statement =
        sql!("DELETE FROM incident_deadlines WHERE incident = $1 AND kind = $2 AND met_at IS NULL");
    unit.run(statement, args![incident, kind]).await.map(drop)
}

/// Stops a clock, if it runs.
pub(crate) async fn stop_clock(
    unit: &mut Unit,
    incident: Id,
    kind: &str,
    now: Instant,
) -> Result<(), Failure> {
    let statement = sql!(
        "UPDATE incident_deadlines SET met_at = $3 WHERE incident = $1 AND kind = $2 AND met_at IS NULL"
    );
    unit.run(statement, args![incident, kind, now]).await.map(drop)
}

/// Runs a clock again that had been met.
pub(crate) async fn restart_clock(unit: &mut Unit, incident: Id, deadline: &Deadline) -> Result<(), Failure> {
    let statement =
        sql!("UPDATE incident_deadlines SET due_at = $3, met_at = NULL WHERE incident = $1 AND kind = $2");
    unit.run(statement, args![incident, deadline.duty.code(), deadline.due]).await.map(drop)
}

/// The clocks of an incident, the first to end first.
pub(crate) async fn clocks(unit: &mut Unit, incident: Id) -> Result<Vec<Clock>, Failure> {
    let statement = sql!("SELECT * FROM incident_deadlines WHERE incident = $1 ORDER BY due_at, kind");
    unit.all(statement, args![incident], |row| {
        let (kind, due, owed_by, met_at) =
            (row.get("kind")?, row.get("due_at")?, row.get("owed_by")?, row.get("met_at")?);
        Ok(Clock { kind, due, owed_by, met_at })
    })
    .await
}

/// Notes on the incident which clock of the cell ends first: the queue sorts by it. Those of the structure have no part in
/// it: nobody tells the house when they are met, and an old one would hide for ever what the cell itself owes.
pub(crate) async fn note_next_due(unit: &mut Unit, incident: Id) -> Result<(), Failure> {
    let clocks = clocks(unit, incident).await?;
    let (due, kind, by) = next_due(&clocks);
    let statement =
        sql!("UPDATE incidents SET next_due_at = $2, next_due_kind = $3, next_due_by = $4 WHERE id = $1");
    unit.run(statement, args![incident, due, kind, by]).await.map(drop)
}

/// The clock of the cell that ends first: when, what, who owes it.
fn next_due(clocks: &[Clock]) -> (Instant, &str, &str) {
    let owed = |clock: &&Clock| clock.met_at.is_none() && clock.owed_by == OwedBy::Cell.code();
    let first = clocks.iter().filter(owed).min_by_key(|clock| (clock.due, clock.kind.as_str()));
    first.map_or((NEVER, "", ""), |clock| (clock.due, clock.kind.as_str(), clock.owed_by.as_str()))
}

/// A line of the ledger.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Its identity.
    pub id: Id,
    /// The incident.
    pub incident: Id,
    /// `ars`, `fssi`, `corruss`, `anssi`, or `structure`.
    pub recipient: String,
    /// The region of the agency that is told; `None` for the others, and where no region was known.
    pub region: Option<Region>,
    /// The rule that named them.
    pub rule: String,
    /// The facts that made it apply.
    pub facts: Vec<Fact>,
    /// When it was decided.
    pub queued_at: Instant,
    /// When it left.
    pub sent_at: Option<Instant>,
    /// Why it did not, in a stable word or the server's.
    pub failure: Option<String>,
    /// When the recipient first opened the incident.
    pub read_at: Option<Instant>,
}

fn notice(row: &Row) -> Result<Notice, Failure> {
    Ok(Notice {
        id: row.get("id")?,
        incident: row.get("incident")?,
        recipient: row.get("recipient")?,
        region: Region::from_code(&row.get::<String>("region")?),
        rule: row.get("rule")?,
        facts: row.get::<Json<Vec<Fact>>>("facts")?.0,
        queued_at: row.get("queued_at")?,
        sent_at: row.get("sent_at")?,
        failure: row.get("failure")?,
        read_at: row.get("read_at")?,
    })
}

/// Adds a line, once for each rule and region.
pub(crate) fn add_notice(unit: &mut Unit, n: &Notice) {
    let statement = sql!(
        "INSERT INTO incident_notices (id, incident, recipient, region, rule, facts, queued_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (incident, rule, region) DO NOTHING"
    );
    let region = n.region.map_or("", Region::code);
    let facts = serde_json::json!(n.facts);
    unit.add(statement, args![n.id, n.incident, &n.recipient, region, &n.rule, facts, n.queued_at]);
}

/// The ledger of an incident.
pub(crate) async fn notices(unit: &mut Unit, incident: Id) -> Result<Vec<Notice>, Failure> {
    let statement =
        sql!("SELECT * FROM incident_notices WHERE incident = $1 ORDER BY queued_at, rule, region");
    unit.all(statement, args![incident], notice).await
}

pub(crate) async fn find_notice(unit: &mut Unit, id: Id) -> Result<Option<Notice>, Failure> {
    unit.first(sql!("SELECT * FROM incident_notices WHERE id = $1"), args![id], notice).await
}

/// Notes that a notice left, or why it did not.
pub(crate) async fn notice_done(
    unit: &mut Unit,
    id: Id,
    now: Instant,
    failure: Option<&str>,
) -> Result<(), Failure> {
    let sent = failure.is_none().then_some(now);
    let statement =
        sql!("UPDATE incident_notices SET sent_at = $2, failure = $3 WHERE id = $1 AND sent_at IS NULL");
    unit.run(statement, args![id, sent, failure]).await.map(drop)
}

/// Notes what came of a letter to the structure, by the declaration and the line that it told of.
pub(crate) async fn letter_done(
    unit: &mut Unit,
    declaration: Id,
    line: &str,
    now: Instant,
    failure: Option<&str>,
) -> Result<(), Failure> {
    let sent = failure.is_none().then_some(now);
    let statement = sql!(
        "UPDATE incident_notices SET sent_at = $3, failure = $4 \
         WHERE incident = (SELECT id FROM incidents WHERE declaration = $1) AND rule = $2 AND sent_at IS NULL"
    );
    unit.run(statement, args![declaration, letters::rule(line), sent, failure]).await.map(drop)
}

/// Notes that those who were told have opened the incident; an agency, what was told to its own region.
pub(crate) async fn notice_read(
    unit: &mut Unit,
    incident: Id,
    recipient: &str,
    region: Option<Region>,
    now: Instant,
) -> Result<u64, Failure> {
    let statement = sql!(
        "UPDATE incident_notices SET read_at = $4 \
         WHERE incident = $1 AND recipient = $2 AND region = $3 AND queued_at <= $4 AND read_at IS NULL"
    );
    unit.run(statement, args![incident, recipient, region.map_or("", Region::code), now]).await
}

/// A line of the main courante.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its identity.
    pub id: Id,
    /// When.
    pub at: Instant,
    /// Who: a person's name, or `vigie`.
    pub author: String,
    /// `note`, or what happened: `filed`, `amended`, `wrote`, `attached`, `said-resolved`, `take`…
    pub kind: String,
    /// Its words, or what its kind's sentence needs.
    pub body: String,
    /// The revision of the incident to which it led.
    pub revision: Option<i64>,
}

pub(crate) fn add_entry(unit: &mut Unit, incident: Id, entry: &Entry) {
    let statement = sql!(
        "INSERT INTO incident_journal (sequence, id, incident, at, author, kind, body, revision) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    let row = args![entry.id, incident, entry.at, &entry.author, &entry.kind, &entry.body, entry.revision];
    unit.add_numbered("incident_journal", statement, row);
}

/// The kinds of its lines since a moment, each with its incident; the latest first.
pub(crate) async fn entries_since(
    unit: &mut Unit,
    since: Instant,
) -> Result<Vec<(String, Incident)>, Failure> {
    let statement = sql!(
        "SELECT i.*, j.kind AS entry_kind FROM incident_journal j JOIN incidents i ON i.id = j.incident \
         WHERE j.at >= $1 ORDER BY j.at DESC, j.sequence DESC LIMIT 2000"
    );
    unit.all(statement, args![since], |row| Ok((row.get("entry_kind")?, incident(row)?))).await
}

/// The text of a line of it.
pub(crate) async fn entry_body(unit: &mut Unit, id: Id) -> Result<Option<String>, Failure> {
    unit.first(sql!("SELECT body FROM incident_journal WHERE id = $1"), args![id], |row| row.get("body"))
        .await
}

/// Those of some incidents that there are.
pub(crate) async fn some(unit: &mut Unit, ids: &[Id]) -> Result<Vec<Incident>, Failure> {
    let statement = sql!(
        sqlite: "SELECT * FROM incidents WHERE id IN (SELECT value FROM json_each($1)) ORDER BY declared_at DESC, id",
        postgres: "SELECT * FROM incidents WHERE id IN (SELECT jsonb_array_elements_text(CAST($1 AS jsonb))) \
                   ORDER BY declared_at DESC, id",
    );
    unit.all(statement, args![serde_json::json!(ids)], incident).await
}

/// Those declared between two moments, the latest first: enough of them for one event.
pub(crate) async fn between(
    unit: &mut Unit,
    since: Instant,
    until: Instant,
    exercise: bool,
) -> Result<Vec<Incident>, Failure> {
    let statement = sql!(
        "SELECT * FROM incidents WHERE declared_at BETWEEN $1 AND $2 AND exercise = $3 AND state <> 'attached' \
         ORDER BY declared_at DESC, id LIMIT 2000"
    );
    unit.all(statement, args![since, until, exercise], incident).await
}

/// Marks an incident as an exercise, or takes the mark away.
pub(crate) async fn set_exercise(unit: &mut Unit, i: &Incident) -> Result<(), Failure> {
    let statement = sql!(
        "UPDATE incidents SET exercise = $3, changed_at = $4, revision = revision + 1 WHERE id = $1 AND revision = $2"
    );
    if unit.run(statement, args![i.id, i.revision, i.exercise, i.changed_at]).await? == 1 {
        Ok(())
    } else {
        Err(Failure::busy("mark an incident", "it changed after it was read"))
    }
}

/// How often somebody was told something of an incident since it is an exercise: a receipt, a notice, an answer. One that was
/// filed as an exercise has told its declarant so.
pub(crate) async fn sent_as_exercise(unit: &mut Unit, incident: Id) -> Result<i64, Failure> {
    let marked =
        sql!("SELECT MAX(at) AS at FROM incident_journal WHERE incident = $1 AND kind = 'exercise-on'");
    let marked: Option<Instant> = unit.one(marked, args![incident], |row| row.get("at")).await?;
    let Some(marked) = marked else { return Ok(1) };
    let statement = sql!(
        "SELECT (SELECT COUNT(*) FROM incident_notices WHERE incident = $1 AND sent_at >= $2) \
         + (SELECT COUNT(*) FROM incident_journal WHERE incident = $1 AND at >= $2 AND kind = 'answered') AS n"
    );
    unit.one(statement, args![incident, marked], |row| row.get("n")).await
}

/// Takes back the line of a message that has not left.
pub(crate) async fn withdraw_answered(unit: &mut Unit, incident: Id, message: Id) -> Result<(), Failure> {
    let statement =
        sql!("DELETE FROM incident_journal WHERE incident = $1 AND kind = 'answered' AND body = $2");
    unit.run(statement, args![incident, message.to_string()]).await.map(drop)
}

/// The main courante of an incident, the latest first.
pub(crate) async fn journal(unit: &mut Unit, incident: Id) -> Result<Vec<Entry>, Failure> {
    let statement =
        sql!("SELECT * FROM incident_journal WHERE incident = $1 ORDER BY sequence DESC LIMIT 1000");
    unit.all(statement, args![incident], |row| {
        Ok(Entry {
            id: row.get("id")?,
            at: row.get("at")?,
            author: row.get("author")?,
            kind: row.get("kind")?,
            body: row.get("body")?,
            revision: row.get("revision")?,
        })
    })
    .await
}

fn proposal(proposal: &Proposal) -> Result<String, Failure> {
    serde_json::to_string(proposal).map_err(|error| Failure::new("write a proposal", error))
}
