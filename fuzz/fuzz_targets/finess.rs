//! Any bytes: reading a register ends, without panic, and what it gives is written and read again unchanged.
#![no_main]

use finess::{Positions, Reader, Writer};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(positions) = Positions::read(bytes) else { return };
    let Ok(reader) = Reader::new(bytes, &positions) else { return };
    let sites: Vec<_> = reader.filter_map(Result::ok).collect();
    let mut written = Vec::new();
    let mut writer = Writer::new(&mut written).expect("a vector takes all");
    for site in &sites {
        writer.write(site).expect("a vector takes all");
    }
    let none = Positions::default();
    let again: Vec<_> =
        Reader::new(&written[..], &none).expect("our own header").filter_map(Result::ok).collect();
    assert_eq!(sites, again);
});
