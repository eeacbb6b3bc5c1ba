//! What is new, as it happens: to whom it is told, and that it takes little.

use std::time::Duration;

use access::{Caller, Reach, Role, Standing};
use serde_json::json;
use storage::on_both_engines;
use web::Streams;

use crate::{
    house::{BRETAGNE, Browser, House, Listened, PARIS, email},
    rights::{declared, region},
};

const NEWS: &str = "/cellule/nouveautes?depuis=0";
const LONG: Duration = Duration::from_mins(10);

/// Looks often, and says nothing twice.
fn quick() -> Streams {
    Streams { look: Duration::from_millis(20), beat: LONG, ..Streams::default() }
}

async fn of<'a>(house: &'a House, name: &str, role: Role, reach: Reach) -> Browser<'a> {
    house.staff(name, vec![Standing { role, reach }]).await
}

/// Somebody who listens, and was told how things are.
async fn listening(browser: &Browser<'_>, path: &str) -> Listened {
    let mut stream = browser.listen(path).await;
    assert_eq!(stream.page.status, 200);
    stream.told().await;
    stream
}

/// What somebody is told until the end.
async fn rest(stream: &mut Listened) -> String {
    let mut all = String::new();
    while let Some(said) = stream.next().await {
        all += &said;
    }
    all
}

on_both_engines! {
    async fn abuse_a02_a_stream_tells_nothing_of_elsewhere(database) {
        let house = House::new(database).await;
        house.site.limit_streams(quick());
        house.declared(PARIS, "Une panne de courant.").await;
        let analyst = of(&house, "analyste", Role::Analyst, Reach::Nation).await;
        let own = of(&house, "ars53", Role::Ars, region("53")).await;
        let elsewhere = of(&house, "ars11", Role::Ars, region("11")).await;
        let since = format!("/cellule/nouveautes?depuis={}", house.services.clock.now().millis());
        house.database.clock.advance(1);
        let mut streams = Vec::new();
        for browser in [&analyst, &own, &elsewhere] {
            let mut stream = browser.listen(&since).await;
            assert_eq!(stream.page.header("content-type"), "text/event-stream");
            assert_eq!(stream.page.header("cache-control"), "no-store");
            assert_eq!(stream.page.header("x-accel-buffering"), "no");
            let told = stream.told().await;
            assert_eq!(told, browser.get(&since).await.json(), "what is told is what asking tells");
            assert_eq!(told["changed"], 0);
            streams.push(stream);
        }
        let before = trail::newest(&mut house.database.store.read().await.unwrap()).await.unwrap();
        let (reference, _) = house.declared(BRETAGNE, "Une panne.").await;
        let filed = trail::newest(&mut house.database.store.read().await.unwrap()).await.unwrap();
        let mut others = streams.split_off(2);
        for (stream, browser) in streams.iter_mut().zip([&analyst, &own]) {
            let told = stream.told().await;
            assert_eq!((&told["changed"], told["text"].as_str().unwrap()), (&json!(1), "Une nouveauté : l’afficher"));
            assert_eq!(told, browser.get(&since).await.json());
            assert!(!told.to_string().contains(&reference), "how many, not what");
        }
        assert!(others[0].is_silent().await, "not even that something happened");
        assert_eq!(elsewhere.get(&since).await.json()["changed"], 0);
        let told = trail::newest(&mut house.database.store.read().await.unwrap()).await.unwrap();
        assert!(filed > before && told == filed, "listening is not told of");

        // In the reader's language.
        let english = since.replace("/cellule/nouveautes", "/en/unit/news");
        assert_eq!(analyst.listen(&english).await.told().await["text"], "One novelty: show it");
    }

    /// Whoever may not ask may not listen either: the same refusal, letter by letter.
    async fn who_may_not_ask_may_not_listen(database) {
        let house = House::new(database).await;
        house.site.limit_streams(quick());
        let (_, all) = declared(&house).await;
        let (mut open, mut closed) = (0, 0);
        for somebody in &all {
            let asked = somebody.browser.get(NEWS).await;
            let mut stream = somebody.browser.listen(NEWS).await;
            // Where a page leads elsewhere, a stream just is not.
            let expected = if asked.status == 303 { 204 } else { asked.status };
            assert_eq!(stream.page.status, expected, "{}", somebody.what);
            assert_eq!(stream.page.header("location"), "", "{}", somebody.what);
            if asked.status == 200 {
                assert_eq!(stream.told().await, asked.json(), "{}", somebody.what);
                open += 1;
            } else {
                assert_eq!(rest(&mut stream).await, asked.text, "{}", somebody.what);
                closed += 1;
            }
        }
        assert!(open > 3 && closed > 3, "{open} {closed}");
    }

    async fn a_stream_ends_with_the_session_the_account_and_the_role(database) {
        let house = House::new(database).await;
        house.site.limit_streams(Streams { beat: Duration::from_millis(100), ..quick() });
        let program = Caller::Program("test");
        let leaves = of(&house, "part", Role::Analyst, Reach::Nation).await;
        let closed = of(&house, "ferme", Role::Analyst, Reach::Nation).await;
        let moved = of(&house, "change", Role::Ars, region("53")).await;
        let charge = of(&house, "charge", Role::Administrator, Reach::Nation).await;
        let stays = of(&house, "reste", Role::Analyst, Reach::Nation).await;
        let mut streams = Vec::new();
        for browser in [&leaves, &closed, &moved, &stays] {
            streams.push(listening(browser, NEWS).await);
        }
        assert_eq!(leaves.post("/deconnexion", &[]).await.status, 303);
        house.services.accounts.disable(&program, &email("ferme")).await.unwrap();
        let list = house.services.accounts.list(&program).await.unwrap();
        let id = list.iter().find(|(account, _)| account.name == "change").unwrap().0.id;
        let act = format!("/administration/comptes/{id}/roles");
        let changed = charge.post(&act, &[("vu", "1"), ("roles", "ars"), ("regions", "11")]).await;
        assert_eq!(changed.status, 303, "{}", changed.text);
        house.declared(BRETAGNE, "Une panne.").await;
        for (stream, who) in streams.iter_mut().zip(["left", "closed", "moved"]) {
            let said = rest(stream).await;
            assert!(!said.contains("\"changed\":1") && !said.contains("full"), "{who}: {said}");
        }
        while streams[3].told().await["changed"] != 1 {}
        // What they now are, the page is told anew.
        assert_eq!(listening(&moved, NEWS).await.told().await["changed"], 0);
    }

    /// H05: however many listen, so many are held, the last that came; those before are told so, and ask instead. Each holds at
    /// most what it says next.
    async fn abuse_h05_streams_are_bounded_and_the_oldest_makes_room_politely(database) {
        const MOST: usize = 20;
        const EACH: usize = 12;
        let house = House::new(database).await;
        house.site.limit_streams(Streams { most: MOST, each: EACH, ..quick() });
        let mut people = Vec::new();
        for name in ["a", "b", "c", "d"] {
            people.push(of(&house, name, Role::Analyst, Reach::Nation).await);
        }
        let mut streams = Vec::new();
        for number in 0..200 {
            streams.push(listening(&people[number % people.len()], NEWS).await);
        }
        let mut held = streams.split_off(200 - MOST);
        for mut stream in streams {
            assert!(stream.made_room().await);
        }
        assert_eq!(people[0].get(NEWS).await.status, 200, "who asks instead is answered");

        // Whoever opens many takes few places, then their own.
        for _ in 0..60 {
            held.push(listening(&people[0], NEWS).await);
        }
        let (mut streams, mut own) = (Vec::new(), 0);
        for (number, mut stream) in held.into_iter().enumerate() {
            if !stream.made_room().await {
                own += usize::from(number >= MOST || number % people.len() == 0);
                streams.push(stream);
            }
        }
        assert_eq!((own, streams.len()), (EACH, MOST));

        // Much happens while nobody reads: each is told once, how things are then.
        for _ in 0..3 {
            house.declared(BRETAGNE, "Une panne.").await;
            tokio::time::sleep(Duration::from_millis(60)).await;
        }
        for stream in &mut streams {
            assert_eq!(stream.told().await["changed"], 3);
        }
        for stream in [0, MOST - 1] {
            assert!(streams[stream].is_silent().await);
        }

        // Who goes gives the place back.
        drop(streams);
        let mut again = Vec::new();
        for number in 0..MOST {
            again.push(listening(&people[number % people.len()], NEWS).await);
        }
        assert!(again[0].is_silent().await);
    }
}
