//! Signing in by address and password, then by a second factor; signing out.

use access::Caller;
use serde_json::json;
use storage::Unit;
use trail::Entry;
use vocabulary::{Failure, Instant, Language, Problem, Refusal, Refused};

use super::{Accounts, digest, pace::Pace, proving::Proof, sessions::Known};
use crate::{
    rules::{self, Strength},
    store::{self, Account, factors, sessions},
};

/// Where somebody signs in from.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The address that asks.
    pub address: &'a str,
    /// What the browser says of itself.
    pub device: &'a str,
}

impl<'a, T: AsRef<str> + ?Sized> From<&'a T> for Place<'a> {
    fn from(address: &'a T) -> Self {
        Self { address: address.as_ref(), device: "" }
    }
}

/// The way in was open.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The session's token: a secret.
    pub token: String,
    /// The language in which the person reads.
    pub language: Language,
    /// Whether a second factor is still to come: until then the session opens nothing.
    pub waiting: bool,
}

impl Accounts {
    /// Opens a session by address and password. An address that is nobody's and a password that is wrong are one answer,
    /// and take as long. Wrong tries slow down the pair of address and place; very many slow down the place, but not those
    /// who have signed in there before: nobody can keep somebody else out by failing on purpose.
    pub async fn sign_in(
        &self,
        email: &str,
        password: &str,
        from: impl Into<Place<'_>>,
    ) -> Result<SignedIn, Problem> {
        let from = from.into();
        let email = email.trim().to_lowercase();
        // No address holds a control character, and one engine would not take it.
        let email: String = email.chars().filter(|c| !c.is_control()).take(254).collect();
        let now = self.desk.now();
        let pace = Pace::of_password(&email, from.address);
        let known = pace.check(&mut self.desk.store.read().await?, now).await?;
        // In a flood most are told here to come back: nothing dear comes before (abuse H04).
        let waits = self.crowd.enter(from.address, known.then_some(email.as_str()))?;
        let found = self.usable(store::by_email(&mut self.desk.store.read().await?, &email).await?);
        let hash = found.map(|account| account.password_hash);
        let right = self.verify(password, hash.clone()).await?;
        drop(waits);
        let mut unit = self.desk.store.write().await?;
        pace.hold(&mut unit, now).await?;
        pace.check(&mut unit, now).await?;
        // The password may have been changed meanwhile.
        let found = self.usable(store::hold_by_email(&mut unit, &email).await?);
        let Some(account) = found.filter(|account| right && hash.as_ref() == Some(&account.password_hash))
        else {
            pace.failed(&mut unit, now).await?;
            self.note_refusal(&mut unit, from.address, "password", now).await?;
            unit.commit().await?;
            return Err(Refused::invalid(Refusal::new("sign-in-wrong").at("password")).into());
        };
        pace.forgive(&mut unit).await?;
        let signed = self.after_password(&mut unit, &account, from, now).await?;
        unit.commit().await?;
        Ok(signed)
    }

    /// Somebody's password is known to be right: their session waits for the second factor, if they have one.
    pub(super) async fn after_password(
        &self,
        unit: &mut Unit,
        account: &Account,
        from: Place<'_>,
        now: Instant,
    ) -> Result<SignedIn, Failure> {
        let strength = self.strength_of_one_proof(unit, account).await?;
        self.open(unit, account, strength, "password", from, now).await
    }

    /// How strong a session is that one proof opens.
    pub(super) async fn strength_of_one_proof(
        &self,
        unit: &mut Unit,
        account: &Account,
    ) -> Result<Strength, Failure> {
        Ok(if !self.settings.second_factor {
            Strength::Full
        } else if factors::of(unit, account.id).await?.is_empty() {
            Strength::Password
        } else {
            Strength::Waiting
        })
    }

    /// Opens a session, with a token that is new whatever came with the request (abuse F01).
    pub(super) async fn open(
        &self,
        unit: &mut Unit,
        account: &Account,
        strength: Strength,
        by: &str,
        from: Place<'_>,
        now: Instant,
    ) -> Result<SignedIn, Failure> {
        self.open_proved(unit, account, strength, by, from, (now, now)).await
    }

    /// The same, for somebody who proved who they are at another moment: `(now, then)`.
    pub(super) async fn open_proved(
        &self,
        unit: &mut Unit,
        account: &Account,
        strength: Strength,
        by: &str,
        from: Place<'_>,
        (now, proved_at): (Instant, Instant),
    ) -> Result<SignedIn, Failure> {
        let token = self.secret();
        let waiting = strength == Strength::Waiting;
        let life = if waiting { rules::WAITING } else { self.settings.longest };
        let session = sessions::Session {
            id: self.desk.id(),
            account: account.id,
            created_at: now,
            seen_at: now,
            expires_at: now.plus_seconds(life),
            place: from.address.to_owned(),
            device: super::sessions::cut(from.device),
            strength,
            proved_at,
        };
        sessions::sweep(unit, now).await?;
        sessions::add(unit, &session, &digest(&token)).await?;
        let action = if waiting { "account.second-factor-asked" } else { "account.signed-in" };
        let entry = Entry::new(action, "account", account.id)
            .with(json!({ "session": session.id, "by": by, "from": from.address }));
        // A password alone proves nobody yet, where a second factor is asked for.
        let known = Known { session: session.id, strength, fresh: true, limited_to: None };
        let who = if waiting { Caller::Nobody } else { self.person(unit, account.id, known).await? };
        trail::append(unit, &who, now, entry).await?;
        if !waiting {
            Pace::of_password(&account.email, from.address).acquaint(unit, now).await?;
        }
        Ok(SignedIn { token, language: account.language, waiting })
    }

    /// Whose session waits for a second factor, and which kinds they have.
    pub async fn waiting(
        &self,
        token: &str,
        device: &str,
    ) -> Result<Option<Vec<rules::FactorKind>>, Problem> {
        let mut unit = self.desk.store.read().await?;
        let Some((account, _)) = self.waiting_in(&mut unit, token, device).await? else { return Ok(None) };
        let held = factors::of(&mut unit, account.id).await?;
        let mut kinds: Vec<_> = held.iter().filter(|f| f.stopped_at.is_none()).map(|f| f.kind).collect();
        kinds.dedup();
        Ok(Some(kinds))
    }

    pub(super) async fn waiting_in(
        &self,
        unit: &mut Unit,
        token: &str,
        device: &str,
    ) -> Result<Option<(Account, sessions::Session)>, Failure> {
        let now = self.desk.now();
        let session = sessions::find(unit, &digest(token), now, now.plus_seconds(-rules::WAITING)).await?;
        let waits = |s: &sessions::Session| {
            s.strength == Strength::Waiting && rules::same_device(&s.device, &super::sessions::cut(device))
        };
        let Some(session) = session.filter(waits) else { return Ok(None) };
        let account = self.usable(store::find(unit, session.account).await?);
        Ok(account.map(|account| (account, session)))
    }

    /// Finishes a sign-in that waits for a second factor: another session, under another token, takes its place.
    pub async fn second_factor(
        &self,
        token: &str,
        proof: Proof<'_>,
        from: impl Into<Place<'_>>,
    ) -> Result<SignedIn, Problem> {
        let from = from.into();
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let found = self.waiting_in(&mut unit, token, from.device).await?;
        let (account, session) = found.ok_or(Refused::SignInFirst)?;
        let pace = Pace::of_factor(account.id, &account.email, from.address);
        pace.hold(&mut unit, now).await?;
        pace.check(&mut unit, now).await?;
        // A password proves nothing here: it was given already.
        let right =
            !matches!(proof, Proof::Password(_)) && self.holds(&mut unit, &account, &proof, now).await?;
        if !right {
            pace.failed(&mut unit, now).await?;
            self.note_refusal(&mut unit, from.address, proof.kind(), now).await?;
            unit.commit().await?;
            return Err(proof.wrong().into());
        }
        pace.forgive(&mut unit).await?;
        sessions::end(&mut unit, account.id, session.id).await?;
        let signed = self.open(&mut unit, &account, Strength::Full, proof.kind(), from, now).await?;
        unit.commit().await?;
        Ok(signed)
    }

    /// Ends the caller's own session.
    pub async fn sign_out(&self, caller: &Caller) -> Result<(), Problem> {
        if let Some(person) = caller.person() {
            let mut unit = self.desk.store.write().await?;
            sessions::end(&mut unit, person.account, person.session).await?;
            let entry = Entry::new("account.signed-out", "account", person.account);
            trail::append(&mut unit, caller, self.desk.now(), entry).await?;
            unit.commit().await?;
        }
        Ok(())
    }
}
