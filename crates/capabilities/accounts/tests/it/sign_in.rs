//! Signing in: the right way, the wrong ones, and at what pace.

use std::sync::{Arc, Mutex};

use accounts::AccountsSettings;
use storage::on_both_engines;
use vocabulary::{Refusal, Refused};

use crate::house::{House, OPERATOR, PASSWORD, account, is_nobody, refused, settings};

fn wrong() -> Refused {
    Refused::invalid(Refusal::new("sign-in-wrong").at("password"))
}

on_both_engines! {
    async fn the_right_password_opens_a_session_of_that_person(database) {
        let house = House::new(database).await;
        let id = house.create("robin@vigie.example", &["lead"]).await;
        for typed in ["robin@vigie.example", " Robin@Vigie.Example\t"] {
            let caller = house.caller(&house.signed_in(typed).await).await;
            assert_eq!(caller.person().unwrap().account, id, "{typed:?}");
        }
    }

    async fn abuse_f04_whatever_is_wrong_the_answer_is_one(database) {
        let house = House::new(database).await;
        house.create("parti@vigie.example", &["analyst"]).await;
        house.accounts.disable(&OPERATOR, "parti@vigie.example").await.unwrap();
        let demonstration = house.under(AccountsSettings { demonstration: true, ..settings() });
        demonstration.create("fictif@vigie.example", &["analyst"]).await;
        for (email, password) in [
            ("alix@vigie.example", "une autre phrase"),
            ("alix@vigie.example", ""),
            ("alix@vigie.example", "UNE PHRASE ASSEZ LONGUE"),
            ("personne@vigie.example", PASSWORD),
            ("parti@vigie.example", PASSWORD),
            ("fictif@vigie.example", PASSWORD),
            ("", PASSWORD),
            ("pas une adresse\u{0}", PASSWORD),
        ] {
            // Each from a place of its own, so that none waits for another.
            let from = format!("{} {}", email.len(), password.len());
            let tried = house.accounts.sign_in(email, password, &from).await;
            assert_eq!(refused(tried), wrong(), "{email:?} {password:?}");
        }
        let refusals = house.trail().await.into_iter().filter(|(_, action)| action == "account.sign-in-refused").count();
        assert_eq!(refusals, 8, "each refusal is logged once");
        assert_eq!(house.trail().await.iter().filter(|(_, action)| action == "account.signed-in").count(), 0);
    }

    /// With one hash at a time, a sign-in that hashes waits behind another hash, and one that does not passes it.
    async fn abuse_f04_whoever_is_named_a_password_is_hashed(database) {
        let house = House::new(database).await;
        house.create("parti@vigie.example", &["analyst"]).await;
        house.accounts.disable(&OPERATOR, "parti@vigie.example").await.unwrap();
        let slow = house.under(AccountsSettings { hash_kib: 65_536, hashes: 1, ..settings() });
        slow.create("robin@vigie.example", &["analyst"]).await;
        for email in ["robin@vigie.example", "personne@vigie.example", "parti@vigie.example"] {
            let order = Mutex::new(Vec::new());
            let before = async {
                slow.create(&format!("avant.{email}"), &[]).await;
                order.lock().unwrap().push("before");
            };
            let tried = async {
                slow.fail(email, email).await;
                order.lock().unwrap().push("tried");
            };
            tokio::join!(before, tried);
            assert_eq!(*order.lock().unwrap(), ["before", "tried"], "{email}");
        }
    }

    async fn no_secret_is_kept_in_clear_or_told_to_the_trail(database) {
        let house = House::new(database).await;
        house.fail("alix@vigie.example", "192.0.2.1").await;
        let token = house.signed_in("alix@vigie.example").await;
        let kept = house.kept().await;
        assert!(kept.contains("$argon2id$v=19$m=64,t=2,p=1$"), "{kept}");
        assert!(kept.contains("account.signed-in") && kept.contains("account.sign-in-refused"));
        for secret in [PASSWORD, "une autre phrase", &token] {
            assert!(!kept.contains(secret), "{secret}");
        }
    }

    async fn two_accounts_of_one_password_do_not_show_it(database) {
        let house = House::new(database).await;
        house.create("robin@vigie.example", &["analyst"]).await;
        let kept = house.kept().await;
        let mut hashes: Vec<&str> = kept.lines().filter(|line| line.starts_with("$argon2id$")).collect();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), 2, "each has its salt");
    }

    async fn wrong_tries_slow_down_and_the_right_password_waits_too(database) {
        let house = House::new(database).await;
        let from = "192.0.2.1";
        for _ in 0..5 { assert_eq!(house.fail("alix@vigie.example", from).await, wrong()); }
        let tried = house.accounts.sign_in("alix@vigie.example", PASSWORD, from).await;
        assert_eq!(refused(tried), Refused::TooSoon(2), "else a guess would show itself");
        house.database.clock.advance(2);
        assert_eq!(house.fail("alix@vigie.example", from).await, wrong());
        assert_eq!(house.fail("alix@vigie.example", from).await, Refused::TooSoon(4), "twice as long");
        house.database.clock.advance(4);
        house.accounts.sign_in("alix@vigie.example", PASSWORD, from).await.unwrap();
        for _ in 0..5 { assert_eq!(house.fail("alix@vigie.example", from).await, wrong(), "and all is forgotten"); }
    }

    async fn nobody_locks_somebody_else_out(database) {
        let house = House::new(database).await;
        house.create("robin@vigie.example", &["lead"]).await;
        for _ in 0..30 {
            house.fail("alix@vigie.example", "198.51.100.7").await;
            house.database.clock.advance(1);
        }
        assert!(matches!(house.fail("alix@vigie.example", "198.51.100.7").await, Refused::TooSoon(_)));
        for (email, from, who) in [
            ("alix@vigie.example", "192.0.2.1", "the same person from elsewhere"),
            ("robin@vigie.example", "198.51.100.7", "a colleague behind the same address"),
        ] {
            assert!(house.accounts.sign_in(email, PASSWORD, from).await.is_ok(), "{who}");
        }
    }

    async fn one_password_tried_on_many_accounts_slows_its_place_down(database) {
        let house = House::new(database).await;
        let mut taken = 0;
        for number in 0..200 {
            match house.fail(&format!("personne{number}@vigie.example"), "198.51.100.7").await {
                Refused::TooSoon(_) => {}
                _ => taken += 1,
            }
        }
        assert!((20..=60).contains(&taken), "{taken}: more than a busy place mistypes, fewer than a list");
        assert!(house.accounts.sign_in("alix@vigie.example", PASSWORD, "192.0.2.1").await.is_ok(), "elsewhere passes");
    }

    async fn who_signed_in_from_a_place_before_is_not_kept_out_by_others_there(database) {
        let house = House::new(database).await;
        house.create("robin@vigie.example", &["lead"]).await;
        let from = "198.51.100.7";
        house.accounts.sign_in("alix@vigie.example", PASSWORD, from).await.unwrap();
        for number in 0..200 { house.fail(&format!("personne{number}@vigie.example"), from).await; }
        house.accounts.sign_in("alix@vigie.example", PASSWORD, from).await.unwrap();
        let stranger = house.accounts.sign_in("robin@vigie.example", PASSWORD, from).await;
        assert!(matches!(refused(stranger), Refused::TooSoon(_)), "who never did waits, or signs in from elsewhere");
        house.accounts.sign_in("robin@vigie.example", PASSWORD, "192.0.2.1").await.unwrap();
        for _ in 0..5 { house.fail("alix@vigie.example", from).await; }
        assert!(matches!(house.fail("alix@vigie.example", from).await, Refused::TooSoon(_)), "and being known is no free pass");
    }

    async fn what_means_nothing_any_more_is_swept(database) {
        let house = House::new(database).await;
        let first = house.signed_in("alix@vigie.example").await;
        house.fail("personne@vigie.example", "198.51.100.7").await;
        house.database.clock.advance(25 * 3600);
        house.signed_in("alix@vigie.example").await;
        let kept = house.kept().await;
        assert!(!kept.contains("personne@vigie.example"), "{kept}");
        assert_eq!(kept.lines().filter(|line| line.len() == 64).count(), 1, "the session that ended is gone");
        assert!(is_nobody(&house.caller(&first).await));
    }

    async fn an_account_of_ones_own_does_not_forgive_a_place(database) {
        let house = House::new(database).await;
        let mut taken = 0;
        for number in 0..200 {
            if !matches!(house.fail(&format!("personne{number}@vigie.example"), "198.51.100.7").await, Refused::TooSoon(_)) { taken += 1; }
            house.accounts.sign_in("alix@vigie.example", PASSWORD, "198.51.100.7").await.ok();
        }
        assert!(taken <= 60, "{taken}");
    }

    async fn a_place_is_forgiven_after_a_day(database) {
        let house = House::new(database).await;
        for number in 0..200 { house.fail(&format!("personne{number}@vigie.example"), "198.51.100.7").await; }
        house.database.clock.advance(25 * 3600);
        for number in 0..10 {
            assert_eq!(house.fail(&format!("personne{number}@vigie.example"), "198.51.100.7").await, wrong());
        }
    }

    /// Tries that all began before the first had failed are not all answered.
    async fn abuse_h04_tries_at_once_are_slowed_as_those_in_turn(database) {
        let house = Arc::new(House::new(database).await);
        let tries: Vec<_> = (0..40).map(|_| {
            let house = house.clone();
            tokio::spawn(async move { house.fail("alix@vigie.example", "198.51.100.7").await })
        }).collect();
        let mut answered = 0;
        for tried in tries { answered += i32::from(tried.await.unwrap() == wrong()); }
        assert!((5..=10).contains(&answered), "{answered}: the free ones, and those in hand when they ended");
    }

    async fn abuse_h04_a_crowd_at_the_door_does_not_keep_out_who_is_known_there(database) {
        let house = House::new(database).await;
        house.signed_in("alix@vigie.example").await;
        house.create("robin@vigie.example", &["analyst"]).await;
        let crowded = house.under(AccountsSettings { crowd: 0, ..settings() });
        assert_eq!(crowded.fail("personne@vigie.example", "198.51.100.7").await, Refused::Crowded(5));
        let stranger = crowded.accounts.sign_in("robin@vigie.example", PASSWORD, "192.0.2.1").await;
        assert_eq!(refused(stranger), Refused::Crowded(5), "known is a person at a place, not the place");
        crowded.signed_in("alix@vigie.example").await;
    }

    async fn abuse_f13_a_demonstration_account_opens_nothing_on_a_real_base(database) {
        let house = House::empty(database, AccountsSettings { demonstration: true, ..settings() });
        house.create("alix@vigie.example", &["analyst"]).await;
        let token = house.signed_in("alix@vigie.example").await;
        let api = house.accounts.token_create(&OPERATOR, "alix@vigie.example", &["incidents:read".to_owned()], 1).await.unwrap();
        let real = house.under(settings());
        assert_eq!(refused(real.accounts.sign_in("alix@vigie.example", PASSWORD, "a").await), wrong());
        assert!(is_nobody(&real.caller(&token).await));
        assert!(is_nobody(&real.accounts.caller_of_token(&api).await.unwrap()));
        assert!(!is_nobody(&house.caller(&token).await), "and what it opens in its demonstration it still does");
    }

    async fn a_password_longer_than_any_is_only_wrong(database) {
        let house = House::new(database).await;
        let endless = "x".repeat(100_000);
        assert_eq!(refused(house.accounts.sign_in("alix@vigie.example", &endless, "a").await), wrong());
        let address = format!("{endless}@vigie.example");
        assert_eq!(refused(house.accounts.sign_in(&address, PASSWORD, "a").await), wrong());
        assert!(house.kept().await.len() < 20_000, "nor is it kept");
        let taken = house.accounts.create(&OPERATOR, account("alix@vigie.example", &[])).await;
        assert!(taken.is_err());
    }
}
