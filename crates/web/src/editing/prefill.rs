//! `/redaction/remplir`: a new alert begins with facts that are read from files: a CVE record, CISA's catalogue, FIRST's
//! probabilities. Nothing is kept of it before whoever writes keeps it.

use axum::{
    extract::{Multipart, Request, State},
    http::StatusCode,
};
use publications::rules::{Availability, CvssVector, Draft, Exploited, Kind, Likelihood, Source, Touched};
use vocabulary::{Failure, Language, Refusal, Tlp};
use vulnerabilities::{
    Affected, Broken, Catalogue, Epss, Known, Rating, Record, State as RecordState, Status, Version,
    VersionRange, look_up,
};

use super::{
    form::{self, Sheet},
    typed,
    uploads::{Sent, bounded, unreadable},
};
use crate::{answer::Answer, forms, site::Site};

/// Files, by the names of their fields, and how many bytes each may have.
const FILES: [(&str, usize); 3] = [("cve", 4 << 20), ("kev", 16 << 20), ("epss-file", 24 << 20)];
/// References of a record that become sources.
const SOURCES: usize = 20;

/// The bytes of the files, in the order of [`FILES`]; empty where none was given.
type Given = [Vec<u8>; FILES.len()];

/// What was read, and what is to be said of it.
struct Found {
    draft: Draft,
    /// Keys of sentences.
    notes: Vec<&'static str>,
}

/// `/redaction/remplir`
pub(crate) async fn fill(State(site): State<Site>, request: Request) -> Result<Answer, Answer> {
    let Sent { visit, caller, mut parts } = Sent::read(&site, request).await?;
    let mut sheet = Sheet::new(Kind::Alert, forms::Typed::new(), None);
    let read = match files(&mut parts).await.map_err(|()| unreadable(&visit))? {
        Ok(given) => {
            let read = tokio::task::spawn_blocking(move || read(&given)).await;
            read.map_err(|error| visit.problem(Failure::new("read facts", error).into()))?
        }
        Err(refusal) => Err(refusal),
    };
    match read {
        Ok(found) => {
            sheet.typed = typed::of(&found.draft);
            sheet.notice = "editing-filled";
            sheet.notes = found.notes.into_iter().map(|key| visit.words.t(key)).collect();
        }
        Err(refusal) => sheet = sheet.refused((vec![refusal], StatusCode::UNPROCESSABLE_ENTITY)),
    }
    form::page(&visit, &caller, sheet).await
}

/// The files of a form, or what is wrong with one. `Err`: it cannot be read at all.
async fn files(sent: &mut Multipart) -> Result<Result<Given, Refusal>, ()> {
    let mut given = Given::default();
    while let Some(field) = sent.next_field().await.map_err(|_| ())? {
        let name = field.name().unwrap_or_default().to_owned();
        let place = FILES.iter().zip(&mut given).find(|((known, _), _)| *known == name);
        let ((name, most), place) = place.filter(|(_, place)| place.is_empty()).ok_or(())?;
        let Some(bytes) = bounded(field, *most).await? else {
            // What follows is not read.
            let megabytes = (most >> 20).to_string();
            return Ok(Err(Refusal::new("editing-file-large").at(*name).with("max", megabytes)));
        };
        *place = bytes;
    }
    Ok(Ok(given))
}

/// Reads the files together.
fn read([record, catalogue, scores]: &Given) -> Result<Found, Refusal> {
    if record.is_empty() {
        return Err(Refusal::new("editing-no-record").at("cve"));
    }
    let record = Record::read(record).map_err(|broken| wrong(&broken, "cve"))?;
    if record.state == RecordState::Rejected {
        return Err(Refusal::new("editing-rejected").at("cve"));
    }
    let mut notes = Vec::new();
    let (mut known, mut likely) = (None, None);
    if !catalogue.is_empty() {
        let catalogue = Catalogue::read(catalogue).map_err(|broken| wrong(&broken, "kev"))?;
        known = catalogue.known.into_iter().find(|known| known.cve == record.cve);
        notes.push(if known.is_some() { "editing-note-known" } else { "editing-note-not-known" });
    }
    if !scores.is_empty() {
        let wanted = [record.cve.clone()].into();
        let scores = look_up(scores.as_slice(), &wanted).map_err(|broken| wrong(&broken, "epss-file"))?;
        likely = scores.found.into_iter().next();
        notes.push(if likely.is_some() { "editing-note-scored" } else { "editing-note-not-scored" });
    }
    if !record.left_out.is_empty() {
        notes.push("editing-note-left-out");
    }
    Ok(Found { draft: facts(&record, known.as_ref(), likely.as_ref()), notes })
}

fn wrong(broken: &Broken, field: &'static str) -> Refusal {
    Refusal::new("editing-file-wrong").at(field).with("value", broken.to_string())
}

/// The facts of an alert.
fn facts(record: &Record, known: Option<&Known>, likely: Option<&Epss>) -> Draft {
    let mut draft = Draft::default();
    let content = &mut draft.content;
    content.tlp = Tlp::Clear;
    content.texts.fr.title = title(record);
    let mut body = record.description(Language::Fr).unwrap_or_default().to_owned();
    for said in record.solutions.iter().chain(&record.workarounds) {
        body = format!("{body}\n\n{}", said.text);
    }
    content.texts.fr.body = body.replace('<', "\\<");
    let facts = &mut content.facts;
    facts.cves = vec![record.cve.as_str().to_owned()];
    facts.cwes = record.cwes.iter().map(ToString::to_string).collect();
    facts.products = record.affected.iter().filter_map(touched).collect();
    let vector = |version: Version| {
        let of = record.cvss.iter().filter(|scored| scored.version() == version);
        // That of who gave the number comes first.
        let first = of.min_by_key(|scored| scored.source != vulnerabilities::Source::Cna);
        first.map(|scored| CvssVector { vector: scored.vector.as_str().to_owned(), cve: String::new() })
    };
    facts.cvss = [Version::V40, Version::V31].into_iter().filter_map(vector).collect();
    facts.exploited =
        known.map(|known| Exploited { kev_since: known.added.to_string(), ransomware: known.ransomware });
    facts.epss = likely.map(|likely| Likelihood {
        probability: likely.probability.hundred_thousandths() * 10,
        percentile: likely.percentile.hundred_thousandths() * 10,
    });
    let fixed = facts.products.iter().filter(|touched| !touched.fixed.is_empty()).count();
    facts.patch = match fixed {
        0 if record.solutions.is_empty() => Availability::Unknown,
        0 => Availability::Yes,
        some if some == facts.products.len() => Availability::Yes,
        _ => Availability::Partly,
    };
    if !record.workarounds.is_empty() {
        facts.workaround = Availability::Yes;
    }
    content.severity = record.main_score().map(|scored| match scored.severity() {
        Rating::None => 1,
        Rating::Low => 2,
        Rating::Medium => 3,
        Rating::High => 4,
        Rating::Critical => 5,
    });
    content.sources = sources(record, known.is_some(), likely.is_some());
    draft.clean();
    draft
}

fn title(record: &Record) -> String {
    let named = record.affected.iter().find_map(|affected| {
        let parts = [affected.vendor.as_deref(), affected.product.as_deref()];
        affected.product.is_some().then(|| parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
    });
    let title = record.title.clone().or(named).unwrap_or_default();
    let title = format!("{} ({})", title.trim(), record.cve);
    title.trim().chars().take(publications::rules::Words::TITLE).collect()
}

/// A product of a record, with its versions in words; nothing when it names none or says that none is touched.
fn touched(affected: &Affected) -> Option<Touched> {
    let (vendor, product) = (affected.vendor.clone()?, affected.product.clone()?);
    let touched = || affected.versions.iter().filter(|range| range.status == Status::Affected);
    if touched().next().is_none() && affected.default_status != Status::Affected {
        return None;
    }
    let versions: Vec<String> = touched().map(range).collect();
    let mut fixed: Vec<&str> = touched().filter_map(|range| range.fixed.as_deref()).collect();
    fixed.dedup();
    let short = |text: String| text.chars().take(300).collect();
    Some(Touched { vendor, product, versions: short(versions.join(" ; ")), fixed: short(fixed.join(" ; ")) })
}

/// Versions as people write them: `2.0 ≤ … < 2.4.1`.
fn range(range: &VersionRange) -> String {
    let from = match range.from.as_str() {
        "0" | "*" | "n/a" | "unspecified" => "",
        from => from,
    };
    match (&range.less_than, &range.less_than_or_equal) {
        (Some(end), _) | (None, Some(end)) if end == "*" && from.is_empty() => "*".to_owned(),
        (Some(end), _) | (None, Some(end)) if end == "*" => format!("≥ {from}"),
        (Some(end), _) if from.is_empty() => format!("< {end}"),
        (Some(end), _) => format!("{from} ≤ … < {end}"),
        (None, Some(end)) if from.is_empty() => format!("≤ {end}"),
        (None, Some(end)) => format!("{from} ≤ … ≤ {end}"),
        (None, None) => range.from.clone(),
    }
}

fn sources(record: &Record, known: bool, likely: bool) -> Vec<Source> {
    let source = |title: &str, publisher: &str, url: &str| Source {
        title: title.to_owned(),
        publisher: publisher.to_owned(),
        url: url.to_owned(),
    };
    let number = record.cve.as_str();
    let mut sources =
        vec![source(number, "CVE Program", &format!("https://www.cve.org/CVERecord?id={number}"))];
    if known {
        let catalogue = "https://www.cisa.gov/known-exploited-vulnerabilities-catalog";
        sources.push(source("Known Exploited Vulnerabilities Catalog", "CISA", catalogue));
    }
    if likely {
        sources.push(source("EPSS", "FIRST", "https://www.first.org/epss/"));
    }
    let web = |url: &str| url.starts_with("https://") || url.starts_with("http://");
    let references = record.references.iter().filter(|it| web(&it.url) && it.url.chars().count() <= 300);
    sources.extend(references.take(SOURCES).map(|it| {
        let host = it.url.split('/').nth(2).unwrap_or_default();
        let title = if it.tags.is_empty() { it.url.as_str() } else { &it.tags.join(", ") };
        source(title, host, &it.url)
    }));
    sources
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &[u8] = include_bytes!("../../../formats/vulnerabilities/tests/data/record.json");

    #[test]
    fn facts_are_read_from_a_record() {
        let found = read(&[RECORD.to_vec(), Vec::new(), Vec::new()]).ok().unwrap();
        let content = found.draft.content;
        assert_eq!(content.facts.cves, ["CVE-2099-10001"]);
        let product = &content.facts.products[0];
        assert_eq!(
            (product.vendor.as_str(), product.product.as_str()),
            ("Exemple Imagerie", "Console de lecture")
        );
        assert_eq!(product.versions, "2.0 ≤ … < 2.4.1 ; 3.0 ≤ … ≤ 3.1 ; ≥ 4.0");
        assert!(product.fixed.contains("2.4.1"), "{product:?}");
        assert_eq!((content.severity, content.facts.patch), (Some(5), Availability::Yes));
        assert!(content.texts.fr.body.starts_with("Injection de commandes"));
        assert!(
            content.facts.cvss.iter().all(|it| it.vector.starts_with("CVSS:"))
                && content.facts.cvss.len() == 2
        );
        assert!(content.sources.iter().all(|it| it.url.starts_with("https://")));
        assert_eq!(found.notes, ["editing-note-left-out"]);
    }

    #[test]
    fn what_is_no_record_is_refused_with_the_reason() {
        for (bytes, code) in
            [(&b""[..], "editing-no-record"), (b"{}", "editing-file-wrong"), (b"\xff", "editing-file-wrong")]
        {
            let refusal = read(&[bytes.to_vec(), Vec::new(), Vec::new()]).err().unwrap();
            assert_eq!((refusal.code, refusal.field.as_deref()), (code, Some("cve")));
        }
        let refusal = read(&[RECORD.to_vec(), b"[]".to_vec(), Vec::new()]).err().unwrap();
        assert_eq!(refusal.field.as_deref(), Some("kev"));
    }
}
