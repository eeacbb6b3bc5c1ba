//! Alarms, with a real server of mail and a real one of webhooks.

use access::Caller;
use declarations::rules::Criterion;
use incidents::rules::Command;
use oncall::OncallSettings;
use storage::on_both_engines;
use vocabulary::{Language, Refused, Severity};

use crate::house::{
    Hook, House, account, analyst, analyst_elsewhere, ars, cell, code, people, refused, turn, typed,
};

const DANGER: &[(&str, &str)] = &[("care", "actual")];
const NIGHT: &str = "2026-03-10T22:00:00+01:00";

on_both_engines! {
    async fn an_alarm_calls_one_after_the_other_until_somebody_answers(database) {
        let house = House::new(database).await;
        let (lead, on) = cell(&house).await;
        for (person, rank) in [(&on[0], "1"), (&on[1], "2")] {
            house.oncall.turn_add(&lead, &turn(person, rank, "2026-03-10", "")).await.unwrap();
        }
        house.go_to(NIGHT);
        let filed = house.declare(DANGER).await;
        let incident = house.incident(&filed).await;
        house.minutes(4).await;
        assert_eq!(house.mailed(), ["une"]);
        house.minutes(1).await;
        assert_eq!(house.mailed(), ["une", "deux"]);
        house.minutes(5).await;
        assert_eq!(house.mailed(), ["une", "deux", "une"]);
        let ringing = house.oncall.ringing(&analyst()).await.unwrap();
        assert_eq!((ringing.len(), ringing[0].incident, ringing[0].steps), (1, Some(incident), 3));
        let letter = &house.sink.messages()[0];
        assert!(letter.contains(&filed.reference) && letter.contains("/cellule/alarmes"), "{letter}");
        assert!(!letter.contains("ran=C3=A7on") && !letter.contains("rançon"), "nothing of what was declared");

        house.oncall.acknowledge(&on[1], ringing[0].id).await.unwrap();
        assert_eq!(code(house.oncall.acknowledge(&on[0], ringing[0].id).await), "alarm-over");
        house.minutes(20).await;
        assert_eq!(house.mailed().len(), 3, "nobody else is called");
        assert!(house.oncall.ringing(&analyst()).await.unwrap().is_empty());
        let view = house.oncall.alarms(&analyst()).await.unwrap().remove(0);
        let (_, how, by) = view.alarm.ended.unwrap();
        assert_eq!((how.as_str(), by.as_str(), view.calls.len()), ("acknowledged", "deux", 3));
        assert!(view.calls.iter().all(|call| call.outcome == "sent"), "{:?}", view.calls);
        let journal = house.journal(incident).await;
        assert_eq!(journal, ["filed", "alarm-rang", "alarm-rang", "alarm-rang", "alarm-acknowledged"]);
    }

    async fn in_working_hours_there_is_the_queue_and_what_is_not_grave_wakes_nobody(database) {
        let house = House::new(database).await;
        cell(&house).await;
        house.declare(DANGER).await;
        house.go_to(NIGHT);
        house.declare(&[("care", "none")]).await;
        house.declare(&[("functioning", "interruption")]).await;
        house.minutes(10).await;
        assert_eq!(house.mailed(), Vec::<String>::new());
        assert!(house.oncall.alarms(&analyst()).await.unwrap().is_empty());
        // Patients are sent elsewhere: that does not wait for the morning.
        house.declare(&[("functioning", "diverted")]).await;
        let ringing = house.oncall.ringing(&analyst()).await.unwrap();
        assert_eq!((ringing.len(), ringing[0].severity, ringing[0].reason.code()), (1, 4, "severity"));
    }

    async fn with_nobody_on_call_everybody_who_leads_is_called_and_told_so(database) {
        let house = House::new(database).await;
        cell(&house).await;
        let second = house.person("adjointe", access::Role::Lead).await;
        house.accounts.disable(&Caller::Program("test"), "adjointe@vigie.example").await.unwrap();
        let third = house.person("autre", access::Role::Lead).await;
        assert_ne!(account(&second), account(&third));
        house.go_to(NIGHT);
        let filed = house.declare(DANGER).await;
        house.minutes(0).await;
        let mut mailed = house.mailed();
        mailed.sort();
        assert_eq!(mailed, ["autre", "responsable"]);
        let flat = house.sink.messages()[0].replace("=\r\n", "").replace("=\n", "");
        assert!(flat.contains("mail-alarm-nobody"), "{flat}");
        let incident = house.incident(&filed).await;
        assert_eq!(house.journal(incident).await, ["filed", "alarm-nobody"]);
    }

    async fn somebody_who_takes_it_in_charge_ends_it(database) {
        let house = House::new(database).await;
        let (lead, on) = cell(&house).await;
        house.oncall.turn_add(&lead, &turn(&on[0], "1", "2026-03-10", "")).await.unwrap();
        house.go_to(NIGHT);
        let incident = house.incident(&house.declare(DANGER).await).await;
        house.minutes(1).await;
        house.incidents.advance(&on[2], incident, Command::Take, "", 1).await.unwrap();
        house.minutes(10).await;
        assert_eq!(house.mailed(), ["une"]);
        let view = house.oncall.alarms(&analyst()).await.unwrap().remove(0);
        let (_, how, by) = view.alarm.ended.unwrap();
        assert_eq!((how.as_str(), by.as_str()), ("handled", "trois"));
    }

    async fn what_becomes_grave_rings_and_what_rang_rings_once(database) {
        let house = House::new(database).await;
        let (lead, on) = cell(&house).await;
        house.oncall.turn_add(&lead, &turn(&on[0], "1", "2026-03-10", "")).await.unwrap();
        house.go_to(NIGHT);
        let filed = house.declare(&[("care", "none")]).await;
        let declarant = house.declarations.caller(filed.token.as_deref().unwrap()).await.unwrap().unwrap();
        for (version, care) in [(1, "potential"), (2, "actual")] {
            house.declarations.amend(&declarant, filed.id, &typed(&[("care", care)]), version).await.unwrap();
            house.minutes(1).await;
        }
        assert_eq!(house.mailed(), ["une"]);
        // A person confirms the highest severity of another: it rings though they have it.
        let incident = house.incident(&house.declare(&[("care", "none")]).await).await;
        house.incidents.advance(&on[2], incident, Command::Take, "", 1).await.unwrap();
        let five = Severity::new(5).unwrap();
        house.incidents.qualify(&on[2], incident, &[Criterion::C1], five, "Appel du RSSI", 2).await.unwrap();
        house.minutes(0).await;
        assert_eq!(house.mailed(), ["une", "une"]);
        let reasons: Vec<&str> = house.oncall.ringing(&analyst()).await.unwrap().iter().map(|a| a.reason.code()).collect();
        assert_eq!(reasons, ["danger", "severity"]);
    }

    async fn a_draft_in_danger_that_stops_half_way_rings_after_ten_minutes(database) {
        let house = House::new(database).await;
        let (lead, on) = cell(&house).await;
        house.oncall.turn_add(&lead, &turn(&on[0], "1", "2026-03-10", "")).await.unwrap();
        house.go_to(NIGHT);
        let keep = || async {
            let fields = typed(&[("care", "actual"), ("declarant.phone", "01 99 00 77 77")]);
            house.declarations.draft_keep(&Caller::Nobody, None, Language::Fr, fields, "192.0.2.9").await.unwrap()
        };
        let draft = keep().await.draft;
        house.minutes(9).await;
        assert_eq!(house.mailed(), Vec::<String>::new());
        house.minutes(2).await;
        assert_eq!(house.mailed(), ["une"]);
        let letter = house.sink.messages()[0].clone();
        assert!(letter.contains("mail-alarm-draft") && !letter.contains("77 77"), "{letter}");
        let ringing = house.oncall.ringing(&analyst()).await.unwrap();
        assert_eq!((ringing.len(), ringing[0].draft), (1, Some(draft.id)));
        // Called back: nobody else is woken.
        house.declarations.interrupted_handled(&analyst(), draft.id).await.unwrap();
        house.minutes(10).await;
        assert_eq!(house.mailed().len(), 1);
        assert_eq!(house.oncall.alarms(&analyst()).await.unwrap()[0].alarm.ended.as_ref().unwrap().1, "resumed");
    }

    async fn each_step_happens_once_after_a_restart_and_with_the_clock_set_back(database) {
        let hook = Hook::start();
        let settings = OncallSettings {
            webhook: hook.address.clone(),
            people: people(&[("une", &hook.address)]),
            secret: "partagé".to_owned(),
            private: true,
        };
        let house = House::with(database, settings).await;
        let (lead, on) = cell(&house).await;
        house.oncall.turn_add(&lead, &turn(&on[0], "1", "2026-03-10", "")).await.unwrap();
        house.oncall.turn_add(&lead, &turn(&on[1], "2", "2026-03-10", "")).await.unwrap();
        house.go_to(NIGHT);
        let filed = house.declare(DANGER).await;
        let (first, second) = (house.restarted(), house.restarted());
        let (one, other) = tokio::join!(first.drain(), second.drain());
        one.unwrap();
        other.unwrap();
        assert_eq!((house.mailed(), hook.count()), (vec!["une".to_owned()], 2));
        let sent = hook.sent.lock().unwrap()[0].clone();
        assert!(sent.contains(&filed.reference) && sent.contains("\"severity\":"), "{sent}");
        assert!(!sent.contains("Embruns") && !sent.contains("ran") && sent.contains("vigie-signature: sha256="), "{sent}");
        house.database.clock.advance(-3600);
        house.restarted().drain().await.unwrap();
        house.database.clock.advance(3600);
        house.minutes(4).await;
        assert_eq!((house.mailed().len(), hook.count()), (1, 2));
        house.minutes(1).await;
        assert_eq!((house.mailed().len(), hook.count()), (2, 3));
        // A webhook that answers badly is tried again; the mail has left all the same.
        *hook.status.lock().unwrap() = 503;
        house.minutes(5).await;
        assert_eq!(house.mailed().len(), 3);
        let before = hook.count();
        *hook.status.lock().unwrap() = 204;
        house.minutes(1).await;
        assert!(hook.count() > before);
    }

    /// E01: an operator's webhook on a private network is called only where the settings say so.
    async fn abuse_e01_no_alarm_goes_to_a_private_address(database) {
        let hook = Hook::start();
        let settings = OncallSettings {
            webhook: hook.address.replace("http://", "https://"),
            people: people(&[("responsable", &hook.address)]),
            secret: "partagé".to_owned(),
            private: false,
        };
        let house = House::with(database, settings).await;
        cell(&house).await;
        house.go_to(NIGHT);
        house.declare(DANGER).await;
        house.minutes(2).await;
        let calls = house.oncall.alarms(&analyst()).await.unwrap().remove(0).calls;
        let outcome = |channel: &str| -> Vec<&str> {
            calls.iter().filter(|call| call.channel == channel).map(|call| call.outcome.as_str()).collect()
        };
        assert_eq!((outcome("webhook"), outcome("mail")), (vec!["failed", "failed"], vec!["sent"]));
        assert_eq!(hook.count(), 0);
    }

    async fn abuse_a01_the_alarm_of_what_is_elsewhere_does_not_exist(database) {
        let house = House::new(database).await;
        cell(&house).await;
        house.go_to(NIGHT);
        house.declare(DANGER).await;
        house.minutes(0).await;
        let alarm = house.oncall.ringing(&analyst()).await.unwrap().remove(0);
        assert!(house.oncall.ringing(&analyst_elsewhere()).await.unwrap().is_empty());
        assert!(house.oncall.alarms(&analyst_elsewhere()).await.unwrap().is_empty());
        assert_eq!(refused(house.oncall.acknowledge(&analyst_elsewhere(), alarm.id).await), Refused::NotFound);
        assert_eq!(refused(house.oncall.acknowledge(&ars(), alarm.id).await), Refused::Forbidden);
    }
}
