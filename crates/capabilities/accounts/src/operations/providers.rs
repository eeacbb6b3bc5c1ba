//! Going to a provider of identities (OpenID Connect), and coming back. What follows: [`super::identities`].

use std::sync::Arc;

use access::Caller;
use oidc::{Attempt, Profile, Returned, Trouble};
use serde::{Deserialize, Serialize};
use vocabulary::{Failure, Id, Instant, Language, Problem, Refusal, Refused};

use super::{Accounts, Place, SignedIn, digest, pace::Pace};
use crate::{
    rules::{self, AttestedFacilities, Counts},
    store::ceremonies,
};

/// A provider where people may sign in.
#[derive(Clone, Debug)]
pub struct Provider {
    /// Its name in addresses and settings.
    pub name: String,
    /// Its name as people read it.
    pub label: String,
    /// Whether its sign-in may count as a second factor, when it says that it was one; unset, as its profile has it.
    pub second_factor: Option<bool>,
    /// What becomes of the facilities that it attests.
    pub facilities: AttestedFacilities,
    /// How one speaks to it.
    pub client: Arc<oidc::Client>,
}

impl Provider {
    fn counts(&self) -> Counts<'_> {
        let settings = self.client.settings();
        match (settings.profile, self.second_factor) {
            (Profile::ProSanteConnect, None | Some(true)) => Counts::Eidas,
            (Profile::Generic, Some(true)) => Counts::Levels(&settings.acr_values),
            _ => Counts::Never,
        }
    }
}

/// Why somebody goes to a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// To come in.
    SignIn,
    /// To link who they are there to the account in which they are.
    Link,
    /// To prove again that it is them.
    Prove,
}

/// What somebody does at a provider, and where they want to be afterwards.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Errand {
    /// Why they go.
    pub purpose: Purpose,
    /// The language in which they read.
    pub language: Language,
    /// A path of ours, or nothing.
    pub towards: String,
}

/// Somebody leaves for a provider.
#[derive(Clone, Debug)]
pub struct Departure {
    /// Where their browser goes.
    pub address: String,
    /// What it brings back, sealed: for this browser, and for ten minutes.
    pub sealed: String,
}

/// What a browser comes back with.
#[derive(Clone, Debug, Default)]
pub struct Back {
    /// By which the attempt is known.
    pub state: String,
    /// What the provider gave.
    pub code: String,
    /// What went wrong there, in its words.
    pub error: String,
    /// Who it says it is; nothing when it does not say.
    pub issuer: Option<String>,
}

/// What came of it.
#[derive(Clone, Debug)]
pub enum Arrived {
    /// A session is open.
    SignedIn(SignedIn),
    /// The identity is linked.
    Linked,
    /// It was them.
    Proved,
}

/// An attempt, as it waits in the browser.
#[derive(Serialize, Deserialize)]
struct Flow {
    id: Id,
    provider: String,
    errand: Errand,
    /// Who left, when somebody was signed in.
    account: Option<Id>,
    redirect: String,
    state: String,
    nonce: String,
    verifier: String,
    begun: i64,
}

impl Flow {
    fn attempt(&self) -> Attempt {
        let again = self.errand.purpose == Purpose::Prove;
        Attempt {
            redirect: self.redirect.clone(),
            state: self.state.clone(),
            nonce: self.nonce.clone(),
            verifier: self.verifier.clone(),
            proved_since: again.then(|| Instant::from_millis(self.begun)),
        }
    }
}

impl Accounts {
    /// Where people may sign in beside here.
    pub fn providers(&self) -> &[Provider] {
        &self.settings.providers
    }

    fn provider(&self, name: &str) -> Result<&Provider, Problem> {
        self.providers().iter().find(|p| p.name == name).ok_or_else(|| Refused::NotFound.into())
    }

    /// Asks every provider whether it can be used; answers with what is wrong, for the operator.
    pub async fn check_providers(&self) -> Vec<(String, Result<(), String>)> {
        let now = self.desk.now();
        let mut checked = Vec::new();
        for provider in self.providers() {
            let asked = self.asks(provider, move |client| client.check(now)).await;
            let said = match asked {
                Ok(done) => done.map_err(|trouble| trouble.to_string()),
                Err(failure) => Err(failure.chain()),
            };
            checked.push((provider.name.clone(), said));
        }
        checked
    }

    /// Somebody goes to a provider. `redirect`: where it sends them back, as it is registered there; `bond`: what only this
    /// browser has.
    pub async fn provider_begin(
        &self,
        caller: &Caller,
        name: &str,
        errand: Errand,
        redirect: &str,
        bond: &str,
    ) -> Result<Departure, Problem> {
        let provider = self.provider(name)?;
        let account = match errand.purpose {
            Purpose::SignIn => None,
            Purpose::Link => {
                access::prove(caller)?;
                Some(caller.person().ok_or(Refused::SignInFirst)?.account)
            }
            Purpose::Prove => Some(caller.person().ok_or(Refused::SignInFirst)?.account),
        };
        let now = self.desk.now();
        let flow = Flow {
            id: self.desk.id(),
            provider: name.to_owned(),
            errand,
            account,
            redirect: redirect.to_owned(),
            state: self.secret(),
            nonce: self.secret(),
            verifier: self.secret(),
            begun: now.millis(),
        };
        let attempt = flow.attempt();
        let address = self
            .asks(provider, move |client| client.begin(&attempt, now))
            .await?
            .map_err(|trouble| said(provider, &trouble))?;
        let text = serde_json::to_string(&flow).map_err(|error| Failure::new("write a flow", error))?;
        let sealed = self.providers_key.seal(self.desk.ids.as_ref(), &context(bond), &text)?;
        Ok(Departure { address, sealed })
    }

    /// What somebody left for, when this browser has not been away for too long.
    pub fn provider_errand(&self, sealed: &str, bond: &str) -> Option<Errand> {
        Some(self.flow(sealed, bond)?.errand)
    }

    fn flow(&self, sealed: &str, bond: &str) -> Option<Flow> {
        let text = self.providers_key.open(&context(bond), sealed)?;
        let flow: Flow = serde_json::from_str(&text).ok()?;
        let away = self.desk.now().seconds_since(Instant::from_millis(flow.begun));
        (0..rules::AWAY).contains(&away).then_some(flow)
    }

    /// Somebody comes back from a provider (abuse F05).
    ///
    /// Refused with a conflict: `provider-stale` (no attempt of this browser), `provider-cancelled`, `provider-unreachable`,
    /// `provider-doubtful` (what it says is not believed), `provider-no-account`, `provider-taken` (linked to another account).
    pub async fn provider_return(
        &self,
        caller: &Caller,
        name: &str,
        sealed: &str,
        bond: &str,
        back: Back,
        from: impl Into<Place<'_>>,
    ) -> Result<Arrived, Problem> {
        let from = from.into();
        let provider = self.provider(name)?;
        let flow = self.awaited(provider, self.flow(sealed, bond), &back, from).await?;
        if !back.error.is_empty() {
            return Err(turned_back(provider, &back.error));
        }
        let now = self.desk.now();
        let attempt = flow.attempt();
        let back = Returned { code: back.code, issuer: back.issuer };
        let said = match self.asks(provider, move |client| client.finish(&attempt, &back, now)).await? {
            Ok(said) => said,
            Err(Trouble::Refused { why, detail }) => {
                tracing::warn!(provider = name, why = why.code(), ?detail, "a provider's answer is refused");
                return Err(self.doubt(provider, why.code(), "provider-doubtful", from).await?);
            }
            Err(trouble) => return Err(self::said(provider, &trouble)),
        };
        let attested = rules::attested(provider.counts(), &said.claims);
        match flow.errand.purpose {
            Purpose::SignIn => self
                .enter(provider, &said, &attested, flow.errand.language, from)
                .await
                .map(Arrived::SignedIn),
            Purpose::Link => {
                same_person(caller, &flow)?;
                self.link(caller, provider, &said, &attested).await.map(|()| Arrived::Linked)
            }
            Purpose::Prove => {
                same_person(caller, &flow)?;
                self.proved_there(caller, provider, &said, &attested, from).await.map(|()| Arrived::Proved)
            }
        }
    }

    /// The attempt that this answer belongs to, used up: it was begun in this browser, at this provider, minutes ago, and did
    /// not come back before.
    async fn awaited(
        &self,
        provider: &Provider,
        flow: Option<Flow>,
        back: &Back,
        from: Place<'_>,
    ) -> Result<Flow, Problem> {
        let stale = || {
            tracing::warn!(provider = provider.name, why = "state", "a provider's answer is refused");
        };
        // Nobody left from this browser: nothing is written and nothing counts, or another site could slow a place down by
        // sending its browsers here.
        let Some(flow) = flow else {
            stale();
            return Err(conflict(provider, "provider-stale"));
        };
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        Pace::of_provider(from.address).check(&mut unit, now).await?;
        if flow.provider == provider.name && digest(&flow.state) == digest(&back.state) {
            let until = Instant::from_millis(flow.begun).plus_seconds(rules::AWAY);
            if ceremonies::spend(&mut unit, flow.id, until, now).await? {
                unit.commit().await?;
                return Ok(flow);
            }
        }
        drop(unit);
        stale();
        Err(self.doubt(provider, "state", "provider-stale", from).await?)
    }

    /// One line in the trail, and a try that counts for its place: what is refused can be told in a page.
    pub(super) async fn doubt(
        &self,
        provider: &Provider,
        why: &str,
        code: &'static str,
        from: Place<'_>,
    ) -> Result<Problem, Failure> {
        let now = self.desk.now();
        let pace = Pace::of_provider(from.address);
        let mut unit = self.desk.store.write().await?;
        pace.hold(&mut unit, now).await?;
        pace.failed(&mut unit, now).await?;
        self.note_refusal(&mut unit, from.address, &format!("{}: {why}", provider.name), now).await?;
        unit.commit().await?;
        Ok(conflict(provider, code))
    }

    /// Speaks to a provider, where waiting holds nobody up: a few at once, each bounded in time.
    async fn asks<T: Send + 'static>(
        &self,
        provider: &Provider,
        question: impl FnOnce(&oidc::Client) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<Result<T, Trouble>, Failure> {
        let Ok(place) = self.asking.clone().try_acquire_owned() else {
            return Ok(Err(Trouble::Unreachable("too many are being asked at once".to_owned())));
        };
        let client = provider.client.clone();
        let asked = tokio::task::spawn_blocking(move || {
            let _place = place;
            question(&client)
        });
        asked.await.map_err(|error| Failure::new("ask a provider", error))
    }
}

fn context(bond: &str) -> String {
    format!("flow {bond}")
}

pub(super) fn conflict(provider: &Provider, code: &'static str) -> Problem {
    Refused::Conflict(Refusal::new(code).with("provider", &provider.label)).into()
}

/// The provider cannot be asked: its fault or the operator's, never the person's.
fn said(provider: &Provider, trouble: &Trouble) -> Problem {
    tracing::error!(provider = provider.name, %trouble, "a provider cannot be used");
    conflict(provider, "provider-unreachable")
}

/// The provider sent somebody back without a code.
fn turned_back(provider: &Provider, error: &str) -> Problem {
    let error: String = error.chars().take(80).collect();
    tracing::warn!(provider = provider.name, ?error, "a provider sent somebody back");
    let person = ["access_denied", "login_required", "interaction_required", "consent_required"];
    let cancelled = person.contains(&error.as_str());
    conflict(provider, if cancelled { "provider-cancelled" } else { "provider-unreachable" })
}

/// Whoever comes back is who left.
fn same_person(caller: &Caller, flow: &Flow) -> Result<(), Refused> {
    let person = caller.person().ok_or(Refused::SignInFirst)?;
    if flow.account == Some(person.account) { Ok(()) } else { Err(Refused::SignInFirst) }
}
