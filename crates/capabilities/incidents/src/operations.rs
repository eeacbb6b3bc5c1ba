//! What one can ask about incidents.

use std::{collections::BTreeMap, sync::Arc};

use access::{Caller, Reach, Resource, Role, permit};
use calendar::{Delays, Duty};
use declarations::Declarations;
use serde_json::json;
use storage::{Desk, Unit};
use vocabulary::{Id, Instant, Problem, Refusal, Refused, Region};

use crate::{
    composing::MESSAGE,
    events::{Reader, Sent},
    letters,
    rules::{self, Command, Nis2, Query, State},
    store::{
        self, Clock, Entry, Incident, Notice, missives,
        missives::Missive,
        qualifications::{self, Closing, Qualified},
        queue::Counts,
        tasks,
        tasks::Task,
    },
};

/// What the operator decides about incidents.
#[derive(Clone, Debug)]
pub struct IncidentsSettings {
    /// The rules by which declarations are qualified: `2022` or `2017`.
    pub rule_set: String,
    /// Whom NIS2 obliges.
    pub nis2: Nis2,
    /// What the cell promises.
    pub delays: Delays,
}

impl Default for IncidentsSettings {
    fn default() -> Self {
        Self { rule_set: "2022".to_owned(), nis2: Nis2::Nobody, delays: Delays::default() }
    }
}

/// The incidents, and what can be asked about them. Cheap to clone.
#[derive(Clone)]
pub struct Incidents {
    pub(crate) desk: Desk,
    pub(crate) settings: Arc<IncidentsSettings>,
    pub(crate) reader: Option<Arc<dyn Reader>>,
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Page {
    /// The incidents, by the clock that ends first.
    pub incidents: Vec<Incident>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<String>,
}

/// What a person says with a command: why, for the cell; and for the structure, where the work of the cell ends.
#[derive(Clone, Copy, Debug, Default)]
pub struct Said<'a> {
    /// Why.
    pub reason: &'a str,
    /// What the structure reads.
    pub told: &'a str,
}

impl<'a> From<&'a str> for Said<'a> {
    fn from(reason: &'a str) -> Self {
        Self { reason, told: "" }
    }
}

/// Characters of what the structure reads when the work of the cell ends.
const MOST_TOLD: usize = 5_000;

/// An incident, whole but for what was declared.
#[derive(Clone, Debug)]
pub struct IncidentView {
    /// At a glance.
    pub incident: Incident,
    /// Its clocks, the first to end first.
    pub clocks: Vec<Clock>,
    /// Who was told, but for the structure.
    pub ledger: Vec<Notice>,
    /// What the structure was told, and what came of the mail.
    pub letters: Vec<Notice>,
    /// What persons made of the proposal, the latest first; to the structure the last one, without who and why.
    pub qualified: Vec<Qualified>,
    /// What the cell wrote for the structure when its work ended.
    pub closing: Option<Closing>,
    /// Its journal, the latest first; empty for those who only follow.
    pub journal: Vec<Entry>,
    /// What the cell wrote to the agency and to the ministry: all of it for the cell, to others what is addressed to them and left.
    pub missives: Vec<Missive>,
    /// What is to be done, and what was; empty for those who only follow.
    pub tasks: Vec<Task>,
    /// What the caller can do now.
    pub offered: Vec<Command>,
}

impl Incidents {
    /// Made from what it stands on.
    pub fn new(desk: Desk, settings: IncidentsSettings) -> Self {
        Self { desk, settings: Arc::new(settings), reader: None }
    }

    /// The same, with somebody who is told of what is written in the main courante.
    #[must_use]
    pub fn read_by(mut self, reader: Arc<dyn Reader>) -> Self {
        self.reader = Some(reader);
        self
    }

    /// Understands a filter as somebody typed it.
    pub fn query(&self, caller: &Caller, text: &str) -> Result<Query, Refusal> {
        let me = caller.person().map(|person| person.account);
        Query::parse(text, rules::Reader { me, now: self.desk.now(), fold: storage::words::fold })
    }

    /// A page of the incidents within the caller's reach, by the clock that ends first. That it was shown is one entry of the
    /// trail, with what was asked: asked again, it tells which rows there were.
    pub async fn list(
        &self,
        caller: &Caller,
        query: &Query,
        after: &str,
        limit: i64,
    ) -> Result<Page, Problem> {
        let scope = access::scope::<permit::IncidentRead>(caller)?;
        let after = cursor(after)?;
        let limit = limit.clamp(1, 200);
        let mut unit = self.desk.store.read().await?;
        let (now, mut found) = (self.desk.now(), BTreeMap::new());
        for filter in query.alternatives() {
            for incident in store::queue::page(&mut unit, filter, &scope, now, after, limit + 1).await? {
                found.insert((due(&incident), incident.id), incident);
            }
        }
        let more = i64::try_from(found.len()).unwrap_or(i64::MAX) > limit;
        let incidents: Vec<Incident> =
            found.into_values().take(usize::try_from(limit).unwrap_or(0)).collect();
        let last = incidents.last().filter(|_| more);
        let next = last.map(|last| vocabulary::cursor(due(last), last.id));
        drop(unit);
        let mut unit = self.desk.store.write().await?;
        let entry = trail::Entry::new("incidents.listed", "incidents", "list")
            .with(query.told(after.map(|(_, id)| id), incidents.len()));
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        unit.commit().await?;
        Ok(Page { incidents, next })
    }

    /// How many incidents each saved view holds, within the caller's reach.
    pub async fn counts(&self, caller: &Caller) -> Result<Counts, Problem> {
        let scope = access::scope::<permit::IncidentRead>(caller)?;
        let (me, now) = (caller.person().map(|person| person.account), self.desk.now());
        let mut unit = self.desk.store.read().await?;
        Ok(store::queue::counts(&mut unit, &scope, me, now, now.plus_seconds(-rules::SILENCE)).await?)
    }

    /// Opens an incident. That it was seen is in the trail; those who were told of it are noted as having read.
    pub async fn open(&self, caller: &Caller, id: Id) -> Result<IncidentView, Problem> {
        let mut unit = self.desk.store.write().await?;
        let incident = self.granted::<permit::IncidentRead>(&mut unit, caller, id).await?;
        let handles = access::scope::<permit::IncidentHandle>(caller).is_ok();
        let now = self.desk.now();
        for (recipient, region) in recipients(caller, &incident) {
            store::notice_read(&mut unit, id, recipient, region, now).await?;
            missives::read(&mut unit, id, recipient, region, now).await?;
        }
        let clocks = store::clocks(&mut unit, id).await?;
        let (letters, mut ledger) = letters::parted(store::notices(&mut unit, id).await?);
        let (qualified, closing) =
            (qualifications::of(&mut unit, id).await?, qualifications::closing(&mut unit, id).await?);
        let mut missives = missives::of(&mut unit, id).await?;
        if !handles {
            let addressed = addressed(caller, &incident);
            missives.retain(|m| m.leaves_at <= now && addressed.contains(&(m.audience.as_str(), m.region)));
            let message = |n: &Notice| n.rule.starts_with(MESSAGE);
            ledger.retain(|n| !message(n) || missives.iter().any(|missive| missive.id == n.id));
        }
        ledger.retain(|notice| notice.queued_at <= now);
        let tasks = if handles { tasks::of(&mut unit, id).await? } else { Vec::new() };
        let mut journal = if handles { store::journal(&mut unit, id).await? } else { Vec::new() };
        journal.retain(|entry| entry.at <= now);
        trail::append(&mut unit, caller, now, trail::Entry::new("incident.seen", "incident", id)).await?;
        unit.commit().await?;
        let offered = if handles { rules::offered(incident.state) } else { Vec::new() };
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

    /// Where the incident of a declaration is in its life, for the staff and the structure's people whose reach it is within.
    pub async fn state_of(&self, caller: &Caller, declaration: Id) -> Result<State, Problem> {
        match self.of(caller, declaration).await {
            Err(Problem::Refused(_)) if access::scope::<permit::DeclarationRead>(caller).is_ok() => {
                Ok(self.of_declaration(caller, declaration).await?.incident.state)
            }
            incident => Ok(incident?.state),
        }
    }

    /// The identity of the incident of a declaration, for the staff whose reach it is within.
    pub async fn id_of(&self, caller: &Caller, declaration: Id) -> Result<Id, Problem> {
        Ok(self.of(caller, declaration).await?.id)
    }

    async fn of(&self, caller: &Caller, declaration: Id) -> Result<Incident, Problem> {
        access::scope::<permit::IncidentRead>(caller)?;
        let mut unit = self.desk.store.read().await?;
        let found = store::of_declaration(&mut unit, declaration).await?.ok_or(Refused::NotFound)?;
        self.granted::<permit::IncidentRead>(&mut unit, caller, found.id).await
    }

    /// Moves an incident on in its life. `seen` is the revision that the person was looking at.
    pub async fn advance(
        &self,
        caller: &Caller,
        id: Id,
        command: Command,
        said: impl Into<Said<'_>>,
        seen: i64,
    ) -> Result<(), Problem> {
        let said = said.into();
        if command == Command::Qualify {
            return Err(Refused::invalid(Refusal::new("not-from-there").with("state", "qualify")).into());
        }
        let mut unit = self.desk.store.write().await?;
        let incident = self.held(&mut unit, caller, id).await?;
        same(&incident, seen)?;
        self.advance_in(&mut unit, caller, incident, command, said).await?;
        Ok(unit.commit().await?)
    }

    /// Moves an incident on that this transaction holds.
    pub(crate) async fn advance_in(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        mut incident: Incident,
        command: Command,
        said: Said<'_>,
    ) -> Result<(), Problem> {
        let id = incident.id;
        let reason = &declarations::rules::clean_text(said.reason);
        let told = declarations::rules::bounded_text(said.told, MOST_TOLD, "told", false);
        let told = told.map_err(Refused::invalid)?;
        incident.state =
            rules::advance(incident.state, command, reason).map_err(|refusal| match refusal.field {
                Some(_) => Refused::invalid(refusal),
                None => Refused::Conflict(refusal),
            })?;
        let now = self.desk.now();
        match command {
            Command::Take => {
                incident.owner = caller.person().map(|person| person.account);
                incident.owner_name = caller.person().map(|person| person.name.clone());
                store::stop_clock(unit, id, Duty::TakingInCharge.code(), now).await?;
            }
            // The clocks of the structure are left alone: its duties do not end with the cell's work.
            Command::PutOutOfScope => {
                store::stop_clock(unit, id, Duty::Qualification.code(), now).await?;
            }
            Command::Reopen if incident.state == State::Taken => {
                if let Some(clock) = rules::qualification(now, &self.settings.delays) {
                    store::restart_clock(unit, id, &clock).await?;
                }
            }
            _ => {}
        }
        if command.tells_the_structure() {
            qualifications::close(unit, id, &Closing { at: now, told }).await?;
        } else if command == Command::Reopen {
            qualifications::reopen(unit, id).await?;
        }
        self.save(unit, caller, incident, command, reason).await?;
        Ok(())
    }

    /// Tells the structures of some incidents the same, in the caller's transaction: all, or none. Each message and its mail, each
    /// line of a journal, each entry of the trail, in the order in which everybody locks.
    pub async fn answer_in(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        declarations: &Declarations,
        ids: &[Id],
        body: &str,
    ) -> Result<(), Problem> {
        let mut told = Vec::new();
        for id in ids {
            let incident = self.granted::<permit::IncidentHandle>(unit, caller, *id).await?;
            told.push((
                incident.declaration,
                declarations.tell_in(unit, caller, incident.declaration, body).await?,
            ));
        }
        // Two people who tell the same incidents hold them in the same order.
        let mut sorted = ids.to_vec();
        sorted.sort_unstable();
        for id in &sorted {
            let mut incident = self.held(unit, caller, *id).await?;
            (incident.news_at, incident.changed_at) = (None, self.desk.now());
            store::update(unit, &incident).await?;
        }
        for id in &sorted {
            self.entry(unit, caller, *id, "answered", String::new());
        }
        let leaves_at = self.desk.now();
        for (declaration, message) in &told {
            let (declaration, message) = (*declaration, *message);
            self.sent(unit, Sent { declaration, message, body, leaves_at }).await?;
        }
        for (declaration, message) in &told {
            declarations::jobs::enqueue_news(unit, &self.desk, *declaration, &message.to_string()).await?;
        }
        for (declaration, message) in &told {
            let entry = trail::Entry::new("declaration.message", "declaration", *declaration)
                .with(json!({ "message": message }));
            trail::append(unit, caller, self.desk.now(), entry).await?;
        }
        Ok(())
    }

    /// Loads an incident and decides, in one go: absent and not allowed are one answer.
    pub(crate) async fn granted<P: access::Permit>(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        id: Id,
    ) -> Result<Incident, Problem> {
        access::scope::<P>(caller)?;
        decided::<P>(caller, store::find(unit, id).await?)
    }

    /// The same for the cell, to change it: whoever else would waits until the transaction ends.
    pub(crate) async fn held(&self, unit: &mut Unit, caller: &Caller, id: Id) -> Result<Incident, Problem> {
        self.held_for::<permit::IncidentHandle>(unit, caller, id).await
    }

    pub(crate) async fn held_for<P: access::Permit>(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        id: Id,
    ) -> Result<Incident, Problem> {
        access::scope::<P>(caller)?;
        decided::<P>(caller, store::hold(unit, id).await?)
    }

    pub(crate) async fn save(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        mut incident: Incident,
        command: Command,
        reason: &str,
    ) -> Result<(), Problem> {
        let now = self.desk.now();
        incident.changed_at = now;
        incident.news_at = None;
        store::update(unit, &incident).await?;
        store::note_next_due(unit, incident.id).await?;
        self.step(unit, caller, incident.led_to(), command.code(), reason.to_owned());
        if command == Command::Qualify
            && let Some(reader) = &self.reader
        {
            reader.qualified(unit, &incident).await?;
        }
        self.step_told(unit, &incident, command).await?;
        let entry = trail::Entry::new("incident.advanced", "incident", incident.id)
            .with(json!({ "command": command.code(), "state": incident.state.code() }));
        trail::append(unit, caller, now, entry).await?;
        Ok(())
    }

    /// Adds a line to the journal of an incident.
    pub(crate) fn entry(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        incident: Id,
        kind: &str,
        body: String,
    ) -> Id {
        self.step(unit, caller, (incident, None), kind, body)
    }

    /// The same of what changed the incident: with the line goes the revision to which it led.
    pub(crate) fn step(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        (incident, revision): (Id, Option<i64>),
        kind: &str,
        body: String,
    ) -> Id {
        let author = caller.author();
        let (id, at) = (self.desk.id(), self.desk.now());
        let entry = Entry { id, at, author, kind: kind.to_owned(), body, revision };
        store::add_entry(unit, incident, &entry);
        id
    }
}

/// The place of an incident in the queue.
fn due(incident: &Incident) -> Instant {
    incident.next_due.as_ref().map_or(store::NEVER, |(_, due, _)| *due)
}

/// The last row of the page before, as the `next` of a page names it: a moment and an identity.
pub fn cursor(after: &str) -> Result<Option<(Instant, Id)>, Refused> {
    if after.is_empty() {
        return Ok(None);
    }
    let wrong = || Refused::invalid(Refusal::new("cursor").at("after"));
    vocabulary::read_cursor(after).map(Some).ok_or_else(wrong)
}

pub(crate) fn decided<P: access::Permit>(
    caller: &Caller,
    found: Option<Incident>,
) -> Result<Incident, Problem> {
    let incident = found.ok_or(Refused::NotFound)?;
    access::decide::<P>(caller, &resource(&incident))?;
    Ok(incident)
}

/// Where an incident stands, for who asks whether it is within reach.
pub(crate) fn resource(incident: &Incident) -> Resource {
    Resource {
        declaration: Some(incident.declaration),
        facility: incident.facility,
        legal_entity: incident.legal_entity,
        region: incident.region,
        tlp: incident.tlp,
    }
}

/// As whom a caller reads an incident, among those whom the rules tell, and of which region. A token that only pulls has
/// read nothing.
fn recipients(caller: &Caller, incident: &Incident) -> Vec<(&'static str, Option<Region>)> {
    if caller.person().is_some_and(|person| person.limited_to.is_some()) {
        return Vec::new();
    }
    addressed(caller, incident)
}

/// As whom a caller may read what is addressed to somebody.
fn addressed(caller: &Caller, incident: &Incident) -> Vec<(&'static str, Option<Region>)> {
    let standings = caller.person().map(|person| person.standings.as_slice()).unwrap_or_default();
    standings
        .iter()
        .filter_map(|standing| match (standing.role, &standing.reach) {
            (Role::Fssi, _) => Some(("fssi", None)),
            (Role::Corruss, _) => Some(("corruss", None)),
            (Role::Ars, Reach::Regions(regions)) => {
                let own = incident.region.filter(|region| regions.contains(region))?;
                Some(("ars", Some(own)))
            }
            _ => None,
        })
        .collect()
}

pub(crate) fn same(incident: &Incident, seen: i64) -> Result<(), Refused> {
    if incident.revision == seen {
        Ok(())
    } else {
        Err(Refused::Conflict(Refusal::new("incident-changed").with("seen", seen.to_string())))
    }
}
