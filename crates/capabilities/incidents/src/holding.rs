//! An order to keep an incident whatever its age: a complaint, a trial, an inquiry. Given and lifted with a reason.

use access::{Caller, permit};
use storage::Unit;
use trail::Entry;
use vocabulary::{Id, Problem, Refusal, Refused};

use crate::{
    operations::Incidents,
    store::retention::{self, Hold},
};

/// Characters of a reason.
const MOST: usize = 2000;

impl Incidents {
    /// Orders that an incident be kept: no purge takes it until the order is lifted.
    pub async fn hold(&self, caller: &Caller, id: Id, reason: &str) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        self.held_for::<permit::IncidentHold>(&mut unit, caller, id).await?;
        let reason = self::reason(reason, MOST)?;
        let author = caller.author();
        let hold = Hold { at: self.desk.now(), author, reason };
        if !retention::hold(&mut unit, id, &hold).await? {
            return Err(Refused::Conflict(Refusal::new("held-already")).into());
        }
        self.told(unit, caller, id, ("hold", "incident.held"), hold.reason).await
    }

    /// Lifts the order: the incident goes when its time has come, at the next purge if it has. Since what goes does not come
    /// back, whoever lifts proves again that it is them.
    pub async fn lift(&self, caller: &Caller, id: Id, reason: &str) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        self.held_for::<permit::IncidentHold>(&mut unit, caller, id).await?;
        access::prove(caller)?;
        let reason = self::reason(reason, MOST)?;
        if !retention::lift(&mut unit, id).await? {
            return Err(Refused::Conflict(Refusal::new("not-held")).into());
        }
        self.told(unit, caller, id, ("lift", "incident.hold-lifted"), reason).await
    }

    /// The order that keeps an incident, for those who handle it.
    pub async fn hold_of(&self, caller: &Caller, id: Id) -> Result<Option<Hold>, Problem> {
        let mut unit = self.desk.store.read().await?;
        self.granted::<permit::IncidentHandle>(&mut unit, caller, id).await?;
        Ok(retention::of(&mut unit, id).await?)
    }

    /// In the journal with the reason, in the trail without: the trail stays when the incident has gone.
    async fn told(
        &self,
        mut unit: Unit,
        caller: &Caller,
        id: Id,
        (kind, action): (&str, &'static str),
        reason: String,
    ) -> Result<(), Problem> {
        self.entry(&mut unit, caller, id, kind, reason);
        trail::append(&mut unit, caller, self.desk.now(), Entry::new(action, "incident", id)).await?;
        Ok(unit.commit().await?)
    }
}

/// A reason as it is kept: there, and of at most that many characters.
pub fn reason(reason: &str, most: usize) -> Result<String, Refused> {
    let reason = declarations::rules::clean_text(reason);
    if reason.is_empty() {
        Err(Refused::invalid(Refusal::new("reason-required").at("reason")))
    } else if reason.chars().count() > most {
        Err(Refused::invalid(Refusal::new("too-long").at("reason").with("max", most.to_string())))
    } else {
        Ok(reason)
    }
}
