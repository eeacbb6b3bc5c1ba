//! What a declaration brings about, in its own transaction: the incident, its clocks, its ledger, its journal.

use access::Caller;
use calendar::{Deadline, Duty};
use declarations::{
    events::{Declared, Event, Followed, Follower},
    rules::{Answers, Proposal, RuleSet},
};
use storage::Unit;
use vocabulary::{Failure, Id, Tlp};

use crate::{
    operations::Incidents,
    rules::{self, State},
    store::{self, Clock, Incident, duplicates},
};

impl Follower for Incidents {
    fn follow<'a>(&'a self, unit: &'a mut Unit, event: Event<'a>) -> Followed<'a> {
        Box::pin(async move {
            match event {
                Event::Filed(declared) => self.filed(unit, declared).await,
                Event::Amended(declared) => self.amended(unit, declared).await,
                Event::Wrote { declaration, .. } => {
                    self.news(unit, declaration, "wrote", String::new()).await
                }
                Event::Attached { declaration, name, .. } => {
                    self.news(unit, declaration, "attached", name.to_owned()).await
                }
                Event::SaidResolved { declaration } => self.said_resolved(unit, declaration).await,
                Event::Mailed { declaration, line, delivery } => {
                    self.mailed(unit, declaration, line, delivery).await
                }
                Event::Answered { .. } | Event::Interrupted { .. } => Ok(()),
            }
        })
    }
}

/// The caller of what happens by itself.
const BY_ITSELF: Caller = Caller::Program("incidents");

impl Incidents {
    async fn filed(&self, unit: &mut Unit, declared: Declared<'_>) -> Result<(), Failure> {
        let proposal = self.proposed(declared.answers)?;
        let mut incident = Incident {
            id: self.desk.id(),
            declaration: declared.declaration,
            reference: declared.reference.to_owned(),
            state: State::Declared,
            severity: 0,
            danger: false,
            kind: String::new(),
            facility: None,
            facility_name: String::new(),
            town: String::new(),
            legal_entity: None,
            region: None,
            tlp: Tlp::default(),
            proposal: proposal.clone(),
            response_level: 0,
            criteria: Vec::new(),
            grave: false,
            significant: false,
            confirmed_by: None,
            owner: None,
            owner_name: None,
            declared_at: declared.declared_at,
            changed_at: declared.declared_at,
            news_at: None,
            said_resolved_at: None,
            next_due: None,
            revision: 1,
            exercise: declared.exercise,
            provider: String::new(),
        };
        apply(&mut incident, &declared, proposal);
        // The receipt is the very answer to filing: once this commits, the structure knows that its declaration arrived.
        let received = |duty| (duty == Duty::Acknowledgement).then_some(declared.declared_at);
        let clocks: Vec<Clock> = self
            .clocks(&incident, &declared)
            .into_iter()
            .map(|clock| Clock {
                kind: clock.duty.code().to_owned(),
                due: clock.due,
                owed_by: clock.duty.owed_by().code().to_owned(),
                met_at: received(clock.duty),
            })
            .collect();
        store::insert(unit, &incident, &clocks)?;
        let reference = incident.reference.clone();
        self.step(unit, &BY_ITSELF, (incident.id, Some(1)), "filed", reference);
        self.received(unit, &incident);
        for notice in self.notices(&incident)? {
            self.announce(unit, &BY_ITSELF, &notice).await?;
        }
        Ok(())
    }

    async fn amended(&self, unit: &mut Unit, declared: Declared<'_>) -> Result<(), Failure> {
        let Some((mut incident, kept)) = duplicates::hold(unit, declared.declaration).await? else {
            return Ok(());
        };
        let proposal = self.proposed(declared.answers)?;
        apply(&mut incident, &declared, proposal);
        self.heard(unit, &mut incident, kept).await?;
        self.step(unit, &BY_ITSELF, incident.led_to(), "amended", declared.version.to_string());
        self.consequences(unit, &incident, &declared).await
    }

    /// Clocks that must run and people who must be told, by the facts as they now are. What was done is not done again.
    async fn consequences(
        &self,
        unit: &mut Unit,
        incident: &Incident,
        declared: &Declared<'_>,
    ) -> Result<(), Failure> {
        let clocks = self.clocks(incident, declared);
        for duty in Duty::ALL {
            match clocks.iter().find(|clock| clock.duty == duty) {
                Some(clock) => store::start_clock(unit, incident.id, clock).await?,
                None => store::drop_clock(unit, incident.id, duty.code()).await?,
            }
        }
        store::note_next_due(unit, incident.id).await?;
        self.tell(unit, &BY_ITSELF, incident).await
    }

    fn clocks(&self, incident: &Incident, declared: &Declared<'_>) -> Vec<Deadline> {
        let noticed = declared.answers.moment("noticed_at").map_or(declared.declared_at, |moment| moment.at);
        let department = declared.facility.map(|facility| facility.department.as_str());
        let moments = (declared.declared_at, noticed);
        rules::deadlines(&incident.proposal, incident.danger, moments, department, &self.settings.delays)
    }

    /// What the rules make of a declaration here.
    fn proposed(&self, answers: &Answers) -> Result<Proposal, Failure> {
        let regimes = self.settings.nis2.regimes(answers);
        Ok(RuleSet::by_version(&self.settings.rule_set)?.propose_under(answers, regimes))
    }

    pub(crate) async fn news(
        &self,
        unit: &mut Unit,
        declaration: Id,
        kind: &str,
        body: String,
    ) -> Result<(), Failure> {
        let Some((mut incident, kept)) = duplicates::hold(unit, declaration).await? else { return Ok(()) };
        self.heard(unit, &mut incident, kept).await?;
        self.step(unit, &BY_ITSELF, incident.led_to(), kind, body);
        Ok(())
    }

    /// Saves an incident of which the structure said something new. Where it is attached to another, the cell reads the other:
    /// the news is there.
    async fn heard(
        &self,
        unit: &mut Unit,
        incident: &mut Incident,
        kept: Option<Incident>,
    ) -> Result<(), Failure> {
        let now = self.desk.now();
        incident.changed_at = now;
        let Some(mut kept) = kept else {
            incident.news_at = Some(now);
            return store::update(unit, incident).await;
        };
        store::update(unit, incident).await?;
        duplicates::note_news(unit, incident.id, now).await?;
        (kept.news_at, kept.changed_at) = (Some(now), now);
        store::update(unit, &kept).await?;
        self.step(unit, &BY_ITSELF, kept.led_to(), "duplicate-news", String::new());
        Ok(())
    }

    async fn said_resolved(&self, unit: &mut Unit, declaration: Id) -> Result<(), Failure> {
        let Some((mut incident, kept)) = duplicates::hold(unit, declaration).await? else { return Ok(()) };
        incident.said_resolved_at = Some(self.desk.now());
        // What nobody of the cell has qualified yet stays where it is, with the mark that the structure says so.
        if let Some(state) = rules::next(incident.state, rules::Command::Resolve) {
            incident.state = state;
        }
        self.heard(unit, &mut incident, kept).await?;
        self.step(unit, &BY_ITSELF, incident.led_to(), "said-resolved", String::new());
        Ok(())
    }
}

/// Brings an incident to what is declared now. What a person confirmed stays confirmed.
fn apply(incident: &mut Incident, declared: &Declared<'_>, proposal: Proposal) {
    let answers = declared.answers;
    if let Some(facility) = declared.facility {
        incident.facility_name.clone_from(&facility.name);
        incident.town.clone_from(&facility.town);
        incident.legal_entity = Some(facility.legal_entity);
        incident.region = Some(facility.region.agency());
    } else {
        answers.text("facility_text").unwrap_or_default().clone_into(&mut incident.facility_name);
    }
    incident.facility = answers.facility();
    incident.provider = storage::words::fold(answers.text("provider").unwrap_or_default());
    incident.tlp = answers.tlp();
    incident.danger = answers.chosen("care").iter().any(|care| matches!(*care, "actual" | "potential"));
    answers.chosen("kind").first().copied().unwrap_or_default().clone_into(&mut incident.kind);
    if incident.confirmed_by.is_none() {
        incident.severity = i64::from(proposal.severity);
        incident.criteria = proposal.criteria.iter().map(|fired| fired.criterion.code().to_owned()).collect();
        (incident.grave, incident.significant) = (proposal.grave, proposal.significant);
    }
    incident.proposal = proposal;
}
