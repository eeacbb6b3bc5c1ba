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
        let seen = program.raw("get", &path, &holder, "").await.json();
        assert_eq!(seen["versions"].as_array().unwrap().len(), 3);
        assert_eq!(seen["messages"].as_array().unwrap().len(), 2);
        // What was not changed is still there.
        assert_eq!(seen["versions"][1]["answers"]["declarant.name"][0], "Camille Fictif");
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
        // Somebody who guesses the key without the words is somebody else.
        let other = program.api("post", FILE, &key, &early(BRETAGNE, "Autre chose.")).await;
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
            ("application/json", "{}".to_owned()),
        ];
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

    async fn the_document_describes_every_operation(database) {
        let house = House::new(database).await;
        let document = house.browser().raw("get", "/api/v1/openapi.json", &[], "").await.json();
        for operation in web::OPERATIONS {
            assert!(document["paths"][operation.path][operation.method].is_object(), "{}", operation.path);
        }
        assert!(document["openapi"].as_str().unwrap().starts_with("3."));
    }
}
