//! Signing in at a provider, as somebody meets it on the pages.

use access::{Reach, Role, Standing};
use axum::{body::Body, http::Request};
use serde_json::json;
use storage::on_both_engines;

use crate::house::{BRETAGNE, Browser, House, Page};

/// Follows the link to the provider, as a browser says where it comes from.
async fn leaves(browser: &Browser<'_>, path: &str, from: &str) -> Page {
    let request = Request::get(path).header("sec-fetch-site", from).body(Body::empty()).unwrap();
    browser.send(request).await
}

/// Signs in there; answers with the path by which the browser comes back.
fn back(house: &House, left: &Page) -> String {
    assert_eq!(left.status, 303, "{}", left.text);
    let address = left.header("location");
    assert!(address.starts_with("https://auth.example/authorize?"), "{address}");
    let (back, state) = house.elsewhere.signs_in(address).unwrap();
    let given = [("state", state.as_str()), ("code", &back.code), ("iss", "https://auth.example")];
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(given).finish();
    format!("/connexion/retour/psc?{query}")
}

fn says(house: &House) {
    house.elsewhere.script().person = json!({
        "sub": "f:1:899700218896", "given_name": "CAMILLE", "family_name": "FICTIF",
        "SubjectNameID": "899700218896", "SubjectRefPro": { "exercices": [
            { "activities": [{ "numeroFinessSite": BRETAGNE }, { "numeroFinessSite": "" }] },
        ]},
    });
}

on_both_engines! {
    async fn somebody_comes_in_by_a_link_and_the_administrator_sees_where_they_work(database) {
        let house = House::new(database).await;
        says(&house);
        let browser = house.browser();
        let page = browser.get("/en/sign-in?vers=%2Fen%2Funit").await.text;
        assert!(page.contains("href=\"/en/sign-in/provider/psc?vers=%2Fen%2Funit\"") && page.contains("Sign in with Pro Santé Connect"));
        let left = leaves(&browser, "/en/sign-in/provider/psc", "same-origin").await;
        assert!(left.header("location").contains("redirect_uri=http%3A%2F%2Fvigie.test%2Fconnexion%2Fretour%2Fpsc&"), "one address, whatever the language");
        let arrived = browser.get(&back(&house, &left)).await;
        assert_eq!((arrived.status, arrived.header("location")), (303, "/en/my-space"), "{}", arrived.text);
        assert!(!browser.cookies.lock().unwrap().contains_key("depart"), "and nothing waits any more");
        let page = browser.get("/en/my-space/security").await.text;
        assert!(page.contains("899700218896") && page.contains("Centre hospitalier de la Croisée"));
        assert!(!page.contains("id=\"password\""), "a password would open nothing without an address");
        assert_eq!(browser.get("/cellule").await.status, 403);

        let administrator = house.staff("admin", vec![Standing { role: Role::Administrator, reach: Reach::Nation }]).await;
        let list = administrator.get("/administration/comptes").await.text;
        assert!(!list.contains("attested.invalid"), "what stands for no address is shown to nobody");
        let row = list.split("<tr>").find(|row| row.contains("CAMILLE FICTIF")).unwrap();
        let account = row.split_once("href=\"").unwrap().1.split_once('"').unwrap().0;
        let page = administrator.get(account).await.text;
        for told in ["Pro Santé Connect", "899700218896", "Centre hospitalier de la Croisée", BRETAGNE] {
            assert!(page.contains(told), "{told}");
        }
        assert!(!page.contains("attested.invalid"));
    }

    async fn abuse_f05_another_site_sends_nobody_to_a_provider(database) {
        let house = House::new(database).await;
        for from in ["cross-site", "same-site"] {
            let left = leaves(&house.browser(), "/connexion/fournisseur/psc", from).await;
            assert_eq!((left.status, left.header("location")), (303, "/connexion"));
        }
        assert_eq!(leaves(&house.browser(), "/connexion/fournisseur/autre", "none").await.status, 404);
    }

    async fn abuse_f05_an_answer_is_for_the_browser_that_left(database) {
        let house = House::new(database).await;
        says(&house);
        let browser = house.browser();
        let left = leaves(&browser, "/en/sign-in/provider/psc", "same-origin").await;
        let path = back(&house, &left);
        let stranger = house.browser();
        let refused = stranger.get(&path).await;
        assert_eq!(refused.status, 409);
        assert!(refused.text.contains("n’a pas abouti") && !refused.text.contains("code-0"), "{}", refused.text);
        let stolen = house.browser();
        let cookie = browser.cookies.lock().unwrap()["depart"].clone();
        stolen.cookies.lock().unwrap().insert("depart".to_owned(), cookie);
        assert_eq!(stolen.get(&path).await.status, 409, "what waits in one browser is of no use in another");
        assert_eq!(browser.get(&path).await.status, 303);
        assert_eq!(browser.get(&path).await.status, 409, "once");
        let trail = house.services.accounts.list(&access::Caller::Program("operator")).await.unwrap();
        assert_eq!(trail.len(), 1, "one account was made");
    }

    async fn what_is_not_believed_is_one_page_in_the_language_of_who_left(database) {
        let house = House::new(database).await;
        house.elsewhere.script().claims.insert("aud".to_owned(), json!("another"));
        let browser = house.browser();
        let left = leaves(&browser, "/en/sign-in/provider/psc?vers=%2Fen%2Funit", "same-origin").await;
        let refused = browser.get(&back(&house, &left)).await;
        assert_eq!(refused.status, 403);
        for told in ["lang=\"en\"", "did not succeed", "nothing was opened", "href=\"/en/sign-in/provider/psc?vers=%2Fen%2Funit\""] {
            assert!(refused.text.contains(told), "{told}: {}", refused.text);
        }
        assert_eq!(browser.get("/en/my-space/security").await.status, 303, "nobody is signed in");
        house.elsewhere.script().silent = true;
        let left = leaves(&browser, "/connexion/fournisseur/psc", "same-origin").await;
        // Its document is known: only the way back meets the silence.
        house.elsewhere.script().silent = false;
        let path = back(&house, &left);
        house.elsewhere.script().silent = true;
        let silent = browser.get(&path).await;
        assert_eq!((silent.status, silent.header("retry-after")), (503, "60"));
    }

    async fn who_is_signed_in_links_who_they_are_elsewhere_and_takes_it_back(database) {
        let house = House::new(database).await;
        says(&house);
        let browser = house.staff("alix", vec![Standing { role: Role::Analyst, reach: Reach::Nation }]).await;
        let page = browser.post("/mon-espace/securite/identity-link", &[("provider", "psc")]).await;
        assert_eq!(page.status, 200, "{}", page.text);
        let there = page.text.split_once("href=\"https://auth.example").unwrap().1.split_once('"').unwrap().0;
        let there = format!("https://auth.example{}", there.replace("&#38;", "&").replace("&amp;", "&"));
        let (code, state) = house.elsewhere.signs_in(&there).unwrap();
        let path = format!("/connexion/retour/psc?state={state}&code={}&iss=https%3A%2F%2Fauth.example", code.code);
        let linked = browser.get(&path).await;
        assert_eq!((linked.status, linked.header("location")), (303, "/mon-espace/securite"), "{}", linked.text);
        let page = browser.get("/mon-espace/securite").await.text;
        assert!(page.contains("Pro Santé Connect – 899700218896"));

        let other = house.browser();
        let left = leaves(&other, "/connexion/fournisseur/psc?vers=%2Fcellule", "none").await;
        assert_eq!(other.get(&back(&house, &left)).await.header("location"), "/cellule");
        assert_eq!(other.get("/cellule").await.status, 200);

        let held = page.split_once("id=\"identites\"").unwrap().1;
        let id = held.split_once("name=\"id\" value=\"").unwrap().1.split_once('"').unwrap().0;
        let removed = browser.post("/mon-espace/securite/identity-remove", &[("id", id)]).await;
        assert_eq!(removed.status, 303, "{}", removed.text);
        assert!(!browser.get("/mon-espace/securite").await.text.contains("899700218896"));
        assert_eq!(other.get("/cellule").await.status, 303, "what it had opened is closed");
    }

    async fn who_has_no_other_proof_proves_it_there_again(database) {
        let house = House::new(database).await;
        says(&house);
        let browser = house.browser();
        let left = leaves(&browser, "/connexion/fournisseur/psc", "same-origin").await;
        browser.get(&back(&house, &left)).await;
        let page = browser.get("/connexion/confirmer?vers=%2Fmon-espace%2Fsecurite").await.text;
        assert!(page.contains("/connexion/fournisseur/psc?but=confirmer&#38;vers=%2Fmon-espace%2Fsecurite") && !page.contains("type=\"password\""), "{page}");
        let left = leaves(&browser, "/connexion/fournisseur/psc?but=confirmer&vers=%2Fmon-espace%2Fsecurite", "same-origin").await;
        assert!(left.header("location").contains("max_age=0"));
        let proved = browser.get(&back(&house, &left)).await;
        assert_eq!((proved.status, proved.header("location")), (303, "/mon-espace/securite"), "{}", proved.text);
    }
}
