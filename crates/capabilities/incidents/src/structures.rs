//! What a structure sees of what it declared: the holders of a code, and its other people with an account. Nothing of the
//! cell's journal.

use access::{Caller, permit};
use vocabulary::{Id, Problem};

use crate::{
    composing::MESSAGE,
    letters::{self, STRUCTURE},
    operations::{IncidentView, Incidents, cursor, decided},
    store::{self, Clock, Incident, qualifications},
};

/// A page of what the structures of a person declared.
#[derive(Clone, Debug)]
pub struct Declared {
    /// The incidents, the latest first, each with the clocks of either side that still run.
    pub incidents: Vec<(Incident, Vec<Clock>)>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<String>,
}

impl Incidents {
    /// Where the incident of a declaration is, its clocks, who was told. That one of the structure's people saw it by their
    /// account is in the trail.
    pub async fn of_declaration(&self, caller: &Caller, declaration: Id) -> Result<IncidentView, Problem> {
        if matches!(caller, Caller::Declarant(_)) {
            let mut unit = self.desk.store.read().await?;
            let found = store::of_declaration(&mut unit, declaration).await?;
            let incident = decided::<permit::DeclarationFollow>(caller, found)?;
            let view = view(&mut unit, incident).await?;
            drop(unit);
            if view.letters.iter().any(|line| line.read_at.is_none()) {
                let mut unit = self.desk.store.write().await?;
                store::notice_read(&mut unit, view.incident.id, STRUCTURE, None, self.desk.now()).await?;
                unit.commit().await?;
            }
            return Ok(view);
        }
        access::scope::<permit::DeclarationRead>(caller)?;
        let mut unit = self.desk.store.write().await?;
        let found = store::of_declaration(&mut unit, declaration).await?;
        let incident = decided::<permit::DeclarationRead>(caller, found)?;
        let view = view(&mut unit, incident).await?;
        // A token that only pulls has read nothing.
        if caller.person().is_some_and(|person| person.limited_to.is_none()) {
            store::notice_read(&mut unit, view.incident.id, STRUCTURE, None, self.desk.now()).await?;
        }
        let entry = trail::Entry::new("incident.seen", "incident", view.incident.id);
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        unit.commit().await?;
        Ok(view)
    }

    /// A page of what the caller's structures declared.
    pub async fn of_structures(&self, caller: &Caller, after: &str, limit: i64) -> Result<Declared, Problem> {
        let scope = access::scope::<permit::DeclarationRead>(caller)?;
        let (after, limit) = (cursor(after)?, limit.clamp(1, 200));
        let mut unit = self.desk.store.read().await?;
        let mut found = store::queue::declared(&mut unit, &scope, after, limit + 1).await?;
        let more = i64::try_from(found.len()).unwrap_or(0) > limit;
        found.truncate(usize::try_from(limit).unwrap_or(0));
        let last = found.last().filter(|_| more);
        let next = last.map(|last| vocabulary::cursor(last.declared_at, last.id));
        let now = self.desk.now();
        let mut incidents = Vec::with_capacity(found.len());
        for incident in found {
            let mut clocks = store::clocks(&mut unit, incident.id).await?;
            // Nobody tells the house when the structure has done its own part: once all is closed, what is past is past.
            clocks.retain(|clock| clock.met_at.is_none() && (incident.state.is_open() || clock.due > now));
            incidents.push((incident, clocks));
        }
        Ok(Declared { incidents, next })
    }
}

async fn view(unit: &mut storage::Unit, incident: Incident) -> Result<IncidentView, vocabulary::Failure> {
    let clocks = store::clocks(unit, incident.id).await?;
    let (letters, mut ledger) = letters::parted(store::notices(unit, incident.id).await?);
    // What the cell writes to an agency is between the two.
    ledger.retain(|notice| !notice.rule.starts_with(MESSAGE));
    // What was found, and when. Who found it and why is the cell's.
    let confirmed = incident.confirmed_by.is_some();
    let mut qualified = qualifications::of(unit, incident.id).await?;
    qualified.truncate(usize::from(confirmed));
    for one in &mut qualified {
        (one.author, one.reason, one.proposed) = (String::new(), String::new(), None);
    }
    let closing = qualifications::closing(unit, incident.id).await?;
    let (journal, missives, tasks, offered) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    Ok(IncidentView {
        incident,
        clocks,
        ledger,
        letters,
        qualified,
        closing,
        journal,
        missives,
        tasks,
        offered,
    })
}
