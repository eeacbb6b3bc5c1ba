//! An authenticator and the browser around it, in software: ES256 and no attestation, as WebAuthn level 3 asks for. What it
//! says of itself can be altered, as an attacker would.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

const PRESENT: u8 = 1;
const VERIFIED: u8 = 4;
const ATTESTED: u8 = 64;

#[derive(Clone)]
pub struct Passkey {
    pub key: SigningKey,
    pub id: Vec<u8>,
    pub user: Vec<u8>,
    pub counter: u32,
    /// The site for which it was made.
    pub site: String,
    /// Where its browser believes to be.
    pub origin: String,
    /// Whether a PIN or a gesture is asked for.
    pub verifies: bool,
    /// What its browser says that it was asked for; the right thing when empty.
    pub kind: &'static str,
}

impl Passkey {
    /// A passkey that nobody made yet, with a key of its own.
    pub fn new(seed: u8, origin: &str) -> Self {
        Self {
            key: SigningKey::from_slice(&[seed; 32]).unwrap(),
            id: vec![seed; 32],
            user: Vec::new(),
            counter: 0,
            site: origin.split_once("://").unwrap().1.split(':').next().unwrap().to_owned(),
            origin: origin.to_owned(),
            verifies: true,
            kind: "",
        }
    }

    /// Answers what `navigator.credentials.create` was asked.
    pub fn create(&mut self, options: &Value) -> String {
        let wanted = &options["publicKey"];
        self.user = bytes(&wanted["user"]["id"]);
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = (point.x().unwrap(), point.y().unwrap());
        // A COSE key: EC2, ES256, P-256, x, y.
        let head = [0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32];
        let cose = [&head[..], &x[..], &[0x22, 0x58, 32], &y[..]].concat();
        let length = u16::try_from(self.id.len()).unwrap().to_be_bytes();
        let attested = [&[0; 16][..], &length, &self.id, &cose].concat();
        let said = self.says(ATTESTED, &attested);
        // A map: "fmt" is "none", "attStmt" is empty, "authData" are so many bytes.
        let length = u16::try_from(said.len()).unwrap().to_be_bytes();
        let object = [&b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59"[..], &length, &said].concat();
        let response = json!({
            "attestationObject": BASE64.encode(object),
            "clientDataJSON": BASE64.encode(self.asked("webauthn.create", wanted)),
            "transports": ["internal"],
        });
        self.answer(&response)
    }

    /// Answers what `navigator.credentials.get` was asked.
    pub fn get(&mut self, options: &Value) -> String {
        let wanted = &options["publicKey"];
        if self.counter > 0 {
            self.counter += 1;
        }
        let said = self.says(0, &[]);
        let asked = self.asked("webauthn.get", wanted);
        let signed = [said.clone(), Sha256::digest(&asked).to_vec()].concat();
        let signature: Signature = self.key.sign(&signed);
        let response = json!({
            "authenticatorData": BASE64.encode(said),
            "clientDataJSON": BASE64.encode(asked),
            "signature": BASE64.encode(signature.to_der().as_bytes()),
            "userHandle": BASE64.encode(&self.user),
        });
        self.answer(&response)
    }

    fn says(&self, flags: u8, rest: &[u8]) -> Vec<u8> {
        let flags = flags | PRESENT | if self.verifies { VERIFIED } else { 0 };
        let site = Sha256::digest(self.site.as_bytes());
        [&site[..], &[flags], &self.counter.to_be_bytes(), rest].concat()
    }

    fn asked(&self, kind: &'static str, wanted: &Value) -> Vec<u8> {
        let kind = if self.kind.is_empty() { kind } else { self.kind };
        let challenge = &wanted["challenge"];
        json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false })
            .to_string()
            .into_bytes()
    }

    fn answer(&self, response: &Value) -> String {
        let id = BASE64.encode(&self.id);
        json!({
            "id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {},
        })
        .to_string()
    }
}

/// The credentials that options list: `excludeCredentials`, `allowCredentials`.
pub fn listed(options: &Value, name: &str) -> Vec<Vec<u8>> {
    options["publicKey"][name].as_array().unwrap().iter().map(|one| bytes(&one["id"])).collect()
}

fn bytes(text: &Value) -> Vec<u8> {
    BASE64.decode(text.as_str().unwrap()).unwrap()
}
