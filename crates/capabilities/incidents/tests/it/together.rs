//! Several people at once: one wins, the others are told, and nothing that the structure said is lost.

use std::sync::Arc;

use incidents::rules::{Command, State};
use storage::on_both_engines;
use vocabulary::Severity;

use crate::house::{House, analyst, code};

on_both_engines! {
    async fn abuse_g02_of_those_who_take_it_at_once_one_wins_and_the_others_are_told(database) {
        let house = Arc::new(House::new(database).await);
        let id = house.declare(&[]).await.incident;
        let tries: Vec<_> = (1..=8).map(|number| {
            let house = house.clone();
            tokio::spawn(async move { (number, house.incidents.advance(&analyst(number), id, Command::Take, "", 1).await) })
        }).collect();
        let mut won = Vec::new();
        for tried in tries {
            let (number, outcome) = tried.await.unwrap();
            if outcome.is_ok() { won.push(number); } else { assert_eq!(code(outcome), "incident-changed"); }
        }
        assert_eq!(won.len(), 1, "{won:?}");
        let view = house.view(id).await;
        assert_eq!(view.incident.owner, analyst(won[0]).person().map(|person| person.account));
        assert_eq!(view.journal.iter().filter(|entry| entry.kind == "take").count(), 1);
        assert_eq!(view.incident.revision, 2);
    }

    async fn what_was_decided_on_an_older_page_is_not_done(database) {
        let house = House::new(database).await;
        let declared = house.declared_in(State::Taken).await;
        let id = declared.incident;
        let seen = house.view(id).await.incident.revision;
        house.amend(&declared, &[("care", "actual")]).await;
        let four = Severity::new(1).unwrap();
        assert_eq!(code(house.incidents.qualify(&analyst(1), id, &[], four, "", seen).await), "incident-changed");
        assert_eq!(code(house.incidents.advance(&analyst(1), id, Command::PutOutOfScope, "x", seen).await), "incident-changed");
        assert_eq!(house.view(id).await.incident.state, State::Taken);
    }

    async fn what_the_structure_says_is_kept_while_the_cell_moves_on(database) {
        let house = Arc::new(House::new(database).await);
        for round in 0..20 {
            let declared = house.declared_in(State::Accompanied).await;
            let id = declared.incident;
            let cell = {
                let house = house.clone();
                tokio::spawn(async move { house.command(id, Command::Contain).await })
            };
            let structure = {
                let (house, declared) = (house.clone(), declared.clone());
                tokio::spawn(async move { house.amend(&declared, &[("care", "actual")]).await })
            };
            structure.await.unwrap();
            if let Err(problem) = cell.await.unwrap() { assert_eq!(code::<()>(Err(problem)), "incident-changed"); }
            let incident = house.view(id).await.incident;
            assert!(incident.danger, "round {round}: the danger that was told is lost");
        }
    }

    async fn that_it_is_over_is_kept_while_the_cell_writes(database) {
        let house = Arc::new(House::new(database).await);
        for round in 0..20 {
            let declared = house.declared_in(State::Accompanied).await;
            let id = declared.incident;
            let cell = {
                let house = house.clone();
                tokio::spawn(async move { house.incidents.answer(&analyst(1), &house.declarations, id, "Bien.").await })
            };
            let structure = {
                let (house, declared) = (house.clone(), declared.clone());
                tokio::spawn(async move { house.declarations.say_resolved(&declared.caller, declared.declaration).await })
            };
            structure.await.unwrap().unwrap();
            cell.await.unwrap().unwrap();
            let incident = house.view(id).await.incident;
            assert_eq!(incident.state, State::Resolved, "round {round}");
            assert!(incident.said_resolved_at.is_some(), "round {round}");
        }
    }
}
