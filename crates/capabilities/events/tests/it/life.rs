//! What the cell does with an event.

use std::time::Instant;

use access::Role;
use events::{Figures, Stance, State, Why};
use storage::on_both_engines;
use vocabulary::Refused;

use crate::house::{House, PARIS, RENNES, analyst, code, lead, place, refused, staff, told};

on_both_engines! {
    async fn an_event_begins_with_an_incident_and_is_counted_both_ways(database) {
        let house = House::new(database).await;
        let first = house.declare(RENNES).await;
        let id = house.event(&first).await;
        let again = house.declare(RENNES).await;
        let second = house.declare(PARIS).await;
        assert_eq!(house.events.attach(&analyst(), id, &[again.incident, second.incident]).await.unwrap(), 2);
        let view = house.events.open(&analyst(), id).await.unwrap();
        assert_eq!(view.figures, Figures { incidents: 3, touched: 2, ..Figures::default() });
        assert_eq!(house.events.of_incident(&analyst(), second.incident).await.unwrap().unwrap().id, id);
        // Attached again, it is there once; to a second cause, not at all.
        assert_eq!(house.events.attach(&analyst(), id, &[second.incident]).await.unwrap(), 0);
        assert_eq!(code(house.events.create(&analyst(), second.incident, told()).await), "event-other");
        house.events.detach(&analyst(), id, second.incident).await.unwrap();
        let view = house.events.open(&analyst(), id).await.unwrap();
        assert_eq!(view.figures, Figures { incidents: 2, touched: 1, ..Figures::default() });
        let kinds: Vec<&str> = view.journal.iter().map(|line| line.kind.as_str()).collect();
        assert_eq!(kinds, ["detached", "attached", "opened"]);
        for action in ["incident.event-attached", "incident.event-detached"] {
            assert!(house.actions("incident", second.incident).await.contains(&action.to_owned()), "{action}");
        }
    }

    async fn a_pasted_list_is_looked_through_first_then_kept_whole_or_not_at_all(database) {
        let house = House::new(database).await;
        let id = house.event(&house.declare(RENNES).await).await;
        let list = format!("{} {}\n350000009; {PARIS} {}", place(1), place(2), place(1));
        let checked = house.events.check(&analyst(), id, &list).await.unwrap();
        assert_eq!(checked.right.len(), 3);
        let wrong: Vec<(usize, &str)> = checked.wrong.iter().map(|(line, _, why)| (*line, why.code)).collect();
        assert_eq!(wrong, [(2, "finess-check-digit"), (2, "finess-twice")]);
        assert_eq!(code(house.events.paste(&analyst(), id, &list, Stance::Unknown).await), "finess-some-wrong");
        assert_eq!(house.events.open(&analyst(), id).await.unwrap().figures.unknown, 0, "none of it");
        let unknown = house.events.check(&analyst(), id, &place(3000).to_string()).await.unwrap();
        assert_eq!(unknown.wrong[0].2.code, "finess-unknown");
        assert_eq!(code(house.events.check(&analyst(), id, " ;\n").await), "required");

        let list = format!("{}\n{}\n{PARIS}", place(1), place(2));
        assert_eq!(house.events.paste(&analyst(), id, &list, Stance::Unknown).await.unwrap(), 3);
        house.events.say(&analyst(), id, place(2), Stance::NotTouched).await.unwrap();
        house.events.say(&analyst(), id, place(1), Stance::Touched).await.unwrap();
        let view = house.events.open(&analyst(), id).await.unwrap();
        assert_eq!(view.figures, Figures { incidents: 1, touched: 2, not_touched: 1, unknown: 1 });
        let said = view.places.iter().find(|one| one.finess == place(2)).unwrap().said.clone();
        assert_eq!(said.unwrap().0, "Alix Exemple 1");
        // What an incident says, nobody unsays.
        let touched = RENNES.parse().unwrap();
        assert_eq!(code(house.events.say(&analyst(), id, touched, Stance::NotTouched).await), "event-has-incident");
        assert_eq!(refused(house.events.say(&analyst(), id, place(7), Stance::Touched).await), Refused::NotFound);
    }

    async fn what_may_be_of_the_same_cause_is_proposed_with_why(database) {
        let house = House::new(database).await;
        let more = |provider, kind| [("provider", provider), ("kind", kind), ("origin", "provider-failure")];
        let first = house.declare_with(RENNES, &more("Hébergeur Exemple", "provider"), false).await;
        let named = house.declare_with(PARIS, &more("hebergeur exemple SAS", "network"), false).await;
        let kind = house.declare_with(PARIS, &[("kind", "provider")], false).await;
        let other = house.declare_with(PARIS, &[("kind", "leak")], false).await;
        let exercise = house.declare_with(PARIS, &more("Hébergeur Exemple", "provider"), true).await;
        let traced = house.declare_with(PARIS, &[("summary", "Vers fuite[.]top")], false).await;
        let also = house.declare_with(RENNES, &[("summary", "Depuis fuite[.]top")], false).await;
        house.work().await;
        let id = house.event(&first).await;
        house.events.attach(&analyst(), id, &[also.incident]).await.unwrap();
        let proposed = house.events.proposals(&analyst(), id).await.unwrap();
        let why = |incident| proposed.iter().find(|p| p.incident.id == incident).map(|p| p.why.clone());
        assert_eq!(why(named.incident), Some(vec![Why::Provider]));
        assert_eq!(why(traced.incident), Some(vec![Why::Indicators(1)]));
        assert_eq!(why(kind.incident), Some(vec![Why::Kind]));
        for absent in [other.incident, exercise.incident, first.incident, also.incident] {
            assert_eq!(why(absent), None);
        }
        assert_eq!(house.events.open(&analyst(), id).await.unwrap().incidents.len(), 2, "none by itself");
        let attached = house.events.attach(&analyst(), id, &[exercise.incident]).await;
        assert_eq!(code(attached), "event-exercise");
    }

    async fn one_message_goes_to_all_or_to_none(database) {
        let house = House::new(database).await;
        let (first, second) = (house.declare(RENNES).await, house.declare(PARIS).await);
        let id = house.event(&first).await;
        house.events.attach(&analyst(), id, &[second.incident]).await.unwrap();
        house.events.paste(&analyst(), id, &place(1).to_string(), Stance::Unknown).await.unwrap();
        let reached = house.events.reached(&analyst(), id).await.unwrap();
        assert_eq!((reached.incidents.len(), reached.by_region.len()), (2, 2));
        assert_eq!(reached.unreached[0].listed.as_ref().unwrap().facility.phone.as_deref(), Some("0299000001"));
        for (chosen, body, refusal) in [(2, " ", "required"), (1, "Bonjour", "event-changed")] {
            assert_eq!(code(house.events.tell(&analyst(), id, chosen, body).await), refusal);
        }
        assert_eq!(house.events.tell(&analyst(), id, 2, "L’hébergeur revient à 18 h.").await.unwrap(), 2);
        for declared in [&first, &second] {
            let view = house.declarations.view(&declared.caller, declared.declaration).await.unwrap();
            assert_eq!(view.messages.len(), 1);
            assert_eq!(view.messages[0].body, "L’hébergeur revient à 18 h.");
            let told = house.actions("declaration", declared.declaration).await;
            assert_eq!(told.iter().filter(|action| *action == "declaration.message").count(), 1);
        }
    }

    async fn the_lead_decides_and_closes(database) {
        let house = House::new(database).await;
        let id = house.event(&house.declare(RENNES).await).await;
        assert_eq!(refused(house.events.decide(&analyst(), id, "Trois régions").await), Refused::Forbidden);
        assert_eq!(refused(house.events.close(&analyst(), id, "Fini").await), Refused::Forbidden);
        assert_eq!(code(house.events.decide(&lead(), id, " ").await), "reason-required");
        house.events.decide(&lead(), id, "Trois régions").await.unwrap();
        assert_eq!(code(house.events.decide(&lead(), id, "Encore").await), "event-national-already");
        house.events.close(&lead(), id, "L’hébergeur est revenu.").await.unwrap();
        let view = house.events.open(&lead(), id).await.unwrap();
        assert_eq!((view.event.state(), view.event.closed.unwrap().2.as_str()), (State::Closed, "L’hébergeur est revenu."));
        let late = house.declare(PARIS).await;
        assert_eq!(code(house.events.attach(&analyst(), id, &[late.incident]).await), "event-closed");
        house.events.reopen(&lead(), id, "Nouvelle panne").await.unwrap();
        assert_eq!(code(house.events.reopen(&lead(), id, "Encore").await), "event-not-closed");
        let view = house.events.open(&lead(), id).await.unwrap();
        assert_eq!(view.event.state(), State::National);
        house.events.change(&analyst(), (id, view.event.revision), told()).await.unwrap();
        assert_eq!(code(house.events.change(&analyst(), (id, view.event.revision), told()).await), "event-changed");
    }

    async fn the_figures_of_a_past_moment_are_those_of_that_moment(database) {
        let house = House::new(database).await;
        let (first, second) = (house.declare(RENNES).await, house.declare(PARIS).await);
        let wait = || { house.database.clock.advance(60); house.desk.now().plus_seconds(-1) };
        let before = wait();
        let id = house.event(&first).await;
        let opened = wait();
        house.events.attach(&analyst(), id, &[second.incident]).await.unwrap();
        house.events.paste(&analyst(), id, place(1).as_str(), Stance::Unknown).await.unwrap();
        let attached = wait();
        house.events.say(&analyst(), id, place(1), Stance::NotTouched).await.unwrap();
        let known = wait();
        house.events.detach(&analyst(), id, second.incident).await.unwrap();
        let detached = wait();
        house.events.close(&lead(), id, "Fini").await.unwrap();
        let closed = wait();
        house.events.reopen(&lead(), id, "Encore").await.unwrap();
        house.events.attach(&analyst(), id, &[second.incident]).await.unwrap();
        let again = wait();
        let at = async |moment| {
            let found = house.events.open_at(&analyst(), moment, 50).await.unwrap();
            found.first().map(|listing| (listing.event.id, listing.figures))
        };
        let figures = |incidents, touched, not_touched, unknown| Some((id, Figures { incidents, touched, not_touched, unknown }));
        assert_eq!(at(before).await, None);
        assert_eq!(at(opened).await, figures(1, 1, 0, 0));
        assert_eq!(at(attached).await, figures(2, 2, 0, 1));
        assert_eq!(at(known).await, figures(2, 2, 1, 0));
        assert_eq!(at(detached).await, figures(1, 1, 1, 0));
        assert_eq!(at(closed).await, None);
        assert_eq!(at(again).await, figures(2, 2, 1, 0));
        // Told twice is one, from when somebody said so.
        let revision = house.incidents.open(&analyst(), second.incident).await.unwrap().incident.revision;
        house.incidents.attach(&analyst(), (second.incident, revision), first.incident, "Le même").await.unwrap();
        let tied = wait();
        assert_eq!((at(again).await.unwrap().1.incidents, at(tied).await.unwrap().1.incidents), (2, 1));
        // A region counts its own, then as now.
        let (bretagne, idf) = (staff(3, Role::Ars, Some("53")), staff(4, Role::Ars, Some("11")));
        let seen = house.events.open_at(&bretagne, attached, 50).await.unwrap();
        assert_eq!(seen[0].figures, Figures { incidents: 1, touched: 1, not_touched: 0, unknown: 1 });
        assert!(house.events.open_at(&idf, opened, 50).await.unwrap().is_empty());
        assert_eq!(house.events.open_at(&idf, attached, 50).await.unwrap()[0].figures.touched, 1);
    }

    async fn an_incident_that_goes_leaves_its_event(database) {
        let house = House::new(database).await;
        let first = house.declare(RENNES).await;
        let id = house.event(&first).await;
        let mut unit = house.desk.store.write().await.unwrap();
        assert_eq!(house.events.forget_in(&mut unit, first.incident).await.unwrap(), 1);
        unit.commit().await.unwrap();
        assert_eq!(house.events.open(&analyst(), id).await.unwrap().figures, Figures::default());
    }

    /// Two hundred in an afternoon: one transaction, and nobody waits.
    async fn two_hundred_are_attached_and_told_at_once(database) {
        let house = House::new(database).await;
        let mut all = Vec::new();
        for number in 0..200 {
            all.push(house.declare(place(number).as_str()).await.incident);
        }
        let id = house.event(&house.declare(RENNES).await).await;
        let begun = Instant::now();
        assert_eq!(house.events.attach(&analyst(), id, &all).await.unwrap(), 200);
        let attached = begun.elapsed().as_millis();
        assert_eq!(house.events.tell(&analyst(), id, 201, "Bonjour à tous").await.unwrap(), 201);
        let told = begun.elapsed().as_millis();
        let view = house.events.open(&staff(5, Role::Fssi, None), id).await.unwrap();
        assert_eq!(view.figures, Figures { incidents: 201, touched: 201, ..Figures::default() });
        println!("200 attached after {attached} ms, told after {told} ms, seen after {} ms", begun.elapsed().as_millis());
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    }
}
