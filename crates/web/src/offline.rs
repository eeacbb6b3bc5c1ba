//! What a browser keeps of the site to read it without a network: public pages, as anybody sees them, and nothing else.

use std::collections::BTreeSet;

use ::publications::{Filter, Listed, rules::Kind};
use access::Caller;
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use vocabulary::{Language, hex};

use crate::{
    addresses::{self, Access, PAGES},
    assets::Assets,
    locale::Locales,
    publications,
    site::{Site, SiteSettings},
};

const SCRIPT: &str = include_str!("../assets/service-worker.js");
/// Pages that are fetched at once: what one needs when the network goes.
const FIRST: &[&str] = &["offline", "declare", "gestures", "home"];
/// Pages that are kept when they are met. None of them has a form, and none of them looks otherwise for somebody known.
const MET: &[&str] = &["cards", "accessibility", "legal", "privacy", "plan"];
/// What these pages are made of.
const PARTS: &[&str] = &["base.", "favicon.", "logo.", "offline."];

/// Addresses of pages, in both languages.
fn of_names(names: &[&str]) -> Vec<String> {
    let both = |name: &&str| Language::ALL.map(|language| addresses::href(name, language, &[]));
    names.iter().flat_map(both).collect()
}

/// What is fetched at once.
fn first(assets: &Assets) -> Vec<String> {
    let is_part = |address: &String| PARTS.iter().any(|part| address.starts_with(&format!("/assets/{part}")));
    of_names(FIRST).into_iter().chain(assets.addresses().filter(is_part)).collect()
}

/// Changes with the program, its words, its look and its settings: another telephone, and all is fetched anew.
pub(crate) fn version(settings: &SiteSettings, assets: &Assets) -> String {
    let first = json!(first(assets)).to_string();
    digest(&[SCRIPT, &first, &format!("{settings:?}"), &Locales::digest(), env!("CARGO_PKG_VERSION")])
}

fn digest(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hex(hasher.finalize().get(..8).unwrap_or_default())
}

/// The script of the service worker, for this site as it is set up and the response cards as they are.
fn script(site: &Site, cards: &[Listed], images: &[String]) -> String {
    let of = |language| cards.iter().map(|card| publications::address(card, language)).collect::<Vec<_>>();
    let [fr, en] = Language::ALL.map(of);
    let kept: Vec<String> =
        [of_names(FIRST), of_names(MET), fr.clone(), en.clone()].into_iter().flatten().collect();
    let editions =
        cards.iter().fold(String::new(), |all, card| all + &format!("{} {} ", card.id, card.revised_at));
    let offline = |language| addresses::href("offline", language, &[]);
    let mut script = SCRIPT.to_owned();
    for (mark, value) in [
        ("@first", json!(first(&site.assets))),
        ("@kept", json!(kept)),
        ("@cards", json!({ "fr": fr, "en": en })),
        ("@images", json!(images)),
        ("@offline", json!({ "fr": offline(Language::Fr), "en": offline(Language::En) })),
        ("@staff", json!(staff())),
    ] {
        script = script.replace(mark, &value.to_string());
    }
    script.replace("@version", &digest(&[&site.version, &editions]))
}

/// How the addresses of the staff begin.
fn staff() -> BTreeSet<String> {
    let closed = PAGES.iter().filter(|page| !matches!(page.access, Access::Everyone | Access::Declarant));
    let beginning = |address: &str| {
        let parts = if address.starts_with("/en/") { 3 } else { 2 };
        address.split('/').take(parts).collect::<Vec<_>>().join("/")
    };
    closed.flat_map(|page| [page.fr, page.en]).map(beginning).collect()
}

/// `/service-worker.js`
pub(crate) async fn serve(State(site): State<Site>) -> Response {
    let filter = Filter { kinds: vec![Kind::Card], ..Filter::default() };
    let cards = site.services.publications.list(&Caller::Nobody, &filter, "", 100).await;
    let images = site.services.publications.card_images().await;
    let (Ok(cards), Ok(images)) = (cards, images) else {
        // A browser that has one keeps it.
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let images: Vec<String> = images.into_iter().map(|id| format!("/images/{id}")).collect();
    let kind = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")];
    (kind, script(&site, &cards.items, &images)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_for_everybody_and_has_no_form() {
        for name in FIRST.iter().chain(MET) {
            let page = PAGES.iter().find(|page| page.name == *name).unwrap();
            assert_eq!(page.access, Access::Everyone, "{name}");
            assert!(!page.fr.contains('{'), "{name}");
        }
        let staff = staff();
        assert!(staff.contains("/cellule") && staff.contains("/en/unit"), "{staff:?}");
        let public = |start: &str| ["/", "/en", "/suivi", "/en/follow", "/declarer"].contains(&start);
        assert!(!staff.iter().any(|start| public(start)), "{staff:?}");
    }

    #[test]
    fn scripts_are_small() {
        for (name, text) in [
            ("console", include_str!("../assets/console.js")),
            ("dossier", include_str!("../assets/dossier.js")),
            ("draft", include_str!("../assets/draft.js")),
            ("look-up", include_str!("../assets/look-up.js")),
            ("news", include_str!("../assets/news.js")),
            ("offline", include_str!("../assets/offline.js")),
            ("service-worker", include_str!("../assets/service-worker.js")),
        ] {
            assert!(text.len() < 5000, "{name}: {} bytes", text.len());
        }
        assert!(include_str!("../assets/base.css").len() <= 12_000);
    }
}
