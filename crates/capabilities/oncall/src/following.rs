//! Hearing that something happened, in its own transaction: an alarm rings exactly when its cause is there.

use calendar::Calendar;
use declarations::{
    events::{Declared, Event, Followed, Follower},
    rules::{Answers, RuleSet},
};
use incidents::{
    Incident, Incidents,
    events::{Noted, Reader},
    rules::AT_ONCE,
};
use storage::{Desk, Unit};
use vocabulary::{Failure, Id};

use crate::{
    jobs,
    rules::{self, Reason},
    store::{
        alarms::{self, Alarm},
        call_backs::{self, CallBack},
    },
};

/// Rings. Cheap to clone. Of the followers of declarations it comes after the incidents.
#[derive(Clone)]
pub struct Bell {
    desk: Desk,
    rule_set: String,
}

impl Bell {
    /// Made from what it stands on, and the rules by which incidents are major: `2022` or `2017`.
    pub fn new(desk: Desk, rule_set: &str) -> Self {
        Self { desk, rule_set: rule_set.to_owned() }
    }

    /// Whether what is declared could ring, or asks for a call: nothing is asked of the database for what does neither.
    fn matters(&self, answers: &Answers) -> Result<bool, Failure> {
        let danger = answers.chosen("care").iter().any(|care| matches!(*care, "actual" | "potential"));
        let call = answers.chosen("help").contains(&"call");
        if danger || call {
            return Ok(true);
        }
        let proposal = RuleSet::by_version(&self.rule_set)?.propose(answers);
        Ok(proposal.major || i64::from(proposal.severity) >= AT_ONCE)
    }

    async fn declared(&self, unit: &mut Unit, declared: Declared<'_>) -> Result<(), Failure> {
        if !self.matters(declared.answers)? {
            return Ok(());
        }
        let Some(incident) = Incidents::declared_in(unit, declared.declaration).await? else {
            return Ok(());
        };
        let confirmed = incident.confirmed_by.is_some();
        let major = incident.proposal.major;
        // Somebody of the cell has it: it is they who see what is added.
        let waits = incident.owner.is_none() && incident.state.is_open();
        let reason = rules::rings(incident.danger, major, incident.severity, confirmed).filter(|_| waits);
        if let Some(reason) = reason {
            self.ring_for(unit, &incident, reason).await?;
        }
        if declared.answers.chosen("help").contains(&"call") {
            self.call_back(unit, &incident, &declared).await?;
        }
        Ok(())
    }

    async fn ring_for(&self, unit: &mut Unit, incident: &Incident, reason: Reason) -> Result<(), Failure> {
        let alarm = Alarm {
            incident: Some(incident.id),
            reference: incident.reference.clone(),
            severity: incident.severity,
            exercise: incident.exercise,
            ..self.alarm(reason)
        };
        self.ring(unit, &format!("incident:{}", incident.id), &alarm).await
    }

    fn alarm(&self, reason: Reason) -> Alarm {
        Alarm {
            id: self.desk.id(),
            incident: None,
            draft: None,
            reference: String::new(),
            severity: 0,
            reason,
            exercise: false,
            created_at: self.desk.now(),
            steps: 0,
            ended: None,
        }
    }

    /// In working hours there is the queue, and nothing else.
    async fn ring(&self, unit: &mut Unit, subject: &str, alarm: &Alarm) -> Result<(), Failure> {
        let on_call = Calendar::of_the_cell().is_on_call(alarm.created_at);
        if on_call && alarms::insert(unit, subject, alarm).await? {
            jobs::enqueue_step(unit, &self.desk, alarm.id, 0, alarm.created_at).await?;
        }
        Ok(())
    }

    /// Whoever declares and asks to be called at once is to be called.
    async fn call_back(
        &self,
        unit: &mut Unit,
        incident: &Incident,
        declared: &Declared<'_>,
    ) -> Result<(), Failure> {
        let said = |field: &str| declared.answers.text(field).unwrap_or_default().to_owned();
        let phone = said("declarant.phone");
        if phone.is_empty() {
            return Ok(());
        }
        let now = self.desk.now();
        let call_back = CallBack {
            id: self.desk.id(),
            incident: Some(incident.id),
            reference: incident.reference.clone(),
            name: said("declarant.name"),
            phone,
            about: String::new(),
            due_at: now,
            caller: None,
            caller_name: String::new(),
            created_at: now,
            created_by: String::new(),
            postponed: 0,
            done_at: None,
            done_by: String::new(),
            outcome: String::new(),
            note: String::new(),
        };
        let cause = format!("declaration:{}", declared.declaration);
        call_backs::insert(unit, Some(&cause), &call_back).await
    }

    async fn interrupted(&self, unit: &mut Unit, draft: Id) -> Result<(), Failure> {
        let alarm = Alarm { draft: Some(draft), ..self.alarm(Reason::Draft) };
        self.ring(unit, &format!("draft:{draft}"), &alarm).await
    }
}

impl Follower for Bell {
    fn follow<'a>(&'a self, unit: &'a mut Unit, event: Event<'a>) -> Followed<'a> {
        Box::pin(async move {
            match event {
                Event::Filed(declared) | Event::Amended(declared) => self.declared(unit, declared).await,
                Event::Interrupted { draft } => self.interrupted(unit, draft).await,
                Event::Wrote { .. }
                | Event::Answered { .. }
                | Event::Attached { .. }
                | Event::SaidResolved { .. }
                | Event::Mailed { .. } => Ok(()),
            }
        })
    }
}

impl Reader for Bell {
    fn noted<'a>(&'a self, _: &'a mut Unit, _: Noted<'a>) -> Followed<'a> {
        Box::pin(async { Ok(()) })
    }

    fn qualified<'a>(&'a self, unit: &'a mut Unit, incident: &'a Incident) -> Followed<'a> {
        Box::pin(async move {
            match rules::rings(false, false, incident.severity, incident.confirmed_by.is_some()) {
                Some(reason) => self.ring_for(unit, incident, reason).await,
                None => Ok(()),
            }
        })
    }
}
