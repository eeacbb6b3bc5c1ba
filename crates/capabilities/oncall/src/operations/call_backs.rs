//! People whom somebody promised to call back.

use access::{Caller, Permission, permit};
use calendar::Calendar;
use serde_json::json;
use trail::Entry;
use vocabulary::{Id, Instant, Problem, Refusal, Refused};

use super::{Oncall, absent, handles, within};
use crate::{
    rules::{self, Outcome},
    store::call_backs::{self, CallBack},
};
use declarations::rules::bounded_text;

/// A promise as somebody writes it down.
#[derive(Clone, Debug, Default)]
pub struct NewCallBack {
    /// The incident that it is about, if it is about one.
    pub incident: Option<Id>,
    /// Whom.
    pub name: String,
    /// At which number.
    pub phone: String,
    /// When, as typed.
    pub moment: String,
    /// Who calls, by the identity of their account; empty for whoever is there.
    pub caller: String,
    /// Why.
    pub about: String,
}

impl Oncall {
    /// Those to call back within the caller's reach, the first due first. That they were shown is in the trail.
    pub async fn call_backs(&self, caller: &Caller) -> Result<Vec<CallBack>, Problem> {
        let found = self.open_call_backs(caller).await?;
        let mut unit = self.desk.store.write().await?;
        let entry =
            Entry::new("call-backs.listed", "call-backs", "list").with(json!({ "shown": found.len() }));
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        unit.commit().await?;
        Ok(found)
    }

    /// How many are to be called back within the caller's reach.
    pub async fn call_backs_count(&self, caller: &Caller) -> Result<usize, Problem> {
        Ok(self.open_call_backs(caller).await?.len())
    }

    /// Those of one incident, for who sees it anyway.
    pub async fn call_backs_of(&self, caller: &Caller, incident: Id) -> Result<Vec<CallBack>, Problem> {
        let mut found = self.open_call_backs(caller).await?;
        found.retain(|call_back| call_back.incident == Some(incident));
        Ok(found)
    }

    async fn open_call_backs(&self, caller: &Caller) -> Result<Vec<CallBack>, Problem> {
        let scope = handles(caller)?;
        let mut unit = self.desk.store.read().await?;
        let mut found = Vec::new();
        for call_back in call_backs::open(&mut unit).await? {
            if within(&mut unit, &scope, call_back.incident).await? {
                found.push(call_back);
            }
        }
        Ok(found)
    }

    /// Those done since a moment, within the caller's reach.
    pub async fn called_back_since(&self, caller: &Caller, since: Instant) -> Result<Vec<CallBack>, Problem> {
        let scope = handles(caller)?;
        let mut unit = self.desk.store.read().await?;
        let mut found = Vec::new();
        for call_back in call_backs::done_since(&mut unit, since).await? {
            if within(&mut unit, &scope, call_back.incident).await? {
                found.push(call_back);
            }
        }
        Ok(found)
    }

    /// Who can be asked to call.
    pub async fn callers(&self, caller: &Caller) -> Result<Vec<(Id, String)>, Problem> {
        handles(caller)?;
        let mut unit = self.desk.store.read().await?;
        let people = self.accounts.contacts_in(&mut unit, Permission::IncidentHandle).await?;
        Ok(people.into_iter().map(|contact| (contact.account, contact.name)).collect())
    }

    /// Promises to call somebody back.
    pub async fn promise(&self, caller: &Caller, new: &NewCallBack) -> Result<Id, Problem> {
        let scope = handles(caller)?;
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let reference = match new.incident {
            Some(id) => {
                self.incidents.granted_in::<permit::IncidentHandle>(&mut unit, caller, id).await?.reference
            }
            None if scope.is_national() => String::new(),
            None => return Err(absent()),
        };
        let people = self.accounts.contacts_in(&mut unit, Permission::IncidentHandle).await?;
        let chosen = people.into_iter().find(|contact| contact.account.to_string() == new.caller);
        let refusals = Refusals::of([
            bounded_text(&new.name, 200, "name", true).err(),
            bounded_text(&new.phone, 40, "phone", true).and_then(|phone| dialled(&phone)).err(),
            bounded_text(&new.about, 500, "about", false).err(),
            rules::promised(&new.moment, now, &Calendar::of_the_cell())
                .is_none()
                .then(|| unread(&new.moment)),
            (chosen.is_none() && !new.caller.is_empty()).then(|| Refusal::new("not-a-choice").at("caller")),
        ]);
        refusals.check()?;
        let due_at = rules::promised(&new.moment, now, &Calendar::of_the_cell()).unwrap_or(now);
        let call_back = CallBack {
            id: self.desk.id(),
            incident: new.incident,
            reference,
            name: bounded_text(&new.name, 200, "name", true).unwrap_or_default(),
            phone: bounded_text(&new.phone, 40, "phone", true).unwrap_or_default(),
            about: bounded_text(&new.about, 500, "about", false).unwrap_or_default(),
            due_at,
            caller: chosen.as_ref().map(|contact| contact.account),
            caller_name: chosen.map(|contact| contact.name).unwrap_or_default(),
            created_at: now,
            created_by: caller.author(),
            postponed: 0,
            done_at: None,
            done_by: String::new(),
            outcome: String::new(),
            note: String::new(),
        };
        call_backs::insert(&mut unit, None, &call_back).await?;
        if let Some(incident) = new.incident {
            self.incidents.tell_in(&mut unit, caller, incident, "call-back-promised", String::new());
        }
        let entry = Entry::new("call-back.promised", "call-back", call_back.id)
            .with(json!({ "incident": new.incident, "due": due_at.to_string() }));
        trail::append(&mut unit, caller, now, entry).await?;
        unit.commit().await?;
        Ok(call_back.id)
    }

    /// Notes what came of calling somebody back.
    pub async fn call_back_done(
        &self,
        caller: &Caller,
        id: Id,
        outcome: Outcome,
        note: &str,
    ) -> Result<(), Problem> {
        let note = bounded_text(note, 1000, "note", false).map_err(Refused::invalid)?;
        let mut unit = self.desk.store.write().await?;
        let call_back = self.reached(&mut unit, caller, id).await?;
        let now = self.desk.now();
        if !call_backs::done(&mut unit, id, now, &caller.author(), (outcome.code(), &note)).await? {
            return Err(Refused::Conflict(Refusal::new("called-back-already")).into());
        }
        if let Some(incident) = call_back.incident {
            let kind = match outcome {
                Outcome::Reached => "call-back-reached",
                Outcome::NoAnswer => "call-back-no-answer",
                Outcome::WrongNumber => "call-back-wrong-number",
            };
            self.incidents.tell_in(&mut unit, caller, incident, kind, note);
        }
        let entry = Entry::new("call-back.done", "call-back", id)
            .with(json!({ "incident": call_back.incident, "outcome": outcome.code() }));
        trail::append(&mut unit, caller, now, entry).await?;
        Ok(unit.commit().await?)
    }

    /// Puts a call off.
    pub async fn postpone(&self, caller: &Caller, id: Id, moment: &str) -> Result<(), Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let call_back = self.reached(&mut unit, caller, id).await?;
        let due = rules::promised(moment, now, &Calendar::of_the_cell());
        let due = due.ok_or_else(|| Refused::invalid(unread(moment)))?;
        if !call_backs::postpone(&mut unit, id, due).await? {
            return Err(Refused::Conflict(Refusal::new("called-back-already")).into());
        }
        let entry = Entry::new("call-back.postponed", "call-back", id)
            .with(json!({ "incident": call_back.incident, "due": due.to_string() }));
        trail::append(&mut unit, caller, now, entry).await?;
        Ok(unit.commit().await?)
    }

    /// One within the caller's reach; its incident is held first.
    async fn reached(&self, unit: &mut storage::Unit, caller: &Caller, id: Id) -> Result<CallBack, Problem> {
        let scope = handles(caller)?;
        let found = call_backs::find(unit, id).await?.ok_or_else(absent)?;
        match found.incident {
            Some(incident) => {
                self.incidents.granted_in::<permit::IncidentHandle>(unit, caller, incident).await?;
            }
            None if !scope.is_national() => return Err(absent()),
            None => {}
        }
        Ok(found)
    }
}

/// Everything that is wrong at once.
struct Refusals(Vec<Refusal>);

impl Refusals {
    fn of(all: impl IntoIterator<Item = Option<Refusal>>) -> Self {
        Self(all.into_iter().flatten().collect())
    }

    fn check(self) -> Result<(), Problem> {
        if self.0.is_empty() { Ok(()) } else { Err(Refused::Invalid(self.0).into()) }
    }
}

fn unread(moment: &str) -> Refusal {
    let code = if moment.trim().is_empty() { "required" } else { "promise-unreadable" };
    Refusal::new(code).at("moment")
}

/// A number that somebody can dial has digits.
fn dialled(phone: &str) -> Result<(), Refusal> {
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    let others = phone.chars().all(|c| c.is_ascii_digit() || " +.-()/".contains(c) || c == '\u{a0}');
    if others && (2..=20).contains(&digits) {
        Ok(())
    } else {
        Err(Refusal::new("phone-unreadable").at("phone"))
    }
}
