//! The document of the API holds: what is answered is as it describes it, and what it describes is what is taken.

use access::{Permission, Reach, Role, Standing};
use serde_json::{Value, json};
use storage::on_both_engines;
use web::OPERATIONS;

use crate::{
    house::{BRETAGNE, Browser, House, early, email},
    publications::one_of_each,
    rights::{Things, told},
};

const FILE: &str = "/api/v1/declarations";

/// The document, and how strictly values are held to it.
struct Document {
    whole: Value,
    /// Nothing is to be there that is not described: so are our own answers held to it.
    closed: bool,
}

impl Document {
    async fn of(house: &House, closed: bool) -> Self {
        Self { whole: house.browser().raw("get", "/api/v1/openapi.json", &[], "").await.json(), closed }
    }

    /// What is wrong with a value. A word of the schema that is not understood here fails: nothing passes for unread.
    fn wrong(&self, schema: &Value, value: &Value, at: &str) -> Vec<String> {
        let mut wrong = Vec::new();
        let object = schema.as_object().unwrap_or_else(|| panic!("a schema at {at}: {schema}"));
        for (word, said) in object {
            let number = || value.as_f64();
            let length = value.as_str().map(|text| text.chars().count() as u64);
            let holds = match word.as_str() {
                "description" | "default" | "contentMediaType" => true,
                "$ref" => {
                    let pointer = said.as_str().unwrap().strip_prefix('#').unwrap();
                    let target =
                        self.whole.pointer(pointer).unwrap_or_else(|| panic!("{pointer} is nowhere"));
                    wrong.extend(self.wrong(target, value, at));
                    true
                }
                "type" => match said {
                    Value::Array(kinds) => kinds.iter().any(|kind| is(value, kind)),
                    kind => is(value, kind),
                },
                "enum" => said.as_array().unwrap().contains(value),
                "format" => match (said.as_str().unwrap(), value.as_str()) {
                    ("date-time", Some(text)) => text.parse::<jiff::Timestamp>().is_ok(),
                    ("email", Some(text)) => text.contains('@'),
                    (format, None) => ["date-time", "email"].contains(&format),
                    (format, _) => panic!("the format {format}"),
                },
                "anyOf" => said.as_array().unwrap().iter().any(|one| self.wrong(one, value, at).is_empty()),
                "allOf" => {
                    said.as_array().unwrap().iter().for_each(|one| wrong.extend(self.wrong(one, value, at)));
                    true
                }
                "items" => {
                    for (number, item) in value.as_array().into_iter().flatten().enumerate() {
                        wrong.extend(self.wrong(said, item, &format!("{at}/{number}")));
                    }
                    true
                }
                "required" => said.as_array().unwrap().iter().all(|name| {
                    value.as_object().is_none_or(|object| object.contains_key(name.as_str().unwrap()))
                }),
                "properties" => {
                    for (name, inner) in value.as_object().into_iter().flatten() {
                        match said.get(name) {
                            Some(schema) => wrong.extend(self.wrong(schema, inner, &format!("{at}/{name}"))),
                            None if self.closed => wrong.push(format!("{at}/{name} is not described")),
                            None => {}
                        }
                    }
                    true
                }
                "additionalProperties" => {
                    let known =
                        |name: &String| object.get("properties").is_some_and(|all| all.get(name).is_some());
                    for (name, inner) in
                        value.as_object().into_iter().flatten().filter(|(name, _)| !known(name))
                    {
                        match said {
                            Value::Bool(open) if !open => wrong.push(format!("{at}/{name} is one too many")),
                            schema => wrong.extend(self.wrong(schema, inner, &format!("{at}/{name}"))),
                        }
                    }
                    true
                }
                "minimum" => number().is_none_or(|n| n >= said.as_f64().unwrap()),
                "maximum" => number().is_none_or(|n| n <= said.as_f64().unwrap()),
                "minLength" => length.is_none_or(|n| n >= said.as_u64().unwrap()),
                "maxLength" => length.is_none_or(|n| n <= said.as_u64().unwrap()),
                other => panic!("{other} at {at}"),
            };
            if !holds {
                wrong.push(format!("{at}: {value} is not {word} {said}"));
            }
        }
        wrong
    }

    /// What is wrong with the answer of an operation.
    fn answer(&self, method: &str, path: &str, status: u16, value: &Value) -> Vec<String> {
        let responses = &self.whole["paths"][path][method]["responses"];
        let said = match responses.get(status.to_string()) {
            Some(said) => &said["content"]["application/json"]["schema"],
            None => &responses["default"]["content"]["application/problem+json"]["schema"],
        };
        self.wrong(said, value, &format!("{method} {path} {status}"))
    }
}

fn is(value: &Value, kind: &Value) -> bool {
    match kind.as_str().unwrap() {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        "null" => value.is_null(),
        other => panic!("the type {other}"),
    }
}

/// Somebody who may all of it, with a token, and what there is to ask for.
async fn full(house: &House) -> (Browser<'_>, String, Things, String) {
    let roles = [Role::Analyst, Role::Lead, Role::Auditor, Role::Administrator, Role::Editor];
    let standings = roles.map(|role| Standing { role, reach: Reach::Nation }).to_vec();
    let somebody = house.staff("tout-le-monde", standings).await;
    let account = house.account("quelqu-un", Vec::new()).await.to_string();
    let mut body = early(BRETAGNE, "Une panne.");
    body["care"] = json!("actual");
    body["systems"] = json!(["mail"]);
    body["noticed_at"] = json!("hier à 20h");
    let (things, code) = told(house, &somebody, &body, account).await;
    let traces = [("text", "203.0.113.5 charge.top"), ("tlp", "AMBER"), ("chosen", "domain charge.top")];
    let add = format!("/cellule/incidents/{}/indicateurs/ajout", things.incident);
    assert_eq!(somebody.post(&add, &traces).await.status, 303);
    one_of_each(house).await;
    let scopes: Vec<String> = Permission::ALL.iter().map(|one| one.code().to_owned()).collect();
    let program = access::Caller::Program("test");
    let token =
        house.services.accounts.token_create(&program, &email("tout-le-monde"), &scopes, 30).await.unwrap();
    (somebody, format!("Bearer {token}"), things, code)
}

on_both_engines! {
    async fn every_answer_is_as_the_document_says(database) {
        let house = House::new(database).await;
        let document = Document::of(&house, true).await;
        let (_, bearer, things, code) = full(&house).await;
        let (program, holder) = (house.browser(), ("vigie-follow-up-code", code.as_str()));
        let file = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nx\r\n--b--\r\n";
        let mut wrong = Vec::new();
        for operation in OPERATIONS {
            let path = things.fill("", operation.path);
            let (kind, sent) = match path.rsplit('/').next().unwrap() {
                _ if operation.method == "get" => ("application/json", String::new()),
                "versions" => ("application/json", json!({ "perimeter": "site" }).to_string()),
                "messages" => ("application/json", json!({ "text": "Que faire ?" }).to_string()),
                "attachments" => ("multipart/form-data; boundary=b", file.to_owned()),
                "resolution" => ("application/json", "{}".to_owned()),
                _ => ("application/json", early(BRETAGNE, "Une autre.").to_string()),
            };
            let path = if path.ends_with("/facilities") { format!("{path}?q=rennes") } else { path };
            let who = if operation.method == "get" { ("authorization", bearer.as_str()) } else { holder };
            // As it should be, by nobody, and with what cannot be: a problem is described too.
            for headers in [vec![who, ("content-type", kind)], vec![("content-type", kind)], vec![("content-type", "text/plain")]] {
                let whole = headers.len() == 2;
                let got = program.raw(operation.method, &path, &headers, sent.clone()).await;
                let done = if operation.method == "get" { 200 } else { 201 };
                assert!(!whole || got.status == done, "{path}: {} {}", got.status, got.text);
                wrong.extend(document.answer(operation.method, operation.path, got.status, &got.json()));
                let empty = got.json()["items"].as_array().is_some_and(Vec::is_empty);
                assert!(!whole || !empty, "{path}: there is something to hold to it");
            }
        }
        // The same by its holder, with what was added since.
        let seen = program.raw("get", &format!("{FILE}/{}", things.reference), &[holder], "").await;
        wrong.extend(document.answer("get", "/api/v1/declarations/{reference}", seen.status, &seen.json()));
        assert_eq!(seen.json()["versions"].as_array().unwrap().len(), 2);
        // Everything that was wrong, beside its field.
        let bad = program.api("post", FILE, &[], &json!({ "summary": "", "x": 1 })).await;
        wrong.extend(document.answer("post", FILE, bad.status, &bad.json()));
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    async fn what_is_taken_is_what_the_document_says(database) {
        let house = House::new(database).await;
        let document = Document::of(&house, false).await;
        let program = house.browser();
        let schema = &document.whole["components"]["schemas"]["Declaration"];
        let base = || early(BRETAGNE, "Une panne.");
        let with = |field: &str, value: Value| {
            let mut body = base();
            let at = field.split('.').fold(&mut body, |at, part| &mut at[part]);
            *at = value;
            body
        };
        let without = |fields: &[&str]| {
            let mut body = base();
            for field in fields {
                let (outer, inner) = field.split_once('.').unwrap_or(("", field));
                let object = if outer.is_empty() { &mut body } else { &mut body[outer] };
                object.as_object_mut().unwrap().remove(inner);
            }
            body
        };
        let mut named = without(&["facility"]);
        named["facility_text"] = json!("Une clinique, Rennes");
        let phone = |length: usize| format!("0199001234{}", "x".repeat(length - 10));
        for (body, taken) in [
            (base(), true),
            (named, true),
            (without(&["facility"]), false),
            (without(&["declarant.phone"]), true),
            (without(&["declarant.email"]), true),
            (without(&["declarant.phone", "declarant.email"]), false),
            (without(&["declarant"]), false),
            (without(&["summary"]), false),
            (without(&["noticed_at"]), false),
            (with("language", json!("en")), true),
            (with("language", json!("de")), false),
            (with("severity", json!("5")), false),
            (with("declarant.role", json!("RSSI")), false),
            (with("declarant.phone", json!(phone(60))), true),
            (with("declarant.phone", json!(phone(61))), false),
            (with("declarant.name", json!("x".repeat(120))), true),
            (with("declarant.name", json!("x".repeat(121))), false),
            (with("systems", json!(["mail"])), true),
            (with("systems", json!(["telex"])), false),
            (with("care", json!("unknown")), true),
            (with("care", json!("perhaps")), false),
            (with("summary", json!({ "fr": "Une panne." })), false),
        ] {
            let said = document.wrong(schema, &body, "");
            let got = program.api("post", FILE, &[], &body).await;
            assert_eq!((said.is_empty(), got.status == 201), (taken, taken), "{body}: {said:?}; {}", got.text);
        }
    }

    async fn each_parameter_is_described_and_what_is_not_is_refused_by_its_name(database) {
        let house = House::new(database).await;
        let document = Document::of(&house, true).await;
        let (_, bearer, things, _) = full(&house).await;
        let (program, headers) = (house.browser(), [("authorization", bearer.as_str())]);
        let mut tried = 0;
        for operation in OPERATIONS {
            let described = &document.whole["paths"][operation.path][operation.method];
            let parameters = described["parameters"].as_array().unwrap();
            let named = |name: &str| parameters.iter().any(|one| one["$ref"] == format!("#/components/parameters/{name}"));
            assert!(named("AcceptLanguage"), "{}", operation.path);
            assert_eq!((named("IdempotencyKey"), described["requestBody"].is_object()), (operation.method == "post", operation.method == "post"));
            let path = things.fill("", operation.path);
            for parameter in parameters.iter().filter(|one| one["in"] == "query" && operation.method == "get") {
                let (name, schema) = (parameter["name"].as_str().unwrap(), &parameter["schema"]);
                assert!(parameter["description"].as_str().is_some_and(|words| words.len() > 8), "{path} {name}");
                let value = match (&schema["enum"], &schema["minimum"]) {
                    (Value::Array(codes), _) => codes[0].as_str().unwrap().to_owned(),
                    (_, Value::Number(least)) => least.to_string(),
                    _ if name == "after" => String::new(),
                    _ => "charge.top".to_owned(),
                };
                // A value is one of a kind.
                let value = if name == "value" { format!("{value}&kind=domain") } else { value };
                let got = program.raw("get", &format!("{path}?{name}={value}"), &headers, "").await;
                assert_eq!(got.status, 200, "{path}?{name}={value}: {}", got.text);
                // What is past its bounds is refused beside it.
                if let Some(most) = schema["maximum"].as_i64() {
                    let got = program.raw("get", &format!("{path}?{name}={}", most + 1), &headers, "").await;
                    assert_eq!((got.status, got.json()["errors"][0]["field"].as_str()), (422, Some(name)), "{path}");
                }
                tried += 1;
            }
            let got = program.raw(operation.method, &format!("{path}?inconnu=1"), &headers, "").await;
            assert_eq!((got.status, got.json()["errors"][0]["field"].as_str()), (422, Some("inconnu")), "{path}: {}", got.text);
        }
        assert!(tried > 20, "{tried}");
    }

    /// H02: somebody who copies the register by its look-up is slowed; a hospital that types behind one address is not.
    async fn abuse_h02_look_ups_are_slowed_past_what_people_type(database) {
        let house = House::new(database).await;
        let program = house.browser();
        for _ in 0..300 {
            assert_eq!(program.raw("get", "/api/v1/facilities?q=ren&limit=3", &[], "").await.status, 200);
        }
        let slowed = program.raw("get", "/api/v1/facilities?q=ren", &[], "").await;
        assert_eq!((slowed.status, slowed.header("retry-after")), (429, "1"));
        let mut other = house.browser();
        other.from = "198.51.100.7".parse().unwrap();
        assert_eq!(other.raw("get", "/api/v1/facilities?q=ren", &[], "").await.status, 200);
        house.database.clock.advance(1);
        assert_eq!(program.raw("get", "/api/v1/facilities?q=ren", &[], "").await.status, 200);
    }
}
