//! Events and duplicates on pages and by the API.

use access::{Caller, Reach, Role, Standing};
use storage::on_both_engines;
use vocabulary::Region;

use crate::house::{BRETAGNE, Browser, House, PARIS, SISTER, email};

async fn staff<'a>(house: &'a House, name: &str, role: Role) -> Browser<'a> {
    house.staff(name, vec![Standing { role, reach: Reach::Nation }]).await
}

async fn ars<'a>(house: &'a House, code: &str) -> Browser<'a> {
    let reach = Reach::Regions([Region::from_code(code).unwrap()].into());
    house.staff(&format!("ars-{code}"), vec![Standing { role: Role::Ars, reach }]).await
}

/// Declares; answers with the reference and the incident.
async fn declared(house: &House, facility: &str) -> (String, String) {
    let (reference, _) = house.declared(facility, "Plus rien ne répond.").await;
    let program = Caller::Program("test");
    let declaration = house.services.declarations.find(&program, &reference).await.unwrap();
    let incident = house.services.incidents.id_of(&program, declaration).await.unwrap();
    (reference, incident.to_string())
}

/// Opens an event from an incident; answers with its address.
async fn opened(analyst: &Browser<'_>, incident: &str) -> String {
    let fields =
        [("title", "Panne de l’hébergeur"), ("cause", "Un hébergeur est à l’arrêt."), ("severity", "4")];
    let page = analyst.post(&format!("/cellule/incidents/{incident}/evenement"), &fields).await;
    assert_eq!(page.status, 303, "{}", page.text);
    page.header("location").to_owned()
}

on_both_engines! {
    async fn an_event_is_opened_attached_to_pasted_and_told(database) {
        let house = House::new(database).await;
        let (_, first) = declared(&house, BRETAGNE).await;
        let (paris, second) = declared(&house, PARIS).await;
        let analyst = staff(&house, "analyste", Role::Analyst).await;
        let form = format!("/cellule/incidents/{first}/evenement");
        let wrong = analyst.post(&form, &[("title", ""), ("cause", "Une cause"), ("severity", "4")]).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text.contains("title-error") && wrong.text.contains("Une cause"));
        let event = opened(&analyst, &first).await;
        let id = event.rsplit('/').next().unwrap();

        // From the queue.
        let choose = analyst.post("/cellule/ensemble", &[("command", "event"), ("choix", &second)]).await;
        assert!(choose.text.contains(&paris) && choose.text.contains(id), "{}", choose.text);
        let none = analyst.post("/cellule/evenements/rattacher", &[("choix", &second), ("event", "")]).await;
        assert_eq!((none.status, none.text.contains(&paris)), (422, true));
        let joined = analyst.post("/cellule/evenements/rattacher", &[("choix", &second), ("event", id)]).await;
        assert_eq!(joined.header("location"), event);
        let page = analyst.get(&event).await.text;
        assert!(page.contains("2 incidents déclarés") && page.contains("2 structures"), "{page}");
        assert!(analyst.get(&format!("/cellule/incidents/{second}")).await.text.contains("Fait partie de"));

        // Taken off, and attached again.
        assert_eq!(analyst.post(&format!("{event}/detach"), &[("incident", &second)]).await.status, 303);
        assert!(analyst.get(&event).await.text.contains("1 incident déclaré ; 1 structure"));
        analyst.post("/cellule/evenements/rattacher", &[("choix", &second), ("event", id)]).await;

        // A list with two errors: nothing is kept, nothing that was pasted is lost.
        let list = format!("{SISTER} 350000009 {SISTER}");
        let path = format!("{event}/structures");
        let looked = analyst.post(&path, &[("numbers", &list), ("stance", "unknown"), ("sure", "yes")]).await;
        assert_eq!(looked.status, 422);
        assert!(looked.text.contains(&list) && looked.text.contains("2 lignes sont fausses"), "{}", looked.text);
        assert!(looked.text.contains("déjà plus haut") && looked.text.contains("Le dernier chiffre"));
        let looked = analyst.post(&path, &[("numbers", SISTER), ("stance", "unknown")]).await;
        assert_eq!((looked.status, looked.text.contains("La liste est juste")), (200, true));
        assert!(looked.text.contains("0 à savoir"), "looked at, and not kept");
        let kept = analyst.post(&path, &[("numbers", SISTER), ("stance", "unknown"), ("sure", "yes")]).await;
        assert_eq!(kept.status, 303);
        let say = [("facility", SISTER), ("stance", "not-touched")];
        assert_eq!(analyst.post(&format!("{event}/say"), &say).await.status, 303);
        let page = analyst.get(&event).await.text;
        assert!(page.contains("1 non touchées, 0 à savoir"), "{page}");

        // Whom a message reaches is shown first.
        let path = format!("{event}/message");
        let shown = analyst.post(&path, &[("message", "L’hébergeur revient.")]).await;
        assert!(shown.text.contains("Bretagne") && shown.text.contains("L’hébergeur revient."), "{}", shown.text);
        let sent = [("message", "L’hébergeur revient."), ("shown", "2"), ("send", "yes")];
        assert_eq!(analyst.post(&path, &sent).await.status, 303);
        for incident in [&first, &second] {
            let page = analyst.get(&format!("/cellule/incidents/{incident}")).await.text;
            assert!(page.contains("L’hébergeur revient."));
        }
        let english = analyst.get(&event.replace("/cellule/evenements", "/en/unit/events")).await.text;
        assert!(english.contains("2 incidents declared") && english.contains("Message to all"));
        let lead = staff(&house, "responsable", Role::Lead).await;
        let decision = format!("{event}/decision");
        assert_eq!(analyst.post(&decision, &[("decision", "close"), ("reason", "x")]).await.status, 403);
        assert_eq!(lead.post(&decision, &[("decision", "decide"), ("reason", "")]).await.status, 422);
        for decision_made in ["decide", "close", "reopen"] {
            let sent = [("decision", decision_made), ("reason", "Motif")];
            assert_eq!(lead.post(&decision, &sent).await.status, 303, "{decision_made}");
        }
    }

    async fn abuse_a02_an_agency_learns_of_its_own_and_of_no_other(database) {
        let house = House::new(database).await;
        let (rennes, first) = declared(&house, BRETAGNE).await;
        let (paris, second) = declared(&house, PARIS).await;
        let analyst = staff(&house, "analyste", Role::Analyst).await;
        let event = opened(&analyst, &first).await;
        let ars = ars(&house, "11").await;
        assert_eq!(ars.get(&event).await.status, 404);
        assert!(!ars.get("/cellule/evenements").await.text.contains("hébergeur"));
        let id = event.rsplit('/').next().unwrap();
        analyst.post("/cellule/evenements/rattacher", &[("choix", &second), ("event", id)]).await;
        let page = ars.get(&event).await.text;
        assert!(page.contains(&paris) && page.contains("1 incident déclaré ; 1 structure"), "{page}");
        assert!(!page.contains(&rennes) && !page.contains("Bretagne") && !page.contains("<textarea"));
        let program = Caller::Program("test");
        let scope = ["incidents:read".to_owned()];
        let token = house.services.accounts.token_create(&program, &email("ars-11"), &scope, 30).await.unwrap();
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str())];
        let one = house.browser().raw("get", &format!("/api/v1/events/{id}"), &headers, "").await;
        assert!(!one.text.contains(&rennes), "{}", one.text);
        assert_eq!((&one.json()["figures"]["incidents"], &one.json()["figures"]["facilities"]), (&1.into(), &1.into()));
        let list = house.browser().raw("get", "/api/v1/events?limit=1", &headers, "").await.json();
        assert_eq!((list["items"][0]["number"].as_i64(), list["next"].is_null()), (Some(1), true));
        let wrong = house.browser().raw("get", "/api/v1/events?limit=0", &headers, "").await;
        assert_eq!(wrong.status, 422);
    }

    async fn two_that_are_one_are_tied_read_together_and_untied(database) {
        let house = House::new(database).await;
        let (kept, first) = declared(&house, BRETAGNE).await;
        let (other, second) = declared(&house, BRETAGNE).await;
        let analyst = staff(&house, "analyste", Role::Analyst).await;
        let one = analyst.post("/cellule/ensemble", &[("command", "duplicate"), ("choix", &first)]).await;
        assert_eq!(one.status, 422);
        let both = [("command", "duplicate"), ("choix", first.as_str()), ("choix", &second)];
        let asked = analyst.post("/cellule/ensemble", &both).await;
        assert!(asked.text.contains(&kept) && asked.text.contains(&other) && asked.text.contains("Lequel garde"));
        let (seen, also) = (format!("{first}_1"), format!("{second}_1"));
        let merge = [("vus", seen.as_str()), ("vus", &also), ("reason", "Même panne")];
        assert_eq!(analyst.post("/cellule/ensemble/doublon", &merge).await.status, 422);
        let merge = [&merge[..], &[("kept", first.as_str())]].concat();
        let merged = analyst.post("/cellule/ensemble/doublon", &merge).await;
        assert_eq!(merged.header("location"), format!("/cellule/incidents/{first}"), "{}", merged.text);
        let page = analyst.get(&format!("/cellule/incidents/{first}")).await.text;
        assert!(page.contains("1 doublon rattaché") && page.contains(&other) && page.contains("Même panne"));
        let together = analyst.get(&format!("/cellule/incidents/{first}/doublons")).await.text;
        assert!(together.contains(&format!("Déclaration {other} reçue")) && together.contains(&kept));
        let page = analyst.get(&format!("/cellule/incidents/{second}")).await.text;
        assert!(page.contains("Rattaché à un autre") && page.contains("Doublon de"), "{page}");
        let undone = analyst.post(&format!("/cellule/incidents/{second}/doublon/annulation"), &[]).await;
        assert_eq!(undone.status, 303);
        assert!(!analyst.get(&format!("/cellule/incidents/{second}")).await.text.contains("Doublon de"));
        // From its own page, by a reference.
        let path = format!("/cellule/incidents/{second}/doublon");
        for (reference, reason) in [("VIG-2026-000999-A", "x"), (kept.as_str(), "")] {
            let sent = [("reference", reference), ("reason", reason), ("vu", "3")];
            let wrong = analyst.post(&path, &sent).await;
            assert_eq!((wrong.status, wrong.text.contains(reference)), (422, true), "{reference}");
        }
        let sent = [("reference", kept.as_str()), ("reason", "Même panne"), ("vu", "3")];
        assert_eq!(analyst.post(&path, &sent).await.status, 303);
    }
}
