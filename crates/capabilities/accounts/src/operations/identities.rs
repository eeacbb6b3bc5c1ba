//! Who somebody is at a provider of identities: the account that it opens, what it says of them, linking and unlinking.

use std::collections::BTreeSet;

use access::Caller;
use oidc::{Identity as Said, Profile};
use serde_json::json;
use storage::Unit;
use trail::Entry;
use vocabulary::{Failure, Id, Instant, Language, Problem, Refusal, Refused};

use super::{Accounts, Place, Provider, SignedIn, managing::words, providers::conflict};
use crate::{
    rules::{self, Attested, AttestedFacilities, Strength},
    store::{
        self, Account, factors,
        identities::{self, Identity},
        sessions,
    },
};

impl Accounts {
    /// Opens a session for whoever the provider says this is.
    pub(super) async fn enter(
        &self,
        provider: &Provider,
        said: &Said,
        attested: &Attested,
        language: Language,
        from: Place<'_>,
    ) -> Result<SignedIn, Problem> {
        let now = self.desk.now();
        // Twice: what is found the first time may be another's work meanwhile, such as the account that a sign-in of the same
        // person at the same moment just made.
        for _ in 0..2 {
            let mut unit = self.desk.store.write().await?;
            let known = identities::find(&mut unit, &said.issuer, &said.subject).await?;
            let (account, identity) = match known {
                Some(known) => {
                    let account = store::hold(&mut unit, known.account).await?;
                    let Some(identity) = identities::find(&mut unit, &said.issuer, &said.subject).await?
                    else {
                        continue;
                    };
                    (self.usable(account), identity)
                }
                None if provider.client.settings().profile == Profile::ProSanteConnect => {
                    let account = self.attested_account(provider, attested, language)?;
                    let identity = self.identity(account.id, provider, said);
                    if !self.welcome(&mut unit, provider, &account, &identity).await? {
                        continue;
                    }
                    (Some(account), identity)
                }
                None => break,
            };
            // Disabled: the same answer as to somebody unknown.
            let Some(account) = account else { break };
            self.follow(&mut unit, &Caller::Nobody, provider, identity, attested, true).await?;
            let strength = if attested.strong {
                Strength::Full
            } else {
                self.strength_of_one_proof(&mut unit, &account).await?
            };
            let by = format!("provider {}", provider.name);
            let proved_at =
                Instant::from_millis(attested.proved_at.unwrap_or(0).saturating_mul(1000)).min(now);
            let signed = self.open_proved(&mut unit, &account, strength, &by, from, (now, proved_at)).await?;
            unit.commit().await?;
            return Ok(signed);
        }
        Err(self.doubt(provider, "no account", "provider-no-account", from).await?)
    }

    /// Somebody of whom nothing was known until now. Their address is nobody's: what a provider says of one proves nothing,
    /// and could open an account by its mail.
    fn attested_account(
        &self,
        provider: &Provider,
        attested: &Attested,
        language: Language,
    ) -> Result<Account, Problem> {
        let number = (!attested.number.is_empty()).then(|| attested.number.clone());
        let name = attested.name.clone().or(number).unwrap_or_else(|| provider.label.clone());
        let email = format!("{}{}", self.desk.id(), store::NO_ADDRESS);
        self.new_account(&email, &name, language)
    }

    /// Makes an account without any right; `false` when the identity has one since.
    async fn welcome(
        &self,
        unit: &mut Unit,
        provider: &Provider,
        account: &Account,
        identity: &Identity,
    ) -> Result<bool, Problem> {
        self.add_account(unit, &Caller::Nobody, account, &[], "account.created").await?;
        if !identities::add(unit, identity).await? {
            return Ok(false);
        }
        self.note_identity(unit, &Caller::Nobody, "account.identity-linked", provider, account.id).await?;
        Ok(true)
    }

    fn identity(&self, account: Id, provider: &Provider, said: &Said) -> Identity {
        Identity {
            id: self.desk.id(),
            account,
            provider: provider.name.clone(),
            issuer: said.issuer.clone(),
            subject: said.subject.clone(),
            number: String::new(),
            facilities: BTreeSet::new(),
            created_at: self.desk.now(),
            used_at: None,
        }
    }

    async fn note_identity(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        action: &'static str,
        provider: &Provider,
        account: Id,
    ) -> Result<(), Failure> {
        let entry = Entry::new(action, "account", account).with(json!({ "provider": provider.name }));
        trail::append(unit, caller, self.desk.now(), entry).await
    }

    /// Keeps what was said this time; where the operator has it so, rights follow.
    async fn follow(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        provider: &Provider,
        mut identity: Identity,
        attested: &Attested,
        used: bool,
    ) -> Result<(), Failure> {
        let now = self.desk.now();
        if let Some(facilities) = &attested.facilities {
            let before = std::mem::replace(&mut identity.facilities, facilities.clone());
            let held = store::standings(unit, identity.account).await?;
            let grants = provider.facilities == AttestedFacilities::Grant;
            if let Some(after) = rules::followed(&held, &before, facilities).filter(|_| grants) {
                store::replace_standings(unit, identity.account, &after).await?;
                let detail = json!({ "before": words(&held),
                    "after": words(&after), "provider": provider.name });
                let entry = Entry::new("account.roles-changed", "account", identity.account).with(detail);
                trail::append(unit, caller, now, entry).await?;
            }
        }
        if !attested.number.is_empty() {
            identity.number.clone_from(&attested.number);
        }
        identity.used_at = if used { Some(now) } else { identity.used_at };
        identities::said(unit, &identity).await
    }

    /// Links who somebody is at a provider to the account in which they are.
    pub(super) async fn link(
        &self,
        caller: &Caller,
        provider: &Provider,
        said: &Said,
        attested: &Attested,
    ) -> Result<(), Problem> {
        let (mut unit, account) = self.own(caller).await?;
        let identity = self.identity(account.id, provider, said);
        if !identities::add(&mut unit, &identity).await? {
            let known = identities::find(&mut unit, &said.issuer, &said.subject).await?;
            return match known {
                Some(known) if known.account == account.id => Ok(()),
                _ => Err(conflict(provider, "provider-taken")),
            };
        }
        self.follow(&mut unit, caller, provider, identity, attested, false).await?;
        self.note_identity(&mut unit, caller, "account.identity-linked", provider, account.id).await?;
        self.tell(&mut unit, &account, "identity-linked", self.desk.now()).await?;
        Ok(unit.commit().await?)
    }

    /// Somebody was asked again by their provider: what is grave is open for some minutes.
    pub(super) async fn proved_there(
        &self,
        caller: &Caller,
        provider: &Provider,
        said: &Said,
        attested: &Attested,
        from: Place<'_>,
    ) -> Result<(), Problem> {
        let person = caller.person().ok_or(Refused::SignInFirst)?;
        let (mut unit, account) = self.own(caller).await?;
        let known = identities::find(&mut unit, &said.issuer, &said.subject).await?;
        let own = known.is_some_and(|known| known.account == account.id);
        // Where there is a second factor, less than that proves nothing.
        let enough = attested.strong
            || !self.settings.second_factor
            || factors::of(&mut unit, account.id).await?.is_empty();
        if !(own && enough) {
            drop(unit);
            return Err(self.doubt(provider, "another person", "provider-doubtful", from).await?);
        }
        let now = self.desk.now();
        sessions::proved(&mut unit, person.session, now).await?;
        self.note_identity(&mut unit, caller, "account.proved", provider, account.id).await?;
        Ok(unit.commit().await?)
    }

    /// Takes one of the caller's identities away: it opens nothing any more, nor does what it had opened elsewhere.
    pub async fn identity_remove(&self, caller: &Caller, id: Id) -> Result<(), Problem> {
        access::prove(caller)?;
        let (mut unit, account) = self.own(caller).await?;
        let held = identities::of(&mut unit, account.id).await?;
        let identity = held.iter().find(|identity| identity.id == id).ok_or(Refused::NotFound)?;
        let other_way = !account.password_hash.is_empty() && account.has_address();
        if held.len() == 1 && !other_way {
            return Err(Refused::Conflict(Refusal::new("identity-last")).into());
        }
        identities::remove(&mut unit, account.id, id).await?;
        if let Some(person) = caller.person() {
            sessions::end_others(&mut unit, account.id, person.session).await?;
        }
        let now = self.desk.now();
        let entry = Entry::new("account.identity-unlinked", "account", account.id)
            .with(json!({ "provider": identity.provider }));
        trail::append(&mut unit, caller, now, entry).await?;
        self.tell(&mut unit, &account, "identity-unlinked", now).await?;
        Ok(unit.commit().await?)
    }
}
