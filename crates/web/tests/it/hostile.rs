//! What is sent to find the seams: cookies set beforehand, floods of words, letters that are none.

use serde_json::json;
use storage::on_both_engines;

use crate::house::{BRETAGNE, House, early};

const FILE: &str = "/api/v1/declarations";

/// What templates, words and formats put in braces.
pub const BRACES: &str = "{{ 7 * 7 }} {% raw %} { $reference } {-brand} {0} ${7} #{7}";

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

    /// C13: in every free text of a declaration, on both sides of it, in its receipt and in what programs read, the braces
    /// are those that were typed.
    async fn abuse_c13_braces_are_letters_wherever_a_declaration_is_read(database) {
        let house = House::new(database).await;
        let mut told = early(BRETAGNE, "");
        let mut words = Vec::new();
        for field in house.services.declarations.schema().fields() {
            if matches!(field.kind, declarations::rules::Kind::Text | declarations::rules::Kind::LongText) {
                let text = format!("{BRACES} {}", words.len());
                let at = field.name.split('.').fold(&mut told, |at, part| &mut at[part]);
                *at = json!(&text);
                words.push((field.name.clone(), text));
            }
        }
        assert!(words.len() > 10, "{words:?}");
        let (reference, code) = house.declared_as(&told).await;
        let declarant = house.declarant(&reference, &code).await;
        assert_eq!(declarant.post("/suivi/message", &[("message", BRACES)]).await.status, 303);
        let nation = access::Standing { role: access::Role::Analyst, reach: access::Reach::Nation };
        let staff = house.staff("alix", vec![nation]).await;
        let queue = staff.get("/cellule").await.text;
        let row = queue.split("<tr>").find(|row| row.contains(&reference)).unwrap();
        let path = row.split_once("href=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
        for act in ["note", "answer"] {
            let field = if act == "note" { "note" } else { "message" };
            assert_eq!(staff.post(&format!("{path}/{act}"), &[(field, BRACES)]).await.status, 303);
        }
        let holder = [("vigie-follow-up-code", code.as_str())];
        let json = declarant.raw("get", &format!("{FILE}/{reference}"), &holder, "").await.text;
        let (page, dossier) = (declarant.get("/suivi").await.text, staff.get(&path).await.text);
        let receipt = declarant.get("/suivi/accuse.pdf").await;
        assert_eq!(receipt.status, 200, "{}", receipt.text);
        for (name, text) in &words {
            assert!(page.contains(text), "{name}: {page}");
            assert!(dossier.contains(text), "{name}: {dossier}");
            assert!(json.contains(text), "{name}: {json}");
        }
        assert!(receipt.text.contains(&words[0].1), "{}", receipt.text);
        for text in [&page, &dossier] {
            assert!(text.matches(BRACES).count() > words.len() + 1, "messages and notes: {text}");
        }
    }

    /// E10: whatever address is written, previewed, checked, published or read, nobody here goes there.
    async fn abuse_e10_no_link_is_ever_followed(database) {
        let house = House::new(database).await;
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let there = format!("https://{}/", listener.local_addr().unwrap());
        let standings = |role| vec![access::Standing { role, reach: access::Reach::Nation }];
        let editor = house.staff("redacteur", standings(access::Role::Editor)).await;
        let lead = house.staff("responsable", standings(access::Role::Lead)).await;
        let plain = format!("## Ici\n\n[là]({there}a), <{there}b>, {there}c");
        let drawn = format!("{plain}\n\n![x]({there}d.png)\n\n<img src=\"{there}e.png\">");
        let fields = |body: String| {
            [
                ("title_fr", "Une adresse".to_owned()),
                ("summary_fr", format!("Voir {there}f")),
                ("body_fr", body),
                ("tlp", "CLEAR".to_owned()),
                ("source-title", "Avis".to_owned()),
                ("source-publisher", "Exemplia".to_owned()),
                ("source-url", format!("{there}g")),
                ("slug_fr", "une-adresse".to_owned()),
                ("vu", "1".to_owned()),
            ]
        };
        for body in [drawn, plain] {
            let typed = fields(body);
            let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
            assert_eq!(editor.post("/redaction/apercu/news", &typed).await.status, 200);
            let begun = editor.post("/redaction/nouveau/news", &typed).await;
            let text = begun.header("location").split('?').next().unwrap().to_owned();
            assert_eq!(editor.get(&format!("{text}?dit=saved")).await.status, 200, "what it links to is checked");
            let review = lead.get(&format!("{text}/relecture")).await.text;
            let vu = review.split_once("name=\"vu\" value=\"").unwrap().1.split('"').next().unwrap();
            lead.post(&format!("{text}/alone"), &[("vu", vu), ("reason", "Vite.")]).await;
        }
        for path in ["", ".json", ".pdf"] {
            let got = house.browser().get(&format!("/actualites/2026/une-adresse{path}")).await;
            assert!(got.status == 200 && got.text.contains(&there), "{path}: {}", got.text);
        }
        for path in ["/actualites/rss.xml", "/actualites/atom.xml", "/actualites/feed.json"] {
            assert!(house.browser().get(path).await.text.contains(&there), "{path}");
        }
        let (reference, code) = house.declared(BRETAGNE, &format!("Un courriel mène à {there}h")).await;
        let declarant = house.declarant(&reference, &code).await;
        declarant.post("/suivi/message", &[("message", &format!("Et à {there}i"))]).await;
        let analyst = house.staff("alix", standings(access::Role::Analyst)).await;
        let queue = analyst.get("/cellule").await.text;
        let row = queue.split("<tr>").find(|row| row.contains(&reference)).unwrap();
        let path = row.split_once("href=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
        assert!(analyst.get(&path).await.text.contains(&format!("{there}h")));
        let called = listener.accept().map(|(_, from)| from);
        assert_eq!(called.unwrap_err().kind(), std::io::ErrorKind::WouldBlock, "somebody went there");
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
            let answers = &seen["versions"][0]["answers"];
            assert_eq!(field.split('.').fold(answers, |at, part| &at[part]), stored, "{field}");
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
