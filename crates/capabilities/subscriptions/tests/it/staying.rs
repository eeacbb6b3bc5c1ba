//! What is kept of a person, and that nothing stays of who left.

use access::Caller;
use publications::rules::Kind;
use storage::{
    on_both_engines,
    testing::{traces, unpreparable},
};
use subscriptions::{Subscriptions, Sweep};
use vocabulary::Tlp;

use crate::house::{House, Mail, all, code, draft};

/// A word that stands nowhere but in the address, and is indexed as it stands.
const WORD: &str = "zyxdahlia4711";

fn files(house: &House) -> Vec<Mail> {
    let folder = house.database.folder().join("mail");
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries.map(|entry| Mail::read(&std::fs::read_to_string(entry.unwrap().path()).unwrap())).collect()
}

async fn settle(house: &House) {
    house.database.store.settle().await.unwrap();
}

on_both_engines! {
    async fn abuse_g10_nothing_stays_of_an_address_that_left(database) {
        let house = House::filing(database.clone());
        let s = &house.subscriptions;
        let email = format!("{WORD}@a.fr");
        s.ask(&email, &all(), "192.0.2.1").await.unwrap();
        house.work().await;
        let link = files(&house)[0].link("confirmer?cle=");
        s.confirm(&Caller::Nobody, &link).await.unwrap();
        s.ask_change(&email, vocabulary::Language::Fr, "192.0.2.1").await.unwrap();
        house.published(Kind::News, draft("Une nouvelle", Tlp::Clear, 1)).await;
        house.work().await;
        // Negative control: before, it is found wherever it was written.
        let before = traces(&database, WORD).await;
        for place in ["subscribers.email", "subscription_requests.email"] {
            assert!(before.iter().any(|found| found == place), "{place} in {before:?}");
        }
        assert_eq!(before.iter().filter(|found| found.contains("/mail/")).count(), 3, "{before:?}");
        let end = files(&house).iter().find(|mail| mail.body.contains("desinscription")).unwrap().link("desinscription?cle=");
        s.end(&Caller::Nobody, &end).await.unwrap();
        house.work().await;
        settle(&house).await;
        assert_eq!(traces(&database, WORD).await, Vec::<String>::new());
        // The marks of the limit alone stay, and go with it; nobody else's are touched.
        assert_eq!(code(s.confirm(&Caller::Nobody, &link).await), "link-spent");
        s.ask("autre@a.fr", &all(), "192.0.2.2").await.unwrap();
        database.clock.advance(24 * 3600 + 1);
        assert_eq!(sweep(&house, 0).await, Sweep { paces: 4, ..Sweep::default() });
        assert_eq!(sweep(&house, 0).await, Sweep::default());
    }

    async fn a_request_that_nobody_confirmed_goes(database) {
        let house = House::filing(database.clone());
        house.subscriptions.ask(&format!("{WORD}@a.fr"), &all(), "192.0.2.1").await.unwrap();
        house.subscriptions.ask("reste@a.fr", &all(), "192.0.2.1").await.unwrap();
        house.work().await;
        for mail in files(&house) {
            if mail.head.contains("reste@") {
                house.subscriptions.confirm(&Caller::Nobody, &mail.link("confirmer?cle=")).await.unwrap();
            }
        }
        assert_eq!(sweep(&house, 0).await.requests, 0);
        database.clock.advance(3 * 24 * 3600);
        let swept = sweep(&house, 0).await;
        assert_eq!((swept.requests, swept.told), (2, 0));
        std::fs::remove_dir_all(database.folder().join("mail")).unwrap();
        settle(&house).await;
        assert_eq!(traces(&database, WORD).await, Vec::<String>::new());
        assert!(traces(&database, "reste").await.contains(&"subscribers.email".to_owned()));
        // Who was told of what is forgotten in its time, and counts stay.
        house.published(Kind::News, draft("Une nouvelle", Tlp::Clear, 1)).await;
        house.work().await;
        assert_eq!(sweep(&house, 3600).await.told, 0);
        database.clock.advance(3600);
        assert_eq!(sweep(&house, 3600).await.told, 1);
        let sent = house.subscriptions.sent(&crate::house::editor(1)).await.unwrap();
        assert_eq!((sent.mailings[0].sent, sent.subscribers.len()), (1, 1));
    }

    async fn every_statement_can_be_prepared(database) {
        assert_eq!(unpreparable(&database.store).await, Vec::<String>::new());
    }
}

/// What a purge takes away, of those told of something that many seconds ago.
async fn sweep(house: &House, told: i64) -> Sweep {
    let now = house.database.desk().now();
    let mut unit = house.database.store.write().await.unwrap();
    let swept = Subscriptions::sweep_in(&mut unit, now, now.plus_seconds(-told), 1000).await.unwrap();
    unit.commit().await.unwrap();
    swept
}
