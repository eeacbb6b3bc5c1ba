//! Alarms ring: a step decides who is called, a letter and a webhook call them. Each is a job of its own key, and so happens
//! once whatever is restarted, and whatever the clock does.

use std::{future::Future, pin::Pin, sync::Arc};

use ::jobs::{Claimed, Handler, Job, Outcome};
use mail::{Message, Post};
use serde_json::{Value, json};
use storage::{Desk, Unit};
use vocabulary::{Failure, Id, Instant, Language, MailAddress, Wording};

use crate::{
    operations::Oncall,
    store::alarms::{self, Alarm, Call},
};

const STEP: &str = "oncall.step";
const MAIL: &str = "oncall.mail";
const HOOK: &str = "oncall.webhook";

pub(crate) async fn enqueue_step(
    unit: &mut Unit,
    desk: &Desk,
    alarm: Id,
    step: i64,
    run_at: Instant,
) -> Result<(), Failure> {
    let payload = json!({ "alarm": alarm, "step": step });
    let job = Job { kind: STEP, key: format!("{alarm} {step}"), lane: String::new(), payload, run_at };
    ::jobs::enqueue(unit, desk, job).await
}

pub(crate) async fn enqueue_call(unit: &mut Unit, desk: &Desk, call: &Call) -> Result<(), Failure> {
    let kind = if call.channel == "mail" { MAIL } else { HOOK };
    let (key, payload) = (call.id.to_string(), json!({ "call": call.id }));
    ::jobs::enqueue(unit, desk, Job { kind, key, lane: String::new(), payload, run_at: call.at }).await
}

/// What the handlers need.
#[derive(Clone)]
pub struct Switchboard {
    /// The alarms.
    pub oncall: Oncall,
    /// How mail leaves.
    pub post: Post,
    /// The words of the mail.
    pub wording: Arc<dyn Wording>,
    /// The canonical address of the site, without a slash at its end.
    pub base_url: String,
    /// How the operator signs.
    pub operator: String,
}

/// The handlers of this capability's jobs.
pub fn handlers(board: &Switchboard) -> Vec<Arc<dyn Handler>> {
    let handler = |kind| Arc::new(Ringer { board: board.clone(), kind }) as Arc<dyn Handler>;
    vec![handler(STEP), handler(MAIL), handler(HOOK)]
}

struct Ringer {
    board: Switchboard,
    kind: &'static str,
}

impl Ringer {
    async fn handle(&self, job: &Claimed) -> Result<Outcome, Failure> {
        if self.kind == STEP {
            let step = job.payload.get("step").and_then(Value::as_i64).unwrap_or_default();
            self.board.oncall.step(job.identity("alarm")?, step).await?;
            return Ok(Outcome::Done);
        }
        let desk = &self.board.oncall.desk;
        let mut unit = desk.store.read().await?;
        let Some(call) = alarms::call_of(&mut unit, job.identity("call")?).await? else {
            return Ok(Outcome::Done);
        };
        let Some(alarm) = alarms::find(&mut unit, call.alarm).await? else { return Ok(Outcome::Done) };
        let contact = match call.account {
            Some(account) => self.board.oncall.accounts.contact_in(&mut unit, account).await?,
            None => None,
        };
        drop(unit);
        // Acknowledged meanwhile, or called already.
        if call.done_at.is_some() {
            return Ok(Outcome::Done);
        }
        if alarm.ended.is_some() || (call.account.is_some() && contact.is_none()) {
            self.note(&call, "not-needed").await?;
            return Ok(Outcome::Done);
        }
        let tried = match (self.kind, contact) {
            (MAIL, Some(contact)) => self.write(job, &alarm, &call, &contact).await,
            (_, contact) => self.post(job, &alarm, contact.as_ref()).await?,
        };
        match &tried {
            Outcome::Done => self.note(&call, "sent").await?,
            Outcome::Never(_) => self.note(&call, "failed").await?,
            Outcome::Later(_) => {}
        }
        Ok(tried)
    }

    async fn note(&self, call: &Call, outcome: &str) -> Result<(), Failure> {
        let desk = &self.board.oncall.desk;
        let mut unit = desk.store.write().await?;
        alarms::call_done(&mut unit, call.id, desk.now(), outcome).await?;
        unit.commit().await
    }

    /// Where an alarm is acknowledged.
    fn address(&self, language: Language) -> String {
        let path = if language == Language::Fr { "/cellule/alarmes" } else { "/en/unit/alarms" };
        format!("{}{path}", self.board.base_url)
    }

    async fn write(&self, job: &Claimed, alarm: &Alarm, call: &Call, to: &accounts::Contact) -> Outcome {
        let board = &self.board;
        let Ok(address) = MailAddress::parse(&to.email) else {
            return Outcome::Never("an address that cannot be one".to_owned());
        };
        let word = |key: &str| board.wording.text(to.language, key, &[]);
        let mut arguments = vec![
            ("reference", alarm.reference.clone()),
            ("severity", alarm.severity.to_string()),
            ("step", (call.step + 1).to_string()),
            ("address", self.address(to.language)),
            ("operator", board.operator.clone()),
        ];
        let marked = [(alarm.exercise, "mail-alarm-exercise"), (call.nobody, "mail-alarm-nobody")];
        let notes: String =
            marked.iter().filter(|(holds, _)| *holds).map(|(_, key)| word(key) + "\n").collect();
        arguments.push(("notes", notes));
        let say = |key: &str| board.wording.text(to.language, key, &arguments);
        let (subject, text) = if alarm.draft.is_some() {
            (say("mail-alarm-draft-subject"), say("mail-alarm-draft-body"))
        } else {
            (say("mail-alarm-subject"), say("mail-alarm-body"))
        };
        let message = Message {
            to: address,
            subject,
            text,
            language: to.language,
            message_id: job.id.to_string(),
            at: job.created_at,
        };
        board.post.deliver(&message).await
    }

    /// The reference, how severe, and where to look: nothing of what was declared.
    async fn post(
        &self,
        job: &Claimed,
        alarm: &Alarm,
        to: Option<&accounts::Contact>,
    ) -> Result<Outcome, Failure> {
        let Some(hook) = self.board.oncall.settings.hook(to.map(|contact| contact.email.as_str())) else {
            return Ok(Outcome::Never("the webhook is set no more".to_owned()));
        };
        let language = to.map_or(Language::Fr, |contact| contact.language);
        let body = json!({
            "event": "alarm", "id": job.id, "alarm": alarm.id, "reference": alarm.reference,
            "severity": alarm.severity, "exercise": alarm.exercise, "link": self.address(language),
            "at": job.created_at.to_string(),
        })
        .to_string();
        let identity = job.id.to_string();
        let sent = tokio::task::spawn_blocking(move || hook.send(&identity, &body)).await;
        let sent = sent.map_err(|error| Failure::new("call a webhook", error))?;
        Ok(match sent {
            Ok(()) => Outcome::Done,
            Err(undelivered) if undelivered.permanent => Outcome::Never(undelivered.reason),
            Err(undelivered) => Outcome::Later(undelivered.reason),
        })
    }
}

impl Handler for Ringer {
    fn kind(&self) -> &'static str {
        self.kind
    }
    fn handle<'a>(
        &'a self,
        job: &'a Claimed,
    ) -> Pin<Box<dyn Future<Output = Result<Outcome, Failure>> + Send + 'a>> {
        Box::pin(Ringer::handle(self, job))
    }
}
