//! What happens later: who is to be told of a post, a letter to each, and once a day a letter of all that is new.

use std::{collections::BTreeSet, future::Future, pin::Pin, sync::Arc};

use ::jobs::{Claimed, Handler, Job, Outcome};
use access::Permission;
use accounts::Known;
use calendar::Calendar;
use jiff::{ToSpan as _, civil::time};
use mail::{Message, Post};
use serde_json::{Value, json};
use storage::{Desk, Unit};
use vocabulary::{Failure, Id, Instant, MailAddress, Problem, Wording};

use crate::{
    letters::{self, Pages, Words},
    operations::Tidings,
    rules::Rhythm,
    store,
};

const POST: &str = "tidings.post";
const LETTER: &str = "tidings.letter";
const ROUND: &str = "tidings.round";

/// When the letter of the day leaves, mainland time.
const MORNING: jiff::civil::Time = time(7, 0, 0, 0);
/// How far back a letter of the day looks, in seconds: longer than a day, for those who had none yesterday.
const BACK: i64 = 26 * 3600;

/// A post is to be told of.
pub(crate) async fn enqueue_post(unit: &mut Unit, desk: &Desk, post: Id) -> Result<(), Failure> {
    let (key, run_at) = (post.to_string(), desk.now());
    let payload = json!({ "post": post });
    ::jobs::enqueue(unit, desk, Job { kind: POST, key, lane: String::new(), payload, run_at }).await
}

async fn enqueue_letter(
    unit: &mut Unit,
    desk: &Desk,
    account: Id,
    (about, payload): (String, Value),
) -> Result<(), Failure> {
    let key = format!("{account} {about}");
    let job = Job { kind: LETTER, key, lane: String::new(), payload, run_at: desk.now() };
    ::jobs::enqueue(unit, desk, job).await
}

/// The next letters of the day, if they are not to come already.
pub async fn schedule(unit: &mut Unit, desk: &Desk) -> Result<(), Failure> {
    let cell = Calendar::of_the_cell();
    let today = cell.date(desk.now());
    let tomorrow = today.checked_add(1.day()).unwrap_or(today);
    let due = [today, tomorrow].into_iter().map(|date| (date, cell.at(date, MORNING)));
    let Some((date, run_at)) = due.into_iter().find(|(_, at)| *at > desk.now()) else { return Ok(()) };
    let payload = json!({ "at": run_at.millis() });
    let job = Job { kind: ROUND, key: date.to_string(), lane: String::new(), payload, run_at };
    ::jobs::enqueue(unit, desk, job).await
}

/// What the handlers need.
#[derive(Clone)]
pub struct Postroom {
    /// Who is told of what.
    pub tidings: Tidings,
    /// How mail leaves.
    pub post: Post,
    /// The words of the mail.
    pub wording: Arc<dyn Wording>,
    /// The canonical address of the site, without a slash at its end; never the one that a request named.
    pub base_url: String,
    /// How the operator signs.
    pub operator: String,
    /// Where the private space and its threads stand.
    pub pages: Pages,
}

/// The handlers of this capability's jobs.
pub fn handlers(room: &Postroom) -> Vec<Arc<dyn Handler>> {
    let one = |kind| Arc::new(Doing { room: room.clone(), kind }) as Arc<dyn Handler>;
    vec![one(POST), one(LETTER), one(ROUND)]
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
            let done = match self.kind {
                POST => self.room.tidings.tell(job.identity("post")?).await,
                LETTER => self.room.letter(job).await,
                _ => self.room.tidings.round(job).await,
            };
            match done {
                Ok(outcome) => Ok(outcome),
                Err(Problem::Failed(failure)) => Err(failure),
                Err(Problem::Refused(refused)) => Ok(Outcome::Never(format!("{refused:?}"))),
            }
        })
    }
}

impl Tidings {
    /// Says who is to be told of a post: whom it calls, whom it names, who wrote in its thread before, and the cell of what it is
    /// asked. Whether they may read it is asked of each one's own seat, now and again when the letter leaves.
    async fn tell(&self, post: Id) -> Result<Outcome, Problem> {
        let mut unit = self.desk.store.write().await?;
        let Some(shown) = self.community.shown_in(&mut unit, post).await? else { return Ok(Outcome::Done) };
        let called: BTreeSet<Id> = self.called_in(&mut unit, &shown.body).await?.into_values().collect();
        let mut told: BTreeSet<Id> =
            called.iter().chain(&shown.named).chain(&shown.writers).copied().collect();
        if shown.to_the_cell {
            let cell = self.accounts.contacts_in(&mut unit, Permission::CommunityAnswer).await?;
            told.extend(cell.into_iter().map(|contact| contact.account));
        }
        told.retain(|account| Some(*account) != shown.author);
        for account in told {
            let Some((reader, _)) = self.reader_in(&mut unit, account).await? else { continue };
            if self.community.told_in(&mut unit, &reader, post).await?.is_none() {
                continue;
            }
            let mentioned = called.contains(&account);
            if mentioned {
                store::mention(&mut unit, account, (post, shown.at)).await?;
            }
            let named = shown.named.contains(&account);
            let rhythm = store::rhythm(&mut unit, account).await?;
            // What is for somebody by name does not wait for the morning; the answer to a question neither.
            let at_once = rhythm == Rhythm::Each || (rhythm == Rhythm::Daily && (mentioned || named));
            if at_once {
                let why = match () {
                    () if mentioned => "mention",
                    () if shown.to_the_cell => "question",
                    () => "answer",
                };
                let payload = json!({ "account": account, "post": post, "why": why });
                enqueue_letter(&mut unit, &self.desk, account, (post.to_string(), payload)).await?;
            }
        }
        unit.commit().await?;
        Ok(Outcome::Done)
    }

    /// Begins the letters of the day, and sees to those of tomorrow.
    async fn round(&self, job: &Claimed) -> Result<Outcome, Problem> {
        let at = job.payload.get("at").and_then(Value::as_i64).unwrap_or_default();
        let mut unit = self.desk.store.write().await?;
        for belonging in self.members.all_in(&mut unit).await? {
            let account = belonging.card.account;
            if belonging.email.is_some() && store::rhythm(&mut unit, account).await? == Rhythm::Daily {
                let since = Instant::from_millis(at).plus_seconds(-BACK).millis();
                let payload = json!({ "account": account, "since": since });
                enqueue_letter(&mut unit, &self.desk, account, (format!("day {at}"), payload)).await?;
            }
        }
        schedule(&mut unit, &self.desk).await?;
        unit.commit().await?;
        Ok(Outcome::Done)
    }
}

impl Postroom {
    /// Writes to one, of what they may read at this moment.
    async fn letter(&self, job: &Claimed) -> Result<Outcome, Problem> {
        let tidings = &self.tidings;
        let mut unit = tidings.desk.store.read().await?;
        let Some((reader, known)) = tidings.reader_in(&mut unit, job.identity("account")?).await? else {
            return Ok(Outcome::Done);
        };
        let words = if let Some(since) = job.payload.get("since").and_then(Value::as_i64) {
            let news = tidings.community.news_in(&mut unit, &reader, Instant::from_millis(since)).await?;
            (!news.is_empty()).then(|| {
                let address = format!("{}{}", self.base_url, (self.pages)(None, known.language));
                letters::digest(&*self.wording, known.language, &news, (&address, &self.foot(&known)))
            })
        } else {
            let why = job.payload.get("why").and_then(Value::as_str).unwrap_or("answer");
            let told = tidings.community.told_in(&mut unit, &reader, job.identity("post")?).await?;
            told.map(|(news, post)| {
                let page = (self.pages)(Some(news.thread.id), known.language);
                let address = format!("{}{page}", self.base_url);
                let (language, foot) = (known.language, self.foot(&known));
                letters::one(&*self.wording, language, (&news, &post), (why, &address, &foot))
            })
        };
        drop(unit);
        let Some(words) = words else { return Ok(Outcome::Done) };
        Ok(self.send(job, &known, words).await)
    }

    fn foot(&self, known: &Known) -> String {
        self.wording.text(known.language, "mail-tidings-foot", &[("operator", self.operator.clone())])
    }

    async fn send(&self, job: &Claimed, known: &Known, (subject, text): Words) -> Outcome {
        let Some(Ok(to)) = known.email.as_deref().map(MailAddress::parse) else { return Outcome::Done };
        let message = Message {
            to,
            subject,
            text,
            language: known.language,
            message_id: job.id.to_string(),
            at: job.created_at,
        };
        self.post.deliver(&message).await
    }
}
