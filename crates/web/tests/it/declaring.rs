//! The flow as a browser without scripts goes through it, and what happens to those who tamper with it.

use storage::on_both_engines;

use crate::house::{BRETAGNE, Browser, House, Page};

const DAY: i64 = 24 * 3600;

pub fn moved(page: &Page, to: &str) {
    assert_eq!((page.status, page.header("location")), (303, to), "{}", page.text);
}

/// Through the screens up to the last, which is not sent.
pub async fn through(browser: &Browser<'_>, summary: &str) {
    let fields = [("care", "none"), ("declarant.phone", "06 39 98 12 34")];
    moved(&browser.post("/declarer/etape/1", &fields).await, "/declarer/etape/2");
    let fields = [("summary", summary), ("noticed_at", "hier soir")];
    moved(&browser.post("/declarer/etape/2", &fields).await, "/declarer/etape/3");
    let fields = [("recherche", "croisee rennes"), ("chercher", "1")];
    let found = browser.post("/declarer/etape/3", &fields).await;
    assert_eq!(found.status, 200);
    assert!(found.text.contains(&format!("value=\"{BRETAGNE}\"")), "{}", found.text);
    let fields = [
        ("recherche", "croisee rennes"),
        ("facility", BRETAGNE),
        ("declarant.name", "Camille Fictif"),
        ("declarant.email", "camille@vigie.example"),
    ];
    moved(&browser.post("/declarer/etape/3", &fields).await, "/declarer/etape/4");
}

pub fn reference(page: &Page) -> String {
    let at = page.text.find("VIG-").unwrap_or_else(|| panic!("no reference in {}", page.text));
    page.text[at..at + 17].to_owned()
}

async fn count(house: &House) -> usize {
    let program = access::Caller::Program("test");
    house
        .services
        .incidents
        .list(&program, &house.services.incidents.query(&program, "").unwrap(), "", 50)
        .await
        .unwrap()
        .incidents
        .len()
}

on_both_engines! {
    async fn a_declaration_is_filed_without_scripts(database) {
        let house = House::new(database).await;
        let browser = house.browser();
        through(&browser, "Les écrans sont noirs.").await;
        // The screen before still holds what was typed.
        assert!(browser.get("/declarer/etape/2").await.text.contains("Les écrans sont noirs."));
        moved(&browser.post("/declarer/etape/4", &[("kind", "ransom")]).await, "/suivi");
        let receipt = browser.get("/suivi").await;
        assert!(receipt.text.contains("Centre hospitalier de la Croisée"));
        let english = browser.get("/en/follow").await;
        assert_eq!(reference(&english), reference(&receipt));
    }

    /// B13, B16: a double click, two tabs and the back button file once.
    async fn abuse_b13_and_b16_the_last_screen_sent_twice_files_once(database) {
        let house = House::new(database).await;
        let browser = house.browser();
        through(&browser, "Une seule fois.").await;
        let (one, two) = tokio::join!(
            browser.post("/declarer/etape/4", &[("kind", "ransom")]),
            browser.post("/declarer/etape/4", &[("kind", "ransom")]),
        );
        moved(&one, "/suivi");
        moved(&two, "/suivi");
        let first = reference(&browser.get("/suivi").await);
        // Back, then forward again by sending the form once more.
        moved(&browser.post("/declarer/etape/4", &[("kind", "ransom")]).await, "/suivi");
        assert_eq!(reference(&browser.get("/suivi").await), first);
        moved(&browser.get("/declarer/etape/4").await, "/suivi");
        assert_eq!(count(&house).await, 1);
        // Another attack is another declaration.
        assert_eq!(browser.get("/declarer/etape/1").await.status, 200);
    }

    /// B14: a page kept for a month is sent: nothing typed is lost, and a fresh form is offered.
    async fn abuse_b14_a_page_of_last_month_keeps_what_was_typed(database) {
        let house = House::new(database).await;
        let browser = house.browser();
        let token = browser.get("/declarer/etape/2").await.token();
        house.database.clock.advance(31 * DAY);
        let fields = [("summary", "Un mois plus tard <é>"), ("noticed_at", "hier"), ("jeton", &token)];
        let got = browser.post_bare("/declarer/etape/2", &fields, &[("sec-fetch-site", "same-origin")]).await;
        assert_eq!(got.status, 200);
        assert!(got.text.contains("Un mois plus tard &#60;é&#62;"), "{}", got.text);
        let token = got.token();
        let fields = [("summary", "Un mois plus tard <é>"), ("noticed_at", "hier"), ("jeton", &token)];
        let again = browser.post_bare("/declarer/etape/2", &fields, &[("sec-fetch-site", "same-origin")]).await;
        moved(&again, "/declarer/etape/3");
    }

    /// Forged origins: another site sends our form with the person's cookies; nothing is written.
    async fn a_form_that_another_site_sends_changes_nothing(database) {
        let house = House::new(database).await;
        let browser = house.browser();
        let token = browser.get("/declarer/etape/2").await.token();
        let fields = [("summary", "Forgé"), ("noticed_at", "hier"), ("jeton", token.as_str())];
        for headers in [
            vec![("sec-fetch-site", "cross-site")],
            vec![("sec-fetch-site", "same-site")],
            vec![("origin", "https://evil.test")],
            vec![("origin", "null")],
        ] {
            let got = browser.post_bare("/declarer/etape/2", &fields, &headers).await;
            assert_eq!(got.status, 200, "{headers:?}");
            assert!(!browser.get("/declarer/etape/2").await.text.contains("Forgé"), "{headers:?}");
        }
        // A token of another browser is none.
        let other = house.browser();
        other.get("/").await;
        let got = other.post_bare("/declarer/etape/2", &fields, &[("sec-fetch-site", "same-origin")]).await;
        assert_eq!(got.status, 200);
        assert!(!other.get("/declarer/etape/2").await.text.contains("Forgé"));
        // A browser that is too old to say where it comes from is judged by its token.
        moved(&browser.post_bare("/declarer/etape/2", &fields, &[]).await, "/declarer/etape/3");
    }

    async fn an_interrupted_draft_is_resumed_by_its_code_elsewhere(database) {
        let house = House::new(database).await;
        let first = house.browser();
        first.post("/declarer/etape/1", &[("care", "proven"), ("declarant.phone", "06 39 98 12 34")]).await;
        let shown = first.get("/declarer/etape/2").await.text;
        let at = shown.find("class=\"code\">").unwrap() + 13;
        let code = shown[at..].split_once('<').unwrap().0.to_owned();
        let second = house.browser();
        let wrong = second.post("/declarer/reprendre", &[("code", "1234 5678 9012")]).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text.contains("1234 5678 9012"));
        moved(&second.post("/declarer/reprendre", &[("code", &code)]).await, "/declarer/etape/1");
        assert!(second.get("/declarer/etape/1").await.text.contains("06 39 98 12 34"));
    }

    /// C01, C11, C13: what people type is text, wherever it is shown.
    async fn abuse_c01_what_is_typed_stays_text(database) {
        let house = House::new(database).await;
        let hostile = [
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "{{ shell.w }} { $name } {-term}",
            "javascript:alert(1)",
            "\u{202e}gpj.exe",
        ];
        let nation = access::Standing { role: access::Role::Analyst, reach: access::Reach::Nation };
        let staff = house.staff("alix", vec![nation]).await;
        for text in hostile {
            let (reference, code) = house.declared(BRETAGNE, text).await;
            let declarant = house.declarant(&reference, &code).await;
            declarant.post("/suivi/message", &[("message", text)]).await;
            let queue = staff.get("/cellule").await;
            let row = queue.text.split("<tr>").find(|row| row.contains(&reference)).unwrap();
            let path = row.split_once("href=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
            for page in [declarant.get("/suivi").await, staff.get(&path).await, staff.get("/cellule").await] {
                for raw in ["<script>", "<img src=x", "href=\"javascript"] {
                    assert!(!page.text.contains(raw), "{raw} of {text}");
                }
            }
            let page = declarant.get("/suivi").await.text;
            let escaped = text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;").replace('"', "&#34;");
            let shown = escaped.replace('\u{202e}', "");
            assert!(page.contains(&escaped) || page.contains(&shown), "{shown} in {page}");
        }
    }

    /// Every field of every screen, with all that can be wrong: said beside the field, kept, never an error of ours.
    async fn every_field_says_what_is_wrong_and_keeps_what_was_typed(database) {
        let house = House::new(database).await;
        let fields = house.services.declarations.schema().fields();
        let long = "é".repeat(20_001);
        let hostile = ["\u{0}\u{1b}[31m", "<b>", long.as_str(), "2099-01-01", "31/02/2026", "999999999", "-1", "\r\n\r\n"];
        let mut wrong = Vec::new();
        for field in fields.iter().filter(|field| field.screen.is_some()) {
            for value in hostile {
                let browser = Browser { from: "192.0.2.77".parse().unwrap(), ..house.browser() };
                let path = format!("/declarer/etape/{}", field.screen.unwrap());
                // A site is looked for in a field of its own.
                let looked_for = field.kind == declarations::rules::Kind::Facility;
                let name = if looked_for { "recherche" } else { field.name.as_str() };
                let got = browser.post(&path, &[(name, value)]).await;
                if !matches!(got.status, 200 | 303 | 422) {
                    wrong.push(format!("{} = {:.20}: {}", field.name, value, got.status));
                }
                let free = field.choices.is_empty();
                let typed = value.trim();
                if got.status == 422 && free && !typed.is_empty() && value.is_ascii() && !value.contains(['<', '\u{0}'])
                    && !got.text.contains(typed)
                {
                    wrong.push(format!("{} = {:.20} is not kept", field.name, value));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// A number is an answer, and what is wrong with it is said where one goes on, not at the end.
    async fn a_number_typed_is_understood_or_explained(database) {
        let house = House::new(database).await;
        let browser = house.browser();
        moved(&browser.post("/declarer/etape/1", &[("care", "none"), ("declarant.phone", "06 39 98 12 34")]).await, "/declarer/etape/2");
        moved(&browser.post("/declarer/etape/2", &[("summary", "Panne."), ("noticed_at", "9h")]).await, "/declarer/etape/3");
        for (typed, said) in [
            ("359 900 009", "devrait être 8"),
            ("35990000800", "il y en a 11"),
            ("35990X008", "ne contient pas « X »"),
            ("350000022", "Le registre ne connaît pas le numéro 350 000 022"),
            ("359980000", "est le numéro d’une entité juridique"),
        ] {
            let page = browser.post("/declarer/etape/3", &[("recherche", typed), ("declarant.name", "Camille Fictif")]).await;
            assert_eq!(page.status, 422, "{typed}");
            assert_eq!(page.text.matches(said).count(), 2, "{typed}: above and beside {}", page.text);
            assert!(page.text.contains(&format!("value=\"{typed}\"")), "{typed} is kept");
        }
        // Its sites are there to choose from.
        let several = browser.post("/declarer/etape/3", &[("recherche", "359980000")]).await;
        assert!(several.text.contains("value=\"359900008\"") && several.text.contains("value=\"359900016\""));
        // An entity with one site is that site.
        let fields = [("recherche", "FINESS 759 980 006"), ("declarant.name", "Camille Fictif")];
        moved(&browser.post("/declarer/etape/3", &fields).await, "/declarer/etape/4");
        moved(&browser.post("/declarer/etape/4", &[("kind", "ransom")]).await, "/suivi");
        assert!(browser.get("/suivi").await.text.contains("Clinique du Clos-Fleuri"));
    }

    async fn two_facts_that_exclude_each_other_are_asked_again(database) {
        let house = House::new(database).await;
        let sent = [("question", "data_impact"), ("category", "health-facility"), ("data_impact", "none"), ("data_impact", "lost")];
        let page = house.browser().post("/declarer/dois-je-declarer", &sent).await;
        assert_eq!(page.status, 422);
        assert!(page.text.contains("name=\"data_impact\" value=\"lost\" checked"), "{}", page.text);
        assert!(page.text.contains("name=\"category\" value=\"health-facility\"") && page.text.contains("id=\"erreurs\""));
    }

    async fn what_is_too_long_for_a_draft_is_still_on_the_page(database) {
        let house = House::new(database).await;
        let browser = house.browser();
        let paste = "journal ".repeat(12_000);
        let got = browser.post("/declarer/etape/2", &[("summary", &paste), ("noticed_at", "hier soir")]).await;
        assert!(got.status == 422 && got.text.contains(paste.trim()), "{}", got.status);
        let draft = browser.get("/declarer/etape/2").await.text;
        assert!(draft.contains("hier soir") && !draft.contains("journal journal"));
    }

    async fn a_form_has_a_size_a_shape_and_a_number_of_fields(database) {
        let house = House::new(database).await;
        let browser = house.browser();
        let big = "x".repeat(300 * 1024);
        assert_eq!(browser.post("/declarer/etape/2", &[("summary", &big)]).await.status, 413);
        let names: Vec<String> = (0..301).map(|n| format!("f{n}")).collect();
        let many: Vec<_> = names.iter().map(|name| (name.as_str(), "1")).collect();
        assert_eq!(browser.post("/declarer/etape/2", &many).await.status, 400);
        let kinds = [("content-type", "text/plain")];
        assert_eq!(browser.raw("post", "/declarer/etape/2", &kinds, "a").await.status, 415);
        let bytes = [("content-type", "application/x-www-form-urlencoded")];
        assert_eq!(browser.raw("post", "/declarer/etape/2", &bytes, vec![0xff, 0xfe]).await.status, 400);
        assert_eq!(browser.get("/declarer/etape/9").await.status, 404);
        assert_eq!(browser.raw("delete", "/declarer", &[], "").await.status, 405);
    }
}
