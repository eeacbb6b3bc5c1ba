//! What the cell writes: to itself, to the structure, to the agency of the region, to the ministry. What goes out waits for a
//! moment in which it can be taken back, and is only then seen and told of.

use access::{Caller, permit};
use declarations::Declarations;
use serde_json::json;
use storage::Unit;
use vocabulary::{Failure, Id, Instant, Problem, Refusal, Refused};

use crate::{
    events::{Noted, Sent},
    jobs::enqueue_notice,
    operations::Incidents,
    rules::Audience,
    store::{self, Entry, Incident, Notice, missives, missives::Missive, tasks},
    tasks::NewTask,
};

/// Seconds in which what goes out can be taken back.
pub const WAIT: i64 = 10;

/// What somebody writes.
#[derive(Clone, Debug)]
pub struct Writing<'a> {
    /// For whom.
    pub audience: Audience,
    /// Its text.
    pub body: &'a str,
    /// The same as something to do.
    pub task: Option<NewTask>,
}

/// What was taken back, to be written anew.
#[derive(Clone, Debug)]
pub struct Undone {
    /// For whom it was.
    pub audience: Audience,
    /// Its text.
    pub body: String,
    /// The task that was written with it.
    pub task: Option<tasks::Task>,
}

impl Incidents {
    /// Writes about an incident, with a task or without, in one go. Answers with the identity of what was written.
    pub async fn write(
        &self,
        caller: &Caller,
        declarations: &Declarations,
        id: Id,
        writing: Writing<'_>,
    ) -> Result<Id, Problem> {
        let mut unit = self.desk.store.write().await?;
        let incident = self.granted::<permit::IncidentHandle>(&mut unit, caller, id).await?;
        let body = text(writing.body, "text")?;
        let leaves_at = self.desk.now().plus_seconds(WAIT);
        // A declarant who writes takes the row of messages before the incident: in the same order, nobody waits for ever.
        let message = if writing.audience == Audience::Facility {
            Some(declarations.answer_in(&mut unit, caller, incident.declaration, &body, leaves_at).await?)
        } else {
            None
        };
        let incident = self.held(&mut unit, caller, id).await?;
        let written = match (writing.audience, message) {
            (_, Some(message)) => {
                self.answered(&mut unit, caller, incident, (message, &body, leaves_at)).await?;
                message
            }
            (Audience::Ars | Audience::Fssi, _) => {
                self.directed(&mut unit, caller, &incident, writing.audience, &body, leaves_at).await?
            }
            _ => self.noted(&mut unit, caller, id, &body).await?,
        };
        if let Some(task) = writing.task {
            self.add_task(&mut unit, caller, id, NewTask { title: body, ..task }, Some(written)).await?;
        }
        let action = if writing.audience == Audience::Cell { "incident.noted" } else { "incident.message" };
        let entry = trail::Entry::new(action, "incident", id);
        let entry = match writing.audience {
            Audience::Cell => entry,
            audience => entry.with(json!({ "to": audience.code(), "message": written })),
        };
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        unit.commit().await?;
        Ok(written)
    }

    /// Writes in the main courante.
    pub async fn note(&self, caller: &Caller, id: Id, body: &str) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        self.write_in(&mut unit, caller, id, body).await?;
        Ok(unit.commit().await?)
    }

    /// The same in the transaction of another capability.
    pub async fn write_in(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        id: Id,
        body: &str,
    ) -> Result<(), Problem> {
        self.granted::<permit::IncidentHandle>(unit, caller, id).await?;
        self.noted(unit, caller, id, &text(body, "note")?).await?;
        let entry = trail::Entry::new("incident.noted", "incident", id);
        Ok(trail::append(unit, caller, self.desk.now(), entry).await?)
    }

    /// Answers the structure.
    pub async fn answer(
        &self,
        caller: &Caller,
        declarations: &Declarations,
        id: Id,
        body: &str,
    ) -> Result<(), Problem> {
        let writing = Writing { audience: Audience::Facility, body, task: None };
        self.write(caller, declarations, id, writing).await.map(drop)
    }

    /// Takes back what has not left yet, with the task that was written with it: whoever of the cell sees the mistake first.
    pub async fn undo(
        &self,
        caller: &Caller,
        declarations: &Declarations,
        id: Id,
        message: Id,
    ) -> Result<Undone, Problem> {
        let mut unit = self.desk.store.write().await?;
        let incident = self.held(&mut unit, caller, id).await?;
        let now = self.desk.now();
        let missive = missives::withdraw(&mut unit, id, message, now).await?;
        let (audience, body) = if let Some((audience, body)) = missive {
            (Audience::from_code(&audience).unwrap_or(Audience::Ars), body)
        } else {
            let body = declarations.withdraw_in(&mut unit, incident.declaration, message).await?;
            let gone = || Refused::Conflict(Refusal::new("message-left"));
            store::withdraw_answered(&mut unit, id, message).await?;
            (Audience::Facility, body.ok_or_else(gone)?)
        };
        let task = tasks::withdraw(&mut unit, id, message).await?;
        let entry = trail::Entry::new("incident.message-undone", "incident", id)
            .with(json!({ "to": audience.code(), "message": message }));
        trail::append(&mut unit, caller, now, entry).await?;
        unit.commit().await?;
        Ok(Undone { audience, body, task })
    }

    async fn noted(&self, unit: &mut Unit, caller: &Caller, id: Id, body: &str) -> Result<Id, Failure> {
        let entry = self.entry(unit, caller, id, "note", body.to_owned());
        if let Some(reader) = &self.reader {
            reader.noted(unit, Noted { incident: id, entry, body }).await?;
        }
        Ok(entry)
    }

    /// Tells who must know that something leaves for the structure.
    pub(crate) async fn sent(&self, unit: &mut Unit, sent: Sent<'_>) -> Result<(), Failure> {
        match &self.reader {
            Some(reader) => reader.sent(unit, sent).await,
            None => Ok(()),
        }
    }

    async fn answered(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        mut incident: Incident,
        (message, body, leaves_at): (Id, &str, Instant),
    ) -> Result<(), Failure> {
        incident.news_at = None;
        incident.changed_at = self.desk.now();
        store::update(unit, &incident).await?;
        // In the journal at the moment at which it leaves; taken back with it.
        let author = caller.author();
        let (id, named, kind) = (self.desk.id(), message.to_string(), "answered".to_owned());
        let entry = Entry { id, at: leaves_at, author, kind, body: named, revision: incident.led_to().1 };
        store::add_entry(unit, incident.id, &entry);
        let declaration = incident.declaration;
        self.sent(unit, Sent { declaration, message, body, leaves_at }).await?;
        declarations::jobs::enqueue_message(unit, &self.desk, declaration, message, leaves_at).await
    }

    /// To an account that reads nothing of the journal: the message, and a line of the ledger that sends a mail without it.
    async fn directed(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        incident: &Incident,
        audience: Audience,
        body: &str,
        leaves_at: Instant,
    ) -> Result<Id, Problem> {
        let region = incident.region.filter(|_| audience == Audience::Ars);
        if audience == Audience::Ars && region.is_none() {
            return Err(Refused::invalid(Refusal::new("no-agency").at("audience")).into());
        }
        let id = self.desk.id();
        let missive = Missive {
            id,
            at: self.desk.now(),
            leaves_at,
            audience: audience.code().to_owned(),
            region,
            author: caller.person().map(|person| person.name.clone()).unwrap_or_default(),
            body: body.to_owned(),
            read_at: None,
        };
        missives::insert(unit, incident.id, &missive).await?;
        let notice = Notice {
            id,
            incident: incident.id,
            recipient: missive.audience,
            region,
            rule: format!("{MESSAGE}{id}"),
            facts: Vec::new(),
            queued_at: leaves_at,
            sent_at: None,
            failure: None,
            read_at: None,
        };
        store::add_notice(unit, &notice);
        enqueue_notice(unit, &self.desk, &notice).await?;
        Ok(id)
    }
}

/// How the rule of a line of the ledger begins that is no rule but a message.
pub(crate) const MESSAGE: &str = "message-";

/// A text as it is kept: there, and bounded.
pub(crate) fn text(body: &str, field: &'static str) -> Result<String, Refused> {
    declarations::rules::bounded_text(body, 10_000, field, true).map_err(Refused::invalid)
}
