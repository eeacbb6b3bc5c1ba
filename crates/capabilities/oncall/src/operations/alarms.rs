//! Alarms, as people see and end them.

use access::{Caller, permit};
use serde_json::json;
use trail::Entry;
use vocabulary::{Id, Problem, Refusal, Refused};

use super::{Oncall, absent, handles, within};
use crate::{
    rules::How,
    store::alarms::{self, Alarm, Call},
};

/// An alarm, with whom it called.
#[derive(Clone, Debug)]
pub struct AlarmView {
    /// The alarm.
    pub alarm: Alarm,
    /// Whom it called, the latest first.
    pub calls: Vec<Call>,
}

/// How many of those that ended are shown.
const ENDED: i64 = 30;

impl Oncall {
    /// The alarms that ring within the caller's reach.
    pub async fn ringing(&self, caller: &Caller) -> Result<Vec<Alarm>, Problem> {
        let scope = handles(caller)?;
        let mut unit = self.desk.store.read().await?;
        let mut found = Vec::new();
        for alarm in alarms::ringing(&mut unit).await? {
            if within(&mut unit, &scope, alarm.incident).await? {
                found.push(alarm);
            }
        }
        Ok(found)
    }

    /// The alarms within the caller's reach, those that ring first. That they were shown is in the trail.
    pub async fn alarms(&self, caller: &Caller) -> Result<Vec<AlarmView>, Problem> {
        let scope = handles(caller)?;
        let mut unit = self.desk.store.read().await?;
        let mut all = alarms::ringing(&mut unit).await?;
        all.extend(alarms::ended(&mut unit, ENDED).await?);
        let mut views = Vec::new();
        for alarm in all {
            if within(&mut unit, &scope, alarm.incident).await? {
                let calls = alarms::calls(&mut unit, alarm.id).await?;
                views.push(AlarmView { alarm, calls });
            }
        }
        drop(unit);
        let mut unit = self.desk.store.write().await?;
        let entry = Entry::new("alarms.listed", "alarms", "list").with(json!({ "shown": views.len() }));
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        unit.commit().await?;
        Ok(views)
    }

    /// Acknowledges an alarm: nobody else is called.
    pub async fn acknowledge(&self, caller: &Caller, id: Id) -> Result<(), Problem> {
        let scope = handles(caller)?;
        let mut unit = self.desk.store.write().await?;
        let alarm = alarms::find(&mut unit, id).await?.ok_or_else(absent)?;
        // The incident first, then what hangs on it: as everywhere.
        match alarm.incident {
            Some(incident) => {
                self.incidents.granted_in::<permit::IncidentHandle>(&mut unit, caller, incident).await?;
            }
            None if !scope.is_national() => return Err(absent()),
            None => {}
        }
        let (now, by) = (self.desk.now(), caller.author());
        if !alarms::end(&mut unit, id, now, How::Acknowledged, &by).await? {
            return Err(Refused::Conflict(Refusal::new("alarm-over")).into());
        }
        if let Some(incident) = alarm.incident {
            let kind = "alarm-acknowledged";
            self.incidents.tell_in(&mut unit, caller, incident, kind, String::new());
        }
        let entry = Entry::new("alarm.acknowledged", "alarm", id).with(about(&alarm));
        trail::append(&mut unit, caller, now, entry).await?;
        Ok(unit.commit().await?)
    }
}

/// What the trail says an alarm is about.
pub(crate) fn about(alarm: &Alarm) -> serde_json::Value {
    json!({ "incident": alarm.incident, "draft": alarm.draft, "reason": alarm.reason.code() })
}
