//! Indicators on pages and by the API.

use access::{Caller, Reach, Role, Standing};
use storage::on_both_engines;
use vocabulary::Region;

use crate::house::{BRETAGNE, Browser, House, PARIS, email};

const TRACES: &str = "Chiffrés depuis fuite[.]top, demandes de 8.8.8.8.";

/// Reads what was written.
async fn work(house: &House) {
    let desk = storage::Desk {
        store: house.database.store.clone(),
        clock: house.services.clock.clone(),
        ids: house.services.ids.clone(),
    };
    let handlers = ::indicators::jobs::handlers(&house.services.indicators);
    jobs::Worker::new(desk, handlers).drain().await.unwrap();
}

/// Declares twice in two regions; answers with the references and the incidents.
async fn declared(house: &House) -> [(String, String); 2] {
    let mut all = Vec::new();
    for facility in [BRETAGNE, PARIS] {
        let (reference, _) = house.declared(facility, TRACES).await;
        let program = Caller::Program("test");
        let declaration = house.services.declarations.find(&program, &reference).await.unwrap();
        let incident = house.services.incidents.id_of(&program, declaration).await.unwrap();
        all.push((reference, incident.to_string()));
    }
    work(house).await;
    all.try_into().unwrap()
}

async fn analyst(house: &House) -> Browser<'_> {
    house.staff("analyste", vec![Standing { role: Role::Analyst, reach: Reach::Nation }]).await
}

async fn ars<'a>(house: &'a House, code: &str) -> Browser<'a> {
    let reach = Reach::Regions([Region::from_code(code).unwrap()].into());
    house.staff(&format!("ars-{code}"), vec![Standing { role: Role::Ars, reach }]).await
}

/// The addresses of what one can say of each indicator of a page, without what.
fn sayings(page: &str) -> Vec<String> {
    let mut found: Vec<String> = page
        .split("action=\"")
        .filter_map(|rest| rest.split_once("/mark\"").or_else(|| rest.split_once("/restore\"")))
        .map(|(path, _)| path.to_owned())
        .filter(|path| !path.contains('"'))
        .collect();
    found.dedup();
    found
}

on_both_engines! {
    /// Asked, agreed to, shared without a name, taken back: each on its own page.
    async fn traces_are_shared_on_the_word_of_the_facility(database) {
        let house = House::new(database).await;
        let (reference, code) = house.declared(BRETAGNE, TRACES).await;
        let program = Caller::Program("test");
        let declaration = house.services.declarations.find(&program, &reference).await.unwrap();
        let incident = house.services.incidents.id_of(&program, declaration).await.unwrap();
        work(&house).await;
        let cell = analyst(&house).await;
        let made = cell.post("/communaute/nouveau-groupe", &[("name", "Partage"), ("purpose", "Entre nous."), ("kind", "theme"), ("access", "open")]).await;
        assert_eq!(made.status, 303, "{}", made.text);
        let declarant = house.declarant(&reference, &code).await;
        assert!(!declarant.get("/suivi").await.text.contains("partage-oui"));
        assert_eq!(declarant.post("/suivi/partage-oui", &[("version", "1")]).await.status, 404, "nothing was asked");
        let page = format!("/cellule/incidents/{incident}/indicateurs/partage");
        assert!(cell.get(&page).await.text.contains("rien n’est partagé"));
        assert_eq!(cell.post(&format!("{page}/demande"), &[]).await.status, 303);
        assert_eq!(cell.post(&format!("{page}/demande"), &[]).await.status, 409);
        let own = declarant.get("/en/follow").await;
        for told in ["Share your indicators", "I agree", "under TLP:AMBER or stricter", "further down this page"] {
            assert!(own.text.contains(told) || declarant.get("/suivi").await.text.contains("plus bas"), "{told}");
        }
        assert_eq!(declarant.post("/suivi/partage-oui", &[("version", "2")]).await.status, 409, "another text");
        let agreed = declarant.post("/suivi/partage-oui", &[("version", "1")]).await;
        assert_eq!((agreed.status, agreed.header("location")), (303, "/suivi#partage"));
        let form = cell.get(&page).await.text;
        let trace = form.split("name=\"chosen\" value=\"").nth(1).unwrap()[..36].to_owned();
        let slug = form.split("name=\"group\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let fields = |words| [("chosen", trace.as_str()), ("tlp", "AMBER"), ("group", slug.as_str()), ("title", "Vu cette nuit"), ("words", words)];
        let named = cell.post(&page, &fields("Vu à Rennes")).await;
        assert!(named.status == 422 && named.text.contains("Ce texte nomme la structure") && named.text.contains("Vu à Rennes"), "{}", named.text);
        // What the cell knows to be its own is kept silent, and the form stays as it was typed.
        assert!(form.contains("Adresses de la structure à taire"), "{form}");
        let own = |own| [fields("À bloquer.").as_slice(), &[("own", own)]].concat();
        let silent = cell.post(&page, &own("fuite[.]top\n192.0.2.0/24")).await;
        assert!(silent.status == 422 && silent.text.contains("fuite[.]top contient un nom ou une adresse de la structure"), "{}", silent.text);
        assert!(silent.text.contains("192.0.2.0/24</textarea>") && silent.text.contains("checked"), "{}", silent.text);
        let wrong = cell.post(&page, &own("le pare-feu")).await;
        assert!(wrong.status == 422 && wrong.text.contains("id=\"own-error\""), "{}", wrong.text);
        let shared = cell.post(&page, &fields("À bloquer.")).await;
        assert_eq!(shared.status, 303, "{}", shared.text);
        let thread = cell.get(shared.header("location")).await.text;
        assert!(thread.contains("fuite[.]top") && !thread.contains(&reference) && !thread.contains("Croisée"), "{thread}");
        assert_eq!(declarant.post("/suivi/partage-retirer", &[("version", "1")]).await.status, 303);
        assert!(declarant.get("/suivi").await.text.contains("Il reste dans l’espace privé, sans votre nom"));
        assert!(cell.get(&format!("/cellule/incidents/{incident}")).await.text.contains("La structure retire son accord"));
        assert_eq!(cell.post(&page, &fields("Encore.")).await.status, 409);
    }

    async fn the_same_indicator_elsewhere_is_named_or_only_counted(database) {
        let house = House::new(database).await;
        let [(rennes, first), (paris, second)] = declared(&house).await;
        let (analyst, ars) = (analyst(&house).await, ars(&house, "53").await);
        for path in [format!("/cellule/incidents/{first}"), format!("/cellule/incidents/{first}/indicateurs")] {
            let page = analyst.get(&path).await.text;
            assert!(page.contains("fuite[.]top") && page.contains(&format!("/cellule/incidents/{second}\">{paris}</a>")), "{page}");
            let page = ars.get(&path).await.text;
            assert!(page.contains("Aussi dans 1 autre incident que vous ne pouvez pas lire."), "{page}");
            assert!(!page.contains(&paris) && !page.contains("Clos-Fleuri") && !page.contains("indicateurs/apercu"));
        }
        let english = analyst.get(&format!("/en/unit/incidents/{second}/indicators")).await.text;
        assert!(english.contains("Also in") && english.contains(&rennes));
        assert_eq!(ars.get(&format!("/cellule/incidents/{second}/indicateurs")).await.status, 404);
        assert_eq!(ars.get(&format!("/cellule/incidents/{second}/indicateurs.txt")).await.status, 404);
    }

    async fn what_is_pasted_is_shown_first_and_what_is_ticked_is_kept(database) {
        let house = House::new(database).await;
        let [(_, first), _] = declared(&house).await;
        let analyst = analyst(&house).await;
        let here = format!("/cellule/incidents/{first}/indicateurs");
        let text = "hxxps://charge[.]top/a <b> et 9.9.9.9";
        let preview = analyst.post(&format!("{here}/apercu"), &[("text", text), ("tlp", "GREEN")]).await;
        assert_eq!(preview.status, 200);
        assert!(preview.text.contains("value=\"url https://charge.top/a\" checked"), "{}", preview.text);
        assert!(preview.text.contains("value=\"ipv4 9.9.9.9\"><span>"), "a list names it");
        assert!(preview.text.contains("Résolveurs DNS publics") && preview.text.contains("&#60;b&#62;"));
        assert!(!analyst.get(&here).await.text.contains("charge[.]top"));
        let chosen = [("text", text), ("tlp", "GREEN"), ("chosen", "url https://charge.top/a"), ("chosen", "domain charge.top")];
        assert_eq!(analyst.post(&format!("{here}/ajout"), &chosen).await.status, 303);
        let page = analyst.get(&here).await.text;
        assert!(page.contains("hxxps://charge[.]top/a") && page.contains("TLP:GREEN") && page.contains("Ajouté par analyste"));
        assert!(!page.contains("9[.]9"));
        // What is wrong is said beside the field, and what was typed stays.
        for (path, fields) in [("apercu", vec![("text", "rien de tel")]), ("ajout", vec![("text", "rien de tel"), ("tlp", "RED")])] {
            let wrong = analyst.post(&format!("{here}/{path}"), &fields).await;
            assert_eq!(wrong.status, 422);
            assert!(wrong.text.contains("indicator-error") && wrong.text.contains("rien de tel"));
        }
    }

    async fn what_somebody_says_of_one_is_shown_and_taken_back(database) {
        let house = House::new(database).await;
        let [(_, first), _] = declared(&house).await;
        let analyst = analyst(&house).await;
        let here = format!("/cellule/incidents/{first}/indicateurs");
        let page = analyst.get(&here).await.text;
        let says = sayings(&page);
        assert_eq!(says.len(), 2, "one trace, and one that a list keeps out");
        assert_eq!(analyst.post(&format!("{}/dismiss", says[0]), &[("reason", "")]).await.status, 422);
        assert_eq!(analyst.post(&format!("{}/dismiss", says[0]), &[("reason", "Site du prestataire")]).await.status, 303);
        let page = analyst.get(&here).await.text;
        assert!(page.contains("Écarté par analyste : Site du prestataire") && page.contains("2 indicateurs écartés"));
        assert_eq!(analyst.post(&format!("{}/restore", says[0]), &[]).await.status, 303);
        assert_eq!(analyst.post(&format!("{}/mark", says[0]), &[("tlp", "RED")]).await.status, 303);
        assert!(analyst.get(&here).await.text.contains("TLP:RED</span>"));
        assert_eq!(analyst.post(&format!("{}/mark", says[0]), &[("tlp", "CLEAR")]).await.status, 422);
        assert_eq!(analyst.post(&format!("{}/mark", says[0]), &[("tlp", "PINK")]).await.status, 422);
        let text = analyst.get(&format!("{here}.txt")).await;
        assert_eq!(text.text, "domain\tfuite.top\tTLP:RED\n");
        assert!(text.header("content-disposition").starts_with("attachment;"));
    }

    async fn programs_read_those_within_their_reach(database) {
        let house = House::new(database).await;
        let [(rennes, first), (paris, _)] = declared(&house).await;
        drop((analyst(&house).await, ars(&house, "53").await));
        let program = Caller::Program("test");
        let token = async |who: &str| {
            let token = house.services.accounts.token_create(&program, &email(who), &["incidents:read".to_owned()], 30).await;
            format!("Bearer {}", token.unwrap())
        };
        let (national, regional) = (token("analyste").await, token("ars-53").await);
        let call = async |token: &str, path: &str| {
            house.browser().raw("get", path, &[("authorization", token)], "").await
        };
        let one = call(&regional, &format!("/api/v1/incidents/{first}")).await.json();
        assert_eq!(one["indicators"][0]["value"], "fuite.top");
        assert_eq!((&one["indicators"][0]["also_in"], &one["indicators"][0]["also_in_others"]), (&serde_json::json!([]), &serde_json::json!(1)));
        assert_eq!(one["indicators"][0]["found"][0]["in"], "declaration");
        let references = |page: crate::house::Page| -> Vec<String> {
            let items = page.json()["items"].as_array().unwrap().clone();
            items.iter().map(|item| item["incident"]["reference"].as_str().unwrap().to_owned()).collect()
        };
        let path = "/api/v1/indicators?kind=domain&value=fuite%5B.%5Dtop";
        assert_eq!(references(call(&regional, path).await), vec![rennes.clone()]);
        let mut both = references(call(&national, path).await);
        both.sort();
        assert_eq!(both, [rennes, paris]);
        let first = call(&national, "/api/v1/indicators?limit=3").await.json();
        let next = first["next"].as_str().unwrap();
        let rest = call(&national, &format!("/api/v1/indicators?limit=3&after={next}")).await.json();
        assert_eq!((first["items"].as_array().unwrap().len(), rest["items"].as_array().unwrap().len()), (3, 1));
        assert!(rest["next"].is_null());
        for wrong in ["kind=guess", "value=fuite.top", "limit=0", "after=x", "kind=domain&value=rien"] {
            assert_eq!(call(&national, &format!("/api/v1/indicators?{wrong}")).await.status, 422, "{wrong}");
        }
        let described = house.browser().get("/api/v1/openapi.json").await.json();
        assert!(described["paths"]["/api/v1/indicators"]["get"].is_object());
    }
}
