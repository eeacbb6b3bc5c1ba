//! A region: its board, its map, whom to call.

use access::{Caller, Role};
use situation::rules::{Figures, NewContact};
use storage::on_both_engines;
use vocabulary::{Id, Refused};

use crate::house::{House, PARIS, RENNES, refused, region, staff};

fn focal() -> NewContact {
    NewContact {
        kind: "focal".to_owned(),
        name: "Point focal régional".to_owned(),
        phone: "02 99 00 00 00".to_owned(),
        ..NewContact::default()
    }
}

on_both_engines! {
    async fn a_board_shows_a_region_and_counts_no_exercise(database) {
        let house = House::new(database).await;
        house.declare(RENNES, "actual", false).await;
        house.declare(RENNES, "none", true).await;
        house.declare(PARIS, "actual", false).await;
        let view = house.situations.region(&staff(2, Role::Ars, Some("53")), region("53")).await.unwrap();
        assert_eq!(view.situation.open.len(), 2, "the exercise is listed");
        let figures = Figures::of(&view.situation.open);
        assert_eq!((figures.open, figures.danger, view.situation.declared), (1, 1, (1, 1)), "and not counted");
        assert_eq!(view.positions.len(), 1);
        assert_eq!(view.places, [(48_110_000 / 60_000, -1_680_000 / 90_000)]);
        assert!(view.manages);
    }

    async fn abuse_a01_another_region_is_not_there_not_even_as_a_count(database) {
        let house = House::new(database).await;
        house.declare(PARIS, "actual", false).await;
        let ars = staff(2, Role::Ars, Some("53"));
        let (situations, absent) = (&house.situations, Id::from_random([7; 16]));
        assert_eq!(refused(situations.region(&ars, region("11")).await), Refused::NotFound);
        assert_eq!(refused(situations.add_contact(&ars, region("11"), &focal()).await), Refused::NotFound);
        assert_eq!(refused(situations.remove_contact(&ars, region("11"), absent).await), Refused::NotFound);
        let own = situations.region(&ars, region("53")).await.unwrap();
        assert!(own.situation.open.is_empty());
        assert_eq!(own.situation.declared, (0, 0));
        assert_eq!(situations.regions(&ars).unwrap(), [region("53")]);
        assert_eq!(refused(situations.nation(&ars, None).await), Refused::Forbidden);
        let regional = staff(3, Role::Analyst, Some("53"));
        assert_eq!(refused(situations.nation(&regional, None).await), Refused::NotFound);
        for caller in [Caller::Nobody, staff(4, Role::Auditor, None), staff(5, Role::FacilityStaff, None)] {
            assert!(situations.region(&caller, region("53")).await.is_err());
        }
    }

    async fn contacts_are_kept_by_the_agency_and_read_by_the_cell(database) {
        let house = House::new(database).await;
        let (ars, analyst) = (staff(2, Role::Ars, Some("53")), staff(3, Role::Analyst, None));
        let situations = &house.situations;
        situations.add_contact(&ars, region("53"), &focal()).await.unwrap();
        let nameless = NewContact { name: String::new(), ..focal() };
        assert!(situations.add_contact(&ars, region("53"), &nameless).await.is_err());
        assert_eq!(refused(situations.add_contact(&analyst, region("53"), &focal()).await), Refused::Forbidden);
        let view = situations.region(&analyst, region("53")).await.unwrap();
        assert!(!view.manages);
        let [contact] = &view.contacts[..] else { panic!("{:?}", view.contacts) };
        assert_eq!(contact.contact, focal());
        assert_eq!(contact.written.1, "Alix Exemple 2");
        situations.remove_contact(&staff(1, Role::Lead, None), region("53"), contact.id).await.unwrap();
        assert!(situations.region(&ars, region("53")).await.unwrap().contacts.is_empty());
        assert_eq!(refused(situations.remove_contact(&ars, region("53"), contact.id).await), Refused::NotFound);
    }
}
