//! The purge: what goes, what stays, and that nothing is left of what went.

use access::{Caller, Role};
use events::{Stance, Told};
use incidents::{Audience, NewTask, Writing, rules::Command};
use indicators::Judgement;
use oncall::{NewCallBack, rules::Outcome};
use retention::{Report, jobs::schedule};
use storage::{
    args, on_both_engines, sql,
    testing::{traces, unpreparable},
};
use vocabulary::{Language, Problem, Refused};

use crate::house::{DAY, House, RENNES, TEST, YEAR, staff};

/// A word that stands nowhere but where somebody of this test wrote it, and is indexed as it stands.
const SECRET: &str = "zyxchrysantheme4711";

/// An incident lived to its end, with the secret in every place where somebody can write.
async fn whole_life(house: &House) -> (declarations::Filed, vocabulary::Id) {
    let (filed, caller, incident) = house.declare(SECRET).await;
    let (lead, analyst) = (staff(Role::Lead, None), staff(Role::Analyst, None));
    house.attach(&caller, filed.id, &format!("{SECRET}.txt"), SECRET.as_bytes()).await;
    house
        .declarations
        .pass_hand(&caller, filed.id, SECRET, &format!("c{SECRET}@vigie.example"))
        .await
        .unwrap();
    house.declarations.message(&caller, filed.id, &format!("Voici {SECRET}.top.")).await.unwrap();
    house
        .incidents
        .answer(&analyst, &house.declarations, incident, &format!("Bien reçu, {SECRET}."))
        .await
        .unwrap();
    let task = NewTask { assignee: SECRET.to_owned(), ..NewTask::default() };
    let (told, task) = (format!("Pour l’agence, {SECRET}."), Some(task));
    let writing = Writing { audience: Audience::Ars, body: &told, task };
    house.incidents.write(&analyst, &house.declarations, incident, writing).await.unwrap();
    let more = [("measures".to_owned(), vec![format!("Coupé {SECRET}.")])].into();
    house.declarations.amend(&caller, filed.id, &more, 1).await.unwrap();
    house.incidents.note(&analyst, incident, &format!("Appelé {SECRET}.")).await.unwrap();
    for command in [Command::Take, Command::Qualify, Command::Accompany, Command::Resolve, Command::Close] {
        house.command(incident, command, SECRET).await;
    }
    house.incidents.hold(&lead, incident, SECRET).await.unwrap();
    house.incidents.lift(&lead, incident, SECRET).await.unwrap();
    let screen = [("summary".to_owned(), vec![format!("Brouillon {SECRET}.")])].into();
    house.declarations.draft_keep(&Caller::Nobody, None, Language::Fr, screen, "192.0.2.9").await.unwrap();
    let promised = NewCallBack {
        incident: Some(incident),
        name: SECRET.to_owned(),
        phone: "01 99 00 12 34".to_owned(),
        moment: "demain 9h".to_owned(),
        caller: String::new(),
        about: format!("Rappeler {SECRET}."),
    };
    house.oncall.promise(&analyst, &promised).await.unwrap();
    let idle = NewCallBack { incident: None, ..promised };
    let idle = house.oncall.promise(&analyst, &idle).await.unwrap();
    house.oncall.call_back_done(&analyst, idle, Outcome::Reached, SECRET).await.unwrap();
    house.oncall.handover_close(&analyst, &format!("Relève, {SECRET}.")).await.unwrap();
    house.work().await;
    let found = house.indicators.of(&analyst, incident).await.unwrap();
    let dismissed = Judgement::FalsePositive(SECRET.to_owned());
    house.indicators.judge(&analyst, incident, found[0].sighting.id, dismissed).await.unwrap();
    (filed, incident)
}

async fn figures(house: &House) -> Vec<String> {
    let statement = sql!("SELECT * FROM incident_figures ORDER BY year");
    let mut unit = house.desk.store.read().await.unwrap();
    let read = |row: &storage::Row| {
        let text = |name| row.get::<String>(name);
        let (year, severity, count) =
            (row.get::<i64>("year")?, row.get::<i64>("severity")?, row.get::<i64>("incidents")?);
        let (region, category, kind, criteria) =
            (text("region")?, text("category")?, text("kind")?, text("criteria")?);
        Ok(format!("{year} {region} {category} {kind} [{criteria}] {severity}: {count}"))
    };
    unit.all(statement, args![], read).await.unwrap()
}

on_both_engines! {
    async fn abuse_g10_a_purge_leaves_no_copy_anywhere(database) {
        let house = House::new(database).await;
        let (filed, incident) = whole_life(&house).await;
        // Negative control: before, the search finds it wherever it was written.
        let before = traces(&house.database, SECRET).await;
        for place in [
            "declaration_attachments.name", "declaration_holders.email", "declaration_holders.name",
            "declaration_messages.body", "declaration_sessions.device", "declaration_versions.answers", "drafts.answers",
            "incident_journal.body", "incident_messages.body", "incident_tasks.assignee", "incident_tasks.title", "indicator_sightings.reason", "indicators.value", "jobs.key", "jobs.lane", "jobs.payload",
            "oncall_call_backs.about", "oncall_call_backs.name", "oncall_call_backs.note", "oncall_handovers.body",
        ] {
            assert!(before.iter().any(|found| found == place), "{place} is not in {before:?}");
        }
        assert!(before.iter().any(|found| found.contains("/mail/")), "{before:?}");
        let embedded = house.desk.store.engine() == storage::Engine::Sqlite;
        assert_eq!(before.iter().any(|found| found.contains("vigie.db")), embedded, "{before:?}");
        assert_eq!(house.files("objects").len(), 1);

        // The clock that stops five years on: another declaration of then is a year old, and stays.
        house.database.clock.advance(4 * YEAR);
        let (young, keeper, young_incident) = house.declare("dahlia4712").await;
        let file = house.attach(&keeper, young.id, "preuve.txt", b"preuve").await;
        house.command(young_incident, Command::Take, "").await;
        house.command(young_incident, Command::PutOutOfScope, "dahlia4712").await;
        house.database.clock.advance(YEAR + DAY);
        let report = house.purge().await;
        house.work().await;
        house.desk.store.settle().await.unwrap();

        assert_eq!(traces(&house.database, SECRET).await, Vec::<String>::new());
        assert_eq!(house.files("objects").len(), 1, "that of the young one");
        assert!(!house.is_there(incident).await);
        assert_eq!((report.counts["incidents"], report.counts["versions"], report.counts["messages"]), (1, 2, 2));
        assert_eq!((report.counts["files"], report.counts["drafts"], report.counts["indicators"], report.more), (1, 1, 1, false));
        let analyst = staff(Role::Analyst, None);
        assert_eq!(house.declarations.view(&analyst, young.id).await.unwrap().versions.len(), 1);
        assert!(house.declarations.download(&analyst, file).await.is_ok());

        // What is told of it: how many, which, and nothing of what they said.
        let told = &house.traced("data.purged").await[0];
        assert_eq!(told["references"], serde_json::json!([filed.reference]));
        assert_eq!(told["incidents"], serde_json::json!([incident]));
        assert_eq!(told["counts"]["messages"], 2);
        assert_eq!(figures(&house).await, ["2026 53 health-facility ransom [C1 C3] 4: 1"]);
        assert!(house.trail_is_sound().await);
    }

    async fn abuse_g10_an_incident_that_must_be_kept_is_refused_and_said(database) {
        let house = House::new(database).await;
        let (filed, incident) = house.ended("dahlia4712").await;
        let lead = staff(Role::Lead, None);
        house.incidents.hold(&lead, incident, "Plainte déposée à Rennes.").await.unwrap();
        house.database.clock.advance(6 * YEAR);
        for _ in 0..2 {
            let report = house.purge().await;
            assert_eq!((report.kept, report.counts.get("incidents")), (vec![filed.reference.clone()], None));
        }
        assert_eq!(house.traced("data.purge-ended").await[0]["kept"], serde_json::json!([filed.reference]));
        let declaration = house.declarations.view(&lead, filed.id).await.unwrap();
        assert_eq!((declaration.versions.len(), declaration.holders.len()), (1, 1));
        house.incidents.lift(&lead, incident, "Classée sans suite.").await.unwrap();
        let report = house.purge().await;
        assert_eq!((report.kept.len(), report.counts["incidents"]), (0, 1));
        assert!(!house.is_there(incident).await);
    }

    async fn an_event_goes_with_the_last_of_its_incidents_and_not_before(database) {
        let house = House::new(database).await;
        let (_, first) = house.ended("dahlia4712").await;
        let (_, _, second) = house.declare("dahlia4713").await;
        let (lead, analyst) = (staff(Role::Lead, None), staff(Role::Analyst, None));
        let told = Told::accept([SECRET, &format!("À cause de {SECRET}."), "", ""], "3").unwrap();
        let event = house.events.create(&analyst, first, told.clone()).await.unwrap();
        house.events.attach(&analyst, event, &[second]).await.unwrap();
        house.events.paste(&analyst, event, RENNES, Stance::Touched).await.unwrap();
        house.events.close(&lead, event, SECRET).await.unwrap();
        assert!(!traces(&house.database, SECRET).await.is_empty());
        house.database.clock.advance(6 * YEAR);
        let report = house.purge().await;
        assert_eq!((report.counts["incidents"], report.counts.get("events")), (1, None), "the other is still open");
        assert_eq!(house.events.open(&analyst, event).await.unwrap().incidents.len(), 1);
        house.command(second, Command::Take, "").await;
        house.command(second, Command::PutOutOfScope, "Doublon").await;
        // Another, opened lately and emptied since, stays for as long.
        let (_, _, third) = house.declare("dahlia4714").await;
        let young = house.events.create(&analyst, third, Told { title: "Panne".to_owned(), ..told.clone() }).await.unwrap();
        house.events.detach(&analyst, young, third).await.unwrap();
        house.database.clock.advance(4 * YEAR);
        assert_eq!(house.purge().await.counts.get("events"), None);
        house.database.clock.advance(2 * YEAR);
        let report = house.purge().await;
        assert_eq!((report.counts["incidents"], report.counts["events"]), (1, 2));
        house.desk.store.settle().await.unwrap();
        assert_eq!(traces(&house.database, SECRET).await, Vec::<String>::new());
        let gone = house.events.open(&analyst, event).await;
        assert!(matches!(gone, Err(Problem::Refused(Refused::NotFound))));
    }

    async fn what_is_open_or_changed_lately_stays_whatever_its_age(database) {
        let house = House::new(database).await;
        let (_, _, open) = house.declare("dahlia4712").await;
        let (filed, ended) = house.ended("dahlia4713").await;
        house.database.clock.advance(4 * YEAR);
        let analyst = staff(Role::Analyst, None);
        house.incidents.answer(&analyst, &house.declarations, ended, "Une dernière question.").await.unwrap();
        house.database.clock.advance(4 * YEAR);
        assert_eq!(house.purge().await.counts.get("incidents"), None);
        assert!(house.is_there(open).await && house.is_there(ended).await);
        house.database.clock.advance(YEAR + 5 * DAY);
        assert_eq!(house.purge().await.counts["incidents"], 1);
        assert!(house.is_there(open).await && !house.is_there(ended).await);
        assert_eq!(house.traced("data.purged").await[0]["references"], serde_json::json!([filed.reference]));
    }

    async fn a_rehearsal_says_what_the_purge_then_does_and_does_nothing(database) {
        let house = House::new(database).await;
        whole_life(&house).await;
        house.ended("dahlia4712").await;
        house.database.clock.advance(6 * YEAR);
        let before = traces(&house.database, SECRET).await;
        let rehearsed = house.retention.rehearse(&TEST).await.unwrap();
        assert_eq!(traces(&house.database, SECRET).await, before);
        assert!(house.traced("data.purged").await.is_empty());
        assert_eq!(house.purge().await, rehearsed);
        assert_eq!(rehearsed.counts["incidents"], 2);
        assert!(rehearsed.counts["letters"] > 0);
        let nothing = house.purge().await;
        assert_eq!(nothing, Report::default());
    }

    async fn a_file_that_does_not_go_is_tried_again_until_it_does(database) {
        let house = House::new(database).await;
        let (filed, caller, incident) = house.declare("dahlia4712").await;
        house.attach(&caller, filed.id, "preuve.txt", b"preuve").await;
        house.command(incident, Command::Take, "").await;
        house.command(incident, Command::PutOutOfScope, "Doublon").await;
        // A folder in the place of the file cannot be removed as a file.
        let file = house.files("objects").remove(0);
        std::fs::rename(&file, file.with_extension("aside")).unwrap();
        std::fs::create_dir(&file).unwrap();
        house.database.clock.advance(6 * YEAR);
        house.purge().await;
        for _ in 0..3 {
            house.work().await;
            house.database.clock.advance(600);
        }
        assert!(file.exists(), "the fault holds");
        std::fs::remove_dir(&file).unwrap();
        std::fs::rename(file.with_extension("aside"), &file).unwrap();
        house.work().await;
        assert!(house.files("objects").is_empty());
    }

    async fn a_large_purge_goes_on_part_by_part_and_comes_back_every_day(database) {
        let house = House::new(database).await;
        for _ in 0..52 {
            house.ended("dahlia4712").await;
        }
        house.database.clock.advance(6 * YEAR);
        let report = house.retention.purge(&TEST, 1).await.unwrap();
        assert_eq!((report.counts["incidents"], report.more), (50, true));
        let mut unit = house.desk.store.write().await.unwrap();
        schedule(&mut unit, &house.desk).await.unwrap();
        schedule(&mut unit, &house.desk).await.unwrap();
        unit.commit().await.unwrap();
        house.work().await;
        assert_eq!(house.traced("data.purge-ended").await.len(), 2);
        assert_eq!(figures(&house).await, ["2026 53 health-facility ransom [C1 C3] 4: 52"]);
        house.database.clock.advance(DAY);
        house.work().await;
        assert_eq!(house.traced("data.purge-ended").await.len(), 1, "the next day's");
    }

    async fn an_exercise_leaves_no_figure(database) {
        let house = House::new(database).await;
        let (_, _, incident) = house.declare_as("dahlia4712", true).await;
        house.command(incident, Command::Take, "").await;
        house.command(incident, Command::PutOutOfScope, "Exercice").await;
        house.database.clock.advance(6 * YEAR);
        assert_eq!(house.purge().await.counts["incidents"], 1);
        assert!(figures(&house).await.is_empty());
    }

    async fn an_upload_that_never_ended_leaves_no_file(database) {
        let house = House::new(database).await;
        let (filed, caller, _) = house.declare("dahlia4712").await;
        let mut upload = house.declarations.attach(&caller, filed.id, "coupe.txt").await.unwrap();
        house.declarations.attach_bytes(&mut upload, b"preuve").await.unwrap();
        // The program was killed, and took nothing away.
        std::mem::forget(upload);
        assert_eq!(house.files("objects").len(), 1);
        house.database.clock.advance(DAY + 1);
        assert_eq!(house.purge().await.counts["uploads"], 1);
        house.work().await;
        assert!(house.files("objects").is_empty());
    }

    async fn nobody_purges_but_the_program(database) {
        let house = House::new(database).await;
        for role in Role::ALL {
            let refused = house.retention.purge(&staff(role, None), 1).await;
            assert!(matches!(refused, Err(Problem::Refused(Refused::Forbidden))), "{role:?}");
        }
        assert!(house.retention.rehearse(&Caller::Nobody).await.is_err());
    }

    async fn every_statement_can_be_prepared(database) {
        assert_eq!(unpreparable(&database.store).await, Vec::<String>::new());
    }
}
