//! What comes after filing: corrections, messages, colleagues, "resolved".

use access::{Caller, permit};
use directory::Directory;
use serde_json::json;
use storage::Unit;
use trail::Entry;
use vocabulary::{Failure, Id, Instant, MailAddress, Problem, Refusal, Refused};

use super::{
    Declarations, Keys, clean,
    filing::declared,
    pace::bytes,
    repeating::{digest, typed_digest},
};
use crate::{
    events::Event,
    jobs,
    rules::{Answers, FollowUpCode, Stage, Typed},
    store::{
        declarations::{self, Version},
        holders::{self, Holder},
        messages::{self, Message},
    },
};

/// Messages that one declaration may hold, and holders that it may have: far more than an incident needs.
const MOST_MESSAGES: i64 = 500;
const MOST_HOLDERS: usize = 10;
/// Seconds within which the same message is the one that was sent before.
const AGAIN: i64 = 600;

impl Declarations {
    /// Adds a version in which these fields are as given and the others as they were. `seen` is the number of the version
    /// that the person was looking at: when another came meanwhile, they are shown it first. A field that is given empty is
    /// taken back. Nothing changed: no version.
    pub async fn amend(&self, caller: &Caller, id: Id, typed: &Typed, seen: i64) -> Result<i64, Problem> {
        let mut unit = self.desk.store.write().await?;
        let (mut record, granted) =
            self.granted::<permit::DeclarationComplete>(&mut unit, caller, id).await?;
        if let Some(before) = self.repeated(&mut unit, caller, "version", id, typed_digest(typed)).await? {
            return before.parse().map_err(|error| Failure::new("read a kept answer", error).into());
        }
        let last = declarations::last_version(&mut unit, id).await?;
        if last.number != seen {
            return Err(
                Refused::Conflict(Refusal::new("version-changed").with("seen", seen.to_string())).into()
            );
        }
        let now = self.desk.now();
        let zone = self.zone(&mut unit, typed, record.facility).await?;
        let given = Answers::accept(self.schema, typed, now, &zone, Stage::Later, false)
            .map_err(|refusals| Problem::from(Refused::Invalid(refusals)))?;
        let answers = last
            .answers
            .amended(&given, &Answers::emptied(typed), self.schema)
            .map_err(|refusals| Problem::from(Refused::Invalid(refusals)))?;
        if answers == last.answers {
            return Ok(last.number);
        }
        self.writing(caller, id, bytes(&answers.typed()))?;
        let facility = self.facility(&mut unit, caller, &answers).await?;
        record.facility = answers.facility();
        record.tlp = answers.tlp();
        record.legal_entity = facility.as_ref().map(|facility| facility.legal_entity);
        record.region = facility.as_ref().map(|facility| facility.region.agency());
        if !declarations::advance(&mut unit, &record).await? {
            return Err(
                Refused::Conflict(Refusal::new("version-changed").with("seen", seen.to_string())).into()
            );
        }
        let schema_version = self.schema.version().to_owned();
        let version = Version {
            number: last.number + 1,
            at: now,
            author: granted.by().to_owned(),
            schema_version,
            answers,
        };
        declarations::insert_version(&mut unit, id, &version)?;
        self.follower
            .follow(&mut unit, Event::Amended(declared(&record, &version, facility.as_ref())))
            .await?;
        let entry =
            Entry::new("declaration.amended", "declaration", id).with(json!({ "version": version.number }));
        trail::append(&mut unit, caller, now, entry).await?;
        self.remember(&mut unit, caller, "version", id, version.number).await?;
        unit.commit().await?;
        Ok(version.number)
    }

    /// Writes to the other side: the declarant's people to the cell, the cell to them.
    pub async fn message(&self, caller: &Caller, id: Id, body: &str) -> Result<Id, Problem> {
        let mut unit = self.desk.store.write().await?;
        let (from_cell, author) = if let Caller::Declarant(declarant) = caller {
            self.granted::<permit::DeclarationComplete>(&mut unit, caller, id).await?;
            let held = holders::of(&mut unit, id).await?;
            let name =
                held.into_iter().find(|holder| holder.id == declarant.holder).map(|holder| holder.name);
            (false, name.unwrap_or_default())
        } else {
            self.granted::<permit::IncidentHandle>(&mut unit, caller, id).await?;
            (true, caller.person().map(|person| person.name.clone()).unwrap_or_default())
        };
        if let Some(before) = self.repeated(&mut unit, caller, "message", id, digest([body])).await? {
            return Ok(Id::parse(&before).map_err(|_| Failure::new("read a kept answer", before))?);
        }
        let body = clean(body, 10_000, "message")?;
        let now = self.desk.now();
        // The same once more by the same person, and nothing in between: a button pressed twice.
        let last = messages::last(&mut unit, id).await?.filter(|last| {
            (last.from_cell, &last.author, &last.body) == (from_cell, &author, &body)
                && now.seconds_since(last.at) < AGAIN
        });
        if let Some(last) = last {
            return Ok(last.id);
        }
        if messages::count(&mut unit, id).await? >= MOST_MESSAGES {
            return Err(Refused::invalid(Refusal::new("too-many").at("message").with("max", "500")).into());
        }
        self.writing(caller, id, body.len())?;
        let message =
            Message { id: self.desk.id(), at: now, from_cell, author, body, read_at: None, leaves_at: None };
        messages::insert(&mut unit, id, &message).await?;
        let (declaration, body) = (id, message.body.as_str());
        if from_cell {
            let event = Event::Answered { declaration, message: message.id, body };
            self.follower.follow(&mut unit, event).await?;
            jobs::enqueue_news(&mut unit, &self.desk, id, &message.id.to_string()).await?;
        } else {
            let event = Event::Wrote { declaration, message: message.id, body };
            self.follower.follow(&mut unit, event).await?;
        }
        let entry =
            Entry::new("declaration.message", "declaration", id).with(json!({ "message": message.id }));
        trail::append(&mut unit, caller, now, entry).await?;
        self.remember(&mut unit, caller, "message", id, message.id).await?;
        unit.commit().await?;
        Ok(message.id)
    }

    /// Writes to the structure in the transaction of somebody who tells several of them the same, who enqueues the mail and writes the
    /// trail afterwards. Answers with the message.
    pub async fn tell_in(&self, unit: &mut Unit, caller: &Caller, id: Id, body: &str) -> Result<Id, Problem> {
        self.written_in(unit, caller, id, body, None).await
    }

    /// Writes to the structure in the transaction of whoever handles the incident, who announces it by
    /// [`jobs::enqueue_message`]: nobody but the cell sees it before it leaves.
    pub async fn answer_in(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        id: Id,
        body: &str,
        leaves_at: Instant,
    ) -> Result<Id, Problem> {
        self.written_in(unit, caller, id, body, Some(leaves_at)).await
    }

    async fn written_in(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        id: Id,
        body: &str,
        leaves_at: Option<Instant>,
    ) -> Result<Id, Problem> {
        self.granted::<permit::IncidentHandle>(unit, caller, id).await?;
        let body = clean(body, 10_000, "message")?;
        if messages::count(unit, id).await? >= MOST_MESSAGES {
            return Err(Refused::invalid(Refusal::new("too-many").at("message").with("max", "500")).into());
        }
        let author = caller.person().map(|person| person.name.clone()).unwrap_or_default();
        let at = self.desk.now();
        let message =
            Message { id: self.desk.id(), at, from_cell: true, author, body, read_at: None, leaves_at };
        messages::insert(unit, id, &message).await?;
        Ok(message.id)
    }

    /// Takes back what was written to the structure and has not left; answers with its text, `None` when it is too late.
    pub async fn withdraw_in(&self, unit: &mut Unit, id: Id, message: Id) -> Result<Option<String>, Failure> {
        messages::withdraw(unit, id, message, self.desk.now()).await
    }

    /// Passes the hand to a colleague, who gets a code of their own. Answers with it: it is shown once.
    pub async fn pass_hand(
        &self,
        caller: &Caller,
        id: Id,
        name: &str,
        email: &str,
    ) -> Result<FollowUpCode, Problem> {
        let mut unit = self.desk.store.write().await?;
        let (record, _) = self.granted::<permit::DeclarationComplete>(&mut unit, caller, id).await?;
        let Caller::Declarant(declarant) = caller else { return Err(Refused::NotFound.into()) };
        let name = clean(name, 120, "name")?;
        let email = match email.trim() {
            "" => String::new(),
            typed => MailAddress::parse(typed)
                .map_err(|refusal| Refused::invalid(refusal.at("email")))?
                .to_string(),
        };
        self.writing(caller, id, 0)?;
        let now = self.desk.now();
        let held = holders::of(&mut unit, id).await?;
        let (again, others): (Vec<_>, Vec<_>) =
            held.iter().filter(|holder| holder.revoked_at.is_none()).partition(|holder| {
                !holder.first
                    && holder.id != declarant.holder
                    && (&holder.name, &holder.email) == (&name, &email)
            });
        if others.len() >= MOST_HOLDERS {
            return Err(Refused::invalid(Refusal::new("too-many").at("name").with("max", "10")).into());
        }
        // Sent again, or a code that was lost: one person has one code.
        for holder in again {
            self.taken_back(&mut unit, caller, id, holder.id).await?;
        }
        let code = Keys::new_code(self.desk.ids.as_ref());
        let code_hash = self.keys.hash(&record.reference, &code)?;
        let holder = Holder {
            id: self.desk.id(),
            name,
            email,
            created_at: now,
            first: false,
            revoked_at: None,
            code_hash,
        };
        holders::insert(&mut unit, id, &holder, Some(declarant.holder));
        let entry =
            Entry::new("declaration.hand-passed", "declaration", id).with(json!({ "holder": holder.id }));
        trail::append(&mut unit, caller, now, entry).await?;
        unit.commit().await?;
        Ok(code)
    }

    /// Takes a colleague's code back: it opens nothing from now on, in no browser.
    pub async fn take_back(&self, caller: &Caller, id: Id, holder: Id) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        self.granted::<permit::DeclarationComplete>(&mut unit, caller, id).await?;
        self.taken_back(&mut unit, caller, id, holder).await?;
        Ok(unit.commit().await?)
    }

    async fn taken_back(&self, unit: &mut Unit, caller: &Caller, id: Id, holder: Id) -> Result<(), Problem> {
        let now = self.desk.now();
        if !holders::revoke(unit, id, holder, now).await? {
            return Err(Refused::NotFound.into());
        }
        let entry =
            Entry::new("declaration.hand-taken-back", "declaration", id).with(json!({ "holder": holder }));
        Ok(trail::append(unit, caller, now, entry).await?)
    }

    /// Closes one of the browsers in which a code was typed.
    pub async fn close_device(&self, caller: &Caller, id: Id, session: Id) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        self.granted::<permit::DeclarationComplete>(&mut unit, caller, id).await?;
        if !holders::close_session(&mut unit, id, session).await? {
            return Err(Refused::NotFound.into());
        }
        let entry = Entry::new("declaration.device-closed", "declaration", id);
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        Ok(unit.commit().await?)
    }

    /// Renews the declarant's code, for the cell, after a call back to a number of the register. `phone` is that number,
    /// as the person of the cell confirms it: it must be the register's own.
    pub async fn renew_code(&self, caller: &Caller, id: Id, phone: &str) -> Result<FollowUpCode, Problem> {
        let mut unit = self.desk.store.write().await?;
        let (record, _) = self.granted::<permit::IncidentHandle>(&mut unit, caller, id).await?;
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let known = match record.facility {
            Some(number) => Directory::find_in(&mut unit, number)
                .await?
                .map(|listed| listed.facility)
                .and_then(|facility| facility.phone),
            None => None,
        };
        let known = known.map(|phone| digits(&phone)).filter(|phone| phone.len() >= 9);
        if known.is_none_or(|number| number != digits(phone)) {
            return Err(Refused::invalid(Refusal::new("call-back-number").at("called")).into());
        }
        let held = holders::of(&mut unit, id).await?;
        let first = held.iter().find(|holder| holder.first).ok_or(Refused::NotFound)?;
        let code = Keys::new_code(self.desk.ids.as_ref());
        holders::renew(&mut unit, first.id, &self.keys.hash(&record.reference, &code)?).await?;
        let entry = Entry::new("declaration.code-renewed", "declaration", id);
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        unit.commit().await?;
        Ok(code)
    }

    /// The structure says that its incident is resolved.
    pub async fn say_resolved(&self, caller: &Caller, id: Id) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        self.granted::<permit::DeclarationComplete>(&mut unit, caller, id).await?;
        if self.repeated(&mut unit, caller, "resolution", id, String::new()).await?.is_some() {
            return Ok(());
        }
        self.writing(caller, id, 0)?;
        self.follower.follow(&mut unit, Event::SaidResolved { declaration: id }).await?;
        let entry = Entry::new("declaration.said-resolved", "declaration", id);
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        Ok(unit.commit().await?)
    }
}
