//! What every answer carries, whatever was asked for.

use storage::on_both_engines;

use crate::house::{BRETAGNE, House};

on_both_engines! {
    /// F10, F11, F14 of the abuse cases: on pages, redirects, files, JSON and errors alike.
    async fn abuse_f10_every_answer_carries_what_protects_it(database) {
        let house = House::at(database, "https://vigie.test").await;
        let browser = house.browser();
        let stylesheet = {
            let home = browser.get("/").await;
            let (_, rest) = home.text.split_once("rel=\"stylesheet\" href=\"").unwrap();
            rest.split_once('"').unwrap().0.to_owned()
        };
        let paths = [
            "/", "/en", "/declarer/etape/1", "/suivi", "/connexion", "/cellule", "/nulle-part", "/api/v1/openapi.json",
            "/api/v1/facilities?q=rennes", "/api/v1/incidents", "/robots.txt", "/sitemap.xml", "/healthz",
            "/.well-known/security.txt", &stylesheet, "/?a=1&a=2",
        ];
        for path in paths {
            let got = browser.get(path).await;
            let policy = got.header("content-security-policy");
            assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}");
            assert!(!policy.contains("unsafe"), "{path}");
            assert_eq!(got.header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(got.header("referrer-policy"), "no-referrer", "{path}");
            assert!(got.header("strict-transport-security").starts_with("max-age="), "{path}");
            if path != stylesheet {
                assert_eq!(got.header("cache-control"), "no-store", "{path}");
            }
        }
        let known = browser.get("/").await;
        assert!(known.headers.get("set-cookie").is_none(), "a browser that is known is given no other cookie");
        let new = house.browser().get("/").await;
        let cookie = new.header("set-cookie");
        for rule in ["__Host-lien=", "; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
            assert!(cookie.contains(rule), "{rule} in {cookie}");
        }
    }

    async fn a_page_that_is_written_once_shows_nobody_what_is_anothers(database) {
        let house = House::new(database).await;
        let (one, other) = (house.browser(), house.browser());
        let fresh = one.get("/declarer").await.text;
        one.post("/declarer/etape/1", &[("care", "none"), ("declarant.phone", "01 99 00 12 34")]).await;
        let begun = one.get("/declarer").await.text;
        assert_ne!(begun, fresh, "one's own draft is offered");
        assert_eq!(other.get("/declarer").await.text, fresh, "and to nobody else");
        assert_eq!(one.get("/declarer").await.text, begun);
        let asked = other.get("/declarer?vers=x").await.text;
        assert!(asked.contains("/en/declare?vers=x") && !fresh.contains("vers=x"), "{asked}");
        assert_eq!(other.get("/declarer").await.text, fresh);
        assert!(other.get("/en/declare").await.text.contains("lang=\"en\""));
        for _ in 0..2 {
            let squeezed = other.raw("get", "/en", &[("accept-encoding", "gzip, br")], "").await;
            assert_eq!((squeezed.header("content-encoding"), squeezed.header("vary")), ("gzip", "accept-encoding"));
            assert_eq!(squeezed.header("content-language"), "en");
            let plain = other.get("/en").await;
            assert!(plain.header("content-encoding").is_empty() && plain.text.contains("</html>"));
        }
    }

    async fn pages_stand_under_one_name_and_programs_are_answered_under_any(database) {
        let house = House::new(database).await;
        let browser = house.browser();
        let asked = |path: &'static str, host: &'static str| {
            let browser = &browser;
            async move { browser.raw("get", path, &[("host", host)], "").await }
        };
        let moved = asked("/declarer?vers=x", "www.vigie.test").await;
        assert_eq!((moved.status, moved.header("location")), (308, "http://vigie.test/declarer?vers=x"));
        assert_eq!(asked("/declarer", "VIGIE.test:80").await.status, 200);
        assert_eq!(asked("/declarer", "127.0.0.1:8080").await.status, 200);
        assert_eq!(asked("/api/v1/openapi.json", "www.vigie.test").await.status, 200);
        // F07: what leaves by mail or JSON is made of the setting, never of what was asked.
        let evil = [("host", "evil.test")];
        let filed = browser
            .api("post", "/api/v1/declarations", &evil, &crate::house::early(BRETAGNE, "Une panne."))
            .await;
        assert_eq!(filed.json()["url"], "http://vigie.test/suivi");
    }

    async fn abuse_c17_a_name_given_twice_is_no_guess(database) {
        let house = House::new(database).await;
        let browser = house.browser();
        assert_eq!(browser.get("/cellule?state=declared&state=closed").await.status, 400);
        assert_eq!(browser.get("/api/v1/facilities?q=a&q=b").await.status, 400);
        let twice = browser.post("/declarer/etape/2", &[("summary", "un"), ("summary", "deux")]).await;
        assert_eq!(twice.status, 400);
        // A list is a list.
        let list = browser.post("/declarer/etape/4", &[("help", "call"), ("help", "call")]).await;
        assert_ne!(list.status, 500);
    }

    /// C14 and open redirects: a sign-in leads to this site only.
    async fn abuse_c14_a_sign_in_leads_to_this_site_only(database) {
        let house = House::new(database).await;
        house.account("alix", Vec::new()).await;
        for towards in ["//evil.test", "https://evil.test", "/\\evil.test", "javascript:x", "/a\r\nX-Evil: 1", ""] {
            let browser = house.browser();
            let fields =
                [("email", "alix@vigie.example"), ("password", crate::house::PASSWORD), ("vers", towards)];
            let signed = browser.post("/connexion", &fields).await;
            assert_eq!(signed.status, 303, "{towards:?}");
            assert!(!signed.header("location").contains("evil.test"), "{towards:?}");
            assert!(signed.header("location").starts_with('/'), "{towards:?}");
            assert!(signed.headers.get("x-evil").is_none());
        }
    }

    /// F01, F04, B07: nothing that was there before a sign-in opens what comes after; nobody learns who has an account.
    async fn abuse_f04_signing_in_tells_nothing_and_starts_anew(database) {
        let house = House::new(database).await;
        house.account("alix", Vec::new()).await;
        let answer = |email: &'static str| {
            let house = &house;
            async move {
                let browser = house.browser();
                let got = browser.post("/connexion", &[("email", email), ("password", "pas le bon du tout")]).await;
                let text = got.text.replace(email, "X").replace(&got.token(), "T");
                (got.status, text)
            }
        };
        assert_eq!(answer("alix@vigie.example").await, answer("nobody@vigie.example").await);

        let browser = house.browser();
        browser.cookies.lock().unwrap().insert("vigie".into(), "fixed".into());
        let fields = [("email", "alix@vigie.example"), ("password", crate::house::PASSWORD)];
        assert_eq!(browser.post("/connexion", &fields).await.status, 303);
        let session = browser.cookies.lock().unwrap()["vigie"].clone();
        assert_ne!(session, "fixed");
        let out = browser.post("/deconnexion", &[]).await;
        assert_eq!(out.header("clear-site-data"), "\"cache\"");
        browser.cookies.lock().unwrap().insert("vigie".into(), session);
        assert!(browser.get("/cellule").await.header("location").starts_with("/connexion"));
    }
}
