//! Any text: looking for traces ends, without panic; each stands where it is said to, and made harmless it is found again.
//! Any bytes as a warning list: read or refused, and asked about each.
#![no_main]

use observables::{Lists, Observable, WarningList, find};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let lists = WarningList::read(bytes).map(|list| Lists::new(vec![list]));
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for found in find(text) {
        let one = found.observable;
        assert!(text.get(found.span).is_some_and(|part| !part.is_empty()));
        assert_eq!(Observable::parse(one.kind(), one.value()).as_ref(), Some(&one));
        assert_eq!(Observable::parse(one.kind(), &one.defanged()).as_ref(), Some(&one));
        if let Ok(lists) = &lists {
            lists.naming(&one);
        }
    }
});
