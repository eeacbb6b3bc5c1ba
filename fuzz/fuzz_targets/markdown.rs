//! Any text as one to publish: read or refused, and what stands on the page is made of our own tags, well formed.
#![no_main]

use markdown::{Glossary, Options, Size, Term, Text};

#[path = "../../crates/formats/markdown/tests/it/fragment.rs"]
mod fragment;

libfuzzer_sys::fuzz_target!(|typed: &str| {
    let Ok(text) = Text::parse(typed) else { return };
    assert_eq!(Text::parse(text.source()).as_ref(), Ok(&text));
    let forms = typed.split_whitespace().take(3).map(str::to_owned).collect();
    let glossary = Glossary::new(vec![Term { key: typed.to_owned(), forms, means: typed.to_owned() }]);
    let options = Options {
        glossary: Some(&glossary),
        images: &|_| Some(Size { width: 1, height: 1 }),
        table: "T",
        away: "autre site",
        ..Options::default()
    };
    assert_eq!(fragment::check(text.html(&options).as_str()), Ok(()));
    let _ = (text.plain(), text.summary(100), text.outline(), text.sections(), text.links(), text.images());
});
