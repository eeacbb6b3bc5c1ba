//! Accounts: what their people may see and take along, and how they go.

use access::Caller;
use accounts::{NewAccount, NewPerson, Place};
use storage::{on_both_engines, testing::traces};
use vocabulary::{Id, Language, Problem, Refused};

use crate::house::{DAY, House, TEST, YEAR};

/// A word that stands in the name and the address of one person, and nowhere else.
const SECRET: &str = "zyxchrysantheme4711";
const PASSWORD: &str = "une phrase assez longue";

async fn account(house: &House, word: &str, role: &str) -> Id {
    let new = NewAccount {
        email: format!("{word}@vigie.example"),
        name: format!("Alix {word}"),
        language: Language::Fr,
        password: PASSWORD.to_owned(),
        standings: vec![accounts::parse_standing(role).unwrap()],
    };
    house.accounts.create(&TEST, new).await.unwrap()
}

async fn signed_in(house: &House, word: &str) -> Caller {
    let place = Place { address: "192.0.2.7", device: "Navigateur" };
    let signed = house.accounts.sign_in(&format!("{word}@vigie.example"), PASSWORD, place).await.unwrap();
    house.accounts.caller(&signed.token, "Navigateur").await.unwrap()
}

fn code<T: std::fmt::Debug>(result: Result<T, Problem>) -> &'static str {
    match result {
        Err(Problem::Refused(Refused::Conflict(refusal))) => refusal.code,
        Err(Problem::Refused(Refused::Invalid(refusals))) => refusals[0].code,
        other => panic!("another answer: {other:?}"),
    }
}

/// Somebody who left a mark wherever an account can: sessions, tokens, letters, wrong tries, a known place, a request.
async fn lived_in(house: &House) -> (Id, Caller) {
    let id = account(house, SECRET, "analyst").await;
    let email = format!("{SECRET}@vigie.example");
    let place = Place { address: "192.0.2.8", device: "Navigateur" };
    for _ in 0..3 {
        assert!(house.accounts.sign_in(&email, "une autre phrase", place).await.is_err());
    }
    house.accounts.ask_reset(&email, "192.0.2.8").await.unwrap();
    house.work().await;
    let caller = signed_in(house, SECRET).await;
    house.accounts.token_create(&TEST, &email, &["incidents:read".to_owned()], 30).await.unwrap();
    house.accounts.ask_erasure(&caller).await.unwrap();
    house.work().await;
    (id, caller)
}

on_both_engines! {
    async fn an_erased_account_leaves_its_identity_and_no_name(database) {
        let house = House::new(database).await;
        let (id, caller) = lived_in(&house).await;
        account(&house, "dahlia", "administrator").await;
        let before = traces(&house.database, SECRET).await;
        for place in ["account_tries.key", "accounts.email", "accounts.name", "jobs.key", "jobs.payload"] {
            assert!(before.iter().any(|found| found == place), "{place} is not in {before:?}");
        }
        assert!(before.iter().any(|found| found.contains("/mail/")), "{before:?}");
        let administrator = signed_in(&house, "dahlia").await;
        assert_eq!(house.accounts.erasures(&administrator).await.unwrap()[0].0.id, id);
        house.retention.erase(&administrator, id).await.unwrap();
        house.work().await;
        house.desk.store.settle().await.unwrap();
        assert_eq!(traces(&house.database, SECRET).await, Vec::<String>::new());
        assert!(house.accounts.personal(&caller).await.unwrap().standings.is_empty());
        let mut unit = house.desk.store.read().await.unwrap();
        let trail = trail::of(&mut unit, "account", &id.to_string(), 100).await.unwrap();
        let actions: Vec<_> = trail.iter().rev().map(|entry| entry.action.as_str()).collect();
        assert!(actions.starts_with(&["account.created"]) && actions.ends_with(&["account.erased"]), "{actions:?}");
        assert_eq!(trail[0].actor, administrator.trace());
        drop(unit);
        assert!(house.trail_is_sound().await);
        assert_eq!(house.accounts.list(&administrator).await.unwrap().len(), 1, "it is managed no more");
        assert!(house.accounts.erasures(&administrator).await.unwrap().is_empty());
        // The address may come back, as somebody new.
        account(&house, SECRET, "analyst").await;
    }

    async fn nobody_erases_themselves_and_the_last_administrator_stays(database) {
        let house = House::new(database).await;
        let [dahlia, iris] = [account(&house, "dahlia", "administrator").await, account(&house, "iris", "administrator").await];
        let caller = signed_in(&house, "dahlia").await;
        assert_eq!(code(house.retention.erase(&caller, dahlia).await), "own-erasure");
        house.retention.erase(&caller, iris).await.unwrap();
        assert_eq!(code(house.retention.erase(&TEST, dahlia).await), "last-administrator");
        let rose = account(&house, "rose", "lead").await;
        let lead = signed_in(&house, "rose").await;
        let forbidden = |refused| matches!(refused, Problem::Refused(Refused::Forbidden));
        assert!(forbidden(house.retention.erase(&lead, dahlia).await.unwrap_err()));
        assert!(forbidden(house.accounts.erasures(&lead).await.unwrap_err()));
        assert!(forbidden(house.accounts.export_of(&lead, "dahlia@vigie.example").await.unwrap_err()));
        let Caller::Person(mut stale) = caller else { unreachable!() };
        stale.fresh = false;
        let asked = house.retention.erase(&Caller::Person(stale), rose).await;
        assert!(matches!(asked, Err(Problem::Refused(Refused::ProveAgain))));
    }

    async fn a_request_is_answered_with_a_reason_or_withdrawn(database) {
        let house = House::new(database).await;
        let id = account(&house, "iris", "ars:53").await;
        account(&house, "dahlia", "administrator").await;
        let (person, administrator) = (signed_in(&house, "iris").await, signed_in(&house, "dahlia").await);
        let accounts = &house.accounts;
        assert_eq!(code(accounts.withdraw_erasure(&person).await), "no-erasure");
        assert_eq!(code(accounts.decline_erasure(&administrator, id, "Non.").await), "no-erasure");
        accounts.ask_erasure(&person).await.unwrap();
        assert_eq!(code(accounts.decline_erasure(&administrator, id, " ").await), "reason-required");
        accounts.decline_erasure(&administrator, id, "Vous êtes encore d’astreinte.").await.unwrap();
        let answer = accounts.personal(&person).await.unwrap().erasure.unwrap();
        assert_eq!((answer.declined_at.is_some(), answer.reason.as_str()), (true, "Vous êtes encore d’astreinte."));
        assert!(accounts.erasures(&administrator).await.unwrap().is_empty());
        accounts.ask_erasure(&person).await.unwrap();
        assert_eq!(accounts.erasures(&administrator).await.unwrap().len(), 1, "asked again");
        accounts.withdraw_erasure(&person).await.unwrap();
        assert!(accounts.erasures(&administrator).await.unwrap().is_empty());
    }

    async fn somebody_takes_along_what_is_held_about_them_and_no_secret(database) {
        let house = House::new(database).await;
        let (_, caller) = lived_in(&house).await;
        account(&house, "dahlia", "administrator").await;
        let held = house.accounts.export(&caller).await.unwrap();
        assert_eq!(held["account"]["email"], format!("{SECRET}@vigie.example"));
        assert_eq!(held["roles"], serde_json::json!(["analyst"]));
        assert_eq!(held["sessions"][0]["address"], "192.0.2.7");
        assert_eq!(held["known_addresses"], serde_json::json!(["192.0.2.7"]));
        assert_eq!(held["tokens"][0]["scopes"], serde_json::json!(["incidents:read"]));
        let actions: Vec<_> = held["trail"].as_array().unwrap().iter().map(|e| e["action"].as_str().unwrap()).collect();
        assert!(actions.contains(&"account.signed-in") && actions.contains(&"account.erasure-asked"), "{actions:?}");
        let text = held.to_string();
        assert!(!text.contains("argon2") && !text.contains("hash") && !text.contains("dahlia"), "{text}");
        let again = house.accounts.export_of(&TEST, &format!(" {}@VIGIE.example ", SECRET.to_uppercase())).await.unwrap();
        assert_eq!(again["trail"][0]["action"], "account.exported", "that it was taken is told");
        let Caller::Person(mut program) = caller else { unreachable!() };
        program.limited_to = Some([access::Permission::IncidentRead].into());
        let program = Caller::Person(program);
        assert!(matches!(house.accounts.export(&program).await, Err(Problem::Refused(Refused::Forbidden))));
        assert!(matches!(house.accounts.ask_erasure(&program).await, Err(Problem::Refused(Refused::Forbidden))));
        assert!(house.accounts.personal(&Caller::Nobody).await.is_err());
    }

    async fn a_purge_erases_accounts_long_disabled_and_takes_what_is_spent(database) {
        let house = House::new(database).await;
        let (id, _) = lived_in(&house).await;
        account(&house, "dahlia", "administrator").await;
        let invited = NewPerson {
            email: "iris@vigie.example".to_owned(),
            name: "Iris".to_owned(),
            language: Language::Fr,
            standings: vec![accounts::parse_standing("analyst").unwrap()],
        };
        house.accounts.invite(&TEST, invited).await.unwrap();
        house.accounts.disable(&TEST, &format!("{SECRET}@vigie.example")).await.unwrap();
        house.database.clock.advance(200 * DAY);
        let report = house.purge().await;
        assert_eq!((report.counts.get("accounts"), report.counts["keys"]), (None, 3), "{report:?}");
        assert!(report.counts["tries"] > 0, "{report:?}");
        house.database.clock.advance(YEAR - 200 * DAY);
        let report = house.purge().await;
        house.work().await;
        assert_eq!(report.counts["accounts"], 1);
        house.desk.store.settle().await.unwrap();
        assert_eq!(traces(&house.database, SECRET).await, Vec::<String>::new());
        assert_eq!(house.traced("data.purged").await[0]["accounts"], serde_json::json!([id]));
        assert_eq!(house.purge().await.counts.get("accounts"), None, "once");
    }
}
