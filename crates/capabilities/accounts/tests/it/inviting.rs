//! Coming in by an invitation, back in after losing a password, and what codes sent by mail must not do.

use accounts::{InvitationKind, NewPerson};
use storage::on_both_engines;
use vocabulary::{Language, Refused};

use crate::house::{House, OPERATOR, PASSWORD, code, is_nobody, letters, refused, standings};

const EMAIL: &str = "neuf@vigie.example";

fn person(roles: &[&str]) -> NewPerson {
    NewPerson {
        email: EMAIL.to_owned(),
        name: "Dominique Neuf".to_owned(),
        language: Language::En,
        standings: roles.iter().map(|role| accounts::parse_standing(role).unwrap()).collect(),
    }
}

/// The code that a letter carries.
fn code_in(letter: &str) -> String {
    letter.split_once("code=").unwrap().1.split_whitespace().next().unwrap().to_owned()
}

on_both_engines! {
    async fn somebody_invited_chooses_a_password_and_is_what_they_were_invited_as(database) {
        let house = House::new(database).await;
        let id = house.accounts.invite(&OPERATOR, person(&["editor"])).await.unwrap();
        assert!(house.accounts.record(&OPERATOR, id).await.unwrap().account.is_invited());
        assert!(house.accounts.sign_in(EMAIL, "", "a").await.is_err(), "no password opens it");
        let letters = letters(&house).await;
        assert_eq!(letters.len(), 1);
        assert!(letters[0].contains("mail-invitation-subject en") && letters[0].contains("address=https://vigie.example/en/invitation"));
        let typed = code_in(&letters[0]);
        let invited = house.accounts.invited(&typed.to_uppercase(), "a").await.unwrap();
        assert_eq!((invited.email.as_str(), invited.kind), (EMAIL, InvitationKind::Invitation));
        assert_eq!(code(house.accounts.accept(&typed, "court", "a").await), ("password".into(), "password-short"));
        let signed = house.accounts.accept(&typed, PASSWORD, "a").await.unwrap();
        let caller = house.caller(&signed.token).await;
        assert_eq!(standings(&caller).len(), 1);
        assert_eq!(code(house.accounts.accept(&typed, PASSWORD, "a").await).1, "invitation-wrong", "once");
        house.accounts.sign_in(EMAIL, PASSWORD, "a").await.unwrap();
    }

    async fn an_invitation_ends_after_a_week_and_the_last_one_counts(database) {
        let house = House::new(database).await;
        house.accounts.invite(&OPERATOR, person(&[])).await.unwrap();
        let first = code_in(&letters(&house).await[0]);
        house.database.clock.advance(6 * 24 * 3600);
        house.accounts.send_code_again(&OPERATOR, EMAIL).await.unwrap();
        let second = code_in(&letters(&house).await[0]);
        assert_eq!(code(house.accounts.invited(&first, "a").await).1, "invitation-wrong");
        house.accounts.invited(&second, "a").await.unwrap();
        house.database.clock.advance(7 * 24 * 3600);
        assert_eq!(code(house.accounts.invited(&second, "a").await).1, "invitation-wrong");
    }

    async fn the_code_is_kept_nowhere_and_a_disabled_account_is_not_opened_by_it(database) {
        let house = House::new(database).await;
        house.accounts.invite(&OPERATOR, person(&[])).await.unwrap();
        let typed = code_in(&letters(&house).await[0]);
        let statement = storage::sql!(
            "SELECT payload || key || lane AS line FROM jobs UNION ALL SELECT code_hash FROM account_invitations \
             UNION ALL SELECT action || detail FROM trail"
        );
        let mut unit = house.desk.store.read().await.unwrap();
        let kept = unit.all(statement, storage::args![], |row| row.get::<String>("line")).await.unwrap().join("\n");
        drop(unit);
        assert!(!kept.contains(&typed) && !kept.contains(&typed.replace('-', "")));
        house.accounts.disable(&OPERATOR, EMAIL).await.unwrap();
        assert_eq!(code(house.accounts.accept(&typed, PASSWORD, "a").await).1, "invitation-wrong");
        house.accounts.enable(&OPERATOR, EMAIL).await.unwrap();
        assert_eq!(code(house.accounts.accept(&typed, PASSWORD, "a").await).1, "invitation-wrong", "nor once it is opened again");
    }

    async fn guesses_of_a_code_slow_their_place_down(database) {
        let house = House::new(database).await;
        let mut slowed = false;
        for number in 0..60 {
            let guess = format!("{number:020}");
            slowed |= matches!(refused(house.accounts.invited(&guess, "198.51.100.7").await), Refused::TooSoon(_));
        }
        assert!(slowed);
        house.accounts.invite(&OPERATOR, person(&[])).await.unwrap();
        let typed = code_in(&letters(&house).await[0]);
        house.accounts.invited(&typed, "192.0.2.1").await.unwrap();
    }

    async fn abuse_f04_asking_for_another_password_answers_the_same_whoever_it_is(database) {
        let house = House::new(database).await;
        house.create("parti@vigie.example", &["analyst"]).await;
        house.accounts.disable(&OPERATOR, "parti@vigie.example").await.unwrap();
        for email in ["alix@vigie.example", "personne@vigie.example", "parti@vigie.example"] {
            house.accounts.ask_reset(email, email).await.unwrap();
        }
        let left = letters(&house).await;
        assert_eq!(left.len(), 1);
        assert!(left[0].contains("To: alix@vigie.example") && left[0].contains("mail-reset-subject fr"));
    }

    async fn asking_many_times_sends_one_letter_and_slows_its_place_down(database) {
        let house = House::new(database).await;
        let mut refusals = 0;
        for _ in 0..60 { refusals += usize::from(house.accounts.ask_reset("alix@vigie.example", "a").await.is_err()); }
        assert!(refusals > 10, "{refusals}");
        assert_eq!(letters(&house).await.len(), 1);
        house.database.clock.advance(300);
        house.accounts.ask_reset("alix@vigie.example", "b").await.unwrap();
        assert_eq!(letters(&house).await.len(), 0, "nor from elsewhere, for ten minutes");
    }

    async fn another_password_ends_every_session_and_its_person_is_told(database) {
        let house = House::new(database).await;
        let token = house.signed_in("alix@vigie.example").await;
        house.accounts.ask_reset("Alix@vigie.example", "a").await.unwrap();
        let typed = code_in(&letters(&house).await[0]);
        house.accounts.accept(&typed, "une phrase toute neuve", "a").await.unwrap();
        assert!(is_nobody(&house.caller(&token).await));
        assert!(house.accounts.sign_in("alix@vigie.example", PASSWORD, "a").await.is_err());
        let told = letters(&house).await;
        assert!(told[0].contains("mail-security-subject") && told[0].contains("mail-security-password-changed"));
    }

    async fn nobody_changes_their_own_rights_and_two_do_not_undo_each_other(database) {
        let house = House::new(database).await;
        house.create("charlie@vigie.example", &["administrator"]).await;
        let administrator = house.caller(&house.signed_in("charlie@vigie.example").await).await;
        let analyst = [accounts::parse_standing("analyst").unwrap()];
        let own = house.accounts.set_standings(&administrator, "charlie@vigie.example", &analyst, 1).await;
        assert_eq!(code(own), ("role".into(), "own-rights"));
        let token = house.signed_in("alix@vigie.example").await;
        let agency = [accounts::parse_standing("ars:53").unwrap()];
        house.accounts.set_standings(&administrator, "alix@vigie.example", &agency, 1).await.unwrap();
        assert_eq!(standings(&house.caller(&token).await), agency, "at once, in the session that is open");
        let late = house.accounts.set_standings(&administrator, "alix@vigie.example", &analyst, 1).await;
        assert_eq!(code(late).1, "account-changed");
        house.accounts.set_standings(&administrator, "alix@vigie.example", &[], 2).await.unwrap();
        assert!(standings(&house.caller(&token).await).is_empty());
    }

    async fn a_session_that_turns_up_in_another_browser_ends(database) {
        let house = House::new(database).await;
        let place = accounts::Place { address: "a", device: "Firefox/140.0 (X11; Linux)" };
        let signed = house.accounts.sign_in("alix@vigie.example", PASSWORD, place).await.unwrap();
        let ask = |device: &'static str| house.accounts.caller(&signed.token, device);
        assert!(!is_nobody(&ask("Firefox/141.0 (X11; Linux)").await.unwrap()), "it updated itself");
        assert!(is_nobody(&ask("curl/8").await.unwrap()));
        assert!(is_nobody(&ask("Firefox/140.0 (X11; Linux)").await.unwrap()), "and is over for everybody");
        assert!(house.trail().await.iter().any(|(_, action)| action == "account.session-moved"));
    }

    async fn one_sees_and_ends_one_s_own_sessions_only(database) {
        let house = House::new(database).await;
        house.create("robin@vigie.example", &["lead"]).await;
        let (one, two, other) = (house.signed_in("alix@vigie.example").await, house.signed_in("alix@vigie.example").await, house.signed_in("robin@vigie.example").await);
        let (caller, theirs) = (house.caller(&one).await, house.caller(&other).await);
        assert_eq!(house.accounts.sessions(&caller).await.unwrap().len(), 2);
        let foreign = house.accounts.end_session(&caller, theirs.session().unwrap()).await;
        assert_eq!(refused(foreign), Refused::NotFound);
        house.accounts.end_other_sessions(&caller).await.unwrap();
        assert!(is_nobody(&house.caller(&two).await) && !is_nobody(&house.caller(&one).await));
        assert!(!is_nobody(&house.caller(&other).await));
    }

    async fn a_password_is_changed_by_whoever_knows_the_one_before(database) {
        let house = House::new(database).await;
        let (token, other) = (house.signed_in("alix@vigie.example").await, house.signed_in("alix@vigie.example").await);
        let caller = house.caller(&token).await;
        let wrong = house.accounts.change_password(&caller, "autre phrase", "une phrase toute neuve").await;
        assert_eq!(code(wrong), ("before".into(), "password-wrong"));
        let renewed = house.accounts.change_password(&caller, PASSWORD, "une phrase toute neuve").await.unwrap();
        let goes_on = house.caller(&renewed).await;
        assert_eq!(goes_on.session(), caller.session(), "the session that changed it goes on, by another token (F01)");
        for ended in [&token, &other] {
            assert!(is_nobody(&house.caller(ended).await));
        }
        house.accounts.sign_in("alix@vigie.example", "une phrase toute neuve", "a").await.unwrap();
    }
}
