//! Found in what is written, once, with where.

use incidents::{Audience, WAIT, Writing};
use indicators::rules::Origin;
use storage::on_both_engines;
use vocabulary::Tlp;

use crate::house::{House, PARIS, RENNES, analyst, typed};

on_both_engines! {
    async fn what_a_declaration_tells_is_found_after_it_is_filed(database) {
        let house = House::new(database).await;
        let text = "Chiffrés par 91.215.85[.]17, rançon à payer@onionmail[.]org, site hxxps://fuite[.]top/x. Serveur 10.0.0.3.";
        let declared = house.declare(RENNES, text).await;
        assert_eq!(house.found(&declared).await, [
            ("domain", "fuite.top".to_owned(), "active"),
            ("email", "payer@onionmail.org".to_owned(), "active"),
            ("ipv4", "91.215.85.17".to_owned(), "active"),
            ("url", "https://fuite.top/x".to_owned(), "active"),
        ]);
        let shown = house.shown(&declared).await;
        assert!(shown.iter().all(|s| s.places.len() == 1 && s.places[0].origin == Origin::Declaration));
        // Never more open than the declaration, and by default for its structure only.
        assert!(shown.iter().all(|s| s.sighting.tlp == Tlp::AmberStrict && s.sighting.author == "vigie"));
        assert_eq!(shown.iter().find(|s| s.sighting.value == "fuite.top").unwrap().defanged, "fuite[.]top");
        let open = house.declare_as(RENNES, "91.215.85.18", "green").await;
        assert_eq!(house.shown(&open).await[0].sighting.tlp, Tlp::Amber);
        let actions = house.actions(declared.incident).await;
        assert_eq!(actions.iter().filter(|action| *action == "indicators.added").count(), 1);
    }

    async fn every_place_adds_to_one_indicator(database) {
        let house = House::new(database).await;
        let declared = house.declare(RENNES, "Vu : fuite[.]top").await;
        house.declarations.message(&declared.caller, declared.declaration, "Encore fuite.top ce matin.").await.unwrap();
        house.incidents.note(&analyst(), declared.incident, "fuite[.]top est chez un hébergeur connu.").await.unwrap();
        let summary = typed(&[("summary", "Vu : fuite[.]top et autre[.]top")]);
        house.declarations.amend(&declared.caller, declared.declaration, &summary, 1).await.unwrap();
        house.work().await;
        let shown = house.shown(&declared).await;
        let of = |value: &str| {
            let one = shown.iter().find(|s| s.sighting.value == value).unwrap();
            let mut places: Vec<_> = one.places.iter().map(|p| p.origin).collect();
            places.sort();
            places
        };
        assert_eq!(shown.len(), 2, "{shown:#?}");
        assert_eq!(of("fuite.top"), [Origin::Declaration, Origin::Message, Origin::Journal]);
        assert_eq!(of("autre.top"), [Origin::Declaration]);
        house.indicators.add(&analyst(), declared.incident, "fuite.top", None, Tlp::Green).await.unwrap();
        assert_eq!(house.shown(&declared).await[0].sighting.tlp, Tlp::AmberStrict);
    }

    async fn what_the_cell_writes_is_read_once_it_has_left_and_never_when_it_was_taken_back(database) {
        let house = House::new(database).await;
        let declared = house.declare(RENNES, "Plus rien ne répond.").await;
        let write = async |body: &str| {
            let writing = Writing { audience: Audience::Facility, body, task: None };
            house.incidents.write(&analyst(), &house.declarations, declared.incident, writing).await.unwrap()
        };
        write("Bloquez fuite[.]top et 91.215.85[.]17.").await;
        let undone = write("Bloquez erreur[.]top.").await;
        house.go().await;
        assert!(house.found(&declared).await.is_empty(), "nothing has left");
        house.incidents.undo(&analyst(), &house.declarations, declared.incident, undone).await.unwrap();
        house.database.clock.advance(WAIT + 1);
        house.work().await;
        let values: Vec<String> = house.found(&declared).await.into_iter().map(|(_, value, _)| value).collect();
        assert_eq!(values, ["fuite.top", "91.215.85.17"]);
        let shown = house.shown(&declared).await;
        assert!(shown.iter().all(|s| s.places.len() == 1 && s.places[0].origin == Origin::Answer));
        // The structure says it again: one indicator, two places; and what the cell writes elsewhere is read too.
        house.declarations.message(&declared.caller, declared.declaration, "fuite.top est bloqué.").await.unwrap();
        house.declarations.message(&analyst(), declared.declaration, "Et autre[.]top ?").await.unwrap();
        house.work().await;
        let shown = house.shown(&declared).await;
        let of = |value: &str| {
            let one = shown.iter().find(|s| s.sighting.value == value).unwrap();
            let mut places: Vec<_> = one.places.iter().map(|p| p.origin).collect();
            places.sort();
            places
        };
        assert_eq!(of("fuite.top"), [Origin::Message, Origin::Answer]);
        assert_eq!(of("autre.top"), [Origin::Answer]);
    }

    async fn what_is_told_to_many_is_found_in_each(database) {
        let house = House::new(database).await;
        let one = house.declare(RENNES, "Panne.").await;
        let other = house.declare(PARIS, "Panne.").await;
        let mut unit = house.desk.store.write().await.unwrap();
        let ids = [one.incident, other.incident];
        house.incidents.answer_in(&mut unit, &analyst(), &house.declarations, &ids, "Bloquez fuite[.]top.").await.unwrap();
        unit.commit().await.unwrap();
        house.work().await;
        for declared in [&one, &other] {
            assert_eq!(house.found(declared).await, [("domain", "fuite.top".to_owned(), "active")]);
        }
    }

    async fn files_of_plain_text_are_read_and_others_are_not(database) {
        let house = House::new(database).await;
        let declared = house.declare(RENNES, "Journaux joints.").await;
        let files: [(&str, &[u8]); 4] = [
            ("proxy.log", b"GET http://charge.top/a\r\nGET http://91.215.85.17/b\xe9\n"),
            ("image.png", b"\x89PNG\r\n\x1a\n\0\0http://cache.top/"),
            ("document.pdf", b"%PDF-1.7\n\x01http://pdf.top/"),
            ("vide.txt", b"rien"),
        ];
        for (name, bytes) in files {
            let mut upload = house.declarations.attach(&declared.caller, declared.declaration, name).await.unwrap();
            house.declarations.attach_bytes(&mut upload, bytes).await.unwrap();
            house.declarations.attach_finish(&declared.caller, upload).await.unwrap();
        }
        house.work().await;
        let values: Vec<String> = house.found(&declared).await.into_iter().map(|(_, value, _)| value).collect();
        assert_eq!(values, ["charge.top", "91.215.85.17", "http://91.215.85.17/b%EF%BF%BD", "http://charge.top/a"]);
    }

    async fn whoever_reads_twice_finds_nothing_new(database) {
        let house = House::new(database).await;
        let one = house.declare(RENNES, "fuite[.]top").await;
        let other = house.declare(PARIS, "fuite[.]top").await;
        assert_eq!(house.indicators.add(&analyst(), one.incident, "fuite.top", None, Tlp::Amber).await.unwrap(), 0);
        assert_eq!(house.shown(&one).await[0].sighting.indicator, house.shown(&other).await[0].sighting.indicator);
    }
}
