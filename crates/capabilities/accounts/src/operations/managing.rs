//! Accounts, for those who manage them.

use access::{Caller, Resource, Standing, permit};
use serde_json::json;
use storage::Unit;
use trail::Entry;
use vocabulary::{Id, Language, MailAddress, Problem, Refusal, Refused};

use super::Accounts;
use crate::{
    rules::{self, InvitationKind},
    store::{
        self, Account, factors,
        identities::{self, Identity},
        invitations, sessions,
    },
};

/// An account to create with a password that somebody else chose.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// With which one signs in.
    pub email: String,
    /// The name that colleagues see.
    pub name: String,
    /// The language in which its person reads.
    pub language: Language,
    /// Its password.
    pub password: String,
    /// What its person is, and where.
    pub standings: Vec<Standing>,
}

/// An account as those who manage accounts see it.
#[derive(Clone, Debug)]
pub struct Record {
    /// The account.
    pub account: Account,
    /// What its person is, and where.
    pub standings: Vec<Standing>,
    /// The kinds of its second factors.
    pub factors: Vec<rules::FactorKind>,
    /// Whom providers attest that they are, and where they work.
    pub identities: Vec<Identity>,
    /// Until when the code that was sent last opens something.
    pub code_until: Option<vocabulary::Instant>,
}

impl Accounts {
    pub(super) fn new_account(
        &self,
        email: &str,
        name: &str,
        language: Language,
    ) -> Result<Account, Problem> {
        let email = MailAddress::parse(email).map_err(|refusal| Refused::invalid(refusal.at("email")))?;
        let name = name.trim().to_owned();
        if name.is_empty() || name.chars().count() > 120 || name.chars().any(char::is_control) {
            return Err(Refused::invalid(Refusal::new("name-unreadable").at("name")).into());
        }
        Ok(Account {
            id: self.desk.id(),
            email: email.as_str().to_lowercase(),
            name,
            language,
            demonstration: self.settings.demonstration,
            created_at: self.desk.now(),
            disabled_at: None,
            revision: 1,
            password_hash: String::new(),
        })
    }

    pub(super) async fn add_account(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        account: &Account,
        standings: &[Standing],
        action: &'static str,
    ) -> Result<(), Problem> {
        if !store::insert(unit, account).await? {
            return Err(Refused::invalid(Refusal::new("email-taken").at("email")).into());
        }
        for standing in standings {
            store::add_standing(unit, account.id, standing).await?;
        }
        let entry = Entry::new(action, "account", account.id).with(json!({ "roles": words(standings) }));
        Ok(trail::append(unit, caller, self.desk.now(), entry).await?)
    }

    /// Creates an account.
    pub async fn create(&self, caller: &Caller, new: NewAccount) -> Result<Id, Problem> {
        manages(caller)?;
        let mut account = self.new_account(&new.email, &new.name, new.language)?;
        rules::acceptable_password(&new.password, &account.email).map_err(Refused::invalid)?;
        let standings = rules::merged(&new.standings).map_err(Refused::invalid)?;
        account.password_hash = self.hash(&new.password).await?;
        let mut unit = self.desk.store.write().await?;
        self.add_account(&mut unit, caller, &account, &standings, "account.created").await?;
        unit.commit().await?;
        Ok(account.id)
    }

    /// All accounts, with what their people are.
    pub async fn list(&self, caller: &Caller) -> Result<Vec<(Account, Vec<Standing>)>, Problem> {
        may_manage(caller)?;
        let mut unit = self.desk.store.read().await?;
        let mut listed = Vec::new();
        for account in store::all(&mut unit).await? {
            let standings = store::standings(&mut unit, account.id).await?;
            listed.push((account, standings));
        }
        Ok(listed)
    }

    /// One account.
    pub async fn record(&self, caller: &Caller, id: Id) -> Result<Record, Problem> {
        may_manage(caller)?;
        let mut unit = self.desk.store.read().await?;
        let account = store::find(&mut unit, id).await?.ok_or(Refused::NotFound)?;
        let now = self.desk.now();
        let open = invitations::last(&mut unit, id).await?;
        Ok(Record {
            standings: store::standings(&mut unit, id).await?,
            factors: factors::of(&mut unit, id).await?.iter().map(|factor| factor.kind).collect(),
            identities: identities::of(&mut unit, id).await?,
            code_until: open.filter(|i| i.used_at.is_none() && i.expires_at > now).map(|i| i.expires_at),
            account,
        })
    }

    /// Says what somebody is from now on, in their open pages too: rights are read at each request. Nobody changes their own
    /// (abuse A10). `seen` is the revision that the caller saw.
    pub async fn set_standings(
        &self,
        caller: &Caller,
        email: &str,
        standings: &[Standing],
        seen: i64,
    ) -> Result<(), Problem> {
        let (mut unit, account) = self.managed(caller, email).await?;
        if caller.person().is_some_and(|person| person.account == account.id) {
            return Err(Refused::invalid(Refusal::new("own-rights").at("role")).into());
        }
        if account.revision != seen {
            return Err(Refused::Conflict(Refusal::new("account-changed")).into());
        }
        let standings = rules::merged(standings).map_err(Refused::invalid)?;
        let before = store::standings(&mut unit, account.id).await?;
        store::replace_standings(&mut unit, account.id, &standings).await?;
        let entry = Entry::new("account.roles-changed", "account", account.id)
            .with(json!({ "before": words(&before), "after": words(&standings) }));
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        Ok(unit.commit().await?)
    }

    /// Disables an account: its sessions, its tokens and the code sent to it end at once.
    pub async fn disable(&self, caller: &Caller, email: &str) -> Result<(), Problem> {
        let (mut unit, account) = self.managed(caller, email).await?;
        let now = self.desk.now();
        store::disable(&mut unit, account.id, now).await?;
        invitations::close(&mut unit, account.id, now).await?;
        let entry = Entry::new("account.disabled", "account", account.id);
        trail::append(&mut unit, caller, now, entry).await?;
        Ok(unit.commit().await?)
    }

    /// Opens a disabled account again, with the password and the factors that it had.
    pub async fn enable(&self, caller: &Caller, email: &str) -> Result<(), Problem> {
        let (mut unit, account) = self.managed(caller, email).await?;
        store::enable(&mut unit, account.id).await?;
        let entry = Entry::new("account.enabled", "account", account.id);
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        Ok(unit.commit().await?)
    }

    /// Gives an account a new password; its sessions end.
    pub async fn reset(&self, caller: &Caller, email: &str, password: &str) -> Result<(), Problem> {
        manages(caller)?;
        rules::acceptable_password(password, email.trim()).map_err(Refused::invalid)?;
        let hash = self.hash(password).await?;
        let (mut unit, account) = self.managed(caller, email).await?;
        store::set_password(&mut unit, account.id, &hash).await?;
        sessions::end_all(&mut unit, account.id).await?;
        let now = self.desk.now();
        let entry = Entry::new("account.password-reset", "account", account.id);
        trail::append(&mut unit, caller, now, entry).await?;
        self.tell(&mut unit, &account, "password-changed", now).await?;
        Ok(unit.commit().await?)
    }

    /// Takes every second factor of somebody away who lost them all, once it is sure that it is them. Their sessions end and
    /// they choose a new password by a code, so that whoever called pretending to be them still needs their mail.
    pub async fn reset_factors(&self, caller: &Caller, email: &str) -> Result<(), Problem> {
        let (mut unit, account) = self.managed(caller, email).await?;
        let now = self.desk.now();
        factors::remove_all(&mut unit, account.id).await?;
        // Who they are elsewhere may prove as much; somebody who came by it has no other way back.
        if account.has_address() {
            identities::remove_all(&mut unit, account.id).await?;
        }
        store::set_password(&mut unit, account.id, "").await?;
        sessions::end_all(&mut unit, account.id).await?;
        self.send_code(&mut unit, account.id, InvitationKind::Reset).await?;
        let entry = Entry::new("account.factors-reset", "account", account.id);
        trail::append(&mut unit, caller, now, entry).await?;
        self.tell(&mut unit, &account, "factors-reset", now).await?;
        Ok(unit.commit().await?)
    }

    pub(super) async fn managed(&self, caller: &Caller, email: &str) -> Result<(Unit, Account), Problem> {
        manages(caller)?;
        let mut unit = self.desk.store.write().await?;
        let account =
            store::hold_by_email(&mut unit, &email.trim().to_lowercase()).await?.ok_or(Refused::NotFound)?;
        Ok((unit, account))
    }
}

/// Whether a caller manages accounts.
pub(super) fn may_manage(caller: &Caller) -> Result<(), Refused> {
    access::decide::<permit::AccountManage>(caller, &Resource::default()).map(drop)
}

/// The same, and proved to be there.
pub(super) fn manages(caller: &Caller) -> Result<(), Problem> {
    may_manage(caller)?;
    Ok(access::prove(caller)?)
}

pub(super) fn words(standings: &[Standing]) -> Vec<String> {
    standings.iter().map(rules::standing_words).collect()
}
