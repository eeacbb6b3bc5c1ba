//! Handing over: what is still promised, in what is shown and in what is kept.

use access::Caller;
use incidents::{Audience, NewTask, Writing, rules::Command};
use storage::on_both_engines;
use vocabulary::{Id, Refused};

use crate::house::{House, analyst, analyst_elsewhere, at, code, refused};

/// Something to do within so many hours; none when nothing presses.
async fn task(house: &House, incident: Id, title: &str, hours: Option<i64>) {
    let task = NewTask { hours, assignee: "Équipe de nuit".to_owned(), ..NewTask::default() };
    let writing = Writing { audience: Audience::Cell, body: title, task: Some(task) };
    house.incidents.write(&analyst(), &house.declarations, incident, writing).await.unwrap();
}

on_both_engines! {
    async fn what_is_to_be_done_is_handed_over_late_first_and_an_exercise_in_no_figure(database) {
        let house = House::new(database).await;
        let now = house.desk.now();
        let real = house.incident(&house.declare(&[]).await).await;
        let played = house.incident(&house.declare(&[]).await).await;
        for (title, hours) in [("Rappeler la DSI", Some(5)), ("Demander les journaux", Some(1)), ("Relire", None), ("Clore", Some(400))] {
            task(&house, real, title, hours).await;
        }
        task(&house, played, "Jouer l’appel", Some(1)).await;
        let revision = house.incidents.open(&analyst(), played).await.unwrap().incident.revision;
        house.incidents.mark_exercise(&analyst(), &house.declarations, (played, revision), true, "Exercice").await.unwrap();
        house.database.clock.advance(2 * 3600);
        let standing = house.oncall.standing(&analyst(), now).await.unwrap();
        let listed: Vec<_> = standing.tasks.listed.iter().map(|t| (t.title.as_str(), t.incident, t.exercise)).collect();
        let expected = [("Demander les journaux", real, false), ("Jouer l’appel", played, true), ("Rappeler la DSI", real, false)];
        let mut sorted = listed.clone();
        sorted[..2].sort_unstable();
        assert_eq!(sorted, expected);
        assert!(standing.tasks.listed.iter().all(|t| t.assignee == "Équipe de nuit"));
        let owed = standing.picture.tasks.unwrap();
        assert_eq!((owed.late, owed.soon, owed.later), (1, 1, 2));
        assert_eq!(owed.until, at("2026-03-11T09:00:00+01:00"));

        // What is closed keeps references and counts, and no word of what is to be done.
        house.oncall.handover_close(&analyst(), "À suivre").await.unwrap();
        let kept = house.oncall.handovers(&analyst()).await.unwrap().remove(0);
        assert_eq!(kept.picture.tasks, Some(owed));
        let part = |name: &str| {
            let (_, named) = kept.picture.parts.iter().find(|(part, _)| part == name).unwrap();
            let mut named: Vec<_> = named.iter().map(|named| (named.incident, named.exercise)).collect();
            named.sort_by_key(|(_, exercise)| *exercise);
            named
        };
        assert_eq!(part("tasks-late"), [(real, false), (played, true)]);
        assert_eq!(part("tasks-soon"), [(real, false)]);
        assert!(!format!("{:?}", kept.picture).contains("journaux"));
        assert_eq!(code(house.oncall.handover_sign(&analyst(), kept.id).await), "handover-own");
    }

    async fn what_is_done_or_closed_is_owed_no_more(database) {
        let house = House::new(database).await;
        let incident = house.incident(&house.declare(&[]).await).await;
        task(&house, incident, "Rappeler", Some(1)).await;
        task(&house, incident, "Relire", Some(1)).await;
        let first = house.incidents.open(&analyst(), incident).await.unwrap().tasks.remove(0).id;
        house.incidents.task_done(&analyst(), incident, first, true).await.unwrap();
        let owed = async || house.oncall.standing(&analyst(), house.desk.now()).await.unwrap().picture.tasks.unwrap();
        assert_eq!(owed().await.soon, 1);
        for command in [Command::Take, Command::PutOutOfScope] {
            let seen = house.incidents.open(&analyst(), incident).await.unwrap().incident.revision;
            house.incidents.advance(&analyst(), incident, command, "Sans suite", seen).await.unwrap();
        }
        assert_eq!(owed().await.soon, 0);
    }

    async fn abuse_a01_tasks_elsewhere_are_neither_listed_nor_counted(database) {
        let house = House::new(database).await;
        let incident = house.incident(&house.declare(&[]).await).await;
        task(&house, incident, "Rappeler", Some(1)).await;
        let elsewhere = analyst_elsewhere();
        let standing = house.oncall.standing(&elsewhere, house.desk.now()).await.unwrap();
        let owed = standing.picture.tasks.unwrap();
        assert!(standing.tasks.listed.is_empty() && (owed.late, owed.soon, owed.later) == (0, 0, 0));
        assert!(standing.picture.parts.iter().all(|(_, named)| named.is_empty()));
        assert_eq!(refused(house.oncall.handover_close(&elsewhere, "x").await), Refused::NotFound);
        assert_eq!(refused(house.oncall.standing(&Caller::Nobody, house.desk.now()).await), Refused::SignInFirst);
    }
}
