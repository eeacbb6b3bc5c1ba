//! The nation, now and before.

use access::Role;
use incidents::rules::{Command, State};
use situation::rules::Figures;
use storage::on_both_engines;
use vocabulary::Refused;

use crate::house::{House, PARIS, RENNES, refused, staff};

on_both_engines! {
    async fn any_past_moment_is_seen_as_it_was(database) {
        let house = House::new(database).await;
        let fssi = staff(9, Role::Fssi, None);
        let before = house.desk.now();
        house.wait(60);
        let (first, _) = house.declare(RENNES, "actual", false).await;
        house.wait(60);
        let declared = house.desk.now();
        house.wait(60);
        house.command(first, Command::Take).await;
        let (second, _) = house.declare(PARIS, "none", false).await;
        house.wait(60);
        house.command(second, Command::Take).await;
        house.command(second, Command::PutOutOfScope).await;
        let at = |moment| {
            let (situations, fssi) = (house.situations.clone(), fssi.clone());
            async move { situations.nation(&fssi, moment).await.unwrap().situation }
        };
        assert!(at(Some(before)).await.open.is_empty());
        let then = at(Some(declared)).await;
        assert_eq!(then.open.iter().map(|one| (one.incident, one.state)).collect::<Vec<_>>(), [(first, State::Declared)]);
        assert_eq!(then.declared, (1, 1));
        let now = at(None).await;
        assert_eq!(now.open.iter().map(|one| (one.incident, one.state)).collect::<Vec<_>>(), [(first, State::Taken)]);
        assert_eq!((Figures::of(&now.open).danger, now.declared), (1, (2, 2)));
        let tomorrow = house.desk.now().plus_seconds(86_400);
        assert!(matches!(refused(house.situations.nation(&fssi, Some(tomorrow)).await), Refused::Invalid(_)));
    }

    async fn a_decision_says_who_when_why_and_stays(database) {
        let house = House::new(database).await;
        let (fssi, analyst) = (staff(9, Role::Fssi, None), staff(3, Role::Analyst, None));
        let (incident, reference) = house.declare(RENNES, "actual", false).await;
        let situations = &house.situations;
        let before = house.desk.now();
        house.wait(60);
        situations.decide(&fssi, "Cellule de crise à 18 h", "Trois régions", &reference, false).await.unwrap();
        assert!(situations.decide(&fssi, "Rien", "", "", false).await.is_err());
        let unknown = situations.decide(&fssi, "Rien", "Motif", "VIG-2026-999999-A", false).await;
        let Refused::Invalid(refusals) = refused(unknown) else { panic!("it names the field") };
        assert_eq!(refusals[0].code, "reference-unknown");
        assert_eq!(refused(situations.decide(&analyst, "Rien", "Motif", "", false).await), Refused::Forbidden);
        let seen = situations.nation(&analyst, None).await.unwrap();
        assert!(!seen.decides);
        let [decision] = &seen.decisions[..] else { panic!("{:?}", seen.decisions) };
        assert_eq!((decision.author.as_str(), decision.reason.as_str()), ("Alix Exemple 9", "Trois régions"));
        assert_eq!(decision.incident, Some(incident));
        assert!(situations.nation(&analyst, Some(before)).await.unwrap().decisions.is_empty());
        let mut unit = house.desk.store.read().await.unwrap();
        let entries = trail::of(&mut unit, "decision", &decision.id.to_string(), 10).await.unwrap();
        assert_eq!(entries.len(), 1);
    }
}
