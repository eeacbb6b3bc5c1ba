//! Any JSON sent as a declaration: refused, or answers that are shown and read back as the same.
#![no_main]

use declarations::rules::{Answers, Schema, Stage, from_json, to_json};
use vocabulary::Instant;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(value) = serde_json::from_slice::<serde_json::Value>(bytes) else { return };
    let Ok(typed) = from_json(&value) else { return };
    let schema = Schema::current();
    let now = Instant::from_millis(1_773_133_200_000);
    let accept = |typed| Answers::accept(schema, typed, now, "Europe/Paris", Stage::Later, false);
    let Ok(answers) = accept(&typed) else { return };
    let shown = to_json(&answers, schema);
    let again = from_json(&shown).expect("what is shown can be sent");
    let again = accept(&again).expect("what was accepted is accepted");
    // A moment is kept as it was typed, and shown as the instant that it was taken for.
    assert_eq!(shown, to_json(&again, schema));
});
