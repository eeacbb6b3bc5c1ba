//! What one can ask about accounts.

use std::{collections::BTreeSet, sync::Arc};

use access::{Caller, Permission, Person, Resource, Standing, permit};
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use storage::{Desk, Unit};
use tokio::sync::Semaphore;
use trail::Entry;
use vocabulary::{Failure, Id, Instant, Language, MailAddress, Problem, Refusal, Refused};

use crate::{
    rules,
    store::{self, Account, Session, Token},
};

/// What the operator decides about accounts.
#[derive(Clone, Debug)]
pub struct AccountsSettings {
    /// Whether this is a demonstration: only then do its accounts open anything.
    pub demonstration: bool,
    /// KiB of memory of one password hash (argon2id, two passes): 19456 by OWASP's advice; tests take less.
    pub hash_kib: u32,
    /// Password hashes at once: the memory that a flood of sign-ins can take is this times the one above.
    pub hashes: usize,
    /// Seconds without a request after which a session ends.
    pub idle: i64,
    /// Seconds after which a session ends whatever happens.
    pub longest: i64,
}

impl Default for AccountsSettings {
    fn default() -> Self {
        Self { demonstration: false, hash_kib: 19_456, hashes: 2, idle: 30 * 60, longest: 12 * 3600 }
    }
}

/// The accounts, and what can be asked about them. Cheap to clone.
#[derive(Clone)]
pub struct Accounts {
    pub(crate) desk: Desk,
    pub(crate) settings: Arc<AccountsSettings>,
    hashing: Arc<Semaphore>,
}

/// An account to create.
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

/// The way in was open.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The session's token: a secret.
    pub token: String,
    /// The language in which the person reads.
    pub language: Language,
}

impl Accounts {
    /// Made from what it stands on.
    pub fn new(desk: Desk, settings: AccountsSettings) -> Self {
        let hashing = Arc::new(Semaphore::new(settings.hashes.max(1)));
        Self { desk, settings: Arc::new(settings), hashing }
    }

    /// Opens a session by address and password. An address that is nobody's and a password that is wrong are one answer,
    /// and take as long. Wrong tries slow down the pair of address and place; very many slow down the place, but not those
    /// who have signed in there before: nobody can keep somebody else out by failing on purpose.
    pub async fn sign_in(&self, email: &str, password: &str, from: &str) -> Result<SignedIn, Problem> {
        let email = email.trim().to_lowercase();
        // No address holds a control character, and one engine would not take it.
        let email: String = email.chars().filter(|c| !c.is_control()).take(254).collect();
        let now = self.desk.now();
        let found = {
            let mut unit = self.desk.store.read().await?;
            self.paced(&mut unit, &email, from, now).await?;
            self.usable(store::by_email(&mut unit, &email).await?)
        };
        let hash = found.map(|account| account.password_hash);
        let right = self.verify(password, hash.clone()).await?;
        let mut unit = self.desk.store.write().await?;
        // Of tries at once, each began before the others had failed: what they found meanwhile holds for this one too.
        store::hold_tries(&mut unit, &place(from), now).await?;
        self.paced(&mut unit, &email, from, now).await?;
        // The password may have been changed meanwhile.
        let found = self.usable(store::hold_by_email(&mut unit, &email).await?);
        let Some(account) = found.filter(|account| right && hash.as_ref() == Some(&account.password_hash))
        else {
            self.failed(&mut unit, &email, from, now).await?;
            unit.commit().await?;
            return Err(Refused::invalid(Refusal::new("sign-in-wrong").at("password")).into());
        };
        store::forget_tries(&mut unit, &pair(&email, from)).await?;
        let known = store::Tries { failures: 0, not_before: now };
        store::note_tries(&mut unit, &acquaintance(&email, from), known, now).await?;
        let (failed, seen) = (now.plus_seconds(-rules::FORGOTTEN_AFTER), now.plus_seconds(-rules::KNOWN_FOR));
        store::sweep(&mut unit, now, failed, seen).await?;
        let token = self.secret();
        let session = Session { id: self.desk.id(), account: account.id, seen_at: now };
        store::add_session(&mut unit, &session, &digest(&token), now.plus_seconds(self.settings.longest))
            .await?;
        let entry =
            Entry::new("account.signed-in", "account", account.id).with(json!({ "session": session.id }));
        trail::append(&mut unit, &Caller::Nobody, now, entry).await?;
        unit.commit().await?;
        Ok(SignedIn { token, language: account.language })
    }

    /// An account that opens something. A demonstration's open nothing on a real base (abuse F13).
    fn usable(&self, account: Option<Account>) -> Option<Account> {
        account.filter(|a| a.disabled_at.is_none() && a.demonstration == self.settings.demonstration)
    }

    /// Refuses whoever must wait after what was tried under this address from this place, or under any from there.
    async fn paced(&self, unit: &mut Unit, email: &str, from: &str, now: Instant) -> Result<(), Problem> {
        let failed_since = now.plus_seconds(-rules::FORGOTTEN_AFTER);
        let known_since = now.plus_seconds(-rules::KNOWN_FOR);
        let known = store::tries(unit, &acquaintance(email, from), known_since).await?.is_some();
        let keys = [Some(pair(email, from)), (!known).then(|| place(from))];
        for key in keys.iter().flatten() {
            let until = store::tries(unit, key, failed_since).await?.map_or(now, |tries| tries.not_before);
            let left = until.seconds_since(now);
            if left > 0 {
                return Err(Refused::TooSoon(u32::try_from(left).unwrap_or(900)).into());
            }
        }
        Ok(())
    }

    /// Notes a wrong try.
    async fn failed(&self, unit: &mut Unit, email: &str, from: &str, now: Instant) -> Result<(), Failure> {
        for (key, free) in [(pair(email, from), rules::FREE), (place(from), rules::FREE_OF_PLACE)] {
            let since = now.plus_seconds(-rules::FORGOTTEN_AFTER);
            let failures = store::tries(unit, &key, since).await?.map_or(0, |tries| tries.failures) + 1;
            let not_before = now.plus_seconds(rules::wait(failures, free));
            store::note_tries(unit, &key, store::Tries { failures, not_before }, now).await?;
        }
        let entry = Entry::new("account.sign-in-refused", "account", "unknown").with(json!({ "from": from }));
        trail::append(unit, &Caller::Nobody, now, entry).await
    }

    /// Ends the caller's own session.
    pub async fn sign_out(&self, caller: &Caller) -> Result<(), Problem> {
        if let Some(person) = caller.person() {
            let mut unit = self.desk.store.write().await?;
            store::end_session(&mut unit, person.session).await?;
            let entry = Entry::new("account.signed-out", "account", person.account);
            trail::append(&mut unit, caller, self.desk.now(), entry).await?;
            unit.commit().await?;
        }
        Ok(())
    }

    /// Who a session's token is, with their rights as they are at this moment; nobody once it ended.
    pub async fn caller(&self, token: &str) -> Result<Caller, Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.read().await?;
        let idle_since = now.plus_seconds(-self.settings.idle);
        let Some(session) = store::session(&mut unit, &digest(token), now, idle_since).await? else {
            return Ok(Caller::Nobody);
        };
        let caller = self.person(&mut unit, session.account, session.id, None).await?;
        drop(unit);
        // Written once a minute at most: a page must not cost a commit.
        if now.seconds_since(session.seen_at) > 60 {
            let mut unit = self.desk.store.write().await?;
            store::seen(&mut unit, session.id, now).await?;
            unit.commit().await?;
        }
        Ok(caller)
    }

    /// Who an API token speaks for, limited to its scopes; nobody once it ended, was revoked, or its account disabled.
    pub async fn caller_of_token(&self, token: &str) -> Result<Caller, Problem> {
        let mut unit = self.desk.store.read().await?;
        let Some(found) = store::find_token(&mut unit, &digest(token)).await? else {
            return Ok(Caller::Nobody);
        };
        if found.revoked_at.is_some() || found.expires_at <= self.desk.now() {
            return Ok(Caller::Nobody);
        }
        let scopes = found.scopes.iter().filter_map(|code| Permission::from_code(code)).collect();
        Ok(self.person(&mut unit, found.account, found.id, Some(scopes)).await?)
    }

    async fn person(
        &self,
        unit: &mut Unit,
        account: Id,
        session: Id,
        limited_to: Option<BTreeSet<Permission>>,
    ) -> Result<Caller, Failure> {
        let Some(account) = self.usable(store::find(unit, account).await?) else {
            return Ok(Caller::Nobody);
        };
        let standings = store::standings(unit, account.id).await?;
        Ok(Caller::Person(Person { account: account.id, name: account.name, session, standings, limited_to }))
    }

    /// Creates an account.
    pub async fn create(&self, caller: &Caller, new: NewAccount) -> Result<Id, Problem> {
        access::decide::<permit::AccountManage>(caller, &Resource::default())?;
        let email =
            MailAddress::parse(&new.email).map_err(|refusal| Refused::invalid(refusal.at("email")))?;
        let email = email.as_str().to_lowercase();
        rules::acceptable_password(&new.password, &email).map_err(Refused::invalid)?;
        let name = new.name.trim().to_owned();
        if name.is_empty() || name.chars().count() > 120 || name.chars().any(char::is_control) {
            return Err(Refused::invalid(Refusal::new("name-unreadable").at("name")).into());
        }
        let standings = rules::merged(&new.standings).map_err(Refused::invalid)?;
        let account = Account {
            id: self.desk.id(),
            email,
            name,
            language: new.language,
            demonstration: self.settings.demonstration,
            created_at: self.desk.now(),
            disabled_at: None,
            password_hash: self.hash(&new.password).await?,
        };
        let mut unit = self.desk.store.write().await?;
        if !store::insert(&mut unit, &account).await? {
            return Err(Refused::invalid(Refusal::new("email-taken").at("email")).into());
        }
        for standing in &standings {
            store::add_standing(&mut unit, account.id, standing).await?;
        }
        let roles: Vec<String> = standings.iter().map(rules::standing_words).collect();
        let entry = Entry::new("account.created", "account", account.id).with(json!({ "roles": roles }));
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        unit.commit().await?;
        Ok(account.id)
    }

    /// All accounts, with what their people are.
    pub async fn list(&self, caller: &Caller) -> Result<Vec<(Account, Vec<Standing>)>, Problem> {
        access::decide::<permit::AccountManage>(caller, &Resource::default())?;
        let mut unit = self.desk.store.read().await?;
        let mut listed = Vec::new();
        for account in store::all(&mut unit).await? {
            let standings = store::standings(&mut unit, account.id).await?;
            listed.push((account, standings));
        }
        Ok(listed)
    }

    /// Disables an account: its sessions and tokens end at once.
    pub async fn disable(&self, caller: &Caller, email: &str) -> Result<(), Problem> {
        let (mut unit, account) = self.managed(caller, email).await?;
        store::disable(&mut unit, account.id, self.desk.now()).await?;
        let entry = Entry::new("account.disabled", "account", account.id);
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        Ok(unit.commit().await?)
    }

    /// Gives an account a new password; its sessions end.
    pub async fn reset(&self, caller: &Caller, email: &str, password: &str) -> Result<(), Problem> {
        access::decide::<permit::AccountManage>(caller, &Resource::default())?;
        rules::acceptable_password(password, email.trim()).map_err(Refused::invalid)?;
        let hash = self.hash(password).await?;
        let (mut unit, account) = self.managed(caller, email).await?;
        store::set_password(&mut unit, account.id, &hash).await?;
        let entry = Entry::new("account.password-reset", "account", account.id);
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        Ok(unit.commit().await?)
    }

    /// Makes a token for an account and answers with it, this once.
    pub async fn token_create(
        &self,
        caller: &Caller,
        email: &str,
        scopes: &[String],
        days: u32,
    ) -> Result<String, Problem> {
        let (mut unit, account) = self.managed(caller, email).await?;
        if let Some(unknown) = scopes.iter().find(|scope| Permission::from_code(scope).is_none()) {
            return Err(
                Refused::invalid(Refusal::new("scope-unknown").at("scope").with("scope", unknown)).into()
            );
        }
        let now = self.desk.now();
        let secret = format!("vigie_{}", self.secret());
        let token = Token {
            id: self.desk.id(),
            account: account.id,
            scopes: scopes.to_vec(),
            created_at: now,
            expires_at: now.plus_seconds(i64::from(days) * 24 * 3600),
            revoked_at: None,
        };
        store::add_token(&mut unit, &token, &digest(&secret)).await?;
        let entry = Entry::new("token.created", "account", account.id)
            .with(json!({ "token": token.id, "scopes": scopes }));
        trail::append(&mut unit, caller, now, entry).await?;
        unit.commit().await?;
        Ok(secret)
    }

    /// The tokens of an account.
    pub async fn token_list(&self, caller: &Caller, email: &str) -> Result<Vec<Token>, Problem> {
        let (mut unit, account) = self.managed(caller, email).await?;
        Ok(store::tokens(&mut unit, account.id).await?)
    }

    /// Revokes a token: it opens nothing from now on.
    pub async fn token_revoke(&self, caller: &Caller, id: Id) -> Result<(), Problem> {
        access::decide::<permit::AccountManage>(caller, &Resource::default())?;
        let mut unit = self.desk.store.write().await?;
        if !store::revoke_token(&mut unit, id, self.desk.now()).await? {
            return Err(Refused::NotFound.into());
        }
        trail::append(&mut unit, caller, self.desk.now(), Entry::new("token.revoked", "token", id)).await?;
        Ok(unit.commit().await?)
    }

    async fn managed(&self, caller: &Caller, email: &str) -> Result<(Unit, Account), Problem> {
        access::decide::<permit::AccountManage>(caller, &Resource::default())?;
        let mut unit = self.desk.store.write().await?;
        let account =
            store::hold_by_email(&mut unit, &email.trim().to_lowercase()).await?.ok_or(Refused::NotFound)?;
        Ok((unit, account))
    }

    /// 256 random bits, in hexadecimal: need no slow hash.
    fn secret(&self) -> String {
        let mut bytes = [0; 32];
        self.desk.ids.fill(&mut bytes);
        hex(&bytes)
    }

    fn argon2(&self) -> Argon2<'static> {
        let params = Params::new(self.settings.hash_kib, 2, 1, None).unwrap_or_default();
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
    }

    /// Hashes a password, among a bounded number at once and away from the threads that serve pages (abuse H04).
    pub(crate) async fn hash(&self, password: &str) -> Result<String, Failure> {
        let (argon2, password) = (self.argon2(), password.to_owned());
        let mut salt = [0; 16];
        self.desk.ids.fill(&mut salt);
        self.aside(move || {
            let hash: Result<argon2::password_hash::phc::PasswordHash, _> =
                argon2.hash_password_with_salt(password.as_bytes(), &salt);
            hash.map(|hash| hash.to_string())
                .map_err(|error| Failure::new("hash a password", error.to_string()))
        })
        .await?
    }

    /// Whether a password is the one that was hashed. With no hash, as long for nothing.
    async fn verify(&self, password: &str, hash: Option<String>) -> Result<bool, Failure> {
        let Some(hash) = hash else { return self.hash(password).await.map(|_| false) };
        let (argon2, password) = (self.argon2(), password.to_owned());
        self.aside(move || argon2.verify_password(password.as_bytes(), hash.as_str()).is_ok()).await
    }

    async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let _permit = self.hashing.acquire().await.map_err(|error| Failure::new("hash a password", error))?;
        tokio::task::spawn_blocking(work).await.map_err(|error| Failure::new("hash a password", error))
    }
}

/// Keys under which tries are kept: an account from a place, a place, and whoever has signed in from a place.
fn pair(email: &str, from: &str) -> String {
    format!("{email} {from}")
}

fn place(from: &str) -> String {
    format!("from {from}")
}

fn acquaintance(email: &str, from: &str) -> String {
    format!("known {email} {from}")
}

fn digest(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(64), |hex, byte| hex + &format!("{byte:02x}"))
}
