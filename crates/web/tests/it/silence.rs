//! Nothing that readers see changes without a word, by whatever form; and what is only written changes no byte (abuse G04).

use std::collections::BTreeSet;

use access::{Permission, Role};
use storage::on_both_engines;
use web::{Access, PAGES};

use crate::{
    editing::{ALERT, begun, seen, staff, with},
    house::{Browser, House},
    images::{png, send},
};

/// Where the alert is read: as a page, as JSON, as PDF, in all feeds; and what leads to it.
const EXITS: [&str; 18] = [
    "/alertes/2026/faille-de-la-passerelle",
    "/en/alerts/2026/faille-de-la-passerelle",
    "/alertes/2026/faille-de-la-passerelle.json",
    "/alertes/2026/faille-de-la-passerelle.pdf",
    "/alertes/rss.xml",
    "/alertes/atom.xml",
    "/alertes/feed.json",
    "/en/alerts/rss.xml",
    "/en/alerts/atom.xml",
    "/en/alerts/feed.json",
    "/flux.xml",
    "/en/feed.xml",
    "/alertes",
    "/en/alerts",
    "/produits/exemplia/passerelle-3000",
    "/produits/exemplia/passerelle-3000/atom.xml",
    "/api/v1/alerts",
    "/sitemap.xml",
];
const PAGE: &str = EXITS[0];
const JSON: &str = EXITS[2];
/// Those that say themselves what happened, and when.
const TELLING: &[&str] = EXITS.split_at(12).0;
const OFFICE: &str = "Cellule d’essai";

/// What an exit answered, and by what it is known again.
struct Answer {
    status: u16,
    tag: String,
    moment: String,
    text: String,
}

struct Watch<'a> {
    house: &'a House,
    nobody: Browser<'a>,
    before: Vec<Answer>,
    /// The forms that were sent, and the acts of the last one.
    forms: BTreeSet<&'static str>,
    acts: BTreeSet<&'static str>,
}

impl<'a> Watch<'a> {
    async fn new(house: &'a House) -> Self {
        let mut watch = Self {
            house,
            nobody: house.browser(),
            before: Vec::new(),
            forms: BTreeSet::new(),
            acts: BTreeSet::new(),
        };
        watch.before = watch.all().await;
        watch
    }

    async fn all(&self) -> Vec<Answer> {
        let mut got = Vec::new();
        for path in EXITS {
            let page = self.nobody.get(path).await;
            let (tag, moment) = (page.header("etag").to_owned(), page.header("last-modified").to_owned());
            got.push(Answer { status: page.status, tag, moment, text: page.text });
        }
        got
    }

    /// Nothing of what was done is seen: not a byte.
    async fn unseen(&mut self, what: &str) {
        for (path, (before, after)) in EXITS.iter().zip(self.before.iter().zip(self.all().await)) {
            assert_eq!((before.status, &before.tag), (after.status, &after.tag), "{path} after {what}");
            assert_eq!(before.text, after.text, "{path} after {what}");
            if !before.tag.is_empty() {
                let again = self.nobody.raw("get", path, &[("if-none-match", &before.tag)], "").await;
                assert_eq!(again.status, 304, "{path} after {what}");
            }
        }
        self.house.database.clock.advance(60);
    }

    /// Whoever holds an answer learns that it is old, and reads when, on whose word and why.
    async fn told(&mut self, what: &str, why: &str) {
        let now = self.house.database.desk().now().to_string();
        self.house.database.clock.advance(1);
        let after = self.all().await;
        for (path, (before, after)) in EXITS.iter().zip(self.before.iter().zip(&after)) {
            if TELLING.contains(path) {
                assert_ne!(before.text, after.text, "{path} after {what}");
            }
            for (name, value) in [("if-none-match", &before.tag), ("if-modified-since", &before.moment)] {
                if !value.is_empty() {
                    let again = self.nobody.raw("get", path, &[(name, value)], "").await;
                    assert_ne!(again.status, 304, "{path} after {what}, by {name}");
                }
            }
            assert!(before.tag.is_empty() || before.tag != after.tag, "{path} after {what}");
            assert!(
                !after.text.contains("redacteur") && !after.text.contains("responsable"),
                "{path} names somebody"
            );
        }
        let page = &after[0].text;
        for said in [why, OFFICE, &format!("datetime=\"{now}\"")] {
            assert!(page.contains(said), "{said} after {what}: {page}");
        }
        for (path, after) in EXITS.iter().zip(&after) {
            if path.ends_with("rss.xml") || path.ends_with("atom.xml") || path.ends_with("feed.json") {
                // A product that only what is withdrawn names has no feed any more.
                if after.status == 404 && path.starts_with("/produits/") {
                    continue;
                }
                let feed = feed_rs::parser::parse(after.text.as_bytes()).unwrap();
                let entry = &feed.entries[0];
                let moment = entry.updated.map(|at| at.timestamp_millis());
                let said = now.parse::<jiff::Timestamp>().unwrap().as_millisecond();
                assert!(path.ends_with("rss.xml") || moment == Some(said), "{path} after {what}: {moment:?}");
            }
        }
        self.before = after;
        self.house.database.clock.advance(60);
    }

    /// Sends one of the acts of a review.
    async fn act(&mut self, lead: &Browser<'_>, text: &str, act: &'static str, fields: &[(&str, &str)]) {
        let review = lead.get(&format!("{text}/relecture")).await;
        // Where nothing is being reviewed, there is no revision to have seen.
        let vu = if review.text.contains("name=\"vu\"") { seen(&review) } else { String::new() };
        let page = lead.post(&format!("{text}/{act}"), &[fields, &[("vu", &vu)]].concat()).await;
        assert_eq!(page.status, 303, "{act}: {}", page.text);
        self.acts.insert(act);
        self.forms.insert("editing-act");
    }

    /// Writes, and asks for a review.
    async fn written(&mut self, editor: &Browser<'_>, text: &str, body: &str, change: &str) {
        let vu = seen(&editor.get(text).await);
        let body = format!("## Ce qui se passe\n\n{body}");
        let fields = [("body_fr", body.as_str()), ("change_fr", change), ("vu", &vu), ("do", "submit")];
        let sent = editor.post(text, &with(ALERT, &fields)).await;
        assert!(
            sent.header("location").ends_with("?dit=submitted"),
            "{} {}",
            sent.header("location"),
            sent.text
        );
        self.forms.insert("editing-text");
        self.unseen("writing").await;
    }
}

/// The acts that the code knows.
fn acts() -> BTreeSet<&'static str> {
    let code = include_str!("../../src/editing/review.rs");
    let (_, code) = code.split_once("async fn done").unwrap();
    let (code, _) = code.split_once("_ =>").unwrap();
    code.lines()
        .filter_map(|line| line.trim().strip_prefix('"')?.split_once("\" =>").map(|(act, _)| act))
        .collect()
}

/// The forms of those who write, by the names of their pages.
async fn forms(editor: &Browser<'_>) -> BTreeSet<&'static str> {
    let mut forms = BTreeSet::new();
    let write = [Permission::PublicationWrite, Permission::PublicationReview, Permission::PublicationAlone];
    for page in PAGES {
        if matches!(page.access, Access::Staff(permission) if write.contains(&permission)) {
            let path = page.fr.replace("{kind}", "news").replace("{act}", "note");
            let path = path.replace("{id}", "0").replace("{image}", "0");
            if editor.post(&path, &[]).await.status != 405 {
                forms.insert(page.name);
            }
        }
    }
    forms
}

on_both_engines! {
    async fn abuse_g04_no_form_changes_what_is_read_without_a_word(database) {
        let house = House::new(database).await;
        let editor = staff(&house, "redacteur", Role::Editor).await;
        let lead = staff(&house, "responsable", Role::Lead).await;
        let mut watch = Watch::new(&house).await;

        let text = &begun(&editor, "alert", ALERT).await;
        watch.unseen("beginning").await;
        watch.written(&editor, text, "Un texte.", "").await;
        watch.act(&lead, text, "send-back", &[("reason", "Depuis quand ?")]).await;
        watch.unseen("sending back").await;
        watch.written(&editor, text, "Un texte, depuis lundi.", "").await;
        watch.act(&lead, text, "approve", &[]).await;
        watch.told("publishing", "Première publication").await;

        // Previews, facts, images, drafts: no byte.
        editor.post("/redaction/apercu/alert", ALERT).await;
        watch.unseen("a preview").await;
        let headers = [("content-type", "multipart/form-data; boundary=b"), ("sec-fetch-site", "same-origin")];
        let token = editor.get("/redaction/nouveau/alert").await.token();
        let body = format!("--b\r\nContent-Disposition: form-data; name=\"jeton\"\r\n\r\n{token}\r\n--b--\r\n");
        let filled = editor.raw("post", "/redaction/remplir", &headers, body).await;
        assert!(filled.status == 200 || filled.status == 422, "{}", filled.text);
        watch.unseen("facts from files").await;
        let sent = send(&editor, text, ["Le schéma", "The plan"], &png(40, 20, b"corps")).await;
        assert_eq!(sent.status, 303, "{}", sent.text);
        watch.unseen("an image").await;
        let images = editor.get(&format!("{text}/images")).await.text;
        let (_, image) = images.split_once("src=\"/images/").unwrap();
        let image = image.split('"').next().unwrap();
        let gone = editor.post(&format!("{text}/images/{image}/retrait"), &[]).await;
        assert_eq!(gone.status, 303, "{}", gone.text);
        watch.unseen("an image less").await;
        watch.forms.extend(["editing-new", "editing-preview", "editing-prefill", "editing-images", "editing-image-remove"]);

        // Revised, without a review, withdrawn, back at its moment: each says when, on whose word and why.
        let vu = seen(&editor.get(text).await);
        let silent = with(ALERT, &[("body_fr", "Autre chose."), ("vu", &vu), ("do", "submit")]);
        assert!(editor.post(text, &silent).await.header("location").ends_with("?dit=missing"), "it says what changed");
        let vu = seen(&editor.get(text).await);
        let stricter = with(&silent, &[("tlp", "AMBER"), ("change_fr", "x"), ("vu", &vu)]);
        let sent = editor.post(text, &stricter).await;
        let said = editor.get(sent.header("location")).await.text;
        assert!(said.contains("il disparaîtrait sans un mot"), "{said}");
        watch.unseen("what could not be sent").await;
        watch.written(&editor, text, "Un texte, depuis mardi.", "Le jour était faux.").await;
        watch.act(&lead, text, "approve", &[]).await;
        watch.told("a revision", "Le jour était faux.").await;
        watch.written(&editor, text, "Un texte, exploité.", "Elle est exploitée.").await;
        // Whoever publishes alone has just proven who they are.
        let chief = staff(&house, "cheffe", Role::Lead).await;
        watch.act(&chief, text, "alone", &[("reason", "Cette nuit même.")]).await;
        watch.told("publishing alone", "Publiée sans relecture, dans l’urgence : Cette nuit même.").await;
        watch.act(&lead, text, "withdraw", &[("reason_fr", "Une erreur de version."), ("reason_en", "A wrong version.")]).await;
        watch.told("a withdrawal", "Une erreur de version.").await;
        assert_eq!((watch.before[0].status, watch.before[3].status), (410, 410));
        let json = house.browser().get(JSON).await.json();
        assert_eq!((&json["state"], &json["withdrawn_by"], &json["reason"]["en"]), (&"withdrawn".into(), &OFFICE.into(), &"A wrong version.".into()));

        watch.written(&editor, text, "Un texte vérifié.", "Les versions sont vérifiées.").await;
        watch.act(&lead, text, "schedule", &[("moment", "demain 9h30")]).await;
        watch.unseen("a moment to come").await;
        watch.act(&lead, text, "unschedule", &[]).await;
        watch.unseen("a moment taken back").await;
        watch.written(&editor, text, "Un texte vérifié.", "Les versions sont vérifiées.").await;
        watch.act(&lead, text, "approve", &[]).await;
        watch.told("coming back", "Les versions sont vérifiées.").await;

        // All of it stays where everybody reads it.
        let page = house.browser().get(PAGE).await.text;
        for said in ["Le jour était faux.", "Cette nuit même.", "Version 3 retirée", "Une erreur de version.", "Les versions sont vérifiées."] {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert_eq!(page.matches(&format!("par {OFFICE}")).count(), 5, "{page}");
        let json = house.browser().get(JSON).await.json();
        assert_eq!(json["versions"].as_array().unwrap().len(), 4);
        assert_eq!((&json["versions"][1]["unreviewed_reason"], &json["versions"][0]["by"]), (&"Cette nuit même.".into(), &OFFICE.into()));
        assert_eq!((&json["withdrawals"][0]["version"], &json["withdrawals"][0]["reason"]["fr"]), (&3.into(), &"Une erreur de version.".into()));

        assert_eq!(forms(&editor).await, watch.forms, "each form is asked what it does to what readers see");
        assert_eq!(acts(), watch.acts, "and each act");
    }
}
