//! One composer: who reads what, and when; what is taken back was never there.

use access::Role;
use incidents::{Audience, NewTask, WAIT, Writing};
use storage::on_both_engines;
use vocabulary::{Id, Refused};

use crate::{
    house::{Declared, House, RENNES, analyst, ars, code, refused, staff, structure},
    ledger::{ADDRESSES, sink, worker},
};

const SECRET: &str = "chrysanthème-4711";

async fn write(house: &House, id: Id, audience: Audience, body: &str) -> Id {
    let writing = Writing { audience, body, task: None };
    house.incidents.write(&analyst(1), &house.declarations, id, writing).await.unwrap()
}

/// What each reader is shown of what the cell wrote.
async fn shown(house: &House, declared: &Declared) -> [Vec<String>; 4] {
    let said = |caller| async move {
        let view = house.declarations.view(&caller, declared.declaration).await.unwrap();
        view.messages.into_iter().map(|message| message.body).collect::<Vec<_>>()
    };
    let read = |caller| async move {
        let view = house.incidents.open(&caller, declared.incident).await.unwrap();
        assert!(view.journal.is_empty() && view.tasks.is_empty());
        view.missives.into_iter().map(|missive| missive.body).collect::<Vec<_>>()
    };
    let fssi = staff(9, Role::Fssi, &[]);
    [
        said(declared.caller.clone()).await,
        said(structure(&[RENNES])).await,
        read(ars("53")).await,
        read(fssi).await,
    ]
}

on_both_engines! {
    async fn each_audience_reads_what_is_addressed_to_it_once_it_has_left(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[("tlp", "amber-strict")]).await;
        for (audience, body) in [
            (Audience::Cell, "note"), (Audience::Facility, "structure"), (Audience::Ars, "agence"), (Audience::Fssi, "fssi"),
        ] {
            write(&house, declared.incident, audience, body).await;
        }
        let none: [Vec<String>; 4] = Default::default();
        house.database.clock.advance(WAIT - 1);
        assert_eq!(shown(&house, &declared).await, none, "nothing has left");
        let view = house.view(declared.incident).await;
        assert_eq!((view.missives.len(), view.journal[0].body.as_str()), (2, "note"));
        assert!(view.ledger.iter().all(|notice| !notice.rule.starts_with("message-")), "nobody was told yet");
        house.database.clock.advance(1);
        assert_eq!(shown(&house, &declared).await, [vec!["structure"], vec!["structure"], vec!["agence"], vec!["fssi"]]);
        let other = staff(9, Role::Corruss, &[]);
        let view = house.incidents.open(&other, declared.incident).await.unwrap();
        assert!(view.missives.is_empty() && view.ledger.iter().all(|notice| !notice.rule.starts_with("message-")));
        // The structure is told whom the rules name, and nothing of what the cell writes to them.
        let followed = house.incidents.of_declaration(&declared.caller, declared.declaration).await.unwrap();
        assert!(followed.ledger.iter().all(|notice| !notice.rule.starts_with("message-")) && followed.missives.is_empty());
        let view = house.view(declared.incident).await;
        assert!(view.missives.iter().all(|missive| missive.read_at.is_some()), "both opened it");
    }

    /// A02 and A11: what the cell writes for itself about what is RED reaches nobody else, by no mail either.
    async fn abuse_a02_an_internal_note_reaches_nobody_but_the_cell(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[("tlp", "red"), ("care", "actual")]).await;
        write(&house, declared.incident, Audience::Cell, SECRET).await;
        house.database.clock.advance(WAIT);
        let sink = sink(&house);
        worker(&house, &sink, &ADDRESSES).drain().await.unwrap();
        assert!(sink.messages().iter().all(|message| !message.contains(SECRET) && !message.contains("4711")));
        for caller in [ars("53"), staff(9, Role::Fssi, &[]), staff(9, Role::Corruss, &[])] {
            let view = house.incidents.open(&caller, declared.incident).await.unwrap();
            assert!(!format!("{view:?}").contains("4711"));
            let view = house.declarations.view(&caller, declared.declaration).await.unwrap();
            assert!(!format!("{view:?}").contains("4711"));
        }
        let followed = house.incidents.of_declaration(&declared.caller, declared.declaration).await.unwrap();
        assert!(!format!("{followed:?}").contains("4711"));
        assert!(house.view(declared.incident).await.journal[0].body.contains("4711"), "the cell does read it");
    }

    async fn what_is_taken_back_was_never_there(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[]).await;
        let (incidents, id) = (&house.incidents, declared.incident);
        let sink = sink(&house);
        let task = NewTask { hours: Some(4), assignee: "RSSI".to_owned(), ..NewTask::default() };
        for audience in [Audience::Facility, Audience::Ars, Audience::Fssi] {
            let writing = Writing { audience, body: "Trop vite.", task: Some(task.clone()) };
            let message = incidents.write(&analyst(1), &house.declarations, id, writing).await.unwrap();
            assert_eq!(house.view(id).await.tasks.len(), 1);
            let undone = incidents.undo(&analyst(2), &house.declarations, id, message).await.unwrap();
            assert_eq!((undone.audience, undone.body.as_str()), (audience, "Trop vite."));
            assert_eq!(undone.task.unwrap().assignee, "RSSI");
            let again = incidents.undo(&analyst(1), &house.declarations, id, message).await;
            assert_eq!(code(again), "message-left");
        }
        let view = house.view(id).await;
        assert!(view.missives.is_empty() && view.tasks.is_empty());
        house.database.clock.advance(3600);
        worker(&house, &sink, &ADDRESSES).drain().await.unwrap();
        let mails = sink.messages();
        assert!(mails.iter().all(|mail| !mail.contains("mail-message") && !mail.contains("mail-news")), "{mails:?}");
        assert!(shown(&house, &declared).await.iter().all(Vec::is_empty));
        let undone = house.trail("incident", id).await.into_iter().filter(|e| e.action == "incident.message-undone");
        assert_eq!(undone.count(), 3);
    }

    async fn what_has_left_cannot_be_taken_back_and_is_told_once_without_its_text(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[]).await;
        let sink = sink(&house);
        let worker = worker(&house, &sink, &ADDRESSES);
        worker.drain().await.unwrap();
        let before = sink.messages().len();
        let to_agency = write(&house, declared.incident, Audience::Ars, SECRET).await;
        let to_structure = write(&house, declared.incident, Audience::Facility, SECRET).await;
        worker.drain().await.unwrap();
        assert_eq!(sink.messages().len(), before, "no mail before it leaves");
        house.database.clock.advance(WAIT);
        for message in [to_agency, to_structure] {
            let tried = house.incidents.undo(&analyst(1), &house.declarations, declared.incident, message).await;
            assert_eq!(code(tried), "message-left");
        }
        for _ in 0..3 { worker.drain().await.unwrap(); house.database.clock.advance(60); }
        let mails = sink.messages();
        let of = |key: &str| mails.iter().filter(|mail| mail.contains(key)).count();
        assert_eq!(of("mail-message-body"), 1);
        assert!(mails.iter().all(|mail| !mail.contains("4711")));
        let line = house.view(declared.incident).await.ledger.into_iter().find(|n| n.id == to_agency).unwrap();
        assert!(line.sent_at.is_some() && line.recipient == "ars");
    }

    async fn who_does_not_handle_writes_nothing_and_takes_nothing_back(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[]).await;
        let (incidents, id) = (&house.incidents, declared.incident);
        let message = write(&house, id, Audience::Facility, "Bonjour.").await;
        for role in [Role::Ars, Role::Fssi, Role::Auditor] {
            let caller = staff(7, role, &[]);
            for audience in Audience::ALL {
                let writing = Writing { audience, body: "x", task: None };
                assert_eq!(refused(incidents.write(&caller, &house.declarations, id, writing).await), Refused::Forbidden);
            }
            assert_eq!(refused(incidents.undo(&caller, &house.declarations, id, message).await), Refused::Forbidden);
            assert_eq!(refused(incidents.present(&caller, id, true).await), Refused::Forbidden);
        }
        // A message of another incident is not this one's to take back.
        let other = house.declare(&[]).await.incident;
        assert_eq!(code(incidents.undo(&analyst(1), &house.declarations, other, message).await), "message-left");
        assert_eq!(house.declarations.view(&analyst(1), declared.declaration).await.unwrap().messages.len(), 1);
    }

    async fn without_a_region_there_is_no_agency_to_write_to(database) {
        let house = House::new(database).await;
        let declared = house.try_declare(&[("facility_text", "Ailleurs")]).await.unwrap();
        let writing = Writing { audience: Audience::Ars, body: "x", task: None };
        let tried = house.incidents.write(&analyst(1), &house.declarations, declared.incident, writing).await;
        assert_eq!(code(tried), "no-agency");
    }

    async fn those_who_are_there_are_named_and_forgotten(database) {
        let house = House::new(database).await;
        let id = house.declare(&[]).await.incident;
        let here = async |number: u8, writing| house.incidents.present(&analyst(number), id, writing).await.unwrap();
        assert!(here(1, false).await.is_empty());
        let seen = here(2, true).await;
        assert_eq!((seen[0].name.as_str(), seen[0].how), ("Alix Exemple 1", "viewing"));
        assert_eq!(here(1, false).await[0].how, "writing");
        house.database.clock.advance(61);
        assert_eq!(here(1, false).await[0].how, "away");
        house.database.clock.advance(601);
        assert!(here(1, false).await.is_empty(), "forgotten");
    }
}
