//! The same incident told twice: attached, read, and given back as it was.

use access::Role;
use incidents::rules::{Command, State};
use storage::on_both_engines;
use vocabulary::{Id, Refused};

use crate::house::{Declared, House, PARIS, RENNES, analyst, ars, code, refused, staff};

/// Attaches one to another, as it is.
async fn attach(house: &House, duplicate: &Declared, kept: &Declared) {
    let seen = house.view(duplicate.incident).await.incident.revision;
    let reason = "Même panne, deux déclarants";
    house.incidents.attach(&analyst(1), (duplicate.incident, seen), kept.incident, reason).await.unwrap();
}

on_both_engines! {
    async fn nothing_is_lost_and_one_press_gives_back_what_was(database) {
        let house = House::new(database).await;
        let kept = house.declared_in(State::Taken).await;
        let duplicate = house.declared_in(State::Taken).await;
        let before = house.view(duplicate.incident).await;
        let counted = house.incidents.counts(&analyst(1)).await.unwrap();
        attach(&house, &duplicate, &kept).await;

        let view = house.view(duplicate.incident).await;
        assert_eq!((view.incident.state, view.incident.next_due.clone()), (State::Attached, None));
        assert!(view.offered.is_empty());
        assert_eq!(view.journal.len(), before.journal.len() + 1, "no line of the journal is gone");
        let declared = house.declarations.view(&duplicate.caller, duplicate.declaration).await.unwrap();
        assert_eq!(declared.versions.len(), 1);
        assert_eq!(house.incidents.counts(&analyst(1)).await.unwrap().open, counted.open - 1, "counted once");
        let family = house.incidents.family(&analyst(1), kept.incident).await.unwrap();
        assert_eq!(family.duplicates[0].incident.id, duplicate.incident);
        assert_eq!(family.duplicates[0].tie.reason, "Même panne, deux déclarants");
        let family = house.incidents.family(&analyst(1), duplicate.incident).await.unwrap();
        assert_eq!(family.kept.unwrap().id, kept.incident);

        house.incidents.detach(&analyst(1), duplicate.incident).await.unwrap();
        let after = house.view(duplicate.incident).await;
        assert_eq!(after.incident.state, State::Taken);
        assert_eq!(after.incident.next_due, before.incident.next_due);
        let clocks = |view: &incidents::IncidentView| -> Vec<_> {
            view.clocks.iter().map(|clock| (clock.kind.clone(), clock.due, clock.met_at)).collect()
        };
        assert_eq!(clocks(&after), clocks(&before));
        assert_eq!(house.incidents.counts(&analyst(1)).await.unwrap(), counted);
        assert_eq!(code(house.incidents.detach(&analyst(1), duplicate.incident).await), "duplicate-not");
        for declared in [&kept, &duplicate] {
            let actions: Vec<String> = house.trail("incident", declared.incident).await.into_iter().map(|entry| entry.action).collect();
            for action in ["incident.merged", "incident.unmerged"] {
                assert_eq!(actions.iter().filter(|done| *done == action).count(), 1, "{action}");
            }
        }
        assert!(house.trail_is_sound().await);
    }

    async fn both_declarants_still_write_and_are_answered(database) {
        let house = House::new(database).await;
        let (kept, duplicate) = (house.declare(&[]).await, house.declare(&[]).await);
        attach(&house, &duplicate, &kept).await;
        house.declarations.message(&duplicate.caller, duplicate.declaration, "Du nouveau.").await.unwrap();
        assert!(house.view(duplicate.incident).await.incident.news_at.is_none());
        let view = house.view(kept.incident).await;
        assert!(view.incident.news_at.is_some(), "the news is where the cell reads");
        assert_eq!(view.journal[0].kind, "duplicate-news");
        house.incidents.answer(&analyst(1), &house.declarations, duplicate.incident, "Bien reçu.").await.unwrap();
        house.database.clock.advance(incidents::WAIT);
        let followed = house.declarations.view(&duplicate.caller, duplicate.declaration).await.unwrap();
        assert_eq!(followed.messages.len(), 2);
        let own = house.incidents.of_declaration(&duplicate.caller, duplicate.declaration).await.unwrap();
        assert_eq!(own.incident.state, State::Attached);
        // What was said meanwhile is news again on the day on which it is attached no more.
        house.incidents.detach(&analyst(1), duplicate.incident).await.unwrap();
        assert!(house.view(duplicate.incident).await.incident.news_at.is_some());
    }

    async fn what_cannot_be_attached_says_why(database) {
        let house = House::new(database).await;
        let (kept, duplicate, third) = (house.declare(&[]).await, house.declare(&[]).await, house.declare(&[]).await);
        let tried = async |one: &Declared, other: &Declared, reason: &str| {
            let seen = house.view(one.incident).await.incident.revision;
            code(house.incidents.attach(&analyst(1), (one.incident, seen), other.incident, reason).await)
        };
        assert_eq!(tried(&duplicate, &duplicate, "x").await, "duplicate-itself");
        assert_eq!(tried(&duplicate, &kept, " ").await, "reason-required");
        attach(&house, &duplicate, &kept).await;
        assert_eq!(tried(&duplicate, &third, "x").await, "duplicate-already");
        assert_eq!(tried(&third, &duplicate, "x").await, "duplicate-of-duplicate");
        assert_eq!(tried(&kept, &third, "x").await, "duplicate-has-own");
        let stale = house.incidents.attach(&analyst(1), (third.incident, 99), kept.incident, "x").await;
        assert_eq!(code(stale), "incident-changed");
        let taken = house.incidents.advance(&analyst(1), duplicate.incident, Command::Reopen, "x", 2).await;
        assert_eq!(code(taken), "not-from-there");
    }

    async fn abuse_a01_a_duplicate_elsewhere_has_no_name(database) {
        let house = House::new(database).await;
        let (here, there) = (house.declare_at(RENNES, &[]).await, house.declare_at(PARIS, &[]).await);
        for caller in [ars("53"), staff(9, Role::Analyst, &["53"])] {
            let attached = house.incidents.attach(&caller, (there.incident, 1), here.incident, "x").await;
            assert!(matches!(refused(attached), Refused::NotFound | Refused::Forbidden));
        }
        let reference = house.view(here.incident).await.incident.reference;
        attach(&house, &there, &here).await;
        let family = house.incidents.family(&ars("53"), here.incident).await.unwrap();
        assert!(family.duplicates.is_empty());
        let family = house.incidents.family(&ars("11"), there.incident).await.unwrap();
        assert!(family.tie.is_some() && family.kept.is_none());
        let journal = house.incidents.open(&staff(9, Role::Analyst, &["11"]), there.incident).await.unwrap().journal;
        assert!(journal.iter().all(|line| !line.body.contains(&reference)));
        assert!(house.incidents.family(&ars("11"), here.incident).await.is_err());
        let detached = house.incidents.detach(&staff(9, Role::Analyst, &["11"]), there.incident).await;
        assert_eq!(refused(detached), Refused::NotFound);
        assert_eq!(refused(house.incidents.detach(&analyst(1), Id::from_random([9; 16])).await), Refused::NotFound);
    }
}
