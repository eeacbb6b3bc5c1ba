//! A webhook: a small signed body to one address, of which only the status of the answer counts.

use std::{fmt, time::Duration};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use ureq::{
    Agent,
    config::Config,
    unversioned::{resolver::Resolver, transport::DefaultConnector},
};

use crate::resolver::{Careful, Private};

/// Where a webhook goes, and what proves that it comes from here.
#[derive(Clone)]
pub struct Hook {
    /// An `https` address; `http` too where private addresses are allowed.
    pub address: String,
    /// Shared with whoever receives it.
    pub secret: String,
    /// Whether it may be on a private network of the operator's own.
    pub allow_private: bool,
    /// The most time for one try.
    pub patience: Duration,
}

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hook").field("address", &self.address).finish_non_exhaustive()
    }
}

/// Why it did not arrive.
#[derive(Debug)]
pub struct Undelivered {
    /// Whether trying again would change nothing.
    pub permanent: bool,
    /// Why, for the operator.
    pub reason: String,
}

impl Undelivered {
    fn never(reason: impl Into<String>) -> Self {
        Self { permanent: true, reason: reason.into() }
    }

    fn later(reason: impl Into<String>) -> Self {
        Self { permanent: false, reason: reason.into() }
    }
}

impl Hook {
    /// The most time for one try, where nobody says otherwise.
    pub const PATIENCE: Duration = Duration::from_secs(10);

    /// What proves that a body comes from here: HMAC-SHA-256 of it, in hexadecimal.
    pub fn signature(&self, body: &str) -> String {
        // A key of any length is taken (RFC 2104).
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes()) else {
            return String::new();
        };
        mac.update(body.as_bytes());
        mac.finalize()
            .into_bytes()
            .iter()
            .fold(String::with_capacity(64), |hex, byte| hex + &format!("{byte:02x}"))
    }

    /// Sends a JSON body under an identity: the same at each try, so that a second one is recognised. Nothing of the answer is
    /// read but its status. Blocks: call it where that is allowed.
    pub fn send(&self, identity: &str, body: &str) -> Result<(), Undelivered> {
        self.send_by(Careful::new(self.allow_private), identity, body)
    }

    fn send_by(&self, resolver: impl Resolver, identity: &str, body: &str) -> Result<(), Undelivered> {
        let secure = self.address.starts_with("https://");
        let own = self.allow_private && self.address.starts_with("http://");
        if !secure && !own {
            return Err(Undelivered::never("the address of the webhook is not https"));
        }
        let config = Config::builder()
            // What the environment says of proxies is not ours to obey.
            .proxy(None)
            .https_only(secure)
            // A body that was signed for one address is not handed on to another.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .user_agent("vigie")
            .max_response_header_size(16 * 1024)
            .timeout_global(Some(self.patience))
            .build();
        let agent = Agent::with_parts(config, DefaultConnector::default(), resolver);
        let sent = agent
            .post(&self.address)
            .header("content-type", "application/json")
            .header("vigie-id", identity)
            .header("vigie-signature", format!("sha256={}", self.signature(body)))
            .send(body);
        match sent {
            Ok(answer) if answer.status().is_success() => Ok(()),
            Ok(answer) => {
                Err(Undelivered::later(format!("the webhook answers {}", answer.status().as_u16())))
            }
            Err(error) if Private::is_why(&error) => Err(Undelivered::never(Private.to_string())),
            Err(
                error @ (ureq::Error::BadUri(_) | ureq::Error::Http(_) | ureq::Error::RequireHttpsOnly(_)),
            ) => Err(Undelivered::never(error.to_string())),
            Err(error) => Err(Undelivered::later(error.to_string())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_that_of_rfc_4231() {
        let hook = Hook {
            address: String::new(),
            secret: "Jefe".to_owned(),
            allow_private: false,
            patience: Hook::PATIENCE,
        };
        assert_eq!(
            hook.signature("what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert!(!format!("{hook:?}").contains("Jefe"));
    }
}
