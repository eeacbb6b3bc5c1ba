//! Passkeys: made, signed in with, proved by; and what must be refused (abuse F08).

use access::{Caller, permit};
use accounts::{AccountsSettings, Ceremony, FactorKind, PasskeyAnswer, Proof, SignedIn};
use storage::on_both_engines;
use vocabulary::Refused;

use crate::{
    authenticator::{Passkey, listed},
    house::{BASE_URL, House, OPERATOR, PASSWORD, code, is_nobody, letters, may, refused, settings},
};

const EMAIL: &str = "alix@vigie.example";
const HOME: &str = "192.0.2.1";

fn strict() -> AccountsSettings {
    AccountsSettings { second_factor: true, ..settings() }
}

async fn strict_house(database: std::sync::Arc<storage::testing::TestDatabase>) -> House {
    let house = House::empty(database, strict());
    house.create(EMAIL, &["analyst"]).await;
    house
}

fn answer<'a>(ceremony: &'a Ceremony, credential: &'a str) -> PasskeyAnswer<'a> {
    PasskeyAnswer { ticket: &ceremony.ticket, credential }
}

async fn added(house: &House, caller: &Caller, passkey: &mut Passkey) -> (SignedIn, Vec<String>) {
    let begun = house.accounts.passkey_begin(caller).await.unwrap();
    let made = passkey.create(&begun.options);
    house.accounts.passkey_confirm(caller, "ordinateur", answer(&begun, &made), HOME).await.unwrap()
}

/// An analyst with a passkey, its recovery codes, and the session that set it up.
async fn enrolled(house: &House) -> (Passkey, Vec<String>, String) {
    let token = house.signed_in(EMAIL).await;
    let mut passkey = Passkey::new(1, BASE_URL);
    let (signed, codes) = added(house, &house.caller(&token).await, &mut passkey).await;
    assert!(is_nobody(&house.caller(&token).await), "the session before ended");
    (passkey, codes, signed.token)
}

/// What an attacker alters.
type Change = fn(&mut Passkey);

/// Whether a passkey signs in.
async fn signs_in(house: &House, passkey: &mut Passkey) -> bool {
    let begun = house.accounts.passkey_sign_in_begin().unwrap();
    let credential = passkey.get(&begun.options);
    let tried = house.accounts.passkey_sign_in(answer(&begun, &credential), HOME).await;
    if tried.is_err() {
        assert_eq!(code(tried), ("passkey".into(), "passkey-wrong"));
        return false;
    }
    true
}

on_both_engines! {
    async fn a_passkey_signs_in_alone_and_fully(database) {
        let house = strict_house(database).await;
        let (mut passkey, codes, token) = enrolled(&house).await;
        assert_eq!(codes.len(), 10);
        assert!(may::<permit::IncidentRead>(&house.caller(&token).await, "53"));
        house.database.clock.advance(60);
        let begun = house.accounts.passkey_sign_in_begin().unwrap();
        assert!(listed(&begun.options, "allowCredentials").is_empty(), "nobody was named");
        assert_eq!(begun.options["publicKey"]["userVerification"], "required");
        assert_eq!(begun.options["publicKey"]["rpId"], "vigie.example");
        assert!(begun.options.get("mediation").is_none());
        let credential = passkey.get(&begun.options);
        let signed = house.accounts.passkey_sign_in(answer(&begun, &credential), HOME).await.unwrap();
        assert!(!signed.waiting);
        let caller = house.caller(&signed.token).await;
        assert!(may::<permit::IncidentRead>(&caller, "53"));
        let factor = house.accounts.security(&caller).await.unwrap().factors.remove(0);
        assert_eq!((factor.kind, factor.name.as_str()), (FactorKind::Passkey, "ordinateur"));
        assert_eq!((factor.used_at, factor.stopped_at), (Some(house.desk.now()), None));
    }

    async fn what_is_asked_of_an_authenticator_is_strict(database) {
        let house = strict_house(database).await;
        let (_, _, token) = enrolled(&house).await;
        let caller = house.caller(&token).await;
        let again = house.accounts.passkey_begin(&caller).await.unwrap().options;
        let wanted = &again["publicKey"];
        assert_eq!(wanted["rp"], serde_json::json!({ "id": "vigie.example", "name": "Vigie" }));
        assert_eq!(wanted["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(wanted["authenticatorSelection"]["requireResidentKey"], true);
        assert_eq!(wanted["authenticatorSelection"]["userVerification"], "required");
        assert_eq!(wanted["attestation"], "none");
        assert_eq!(listed(&again, "excludeCredentials"), [vec![1; 32]]);
    }

    async fn a_passkey_is_a_second_factor_after_the_password(database) {
        let house = strict_house(database).await;
        let (mut passkey, ..) = enrolled(&house).await;
        let signed = house.accounts.sign_in(EMAIL, PASSWORD, HOME).await.unwrap();
        assert!(signed.waiting);
        assert_eq!(house.accounts.waiting(&signed.token, "").await.unwrap(), Some(vec![FactorKind::Passkey]));
        let elsewhere = house.accounts.passkey_second_factor_begin(&signed.token, "another browser").await;
        assert_eq!(refused(elsewhere), Refused::SignInFirst);
        let begun = house.accounts.passkey_second_factor_begin(&signed.token, "").await.unwrap();
        assert_eq!(listed(&begun.options, "allowCredentials"), [passkey.id.clone()]);
        let credential = passkey.get(&begun.options);
        let proof = Proof::Passkey(answer(&begun, &credential));
        let full = house.accounts.second_factor(&signed.token, proof, HOME).await.unwrap();
        assert!(may::<permit::IncidentRead>(&house.caller(&full.token).await, "53"));
        let again = house.accounts.second_factor(&signed.token, proof, HOME).await;
        assert_eq!(refused(again), Refused::SignInFirst);
    }

    async fn a_passkey_proves_again_before_what_is_grave(database) {
        let house = strict_house(database).await;
        let (mut passkey, _, token) = enrolled(&house).await;
        house.database.clock.advance(601);
        let caller = house.caller(&token).await;
        assert_eq!(refused(house.accounts.passkey_begin(&caller).await), Refused::ProveAgain);
        let begun = house.accounts.passkey_prove_begin(&caller).await.unwrap();
        let credential = passkey.get(&begun.options);
        house.accounts.prove(&caller, Proof::Passkey(answer(&begun, &credential)), HOME).await.unwrap();
        let caller = house.caller(&token).await;
        let mut second = Passkey::new(2, BASE_URL);
        let (signed, codes) = added(&house, &caller, &mut second).await;
        assert!(codes.is_empty(), "those before still count");
        let caller = house.caller(&signed.token).await;
        let factors = house.accounts.security(&caller).await.unwrap().factors;
        assert_eq!(factors.len(), 2);
        house.accounts.factor_remove(&caller, factors[0].id).await.unwrap();
        assert!(!signs_in(&house, &mut passkey).await, "taken away");
        assert!(signs_in(&house, &mut second).await);
    }

    async fn abuse_f08_whatever_is_not_as_asked_is_refused(database) {
        let house = strict_house(database).await;
        let (passkey, ..) = enrolled(&house).await;
        let other = house.create("robin@vigie.example", &["analyst"]).await;
        let alter: [(&str, Change); 9] = [
            ("another site", |p| p.site = "vigie.example.evil.example".into()),
            ("a part of the site's name", |p| p.site = "example".into()),
            ("another origin", |p| p.origin = "https://evil.example".into()),
            ("a site below ours", |p| p.origin = "https://a.vigie.example".into()),
            ("not encrypted", |p| p.origin = "http://vigie.example".into()),
            ("another port", |p| p.origin = "https://vigie.example:8443".into()),
            ("nobody verified", |p| p.verifies = false),
            ("said to be something else", |p| p.kind = "webauthn.create"),
            ("another credential", |p| p.id = vec![9; 32]),
        ];
        for (what, change) in alter {
            let mut altered = passkey.clone();
            change(&mut altered);
            assert!(!signs_in(&house, &mut altered).await, "{what}");
        }
        let mut forged = Passkey { id: passkey.id.clone(), user: passkey.user.clone(), ..Passkey::new(7, BASE_URL) };
        assert!(!signs_in(&house, &mut forged).await, "another key");
        let user = other.to_string().replace('-', "");
        let user = (0..16).map(|at| u8::from_str_radix(&user[2 * at..2 * at + 2], 16).unwrap()).collect();
        assert!(!signs_in(&house, &mut Passkey { user, ..passkey.clone() }).await, "another person");
        assert!(!signs_in(&house, &mut Passkey { user: Vec::new(), ..passkey.clone() }).await, "no person");
        assert!(signs_in(&house, &mut passkey.clone()).await, "and the right one still opens");
    }

    async fn abuse_f08_an_answer_to_another_question_is_refused(database) {
        let house = strict_house(database).await;
        let (mut passkey, _, token) = enrolled(&house).await;
        let caller = house.caller(&token).await;
        let begun = house.accounts.passkey_sign_in_begin().unwrap();
        let other = house.accounts.passkey_sign_in_begin().unwrap();
        let credential = passkey.get(&other.options);
        let tried = house.accounts.passkey_sign_in(answer(&begun, &credential), HOME).await;
        assert_eq!(code(tried).1, "passkey-wrong", "another challenge");
        let proving = house.accounts.passkey_prove_begin(&caller).await.unwrap();
        let credential = passkey.get(&proving.options);
        let tried = house.accounts.passkey_sign_in(answer(&proving, &credential), HOME).await;
        assert_eq!(code(tried).1, "passkey-wrong", "asked to prove, and not to sign in");
        let mut altered = begun.clone();
        altered.ticket.replace_range(60..62, "00");
        altered.ticket.push_str("00");
        let credential = passkey.get(&begun.options);
        for ticket in [altered.ticket.as_str(), "", "é", "00"] {
            let tried = house.accounts.passkey_sign_in(PasskeyAnswer { ticket, credential: &credential }, HOME).await;
            assert_eq!(code(tried).1, "passkey-wrong", "a ticket of somebody else: {ticket:?}");
        }
        for credential in ["", "{}", "null", "[]", "{\"id\":\"\",\"rawId\":\"\"}"] {
            let tried = house.accounts.passkey_sign_in(answer(&begun, credential), HOME).await;
            assert_eq!(code(tried).1, "passkey-wrong", "{credential:?}");
            let tried = house.accounts.passkey_confirm(&caller, "", answer(&begun, credential), HOME).await;
            assert_eq!(code(tried).1, "passkey-wrong", "{credential:?}");
        }
    }

    async fn abuse_f08_a_finished_ceremony_is_not_finished_again(database) {
        let house = strict_house(database).await;
        let token = house.signed_in(EMAIL).await;
        let caller = house.caller(&token).await;
        let mut passkey = Passkey::new(1, BASE_URL);
        let begun = house.accounts.passkey_begin(&caller).await.unwrap();
        let made = passkey.create(&begun.options);
        let (signed, _) = house.accounts.passkey_confirm(&caller, "", answer(&begun, &made), HOME).await.unwrap();
        let caller = house.caller(&signed.token).await;
        let factor = house.accounts.security(&caller).await.unwrap().factors[0].id;
        house.accounts.factor_remove(&caller, factor).await.unwrap();
        let again = house.accounts.passkey_confirm(&caller, "", answer(&begun, &made), HOME).await;
        assert_eq!(code(again).1, "passkey-wrong", "what was taken away does not come back");
        added(&house, &caller, &mut passkey).await;
        let begun = house.accounts.passkey_sign_in_begin().unwrap();
        let credential = passkey.get(&begun.options);
        let (one, other) = tokio::join!(
            house.accounts.passkey_sign_in(answer(&begun, &credential), HOME),
            house.accounts.passkey_sign_in(answer(&begun, &credential), "192.0.2.2"),
        );
        assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1, "two at once are one");
        house.database.clock.advance(60);
        let again = house.accounts.passkey_sign_in(answer(&begun, &credential), HOME).await;
        assert_eq!(code(again).1, "passkey-wrong");
        let begun = house.accounts.passkey_sign_in_begin().unwrap();
        let credential = passkey.get(&begun.options);
        house.database.clock.advance(600);
        let late = house.accounts.passkey_sign_in(answer(&begun, &credential), HOME).await;
        assert_eq!(code(late).1, "passkey-wrong", "ten minutes are over");
    }

    async fn abuse_f08_a_counter_that_goes_back_stops_the_passkey_and_its_person_is_told(database) {
        let house = strict_house(database).await;
        let token = house.signed_in(EMAIL).await;
        let mut passkey = Passkey { counter: 5, ..Passkey::new(1, BASE_URL) };
        let (signed, codes) = added(&house, &house.caller(&token).await, &mut passkey).await;
        let mut copy = passkey.clone();
        assert!(signs_in(&house, &mut passkey).await);
        assert!(signs_in(&house, &mut passkey).await, "it counts on");
        letters(&house).await;
        assert!(!signs_in(&house, &mut copy).await);
        assert!(!signs_in(&house, &mut passkey).await, "nobody knows which of the two is the right one");
        let told = letters(&house).await;
        assert_eq!(told.len(), 1);
        assert!(told[0].contains("To: alix@vigie.example") && told[0].contains("mail-security-passkey-stopped"));
        let actions: Vec<String> = house.trail().await.into_iter().map(|(_, action)| action).collect();
        assert_eq!(actions.iter().filter(|action| *action == "account.passkey-stopped").count(), 1);
        let caller = house.caller(&signed.token).await;
        let factors = house.accounts.security(&caller).await.unwrap().factors;
        assert_eq!(factors[0].stopped_at, Some(house.desk.now()));
        assert_eq!(code(house.accounts.passkey_prove_begin(&caller).await).1, "passkey-none");
        // The password alone is not enough again: a recovery code is.
        let waiting = house.accounts.sign_in(EMAIL, PASSWORD, HOME).await.unwrap();
        assert!(waiting.waiting);
        assert_eq!(house.accounts.waiting(&waiting.token, "").await.unwrap(), Some(Vec::new()));
        let full = house.accounts.second_factor(&waiting.token, Proof::Recovery(&codes[0]), HOME).await.unwrap();
        let caller = house.caller(&full.token).await;
        house.accounts.factor_remove(&caller, factors[0].id).await.unwrap();
        added(&house, &caller, &mut Passkey::new(2, BASE_URL)).await;
    }

    async fn abuse_f08_a_counter_goes_back_at_the_second_factor_too(database) {
        let house = strict_house(database).await;
        let token = house.signed_in(EMAIL).await;
        let mut passkey = Passkey { counter: 5, ..Passkey::new(1, BASE_URL) };
        added(&house, &house.caller(&token).await, &mut passkey).await;
        let mut copy = passkey.clone();
        assert!(signs_in(&house, &mut passkey).await);
        let signed = house.accounts.sign_in(EMAIL, PASSWORD, HOME).await.unwrap();
        let begun = house.accounts.passkey_second_factor_begin(&signed.token, "").await.unwrap();
        let credential = copy.get(&begun.options);
        let tried = house.accounts.second_factor(&signed.token, Proof::Passkey(answer(&begun, &credential)), HOME).await;
        assert_eq!(code(tried), ("passkey".into(), "passkey-wrong"));
        assert!(!signs_in(&house, &mut passkey).await);
    }

    async fn a_passkey_opens_nothing_of_an_account_that_is_disabled(database) {
        let house = strict_house(database).await;
        let (mut passkey, ..) = enrolled(&house).await;
        house.accounts.disable(&OPERATOR, EMAIL).await.unwrap();
        assert!(!signs_in(&house, &mut passkey).await);
        house.accounts.enable(&OPERATOR, EMAIL).await.unwrap();
        assert!(signs_in(&house, &mut passkey).await);
    }

    async fn abuse_f13_a_passkey_of_a_demonstration_opens_nothing_on_a_real_base(database) {
        let house = House::empty(database, AccountsSettings { demonstration: true, ..settings() });
        house.create(EMAIL, &["analyst"]).await;
        let (mut passkey, ..) = enrolled(&house).await;
        assert!(signs_in(&house, &mut passkey).await);
        assert!(!signs_in(&house.under(strict()), &mut passkey).await);
    }

    async fn a_passkey_is_one_persons(database) {
        let house = strict_house(database).await;
        let (mut passkey, ..) = enrolled(&house).await;
        house.create("robin@vigie.example", &["analyst"]).await;
        let other = house.caller(&house.signed_in("robin@vigie.example").await).await;
        let begun = house.accounts.passkey_begin(&other).await.unwrap();
        let made = passkey.clone().create(&begun.options);
        let taken = house.accounts.passkey_confirm(&other, "", answer(&begun, &made), HOME).await;
        assert_eq!(code(taken).1, "passkey-known");
        // Nor is what one person began finished by another, or proved by another's passkey.
        let begun = house.accounts.passkey_sign_in_begin().unwrap();
        let credential = passkey.get(&begun.options);
        let signed = house.accounts.passkey_sign_in(answer(&begun, &credential), HOME).await.unwrap();
        let alix = house.caller(&signed.token).await;
        let begun = house.accounts.passkey_begin(&alix).await.unwrap();
        let made = Passkey::new(3, BASE_URL).create(&begun.options);
        let crossed = house.accounts.passkey_confirm(&other, "", answer(&begun, &made), HOME).await;
        assert_eq!(code(crossed).1, "passkey-wrong");
        added(&house, &other, &mut Passkey::new(4, BASE_URL)).await;
        let signed = house.accounts.sign_in("robin@vigie.example", PASSWORD, HOME).await.unwrap();
        let begun = house.accounts.passkey_second_factor_begin(&signed.token, "").await.unwrap();
        let credential = passkey.get(&begun.options);
        let tried = house.accounts.second_factor(&signed.token, Proof::Passkey(answer(&begun, &credential)), HOME).await;
        assert_eq!(code(tried).1, "passkey-wrong");
    }

    async fn wrong_answers_slow_their_place_down_and_never_a_right_one(database) {
        let house = strict_house(database).await;
        let (mut passkey, ..) = enrolled(&house).await;
        let mut wrong = Passkey { id: vec![9; 32], ..passkey.clone() };
        let (mut answered, mut slowed) = (0, 0);
        for _ in 0..60 {
            let begun = house.accounts.passkey_sign_in_begin().unwrap();
            let credential = wrong.get(&begun.options);
            match refused(house.accounts.passkey_sign_in(answer(&begun, &credential), HOME).await) {
                Refused::TooSoon(_) => slowed += 1,
                _ => answered += 1,
            }
        }
        assert!(slowed > 10 && answered < 50, "{answered} {slowed}");
        assert!(signs_in(&house, &mut passkey).await, "from the same place");
        let refusals = house.trail().await.into_iter().filter(|(_, action)| action == "account.sign-in-refused").count();
        assert_eq!(refusals, answered);
    }

    async fn a_site_without_a_name_has_no_passkeys(database) {
        let house = strict_house(database).await;
        let token = house.signed_in(EMAIL).await;
        for base_url in ["http://127.0.0.1:8080", "https://[::1]", ""] {
            let nameless = house.under(AccountsSettings { base_url: base_url.to_owned(), ..strict() });
            assert!(!nameless.accounts.takes_passkeys());
            assert_eq!(code(nameless.accounts.passkey_sign_in_begin()).1, "passkeys-unavailable");
            let caller = nameless.caller(&token).await;
            assert_eq!(code(nameless.accounts.passkey_begin(&caller).await).1, "passkeys-unavailable");
        }
        let local = house.under(AccountsSettings { base_url: "http://localhost:8080".to_owned(), ..strict() });
        assert!(local.accounts.takes_passkeys());
    }

    async fn whoever_has_no_session_begins_nothing_but_a_sign_in(database) {
        let house = strict_house(database).await;
        assert_eq!(refused(house.accounts.passkey_begin(&Caller::Nobody).await), Refused::SignInFirst);
        assert_eq!(refused(house.accounts.passkey_prove_begin(&Caller::Nobody).await), Refused::SignInFirst);
        assert_eq!(refused(house.accounts.passkey_second_factor_begin("", "").await), Refused::SignInFirst);
        let token = house.accounts.token_create(&OPERATOR, EMAIL, &["incidents:read".to_owned()], 1).await.unwrap();
        let program = house.accounts.caller_of_token(&token).await.unwrap();
        assert_eq!(refused(house.accounts.passkey_begin(&program).await), Refused::Forbidden);
    }
}
