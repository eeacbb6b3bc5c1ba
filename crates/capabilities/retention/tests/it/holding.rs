//! Orders to keep: who gives them, and what they leave behind.

use access::{Caller, Role};
use storage::on_both_engines;
use vocabulary::{Problem, Refused};

use crate::house::{House, staff};

fn refused<T: std::fmt::Debug>(result: Result<T, Problem>) -> Refused {
    match result {
        Err(Problem::Refused(refused)) => refused,
        other => panic!("should be refused: {other:?}"),
    }
}

fn code<T: std::fmt::Debug>(result: Result<T, Problem>) -> &'static str {
    match refused(result) {
        Refused::Invalid(refusals) => refusals[0].code,
        Refused::Conflict(refusal) => refusal.code,
        other => panic!("another refusal: {other:?}"),
    }
}

on_both_engines! {
    async fn the_lead_orders_and_lifts_with_a_reason_and_the_cell_sees_it(database) {
        let house = House::new(database).await;
        let (_, _, id) = house.declare("dahlia4712").await;
        let (lead, analyst) = (staff(Role::Lead, None), staff(Role::Analyst, None));
        let incidents = &house.incidents;
        assert_eq!(code(incidents.hold(&lead, id, " \n ").await), "reason-required");
        assert_eq!(code(incidents.hold(&lead, id, &"x".repeat(2001)).await), "too-long");
        assert_eq!(code(incidents.lift(&lead, id, "Fini.").await), "not-held");
        incidents.hold(&lead, id, "Plainte à Rennes.").await.unwrap();
        assert_eq!(code(incidents.hold(&lead, id, "Encore.").await), "held-already");
        let hold = incidents.hold_of(&analyst, id).await.unwrap().unwrap();
        assert_eq!((hold.author.as_str(), hold.reason.as_str()), ("Alix Exemple", "Plainte à Rennes."));
        assert_eq!(code(incidents.lift(&lead, id, "").await), "reason-required");
        let Caller::Person(mut stale) = lead.clone() else { unreachable!() };
        stale.fresh = false;
        assert_eq!(refused(incidents.lift(&Caller::Person(stale), id, "Classée.").await), Refused::ProveAgain);
        incidents.lift(&lead, id, "Classée.").await.unwrap();
        assert_eq!(incidents.hold_of(&analyst, id).await.unwrap(), None);
        let journal = incidents.open(&analyst, id).await.unwrap().journal;
        let told: Vec<_> = journal.iter().take(2).map(|e| (e.kind.as_str(), e.body.as_str())).collect();
        assert_eq!(told, [("lift", "Classée."), ("hold", "Plainte à Rennes.")]);
        let mut unit = house.desk.store.read().await.unwrap();
        let trail = trail::of(&mut unit, "incident", &id.to_string(), 100).await.unwrap();
        let told: Vec<_> = trail.iter().map(|e| e.action.as_str()).filter(|a| a.contains("hel") || a.contains("hold")).collect();
        assert_eq!(told, ["incident.hold-lifted", "incident.held"]);
        assert!(trail.iter().all(|entry| !entry.detail.contains("Rennes")), "the reason goes with the incident");
    }

    async fn nobody_else_orders_and_what_is_out_of_reach_is_not_there(database) {
        let house = House::new(database).await;
        let (_, caller, id) = house.declare("dahlia4712").await;
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Lead) {
            assert_eq!(refused(house.incidents.hold(&staff(role, None), id, "x").await), Refused::Forbidden, "{role:?}");
        }
        assert_eq!(refused(house.incidents.hold(&caller, id, "x").await), Refused::SignInFirst);
        for region in [Some("11"), Some("53")] {
            let found = house.incidents.hold(&staff(Role::Lead, region), id, "x").await;
            assert_eq!(found.is_ok(), region == Some("53"));
            let seen = house.incidents.hold_of(&staff(Role::Lead, region), id).await;
            assert_eq!(seen.is_ok(), region == Some("53"), "abuse A01");
        }
        assert_eq!(refused(house.incidents.hold_of(&staff(Role::Ars, Some("53")), id).await), Refused::Forbidden);
    }
}
