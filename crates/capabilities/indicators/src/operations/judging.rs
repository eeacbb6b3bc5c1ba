//! Somebody judges an indicator: it is none, it is one after all, it is for fewer eyes.

use access::{Caller, permit};
use serde_json::json;
use trail::Entry;
use vocabulary::{Id, Problem, Refused, Tlp};

use super::Indicators;
use crate::{
    rules::{self, Marking, State},
    store,
};

/// Characters of a reason.
const MOST: usize = 500;

/// What somebody says of an indicator of an incident.
#[derive(Clone, Debug)]
pub enum Judgement {
    /// It is no trace; holds why.
    FalsePositive(String),
    /// It is one, whatever was said, and whatever list names it.
    Trace,
    /// It has this mark.
    Mark(Tlp),
}

impl Indicators {
    /// Judges an indicator of an incident. What was said stays beside it; the trail tells that it was, and by whom.
    pub async fn judge(
        &self,
        caller: &Caller,
        incident: Id,
        sighting: Id,
        judgement: Judgement,
    ) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        self.incidents.granted_in::<permit::IncidentHandle>(&mut unit, caller, incident).await?;
        let mut sighting = store::find(&mut unit, incident, sighting).await?.ok_or(Refused::NotFound)?;
        let (now, account) = (self.desk.now(), caller.person().map(|person| person.account));
        let action = match judgement {
            Judgement::Mark(tlp) => {
                let ours = |whose: Option<Id>| whose.is_some() && whose == account;
                let marking = Marking {
                    now: sighting.tlp,
                    least: sighting.least,
                    author: ours(sighting.author_account),
                    marker: ours(sighting.marked_by),
                };
                rules::mark(marking, tlp).map_err(Refused::invalid)?;
                (sighting.tlp, sighting.marked_by) = (tlp, account);
                "indicator.marked"
            }
            Judgement::FalsePositive(reason) => {
                sighting.reason = incidents::reason(&reason, MOST)?;
                sighting.state = State::FalsePositive;
                "indicator.dismissed"
            }
            Judgement::Trace => {
                sighting.reason.clear();
                sighting.state = State::Active;
                "indicator.restored"
            }
        };
        if action != "indicator.marked" {
            sighting.judged_by = caller.person().map(|person| person.name.clone());
            sighting.judged_at = Some(now);
        }
        store::update(&mut unit, &sighting).await?;
        let entry = Entry::new(action, "incident", incident)
            .with(json!({ "indicator": sighting.indicator, "tlp": sighting.tlp.label() }));
        trail::append(&mut unit, caller, now, entry).await?;
        Ok(unit.commit().await?)
    }
}
