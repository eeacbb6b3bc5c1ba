//! What happens later: letters that say only that something waits, and the daily round that reminds and ends.

use std::{future::Future, pin::Pin, sync::Arc};

use ::jobs::{Claimed, Handler, Job, Outcome};
use access::{Caller, Role};
use mail::{Message, Post};
use serde_json::json;
use storage::{Desk, Unit};
use vocabulary::{Failure, Id, Language, MailAddress, Problem, Wording};

use crate::{
    Members,
    operations::vouching,
    rules::{self, Ending},
    store::{
        members::{self, Member},
        requests,
    },
};

const LETTER: &str = "members.letter";
const ROUND: &str = "members.round";

const DAY: i64 = 24 * 3600;
/// Members looked at in one transaction.
const SOME: i64 = 100;

/// Why somebody is written to. The letter itself never says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Letter {
    /// Somebody named them; the letter is about a request.
    Vouching,
    /// Their own request went on.
    Request,
    /// They must confirm.
    Confirmation,
    /// They do not belong any more.
    Ended,
}

impl Letter {
    const ALL: [Self; 4] = [Self::Vouching, Self::Request, Self::Confirmation, Self::Ended];

    const fn code(self) -> &'static str {
        match self {
            Self::Vouching => "vouching",
            Self::Request => "request",
            Self::Confirmation => "confirmation",
            Self::Ended => "ended",
        }
    }

    /// Where one reads what waits, in French and in English.
    const fn page(self) -> [&'static str; 2] {
        match self {
            Self::Vouching => ["/communaute/parrainages", "/en/community/vouching"],
            Self::Request | Self::Ended => ["/communaute/rejoindre", "/en/community/join"],
            Self::Confirmation => ["/communaute/mon-adhesion", "/en/community/my-membership"],
        }
    }
}

/// Somebody is told that something waits: `about` is a request for [`Letter::Vouching`], else an account.
pub(crate) async fn enqueue_letter(
    unit: &mut Unit,
    desk: &Desk,
    letter: Letter,
    about: Id,
) -> Result<(), Failure> {
    let (code, now) = (letter.code(), desk.now());
    let key = format!("{code} {about} {}", now.millis());
    let payload = json!({ "letter": code, "about": about });
    let job = Job { kind: LETTER, key, lane: format!("member {about}"), payload, run_at: now };
    ::jobs::enqueue(unit, desk, job).await
}

/// The round of the day, if it has not begun.
pub async fn schedule(unit: &mut Unit, desk: &Desk) -> Result<(), Failure> {
    enqueue_round(unit, desk, 0).await
}

async fn enqueue_round(unit: &mut Unit, desk: &Desk, days: i64) -> Result<(), Failure> {
    let run_at = desk.now().plus_seconds(days * DAY);
    let key = run_at.millis().div_euclid(DAY * 1000).to_string();
    let job = Job { kind: ROUND, key, lane: String::new(), payload: json!({}), run_at };
    ::jobs::enqueue(unit, desk, job).await
}

/// What the handlers need.
#[derive(Clone)]
pub struct Postroom {
    /// Who belongs.
    pub members: Members,
    /// How mail leaves.
    pub post: Post,
    /// The words of the mail.
    pub wording: Arc<dyn Wording>,
    /// The canonical address of the site, without a slash at its end; never the one that a request named.
    pub base_url: String,
    /// How the operator signs.
    pub operator: String,
}

/// The handlers of this capability's jobs.
pub fn handlers(room: &Postroom) -> Vec<Arc<dyn Handler>> {
    let one = |kind| Arc::new(Doing { room: room.clone(), kind }) as Arc<dyn Handler>;
    vec![one(LETTER), one(ROUND)]
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
                _ => self.room.members.round().await,
            }
        })
    }
}

impl Postroom {
    async fn letter(&self, job: &Claimed) -> Result<Outcome, Failure> {
        let code = job.payload.get("letter").and_then(serde_json::Value::as_str).unwrap_or_default();
        let Some(letter) = Letter::ALL.into_iter().find(|letter| letter.code() == code) else {
            return Ok(Outcome::Never("a letter that this version does not know".to_owned()));
        };
        let about = job.identity("about")?;
        let accounts = &self.members.accounts;
        let mut unit = self.members.desk.store.read().await?;
        let known = match letter {
            // Whether the address is anybody's is looked up here: who typed it does not learn it.
            Letter::Vouching => match requests::find(&mut unit, about).await? {
                Some(request) if request.state.waits() => {
                    let named = accounts.of_address_in(&mut unit, &request.application.voucher).await?;
                    named.filter(|known| vouching::way(known, &request).is_some())
                }
                _ => None,
            },
            _ => accounts.known_in(&mut unit, &[about]).await?.remove(&about),
        };
        drop(unit);
        let Some(known) = known.filter(|known| known.open) else { return Ok(Outcome::Done) };
        let Some(Ok(to)) = known.email.as_deref().map(MailAddress::parse) else { return Ok(Outcome::Done) };
        let [fr, en] = letter.page();
        let path = if known.language == Language::En { en } else { fr };
        let arguments =
            [("address", format!("{}{path}", self.base_url)), ("operator", self.operator.clone())];
        let say = |key| self.wording.text(known.language, key, &arguments);
        let message = Message {
            to,
            subject: say("mail-members-subject"),
            text: say("mail-members-body"),
            language: known.language,
            message_id: job.id.to_string(),
            at: job.created_at,
        };
        Ok(self.post.deliver(&message).await)
    }
}

impl Members {
    /// Reminds those who must confirm soon, ends what was not confirmed, and what is over because the account is closed or lost
    /// the role. Done twice, it does the same once.
    async fn round(&self) -> Result<Outcome, Failure> {
        let mut last = String::new();
        loop {
            let mut unit = self.desk.store.write().await?;
            let some = members::after(&mut unit, &last, SOME).await?;
            let ids: Vec<Id> = some.iter().map(|member| member.account).collect();
            let known = self.accounts.known_in(&mut unit, &ids).await?;
            for id in &ids {
                // Whoever confirmed meanwhile has.
                let held = members::hold(&mut unit, *id).await?.filter(|member| member.ended.is_none());
                let Some(member) = held else { continue };
                let belongs = known.get(id).is_some_and(|known| known.is(Role::Member));
                self.tend(&mut unit, &member, belongs).await?;
            }
            unit.commit().await?;
            match ids.last() {
                Some(id) => last = id.to_string(),
                None => break,
            }
        }
        let mut unit = self.desk.store.write().await?;
        enqueue_round(&mut unit, &self.desk, 1).await?;
        unit.commit().await?;
        Ok(Outcome::Done)
    }

    async fn tend(&self, unit: &mut Unit, member: &Member, belongs: bool) -> Result<(), Failure> {
        let (now, account) = (self.desk.now(), member.account);
        let late = rules::confirmed_until(member.confirmed_at) <= now;
        if late || !belongs {
            let ending = if belongs { Ending::Lapsed } else { Ending::Closed };
            let program = Caller::Program("members");
            self.end_in(unit, &program, account, (ending, "")).await.map_err(failed)?;
            if ending == Ending::Lapsed {
                enqueue_letter(unit, &self.desk, Letter::Ended, account).await?;
            }
        } else if rules::reminds(member.confirmed_at, member.reminded_at, now) {
            members::reminded(unit, account, now).await?;
            enqueue_letter(unit, &self.desk, Letter::Confirmation, account).await?;
        }
        Ok(())
    }
}

/// The program is never refused: it breaks, or it works.
fn failed(problem: Problem) -> Failure {
    match problem {
        Problem::Failed(failure) => failure,
        Problem::Refused(refused) => Failure::new("end a membership", format!("{refused:?}")),
    }
}
