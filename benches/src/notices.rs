//! What search is measured in: the notices of CERT-FR when they lie beside the tree, else as many that are made up.

use std::{collections::BTreeSet, fs::File, io::Read as _, path::Path};

use serde_json::Value;
use vocabulary::{Id, Instant};

use crate::Outcome;

/// Where the real ones lie, seen from the tree.
const REAL: &str = "../shared/data/certfr/certfr_avis.ndjson.zst";

/// One document.
pub struct Notice {
    pub id: Id,
    pub at: Instant,
    pub title: String,
    pub summary: String,
    pub body: String,
    /// Its reference first.
    pub exact: Vec<String>,
    pub facets: Vec<(&'static str, String)>,
}

impl Notice {
    pub fn year(&self) -> Option<String> {
        self.facets.iter().find(|(facet, _)| *facet == "year").map(|(_, year)| year.clone())
    }
}

/// That many, from the oldest to the newest, and what they are. Real ones that are too few come again under other references.
pub fn read(size: usize) -> Outcome<(Vec<Notice>, String)> {
    let path = if Path::new(REAL).exists() { Path::new(REAL) } else { &Path::new("..").join(REAL) };
    let (mut notices, what) = if path.exists() {
        let real = real(path)?;
        let what = format!("{} real notices of CERT-FR, of which some twice", real.len());
        (real, what)
    } else {
        (Vec::new(), format!("all made up, for {REAL} is not here: nothing was measured on real ones"))
    };
    let real = notices.len();
    for n in real..size {
        let again = notices.get(n - real).filter(|_| real > 0).map(|one| Notice {
            id: id(n),
            at: one.at,
            title: one.title.clone(),
            summary: one.summary.clone(),
            body: one.body.clone(),
            exact: [format!("AGAIN-{n}")].into_iter().chain(one.exact.iter().skip(1).cloned()).collect(),
            facets: one.facets.clone(),
        });
        notices.push(again.unwrap_or_else(|| made(n)));
    }
    notices.truncate(size);
    notices.sort_by_key(|notice| notice.at);
    Ok((notices, what))
}

fn id(n: usize) -> Id {
    Id::from_random((n as u128).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835).to_be_bytes())
}

fn real(path: &Path) -> Outcome<Vec<Notice>> {
    let mut text = String::new();
    ruzstd::decoding::StreamingDecoder::new(File::open(path)?)?.read_to_string(&mut text)?;
    let mut notices = Vec::new();
    for line in text.lines() {
        let notice: Value = serde_json::from_str(line)?;
        notices.extend(notice_of(notices.len(), &notice));
    }
    Ok(notices)
}

fn notice_of(n: usize, notice: &Value) -> Option<Notice> {
    let text = |field: &str| notice.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let list = |field: &str| notice.get(field).and_then(Value::as_array).into_iter().flatten();
    let first = list("revisions").filter_map(|one| one.get("revision_date")?.as_str()?.get(..10)).min()?;
    let day: jiff::civil::Date = first.parse().ok()?;
    let at = Instant::from_timestamp(jiff::tz::Offset::UTC.to_timestamp(day.at(0, 0, 0, 0)).ok()?);
    let (mut names, mut vendors, mut systems) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    for system in list("affected_systems") {
        systems.extend(system.get("description").and_then(Value::as_str));
        let name =
            |of: Option<&Value>| Some(of?.get("name")?.as_str().filter(|name| *name != "N/A")?.to_owned());
        let product = system.get("product");
        names.extend(name(product));
        vendors.extend(name(product.and_then(|product| product.get("vendor"))));
    }
    let cves = list("cves").filter_map(|cve| Some(cve.get("name")?.as_str()?.to_owned()));
    let exact =
        [text("reference")].into_iter().chain(cves).chain(names).chain(vendors.iter().cloned()).collect();
    let year = [("year", first.get(..4)?.to_owned())];
    let body = format!("{}\n{}\n{}", text("content"), text("affected_systems_content"), systems.join("\n"));
    let facets = year.into_iter().chain(vendors.into_iter().map(|vendor| ("vendor", vendor))).collect();
    Some(Notice { id: id(n), at, title: text("title"), summary: text("summary"), body, exact, facets })
}

/// A document of made-up words, the first of them much more frequent than the last.
fn made(n: usize) -> Notice {
    const SYLLABLES: [&str; 16] = [
        "ra", "ti", "cé", "on", "vul", "né", "ser", "veur", "mi", "cro", "lo", "gi", "ciel", "pro", "to",
        "ment",
    ];
    let mut state = (n as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut below = |most: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % most
    };
    let mut words = |count: usize| {
        let word = |of: u64| {
            let parts = (0..4)
                .filter_map(|part| SYLLABLES.get(usize::try_from(of >> (part * 4) & 15).ok()?).copied());
            parts.collect::<String>()
        };
        // Small numbers come often: the product of two even draws.
        let drawn: Vec<String> = (0..count).map(|_| word(below(256) * below(256))).collect();
        drawn.join(" ")
    };
    let (title, summary, body) = (words(8), words(25), words(300));
    let year = 2000 + n / 800;
    Notice {
        id: id(n),
        at: Instant::from_millis(946_684_800_000 + i64::try_from(n).unwrap_or_default() * 39_600_000),
        exact: vec![format!("MADE-{n}"), format!("CVE-{year}-{n}"), format!("Produit {}", n % 300)],
        facets: vec![("year", year.to_string()), ("vendor", format!("Vendeur {}", n % 90))],
        title,
        summary,
        body,
    }
}
