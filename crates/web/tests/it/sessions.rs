//! Sessions, cookies and what answers carry (group F of the abuse cases), over every route of the tables.

use std::collections::BTreeSet;

use access::{Reach, Role, Standing};
use storage::{on_both_engines, testing};
use web::{OPERATIONS, PAGES, PLAIN};

use crate::{
    house::{BRETAGNE, Browser, House, PASSWORD, Page, early, email},
    rights::declared,
};

/// Somebody with everything that the cell and the administration may do.
async fn everything(house: &House) -> Browser<'_> {
    let all = [Role::Analyst, Role::Lead, Role::Auditor, Role::Administrator];
    house.staff("tout", all.map(|role| Standing { role, reach: Reach::Nation }).to_vec()).await
}

/// A word that no machine is called by.
const EVIL: &str = "eviltest";

on_both_engines! {
    async fn abuse_f01_what_opened_before_a_password_was_changed_opens_nothing_after(database) {
        let house = House::new(database).await;
        let browser = house.staff("alix", vec![Standing { role: Role::Analyst, reach: Reach::Nation }]).await;
        let token = |browser: &Browser<'_>| browser.cookies.lock().unwrap()["vigie"].clone();
        let before = token(&browser);
        let fields = [("before", PASSWORD), ("password", "une phrase toute neuve")];
        let changed = browser.post("/mon-espace/securite/password", &fields).await;
        assert_eq!(changed.status, 303, "{}", changed.text);
        assert_ne!(token(&browser), before);
        assert_eq!(browser.get("/cellule").await.status, 200, "who changed it goes on");
        for gone in [before, token(&browser)] {
            let other = house.browser();
            other.cookies.lock().unwrap().insert("vigie".into(), gone);
            let expected = if token(&other) == token(&browser) { 200 } else { 303 };
            assert_eq!(other.get("/cellule").await.status, expected);
        }
        let last = token(&browser);
        assert_eq!(browser.post("/deconnexion", &[]).await.status, 303);
        let other = house.browser();
        other.cookies.lock().unwrap().insert("vigie".into(), last);
        assert_eq!(other.get("/cellule").await.status, 303);
    }

    /// F07: whatever host is named, by whichever header, it stands in no letter, no link and no row.
    async fn abuse_f07_the_host_that_was_named_goes_nowhere(database) {
        let house = House::new(database).await;
        house.account("alix", Vec::new()).await;
        let charge = everything(&house).await;
        let host = format!("{EVIL}.example");
        let headers = [
            ("host", host.as_str()), ("x-forwarded-host", &host), ("forwarded", "host=eviltest.example"),
            ("sec-fetch-site", "same-origin"),
        ];
        let address = email("alix");
        let new = [("email", "neuf@vigie.example"), ("name", "Neuf"), ("language", "fr"), ("roles", "editor")];
        let mut got = Vec::new();
        for (browser, path, fields) in [
            (&house.browser(), "/connexion/oubli", &[("email", address.as_str())][..]),
            (&house.browser(), "/en/sign-in/forgotten", &[("email", "personne@vigie.example")]),
            (&charge, "/administration/comptes/inviter", &new),
        ] {
            let token = browser.get("/connexion").await.token();
            let fields: Vec<_> = fields.iter().copied().chain([("jeton", token.as_str())]).collect();
            got.push(browser.post_bare(path, &fields, &headers).await);
            assert_eq!(got.last().unwrap().status, 303, "{path}: {}", got.last().unwrap().text);
        }
        let browser = house.browser();
        got.push(browser.api("post", "/api/v1/declarations", &headers, &early(BRETAGNE, "Une panne.")).await);
        got.push(browser.raw("get", "/connexion", &headers, "").await);
        assert_eq!(got.last().unwrap().header("location"), "http://vigie.test/connexion");
        for page in &got {
            assert!(!page.text.contains(EVIL) && !format!("{:?}", page.headers).contains(EVIL), "{page:?}");
        }
        assert_eq!(testing::traces(&house.database, EVIL).await, [""; 0]);
    }

    /// F10, F14: whatever is asked for by whomever, no page of another site frames it and nobody keeps it on its way.
    async fn abuse_f14_and_f10_no_answer_of_any_route_is_framed_or_kept(database) {
        let house = House::new(database).await;
        let (things, all) = declared(&house).await;
        let somebody = everything(&house).await;
        let holder = all.iter().find(|somebody| somebody.holds).unwrap();
        let mut statuses = BTreeSet::new();
        let pages = PAGES.iter().flat_map(|page| [page.fr, page.en].map(|path| things.fill(page.name, path)));
        let operations = OPERATIONS.iter().map(|operation| things.fill("", operation.path));
        let plain = PLAIN.iter().map(|plain| plain.path.replace("{name}", "none.css"));
        for path in pages.chain(operations).chain(plain).chain(["/nulle-part".to_owned()]) {
            for browser in [&somebody, &holder.browser, &house.browser()] {
                for got in [browser.get(&path).await, browser.post_bare(&path, &[("jeton", "")], &[]).await] {
                    statuses.insert(got.status);
                    protected(&path, &got);
                }
            }
        }
        for status in [200, 303, 400, 401, 403, 404, 405] {
            assert!(statuses.contains(&status), "{status} among {statuses:?}");
        }
        let out = somebody.post("/deconnexion", &[]).await;
        assert_eq!(out.header("clear-site-data"), "\"cache\"");
    }

    /// F11: each cookie that the site sets, on whatever way: this host, https, no script, no other site's forms.
    async fn abuse_f11_no_cookie_is_for_another_host_or_a_script(database) {
        let house = House::at(database, "https://vigie.test").await;
        let (reference, code) = house.declared(BRETAGNE, "Une panne.").await;
        house.account("alix", Vec::new()).await;
        let browser = house.browser();
        let mut answers = vec![browser.get("/").await];
        let signed = [("email", "alix@vigie.example"), ("password", PASSWORD)];
        answers.push(browser.post("/connexion", &signed).await);
        answers.push(browser.post("/suivi", &[("reference", &reference), ("code", &code)]).await);
        answers.push(browser.post("/declarer/etape/1", &[("care", "none")]).await);
        answers.push(browser.get("/connexion/fournisseur/psc").await);
        let changed = [("before", PASSWORD), ("password", "une phrase toute neuve")];
        answers.push(browser.post("/mon-espace/securite/password", &changed).await);
        answers.push(browser.post("/deconnexion", &[]).await);
        let mut names = BTreeSet::new();
        for cookie in answers.iter().flat_map(|page| page.headers.get_all("set-cookie")) {
            let cookie = cookie.to_str().unwrap();
            names.insert(cookie.split_once('=').unwrap().0.to_owned());
            for rule in ["; Path=/;", "; HttpOnly", "; SameSite=Lax", "; Secure", "; Max-Age="] {
                assert!(cookie.contains(rule), "{rule} in {cookie}");
            }
            assert!(cookie.starts_with("__Host-") && !cookie.to_ascii_lowercase().contains("domain"), "{cookie}");
        }
        assert_eq!(names.into_iter().collect::<Vec<_>>(), ["brouillon", "depart", "lien", "suivi", "vigie"].map(|name| format!("__Host-{name}")));
    }
}

fn protected(path: &str, got: &Page) {
    let policy = got.header("content-security-policy");
    assert!(policy.contains("frame-ancestors 'none'") && policy.contains("default-src 'none'"), "{path}");
    for (name, value) in [
        ("x-frame-options", "DENY"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
    ] {
        assert_eq!(got.header(name), value, "{name} of {path}");
    }
    // What everybody gets alike may be kept.
    let alike = ["/assets/", "/service-worker.js", "/declarer/formulaire-papier", "/en/declare/paper-form"];
    // So may what is published, to be asked for again by its validator: never a page that somebody signed in was given.
    let published = got.headers.contains_key("etag") && !got.text.contains("action=\"/deconnexion\"");
    if published {
        assert_eq!(got.header("cache-control"), "no-cache", "{path}");
    } else if !alike.iter().any(|start| path.starts_with(start)) {
        assert_eq!(got.header("cache-control"), "no-store", "{path} {}", got.status);
    }
}
