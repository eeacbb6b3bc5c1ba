//! Mail about what is published, by its pages.

use std::sync::Arc;

use ::subscriptions::jobs::{Postroom, deliveries, handlers};
use access::{Caller, Person, Reach, Role, Standing};
use publications::rules::{Content, Draft, Facts, Kind, Source, Texts, Touched, Words};
use storage::on_both_engines;
use vocabulary::{Id, MailAddress, Tlp};

use crate::{
    hostile::BRACES,
    house::{House, Page},
};

const CHOICES: [(&str, &str); 6] = [
    ("email", "rssi@ch-exemple.fr"),
    ("kinds", "alert"),
    ("kinds", "news"),
    ("severity", "1"),
    ("rhythm", "now"),
    ("language", "fr"),
];

fn post(house: &House) -> Postroom {
    let folder = house.database.folder().join("mail");
    let from = MailAddress::parse("vigie@vigie.example").unwrap();
    Postroom {
        subscriptions: house.services.subscriptions.clone(),
        post: mail::Post::files(&folder, from, "Cellule"),
        letters: mail::Letters::at(&folder),
        wording: Arc::new(web::Locales::load()),
        base_url: house.base_url.clone(),
        operator: "Cellule d’essai".to_owned(),
        pages: Arc::new(web::publication_address),
    }
}

async fn work(house: &House) {
    let room = post(house);
    let mut all = handlers(&room);
    all.extend(deliveries(&room));
    jobs::Worker::new(house.database.desk(), all).drain().await.unwrap();
}

/// The mails that left, the last last; soft breaks undone.
fn mails(house: &House) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(house.database.folder().join("mail")) else { return Vec::new() };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort_by_key(|path| std::fs::metadata(path).unwrap().modified().unwrap());
    let read = |path| std::fs::read_to_string(path).unwrap().replace("=\r\n", "").replace("=3D", "=");
    paths.into_iter().map(read).collect()
}

/// The path of ours that a mail names, after this.
fn path(mail: &str, page: &str) -> String {
    let (_, rest) = mail.split_once(page).unwrap_or_else(|| panic!("{page} in {mail}"));
    let key: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "?=.-".contains(*c)).collect();
    format!("{page}{key}")
}

fn key(path: &str) -> &str {
    path.split_once("cle=").unwrap().1
}

fn editor(byte: u8) -> Caller {
    let id = Id::from_random([byte; 16]);
    Caller::Person(Person {
        account: id,
        name: format!("Personne {byte}"),
        session: id,
        standings: vec![Standing { role: Role::Editor, reach: Reach::Nation }],
        withheld: Vec::new(),
        fresh: true,
        limited_to: None,
    })
}

async fn published(house: &House, title: &str) {
    let words = Words {
        title: title.to_owned(),
        summary: "En une phrase.".to_owned(),
        body: "## Ce qui se passe\n\nUn texte.".to_owned(),
        slug: String::new(),
    };
    let touched = Touched {
        vendor: "Exemplia".to_owned(),
        product: "Passerelle 3000".to_owned(),
        ..Touched::default()
    };
    let source = Source { title: "Avis".to_owned(), ..Source::default() };
    let content = Content {
        tlp: Tlp::Clear,
        severity: Some(4),
        texts: Texts { fr: words, en: Words::default() },
        facts: Facts { products: vec![touched], ..Facts::default() },
        sources: vec![source],
        ..Content::default()
    };
    let p = &house.services.publications;
    let draft = Draft { content, ..Draft::default() };
    let id = p.begin(&editor(1), Kind::Alert, draft).await.unwrap();
    p.submit(&editor(1), (id, 1)).await.unwrap();
    p.approve(&editor(2), (id, 2), None).await.unwrap();
}

/// Somebody who subscribed by the pages.
async fn subscribed(house: &House) {
    let browser = house.browser();
    let asked = browser.post("/abonnements", &CHOICES).await;
    assert_eq!((asked.status, asked.header("location")), (303, "/abonnements?envoye=1"), "{}", asked.text);
    work(house).await;
    let link = path(mails(house).last().unwrap(), "/abonnements/confirmer");
    let confirmed = browser.post("/abonnements/confirmer", &[("cle", key(&link))]).await;
    assert_eq!(confirmed.status, 303, "{}", confirmed.text);
}

fn says(page: &Page, text: &str) {
    assert!(page.text.contains(text), "{text} in {}", page.text);
}

on_both_engines! {
    async fn abuse_c13_braces_of_a_title_are_letters_in_a_mail(database) {
        let house = House::new(database).await;
        subscribed(&house).await;
        published(&house, BRACES).await;
        work(&house).await;
        let mail = mails(&house).pop().unwrap();
        assert!(mail.contains(BRACES), "{mail}");
    }

    async fn one_subscribes_is_told_and_ends_without_an_account(database) {
        let house = House::new(database).await;
        published(&house, "Une première faille").await;
        let browser = house.browser();
        let form = browser.get("/abonnements").await;
        says(&form, "value=\"exemplia/passerelle-3000\"");
        says(&form, "value=\"exemplia/\"");
        says(&browser.get("/en/subscriptions").await, "All products of Exemplia");
        subscribed(&house).await;
        let link = path(&mails(&house)[0], "/abonnements/confirmer");
        let again = browser.get(&link).await;
        says(&again, "Abonnement confirmé");
        assert!(!again.text.contains("<button>Confirmer"));

        published(&house, "Une seconde faille").await;
        work(&house).await;
        let mail = mails(&house).pop().unwrap();
        assert!(mail.contains("/alertes/2026/une-seconde-faille"), "{mail}");
        let end = path(&mail, "/abonnements/desinscription");
        let page = browser.get(&end).await;
        says(&page, "Se désabonner");
        assert!(!page.text.contains("rssi@"), "it says nothing of whose it is");
        // A mail program: from elsewhere, without cookies, by either form that RFC 8058 names.
        let kinds = [
            ("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n"),
            ("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click"),
        ];
        for (kind, body) in kinds {
            let stranger = house.browser();
            let headers = [("content-type", kind), ("origin", "https://mail.example"), ("sec-fetch-site", "cross-site")];
            let ended = stranger.raw("post", &end, &headers, body).await;
            assert_eq!(ended.status, 200, "{}", ended.text);
            says(&ended, "Vous êtes désabonné");
        }
        published(&house, "Une troisième faille").await;
        work(&house).await;
        assert!(mails(&house).is_empty(), "what was written to files went with the address");
    }

    async fn abuse_g08_a_link_does_what_it_is_for_and_nothing_else(database) {
        let house = House::new(database).await;
        subscribed(&house).await;
        published(&house, "Une faille").await;
        let browser = house.browser();
        let asked = browser.post("/abonnements/modifier", &[("email", "RSSI@ch-exemple.fr")]).await;
        assert_eq!(asked.status, 303);
        work(&house).await;
        let all = mails(&house).join("\n");
        let [end, change, confirm] =
            ["/abonnements/desinscription?", "/abonnements/modifier?", "/abonnements/confirmer?"].map(|page| path(&all, page));
        says(&browser.get(&change).await, "rssi@ch-exemple.fr");
        let pages = ["/abonnements/desinscription", "/abonnements/modifier", "/abonnements/confirmer"];
        for (own, link) in [end, change, confirm].iter().enumerate() {
            for (at, page) in pages.iter().enumerate().filter(|(at, _)| *at != own) {
                let got = browser.get(&format!("{page}?cle={}", key(link))).await;
                assert_eq!(got.status, 404, "{page} by the link of {}", pages[own]);
                assert!(!got.text.contains("rssi@"));
                let got = if at == 0 {
                    browser.post(&format!("{page}?cle={}", key(link)), &[]).await
                } else {
                    let choices = CHOICES.into_iter().filter(|(name, _)| at == 1 && *name != "email");
                    let fields: Vec<_> = choices.chain([("cle", key(link))]).collect();
                    browser.post(page, &fields).await
                };
                assert_eq!(got.status, 404, "{page} sent with the link of {}", pages[own]);
            }
        }
        // Without any link, each leads to where one begins; a link that is none of ours is nothing.
        for page in pages {
            assert!([200, 303].contains(&browser.get(page).await.status));
            assert_eq!(browser.get(&format!("{page}?cle=00000000-0000-0000-0000-000000000000.00")).await.status, 404);
        }
    }

    async fn what_is_wrong_is_said_and_all_that_was_typed_stays(database) {
        let house = House::new(database).await;
        published(&house, "Une faille").await;
        let browser = house.browser();
        let fields = [
            ("email", "rssi@ch-exemple.fr\r\nBcc: x@y.fr"), ("products", "exemplia/passerelle-3000"), ("severity", "4"),
            ("rhythm", "weekly"), ("language", "en"),
        ];
        let got = browser.post("/abonnements", &fields).await;
        assert_eq!(got.status, 422);
        for there in [
            "id=\"email-error\"", "href=\"#kinds-alert\"", "id=\"severity-4\" name=\"severity\" value=\"4\" checked",
            "value=\"weekly\" checked", "value=\"exemplia/passerelle-3000\" checked", "id=\"language-en\" name=\"language\" value=\"en\" checked",
        ] {
            says(&got, there);
        }
        // Nothing that the form does not have, nothing that is not offered.
        let more: Vec<_> = CHOICES.into_iter().chain([("role", "lead")]).collect();
        assert_eq!(browser.post("/abonnements", &more).await.status, 422);
        let strange: Vec<_> = CHOICES.into_iter().chain([("products", "a/%")]).collect();
        assert_eq!(browser.post("/abonnements", &strange).await.status, 422);
        work(&house).await;
        assert!(mails(&house).is_empty());
    }

    async fn abuse_f04_the_pages_do_not_tell_who_subscribes(database) {
        let house = House::new(database).await;
        subscribed(&house).await;
        let browser = house.browser();
        for page in ["/abonnements", "/abonnements/modifier"] {
            let mut got = Vec::new();
            for email in ["rssi@ch-exemple.fr", "inconnu@ch-exemple.fr"] {
                let fields: Vec<_> = if page == "/abonnements" {
                    CHOICES.into_iter().filter(|(name, _)| *name != "email").chain([("email", email)]).collect()
                } else {
                    vec![("email", email)]
                };
                let sent = browser.post(page, &fields).await;
                let shown = browser.get(sent.header("location")).await;
                got.push((sent.status, sent.header("location").to_owned(), shown.text));
            }
            assert_eq!(got[0], got[1]);
        }
    }

    async fn choices_are_changed_and_counts_are_shown_without_an_address(database) {
        let house = House::new(database).await;
        subscribed(&house).await;
        published(&house, "Une faille").await;
        let browser = house.browser();
        browser.post("/en/subscriptions/change", &[("email", "rssi@ch-exemple.fr")]).await;
        work(&house).await;
        let link = path(&mails(&house).join("\n"), "/abonnements/modifier?");
        let form = browser.get(&link).await;
        says(&form, "id=\"kinds-news\" name=\"kinds\" value=\"news\" checked");
        assert!(!form.text.contains("value=\"guide\" checked"));
        let none = browser.post("/abonnements/modifier", &[("cle", key(&link)), ("rhythm", "daily"), ("severity", "2"), ("language", "fr")]).await;
        assert_eq!(none.status, 422);
        says(&none, "value=\"daily\" checked");
        let fields = [("cle", key(&link)), ("kinds", "guide"), ("rhythm", "daily"), ("severity", "2"), ("language", "en")];
        let saved = browser.post("/abonnements/modifier", &fields).await;
        assert_eq!(saved.status, 303);
        let form = browser.get(saved.header("location")).await;
        says(&form, "Vos choix sont enregistrés.");
        says(&form, "value=\"guide\" checked");
        says(&form, "/abonnements/desinscription?cle=");

        let staff = house.staff("redaction", vec![Standing { role: Role::Editor, reach: Reach::Nation }]).await;
        for page in ["/redaction/envois", "/en/editing/sent"] {
            let sent = staff.get(page).await;
            assert_eq!(sent.status, 200);
            says(&sent, "Une faille");
            assert!(!sent.text.contains("rssi@") && !sent.text.contains("ch-exemple"));
        }
        says(&staff.get("/en/editing/sent").await, "1 subscriber");
        let other = house.staff("auditeur", vec![Standing { role: Role::Auditor, reach: Reach::Nation }]).await;
        assert_eq!(other.get("/redaction/envois").await.status, 403);
    }
}
