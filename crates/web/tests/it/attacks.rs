//! Attacks on rights (group A of the abuse cases), through every door that the tables of routes know.
//!
//! That nothing appears is not looked for by words: whoever may not know of a declaration gets, at every address, letter by
//! letter the same before it exists and after.

use std::collections::BTreeMap;

use access::{Permission, Reach, Role, Standing};
use serde_json::{Value, json};
use storage::{on_both_engines, testing};
use vocabulary::Id;
use web::{Access, OPERATIONS, PAGES};

use crate::{
    house::{BRETAGNE, Browser, ENTITY, House, PARIS, SISTER, early, email},
    rights::{SECRET, Things, declared, leaks, region, told},
};

/// Questions that lists are asked besides.
const QUESTIONS: [&str; 10] = [
    "filtre=region:53+ou+danger:oui",
    "filtre=clos:oui+croisee",
    "depuis=0",
    "vue=danger",
    "vue=nouvelles",
    "vue=retard",
    "vue=rappels",
    "region=53",
    "state=declared&closed=1",
    "limit=1&region=53",
];

/// The same of programs, which are told when an address does not know what they ask.
const PROGRAMS_ASK: [(&str, &[&str]); 3] = [
    (
        "/api/v1/incidents",
        &[
            "filter=region:53+or+danger:yes",
            "filter=closed:yes+croisee",
            "region=53",
            "state=declared&closed=1",
            "limit=1&region=53",
            "severity=1",
        ],
    ),
    ("/api/v1/events", &["limit=1", "limit=200"]),
    ("/api/v1/indicators", &["kind=domain", "value=top", "limit=1"]),
];

fn of(role: Role, reach: Reach) -> Vec<Standing> {
    vec![Standing { role, reach }]
}

fn facility(number: &str) -> Reach {
    Reach::Facilities([number.parse().unwrap()].into())
}

/// Somebody, by their session and by a token with all that they may.
struct Reader<'a> {
    browser: Browser<'a>,
    bearer: String,
}

async fn reader<'a>(house: &'a House, name: &str, standings: Vec<Standing>) -> Reader<'a> {
    let browser = house.staff(name, standings).await;
    Reader { browser, bearer: bearer(house, name).await }
}

async fn bearer(house: &House, name: &str) -> String {
    let scopes: Vec<String> = Permission::ALL.iter().map(|p| p.code().to_owned()).collect();
    let program = access::Caller::Program("test");
    let token = house.services.accounts.token_create(&program, &email(name), &scopes, 30).await.unwrap();
    format!("Bearer {token}")
}

/// What stands for things that do not exist.
fn none(account: &str) -> Things {
    let id = |byte| Id::from_random([byte; 16]).to_string();
    Things {
        reference: declarations::Reference::new("VIG", 2026, 999).to_string(),
        incident: id(201),
        attachment: id(202),
        draft: id(203),
        account: account.to_owned(),
        event: id(204),
        publication: id(205),
        admission: id(206),
        member: id(207),
    }
}

/// Everything that somebody gets, by address, what the addresses were filled with left out.
async fn everything(reader: &Reader<'_>, things: &Things) -> BTreeMap<String, (u16, String)> {
    let mut addresses = Vec::new();
    for page in PAGES {
        for pattern in [page.fr, page.en] {
            addresses.push((pattern.to_owned(), things.fill(page.name, pattern)));
        }
    }
    for operation in OPERATIONS.iter().filter(|operation| operation.method == "get") {
        addresses.push((operation.path.to_owned(), things.fill("", operation.path)));
    }
    for list in ["/cellule", "/en/unit", "/mon-espace", "/cellule/evenements"] {
        addresses
            .extend(QUESTIONS.map(|question| format!("{list}?{question}")).map(|path| (path.clone(), path)));
    }
    for (list, questions) in PROGRAMS_ASK {
        let asked = questions.iter().map(|question| format!("{list}?{question}"));
        addresses.extend(asked.map(|path| (path.clone(), path)));
    }
    let mut got = BTreeMap::new();
    for (name, path) in addresses {
        let headers = [("authorization", reader.bearer.as_str())];
        let headers = if path.starts_with("/api/") && !reader.bearer.is_empty() { &headers[..] } else { &[] };
        let page = reader.browser.raw("get", &path, headers, "").await;
        let text = format!("{} {}", page.header("location"), page.text);
        let plain = [&things.reference, &things.incident, &things.attachment, &things.draft, &things.event]
            .into_iter()
            .fold(text, |text, filled| text.replace(filled.as_str(), "…"));
        got.insert(name, (page.status, plain));
    }
    got
}

/// Pages that differ each time: what one did oneself is listed, or something random leaves with the browser.
const RESTLESS: [&str; 3] = ["provider", "my-data", "my-data-export"];

/// Where two answers differ.
fn differences(
    before: &BTreeMap<String, (u16, String)>,
    after: &BTreeMap<String, (u16, String)>,
) -> Vec<String> {
    let restless: Vec<_> = PAGES.iter().filter(|page| RESTLESS.contains(&page.name)).collect();
    let rests = |name: &str| !restless.iter().any(|page| page.fr == name || page.en == name);
    let differ = |name: &&String| rests(name) && before[*name] != after[*name];
    after
        .keys()
        .filter(differ)
        .map(|name| format!("{name}: {} then {}", before[name].0, after[name].0))
        .collect()
}

/// Declares in Bretagne; those named must notice nothing, anywhere. The analyst, who is not kept from it, does.
async fn unnoticed(house: &House, readers: Vec<(&str, Reader<'_>)>, said: &Value) -> Things {
    let analyst = reader(house, "analyste", of(Role::Analyst, Reach::Nation)).await;
    let account = house.account("quelqu-un", Vec::new()).await.to_string();
    let nothing = none(&account);
    let mut before = Vec::new();
    for (_, reader) in &readers {
        before.push(everything(reader, &nothing).await);
    }
    let seen = everything(&analyst, &nothing).await;
    let (things, _) = told(house, &analyst.browser, said, account).await;
    let mut wrong = Vec::new();
    for ((who, reader), before) in readers.iter().zip(before) {
        let after = everything(reader, &things).await;
        let leaks =
            after.iter().filter(|(_, (_, text))| leaks(text)).map(|(name, _)| format!("{name} leaks"));
        let all: Vec<String> = differences(&before, &after).into_iter().chain(leaks).collect();
        wrong.extend(all.into_iter().map(|what| format!("{who}: {what}")));
    }
    assert!(wrong.is_empty(), "a declaration is noticed:\n{}", wrong.join("\n"));
    let noticed = differences(&seen, &everything(&analyst, &things).await);
    for door in ["/cellule", "/en/unit/incidents/{id}", "/cellule/fichiers/{id}", "/api/v1/incidents/{id}"] {
        assert!(noticed.iter().any(|what| what.starts_with(&format!("{door}:"))), "{door} among {noticed:?}");
    }
    things
}

/// Tables that say who came and went, which a refusal may change.
const COMINGS: &[&str] =
    &["trail", "trail_head", "account_sessions", "account_tokens", "account_tries", "account_ceremonies"];

/// What stands in one of two contents and not in the other.
fn changes<'a>(before: &'a [String], after: &'a [String]) -> Vec<&'a String> {
    let missing =
        |from: &'a [String], other: &'a [String]| from.iter().filter(move |line| !other.contains(*line));
    let counts = (before.len() != after.len()).then(|| after.last()).flatten();
    missing(before, after).chain(missing(after, before)).chain(counts).collect()
}

fn nothing() -> Vec<&'static String> {
    Vec::new()
}

/// What a form of several acts is sent for.
const ACTS: [&str; 12] = [
    "qualify",
    "note",
    "answer",
    "renew-code",
    "roles",
    "code",
    "disable",
    "enable",
    "factors",
    "effacer",
    "refuser",
    "take",
];

on_both_engines! {
    async fn abuse_a02_nothing_of_what_is_elsewhere_appears_anywhere(database) {
        let house = House::new(database).await;
        let (other, code) = house.declared(PARIS, "Une panne de courant.").await;
        let anonymous = |browser| Reader { browser, bearer: String::new() };
        let mut readers = vec![
            ("nobody", anonymous(house.browser())),
            ("declarant elsewhere", anonymous(house.declarant(&other, &code).await)),
        ];
        for (who, role, reach) in [
            ("ars-11", Role::Ars, region("11")),
            ("analyst-11", Role::Analyst, region("11")),
            ("lead-11", Role::Lead, region("11")),
            ("facility-elsewhere", Role::FacilityStaff, facility(PARIS)),
            ("editor", Role::Editor, Reach::Nation),
            ("member", Role::Member, Reach::Nation),
            ("moderator", Role::Moderator, Reach::Nation),
        ] {
            readers.push((who, reader(&house, who, of(role, reach)).await));
        }
        unnoticed(&house, readers, &early(BRETAGNE, SECRET)).await;
    }

    async fn abuse_a07_a_sister_site_appears_nowhere(database) {
        let house = House::new(database).await;
        let sister = reader(&house, "sister", of(Role::FacilityStaff, facility(SISTER))).await;
        let things = unnoticed(&house, vec![("sister", sister)], &early(BRETAGNE, SECRET)).await;
        let path = format!("/mon-espace/declarations/{}", things.reference);
        for number in [BRETAGNE, ENTITY] {
            let own = house.staff(number, of(Role::FacilityStaff, facility(number))).await;
            assert!(own.get(&path).await.text.contains(SECRET), "{number}");
            assert!(own.get("/mon-espace").await.text.contains(&things.reference));
        }
    }

    async fn abuse_a11_what_is_red_appears_nowhere_to_those_it_does_not_name(database) {
        let house = House::new(database).await;
        let own = reader(&house, "own", of(Role::FacilityStaff, facility(BRETAGNE))).await;
        let entity = reader(&house, "entity", of(Role::FacilityStaff, facility(ENTITY))).await;
        let member = reader(&house, "member", of(Role::Member, Reach::Nation)).await;
        let mut said = early(BRETAGNE, SECRET);
        said["tlp"] = json!("red");
        let things =
            unnoticed(&house, vec![("own", own), ("entity", entity), ("member", member)], &said).await;
        // The mark, and nothing else, kept it from them.
        said["tlp"] = json!("amber-strict");
        let (open, _) = house.declared_as(&said).await;
        let own = house.staff("own-too", of(Role::FacilityStaff, facility(BRETAGNE))).await;
        let space = own.get("/mon-espace").await.text;
        assert!(space.contains(&open) && !space.contains(&things.reference));
    }

    /// Versions, files, who saw it: nothing of an incident is left to whoever it left, nor to whoever lost their place.
    async fn abuse_a17_what_left_one_s_reach_is_as_if_it_never_was(database) {
        let house = House::new(database).await;
        let analyst = reader(&house, "analyste", of(Role::Analyst, Reach::Nation)).await;
        let account = house.account("quelqu-un", Vec::new()).await.to_string();
        let mut places = Vec::new();
        for (who, role, reach) in [
            ("ars-53", Role::Ars, region("53")),
            ("lead-53", Role::Lead, region("53")),
            ("own", Role::FacilityStaff, facility(BRETAGNE)),
        ] {
            places.push((who, reader(&house, who, of(role, reach)).await));
        }
        // Who keeps their places until the administrator takes them away.
        let moved = reader(&house, "moved", of(Role::Ars, region("53"))).await;
        let nothing = none(&account);
        let (mut before, moved_before) = (Vec::new(), everything(&moved, &nothing).await);
        for (_, reader) in &places {
            before.push(everything(reader, &nothing).await);
        }
        let (things, code) = told(&house, &analyst.browser, &early(BRETAGNE, SECRET), account).await;
        for ((who, reader), before) in places.iter().zip(&before) {
            assert!(differences(before, &everything(reader, &things).await).len() > 3, "{who} sees it first");
        }
        let charge = house.staff("charge", of(Role::Administrator, Reach::Nation)).await;
        let list = house.services.accounts.list(&access::Caller::Program("test")).await.unwrap();
        let id = list.iter().find(|(account, _)| account.name == "moved").unwrap().0.id;
        let act = format!("/administration/comptes/{id}/roles");
        let changed = charge.post(&act, &[("vu", "1"), ("roles", "ars"), ("regions", "11")]).await;
        assert_eq!(changed.status, 303, "{}", changed.text);
        let path = format!("/api/v1/declarations/{}/versions", things.reference);
        let holder = [("vigie-follow-up-code", code.as_str())];
        let to_paris = house.browser().api("post", &path, &holder, &json!({ "facility": PARIS })).await;
        assert_eq!(to_paris.status, 201, "{}", to_paris.text);
        for ((who, reader), before) in places.iter().zip(&before) {
            assert_eq!(differences(before, &everything(reader, &things).await), [""; 0], "{who}");
        }
        // The one who was sent elsewhere follows it there, with what they now are.
        let after = everything(&moved, &things).await;
        assert_eq!(after["/cellule/incidents/{id}"].0, 200);
        let back = house.browser().api("post", &path, &holder, &json!({ "facility": BRETAGNE })).await;
        assert_eq!(back.status, 201, "{}", back.text);
        let after = everything(&moved, &things).await;
        let apart = differences(&moved_before, &after);
        // The board of a region is that of the region that is now theirs.
        let about_them = ["/mon-espace", "/en/my-space", "/cellule/region", "/en/unit/region"];
        let apart: Vec<_> = apart.iter().filter(|what| !about_them.iter().any(|own| what.starts_with(own))).collect();
        assert!(apart.is_empty() && !after.values().any(|(_, text)| leaks(text)), "{apart:?}");
    }

    /// A field that a form does not have is refused by its name, whoever sends it and whatever page it is.
    async fn abuse_a08_a_field_that_a_form_does_not_have_is_named_and_nothing_changes(database) {
        let house = House::new(database).await;
        let (things, _) = declared(&house).await;
        let all = [Role::Analyst, Role::Lead, Role::Auditor, Role::Administrator];
        let standings = all.map(|role| Standing { role, reach: Reach::Nation }).to_vec();
        let somebody = house.staff("tout-le-monde", standings).await;
        let before = testing::contents(&house.database, COMINGS).await;
        let mut asked = 0;
        for page in PAGES {
            let path = things.fill(page.name, page.fr);
            for browser in [&somebody, &house.browser()] {
                for name in ["role", "standings", "is_admin", "__proto__", "Roles", "roles[]"] {
                    let got = browser.post(&path, &[(name, "megalomane")]).await;
                    // What mail programs send to end a subscription is not read at all: the link says it.
                    if got.status == 405 || matches!(page.name, "attach" | "editing-prefill" | "editing-images" | "unsubscribe") {
                        continue;
                    }
                    asked += 1;
                    if web::fields(page.name).is_some() {
                        assert_eq!(got.status, 422, "{name} at {path}: {}", got.text);
                        assert!(got.text.contains(&format!("« {name} »")), "{name} at {path}: {}", got.text);
                    }
                }
            }
        }
        assert!(asked > 200, "{asked}");
        assert_eq!(testing::traces(&house.database, "megalomane").await, [""; 0]);
        let after = testing::contents(&house.database, &[COMINGS, &["drafts"]].concat()).await;
        let before: Vec<_> = before.into_iter().filter(|line| !line.starts_with("drafts.")).collect();
        assert_eq!(changes(&before, &after), nothing());
    }

    async fn abuse_a10_nobody_gives_what_they_may_not_and_nothing_is_inherited(database) {
        let house = House::new(database).await;
        let program = access::Caller::Program("test");
        let victim = house.account("victime", of(Role::Editor, Reach::Nation)).await;
        let charge = reader(&house, "charge", of(Role::Administrator, Reach::Nation)).await;
        let mut others = Vec::new();
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Administrator) {
            let reach = match role {
                Role::Ars => region("53"),
                Role::FacilityStaff => facility(BRETAGNE),
                _ => Reach::Nation,
            };
            others.push(reader(&house, role.code(), of(role, reach)).await);
        }
        let before = testing::contents(&house.database, COMINGS).await;
        let stronger = [("email", "neuf@vigie.example"), ("name", "Neuf"), ("language", "fr"), ("roles", "lead")];
        for other in &others {
            let invited = other.browser.post("/administration/comptes/inviter", &stronger).await;
            let path = format!("/administration/comptes/{victim}/roles");
            let changed = other.browser.post(&path, &[("vu", "1"), ("roles", "lead")]).await;
            assert_eq!((invited.status, changed.status), (403, 403));
        }
        assert_eq!(changes(&before, &testing::contents(&house.database, COMINGS).await), nothing());

        // Whoever manages accounts gives what they name and nothing of their own; never to themselves.
        let given = charge.browser.post("/administration/comptes/inviter", &stronger).await;
        assert_eq!(given.status, 303, "{}", given.text);
        let list = house.services.accounts.list(&program).await.unwrap();
        let of_name = |name: &str| list.iter().find(|(account, _)| account.name == name).unwrap();
        let held = |name: &str| of_name(name).1.iter().map(|standing| standing.role).collect::<Vec<_>>();
        assert_eq!((held("Neuf"), held("victime")), (vec![Role::Lead], vec![Role::Editor]));
        let own = format!("/administration/comptes/{}/roles", of_name("charge").0.id);
        for roles in [&[("vu", "1"), ("roles", "lead")][..], &[("vu", "1"), ("roles", "administrator"), ("roles", "lead")]] {
            assert_eq!(charge.browser.post(&own, roles).await.status, 422);
        }
        assert_eq!(charge.browser.get("/cellule").await.status, 403);
    }

    /// The auditor, and whoever else only reads: everything that writes answers as closed, and nothing changes.
    async fn abuse_a13_who_only_reads_changes_nothing(database) {
        let house = House::new(database).await;
        let (things, all) = declared(&house).await;
        let mut bearers = Vec::new();
        for somebody in all.iter().filter(|somebody| somebody.role.is_some()) {
            bearers.push((somebody, bearer(&house, &somebody.what).await));
        }
        let before = testing::contents(&house.database, COMINGS).await;
        let mut tried = 0;
        for (somebody, bearer) in &bearers {
            let Some(role) = somebody.role else { continue };
            for page in PAGES {
                let Access::Staff(permission) = page.access else { continue };
                if access::holds(role, permission) {
                    continue;
                }
                for act in ACTS {
                    let path = things.fill(page.name, &page.fr.replace("{act}", act));
                    let got = somebody.browser.post(&path, &[]).await;
                    // To who does not belong the private space does not exist.
                    let absent = page.fr.starts_with("/communaute") && got.status == 404;
                    let refused = absent || matches!(got.status, 403 | 405);
                    assert!(refused, "POST {path} by {}: {}", somebody.what, got.status);
                    tried += usize::from(absent || got.status == 403);
                    if !page.fr.contains("{act}") {
                        break;
                    }
                }
            }
            if role == Role::Analyst || role == Role::Lead {
                continue;
            }
            for operation in OPERATIONS.iter().filter(|o| o.method == "post" && o.access != Access::Everyone) {
                let path = things.fill("", operation.path);
                let file = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx\r\n--b--\r\n";
                let file = [("multipart/form-data; boundary=b", file)];
                let json = [r#"{"text":"x"}"#, r#"{"summary":"x"}"#, "{}"].map(|body| ("application/json", body));
                let bodies = if path.ends_with("/attachments") { &file[..] } else { &json };
                for (kind, body) in bodies {
                    let headers = [("authorization", bearer.as_str()), ("content-type", *kind)];
                    let got = house.browser().raw("post", &path, &headers, *body).await;
                    assert!(matches!(got.status, 403 | 404), "POST {path} by {}: {}", somebody.what, got.text);
                    tried += 1;
                }
            }
        }
        assert!(tried > 300, "{tried}");
        assert_eq!(changes(&before, &testing::contents(&house.database, COMINGS).await), nothing());
    }

    async fn abuse_a14_a_closed_account_is_out_at_once_wherever_it_was_in(database) {
        let house = House::new(database).await;
        let reader = reader(&house, "alix", of(Role::Analyst, Reach::Nation)).await;
        let headers = [("authorization", reader.bearer.as_str())];
        let api = async || house.browser().raw("get", "/api/v1/incidents", &headers, "").await.status;
        assert_eq!((reader.browser.get("/cellule").await.status, api().await), (200, 200));
        house.services.accounts.disable(&access::Caller::Program("test"), &email("alix")).await.unwrap();
        let page = reader.browser.get("/cellule").await;
        assert_eq!((page.status, page.header("location")), (303, "/connexion?vers=%2Fcellule"));
        assert_eq!(api().await, 401);
    }
}
