//! The life of an incident: what leads where, who may lead it, and what each step leaves behind.

use access::{Caller, Role};
use declarations::rules::Criterion;
use incidents::rules::{Command, Nis2, State};
use storage::on_both_engines;
use vocabulary::{Refused, Severity};

use crate::house::{House, analyst, code, refused, staff};

/// The life as it was designed: from each state, every command that leads on, and where. All others are refused.
const LIFE: [(State, &[(Command, State)]); 9] = {
    use Command as C;
    use State as S;
    [
        (S::Declared, &[(C::Take, S::Taken)]),
        (S::Taken, &[(C::Qualify, S::Qualified), (C::PutOutOfScope, S::OutOfScope)]),
        (
            S::Qualified,
            &[
                (C::Qualify, S::Qualified),
                (C::Accompany, S::Accompanied),
                (C::Follow, S::Followed),
                (C::PutOutOfScope, S::OutOfScope),
            ],
        ),
        (S::OutOfScope, &[(C::Reopen, S::Taken)]),
        (
            S::Accompanied,
            &[
                (C::Qualify, S::Accompanied),
                (C::Follow, S::Followed),
                (C::Contain, S::Contained),
                (C::Resolve, S::Resolved),
            ],
        ),
        (
            S::Followed,
            &[
                (C::Qualify, S::Followed),
                (C::Accompany, S::Accompanied),
                (C::Contain, S::Contained),
                (C::Resolve, S::Resolved),
            ],
        ),
        (S::Contained, &[(C::Qualify, S::Contained), (C::Resolve, S::Resolved)]),
        (S::Resolved, &[(C::Qualify, S::Resolved), (C::Close, S::Closed), (C::Reopen, S::Accompanied)]),
        (S::Closed, &[(C::Reopen, S::Accompanied)]),
    ]
};

/// Whether a refused command left everything as it was.
async fn refused_without_trace(house: &House, state: State, command: Command) {
    let declared = house.declared_in(state).await;
    let before = house.view(declared.incident).await;
    assert_eq!(
        code(house.command(declared.incident, command).await),
        "not-from-there",
        "{state:?} {command:?}"
    );
    let after = house.view(declared.incident).await;
    assert_eq!(after.incident.state, state, "{command:?}");
    assert_eq!(after.incident.revision, before.incident.revision, "{state:?} {command:?}");
    assert_eq!(after.journal.len(), before.journal.len(), "{state:?} {command:?}");
}

on_both_engines! {
    async fn every_command_from_every_state_leads_where_the_design_says_or_nowhere(database) {
        let house = House::new(database).await;
        for (state, allowed) in LIFE {
            for command in Command::ALL {
                // One facility declares no faster than this.
                house.database.clock.advance(120);
                let Some((_, next)) = allowed.iter().find(|(given, _)| *given == command) else {
                    refused_without_trace(&house, state, command).await;
                    continue;
                };
                let declared = house.declared_in(state).await;
                assert!(house.view(declared.incident).await.offered.contains(&command), "{state:?} {command:?}");
                house.command(declared.incident, command).await.unwrap();
                let view = house.view(declared.incident).await;
                assert_eq!(view.incident.state, *next, "{state:?} {command:?}");
                assert_eq!((view.journal[0].kind.as_str(), view.journal[0].author.as_str()), (command.code(), "Alix Exemple 1"));
            }
        }
    }

    async fn a_whole_life_is_told_in_the_journal_and_in_the_trail(database) {
        let house = House::new(database).await;
        let declared = house.declared_in(State::Closed).await;
        house.command(declared.incident, Command::Reopen).await.unwrap();
        let steps: Vec<String> = house.view(declared.incident).await.journal.into_iter().rev().map(|e| e.kind).collect();
        assert_eq!(steps, ["filed", "take", "qualify", "accompany", "resolve", "close", "reopen"]);
        let trail = house.trail("incident", declared.incident).await;
        let told: Vec<&str> = trail.iter().filter(|e| e.action == "incident.advanced").map(|e| e.actor.as_str()).collect();
        assert_eq!((told.len(), told.iter().all(|actor| *actor == analyst(1).trace())), (6, true));
        assert!(house.trail_is_sound().await);
    }

    async fn only_the_cell_leads_an_incident(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[]).await;
        let incidents = &house.incidents;
        let (id, severity) = (declared.incident, Severity::new(1).unwrap());
        for role in Role::ALL.into_iter().filter(|role| !matches!(role, Role::Analyst | Role::Lead)) {
            let caller = staff(7, role, &[]);
            let tries = [
                incidents.advance(&caller, id, Command::Take, "", 1).await,
                incidents.qualify(&caller, id, &[], severity, "", 1).await,
                incidents.note(&caller, id, "Appelé.").await,
                incidents.answer(&caller, &house.declarations, id, "Bonjour.").await,
            ];
            for (number, tried) in tries.into_iter().enumerate() {
                assert_eq!(refused(tried), Refused::Forbidden, "abuse A13: {role:?} {number}");
            }
            let reads = matches!(role, Role::Ars | Role::Fssi | Role::Corruss);
            assert_eq!(incidents.open(&caller, id).await.is_ok(), reads, "{role:?}");
        }
        let view = house.view(id).await;
        assert_eq!((view.incident.state, view.incident.revision, view.journal.len()), (State::Declared, 1, 1));
        for caller in [Caller::Nobody, declared.caller.clone()] {
            assert_eq!(refused(incidents.advance(&caller, id, Command::Take, "", 1).await), Refused::SignInFirst);
            assert_eq!(refused(incidents.open(&caller, id).await), Refused::SignInFirst);
        }
        for role in [Role::Analyst, Role::Lead] {
            let caller = staff(8, role, &[]);
            let id = house.declare(&[]).await.incident;
            incidents.advance(&caller, id, Command::Take, "", 1).await.unwrap();
            incidents.qualify(&caller, id, &[], severity, "", 2).await.unwrap();
            incidents.note(&caller, id, "Appelé.").await.unwrap();
            incidents.answer(&caller, &house.declarations, id, "Bonjour.").await.unwrap();
        }
    }

    async fn a_token_limited_to_reading_leads_nothing(database) {
        let house = House::new(database).await;
        let id = house.declare(&[]).await.incident;
        let Caller::Person(mut person) = analyst(1) else { unreachable!() };
        person.limited_to = Some([access::Permission::IncidentRead].into());
        let token = Caller::Person(person);
        assert_eq!(refused(house.incidents.advance(&token, id, Command::Take, "", 1).await), Refused::Forbidden);
        let view = house.incidents.open(&token, id).await.unwrap();
        assert!(view.offered.is_empty() && view.journal.is_empty());
    }

    async fn taking_in_charge_names_who_has_it(database) {
        let house = House::new(database).await;
        let id = house.declare(&[]).await.incident;
        house.incidents.advance(&analyst(2), id, Command::Take, "", 1).await.unwrap();
        let incident = house.view(id).await.incident;
        assert_eq!(incident.owner, analyst(2).person().map(|person| person.account));
        assert_eq!(incident.owner_name.as_deref(), Some("Alix Exemple 2"));
    }

    async fn what_ends_or_begins_again_says_why(database) {
        let house = House::new(database).await;
        for (state, command) in [
            (State::Taken, Command::PutOutOfScope),
            (State::Resolved, Command::Close),
            (State::Resolved, Command::Reopen),
            (State::Closed, Command::Reopen),
            (State::OutOfScope, Command::Reopen),
        ] {
            let id = house.declared_in(state).await.incident;
            let seen = house.view(id).await.incident.revision;
            for empty in ["", "  \n", "\u{0}\u{202e}"] {
                let tried = house.incidents.advance(&analyst(1), id, command, empty, seen).await;
                assert_eq!(code(tried), "reason-required", "{state:?} {command:?} {empty:?}");
            }
            house.incidents.advance(&analyst(1), id, command, "  Erreur de saisie. ", seen).await.unwrap();
            assert_eq!(house.view(id).await.journal[0].body, "Erreur de saisie.");
        }
    }

    async fn the_proposal_shows_each_criterion_with_its_facts_under_both_rule_sets(database) {
        let house = House::new(database).await;
        for (rule_set, facts, criteria, grave, significant) in [
            ("2022", ("others_at_risk", "yes"), "C5", true, true),
            ("2017", ("others_at_risk", "yes"), "C5", false, true),
            ("2022", ("care", "actual"), "C1", true, false),
            ("2017", ("care", "actual"), "C1", true, false),
            ("2022", ("care", "none"), "", false, false),
            ("2017", ("care", "none"), "", false, false),
        ] {
            let house = house.under(rule_set, Nis2::Nobody).await;
            let incident = house.view(house.declare(&[facts]).await.incident).await.incident;
            assert_eq!(incident.proposal.rule_set, rule_set);
            assert_eq!(incident.criteria.join(" "), criteria, "{rule_set} {facts:?}");
            assert_eq!((incident.grave, incident.significant), (grave, significant), "{rule_set} {facts:?}");
            for fired in &incident.proposal.criteria {
                let shown: Vec<_> = fired.facts.iter().map(|fact| (fact.field.as_str(), fact.value.as_str())).collect();
                assert_eq!(shown, [facts], "{rule_set}");
            }
            assert_eq!(incident.confirmed_by, None, "a person has yet to confirm");
        }
    }

    async fn a_confirmation_needs_no_reason_and_a_correction_does(database) {
        let house = House::new(database).await;
        let id = house.declare(&[("care", "actual")]).await.incident;
        house.command(id, Command::Take).await.unwrap();
        let four = Severity::new(4).unwrap();
        let two = Severity::new(2).unwrap();
        let qualify = |criteria: &'static [Criterion], severity, reason: &'static str| {
            let incidents = house.incidents.clone();
            async move { incidents.qualify(&analyst(1), id, criteria, severity, reason, 2).await }
        };
        assert_eq!(code(qualify(&[], four, "").await), "reason-required", "a criterion less");
        assert_eq!(code(qualify(&[Criterion::C1], two, " ").await), "reason-required", "another severity");
        assert_eq!(code(qualify(&[Criterion::C1, Criterion::C4], four, "").await), "reason-required", "a criterion more");
        qualify(&[Criterion::C1], four, "").await.unwrap();
        let seen = house.view(id).await.incident;
        assert_eq!((seen.criteria.join(" ").as_str(), seen.severity, seen.significant), ("C1", 4, false));
        assert_eq!(seen.confirmed_by.as_deref(), Some("Alix Exemple 1"));
        let corrected = [Criterion::C4, Criterion::C1, Criterion::C4];
        house.incidents.qualify(&analyst(2), id, &corrected, two, "Appel du RSSI", seen.revision).await.unwrap();
        let view = house.view(id).await;
        let now = &view.incident;
        assert_eq!((now.criteria.join(" ").as_str(), now.severity, now.significant), ("C1 C4", 2, true));
        assert_eq!(now.confirmed_by.as_deref(), Some("Alix Exemple 2"));
        assert_eq!((view.journal[0].kind.as_str(), view.journal[0].body.as_str()), ("qualify", "Appel du RSSI"));
    }

    async fn a_qualification_is_weighed_by_the_rules_under_which_it_was_declared(database) {
        let new = House::new(database).await;
        let old = new.under("2017", Nis2::Nobody).await;
        let id = old.declare(&[("others_at_risk", "yes")]).await.incident;
        new.command(id, Command::Take).await.unwrap();
        new.command(id, Command::Qualify).await.unwrap();
        let incident = new.view(id).await.incident;
        assert!(!incident.grave && incident.significant, "under 2017, C5 alone is not grave");
    }

    async fn qualifying_goes_through_its_own_door(database) {
        let house = House::new(database).await;
        let id = house.declared_in(State::Taken).await.incident;
        assert_eq!(code(house.incidents.advance(&analyst(1), id, Command::Qualify, "x", 2).await), "not-from-there");
    }

    async fn a_house_with_an_unknown_rule_set_files_nothing_rather_than_under_another_law(database) {
        let house = House::new(database).await.under("2021", Nis2::Nobody).await;
        let failed = house.try_declare(&[("facility", crate::house::RENNES)]).await.err().unwrap();
        assert!(failed.to_string().contains("2021"), "{failed}");
        assert!(house.list(&analyst(1), "", "", 10).await.unwrap().incidents.is_empty());
    }
}
