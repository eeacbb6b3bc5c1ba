//! The page of an incident: one composer, a qualification that is shown first, tasks, who came first.

use access::{Reach, Role, Standing};
use storage::{args, on_both_engines, sql};
use vocabulary::Region;

use crate::house::{BRETAGNE, Browser, House, Page, REUNION, SISTER};

fn nation(role: Role) -> Vec<Standing> {
    vec![Standing { role, reach: Reach::Nation }]
}

fn agency() -> Vec<Standing> {
    vec![Standing { role: Role::Ars, reach: Reach::Regions([Region::from_code("53").unwrap()].into()) }]
}

/// The address of the latest incident.
async fn path(analyst: &Browser<'_>, reference: &str) -> String {
    let page = analyst.get("/cellule").await;
    let row = page.text.split("<tr>").find(|row| row.contains(reference)).unwrap();
    let id = row.split_once("/incidents/").unwrap().1.split_once('"').unwrap().0;
    format!("/cellule/incidents/{id}")
}

/// The value of a hidden field after some text.
fn hidden(page: &Page, after: &str, name: &str) -> String {
    let rest = page.text.split_once(after).unwrap_or_else(|| panic!("{after} in {}", page.text)).1;
    let rest = rest.split_once(&format!("name=\"{name}\" value=\"")).unwrap().1;
    rest.split_once('"').unwrap().0.to_owned()
}

/// The page as people read it.
fn typed(page: &Page) -> &str {
    page.text.split_once("id=\"texte\"").unwrap().1.split_once("</textarea>").unwrap().0
}

on_both_engines! {
    async fn a_message_waits_is_undone_and_leaves(database) {
        let house = House::new(database).await;
        let (reference, code) = house.declared(BRETAGNE, "Une panne.").await;
        let analyst = house.staff("analyste", nation(Role::Analyst)).await;
        let declarant = house.declarant(&reference, &code).await;
        let path = path(&analyst, &reference).await;
        let write = format!("{path}/write");
        let page = analyst.get(&path).await;
        assert!(page.text.contains("value=\"cell\" checked"), "what nobody chose stays inside");
        let sent = [("audience", "facility"), ("text", "Coupez le <b>réseau</b>."), ("task", "1"), ("due", "4"), ("assignee", "RSSI")];
        let written = analyst.post(&write, &sent).await;
        assert_eq!(written.status, 303, "{}", written.text);
        let page = analyst.get(&path).await;
        assert!(page.text.contains("Part dans 10 s") && page.text.contains("Structure : le déclarant"), "{}", page.text);
        assert!(page.text.contains("Pour RSSI") && page.text.contains("1 à faire"));
        assert!(!declarant.get("/suivi").await.text.contains("Coupez le"));
        let message = hidden(&page, "/undo\"", "message");
        let undone = analyst.post(&format!("{path}/undo"), &[("message", &message)]).await;
        assert_eq!(undone.status, 200);
        assert!(typed(&undone).contains("Coupez le &#60;b&#62;réseau") && undone.text.contains("value=\"facility\" checked"));
        assert!(undone.text.contains("value=\"RSSI\"") && undone.text.contains("value=\"4\" selected"), "the task too");
        let late = analyst.post(&format!("{path}/undo"), &[("message", &message)]).await;
        assert!(late.status == 409 && late.text.contains("Il est trop tard"));
        analyst.post(&write, &sent).await;
        house.database.clock.advance(10);
        let read = declarant.get("/suivi").await;
        assert!(read.text.contains("Coupez le &#60;b&#62;réseau"), "abuse C01: {}", read.text);
        let page = analyst.get(&path).await;
        assert!(!page.text.contains("Part dans") && page.text.contains("Lu "));
    }

    async fn what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(database) {
        let house = House::new(database).await;
        let (reference, _) = house.declared(BRETAGNE, "Une panne.").await;
        let analyst = house.staff("analyste", nation(Role::Analyst)).await;
        let write = format!("{}/write", path(&analyst, &reference).await);
        let nobody = analyst.post(&write, &[("text", "Bonjour")]).await;
        assert!(nobody.status == 422 && nobody.text.contains("Choisissez d’abord pour qui") && typed(&nobody).contains("Bonjour"));
        let endless = "x".repeat(130);
        let fields = [("audience", "ars"), ("text", "Point de 18 h"), ("task", "1"), ("assignee", endless.as_str())];
        let wrong = analyst.post(&write, &fields).await;
        assert!(wrong.status == 422 && wrong.text.contains("id=\"pour-qui-error\"") && typed(&wrong).contains("Point de 18 h"));
        assert!(wrong.text.contains("value=\"ars\" checked"));
        let empty = analyst.post(&write, &[("audience", "cell"), ("text", " ")]).await;
        assert!(empty.status == 422 && empty.text.contains("id=\"texte-error\""));
    }

    async fn a_template_fills_the_composer_and_keeps_what_was_typed(database) {
        let house = House::new(database).await;
        let (reference, _) = house.declared(BRETAGNE, "Une panne.").await;
        let analyst = house.staff("analyste", nation(Role::Analyst)).await;
        let write = format!("{}/write", path(&analyst, &reference).await);
        let empty = analyst.post(&write, &[("audience", "cell"), ("text", ""), ("template", "received"), ("fill", "1")]).await;
        assert!(empty.status == 200 && typed(&empty).contains(&reference) && empty.text.contains("value=\"facility\" checked"));
        let kept = analyst.post(&write, &[("audience", "cell"), ("text", "Déjà tapé."), ("template", "received"), ("fill", "1")]).await;
        assert!(typed(&kept).contains("Déjà tapé.\n\nBonjour") && kept.text.contains("value=\"cell\" checked"), "who reads is not changed under somebody who types");
        let none = analyst.post(&write, &[("audience", "cell"), ("text", "x"), ("template", "jadis"), ("fill", "1")]).await;
        assert!(none.text.contains("composer") && typed(&none).contains('x'));
    }

    async fn an_agency_reads_what_is_addressed_to_it_and_no_note(database) {
        let house = House::new(database).await;
        let mut told = crate::house::early(BRETAGNE, "Une panne.");
        told["tlp"] = serde_json::json!("red");
        let (reference, code) = house.declared_as(&told).await;
        let analyst = house.staff("analyste", nation(Role::Analyst)).await;
        let path = path(&analyst, &reference).await;
        let id = path.rsplit('/').next().unwrap();
        for (audience, text) in [("cell", "chrysanthème-4711"), ("ars", "pour l’agence-4712"), ("fssi", "pour le ministère-4713")] {
            let written = analyst.post(&format!("{path}/write"), &[("audience", audience), ("text", text)]).await;
            assert_eq!(written.status, 303);
        }
        let agency = house.staff("ars53", agency()).await;
        assert!(!agency.get(&path).await.text.contains("-4712"), "it has not left");
        house.database.clock.advance(10);
        let program = access::Caller::Program("test");
        let scopes = vec!["incidents:read".to_owned()];
        let token = house.services.accounts.token_create(&program, "ars53@vigie.example", &scopes, 30).await.unwrap();
        let bearer = format!("Bearer {token}");
        let api = house.browser().raw("get", &format!("/api/v1/incidents/{id}"), &[("authorization", &bearer)], "").await;
        let pages = [agency.get(&path).await, agency.get(&format!("/en/unit/incidents/{id}")).await, api];
        for page in &pages {
            assert!(page.status == 200 && page.text.contains("-4712"), "{}", page.text);
            assert!(!page.text.contains("-4711") && !page.text.contains("-4713"), "abuse A02: {}", page.text);
        }
        let declarant = house.declarant(&reference, &code).await;
        let pages = [declarant.get("/suivi").await, declarant.get("/suivi/accuse.pdf").await];
        assert!(pages.iter().all(|page| page.status == 200 && !page.text.contains("-471")));
        assert!(!pages[0].text.contains("Message de la cellule"), "what the two write each other is not the structure's");
        assert!(analyst.get(&path).await.text.contains("-4711"));
    }

    async fn a_qualification_is_shown_first_and_tells_whom_it_concerns(database) {
        let house = House::new(database).await;
        let (reference, _) = house.declared(BRETAGNE, "Une panne.").await;
        let analyst = house.staff("analyste", nation(Role::Analyst)).await;
        let path = path(&analyst, &reference).await;
        analyst.post(&format!("{path}/take"), &[("vu", "1")]).await;
        let qualify = format!("{path}/qualify");
        let fields = [("vu", "2"), ("criteria", "C1"), ("severity", "4")];
        let silent = analyst.post(&qualify, &fields).await;
        assert!(silent.status == 422 && silent.text.contains("id=\"criterion-C1\" name=\"criteria\" value=\"C1\" checked"), "what was chosen is kept");
        let fields = [&fields[..], &[("reason", "Appel du RSSI")]].concat();
        let shown = analyst.post(&qualify, &fields).await;
        assert_eq!(shown.status, 200, "{}", shown.text);
        for said in ["Ajoutés : C1", "1 proposée, 4 retenue", "Averti dès la confirmation", "Agence régionale de santé (Bretagne)", "Appel du RSSI"] {
            assert!(shown.text.contains(said), "{said}: {}", shown.text);
        }
        assert!(!analyst.get(&path).await.text.contains("Confirmée par"));
        let back = analyst.post(&qualify, &[&fields[..], &[("sure", "1"), ("back", "1")]].concat()).await;
        assert_eq!(back.status, 200);
        for kept in ["value=\"C1\" checked", "<option value=\"4\" selected>", "Appel du RSSI"] {
            assert!(back.text.contains(kept), "{kept} is typed again");
        }
        assert!(!back.text.contains("Confirmée par"), "nothing was confirmed");
        let sure = [&fields[..], &[("sure", "1")]].concat();
        assert_eq!(analyst.post(&qualify, &sure).await.status, 303);
        let page = analyst.get(&path).await;
        for said in ["Corrigée par analyste, ", "<dt>Proposé</dt><dd>aucun critère · gravité 1, mineur</dd>", "<dt>Retenu</dt><dd>C1 · gravité 4, très sérieux</dd>", "Retenu par la cellule, sans fait déclaré", "Qualification corrigée : ajout de C1, gravité 1 proposée et 4 retenue. Appel du RSSI", "Agence régionale de santé"] {
            assert!(page.text.contains(said), "{said}: {}", page.text);
        }
        // Who follows for the ministry reads what was corrected and why, and no journal.
        let ministry = house.staff("ministere", nation(Role::Fssi)).await;
        let page = ministry.get(&path).await;
        assert!(page.text.contains("Corrigée par analyste, ") && page.text.contains("<dt>Raison</dt><dd>Appel du RSSI</dd>"), "{}", page.text);
        assert!(!page.text.contains("Qualification corrigée :"));
    }

    async fn the_structure_reads_what_was_found_and_what_the_cell_wrote_for_it_and_nothing_else(database) {
        let house = House::new(database).await;
        let (reference, code) = house.declared(BRETAGNE, "Une panne.").await;
        let analyst = house.staff("analyste", nation(Role::Analyst)).await;
        let path = path(&analyst, &reference).await;
        analyst.post(&format!("{path}/take"), &[("vu", "1")]).await;
        let declarant = house.declarant(&reference, &code).await;
        let before = declarant.get("/suivi").await;
        assert!(!before.text.contains("Ce que la cellule a établi") && !before.text.contains("Bilan"));
        let fields = [("vu", "2"), ("criteria", "C1"), ("criteria", "C4"), ("severity", "4"), ("reason", "Le RSSI minimise."), ("sure", "1")];
        assert_eq!(analyst.post(&format!("{path}/qualify"), &fields).await.status, 303);
        let page = declarant.get("/suivi").await;
        for said in ["Ce que la cellule a établi", "C’est un incident grave et significatif au sens de la loi.", "Gravité 4 sur 5 : très sérieux", "L’incident touche, ou peut toucher, la sécurité des soins.", "l’organisation départementale, régionale ou nationale", "Analyse confirmée "] {
            assert!(page.text.contains(said), "{said}: {}", page.text);
        }
        let english = declarant.get("/en/follow").await;
        assert!(english.text.contains("Severity 4 of 5: very serious"), "{}", english.text);
        for (act, number) in [("accompany", "3"), ("resolve", "4")] {
            assert_eq!(analyst.post(&format!("{path}/{act}"), &[("vu", number)]).await.status, 303);
        }
        // The reason is the cell's own; without one, what was typed for the structure is not lost.
        let told = ("told", "Vos sauvegardes ont suffi.\nChangez les mots de passe.");
        let silent = analyst.post(&format!("{path}/close"), &[("vu", "5"), told]).await;
        assert!(silent.status == 422 && silent.text.contains("Vos sauvegardes ont suffi."), "{}", silent.text);
        let closing = [("vu", "5"), ("reason", "Leçon interne."), told];
        assert_eq!(analyst.post(&format!("{path}/close"), &closing).await.status, 303);
        let pages = [declarant.get("/suivi").await, declarant.get("/suivi/accuse.pdf").await];
        for page in &pages {
            for said in ["Bilan", "Vos sauvegardes ont suffi."] {
                assert!(page.text.contains(said) || page.text.starts_with("%PDF"), "{said}: {}", page.text);
            }
            for secret in ["minimise", "analyste", "Leçon interne"] {
                assert!(!page.text.contains(secret), "{secret}: {}", page.text);
            }
        }
        let ledger = analyst.get(&path).await.text;
        for said in ["La structure</dt>", "La qualification est faite.", "Le dossier est clos, avec son bilan.", "Accusé de réception de sa déclaration."] {
            assert!(ledger.contains(said), "{said}: {ledger}");
        }
        let open = hidden(&analyst.get(&path).await, "/reopen\"", "vu");
        assert_eq!(analyst.post(&format!("{path}/reopen"), &[("vu", &open), ("reason", "Reprise")]).await.status, 303);
        assert!(!declarant.get("/suivi").await.text.contains("Vos sauvegardes ont suffi."));
    }

    /// The cell reads its own time, and beside it that of the place; the structure reads its own.
    async fn times_of_a_place_that_has_others_are_said_with_the_place(database) {
        let house = House::new(database).await;
        let (reference, code) = house.declared(REUNION, "Une panne.").await;
        let analyst = house.staff("analyste", nation(Role::Analyst)).await;
        let path = path(&analyst, &reference).await;
        let page = analyst.get(&path).await.text;
        let clocks = page.split_once("Prise en charge</dt>").unwrap().1.split_once("</dd>").unwrap().0;
        assert!(clocks.contains("à La Réunion)"), "{clocks}");
        assert!(page.contains(" in La Réunion)") || analyst.get(&path.replace("/cellule/", "/en/unit/")).await.text.contains(" in La Réunion)"));
        let own = house.declarant(&reference, &code).await.get("/suivi").await.text;
        assert!(!own.contains("à La Réunion)"));
        let of = |text: &str| text.split_once("Prise en charge</dt>").unwrap().1.split_once("<br>").unwrap().0.to_owned();
        let (cell, place) = (of(&page), of(&own));
        assert_ne!(cell.split(" (").next().unwrap().trim_start_matches("<dd>"), place.trim_start_matches("<dd>"));
        let (elsewhere, _) = house.declared(BRETAGNE, "Une panne.").await;
        let elsewhere = self::path(&analyst, &elsewhere).await;
        assert!(!analyst.get(&elsewhere).await.text.contains(" à La Réunion"));
    }

    async fn what_the_cell_has_to_do_about_a_notice_is_not_said_to_the_structure(database) {
        let house = House::new(database).await;
        let mut told = crate::house::early(BRETAGNE, "Une panne.");
        told["care"] = serde_json::json!("actual");
        let (reference, code) = house.declared_as(&told).await;
        let analyst = house.staff("analyste", nation(Role::Analyst)).await;
        let path = path(&analyst, &reference).await;
        let mut unit = house.database.desk().store.write().await.unwrap();
        unit.run(sql!("UPDATE incident_notices SET failure = 'no-address' WHERE recipient = 'corruss'"), args![]).await.unwrap();
        unit.commit().await.unwrap();
        let (cell, declarant) = (analyst.get(&path).await, house.declarant(&reference, &code).await.get("/suivi").await);
        assert!(cell.text.contains("à prévenir par téléphone"), "{}", cell.text);
        assert!(!declarant.text.contains("téléphone</") && declarant.text.contains("la cellule s’en charge"), "{}", declarant.text);
    }

    /// G02: the second of two sees what the first did beside what they typed, and does it all the same by one press.
    async fn abuse_g02_who_comes_second_sees_what_changed_beside_what_they_typed(database) {
        let house = House::new(database).await;
        let (reference, _) = house.declared(BRETAGNE, "Une panne.").await;
        let first = house.staff("premiere", nation(Role::Analyst)).await;
        let second = house.staff("seconde", nation(Role::Analyst)).await;
        let path = path(&first, &reference).await;
        first.post(&format!("{path}/take"), &[("vu", "1")]).await;
        let one = [("vu", "2"), ("severity", "1"), ("sure", "1")];
        assert_eq!(first.post(&format!("{path}/qualify"), &one).await.status, 303);
        let typed = [("vu", "2"), ("criteria", "C5"), ("severity", "3"), ("reason", "Deux sites"), ("sure", "1")];
        let stale = second.post(&format!("{path}/qualify"), &typed).await;
        assert_eq!(stale.status, 409);
        for said in ["le dossier a changé", "Qualification confirmée.", "premiere", "<td data-label=\"Vous\">C5</td>", "<td data-label=\"Maintenant\">—</td>", "<td data-label=\"Vous\">3</td>", "Deux sites"] {
            assert!(stale.text.contains(said), "{said}: {}", stale.text);
        }
        let revision = hidden(&stale, "entre-temps", "vu");
        let again: Vec<_> = typed.iter().copied().filter(|(name, _)| *name != "vu").chain([("vu", revision.as_str())]).collect();
        assert_eq!(second.post(&format!("{path}/qualify"), &again).await.status, 303);
        assert!(second.get(&path).await.text.contains("Corrigée par seconde"));
        // Taken already: nothing to press.
        let late = second.post(&format!("{path}/take"), &[("vu", "1")]).await;
        assert!(late.status == 409 && late.text.contains("plus possible"), "{}", late.text);
        let level = second.post(&format!("{path}/level"), &[("vu", "1"), ("level", "2"), ("reason", "Renfort")]).await;
        assert!(level.status == 409 && level.text.contains("<td data-label=\"Maintenant\">0</td>") && level.text.contains("Renfort"));
        let revision = hidden(&level, "entre-temps", "vu");
        let set = second.post(&format!("{path}/level"), &[("vu", &revision), ("level", "2"), ("reason", "Renfort")]).await;
        assert_eq!(set.status, 303);
        assert!(second.get(&path).await.text.contains("0 → 2. Renfort"));
    }

    async fn tasks_come_from_the_playbook_and_are_done(database) {
        let house = House::new(database).await;
        let mut told = crate::house::early(BRETAGNE, "Une rançon.");
        told["kind"] = serde_json::json!("ransom");
        let (reference, _) = house.declared_as(&told).await;
        let analyst = house.staff("analyste", nation(Role::Analyst)).await;
        let path = path(&analyst, &reference).await;
        let play = format!("{path}/play");
        assert_eq!(analyst.post(&play, &[("step", "isolate"), ("step", "backups")]).await.status, 303);
        assert_eq!(analyst.post(&play, &[("step", "jadis")]).await.status, 422);
        let page = analyst.get(&path).await;
        assert!(page.text.contains("2 à faire") && page.text.contains("(6 étapes)"), "{}", page.text);
        // A session of somebody who did nothing for two hours has ended.
        house.database.clock.advance(2 * 3600);
        let analyst = house.staff("releve", nation(Role::Analyst)).await;
        let page = analyst.get(&path).await;
        assert!(page.text.contains("1 en retard"), "{}", page.text);
        let task = hidden(&page, "/task-done\"", "task");
        let done = format!("{path}/task-done");
        assert_eq!(analyst.post(&done, &[("task", &task)]).await.status, 303);
        let page = analyst.get(&path).await;
        assert!(page.text.contains("Fait par releve") && page.text.contains("1 à faire"));
        let twice = analyst.post(&done, &[("task", &task)]).await;
        assert!(twice.status == 409 && twice.text.contains("changer cette tâche"));
        assert_eq!(analyst.post(&format!("{path}/task-again"), &[("task", &task)]).await.status, 303);
        let agency = house.staff("ars53", agency()).await;
        assert!(!agency.get(&path).await.text.contains("Faire isoler"), "tasks are the cell's");
    }

    async fn who_to_call_what_is_alike_and_who_is_there(database) {
        let house = House::new(database).await;
        let (first, _) = house.declared(BRETAGNE, "Une panne.").await;
        let (second, _) = house.declared(SISTER, "Une autre.").await;
        let analyst = house.staff("analyste", nation(Role::Analyst)).await;
        let other = house.staff("collegue", nation(Role::Analyst)).await;
        let path = path(&analyst, &first).await;
        let page = analyst.get(&path).await;
        for said in ["href=\"tel:0199001234\"", "href=\"mailto:camille@vigie.example\"", "href=\"tel:0299000000\"", "Même entité juridique", second.as_str()] {
            assert!(page.text.contains(said), "{said}: {}", page.text);
        }
        assert!(!page.text.contains("regarde ce dossier"));
        assert!(other.get(&path).await.text.contains("analyste regarde ce dossier"));
        let asked = analyst.get(&format!("{path}/presence?ecrit=1")).await;
        assert_eq!(asked.json()["text"], "collegue regarde ce dossier");
        assert_eq!(other.get(&format!("{path}/presence")).await.json()["text"], "analyste écrit dans ce dossier");
        house.database.clock.advance(90);
        assert!(other.get(&path).await.text.contains("analyste l’a regardé il y a peu"));
    }
}
