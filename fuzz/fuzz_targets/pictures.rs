//! Any bytes as a file of an image: what is said of it is within what may be sent, comes from its first bytes alone, and is refused by one of
//! three names.
#![no_main]

use pictures::{Format, Header, MOST_PIXELS, MOST_SIDE};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    // Behind the marks by which each form begins, so that what comes after them is tried too.
    let marks: [&[u8]; 6] = [
        b"",
        b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR",
        b"\xFF\xD8\xFF",
        b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0",
        b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0",
        b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0",
    ];
    for mark in marks {
        let file = [mark, bytes].concat();
        match Header::read(&file) {
            Ok(header) => {
                let pixels = u64::from(header.width) * u64::from(header.height);
                assert!(header.width > 0 && header.height > 0 && pixels <= MOST_PIXELS);
                assert!(header.width.max(header.height) <= MOST_SIDE);
                assert_eq!(Format::from_code(header.format.code()), Some(header.format));
                // What comes behind changes nothing.
                assert_eq!(Header::read(&[&file, &b"behind"[..]].concat()), Ok(header));
            }
            Err(refusal) => {
                assert!(["image-format", "image-broken", "image-pixels"].contains(&refusal.code), "{refusal:?}");
            }
        }
    }
});
