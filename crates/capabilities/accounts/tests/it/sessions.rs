//! Sessions: how long they last, and what ends them.

use std::sync::Arc;

use access::permit;
use accounts::AccountsSettings;
use storage::on_both_engines;
use vocabulary::Refused;

use crate::house::{House, OPERATOR, PASSWORD, is_nobody, may, settings};

const EMAIL: &str = "alix@vigie.example";

on_both_engines! {
    async fn an_idle_session_ends_and_one_in_use_goes_on(database) {
        let house = House::new(database).await;
        let (used, idle) = (house.signed_in(EMAIL).await, house.signed_in(EMAIL).await);
        for _ in 0..4 {
            house.database.clock.advance(29 * 60);
            assert!(!is_nobody(&house.caller(&used).await));
        }
        assert!(is_nobody(&house.caller(&idle).await));
        house.database.clock.advance(30 * 60);
        assert!(is_nobody(&house.caller(&used).await));
        house.database.clock.advance(-60);
        assert!(!is_nobody(&house.caller(&used).await), "half an hour and not a minute less");
    }

    async fn a_session_in_use_all_day_ends_after_twelve_hours(database) {
        let house = House::new(database).await;
        let token = house.signed_in(EMAIL).await;
        for _ in 0..12 * 4 - 1 {
            house.database.clock.advance(15 * 60);
            assert!(!is_nobody(&house.caller(&token).await));
        }
        house.database.clock.advance(15 * 60);
        assert!(is_nobody(&house.caller(&token).await));
    }

    async fn a_token_that_was_not_given_opens_nothing(database) {
        let house = House::new(database).await;
        let token = house.signed_in(EMAIL).await;
        let stored = house.kept().await;
        let hash = stored.lines().next().unwrap();
        assert_eq!((hash.len(), token.len()), (64, 64));
        let mut shorter = token.clone();
        shorter.pop();
        for wrong in ["", hash, &shorter, &token.to_uppercase(), &format!("{token} "), "' OR '1'='1"] {
            assert!(is_nobody(&house.caller(wrong).await), "{wrong}");
        }
    }

    async fn abuse_f01_each_sign_in_is_a_session_of_its_own_and_signing_out_ends_that_one(database) {
        let house = House::new(database).await;
        let (first, second) = (house.signed_in(EMAIL).await, house.signed_in(EMAIL).await);
        assert_ne!(first, second);
        let (one, other) = (house.caller(&first).await, house.caller(&second).await);
        assert_ne!(one.session(), other.session());
        house.accounts.sign_out(&one).await.unwrap();
        assert!(is_nobody(&house.caller(&first).await));
        assert!(!is_nobody(&house.caller(&second).await), "the other device stays");
        house.accounts.sign_out(&one).await.unwrap();
        house.accounts.sign_out(&access::Caller::Nobody).await.unwrap();
        let signed_out = ("account.signed-out".to_owned(), one.trace());
        assert!(house.trail().await.contains(&(signed_out.1, signed_out.0)));
    }

    async fn abuse_f01_a_new_password_ends_every_session_and_the_old_one_opens_none(database) {
        let house = House::new(database).await;
        house.create("robin@vigie.example", &["lead"]).await;
        let sessions = [house.signed_in(EMAIL).await, house.signed_in(EMAIL).await];
        let colleague = house.signed_in("robin@vigie.example").await;
        house.accounts.reset(&OPERATOR, " Alix@vigie.example", "une phrase toute neuve").await.unwrap();
        for token in &sessions { assert!(is_nobody(&house.caller(token).await)); }
        assert!(!is_nobody(&house.caller(&colleague).await));
        assert!(house.accounts.sign_in(EMAIL, PASSWORD, "a").await.is_err());
        house.accounts.sign_in(EMAIL, "une phrase toute neuve", "a").await.unwrap();
    }

    /// Whoever signs in with the old password while it is changed has no session afterwards.
    async fn a_new_password_ends_the_sessions_that_are_just_being_opened(database) {
        let house = House::new(database).await;
        let slow = Arc::new(house.under(AccountsSettings { hash_kib: 32_768, hashes: 1, ..settings() }));
        slow.create("robin@vigie.example", &["lead"]).await;
        let changing = {
            let slow = slow.clone();
            tokio::spawn(async move {
                slow.accounts.reset(&OPERATOR, "robin@vigie.example", "une phrase toute neuve").await.unwrap();
            })
        };
        // Several at once, so that some check the old password before it is changed and finish after.
        let opening: Vec<_> = (0..6).map(|number| {
            let slow = slow.clone();
            tokio::spawn(async move { slow.accounts.sign_in("robin@vigie.example", PASSWORD, &number.to_string()).await.ok() })
        }).collect();
        changing.await.unwrap();
        for opened in opening {
            if let Some(signed_in) = opened.await.unwrap() {
                assert!(is_nobody(&slow.caller(&signed_in.token).await), "a session of the old password");
            }
        }
    }

    async fn a_disabled_account_is_out_at_once(database) {
        let house = House::new(database).await;
        let token = house.signed_in(EMAIL).await;
        assert!(may::<permit::IncidentHandle>(&house.caller(&token).await, "53"));
        house.accounts.disable(&OPERATOR, EMAIL).await.unwrap();
        assert!(is_nobody(&house.caller(&token).await));
        assert!(house.accounts.sign_in(EMAIL, PASSWORD, "a").await.is_err());
        let disabled = house.accounts.list(&OPERATOR).await.unwrap();
        assert_eq!(disabled[0].0.disabled_at, Some(house.desk.now()));
        assert_eq!(crate::house::refused(house.accounts.disable(&OPERATOR, "personne@vigie.example").await), Refused::NotFound);
    }
}
