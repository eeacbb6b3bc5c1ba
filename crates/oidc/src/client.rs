//! One provider: going there, and coming back with a code.

use std::sync::{Arc, Mutex, PoisonError};

use openidconnect::{
    AuthType, AuthUrl, AuthenticationContextClass, AuthenticationFlow, AuthorizationCode, ClientId,
    ClientSecret, CsrfToken, EndpointNotSet, EndpointSet, IssuerUrl, Nonce, OAuth2TokenResponse as _,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, TokenResponse as _, TokenUrl,
    core::{
        CoreClient, CoreErrorResponseType as Said, CoreJsonWebKeySet, CoreResponseType, CoreTokenResponse,
    },
    http::{self, StatusCode, header},
};
use serde_json::{Map, Value};
use vocabulary::Instant;

use crate::{
    discovery::{Known, Settings, protected},
    transport::{Transport, Web},
    verification::{Trouble, Why, verified},
};

/// Seconds for which a provider's document and keys are taken as they were.
const KNOWN_FOR: i64 = 600;

/// Claims by which a token is judged: its own alone count, whatever is said elsewhere.
const OF_THE_TOKEN: [&str; 12] =
    ["iss", "sub", "aud", "exp", "iat", "nbf", "auth_time", "nonce", "acr", "amr", "azp", "at_hash"];

/// What one attempt to sign in is recognized by. The verifier is a secret between us and the provider.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// Where the provider sends the browser back, exactly as it is registered there.
    pub redirect: String,
    /// Comes back beside the code.
    pub state: String,
    /// Comes back inside the ID token.
    pub nonce: String,
    /// Proves that the code is redeemed by who asked for it: 43 to 128 letters and digits (RFC 7636).
    pub verifier: String,
    /// The person is asked again, and must have proved since then that it is them.
    pub proved_since: Option<Instant>,
}

/// What the browser came back with.
#[derive(Clone, Debug)]
pub struct Returned {
    /// The code.
    pub code: String,
    /// Who the provider says it is (RFC 9207).
    pub issuer: Option<String>,
}

/// Somebody, as the provider attests.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Who attests.
    pub issuer: String,
    /// Whom: stable and never given to somebody else, within the issuer.
    pub subject: String,
    /// All that it says of them; any of it may be absent, or empty.
    pub claims: Map<String, Value>,
}

/// A provider.
#[derive(Debug)]
pub struct Client {
    settings: Settings,
    transport: Box<dyn Transport>,
    known: Mutex<Option<(Instant, Arc<Known>)>>,
}

type Endpoints =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet, EndpointNotSet>;

impl Client {
    /// A provider on the network. Refused, in words for the operator, when what would travel there could be read.
    pub fn new(settings: Settings) -> Result<Self, String> {
        if !protected(&settings.issuer) {
            return Err(format!("the issuer {:?} must be an https address", settings.issuer));
        }
        let transport = Web::new(settings.issuer.starts_with("https://"));
        Ok(Self::by(settings, Box::new(transport)))
    }

    /// A provider spoken to by other means.
    pub fn by(settings: Settings, transport: Box<dyn Transport>) -> Self {
        Self { settings, transport, known: Mutex::default() }
    }

    /// What the operator set.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Asks the provider for its document and its keys, whatever is known of it.
    pub fn check(&self, now: Instant) -> Result<(), Trouble> {
        self.fetch(now).map(drop)
    }

    /// The address to which the browser goes.
    pub fn begin(&self, attempt: &Attempt, now: Instant) -> Result<String, Trouble> {
        let known = self.known(now)?;
        let client = self.client(&known, attempt)?;
        let (state, nonce) = (attempt.state.clone(), attempt.nonce.clone());
        let challenge =
            PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(attempt.verifier.clone()));
        let mut request = client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                || CsrfToken::new(state),
                || Nonce::new(nonce),
            )
            .set_pkce_challenge(challenge);
        for scope in self.settings.profile.scopes() {
            request = request.add_scope(Scope::new((*scope).to_owned()));
        }
        for level in &self.settings.acr_values {
            request = request.add_auth_context_value(AuthenticationContextClass::new(level.clone()));
        }
        if attempt.proved_since.is_some() {
            request = request.set_max_age(std::time::Duration::ZERO);
        }
        let (address, _, _) = request.url();
        Ok(address.into())
    }

    /// Redeems the code that a browser came back with, and verifies what the provider says.
    pub fn finish(&self, attempt: &Attempt, back: &Returned, now: Instant) -> Result<Identity, Trouble> {
        let known = self.known(now)?;
        // Before the code goes anywhere: another provider's is not for this one to see (RFC 9207).
        match &back.issuer {
            Some(issuer) if *issuer != self.settings.issuer => {
                return Err(Why::Issuer.because("another provider sent the browser back"));
            }
            None if known.document.authorization_response_iss_parameter_supported => {
                return Err(Why::Issuer.because("the provider did not say who it is"));
            }
            _ => {}
        }
        let tokens = self.redeem(&known, attempt, back)?;
        let claims = match self.believe(&known, &tokens, attempt, now) {
            // The provider may have changed its keys since they were read: once more with those of now.
            Err(Trouble::Refused { why: Why::Signature, .. }) => {
                self.believe(&*self.fetch(now)?, &tokens, attempt, now)?
            }
            other => other?,
        };
        let subject = claims.get("sub").and_then(Value::as_str).filter(|subject| names_somebody(subject));
        let subject = subject.ok_or_else(|| Why::Unreadable.because("nobody is named"))?.to_owned();
        let claims = self.completed(&known, claims, &subject, &tokens)?;
        Ok(Identity { issuer: self.settings.issuer.clone(), subject, claims })
    }

    fn believe(
        &self,
        known: &Known,
        tokens: &CoreTokenResponse,
        attempt: &Attempt,
        now: Instant,
    ) -> Result<Map<String, Value>, Trouble> {
        let token = tokens.id_token().ok_or_else(|| Why::Unreadable.because("there is no ID token"))?;
        verified(token, tokens.access_token(), &self.settings, known, attempt, now)
    }

    /// Trades the code for what it stands for.
    fn redeem(
        &self,
        known: &Known,
        attempt: &Attempt,
        back: &Returned,
    ) -> Result<CoreTokenResponse, Trouble> {
        let call = |request| self.transport.call(request);
        self.client(known, attempt)?
            .exchange_code(AuthorizationCode::new(back.code.clone()))
            .set_pkce_verifier(PkceCodeVerifier::new(attempt.verifier.clone()))
            .request(&call)
            .map_err(|error| match error {
                RequestTokenError::Request(unreachable) => Trouble::Unreachable(unreachable.to_string()),
                RequestTokenError::ServerResponse(said) => match said.error() {
                    Said::InvalidClient | Said::UnauthorizedClient => {
                        Trouble::Unusable(format!("client_id or client_secret is refused: {said}"))
                    }
                    _ => Why::Code.because(said),
                },
                // What was answered may hold tokens: only where it breaks is said.
                RequestTokenError::Parse(error, _) => Why::Unreadable.because(error.path()),
                RequestTokenError::Other(said) => Why::Unreadable.because(said),
            })
    }

    /// Adds what the provider says of the person at its other address. That it says nothing there stops nobody: any claim
    /// may be absent. That it speaks of somebody else does (OpenID Connect Core 1.0, 5.3.2).
    fn completed(
        &self,
        known: &Known,
        mut claims: Map<String, Value>,
        subject: &str,
        tokens: &CoreTokenResponse,
    ) -> Result<Map<String, Value>, Trouble> {
        let Some(address) = &known.document.userinfo_endpoint else { return Ok(claims) };
        let request = http::Request::get(address)
            .header(header::ACCEPT, "application/json")
            .header(header::AUTHORIZATION, format!("Bearer {}", tokens.access_token().secret()))
            .body(Vec::new())
            .map_err(|error| Trouble::Unusable(format!("{address}: {error}")))?;
        let more = self.transport.call(request).map_err(|error| error.to_string()).and_then(|answer| {
            match answer.status() {
                StatusCode::OK => serde_json::from_slice::<Map<String, Value>>(answer.body())
                    .map_err(|error| error.to_string()),
                status => Err(status.to_string()),
            }
        });
        let more = match more {
            Ok(more) => more,
            Err(error) => {
                tracing::warn!(address, error, "the provider says nothing more of the person");
                return Ok(claims);
            }
        };
        if more.get("sub").and_then(Value::as_str) != Some(subject) {
            return Err(Why::Subject.because("the provider speaks of somebody else"));
        }
        for (name, value) in more {
            if !OF_THE_TOKEN.contains(&name.as_str()) && claims.get(&name).is_none_or(is_empty) {
                claims.insert(name, value);
            }
        }
        Ok(claims)
    }

    fn client(&self, known: &Known, attempt: &Attempt) -> Result<Endpoints, Trouble> {
        let unusable = |error: url::ParseError| Trouble::Unusable(error.to_string());
        let document = &known.document;
        let way = if document.secret_in_form() { AuthType::RequestBody } else { AuthType::BasicAuth };
        let own = ClientId::new(self.settings.client_id.clone());
        let issuer = IssuerUrl::new(self.settings.issuer.clone()).map_err(unusable)?;
        // It verifies nothing, and needs no keys: `verified` does.
        Ok(CoreClient::new(own, issuer, CoreJsonWebKeySet::new(Vec::new()))
            .set_client_secret(ClientSecret::new(self.settings.client_secret.0.clone()))
            .set_auth_type(way)
            .set_auth_uri(AuthUrl::new(document.authorization_endpoint.clone()).map_err(unusable)?)
            .set_token_uri(TokenUrl::new(document.token_endpoint.clone()).map_err(unusable)?)
            .set_redirect_uri(RedirectUrl::new(attempt.redirect.clone()).map_err(unusable)?))
    }

    /// The provider as it was some minutes ago at most; as it was before, when it does not answer.
    fn known(&self, now: Instant) -> Result<Arc<Known>, Trouble> {
        let before = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match before {
            Some((at, known)) if (0..KNOWN_FOR).contains(&now.seconds_since(at)) => Ok(known),
            Some((_, known)) => Ok(self.fetch(now).unwrap_or_else(|trouble| {
                tracing::warn!(issuer = self.settings.issuer, %trouble, "going on with what was known");
                known
            })),
            None => self.fetch(now),
        }
    }

    fn fetch(&self, now: Instant) -> Result<Arc<Known>, Trouble> {
        let known = Arc::new(Known::fetch(&self.settings, self.transport.as_ref())?);
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, known.clone()));
        Ok(known)
    }
}

/// At most 255 characters (OpenID Connect Core 1.0, 2), and none that a database or a log would not take.
fn names_somebody(subject: &str) -> bool {
    !subject.trim().is_empty() && subject.len() <= 255 && !subject.chars().any(char::is_control)
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}
