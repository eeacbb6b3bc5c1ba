//! The same incident told twice: one is attached to the other, nothing is deleted, and one press gives back what it was.

use access::{Caller, permit};
use calendar::OwedBy;
use serde_json::json;
use storage::Unit;
use trail::Entry;
use vocabulary::{Failure, Id, Problem, Refusal, Refused};

use crate::{
    holding,
    operations::{Incidents, decided, resource},
    rules::{self, State, Twin},
    store::{
        self, Incident,
        duplicates::{self, Tie},
    },
};

/// Characters of a reason.
const MOST: usize = 2000;

/// One end of a tie: the other incident, and who tied them, when, why.
#[derive(Clone, Debug)]
pub struct Attached {
    /// The incident at the other end.
    pub incident: Incident,
    /// The tie.
    pub tie: Tie,
}

/// To which an incident is attached, and what is attached to it: what the caller may read of that.
#[derive(Clone, Debug, Default)]
pub struct Family {
    /// That it is attached to another, whether or not the caller may read that one.
    pub tie: Option<Tie>,
    /// The one to which it is attached.
    pub kept: Option<Incident>,
    /// Those that are attached to it, the first first.
    pub duplicates: Vec<Attached>,
}

impl Incidents {
    /// Says that an incident is the same as another: it is attached to it, as it was seen. Its structure still follows and is
    /// answered; what it says from then on is news of the other.
    pub async fn attach(
        &self,
        caller: &Caller,
        duplicate: (Id, i64),
        kept: Id,
        reason: &str,
    ) -> Result<(), Problem> {
        let (id, seen) = duplicate;
        access::scope::<permit::IncidentHandle>(caller)?;
        if id == kept {
            return Err(Refused::invalid(Refusal::new("duplicate-itself").at("reference")).into());
        }
        let mut unit = self.desk.store.write().await?;
        let held = duplicates::hold_both(&mut unit, id, kept).await?.ok_or(Refused::NotFound)?;
        let mut duplicate = decided::<permit::IncidentHandle>(caller, Some(held.0))?;
        let mut kept = decided::<permit::IncidentHandle>(caller, Some(held.1))?;
        crate::operations::same(&duplicate, seen)?;
        let reason = holding::reason(reason, MOST)?;
        let own = duplicates::to(&mut unit, duplicate.id).await?.len();
        let twin = |i: &Incident, duplicates| Twin { state: i.state, exercise: i.exercise, duplicates };
        rules::attach(twin(&duplicate, own), twin(&kept, 0)).map_err(Refused::Conflict)?;
        let now = self.desk.now();
        let author = caller.author();
        let tie = Tie {
            incident: duplicate.id,
            kept: kept.id,
            at: now,
            author,
            reason: reason.clone(),
            state: duplicate.state.code().to_owned(),
            clocks: self.stop_clocks(&mut unit, duplicate.id).await?.join(" "),
            news_at: duplicate.news_at,
        };
        duplicates::insert(&mut unit, &tie).await?;
        kept.news_at = kept.news_at.max(duplicate.news_at);
        (duplicate.state, duplicate.news_at) = (State::Attached, None);
        self.tied(unit, caller, (duplicate, kept), ("attached-to-other", "incident.merged"), reason).await
    }

    /// Undoes it: the incident is again what it was, with its clocks.
    pub async fn detach(&self, caller: &Caller, duplicate: Id) -> Result<(), Problem> {
        access::scope::<permit::IncidentHandle>(caller)?;
        let mut unit = self.desk.store.write().await?;
        let absent = || Refused::Conflict(Refusal::new("duplicate-not"));
        self.granted::<permit::IncidentHandle>(&mut unit, caller, duplicate).await?;
        let tie = duplicates::of(&mut unit, duplicate).await?.ok_or_else(absent)?;
        let held = duplicates::hold_both(&mut unit, duplicate, tie.kept).await?.ok_or(Refused::NotFound)?;
        let mut duplicate = decided::<permit::IncidentHandle>(caller, Some(held.0))?;
        let kept = decided::<permit::IncidentHandle>(caller, Some(held.1))?;
        let tie = duplicates::of(&mut unit, duplicate.id).await?.ok_or_else(absent)?;
        for kind in tie.clocks.split(' ') {
            duplicates::run_again(&mut unit, duplicate.id, kind, tie.at).await?;
        }
        duplicates::remove(&mut unit, duplicate.id).await?;
        duplicate.state =
            State::from_code(&tie.state).ok_or_else(|| Failure::new("undo a duplicate", "unknown state"))?;
        duplicate.news_at = tie.news_at;
        let ends = (duplicate, kept);
        self.tied(unit, caller, ends, ("detached-from-other", "incident.unmerged"), String::new()).await
    }

    /// To which an incident is attached, and what is attached to it.
    pub async fn family(&self, caller: &Caller, id: Id) -> Result<Family, Problem> {
        let scope = access::scope::<permit::IncidentRead>(caller)?;
        let mut unit = self.desk.store.read().await?;
        self.granted::<permit::IncidentRead>(&mut unit, caller, id).await?;
        let mut family = Family { tie: duplicates::of(&mut unit, id).await?, ..Family::default() };
        if let Some(tie) = &family.tie {
            let kept = duplicates::other(&mut unit, tie.kept).await?;
            family.kept = kept.filter(|incident| scope.admits(&resource(incident)));
        }
        for tie in duplicates::to(&mut unit, id).await? {
            let incident = duplicates::other(&mut unit, tie.incident).await?;
            if let Some(incident) = incident.filter(|incident| scope.admits(&resource(incident))) {
                family.duplicates.push(Attached { incident, tie });
            }
        }
        Ok(family)
    }

    /// Stops what runs of the cell's clocks; answers which did.
    async fn stop_clocks(&self, unit: &mut Unit, id: Id) -> Result<Vec<String>, Failure> {
        let clocks = store::clocks(unit, id).await?.into_iter();
        let running: Vec<String> = clocks
            .filter(|clock| clock.met_at.is_none() && clock.owed_by == OwedBy::Cell.code())
            .map(|clock| clock.kind)
            .collect();
        for kind in &running {
            store::stop_clock(unit, id, kind, self.desk.now()).await?;
        }
        Ok(running)
    }

    /// Saves both ends, with a line in each journal and an entry each in the trail. The line does not name the other: whoever reads
    /// one may not be allowed to know of it.
    async fn tied(
        &self,
        mut unit: Unit,
        caller: &Caller,
        (mut duplicate, mut kept): (Incident, Incident),
        (kind, action): (&'static str, &'static str),
        reason: String,
    ) -> Result<(), Problem> {
        let now = self.desk.now();
        (duplicate.changed_at, kept.changed_at) = (now, now);
        store::update(&mut unit, &duplicate).await?;
        store::note_next_due(&mut unit, duplicate.id).await?;
        store::update(&mut unit, &kept).await?;
        let received = if kind == "attached-to-other" { "duplicate-added" } else { "duplicate-removed" };
        self.entry(&mut unit, caller, duplicate.id, kind, reason.clone());
        self.entry(&mut unit, caller, kept.id, received, reason);
        for (one, other) in [(duplicate.id, kept.id), (kept.id, duplicate.id)] {
            let entry = Entry::new(action, "incident", one).with(json!({ "with": other }));
            trail::append(&mut unit, caller, now, entry).await?;
        }
        Ok(unit.commit().await?)
    }
}
