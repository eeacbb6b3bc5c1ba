//! What happens later: letters that ask for a confirmation, and everything that leaves for those who subscribed.

use std::{future::Future, pin::Pin, sync::Arc};

use ::jobs::{Claimed, Handler, Job, Outcome};
use access::Caller;
use mail::{Letters, Message, Post};
use serde_json::{Value, json};
use storage::{Desk, Unit};
use vocabulary::{Failure, Id, Instant, Language, MailAddress, Problem, Wording, slug};

use crate::{
    delivery::Delivery,
    letters::Pages,
    links::Purpose,
    operations::Subscriptions,
    rules::{Published, Rhythm},
    store::{
        counts,
        deliveries::{self, Which},
        requests::{self, Wanted},
        subscribers,
    },
};

const LETTER: &str = "subscriptions.letter";
const SPREAD: &str = "subscriptions.spread";
const DELIVER: &str = "subscriptions.deliver";
const DIGEST: &str = "subscriptions.digest";
const WITHDRAWAL: &str = "subscriptions.withdrawal";
const ERASURE: &str = "subscriptions.erasure";

/// The mail that asks whether it was really they.
pub(crate) async fn enqueue_letter(unit: &mut Unit, desk: &Desk, request: Id) -> Result<(), Failure> {
    enqueue(unit, desk, (LETTER, request.to_string()), json!({ "request": request })).await
}

/// A version is put before those whom it is for.
pub(crate) async fn enqueue_spread(
    unit: &mut Unit,
    desk: &Desk,
    publication: Id,
    version: i64,
) -> Result<(), Failure> {
    let payload = json!({ "publication": publication, "version": version });
    enqueue(unit, desk, (SPREAD, format!("{publication} {version}")), payload).await
}

/// What has not left does not leave any more.
pub(crate) async fn enqueue_withdrawal(
    unit: &mut Unit,
    desk: &Desk,
    publication: Id,
    version: i64,
) -> Result<(), Failure> {
    let key = format!("{publication} {version} {}", desk.now().millis());
    enqueue(unit, desk, (WITHDRAWAL, key), json!({ "publication": publication })).await
}

/// Mails that were written to files go with whom they were for.
pub(crate) async fn enqueue_erasure(
    unit: &mut Unit,
    desk: &Desk,
    subscriber: Id,
    requests: &[Id],
) -> Result<(), Failure> {
    let payload = json!({ "subscriber": subscriber, "requests": requests });
    enqueue(unit, desk, (ERASURE, subscriber.to_string()), payload).await
}

/// What waits leaves. One after the other, so that two workers never write to one person of the same thing.
pub(crate) async fn enqueue_delivery(
    unit: &mut Unit,
    desk: &Desk,
    which: Which,
    turn: &str,
) -> Result<(), Failure> {
    ::jobs::enqueue(unit, desk, delivery(which, turn, desk.now())).await
}

/// The digest that comes next, if nobody asked for it yet.
async fn enqueue_digest(unit: &mut Unit, desk: &Desk, rhythm: Rhythm) -> Result<(), Failure> {
    let run_at = rhythm.leaves(desk.now());
    let turn = run_at.millis().to_string();
    ::jobs::enqueue(unit, desk, delivery(Which::Digest(rhythm), &turn, run_at)).await
}

fn delivery(which: Which, turn: &str, run_at: Instant) -> Job {
    let (kind, name, of) = match which {
        Which::One(publication) => (DELIVER, "publication", publication.to_string()),
        Which::Digest(rhythm) => (DIGEST, "rhythm", rhythm.code().to_owned()),
    };
    let (key, lane) = (format!("{of} {turn}"), format!("subscriptions {of}"));
    Job { kind, key, lane, payload: json!({ name: of, "turn": turn }), run_at }
}

async fn enqueue(
    unit: &mut Unit,
    desk: &Desk,
    (kind, key): (&'static str, String),
    payload: Value,
) -> Result<(), Failure> {
    ::jobs::enqueue(unit, desk, Job { kind, key, lane: String::new(), payload, run_at: desk.now() }).await
}

/// What the handlers need.
#[derive(Clone)]
pub struct Postroom {
    /// The subscriptions.
    pub subscriptions: Subscriptions,
    /// How mail leaves.
    pub post: Post,
    /// The mails that were written to files.
    pub letters: Letters,
    /// The words of the mail.
    pub wording: Arc<dyn Wording>,
    /// The canonical address of the site, without a slash at its end; never the one that a request named.
    pub base_url: String,
    /// How the operator signs.
    pub operator: String,
    /// Where what is published stands.
    pub pages: Pages,
}

/// Pages of ours that mails name, in French and in English: to confirm, to change, to end, to ask for a link.
pub(crate) const CONFIRM: [&str; 2] = ["/abonnements/confirmer", "/en/subscriptions/confirm"];
pub(crate) const CHANGE: [&str; 2] = ["/abonnements/modifier", "/en/subscriptions/change"];
pub(crate) const END: [&str; 2] = ["/abonnements/desinscription", "/en/subscriptions/unsubscribe"];

impl Postroom {
    /// The address of a page of ours.
    pub(crate) fn at(&self, [fr, en]: [&str; 2], language: Language) -> String {
        format!("{}{}", self.base_url, if language == Language::En { en } else { fr })
    }
}

/// The handlers of this capability's jobs, each a few moments long.
pub fn handlers(room: &Postroom) -> Vec<Arc<dyn Handler>> {
    of(room, &[LETTER, SPREAD, WITHDRAWAL, ERASURE])
}

/// The handlers of what may leave for very many: for a worker of its own, so that nothing else waits for it.
pub fn deliveries(room: &Postroom) -> Vec<Arc<dyn Handler>> {
    of(room, &[DELIVER, DIGEST])
}

fn of(room: &Postroom, kinds: &[&'static str]) -> Vec<Arc<dyn Handler>> {
    let one = |kind: &&'static str| Arc::new(Doing { room: room.clone(), kind }) as Arc<dyn Handler>;
    kinds.iter().map(one).collect()
}

struct Doing {
    room: Postroom,
    kind: &'static str,
}

impl Handler for Doing {
    fn kind(&self) -> &'static str {
        self.kind
    }

    fn handle<'a>(
        &'a self,
        job: &'a Claimed,
    ) -> Pin<Box<dyn Future<Output = Result<Outcome, Failure>> + Send + 'a>> {
        Box::pin(async move {
            match self.kind {
                LETTER => self.room.letter(job).await,
                SPREAD => self.room.spread(job).await,
                WITHDRAWAL => self.room.withdraw(job).await,
                ERASURE => self.room.erase(job).await,
                _ => {
                    let rhythm = text(job, "rhythm");
                    let which = match Rhythm::from_code(&rhythm) {
                        Some(rhythm) => Which::Digest(rhythm),
                        None => Which::One(job.identity("publication")?),
                    };
                    Delivery::new(self.room.clone(), which).run(&text(job, "turn")).await
                }
            }
        })
    }
}

fn text(job: &Claimed, name: &str) -> String {
    job.payload.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

impl Postroom {
    /// Asks whoever reads the mail of an address whether it was they.
    async fn letter(&self, job: &Claimed) -> Result<Outcome, Failure> {
        let desk = &self.subscriptions.desk;
        let mut unit = desk.store.read().await?;
        let request = requests::open(&mut unit, job.identity("request")?, desk.now()).await?;
        // Confirmed or too old meanwhile: a letter would only mislead.
        let Some(request) = request else { return Ok(Outcome::Done) };
        let known = subscribers::by_email(&mut unit, &request.email).await?;
        drop(unit);
        let (purpose, page, subject, body, language) = match (request.purpose, known) {
            (Wanted::Subscribe, _) => (
                Purpose::Confirm,
                CONFIRM,
                "mail-subscribe-subject",
                "mail-subscribe-body",
                request.choices.language,
            ),
            (Wanted::Change, Some((_, choices))) => {
                (Purpose::Change, CHANGE, "mail-choices-subject", "mail-choices-body", choices.language)
            }
            // Nobody of that address subscribes: nothing is written to whom somebody else named.
            (Wanted::Change, None) | (Wanted::Confirmed, _) => return Ok(Outcome::Done),
        };
        let link = self.subscriptions.links.sign(purpose, request.id);
        let address = format!("{}?cle={link}", self.at(page, language));
        let arguments = [("address", address), ("operator", self.operator.clone())];
        let say = |key| self.wording.text(language, key, &arguments);
        let Ok(to) = MailAddress::parse(&request.email) else { return Ok(Outcome::Done) };
        let (subject, text) = (say(subject), say(body));
        let message_id = format!("demande.{}", request.id);
        let message = Message { to, subject, text, language, message_id, at: request.at };
        match self.post.send(&message).await {
            Ok(()) => Ok(Outcome::Done),
            // An address that somebody mistyped is nothing for the operator to look at.
            Err(undelivered) if undelivered.permanent => {
                let mut unit = desk.store.write().await?;
                requests::remove(&mut unit, request.id).await?;
                unit.commit().await?;
                Ok(Outcome::Done)
            }
            Err(undelivered) => Ok(Outcome::Later(undelivered.reason)),
        }
    }

    /// Writes down, in one transaction, for whom a version is.
    async fn spread(&self, job: &Claimed) -> Result<Outcome, Failure> {
        let Subscriptions { desk, publications, .. } = &self.subscriptions;
        let publication = job.identity("publication")?;
        let version = job.payload.get("version").and_then(Value::as_i64).unwrap_or_default();
        // As nobody in particular: what is not for everybody is not there.
        let found = publications.those(&Caller::Nobody, &[publication]).await.map_err(failed)?;
        let Some(listed) = found.first().filter(|listed| listed.withdrawn.is_none()) else {
            return Ok(Outcome::Done);
        };
        let said = publications.contents(&Caller::Nobody, &[publication]).await.map_err(failed)?;
        let Some(last) = said.get(&publication) else { return Ok(Outcome::Done) };
        let touched = &last.content.facts.products;
        let published = Published {
            kind: listed.kind,
            severity: listed.severity,
            products: touched
                .iter()
                .flat_map(|it| Published::keys(&slug(&it.vendor), &slug(&it.product)))
                .collect(),
        };
        let now = desk.now();
        let mut unit = desk.store.write().await?;
        let told = deliveries::spread(&mut unit, (publication, version), &published, now).await?;
        if told > 0 {
            let told = i64::try_from(told).unwrap_or(i64::MAX);
            counts::begin(&mut unit, (publication, version), told, now).await?;
        }
        if deliveries::waits(&mut unit, publication, Rhythm::AtOnce).await? {
            enqueue_delivery(&mut unit, desk, Which::One(publication), &format!("{version}")).await?;
        }
        for rhythm in [Rhythm::Daily, Rhythm::Weekly] {
            if deliveries::waits(&mut unit, publication, rhythm).await? {
                enqueue_digest(&mut unit, desk, rhythm).await?;
            }
        }
        unit.commit().await?;
        Ok(Outcome::Done)
    }

    async fn withdraw(&self, job: &Claimed) -> Result<Outcome, Failure> {
        let Subscriptions { desk, publications, .. } = &self.subscriptions;
        let publication = job.identity("publication")?;
        let found = publications.those(&Caller::Nobody, &[publication]).await.map_err(failed)?;
        // Published anew meanwhile: that is told.
        if found.iter().any(|listed| listed.withdrawn.is_none()) {
            return Ok(Outcome::Done);
        }
        let mut unit = desk.store.write().await?;
        deliveries::drop_queued(&mut unit, publication).await?;
        unit.commit().await?;
        Ok(Outcome::Done)
    }

    async fn erase(&self, job: &Claimed) -> Result<Outcome, Failure> {
        let subscriber = job.identity("subscriber")?;
        let requests = job.payload.get("requests").and_then(Value::as_array).cloned().unwrap_or_default();
        let requests = requests.iter().filter_map(Value::as_str).map(|id| format!("demande.{id}"));
        let ends: Vec<String> = requests.chain([subscriber.to_string()]).collect();
        self.letters.remove_ending(&ends).await?;
        Ok(Outcome::Done)
    }
}

/// What is asked as nobody in particular is never refused: it breaks, or it works.
pub(crate) fn failed(problem: Problem) -> Failure {
    match problem {
        Problem::Failed(failure) => failure,
        Problem::Refused(refused) => Failure::new("read what is published", format!("{refused:?}")),
    }
}
