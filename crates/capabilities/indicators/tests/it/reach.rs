//! The same indicator in two incidents: shown to those who may read both, counted for those who may not.

use access::{Caller, Role};
use indicators::Judgement;
use observables::Kind;
use storage::on_both_engines;
use vocabulary::{Refused, Tlp};

use crate::house::{Declared, House, PARIS, RENNES, analyst, refused, staff, typed};

/// For somebody, the references where the one indicator of an incident is too, and how many more there are.
async fn elsewhere(house: &House, caller: &Caller, declared: &Declared) -> (Vec<String>, usize) {
    let shown = house.indicators.of(caller, declared.incident).await.unwrap();
    (shown[0].also.iter().map(|seen| seen.reference.clone()).collect(), shown[0].hidden)
}

/// The references that the API gives to somebody for a value.
async fn searched(house: &House, caller: &Caller, value: &str) -> Vec<String> {
    let wanted = (Some(Kind::Domain), value);
    let page = house.indicators.search(caller, wanted, "", 50).await.unwrap();
    assert!(page.next.is_none());
    page.found.into_iter().map(|found| found.reference).collect()
}

on_both_engines! {
    async fn a_region_sees_its_own_and_counts_the_others(database) {
        let house = House::new(database).await;
        let rennes = house.declare(RENNES, "fuite[.]top").await;
        let paris = house.declare(PARIS, "fuite[.]top").await;
        let (bretagne, idf) = (staff(3, Role::Ars, Some("53")), staff(4, Role::Ars, Some("11")));
        for nation in [analyst(), staff(5, Role::Fssi, None), staff(6, Role::Corruss, None)] {
            assert_eq!(elsewhere(&house, &nation, &rennes).await, (vec![paris.reference.clone()], 0));
        }
        assert_eq!(elsewhere(&house, &bretagne, &rennes).await, (vec![], 1));
        assert_eq!(elsewhere(&house, &idf, &paris).await, (vec![], 1));
        assert_eq!(refused(house.indicators.of(&bretagne, paris.incident).await), Refused::NotFound);
        assert_eq!(searched(&house, &bretagne, "fuite.top").await, vec![rennes.reference.clone()]);
        assert_eq!(searched(&house, &idf, "FUITE[.]top").await, vec![paris.reference.clone()]);
        assert_eq!(searched(&house, &analyst(), "fuite.top").await.len(), 2);
    }

    async fn others_have_no_trace_of_it(database) {
        let house = House::new(database).await;
        let declared = house.declare(RENNES, "fuite[.]top").await;
        for role in [Role::Auditor, Role::FacilityStaff, Role::Administrator, Role::Editor, Role::Member] {
            let caller = staff(7, role, None);
            assert_eq!(refused(house.indicators.of(&caller, declared.incident).await), Refused::Forbidden);
            assert_eq!(refused(house.indicators.search(&caller, (None, ""), "", 50).await), Refused::Forbidden);
        }
        assert_eq!(refused(house.indicators.of(&declared.caller, declared.incident).await), Refused::SignInFirst);
        let id = house.shown(&declared).await[0].sighting.id;
        for caller in [staff(3, Role::Ars, Some("53")), staff(5, Role::Fssi, None)] {
            let judged = house.indicators.judge(&caller, declared.incident, id, Judgement::Trace).await;
            assert_eq!(refused(judged), Refused::Forbidden);
            let added = house.indicators.add(&caller, declared.incident, "a.top", None, Tlp::Amber).await;
            assert_eq!(refused(added), Refused::Forbidden);
        }
    }

    async fn abuse_a11_what_is_red_elsewhere_is_not_even_counted(database) {
        let house = House::new(database).await;
        let rennes = house.declare(RENNES, "fuite[.]top").await;
        let red = house.declare_as(PARIS, "fuite[.]top", "red").await;
        let paris = house.declare(PARIS, "fuite[.]top").await;
        let bretagne = staff(3, Role::Ars, Some("53"));
        assert_eq!(elsewhere(&house, &bretagne, &rennes).await, (vec![], 1));
        let id = house.shown(&paris).await[0].sighting.id;
        house.indicators.judge(&analyst(), paris.incident, id, Judgement::Mark(Tlp::Red)).await.unwrap();
        assert_eq!(elsewhere(&house, &bretagne, &rennes).await, (vec![], 0));
        // Those whom the law names read it whatever its mark.
        let (seen, hidden) = elsewhere(&house, &analyst(), &rennes).await;
        assert!(seen.contains(&red.reference) && seen.contains(&paris.reference) && hidden == 0);
    }

    async fn abuse_a17_an_incident_that_moves_takes_its_indicators_out_of_reach(database) {
        let house = House::new(database).await;
        let declared = house.declare(RENNES, "fuite[.]top").await;
        let (bretagne, idf) = (staff(3, Role::Ars, Some("53")), staff(4, Role::Ars, Some("11")));
        let moved = typed(&[("facility", PARIS)]);
        house.declarations.amend(&declared.caller, declared.declaration, &moved, 1).await.unwrap();
        assert!(searched(&house, &bretagne, "fuite.top").await.is_empty());
        assert_eq!(searched(&house, &idf, "fuite.top").await, vec![declared.reference.clone()]);
        assert_eq!(refused(house.indicators.of(&bretagne, declared.incident).await), Refused::NotFound);
    }

    async fn pages_follow_each_other_and_miss_nothing(database) {
        let house = House::new(database).await;
        let summary = (0..7).map(|n| format!("trace{n}.top")).collect::<Vec<_>>().join(" ");
        house.declare(RENNES, &summary).await;
        house.declare(PARIS, "ailleurs.top").await;
        let (mut after, mut seen) = (String::new(), Vec::new());
        let bretagne = staff(3, Role::Ars, Some("53"));
        loop {
            let page = house.indicators.search(&bretagne, (None, ""), &after, 3).await.unwrap();
            seen.extend(page.found.into_iter().map(|found| found.sighting.value));
            let Some(next) = page.next else { break };
            after = next;
        }
        seen.sort();
        assert_eq!(seen, (0..7).map(|n| format!("trace{n}.top")).collect::<Vec<_>>());
        let wrong = house.indicators.search(&bretagne, (None, "trace0.top"), "", 3).await;
        assert!(matches!(refused(wrong), Refused::Invalid(_)));
    }
}
