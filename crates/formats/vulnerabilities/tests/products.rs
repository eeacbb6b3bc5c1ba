//! Names of products: CPEs as they are written, and keys that can stand in addresses.
#![allow(clippy::unwrap_used, reason = "a test fails loudly")]

use proptest::prelude::*;
use vulnerabilities::{NotAProduct, ProductName};

#[test]
fn cpes_are_read_in_both_of_their_forms() {
    let cases = [
        ("cpe:2.3:a:exemple:console:2.0:*:*:*:*:*:*:*", "exemple/console"),
        ("cpe:2.3:a:exemple:console", "exemple/console"),
        ("cpe:/a:exemple:console", "exemple/console"),
        ("cpe:/o:exemple:noyau:6.1::~~~x64~~", "exemple/noyau"),
        ("cpe:2.3:h:Exemple:Scanner_MX\\/5:-:*:*:*:*:*:*:*", "exemple/scanner_mx.2f.5"),
        ("cpe:/h:exemple:scanner_mx%2f5", "exemple/scanner_mx.2f.5"),
        ("cpe:2.3:a:exemple:deux\\:points:1", "exemple/deux.3a.points"),
        ("cpe:2.3:a:exemple:bloc\\+\\+:1", "exemple/bloc.2b..2b."),
        ("cpe:2.3:a:exemple:console_2\\.0:1", "exemple/console_2.0"),
    ];
    for (text, key) in cases {
        assert_eq!(ProductName::from_cpe(text).map(|name| name.key()).as_deref(), Ok(key), "{text}");
    }
    for text in [
        "",
        "cpe:2.3:",
        "cpe:2.3:a:exemple",
        "cpe:2.3:x:exemple:console",
        "cpe:/a",
        "cpe:/a:exemple:%",
        "cpe:/a:exemple:%zz",
        "cpe:/a:exemple:%ff",
    ] {
        assert_eq!(ProductName::from_cpe(text), Err(NotAProduct::Form), "{text}");
    }
    for text in ["cpe:2.3:a:*:console:1", "cpe:2.3:a:exemple:-:1", "cpe:2.3:*:*:*:*", "cpe:/a::console"] {
        assert_eq!(ProductName::from_cpe(text), Err(NotAProduct::Nothing), "{text}");
    }
}

#[test]
fn what_people_write_meets_what_cpe_writes() {
    let cpe = ProductName::from_cpe("cpe:2.3:a:exemple_sante:edition_de_resultats:*").unwrap();
    assert_eq!(ProductName::new(" Exemple  Santé® ", "Édition de\tRésultats™"), Ok(cpe.clone()));
    assert_eq!((cpe.vendor(), cpe.product()), ("exemple_sante", "edition_de_resultats"));
    assert_eq!(cpe.display(), "exemple sante edition de resultats");
    assert_eq!(ProductName::new("Exemple", "Exemple Console").unwrap().display(), "exemple console");
    assert_eq!(ProductName::new("Exemple", "Exemplaire").unwrap().display(), "exemple exemplaire");
    // Other scripts keep their names, and keys that differ.
    assert_eq!(ProductName::new("医疗", "系统").unwrap().key(), ".533b..7597./.7cfb..7edf.");
    assert_eq!(ProductName::new("exemple", &"a".repeat(201)), Err(NotAProduct::Long));
    assert_eq!(ProductName::new("exemple", &"\u{200B}".repeat(1_000_000)), Err(NotAProduct::Nothing));
    assert_eq!(ProductName::new("n/a", "console"), Err(NotAProduct::Nothing));
}

#[test]
fn a_key_is_no_folder_and_holds_no_code_by_chance() {
    let key = |product: &str| ProductName::new("exemple", product).unwrap().key();
    assert_eq!(key(".."), "exemple/.2e..2e.");
    assert_eq!(key("1.0.2"), "exemple/1.0.2");
    assert_eq!(key(".net"), "exemple/.net");
    assert_eq!(key("a.2b.c"), "exemple/a.2e.2b.c");
    assert_eq!(key("a+c"), "exemple/a.2b.c");
    for bad in [
        "",
        "/",
        "exemple",
        "exemple/",
        "exemple/..",
        "exemple/Console",
        "exemple/a.2B.c",
        "a/b/c",
        "exemple/a__b",
    ] {
        assert!(ProductName::from_key(bad).is_err(), "{bad}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_key_can_stand_in_an_address_and_gives_the_name_back(
        vendor in "\\PC{1,12}|[a-f0-9.+/2be]{1,12}",
        product in prop_oneof![any::<String>(), "[a-f0-9.+/2be_]{1,14}"],
    ) {
        let Ok(name) = ProductName::new(&vendor, &product) else { return Ok(()) };
        let key = name.key();
        let (first, second) = key.split_once('/').unwrap();
        for part in [first, second] {
            prop_assert!(!part.is_empty() && part != "." && part != "..", "{}", key);
            prop_assert!(part.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-')), "{}", key);
        }
        prop_assert_eq!(ProductName::from_key(&key), Ok(name.clone()));
        prop_assert_eq!(ProductName::new(name.vendor(), name.product()), Ok(name));
    }

    #[test]
    fn any_text_is_a_cpe_or_none(text in "(cpe:(2\\.3:|/))?[aoh*]?(:[\\\\%a-z0-9:]{0,6}){0,5}\\PC{0,5}") {
        if let Ok(name) = ProductName::from_cpe(&text) {
            prop_assert_eq!(ProductName::from_key(&name.key()), Ok(name));
        }
    }
}
