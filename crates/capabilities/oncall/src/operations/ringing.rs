//! One step of an alarm: who is called now, and when again.

use access::{Caller, Permission};
use accounts::Contact;
use calendar::Calendar;
use declarations::Declarations;
use incidents::{Incident, Incidents};
use serde_json::json;
use storage::Unit;
use trail::Entry;
use vocabulary::{Failure, Id, Instant};

use super::{Oncall, alarms::about};
use crate::{
    jobs,
    rules::{self, AGAIN_AFTER, How, Reason, Span},
    store::{
        alarms::{self, Alarm, Call},
        turns,
    },
};

const BY_ITSELF: Caller = Caller::Program("oncall");

impl Oncall {
    /// Does a step of an alarm, in one transaction: whom it calls, that the journal says so, and the step after it. Done
    /// already, or no longer needed, it does nothing.
    pub(crate) async fn step(&self, id: Id, step: i64) -> Result<(), Failure> {
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let Some(known) = alarms::find(&mut unit, id).await? else { return Ok(()) };
        let incident = match known.incident {
            Some(incident) => Incidents::hold_in(&mut unit, incident).await?,
            None => None,
        };
        let Some(alarm) = alarms::hold(&mut unit, id).await? else { return Ok(()) };
        if alarm.ended.is_some() || alarm.steps > step {
            return Ok(());
        }
        if let Some((how, by)) = over(&mut unit, &alarm, incident.as_ref()).await? {
            alarms::end(&mut unit, id, now, how, &by).await?;
            let entry = Entry::new("alarm.ended", "alarm", id).with(about(&alarm));
            trail::append(&mut unit, &BY_ITSELF, now, entry).await?;
            return unit.commit().await;
        }
        let (people, nobody) = self.called(&mut unit, now, step).await?;
        let calls = self.calls(&alarm, step, &people, nobody, now);
        for call in &calls {
            alarms::add_call(&mut unit, call).await?;
        }
        alarms::stepped(&mut unit, id, step + 1).await?;
        let names = people.iter().map(|contact| contact.name.as_str()).collect::<Vec<_>>().join(", ");
        if let Some(incident) = alarm.incident {
            let kind = if nobody { "alarm-nobody" } else { "alarm-rang" };
            self.incidents.tell_in(&mut unit, &BY_ITSELF, incident, kind, names);
        }
        for call in &calls {
            jobs::enqueue_call(&mut unit, &self.desk, call).await?;
        }
        jobs::enqueue_step(&mut unit, &self.desk, id, step + 1, now.plus_seconds(AGAIN_AFTER)).await?;
        let accounts: Vec<Id> = people.iter().map(|contact| contact.account).collect();
        let detail = json!({
            "incident": alarm.incident, "draft": alarm.draft, "step": step + 1, "accounts": accounts, "nobody": nobody,
        });
        let entry = Entry::new("alarm.rang", "alarm", id).with(detail);
        trail::append(&mut unit, &BY_ITSELF, now, entry).await?;
        unit.commit().await
    }

    /// Who is called at a step: one of those on call, or everybody who leads the cell when nobody is.
    async fn called(
        &self,
        unit: &mut Unit,
        now: Instant,
        step: i64,
    ) -> Result<(Vec<Contact>, bool), Failure> {
        let date = Calendar::of_the_cell().duty_date(now);
        let there = turns::within(unit, Span { from: date, to: date }).await?;
        let mut contacts = Vec::new();
        for account in rules::on_duty(&there, date) {
            contacts.extend(self.accounts.contact_in(unit, account).await?);
        }
        let ids: Vec<Id> = contacts.iter().map(|contact| contact.account).collect();
        if let Some(whom) = rules::whom(&ids, step) {
            contacts.retain(|contact| contact.account == whom);
            return Ok((contacts, false));
        }
        Ok((self.accounts.contacts_in(unit, Permission::OnCallPlan).await?, true))
    }

    /// A call for each person and each way to reach them, and one to the operator's own address.
    fn calls(&self, alarm: &Alarm, step: i64, people: &[Contact], nobody: bool, at: Instant) -> Vec<Call> {
        let call = |channel: &str, contact: Option<&Contact>| Call {
            id: self.desk.id(),
            alarm: alarm.id,
            step,
            channel: channel.to_owned(),
            account: contact.map(|contact| contact.account),
            name: contact.map(|contact| contact.name.clone()).unwrap_or_default(),
            nobody,
            at,
            done_at: None,
            outcome: String::new(),
        };
        let mut calls: Vec<Call> = people.iter().map(|contact| call("mail", Some(contact))).collect();
        let hooked = people.iter().filter(|contact| self.settings.hook(Some(&contact.email)).is_some());
        calls.extend(hooked.map(|contact| call("webhook", Some(contact))));
        calls.extend(self.settings.hook(None).map(|_| call("webhook", None)));
        calls
    }
}

/// Whether what an alarm rings for is in hands or over, how, and by whom. A severity that somebody confirmed rings though
/// somebody has the incident: it is they who confirmed it.
async fn over(
    unit: &mut Unit,
    alarm: &Alarm,
    incident: Option<&Incident>,
) -> Result<Option<(How, String)>, Failure> {
    if let Some(draft) = alarm.draft {
        let waits = Declarations::draft_waits_in(unit, draft).await?;
        return Ok((!waits).then(|| (How::Resumed, String::new())));
    }
    let Some(incident) = incident else { return Ok(Some((How::Handled, String::new()))) };
    let taken = incident.owner_name.clone().filter(|_| alarm.reason != Reason::Severity);
    let closed = (!incident.state.is_open()).then(String::new);
    Ok(taken.or(closed).map(|by| (How::Handled, by)))
}
