//! Every address by every method, as everybody: what a page does not answer by GET or POST it does not tell by another way,
//! and there is no address beside the tables.

use std::{collections::BTreeSet, fs, path::Path};

use storage::on_both_engines;
use web::{OPERATIONS, PAGES, PLAIN};

use crate::{
    house::{House, Page},
    rights::{Somebody, Things, declared},
};

/// Every address that there is, by its pattern and filled.
fn addresses(things: &Things) -> Vec<(&'static str, String)> {
    let pages =
        PAGES.iter().flat_map(|page| [page.fr, page.en].map(|path| (path, things.fill(page.name, path))));
    let operations = OPERATIONS.iter().map(|operation| (operation.path, things.fill("", operation.path)));
    let plain = PLAIN.iter().map(|plain| (plain.path, plain.path.replace("{name}", "base.css")));
    // An address is in the table once for each method that it answers.
    pages.chain(operations).chain(plain).collect::<BTreeSet<_>>().into_iter().collect()
}

fn names(page: &Page) -> BTreeSet<String> {
    page.headers.keys().map(ToString::to_string).filter(|name| name != "content-length").collect()
}

/// Those whose answers could differ: who sees it, who sees others, who sees nothing, and nobody.
fn chosen<'a>(all: &'a [Somebody<'a>]) -> Vec<&'a Somebody<'a>> {
    let who = [
        "nobody",
        "declarant",
        "analyst-nation",
        "ars-11",
        "facility-staff-own",
        "auditor-nation",
        "member-nation",
    ];
    let chosen: Vec<_> = all.iter().filter(|somebody| who.contains(&somebody.what.as_str())).collect();
    assert_eq!(chosen.len(), who.len());
    chosen
}

on_both_engines! {
    async fn no_other_method_does_or_tells_anything(database) {
        let house = House::new(database).await;
        let (things, all) = declared(&house).await;
        let nowhere = Things {
            reference: "VG-2026-000999-A".into(), incident: "0".repeat(32), attachment: "0".repeat(32),
            draft: "0".repeat(32), account: "0".repeat(32), event: "0".repeat(32),
            publication: "0".repeat(32), admission: "0".repeat(32), member: "0".repeat(32),
        };
        let filled = [&things, &nowhere].map(|things| {
            [&things.reference, &things.incident, &things.attachment, &things.draft, &things.account, &things.event, &things.publication, &things.admission, &things.member]
        });
        let plain = |text: String| filled.iter().flatten().fold(text, |text, id| text.replace(id.as_str(), "…"));
        let before = storage::testing::contents(&house.database, &[]).await;
        let (there, absent) = (addresses(&things), addresses(&nowhere));
        let mut wrong = Vec::new();
        for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PURGE"] {
            for (pattern, path) in &there {
                let (_, other) = absent.iter().find(|(name, _)| name == pattern).unwrap();
                let expected = house.browser().raw(method, other, &[], "{}").await;
                if expected.status != 405 {
                    wrong.push(format!("{method} {other} by nobody: {}", expected.status));
                }
                for somebody in chosen(&all) {
                    let got = somebody.browser.raw(method, path, &[], "{}").await;
                    // The page that says so leads those who are signed in to their space, wherever they are.
                    let space = r#"<a class="go" href="/mon-espace">Mon espace</a> <a href="/">Accueil</a>"#;
                    let english = r#"<a class="go" href="/en/my-space">My space</a> <a href="/en">Home</a>"#;
                    let text = got.text.replace(space, r#"<a class="go" href="/">Accueil</a>"#);
                    let text = text.replace(english, r#"<a class="go" href="/en">Home</a>"#);
                    let same = plain(text) == plain(expected.text.clone());
                    if got.status != 405 || !same {
                        wrong.push(format!("{method} {path} by {}: {}, {same}", somebody.what, got.status));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert_eq!(storage::testing::contents(&house.database, &[]).await, before, "nothing is done, nothing is told of");
    }

    async fn the_head_of_an_answer_says_no_more_than_the_answer(database) {
        let house = House::new(database).await;
        let (things, all) = declared(&house).await;
        let mut wrong = Vec::new();
        for somebody in chosen(&all) {
            somebody.browser.get("/").await;
        }
        for (_, path) in addresses(&things) {
            for somebody in chosen(&all) {
                // Where each answer is another: something random leaves with the browser.
                if path.contains("/psc") {
                    continue;
                }
                let whole = somebody.browser.get(&path).await;
                let head = somebody.browser.raw("head", &path, &[], "").await;
                let fits = head.status == whole.status && head.text.is_empty() && names(&head) == names(&whole)
                    && head.header("location") == whole.header("location");
                if !fits {
                    wrong.push(format!("{path} by {}: {} and {}", somebody.what, head.status, whole.status));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    async fn what_is_neither_page_nor_operation_answers_everybody_the_same(database) {
        let house = House::new(database).await;
        let (things, all) = declared(&house).await;
        let home = house.browser().get("/").await.text;
        let (_, rest) = home.split_once("href=\"/assets/").unwrap();
        let style = rest.split_once('"').unwrap().0;
        for plain in PLAIN {
            let path = plain.path.replace("{name}", style);
            let expected = house.browser().get(&path).await;
            assert_eq!(expected.status, 200, "{path}");
            for word in [&things.reference, &things.incident, &things.account] {
                assert!(!expected.text.contains(word.as_str()), "{path}");
            }
            for somebody in &all {
                let got = somebody.browser.get(&path).await;
                assert_eq!((got.status, &got.text), (200, &expected.text), "{path} by {}", somebody.what);
            }
        }
    }
}

fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}

/// Whoever adds a route adds it to a table, where it says who may call it, and is then called as everybody.
#[test]
fn there_is_no_route_beside_the_tables() {
    let (mut found, mut routes) = (Vec::new(), Vec::new());
    for folder in ["src", "../vigie/src"] {
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    }
    assert!(found.len() > 40);
    let ways = [
        ".route(",
        ".route_service(",
        ".nest(",
        ".nest_service(",
        ".merge(",
        ".fallback(",
        ".fallback_service(",
    ];
    for (file, text) in &found {
        for line in text.lines().filter(|line| ways.iter().any(|way| line.contains(way))) {
            routes.push((file.rsplit('/').next().unwrap(), line.trim()));
        }
    }
    let known = [
        ("router.rs", "router = router.route(page.fr, handler()).route(page.en, handler());"),
        ("router.rs", "router = router.route(operation.path, handler);"),
        ("router.rs", "router = router.route(plain.path, (plain.handler)());"),
        ("router.rs", ".fallback(pages::absent)"),
    ];
    assert_eq!(routes, known);
}
