//! What the structure says after it has declared, and what the cell answers.

use access::Caller;
use incidents::rules::{Command, State};
use storage::on_both_engines;

use crate::house::{House, analyst, code};

async fn with_news(house: &House) -> usize {
    let filter = "nouvelles:oui";
    let listed = house.list(&analyst(1), filter, "", 10).await.unwrap().incidents.len();
    assert_eq!(house.incidents.counts(&analyst(1)).await.unwrap().news, i64::try_from(listed).unwrap());
    listed
}

on_both_engines! {
    async fn the_structure_writes_and_the_cell_answers(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[]).await;
        assert_eq!(with_news(&house).await, 0);
        house.declarations.message(&declared.caller, declared.declaration, "Que faire ?").await.unwrap();
        assert_eq!(with_news(&house).await, 1);
        house.incidents.answer(&analyst(1), &house.declarations, declared.incident, "Isolez le serveur.").await.unwrap();
        assert_eq!(with_news(&house).await, 0);
        house.database.clock.advance(incidents::WAIT);
        let view = house.declarations.view(&declared.caller, declared.declaration).await.unwrap();
        let said: Vec<_> = view.messages.iter().map(|m| (m.from_cell, m.body.as_str())).collect();
        assert_eq!(said, [(false, "Que faire ?"), (true, "Isolez le serveur.")]);
        let steps: Vec<_> = house.view(declared.incident).await.journal.into_iter().map(|e| (e.kind, e.author)).collect();
        assert_eq!(steps[0], ("answered".to_owned(), "Alix Exemple 1".to_owned()));
        assert_eq!(steps[1], ("wrote".to_owned(), "vigie".to_owned()));
    }

    /// What is committed late, under an earlier moment than what was seen, is seen as well.
    async fn any_change_stirs_and_nothing_else_does(database) {
        let house = House::new(database).await;
        let (incidents, clock) = (&house.incidents, &house.database.clock);
        let mut before = incidents.stirred().await.unwrap();
        assert_eq!(incidents.stirred().await.unwrap(), before);
        let first = house.declare(&[]).await;
        let mut stirs = async |what: &str| {
            let now = incidents.stirred().await.unwrap();
            assert_ne!(std::mem::replace(&mut before, now), now, "{what}");
        };
        stirs("declared").await;
        let second = house.declare(&[]).await;
        stirs("another, in the same moment").await;
        clock.advance(-5);
        house.amend(&first, &[("care", "actual")]).await;
        stirs("corrected, before what was seen").await;
        clock.advance(5);
        house.command(second.incident, Command::Take).await.unwrap();
        stirs("taken").await;
        let seen = incidents.stirred().await.unwrap();
        incidents.open(&analyst(1), first.incident).await.unwrap();
        assert_eq!(incidents.stirred().await.unwrap(), seen, "read");
        clock.advance(600);
        stirs("long ago").await;
    }

    async fn an_empty_answer_or_note_is_refused_and_leaves_nothing(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[]).await;
        let (incidents, id) = (&house.incidents, declared.incident);
        let endless = "x".repeat(10_001);
        for (text, refusal) in [("", "required"), (" \u{0}\n", "required"), (endless.as_str(), "too-long")] {
            assert_eq!(code(incidents.answer(&analyst(1), &house.declarations, id, text).await), refusal);
            assert_eq!(code(incidents.note(&analyst(1), id, text).await), refusal);
        }
        assert_eq!(house.view(id).await.journal.len(), 1);
        assert!(house.declarations.view(&analyst(1), declared.declaration).await.unwrap().messages.is_empty());
    }

    async fn a_correction_changes_the_proposal_until_a_person_has_confirmed(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[("care", "none")]).await;
        house.amend(&declared, &[("care", "actual")]).await;
        let incident = house.view(declared.incident).await.incident;
        assert_eq!((incident.criteria.join(" ").as_str(), incident.severity, incident.danger), ("C1", 4, true));
        house.command(declared.incident, Command::Take).await.unwrap();
        house.command(declared.incident, Command::Qualify).await.unwrap();
        house.amend(&declared, &[("care", "none")]).await;
        let view = house.view(declared.incident).await;
        assert_eq!((view.incident.criteria.join(" ").as_str(), view.incident.severity), ("C1", 4), "what a person confirmed stays");
        assert_eq!((view.incident.proposal.severity, view.incident.danger), (1, false), "and the new proposal is beside it");
        assert!(view.incident.news_at.is_some());
        assert_eq!((view.journal[0].kind.as_str(), view.journal[0].body.as_str()), ("amended", "3"));
    }

    async fn a_closed_incident_about_which_the_structure_writes_is_seen_again(database) {
        let house = House::new(database).await;
        for state in [State::Closed, State::OutOfScope] {
            let declared = house.declared_in(state).await;
            assert_eq!(with_news(&house).await, 0);
            house.declarations.message(&declared.caller, declared.declaration, "Cela recommence !").await.unwrap();
            assert_eq!(with_news(&house).await, 1, "{state:?}: nobody would see it otherwise");
            house.command(declared.incident, Command::Reopen).await.unwrap();
            assert_eq!(with_news(&house).await, 0);
            assert!(house.view(declared.incident).await.incident.state.is_open());
        }
    }

    async fn the_structure_says_that_it_is_over_where_the_cell_is_far_enough(database) {
        let house = House::new(database).await;
        for (from, to) in [
            (State::Declared, State::Declared),
            (State::Taken, State::Taken),
            (State::Qualified, State::Qualified),
            (State::Accompanied, State::Resolved),
            (State::Followed, State::Resolved),
            (State::Contained, State::Resolved),
            (State::Resolved, State::Resolved),
            (State::Closed, State::Closed),
            (State::OutOfScope, State::OutOfScope),
        ] {
            let declared = house.declared_in(from).await;
            house.declarations.say_resolved(&declared.caller, declared.declaration).await.unwrap();
            let view = house.view(declared.incident).await;
            assert_eq!(view.incident.state, to, "from {from:?}");
            assert!(view.incident.said_resolved_at.is_some() && view.incident.news_at.is_some(), "{from:?}");
            assert_eq!(view.journal[0].kind, "said-resolved");
        }
    }

    async fn a_draft_with_danger_that_stops_half_way_is_called_back_and_is_no_incident(database) {
        let house = House::new(database).await;
        let screen = crate::house::typed(&[("care", "potential"), ("declarant.phone", "06 39 98 12 34")]);
        let kept = house.declarations.draft_keep(&Caller::Nobody, None, vocabulary::Language::Fr, screen, "a").await.unwrap();
        house.database.clock.advance(601);
        let waiting = house.declarations.interrupted(&analyst(1)).await.unwrap();
        assert_eq!(waiting.iter().map(|draft| draft.id).collect::<Vec<_>>(), [kept.draft.id]);
        assert_eq!(house.incidents.counts(&analyst(1)).await.unwrap().open, 0);
        // Two people call back at once: one is told that it is done.
        let (first, second) = (analyst(1), analyst(2));
        let (one, other) = tokio::join!(
            house.declarations.interrupted_handled(&first, kept.draft.id),
            house.declarations.interrupted_handled(&second, kept.draft.id),
        );
        assert_eq!(i32::from(one.is_ok()) + i32::from(other.is_ok()), 1);
        assert!(house.declarations.interrupted(&analyst(1)).await.unwrap().is_empty());
        let trail = house.trail("draft", kept.draft.id).await;
        assert_eq!(trail.iter().filter(|entry| entry.action == "draft.called-back").count(), 1);
    }
}
