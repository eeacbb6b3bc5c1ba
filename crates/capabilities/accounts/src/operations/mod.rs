//! What one can ask about accounts.

mod belonging;
mod crowd;
mod factors;
mod hashing;
mod identities;
mod inviting;
mod managing;
mod pace;
mod passkeys;
mod personal;
mod providers;
mod proving;
mod reaching;
mod sessions;
mod signing_in;
mod tokens;

use std::sync::Arc;

use crowd::Crowd;
use hashing::Hashers;
use sha2::{Digest as _, Sha256};
use storage::Desk;
use tokio::sync::Semaphore;
use vault::{Key, MasterKey};
use vocabulary::hex;
use webauthn_rs::Webauthn;

pub use belonging::Known;
pub use factors::{Enrolment, Security};
pub use inviting::{Invited, NewPerson};
pub use managing::{NewAccount, Record};
pub use passkeys::{Ceremony, PasskeyAnswer};
pub use personal::{Erased, Personal, Swept};
pub use providers::{Arrived, Back, Departure, Errand, Provider, Purpose};
pub use proving::Proof;
pub use reaching::Contact;
pub use signing_in::{Place, SignedIn};

use crate::store::Account;

/// Providers of identities that are waited for at once: each takes a thread.
const ASKED_AT_ONCE: usize = 16;

/// What the operator decides about accounts.
#[derive(Clone, Debug)]
pub struct AccountsSettings {
    /// Whether this is a demonstration: only then do its accounts open anything.
    pub demonstration: bool,
    /// Whether a second factor is asked for: everywhere but in a demonstration.
    pub second_factor: bool,
    /// The name under which authenticators list this site.
    pub issuer: String,
    /// The canonical address of the site, never the one that a request named: passkeys are made for it and answer it alone.
    /// Where its host is a number there are none: browsers would make none.
    pub base_url: String,
    /// KiB of memory of one password hash (argon2id, two passes): 19456 by OWASP's advice; tests take less.
    pub hash_kib: u32,
    /// Password hashes at once, by default half as many as there are cores: the other half stays for pages. The memory that
    /// a flood of sign-ins can take is this times the one above.
    pub hashes: usize,
    /// Sign-ins that wait for their hash at most, from places where nobody known signs in.
    pub crowd: usize,
    /// Of those, at most from one place; and as many for each person who has signed in from there before.
    pub crowd_of_place: usize,
    /// Seconds without a request after which a session ends.
    pub idle: i64,
    /// Seconds after which a session ends whatever happens.
    pub longest: i64,
    /// Seconds during which somebody who proved to be there need not prove it again for what is grave.
    pub fresh: i64,
    /// Where people may sign in beside here.
    pub providers: Vec<Provider>,
}

impl Default for AccountsSettings {
    fn default() -> Self {
        Self {
            demonstration: false,
            second_factor: true,
            issuer: "Vigie".to_owned(),
            base_url: String::new(),
            hash_kib: 19_456,
            hashes: std::thread::available_parallelism().map_or(1, |cores| (cores.get() / 2).clamp(1, 4)),
            crowd: 100,
            crowd_of_place: 5,
            idle: 30 * 60,
            longest: 12 * 3600,
            fresh: 10 * 60,
            providers: Vec::new(),
        }
    }
}

/// The accounts, and what can be asked about them. Cheap to clone.
#[derive(Clone)]
pub struct Accounts {
    pub(crate) desk: Desk,
    pub(crate) settings: Arc<AccountsSettings>,
    hashers: Hashers,
    crowd: Crowd,
    /// Seals the secrets of authenticators.
    factors_key: Key,
    /// Makes the codes of invitations and marks recovery codes, so that the database alone gives neither.
    codes_key: Key,
    /// Seals what a browser holds between the two halves of a ceremony.
    ceremonies_key: Key,
    /// Who passkeys are made for.
    relying_party: Option<Webauthn>,
    /// Seals what a browser brings back from a provider.
    providers_key: Key,
    /// Providers are slow at times: so many are waited for at once, and no more.
    asking: Arc<Semaphore>,
}

impl Accounts {
    /// Made from what it stands on.
    pub fn new(desk: Desk, settings: AccountsSettings, master: &MasterKey) -> Self {
        Self {
            desk,
            relying_party: passkeys::relying_party(&settings),
            hashers: Hashers::new(settings.hashes),
            crowd: Crowd::new(settings.crowd, settings.crowd_of_place),
            settings: Arc::new(settings),
            factors_key: master.derive("accounts: factors"),
            codes_key: master.derive("accounts: codes"),
            ceremonies_key: master.derive("accounts: ceremonies"),
            providers_key: master.derive("accounts: providers"),
            asking: Arc::new(Semaphore::new(ASKED_AT_ONCE)),
        }
    }

    /// An account that opens something. A demonstration's open nothing on a real base (abuse F13).
    pub(crate) fn usable(&self, account: Option<Account>) -> Option<Account> {
        account.filter(|a| a.disabled_at.is_none() && a.demonstration == self.settings.demonstration)
    }

    /// 256 random bits, in hexadecimal: need no slow hash.
    fn secret(&self) -> String {
        let mut bytes = [0; 32];
        self.desk.ids.fill(&mut bytes);
        hex(&bytes)
    }
}

/// What is kept of a secret that is random: nobody can guess it from this.
fn digest(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}
