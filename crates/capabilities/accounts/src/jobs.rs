//! Letters about accounts: the code with which somebody comes in, and word that the protection of an account changed.

use std::{future::Future, pin::Pin, sync::Arc};

use jobs::{Claimed, Handler, Job, Outcome};
use mail::{Message, Post};
use serde_json::json;
use storage::{Desk, Unit};
use vocabulary::{Failure, Id, Instant, Language, MailAddress, Wording};

use crate::{
    Accounts,
    rules::InvitationKind,
    store::{self, Account, invitations},
};

const CODE: &str = "account.code";
const RESET: &str = "account.reset";
const SECURITY: &str = "account.security";

/// Seconds in which somebody who lost their password is sent one letter, however often it is asked for.
const ONE_LETTER: i64 = 600;

/// The code of an invitation leaves. The job names the invitation; the code is made when the letter is.
pub(crate) async fn enqueue_code(
    unit: &mut Unit,
    desk: &Desk,
    invitation: Id,
    now: Instant,
) -> Result<(), Failure> {
    let payload = json!({ "invitation": invitation });
    let job = Job { kind: CODE, key: invitation.to_string(), lane: String::new(), payload, run_at: now };
    jobs::enqueue(unit, desk, job).await
}

/// Somebody said that they lost the password of an address: whether it is anybody's is seen later.
pub(crate) async fn enqueue_reset(
    unit: &mut Unit,
    desk: &Desk,
    email: &str,
    now: Instant,
) -> Result<(), Failure> {
    let key = format!("{email} {}", now.millis().div_euclid(ONE_LETTER * 1000));
    let payload = json!({ "email": email });
    let job = Job { kind: RESET, key, lane: String::new(), payload, run_at: now };
    jobs::enqueue(unit, desk, job).await
}

/// Somebody is told what changed in the protection of their account.
pub(crate) async fn enqueue_security(
    unit: &mut Unit,
    desk: &Desk,
    account: Id,
    what: &'static str,
    now: Instant,
) -> Result<(), Failure> {
    let key = format!("{account} {what} {}", desk.id());
    let payload = json!({ "account": account, "what": what });
    let job = Job { kind: SECURITY, key, lane: format!("account {account}"), payload, run_at: now };
    jobs::enqueue(unit, desk, job).await
}

/// What the handlers need.
#[derive(Clone)]
pub struct Postroom {
    /// The accounts.
    pub accounts: Accounts,
    /// How mail leaves.
    pub post: Post,
    /// The words of the mail.
    pub wording: Arc<dyn Wording>,
    /// The canonical address of the site, without a slash at its end; never the one that a request named (abuse F07).
    pub base_url: String,
    /// How the operator signs.
    pub operator: String,
    /// The number to call at any hour.
    pub phone: String,
}

/// The handlers of this capability's jobs.
pub fn handlers(room: &Postroom) -> Vec<Arc<dyn Handler>> {
    vec![
        Arc::new(Letters { room: room.clone(), kind: CODE }),
        Arc::new(Letters { room: room.clone(), kind: RESET }),
        Arc::new(Letters { room: room.clone(), kind: SECURITY }),
    ]
}

struct Letters {
    room: Postroom,
    kind: &'static str,
}

impl Letters {
    async fn handle(&self, job: &Claimed) -> Result<Outcome, Failure> {
        match self.kind {
            CODE => self.code(job).await,
            RESET => self.reset(job).await,
            _ => self.security(job).await,
        }
    }

    async fn code(&self, job: &Claimed) -> Result<Outcome, Failure> {
        let accounts = &self.room.accounts;
        let mut unit = accounts.desk.store.read().await?;
        let invitation = invitations::find(&mut unit, job.identity("invitation")?).await?;
        // Used, replaced or too old meanwhile: a letter would only mislead.
        let open = |i: &invitations::Invitation| i.used_at.is_none() && i.expires_at > accounts.desk.now();
        let Some(invitation) = invitation.filter(open) else { return Ok(Outcome::Done) };
        let Some(account) = store::find(&mut unit, invitation.account).await? else {
            return Ok(Outcome::Done);
        };
        drop(unit);
        let (subject, body) = match invitation.kind {
            InvitationKind::Invitation => ("mail-invitation-subject", "mail-invitation-body"),
            InvitationKind::Reset => ("mail-reset-subject", "mail-reset-body"),
        };
        let more = [("name", account.name.clone()), ("code", accounts.code_of(invitation.id))];
        Ok(self.send(job, &account, ("/invitation", "/en/invitation"), subject, body, &more).await)
    }

    async fn reset(&self, job: &Claimed) -> Result<Outcome, Failure> {
        let accounts = &self.room.accounts;
        let email = job.payload.get("email").and_then(serde_json::Value::as_str).unwrap_or_default();
        let mut unit = accounts.desk.store.write().await?;
        let found = accounts.usable(store::hold_by_email(&mut unit, email).await?);
        let Some(account) = found else { return Ok(Outcome::Done) };
        let since = accounts.desk.now().plus_seconds(-ONE_LETTER);
        let last = invitations::last(&mut unit, account.id).await?;
        if last.is_some_and(|last| last.created_at > since && last.used_at.is_none()) {
            return Ok(Outcome::Done);
        }
        let kind = if account.is_invited() { InvitationKind::Invitation } else { InvitationKind::Reset };
        accounts.send_code(&mut unit, account.id, kind).await?;
        unit.commit().await?;
        Ok(Outcome::Done)
    }

    async fn security(&self, job: &Claimed) -> Result<Outcome, Failure> {
        let accounts = &self.room.accounts;
        let mut unit = accounts.desk.store.read().await?;
        let Some(account) = store::find(&mut unit, job.identity("account")?).await? else {
            return Ok(Outcome::Done);
        };
        drop(unit);
        let what = job.payload.get("what").and_then(serde_json::Value::as_str).unwrap_or_default();
        // Not of their doing: to say that there is nothing to do would be wrong.
        let alarming = what == "passkey-stopped";
        let body = if alarming { "mail-security-alert-body" } else { "mail-security-body" };
        let what = self.room.wording.text(account.language, &format!("mail-security-{what}"), &[]);
        let more = [("name", account.name.clone()), ("what", what)];
        let at = ("/mon-espace/securite", "/en/my-space/security");
        Ok(self.send(job, &account, at, "mail-security-subject", body, &more).await)
    }

    /// Sends one letter; a second try after a lost answer carries the same identity.
    async fn send(
        &self,
        job: &Claimed,
        account: &Account,
        at: (&str, &str),
        subject: &str,
        body: &str,
        more: &[(&str, String)],
    ) -> Outcome {
        let room = &self.room;
        if !account.has_address() {
            return Outcome::Done;
        }
        let Ok(to) = MailAddress::parse(&account.email) else {
            return Outcome::Never("an address that cannot be one".to_owned());
        };
        let path = if account.language == Language::Fr { at.0 } else { at.1 };
        let mut arguments = vec![
            ("address", format!("{}{path}", room.base_url)),
            ("operator", room.operator.clone()),
            ("phone", room.phone.clone()),
        ];
        arguments.extend(more.iter().cloned());
        let say = |key| room.wording.text(account.language, key, &arguments);
        let message = Message {
            to,
            subject: say(subject),
            text: say(body),
            language: account.language,
            message_id: job.id.to_string(),
            at: job.created_at,
        };
        room.post.deliver(&message).await
    }
}

impl Handler for Letters {
    fn kind(&self) -> &'static str {
        self.kind
    }
    fn handle<'a>(
        &'a self,
        job: &'a Claimed,
    ) -> Pin<Box<dyn Future<Output = Result<Outcome, Failure>> + Send + 'a>> {
        Box::pin(Letters::handle(self, job))
    }
}
