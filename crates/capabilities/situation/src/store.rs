//! This capability's tables.

use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant, Region};

use crate::rules::NewContact;

/// Somebody to call in a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Its identity.
    pub id: Id,
    /// What it holds.
    pub contact: NewContact,
    /// When it was written, and the name of who wrote it.
    pub written: (Instant, String),
}

/// Something decided for the nation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its identity.
    pub id: Id,
    /// When.
    pub at: Instant,
    /// The name of who decided.
    pub author: String,
    /// What.
    pub body: String,
    /// Why.
    pub reason: String,
    /// The incident that it is about.
    pub incident: Option<Id>,
    /// Its reference; empty when it is about none.
    pub reference: String,
    /// Taken in an exercise.
    pub exercise: bool,
}

pub(crate) async fn contacts(unit: &mut Unit, region: Region) -> Result<Vec<Contact>, Failure> {
    let statement = sql!("SELECT * FROM region_contacts WHERE region = $1 ORDER BY kind, since, name, id");
    unit.all(statement, args![region], |row: &Row| {
        let contact = NewContact {
            kind: row.get("kind")?,
            name: row.get("name")?,
            phone: row.get("phone")?,
            email: row.get("email")?,
            since: row.get("since")?,
            until: row.get("until")?,
        };
        Ok(Contact { id: row.get("id")?, contact, written: (row.get("written_at")?, row.get("written_by")?) })
    })
    .await
}

pub(crate) fn add_contact(unit: &mut Unit, region: Region, one: &Contact) {
    let statement = sql!(
        "INSERT INTO region_contacts (id, region, kind, name, phone, email, since, until, written_at, written_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    let NewContact { kind, name, phone, email, since, until } = &one.contact;
    let (at, by) = &one.written;
    unit.add(statement, args![one.id, region, kind, name, phone, email, *since, *until, *at, by]);
}

/// Takes a contact of a region away; `false` when the region has none of that identity.
pub(crate) async fn remove_contact(unit: &mut Unit, region: Region, id: Id) -> Result<bool, Failure> {
    let statement = sql!("DELETE FROM region_contacts WHERE region = $1 AND id = $2");
    Ok(unit.run(statement, args![region, id]).await? == 1)
}

pub(crate) fn add_decision(unit: &mut Unit, one: &Decision) {
    let statement = sql!(
        "INSERT INTO national_decisions (id, at, author, body, reason, incident, reference, exercise) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    let row = args![
        one.id,
        one.at,
        &one.author,
        &one.body,
        &one.reason,
        one.incident,
        &one.reference,
        one.exercise
    ];
    unit.add(statement, row);
}

/// The decisions of before a moment, the latest first.
pub(crate) async fn decisions(unit: &mut Unit, until: Instant, most: i64) -> Result<Vec<Decision>, Failure> {
    let statement =
        sql!("SELECT * FROM national_decisions WHERE at <= $1 ORDER BY at DESC, id DESC LIMIT $2");
    unit.all(statement, args![until, most], |row: &Row| {
        Ok(Decision {
            id: row.get("id")?,
            at: row.get("at")?,
            author: row.get("author")?,
            body: row.get("body")?,
            reason: row.get("reason")?,
            incident: row.get("incident")?,
            reference: row.get("reference")?,
            exercise: row.get("exercise")?,
        })
    })
    .await
}
