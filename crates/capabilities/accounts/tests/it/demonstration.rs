//! The accounts of a demonstration.

use access::{Role, permit};
use accounts::{Accounts, AccountsSettings};
use storage::on_both_engines;
use vocabulary::{FinessNumber, Refused};

use crate::house::{House, OPERATOR, account, code, may, refused, settings, standings};

fn facility() -> FinessNumber {
    FinessNumber::parse("359900008").unwrap()
}

fn demonstration() -> AccountsSettings {
    AccountsSettings { demonstration: true, ..settings() }
}

on_both_engines! {
    async fn each_of_its_people_signs_in_and_is_what_they_say(database) {
        let house = House::empty(database, demonstration());
        house.accounts.demonstrate(&OPERATOR, facility()).await.unwrap();
        let people = Accounts::demonstration_accounts();
        assert_eq!(people.len(), house.accounts.list(&OPERATOR).await.unwrap().len());
        let mut roles = Vec::new();
        for (email, name) in people {
            let signed = house.accounts.sign_in(&email, Accounts::DEMONSTRATION_PASSWORD, "a").await.unwrap();
            let caller = house.caller(&signed.token).await;
            assert_eq!(caller.person().unwrap().name, name);
            roles.extend(standings(&caller).iter().map(|standing| standing.role));
            let reads = (may::<permit::IncidentRead>(&caller, "53"), may::<permit::IncidentRead>(&caller, "11"));
            let expected = match email.split('@').next().unwrap() {
                "analyste" | "responsable" | "fssi" => (true, true),
                "ars53" => (true, false),
                "ars11" => (false, true),
                _ => (false, false),
            };
            assert_eq!(reads, expected, "{email}");
        }
        for role in [Role::Analyst, Role::Lead, Role::Ars, Role::Fssi, Role::Editor, Role::Administrator, Role::Auditor, Role::FacilityStaff] {
            assert!(roles.contains(&role), "nobody shows what {role:?} sees");
        }
    }

    async fn it_is_made_by_the_operator_in_a_demonstration_only(database) {
        let real = House::empty(database, settings());
        assert_eq!(refused(real.accounts.demonstrate(&OPERATOR, facility()).await), Refused::Forbidden);
        let house = real.under(demonstration());
        assert!(house.accounts.demonstrate(&access::Caller::Nobody, facility()).await.is_err());
        assert!(real.accounts.list(&OPERATOR).await.unwrap().is_empty());
    }

    async fn abuse_f13_a_demonstration_and_a_real_base_do_not_start_on_each_other(database) {
        let real = House::empty(database, settings());
        let shown = real.under(demonstration());
        for house in [&real, &shown] { house.accounts.check_start().await.unwrap(); }
        shown.accounts.create(&OPERATOR, account("alix@vigie.example", &["analyst"])).await.unwrap();
        shown.accounts.check_start().await.unwrap();
        assert_eq!(code(real.accounts.check_start().await).1, "real-on-demonstration");
        real.accounts.create(&OPERATOR, account("robin@vigie.example", &["analyst"])).await.unwrap();
        for (house, refusal) in [(&real, "real-on-demonstration"), (&shown, "demonstration-on-real")] {
            assert_eq!(code(house.accounts.check_start().await).1, refusal);
        }
        // One that was disabled is of its base all the same.
        real.accounts.disable(&OPERATOR, "robin@vigie.example").await.unwrap();
        assert_eq!(code(shown.accounts.check_start().await).1, "demonstration-on-real");
    }
}
