//! All that the real files hold, where they are beside the tree.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails loudly, and says what it measured"
)]

use std::{
    collections::BTreeSet,
    fs::File,
    io::{BufRead as _, BufReader, Read as _},
    path::{Path, PathBuf},
};

use vulnerabilities::{Catalogue, CveId, Record, State, Version, explain, look_up};

/// A file of the folder that stands beside the tree; none where it is not there.
fn real(name: &str) -> Option<PathBuf> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("shared/data").join(name))
        .find(|path| path.exists());
    if found.is_none() {
        println!("shared/data/{name} is not here: nothing was tried on the real one.");
    }
    found
}

#[derive(Debug, Default)]
struct Count {
    records: usize,
    rejected: usize,
    affected: usize,
    products: usize,
    without_name: usize,
    vectors: [usize; 3],
    other_scores: Vec<String>,
    left_out: Vec<String>,
}

fn read_all(path: &Path) -> Count {
    let file = BufReader::new(File::open(path).unwrap());
    let unpacked = ruzstd::decoding::StreamingDecoder::new(file).unwrap();
    let (mut count, mut products) = (Count::default(), BTreeSet::new());
    for line in BufReader::new(unpacked).split(b'\n') {
        let line = line.unwrap();
        let record =
            Record::read(&line).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&line)));
        count.records += 1;
        count.rejected += usize::from(record.state == State::Rejected);
        count.affected += record.affected.len();
        count.without_name += record.affected.iter().filter(|one| one.names().is_empty()).count();
        products.extend(record.products());
        for scored in &record.cvss {
            let version = scored.version();
            assert_eq!(explain(&scored.vector).len(), if version == Version::V40 { 11 } else { 8 });
            for (place, one) in count.vectors.iter_mut().zip(Version::ALL) {
                *place += usize::from(one == version);
            }
            if scored.stated != scored.score() {
                let (stated, ours) = (scored.stated, scored.score());
                count.other_scores.push(format!("{} {} {stated} {ours}", record.cve, scored.vector));
            }
        }
        count.left_out.extend(record.left_out.iter().map(|place| format!("{} {place}", record.cve)));
    }
    count.products = products.len();
    count
}

#[test]
fn every_real_record_is_read() {
    let Some(path) = real("cve/cve_sample.ndjson.zst") else { return };
    let count = read_all(&path);
    println!("{count:#?}");
    assert_eq!((count.records, count.rejected), (6340, 104));
    assert_eq!(count.vectors.iter().sum::<usize>(), 6373);
    assert!(count.left_out.is_empty());
    // Half of them are scores with threat in the place of the base score; the others are of those who computed by another rule, or wrote
    // another number.
    assert_eq!(count.other_scores.len(), 51);
}

#[test]
#[ignore = "166 MB of JSON: a minute without optimisation"]
fn every_record_of_the_large_file_is_read() {
    let Some(path) = real("cve/cve_vulnrichment_complet.ndjson.zst") else { return };
    let count = read_all(&path);
    println!("{count:#?}");
    assert_eq!(count.records, 44_130);
}

#[test]
fn every_real_catalogue_is_read() {
    for (name, number) in [("kev_epss/kev_2026-01.json.gz", 1501), ("kev_epss/kev_2025-08.json.gz", 1404)] {
        let Some(path) = real(name) else { return };
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(File::open(path).unwrap()).read_to_end(&mut bytes).unwrap();
        let catalogue = Catalogue::read(&bytes).unwrap();
        assert_eq!(catalogue.known.len(), number);
        assert!(catalogue.known.iter().filter(|known| known.ransomware).count() > 200);
    }
}

#[test]
fn every_real_probability_is_read() {
    let Some(path) = real("kev_epss/epss_scores-2026-01-30.csv.gz") else { return };
    let wanted = ["CVE-1999-0002", "CVE-2026-25211"].map(|cve| CveId::parse(cve).unwrap());
    let scores = look_up(File::open(path).unwrap(), &BTreeSet::from(wanted)).unwrap();
    assert_eq!((scores.model.as_str(), scores.rows), ("v2025.03.14", 313_089));
    let found: Vec<_> = scores.found.iter().map(|one| one.probability.hundred_thousandths()).collect();
    assert_eq!(found, [9123, 4]);
}
