//! One command given to many incidents.

use access::Role;
use incidents::rules::{Command, State};
use storage::on_both_engines;
use vocabulary::Id;

use crate::house::{House, PARIS, RENNES, analyst, ars, code, staff};

async fn seen(house: &House, ids: &[Id]) -> Vec<(Id, i64)> {
    let outlooks = house.incidents.outlook(&analyst(1), ids, Command::Take).await.unwrap();
    outlooks.into_iter().map(|outlook| (outlook.incident.id, outlook.incident.revision)).collect()
}

async fn states(house: &House, ids: &[Id]) -> Vec<State> {
    let mut states = Vec::new();
    for id in ids {
        states.push(house.incidents.open(&analyst(1), *id).await.unwrap().incident.state);
    }
    states
}

on_both_engines! {
    async fn what_would_be_done_is_shown_and_then_done_to_all(database) {
        let house = House::new(database).await;
        let one = house.declare(&[]).await.incident;
        let two = house.declare_at(PARIS, &[]).await.incident;
        let taken = house.declared_in(State::Taken).await.incident;
        let chosen = [two, one, two, taken];
        let outlooks = house.incidents.outlook(&analyst(1), &chosen, Command::Take).await.unwrap();
        let nexts: Vec<_> = outlooks.iter().map(|outlook| (outlook.incident.id, outlook.next)).collect();
        assert_eq!(nexts, [(two, Some(State::Taken)), (one, Some(State::Taken)), (taken, None)]);

        let both = seen(&house, &[one, two]).await;
        assert_eq!(house.incidents.advance_together(&analyst(1), &both, Command::Take, "").await.unwrap(), 2);
        assert_eq!(states(&house, &[one, two]).await, [State::Taken; 2]);
        for id in [one, two] {
            let view = house.incidents.open(&analyst(1), id).await.unwrap();
            assert_eq!(view.journal.iter().filter(|entry| entry.kind == "take").count(), 1);
        }
    }

    async fn abuse_a05_one_that_is_out_of_reach_or_cannot_refuses_all(database) {
        let house = House::new(database).await;
        let (here, there) = (house.declare_at(RENNES, &[]).await.incident, house.declare_at(PARIS, &[]).await.incident);
        let both = seen(&house, &[here, there]).await;
        // Who handles one region, and who only reads.
        for caller in [staff(9, Role::Analyst, &["53"]), ars("53")] {
            for ids in [vec![here, there], vec![there], vec![here, Id::from_random([7; 16])]] {
                assert!(house.incidents.outlook(&caller, &ids, Command::Take).await.is_err());
                let seen: Vec<_> = ids.iter().map(|id| (*id, 1)).collect();
                assert!(house.incidents.advance_together(&caller, &seen, Command::Take, "").await.is_err());
            }
        }
        assert_eq!(states(&house, &[here, there]).await, [State::Declared; 2]);

        // One that somebody else took meanwhile, and one that cannot go there.
        house.command(there, Command::Take).await.unwrap();
        let refused = house.incidents.advance_together(&analyst(1), &both, Command::Take, "").await;
        assert_eq!(code(refused), "incident-changed");
        let again = seen(&house, &[here, there]).await;
        assert_eq!(code(house.incidents.advance_together(&analyst(1), &again, Command::Take, "").await), "not-from-there");
        assert_eq!(states(&house, &[here, there]).await, [State::Declared, State::Taken]);
    }

    async fn what_is_chosen_is_bounded_and_a_reason_is_asked_for(database) {
        let house = House::new(database).await;
        let one = house.declared_in(State::Resolved).await.incident;
        let view = house.incidents.open(&analyst(1), one).await.unwrap();
        let seen = [(one, view.incident.revision)];
        let caller = analyst(1);
        let give = |seen: Vec<(Id, i64)>, command| {
            let (incidents, caller) = (house.incidents.clone(), caller.clone());
            async move { incidents.advance_together(&caller, &seen, command, " ").await }
        };
        assert_eq!(code(give(seen.to_vec(), Command::Close).await), "reason-required");
        assert_eq!(code(give(seen.to_vec(), Command::Qualify).await), "not-a-choice");
        assert_eq!(code(give(Vec::new(), Command::Take).await), "nothing-chosen");
        assert_eq!(code(give(vec![(one, 1); 51], Command::Take).await), "too-many");
    }

    async fn two_people_who_choose_the_same_do_not_wait_for_each_other(database) {
        let house = House::new(database).await;
        let mut ids = Vec::new();
        for _ in 0..6 { ids.push(house.declare(&[]).await.incident); }
        let seen = seen(&house, &ids).await;
        let turned: Vec<_> = seen.iter().rev().copied().collect();
        let (first, second) = (analyst(1), analyst(2));
        let (one, two) = tokio::join!(
            house.incidents.advance_together(&first, &seen, Command::Take, ""),
            house.incidents.advance_together(&second, &turned, Command::Take, "")
        );
        assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1, "one wins and the other is told");
        assert_eq!(states(&house, &ids).await, [State::Taken; 6]);
    }
}
