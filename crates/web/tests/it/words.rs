//! The words are whole.

use std::{collections::BTreeSet, fs, path::Path};

use vocabulary::{Language, Wording as _};

#[test]
fn both_languages_say_the_same_keys_with_the_same_arguments() {
    assert_eq!(web::check_words(), Vec::<String>::new());
}

/// Every text of a folder's files of these kinds.
fn texts(folder: &Path, kinds: &[&str], into: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts(&path, kinds, into);
        } else if kinds.iter().any(|kind| path.extension().is_some_and(|e| e == *kind)) {
            into.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

/// Keys of families are made of a prefix and a code; these prefixes are looked for in the sources.
#[test]
fn no_sentence_is_missing_and_none_is_of_no_use() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = String::new();
    for folder in ["src", "templates"] {
        texts(&here.join(folder), &["rs", "html"], &mut sources);
    }
    texts(&here.join("../capabilities"), &["rs"], &mut sources);
    let mut words = String::new();
    texts(&here.join("locales/fr"), &["ftl"], &mut words);
    let keys: BTreeSet<&str> = words
        .lines()
        .filter_map(|l| l.split_once(" =").map(|(k, _)| k))
        .filter(|k| !k.starts_with([' ', '#', '[']))
        .collect();
    let quoted: BTreeSet<&str> = sources.split('"').collect();
    let families: Vec<String> = quoted
        .iter()
        .filter_map(|text| {
            text.strip_suffix('-')
                .map(str::to_owned)
                .or_else(|| text.split_once("-{").map(|(p, _)| p.to_owned()))
        })
        .filter(|prefix| !prefix.is_empty() && prefix.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
        .collect();
    let unused: Vec<&&str> = keys
        .iter()
        .filter(|key| {
            !quoted.contains(**key) && !families.iter().any(|prefix| key.starts_with(&format!("{prefix}-")))
        })
        .filter(|key| !words.contains(&format!("{{ {key} }}")))
        // A page of text numbers its paragraphs: `legal-1-title`.
        .filter(|key| {
            !key.split_once(|c: char| c.is_ascii_digit())
                .is_some_and(|(name, _)| quoted.contains(name.trim_end_matches('-')))
        })
        .collect();
    assert!(unused.is_empty(), "said nowhere: {unused:?}");
    let called = |marker: &str| {
        sources
            .split(marker)
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let asked: BTreeSet<String> =
        [".t(\"", ".t1(\"", ".t2(\"", ".with(\""].iter().flat_map(|m| called(m)).collect();
    let missing: Vec<&String> =
        asked.iter().filter(|key| key.contains('-') && !keys.contains(key.as_str())).collect();
    assert!(missing.is_empty(), "asked for and not there: {missing:?}");
}

#[test]
fn no_line_of_french_begins_with_a_sign() {
    let (mut sources, locales) = (String::new(), web::Locales::load());
    texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("locales/fr"), &["ftl"], &mut sources);
    let whole = sources.lines().filter(|line| !line.starts_with([' ', '#']) && !line.contains('{'));
    let said: Vec<String> = whole
        .filter_map(|line| line.split_once(" = "))
        .map(|(key, _)| locales.text(Language::Fr, key, &[]))
        .collect();
    assert!(
        said.iter().any(|text| text.contains("\u{a0}:")) && said.iter().any(|text| text.contains("\u{a0}?"))
    );
    for text in said {
        assert!(![" :", " ;", " !", " ?", " »", "« ", " %"].iter().any(|sign| text.contains(sign)), "{text}");
    }
}
