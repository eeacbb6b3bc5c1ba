//! The sendings of a passkey's form: bound as any form is, and answered to a script in JSON. Whole ceremonies are tried in
//! accounts, with a software authenticator, and in the journeys, with that of Chromium.

use access::{Reach, Role, Standing};
use storage::on_both_engines;

use crate::house::{Browser, House, Page, email};

const SCRIPT: (&str, &str) = ("accept", "application/json");
const OURS: (&str, &str) = ("sec-fetch-site", "same-origin");

/// What the script of a page sends first.
async fn begin(browser: &Browser<'_>, path: &str) -> Page {
    let token = browser.get("/connexion").await.token();
    browser.post_bare(path, &[("jeton", &token)], &[SCRIPT, OURS]).await
}

on_both_engines! {
    async fn a_ceremony_begins_for_our_own_pages_only(database) {
        let house = House::strict(database).await;
        let browser = house.browser();
        let page = browser.get("/connexion").await;
        assert!(page.text.contains("data-passkey=\"get\" hidden") && page.text.contains("/assets/passkey."));
        let begun = begin(&browser, "/connexion/cle-d-acces").await;
        assert_eq!((begun.status, begun.header("cache-control")), (200, "no-store"));
        let said = begun.json();
        assert_eq!(said["options"]["publicKey"]["rpId"], "vigie.test");
        let challenge = said["options"]["publicKey"]["challenge"].as_str().unwrap();
        assert!(!said["ticket"].as_str().unwrap().contains(challenge));
        let token = page.token();
        for (fields, headers) in [
            (vec![], vec![SCRIPT, OURS]),
            (vec![("jeton", "0.00")], vec![SCRIPT, OURS]),
            (vec![("jeton", token.as_str())], vec![SCRIPT, ("sec-fetch-site", "cross-site")]),
            (vec![("jeton", token.as_str())], vec![SCRIPT, ("origin", "https://evil.example")]),
        ] {
            let refused = browser.post_bare("/connexion/cle-d-acces", &fields, &headers).await;
            assert!(refused.header("content-type").starts_with("text/html") && !refused.text.contains("rpId"));
        }
    }

    async fn an_answer_that_is_none_is_said_on_the_page_and_opens_nothing(database) {
        let house = House::strict(database).await;
        let browser = house.browser();
        for path in ["/connexion/cle-d-acces", "/en/sign-in/passkey"] {
            let tried = browser.post(path, &[("ticket", "00"), ("credential", "{}"), ("vers", "/cellule")]).await;
            assert_eq!(tried.status, 422);
            assert!(tried.text.contains("href=\"#passkey\"") && tried.text.contains("value=\"/cellule\""));
        }
        assert!(!browser.cookies.lock().unwrap().contains_key("vigie"));
        for path in [
            "/connexion/confirmer/cle-d-acces", "/mon-espace/securite/cle-d-acces",
            "/connexion/second-facteur/cle-d-acces",
        ] {
            assert_eq!(begin(&browser, path).await.json()["to"], "/connexion", "{path}: the script goes on there");
        }
    }

    async fn who_is_signed_in_begins_to_add_one_and_has_none_to_prove_by(database) {
        let house = House::strict(database).await;
        let browser = house.staff("alix", vec![Standing { role: Role::Analyst, reach: Reach::Nation }]).await;
        let page = browser.get("/mon-espace/securite").await.text;
        assert!(page.contains("data-passkey=\"create\" hidden") && page.contains("data-no-passkey"));
        let said = begin(&browser, "/mon-espace/securite/cle-d-acces").await.json();
        assert_eq!(said["options"]["publicKey"]["user"]["name"], email("alix"));
        let none = begin(&browser, "/connexion/confirmer/cle-d-acces").await;
        assert_eq!(none.status, 409);
        assert!(!none.json()["error"].as_str().unwrap().is_empty());
        assert!(!browser.get("/connexion/confirmer").await.text.contains("data-passkey"));
    }
}
