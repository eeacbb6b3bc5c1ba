//! What leaves by mail, through a real server.

use std::sync::Arc;

use declarations::jobs::{Postroom, handlers};
use jobs::Worker;
use mail::{Post, testing::Sink};
use storage::on_both_engines;
use vocabulary::{Language, MailAddress, Wording};

use crate::house::{House, early, typed};

/// Says keys and arguments, so that a test sees what was told.
struct Keys;

impl Wording for Keys {
    fn text(&self, language: Language, key: &str, arguments: &[(&str, String)]) -> String {
        format!("{} {key} {arguments:?}", language.tag())
    }
}

fn worker(house: &House, sink: &Sink, on_call: &str) -> Worker {
    let from = MailAddress::parse("vigie@vigie.example").unwrap();
    let room = Postroom {
        desk: house.database.desk(),
        post: Post::smtp(&sink.url(), from, "Cellule").unwrap(),
        wording: Arc::new(Keys),
        base_url: "https://vigie.example".to_owned(),
        operator: "Cellule".to_owned(),
        emergency_phone: "01 99 00 20 17".to_owned(),
        on_call: on_call.to_owned(),
        follower: Arc::new(Vec::new()),
    };
    Worker::new(house.database.desk(), handlers(&room))
}

on_both_engines! {
    async fn abuse_b04_the_receipt_says_that_it_arrived_and_nothing_of_what_was_declared(database) {
        let house = House::new(database).await;
        let filed = house.file(early()).await.unwrap();
        let sink = Sink::start(&house.database.folder().join("sink"));
        worker(&house, &sink, "").drain().await.unwrap();
        let taken = sink.messages();
        assert_eq!(taken.len(), 1);
        assert!(taken[0].contains("camille@vigie.example") && taken[0].contains(&filed.reference));
        let flat = taken[0].replace("=\r\n", "").replace("=\n", "");
        assert!(flat.contains("/declarer/premiers-gestes"), "{flat}");
        let code = filed.code.unwrap();
        for secret in ["ran=C3=A7on", "rançon", code.digits(), &code.grouped(), "Camille"] {
            assert!(!taken[0].contains(secret), "{secret}");
        }
    }

    async fn fault_r08_a_mail_server_down_for_a_day_delays_and_loses_nothing(database) {
        let house = House::new(database).await;
        let sink = Sink::start(&house.database.folder().join("sink"));
        let worker = worker(&house, &sink, "");
        sink.down(true);
        let (first, caller) = house.declarant().await;
        let analyst = crate::house::staff(access::Role::Analyst, None);
        for word in ["Un", "Deux"] {
            house.declarations.message(&analyst, first.id, word).await.unwrap();
        }
        for _ in 0..144 {
            worker.drain().await.unwrap();
            house.database.clock.advance(600);
        }
        assert!(sink.messages().is_empty());
        sink.down(false);
        for _ in 0..5 {
            worker.drain().await.unwrap();
            house.database.clock.advance(600);
        }
        let keys: Vec<bool> = sink.messages().iter().map(|m| m.contains("mail-receipt-subject")).collect();
        assert_eq!(keys, [true, false, false], "in order, once each");
        drop(caller);
    }

    async fn fault_r08_an_answer_lost_after_the_data_sends_the_same_message_id_again(database) {
        let house = House::new(database).await;
        let mut declared = early();
        declared.insert("declarant.email".into(), vec!["cut@vigie.example".into()]);
        house.file(declared).await.unwrap();
        let sink = Sink::start(&house.database.folder().join("sink"));
        let worker = worker(&house, &sink, "");
        for _ in 0..5 {
            worker.drain().await.unwrap();
            house.database.clock.advance(60);
        }
        let taken = sink.messages();
        assert_eq!(taken.len(), 2, "the copy whose answer was lost, and one more");
        assert_eq!(taken[0], taken[1]);
    }

    async fn fault_r08_an_address_that_does_not_answer_holds_nobody_elses_letter_up(database) {
        let house = House::new(database).await;
        let sink = Sink::start(&house.database.folder().join("sink"));
        let worker = worker(&house, &sink, "");
        let (filed, caller) = house.declarant().await;
        for bad in ["later@vigie.example", "refused@vigie.example"] {
            house.declarations.pass_hand(&caller, filed.id, "Dominique Fictif", bad).await.unwrap();
        }
        let analyst = crate::house::staff(access::Role::Analyst, None);
        house.declarations.message(&analyst, filed.id, "Un").await.unwrap();
        for _ in 0..50 {
            worker.drain().await.unwrap();
            house.database.clock.advance(600);
        }
        let taken = sink.messages();
        assert!(taken.iter().all(|message| message.contains("camille@vigie.example")), "{taken:?}");
        let news = taken.iter().filter(|message| message.contains("mail-news-subject")).count();
        assert_eq!((taken.len(), news), (2, 1), "each once: {taken:?}");
    }

    async fn an_interrupted_draft_rings_the_on_call_person_once(database) {
        let house = House::new(database).await;
        let sink = Sink::start(&house.database.folder().join("sink"));
        let worker = worker(&house, &sink, "astreinte@vigie.example");
        let screen = typed(&[("care", "potential"), ("declarant.phone", "06 39 98 12 34")]);
        house.declarations.draft_keep(&access::Caller::Nobody, None, Language::Fr, screen, "a").await.unwrap();
        for _ in 0..30 {
            worker.drain().await.unwrap();
            house.database.clock.advance(60);
        }
        let taken = sink.messages();
        assert_eq!(taken.len(), 1);
        assert!(taken[0].contains("mail-draft-alarm-subject"));
    }
}
