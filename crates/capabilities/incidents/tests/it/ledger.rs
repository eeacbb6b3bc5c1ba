//! Who is told, why, and once.

use std::{collections::BTreeMap, sync::Arc};

use access::Role;
use incidents::{
    IncidentView, Nis2,
    jobs::{Noticeboard, handlers},
};
use jobs::{Claimed, Outcome, Worker};
use mail::{Post, testing::Sink};
use storage::on_both_engines;
use vocabulary::{Language, MailAddress, Wording};

use crate::house::{House, PARIS, RENNES, ars, at, staff};

/// Says keys and arguments, so that a test sees what was told.
pub struct Keys;

impl Wording for Keys {
    fn text(&self, language: Language, key: &str, arguments: &[(&str, String)]) -> String {
        format!("{} {key} {arguments:?}", language.tag())
    }
}

pub fn sink(house: &House) -> Sink {
    Sink::start(&house.database.folder().join("sink"))
}

fn board(house: &House, sink: &Sink, addresses: &[(&str, &str)]) -> Noticeboard {
    let from = MailAddress::parse("vigie@vigie.example").unwrap();
    Noticeboard {
        desk: house.desk.clone(),
        post: Post::smtp(&sink.url(), from, "Cellule").unwrap(),
        wording: Arc::new(Keys),
        base_url: "https://vigie.example".to_owned(),
        operator: "Cellule".to_owned(),
        addresses: addresses
            .iter()
            .map(|(who, to)| ((*who).to_owned(), (*to).to_owned()))
            .collect::<BTreeMap<_, _>>(),
    }
}

pub fn worker(house: &House, sink: &Sink, addresses: &[(&str, &str)]) -> Worker {
    Worker::new(house.desk.clone(), handlers(&board(house, sink, addresses)))
}

pub const ADDRESSES: [(&str, &str); 5] = [
    ("ars-53", "ars53@vigie.example"),
    ("ars-11", "ars11@vigie.example"),
    ("fssi", "fssi@vigie.example"),
    ("corruss", "corruss@vigie.example"),
    ("anssi", "anssi@vigie.example"),
];

/// Lets the jobs run for an hour.
async fn an_hour(house: &House, worker: &Worker) {
    for _ in 0..12 {
        worker.drain().await.unwrap();
        house.database.clock.advance(300);
    }
}

fn told(view: &IncidentView) -> Vec<&str> {
    let mut told: Vec<&str> = view.ledger.iter().map(|notice| notice.rule.as_str()).collect();
    told.sort_unstable();
    told
}

/// To whom mail left, in order of address.
fn mailed(sink: &Sink) -> Vec<String> {
    let to = |message: &String| {
        message.lines().find_map(|line| line.strip_prefix("To: ").map(str::to_owned)).unwrap()
    };
    let mut mailed: Vec<String> = sink.messages().iter().map(to).collect();
    mailed.sort();
    mailed
}

on_both_engines! {
    async fn each_line_of_the_ledger_has_its_rule_and_the_facts_that_made_it_apply(database) {
        let house = House::new(database).await;
        for (rule_set, facts, rules) in [
            ("2022", &[("care", "none")][..], &["2022-fssi"][..]),
            ("2022", &[("care", "actual")], &["2022-ars-sanitary", "2022-corruss-sanitary", "2022-fssi"]),
            ("2022", &[("perimeter", "nation")], &["2022-anssi", "2022-fssi"]),
            ("2017", &[("care", "none")], &["2017-ars"]),
            ("2017", &[("others_at_risk", "yes")], &["2017-ars", "2017-fssi-significant"]),
            ("2017", &[("others_at_risk", "yes"), ("care", "actual")], &["2017-ars", "2017-corruss-significant-sanitary", "2017-fssi-significant"]),
        ] {
            let house = house.under(rule_set, Nis2::Nobody).await;
            let view = house.view(house.declare(facts).await.incident).await;
            assert_eq!(told(&view), rules, "{facts:?}");
            for notice in &view.ledger {
                let always = notice.rule.ends_with("-fssi") || notice.rule == "2017-ars";
                assert_eq!(notice.facts.is_empty(), always, "{}", notice.rule);
                assert!(notice.facts.iter().all(|fact| facts.contains(&(fact.field.as_str(), fact.value.as_str()))), "{notice:?}");
                assert_eq!((notice.queued_at, notice.sent_at, &notice.failure), (at("2026-03-10T09:00:00Z"), None, &None));
            }
        }
    }

    async fn a_notice_leaves_once_and_says_nothing_of_what_was_declared(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[("care", "actual")]).await;
        let sink = sink(&house);
        an_hour(&house, &worker(&house, &sink, &ADDRESSES)).await;
        assert_eq!(mailed(&sink), ["ars53@vigie.example", "corruss@vigie.example", "fssi@vigie.example"]);
        let view = house.view(declared.incident).await;
        assert!(view.ledger.iter().all(|notice| notice.sent_at == Some(at("2026-03-10T09:00:00Z"))));
        let messages = sink.messages();
        for secret in ["Embruns", "Rennes", "Camille", "ran=C3=A7on", "rançon", "camille@"] {
            assert!(messages.iter().all(|message| !message.contains(secret)), "{secret}");
        }
        assert!(messages.iter().all(|message| message.contains(&view.incident.reference)));
    }

    async fn running_the_jobs_again_and_telling_the_facts_again_send_nothing_twice(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[("care", "actual")]).await;
        let sink = sink(&house);
        let (one, other) = (worker(&house, &sink, &ADDRESSES), worker(&house, &sink, &ADDRESSES));
        let (first, second) = tokio::join!(one.drain(), other.drain());
        assert!(first.unwrap() + second.unwrap() >= 3);
        house.amend(&declared, &[("summary", "Les urgences sont touchées aussi.")]).await;
        house.amend(&declared, &[("care", "potential")]).await;
        an_hour(&house, &one).await;
        an_hour(&house, &other).await;
        assert_eq!(mailed(&sink).len(), 3);
        assert_eq!(house.view(declared.incident).await.ledger.len(), 3);
    }

    /// A worker that dies after sending leaves its job to another, who finds in the ledger that it has left.
    async fn fault_r07_a_job_done_again_after_its_lease_sends_nothing_twice(database) {
        let house = House::new(database).await;
        let id = house.declare(&[("care", "none")]).await.incident;
        let sink = sink(&house);
        let notice = house.view(id).await.ledger[0].id;
        let payload = serde_json::json!({ "notice": notice });
        let created_at = house.desk.now();
        let job = |attempt| Claimed { id, kind: "incident.notice".to_owned(), key: notice.to_string(), payload: payload.clone(), attempt, created_at };
        let handler = handlers(&board(&house, &sink, &ADDRESSES)).remove(0);
        for attempt in 1..=2 {
            assert!(matches!(handler.handle(&job(attempt)).await, Ok(Outcome::Done)));
            house.database.clock.advance(300);
        }
        assert_eq!(mailed(&sink), ["fssi@vigie.example"]);
        assert_eq!(house.view(id).await.ledger[0].sent_at, Some(created_at));
    }

    async fn facts_told_later_tell_those_whom_they_concern_and_take_back_nobody(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[("care", "none")]).await;
        house.amend(&declared, &[("care", "actual")]).await;
        let all = ["2022-ars-sanitary", "2022-corruss-sanitary", "2022-fssi"];
        assert_eq!(told(&house.view(declared.incident).await), all);
        house.amend(&declared, &[("care", "none")]).await;
        assert_eq!(told(&house.view(declared.incident).await), all, "who was told was told");
        let trail = house.trail("incident", declared.incident).await;
        assert_eq!(trail.iter().filter(|entry| entry.action == "incident.notice").count(), 3);
    }

    async fn a_site_found_later_tells_the_agency_of_its_region(database) {
        let house = House::new(database).await;
        let declared = house.try_declare(&[("facility_text", "Hôpital des Deux-Ponts"), ("care", "actual")]).await.unwrap();
        let sink = sink(&house);
        let worker = worker(&house, &sink, &ADDRESSES);
        an_hour(&house, &worker).await;
        assert_eq!(mailed(&sink), ["corruss@vigie.example", "fssi@vigie.example"]);
        let view = house.view(declared.incident).await;
        let unsent: Vec<_> = view.ledger.iter().filter(|n| n.sent_at.is_none()).map(|n| (n.recipient.as_str(), n.failure.as_deref())).collect();
        assert_eq!(unsent, [("ars", Some("no-address"))], "said, so that somebody calls");
        house.amend(&declared, &[("facility", PARIS)]).await;
        an_hour(&house, &worker).await;
        assert_eq!(mailed(&sink), ["ars11@vigie.example", "corruss@vigie.example", "fssi@vigie.example"]);
    }

    async fn a_corrected_site_tells_the_other_agency_and_each_once(database) {
        let house = House::new(database).await;
        let declared = house.declare_at(RENNES, &[("care", "actual")]).await;
        let sink = sink(&house);
        let worker = worker(&house, &sink, &ADDRESSES);
        house.amend(&declared, &[("facility", PARIS)]).await;
        house.amend(&declared, &[("facility", RENNES)]).await;
        house.amend(&declared, &[("facility", PARIS)]).await;
        an_hour(&house, &worker).await;
        assert_eq!(mailed(&sink), ["ars11@vigie.example", "ars53@vigie.example", "corruss@vigie.example", "fssi@vigie.example"]);
    }

    async fn a_recipient_whose_server_refuses_is_said_so_in_the_ledger(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[("care", "none")]).await;
        let sink = sink(&house);
        an_hour(&house, &worker(&house, &sink, &[("fssi", "refused@vigie.example")])).await;
        let ledger = house.view(declared.incident).await.ledger;
        assert_eq!((ledger.len(), ledger[0].sent_at), (1, None));
        assert!(ledger[0].failure.as_deref().unwrap().contains("550"), "{:?}", ledger[0].failure);
    }

    async fn fault_r08_a_server_down_for_a_day_delays_each_notice_and_loses_none(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[("care", "actual")]).await;
        let sink = sink(&house);
        let worker = worker(&house, &sink, &ADDRESSES);
        sink.down(true);
        for _ in 0..24 { an_hour(&house, &worker).await; }
        assert!(sink.messages().is_empty());
        assert!(house.view(declared.incident).await.ledger.iter().all(|n| n.sent_at.is_none() && n.failure.is_none()));
        sink.down(false);
        an_hour(&house, &worker).await;
        assert_eq!(mailed(&sink).len(), 3);
        assert!(house.view(declared.incident).await.ledger.iter().all(|notice| notice.sent_at.is_some()));
    }

    async fn fault_r08_a_lost_answer_sends_one_more_copy_with_the_same_identity(database) {
        let house = House::new(database).await;
        house.declare(&[("care", "none")]).await;
        let sink = sink(&house);
        an_hour(&house, &worker(&house, &sink, &[("fssi", "cut@vigie.example")])).await;
        let taken = sink.messages();
        assert_eq!(taken.len(), 2);
        assert_eq!(taken[0], taken[1]);
    }

    async fn who_opened_the_incident_is_noted_as_having_read_once_and_nobody_else(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[("care", "actual")]).await;
        let id = declared.incident;
        let read = async || -> Vec<(String, bool)> {
            let mut read: Vec<_> = house.view(id).await.ledger.into_iter().map(|n| (n.recipient, n.read_at.is_some())).collect();
            read.sort();
            read
        };
        let expected = |ars, corruss, fssi| [("ars".to_owned(), ars), ("corruss".to_owned(), corruss), ("fssi".to_owned(), fssi)];
        assert_eq!(read().await, expected(false, false, false), "the cell's own reading is no recipient's");
        house.incidents.open(&ars("53"), id).await.unwrap();
        assert_eq!(read().await, expected(true, false, false));
        house.database.clock.advance(60);
        house.incidents.open(&ars("53"), id).await.unwrap();
        house.incidents.open(&staff(9, Role::Fssi, &[]), id).await.unwrap();
        assert_eq!(read().await, expected(true, false, true));
        let first = house.view(id).await.ledger.into_iter().find(|notice| notice.recipient == "ars").unwrap();
        assert_eq!(first.read_at, Some(at("2026-03-10T09:00:00Z")), "the first time counts");
    }

    async fn a_program_that_pulls_by_a_token_has_not_read(database) {
        let house = House::new(database).await;
        let id = house.declare(&[("care", "actual")]).await.incident;
        let access::Caller::Person(mut person) = staff(9, Role::Fssi, &[]) else { unreachable!() };
        person.limited_to = Some([access::Permission::IncidentRead].into());
        let view = house.incidents.open(&access::Caller::Person(person), id).await.unwrap();
        assert!(view.ledger.iter().all(|notice| notice.read_at.is_none()));
    }

    async fn an_agency_does_not_read_for_another(database) {
        let house = House::new(database).await;
        let id = house.declare_at(RENNES, &[("care", "actual")]).await.incident;
        // Somebody of the agency of Île-de-France who also follows the nation for the ministry.
        let access::Caller::Person(mut person) = ars("11") else { unreachable!() };
        person.standings.push(access::Standing { role: Role::Fssi, reach: access::Reach::Nation });
        house.incidents.open(&access::Caller::Person(person), id).await.unwrap();
        let ledger = house.view(id).await.ledger;
        let read: Vec<_> = ledger.iter().filter(|n| n.read_at.is_some()).map(|n| n.recipient.as_str()).collect();
        assert_eq!(read, ["fssi"]);
    }
}
