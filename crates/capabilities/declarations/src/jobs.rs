//! What happens later: mail that says only that something is new, the alarm of an interrupted draft.

use std::{collections::BTreeSet, future::Future, pin::Pin, sync::Arc};

use access::Caller;
use jobs::{Claimed, Handler, Job, Outcome};
use mail::{Message, Post};
use serde_json::json;
use storage::{Desk, Unit};
use trail::Entry;
use vocabulary::{Failure, Id, Instant, Language, MailAddress, Wording};

use crate::{
    events::{Delivery, Event, Follower},
    store::{declarations, drafts, holders, messages},
};

pub(crate) const RECEIPT: &str = "declaration.receipt";
pub(crate) const NEWS: &str = "declaration.news";
pub(crate) const DRAFT_ALARM: &str = "declaration.draft-alarm";

/// The declarant is told that the declaration arrived.
pub(crate) async fn enqueue_receipt(unit: &mut Unit, desk: &Desk, declaration: Id) -> Result<(), Failure> {
    let (key, lane) = (declaration.to_string(), format!("declaration {declaration}"));
    let payload = json!({ "declaration": declaration, "line": "receipt" });
    jobs::enqueue(unit, desk, Job { kind: RECEIPT, key, lane, payload, run_at: desk.now() }).await
}

/// The declarant's people are told that something is new; `about` makes each news one.
pub async fn enqueue_news(unit: &mut Unit, desk: &Desk, declaration: Id, about: &str) -> Result<(), Failure> {
    enqueue(unit, desk, (declaration, about), json!({ "declaration": declaration })).await
}

/// The same, where whoever asks keeps a line of whom they tell: followers hear what came of it.
pub async fn enqueue_line(unit: &mut Unit, desk: &Desk, declaration: Id, told: &str) -> Result<(), Failure> {
    enqueue(unit, desk, (declaration, told), json!({ "declaration": declaration, "line": told })).await
}

async fn enqueue(
    unit: &mut Unit,
    desk: &Desk,
    (declaration, about): (Id, &str),
    payload: serde_json::Value,
) -> Result<(), Failure> {
    let (key, lane) = (format!("{declaration} {about}"), format!("declaration {declaration}"));
    jobs::enqueue(unit, desk, Job { kind: NEWS, key, lane, payload, run_at: desk.now() }).await
}

/// They are told of a message once it has left; of one that was taken back, never.
pub async fn enqueue_message(
    unit: &mut Unit,
    desk: &Desk,
    declaration: Id,
    message: Id,
    leaves_at: Instant,
) -> Result<(), Failure> {
    let (key, lane) = (format!("{declaration} {message}"), format!("message {message}"));
    let payload = json!({ "declaration": declaration, "message": message });
    jobs::enqueue(unit, desk, Job { kind: NEWS, key, lane, payload, run_at: leaves_at }).await
}

/// What the handlers need.
#[derive(Clone)]
pub struct Postroom {
    /// Where everything is kept.
    pub desk: Desk,
    /// How mail leaves.
    pub post: Post,
    /// The words of the mail.
    pub wording: Arc<dyn Wording>,
    /// The canonical address of the site, without a slash at its end.
    pub base_url: String,
    /// How the operator signs.
    pub operator: String,
    /// The number to call at any hour.
    pub emergency_phone: String,
    /// Who is on call, by mail; empty when nobody is configured.
    pub on_call: String,
    /// Who is told that somebody in danger stopped half-way, in the transaction that notes it, and what came of letters.
    pub follower: Arc<dyn Follower>,
}

/// The handlers of this capability's jobs.
pub fn handlers(room: &Postroom) -> Vec<Arc<dyn Handler>> {
    vec![
        Arc::new(Letters { room: room.clone(), kind: RECEIPT }),
        Arc::new(Letters { room: room.clone(), kind: NEWS }),
        Arc::new(DraftAlarm(room.clone())),
    ]
}

type Tried<'a> = Pin<Box<dyn Future<Output = Result<Outcome, Failure>> + Send + 'a>>;

/// Words in a language, and what they need.
struct Letter<'a> {
    language: Language,
    subject: &'static str,
    body: &'static str,
    /// An exercise, said before all else.
    exercise: bool,
    arguments: &'a [(&'a str, String)],
}

/// Sends one letter to one person; a second try after a lost answer carries the same identity.
async fn send(room: &Postroom, job: &Claimed, to: &str, letter: &Letter<'_>) -> Outcome {
    let Ok(to) = MailAddress::parse(to) else {
        return Outcome::Never("an address that cannot be one".to_owned());
    };
    let say = |key| room.wording.text(letter.language, key, letter.arguments);
    let message = Message {
        to,
        subject: if letter.exercise {
            room.wording.text(letter.language, "mail-exercise-subject", &[("subject", say(letter.subject))])
        } else {
            say(letter.subject)
        },
        text: say(letter.body),
        language: letter.language,
        message_id: job.id.to_string(),
        at: job.created_at,
    };
    room.post.deliver(&message).await
}

/// The receipt and the news.
struct Letters {
    room: Postroom,
    kind: &'static str,
}

impl Letters {
    /// A job without an address finds the people and gives each a job of their own, so that an address that does not answer
    /// holds nobody else's letter up; a job with one sends.
    async fn handle(&self, job: &Claimed) -> Result<Outcome, Failure> {
        let id = job.identity("declaration")?;
        match job.payload.get("to").and_then(serde_json::Value::as_str) {
            Some(to) => self.write(job, id, to).await,
            None => self.share(job, id).await,
        }
    }

    async fn share(&self, job: &Claimed, id: Id) -> Result<Outcome, Failure> {
        let desk = &self.room.desk;
        let mut unit = desk.store.write().await?;
        if declarations::find(&mut unit, id).await?.is_none() {
            return Ok(Outcome::Done);
        }
        if job.payload.get("message").is_some()
            && messages::find(&mut unit, job.identity("message")?).await?.is_none()
        {
            return Ok(Outcome::Done);
        }
        let last = declarations::last_version(&mut unit, id).await?;
        let holders = holders::of(&mut unit, id).await?;
        let held =
            holders.into_iter().filter(|holder| holder.revoked_at.is_none()).map(|holder| holder.email);
        let declared = ["declarant.email", "declarant.backup_email"].into_iter();
        let declared = declared.filter_map(|field| last.answers.text(field)).map(str::to_owned);
        let people: BTreeSet<String> = held.chain(declared).filter(|address| !address.is_empty()).collect();
        if people.is_empty() {
            self.tell(&mut unit, job, id, Delivery::NoAddress).await?;
        }
        let line = job.payload.get("line").cloned().unwrap_or_default();
        for to in people {
            let letter = Job {
                kind: self.kind,
                key: format!("{} {to}", job.key),
                lane: format!("letters {id} {to}"),
                payload: json!({ "declaration": id, "to": to, "line": line }),
                run_at: desk.now(),
            };
            jobs::enqueue(&mut unit, desk, letter).await?;
        }
        unit.commit().await?;
        Ok(Outcome::Done)
    }

    async fn write(&self, job: &Claimed, id: Id, to: &str) -> Result<Outcome, Failure> {
        let room = &self.room;
        let record = declarations::find(&mut room.desk.store.read().await?, id).await?;
        let Some(record) = record else { return Ok(Outcome::Done) };
        let (subject, body) = if self.kind == RECEIPT {
            ("mail-receipt-subject", "mail-receipt-body")
        } else {
            ("mail-news-subject", "mail-news-body")
        };
        // What to do first is public: for every kind, so that the mail says nothing of which it is.
        let (path, gestures) = match record.language {
            Language::Fr => ("/suivi", "/declarer/premiers-gestes"),
            Language::En => ("/en/follow", "/en/declare/first-steps"),
        };
        let arguments = [
            ("reference", record.reference.clone()),
            ("operator", room.operator.clone()),
            ("phone", room.emergency_phone.clone()),
            ("address", format!("{}{path}", room.base_url)),
            ("gestures", format!("{}{gestures}", room.base_url)),
        ];
        let (language, exercise) = (record.language, record.exercise);
        let letter = Letter { language, subject, body, exercise, arguments: &arguments };
        let outcome = send(room, job, to, &letter).await;
        let delivery = match &outcome {
            Outcome::Done => Delivery::Sent,
            Outcome::Never(reason) => Delivery::Failed(reason),
            Outcome::Later(_) => return Ok(outcome),
        };
        let mut unit = room.desk.store.write().await?;
        self.tell(&mut unit, job, id, delivery).await?;
        unit.commit().await?;
        Ok(outcome)
    }

    /// Tells followers what came of a letter of which somebody keeps a line.
    async fn tell(
        &self,
        unit: &mut Unit,
        job: &Claimed,
        declaration: Id,
        delivery: Delivery<'_>,
    ) -> Result<(), Failure> {
        match job.payload.get("line").and_then(serde_json::Value::as_str) {
            Some(line) => {
                self.room.follower.follow(unit, Event::Mailed { declaration, line, delivery }).await
            }
            None => Ok(()),
        }
    }
}

impl Handler for Letters {
    fn kind(&self) -> &'static str {
        self.kind
    }
    fn handle<'a>(&'a self, job: &'a Claimed) -> Tried<'a> {
        Box::pin(Letters::handle(self, job))
    }
}

/// A draft with danger and a phone that was not filed: the on-call person is told, once.
struct DraftAlarm(Postroom);

impl DraftAlarm {
    async fn ring(&self, job: &Claimed) -> Result<Outcome, Failure> {
        let room = &self.0;
        let id = job.identity("draft")?;
        let Some(draft) = drafts::find(&mut room.desk.store.read().await?, id).await? else {
            return Ok(Outcome::Done);
        };
        let untouched = room.desk.now().seconds_since(draft.updated_at);
        if draft.filed_as.is_some() {
            return Ok(Outcome::Done);
        }
        if draft.alarmed_at.is_none() {
            if untouched < crate::operations::INTERRUPTED_AFTER {
                return Ok(Outcome::Later("the person is still writing".to_owned()));
            }
            self.note(id).await?;
        }
        if room.on_call.is_empty() {
            return Ok(Outcome::Done);
        }
        let arguments = [
            ("phone", draft.phone.clone()),
            ("operator", room.operator.clone()),
            ("address", format!("{}/cellule", room.base_url)),
        ];
        let letter = Letter {
            language: Language::Fr,
            subject: "mail-draft-alarm-subject",
            body: "mail-draft-alarm-body",
            exercise: false,
            arguments: &arguments,
        };
        // Noted already: an address that does not answer holds no alarm up.
        Ok(send(room, job, &room.on_call, &letter).await)
    }

    /// Notes that it was interrupted, once, and tells whoever must know.
    async fn note(&self, id: Id) -> Result<(), Failure> {
        let room = &self.0;
        let mut unit = room.desk.store.write().await?;
        if !drafts::alarmed(&mut unit, id, room.desk.now()).await? {
            return Ok(());
        }
        room.follower.follow(&mut unit, Event::Interrupted { draft: id }).await?;
        let entry = Entry::new("draft.alarmed", "draft", id);
        trail::append(&mut unit, &Caller::Program("draft-alarm"), room.desk.now(), entry).await?;
        unit.commit().await
    }
}

impl Handler for DraftAlarm {
    fn kind(&self) -> &'static str {
        DRAFT_ALARM
    }
    fn handle<'a>(&'a self, job: &'a Claimed) -> Tried<'a> {
        Box::pin(self.ring(job))
    }
}
