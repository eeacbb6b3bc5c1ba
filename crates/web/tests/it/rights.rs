//! Every route called by everyone. What is expected is made of the two tables that make the router and of the one that
//! decides rights: a route that is added is called here without a line being added.

use access::{Permission, Reach, Role, Standing};
use declarations::Typed;
use storage::on_both_engines;
use vocabulary::{Language, Region};
use web::{Access, OPERATIONS, PAGES};

use crate::{
    house::{BRETAGNE, Browser, House, PARIS, early, email},
    publications::one_of_each,
};

/// Words that stand in what was declared, and nowhere else.
pub const SECRET: &str = "chrysanthème-4711";
pub const FILE: &str = "orchidée-4712.txt";

/// Somebody who calls.
pub struct Somebody<'a> {
    pub what: String,
    pub browser: Browser<'a>,
    pub role: Option<Role>,
    /// Whether Bretagne is within reach.
    pub reaches: bool,
    /// Holder of the code of the declaration in question.
    pub holds: bool,
}

/// What the addresses are filled with.
pub struct Things {
    pub reference: String,
    pub incident: String,
    pub attachment: String,
    pub draft: String,
    pub account: String,
    pub event: String,
    pub publication: String,
    /// Somebody asks to join the private space, and a member of it.
    pub admission: String,
    pub member: String,
}

impl Things {
    pub fn fill(&self, name: &str, pattern: &str) -> String {
        let id = match name {
            "attachment" => &self.attachment,
            "call-back" => &self.draft,
            "admission" | "admission-act" => &self.admission,
            "member" => &self.member,
            "account" | "account-act" | "erasure-act" => &self.account,
            _ if pattern.contains("/evenements/") || pattern.contains("/events/") => &self.event,
            _ if of_the_cell(pattern) => &self.publication,
            _ => &self.incident,
        };
        pattern
            .replace("{id}", id)
            .replace("{reference}", &self.reference)
            .replace("{step}", "1")
            .replace("{stage}", "perimeter")
            .replace("{kind}", "news")
            .replace("{name}", "psc")
            .replace("{sighting}", id)
            .replace("{image}", id)
            .replace("{act}", "note")
            .replace("{code}", "53")
            .replace("{year}", "2026")
            .replace("{slug}", "essai")
            .replace("{feed}", "atom.xml")
            .replace("{vendor}", "exemplia")
            .replace("{product}", "passerelle")
    }
}

/// Whether an address is of the private space, which does not exist for who does not belong to it.
fn of_the_community(pattern: &str) -> bool {
    pattern.contains("/communaute") || pattern.contains("/community")
}

/// Whether an address is about something of the cell, a text or somebody's membership, which is of no place.
fn of_the_cell(pattern: &str) -> bool {
    ["/redaction/", "/editing/", "/adhesions/", "/memberships/", "/cellule/membres/", "/unit/members/"]
        .into_iter()
        .any(|part| pattern.contains(part))
}

pub fn region(code: &str) -> Reach {
    Reach::Regions([Region::from_code(code).unwrap()].into())
}

async fn everybody(house: &House) -> Vec<Somebody<'_>> {
    let mut all = Vec::new();
    for role in Role::ALL {
        let facility = |number: &str| Reach::Facilities([number.parse().unwrap()].into());
        let reaches: Vec<(&str, Reach, bool)> = match role {
            Role::Ars => vec![("53", region("53"), true), ("11", region("11"), false)],
            Role::FacilityStaff => {
                vec![("own", facility(BRETAGNE), true), ("elsewhere", facility(PARIS), false)]
            }
            Role::Analyst => vec![("nation", Reach::Nation, true), ("11", region("11"), false)],
            _ => vec![("nation", Reach::Nation, true)],
        };
        for (word, reach, reaches) in reaches {
            let what = format!("{}-{word}", role.code());
            let browser = house.staff(&what, vec![Standing { role, reach }]).await;
            all.push(Somebody { what, browser, role: Some(role), reaches, holds: false });
        }
    }
    all
}

/// Declares in Bretagne, with all that can hang on a declaration: a file, messages both ways, a note, a draft that rings.
pub async fn told(
    house: &House,
    national: &Browser<'_>,
    told: &serde_json::Value,
    account: String,
) -> (Things, String) {
    let (reference, code) = house.declared_as(told).await;
    let file = format!(
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{FILE}\"\r\n\r\nune pièce\r\n--b--\r\n"
    );
    let path = format!("/api/v1/declarations/{reference}/attachments");
    let headers =
        [("vigie-follow-up-code", code.as_str()), ("content-type", "multipart/form-data; boundary=b")];
    let attached = house.browser().raw("post", &path, &headers, file).await;
    assert_eq!(attached.status, 201, "{}", attached.text);

    let page = national.get("/cellule").await;
    let row = page.text.split("<tr>").find(|row| row.contains(&reference)).unwrap();
    let incident = row.split_once("/incidents/").unwrap().1.split_once('"').unwrap().0.to_owned();
    for (act, field) in [("note", "note"), ("answer", "message")] {
        let path = format!("/cellule/incidents/{incident}/{act}");
        assert_eq!(national.post(&path, &[(field, SECRET)]).await.status, 303, "{act}");
    }
    let typed: Typed = [("declarant.phone", "01 99 00 77 77"), ("care", "proven")]
        .map(|(name, value)| (name.to_owned(), vec![value.to_owned()]))
        .into();
    let draft = house
        .services
        .declarations
        .draft_keep(&access::Caller::Nobody, None, Language::Fr, typed, "192.0.2.9")
        .await
        .unwrap();
    let fields = [("title", "Panne commune"), ("cause", SECRET), ("severity", "3")];
    let opened = national.post(&format!("/cellule/incidents/{incident}/evenement"), &fields).await;
    assert_eq!(opened.status, 303, "{}", opened.text);
    let event = opened.header("location").rsplit('/').next().unwrap().to_owned();
    let attachment = attached.json()["id"].as_str().unwrap().to_owned();
    let (draft, publication) =
        (draft.draft.id.to_string(), vocabulary::Id::from_random([205; 16]).to_string());
    let [admission, member] = [206, 207].map(|byte| vocabulary::Id::from_random([byte; 16]).to_string());
    (Things { reference, incident, attachment, draft, account, event, publication, admission, member }, code)
}

/// Declares twice in two regions; the first is what everybody asks for.
pub async fn declared(house: &House) -> (Things, Vec<Somebody<'_>>) {
    let national =
        house.staff("qui-voit-tout", vec![Standing { role: Role::Analyst, reach: Reach::Nation }]).await;
    let account = house.account("quelqu-un", Vec::new()).await.to_string();
    let (mut things, code) = told(house, &national, &early(BRETAGNE, SECRET), account).await;
    let (program, text) = (access::Caller::Program("test"), publications::rules::Draft::default());
    let begun = house.services.publications.begin(&program, publications::rules::Kind::News, text).await;
    things.publication = begun.unwrap().to_string();
    things.admission = crate::members::asked(house, "candidate").await.to_string();
    things.member = crate::members::joined(house, "membre-d-avant").await.to_string();
    let (other, other_code) = house.declared(PARIS, "Une panne de courant.").await;
    one_of_each(house).await;
    let somebody = |what: &str, browser, holds| Somebody {
        what: what.to_owned(),
        browser,
        role: None,
        reaches: false,
        holds,
    };
    let mut all = vec![
        somebody("nobody", house.browser(), false),
        somebody("declarant", house.declarant(&things.reference, &code).await, true),
        somebody("declarant elsewhere", house.declarant(&other, &other_code).await, false),
    ];
    all.extend(everybody(house).await);
    (things, all)
}

/// Whether a role reads declarations, somewhere.
fn reads(role: Role) -> bool {
    [Permission::IncidentRead, Permission::DeclarationRead].into_iter().any(|p| access::holds(role, p))
}

pub fn leaks(text: &str) -> bool {
    text.contains(SECRET) || text.contains(FILE) || text.contains("une pièce")
}

on_both_engines! {
    /// Also abuse A01, A02, A07, A13 and A17 for every page.
    async fn every_page_answers_everybody_as_its_table_says(database) {
        let house = House::new(database).await;
        let (things, all) = declared(&house).await;
        let mut wrong = Vec::new();
        let mut seen = 0;
        for page in PAGES {
            for somebody in &all {
                for address in [page.fr, page.en] {
                    let path = things.fill(page.name, address);
                    let got = somebody.browser.get(&path).await;
                    if got.status == 405 {
                        continue;
                    }
                    let held = somebody.role.is_some_and(|role| match page.access {
                        Access::Staff(permission) => access::holds(role, permission),
                        _ => false,
                    });
                    let about_one = address.contains("{id}") || address.contains("{reference}");
                    // The nation is for those who reach all of it.
                    let about_all = address.contains("/nation");
                    let (expected, may_see): (&[u16], bool) = match page.access {
                        Access::Declarant if somebody.holds => (&[200], true),
                        Access::Staff(_) | Access::Person if somebody.role.is_none() => (&[303], false),
                        // There is no image of that name.
                        Access::Everyone if page.name == "image" => (&[404], false),
                        // A page that nothing was begun for leads back to the one where one begins.
                        Access::Everyone | Access::Declarant | Access::Person => (&[200, 303], false),
                        // Groups are created by the cell and by moderators.
                        Access::Staff(_) if page.name == "community-group-new" && held => (&[200, 403], false),
                        Access::Staff(_) if of_the_community(address) => {
                            let one = about_one || address.contains("{slug}");
                            let led = !held && page.name == "community";
                            (if led { &[303] } else if held && !one { &[200] } else { &[404] }, false)
                        }
                        Access::Staff(_) if !held => (&[403], false),
                        Access::Staff(_) if of_the_cell(address) => (&[200], false),
                        Access::Staff(_) if (about_one || about_all) && !somebody.reaches => (&[404], false),
                        Access::Staff(_) => (&[200], somebody.reaches),
                    };
                    seen += usize::from(leaks(&got.text) && may_see);
                    if !expected.contains(&got.status) || (leaks(&got.text) && !may_see) {
                        wrong.push(format!(
                            "GET {path} by {}: {} instead of {expected:?}{}",
                            somebody.what,
                            got.status,
                            if leaks(&got.text) { ", and shows what was declared" } else { "" },
                        ));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        // The words that must not leak do stand where they may be read.
        assert!(seen > 8, "{seen}");
    }

    async fn every_form_refuses_those_who_may_not_send_it(database) {
        let house = House::new(database).await;
        let (things, all) = declared(&house).await;
        let mut wrong = Vec::new();
        for page in PAGES {
            let Access::Staff(permission) = page.access else { continue };
            for somebody in &all {
                let path = things.fill(page.name, page.fr);
                let may = somebody.role.is_some_and(|role| access::holds(role, permission));
                let fields = web::fields(page.name).unwrap_or_default();
                let sent: Vec<_> = fields.iter().map(|name| (*name, "une note")).collect();
                let got = somebody.browser.post(&path, &sent).await;
                if got.status == 405 {
                    continue;
                }
                let expected: &[u16] = match (somebody.role, may, somebody.reaches) {
                    // What was typed is kept, and the way to sign in shown; of nothing typed there is nothing to keep.
                    (None, ..) if sent.is_empty() => &[303],
                    (None, ..) => &[401],
                    (_, true, _) if page.name == "community-group-new" => &[403, 422],
                    (_, true, _) if matches!(page.name, "community-ask" | "community-notifications") => &[422],
                    // Who changes no group is told so, whether there is one or not.
                    (_, true, _) if page.name == "community-group-change" => &[403, 404],
                    // Nothing of it is acceptable, or they belong already.
                    (_, true, _) if page.name == "join" => &[409, 422],
                    (_, true, _) if matches!(page.name, "join-act" | "vouch" | "membership-act" | "admission-act") => &[404],
                    // Once removed, nobody is there to be removed.
                    (_, true, _) if page.name == "member" => &[303, 409],
                    _ if of_the_community(page.fr) => &[404],
                    (_, false, _) => &[403],
                    // Nothing was chosen: `abuse_a05` chooses what is out of reach.
                    (_, true, _) if page.name == "together" => &[422],
                    // The addresses are right, and what the form says is nothing that there is.
                    (_, true, _) if matches!(page.name, "event-join" | "merge" | "event-act") => &[404],
                    // Texts are of no place: what is wrong with what is sent is said to whoever writes.
                    (_, true, _) if page.name == "editing-new" => &[303],
                    (_, true, _) if page.name == "editing-preview" => &[200],
                    (_, true, _) if page.name == "editing-text" => &[409],
                    (_, true, _) if page.name == "editing-act" => &[404],
                    (_, true, _) if matches!(page.name, "editing-prefill" | "editing-images") => &[400],
                    (_, true, _) if page.name == "editing-image-remove" => &[404],
                    // A call in which nothing was said is shown again; it is of no place yet.
                    (_, true, _) if page.name == "take-call" => &[200],
                    (_, true, false) => &[404],
                    (_, true, true) if matches!(page.name, "event-new" | "event-facilities" | "duplicate" | "exercise") => &[422],
                    (_, true, true) if page.name == "event-decide" => &[404],
                    // Nothing that was sent is a choice.
                    (_, true, true) if page.name == "indicators-share" => &[422],
                    // Asked once, by the first of them.
                    (_, true, true) if page.name == "indicators-share-ask" => &[303, 409],
                    // Said to be sent, to a number of structures that is none.
                    (_, true, true) if page.name == "event-message" => &[409],
                    // Nothing is attached.
                    (_, true, true) if page.name == "duplicate-undo" => &[409],
                    // What is missing is said beside its field; an account has nothing that is called a note.
                    (_, true, true) if matches!(page.name, "invite" | "indicators-preview" | "indicators-add" | "region-contacts" | "decide") => &[422],
                    (_, true, true) if matches!(
                        page.name,
                        "account-act" | "erasure-act" | "indicator-act" | "call-backs" | "call-back-act" | "alarm-act" | "on-call-act" | "handover-act"
 | "region-contact-remove"
                    ) => &[404],
                    (_, true, true) => &[303],
                };
                // Somebody called back before: said, not done twice.
                let second = page.name == "call-back" && may && somebody.reaches && got.status == 409;
                let fits = expected.contains(&got.status) || second;
                // Whoever may see it is shown the page again, with what is wrong.
                if !fits || (leaks(&got.text) && !(may && somebody.reaches)) {
                    wrong.push(format!("POST {path} by {}: {} instead of {expected:?}", somebody.what, got.status));
                }
                if somebody.role.is_none() && !sent.is_empty() && !got.text.contains("une note") {
                    wrong.push(format!("POST {path} by {} loses what was typed", somebody.what));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    async fn every_operation_answers_everybody_as_its_table_says(database) {
        let house = House::new(database).await;
        let (things, all) = declared(&house).await;
        let scopes: Vec<String> = Permission::ALL.iter().map(|p| p.code().to_owned()).collect();
        let program = access::Caller::Program("test");
        let mut wrong = Vec::new();
        for somebody in &all {
            let token = match somebody.role {
                Some(_) => {
                    let account = email(&somebody.what);
                    house.services.accounts.token_create(&program, &account, &scopes, 30).await.unwrap()
                }
                None => String::new(),
            };
            let bearer = format!("Bearer {token}");
            let headers: Vec<(&str, &str)> =
                if token.is_empty() { Vec::new() } else { vec![("authorization", &bearer)] };
            for operation in OPERATIONS {
                let path = things.fill("", operation.path);
                let mut headers = headers.clone();
                if operation.path.ends_with("/attachments") {
                    headers.push(("content-type", "multipart/form-data; boundary=b"));
                }
                let got = house.browser().raw(operation.method, &path, &headers, "{}").await;
                let about_one = operation.path.contains('{');
                let expected: &[u16] = match operation.access {
                    Access::Everyone => &[200, 422],
                    Access::Person => if somebody.role.is_none() { &[401] } else { &[200] },
                    // The code is the key; the staff and the structure's people read, the cell writes as the cell.
                    Access::Declarant => match somebody.role {
                        None => &[401],
                        Some(role) if !reads(role) => &[403],
                        Some(_) if !somebody.reaches => &[404],
                        Some(_) if operation.method == "get" => &[200],
                        Some(_) => &[400, 403, 422],
                    },
                    Access::Staff(permission) => match somebody.role {
                        None => &[401],
                        Some(role) if !access::holds(role, permission) => &[403],
                        Some(_) if about_one && !somebody.reaches => &[404],
                        Some(_) => &[200],
                    },
                };
                let may_see = somebody.role.is_some_and(reads) && somebody.reaches;
                if !expected.contains(&got.status) || (leaks(&got.text) && !may_see) {
                    wrong.push(format!(
                        "{} {path} by {}: {} instead of {expected:?}: {}",
                        operation.method, somebody.what, got.status, got.text
                    ));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// A01: what is elsewhere answers as what does not exist.
    async fn abuse_a01_what_is_elsewhere_answers_as_what_does_not_exist(database) {
        let house = House::new(database).await;
        let (things, all) = declared(&house).await;
        let agency = all.iter().find(|somebody| somebody.what == "ars-11").unwrap();
        let none = "00000000000000000000000000000009";
        let plain = |text: &str, id: &str| text.replace(id, "ID");
        for pattern in ["/cellule/incidents/{id}", "/en/unit/incidents/{id}"] {
            let there = agency.browser.get(&pattern.replace("{id}", &things.incident)).await;
            let nowhere = agency.browser.get(&pattern.replace("{id}", none)).await;
            assert_eq!(there.status, 404);
            assert_eq!(nowhere.status, 404);
            assert_eq!(plain(&there.text, &things.incident), plain(&nowhere.text, none));
        }
    }

    /// A14: a token falls with its account; A13 and scopes: a token does no more than it was given.
    async fn abuse_a14_a_token_does_what_it_was_given_and_falls_with_its_account(database) {
        let house = House::new(database).await;
        let (things, _) = declared(&house).await;
        let program = access::Caller::Program("test");
        let create = |scope: &str| {
            let (accounts, scope) = (house.services.accounts.clone(), vec![scope.to_owned()]);
            let program = &program;
            async move { accounts.token_create(program, &email("analyst-nation"), &scope, 30).await.unwrap() }
        };
        let (reads, other) = (create("incidents:read").await, create("trail:read").await);
        let path = format!("/api/v1/incidents/{}", things.incident);
        let call = |token: String| {
            let (house, path) = (&house, path.clone());
            async move {
                let bearer = format!("Bearer {token}");
                house.browser().raw("get", &path, &[("authorization", &bearer)], "").await.status
            }
        };
        assert_eq!(call(reads.clone()).await, 200);
        assert_eq!(call(other).await, 403);
        assert_eq!(call("vigie_nothing".into()).await, 401);
        house.services.accounts.disable(&program, &email("analyst-nation")).await.unwrap();
        assert_eq!(call(reads).await, 401);
    }
}
