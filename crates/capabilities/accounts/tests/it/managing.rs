//! Who may manage accounts, from the first one on, and what each may be.

use access::{Caller, Role, permit};
use storage::on_both_engines;
use vocabulary::Refused;

use crate::house::{House, OPERATOR, PASSWORD, account, code, may, refused, settings, standings};

/// The refusals of every door by which accounts are managed.
async fn doors(house: &House, caller: &Caller) -> Vec<Refused> {
    let accounts = &house.accounts;
    let id = vocabulary::Id::from_random([3; 16]);
    vec![
        refused(accounts.create(caller, account("neuf@vigie.example", &["administrator"])).await),
        refused(accounts.list(caller).await),
        refused(accounts.disable(caller, "alix@vigie.example").await),
        refused(accounts.reset(caller, "alix@vigie.example", "court").await),
        refused(accounts.reset(caller, "alix@vigie.example", "une phrase toute neuve").await),
        refused(accounts.token_create(caller, "alix@vigie.example", &["*".to_owned()], 1).await),
        refused(accounts.token_list(caller, "personne@vigie.example").await),
        refused(accounts.token_revoke(caller, id).await),
    ]
}

on_both_engines! {
    async fn the_operator_makes_the_first_administrator_who_makes_the_others(database) {
        let house = House::empty(database, settings());
        assert!(house.accounts.list(&OPERATOR).await.unwrap().is_empty());
        house.create("Charlie@vigie.example", &["administrator"]).await;
        let administrator = house.caller(&house.signed_in("charlie@vigie.example").await).await;
        house.accounts.create(&administrator, account("alix@vigie.example", &["analyst", "member"])).await.unwrap();
        let listed = house.accounts.list(&administrator).await.unwrap();
        let words: Vec<_> = listed.iter().map(|(account, standings)| {
            (account.email.as_str(), standings.iter().map(accounts::standing_words).collect::<Vec<_>>().join(" "))
        }).collect();
        assert_eq!(words, [("alix@vigie.example", "analyst member".to_owned()), ("charlie@vigie.example", "administrator".to_owned())]);
        let created: Vec<_> = house.trail().await.into_iter().filter(|(_, action)| action == "account.created").collect();
        let by = |actor: String| (actor, "account.created".to_owned());
        assert_eq!(created, [by(OPERATOR.trace()), by(administrator.trace())]);
        assert!(!may::<permit::IncidentRead>(&administrator, "53"), "and sees no incident");
    }

    async fn abuse_a10_only_an_administrator_manages_accounts(database) {
        let house = House::new(database).await;
        let before = house.trail().await;
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Administrator) {
            let role = match role {
                Role::Ars => "ars:53".to_owned(),
                Role::FacilityStaff => "facility-staff:359900008".to_owned(),
                other => other.code().to_owned(),
            };
            let email = format!("{}@vigie.example", role.replace(':', "-"));
            house.create(&email, &[&role]).await;
            let caller = house.caller(&house.signed_in(&email).await).await;
            let mut expected = vec![Refused::Forbidden; 8];
            // One's own tokens one may revoke; there is none of that identity.
            expected[7] = Refused::NotFound;
            assert_eq!(doors(&house, &caller).await, expected, "{role}");
        }
        assert_eq!(doors(&house, &Caller::Nobody).await, vec![Refused::SignInFirst; 8]);
        let done = |trail: &[(String, String)], action: &str| trail.iter().filter(|entry| entry.1 == action).count();
        let after = house.trail().await;
        assert_eq!(done(&after, "account.created") - done(&before, "account.created"), Role::ALL.len() - 1);
        for action in ["account.disabled", "account.password-reset", "token.created", "token.revoked"] {
            assert_eq!(done(&after, action), 0, "{action}");
        }
        house.signed_in("alix@vigie.example").await;
    }

    async fn a_role_reaches_as_far_as_it_was_given(database) {
        let house = House::empty(database, settings());
        for (roles, reads_53, reads_11, handles_53) in [
            (&["analyst"][..], true, true, true),
            (&["lead"], true, true, true),
            (&["ars:53"], true, false, false),
            (&["ars:53,11"], true, true, false),
            (&["ars:53", "ars:11"], true, true, false),
            (&["ars:11"], false, true, false),
            (&["fssi"], true, true, false),
            (&["corruss"], true, true, false),
            (&["editor"], false, false, false),
            (&["member", "moderator"], false, false, false),
            (&["administrator"], false, false, false),
            (&["auditor"], false, false, false),
            (&["facility-staff:359900008"], false, false, false),
            (&["facility-staff:359900008", "ars:53"], true, false, false),
            (&[], false, false, false),
        ] {
            let email = format!("{}@vigie.example", roles.join("-").replace([':', ','], "-").trim_start_matches('-'));
            let email = if roles.is_empty() { "rien@vigie.example".to_owned() } else { email };
            house.create(&email, roles).await;
            let caller = house.caller(&house.signed_in(&email).await).await;
            let found = (
                may::<permit::IncidentRead>(&caller, "53"),
                may::<permit::IncidentRead>(&caller, "11"),
                may::<permit::IncidentHandle>(&caller, "53"),
            );
            assert_eq!(found, (reads_53, reads_11, handles_53), "{roles:?}");
        }
    }

    async fn places_of_one_role_add_up(database) {
        let house = House::empty(database, settings());
        let facilities = ["facility-staff:359900008", "facility-staff:759900004", "facility-staff:359900008"];
        house.create("camille@vigie.example", &facilities).await;
        let caller = house.caller(&house.signed_in("camille@vigie.example").await).await;
        let words: Vec<String> = standings(&caller).iter().map(accounts::standing_words).collect();
        assert_eq!(words, ["facility-staff:359900008,759900004"]);
    }

    async fn what_is_wrong_with_a_new_account_is_said_beside_its_field(database) {
        let house = House::new(database).await;
        let new_one = "neuf@vigie.example";
        let (long_name, long_password) = ("x".repeat(121), "x".repeat(201));
        for (email, name, password, field, refusal) in [
            ("Alix@VIGIE.example", "Alix", PASSWORD, "email", "email-taken"),
            (new_one, "Alix", "onze lettre", "password", "password-short"),
            (new_one, "Alix", "Motdepasse2026", "password", "password-common"),
            (new_one, "Alix", "NEUF@vigie.example", "password", "password-common"),
            (new_one, "Alix", &long_password, "password", "too-long"),
            (new_one, " ", PASSWORD, "name", "name-unreadable"),
            (new_one, "Alix\r\nBcc: x", PASSWORD, "name", "name-unreadable"),
            (new_one, &long_name, PASSWORD, "name", "name-unreadable"),
        ] {
            let (name, password) = (name.to_owned(), password.to_owned());
            let new = accounts::NewAccount { name, password, ..account(email, &[]) };
            assert_eq!(code(house.accounts.create(&OPERATOR, new.clone()).await), (field.to_owned(), refusal), "{new:?}");
        }
        for address in ["", "neuf", "neuf@", "a b@vigie.example", "neuf@vigie.example\r\nBcc: x@vigie.example"] {
            let tried = house.accounts.create(&OPERATOR, account(address, &[])).await;
            assert_eq!(code(tried).0, "email", "{address:?}");
        }
        assert_eq!(house.accounts.list(&OPERATOR).await.unwrap().len(), 1, "nothing was written");
        assert_eq!(code(house.accounts.reset(&OPERATOR, "alix@vigie.example", "court").await).1, "password-short");
        house.signed_in("alix@vigie.example").await;
    }

    async fn of_two_who_ask_for_one_address_at_once_one_has_it(database) {
        let house = std::sync::Arc::new(House::new(database).await);
        let tries: Vec<_> = ["Robin@vigie.example", "robin@vigie.example", "ROBIN@vigie.example"].map(|email| {
            let house = house.clone();
            tokio::spawn(async move { house.accounts.create(&OPERATOR, account(email, &["lead"])).await })
        }).into();
        let mut made = 0;
        for tried in tries {
            match tried.await.unwrap() {
                Ok(_) => made += 1,
                refused => assert_eq!(code(refused), ("email".to_owned(), "email-taken")),
            }
        }
        assert_eq!((made, house.accounts.list(&OPERATOR).await.unwrap().len()), (1, 2));
    }
}
