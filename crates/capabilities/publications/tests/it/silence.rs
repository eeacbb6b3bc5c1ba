//! Nothing that readers see changes without a sign that they see too, and nothing else changes it (abuse G04).
//!
//! Each operation is asked, by its name: one that is added fails this test until it is asked here.

use std::{collections::BTreeSet, path::Path};

use access::{Caller, Role};
use publications::{Document, Filter, Publications, rules::Kind};
use storage::on_both_engines;
use vocabulary::{Id, Instant, Language, Tlp};

use crate::{
    house::{House, code, draft, editor, person},
    images::{ALTS, drawn, showing},
};

/// Operations that only read, and those that others do in their own transaction.
const READ: &[&str] = &[
    "alone",
    "card_images",
    "contents",
    "desktop",
    "drawings",
    "edition",
    "image",
    "image_room",
    "images",
    "list",
    "loose_links",
    "open",
    "overwritten",
    "products",
    "read",
    "search",
    "stamp",
    "those",
    "years",
];
const WITHIN: &[&str] = &["begin_in", "publish"];

/// The names of all operations, as they are written.
fn operations(folder: &Path) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            names.extend(operations(&path));
            continue;
        }
        let text = std::fs::read_to_string(path).unwrap();
        names.extend(text.lines().filter_map(|line| {
            let line = line.strip_prefix("    pub ").or_else(|| line.strip_prefix("    pub(crate) "))?;
            line.strip_prefix("async fn ")?.split('(').next().map(str::to_owned)
        }));
    }
    names
}

/// What happened to a text, as its readers learn of it: when, what, and why; and whether somebody answers for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Sign {
    at: Instant,
    what: String,
    why: String,
}

fn signs(document: &Document) -> BTreeSet<Sign> {
    let gone = |at, version, [fr, en]: &[String; 2]| {
        assert!(!en.is_empty());
        Sign { at, what: format!("withdrawn {version}"), why: fr.clone() }
    };
    let listed = &document.listed;
    let now = listed.withdrawn.iter().map(|(at, reasons)| gone(*at, listed.version, reasons));
    let before = document.withdrawals.iter().map(|it| gone(it.at, it.version, &it.reasons));
    let versions = document.versions.iter().map(|it| {
        assert!(!it.author.is_empty() && it.reviewer.is_empty() != it.alone.is_empty(), "{it:?}");
        let first = if it.number == 1 { "first" } else { "" };
        Sign {
            at: it.at,
            what: format!("version {}", it.number),
            why: format!("{first}{}{}", it.changes[0], it.alone),
        }
    });
    now.chain(before).chain(versions).collect()
}

/// All that a reader gets, and each text of it.
async fn seen(p: &Publications, reader: &Caller) -> (String, Vec<Document>) {
    let all = Filter { withdrawn: true, ..Filter::default() };
    let listed = p.list(reader, &all, "", 500).await.unwrap().items;
    let mut texts = Vec::new();
    for one in &listed {
        let slug = (Language::Fr, one.slug(Language::Fr));
        texts.push(p.read(reader, (one.kind, one.year), slug).await.unwrap());
    }
    let ids: Vec<Id> = listed.iter().map(|one| one.id).collect();
    let found = p.search(reader, "faille", Language::Fr, Vec::new(), None).await.unwrap();
    // Of those that answer equally well, any comes first.
    let found: BTreeSet<Id> = found.hits.into_iter().map(|hit| hit.id).collect();
    let lists = (
        p.products(reader, "").await.unwrap(),
        p.years(reader, Kind::Alert).await.unwrap(),
        p.card_images().await.unwrap(),
    );
    let contents = p.contents(reader, &ids).await.unwrap();
    (format!("{texts:?}{contents:?}{lists:?}{found:?}"), texts)
}

/// Watches what readers get while one acts.
struct Watch<'a> {
    house: &'a House,
    readers: [Caller; 2],
    before: Vec<(String, Vec<Document>)>,
    stamp: i64,
    asked: BTreeSet<String>,
}

impl<'a> Watch<'a> {
    async fn new(house: &'a House) -> Self {
        let readers = [Caller::Nobody, person(Role::Member, 9)];
        let (mut before, stamp) = (Vec::new(), house.publications.stamp().await.unwrap());
        for reader in &readers {
            before.push(seen(&house.publications, reader).await);
        }
        Self { house, readers, before, stamp, asked: BTreeSet::new() }
    }

    /// Nothing of what that operation did is seen.
    async fn unseen(&mut self, name: &str) {
        for (reader, before) in self.readers.iter().zip(&self.before) {
            assert_eq!(seen(&self.house.publications, reader).await.0, before.0, "{name}");
        }
        assert_eq!(self.house.publications.stamp().await.unwrap(), self.stamp, "{name}");
        self.asked.insert(name.to_owned());
        self.house.database.clock.advance(60);
    }

    /// What that operation did to a text is seen by all, and one sign more says so; none that was there is gone.
    async fn seen_of(&mut self, name: &str, id: Id) {
        let (p, now) = (&self.house.publications, self.house.database.desk().now());
        let stamp = p.stamp().await.unwrap();
        assert!(stamp > self.stamp, "{name}: what programs hold is known to be old");
        self.stamp = stamp;
        for (reader, before) in self.readers.iter().zip(&mut self.before) {
            let after = seen(p, reader).await;
            assert_ne!(after.0, before.0, "{name}");
            let of = |texts: &[Document]| {
                texts.iter().find(|text| text.listed.id == id).map(signs).unwrap_or_default()
            };
            let (old, new) = (of(&before.1), of(&after.1));
            let last = new.last().unwrap_or_else(|| panic!("{name}: {reader:?} sees nothing of it"));
            assert!(last.at == now && !last.why.is_empty() && !old.contains(last), "{name}: {last:?}");
            // Of what is withdrawn everything is, but that it was; what comes back brings its past with it.
            assert!(last.what.starts_with("withdrawn") || old.is_subset(&new), "{name}: {old:?} {new:?}");
            *before = after;
        }
        self.asked.insert(name.to_owned());
        self.house.database.clock.advance(60);
    }

    /// Writes of a text on what it is now.
    async fn written(&mut self, by: u8, id: Id, tlp: Tlp, change: &str, images: &[Id]) -> i64 {
        let p = &self.house.publications;
        let mut text = showing(tlp, images);
        change.clone_into(&mut text.change_fr);
        text.content.texts.fr.body.push_str(change);
        let seen = p.open(&editor(by), id).await.unwrap().publication.revision;
        let seen = p.write(&editor(by), (id, seen), text).await.unwrap();
        self.unseen("write").await;
        seen
    }

    /// The same, and sent for its review.
    async fn asked_for(&mut self, id: Id, change: &str, images: &[Id]) -> i64 {
        let seen = self.written(1, id, Tlp::Clear, change, images).await;
        self.house.publications.submit(&editor(1), (id, seen)).await.unwrap();
        self.unseen("submit").await;
        seen + 1
    }

    async fn worked(&self) {
        let handlers = publications::jobs::handlers(&self.house.publications);
        jobs::Worker::new(self.house.database.desk(), handlers).drain().await.unwrap();
    }
}

on_both_engines! {
    async fn abuse_g04_whatever_changes_what_is_read_leaves_a_sign_that_all_see(database) {
        let house = House::with_images(database.clone()).await;
        let p = &house.publications;
        p.load_library(&Caller::Program("library")).await.unwrap();
        let (_, cards) = seen(p, &Caller::Nobody).await;
        assert!(cards.len() == 21 && cards.iter().all(|card| signs(card).len() == 1), "each says when it came");
        database.clock.advance(60);
        let mut watch = Watch::new(&house).await;

        // Until it is published, nothing.
        let id = p.begin(&editor(1), Kind::Alert, draft("Une faille", Tlp::Clear)).await.unwrap();
        watch.unseen("begin").await;
        watch.written(1, id, Tlp::Clear, "", &[]).await;
        p.submit(&editor(1), (id, 2)).await.unwrap();
        p.send_back(&editor(2), id, "Depuis quand ?").await.unwrap();
        watch.unseen("send_back").await;
        let now = watch.asked_for(id, "", &[]).await;
        let due = database.desk().now().plus_seconds(3600);
        p.approve(&editor(2), (id, now), Some(due)).await.unwrap();
        watch.unseen("approve").await;
        p.unschedule(&editor(2), id).await.unwrap();
        watch.unseen("unschedule").await;
        let now = watch.asked_for(id, "", &[]).await;
        p.approve(&editor(2), (id, now), None).await.unwrap();
        watch.seen_of("approve", id).await;

        // A word more, an image more: nothing, until it is a version, which says what changed.
        let image = p.image_add(&editor(1), id, ALTS, &drawn(2000).await).await.unwrap();
        watch.unseen("image_add").await;
        let spare = p.image_add(&editor(1), id, ALTS, &drawn(1000).await).await.unwrap();
        p.image_remove(&editor(1), (id, spare)).await.unwrap();
        watch.unseen("image_remove").await;
        let silent = watch.written(1, id, Tlp::Clear, "", &[image]).await;
        assert_eq!(code(p.submit(&editor(1), (id, silent)).await), "required");
        assert_eq!(code(p.publish_alone(&person(Role::Lead, 4), (id, silent), "Vite.").await), "required");
        assert_eq!(code(p.image(&Caller::Nobody, image).await.map(|it| it.image)), "not-found");
        let now = watch.asked_for(id, "Le schéma.", &[image]).await;
        p.approve(&editor(2), (id, now), None).await.unwrap();
        watch.seen_of("approve", id).await;

        // A stricter mark would be a withdrawal that says nothing.
        let hidden = watch.written(1, id, Tlp::Amber, "Réservé.", &[image]).await;
        assert_eq!(code(p.submit(&editor(1), (id, hidden)).await), "publication-stricter");
        assert_eq!(code(p.publish_alone(&person(Role::Lead, 4), (id, hidden), "Vite.").await), "publication-stricter");
        watch.unseen("submit").await;

        let urgent = watch.written(1, id, Tlp::Clear, "Exploitée.", &[image]).await;
        p.publish_alone(&person(Role::Lead, 4), (id, urgent), "Cette nuit.").await.unwrap();
        watch.seen_of("publish_alone", id).await;
        assert_eq!(code(p.withdraw(&editor(2), id, ["", "Wrong."]).await), "required");
        p.withdraw(&editor(2), id, ["Une erreur.", ""]).await.unwrap();
        watch.seen_of("withdraw", id).await;
        let hidden = watch.written(1, id, Tlp::Amber, "Réservé.", &[image]).await;
        assert_eq!(code(p.submit(&editor(1), (id, hidden)).await), "publication-stricter", "nor when it comes back");

        // It comes back at its moment, and that it was withdrawn is not forgotten.
        let now = watch.asked_for(id, "Vérifiée.", &[image]).await;
        let due = database.desk().now().plus_seconds(3600);
        p.approve(&editor(2), (id, now), Some(due)).await.unwrap();
        watch.unseen("approve").await;
        watch.worked().await;
        watch.unseen("publish_due").await;
        database.clock.advance(3600);
        watch.worked().await;
        watch.seen_of("publish_due", id).await;
        let (_, texts) = seen(p, &Caller::Nobody).await;
        let told: Vec<String> = texts.iter().find(|text| text.listed.id == id).map(signs).unwrap().into_iter().map(|sign| sign.what).collect();
        assert_eq!(told, ["version 1", "version 2", "version 3", "withdrawn 3", "version 4"]);

        p.reindex(&Caller::Program("operator"), |_, _| {}).await.unwrap();
        watch.unseen("reindex").await;
        assert_eq!(p.load_library(&Caller::Program("library")).await.unwrap(), 0);
        watch.unseen("load_library").await;

        let asked: BTreeSet<String> =
            watch.asked.into_iter().chain(READ.iter().chain(WITHIN).map(|name| (*name).to_owned())).collect();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        assert_eq!(operations(&source), asked, "each operation is asked what it does to what readers see");
    }
}
