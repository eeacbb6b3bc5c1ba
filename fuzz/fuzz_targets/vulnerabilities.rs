//! Any bytes as a CVE record, a catalogue of exploited ones, a file of probabilities, a vector and the name of a product: read or refused,
//! without panic; what is read is normal, and its keys give it back.
#![no_main]

use std::collections::BTreeSet;

use vulnerabilities::{Catalogue, CveId, ProductName, Record, Vector, explain, look_up};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(record) = Record::read(bytes) {
        for scored in &record.cvss {
            check(&scored.vector);
        }
        for name in record.products() {
            named(&name);
        }
    }
    let _ = Catalogue::read(bytes);
    let wanted = BTreeSet::from([CveId::parse("CVE-1999-0001").expect("valid")]);
    if let Ok(scores) = look_up(bytes, &wanted) {
        assert!(scores.found.len() <= wanted.len());
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(vector) = Vector::parse(text) {
        check(&vector);
    }
    let (vendor, product) = text.split_once('\n').unwrap_or((text, text));
    for name in [ProductName::from_cpe(text), ProductName::new(vendor, product)].into_iter().flatten() {
        named(&name);
    }
});

fn check(vector: &Vector) {
    assert_eq!(Vector::parse(vector.as_str()).as_ref(), Ok(vector));
    assert!(explain(vector).len() >= 8);
}

fn named(name: &ProductName) {
    assert_eq!(ProductName::from_key(&name.key()).as_ref(), Ok(name));
    assert_eq!(ProductName::new(name.vendor(), name.product()).as_ref(), Ok(name));
}
