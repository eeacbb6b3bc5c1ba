//! What the structure is told: a line of the ledger for each, and what the cell found, in words that are for it.

use std::sync::Arc;

use access::{Caller, Permission};
use declarations::{
    jobs::{Postroom, handlers},
    rules::Criterion,
};
use incidents::{IncidentView, Said, rules::Command};
use jobs::Worker;
use mail::{Post, testing::Sink};
use storage::on_both_engines;
use vocabulary::{MailAddress, Severity};

use crate::{
    house::{Declared, House, analyst, at, code, structure},
    ledger::{Keys, sink},
};

fn worker(house: &House, sink: &Sink) -> Worker {
    let from = MailAddress::parse("vigie@vigie.example").unwrap();
    let room = Postroom {
        desk: house.desk.clone(),
        post: Post::smtp(&sink.url(), from, "Cellule").unwrap(),
        wording: Arc::new(Keys),
        base_url: "https://vigie.example".to_owned(),
        operator: "Cellule".to_owned(),
        emergency_phone: "01 99 00 20 17".to_owned(),
        on_call: String::new(),
        follower: Arc::new(house.incidents.clone()),
    };
    Worker::new(house.desk.clone(), handlers(&room))
}

async fn followed(house: &House, declared: &Declared) -> IncidentView {
    house.incidents.of_declaration(&declared.caller, declared.declaration).await.unwrap()
}

/// Each line: of what, whether it left, why not, whether it was read.
async fn lines(house: &House, declared: &Declared) -> Vec<(String, bool, Option<String>, bool)> {
    let letters = house.view(declared.incident).await.letters;
    let named = |rule: &str| rule.split(' ').next().unwrap().strip_prefix("structure-").unwrap().to_owned();
    letters
        .into_iter()
        .map(|line| (named(&line.rule), line.sent_at.is_some(), line.failure, line.read_at.is_some()))
        .collect()
}

fn line(what: &str, sent: bool, failure: Option<&str>, read: bool) -> (String, bool, Option<String>, bool) {
    (what.to_owned(), sent, failure.map(str::to_owned), read)
}

on_both_engines! {
    async fn each_step_of_which_the_structure_is_told_is_a_line_that_leaves_with_its_mail_and_is_read_once(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[]).await;
        let sink = sink(&house);
        let worker = worker(&house, &sink);
        assert_eq!(lines(&house, &declared).await, [line("receipt", false, None, false)]);
        worker.drain().await.unwrap();
        assert_eq!(lines(&house, &declared).await, [line("receipt", true, None, false)]);
        followed(&house, &declared).await;
        assert_eq!(lines(&house, &declared).await, [line("receipt", true, None, true)]);

        for command in [Command::Take, Command::Qualify, Command::Accompany, Command::Resolve, Command::Close, Command::Reopen] {
            house.database.clock.advance(60);
            house.command(declared.incident, command).await.unwrap();
        }
        let told = ["receipt", "take", "qualify", "close", "reopen"];
        let expected = |sent, read| told.map(|what| line(what, what == "receipt" || sent, None, what == "receipt" || read));
        assert_eq!(lines(&house, &declared).await, expected(false, false));
        worker.drain().await.unwrap();
        assert_eq!(lines(&house, &declared).await, expected(true, false));
        assert_eq!(sink.messages().len(), 7, "one mail for each step as before, and no other");
        followed(&house, &declared).await;
        let read = house.view(declared.incident).await.letters;
        house.database.clock.advance(60);
        followed(&house, &declared).await;
        let again = house.view(declared.incident).await.letters;
        assert_eq!(again.iter().map(|l| l.read_at).collect::<Vec<_>>(), read.iter().map(|l| l.read_at).collect::<Vec<_>>());
        assert_eq!(lines(&house, &declared).await, expected(true, true));
        // A correction is a line of its own.
        house.command(declared.incident, Command::Qualify).await.unwrap();
        assert_eq!(lines(&house, &declared).await.last().unwrap().0, "qualify");
        assert!(house.view(declared.incident).await.ledger.iter().all(|notice| notice.recipient != "structure"));
    }

    async fn a_line_says_that_nobody_left_an_address_or_that_none_takes_the_mail(database) {
        let house = House::new(database).await;
        let nobody = house.declare(&[("declarant.email", "")]).await;
        let refused = house.declare(&[("declarant.email", "refused@vigie.example")]).await;
        let both = house.declare(&[("declarant.backup_email", "refused@vigie.example")]).await;
        let sink = sink(&house);
        let worker = worker(&house, &sink);
        for _ in 0..12 { worker.drain().await.unwrap(); house.database.clock.advance(300); }
        let sent = lines(&house, &both).await;
        assert_eq!((sent[0].1, &sent[0].2), (true, &None), "one address that it reached is enough");
        let failed = lines(&house, &refused).await;
        assert!(!failed[0].1 && failed[0].2.is_some(), "{failed:?}");
        let none = lines(&house, &nobody).await;
        assert_eq!(none, [line("receipt", false, Some("no-address"), false)]);
    }

    async fn the_structure_reads_what_was_found_and_never_who_or_why(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[("care", "none")]).await;
        let id = declared.incident;
        house.command(id, Command::Take).await.unwrap();
        assert!(followed(&house, &declared).await.qualified.is_empty());
        house.database.clock.advance(60);
        let seen = house.view(id).await.incident.revision;
        let four = Severity::new(4).unwrap();
        house.incidents.qualify(&analyst(1), id, &[Criterion::C1], four, "Le RSSI nous cache quelque chose.", seen).await.unwrap();
        for view in [followed(&house, &declared).await, house.incidents.of_declaration(&structure(&[crate::house::RENNES]), declared.declaration).await.unwrap()] {
            assert_eq!(view.qualified.len(), 1);
            let found = &view.qualified[0];
            assert_eq!((found.severity, found.criteria.as_slice(), found.at), (4, &["C1".to_owned()][..], at("2026-03-10T09:01:00Z")));
            assert_eq!((found.author.as_str(), found.reason.as_str(), &found.proposed), ("", "", &None));
            assert!(view.incident.grave && !view.incident.significant);
        }
        // The cell, and whoever is told of it, read the whole.
        let view = house.view(id).await;
        let made = &view.qualified[0];
        assert!(made.is_corrected());
        assert_eq!((made.author.as_str(), made.reason.as_str()), ("Alix Exemple 1", "Le RSSI nous cache quelque chose."));
        assert_eq!(made.proposed, Some((Vec::new(), 1)));
        assert_eq!(made.differences(), (vec!["C1"], vec![]));
        assert_eq!(view.journal.iter().find(|entry| entry.kind == "qualify").unwrap().revision, Some(made.revision));
        let fssi = house.incidents.open(&crate::house::staff(9, access::Role::Fssi, &[]), id).await.unwrap();
        assert_eq!(fssi.qualified, view.qualified);
        // What is declared later changes the proposal, and not what was compared with it.
        house.amend(&declared, &[("care", "actual")]).await;
        assert_eq!(house.view(id).await.qualified, view.qualified);
    }

    async fn what_the_cell_wrote_for_the_structure_is_read_when_its_work_ends_and_taken_back_when_it_begins_again(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[]).await;
        let id = declared.incident;
        let told = Said { reason: "À revoir en interne.", told: "  Vos sauvegardes ont suffi. " };
        let give = async |command, said: Said<'static>| {
            let seen = house.view(id).await.incident.revision;
            house.incidents.advance(&analyst(1), id, command, said, seen).await
        };
        house.command(id, Command::Take).await.unwrap();
        give(Command::PutOutOfScope, told).await.unwrap();
        let closing = followed(&house, &declared).await.closing.unwrap();
        assert_eq!((closing.told.as_str(), closing.at), ("Vos sauvegardes ont suffi.", at("2026-03-10T09:00:00Z")));
        give(Command::Reopen, Said::from("Erreur")).await.unwrap();
        assert_eq!(followed(&house, &declared).await.closing, None);
        for command in [Command::Qualify, Command::Accompany, Command::Resolve] {
            house.command(id, command).await.unwrap();
        }
        let long = "x".repeat(5_001);
        let seen = house.view(id).await.incident.revision;
        let tried = house.incidents.advance(&analyst(1), id, Command::Close, Said { reason: "Vu", told: &long }, seen).await;
        assert_eq!(code(tried), "too-long");
        let other = house.declared_in(incidents::rules::State::Resolved).await;
        let revision = house.view(other.incident).await.incident.revision;
        house.incidents.advance_together(&analyst(1), &[(id, seen), (other.incident, revision)], Command::Close, told).await.unwrap();
        for declared in [&declared, &other] {
            assert_eq!(followed(&house, declared).await.closing.unwrap().told, "Vos sauvegardes ont suffi.");
            let view = house.view(declared.incident).await;
            assert!(view.journal.iter().any(|e| e.kind == "close" && e.body == "À revoir en interne."));
        }
    }

    async fn a_program_that_pulls_by_a_token_of_the_structure_has_not_read(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[]).await;
        let Caller::Person(mut person) = structure(&[crate::house::RENNES]) else { unreachable!() };
        person.limited_to = Some([Permission::DeclarationRead].into());
        house.incidents.of_declaration(&Caller::Person(person), declared.declaration).await.unwrap();
        assert_eq!(lines(&house, &declared).await, [line("receipt", false, None, false)]);
        house.incidents.of_declaration(&structure(&[crate::house::RENNES]), declared.declaration).await.unwrap();
        assert_eq!(lines(&house, &declared).await, [line("receipt", false, None, true)]);
    }
}
