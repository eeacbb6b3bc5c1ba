//! Qualifying: looked at first, with who will be told of it and why, then confirmed by one person. And the level of response.

use access::{Caller, permit};
use calendar::Duty;
use declarations::rules::{self as law, Criterion, RuleSet};
use serde_json::json;
use storage::Unit;
use vocabulary::{Failure, Id, Problem, Refusal, Refused, Region, Severity};

use crate::{
    operations::{Incidents, same},
    rules::{self, Command, Qualification, State},
    store::{
        self, Incident, Notice,
        qualifications::{self, Qualified},
    },
};

/// The highest level of response: a national crisis.
pub const MOST_LEVEL: i64 = 4;

/// What a qualification would do.
#[derive(Clone, Debug)]
pub struct Prospect {
    /// The incident as it is.
    pub incident: Incident,
    /// What it would be.
    pub qualification: Qualification,
    /// Who is told, and why; what the ledger already holds of it.
    pub told: Vec<(law::Notice, Option<Notice>)>,
    /// Criteria that are not in the proposal, and those of the proposal that are left out.
    pub added: Vec<Criterion>,
    /// The latter.
    pub removed: Vec<Criterion>,
}

impl Incidents {
    /// What a qualification would do, and whether it can be made: nothing is done yet.
    pub async fn prospect(
        &self,
        caller: &Caller,
        id: Id,
        criteria: &[Criterion],
        severity: Severity,
        reason: &str,
        seen: i64,
    ) -> Result<Prospect, Problem> {
        let mut unit = self.desk.store.write().await?;
        let incident = self.granted::<permit::IncidentHandle>(&mut unit, caller, id).await?;
        let (_, qualification) = judged(&incident, criteria, severity, reason, seen)?;
        let ledger = store::notices(&mut unit, id).await?;
        let proposal = &incident.proposal;
        let due = RuleSet::by_version(&proposal.rule_set)?.notices_of(proposal, &qualification.criteria);
        let told = due.into_iter().map(|notice| {
            let region = agency(&incident, &notice);
            let line = ledger.iter().find(|line| line.rule == notice.rule && line.region == region);
            (notice, line.cloned())
        });
        let told = told.collect();
        let proposed: Vec<Criterion> = proposal.criteria.iter().map(|fired| fired.criterion).collect();
        let without = |all: &[Criterion], some: &[Criterion]| {
            all.iter().copied().filter(|criterion| !some.contains(criterion)).collect::<Vec<_>>()
        };
        let added = without(&qualification.criteria, &proposed);
        let removed = without(&proposed, &qualification.criteria);
        let entry = trail::Entry::new("incident.seen", "incident", id);
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        unit.commit().await?;
        Ok(Prospect { incident, qualification, told, added, removed })
    }

    /// Confirms the proposed qualification, or corrects it with a reason. Whom it concerns for the first time is told.
    pub async fn qualify(
        &self,
        caller: &Caller,
        id: Id,
        criteria: &[Criterion],
        severity: Severity,
        reason: &str,
        seen: i64,
    ) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let mut incident = self.held(&mut unit, caller, id).await?;
        let reason = declarations::rules::clean_text(reason);
        let (state, qualified) = judged(&incident, criteria, severity, &reason, seen)?;
        incident.state = state;
        incident.criteria = qualified.criteria.iter().map(|criterion| criterion.code().to_owned()).collect();
        incident.severity = i64::from(qualified.severity.value());
        (incident.grave, incident.significant) = (qualified.grave, qualified.significant);
        incident.confirmed_by = caller.person().map(|person| person.name.clone());
        store::stop_clock(&mut unit, id, Duty::Qualification.code(), self.desk.now()).await?;
        let made = Qualified {
            revision: incident.revision + 1,
            at: self.desk.now(),
            author: caller.author(),
            reason: reason.clone(),
            proposed: Some((proposed(&incident), i64::from(incident.proposal.severity))),
            criteria: incident.criteria.clone(),
            severity: incident.severity,
        };
        qualifications::insert(&mut unit, id, &made).await?;
        self.save(&mut unit, caller, incident.clone(), Command::Qualify, &reason).await?;
        self.tell(&mut unit, caller, &incident).await?;
        Ok(unit.commit().await?)
    }

    /// Sets the level of response, and says why.
    pub async fn respond(
        &self,
        caller: &Caller,
        id: Id,
        level: i64,
        reason: &str,
        seen: i64,
    ) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let mut incident = self.held(&mut unit, caller, id).await?;
        same(&incident, seen)?;
        if !(0..=MOST_LEVEL).contains(&level) {
            return Err(Refused::invalid(Refusal::new("not-a-choice").at("level")).into());
        }
        let reason = crate::holding::reason(reason, 2000)?;
        let before = std::mem::replace(&mut incident.response_level, level);
        if before == level {
            return Err(Refused::invalid(Refusal::new("level-same").at("level")).into());
        }
        incident.changed_at = self.desk.now();
        store::update(&mut unit, &incident).await?;
        let said = format!("{before} → {level}. {reason}");
        self.step(&mut unit, caller, incident.led_to(), "level", said);
        let entry = trail::Entry::new("incident.level-set", "incident", id)
            .with(json!({ "from": before, "to": level }));
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        Ok(unit.commit().await?)
    }

    /// Tells those whom nobody told yet by that rule, for that region.
    pub(crate) async fn tell(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        incident: &Incident,
    ) -> Result<(), Failure> {
        let told = store::notices(unit, incident.id).await?;
        let is_told =
            |new: &Notice| told.iter().any(|old| (&old.rule, old.region) == (&new.rule, new.region));
        for notice in self.notices(incident)?.into_iter().filter(|notice| !is_told(notice)) {
            self.announce(unit, caller, &notice).await?;
        }
        Ok(())
    }

    /// Lines of the ledger of an incident: by its facts, and by the criteria that a person confirmed.
    pub(crate) fn notices(&self, incident: &Incident) -> Result<Vec<Notice>, Failure> {
        let proposal = &incident.proposal;
        let due = if incident.confirmed_by.is_some() {
            let held = incident.criteria.iter().filter_map(|code| Criterion::from_code(code));
            RuleSet::by_version(&proposal.rule_set)?.notices_of(proposal, &held.collect::<Vec<_>>())
        } else {
            proposal.notices.clone()
        };
        let notice = |due: law::Notice| Notice {
            id: self.desk.id(),
            incident: incident.id,
            recipient: due.to.code().to_owned(),
            region: agency(incident, &due),
            rule: due.rule,
            facts: due.facts,
            queued_at: self.desk.now(),
            sent_at: None,
            failure: None,
            read_at: None,
        };
        Ok(due.into_iter().map(notice).collect())
    }

    /// Adds a line to the ledger, and what it brings about.
    pub(crate) async fn announce(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        notice: &Notice,
    ) -> Result<(), Failure> {
        store::add_notice(unit, notice);
        crate::jobs::enqueue_notice(unit, &self.desk, notice).await?;
        let region = notice.region.map(Region::code);
        let entry = trail::Entry::new("incident.notice", "incident", notice.incident)
            .with(json!({ "to": notice.recipient, "region": region, "rule": notice.rule }));
        trail::append(unit, caller, self.desk.now(), entry).await
    }
}

/// What an incident becomes by a qualification, and where that leads: refused when it is not as it was seen.
fn judged(
    incident: &Incident,
    criteria: &[Criterion],
    severity: Severity,
    reason: &str,
    seen: i64,
) -> Result<(State, Qualification), Problem> {
    same(incident, seen)?;
    let state = rules::advance(incident.state, Command::Qualify, reason).map_err(Refused::Conflict)?;
    Ok((state, rules::qualify(&incident.proposal, criteria, severity, reason)?))
}

/// The criteria that the rules propose, by their codes.
fn proposed(incident: &Incident) -> Vec<String> {
    incident.proposal.criteria.iter().map(|fired| fired.criterion.code().to_owned()).collect()
}

/// The region whose agency a notice is for; none when it is for somebody else.
fn agency(incident: &Incident, notice: &law::Notice) -> Option<Region> {
    incident.region.filter(|_| notice.to == law::Recipient::Ars)
}
