//! A provider without a network. It behaves, and can be told to lie.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use base64::{Engine as _, prelude::BASE64_STANDARD, prelude::BASE64_URL_SAFE_NO_PAD};
use openidconnect::{
    JsonWebKeyId, JsonWebKeySet, PkceCodeChallenge, PkceCodeVerifier, PrivateSigningKey as _,
    core::{CoreEdDsaPrivateSigningKey, CoreHmacKey, CoreJwsSigningAlgorithm as Algorithm},
    http::Response as Answer,
};
use serde_json::{Map, Value, json};
use url::{Url, form_urlencoded};

use crate::{Client, Profile, Request, Response, Returned, Secret, Settings, Transport, Unreachable};

/// How an ID token is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signing {
    /// As it should be.
    Own,
    /// By a key that the provider does not have.
    Stranger,
    /// Not at all: `none`.
    Nothing,
    /// HS256, the public key taken for a secret.
    PublicKey,
    /// HS256 with the secret of the client.
    ClientSecret,
}

/// What it answers from now on.
#[derive(Clone, Debug)]
pub struct Script {
    /// What the ID token says beside, or instead of, what it should.
    pub claims: Map<String, Value>,
    /// What is said at the other address; `null`: nothing.
    pub person: Value,
    /// How tokens are signed.
    pub signing: Signing,
    /// Which of its keys it has: another number, another key.
    pub key: u8,
    /// Whether it answers at all.
    pub silent: bool,
    /// What its document says beside, or instead of, what it should.
    pub document: Map<String, Value>,
    /// Whether a code is good more than once.
    pub forgetful: bool,
    codes: BTreeMap<String, (String, String)>,
    /// How often it was asked for its keys.
    pub asked_for_keys: usize,
}

/// A provider.
#[derive(Clone, Debug)]
pub struct Provider {
    issuer: String,
    profile: Profile,
    script: Arc<Mutex<Script>>,
    now: i64,
}

impl Provider {
    /// One that behaves, at this address and at this moment in seconds.
    pub fn new(issuer: &str, profile: Profile, now: i64) -> Self {
        let script = Script {
            claims: Map::new(),
            person: Value::Null,
            signing: Signing::Own,
            key: 1,
            silent: false,
            document: Map::new(),
            forgetful: false,
            codes: BTreeMap::new(),
            asked_for_keys: 0,
        };
        Self { issuer: issuer.to_owned(), profile, script: Arc::new(Mutex::new(script)), now }
    }

    /// What it answers, to be changed.
    pub fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ours, at this provider.
    pub fn client(&self) -> Client {
        let settings = Settings {
            issuer: self.issuer.clone(),
            client_id: "vigie".to_owned(),
            client_secret: Secret("a-secret-of-the-client-and-the-provider".to_owned()),
            profile: self.profile,
            acr_values: vec!["eidas1".to_owned()],
        };
        Client::by(settings, Box::new(self.clone()))
    }

    /// Somebody signs in there, at the address to which their browser was sent: what it comes back with, and the state.
    pub fn signs_in(&self, address: &str) -> Option<(Returned, String)> {
        let asked: BTreeMap<String, String> = Url::parse(address).ok()?.query_pairs().into_owned().collect();
        let mut script = self.script();
        let code = format!("code-{}", script.codes.len());
        let (nonce, challenge) = (asked.get("nonce")?.clone(), asked.get("code_challenge")?.clone());
        script.codes.insert(code.clone(), (nonce, challenge));
        Some((Returned { code, issuer: Some(self.issuer.clone()) }, asked.get("state")?.clone()))
    }

    fn key(number: u8) -> Option<CoreEdDsaPrivateSigningKey> {
        // PKCS #8 around 32 bytes (RFC 8410).
        let mut der = vec![
            0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
        ];
        der.extend([number; 32]);
        let name = ["PRIVATE", "KEY"].join(" ");
        let pem = format!("-----BEGIN {name}-----\n{}\n-----END {name}-----\n", BASE64_STANDARD.encode(der));
        CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(JsonWebKeyId::new(format!("key-{number}"))))
            .ok()
    }

    fn answer(&self, request: &Request) -> Option<Value> {
        let mut script = self.script();
        match request.uri().path().rsplit('/').next()? {
            "openid-configuration" if self.profile == Profile::Generic => Some(self.document(&script)),
            "wallet-openid-configuration" if self.profile == Profile::ProSanteConnect => {
                Some(self.document(&script))
            }
            "keys" => {
                script.asked_for_keys += 1;
                let key = Self::key(script.key)?.as_verification_key();
                serde_json::to_value(JsonWebKeySet::new(vec![key])).ok()
            }
            "token" => {
                let asked: BTreeMap<String, String> =
                    form_urlencoded::parse(request.body()).into_owned().collect();
                let code = asked.get("code")?;
                let (nonce, challenge) = script.codes.get(code)?.clone();
                if !script.forgetful {
                    script.codes.insert(code.clone(), (String::new(), String::new()));
                }
                let verifier = PkceCodeVerifier::new(asked.get("code_verifier")?.clone());
                let right = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
                (right.as_str() == challenge).then(|| {
                    let token = self.token(&script, &nonce);
                    json!({ "access_token": "an-access-token", "token_type": "Bearer", "id_token": token })
                })
            }
            "person" if !script.person.is_null() => Some(script.person.clone()),
            _ => None,
        }
    }

    fn document(&self, script: &Script) -> Value {
        let at = |end: &str| format!("{}/{end}", self.issuer);
        let mut document = json!({
            "issuer": self.issuer, "authorization_endpoint": at("authorize"), "token_endpoint": at("token"),
            "jwks_uri": at("keys"), "userinfo_endpoint": at("person"),
            "authorization_response_iss_parameter_supported": true,
        });
        laid_over(&mut document, &script.document);
        document
    }

    fn token(&self, script: &Script, nonce: &str) -> String {
        let mut claims = json!({
            "iss": self.issuer, "sub": "f:1:899700218896", "aud": "vigie", "nonce": nonce,
            "iat": self.now, "exp": self.now + 300, "auth_time": self.now, "acr": "eidas1",
        });
        laid_over(&mut claims, &script.claims);
        let algorithm = match script.signing {
            Signing::Own | Signing::Stranger => "EdDSA",
            Signing::Nothing => "none",
            Signing::PublicKey | Signing::ClientSecret => "HS256",
        };
        let header = json!({ "alg": algorithm, "kid": format!("key-{}", script.key), "typ": "JWT" });
        let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&header), part(&claims));
        let own =
            |number| Self::key(number).and_then(|key| key.sign(&Algorithm::EdDsa, signed.as_bytes()).ok());
        let by_secret =
            |secret: Vec<u8>| CoreHmacKey::new(secret).sign(&Algorithm::HmacSha256, signed.as_bytes()).ok();
        let signature = match script.signing {
            Signing::Own => own(script.key),
            Signing::Stranger => own(99),
            Signing::Nothing => None,
            Signing::PublicKey => {
                let public = Self::key(script.key).map(|key| key.as_verification_key());
                public.and_then(|key| serde_json::to_vec(&key).ok()).and_then(by_secret)
            }
            Signing::ClientSecret => by_secret(b"a-secret-of-the-client-and-the-provider".to_vec()),
        };
        format!("{signed}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature.unwrap_or_default()))
    }
}

fn laid_over(under: &mut Value, over: &Map<String, Value>) {
    if let Some(under) = under.as_object_mut() {
        for (name, value) in over {
            // `null` takes a claim away.
            if value.is_null() {
                under.remove(name);
            } else {
                under.insert(name.clone(), value.clone());
            }
        }
    }
}

impl Transport for Provider {
    fn call(&self, request: Request) -> Result<Response, Unreachable> {
        if self.script().silent {
            return Err(Unreachable("nobody answers".to_owned()));
        }
        let (status, body) = match self.answer(&request) {
            Some(body) => (200, body),
            None => (400, json!({ "error": "invalid_grant" })),
        };
        Answer::builder()
            .status(status)
            .header("content-type", "application/json")
            .body(body.to_string().into_bytes())
            .map_err(|error| Unreachable(error.to_string()))
    }
}
