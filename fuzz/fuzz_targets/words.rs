//! Any text where a moment, a code, a reference, a name of a file or plain words are asked for: cleaned once is cleaned, and
//! what is read is written and read again as the same.
#![no_main]

use declarations::rules::{
    FollowUpCode, Reference, clean_file_name, clean_text, find_patient_numbers, mask_patient_numbers, understand,
};
use vocabulary::Instant;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let clean = clean_text(text);
    assert_eq!(clean_text(&clean), clean);
    let name = clean_file_name(text);
    assert_eq!(clean_file_name(&name), name);
    assert!(!name.starts_with('.') && !name.contains(['/', '\\']) && name.chars().count() <= 120);
    assert!(find_patient_numbers(&mask_patient_numbers(text)).is_empty());
    let now = Instant::from_millis(1_773_133_200_000);
    for zone in ["Europe/Paris", "America/Cayenne", "Indian/Reunion"] {
        let _ = understand(text, now, zone);
    }
    if let Ok(reference) = Reference::parse("VIG", text) {
        assert_eq!(Reference::parse("VIG", &reference.to_string()), Ok(reference));
    }
    let _ = FollowUpCode::parse(text);
});
