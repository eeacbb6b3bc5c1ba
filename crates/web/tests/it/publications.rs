//! What is published, as readers get it: every exit, and nothing through any of them that is not theirs.

use std::collections::BTreeMap;

use access::{Caller, Person, Reach, Role, Standing};
use publications::rules::{
    Availability, Content, CvssVector, Draft, Exploited, Facts, Kind, Likelihood, Period, Source, Texts,
    Touched, Words,
};
use storage::on_both_engines;
use vocabulary::{Id, Tlp};
use web::{Access, OPERATIONS, PAGES, PLAIN};

use crate::{
    hostile::BRACES,
    house::{BRETAGNE, Browser, House, early},
};

/// Somebody who writes, reviews and, where a lead, publishes alone.
pub fn person(role: Role, byte: u8) -> Caller {
    let id = Id::from_random([byte; 16]);
    Caller::Person(Person {
        account: id,
        name: format!("Plume {byte}"),
        session: id,
        standings: vec![Standing { role, reach: Reach::Nation }],
        withheld: Vec::new(),
        fresh: true,
        limited_to: None,
    })
}

/// A text in which one word stands everywhere that a word can.
pub fn draft(word: &str, tlp: Tlp) -> Draft {
    let words = |title: &str| Words {
        title: format!("{title} {word}"),
        summary: format!("Résumé {word}."),
        body: format!(
            "## Pas à pas {word}\n\nUn texte {word}, voir [ailleurs](https://ailleurs.example/{word})."
        ),
        slug: String::new(),
    };
    let facts = Facts {
        products: vec![Touched {
            vendor: format!("Editeur {word}"),
            product: "Passerelle".to_owned(),
            versions: format!("< 10 {word}"),
            fixed: "10.2".to_owned(),
        }],
        ..Facts::default()
    };
    let source = Source {
        title: format!("Avis {word}"),
        publisher: "Exemplia".to_owned(),
        url: "https://exemplia.example/a".to_owned(),
    };
    let content = Content {
        tlp,
        severity: Some(4),
        texts: Texts { fr: words("Titre"), en: Words::default() },
        facts,
        period: Some(Period { from: "2026-03-01".to_owned(), to: "2026-03-08".to_owned() }),
        sources: vec![source],
        ..Content::default()
    };
    Draft { content, ..Draft::default() }
}

/// The parts of a card, with a word in each.
fn card(word: &str, tlp: Tlp, kinds: &[&str]) -> Draft {
    let mut text = draft(word, tlp);
    let sections = &publications::rules::CARD_SECTIONS[0];
    text.content.texts.fr.body =
        sections.iter().fold(String::new(), |all, section| all + &format!("## {section}\n\nIci {word}.\n\n"));
    text.content.kinds = kinds.iter().map(|kind| (*kind).to_owned()).collect();
    text
}

/// Writes, has reviewed and publishes; answers with its identity.
pub async fn published(house: &House, kind: Kind, draft: Draft) -> Id {
    let watch = &house.services.publications;
    let id = watch.begin(&person(Role::Editor, 1), kind, draft).await.unwrap();
    watch.submit(&person(Role::Editor, 1), (id, 1)).await.unwrap();
    watch.approve(&person(Role::Editor, 2), (id, 2), None).await.unwrap();
    id
}

/// The same for a new version of it.
async fn revised(house: &House, id: Id, draft: Draft) {
    let watch = &house.services.publications;
    let now = watch.open(&person(Role::Editor, 1), id).await.unwrap().publication.revision;
    let now = watch.write(&person(Role::Editor, 1), (id, now), draft).await.unwrap();
    watch.submit(&person(Role::Editor, 1), (id, now)).await.unwrap();
    watch.approve(&person(Role::Editor, 2), (id, now + 1), None).await.unwrap();
}

/// One text of each kind, where the tests of all routes look for one.
pub async fn one_of_each(house: &House) {
    for kind in Kind::ALL {
        let mut text =
            if kind == Kind::Card { card("essai", Tlp::Clear, &[]) } else { draft("essai", Tlp::Clear) };
        "essai".clone_into(&mut text.content.texts.fr.slug);
        "Exemplia".clone_into(&mut text.content.facts.products[0].vendor);
        published(house, kind, text).await;
    }
}

async fn member<'a>(house: &'a House, name: &str) -> Browser<'a> {
    house.staff(name, vec![Standing { role: Role::Member, reach: Reach::Nation }]).await
}

/// Addresses found in what was answered, that are of this site.
fn links(text: &str) -> Vec<String> {
    let after = ["href=\"", "<loc>", "<link>", "\"url\":\"", "\"next\":\""];
    let found = after.iter().flat_map(|mark| text.split(mark).skip(1));
    let found = found.filter_map(|rest| rest.split(['"', '<', '#']).next());
    let own = found.map(|link| link.strip_prefix("http://vigie.test").unwrap_or(link).replace("&amp;", "&"));
    own.filter(|link| link.starts_with('/') && !link.starts_with("//")).collect()
}

/// All that somebody comes to, from the tables of addresses and by every link from there.
async fn everything(browser: &Browser<'_>) -> BTreeMap<String, String> {
    let mut ahead: Vec<String> = Vec::new();
    for page in PAGES.iter().filter(|page| page.access == Access::Everyone) {
        for path in [page.fr, page.en] {
            if !path.contains('{') {
                ahead.push(path.to_owned());
            }
            for form in ["rss.xml", "atom.xml", "feed.json"] {
                let folder = path.strip_suffix("/{feed}").filter(|folder| !folder.contains('{'));
                ahead.extend(folder.map(|folder| format!("{folder}/{form}")));
                ahead.extend(folder.map(|folder| format!("{folder}/{form}?severity=4")));
            }
        }
    }
    ahead.extend(PLAIN.iter().map(|plain| plain.path.to_owned()).filter(|path| !path.contains('{')));
    let open = OPERATIONS
        .iter()
        .filter(|operation| operation.access == Access::Everyone && operation.method == "get");
    ahead.extend(open.map(|operation| operation.path.to_owned()));
    for list in ["/alertes", "/api/v1/alerts"] {
        ahead.extend(
            ["severity=2", "year=2026", "severity=4&year=2026"].map(|query| format!("{list}?{query}")),
        );
    }
    let mut got = BTreeMap::new();
    while let Some(path) = ahead.pop() {
        let skip = ["/assets/", "/connexion", "/en/sign-in", "/deconnexion", "/mon-espace", "/en/my-space"];
        if got.contains_key(&path) || skip.iter().any(|start| path.starts_with(start)) {
            continue;
        }
        let page = browser.get(&path).await;
        ahead.extend(links(&page.text));
        let said = page
            .headers
            .iter()
            .fold(String::new(), |all, (name, value)| all + &format!("{name}: {value:?}\n"));
        got.insert(path, format!("{}\n{said}{}", page.status, page.text));
    }
    got
}

/// Where a word stands.
fn places<'a>(got: &'a BTreeMap<String, String>, word: &str) -> Vec<&'a String> {
    got.iter()
        .filter(|(path, text)| text.contains(word) || path.contains(word))
        .map(|(path, _)| path)
        .collect()
}

fn parsed(bytes: &str) -> feed_rs::model::Feed {
    feed_rs::parser::parse(bytes.as_bytes()).unwrap_or_else(|error| panic!("{error}: {bytes}"))
}

on_both_engines! {
    async fn the_items_of_a_bulletin_are_its_chapters(database) {
        let house = House::new(database).await;
        let mut text = draft("messageries", Tlp::Clear);
        "## Une faille\n\nUn.\n\n## Une panne\n\nDeux.\n\n### Où\n\n## Un conseil\n\nTrois.".clone_into(&mut text.content.texts.fr.body);
        published(&house, Kind::Bulletin, text).await;
        let (nobody, address) = (house.browser(), "/bulletins/2026/titre-messageries");
        let page = nobody.get(address).await.text;
        assert!(page.contains("Sommaire") && page.contains("<a href=\"#s-une-panne\">Une panne</a>"), "{page}");
        let said = nobody.get(&format!("{address}.json")).await.json();
        let titles: Vec<_> = said["items"]["fr"].as_array().unwrap().iter().map(|item| item["title"].clone()).collect();
        assert_eq!(titles, ["Une faille", "Une panne", "Un conseil"]);
        assert_eq!(said["items"]["fr"][1]["anchor"], "s-une-panne");
    }

    /// Also G04: what is withdrawn is said to be, and nothing of it is shown.
    async fn abuse_a02_nothing_unpublished_withdrawn_or_marked_leaves_by_any_exit(database) {
        let house = House::new(database).await;
        let watch = &house.services.publications;
        for kind in Kind::ALL {
            let of = |word: &str, tlp| if kind == Kind::Card { card(word, tlp, &["ransom"]) } else { draft(word, tlp) };
            published(&house, kind, of("ouvert", Tlp::Clear)).await;
            published(&house, kind, of("xverdoyantx", Tlp::Green)).await;
            published(&house, kind, of("xambrex", Tlp::Amber)).await;
            watch.begin(&person(Role::Editor, 1), kind, of("xbrouillonx", Tlp::Clear)).await.unwrap();
            let asked = watch.begin(&person(Role::Editor, 1), kind, of("xrelecturex", Tlp::Clear)).await.unwrap();
            watch.submit(&person(Role::Editor, 1), (asked, 1)).await.unwrap();
            let mut gone = of("xenvolex", Tlp::Clear);
            gone.content.texts.fr.slug = format!("parti-{}", kind.code());
            let gone = published(&house, kind, gone).await;
            watch.withdraw(&person(Role::Editor, 1), gone, ["Remplacé.", "Replaced."]).await.unwrap();
            // Once under a stricter mark, now for everybody. The other way round would be a withdrawal that says nothing.
            let mut relaxed = of("xjadisx", Tlp::Amber);
            relaxed.content.texts.fr.slug = format!("relache-{}", kind.code());
            relaxed.change();
            let relaxed = published(&house, kind, relaxed).await;
            let mut now = of("ouvert", Tlp::Clear);
            now.change();
            revised(&house, relaxed, now).await;
            let mut closed = of("ouvert", Tlp::Clear);
            closed.content.texts.fr.slug = format!("resserre-{}", kind.code());
            let closed = published(&house, kind, closed).await;
            let mut now = of("xresserrex", Tlp::Amber);
            now.change();
            let seen = watch.open(&person(Role::Editor, 1), closed).await.unwrap().publication.revision;
            let seen = watch.write(&person(Role::Editor, 1), (closed, seen), now).await.unwrap();
            assert!(watch.submit(&person(Role::Editor, 1), (closed, seen)).await.is_err());
        }
        let got = everything(&house.browser()).await;
        for word in ["xverdoyantx", "xambrex", "xbrouillonx", "xrelecturex", "xenvolex", "xjadisx", "xresserrex", "Plume"] {
            assert_eq!(places(&got, word), [""; 0], "{word}");
        }
        for path in ["/", "/alertes", "/fiches-reflexes", "/alertes/rss.xml", "/flux.xml", "/en/feed.xml", "/sitemap.xml",
            "/produits/editeur-ouvert/passerelle/atom.xml", "/api/v1/bulletins", "/alertes/2026/titre-ouvert.pdf",
            "/guides/titre-ouvert.json", "/en/news/2026/titre-ouvert"] {
            assert!(got.get(path).is_some_and(|text| text.starts_with("200") && text.contains("ouvert")), "{path}");
        }
        for path in ["/alertes/2026/parti-alert", "/guides/parti-guide.json", "/en/news/2026/parti-news.pdf"] {
            let page = house.browser().get(path).await;
            assert_eq!(page.status, 410, "{path}");
            assert!(page.text.contains("Remplacé.") || page.text.contains("Replaced."), "{path}");
        }
        for path in ["/alertes/2026/titre-xverdoyantx", "/alertes/2026/titre-xverdoyantx.json", "/alertes/2026/titre-xambrex.pdf",
            "/guides/titre-xbrouillonx", "/alertes/2026/relache-alert?version=1",
            "/produits/editeur-xambrex", "/produits/editeur-xambrex/passerelle/rss.xml", "/alertes/2026/titre-ouvert?version=7"] {
            let (there, nowhere) = (house.browser().get(path).await, house.browser().get("/alertes/2026/neant").await);
            assert_eq!((there.status, nowhere.status), (404, 404), "{path}");
        }

        // A member reads what the community may, on pages, and takes nothing of it along in feeds.
        let member = member(&house, "membre").await;
        let got = everything(&member).await;
        for word in ["xbrouillonx", "xrelecturex", "xenvolex"] {
            assert_eq!(places(&got, word), [""; 0], "{word}");
        }
        let green = places(&got, "xverdoyantx");
        assert!(green.iter().any(|path| *path == "/alertes") && green.iter().any(|path| *path == "/alertes/2026/titre-xverdoyantx.pdf"));
        let machines: Vec<_> = green.iter().filter(|path| path.contains(".xml") || path.contains("feed.json") || path.starts_with("/api/")).collect();
        assert!(machines.is_empty(), "{machines:?}");
        let page = member.get("/alertes/2026/titre-xverdoyantx").await;
        assert!(page.text.contains("TLP:GREEN") && page.header("cache-control") == "no-store" && page.header("etag").is_empty());
        assert_eq!(house.browser().get("/alertes/2026/titre-xverdoyantx").await.status, 404, "kept for nobody else");
    }

    /// C01 and C02 in every field that readers are shown.
    async fn abuse_c02_what_was_written_with_ill_will_is_inert_at_every_exit(database) {
        let house = House::new(database).await;
        let evil = "<script>alert(1)</script><img src=x onerror=alert(2)>";
        let mut text = draft("essai", Tlp::Clear);
        let words = &mut text.content.texts.fr;
        words.title = format!("T {evil}");
        words.summary = format!("S {evil} \"' javascript:alert(3)");
        words.body = format!("## H {evil}\n\n{evil}\n\n<iframe src=\"https://ailleurs.example\"></iframe>\n\n`{evil}`\n\n{{{{ braces }}}}");
        "mal".clone_into(&mut words.slug);
        evil.clone_into(&mut text.content.facts.products[0].versions);
        text.content.facts.products[0].vendor = format!("V {evil}");
        evil.clone_into(&mut text.content.sources[0].title);
        published(&house, Kind::Alert, text).await;
        let got = everything(&house.browser()).await;
        assert!(places(&got, "alert(1)").len() > 10);
        for (path, said) in &got {
            let (_, body) = said.split_once('\n').unwrap();
            if path.contains(".json") || path.starts_with("/api/") || path.contains(".pdf") || path.starts_with("/service") {
                assert!(said.contains("application/") || said.contains("text/javascript"), "{path}");
                continue;
            }
            for tag in ["<script>", "<img src=x", "<iframe", "href=\"javascript:"] {
                assert!(!body.contains(tag), "{tag} at {path}: {body}");
            }
        }
        // In feeds, what readers take for HTML shows the same words and does nothing.
        let feed = parsed(&house.browser().get("/alertes/atom.xml").await.text);
        let content = feed.entries[0].content.as_ref().unwrap().body.clone().unwrap();
        assert!(content.contains("&lt;script&gt;") && !content.contains("<script"), "{content}");
        assert!(content.contains("{{ braces }}"));
    }

    /// In every field that readers are shown, at every exit, and in the mail that says it.
    async fn abuse_c13_braces_are_letters_wherever_something_is_published(database) {
        let house = House::new(database).await;
        let mut text = draft("essai", Tlp::Clear);
        let said: Vec<String> = (0..9).map(|n| format!("{BRACES} {n}")).collect();
        let words = &mut text.content.texts.fr;
        (words.title, words.summary, words.slug) = (said[0].clone(), said[1].clone(), "accolades".to_owned());
        words.body = format!("## H {}\n\nB {}\n\n| a | b |\n|-|-|\n| c | T {} |\n", said[2], said[3], said[4]);
        let touched = &mut text.content.facts.products[0];
        (touched.vendor, touched.versions) = (said[5].clone(), said[6].clone());
        (text.content.sources[0].title, text.content.sources[0].publisher) = (said[7].clone(), said[8].clone());
        let id = published(&house, Kind::Alert, text.clone()).await;
        text.change_fr = format!("Changé : {BRACES}");
        revised(&house, id, text).await;
        let browser = house.browser();
        let got = async |path: &str| {
            let page = browser.get(path).await;
            assert_eq!(page.status, 200, "{path}");
            page.text
        };
        let (page, json, pdf) =
            (got("/alertes/2026/accolades").await, got("/alertes/2026/accolades.json").await, got("/alertes/2026/accolades.pdf").await);
        for text in &said {
            for (exit, answer) in [("page", &page), ("JSON", &json), ("PDF", &pdf)] {
                assert!(answer.contains(text), "{text} in {exit}: {answer}");
            }
        }
        assert!(page.contains(&format!("Changé : {BRACES}")) && json.contains(&format!("Changé : {BRACES}")));
        for path in ["/alertes", "/en/alerts", "/alertes/rss.xml", "/alertes/atom.xml", "/alertes/feed.json", "/api/v1/alerts", "/flux.xml", "/"] {
            let answer = got(path).await;
            assert!(answer.contains(&said[0]), "{path}: {answer}");
        }
        // What programs read of it is what was typed.
        let feed = parsed(&got("/alertes/atom.xml").await);
        assert_eq!(feed.entries[0].title.as_ref().unwrap().content, said[0]);
    }

    async fn an_alert_is_said_in_words(database) {
        let house = House::new(database.clone()).await;
        let mut text = draft("essai", Tlp::Clear);
        "essai".clone_into(&mut text.content.texts.fr.slug);
        "## Que faire\n\nLe RSSI coupe le VPN.\n\n| | Avant |\n|-|-|\n| a | b |\n".clone_into(&mut text.content.texts.fr.body);
        text.content.facts = Facts {
            cves: vec!["CVE-2026-12345".to_owned()],
            cwes: vec!["CWE-79".to_owned()],
            cvss: vec![CvssVector { vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H".to_owned(), cve: "CVE-2026-12345".to_owned() }],
            exploited: Some(Exploited { kev_since: "2026-03-01".to_owned(), ransomware: true }),
            epss: Some(Likelihood { probability: 942_000, percentile: 991_000 }),
            patch: Availability::Partly,
            medical_device: true,
            act_by: Some("2026-03-13".to_owned()),
            ..text.content.facts
        };
        let id = published(&house, Kind::Alert, text.clone()).await;
        let browser = house.browser();
        let page = browser.get("/alertes/2026/essai").await.text;
        for said in [
            "9,8 sur 10, critique", "L’attaque vient de loin", "depuis le 1er mars 2026", "Des rançongiciels s’en servent",
            "94,2 %", "99,1 %", "Très probable", "13 mars 2026 (reste 3 jours)", "une partie des versions",
            "https://www.cve.org/CVERecord?id=CVE-2026-12345", "definitions/79.html", "autre site", "service biomédical",
            "href=\"/produits/editeur-essai/passerelle\"", "class=\"tag s4\"", "Très sérieux", "itemtype=\"https://schema.org/TechArticle\"",
            "popovertarget=\"g-", "Tableau 1", "Première publication", "href=\"/alertes/2026/essai.pdf\"",
        ] {
            assert!(page.contains(said), "{said}: {page}");
        }
        let english = browser.get("/en/alerts/2026/essai").await.text;
        for said in ["This text has not been translated", "<div lang=\"fr\">", "3 days left", "9.8 out of 10", "hreflang=\"fr\" lang=\"fr\""] {
            assert!(english.contains(said), "{said}: {english}");
        }
        let pdf = browser.get("/alertes/2026/essai.pdf").await;
        assert_eq!(pdf.header("content-type"), "application/pdf");
        for said in ["Le RSSI coupe le VPN.", "TLP:CLEAR", "9,8 sur 10", "http://vigie.test/alertes/2026/essai"] {
            assert!(pdf.text.contains(said), "{said}: {}", pdf.text);
        }
        let json = browser.get("/alertes/2026/essai.json").await.json();
        assert_eq!((&json["facts"]["cvss"][0]["score"], &json["facts"]["epss"]["probability"]), (&9.8.into(), &0.942.into()));
        assert_eq!((&json["state"], &json["tlp"], &json["version"]), (&"published".into(), &"CLEAR".into(), &1.into()));
        let listed = browser.get("/api/v1/alerts?severity=4").await.json();
        assert_eq!(listed["items"][0]["facts"], json["facts"]);
        assert_eq!(browser.get("/api/v1/alerts?severity=9").await.status, 422);
        assert_eq!(browser.get("/api/v1/alerts?severity=5").await.json()["items"], serde_json::json!([]));
        let described = browser.get("/api/v1/openapi.json").await.json();
        for (key, _) in json.as_object().unwrap().iter().filter(|(key, _)| *key != "versions") {
            assert!(described["components"]["schemas"]["Publication"]["properties"][key].is_object(), "{key}");
        }

        // Corrected in the open: the version before stays, and says that it is no longer the one.
        database.clock.advance(2 * 24 * 3600);
        "Résumé corrigé.".clone_into(&mut text.content.texts.fr.summary);
        text.change();
        revised(&house, id, text).await;
        let page = browser.get("/alertes/2026/essai").await.text;
        for said in ["Résumé corrigé.", "Un mot corrigé.", "?version=1", "reste 1 jour)", "Révisé le"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        let old = browser.get("/alertes/2026/essai?version=1").await.text;
        for said in ["Vous lisez la version 1", "Résumé essai.", "noindex"] {
            assert!(old.contains(said), "{said}: {old}");
        }
        let list = browser.get("/alertes").await.text;
        assert!(list.contains("Révisé") && list.contains("Résumé corrigé."));
    }

    async fn what_nobody_reviewed_says_so(database) {
        let house = House::new(database).await;
        let watch = &house.services.publications;
        let id = watch.begin(&person(Role::Lead, 3), Kind::News, draft("essai", Tlp::Clear)).await.unwrap();
        watch.publish_alone(&person(Role::Lead, 3), (id, 1), "Une crise <en cours>.").await.unwrap();
        let page = house.browser().get("/actualites/2026/titre-essai").await.text;
        assert!(page.contains("Publiée sans relecture") && page.contains("Une crise &#60;en cours&#62;."), "{page}");
        let json = house.browser().get("/actualites/2026/titre-essai.json").await.json();
        assert_eq!((&json["reviewed"], &json["unreviewed_reason"]), (&false.into(), &"Une crise <en cours>.".into()));
    }

    async fn lists_are_cut_paged_and_say_what_to_do_when_empty(database) {
        let house = House::new(database.clone()).await;
        let browser = house.browser();
        for (path, said) in [("/alertes", "Suivez le flux"), ("/en/bulletins", "Follow the feed"), ("/guides", "fiches réflexes"), ("/produits", "Aucun produit")] {
            let page = browser.get(path).await;
            assert!(page.status == 200 && page.text.contains(said), "{path}: {}", page.text);
        }
        for n in 0..23_u8 {
            database.clock.advance(60);
            let mut text = draft(&format!("n{n:02}x"), Tlp::Clear);
            text.content.severity = Some(n % 5 + 1);
            published(&house, Kind::Alert, text).await;
        }
        let first = browser.get("/alertes").await.text;
        assert!(first.contains("n22x") && !first.contains("n02x"));
        let next = links(&first).into_iter().find(|link| link.contains("after=")).unwrap();
        let second = browser.get(&next).await.text;
        assert!(second.contains("n02x") && second.contains("Revenir au début") && !second.contains("n03x"));
        let grave = browser.get("/alertes?severity=5&year=2026").await.text;
        assert!(grave.contains("n04x") && !grave.contains("n03x") && grave.contains("<option value=\"5\" selected>"));
        assert!(grave.contains("href=\"/alertes/atom.xml?severity=5\"") && first.contains("type=\"application/atom+xml\""));
        let none = browser.get("/alertes?year=1999").await.text;
        assert!(none.contains("Rien ne correspond") && none.contains("href=\"/alertes\""));
        for wrong in ["/alertes?year=jadis", "/alertes?after=x", "/alertes/rss", "/alertes/atom.xml?severity=9", "/produits/rien", "/alertes/jadis/x"] {
            assert_eq!(browser.get(wrong).await.status, 404, "{wrong}");
        }
        let vendor = browser.get("/produits/editeur-n04x").await.text;
        assert!(vendor.contains("href=\"/produits/editeur-n04x/passerelle\"") && vendor.contains("Titre n04x"));
        let product = browser.get("/produits/editeur-n04x/passerelle").await.text;
        assert!(product.contains("Titre n04x") && !product.contains("n05x") && product.contains("/passerelle/rss.xml"));
    }

    async fn feeds_are_read_by_others_and_a_poll_costs_nothing(database) {
        let house = House::new(database.clone()).await;
        let browser = house.browser();
        for n in 0..60_u8 {
            database.clock.advance(60);
            let mut text = draft(&format!("n{n:02}x"), Tlp::Clear);
            text.content.severity = Some(n % 5 + 1);
            published(&house, Kind::Alert, text).await;
        }
        let path = "/alertes/rss.xml";
        let at_once = browser.get(path).await;
        assert!(at_once.header("last-modified").is_empty(), "the second is not over: it may change again");
        database.clock.advance(1);
        for form in ["rss.xml", "atom.xml", "feed.json"] {
            let path = format!("/alertes/{form}");
            let got = browser.get(&path).await;
            assert!(got.header("etag").starts_with("W/\"") && got.header("last-modified").ends_with(" GMT"), "{path}");
            let feed = parsed(&got.text);
            assert_eq!(feed.entries.len(), 50, "{path}");
            assert_eq!(feed.entries[0].title.as_ref().unwrap().content, "Titre n59x");
            assert_eq!(feed.entries[0].links[0].href, "http://vigie.test/alertes/2026/titre-n59x");
            let (tag, moment) = (got.header("etag").to_owned(), got.header("last-modified").to_owned());
            for (name, value) in [("if-none-match", &tag), ("if-modified-since", &moment)] {
                let again = browser.raw("get", &path, &[(name, value)], "").await;
                assert_eq!((again.status, again.text.as_str(), again.header("etag")), (304, "", tag.as_str()), "{path} {name}");
            }
            database.clock.advance(3 * 24 * 3600);
            let later = browser.raw("get", &path, &[("if-none-match", &tag)], "").await;
            assert_eq!(later.status, 304, "another day is no news");
            let other = browser.raw("get", &path, &[("if-none-match", "W/\"0-x\", \"y\"")], "").await;
            assert_eq!(other.status, 200);
        }
        let grave = parsed(&browser.get("/alertes/atom.xml?severity=5").await.text);
        assert_eq!(grave.entries.len(), 12);
        let older = parsed(&browser.get("/alertes/atom.xml").await.text).links.into_iter().find(|link| link.rel.as_deref() == Some("next")).unwrap();
        let older = parsed(&browser.get(older.href.strip_prefix("http://vigie.test").unwrap()).await.text);
        assert_eq!((older.entries.len(), older.entries[0].title.as_ref().unwrap().content.as_str()), (10, "Titre n09x"));
        assert_eq!(parsed(&browser.get("/produits/editeur-n07x/passerelle/atom.xml").await.text).entries.len(), 1);
        assert_eq!(parsed(&browser.get("/flux.xml").await.text).entries.len(), 50);

        // G04: a withdrawal reaches those who hold the words already, under the same identity.
        let before = browser.get("/alertes/atom.xml").await;
        let id = parsed(&before.text).entries[0].id.clone();
        let text = house.services.publications.read(&Caller::Nobody, (Kind::Alert, 2026), (vocabulary::Language::Fr, "titre-n59x")).await.unwrap();
        house.services.publications.withdraw(&person(Role::Editor, 1), text.listed.id, ["Erreur.", ""]).await.unwrap();
        let after = browser.raw("get", "/alertes/atom.xml", &[("if-none-match", before.header("etag"))], "").await;
        assert_eq!(after.status, 200);
        let entry = parsed(&after.text).entries.into_iter().find(|entry| entry.id == id).unwrap();
        assert_eq!(entry.title.unwrap().content, "Alerte retirée");
        assert_eq!((entry.summary.unwrap().content.as_str(), entry.content.is_none()), ("Erreur.", true));
        let product = browser.get("/produits/editeur-n59x/passerelle/atom.xml").await;
        assert_eq!(product.status, 404, "no product is named by it any more");
    }

    async fn a_page_is_written_once_until_something_is_published_or_a_day_goes_by(database) {
        let house = House::new(database.clone()).await;
        one_of_each(&house).await;
        let browser = house.browser();
        let path = "/alertes/2026/essai";
        let first = browser.get(path).await;
        assert_eq!((first.header("cache-control"), first.header("vary")), ("no-cache", "accept-encoding, cookie"));
        let tag = first.header("etag").to_owned();
        let known = |tag: String| { let browser = &browser; async move { browser.raw("get", path, &[("if-none-match", &tag)], "").await } };
        assert_eq!(known(tag.clone()).await.status, 304);
        assert_eq!(browser.get(path).await.text, first.text);
        let packed = browser.raw("get", path, &[("accept-encoding", "gzip")], "").await;
        assert_eq!(packed.header("content-encoding"), "gzip");
        published(&house, Kind::News, draft("neuf", Tlp::Clear)).await;
        let anew = known(tag).await;
        assert_eq!(anew.status, 200);
        let tag = anew.header("etag").to_owned();
        database.clock.advance(24 * 3600);
        assert_eq!(known(tag).await.status, 200, "a day less is left");
        assert!(browser.get("/").await.text.contains("Titre essai"));
        published(&house, Kind::Alert, draft("dernier", Tlp::Clear)).await;
        assert!(browser.get("/").await.text.contains("Titre dernier") && browser.get("/sitemap.xml").await.text.contains("/alertes/2026/titre-dernier<"));
    }

    async fn the_library_is_read_by_need_and_by_title_and_linked_to_from_the_receipt(database) {
        let house = House::new(database).await;
        house.services.publications.load_library(&Caller::Program("library")).await.unwrap();
        let browser = house.browser();
        let cards = browser.get("/fiches-reflexes").await.text;
        assert!(cards.contains("Fichiers illisibles ou demande de rançon") && cards.contains("id=\"ransom\""));
        assert!(cards.matches("<h3>").count() == 15, "{cards}");
        let card = browser.get("/fiches-reflexes/rancongiciel").await.text;
        for said in ["id=\"s-a-ne-pas-faire\"", "href=\"#s-pas-a-pas\"", "class=\"term\"", "/en/response-cards/ransomware", "CERT-FR"] {
            assert!(card.contains(said), "{said}: {card}");
        }
        for (path, lang) in [("/en/response-cards/ransomware", "en"), ("/guides/", "fr")] {
            let path = if path == "/guides/" {
                links(&browser.get("/guides").await.text).into_iter().find(|link| link.starts_with("/guides/")).unwrap()
            } else { path.to_owned() };
            assert!(browser.get(&path).await.text.contains(&format!("<html lang=\"{lang}\"")), "{path}");
            let pdf = browser.get(&format!("{path}.pdf")).await;
            assert!(pdf.status == 200 && pdf.text.contains("\"section\""), "{path}");
        }
        let home = browser.get("/en").await.text;
        assert!(home.contains("What do you see?") && home.contains("href=\"/en/response-cards/ransomware\""));
        assert!(browser.get("/declarer/premiers-gestes").await.text.contains("href=\"/fiches-reflexes/rancongiciel\""));
        let worker = browser.get("/service-worker.js").await.text;
        assert!(worker.contains("/fiches-reflexes/rancongiciel") && !worker.contains('@'), "{worker}");
        let mut said = early(BRETAGNE, "Des fichiers chiffrés.");
        said["kind"] = "ransom".into();
        let (reference, code) = house.declared_as(&said).await;
        let receipt = house.declarant(&reference, &code).await.get("/suivi").await.text;
        assert!(receipt.contains("href=\"/fiches-reflexes/rancongiciel\""), "{receipt}");
    }
}

/// What must be said of a new version.
trait Changed {
    fn change(&mut self);
}

impl Changed for Draft {
    fn change(&mut self) {
        "Un mot corrigé.".clone_into(&mut self.change_fr);
    }
}
