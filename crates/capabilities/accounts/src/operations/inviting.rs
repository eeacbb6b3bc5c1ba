//! People come in by an invitation, and back in after losing their password, by a code sent by mail.
//!
//! The code is typed on a page: it stands in no address, so that no log, no history and no scanner of mail uses it up.

use access::{Caller, Standing};
use serde_json::json;
use storage::Unit;
use trail::Entry;
use vocabulary::{Failure, Id, Instant, Language, Problem, Refusal, Refused};

use super::{Accounts, Place, SignedIn, digest, managing::manages, pace::Pace};
use crate::{
    jobs,
    rules::{self, InvitationKind},
    store::{
        self, Account,
        invitations::{self, Invitation},
        sessions,
    },
};

/// Somebody to invite.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// With which they will sign in, and where the code goes.
    pub email: String,
    /// The name that colleagues see.
    pub name: String,
    /// The language in which they read.
    pub language: Language,
    /// What they are, and where.
    pub standings: Vec<Standing>,
}

/// Whom a code is for.
#[derive(Clone, Debug)]
pub struct Invited {
    /// The address with which they sign in.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Why the code was sent.
    pub kind: InvitationKind,
}

impl Accounts {
    /// Makes an account for somebody and sends them a code with which they choose a password, within a week.
    pub async fn invite(&self, caller: &Caller, new: NewPerson) -> Result<Id, Problem> {
        manages(caller)?;
        let account = self.new_account(&new.email, &new.name, new.language)?;
        let standings = rules::merged(&new.standings).map_err(Refused::invalid)?;
        let mut unit = self.desk.store.write().await?;
        self.add_account(&mut unit, caller, &account, &standings, "account.invited").await?;
        self.send_code(&mut unit, account.id, InvitationKind::Invitation).await?;
        unit.commit().await?;
        Ok(account.id)
    }

    /// Sends somebody a code again: to come in, or, once they came, to choose another password. The one before opens nothing
    /// any more.
    pub async fn send_code_again(&self, caller: &Caller, email: &str) -> Result<(), Problem> {
        let (mut unit, account) = self.managed(caller, email).await?;
        let kind = if account.is_invited() { InvitationKind::Invitation } else { InvitationKind::Reset };
        self.send_code(&mut unit, account.id, kind).await?;
        let entry =
            Entry::new("account.code-sent", "account", account.id).with(json!({ "kind": kind.code() }));
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        Ok(unit.commit().await?)
    }

    /// Somebody says that they lost their password. The answer is always the same, at once, whoever's the address is (abuse
    /// F04): what follows from it, follows later.
    pub async fn ask_reset(&self, email: &str, from: &str) -> Result<(), Problem> {
        let email =
            vocabulary::MailAddress::parse(email).map_err(|refusal| Refused::invalid(refusal.at("email")))?;
        let now = self.desk.now();
        let pace = Pace::of_code(from);
        let mut unit = self.desk.store.write().await?;
        pace.hold(&mut unit, now).await?;
        pace.check(&mut unit, now).await?;
        // Each asking counts as a try: nobody fills somebody's box, or ours, from one place.
        pace.failed(&mut unit, now).await?;
        jobs::enqueue_reset(&mut unit, &self.desk, &email.as_str().to_lowercase(), now).await?;
        Ok(unit.commit().await?)
    }

    pub(crate) async fn send_code(
        &self,
        unit: &mut Unit,
        account: Id,
        kind: InvitationKind,
    ) -> Result<(), Failure> {
        let now = self.desk.now();
        let invitation = Invitation {
            id: self.desk.id(),
            account,
            kind,
            created_at: now,
            expires_at: now.plus_seconds(kind.life()),
            used_at: None,
        };
        let code = rules::plain_code(&self.code_of(invitation.id));
        invitations::add(unit, &invitation, &digest(&code)).await?;
        jobs::enqueue_code(unit, &self.desk, invitation.id, now).await
    }

    /// The code of an invitation: made again when its letter leaves, so that it waits nowhere. A hundred bits.
    pub(crate) fn code_of(&self, invitation: Id) -> String {
        let mac = self.codes_key.authenticate(&[b"invitation", invitation.to_string().as_bytes()]);
        rules::spelled(mac.get(..20).unwrap_or_default())
    }

    /// Whom a code is for; wrong ones slow their place down.
    pub async fn invited(&self, code: &str, from: &str) -> Result<Invited, Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let found = self.opened_code(&mut unit, code, from, now).await;
        // What was counted of a wrong code stays.
        unit.commit().await?;
        let (account, invitation) = found?;
        Ok(Invited { email: account.email, name: account.name, kind: invitation.kind })
    }

    async fn opened_code(
        &self,
        unit: &mut Unit,
        code: &str,
        from: &str,
        now: Instant,
    ) -> Result<(Account, Invitation), Problem> {
        let pace = Pace::of_code(from);
        pace.hold(unit, now).await?;
        pace.check(unit, now).await?;
        let found = invitations::by_code(unit, &digest(&rules::plain_code(code)), now).await?;
        if let Some(invitation) = found
            && let Some(account) = self.usable(store::hold(unit, invitation.account).await?)
        {
            return Ok((account, invitation));
        }
        pace.failed(unit, now).await?;
        self.note_refusal(unit, from, "code", now).await?;
        Err(Refused::invalid(Refusal::new("invitation-wrong").at("code")).into())
    }

    /// Somebody with a code chooses a password and comes in. Whoever has a second factor still gives it.
    pub async fn accept(
        &self,
        code: &str,
        password: &str,
        from: impl Into<Place<'_>>,
    ) -> Result<SignedIn, Problem> {
        let from = from.into();
        let invited = self.invited(code, from.address).await?;
        rules::acceptable_password(password, &invited.email).map_err(Refused::invalid)?;
        let hash = self.hash(password).await?;
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let found = self.opened_code(&mut unit, code, from.address, now).await;
        let (account, invitation) = match found {
            Ok(found) => found,
            Err(problem) => {
                unit.commit().await?;
                return Err(problem);
            }
        };
        invitations::close(&mut unit, account.id, now).await?;
        store::set_password(&mut unit, account.id, &hash).await?;
        sessions::end_all(&mut unit, account.id).await?;
        let entry = Entry::new("account.password-chosen", "account", account.id)
            .with(json!({ "by": invitation.kind.code() }));
        trail::append(&mut unit, &Caller::Nobody, now, entry).await?;
        if invitation.kind == InvitationKind::Reset {
            self.tell(&mut unit, &account, "password-changed", now).await?;
        }
        let signed = self.after_password(&mut unit, &account, from, now).await?;
        unit.commit().await?;
        Ok(signed)
    }
}
