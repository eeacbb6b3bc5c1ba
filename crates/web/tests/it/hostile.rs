//! What is sent to find the seams: cookies set beforehand, floods of words, letters that are none.

use serde_json::json;
use storage::on_both_engines;

use crate::house::{BRETAGNE, House, early};

const FILE: &str = "/api/v1/declarations";

on_both_engines! {
    /// B07: whatever cookie somebody put there before, what a code opens is new, and theirs alone.
    async fn abuse_b07_a_cookie_set_before_the_code_opens_nothing_after(database) {
        let house = House::new(database).await;
        let (own, own_code) = house.declared(BRETAGNE, "Celle de qui attend.").await;
        let waiting = house.declarant(&own, &own_code).await;
        let planted = waiting.cookies.lock().unwrap()["suivi"].clone();
        let (reference, code) = house.declared(BRETAGNE, "Celle de qui vient.").await;
        let mut given = vec!["fixed".to_owned(), planted];
        for _ in 0..3 {
            let browser = house.browser();
            let before = given.last().unwrap().clone();
            browser.cookies.lock().unwrap().insert("suivi".to_owned(), before);
            let entered = browser.post("/suivi", &[("reference", &reference), ("code", &code)]).await;
            assert_eq!(entered.status, 303, "{}", entered.text);
            let session = browser.cookies.lock().unwrap()["suivi"].clone();
            assert!(!given.contains(&session), "a new one each time");
            assert!(browser.get("/suivi").await.text.contains(&reference));
            given.push(session);
        }
        let seen = waiting.get("/suivi").await.text;
        assert!(seen.contains(&own) && !seen.contains(&reference), "the planted cookie opens what it opened");
    }

    /// C10: ten thousand words are cut before anything is looked up, at each door that takes words.
    async fn abuse_c10_ten_thousand_words_are_answered(database) {
        let house = House::new(database).await;
        let browser = house.browser();
        let many = "ch ".repeat(10_000);
        let query = format!("/api/v1/facilities?q={}", many.trim().replace(' ', "+"));
        let found = browser.raw("get", &query, &[], "").await.json();
        assert_eq!(found["items"][0]["finess"], BRETAGNE, "the first words count");
        let nested = format!("/api/v1/facilities?q={}croisee{}", "(".repeat(5_000), ")".repeat(5_000));
        assert_eq!(browser.raw("get", &nested, &[], "").await.json()["items"], json!([]), "past what is looked at");
        let screen = browser.post("/declarer/etape/3", &[("recherche", &many), ("chercher", "1")]).await;
        assert!(screen.status == 200 && screen.text.contains(&format!("value=\"{BRETAGNE}\"")), "{}", screen.text);
        let nation = access::Standing { role: access::Role::Analyst, reach: access::Reach::Nation };
        let staff = house.staff("alix", vec![nation]).await;
        let queue = staff.get(&format!("/cellule?vue={}", many.replace(' ', "+"))).await;
        assert_eq!(queue.status, 200, "no such view: the usual one");
    }

    /// C11: half of a letter is no text; letters that look like others, or are made of several, are kept composed, shown and
    /// found.
    async fn abuse_c11_letters_that_play_tricks_are_kept_composed_and_shown(database) {
        let house = House::new(database).await;
        let browser = house.browser();
        for half in [r"\ud800", r"\udfff", r"a\ud83c\ud83c", r"\ud800\u0041"] {
            let body = early(BRETAGNE, "HALF").to_string().replace("HALF", half);
            assert_eq!(browser.raw("post", FILE, &[], body).await.status, 400, "{half}");
        }
        let token = browser.get("/declarer/etape/2").await.token();
        let kind = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        let form = format!("summary=avant%ED%A0%80apr%C3%A8s%FF&noticed_at=hier&jeton={token}");
        assert_eq!(browser.raw("post", "/declarer/etape/2", &kind, form).await.status, 303);
        let kept = browser.get("/declarer/etape/2").await.text;
        assert!(kept.contains("avant\u{fffd}") && kept.contains("après\u{fffd}"), "what is no letter is marked: {kept}");

        // Decomposed accents, Cyrillic letters that look Latin, a family joined by ZWJ, a letter of four bytes, a bell.
        let typed = "L’ho\u{302}pital СНU \u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} \u{1d573} sonne\u{7} e\u{301}";
        let stored = "L’h\u{f4}pital СНU \u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} \u{1d573} sonne \u{e9}";
        let mut body = early(BRETAGNE, typed);
        body["declarant"]["name"] = json!(typed);
        let filed = browser.api("post", FILE, &[], &body).await.json();
        let (reference, code) = (filed["reference"].as_str().unwrap(), filed["follow_up_code"].as_str().unwrap());
        let holder = [("vigie-follow-up-code", code)];
        let path = format!("{FILE}/{reference}");
        let wrote = browser.api("post", &format!("{path}/messages"), &holder, &json!({ "text": typed })).await;
        assert_eq!(wrote.status, 201);
        let seen = browser.raw("get", &path, &holder, "").await.json();
        for field in ["summary", "declarant.name"] {
            assert_eq!(seen["versions"][0]["answers"][field][0], stored, "{field}");
        }
        assert_eq!(seen["messages"][0]["text"], stored);
        let page = house.declarant(reference, code).await.get("/suivi").await.text;
        assert!(page.matches(stored).count() >= 3, "{page}");

        for word in ["croise\u{301}e", "CROISÉE", "ｃｒｏｉｓｅｅ"] {
            let found = browser.raw("get", &format!("/api/v1/facilities?q={}", encoded(word)), &[], "").await.json();
            assert_eq!(found["items"][0]["finess"], BRETAGNE, "{word}");
        }
        let alike = browser.raw("get", &format!("/api/v1/facilities?q={}", encoded("сrоisее")), &[], "").await.json();
        assert_eq!(alike["items"], json!([]), "Cyrillic that looks like it is another word");
    }
}

fn encoded(word: &str) -> String {
    form_urlencoded::byte_serialize(word.as_bytes()).collect()
}
