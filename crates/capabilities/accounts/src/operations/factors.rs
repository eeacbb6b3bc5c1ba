//! Second factors of one's own: setting one up, taking one away, recovery codes; one's password.

use access::Caller;
use serde_json::json;
use storage::Unit;
use trail::Entry;
use vocabulary::{Failure, Id, Instant, Problem, Refusal, Refused, hex, unhex};

use super::{Accounts, Place, SignedIn, digest};
use crate::{
    jobs,
    rules::{self, FactorKind, Strength},
    store::{
        self, Account,
        factors::{self, Factor},
        identities::{self, Identity},
        sessions,
    },
};

/// An authenticator that is being set up.
#[derive(Clone, Debug)]
pub struct Enrolment {
    /// Its secret in base 32, for those who type it.
    pub secret: String,
    /// What the QR code holds.
    pub uri: String,
}

/// What protects the caller's account.
#[derive(Clone, Debug)]
pub struct Security {
    /// Its second factors.
    pub factors: Vec<Factor>,
    /// How many recovery codes are left.
    pub recovery_codes: i64,
    /// Whether it has a password: not when its person has always signed in by another house.
    pub has_password: bool,
    /// Whether it has an address with which a password would open it.
    pub has_address: bool,
    /// Who they are at providers.
    pub identities: Vec<Identity>,
}

impl Accounts {
    /// What protects the caller's account.
    pub async fn security(&self, caller: &Caller) -> Result<Security, Problem> {
        let person = caller.person().ok_or(Refused::SignInFirst)?;
        let mut unit = self.desk.store.read().await?;
        let account = store::find(&mut unit, person.account).await?.ok_or(Refused::SignInFirst)?;
        Ok(Security {
            factors: factors::of(&mut unit, person.account).await?,
            recovery_codes: factors::codes_left(&mut unit, person.account).await?,
            has_address: account.has_address(),
            has_password: !account.password_hash.is_empty(),
            identities: identities::of(&mut unit, person.account).await?,
        })
    }

    /// Begins to set up an authenticator; it counts for nothing until [`Accounts::totp_confirm`].
    pub async fn totp_begin(&self, caller: &Caller) -> Result<Enrolment, Problem> {
        let (mut unit, account) = self.own(caller).await?;
        self.may_add_a_factor(&mut unit, caller, &account).await?;
        let mut secret = [0; 20];
        self.desk.ids.fill(&mut secret);
        let id = self.desk.id();
        let totp =
            rules::authenticator(&secret).ok_or_else(|| Failure::new("make an authenticator", "secret"))?;
        let text = totp.secret().to_base32();
        factors::forget_pending(&mut unit, account.id).await?;
        let factor = Factor {
            id,
            account: account.id,
            kind: FactorKind::Totp,
            name: String::new(),
            created_at: self.desk.now(),
            used_at: None,
            stopped_at: None,
            secret: self.factors_key.seal(self.desk.ids.as_ref(), &format!("totp {id}"), &hex(&secret))?,
            credential: None,
            confirmed_at: None,
        };
        factors::add(&mut unit, &factor).await?;
        unit.commit().await?;
        Ok(self.enrolment(&account, text))
    }

    /// The authenticator that the caller is setting up, shown once more when its first code was mistyped.
    pub async fn totp_pending(&self, caller: &Caller) -> Result<Option<Enrolment>, Problem> {
        let person = caller.person().ok_or(Refused::SignInFirst)?;
        let mut unit = self.desk.store.read().await?;
        let account = store::find(&mut unit, person.account).await?.ok_or(Refused::SignInFirst)?;
        let pending = factors::pending(&mut unit, account.id).await?;
        let secret = pending.and_then(|factor| self.opened(&factor));
        let totp = secret.and_then(|secret| rules::authenticator(&secret));
        Ok(totp.map(|totp| self.enrolment(&account, totp.secret().to_base32())))
    }

    fn enrolment(&self, account: &Account, secret: String) -> Enrolment {
        Enrolment { uri: rules::key_uri(&secret, &self.settings.issuer, &account.email), secret }
    }

    /// The secret of an authenticator; `None` when it was sealed under another key.
    pub(super) fn opened(&self, factor: &Factor) -> Option<Vec<u8>> {
        let text = self.factors_key.open(&format!("totp {}", factor.id), &factor.secret)?;
        unhex(&text)
    }

    /// The first right code of the authenticator that is being set up: it counts from now on. Answers with the recovery
    /// codes, when these are the first, and with the session that takes the place of the caller's.
    pub async fn totp_confirm(
        &self,
        caller: &Caller,
        name: &str,
        typed: &str,
        from: impl Into<Place<'_>>,
    ) -> Result<(SignedIn, Vec<String>), Problem> {
        let now = self.desk.now();
        let (mut unit, account) = self.own(caller).await?;
        self.may_add_a_factor(&mut unit, caller, &account).await?;
        let name = factor_name(name)?;
        let pending = factors::pending(&mut unit, account.id).await?;
        let factor = pending.ok_or_else(|| Refused::Conflict(Refusal::new("factor-not-begun")))?;
        let step = self.opened(&factor).and_then(|s| rules::step_of(&s, typed, now.millis() / 1000));
        let Some(step) = step else {
            return Err(Refused::invalid(Refusal::new("factor-wrong").at("code")).into());
        };
        factors::confirm(&mut unit, factor.id, &name, now).await?;
        factors::step(&mut unit, factor.id, step, now).await?;
        let done = self.factor_added(&mut unit, caller, &account, FactorKind::Totp, from.into(), now).await?;
        unit.commit().await?;
        Ok(done)
    }

    /// A factor counts from now on: its person is told, has recovery codes, and goes on under a session that it proved.
    pub(super) async fn factor_added(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        account: &Account,
        kind: FactorKind,
        from: Place<'_>,
        now: Instant,
    ) -> Result<(SignedIn, Vec<String>), Failure> {
        let mut codes = Vec::new();
        if factors::codes_left(unit, account.id).await? == 0 {
            codes = self.new_codes(unit, account).await?;
        }
        // Sessions that a password alone opened are asked for the factor too; the caller's goes on under another token.
        sessions::end_all(unit, account.id).await?;
        let entry =
            Entry::new("account.factor-added", "account", account.id).with(json!({ "kind": kind.code() }));
        trail::append(unit, caller, now, entry).await?;
        self.tell(unit, account, "factor-added", now).await?;
        let signed = self.open(unit, account, Strength::Full, kind.code(), from, now).await?;
        Ok((signed, codes))
    }

    /// Takes one of the caller's factors away.
    pub async fn factor_remove(&self, caller: &Caller, id: Id) -> Result<(), Problem> {
        access::prove(caller)?;
        let (mut unit, account) = self.own(caller).await?;
        if !factors::remove(&mut unit, account.id, id).await? {
            return Err(Refused::NotFound.into());
        }
        let now = self.desk.now();
        let entry = Entry::new("account.factor-removed", "account", account.id).with(json!({ "factor": id }));
        trail::append(&mut unit, caller, now, entry).await?;
        self.tell(&mut unit, &account, "factor-removed", now).await?;
        Ok(unit.commit().await?)
    }

    /// New recovery codes, shown this once; those before open nothing any more.
    pub async fn recovery_codes(&self, caller: &Caller) -> Result<Vec<String>, Problem> {
        access::prove(caller)?;
        let (mut unit, account) = self.own(caller).await?;
        let codes = self.new_codes(&mut unit, &account).await?;
        let now = self.desk.now();
        trail::append(&mut unit, caller, now, Entry::new("account.recovery-codes", "account", account.id))
            .await?;
        unit.commit().await?;
        Ok(codes)
    }

    /// Eighty random bits each: no slow hash is needed, and their marks are made under the operator's key.
    async fn new_codes(&self, unit: &mut Unit, account: &Account) -> Result<Vec<String>, Failure> {
        let codes: Vec<String> = (0..rules::RECOVERY_CODES)
            .map(|_| {
                let mut bytes = [0; 16];
                self.desk.ids.fill(&mut bytes);
                rules::spelled(&bytes)
            })
            .collect();
        let macs: Vec<String> = codes.iter().map(|code| self.recovery_mac(account, code)).collect();
        factors::replace_codes(unit, account.id, &macs).await?;
        Ok(codes)
    }

    /// Changes the caller's own password; every other session ends, and the caller's goes on by the token that is answered.
    pub async fn change_password(
        &self,
        caller: &Caller,
        before: &str,
        after: &str,
    ) -> Result<String, Problem> {
        let person = caller.person().ok_or(Refused::SignInFirst)?;
        let found = store::find(&mut self.desk.store.read().await?, person.account).await?;
        let account = self.usable(found).ok_or(Refused::SignInFirst)?;
        // A password that is asked for proves by itself; whoever has none yet proves by another way.
        if account.password_hash.is_empty() {
            access::prove(caller)?;
        } else if !self.verify(before, Some(account.password_hash.clone())).await? {
            return Err(Refused::invalid(Refusal::new("password-wrong").at("before")).into());
        }
        rules::acceptable_password(after, &account.email).map_err(Refused::invalid)?;
        let hash = self.hash(after).await?;
        let (mut unit, held) = self.own(caller).await?;
        if held.password_hash != account.password_hash {
            return Err(Refused::Conflict(Refusal::new("password-changed")).into());
        }
        let now = self.desk.now();
        store::set_password(&mut unit, account.id, &hash).await?;
        sessions::end_others(&mut unit, account.id, person.session).await?;
        let token = self.secret();
        sessions::renew(&mut unit, person.session, &digest(&token)).await?;
        trail::append(&mut unit, caller, now, Entry::new("account.password-changed", "account", account.id))
            .await?;
        self.tell(&mut unit, &account, "password-changed", now).await?;
        unit.commit().await?;
        Ok(token)
    }

    /// The caller's own account, held until the transaction ends.
    pub(super) async fn own(&self, caller: &Caller) -> Result<(Unit, Account), Problem> {
        let person = caller.person().ok_or(Refused::SignInFirst)?;
        if person.limited_to.is_some() {
            return Err(Refused::Forbidden.into());
        }
        let mut unit = self.desk.store.write().await?;
        let account =
            self.usable(store::hold(&mut unit, person.account).await?).ok_or(Refused::SignInFirst)?;
        Ok((unit, account))
    }

    /// The first factor follows the password that was just given; each other one is proved by the ones before.
    pub(super) async fn may_add_a_factor(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        account: &Account,
    ) -> Result<(), Problem> {
        if !factors::of(unit, account.id).await?.is_empty() {
            access::prove(caller)?;
        }
        Ok(())
    }

    /// Tells somebody by mail that the protection of their account changed (ASVS 5.0, 6.3.7).
    pub(super) async fn tell(
        &self,
        unit: &mut Unit,
        account: &Account,
        what: &'static str,
        now: Instant,
    ) -> Result<(), Failure> {
        jobs::enqueue_security(unit, &self.desk, account.id, what, now).await
    }
}

pub(super) fn factor_name(typed: &str) -> Result<String, Refused> {
    let name = typed.trim();
    if name.chars().count() > 60 || name.chars().any(char::is_control) {
        return Err(Refused::invalid(Refusal::new("too-long").at("name").with("max", "60")));
    }
    Ok(name.to_owned())
}
