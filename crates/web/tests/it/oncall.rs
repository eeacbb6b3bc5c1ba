//! On call, on pages: a night, a call, what each may see of it.

use access::{Reach, Role, Standing};
use storage::on_both_engines;

use crate::{
    house::{BRETAGNE, Browser, House, PARIS, early},
    rights::region,
};

async fn staff<'a>(house: &'a House, name: &str, role: Role) -> Browser<'a> {
    house.staff(name, vec![Standing { role, reach: Reach::Nation }]).await
}

async fn agency<'a>(house: &'a House, code: &str) -> Browser<'a> {
    house.staff(&format!("ars{code}"), vec![Standing { role: Role::Ars, reach: region(code) }]).await
}

/// What a caller says, at that site.
fn told(site: &str) -> Vec<(&'static str, String)> {
    [
        ("declarant.phone", "01 99 00 12 34"),
        ("declarant.name", "Camille Fictif"),
        ("facility", site),
        ("care", "actual"),
        ("summary", "Les écrans sont noirs."),
        ("noticed_at", "8h"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .into()
}

async fn press(browser: &Browser<'_>, fields: &[(&str, String)], button: &str) -> crate::house::Page {
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (*name, value.as_str())).chain([(button, "1")]).collect();
    browser.post("/cellule/appel", &fields).await
}

fn hidden(text: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    text.split_once(&start).unwrap().1.split_once('"').unwrap().0.to_owned()
}

on_both_engines! {
    async fn a_call_is_read_back_and_filed_for_who_calls(database) {
        let house = House::new(database).await;
        let analyst = staff(&house, "analyste", Role::Analyst).await;
        let mut said = told(BRETAGNE);
        said.retain(|(name, _)| *name != "noticed_at");
        let wrong = press(&analyst, &said, "deposer").await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text.contains("Les écrans sont noirs."), "what was typed is there");
        said.push(("brouillon", hidden(&wrong.text, "brouillon")));
        said.push(("noticed_at", "8h".to_owned()));
        let aloud = press(&analyst, &said, "relire").await;
        assert_eq!(aloud.status, 200);
        assert!(aloud.text.contains("Est-ce bien cela") && aloud.text.contains("Centre hospitalier de la Croisée, "));
        let filed = press(&analyst, &said, "deposer").await;
        assert_eq!(filed.status, 200, "{}", filed.text);
        let group = filed.text.split_once("<strong class=\"code\">").unwrap().1.split_once('<').unwrap();
        assert_eq!(group.0.len(), 4, "{}", group.0);
        assert!(filed.text.contains("zéro") || filed.text.contains("sept") || filed.text.contains("deux"));
        let dossier = filed.text.split_once("class=\"go\" href=\"").unwrap().1.split_once('"').unwrap().0;
        let page = analyst.get(dossier).await;
        assert!(page.text.contains("Transcrit au téléphone par analyste (Analyste de la cellule)"), "{}", page.text);
        assert!(page.text.contains("Camille Fictif"));
        // Pressed twice, filed once; the code may be renewed, or is shown while the line is still open.
        let again = press(&analyst, &said, "deposer").await;
        let reference = |text: &str| text.split_once("VIG-").unwrap().1[..13].to_owned();
        assert_eq!(reference(&again.text), reference(&filed.text));
        assert_eq!(analyst.get("/cellule").await.text.matches("class=\"ref\"").count(), 1);
    }

    /// Read back aloud, and the caller insists: the cell takes the number as it is.
    async fn a_number_whose_check_digit_is_wrong_is_taken_from_who_insists(database) {
        let house = House::new(database).await;
        let analyst = staff(&house, "analyste", Role::Analyst).await;
        let mut said = told("");
        said.push(("recherche", "359900009".to_owned()));
        let aloud = press(&analyst, &said, "relire").await;
        assert!(aloud.text.contains("devrait être 8"), "{}", aloud.text);
        said.push(("brouillon", hidden(&aloud.text, "brouillon")));
        let filed = press(&analyst, &said, "deposer").await;
        assert_eq!(filed.status, 200, "{}", filed.text);
        let dossier = filed.text.split_once("class=\"go\" href=\"").unwrap().1.split_once('"').unwrap().0;
        assert!(analyst.get(dossier).await.text.contains("359 900 009"));
    }

    async fn an_interrupted_draft_is_found_by_its_number_and_taken_over(database) {
        let house = House::new(database).await;
        let analyst = staff(&house, "analyste", Role::Analyst).await;
        let browser = house.browser();
        let first = [("care", "actual"), ("declarant.phone", "+33 1 99 00 77 77"), ("declarant.email", "")];
        assert_eq!(browser.post("/declarer/etape/1", &first).await.status, 303);
        let none = press(&analyst, &[("telephone", "01 99 00 77 78".to_owned())], "trouver").await;
        assert!(none.text.contains("Aucune déclaration commencée"), "{}", none.text);
        let found = press(&analyst, &[("telephone", "01 99 00 77 77".to_owned())], "trouver").await;
        let draft = hidden(&found.text, "reprendre");
        let over = analyst.post("/cellule/appel", &[("reprendre", &draft)]).await;
        assert_eq!(over.status, 200);
        assert!(over.text.contains("value=\"actual\" checked") && over.text.contains("+33 1 99 00 77 77"));
        let mut said = told(BRETAGNE);
        said.push(("brouillon", hidden(&over.text, "brouillon")));
        assert!(press(&analyst, &said, "deposer").await.text.contains("VIG-"));
        // Whoever began it sees that it was filed, and files it no more.
        let their = browser.get("/declarer").await;
        assert!(their.text.contains("VIG-"), "{}", their.text);
    }

    /// A01 and A13 of a call: an agency writes down what happens in its region; what is elsewhere is refused in words that are
    /// the same for what exists and what does not.
    async fn abuse_a01_an_agency_writes_down_what_is_of_its_region_only(database) {
        let house = House::new(database).await;
        let (brittany, paris) = (agency(&house, "53").await, agency(&house, "11").await);
        let filed = press(&brittany, &told(BRETAGNE), "deposer").await;
        assert!(filed.text.contains("VIG-"), "{}", filed.text);
        let errors = |text: &str| text.split_once("id=\"erreurs\"").unwrap().1.split_once("</ul>").unwrap().0.to_owned();
        let elsewhere = press(&brittany, &told(PARIS), "deposer").await;
        assert_eq!(elsewhere.status, 422);
        assert!(!elsewhere.text.contains("VIG-"));
        let mut unlisted = told("");
        unlisted.push(("facility_text", "Cabinet de la Croisée".to_owned()));
        let nowhere = press(&brittany, &unlisted, "deposer").await;
        assert_eq!((nowhere.status, errors(&nowhere.text)), (422, errors(&elsewhere.text)));
        // A draft whose site is elsewhere, or not known yet, is nobody's to read there.
        let browser = house.browser();
        browser.post("/declarer/etape/1", &[("care", "actual"), ("declarant.phone", "01 99 00 55 55")]).await;
        browser.post("/declarer/etape/2", &[("summary", "orchidée"), ("noticed_at", "8h")]).await;
        let number = [("telephone", "01 99 00 55 55".to_owned())];
        assert!(press(&paris, &number, "trouver").await.text.contains("Aucune déclaration commencée"));
        browser.post("/declarer/etape/3", &[("facility", BRETAGNE), ("declarant.name", "Camille Fictif")]).await;
        let there = press(&paris, &number, "trouver").await;
        assert!(there.text.contains("Aucune déclaration commencée") && !there.text.contains("orchidée"));
        let own = press(&brittany, &number, "trouver").await;
        assert!(own.text.contains("orchidée"), "{}", own.text);
        let draft = hidden(&own.text, "reprendre");
        assert_eq!(paris.post("/cellule/appel", &[("reprendre", &draft)]).await.status, 404);
        for role in [Role::Fssi, Role::Auditor, Role::Administrator] {
            let other = staff(&house, role.code(), role).await;
            assert_eq!(press(&other, &told(BRETAGNE), "deposer").await.status, 403, "{role:?}");
        }
    }

    async fn the_calendar_is_written_and_shown_in_words(database) {
        let house = House::new(database).await;
        let lead = staff(&house, "responsable", Role::Lead).await;
        let analyst = staff(&house, "analyste", Role::Analyst).await;
        let page = lead.get("/cellule/astreintes?mois=2026-12").await;
        assert!(page.text.contains("Personne du mardi 1 décembre 2026 à 18"), "{}", page.text);
        let person = page.text.split_once("<option value=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
        let add = |from: &'static str, to: &'static str| {
            let (lead, person) = (&lead, person.clone());
            async move {
                let fields = [("person", person.as_str()), ("rank", "1"), ("from", from), ("to", to), ("mois", "2026-12")];
                lead.post("/cellule/astreintes/add", &fields).await
            }
        };
        assert_eq!(add("1/12/2026", "23/12/2026").await.status, 303);
        assert_eq!(add("25/12/2026", "31/12/2026").await.status, 303);
        let page = analyst.get("/en/unit/on-call?mois=2026-12").await;
        assert!(page.text.contains("Nobody from Thursday 24 December 2026 at 18:00 until Friday 25 December 2026 at 09:00."), "{}", page.text);
        assert!(!page.text.contains("<form class"), "who may not write is offered nothing to write with");
        let taken = add("20/12/2026", "bientôt").await;
        assert_eq!(taken.status, 422);
        assert!(taken.text.contains("value=\"bientôt\"") && taken.text.contains("href=\"#to\""));
        let taken = add("20/12/2026", "").await;
        assert!(taken.status == 422 && taken.text.contains("déjà inscrit"));
    }

    async fn a_promise_is_kept_from_the_incident_and_both_lists_agree(database) {
        let house = House::new(database).await;
        let analyst = staff(&house, "analyste", Role::Analyst).await;
        let mut said = early(BRETAGNE, "Une panne.");
        said["help"] = "call".into();
        house.declared_as(&said).await;
        let page = analyst.get("/cellule").await;
        assert!(page.text.contains("Rappels <b>1</b>"), "{}", page.text);
        assert_eq!(analyst.get("/cellule?vue=rappels").await.header("location"), "/cellule/rappels");
        let incident = page.text.split_once("/incidents/").unwrap().1.split_once('"').unwrap().0.to_owned();
        let dossier = analyst.get(&format!("/cellule/incidents/{incident}")).await;
        assert!(dossier.text.contains("Demandé dans la déclaration"));
        let promise = |moment: &'static str| {
            let (analyst, incident) = (&analyst, incident.clone());
            async move {
                let fields = [("incident", incident.as_str()), ("name", "Camille"), ("phone", "0199001234"), ("moment", moment), ("caller", ""), ("about", "Sauvegardes")];
                analyst.post("/cellule/rappels", &fields).await
            }
        };
        let wrong = promise("hier").await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text.contains("value=\"Sauvegardes\"") && wrong.text.contains("href=\"#promise-moment\""));
        assert_eq!(promise("demain 9h").await.status, 303);
        let list = analyst.get("/cellule/rappels").await;
        let ids: Vec<&str> = list.text.split("id=\"r-").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert_eq!(ids.len(), 2);
        let act = |id: String, act: &'static str, fields: Vec<(&'static str, &'static str)>| {
            let analyst = &analyst;
            async move { analyst.post(&format!("/cellule/rappels/{id}/{act}"), &fields).await }
        };
        let wrong = act(ids[0].to_owned(), "postpone", vec![("moment", "jamais")]).await;
        assert!(wrong.status == 422 && wrong.text.contains("value=\"jamais\""), "{}", wrong.text);
        assert_eq!(act(ids[0].to_owned(), "done", vec![("outcome", "reached"), ("note", "Tout va")]).await.status, 303);
        assert_eq!(act(ids[0].to_owned(), "done", vec![("outcome", "reached"), ("note", "")]).await.status, 409);
        assert!(analyst.get("/cellule").await.text.contains("Rappels <b>1</b>"));
        assert!(analyst.get("/cellule/rappels").await.text.contains("Joint"));
    }

    async fn who_leaves_closes_and_who_comes_signs(database) {
        let house = House::new(database).await;
        let leaves = staff(&house, "depart", Role::Analyst).await;
        let comes = staff(&house, "arrivee", Role::Lead).await;
        let elsewhere =
            house.staff("ailleurs", vec![Standing { role: Role::Analyst, reach: region("11") }]).await;
        let mut told = early(BRETAGNE, "Une panne.");
        told["kind"] = "ransom".into();
        let (reference, _) = house.declared_as(&told).await;
        let program = access::Caller::Program("test");
        let declaration = house.services.declarations.find(&program, &reference).await.unwrap();
        let incident = house.services.incidents.id_of(&program, declaration).await.unwrap();
        let play = format!("/cellule/incidents/{incident}/play");
        assert_eq!(leaves.post(&play, &[("step", "isolate"), ("step", "backups")]).await.status, 303);
        let page = leaves.get("/cellule/releve").await;
        assert!(page.text.contains("Tâches à faire avant la fin du prochain service"), "{}", page.text);
        let task = format!("href=\"/cellule/incidents/{incident}#taches\">{reference}</a>");
        assert_eq!((page.text.matches(&task).count(), page.text.contains("pour personne en particulier")), (2, true));
        assert!(!elsewhere.get("/cellule/releve").await.text.contains("prochain service</h3>"));
        assert!(page.text.contains("Nouveaux <span class=\"soft\">1</span>") && page.text.contains(&reference));
        assert!(!elsewhere.get("/cellule/releve").await.text.contains(&reference));
        let empty = leaves.post("/cellule/releve", &[("body", " ")]).await;
        assert_eq!(empty.status, 422);
        let said = "Le CHU rappelle à 9 h.";
        assert_eq!(leaves.post("/cellule/releve", &[("body", said)]).await.status, 303);
        assert!(leaves.get("/en/unit").await.text.contains("One handover waits to be signed."));
        let waits = comes.get("/cellule/releve").await;
        assert!(waits.text.contains(said) && waits.text.contains("J’ai lu"));
        let id = waits.text.split_once("id=\"h-").unwrap().1.split_once('"').unwrap().0.to_owned();
        let path = format!("/cellule/releve/{id}/sign");
        assert_eq!(leaves.post(&path, &[]).await.status, 409, "nobody signs their own");
        assert_eq!(elsewhere.post(&path, &[]).await.status, 404);
        assert!(!elsewhere.get("/cellule/releve").await.text.contains(said));
        assert_eq!(elsewhere.get(&format!("/cellule/releve?fiche={id}")).await.status, 404);
        assert_eq!(comes.post(&path, &[]).await.status, 303);
        assert_eq!(comes.post(&path, &[]).await.status, 409);
        assert!(!comes.get("/cellule").await.text.contains("attend une signature"));
        let sheet = comes.get(&format!("/cellule/releve?fiche={id}")).await;
        assert!(sheet.text.contains("Signée par arrivee") && sheet.text.contains(&reference), "{}", sheet.text);
        // Kept: references and counts, and no word of what is to be done.
        assert!(sheet.text.contains("2 tâches à faire avant la fin") && !sheet.text.contains("Isoler"), "{}", sheet.text);
    }
}
