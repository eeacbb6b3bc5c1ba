//! An incident that is an exercise: said, counted nowhere, and not unsaid once somebody was told so.

use storage::on_both_engines;
use vocabulary::Refused;

use crate::house::{House, analyst, ars, code, refused};

on_both_engines! {
    async fn an_exercise_is_in_no_figure_and_in_every_list(database) {
        let house = House::new(database).await;
        let (real, exercise) = (house.declare(&[]).await, house.declare(&[]).await);
        let before = house.incidents.counts(&analyst(1)).await.unwrap();
        mark(&house, exercise.incident, true, "Exercice REMPAR").await.unwrap();
        let counts = house.incidents.counts(&analyst(1)).await.unwrap();
        assert_eq!((before.open, counts.open, counts.to_take), (2, 1, 1));
        assert_eq!(house.list(&analyst(1), "", "", 50).await.unwrap().incidents.len(), 2);
        assert!(house.declarations.view(&exercise.caller, exercise.declaration).await.unwrap().exercise);
        let seen = house.view(real.incident).await.incident.revision;
        let kept = exercise.incident;
        let attached = house.incidents.attach(&analyst(1), (real.incident, seen), kept, "x").await;
        assert_eq!(code(attached), "duplicate-exercise");
    }

    async fn it_is_unsaid_only_as_long_as_nobody_was_told(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[]).await;
        assert_eq!(code(mark(&house, declared.incident, true, " ").await), "reason-required");
        mark(&house, declared.incident, true, "Exercice").await.unwrap();
        mark(&house, declared.incident, false, "Erreur : c’est réel").await.unwrap();
        assert!(!house.view(declared.incident).await.incident.exercise);
        mark(&house, declared.incident, true, "Exercice").await.unwrap();
        house.database.clock.advance(60);
        house.incidents.answer(&analyst(1), &house.declarations, declared.incident, "EXERCICE").await.unwrap();
        house.database.clock.advance(incidents::WAIT);
        assert_eq!(code(mark(&house, declared.incident, false, "Erreur").await), "exercise-sent");
        assert!(house.view(declared.incident).await.incident.exercise);
        let actions: Vec<String> = house.trail("incident", declared.incident).await.into_iter().map(|entry| entry.action).collect();
        assert_eq!(actions.iter().filter(|action| *action == "incident.exercise-marked").count(), 2);
        let reader = house.incidents.mark_exercise(&ars("53"), &house.declarations, (declared.incident, 1), true, "x").await;
        assert_eq!(refused(reader), Refused::Forbidden);
    }
}

async fn mark(
    house: &House,
    id: vocabulary::Id,
    exercise: bool,
    reason: &str,
) -> Result<(), vocabulary::Problem> {
    let seen = house.view(id).await.incident.revision;
    house.incidents.mark_exercise(&analyst(1), &house.declarations, (id, seen), exercise, reason).await
}
