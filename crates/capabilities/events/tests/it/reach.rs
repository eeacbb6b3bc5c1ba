//! Who sees what of an event, and who may do what to it.

use access::Role;
use events::{Figures, Stance};
use storage::on_both_engines;
use vocabulary::Refused;

use crate::house::{House, PARIS, RENNES, analyst, lead, place, refused, staff, told};

on_both_engines! {
    async fn a_region_sees_its_own_and_counts_no_other(database) {
        let house = House::new(database).await;
        let (first, second) = (house.declare(RENNES).await, house.declare(PARIS).await);
        let id = house.event(&first).await;
        house.events.attach(&analyst(), id, &[second.incident]).await.unwrap();
        let list = format!("{} {}", place(1), place(2));
        house.events.paste(&analyst(), id, &list, Stance::Unknown).await.unwrap();
        let (bretagne, idf) = (staff(3, Role::Ars, Some("53")), staff(4, Role::Ars, Some("11")));
        let seen = house.events.open(&bretagne, id).await.unwrap();
        assert_eq!(seen.figures, Figures { incidents: 1, touched: 1, not_touched: 0, unknown: 2 });
        assert!(seen.journal.is_empty() && !seen.handles && !seen.decides);
        let seen = house.events.open(&idf, id).await.unwrap();
        assert_eq!(seen.figures, Figures { incidents: 1, touched: 1, ..Figures::default() });
        assert_eq!(seen.places[0].finess.as_str(), PARIS);
        for nation in [analyst(), lead(), staff(5, Role::Fssi, None), staff(6, Role::Corruss, None)] {
            let seen = house.events.open(&nation, id).await.unwrap();
            assert_eq!((seen.figures.incidents, seen.figures.facilities()), (2, 4));
        }
        let listed = house.events.list(&idf, "", 50).await.unwrap();
        assert_eq!((listed.events.len(), listed.events[0].figures.incidents), (1, 1));
    }

    async fn abuse_a01_an_event_elsewhere_does_not_exist(database) {
        let house = House::new(database).await;
        let id = house.event(&house.declare(RENNES).await).await;
        house.events.paste(&analyst(), id, PARIS, Stance::Unknown).await.unwrap();
        let idf = staff(4, Role::Ars, Some("11"));
        // One of its facilities is named, and not known to be touched: there is no event for it yet.
        assert_eq!(refused(house.events.open(&idf, id).await), Refused::NotFound);
        assert!(house.events.list(&idf, "", 50).await.unwrap().events.is_empty());
        house.events.say(&analyst(), id, PARIS.parse().unwrap(), Stance::Touched).await.unwrap();
        assert_eq!(house.events.open(&idf, id).await.unwrap().figures.facilities(), 1);
    }

    async fn abuse_a05_one_foreign_incident_among_many_refuses_all(database) {
        let house = House::new(database).await;
        let first = house.declare(RENNES).await;
        let id = house.event(&first).await;
        let mut many = Vec::new();
        for number in 0..4 {
            many.push(house.declare(place(number).as_str()).await.incident);
        }
        many.push(vocabulary::Id::from_random([9; 16]));
        assert_eq!(refused(house.events.attach(&analyst(), id, &many).await), Refused::NotFound);
        assert_eq!(house.events.open(&analyst(), id).await.unwrap().incidents.len(), 1, "none of them");
        for caller in [staff(7, Role::Analyst, Some("53")), staff(8, Role::Lead, Some("53"))] {
            let attached = house.events.attach(&caller, id, &many[..4]).await;
            assert_eq!(refused(attached), Refused::NotFound, "one cause has no region");
        }
    }

    async fn those_who_only_read_change_nothing(database) {
        let house = House::new(database).await;
        let first = house.declare(RENNES).await;
        let id = house.event(&first).await;
        for (role, region) in [(Role::Ars, Some("53")), (Role::Fssi, None), (Role::Corruss, None)] {
            let caller = staff(9, role, region);
            assert_eq!(refused(house.events.create(&caller, first.incident, told()).await), Refused::Forbidden);
            assert_eq!(refused(house.events.attach(&caller, id, &[first.incident]).await), Refused::Forbidden);
            assert_eq!(refused(house.events.paste(&caller, id, PARIS, Stance::Touched).await), Refused::Forbidden);
            assert_eq!(refused(house.events.proposals(&caller, id).await), Refused::Forbidden);
            assert_eq!(refused(house.events.tell(&caller, id, 1, "Bonjour").await), Refused::Forbidden);
            assert_eq!(refused(house.events.decide(&caller, id, "Motif").await), Refused::Forbidden);
        }
        for role in [Role::Auditor, Role::Administrator, Role::FacilityStaff, Role::Editor, Role::Member] {
            assert_eq!(refused(house.events.open(&staff(9, role, None), id).await), Refused::Forbidden);
            assert_eq!(refused(house.events.list(&staff(9, role, None), "", 50).await), Refused::Forbidden);
        }
        assert_eq!(refused(house.events.open(&first.caller, id).await), Refused::SignInFirst);
    }

    async fn pages_follow_each_other_and_miss_nothing(database) {
        let house = House::new(database).await;
        for number in 0..5 {
            house.event(&house.declare(place(number).as_str()).await).await;
            house.event(&house.declare(PARIS).await).await;
        }
        let bretagne = staff(3, Role::Ars, Some("53"));
        let (mut after, mut seen) = (String::new(), Vec::new());
        loop {
            let page = house.events.list(&bretagne, &after, 2).await.unwrap();
            seen.extend(page.events.into_iter().map(|listing| listing.event.number));
            let Some(next) = page.next else { break };
            after = next;
        }
        seen.sort_unstable();
        assert_eq!(seen, [1, 3, 5, 7, 9]);
    }
}
