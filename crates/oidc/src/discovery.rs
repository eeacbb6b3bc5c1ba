//! What is known of a provider: what the operator set, and what its own document says.

use std::fmt;

use openidconnect::{core::CoreJsonWebKeySet, http};
use serde::{Deserialize, de::DeserializeOwned};
use url::Url;

use crate::{transport::Transport, verification::Trouble};

/// How a provider speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// As the standard says.
    #[default]
    Generic,
    /// Pro Santé Connect, the French State's for health professionals.
    ProSanteConnect,
}

impl Profile {
    /// Where its document stands, after the issuer.
    const fn document(self) -> &'static str {
        match self {
            Self::Generic => "/.well-known/openid-configuration",
            Self::ProSanteConnect => "/.well-known/wallet-openid-configuration",
        }
    }

    /// What is asked for, beside `openid`.
    pub(crate) const fn scopes(self) -> &'static [&'static str] {
        match self {
            Self::Generic => &["profile"],
            Self::ProSanteConnect => &["scope_all"],
        }
    }
}

/// A text that no log shows.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What the operator and the provider agreed on.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The provider's identity, an address without a slash that it does not have itself.
    pub issuer: String,
    /// Ours, at the provider.
    pub client_id: String,
    /// What proves it.
    pub client_secret: Secret,
    /// How the provider speaks.
    pub profile: Profile,
    /// The levels of assurance to ask for (`acr_values`), the preferred first.
    pub acr_values: Vec<String>,
}

/// The part of a provider's document that matters here.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Document {
    issuer: String,
    pub(crate) authorization_endpoint: String,
    pub(crate) token_endpoint: String,
    pub(crate) userinfo_endpoint: Option<String>,
    jwks_uri: String,
    /// RFC 9207: it says in its answers who it is.
    #[serde(default)]
    pub(crate) authorization_response_iss_parameter_supported: bool,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
}

impl Document {
    /// Whether our secret travels in the form: only where the provider does not take it in a header, which is the rule.
    pub(crate) fn secret_in_form(&self) -> bool {
        let supported = self.token_endpoint_auth_methods_supported.as_deref().unwrap_or_default();
        let takes = |method: &str| supported.iter().any(|known| known == method);
        takes("client_secret_post") && !takes("client_secret_basic")
    }
}

/// A provider, as it was when it was last asked.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) document: Document,
    pub(crate) keys: CoreJsonWebKeySet,
}

impl Known {
    /// Asks the provider for its document and its keys.
    pub(crate) fn fetch(settings: &Settings, transport: &dyn Transport) -> Result<Self, Trouble> {
        let address = format!("{}{}", settings.issuer.trim_end_matches('/'), settings.profile.document());
        let document: Document = json(transport, &address)?;
        // Else whoever answers at that address could speak for another (OpenID Connect Discovery 1.0, 4.3).
        if document.issuer != settings.issuer {
            let (said, set) = (&document.issuer, &settings.issuer);
            return Err(Trouble::Unusable(format!("{address} speaks for {said:?} and not for {set:?}")));
        }
        let ends = [&document.authorization_endpoint, &document.token_endpoint, &document.jwks_uri];
        for end in ends.into_iter().chain(&document.userinfo_endpoint) {
            if !protected(end) {
                return Err(Trouble::Unusable(format!("{address} names {end:?}, which is not https")));
            }
        }
        let keys = json(transport, &document.jwks_uri)?;
        Ok(Self { document, keys })
    }
}

/// Whether what travels there is read by nobody on its way: https, or this very machine.
pub(crate) fn protected(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else { return false };
    let own = match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    url.scheme() == "https" || (url.scheme() == "http" && own)
}

fn json<T: DeserializeOwned>(transport: &dyn Transport, address: &str) -> Result<T, Trouble> {
    let request = http::Request::get(address)
        .header(http::header::ACCEPT, "application/json")
        .body(Vec::new())
        .map_err(|error| Trouble::Unusable(format!("{address}: {error}")))?;
    let answer =
        transport.call(request).map_err(|error| Trouble::Unreachable(format!("{address}: {error}")))?;
    if answer.status() != http::StatusCode::OK {
        return Err(Trouble::Unreachable(format!("{address} answers {}", answer.status())));
    }
    serde_json::from_slice(answer.body()).map_err(|error| Trouble::Unusable(format!("{address}: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_or_this_machine_is_protected() {
        for (address, expected) in [
            ("https://auth.example/realms/a", true),
            ("https://10.0.0.1/", true),
            ("http://127.0.0.1:4000", true),
            ("http://[::1]:4000", true),
            ("http://localhost:4000", true),
            ("http://auth.example", false),
            ("http://localhost.example", false),
            ("http://127.0.0.1.example", false),
            ("http://10.0.0.1", false),
            ("ftp://localhost", false),
            ("javascript:alert(1)", false),
            ("", false),
        ] {
            assert_eq!(protected(address), expected, "{address}");
        }
    }

    #[test]
    fn a_secret_is_not_shown() {
        assert_eq!(format!("{:?}", Secret("s3cret".to_owned())), "Secret(…)");
    }
}
