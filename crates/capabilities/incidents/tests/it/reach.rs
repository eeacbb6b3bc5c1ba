//! Who sees what: a region its own, the ministry the nation, a declarant their own, others nothing.

use access::{Caller, Role};
use incidents::rules::Command;
use storage::on_both_engines;
use vocabulary::{Id, Refused, Severity};

use crate::house::{Declared, House, PARIS, RENNES, analyst, ars, refused, staff};

/// The refusals of every door by which an incident is reached.
async fn doors(house: &House, caller: &Caller, incident: Id, declaration: Id) -> Vec<Refused> {
    let incidents = &house.incidents;
    vec![
        refused(incidents.open(caller, incident).await),
        refused(incidents.id_of(caller, declaration).await),
        refused(incidents.state_of(caller, declaration).await),
        refused(house.declarations.view(caller, declaration).await),
    ]
}

async fn moved(house: &House, declared: &Declared, facility: &str) {
    house.amend(declared, &[("facility", facility)]).await;
}

on_both_engines! {
    async fn abuse_a01_what_is_elsewhere_does_not_exist(database) {
        let house = House::new(database).await;
        let declared = house.declare_at(PARIS, &[]).await;
        let absent = Id::from_random([200; 16]);
        let elsewhere = doors(&house, &ars("53"), declared.incident, declared.declaration).await;
        assert_eq!(elsewhere, doors(&house, &ars("53"), absent, absent).await, "the same answers, one by one");
        assert_eq!(elsewhere, vec![Refused::NotFound; 4]);
        for caller in [ars("11"), staff(9, Role::Fssi, &[]), staff(9, Role::Corruss, &[]), analyst(1)] {
            assert_eq!(house.incidents.open(&caller, declared.incident).await.unwrap().incident.id, declared.incident);
        }
    }

    async fn those_who_handle_a_region_only_handle_nothing_elsewhere(database) {
        let house = House::new(database).await;
        let declared = house.declare_at(PARIS, &[]).await;
        let (id, incidents) = (declared.incident, &house.incidents);
        let regional = staff(9, Role::Analyst, &["53"]);
        let severity = Severity::new(1).unwrap();
        assert_eq!(refused(incidents.advance(&regional, id, Command::Take, "", 1).await), Refused::NotFound);
        assert_eq!(refused(incidents.qualify(&regional, id, &[], severity, "", 1).await), Refused::NotFound);
        assert_eq!(refused(incidents.note(&regional, id, "x").await), Refused::NotFound);
        assert_eq!(refused(incidents.answer(&regional, &house.declarations, id, "x").await), Refused::NotFound);
    }

    async fn abuse_a17_what_left_a_region_is_there_no_more(database) {
        let house = House::new(database).await;
        let declared = house.declare_at(RENNES, &[]).await;
        assert!(house.incidents.open(&ars("53"), declared.incident).await.is_ok());
        moved(&house, &declared, PARIS).await;
        assert_eq!(doors(&house, &ars("53"), declared.incident, declared.declaration).await, vec![Refused::NotFound; 4]);
        let incident = house.incidents.open(&ars("11"), declared.incident).await.unwrap().incident;
        assert_eq!((incident.town.as_str(), incident.facility_name.as_str()), ("Paris", "Hôpital des Deux-Ponts"));
    }

    async fn what_the_cell_notes_is_for_the_cell(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[]).await;
        house.incidents.note(&analyst(1), declared.incident, "Le directeur ne répond pas.").await.unwrap();
        assert_eq!(house.view(declared.incident).await.journal[0].body, "Le directeur ne répond pas.");
        for caller in [ars("53"), staff(9, Role::Fssi, &[]), staff(9, Role::Corruss, &[])] {
            let view = house.incidents.open(&caller, declared.incident).await.unwrap();
            assert!(view.journal.is_empty() && view.offered.is_empty(), "{caller:?}");
            assert!(!view.clocks.is_empty() && !view.ledger.is_empty());
        }
        let view = house.incidents.of_declaration(&declared.caller, declared.declaration).await.unwrap();
        assert!(view.journal.is_empty() && view.offered.is_empty());
        assert!(!view.clocks.is_empty() && !view.ledger.is_empty(), "the structure sees who was told");
    }

    async fn a_declarant_follows_their_own_and_no_other(database) {
        let house = House::new(database).await;
        let (mine, other) = (house.declare(&[]).await, house.declare(&[]).await);
        assert_eq!(refused(house.incidents.of_declaration(&mine.caller, other.declaration).await), Refused::NotFound);
        assert_eq!(refused(house.incidents.of_declaration(&Caller::Nobody, mine.declaration).await), Refused::SignInFirst);
    }

    async fn every_opening_is_in_the_trail_and_a_refused_one_is_not_an_opening(database) {
        let house = House::new(database).await;
        let declared = house.declare_at(PARIS, &[]).await;
        refused(house.incidents.open(&ars("53"), declared.incident).await);
        house.incidents.open(&ars("11"), declared.incident).await.unwrap();
        let trail = house.trail("incident", declared.incident).await;
        let seen: Vec<_> = trail.iter().filter(|entry| entry.action == "incident.seen").collect();
        assert_eq!(seen.len(), 1);
        assert_eq!((&seen[0].actor, &seen[0].session), (&ars("11").trace(), &ars("11").session().map(|id| id.to_string())));
    }

    async fn files_go_to_the_cell_as_downloads_and_each_is_in_the_trail(database) {
        let house = House::new(database).await;
        let declared = house.declare_at(PARIS, &[]).await;
        let (declarations, id) = (&house.declarations, declared.declaration);
        let mut upload = declarations.attach(&declared.caller, id, "capture.png").await.unwrap();
        declarations.attach_bytes(&mut upload, b"octets").await.unwrap();
        let file = declarations.attach_finish(&declared.caller, upload).await.unwrap();
        let incident = house.view(declared.incident).await;
        assert_eq!((incident.journal[0].kind.as_str(), incident.journal[0].body.as_str()), ("attached", "capture.png"));
        for (caller, refusal) in [
            (ars("11"), Refused::Forbidden),
            (staff(9, Role::Fssi, &[]), Refused::Forbidden),
            (staff(9, Role::Auditor, &[]), Refused::Forbidden),
            (staff(9, Role::Analyst, &["53"]), Refused::NotFound),
            (declared.caller.clone(), Refused::SignInFirst),
        ] {
            assert_eq!(refused(declarations.download(&caller, file).await), refusal, "{caller:?}");
        }
        let mut download = declarations.download(&analyst(2), file).await.unwrap();
        assert_eq!(download.bytes.next().await.unwrap().unwrap(), b"octets");
        let trail = house.trail("declaration", id).await;
        let taken: Vec<_> = trail.iter().filter(|entry| entry.action == "attachment.downloaded").collect();
        assert_eq!(taken.len(), 1, "those that were refused took nothing");
        assert_eq!(taken[0].actor, analyst(2).trace());
        assert!(taken[0].detail.contains(&file.to_string()));
    }
}
