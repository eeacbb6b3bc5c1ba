//! A provider that behaves is believed; whatever lies is not, and for its own reason.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use oidc::{
    Attempt, Client, Identity, Profile, Returned, Trouble, Why,
    testing::{Provider, Script, Signing},
};
use serde_json::{Value, json};
use vocabulary::Instant;

const ISSUER: &str = "https://auth.example/realms/wallet";
const NOW: i64 = 1_780_000_000;

fn now() -> Instant {
    Instant::from_millis(NOW * 1000)
}

fn provider(profile: Profile) -> Provider {
    Provider::new(ISSUER, profile, NOW)
}

fn attempt() -> Attempt {
    Attempt {
        redirect: "https://vigie.example/connexion/retour/psc".to_owned(),
        state: "an-unguessable-state".to_owned(),
        nonce: "an-unguessable-nonce".to_owned(),
        verifier: "0123456789abcdef".repeat(4),
        proved_since: None,
    }
}

/// Goes there and comes back.
fn there_and_back(provider: &Provider, client: &Client, attempt: &Attempt) -> Result<Identity, Trouble> {
    let address = client.begin(attempt, now())?;
    let (back, state) = provider.signs_in(&address).unwrap();
    assert_eq!(state, attempt.state);
    client.finish(attempt, &back, now())
}

fn why(result: Result<Identity, Trouble>) -> Why {
    match result {
        Err(Trouble::Refused { why, .. }) => why,
        other => panic!("should be refused: {other:?}"),
    }
}

#[test]
fn pro_sante_connect_is_asked_as_it_wants_to_be() {
    let provider = provider(Profile::ProSanteConnect);
    let address = provider.client().begin(&attempt(), now()).unwrap();
    let url = url::Url::parse(&address).unwrap();
    let asked: std::collections::BTreeMap<_, _> = url.query_pairs().into_owned().collect();
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", "vigie"),
        ("scope", "openid scope_all"),
        ("acr_values", "eidas1"),
        ("code_challenge_method", "S256"),
        ("redirect_uri", "https://vigie.example/connexion/retour/psc"),
        ("state", "an-unguessable-state"),
        ("nonce", "an-unguessable-nonce"),
    ] {
        assert_eq!(asked.get(name).map(String::as_str), Some(value), "{name}");
    }
    assert!(!address.contains(&attempt().verifier), "the verifier stays here");
    assert!(!address.contains("secret"));
}

#[test]
fn whoever_signs_in_there_is_known_here() {
    for profile in [Profile::Generic, Profile::ProSanteConnect] {
        let provider = provider(profile);
        provider.script().person = json!({
            "sub": "f:1:899700218896", "SubjectNameID": "899700218896", "given_name": "", "acr": "eidas3",
        });
        let identity = there_and_back(&provider, &provider.client(), &attempt()).unwrap();
        assert_eq!((identity.issuer.as_str(), identity.subject.as_str()), (ISSUER, "f:1:899700218896"));
        assert_eq!(identity.claims["SubjectNameID"], "899700218896");
        assert_eq!(identity.claims["acr"], "eidas1", "a level counts where it is signed only");
    }
}

#[test]
fn what_is_not_said_of_a_person_stops_nobody() {
    for person in [Value::Null, json!("text"), json!([])] {
        let provider = provider(Profile::ProSanteConnect);
        provider.script().person = person;
        there_and_back(&provider, &provider.client(), &attempt()).unwrap();
    }
}

type Lie = Box<dyn Fn(&mut Script)>;

#[test]
fn abuse_f05_an_id_token_that_lies_is_refused() {
    let with = |name: &str, value: Value| {
        let name = name.to_owned();
        move |script: &mut Script| {
            script.claims.insert(name.clone(), value.clone());
        }
    };
    let signed = |signing| move |script: &mut Script| script.signing = signing;
    let lies: Vec<(&str, Lie, Why)> = vec![
        ("iss", Box::new(with("iss", json!("https://auth.example"))), Why::Issuer),
        ("iss with a slash", Box::new(with("iss", json!(format!("{ISSUER}/")))), Why::Issuer),
        ("aud", Box::new(with("aud", json!("another"))), Why::Audience),
        ("aud of two", Box::new(with("aud", json!(["vigie", "another"]))), Why::Audience),
        ("no aud", Box::new(with("aud", json!([]))), Why::Audience),
        ("azp", Box::new(with("azp", json!("another"))), Why::Audience),
        ("nonce", Box::new(with("nonce", json!("of another attempt"))), Why::Nonce),
        ("no nonce", Box::new(with("nonce", Value::Null)), Why::Nonce),
        ("expired", Box::new(with("exp", json!(NOW - 61))), Why::Expired),
        ("at_hash", Box::new(with("at_hash", json!("AAAAAAAAAAAAAAAAAAAAAA"))), Why::Subject),
        ("no sub", Box::new(with("sub", json!(" "))), Why::Unreadable),
        ("an endless sub", Box::new(with("sub", json!("x".repeat(256)))), Why::Unreadable),
        ("a sub of controls", Box::new(with("sub", json!("a\u{0}b"))), Why::Unreadable),
        ("alg none", Box::new(signed(Signing::Nothing)), Why::Algorithm),
        ("HS256 by the public key", Box::new(signed(Signing::PublicKey)), Why::Algorithm),
        ("HS256 by the client's secret", Box::new(signed(Signing::ClientSecret)), Why::Algorithm),
        ("a stranger's key", Box::new(signed(Signing::Stranger)), Why::Signature),
        (
            "somebody else's claims",
            Box::new(|script: &mut Script| script.person = json!({ "sub": "somebody else" })),
            Why::Subject,
        ),
    ];
    for (what, lie, expected) in lies {
        let provider = provider(Profile::ProSanteConnect);
        lie(&mut provider.script());
        assert_eq!(why(there_and_back(&provider, &provider.client(), &attempt())), expected, "{what}");
    }
}

#[test]
fn abuse_f05_a_code_is_for_one_attempt_and_for_once() {
    let provider = provider(Profile::Generic);
    let client = provider.client();
    let (back, _) = provider.signs_in(&client.begin(&attempt(), now()).unwrap()).unwrap();
    let other = Attempt { verifier: "f".repeat(64), ..attempt() };
    assert_eq!(why(client.finish(&other, &back, now())), Why::Code, "asked for by somebody else");
    let (back, _) = provider.signs_in(&client.begin(&attempt(), now()).unwrap()).unwrap();
    client.finish(&attempt(), &back, now()).unwrap();
    assert_eq!(why(client.finish(&attempt(), &back, now())), Why::Code, "used");
}

#[test]
fn abuse_f05_the_answer_of_another_provider_is_refused_before_its_code_goes_anywhere() {
    let provider = provider(Profile::Generic);
    let client = provider.client();
    for issuer in [Some("https://evil.example".to_owned()), None] {
        let (back, _) = provider.signs_in(&client.begin(&attempt(), now()).unwrap()).unwrap();
        let mixed = Returned { issuer, ..back.clone() };
        assert_eq!(why(client.finish(&attempt(), &mixed, now())), Why::Issuer);
        client.finish(&attempt(), &back, now()).unwrap();
    }
    // One that does not say so is known by its tokens alone.
    provider
        .script()
        .document
        .insert("authorization_response_iss_parameter_supported".to_owned(), json!(false));
    let client = provider.client();
    let (back, _) = provider.signs_in(&client.begin(&attempt(), now()).unwrap()).unwrap();
    client.finish(&attempt(), &Returned { issuer: None, ..back }, now()).unwrap();
}

#[test]
fn a_provider_may_change_its_keys() {
    let provider = provider(Profile::Generic);
    let client = provider.client();
    there_and_back(&provider, &client, &attempt()).unwrap();
    provider.script().key = 2;
    there_and_back(&provider, &client, &attempt()).unwrap();
    there_and_back(&provider, &client, &attempt()).unwrap();
    assert_eq!(provider.script().asked_for_keys, 2, "once at first, once more for the new one");
}

#[test]
fn asked_again_means_proved_again() {
    let provider = provider(Profile::Generic);
    let client = provider.client();
    let again = Attempt { proved_since: Some(now()), ..attempt() };
    assert!(client.begin(&again, now()).unwrap().contains("max_age=0"));
    there_and_back(&provider, &client, &again).unwrap();
    for at in [json!(NOW - 3600), Value::Null] {
        provider.script().claims.insert("auth_time".to_owned(), at);
        assert_eq!(why(there_and_back(&provider, &client, &again)), Why::Expired);
        there_and_back(&provider, &client, &attempt()).unwrap();
    }
}

#[test]
fn a_document_that_is_another_s_or_in_clear_is_not_used() {
    for (name, value) in [
        ("issuer", json!("https://auth.example")),
        ("token_endpoint", json!("http://auth.example/token")),
        ("jwks_uri", json!("http://auth.example/keys")),
        ("authorization_endpoint", json!("javascript:alert(1)")),
        ("userinfo_endpoint", json!("ftp://auth.example")),
        ("token_endpoint", Value::Null),
    ] {
        let provider = provider(Profile::Generic);
        provider.script().document.insert(name.to_owned(), value.clone());
        let checked = provider.client().check(now());
        assert!(matches!(checked, Err(Trouble::Unusable(_))), "{name} {value}: {checked:?}");
    }
}

#[test]
fn a_silence_is_said_and_what_was_known_still_serves() {
    let provider = provider(Profile::Generic);
    provider.script().silent = true;
    let client = provider.client();
    assert!(matches!(client.begin(&attempt(), now()), Err(Trouble::Unreachable(_))));
    provider.script().silent = false;
    client.begin(&attempt(), now()).unwrap();
    provider.script().silent = true;
    client.begin(&attempt(), now().plus_seconds(3600)).unwrap();
    assert!(matches!(client.check(now()), Err(Trouble::Unreachable(_))));
}

#[test]
fn an_issuer_in_clear_is_refused() {
    let mut settings = provider(Profile::Generic).client().settings().clone();
    settings.issuer = "http://auth.example".to_owned();
    assert!(Client::new(settings.clone()).is_err());
    settings.issuer = "http://127.0.0.1:4000".to_owned();
    assert!(Client::new(settings).is_ok());
}
