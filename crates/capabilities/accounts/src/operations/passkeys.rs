//! Passkeys (WebAuthn level 3): setting one up, signing in by one alone, proving by one. A ceremony has two halves; what must
//! be known between them is with the browser, sealed under a key of ours, for some minutes and for one answer.

use access::Caller;
use serde_json::{Value, json};
use storage::Unit;
use trail::Entry;
use vocabulary::{Failure, Id, Instant, Problem, Refusal, Refused, hex};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Uuid, Webauthn, WebauthnBuilder, WebauthnError,
};

use super::{Accounts, AccountsSettings, Place, Proof, SignedIn, factors::factor_name, pace::Pace};
use crate::{
    rules::{FactorKind, Strength},
    store::{
        self, Account, ceremonies,
        factors::{self, Factor},
    },
};

/// Seconds in which the answer must come. Browsers are told to wait five minutes.
const LIFE: i64 = 10 * 60;
/// How many factors somebody may have.
const MOST: usize = 20;
/// The longest identity that a credential may have (WebAuthn level 3, section 4).
const LONGEST: usize = 1023;

/// The first half of a ceremony: what a page asks the browser for.
#[derive(Clone, Debug)]
pub struct Ceremony {
    /// What `navigator.credentials` takes, with bytes in base64url.
    pub options: Value,
    /// Comes back with the answer.
    pub ticket: String,
}

/// The second half: what the browser answered.
#[derive(Clone, Copy, Debug)]
pub struct PasskeyAnswer<'a> {
    /// The ticket of the first half.
    pub ticket: &'a str,
    /// The credential, as JSON.
    pub credential: &'a str,
}

/// A ticket that was opened.
struct Ticket {
    id: Id,
    until: Instant,
    state: Value,
}

/// Who passkeys are made for; nobody where the site has no name.
pub(super) fn relying_party(settings: &AccountsSettings) -> Option<Webauthn> {
    let origin = Url::parse(&settings.base_url).ok()?;
    let name = origin.domain()?;
    WebauthnBuilder::new(name, &origin).ok()?.rp_name(&settings.issuer).build().ok()
}

fn broken(error: WebauthnError) -> Failure {
    Failure::new("begin a ceremony of passkeys", error)
}

fn unreadable(error: serde_json::Error) -> Failure {
    Failure::new("write a passkey down", error)
}

/// The passkeys among these, with what is known of them; those that were stopped too.
fn known(held: &[Factor]) -> impl Iterator<Item = (&Factor, Passkey)> {
    held.iter()
        .filter(|factor| factor.kind == FactorKind::Passkey)
        .filter_map(|factor| Some((factor, serde_json::from_str(&factor.secret).ok()?)))
}

fn user(account: Id) -> Result<Uuid, Failure> {
    Uuid::parse_str(&account.to_string()).map_err(|error| Failure::new("name an account", error))
}

fn for_adding(account: &Account) -> String {
    format!("add {}", account.id)
}

fn for_proving(account: &Account) -> String {
    format!("prove {}", account.id)
}

const FOR_SIGNING_IN: &str = "sign in";

impl Accounts {
    /// Whether passkeys can be made for this site at all.
    pub fn takes_passkeys(&self) -> bool {
        self.relying_party.is_some()
    }

    fn relying_party(&self) -> Result<&Webauthn, Refused> {
        self.relying_party.as_ref().ok_or_else(|| Refused::Conflict(Refusal::new("passkeys-unavailable")))
    }

    /// Begins to set a passkey up for the caller.
    pub async fn passkey_begin(&self, caller: &Caller) -> Result<Ceremony, Problem> {
        let relying_party = self.relying_party()?;
        let (mut unit, account) = self.own(caller).await?;
        self.may_add_a_factor(&mut unit, caller, &account).await?;
        let held = factors::of(&mut unit, account.id).await?;
        if held.len() >= MOST {
            return Err(
                Refused::Conflict(Refusal::new("factors-too-many").with("max", MOST.to_string())).into()
            );
        }
        let excluded = known(&held).map(|(_, passkey)| passkey.cred_id().clone()).collect();
        let (options, state) = relying_party
            .start_passkey_registration(user(account.id)?, &account.email, &account.name, Some(excluded))
            .map_err(broken)?;
        let mut options = serde_json::to_value(options).map_err(unreadable)?;
        // Kept by the authenticator with the name of its person, so that it opens without an address.
        if let Some(Value::Object(wanted)) = options.pointer_mut("/publicKey/authenticatorSelection") {
            wanted.insert("residentKey".to_owned(), json!("required"));
            wanted.insert("requireResidentKey".to_owned(), json!(true));
        }
        self.ceremony(&for_adding(&account), Ok(options), serde_json::to_value(state))
    }

    /// The passkey that the caller made counts from now on. Answers as [`Accounts::totp_confirm`] does.
    pub async fn passkey_confirm(
        &self,
        caller: &Caller,
        name: &str,
        answer: PasskeyAnswer<'_>,
        from: impl Into<Place<'_>>,
    ) -> Result<(SignedIn, Vec<String>), Problem> {
        let now = self.desk.now();
        let (mut unit, account) = self.own(caller).await?;
        self.may_add_a_factor(&mut unit, caller, &account).await?;
        let name = factor_name(name)?;
        let ticket = self.redeem(&for_adding(&account), answer.ticket, now);
        let passkey = ticket.as_ref().and_then(|ticket| self.made(ticket, answer.credential));
        let Some((ticket, passkey)) = ticket.zip(passkey) else {
            return Err(Proof::Passkey(answer).wrong().into());
        };
        if !ceremonies::spend(&mut unit, ticket.id, ticket.until, now).await? {
            return Err(Proof::Passkey(answer).wrong().into());
        }
        let factor = Factor {
            id: self.desk.id(),
            account: account.id,
            kind: FactorKind::Passkey,
            name,
            created_at: now,
            used_at: None,
            stopped_at: None,
            secret: serde_json::to_string(&passkey).map_err(unreadable)?,
            credential: Some(hex(passkey.cred_id())),
            confirmed_at: Some(now),
        };
        if !factors::add(&mut unit, &factor).await? {
            return Err(Refused::Conflict(Refusal::new("passkey-known")).into());
        }
        let done =
            self.factor_added(&mut unit, caller, &account, FactorKind::Passkey, from.into(), now).await?;
        unit.commit().await?;
        Ok(done)
    }

    fn made(&self, ticket: &Ticket, credential: &str) -> Option<Passkey> {
        let state: PasskeyRegistration = serde_json::from_value(ticket.state.clone()).ok()?;
        let given: RegisterPublicKeyCredential = serde_json::from_str(credential).ok()?;
        let made = self.relying_party.as_ref()?.finish_passkey_registration(&given, &state);
        made.ok().filter(|passkey| passkey.cred_id().len() <= LONGEST)
    }

    /// Begins to sign in by a passkey alone: the authenticator says whose it is. Costs no row.
    pub fn passkey_sign_in_begin(&self) -> Result<Ceremony, Problem> {
        self.ask(FOR_SIGNING_IN, &[])
    }

    /// Signs in by a passkey alone: it holds a secret, and asked its person for a gesture or a PIN, so it is both factors. A
    /// right one never waits for the wrong ones of others.
    pub async fn passkey_sign_in(
        &self,
        answer: PasskeyAnswer<'_>,
        from: impl Into<Place<'_>>,
    ) -> Result<SignedIn, Problem> {
        let (from, now) = (from.into(), self.desk.now());
        let pace = Pace::of_passkey(from.address);
        let owner = {
            let mut unit = self.desk.store.read().await?;
            let owner = self.owner(&mut unit, answer).await?;
            if owner.is_none() {
                pace.check(&mut unit, now).await?;
            }
            owner
        };
        let mut unit = self.desk.store.write().await?;
        if let Some(id) = owner
            && let Some(account) = self.usable(store::hold(&mut unit, id).await?)
            && self.passkey_answers(&mut unit, &account, answer, FOR_SIGNING_IN, now).await?
        {
            let signed = self.open(&mut unit, &account, Strength::Full, "passkey", from, now).await?;
            unit.commit().await?;
            return Ok(signed);
        }
        pace.hold(&mut unit, now).await?;
        let slowed = pace.check(&mut unit, now).await;
        if slowed.is_ok() {
            pace.failed(&mut unit, now).await?;
            self.note_refusal(&mut unit, from.address, "passkey", now).await?;
        }
        // Even then: a passkey may just have been stopped.
        unit.commit().await?;
        slowed?;
        Err(Proof::Passkey(answer).wrong().into())
    }

    /// Whose passkey answered, by what it says of itself and by what we know of it.
    async fn owner(&self, unit: &mut Unit, answer: PasskeyAnswer<'_>) -> Result<Option<Id>, Failure> {
        let Ok(given) = serde_json::from_str::<PublicKeyCredential>(answer.credential) else {
            return Ok(None);
        };
        let said = given.get_user_unique_id().and_then(|bytes| Uuid::from_slice(bytes).ok());
        let found = factors::by_credential(unit, &hex(given.get_credential_id())).await?;
        let found = found.map(|factor| factor.account);
        Ok(found.filter(|account| said.is_some_and(|said| said.to_string() == account.to_string())))
    }

    /// Begins to finish, by a passkey, a sign-in that waits for a second factor.
    pub async fn passkey_second_factor_begin(&self, token: &str, device: &str) -> Result<Ceremony, Problem> {
        let mut unit = self.desk.store.read().await?;
        let found = self.waiting_in(&mut unit, token, device).await?;
        let (account, _) = found.ok_or(Refused::SignInFirst)?;
        self.ask_account(&mut unit, &account).await
    }

    /// Begins to prove, by a passkey, that the caller is there.
    pub async fn passkey_prove_begin(&self, caller: &Caller) -> Result<Ceremony, Problem> {
        let person = caller.person().ok_or(Refused::SignInFirst)?;
        let mut unit = self.desk.store.read().await?;
        let account =
            self.usable(store::find(&mut unit, person.account).await?).ok_or(Refused::SignInFirst)?;
        self.ask_account(&mut unit, &account).await
    }

    async fn ask_account(&self, unit: &mut Unit, account: &Account) -> Result<Ceremony, Problem> {
        let held = factors::of(unit, account.id).await?;
        let allowed = known(&held).filter(|(factor, _)| factor.stopped_at.is_none());
        let allowed: Vec<Passkey> = allowed.map(|(_, passkey)| passkey).collect();
        if allowed.is_empty() {
            return Err(Refused::Conflict(Refusal::new("passkey-none")).into());
        }
        self.ask(&for_proving(account), &allowed)
    }

    /// Asks for an answer by one of these passkeys, by any when there are none.
    fn ask(&self, purpose: &str, allowed: &[Passkey]) -> Result<Ceremony, Problem> {
        let relying_party = self.relying_party()?;
        // What is answered is compared with the passkey as it is then, and not as it is now: only the list is taken.
        let (listed, _) = relying_party.start_passkey_authentication(allowed).map_err(broken)?;
        let (mut options, state) = relying_party.start_discoverable_authentication().map_err(broken)?;
        options.public_key.allow_credentials = listed.public_key.allow_credentials;
        // Somebody pressed a button: the browser asks at once, and not in the list under a field.
        options.mediation = None;
        self.ceremony(purpose, serde_json::to_value(options), serde_json::to_value(state))
    }

    fn ceremony(
        &self,
        purpose: &str,
        options: serde_json::Result<Value>,
        state: serde_json::Result<Value>,
    ) -> Result<Ceremony, Problem> {
        let options = options.map_err(unreadable)?;
        let until = self.desk.now().plus_seconds(LIFE);
        let held = json!([self.desk.id(), until.millis(), state.map_err(unreadable)?]);
        let ticket = self.ceremonies_key.seal(self.desk.ids.as_ref(), purpose, &held.to_string())?;
        Ok(Ceremony { options, ticket })
    }

    /// What a ticket holds, when we made it for that purpose and not long ago.
    fn redeem(&self, purpose: &str, ticket: &str, now: Instant) -> Option<Ticket> {
        let held = self.ceremonies_key.open(purpose, ticket)?;
        let (id, until, state): (Id, i64, Value) = serde_json::from_str(&held).ok()?;
        let until = Instant::from_millis(until);
        (until > now).then_some(Ticket { id, until, state })
    }

    /// Whether a passkey of this account answered, at its second factor or when it proves again.
    pub(super) async fn passkey_holds(
        &self,
        unit: &mut Unit,
        account: &Account,
        answer: PasskeyAnswer<'_>,
        now: Instant,
    ) -> Result<bool, Failure> {
        self.passkey_answers(unit, account, answer, &for_proving(account), now).await
    }

    /// Whether a passkey of this account answered a ceremony of ours, which is then used up. One whose counter went back is
    /// stopped (abuse F08): somebody may have a copy of it.
    async fn passkey_answers(
        &self,
        unit: &mut Unit,
        account: &Account,
        answer: PasskeyAnswer<'_>,
        purpose: &str,
        now: Instant,
    ) -> Result<bool, Failure> {
        let Some(relying_party) = &self.relying_party else { return Ok(false) };
        let Some(ticket) = self.redeem(purpose, answer.ticket, now) else { return Ok(false) };
        let Ok(given) = serde_json::from_str::<PublicKeyCredential>(answer.credential) else {
            return Ok(false);
        };
        if !ceremonies::spend(unit, ticket.id, ticket.until, now).await? {
            return Ok(false);
        }
        let Ok(state) = serde_json::from_value::<DiscoverableAuthentication>(ticket.state) else {
            return Ok(false);
        };
        let found = factors::by_credential(unit, &hex(given.get_credential_id())).await?;
        let found = found.filter(|factor| factor.account == account.id && factor.stopped_at.is_none());
        let Some(factor) = found else { return Ok(false) };
        let mut passkey: Passkey = serde_json::from_str(&factor.secret).map_err(unreadable)?;
        match relying_party.finish_discoverable_authentication_v2(&given, state, &passkey) {
            Ok(result) => {
                passkey.update_credential(&result);
                let after = serde_json::to_string(&passkey).map_err(unreadable)?;
                factors::passkey_used(unit, &factor, &after, now).await
            }
            Err(WebauthnError::CredentialPossibleCompromise) => {
                factors::stop(unit, factor.id, now).await?;
                let entry = Entry::new("account.passkey-stopped", "account", account.id)
                    .with(json!({ "factor": factor.id }));
                trail::append(unit, &Caller::Nobody, now, entry).await?;
                self.tell(unit, account, "passkey-stopped", now).await?;
                Ok(false)
            }
            Err(_) => Ok(false),
        }
    }
}
