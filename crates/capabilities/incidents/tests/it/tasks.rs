//! What is to be done: out of the playbook, or written beside a message.

use access::Role;
use incidents::{Audience, NewTask, Playbook, Writing};
use storage::on_both_engines;
use vocabulary::{Id, Refused};

use crate::house::{House, analyst, at, code, refused, staff};

on_both_engines! {
    async fn a_playbook_is_added_once_whole_or_by_steps(database) {
        let house = House::new(database).await;
        let id = house.declare(&[("kind", "ransom")]).await.incident;
        let steps = Playbook::of("ransom");
        let one = vec![steps[1].0.clone()];
        assert_eq!(house.incidents.play(&analyst(1), id, &one).await.unwrap(), 1);
        assert_eq!(house.incidents.play(&analyst(1), id, &[]).await.unwrap(), steps.len() - 1);
        let (first, second) = (analyst(1), analyst(2));
        let (one, other) = tokio::join!(house.incidents.play(&first, id, &[]), house.incidents.play(&second, id, &[]));
        assert_eq!((one.unwrap(), other.unwrap()), (0, 0), "a step is there once");
        let view = house.view(id).await;
        assert_eq!((view.tasks.len(), view.tasks[0].due), (steps.len(), Some(at("2026-03-10T10:00:00Z"))));
        assert_eq!(code(house.incidents.play(&analyst(1), id, &["nothing".to_owned()]).await), "not-a-choice");
    }

    async fn a_task_is_done_and_undone_by_somebody_and_late_when_it_is(database) {
        let house = House::new(database).await;
        let id = house.declare(&[]).await.incident;
        let task = NewTask { hours: Some(4), assignee: " Astreinte ".to_owned(), ..NewTask::default() };
        let writing = Writing { audience: Audience::Cell, body: "Rappeler la DSI.", task: Some(task) };
        house.incidents.write(&analyst(1), &house.declarations, id, writing).await.unwrap();
        let task = house.view(id).await.tasks.remove(0);
        assert_eq!((task.title.as_str(), task.assignee.as_str(), task.created_by.as_str()), ("Rappeler la DSI.", "Astreinte", "Alix Exemple 1"));
        let now = at("2026-03-10T09:00:00Z");
        assert!(!task.is_late(now.plus_seconds(4 * 3600)) && task.is_late(now.plus_seconds(4 * 3600 + 1)));
        let done = async |number, done| house.incidents.task_done(&analyst(number), id, task.id, done).await;
        done(2, true).await.unwrap();
        assert_eq!(code(done(1, true).await), "task-changed");
        assert_eq!(house.view(id).await.tasks[0].done, Some((now, "Alix Exemple 2".to_owned())));
        done(1, false).await.unwrap();
        assert_eq!(house.view(id).await.tasks[0].done, None);
        let other = house.declare(&[]).await.incident;
        assert_eq!(refused(house.incidents.task_done(&analyst(1), other, task.id, true).await), Refused::NotFound);
        assert_eq!(refused(house.incidents.task_done(&staff(7, Role::Ars, &["53"]), id, task.id, true).await), Refused::Forbidden);
        assert_eq!(refused(house.incidents.task_done(&analyst(1), id, Id::from_random([9; 16]), true).await), Refused::NotFound);
        let told: Vec<_> = house.trail("incident", id).await.into_iter().filter(|e| e.action.starts_with("incident.task")).map(|e| e.action).collect();
        assert_eq!(told, ["incident.task-done", "incident.task-reopened"]);
    }

    async fn what_is_too_long_or_no_choice_is_refused_and_leaves_nothing(database) {
        let house = House::new(database).await;
        let id = house.declare(&[]).await.incident;
        for (assignee, hours, refusal) in [("x".repeat(121), None, "too-long"), (String::new(), Some(0), "not-a-choice"), (String::new(), Some(i64::MAX), "not-a-choice")] {
            let task = NewTask { assignee, hours, ..NewTask::default() };
            let writing = Writing { audience: Audience::Facility, body: "x", task: Some(task) };
            assert_eq!(code(house.incidents.write(&analyst(1), &house.declarations, id, writing).await), refusal);
        }
        let view = house.view(id).await;
        assert!(view.tasks.is_empty() && view.journal.len() == 1);
    }
}
