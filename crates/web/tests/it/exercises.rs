//! An incident that is an exercise says so wherever it is named, and stands in no figure.

use access::{Caller, Permission, Reach, Role, Standing};
use storage::on_both_engines;

use crate::house::{BRETAGNE, House, email};

on_both_engines! {
    /// Every page and every export that names it: a page that is added to the list of those that do is asked too.
    async fn every_page_and_export_that_names_an_exercise_says_so(database) {
        let house = House::new(database).await;
        let (reference, code) = house.declared(BRETAGNE, "Vers fuite[.]top depuis ce matin.").await;
        let program = Caller::Program("test");
        let declaration = house.services.declarations.find(&program, &reference).await.unwrap();
        let incident = house.services.incidents.id_of(&program, declaration).await.unwrap().to_string();
        let desk = storage::Desk {
            store: house.database.store.clone(),
            clock: house.services.clock.clone(),
            ids: house.services.ids.clone(),
        };
        jobs::Worker::new(desk, indicators::jobs::handlers(&house.services.indicators)).drain().await.unwrap();
        let roles = [Role::Analyst, Role::Lead, Role::Auditor];
        let mut standings = roles.map(|role| Standing { role, reach: Reach::Nation }).to_vec();
        let own = Reach::Facilities([BRETAGNE.parse().unwrap()].into());
        standings.push(Standing { role: Role::FacilityStaff, reach: own });
        let somebody = house.staff("tout-le-monde", standings).await;
        let path = format!("/cellule/incidents/{incident}/exercice");
        let fields = [("exercise", "yes"), ("reason", "Exercice national"), ("vu", "1")];
        let marked = somebody.post(&path, &fields).await;
        assert_eq!(marked.status, 303, "{}", marked.text);
        let fields = [("title", "Panne"), ("cause", "Un hébergeur"), ("severity", "3")];
        let event = somebody.post(&format!("/cellule/incidents/{incident}/evenement"), &fields).await;
        let event = event.header("location").to_owned();
        let number = event.rsplit('/').next().unwrap().to_owned();

        let here = format!("/cellule/incidents/{incident}");
        let pages = [
            "/cellule".to_owned(),
            format!("/cellule?apercu={incident}"),
            here.clone(),
            format!("{here}/acces"),
            format!("{here}/indicateurs"),
            format!("{here}/doublons"),
            format!("{here}/evenement"),
            "/cellule/evenements".to_owned(),
            "/cellule/releve".to_owned(),
            event.clone(),
            "/mon-espace".to_owned(),
            format!("/mon-espace/declarations/{reference}"),
            "/administration/trace?action=incident.exercise-marked".to_owned(),
        ];
        for path in &pages {
            let page = somebody.get(path).await;
            assert_eq!(page.status, 200, "{path}");
            let english = house_twin(path);
            assert!(page.text.contains("EXERCICE"), "{path}: {}", page.text);
            if let Some(english) = english {
                let page = somebody.get(&english).await;
                assert!(page.text.contains("EXERCISE"), "{english}: {}", page.text);
            }
        }
        let chosen = [("command", "take"), ("choix", incident.as_str())];
        for (path, fields) in [
            ("/cellule/ensemble".to_owned(), &chosen[..]),
            ("/cellule/ensemble".to_owned(), &[("command", "event"), ("choix", incident.as_str())]),
            (format!("{event}/message"), &[("message", "Bonjour")]),
        ] {
            let page = somebody.post(&path, fields).await;
            assert!(page.status == 200 && page.text.contains("EXERCICE"), "{path}: {}", page.text);
        }
        let csv = somebody.get("/administration/trace.csv?action=incident.exercise-marked").await.text;
        assert!(csv.contains(&format!("{reference} EXERCICE")), "{csv}");
        let ndjson = somebody.get("/administration/trace.ndjson?action=incident.exercise-marked").await.text;
        assert!(ndjson.contains("\"exercise\":true"), "{ndjson}");
        let file = somebody.get(&format!("{here}/indicateurs.txt")).await;
        assert!(file.header("content-disposition").contains("EXERCICE-"), "{:?}", file.headers);

        let scopes: Vec<String> = Permission::ALL.iter().map(|p| p.code().to_owned()).collect();
        let token = house.services.accounts.token_create(&program, &email("tout-le-monde"), &scopes, 30).await.unwrap();
        let bearer = format!("Bearer {token}");
        for path in [
            "/api/v1/incidents".to_owned(),
            format!("/api/v1/incidents/{incident}"),
            format!("/api/v1/declarations/{reference}"),
            "/api/v1/indicators".to_owned(),
            "/api/v1/events".to_owned(),
            format!("/api/v1/events/{number}"),
        ] {
            let got = house.browser().raw("get", &path, &[("authorization", bearer.as_str())], "").await;
            assert!(got.text.contains("\"exercise\":true"), "{path}: {}", got.text);
        }
        // Its declarant, on the page and on paper.
        let declarant = house.declarant(&reference, &code).await;
        assert!(declarant.get("/suivi").await.text.contains("EXERCICE"));

        // In no figure: no view counts it, and it is in the list.
        let page = somebody.get("/cellule").await.text;
        assert!(page.contains(&reference) && !page.contains("<b>1</b>"), "{page}");
        assert!(somebody.get("/cellule/evenements").await.text.contains("0 événement, 0 structure"));
        let news = somebody.get("/cellule/nouveautes?depuis=0").await.text;
        assert!(news.contains("\"changed\":0") && news.contains("\"exercises\":1"), "{news}");
        assert!(news.contains("Une nouveauté dans un exercice"), "{news}");
        let handover = somebody.get("/cellule/releve").await.text;
        assert!(handover.contains(&reference) && !handover.contains("<span class=\"soft\">1</span>"), "{handover}");
        // Once somebody was told, it stays one; before, it can be unsaid.
        let seen = house.services.incidents.open(&program, vocabulary::Id::parse(&incident).unwrap()).await.unwrap();
        let seen = seen.incident.revision.to_string();
        let unmark = [("exercise", "no"), ("reason", "C’est réel"), ("vu", seen.as_str())];
        house.database.clock.advance(60);
        somebody.post(&format!("{here}/answer"), &[("message", "Bonjour")]).await;
        let refused = somebody.post(&path, &unmark).await;
        assert_eq!(refused.status, 409);
        assert!(refused.text.contains("C’est réel"), "what was typed is kept");
    }
}

/// The English address of some of those pages.
fn house_twin(path: &str) -> Option<String> {
    if path.contains("evenement") || path.contains("/mon-espace/") || path.contains("trace") {
        return None;
    }
    let path = path.replace("/cellule", "/en/unit").replace("/mon-espace", "/en/my-space");
    Some(
        path.replace("/acces", "/accesses")
            .replace("/indicateurs", "/indicators")
            .replace("/doublons", "/duplicates")
            .replace("/releve", "/handover"),
    )
}
