//! What the provider signed, and whether it is for us, for this browser and for now.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use openidconnect::{
    AccessToken, AccessTokenHash, ClaimsVerificationError, ClientId, IdTokenVerifier, IssuerUrl, Nonce,
    SignatureVerificationError,
    core::{CoreIdToken, CoreJsonWebKey, CoreJwsSigningAlgorithm as Algorithm},
};
use serde_json::{Map, Value};
use vocabulary::Instant;

use crate::{client::Attempt, discovery::Known, discovery::Settings};

/// Signatures that are taken: made with a private key that the provider alone has. Never `none`, never one whose key is a
/// secret that others share or a public key could be taken for (HS256).
const ALGORITHMS: [Algorithm; 7] = [
    Algorithm::RsaSsaPkcs1V15Sha256,
    Algorithm::RsaSsaPkcs1V15Sha384,
    Algorithm::RsaSsaPkcs1V15Sha512,
    Algorithm::RsaSsaPssSha256,
    Algorithm::EcdsaP256Sha256,
    Algorithm::EcdsaP384Sha384,
    Algorithm::EdDsa,
];
/// Seconds by which the provider's clock and ours may differ.
const DRIFT: i64 = 60;

/// Why nobody came in.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The provider does not answer.
    #[error("the provider does not answer: {0}")]
    Unreachable(String),
    /// The provider and our settings do not fit: for the operator to mend.
    #[error("the provider cannot be used: {0}")]
    Unusable(String),
    /// What came back is not believed.
    #[error("{}: {detail}", why.code())]
    Refused {
        /// In one word.
        why: Why,
        /// For the log.
        detail: String,
    },
}

/// What was wrong with what came back, as the trail says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Another provider speaks, or none says who it is.
    Issuer,
    /// It is for somebody else than us.
    Audience,
    /// It is for another attempt than this one.
    Nonce,
    /// Signed in a way that proves nothing.
    Algorithm,
    /// Not signed by the provider.
    Signature,
    /// Too old, or the person proved nothing lately where that was asked for.
    Expired,
    /// Of another person.
    Subject,
    /// The code opens nothing: used, too old, or not ours.
    Code,
    /// Not what the standard says.
    Unreadable,
}

impl Why {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Issuer => "issuer",
            Self::Audience => "audience",
            Self::Nonce => "nonce",
            Self::Algorithm => "algorithm",
            Self::Signature => "signature",
            Self::Expired => "expired",
            Self::Subject => "subject",
            Self::Code => "code",
            Self::Unreadable => "unreadable",
        }
    }

    #[allow(clippy::needless_pass_by_value, reason = "errors and texts are given alike")]
    pub(crate) fn because(self, detail: impl ToString) -> Trouble {
        Trouble::Refused { why: self, detail: detail.to_string() }
    }
}

/// What an ID token says, once it is known to be the provider's, for us, for this attempt and for now.
pub(crate) fn verified(
    token: &CoreIdToken,
    access: &AccessToken,
    settings: &Settings,
    known: &Known,
    attempt: &Attempt,
    now: Instant,
) -> Result<Map<String, Value>, Trouble> {
    let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|error| Why::Issuer.because(error))?;
    let own = ClientId::new(settings.client_id.clone());
    // Of a public client, in the library's words: the secret that we do have never verifies a signature.
    let verifier =
        IdTokenVerifier::<CoreJsonWebKey>::new_public_client(own.clone(), issuer, known.keys.clone())
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || moment(now.plus_seconds(-DRIFT)))
            .set_auth_time_verifier_fn(|at| match (attempt.proved_since, at) {
                (None, _) => Ok(()),
                (Some(since), Some(at)) if at >= moment(since.plus_seconds(-DRIFT)) => Ok(()),
                (Some(_), _) => Err("the person was not asked again".to_owned()),
            });
    let nonce = Nonce::new(attempt.nonce.clone());
    let claims = token.claims(&verifier, &nonce).map_err(|error| explained(&error))?;
    // Not checked by the library (OpenID Connect Core 1.0, 3.1.3.7, step 5).
    if claims.authorized_party().is_some_and(|party| *party != own) {
        return Err(Why::Audience.because("another party is authorized"));
    }
    if let Some(told) = claims.access_token_hash() {
        let unusable = |error: &dyn std::error::Error| Why::Signature.because(error);
        let algorithm = token.signing_alg().map_err(|error| unusable(&error))?;
        let key = token.signing_key(&verifier).map_err(|error| unusable(&error))?;
        let own = AccessTokenHash::from_token(access, algorithm, key).map_err(|error| unusable(&error))?;
        if *told != own {
            return Err(Why::Subject.because("the access token is of another sign-in"));
        }
    }
    payload(&token.to_string()).ok_or_else(|| Why::Unreadable.because("the ID token is no object"))
}

fn moment(at: Instant) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.millis()).unwrap_or_default()
}

/// Everything that the token says, which the library has verified already.
fn payload(token: &str) -> Option<Map<String, Value>> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// In our words. What the token said is not repeated but for what is no person's.
fn explained(error: &ClaimsVerificationError) -> Trouble {
    use SignatureVerificationError as Signed;
    let (why, detail) = match error {
        ClaimsVerificationError::InvalidIssuer(said) => (Why::Issuer, said.clone()),
        ClaimsVerificationError::InvalidAudience(said) => (Why::Audience, said.clone()),
        ClaimsVerificationError::InvalidNonce(said) => (Why::Nonce, said.clone()),
        ClaimsVerificationError::Expired(said) | ClaimsVerificationError::InvalidAuthTime(said) => {
            (Why::Expired, said.clone())
        }
        ClaimsVerificationError::InvalidSubject(_) => (Why::Subject, String::new()),
        ClaimsVerificationError::SignatureVerification(signed) => match signed {
            Signed::NoSignature | Signed::DisallowedAlg(_) | Signed::UnsupportedAlg(_) => {
                (Why::Algorithm, signed.to_string())
            }
            _ => (Why::Signature, signed.to_string()),
        },
        other => (Why::Unreadable, other.to_string()),
    };
    why.because(detail)
}
