//! A qualification is looked at, then confirmed; whom it concerns for the first time is told. Levels of response. Likeness.

use access::Role;
use declarations::rules::Criterion;
use incidents::rules::Command;
use storage::on_both_engines;
use vocabulary::{Refused, Severity};

use crate::house::{House, PARIS, RENNES, RENNES_SISTER, STRASBOURG, analyst, code, refused, staff};

on_both_engines! {
    async fn a_criterion_that_a_person_adds_tells_whom_it_concerns(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[("care", "none")]).await;
        let id = declared.incident;
        house.command(id, Command::Take).await.unwrap();
        let seen = house.view(id).await.incident.revision;
        let (criteria, four) = ([Criterion::C1], Severity::new(4).unwrap());
        let incidents = &house.incidents;
        assert_eq!(code(incidents.prospect(&analyst(1), id, &criteria, four, "", seen).await), "reason-required");
        let prospect = incidents.prospect(&analyst(1), id, &criteria, four, "Appel du RSSI", seen).await.unwrap();
        let told: Vec<_> = prospect.told.iter().map(|(n, line)| (n.rule.as_str(), line.is_some())).collect();
        assert_eq!(told, [("2022-fssi", true), ("2022-ars-sanitary", false), ("2022-corruss-sanitary", false)]);
        assert_eq!((prospect.added.as_slice(), prospect.removed.len()), (&criteria[..], 0));
        assert_eq!(house.view(id).await.ledger.len(), 1, "looked at, and nothing done");
        assert_eq!(house.view(id).await.incident.revision, seen);

        incidents.qualify(&analyst(1), id, &criteria, four, "Appel du RSSI", seen).await.unwrap();
        let rules = |ledger: Vec<incidents::Notice>| ledger.into_iter().map(|n| (n.rule, n.region.map(vocabulary::Region::code))).collect::<Vec<_>>();
        let ledger = rules(house.view(id).await.ledger);
        assert_eq!(ledger, [
            ("2022-ars-sanitary".to_owned(), Some("53")), ("2022-corruss-sanitary".to_owned(), None), ("2022-fssi".to_owned(), None),
        ]);
        // Confirmed again, or told more facts: nobody is told twice. A site elsewhere: its agency too.
        let now = house.view(id).await.incident.revision;
        incidents.qualify(&analyst(2), id, &criteria, four, "Relu", now).await.unwrap();
        house.amend(&declared, &[("summary", "Toujours.")]).await;
        assert_eq!(house.view(id).await.ledger.len(), 3);
        house.amend(&declared, &[("facility", PARIS)]).await;
        assert_eq!(house.view(id).await.ledger.len(), 4);
        assert!(house.trail_is_sound().await);
    }

    async fn a_criterion_that_a_person_takes_away_takes_nothing_back(database) {
        let house = House::new(database).await;
        let id = house.declare(&[("care", "actual")]).await.incident;
        house.command(id, Command::Take).await.unwrap();
        let seen = house.view(id).await.incident.revision;
        let one = Severity::new(1).unwrap();
        let prospect = house.incidents.prospect(&analyst(1), id, &[], one, "Erreur", seen).await.unwrap();
        assert_eq!(prospect.removed, [Criterion::C1]);
        assert!(prospect.told.iter().all(|(_, line)| line.is_some()));
        house.incidents.qualify(&analyst(1), id, &[], one, "Erreur", seen).await.unwrap();
        assert_eq!(house.view(id).await.ledger.len(), 3);
    }

    async fn what_was_looked_at_and_changed_meanwhile_is_not_done(database) {
        let house = House::new(database).await;
        let id = house.declare(&[]).await.incident;
        house.command(id, Command::Take).await.unwrap();
        let (seen, one) = (house.view(id).await.incident.revision, Severity::new(1).unwrap());
        house.incidents.prospect(&analyst(1), id, &[], one, "", seen).await.unwrap();
        house.incidents.qualify(&analyst(2), id, &[], one, "", seen).await.unwrap();
        assert_eq!(code(house.incidents.qualify(&analyst(1), id, &[], one, "", seen).await), "incident-changed");
        assert_eq!(code(house.incidents.prospect(&analyst(1), id, &[], one, "", seen).await), "incident-changed");
        let view = house.view(id).await;
        let since: Vec<_> = view.journal.iter().filter(|e| e.revision > Some(seen)).map(|e| (e.kind.as_str(), e.author.as_str())).collect();
        assert_eq!(since, [("qualify", "Alix Exemple 2")], "what changed since can be told");
    }

    async fn a_level_of_response_is_set_with_a_reason(database) {
        let house = House::new(database).await;
        let id = house.declare(&[]).await.incident;
        let incidents = &house.incidents;
        assert_eq!(house.view(id).await.incident.response_level, 0);
        assert_eq!(code(incidents.respond(&analyst(1), id, 2, " ", 1).await), "reason-required");
        assert_eq!(code(incidents.respond(&analyst(1), id, 5, "x", 1).await), "not-a-choice");
        assert_eq!(code(incidents.respond(&analyst(1), id, 0, "x", 1).await), "level-same");
        incidents.respond(&analyst(1), id, 2, "Trois structures touchées.", 1).await.unwrap();
        assert_eq!(code(incidents.respond(&analyst(2), id, 1, "x", 1).await), "incident-changed");
        let view = house.view(id).await;
        assert_eq!((view.incident.response_level, view.journal[0].kind.as_str()), (2, "level"));
        assert_eq!(view.journal[0].body, "0 → 2. Trois structures touchées.");
        assert!(house.trail("incident", id).await.iter().any(|e| e.action == "incident.level-set" && e.detail.contains("\"to\":2")));
        assert_eq!(refused(incidents.respond(&staff(5, Role::Fssi, &[]), id, 3, "x", 2).await), Refused::Forbidden);
    }

    async fn incidents_alike_are_named_within_reach(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[("kind", "provider"), ("provider", "Hébergeur Fictif")]).await;
        let own = house.declare(&[]).await.incident;
        let sister = house.declare_at(RENNES_SISTER, &[]).await.incident;
        let same_provider = house.declare_at(STRASBOURG, &[("provider", "hebergeur fictif")]).await.incident;
        let same_kind = house.declare_at(PARIS, &[("kind", "provider")]).await.incident;
        let shared = house.declare_at(PARIS, &[]).await.incident;
        house.declare_at(PARIS, &[("kind", "leak")]).await;
        let alike = async |caller, shared: &[vocabulary::Id]| {
            let alike = house.incidents.alike(&caller, declared.incident, shared).await.unwrap();
            alike.into_iter().map(|alike| (alike.why, alike.incident.id)).collect::<Vec<_>>()
        };
        assert_eq!(alike(analyst(1), &[shared]).await, [
            ("indicator", shared), ("facility", own), ("provider", same_provider), ("entity", sister), ("kind", same_kind),
        ]);
        assert_eq!(alike(staff(3, Role::Analyst, &["53"]), &[shared]).await, [("facility", own), ("entity", sister)]);
        let elsewhere = house.incidents.alike(&staff(3, Role::Analyst, &["11"]), declared.incident, &[]).await;
        assert_eq!(refused(elsewhere), Refused::NotFound);
        // After a month, the same kind says nothing any more.
        house.database.clock.advance(31 * 24 * 3600);
        let later = house.declare_at(RENNES, &[("kind", "provider")]).await.incident;
        let found = house.incidents.alike(&analyst(1), later, &[]).await.unwrap();
        assert!(found.iter().all(|alike| alike.why != "kind"));
    }
}
