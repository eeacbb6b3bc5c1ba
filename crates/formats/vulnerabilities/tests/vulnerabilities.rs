//! Documents as they come, good and bad; all names are made up.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use std::{collections::BTreeSet, io::Write as _};

use proptest::prelude::*;
use vocabulary::{Instant, Language};
use vulnerabilities::{
    Broken, Catalogue, CveId, CweId, METRICS, MOST, Rating, Record, Score, Share, Source, State, Status,
    Vector, Version, explain, look_up,
};

const RECORD: &str = include_str!("data/record.json");
const KNOWN: &str = include_str!("data/known.json");
const EPSS: &str = "#model_version:v2099.03.14,score_date:2099-01-30T12:55:00Z\ncve,epss,percentile\n\
    CVE-2098-0007,0.01151,0.78086\nCVE-2099-10001,4e-05,1.0\nCVE-2099-10002,0.99999,0\n";

fn cve(text: &str) -> CveId {
    CveId::parse(text).unwrap()
}

fn wrong(text: &str) -> (String, String) {
    match Record::read(text.as_bytes()) {
        Err(Broken::At { path, reason }) => (path, reason),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_record_gives_its_facts() {
    let record = Record::read(RECORD.as_bytes()).unwrap();
    assert_eq!(record.cve.as_str(), "CVE-2099-10001");
    assert_eq!((record.state, record.assigner.as_str()), (State::Published, "exemple"));
    assert_eq!(record.title.as_deref(), Some("Passage de commandes dans la console de lecture"));
    assert_eq!(record.description(Language::Fr), Some("Injection de commandes dans Console."));
    assert_eq!(record.description(Language::En), Some("Command injection in Console."));
    // Without a zone it is UTC.
    assert_eq!(record.published, Some(Instant::from_timestamp("2099-01-02T03:04:05Z".parse().unwrap())));
    assert_eq!(record.updated, Some(Instant::from_timestamp("2099-01-03T04:05:06.789Z".parse().unwrap())));
    assert_eq!(record.cwes, [CweId::parse("CWE-78").unwrap(), CweId::parse("CWE-20").unwrap()]);
    assert_eq!(record.workarounds[0].text, "Fermer le port 4242.");
    assert_eq!(record.solutions[0].text, "Installer 2.4.1.");
    assert_eq!(
        (record.exploits[0].language.as_str(), record.exploits[0].text.as_str()),
        ("en", "None known.")
    );
    // The same address, said twice, stands once, with all that is said of it.
    assert_eq!(record.references.len(), 1);
    assert_eq!(record.references[0].tags, ["vendor-advisory", "patch"]);
    assert_eq!(
        record.left_out,
        [
            "containers.cna.problemTypes[2].descriptions[0].cweId",
            "containers.cna.metrics[1].cvssV3_1.vectorString",
            "containers.cna.references[1].url",
        ]
    );
}

#[test]
fn a_record_says_which_versions_are_touched_and_which_is_fixed() {
    let record = Record::read(RECORD.as_bytes()).unwrap();
    // What only says n/a says nothing.
    assert_eq!(record.affected.len(), 1);
    let affected = &record.affected[0];
    assert_eq!(
        (affected.vendor.as_deref(), affected.product.as_deref()),
        (Some("Exemple Imagerie"), Some("Console de lecture"))
    );
    assert_eq!((affected.default_status, affected.source), (Status::Unaffected, Source::Cna));
    let fixed: Vec<_> =
        affected.versions.iter().map(|range| (range.from.as_str(), range.fixed.as_deref())).collect();
    assert_eq!(fixed, [("2.0", Some("2.4.1")), ("3.0", Some("3.0.9")), ("4.0", None), ("1.9", None)]);
    assert_eq!(affected.versions[1].less_than_or_equal.as_deref(), Some("3.1"));
    assert_eq!(affected.versions[3].status, Status::Unaffected);
    // Where nobody knows of the other versions, the end of a range is not said to be a remedy.
    let unknown = RECORD.replace("\"defaultStatus\": \"unaffected\",", "");
    assert_eq!(Record::read(unknown.as_bytes()).unwrap().affected[0].versions[0].fixed, None);
    let products: Vec<_> = record.products().iter().map(vulnerabilities::ProductName::key).collect();
    assert_eq!(products, ["exemple_imagerie/console_de_lecture"]);
}

#[test]
fn a_record_says_who_judged_what() {
    let record = Record::read(RECORD.as_bytes()).unwrap();
    let judged: Vec<_> = record
        .cvss
        .iter()
        .map(|one| {
            (
                one.version().code(),
                one.score().to_string(),
                one.severity().code(),
                one.source.code(),
                one.by.as_str(),
            )
        })
        .collect();
    assert_eq!(
        judged,
        [
            ("4.0", "9.3".to_owned(), "critical", "cna", "exemple"),
            ("3.1", "9.8".to_owned(), "critical", "cna", "exemple"),
            ("3.0", "2.5".to_owned(), "low", "adp", "CISA-ADP"),
        ]
    );
    assert!(record.cvss.iter().all(|one| one.stated == one.score()));
    assert_eq!(record.main_score().unwrap().version(), Version::V40);
}

#[test]
fn a_rejected_record_says_why() {
    let text = r#"{"dataType":"CVE_RECORD","dataVersion":"5.0","cveMetadata":{"cveId":"CVE-2099-0002","state":"REJECTED"},
        "containers":{"cna":{"rejectedReasons":[{"lang":"en","value":"Not used."}]}}}"#;
    let record = Record::read(text.as_bytes()).unwrap();
    assert_eq!((record.state, record.description(Language::Fr)), (State::Rejected, Some("Not used.")));
    assert!(record.published.is_none() && record.main_score().is_none() && record.left_out.is_empty());
}

#[test]
fn what_is_wrong_in_a_record_is_named_by_its_path() {
    let changed = |from: &str, to: &str| {
        assert!(RECORD.contains(from), "{from}");
        wrong(&RECORD.replacen(from, to, 1))
    };
    let path = |from: &str, to: &str| changed(from, to).0;
    assert_eq!(path("\"CVE-2099-10001\"", "\"CVE-99-1\""), "cveMetadata.cveId");
    assert_eq!(path("\"PUBLISHED\"", "\"RESERVED\""), "cveMetadata.state");
    assert_eq!(path("\"2099-01-02T03:04:05\"", "\"hier\""), "cveMetadata.datePublished");
    assert_eq!(
        path("\"baseScore\": 9.8", "\"baseScore\": \"9.8\""),
        "containers.cna.metrics[0].cvssV3_1.baseScore"
    );
    assert_eq!(
        path("\"baseScore\": 9.3", "\"baseScore\": 93"),
        "containers.cna.metrics[0].cvssV4_0.baseScore"
    );
    assert_eq!(
        path("\"status\": \"affected\"", "\"status\": \"?\""),
        "containers.cna.affected[0].versions[0].status"
    );
    assert_eq!(path("\"dataVersion\": \"5.1\"", "\"dataVersion\": \"4.0\""), "dataVersion");
    assert_eq!(path("\"CVE_RECORD\"", "\"CVE\""), "dataType");
    let (path, reason) = changed("\"lang\": \"fr\",", "\"lang\": \"fr\", \"lang\": \"de\",");
    assert_eq!(path, "containers.cna.descriptions[1]");
    assert!(reason.starts_with("duplicate field `lang`"), "{reason}");
    assert_eq!(wrong(&format!("{RECORD}{{}}")).0, "after the document");
    assert_eq!(wrong("[]").0, ".");
}

#[test]
fn a_record_is_read_within_limits() {
    // As deep as one likes, in what is passed over and in what is read.
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let ignored = RECORD.replace("[1, 2, { \"ever\": null }]", &deep);
    assert!(Record::read(ignored.as_bytes()).is_ok());
    assert_eq!(
        wrong(&RECORD.replace("[\"vendor-advisory\", \"x_interne\"]", &deep)).0,
        "containers.cna.references[0].tags[0]"
    );
    let many = format!("[{}\"\"]", "\"\",".repeat(MOST));
    let (path, reason) = wrong(&RECORD.replace("[\"vendor-advisory\", \"x_interne\"]", &many));
    assert!(
        path.starts_with("containers.cna.references[0].tags") && reason.contains("more than"),
        "{path} {reason}"
    );
    assert_eq!(Record::read(&vec![b' '; (8 << 20) + 1]), Err(Broken::TooLarge { limit: 8 << 20 }));
    // What is wrong is not quoted at length.
    let long = RECORD.replace("\"PUBLISHED\"", &format!("{{\"{}\":1}}", "é".repeat(10_000)));
    assert!(wrong(&long).1.chars().count() <= 200);
}

#[test]
fn a_catalogue_says_what_is_exploited() {
    let catalogue = Catalogue::read(KNOWN.as_bytes()).unwrap();
    assert_eq!((catalogue.version.as_str(), catalogue.known.len()), ("2099.01.29", 2));
    let first = &catalogue.known[0];
    assert_eq!((first.cve.as_str(), first.ransomware), ("CVE-2099-10001", true));
    assert_eq!((first.added.to_string(), first.due.to_string()), ("2099-01-29".into(), "2099-02-19".into()));
    assert_eq!(first.cwes, [CweId::parse("cwe-78").unwrap()]);
    assert!(!catalogue.known[1].ransomware && catalogue.known[1].cwes.is_empty());

    let path = |from: &str, to: &str| match Catalogue::read(KNOWN.replacen(from, to, 1).as_bytes()) {
        Err(Broken::At { path, .. }) => path,
        other => panic!("{other:?}"),
    };
    assert_eq!(path("\"count\": 2", "\"count\": 3"), "count");
    assert_eq!(path("\"2098-05-01\"", "\"01/05/2098\""), "vulnerabilities[1].dateAdded");
    assert_eq!(path("\"CVE-2098-0007\"", "7"), "vulnerabilities[1].cveID");
    assert_eq!(path("\"cveID\": \"CVE-2098-0007\",", ""), "vulnerabilities[1]");
}

#[test]
fn probabilities_are_looked_up_in_the_stream() {
    let wanted = BTreeSet::from([cve("CVE-2099-10001"), cve("CVE-2098-0007"), cve("CVE-2097-0001")]);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(EPSS.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    for bytes in [EPSS.as_bytes(), &packed] {
        let scores = look_up(bytes, &wanted).unwrap();
        assert_eq!((scores.model.as_str(), scores.rows), ("v2099.03.14", 3));
        let found: Vec<_> = scores
            .found
            .iter()
            .map(|one| {
                (
                    one.cve.as_str(),
                    one.probability.hundred_thousandths(),
                    one.percentile.hundred_thousandths(),
                )
            })
            .collect();
        assert_eq!(found, [("CVE-2098-0007", 1151, 78086), ("CVE-2099-10001", 4, 100_000)]);
    }
    // Cut in the middle, it is not half believed.
    assert!(matches!(look_up(&packed[..packed.len() - 12], &wanted), Err(Broken::Stopped { .. })));

    let at = |text: &str| match look_up(text.as_bytes(), &wanted) {
        Err(Broken::At { path, reason }) => format!("{path}: {reason}"),
        other => panic!("{other:?}"),
    };
    assert!(at("").starts_with("line 1: "));
    assert!(at("cve,epss,percentile\n").starts_with("line 1: "));
    assert!(at(&EPSS.replace("cve,epss", "cve;epss")).starts_with("line 2: "));
    assert!(at(&EPSS.replace("0.01151", "1.01151")).starts_with("line 3: "));
    assert!(at(&EPSS.replace("0.99999", "NaN")).starts_with("line 5: "));
    assert!(at(&EPSS.replace("4e-05,1.0", "4e-05")).starts_with("line 4: "));
    assert!(at(&format!("{EPSS}{}", "9".repeat(1_000_000))).starts_with("line 6: too long"));
    assert_eq!(Share::from_hundred_thousandths(100_001), None);
}

#[test]
fn identifiers_are_born_valid() {
    for good in ["CVE-2024-1234", " cve-1999-0001 ", "CVE-2026-1234567890123456789"] {
        assert_eq!(CveId::parse(good).unwrap().as_str(), good.trim().to_ascii_uppercase());
    }
    for bad in [
        "",
        "CVE-",
        "CVE-2024-123",
        "CVE-24-1234",
        "CVE-2024-12345678901234567890",
        "CVE-2024-12a4",
        "CVE-2024-١٢٣٤",
        "éCVE-2024-1234",
    ] {
        assert!(CveId::parse(bad).is_err(), "{bad}");
    }
    assert!(cve("CVE-2024-9999") < cve("CVE-2024-10000") && cve("CVE-2023-99999") < cve("CVE-2024-1000"));
    assert_eq!(cve("CVE-1999-0001").year(), 1999);
    assert_eq!(CweId::parse("CWE-79").unwrap().to_string(), "CWE-79");
    for bad in ["", "79", "CWE-", "CWE-0", "CWE-noinfo", "CWE-99999999"] {
        assert!(CweId::parse(bad).is_err(), "{bad}");
    }
    for named in ["CWE-79", "CWE 79: XSS", "CWE - 79", "Cross-site scripting (CWE-79)", "CWE VIEW, CWE-79"] {
        assert_eq!(CweId::named(named).map(CweId::number), Some(79), "{named}");
    }
    assert_eq!(CweId::named("CWE-noinfo Not enough information"), None);
}

#[test]
fn vectors_mean_their_base_score() {
    // Versions 3.1 and 4.0: as FIRST's own calculators say.
    let cases = [
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 98),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 61),
        ("CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N", 0),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U/RL:O/MAV:P", 98),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 100),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 93),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U/MAV:P/S:P", 93),
        ("CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 0),
    ];
    for (text, tenths) in cases {
        let vector = Vector::parse(text).unwrap();
        assert_eq!((vector.as_str(), vector.score().tenths()), (text, tenths));
    }
    let bad = [
        "",
        "CVSS:3.1",
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H",
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:X",
        "CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N",
        "CVSS:5.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "AV:N/AC:L/Au:N/C:C/I:C/A:C",
    ];
    for text in bad {
        assert!(Vector::parse(text).is_err(), "{text}");
    }
    let ends =
        [(0, Rating::None), (1, Rating::Low), (39, Rating::Low), (40, Rating::Medium), (69, Rating::Medium)];
    let more = [(70, Rating::High), (89, Rating::High), (90, Rating::Critical), (100, Rating::Critical)];
    for (tenths, rating) in ends.into_iter().chain(more) {
        assert_eq!(Score::from_tenths(tenths).unwrap().severity(), rating);
    }
}

#[test]
fn a_vector_is_explained_metric_by_metric() {
    let vector = Vector::parse("CVSS:3.1/AV:A/AC:H/PR:L/UI:R/S:C/C:L/I:N/A:H/E:P").unwrap();
    let keys: Vec<_> = explain(&vector).into_iter().map(vulnerabilities::Metric::key).collect();
    let expected =
        ["av-a", "ac-h", "pr-l", "ui-r", "s-c", "c-l", "i-n", "a-h"].map(|key| format!("cvss-{key}"));
    assert_eq!(keys, expected);
    let vector =
        Vector::parse("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:A/VC:H/VI:L/VA:N/SC:H/SI:L/SA:N/S:P/R:A").unwrap();
    let said: Vec<_> = explain(&vector).iter().map(|one| format!("{}:{}", one.code, one.value)).collect();
    assert_eq!(said.join("/"), "AV:N/AC:L/AT:P/PR:N/UI:A/VC:H/VI:L/VA:N/SC:H/SI:L/SA:N");
}

/// Each combination of the metrics of a version.
fn combinations(version: Version) -> Vec<String> {
    let mut codes: Vec<&str> = Vec::new();
    for (_, code, _) in METRICS.iter().filter(|(of, ..)| *of == version) {
        if codes.last() != Some(code) {
            codes.push(code);
        }
    }
    let mut all = vec![format!("CVSS:{}", version.code())];
    for code in codes {
        let values: Vec<_> = METRICS
            .iter()
            .filter(|(of, one, _)| *of == version && *one == code)
            .map(|(.., value)| value)
            .collect();
        all = all
            .iter()
            .flat_map(|head| values.iter().map(move |value| format!("{head}/{code}:{value}")))
            .collect();
    }
    all
}

#[test]
fn the_table_of_metrics_is_what_vectors_say() {
    for (version, number) in [(Version::V30, 8), (Version::V31, 8), (Version::V40, 11)] {
        let all = combinations(version);
        assert!(all.len() >= 2592);
        // Of version 4 there are 104,976: some of them, with a stride that turns every wheel.
        for text in all.iter().step_by(if version == Version::V40 { 61 } else { 1 }) {
            let vector = Vector::parse(text).unwrap();
            assert_eq!((vector.as_str(), explain(&vector).len()), (text.as_str(), number));
        }
    }
}

proptest! {
    #[test]
    fn any_change_to_a_document_is_read_or_refused(at in any::<prop::sample::Index>(), length in 0_usize..40, put in any::<Vec<u8>>()) {
        for text in [RECORD, KNOWN, EPSS] {
            let mut bytes = text.as_bytes().to_vec();
            let at = at.index(bytes.len());
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, put.iter().copied());
            let _ = (Record::read(&bytes), Catalogue::read(&bytes), look_up(&bytes[..], &BTreeSet::new()));
        }
    }

    #[test]
    fn any_text_is_a_vector_or_none(text in "(CVSS:[34]\\.[01])?(/[A-Z]{1,3}:[A-Za-z]{1,2}){0,14}\\PC{0,5}") {
        if let Ok(vector) = Vector::parse(&text) {
            prop_assert_eq!(Vector::parse(vector.as_str()), Ok(vector));
        }
    }
}
