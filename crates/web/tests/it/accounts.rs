//! Second factors, invitations, roles and the proof that is asked for again, as somebody meets them on the pages.

use access::{Reach, Role, Standing};
use storage::on_both_engines;

use crate::house::{Browser, House, PASSWORD, Page, email};

fn standing(role: Role) -> Vec<Standing> {
    vec![Standing { role, reach: Reach::Nation }]
}

/// The code that an authenticator shows at this moment, so many seconds off.
fn code(house: &House, secret: &str, off: i64) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret.replace(' ', "")).unwrap();
    let now = house.services.clock.now().millis() / 1000 + off;
    let totp = totp_rs::Builder::new().with_secret(secret.as_bytes().to_vec()).build().unwrap();
    totp.generate(u64::try_from(now).unwrap()).to_string()
}

async fn sign_in(browser: &Browser<'_>, name: &str) -> Page {
    browser.post("/connexion", &[("email", &email(name)), ("password", PASSWORD), ("vers", "/cellule")]).await
}

/// Sets an authenticator up from the security page; answers with its secret and the page of recovery codes.
async fn enrol(house: &House, browser: &Browser<'_>) -> (String, Page) {
    let begun = browser.post("/mon-espace/securite/totp", &[("vers", "/cellule")]).await;
    assert_eq!(begun.header("location"), "/mon-espace/securite/application?vers=%2Fcellule");
    let page = browser.get(begun.header("location")).await;
    let (_, rest) = page.text.split_once("<strong class=\"code\">").unwrap();
    let secret = rest.split_once('<').unwrap().0.to_owned();
    let wrong =
        browser.post("/mon-espace/securite/application", &[("code", "000000"), ("name", "bureau")]).await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.text.contains(&secret) && wrong.text.contains("value=\"bureau\""),
        "the same key, and what was typed"
    );
    let typed = code(house, &secret, 0);
    let fields = [("code", typed.as_str()), ("name", "bureau"), ("vers", "/cellule")];
    let done = browser.post("/mon-espace/securite/application", &fields).await;
    assert_eq!(done.status, 200, "{}", done.text);
    (secret, done)
}

on_both_engines! {
    async fn an_analyst_sets_a_factor_up_at_the_first_sign_in_and_gives_it_at_the_next(database) {
        let house = House::strict(database).await;
        house.account("alix", standing(Role::Analyst)).await;
        let browser = house.browser();
        assert_eq!(sign_in(&browser, "alix").await.header("location"), "/cellule");
        let towards = browser.get("/cellule").await;
        assert_eq!((towards.status, towards.header("location")), (303, "/mon-espace/securite?vers=%2Fcellule"));
        let (secret, codes) = enrol(&house, &browser).await;
        assert!(codes.text.matches("<li class=\"code\">").count() == 10 && codes.text.contains("href=\"/cellule\""));
        assert_eq!(browser.get("/cellule").await.status, 200);
        let page = browser.get("/mon-espace/securite").await.text;
        assert!(page.contains("bureau") && !page.contains(&secret));

        let other = house.browser();
        let asked = sign_in(&other, "alix").await;
        assert_eq!(asked.header("location"), "/connexion/second-facteur?vers=%2Fcellule");
        assert_eq!(other.get("/cellule").await.status, 303, "the password alone opens nothing");
        assert_eq!(other.get("/mon-espace/securite").await.status, 303);
        let wrong = other.post("/connexion/second-facteur", &[("code", "123456"), ("vers", "/cellule")]).await;
        assert!(wrong.status == 422 && wrong.text.contains("value=\"/cellule\""));
        let typed = code(&house, &secret, 30);
        let waiting = other.cookies.lock().unwrap()["vigie"].clone();
        let right = other.post("/connexion/second-facteur", &[("code", &typed), ("vers", "/cellule")]).await;
        assert_eq!((right.status, right.header("location")), (303, "/cellule"));
        assert_ne!(other.cookies.lock().unwrap()["vigie"], waiting, "another session (F01)");
        assert_eq!(other.get("/cellule").await.status, 200);
    }

    async fn whoever_has_no_sign_in_that_waits_is_sent_to_begin(database) {
        let house = House::strict(database).await;
        let browser = house.browser();
        assert_eq!(browser.get("/connexion/second-facteur").await.header("location"), "/connexion");
        let tried = browser.post("/connexion/second-facteur", &[("code", "123456")]).await;
        assert_eq!(tried.header("location"), "/connexion");
        assert_eq!(browser.get("/connexion/confirmer").await.header("location"), "/connexion?vers=%2Fconnexion%2Fconfirmer");
    }

    async fn what_is_grave_is_proved_again_and_nothing_typed_is_lost(database) {
        let house = House::new(database).await;
        let browser = house.staff("charlie", standing(Role::Administrator)).await;
        house.database.clock.advance(11 * 60);
        let fields = [("email", "neuf@vigie.example"), ("name", "Dominique Neuf"), ("language", "fr"), ("roles", "editor")];
        let kept = browser.post("/administration/comptes/inviter", &fields).await;
        assert_eq!(kept.status, 403);
        assert!(kept.text.contains("Dominique Neuf") && kept.text.contains("href=\"/connexion/confirmer\""));
        let wrong = browser.post("/connexion/confirmer", &[("code", "pas le bon")]).await;
        assert_eq!(wrong.status, 422);
        let proved = browser.post("/connexion/confirmer", &[("code", PASSWORD), ("vers", "//evil.test")]).await;
        assert_eq!((proved.status, proved.header("location")), (303, "/mon-espace/securite"));
        let invited = browser.post("/administration/comptes/inviter", &fields).await;
        assert_eq!(invited.status, 303, "{}", invited.text);
        let page = browser.get(invited.header("location")).await;
        assert!(page.text.contains("Dominique Neuf") && page.text.contains("invité"));
    }

    async fn what_is_wrong_with_an_invitation_is_said_beside_its_field(database) {
        let house = House::new(database).await;
        let browser = house.staff("charlie", standing(Role::Administrator)).await;
        for (fields, target) in [
            (vec![("email", "pas une adresse"), ("name", "Alix")], "email"),
            (vec![("email", "charlie@vigie.example"), ("name", "Alix")], "email"),
            (vec![("email", "a@vigie.example"), ("name", "")], "name"),
            (vec![("email", "a@vigie.example"), ("name", "Alix"), ("roles", "ars")], "regions"),
            (vec![("email", "a@vigie.example"), ("name", "Alix"), ("roles", "facility-staff"), ("facilities", "12")], "facilities"),
            (vec![("email", "a@vigie.example"), ("name", "Alix"), ("roles", "king")], "roles"),
        ] {
            let got = browser.post("/administration/comptes/inviter", &fields).await;
            assert_eq!(got.status, 422, "{fields:?}");
            assert!(got.text.contains(&format!("href=\"#{target}\"")), "{fields:?}: {}", got.text);
        }
    }

    /// Rights change in pages that are open; nobody gives themselves any (abuse A10).
    async fn abuse_a10_roles_change_at_once_and_never_one_s_own(database) {
        let house = House::new(database).await;
        let id = house.account("alix", standing(Role::Analyst)).await;
        let alix = house.browser();
        sign_in(&alix, "alix").await;
        assert_eq!(alix.get("/cellule").await.status, 200);
        let browser = house.staff("charlie", standing(Role::Administrator)).await;
        let page = browser.get(&format!("/administration/comptes/{id}")).await;
        assert!(page.text.contains("value=\"analyst\" checked"));
        let act = format!("/administration/comptes/{id}/roles");
        let done = browser.post(&act, &[("vu", "1"), ("roles", "editor")]).await;
        assert_eq!(done.status, 303, "{}", done.text);
        assert_eq!(alix.get("/cellule").await.status, 403);
        let late = browser.post(&act, &[("vu", "1"), ("roles", "analyst")]).await;
        assert_eq!(late.status, 409);
        let own = house.services.accounts.list(&access::Caller::Program("test")).await.unwrap();
        let own = own.iter().find(|(account, _)| account.name == "charlie").unwrap().0.id;
        let tried = browser.post(&format!("/administration/comptes/{own}/roles"), &[("vu", "1"), ("roles", "analyst")]).await;
        assert_eq!(tried.status, 422);
        assert_eq!(browser.get("/cellule").await.status, 403);
    }

    async fn abuse_f04_a_forgotten_password_and_a_wrong_code_tell_nothing(database) {
        let house = House::new(database).await;
        house.account("alix", Vec::new()).await;
        for address in ["alix@vigie.example", "personne@vigie.example"] {
            let got = house.browser().post("/connexion/oubli", &[("email", address)]).await;
            assert_eq!((got.status, got.header("location")), (303, "/invitation?envoye=1"));
        }
        let wrong = house.browser().post("/invitation", &[("code", "0000-0000-0000-0000-0000")]).await;
        assert_eq!(wrong.status, 422);
        assert!(!wrong.text.contains("alix"));
    }

    async fn a_token_is_shown_once_and_opens_what_it_was_given(database) {
        let house = House::new(database).await;
        let browser = house.staff("alix", standing(Role::Analyst)).await;
        let none = browser.post("/mon-espace/securite/token", &[("days", "30")]).await;
        assert_eq!(none.status, 422);
        let made = browser.post("/mon-espace/securite/token", &[("scopes", "incidents:read"), ("days", "30")]).await;
        let at = made.text.find("vigie_").unwrap();
        let token = &made.text[at..at + 70];
        assert!(!browser.get("/mon-espace/securite").await.text.contains(token));
        let bearer = format!("Bearer {token}");
        let called = house.browser().raw("get", "/api/v1/incidents", &[("authorization", &bearer)], "").await;
        assert_eq!(called.status, 200);
    }
}
