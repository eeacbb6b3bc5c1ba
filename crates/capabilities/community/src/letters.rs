//! Mail that says only to come: that something waits in the private space, and never what.

use std::{future::Future, pin::Pin, sync::Arc};

use ::jobs::{Claimed, Handler, Job, Outcome};
use accounts::{Accounts, Contact};
use mail::{Message, Post};
use serde_json::json;
use storage::{Desk, Unit};
use vocabulary::{Failure, Id, Language, MailAddress, Wording};

use crate::{operations::Community, store};

const LETTER: &str = "community.letter";
const REVEALED: &str = "community.revealed";

/// Somebody is told to come; `about` tells one letter from another.
pub(crate) async fn enqueue(unit: &mut Unit, desk: &Desk, about: Id, account: Id) -> Result<(), Failure> {
    let payload = json!({ "account": account });
    put(unit, desk, Job { kind: LETTER, key: format!("{about} {account}"), payload, ..job(desk) }).await
}

/// Whoever wrote what was revealed is told to come. Who that is stands nowhere, the outbox included.
pub(crate) async fn enqueue_revealed(unit: &mut Unit, desk: &Desk, reveal: Id) -> Result<(), Failure> {
    let payload = json!({ "reveal": reveal });
    put(unit, desk, Job { kind: REVEALED, key: reveal.to_string(), payload, ..job(desk) }).await
}

fn job(desk: &Desk) -> Job {
    Job { kind: "", key: String::new(), lane: String::new(), payload: json!({}), run_at: desk.now() }
}

async fn put(unit: &mut Unit, desk: &Desk, job: Job) -> Result<(), Failure> {
    ::jobs::enqueue(unit, desk, job).await
}

/// What the handlers need.
#[derive(Clone)]
pub struct Postroom {
    /// The private space.
    pub community: Community,
    /// Where people are reached.
    pub accounts: Accounts,
    /// How mail leaves.
    pub post: Post,
    /// The words of the mail.
    pub wording: Arc<dyn Wording>,
    /// The canonical address of the site, without a slash at its end; never the one that a request named.
    pub base_url: String,
    /// How the operator signs.
    pub operator: String,
}

/// The handlers of these letters.
pub fn handlers(room: &Postroom) -> Vec<Arc<dyn Handler>> {
    let one = |kind| Arc::new(Writes { room: room.clone(), kind }) as Arc<dyn Handler>;
    vec![one(LETTER), one(REVEALED)]
}

struct Writes {
    room: Postroom,
    kind: &'static str,
}

impl Handler for Writes {
    fn kind(&self) -> &'static str {
        self.kind
    }

    fn handle<'a>(
        &'a self,
        job: &'a Claimed,
    ) -> Pin<Box<dyn Future<Output = Result<Outcome, Failure>> + Send + 'a>> {
        Box::pin(async move {
            let Some(to) = self.addressee(job).await? else { return Ok(Outcome::Done) };
            Ok(self.room.send(job, &to).await)
        })
    }
}

impl Writes {
    async fn addressee(&self, job: &Claimed) -> Result<Option<Contact>, Failure> {
        let room = &self.room;
        let mut unit = room.community.desk.store.read().await?;
        let account = if self.kind == LETTER {
            Some(job.identity("account")?)
        } else {
            match store::reveals::find(&mut unit, job.identity("reveal")?).await? {
                Some(reveal) => {
                    let post = store::posts::known(&mut unit, reveal.post).await?;
                    post.and_then(|post| room.community.unsealed(&post))
                }
                None => None,
            }
        };
        match account {
            Some(account) => room.accounts.contact_in(&mut unit, account).await,
            None => Ok(None),
        }
    }
}

impl Postroom {
    async fn send(&self, job: &Claimed, contact: &Contact) -> Outcome {
        let Ok(to) = MailAddress::parse(&contact.email) else {
            return Outcome::Never("an address that cannot be one".to_owned());
        };
        let path = if contact.language == Language::En { "/en/community" } else { "/communaute" };
        let arguments =
            [("address", format!("{}{path}", self.base_url)), ("operator", self.operator.clone())];
        let say = |key| self.wording.text(contact.language, key, &arguments);
        let message = Message {
            to,
            subject: say("mail-community-subject"),
            text: say("mail-community-body"),
            language: contact.language,
            message_id: job.id.to_string(),
            at: job.created_at,
        };
        self.post.deliver(&message).await
    }
}
