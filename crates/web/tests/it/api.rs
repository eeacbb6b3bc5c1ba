//! The API as other programs rely on it: shapes, idempotency, and JSON that plays tricks.

use serde_json::{Value, json};
use storage::on_both_engines;

use crate::house::{BRETAGNE, House, early};

const FILE: &str = "/api/v1/declarations";

on_both_engines! {
    async fn the_smallest_shapes_are_what_others_rely_on(database) {
        let house = House::new(database).await;
        let program = house.browser();
        let found = program.raw("get", "/api/v1/facilities?q=rennes", &[], "").await.json();
        let item = &found["items"][0];
        assert_eq!((item["finess"].as_str(), item["region"].as_str()), (Some(BRETAGNE), Some("53")));
        assert!(item["name"].is_string() && item["town"].is_string());
        // What is wrong with a number is said while it is typed.
        let wrong = program.raw("get", "/api/v1/facilities?q=359900009", &[("accept-language", "en")], "").await.json();
        assert_eq!((&wrong["items"], wrong["why"].as_str().unwrap().contains("should be 8")), (&json!([]), true), "{wrong}");

        let filed = program.api("post", FILE, &[], &early(BRETAGNE, "Une panne.")).await;
        assert_eq!((filed.status, filed.header("content-type")), (201, "application/json"));
        let filed = filed.json();
        let (reference, code) = (filed["reference"].as_str().unwrap(), filed["follow_up_code"].as_str().unwrap());
        assert_eq!(filed["url"], "http://vigie.test/suivi");
        let holder = [("vigie-follow-up-code", code)];
        let path = format!("{FILE}/{reference}");
        let seen = program.raw("get", &path, &holder, "").await.json();
        assert_eq!((seen["reference"].as_str(), seen["state"].as_str()), (Some(reference), Some("declared")));
        assert_eq!(seen["versions"].as_array().unwrap().len(), 1);
        assert_eq!(seen["messages"], json!([]));

        let amended = program.api("post", &format!("{path}/versions"), &holder, &json!({"summary": "Une attaque."})).await;
        assert_eq!((amended.status, amended.json()["version"].as_i64()), (201, Some(2)));
        let wrote = program.api("post", &format!("{path}/messages"), &holder, &json!({"text": "Que faire ?"})).await;
        assert_eq!(wrote.status, 201);
        assert_eq!(program.api("post", &format!("{path}/resolution"), &holder, &json!({})).await.status, 201);
        let seen = program.raw("get", &path, &holder, "").await.json();
        assert_eq!(seen["versions"].as_array().unwrap().len(), 2);
        assert_eq!(seen["messages"][0]["text"], "Que faire ?");
        // Sent again with its key, nothing is done twice.
        let keyed = [holder[0], ("idempotency-key", "k")];
        for (kin, body) in [
            ("versions", json!({"perimeter": "site"})),
            ("messages", json!({"text": "Encore ?"})),
            ("resolution", json!({})),
        ] {
            let to = format!("{path}/{kin}");
            let (one, two) =
                tokio::join!(program.api("post", &to, &keyed, &body), program.api("post", &to, &keyed, &body));
            assert_eq!((one.status, &one.text), (201, &two.text), "{kin}");
        }
        for (kin, body) in [("versions", json!({"perimeter": "service"})), ("messages", json!({"text": "Et ceci ?"}))] {
            let got = program.api("post", &format!("{path}/{kin}"), &keyed, &body).await;
            let error = &got.json()["errors"][0];
            assert_eq!((got.status, error["field"].as_str()), (422, Some("Idempotency-Key")), "{kin}: {}", got.text);
        }
        let seen = program.raw("get", &path, &holder, "").await.json();
        assert_eq!(seen["versions"].as_array().unwrap().len(), 3);
        assert_eq!(seen["messages"].as_array().unwrap().len(), 2);
        // What was not changed is still there.
        assert_eq!(seen["versions"][1]["answers"]["declarant"]["name"], "Camille Fictif");
    }

    async fn the_same_key_files_once_and_is_answered_the_same(database) {
        let house = House::new(database).await;
        let program = house.browser();
        let key = [("idempotency-key", "k-1")];
        let body = early(BRETAGNE, "Une panne.");
        let (one, two) = tokio::join!(program.api("post", FILE, &key, &body), program.api("post", FILE, &key, &body));
        assert_eq!((one.status, two.status), (201, 201));
        assert_eq!(one.json()["reference"], two.json()["reference"]);
        assert_eq!(one.json()["follow_up_code"], two.json()["follow_up_code"]);
        // The same key with something else: said, and nothing of it is kept.
        let before = storage::testing::contents(&house.database, &[]).await;
        let other = program.api("post", FILE, &key, &early(BRETAGNE, "Autre chose.")).await;
        assert_eq!((other.status, other.json()["errors"][0]["code"].as_str()), (422, Some("key-used-otherwise")));
        assert_eq!(storage::testing::contents(&house.database, &[]).await, before);
        // Somebody elsewhere who chose the same key, without the words, is somebody else.
        let mut elsewhere = house.browser();
        elsewhere.from = "198.51.100.7".parse().unwrap();
        let other = elsewhere.api("post", FILE, &key, &early(BRETAGNE, "Autre chose.")).await;
        assert_eq!(other.status, 201, "{}", other.text);
        assert_ne!(other.json()["reference"], one.json()["reference"]);
        let long = "k".repeat(201);
        assert_eq!(program.api("post", FILE, &[("idempotency-key", &long)], &body).await.status, 400);
    }

    async fn abuse_c16_json_that_plays_tricks_is_refused(database) {
        let house = House::new(database).await;
        let program = house.browser();
        let deep = format!("{}1{}", "[".repeat(1000), "]".repeat(1000));
        let number = format!("{{\"summary\": {}}}", "9".repeat(10 * 1024 * 1024));
        for text in ["", "{", "[]x", "{\"summary\":1e400}", "{\"summary\":\"a\",\"summary\":\"b\"}", &deep, &number, "\u{feff}{}"] {
            let got = program.raw("post", FILE, &[], text.to_owned()).await;
            assert_eq!(got.status, 400, "{text:.30}");
            assert_eq!(got.header("content-type"), "application/problem+json");
        }
        assert_eq!(program.raw("post", FILE, &[], vec![0x7b, 0xff, 0x7d]).await.status, 400);
        // Well-formed, but not a declaration.
        for value in [json!([]), json!("x"), json!({"summary": {"a": 1}}), Value::Null] {
            let got = program.api("post", FILE, &[], &value).await;
            assert_eq!(got.status, 422, "{value}: {}", got.text);
        }
    }

    async fn abuse_c20_a_field_that_does_not_exist_is_named(database) {
        let house = House::new(database).await;
        let program = house.browser();
        for name in ["__proto__", "constructor", "role", "state", "severity", "region"] {
            let mut body = early(BRETAGNE, "Une panne.");
            body[name] = json!("x");
            let got = program.api("post", FILE, &[], &body).await;
            assert_eq!(got.status, 422, "{name}: {}", got.text);
            assert_eq!(got.json()["errors"][0]["field"], name, "{}", got.text);
        }
    }

    async fn everything_wrong_is_said_at_once_in_the_callers_language(database) {
        let house = House::new(database).await;
        let program = house.browser();
        let body = json!({
            "facility": "359900009", "noticed_at": "2099-01-01T00:00:00Z", "summary": "",
            "declarant": { "name": "x".repeat(5000), "phone": "call me", "email": "nobody" },
        });
        let got = program.api("post", FILE, &[("accept-language", "en")], &body).await;
        assert_eq!(got.status, 422);
        let errors = got.json()["errors"].as_array().unwrap().clone();
        let fields: Vec<_> = errors.iter().map(|error| error["field"].as_str().unwrap()).collect();
        for field in ["facility", "noticed_at", "summary", "declarant.name", "declarant.phone", "declarant.email"] {
            assert!(fields.contains(&field), "{field} among {fields:?}");
        }
        for error in &errors {
            assert!(!error["detail"].as_str().unwrap().contains('⟦'), "{error}");
        }
        let unknown = program.api("post", FILE, &[], &early("019900000", "Une panne.")).await;
        assert_eq!((unknown.status, unknown.json()["errors"][0]["code"].as_str()), (422, Some("facility-unknown")));
    }

    /// Truncated and malformed uploads leave nothing; D11: what is not ours does not exist.
    async fn abuse_d11_uploads_are_whole_or_nothing(database) {
        let house = House::new(database).await;
        let program = house.browser();
        let (reference, code) = house.declared(BRETAGNE, "Une panne.").await;
        let path = format!("{FILE}/{reference}/attachments");
        let kind = "multipart/form-data; boundary=b";
        let part = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../a\u{202e}.html\"\r\n\r\n";
        let cases = [
            (kind, format!("{part}octets")),
            (kind, "--b--\r\n".to_owned()),
            (kind, "not multipart".to_owned()),
            (kind, "--b\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n--b--\r\n".to_owned()),
            ("multipart/form-data", format!("{part}octets\r\n--b--\r\n")),
        ];
        let json = [("vigie-follow-up-code", code.as_str())];
        assert_eq!(program.raw("post", &path, &json, "{}").await.status, 415);
        let two = format!("{part}un\r\n{part}deux\r\n--b--\r\n");
        let headers = [("vigie-follow-up-code", code.as_str()), ("content-type", kind)];
        let two = program.raw("post", &path, &headers, two).await;
        assert_eq!((two.status, two.json()["errors"][0]["code"].as_str()), (422, Some("one-file")));
        for (kind, body) in cases {
            let headers = [("vigie-follow-up-code", code.as_str()), ("content-type", kind)];
            let got = program.raw("post", &path, &headers, body.clone()).await;
            assert!(matches!(got.status, 400 | 422), "{kind} {body}: {}", got.text);
        }
        let holder = [("vigie-follow-up-code", code.as_str())];
        let seen = program.raw("get", &format!("{FILE}/{reference}"), &holder, "").await.json();
        assert_eq!(seen["attachments"], json!([]));

        let headers = [("vigie-follow-up-code", code.as_str()), ("content-type", kind)];
        let whole = program.raw("post", &path, &headers, format!("{part}octets\r\n--b--\r\n")).await;
        assert_eq!(whole.status, 201, "{}", whole.text);
        // D02, C11: the name is a word, not a path and not a trick.
        let name = whole.json()["name"].as_str().unwrap().to_owned();
        assert!(!name.contains(['/', '\\', '\u{202e}']), "{name}");

        // C04: the staff gets a file to keep, never a page.
        let nation = access::Standing { role: access::Role::Analyst, reach: access::Reach::Nation };
        let staff = house.staff("alix", vec![nation]).await;
        let file = staff.get(&format!("/cellule/fichiers/{}", whole.json()["id"].as_str().unwrap())).await;
        assert_eq!((file.status, file.text.as_str()), (200, "octets"));
        assert_eq!(file.header("content-type"), "application/octet-stream");
        assert!(file.header("content-disposition").starts_with("attachment"));
        // As browsers ask for it: compressed, and whole.
        let long = "octets ".repeat(1000);
        let more = program.raw("post", &path, &headers, format!("{part}{long}\r\n--b--\r\n")).await.json();
        let path = format!("/cellule/fichiers/{}", more["id"].as_str().unwrap());
        let packed = staff.raw("get", &path, &[("accept-encoding", "gzip")], "").await;
        assert_eq!((packed.status, packed.header("content-encoding")), (200, "gzip"));
        assert_eq!(staff.get("/cellule/fichiers/00000000-0000-4000-8000-000000000009").await.status, 404);
    }

    /// C21: what a browser sends for a page of another site, with or without asking first, changes nothing.
    async fn abuse_c21_no_page_of_another_site_calls_the_api(database) {
        let house = House::new(database.clone()).await;
        let program = house.browser();
        let (reference, code) = house.declared(BRETAGNE, "Une panne.").await;
        let before = storage::testing::contents(&database, &[]).await;
        let body = early(BRETAGNE, "Une déclaration forgée.").to_string();
        let form = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx\r\n--b--\r\n";
        let holder = ("vigie-follow-up-code", code.as_str());
        for operation in web::OPERATIONS.iter().filter(|operation| operation.method == "post") {
            let path = operation.path.replace("{reference}", &reference);
            let file = operation.path.ends_with("/attachments");
            let (own, sent) = if file { ("multipart/form-data; boundary=b", form) } else { ("application/json", body.as_str()) };
            for elsewhere in [
                &[("sec-fetch-site", "cross-site")][..],
                &[("sec-fetch-site", "same-site")],
                &[("origin", "https://evil.example")],
                &[("origin", "null")],
                &[("origin", "http://vigie.test"), ("sec-fetch-site", "cross-site")],
            ] {
                let headers = [&[holder, ("content-type", own)], elsewhere].concat();
                let got = program.raw("post", &path, &headers, sent.to_owned()).await;
                assert_eq!((got.status, got.header("content-type")), (403, "application/problem+json"), "{path} {elsewhere:?}");
            }
            for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "application/jsonp", ""] {
                if kind != own {
                    let got = program.raw("post", &path, &[holder, ("content-type", kind)], sent.to_owned()).await;
                    assert_eq!((got.status, got.json()["status"].as_u64()), (415, Some(415)), "{path} {kind}");
                }
            }
            // A browser that asks first is told nothing that would let it go on.
            let asked = [("origin", "https://evil.example"), ("access-control-request-method", "POST")];
            let preflight = program.raw("options", &path, &asked, "").await;
            assert_eq!(preflight.status, 405);
            assert!(!preflight.headers.keys().any(|name| name.as_str().starts_with("access-control")));
        }
        assert_eq!(storage::testing::contents(&database, &[]).await, before);
        // A page of ours, and a program that says how its JSON is written.
        let ours = [("origin", "http://vigie.test"), ("content-type", "Application/JSON; charset=utf-8")];
        assert_eq!(program.raw("post", FILE, &ours, body).await.status, 201);
    }

    async fn a_program_is_answered_in_its_language_and_declares_in_one(database) {
        let house = House::new(database).await;
        let program = house.browser();
        let english = [("accept-language", "en-GB,en;q=0.9,fr;q=0.2")];
        let title = |page: &crate::house::Page| page.json()["title"].as_str().unwrap().to_owned();
        for path in ["/api/v1/incidents", "/api/v1/nowhere", "/api/v1/facilities?q=a&q=b"] {
            let french = program.raw("get", path, &[], "").await;
            let other = program.raw("get", path, &english, "").await;
            assert_eq!(french.status, other.status, "{path}");
            assert_ne!(title(&french), title(&other), "{path}");
        }
        // What is filed is in the language of whoever declares, and so is the page on which they follow it.
        let with = |language: &str| {
            let mut body = early(BRETAGNE, "Une panne.");
            body["language"] = json!(language);
            body
        };
        for (headers, body, url) in [
            (&[][..], early(BRETAGNE, "Une panne."), "http://vigie.test/suivi"),
            (&english, early(BRETAGNE, "Une panne."), "http://vigie.test/en/follow"),
            (&english, with("fr"), "http://vigie.test/suivi"),
            (&[], with("en"), "http://vigie.test/en/follow"),
        ] {
            let filed = program.api("post", FILE, headers, &body).await;
            assert_eq!((filed.status, filed.json()["url"].as_str()), (201, Some(url)), "{}", filed.text);
            let mut unit = house.database.store.read().await.unwrap();
            let statement = storage::sql!("SELECT language FROM declarations WHERE reference = $1");
            let reference = filed.json()["reference"].as_str().unwrap().to_owned();
            let language: String =
                unit.one(statement, storage::args![reference], |row| row.get("language")).await.unwrap();
            assert_eq!(language, if url.contains("/en/") { "en" } else { "fr" });
        }
        for wrong in [json!("de"), json!(1), json!("EN")] {
            let mut body = early(BRETAGNE, "Une panne.");
            body["language"] = wrong;
            let got = program.api("post", FILE, &[], &body).await;
            assert_eq!((got.status, got.json()["errors"][0]["field"].as_str()), (422, Some("language")));
        }
    }

    async fn what_is_refused_says_what_to_do(database) {
        let house = House::new(database).await;
        let program = house.browser();
        let (reference, code) = house.declared(BRETAGNE, "Une panne.").await;
        let (path, holder) = (format!("{FILE}/{reference}"), [("vigie-follow-up-code", code.as_str())]);
        let wrong = program.raw("delete", FILE, &[], "").await;
        assert_eq!((wrong.status, wrong.json()["status"].as_u64()), (405, Some(405)));
        let nobody = program.raw("get", &path, &[], "").await;
        assert_eq!((nobody.status, nobody.header("www-authenticate")), (401, "Bearer"));
        assert!(nobody.json()["title"].as_str().unwrap().contains("Vigie-Follow-Up-Code"), "{}", nobody.text);
        let nobody = program.raw("get", "/api/v1/incidents", &[], "").await;
        assert!(nobody.json()["title"].as_str().unwrap().contains("Authorization"), "{}", nobody.text);

        for (kin, body, field) in [
            ("messages", json!({"text": ""}), Some("text")),
            ("messages", json!({}), Some("text")),
            ("messages", json!({"text": "\u{200b}"}), Some("text")),
            ("messages", json!({"text": 1}), Some("text")),
            ("messages", json!({"text": "x".repeat(10_001)}), Some("text")),
            ("messages", json!({"text": "Un mot.", "to": "ars"}), Some("to")),
            ("messages", json!([]), None),
            ("resolution", json!({"text": "Fini."}), Some("text")),
            ("resolution", json!("fini"), None),
        ] {
            let got = program.api("post", &format!("{path}/{kin}"), &holder, &body).await;
            let found = got.json()["errors"][0]["field"].as_str().map(str::to_owned);
            assert_eq!((got.status, found.as_deref()), (422, field), "{kin} {body}: {}", got.text);
        }
        for (text, status) in [("pas du JSON", 400), ("", 400), ("{}", 201)] {
            let got = program.raw("post", &format!("{path}/resolution"), &holder, text).await;
            assert_eq!(got.status, status, "{text}");
        }
    }

    /// B11: of one facility fewer are taken than a flood sends; what to do is said, kindly, with all that was typed.
    async fn abuse_b11_a_flood_for_one_facility_is_slowed_and_the_page_says_to_call(database) {
        let house = House::new(database).await;
        let mut program = house.browser();
        let mut last = None;
        for number in 0..=60_u8 {
            program.from = std::net::IpAddr::from([198, 51, 100, number]);
            last = Some(program.api("post", FILE, &[], &early(BRETAGNE, "Une panne.")).await);
        }
        let last = last.unwrap();
        assert_eq!((last.status, last.json()["status"].as_u64()), (429, Some(429)), "{}", last.text);
        assert!(!last.header("retry-after").is_empty());
        assert_eq!(last.json()["errors"][0]["field"], "facility");
        assert_eq!(program.api("post", FILE, &[], &early(crate::house::PARIS, "Une panne.")).await.status, 201);

        let person = house.browser();
        let screens = [
            ("1", &[("care", "none"), ("declarant.phone", "01 99 00 12 34")][..]),
            ("2", &[("summary", "Une panne que l’on garde."), ("noticed_at", "ce matin")]),
            ("3", &[("facility", BRETAGNE)]),
            ("4", &[]),
        ];
        let mut page = None;
        for (screen, fields) in screens {
            page = Some(person.post(&format!("/declarer/etape/{screen}"), fields).await);
        }
        let page = page.unwrap();
        assert!(page.status == 422 && page.text.contains("Appelez-nous") && page.text.contains("01 99 00 20 17"), "{}", page.text);
        assert!(person.get("/declarer/etape/2").await.text.contains("Une panne que l’on garde."), "nothing is lost");
    }

    async fn a_token_for_something_else_files_as_anybody(database) {
        let house = House::new(database).await;
        house.account("alix", vec![access::Standing { role: access::Role::Analyst, reach: access::Reach::Nation }]).await;
        let scopes = ["incidents:read".to_owned()];
        let program = access::Caller::Program("test");
        let token = house.services.accounts.token_create(&program, &crate::house::email("alix"), &scopes, 30).await.unwrap();
        let bearer = format!("Bearer {token}");
        let body = early(BRETAGNE, "Une panne.");
        let filed = house.browser().api("post", FILE, &[("authorization", &bearer)], &body).await;
        assert_eq!(filed.status, 201, "{}", filed.text);
        let none = house.browser().api("post", FILE, &[("authorization", "Bearer vigie_nothing")], &body).await;
        assert_eq!(none.status, 401, "a token that opens nothing is said to");
    }

    async fn what_is_shown_can_be_sent_again_and_says_which_instant_was_meant(database) {
        let house = House::new(database).await;
        let program = house.browser();
        let mut body = early(BRETAGNE, "Une panne.");
        body["noticed_at"] = json!("hier à 20h");
        body["systems"] = json!(["mail"]);
        let (reference, code) = house.declared_as(&body).await;
        let holder = [("vigie-follow-up-code", code.as_str())];
        let path = format!("{FILE}/{reference}");
        let seen = program.raw("get", &path, &holder, "").await.json();
        let version = &seen["versions"][0];
        let noticed = version["answers"]["noticed_at"].as_str().unwrap();
        assert!(noticed.contains("T20:00:00+0"), "{noticed}");
        assert_eq!(version["typed"], json!({ "noticed_at": "hier à 20h" }));
        let mut expected = body.clone();
        expected["noticed_at"] = json!(noticed);
        assert_eq!(version["answers"], expected);
        // The same again: nothing changed, but that the moment is now known by its instant alone.
        let again = program.api("post", &format!("{path}/versions"), &holder, &version["answers"]).await;
        assert_eq!(again.status, 201, "{}", again.text);
        let seen = program.raw("get", &path, &holder, "").await.json();
        assert_eq!(seen["versions"].as_array().unwrap().last().unwrap()["answers"], expected);
    }

    async fn the_document_describes_every_operation(database) {
        let house = House::new(database).await;
        let document = house.browser().raw("get", "/api/v1/openapi.json", &[], "").await.json();
        for operation in web::OPERATIONS {
            assert!(document["paths"][operation.path][operation.method].is_object(), "{}", operation.path);
        }
        assert!(document["openapi"].as_str().unwrap().starts_with("3."));
    }
}
