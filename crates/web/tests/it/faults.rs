//! What people see of a database that is locked and of a disk that is full: a sentence, the number to call, and all that
//! they typed.

use std::{sync::Arc, time::Duration};

use serde_json::json;
use storage::{
    Desk, Durability, Engine, Store, args, on_both_engines, sql,
    testing::{Disk, TestDatabase, database_on},
};

use crate::{
    declaring::{moved, reference, through},
    house::{BRETAGNE, Browser, House, Page, early},
};

const FILE: &str = "/api/v1/declarations";

/// A page that says that it cannot be done now, with the number to call and what was typed.
fn told(page: &Page, typed: &[&str]) {
    assert_eq!((page.status, page.header("retry-after")), (503, "10"), "{}", page.text);
    for word in ["Le service ne répond pas en ce moment.", "href=\"tel:0199002017\""].iter().chain(typed) {
        assert!(page.text.contains(word), "{word} in {}", page.text);
    }
}

/// The fields of a page that keeps what was typed, as its button sends them.
fn kept(page: &Page) -> Vec<(String, String)> {
    let hidden = page.text.split("<input type=\"hidden\" name=\"").skip(1);
    let unescape = |text: &str| {
        text.replace("&#60;", "<").replace("&#62;", ">").replace("&#34;", "\"").replace("&#38;", "&")
    };
    hidden
        .filter_map(|input| input.split_once("\" value=\""))
        .map(|(name, rest)| (name.to_owned(), unescape(rest.split_once('"').unwrap().0)))
        .collect()
}

async fn send_again(browser: &Browser<'_>, path: &str, page: &Page) -> Page {
    let fields = kept(page);
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post_bare(path, &fields, &[("sec-fetch-site", "same-origin")]).await
}

on_both_engines! {
    /// H07: somebody else holds the database for longer than one waits.
    async fn abuse_h07_a_locked_database_is_said_and_nothing_typed_is_lost(database) {
        let patience = Duration::from_millis(200);
        let store = Store::open_with(&database.url, Durability::Durable, patience).await.unwrap();
        let house = House::on(database.clone(), Desk { store: store.clone(), ..database.desk() }).await;
        let browser = house.browser();
        through(&browser, "Une seule fois.").await;
        let other = house.browser();
        other.get("/declarer/etape/2").await;

        let mut lock = database.store.write().await.unwrap();
        let statement = sql!(
            sqlite: "SELECT 1 AS locked",
            postgres: "LOCK TABLE drafts, declarations, declaration_sessions IN ACCESS EXCLUSIVE MODE"
        );
        lock.all(statement, args![], |_| Ok(())).await.unwrap();
        let screen = other.post("/declarer/etape/2", &[("summary", "Écrans <noirs> & \"muets\""), ("noticed_at", "hier")]).await;
        told(&screen, &["Écrans &#60;noirs&#62; &#38; &#34;muets&#34;", "value=\"hier\""]);
        let last = browser.post("/declarer/etape/4", &[("kind", "ransom")]).await;
        told(&last, &["value=\"ransom\""]);
        let program = browser.api("post", FILE, &[], &early(BRETAGNE, "Une panne.")).await;
        assert_eq!((program.status, program.header("retry-after")), (503, "10"), "{}", program.text);
        for page in ["/", "/en", "/declarer/dois-je-declarer", "/healthz"] {
            assert_eq!(house.browser().get(page).await.status, 200, "{page} needs nothing of the database");
        }
        drop(lock);

        moved(&send_again(&other, "/declarer/etape/2", &screen).await, "/declarer/etape/3");
        assert!(other.get("/declarer/etape/2").await.text.contains("Écrans &#60;noirs&#62; &#38; &#34;muets&#34;"));
        moved(&send_again(&browser, "/declarer/etape/4", &last).await, "/suivi");
        store.close().await;
    }

    /// A handler that breaks loses nothing of what was typed either.
    async fn what_was_typed_outlives_its_handler(database) {
        let house = House::new(database.clone()).await;
        let browser = house.browser();
        browser.get("/declarer/etape/2").await;
        let mut unit = database.store.write().await.unwrap();
        unit.run(sql!("ALTER TABLE drafts RENAME TO drafts_elsewhere"), args![]).await.unwrap();
        unit.commit().await.unwrap();
        let broken = browser.post("/declarer/etape/2", &[("summary", "Tout est noir."), ("noticed_at", "hier")]).await;
        assert_eq!(broken.status, 500);
        assert!(broken.text.contains("value=\"Tout est noir.\"") && broken.text.contains("tel:0199002017"), "{}", broken.text);
    }
}

async fn attach(browser: &Browser<'_>, bytes: &str) -> Page {
    let token = browser.get("/connexion").await.token();
    let body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"jeton\"\r\n\r\n{token}\r\n--b\r\nContent-Disposition: form-data; \
         name=\"fichier\"; filename=\"a.log\"\r\n\r\n{bytes}\r\n--b--\r\n"
    );
    let headers = [("content-type", "multipart/form-data; boundary=b"), ("sec-fetch-site", "same-origin")];
    browser.raw("post", "/suivi/fichier", &headers, body).await
}

/// R03: the disk on which all stands is full: screens, the API and files say so; then there is room again.
async fn full_disk(engine: Engine) {
    let disk = Disk::new(if engine == Engine::Sqlite { 32 } else { 192 });
    let (url, _server) = database_on(engine, &disk);
    let database = Arc::new(TestDatabase::at(&url, disk.folder()).await);
    let house = House::new(database.clone()).await;
    let (before, code) = house.declared(BRETAGNE, "Celle d’avant.").await;
    let declarant = house.declarant(&before, &code).await;
    moved(&attach(&declarant, "le journal d’avant").await, "/suivi#fichiers");
    let writer = house.browser();
    through(&writer, "Écrit avant, gardé après.").await;

    let ballast = disk.fill(0);
    // A page that is begun still takes a few rows: more, until the engine asks the disk for another.
    let fields = |n: u32| [("summary", format!("{n} ").repeat(800)), ("noticed_at", "hier".to_owned())];
    let mut screens = 0;
    let screen = loop {
        let fields = fields(screens);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page = house.browser().post("/declarer/etape/2", &fields).await;
        if page.status != 303 {
            break page;
        }
        screens += 1;
        assert!(screens < 2000, "the disk is never full");
    };
    told(&screen, &[&fields(screens)[0].1.trim_end().replace('"', "&#34;")]);
    // PostgreSQL gives each table pages of its own: where one is full, another may still take a row, and then keeps it.
    let mut filed = writer.post("/declarer/etape/4", &[("kind", "ransom")]).await;
    if engine == Engine::Sqlite || filed.status != 303 {
        told(&filed, &["value=\"ransom\""]);
    }
    let program = writer.api("post", FILE, &[], &early(BRETAGNE, "Une panne.")).await;
    if engine == Engine::Sqlite || program.status != 201 {
        assert_eq!((program.status, program.header("retry-after")), (503, "10"), "{}", program.text);
    }
    told(&attach(&declarant, &"x".repeat(500_000)).await, &[]);

    std::fs::remove_file(ballast).unwrap();
    // PostgreSQL may need a moment to come back from a log that it could not extend.
    for _ in 0..50 {
        if filed.status != 503 {
            break;
        }
        filed = send_again(&writer, "/declarer/etape/4", &filed).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    moved(&filed, "/suivi");
    let receipt = writer.get("/suivi").await;
    assert!(receipt.text.contains("Écrit avant, gardé après."), "{}", receipt.text);
    assert_ne!(reference(&receipt), before);
    moved(&attach(&declarant, &"y".repeat(500_000)).await, "/suivi#fichiers");
    let holder = [("vigie-follow-up-code", code.as_str())];
    let seen = house.browser().raw("get", &format!("{FILE}/{before}"), &holder, "").await.json();
    assert_eq!(seen["versions"][0]["answers"]["summary"], json!("Celle d’avant."));
    let mut sizes: Vec<_> =
        seen["attachments"].as_array().unwrap().iter().map(|file| file["size"].as_i64()).collect();
    sizes.sort_unstable();
    assert_eq!(
        sizes,
        [Some(20), Some(500_000)],
        "what came before, and what was sent again: nothing half-written"
    );
    let kept = std::fs::read_dir(disk.folder().join("objects")).unwrap().count();
    assert_eq!(kept, 2);
    database.store.close().await;
}

#[test]
fn fault_r03_a_full_disk_is_a_page_that_keeps_what_was_typed_sqlite() {
    tokio::runtime::Runtime::new().unwrap().block_on(full_disk(Engine::Sqlite));
}

#[test]
fn fault_r03_a_full_disk_is_a_page_that_keeps_what_was_typed_postgres() {
    tokio::runtime::Runtime::new().unwrap().block_on(full_disk(Engine::Postgres));
}
