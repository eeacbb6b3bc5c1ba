//! Texts are written, reviewed and published on pages.

use access::{Reach, Role, Standing};
use storage::on_both_engines;

use crate::house::{Browser, House, Page};

pub async fn staff<'a>(house: &'a House, name: &str, role: Role) -> Browser<'a> {
    house.staff(name, vec![Standing { role, reach: Reach::Nation }]).await
}

pub const ALERT: &[(&str, &str)] = &[
    ("title_fr", "Faille de la passerelle"),
    ("summary_fr", "Elle ouvre le réseau à qui passe."),
    ("body_fr", "## Ce qui se passe\n\nUn texte."),
    ("tlp", "CLEAR"),
    ("severity", "4"),
    ("product-vendor", "Exemplia"),
    ("product-name", "Passerelle 3000"),
    ("product-versions", "< 10.2"),
    ("product-fixed", "10.2"),
    ("cves", "cve-2026-12345"),
    ("epss", "94,3 %"),
    ("act_by", "1/12/2026"),
    ("source-title", "Avis"),
    ("source-publisher", "Exemplia"),
    ("source-url", "https://exemplia.example/avis"),
];

/// The fields of a form, some said otherwise.
pub fn with<'a>(fields: &[(&'a str, &'a str)], others: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().filter(|(name, _)| !others.iter().any(|(other, _)| other == name));
    kept.chain(others).copied().collect()
}

/// The revision that a page has seen.
pub fn seen(page: &Page) -> String {
    let (_, rest) = page.text.split_once("name=\"vu\" value=\"").unwrap_or_else(|| panic!("{}", page.text));
    rest.split_once('"').unwrap().0.to_owned()
}

/// Begins a text; answers with its address.
pub async fn begun(editor: &Browser<'_>, kind: &str, fields: &[(&str, &str)]) -> String {
    let page = editor.post(&format!("/redaction/nouveau/{kind}"), fields).await;
    assert_eq!(page.status, 303, "{}", page.text);
    page.header("location").split('?').next().unwrap().to_owned()
}

on_both_engines! {
    async fn four_eyes_publish_a_text_that_is_revised_and_withdrawn(database) {
        let house = House::new(database).await;
        let editor = staff(&house, "redacteur", Role::Editor).await;
        let lead = staff(&house, "responsable", Role::Lead).await;
        // What is half done is kept; what it lacks for a review is said beside each field.
        let half = [("title_fr", "Faille"), ("severity", "4"), ("do", "submit")];
        let page = editor.post("/redaction/nouveau/alert", &half).await;
        let place = page.header("location").to_owned();
        assert!(place.ends_with("?dit=missing"), "{place}");
        let page = editor.get(&place).await;
        for field in ["summary_fr", "body_fr", "tlp", "sources"] {
            assert!(page.text.contains(&format!("id=\"{field}-error\"")), "{field}: {}", page.text);
        }
        assert!(page.text.contains("value=\"Faille\"") && page.text.contains("href=\"#tlp-clear\""));
        assert!(page.text.contains("Résumé en français : À remplir avant la relecture."));
        let text = place.split('?').next().unwrap();
        let vu = seen(&page);
        let page = editor.post(text, &with(ALERT, &[("vu", &vu), ("do", "submit")])).await;
        let review = format!("{text}/relecture");
        assert_eq!(page.header("location"), format!("{review}?dit=submitted"), "{}", page.text);
        let page = editor.get(&review).await;
        assert!(page.text.contains("une autre personne doit le relire") && page.text.contains("Écrit par redacteur"));
        assert!(editor.get("/redaction").await.text.contains("écrit en partie par vous"));
        let own = editor.post(&format!("{text}/approve"), &[("vu", &seen_by(&lead, &review).await)]).await;
        assert_eq!((own.status, own.text.contains("une autre personne doit le relire")), (409, true));

        // Sent back, with a reason; mended; published.
        let back = format!("{text}/send-back");
        let page = lead.post(&back, &[("reason", "")]).await;
        assert_eq!((page.status, page.text.contains("id=\"back-reason-error\"")), (422, true), "{}", page.text);
        assert_eq!(lead.post(&back, &[("reason", "Dites depuis quand.")]).await.status, 303);
        assert!(editor.get(&review).await.text.contains("<q>Dites depuis quand.</q>"));
        let page = editor.get(text).await;
        assert!(page.text.contains("value=\"94.3\"") && page.text.contains("CVE-2026-12345"), "{}", page.text);
        let body = [("body_fr", "## Ce qui se passe\n\nUn texte, depuis lundi."), ("vu", &seen(&page)), ("do", "submit")];
        assert_eq!(editor.post(text, &with(ALERT, &body)).await.status, 303);
        let vu = seen_by(&lead, &review).await;
        assert_eq!(lead.post(&format!("{text}/approve"), &[("vu", "1")]).await.status, 409, "it has changed since");
        let page = lead.post(&format!("{text}/approve"), &[("vu", &vu)]).await;
        assert_eq!(page.status, 303, "{}", page.text);
        let page = lead.get(&review).await;
        assert!(page.text.contains("Publié, version 1") && page.text.contains("relu par responsable"), "{}", page.text);
        assert!(page.text.contains("/alertes/2026/faille-de-la-passerelle"));

        // Revised: what changed is asked for, and shown to who reviews.
        let vu = seen(&editor.get(text).await);
        let body = [("body_fr", "## Ce qui se passe\n\nUn texte, depuis mardi."), ("vu", &vu), ("do", "submit")];
        let page = editor.post(text, &with(ALERT, &body)).await;
        let page = editor.get(page.header("location")).await;
        assert!(page.text.contains("id=\"change_fr-error\""), "{}", page.text);
        let change = [body[0], ("vu", &seen(&page)), ("do", "submit"), ("change_fr", "Le jour."), ("tell", "yes")];
        assert_eq!(editor.post(text, &with(ALERT, &change)).await.status, 303);
        let page = lead.get(&review).await;
        assert!(page.text.contains("<del>") && page.text.contains("mardi.") && page.text.contains("Le jour."), "{}", page.text);
        let later = format!("{text}/schedule");
        let vu = seen(&page);
        assert_eq!(lead.post(&later, &[("vu", &vu), ("moment", "hier")]).await.status, 422);
        let page = lead.post(&later, &[("vu", &vu), ("moment", "demain 9h30")]).await;
        assert_eq!(page.status, 303, "{}", page.text);
        assert_eq!(editor.get(text).await.status, 303, "what waits for its moment is not changed");
        assert!(lead.get("/redaction").await.text.contains("relu par responsable"));
        assert_eq!(lead.post(&format!("{text}/unschedule"), &[]).await.status, 303);
        let gone = format!("{text}/withdraw");
        assert_eq!(lead.post(&gone, &[("reason_fr", ""), ("reason_en", "")]).await.status, 422);
        assert_eq!(lead.post(&gone, &[("reason_fr", "Une erreur."), ("reason_en", "A mistake.")]).await.status, 303);
        let page = lead.get(&review).await;
        assert!(page.text.contains("Retiré, version 1") && page.text.contains("<q>Une erreur.</q>"), "{}", page.text);
    }

    async fn two_people_at_once_lose_no_word(database) {
        let house = House::new(database).await;
        let editor = staff(&house, "redacteur", Role::Editor).await;
        let lead = staff(&house, "responsable", Role::Lead).await;
        let text = begun(&editor, "news", &[("title_fr", "Une nouvelle"), ("body_fr", "Le début.")]).await;
        let vu = seen(&editor.get(&text).await);
        let theirs = [("vu", vu.as_str()), ("title_fr", "Leur titre"), ("body_fr", "Le début et leur suite.")];
        assert_eq!(lead.post(&text, &theirs).await.status, 303);
        let mine = [("vu", vu.as_str()), ("title_fr", "Mon titre"), ("body_fr", "Le début et ma suite.")];
        let page = editor.post(&text, &mine).await;
        assert_eq!(page.status, 409, "{}", page.text);
        for words in ["Leur titre", "Le début et leur suite.", "value=\"Mon titre\"", "\nLe début et ma suite.</textarea>"] {
            assert!(page.text.contains(words), "{words}: {}", page.text);
        }
        // A preview in between does not pretend that the other's text was seen.
        let shown = editor.post(&text, &with(&mine, &[("do", "preview")])).await;
        assert_eq!((shown.status, seen(&shown)), (200, vu.clone()));
        let again = editor.post(&text, &with(&mine, &[("vu", &seen(&page))])).await;
        assert_eq!(again.status, 303);
        assert!(lead.get(&text).await.text.contains("value=\"Mon titre\""));
        // What the other had written is kept with the line of the journal, and opened again beside what is there now.
        let review = lead.get(&format!("{text}/relecture")).await.text;
        let mut found = Vec::new();
        for rest in review.split(&format!("{text}?reprendre=")).skip(1) {
            let line = rest.split('"').next().unwrap().to_owned();
            found.push((lead.get(&format!("{text}?reprendre={line}")).await, line));
        }
        assert_eq!(found.len(), 2, "each overwrote the other once: {review}");
        let (page, line) = found.into_iter().find(|(page, _)| page.text.contains("redacteur l’a remplacé")).unwrap();
        assert_eq!(page.status, 200);
        for words in ["Ce qui avait été remplacé", "redacteur l’a remplacé", "value=\"Leur titre\"", "Le début et ma suite."] {
            assert!(page.text.contains(words), "{words}: {}", page.text);
        }
        assert!(lead.get(&text).await.text.contains("value=\"Mon titre\""), "nothing changes before it is saved");
        let saved = lead.post(&text, &[("vu", &seen(&page)), ("title_fr", "Leur titre"), ("body_fr", "Les deux.")]).await;
        assert_eq!(saved.status, 303, "{}", saved.text);
        let other = begun(&editor, "news", &[("title_fr", "Une autre")]).await;
        for path in [format!("{other}?reprendre={line}"), format!("{text}?reprendre=x")] {
            assert_eq!(lead.get(&path).await.status, 404, "{path}");
        }
    }

    async fn links_that_lead_nowhere_are_said_when_written_and_when_what_they_led_to_is_withdrawn(database) {
        let house = House::new(database).await;
        let editor = staff(&house, "redacteur", Role::Editor).await;
        let lead = staff(&house, "responsable", Role::Lead).await;
        let publish = async |text: &str| {
            let vu = seen_by(&lead, &format!("{text}/relecture")).await;
            let alone = lead.post(&format!("{text}/alone"), &[("vu", &vu), ("reason", "Vite.")]).await;
            assert_eq!(alone.status, 303, "{}", alone.text);
        };
        let alert = begun(&editor, "alert", ALERT).await;
        publish(&alert).await;
        let there = "/alertes/2026/faille-de-la-passerelle";
        let body = format!("Voir [l’alerte]({there}#essentiel), [elle](/nulle-part) et [le guide](/guides/faille-de-la-passerelle).");
        let news = [("title_fr", "Une nouvelle"), ("summary_fr", "x"), ("body_fr", body.as_str()), ("tlp", "CLEAR")];
        let text = begun(&editor, "news", &news).await;
        let page = editor.get(&format!("{text}?dit=saved")).await.text;
        assert!(page.contains("aucune page : /nulle-part") && !page.contains(&format!("aucune page : {there}")), "{page}");
        publish(&text).await;
        assert!(!editor.get("/redaction").await.text.contains("id=\"liens\""));
        let why = [("reason_fr", "Une erreur."), ("reason_en", "")];
        assert_eq!(lead.post(&format!("{alert}/withdraw"), &why).await.status, 303);
        let desk = editor.get("/redaction").await.text;
        assert!(desk.contains(&format!("Mène à {there}#essentiel")) && !desk.contains("Mène à /guides"), "{desk}");
        assert!(editor.get(&format!("{text}?dit=saved")).await.text.contains(&format!("aucune page : {there}")));
        // Revised, it leads there no more.
        let vu = seen(&editor.get(&text).await);
        let fields = with(&news, &[("body_fr", "Rien."), ("vu", &vu), ("change_fr", "Le lien.")]);
        assert_eq!(editor.post(&text, &fields).await.status, 303);
        publish(&text).await;
        assert!(!editor.get("/redaction").await.text.contains("id=\"liens\""));
    }

    async fn abuse_c02_hostile_markdown_is_harmless_where_it_is_written_and_reviewed(database) {
        let house = House::new(database).await;
        let editor = staff(&house, "redacteur", Role::Editor).await;
        let hostile = "<script>alert(1)</script>\n\n[a](javascript:alert(1)) ![b](https://evil.example/x.png)\n\n\
            <img src=x onerror=alert(1)> [c](data:text/html,x) [d](/nulle-part/du/tout) [e](/declarer)";
        let fields = [("title_fr", "<b>Titre</b>"), ("summary_fr", "\"><svg onload=alert(1)>"), ("body_fr", hostile)];
        let text = begun(&editor, "news", &fields).await;
        let preview = editor.post("/redaction/apercu/news", &fields).await;
        assert_eq!(preview.status, 200);
        let shown = editor.post(&text, &with(&fields, &[("vu", "1"), ("do", "preview")])).await;
        for page in [preview, shown, editor.get(&text).await, editor.get(&format!("{text}/relecture")).await] {
            for bad in ["<script>alert", "<img", "<svg onload", "href=\"javascript:", "href=\"data:", "<b>Titre"] {
                assert!(!page.text.contains(bad), "{bad}: {}", page.text);
            }
        }
        let page = editor.post("/redaction/apercu/news", &fields).await.text;
        assert!(page.contains("Ce lien ne mène à aucune page : /nulle-part/du/tout") && !page.contains("page : /declarer"));
        assert!(page.contains("Ce lien ne sera pas publié") && page.contains("pas sur ce site : https://evil.example/x.png"));
    }

    async fn rows_sections_lists_and_facts_are_written_and_nothing_is_kept(database) {
        let house = House::new(database).await;
        let editor = staff(&house, "redacteur", Role::Editor).await;
        let lead = staff(&house, "responsable", Role::Lead).await;
        let card = editor.get("/redaction/nouveau/card").await.text;
        assert!(card.contains("## Pour qui") && card.contains("## Qui appeler") && card.contains("value=\"ransom\""));
        assert_eq!(editor.get("/redaction/nouveau/roman").await.status, 404);
        let rows = editor.post("/redaction/nouveau/alert", &with(ALERT, &[("do", "add-product")])).await;
        assert!(rows.text.contains("id=\"products-new\"") && rows.text.contains("value=\"Passerelle 3000\""));
        assert!(rows.text.contains("Produit 2") && !rows.text.contains("value=\"RED\""));
        // The preview says what the alert states as its page does.
        let facts = [("cvss", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"), ("title_en", "A flaw")];
        let page = editor.post("/redaction/apercu/alert", &with(ALERT, &facts)).await.text;
        for part in ["id=\"apercu-fr-essentiel\"", "<caption>Produits touchés</caption>", "9,8", "1er décembre 2026",
            "id=\"apercu-en-technique\"", "9.8", "Act before", "class=\"tag s4\"", "id=\"apercu-fr-sources\""] {
            assert!(page.contains(part), "{part}: {page}");
        }
        let wrong = editor.post("/redaction/nouveau/alert", &with(ALERT, &[("epss", "beaucoup")])).await;
        assert_eq!((wrong.status, wrong.text.contains("id=\"epss-error\"")), (422, true));

        // Published, it stands in the list of a bulletin.
        let text = begun(&editor, "alert", &with(ALERT, &[("do", "submit")])).await;
        let text = text.trim_end_matches("/relecture");
        let vu = seen_by(&lead, &format!("{text}/relecture")).await;
        assert_eq!(lead.post(&format!("{text}/approve"), &[("vu", &vu)]).await.status, 303);
        let period = [("period_from", "2000-01-01"), ("period_to", "2999-12-31"), ("do", "list")];
        let list = editor.post("/redaction/nouveau/bulletin", &period).await.text;
        assert!(list.contains("## Alertes") && list.contains("](/alertes/2026/faille-de-la-passerelle)"), "{list}");
        let none = [("period_from", "2000-01-01"), ("period_to", "2000-01-31"), ("do", "list")];
        assert!(editor.post("/redaction/nouveau/bulletin", &none).await.text.contains("Rien n’a été publié"));
        assert_eq!(editor.post("/redaction/nouveau/bulletin", &[("period_from", "x"), ("do", "list")]).await.status, 422);

        // Facts out of files.
        let token = editor.get("/redaction/nouveau/alert").await.token();
        let fill = async |files: &[(&str, &str)]| {
            let part = |(name, text): &(&str, &str)| {
                format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"f\"\r\n\r\n{text}\r\n")
            };
            let files = files.iter().map(part).collect::<String>();
            let body = format!("--b\r\nContent-Disposition: form-data; name=\"jeton\"\r\n\r\n{token}\r\n{files}--b--\r\n");
            let headers = [("content-type", "multipart/form-data; boundary=b"), ("sec-fetch-site", "same-origin")];
            editor.raw("post", "/redaction/remplir", &headers, body).await
        };
        let record = include_str!("../../../formats/vulnerabilities/tests/data/record.json");
        let page = fill(&[("cve", record), ("kev", "")]).await;
        assert_eq!(page.status, 200, "{}", page.text);
        assert!(page.text.contains("CVE-2099-10001") && page.text.contains("value=\"Console de lecture\""));
        let page = fill(&[("cve", "{}")]).await;
        assert_eq!((page.status, page.text.contains("id=\"cve-error\"")), (422, true), "{}", page.text);
        let page = fill(&[("cve", &"x".repeat(5 << 20))]).await;
        assert_eq!((page.status, page.text.contains("dépasse 4")), (422, true));
        assert_eq!(fill(&[("autre", "x")]).await.status, 400);
        let desk = editor.get("/redaction").await.text;
        assert!(!desk.contains("CVE-2099-10001") && desk.contains("Faille de la passerelle"), "{desk}");
    }

    async fn abuse_g01_alone_only_by_the_lead_who_says_why_and_it_is_read_again(database) {
        let house = House::new(database).await;
        let editor = staff(&house, "redacteur", Role::Editor).await;
        let lead = staff(&house, "responsable", Role::Lead).await;
        let text = begun(&editor, "alert", ALERT).await;
        let alone = format!("{text}/alone");
        assert_eq!(editor.post(&alone, &[("vu", "1"), ("reason", "Vite.")]).await.status, 403);
        let page = lead.post(&alone, &[("vu", "1"), ("reason", "")]).await;
        assert_eq!((page.status, page.text.contains("id=\"alone-reason-error\"")), (422, true), "{}", page.text);
        assert_eq!(lead.post(&alone, &[("vu", "1"), ("reason", "Exploitée en ce moment.")]).await.status, 303);
        let page = lead.get(&format!("{text}/relecture")).await.text;
        assert!(page.contains("Sans relecture : Exploitée en ce moment."), "{page}");
        assert!(editor.get("/redaction").await.text.contains("À relire après publication"));
    }

    async fn abuse_a13_nobody_else_comes_in(database) {
        let house = House::new(database).await;
        let editor = staff(&house, "redacteur", Role::Editor).await;
        let text = begun(&editor, "news", &[("title_fr", "Sous embargo")]).await;
        let review = format!("{text}/relecture");
        for role in [Role::Ars, Role::Fssi, Role::FacilityStaff, Role::Member, Role::Administrator, Role::Auditor] {
            let other = staff(&house, role.code(), role).await;
            for path in ["/redaction", "/redaction/nouveau/news", &text, &review] {
                let page = other.get(path).await;
                assert_eq!((page.status, page.text.contains("embargo")), (403, false), "{path} by {}", role.code());
            }
            assert_eq!(other.post(&text, &[("vu", "1"), ("title_fr", "À moi")]).await.status, 403);
            assert_eq!(other.post("/redaction/apercu/news", &[("title_fr", "x")]).await.status, 403);
            assert_eq!(other.post(&format!("{text}/withdraw"), &[("reason_fr", "x")]).await.status, 403);
        }
        assert_eq!(house.browser().get(&text).await.status, 303);
        assert_eq!(editor.get("/redaction/00000000000000000000000000000009").await.status, 404);
        assert_eq!(editor.get("/redaction/x/relecture").await.status, 404);
        assert!(editor.get("/en/editing").await.text.contains("Sous embargo"));
    }
}

/// The revision that the page of a review shows to somebody who may decide.
async fn seen_by(reviewer: &Browser<'_>, review: &str) -> String {
    seen(&reviewer.get(review).await)
}
