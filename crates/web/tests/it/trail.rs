//! The trail on pages: searched, exported, verified; and that nothing of others is shown without an entry.

use access::{Caller, Permission, Reach, Role, Standing};
use declarations::Typed;
use storage::on_both_engines;
use vocabulary::Language;
use web::{Access, OPERATIONS, PAGES};

use crate::house::{BRETAGNE, Browser, House, email};

async fn staff<'a>(house: &'a House, name: &str, role: Role) -> Browser<'a> {
    house.staff(name, vec![Standing { role, reach: Reach::Nation }]).await
}

/// The identity of the one incident that there is.
async fn incident(analyst: &Browser<'_>) -> String {
    let page = analyst.get("/cellule").await;
    page.text.split_once("/incidents/").unwrap().1.split_once('"').unwrap().0.to_owned()
}

/// Pages and operations that show nothing of others: they need leave no entry. With the reason.
const BARE: &[(&str, &str)] = &[
    ("news", "a count, of what the caller may see, once or as a stream"),
    ("presence", "names of colleagues who handle the same incident; that it was opened is told by its page"),
    ("security", "one's own account"),
    ("authenticator", "one's own account"),
    ("prove", "one's own account"),
    ("invite", "an empty form"),
    (
        "accounts",
        "colleagues, by those who manage them: what is done to an account is told, not that its name was read",
    ),
    ("account", "the same"),
    ("erasures", "the same, of those who asked to go"),
    ("take-call", "an empty form"),
    ("editing", "texts that the cell writes to be read; who changes, reviews and publishes which is told"),
    ("editing-new", "an empty form"),
    ("editing-text", "as the desk"),
    ("editing-review", "as the desk"),
    ("on-call", "which colleagues are on call, by those who work with them"),
    (
        "community",
        "what members say to each other; who says, changes and moderates what is told, not that it was read",
    ),
    ("community-groups", "the same"),
    ("for-me", "one's own"),
    ("moderation-log", "as the private space"),
    ("moderation", "as the private space: what is judged is told, and each look at a name"),
    ("moderation-names", "the same; a name is shown when it is asked for, and that is told"),
    ("community-group-new", "an empty form"),
    ("community-bookmarks", "one's own"),
    ("community-search", "an empty form"),
    ("community-notifications", "one's own"),
    ("community-indicators", "as the private space"),
    ("community-questions", "as the private space"),
    ("community-ask", "an empty form"),
    ("sent", "how many were told of what, never whom"),
    ("space", "one's own account; what one's structures declared is told of when it is opened"),
    ("my-data", "one's own account"),
    ("join", "what one asked oneself"),
    ("vouching", "those who named the reader, to the reader"),
    ("membership", "one's own place"),
    ("members", "what members show each other: a name, a duty, a facility"),
    ("admissions", "who asks, by those who decide; that one of them was opened is told"),
];

on_both_engines! {
    async fn nothing_of_others_is_shown_without_an_entry(database) {
        let house = House::new(database).await;
        let (reference, code) = house.declared(BRETAGNE, "Une panne.").await;
        let headers = [("vigie-follow-up-code", code.as_str()), ("content-type", "multipart/form-data; boundary=b")];
        let file = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nx\r\n--b--\r\n";
        let path = format!("/api/v1/declarations/{reference}/attachments");
        let attached = house.browser().raw("post", &path, &headers, file).await.json()["id"].as_str().unwrap().to_owned();
        let roles = [Role::Analyst, Role::Lead, Role::Auditor, Role::Administrator];
        let standings = roles.map(|role| Standing { role, reach: Reach::Nation }).to_vec();
        let somebody = house.staff("tout-le-monde", standings).await;
        let account = house.account("quelqu-un", Vec::new()).await.to_string();
        let incident = incident(&somebody).await;
        let fields = [("title", "Panne commune"), ("cause", "Un hébergeur"), ("severity", "3")];
        let opened = somebody.post(&format!("/cellule/incidents/{incident}/evenement"), &fields).await;
        let event = opened.header("location").rsplit('/').next().unwrap().to_owned();
        let fill = |page: &str, pattern: &str| {
            let events = pattern.contains("/evenements/") || pattern.contains("/events/");
            let id = match page { _ if events => &event, "attachment" => &attached, "account" => &account, _ => &incident };
            pattern.replace("{id}", id).replace("{reference}", &reference)
        };
        let count = async || {
            trail::newest(&mut house.database.store.read().await.unwrap()).await.unwrap()
        };
        let (mut bare, mut shown) = (Vec::new(), 0);
        for page in PAGES.iter().filter(|page| matches!(page.access, Access::Staff(_) | Access::Person)) {
            let before = count().await;
            let got = somebody.get(&fill(page.name, page.fr)).await;
            if got.status == 200 {
                shown += 1;
                let excused = BARE.iter().any(|(name, _)| *name == page.name);
                if count().await == before && !excused {
                    bare.push(page.name);
                }
            }
        }
        let scopes: Vec<String> = Permission::ALL.iter().map(|p| p.code().to_owned()).collect();
        let program = Caller::Program("test");
        let token = house.services.accounts.token_create(&program, &email("tout-le-monde"), &scopes, 30).await.unwrap();
        let bearer = format!("Bearer {token}");
        for operation in OPERATIONS.iter().filter(|o| o.method == "get" && o.access != Access::Everyone) {
            let before = count().await;
            let path = fill("", operation.path);
            let got = house.browser().raw("get", &path, &[("authorization", &bearer)], "").await;
            assert_eq!(got.status, 200, "{path}");
            shown += 1;
            if count().await == before {
                bare.push(operation.path);
            }
        }
        assert!(bare.is_empty(), "shown without an entry in the trail: {bare:?}");
        assert!(shown > 10, "{shown}");
    }

    async fn the_auditor_searches_exports_and_verifies(database) {
        let house = House::new(database).await;
        let (reference, _) = house.declared(BRETAGNE, "Une panne.").await;
        let analyst = staff(&house, "=analyste", Role::Analyst).await;
        let incident = incident(&analyst).await;
        analyst.get(&format!("/cellule/incidents/{incident}")).await;
        let auditor = staff(&house, "auditeur", Role::Auditor).await;

        let page = auditor.get(&format!("/administration/trace?objet={reference}")).await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains("Incident ouvert") && page.text.contains(&reference), "{}", page.text);
        assert!(page.text.contains("=analyste") && page.text.contains("Personne n’a encore vérifié"));
        let english = auditor.get("/en/administration/trail?action=incident.seen").await;
        assert!(english.text.contains("Incident opened"));
        let wrong = auditor.get("/administration/trace?qui=personne@vigie.example&du=jadis&objet=x").await;
        assert_eq!(wrong.status, 422);
        for kept in ["value=\"personne@vigie.example\"", "value=\"jadis\"", "Aucun compte n’a cette adresse."] {
            assert!(wrong.text.contains(kept), "{kept}: {}", wrong.text);
        }
        let none = auditor.get("/administration/trace?action=token.revoked").await;
        assert!(none.text.contains("Rien ne correspond."));

        // Abuse C05: the name of an account is what somebody typed.
        let csv = auditor.get("/administration/trace.csv?action=incident.seen").await;
        assert!(csv.header("content-disposition").starts_with("attachment; filename=\"vigie-2026-03-10.csv\""));
        let lines: Vec<&str> = csv.text.trim_start_matches('\u{feff}').lines().collect();
        assert!(lines[0].starts_with("\"N°\";\"Quand\""), "{lines:?}");
        assert!(lines[1].contains("\"'=analyste\"") && lines.len() == 2, "abuse C05: {lines:?}");
        let packed = auditor.raw("get", "/administration/trace.csv", &[("accept-encoding", "gzip")], "").await;
        assert_eq!((packed.status, packed.header("content-encoding")), (200, "gzip"), "whole, as browsers ask for it");
        let ndjson = auditor.get("/en/administration/trail.ndjson?action=incident.seen").await;
        let entry: serde_json::Value = serde_json::from_str(ndjson.text.trim()).unwrap();
        assert_eq!((&entry["name"], &entry["about"]), (&"=analyste".into(), &reference.clone().into()));

        let verified = auditor.post("/administration/trace/verifier", &[]).await;
        assert_eq!((verified.status, verified.header("location")), (303, "/administration/trace"));
        let page = auditor.get("/administration/trace?action=trail.exported").await;
        assert!(page.text.contains("la trace n’est pas intacte") && page.text.contains("Il n’y a pas d’ancre"));
        assert!(page.text.contains("Trace exportée") && page.text.contains("format csv"));
    }

    async fn the_lead_reads_who_saw_an_incident_and_others_do_not(database) {
        let house = House::new(database).await;
        house.declared(BRETAGNE, "Une panne.").await;
        let analyst = staff(&house, "analyste", Role::Analyst).await;
        let path = format!("/cellule/incidents/{}", incident(&analyst).await);
        let link = format!("{path}/acces");
        assert!(!analyst.get(&path).await.text.contains(&link), "no link that answers 403");
        let lead = staff(&house, "responsable", Role::Lead).await;
        assert!(lead.get(&path).await.text.contains(&link));
        let page = lead.get(&link).await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains("Incident ouvert") && page.text.contains("analyste"), "{}", page.text);
    }

    async fn whoever_signs_in_begins_where_they_may(database) {
        let house = House::new(database).await;
        for (role, first) in [
            (Role::Analyst, "/cellule"),
            (Role::Administrator, "/administration/comptes"),
            (Role::Auditor, "/administration/trace"),
        ] {
            let name = role.code();
            house.account(name, vec![Standing { role, reach: Reach::Nation }]).await;
            let browser = house.browser();
            let fields = [("email", email(name)), ("password", crate::house::PASSWORD.to_owned())];
            let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
            let signed = browser.post("/connexion", &fields).await;
            assert_eq!(signed.header("location"), first);
            let page = browser.get(first).await;
            assert_eq!((page.status, page.text.contains("aria-current=\"page\"")), (200, true));
        }
    }

    /// A list of people to call back names them: that it was shown is told.
    async fn people_to_call_back_are_not_shown_without_an_entry(database) {
        let house = House::new(database).await;
        let typed: Typed = [("declarant.phone", "01 99 00 77 77"), ("care", "actual")]
            .map(|(name, value)| (name.to_owned(), vec![value.to_owned()]))
            .into();
        let declarations = &house.services.declarations;
        declarations.draft_keep(&Caller::Nobody, None, Language::Fr, typed, "192.0.2.9").await.unwrap();
        house.database.clock.advance(601);
        let analyst = staff(&house, "analyste", Role::Analyst).await;
        let page = analyst.get("/cellule").await.text;
        assert!(page.contains("01 99 00 77 77"), "{page}");
        let mut unit = house.database.store.read().await.unwrap();
        let told = trail::of(&mut unit, "drafts", "interrupted", 10).await.unwrap();
        assert_eq!(told.len(), 1);
    }
}
