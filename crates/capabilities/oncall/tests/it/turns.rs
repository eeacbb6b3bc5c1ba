//! The calendar, as the lead writes it.

use oncall::NewTurn;
use storage::on_both_engines;
use vocabulary::Refused;

use crate::house::{House, analyst, ars, at, cell, code, refused, turn};

on_both_engines! {
    async fn a_month_shows_who_is_there_and_in_words_when_nobody_is(database) {
        let house = House::new(database).await;
        let (lead, people) = cell(&house).await;
        let oncall = &house.oncall;
        oncall.turn_add(&lead, &turn(&people[0], "1", "1/12/2026", "23/12/2026")).await.unwrap();
        oncall.turn_add(&lead, &turn(&people[1], "2", "2026-12-22", "2026-12-23")).await.unwrap();
        oncall.turn_add(&lead, &turn(&people[2], "1", "2026-12-25", "2027-01-03")).await.unwrap();
        let month = oncall.month(&analyst(), "2026-12-10".parse().unwrap()).await.unwrap();
        assert_eq!((month.days.len(), month.turns.len()), (31, 3));
        let day = |number: usize| month.days[number - 1].people.clone();
        assert_eq!(day(22), ["une", "deux", ""]);
        assert_eq!(day(31), ["trois", "", ""]);
        assert!(!month.days[24].worked && month.days[23].worked);
        assert_eq!(month.gaps.len(), 1);
        assert_eq!(month.gaps[0].from, at("2026-12-24T18:00:00+01:00"));
        assert_eq!(month.gaps[0].until, at("2026-12-25T09:00:00+01:00"));
        assert!(month.people.is_empty(), "who may not write is offered nobody");
        let names: Vec<String> = oncall.month(&lead, "2026-12-10".parse().unwrap()).await.unwrap()
            .people.into_iter().map(|contact| contact.name).collect();
        assert_eq!(names, ["deux", "responsable", "trois", "une"]);

        // Replaced for one night, then cancelled.
        let swap = turn(&people[2], "1", "2026-12-10", "");
        assert_eq!(code(oncall.turn_add(&lead, &swap).await), "turn-taken");
        oncall.turn_add(&lead, &NewTurn { replace: true, ..swap }).await.unwrap();
        let month = oncall.month(&lead, "2026-12-10".parse().unwrap()).await.unwrap();
        let first: Vec<&str> = month.days[8..11].iter().map(|day| day.people[0].as_str()).collect();
        assert_eq!(first, ["une", "trois", "une"]);
        let swapped = month.turns.iter().find(|w| w.name == "trois" && w.turn.span.from.day() == 10).unwrap();
        oncall.turn_cancel(&lead, swapped.turn.id.unwrap()).await.unwrap();
        assert_eq!(refused(oncall.turn_cancel(&lead, swapped.turn.id.unwrap()).await), Refused::NotFound);
        let month = oncall.month(&lead, "2026-12-10".parse().unwrap()).await.unwrap();
        assert_eq!((month.days[9].people[0].as_str(), month.gaps.len()), ("", 2));
    }

    async fn what_cannot_be_written_down_is_said_and_who_may_not_is_refused(database) {
        let house = House::new(database).await;
        let (lead, people) = cell(&house).await;
        let oncall = &house.oncall;
        for (new, expected) in [
            (turn(&people[0], "1", "", ""), "required"),
            (turn(&people[0], "1", "bientôt", ""), "day-unreadable"),
            (turn(&people[0], "4", "1/12", ""), "not-a-choice"),
            (turn(&people[0], "1", "2/12/2026", "1/12/2026"), "turn-backwards"),
            (turn(&people[0], "1", "1/12/2026", "1/12/2028"), "turn-too-long"),
            (turn(&analyst(), "1", "1/12", ""), "not-a-choice"),
        ] {
            assert_eq!(code(oncall.turn_add(&lead, &new).await), expected, "{new:?}");
        }
        let new = turn(&people[0], "1", "1/12", "");
        assert_eq!(refused(oncall.turn_add(&people[0], &new).await), Refused::Forbidden);
        assert_eq!(refused(oncall.month(&ars(), "2026-12-10".parse().unwrap()).await), Refused::Forbidden);
    }
}
