//! Second factors: what they open, what waits for them, and what happens when they are guessed, used twice or lost.

use access::{Caller, permit};
use accounts::{AccountsSettings, FactorKind, Proof, SignedIn};
use storage::on_both_engines;
use vocabulary::Refused;

use crate::house::{House, OPERATOR, PASSWORD, code, is_nobody, may, refused, settings};

const EMAIL: &str = "alix@vigie.example";

/// A real base: a second factor is asked for.
fn strict() -> AccountsSettings {
    AccountsSettings { second_factor: true, ..settings() }
}

/// An authenticator as an application on a telephone has it, and its own clock.
struct Authenticator(Vec<u8>);

impl Authenticator {
    fn new(base32: &str) -> Self {
        Self(totp_rs::Secret::try_from_base32(base32).unwrap().as_bytes().to_vec())
    }

    /// The code at this moment of the house, so many seconds off.
    fn code(&self, house: &House, off: i64) -> String {
        let now = u64::try_from(house.desk.now().millis() / 1000 + off).unwrap();
        let totp = totp_rs::Builder::new().with_secret(self.0.clone()).build().unwrap();
        totp.generate(now).to_string()
    }
}

/// An analyst with an authenticator, its recovery codes, and the session that set it up.
async fn enrolled(house: &House) -> (Authenticator, Vec<String>, String) {
    let token = house.signed_in(EMAIL).await;
    let caller = house.caller(&token).await;
    let enrolment = house.accounts.totp_begin(&caller).await.unwrap();
    assert!(enrolment.uri.contains(&enrolment.secret));
    let authenticator = Authenticator::new(&enrolment.secret);
    let typed = authenticator.code(house, 0);
    let (signed, codes) = house.accounts.totp_confirm(&caller, "téléphone", &typed, "a").await.unwrap();
    assert!(is_nobody(&house.caller(&token).await), "the session before ended");
    (authenticator, codes, signed.token)
}

async fn strict_house(database: std::sync::Arc<storage::testing::TestDatabase>) -> House {
    let house = House::empty(database, strict());
    house.create(EMAIL, &["analyst", "facility-staff:359900008"]).await;
    house
}

async fn password(house: &House) -> SignedIn {
    house.accounts.sign_in(EMAIL, PASSWORD, "192.0.2.1").await.unwrap()
}

on_both_engines! {
    async fn a_role_waits_until_a_second_factor_is_set_up_and_others_do_not(database) {
        let house = strict_house(database).await;
        let signed = password(&house).await;
        assert!(!signed.waiting);
        let caller = house.caller(&signed.token).await;
        let person = caller.person().unwrap();
        assert_eq!((person.standings.len(), person.withheld.len()), (1, 1));
        assert_eq!(access::scope::<permit::IncidentRead>(&caller).unwrap_err(), Refused::SecondFactorFirst);
        let (_, codes, token) = enrolled(&house).await;
        assert_eq!(codes.len(), 10);
        let caller = house.caller(&token).await;
        assert!(may::<permit::IncidentRead>(&caller, "53"));
        assert!(is_nobody(&house.caller(&signed.token).await), "what a password alone had opened is closed");
    }

    async fn the_password_alone_opens_nothing_once_there_is_a_factor(database) {
        let house = strict_house(database).await;
        let (authenticator, ..) = enrolled(&house).await;
        house.database.clock.advance(60);
        let signed = password(&house).await;
        assert!(signed.waiting);
        assert!(is_nobody(&house.caller(&signed.token).await));
        assert_eq!(house.accounts.waiting(&signed.token, "").await.unwrap(), Some(vec![FactorKind::Totp]));
        assert_eq!(house.accounts.waiting(&signed.token, "another browser").await.unwrap(), None);
        let code = authenticator.code(&house, 0);
        let full = house.accounts.second_factor(&signed.token, Proof::Totp(&code), "192.0.2.1").await.unwrap();
        assert_ne!(full.token, signed.token);
        assert!(may::<permit::IncidentRead>(&house.caller(&full.token).await, "53"));
        assert_eq!(house.accounts.waiting(&signed.token, "").await.unwrap(), None, "used up");
        let again = house.accounts.second_factor(&signed.token, Proof::Totp(&code), "192.0.2.1").await;
        assert_eq!(refused(again), Refused::SignInFirst);
    }

    async fn a_sign_in_that_nobody_finishes_ends_after_ten_minutes(database) {
        let house = strict_house(database).await;
        let (authenticator, ..) = enrolled(&house).await;
        let signed = password(&house).await;
        house.database.clock.advance(601);
        let code = authenticator.code(&house, 0);
        let late = house.accounts.second_factor(&signed.token, Proof::Totp(&code), "192.0.2.1").await;
        assert_eq!(refused(late), Refused::SignInFirst);
    }

    /// F02: once used, a code is used up, and so are those before it; the clock is the server's.
    async fn abuse_f02_a_code_opens_once_and_an_older_one_no_more(database) {
        let house = strict_house(database).await;
        let (authenticator, ..) = enrolled(&house).await;
        let enrolling = authenticator.code(&house, 0);
        let signed = password(&house).await;
        let tried = house.accounts.second_factor(&signed.token, Proof::Totp(&enrolling), "b").await;
        assert_eq!(code(tried), ("code".into(), "factor-wrong"), "the code that set it up");
        house.database.clock.advance(60);
        let (now, before) = (authenticator.code(&house, 0), authenticator.code(&house, -30));
        house.accounts.second_factor(&signed.token, Proof::Totp(&now), "b").await.unwrap();
        let signed = password(&house).await;
        for used in [&now, &before] {
            let tried = house.accounts.second_factor(&signed.token, Proof::Totp(used), "b").await;
            assert_eq!(code(tried), ("code".into(), "factor-wrong"));
        }
        let next = authenticator.code(&house, 30);
        house.accounts.second_factor(&signed.token, Proof::Totp(&next), "b").await.unwrap();
    }

    async fn abuse_f02_a_clock_that_is_off_by_more_than_a_step_is_refused(database) {
        let house = strict_house(database).await;
        let (authenticator, ..) = enrolled(&house).await;
        house.database.clock.advance(300);
        let signed = password(&house).await;
        for off in [-90, 90, 86_400] {
            let tried = house.accounts.second_factor(&signed.token, Proof::Totp(&authenticator.code(&house, off)), "b").await;
            assert_eq!(code(tried).1, "factor-wrong", "{off}");
        }
    }

    async fn abuse_f02_two_at_once_with_one_code_are_one(database) {
        let house = strict_house(database).await;
        let (authenticator, ..) = enrolled(&house).await;
        house.database.clock.advance(60);
        let (one, other) = (password(&house).await, password(&house).await);
        let typed = authenticator.code(&house, 0);
        let (first, second) = tokio::join!(
            house.accounts.second_factor(&one.token, Proof::Totp(&typed), "b"),
            house.accounts.second_factor(&other.token, Proof::Totp(&typed), "c"),
        );
        assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1);
    }

    async fn guesses_of_a_factor_slow_down_wherever_they_come_from_and_not_the_person_where_they_are_known(database) {
        let house = strict_house(database).await;
        let (authenticator, ..) = enrolled(&house).await;
        house.database.clock.advance(60);
        // Known at home, by a whole sign-in.
        let signed = password(&house).await;
        let typed = authenticator.code(&house, 0);
        house.accounts.second_factor(&signed.token, Proof::Totp(&typed), "192.0.2.1").await.unwrap();
        let (mut answered, mut slowed) = (0, 0);
        for number in 0..60 {
            let place = format!("198.51.100.{number}");
            let signed = house.accounts.sign_in(EMAIL, PASSWORD, place.as_str()).await.unwrap();
            match refused(house.accounts.second_factor(&signed.token, Proof::Totp("000000"), place.as_str()).await) {
                Refused::TooSoon(_) => slowed += 1,
                _ => answered += 1,
            }
        }
        assert!(answered <= 21 && slowed > 30, "{answered} {slowed}");
        let signed = password(&house).await;
        house.database.clock.advance(30);
        let typed = authenticator.code(&house, 0);
        house.accounts.second_factor(&signed.token, Proof::Totp(&typed), "192.0.2.1").await.unwrap();
    }

    async fn a_recovery_code_opens_once_and_its_person_is_told(database) {
        let house = strict_house(database).await;
        let (_, codes, token) = enrolled(&house).await;
        let signed = password(&house).await;
        let typed = codes[3].to_uppercase().replace('-', " ");
        let full = house.accounts.second_factor(&signed.token, Proof::of_code(&typed), "b").await.unwrap();
        let caller = house.caller(&full.token).await;
        assert_eq!(house.accounts.security(&caller).await.unwrap().recovery_codes, 9);
        let signed = password(&house).await;
        let again = house.accounts.second_factor(&signed.token, Proof::of_code(&typed), "b").await;
        assert_eq!(code(again).1, "factor-wrong");
        let more = house.accounts.recovery_codes(&house.caller(&token).await).await.unwrap();
        let old = house.accounts.second_factor(&signed.token, Proof::Recovery(&codes[4]), "b").await;
        assert_eq!(code(old).1, "factor-wrong", "new codes take the place of the old ones");
        house.accounts.second_factor(&signed.token, Proof::Recovery(&more[0]), "b").await.unwrap();
        let kept = house.kept().await;
        for secret in codes.iter().chain(&more) {
            assert!(!kept.contains(secret.as_str()) && !kept.contains(&secret.replace('-', "")));
        }
    }

    async fn what_is_grave_asks_again_and_is_open_for_ten_minutes(database) {
        let house = strict_house(database).await;
        let (authenticator, _, token) = enrolled(&house).await;
        house.database.clock.advance(601);
        let caller = house.caller(&token).await;
        let factor = house.accounts.security(&caller).await.unwrap().factors[0].id;
        assert_eq!(refused(house.accounts.factor_remove(&caller, factor).await), Refused::ProveAgain);
        let by_password = house.accounts.prove(&caller, Proof::Password(PASSWORD), "b").await;
        assert_eq!(code(by_password).1, "password-wrong", "a password proves nothing where there is a factor");
        let wrong = house.accounts.prove(&caller, Proof::Totp("000000"), "b").await;
        assert_eq!(code(wrong).1, "factor-wrong");
        house.accounts.prove(&caller, Proof::Totp(&authenticator.code(&house, 0)), "b").await.unwrap();
        let caller = house.caller(&token).await;
        house.accounts.factor_remove(&caller, factor).await.unwrap();
        assert_eq!(house.accounts.security(&caller).await.unwrap().factors.len(), 0);
    }

    async fn a_second_factor_asks_for_the_first(database) {
        let house = strict_house(database).await;
        let (_, _, token) = enrolled(&house).await;
        house.database.clock.advance(601);
        let caller = house.caller(&token).await;
        assert_eq!(refused(house.accounts.totp_begin(&caller).await), Refused::ProveAgain);
    }

    async fn somebody_who_lost_all_comes_back_by_their_mail_and_begins_again(database) {
        let house = strict_house(database).await;
        let (_, _, token) = enrolled(&house).await;
        house.accounts.reset_factors(&OPERATOR, EMAIL).await.unwrap();
        assert!(is_nobody(&house.caller(&token).await));
        assert!(house.accounts.sign_in(EMAIL, PASSWORD, "b").await.is_err(), "the password went too");
        let actions: Vec<String> = house.trail().await.into_iter().map(|(_, action)| action).collect();
        assert!(actions.contains(&"account.factors-reset".to_owned()));
    }

    async fn no_demonstration_asks_for_a_factor_and_what_is_grave_takes_the_password(database) {
        let house = House::empty(database, AccountsSettings { demonstration: true, ..settings() });
        house.create(EMAIL, &["analyst"]).await;
        let signed = password(&house).await;
        house.database.clock.advance(601);
        let caller = house.caller(&signed.token).await;
        assert!(may::<permit::IncidentRead>(&caller, "53"));
        assert!(house.accounts.proves_by_password(&caller).await.unwrap());
        assert_eq!(code(house.accounts.prove(&caller, Proof::Password("autre phrase"), "b").await).1, "password-wrong");
        house.accounts.prove(&caller, Proof::Password(PASSWORD), "b").await.unwrap();
        assert_eq!(access::prove(&house.caller(&signed.token).await), Ok(()));
    }

    async fn a_token_of_a_program_changes_nothing_of_its_account(database) {
        let house = strict_house(database).await;
        let token = house.accounts.token_create(&OPERATOR, EMAIL, &["incidents:read".to_owned()], 1).await.unwrap();
        let program = house.accounts.caller_of_token(&token).await.unwrap();
        assert!(may::<permit::IncidentRead>(&program, "53"));
        assert_eq!(refused(house.accounts.totp_begin(&program).await), Refused::Forbidden);
        assert_eq!(refused(house.accounts.recovery_codes(&program).await), Refused::Forbidden);
        assert_eq!(refused(house.accounts.token_create(&program, EMAIL, &["incidents:read".to_owned()], 1).await), Refused::Forbidden);
    }

    async fn whoever_has_no_session_sets_nothing_up(database) {
        let house = strict_house(database).await;
        assert_eq!(refused(house.accounts.totp_begin(&Caller::Nobody).await), Refused::SignInFirst);
        assert_eq!(refused(house.accounts.security(&Caller::Nobody).await), Refused::SignInFirst);
        assert_eq!(refused(house.accounts.second_factor("", Proof::Totp("000000"), "a").await), Refused::SignInFirst);
    }
}
