//! Promises to call somebody back.

use oncall::{NewCallBack, rules::Outcome};
use storage::on_both_engines;
use vocabulary::Refused;

use crate::house::{House, account, analyst, analyst_elsewhere, at, cell, code, refused};

fn promise(moment: &str) -> NewCallBack {
    NewCallBack {
        name: "Dominique Modèle".to_owned(),
        phone: "01 99 00 12 34".to_owned(),
        moment: moment.to_owned(),
        ..NewCallBack::default()
    }
}

on_both_engines! {
    async fn who_asks_to_be_called_is_listed_and_what_was_promised_too_late_ones_first(database) {
        let house = House::new(database).await;
        let (_, on) = cell(&house).await;
        let filed = house.declare(&[("help", "call")]).await;
        let incident = house.incident(&filed).await;
        let caller = account(&on[0]).to_string();
        let about = NewCallBack { incident: Some(incident), caller, ..promise("dans 2 h") };
        let id = house.oncall.promise(&on[1], &about).await.unwrap();
        house.oncall.promise(&on[1], &promise("demain 9h")).await.unwrap();
        let listed = house.oncall.call_backs(&analyst()).await.unwrap();
        let names: Vec<_> = listed.iter().map(|c| (c.name.as_str(), c.caller_name.as_str(), c.created_by.as_str())).collect();
        assert_eq!(names, [("Camille Fictif", "", ""), ("Dominique Modèle", "une", "deux"), ("Dominique Modèle", "", "deux")]);
        assert_eq!(listed[2].due_at, at("2026-03-11T09:00:00+01:00"));
        assert_eq!(house.oncall.call_backs_count(&analyst()).await.unwrap(), 3);
        assert_eq!(house.oncall.call_backs_of(&analyst(), incident).await.unwrap().len(), 2);

        house.oncall.postpone(&on[0], listed[0].id, "demain 10h").await.unwrap();
        let after = house.oncall.call_backs(&analyst()).await.unwrap();
        assert_eq!((after[2].id, after[2].postponed), (listed[0].id, 1));
        house.oncall.call_back_done(&on[0], id, Outcome::NoAnswer, "Répondeur").await.unwrap();
        assert_eq!(code(house.oncall.call_back_done(&on[0], id, Outcome::Reached, "").await), "called-back-already");
        assert_eq!(code(house.oncall.postpone(&on[0], id, "demain 9h").await), "called-back-already");
        let done = house.oncall.called_back_since(&analyst(), at("2026-03-10T00:00:00Z")).await.unwrap();
        assert_eq!((done[0].outcome.as_str(), done[0].note.as_str(), done[0].done_by.as_str()), ("no-answer", "Répondeur", "une"));
        assert_eq!(house.journal(incident).await, ["filed", "call-back-promised", "call-back-no-answer"]);
    }

    async fn what_cannot_be_promised_is_said(database) {
        let house = House::new(database).await;
        cell(&house).await;
        for (new, expected) in [
            (promise(""), "required"),
            (promise("hier"), "promise-unreadable"),
            (NewCallBack { name: " ".to_owned(), ..promise("14h") }, "required"),
            (NewCallBack { phone: "appelez".to_owned(), ..promise("14h") }, "phone-unreadable"),
            (NewCallBack { caller: "personne".to_owned(), ..promise("14h") }, "not-a-choice"),
            (NewCallBack { about: "a".repeat(501), ..promise("14h") }, "too-long"),
        ] {
            assert_eq!(code(house.oncall.promise(&analyst(), &new).await), expected, "{new:?}");
        }
    }

    async fn abuse_a01_the_promise_to_somebody_elsewhere_does_not_exist(database) {
        let house = House::new(database).await;
        let incident = house.incident(&house.declare(&[("help", "call")]).await).await;
        let there = house.oncall.call_backs(&analyst()).await.unwrap().remove(0);
        let elsewhere = analyst_elsewhere();
        assert!(house.oncall.call_backs(&elsewhere).await.unwrap().is_empty());
        let done = house.oncall.call_back_done(&elsewhere, there.id, Outcome::Reached, "").await;
        assert_eq!(refused(done), Refused::NotFound);
        assert_eq!(refused(house.oncall.postpone(&elsewhere, there.id, "demain 9h").await), Refused::NotFound);
        let new = NewCallBack { incident: Some(incident), ..promise("demain 9h") };
        assert_eq!(refused(house.oncall.promise(&elsewhere, &new).await), Refused::NotFound);
        assert_eq!(refused(house.oncall.promise(&elsewhere, &promise("demain 9h")).await), Refused::NotFound);
    }
}
