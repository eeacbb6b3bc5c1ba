//! The words of the declaration: every item of the schema and of the rules is said in both languages, and the first
//! declaration stays short enough to be made in three minutes.

use std::collections::BTreeMap;

use declarations::rules::{Advice, Answers, Card, Criterion, Field, Kind, RuleSet, Schema, Stage, Typed};
use vocabulary::Instant;

type Words = BTreeMap<&'static str, &'static str>;

const SOURCES: [(&str, [&str; 2]); 2] = [
    (
        "fr",
        [
            include_str!("../../../../web/locales/fr/declarations.ftl"),
            include_str!("../../../../web/locales/fr/gestures.ftl"),
        ],
    ),
    (
        "en",
        [
            include_str!("../../../../web/locales/en/declarations.ftl"),
            include_str!("../../../../web/locales/en/gestures.ftl"),
        ],
    ),
];

/// Our files hold one message a line: the first column is its key.
fn words(language: &str) -> Words {
    let (_, files) = SOURCES.into_iter().find(|(tag, _)| *tag == language).unwrap();
    let mut words = Words::new();
    for line in
        files.into_iter().flat_map(str::lines).filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let (key, text) = line.split_once(" = ").unwrap_or_else(|| panic!("one message a line: {line}"));
        assert!(words.insert(key, text).is_none(), "{key} is said twice in {language}");
    }
    words
}

/// Values that mean the same in every field are said once, by the pages.
fn has_words_of_its_own(field: &Field, value: &str) -> bool {
    field.choice(value).is_some()
}

/// Every key that the schema, the rules and the cards ask for.
fn expected() -> Vec<String> {
    let schema = Schema::current();
    let mut keys: Vec<String> =
        schema.sections().iter().map(|section| format!("section-{section}")).collect();
    for field in schema.fields() {
        let slug = field.slug();
        keys.push(format!("field-{slug}"));
        keys.extend(field.stage.as_deref().map(|stage| format!("stage-{stage}")));
        keys.extend(field.screen.map(|screen| format!("step-{screen}")));
        let values = field.values().into_iter().filter(|value| has_words_of_its_own(field, value));
        keys.extend(values.map(|value| format!("choice-{slug}-{value}")));
    }
    for criterion in Criterion::ALL {
        keys.extend(["", "-why"].map(|part| format!("criterion-{}{part}", criterion.code())));
    }
    for version in ["2017", "2022"] {
        let rules = RuleSet::by_version(version).unwrap();
        keys.push(format!("rule-set-{version}"));
        keys.extend(
            rules
                .notice_rules()
                .flat_map(|(to, rule)| [format!("recipient-{}", to.code()), format!("rule-{rule}")]),
        );
        keys.extend(
            rules.duty_codes().flat_map(|code| ["", "-why"].map(|part| format!("duty-{code}{part}"))),
        );
        keys.extend(
            rules.triage_fields().map(|field| format!("triage-{}", schema.field(field).unwrap().slug())),
        );
    }
    for advice in [Advice::Must, Advice::Should, Advice::NoNeed] {
        keys.extend(["", "-why"].map(|part| format!("advice-{}{part}", advice.code())));
    }
    for card in Card::all() {
        keys.extend(["title", "why", "then"].map(|part| card.key(part)));
        keys.extend(card.gestures().chain(card.avoid()));
    }
    keys.sort();
    keys.dedup();
    keys
}

#[test]
fn every_item_is_said_in_both_languages() {
    for language in ["fr", "en"] {
        let words = words(language);
        let absent: Vec<String> =
            expected().into_iter().filter(|key| !words.contains_key(key.as_str())).collect();
        assert!(absent.is_empty(), "not said in {language}: {absent:?}");
    }
}

#[test]
fn both_languages_say_the_same_things_with_the_same_arguments() {
    let arguments = |text: &str| {
        let mut names: Vec<String> = text
            .split("{ $")
            .skip(1)
            .map(|rest| rest.chars().take_while(char::is_ascii_alphanumeric).collect())
            .collect();
        names.sort();
        names
    };
    let (french, english) = (words("fr"), words("en"));
    assert_eq!(french.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>());
    for (key, text) in &french {
        assert_eq!(arguments(text), arguments(english[key]), "{key}");
        let allowed = arguments(text).into_iter().all(|name| ["operator", "phone"].contains(&name.as_str()));
        assert!(allowed, "{key} asks for an argument that nobody gives");
    }
}

#[test]
fn nothing_is_said_of_what_does_not_exist() {
    let expected = expected();
    let schema = Schema::current();
    for key in words("fr").keys() {
        let derived = [
            "field-",
            "choice-",
            "gestures-",
            "section-",
            "rule-",
            "recipient-",
            "duty-",
            "criterion-",
            "step-",
            "triage-",
        ];
        let hint = key
            .strip_prefix("field-")
            .and_then(|key| key.strip_suffix("-hint"))
            .is_some_and(|slug| schema.fields().iter().any(|field| field.slug() == slug));
        // Said beside what is derived: of duties in general, and of the structure, whom no rule names.
        let beside =
            ["duty-prefilled", "recipient-structure"].contains(key) || key.starts_with("rule-structure-");
        if derived.iter().any(|prefix| key.starts_with(prefix)) && !hint && !beside {
            assert!(expected.iter().any(|asked| asked == key), "{key} is asked by nothing");
        }
    }
}

#[test]
fn typography_is_that_of_each_language_and_no_text_holds_markup() {
    for language in ["fr", "en"] {
        for (key, text) in words(language) {
            assert!(!text.contains(['<', '>', '\'', '"']), "{key} in {language}: {text}");
            assert!(!text.contains("  ") && text.trim() == text, "{key} in {language}");
            if language == "fr" {
                for mark in [" ;", " :", " !", " ?", "« ", " »"] {
                    assert!(!text.contains(mark), "{key}: a space that may break before {mark:?}");
                }
            }
        }
    }
}

/// The words on the screens of the first declaration: titles, labels, hints and choices.
fn texts_of_the_screens(words: &Words) -> Vec<&'static str> {
    let schema = Schema::current();
    let mut texts: Vec<&str> = (1..=4).map(|screen| words[format!("step-{screen}").as_str()]).collect();
    for field in schema.fields().iter().filter(|field| field.screen.is_some()) {
        let slug = field.slug();
        texts.push(words[format!("field-{slug}").as_str()]);
        texts.extend(words.get(format!("field-{slug}-hint").as_str()));
        for value in field.values() {
            // "Je ne sais pas", "I do not know": said by the pages, four words in both languages.
            texts.push(
                words.get(format!("choice-{slug}-{value}").as_str()).copied().unwrap_or("I do not know"),
            );
        }
    }
    texts
}

fn count(texts: &[&str]) -> usize {
    let counts = |word: &&str| word.chars().any(char::is_alphanumeric);
    // Non-breaking spaces are white space too.
    texts.iter().map(|text| text.split_whitespace().filter(counts).count()).sum()
}

#[test]
fn the_first_declaration_is_read_in_220_words() {
    for language in ["fr", "en"] {
        let read = count(&texts_of_the_screens(&words(language)));
        assert!(read <= 220, "{read} words in {language}");
        assert!(read > 120, "{read} words in {language}: the test no longer finds the copy");
    }
}

/// Words at 200 a minute, 0.35 s a character typed, 1.5 s a choice, 3 s a page: what an ordinary declaration takes.
#[test]
fn the_first_declaration_is_made_in_three_minutes() {
    let typed = [
        ("declarant.phone", "06 39 98 00 12"),
        (
            "summary",
            "Tous les postes des urgences affichent un message de rançon, les dossiers ne s’ouvrent plus.",
        ),
        ("noticed_at", "ce matin 6h30"),
        ("facility_text", "centre hospitalier trois rivières"),
        ("declarant.name", "Camille Exemple"),
        ("declarant.function", "cadre de garde"),
    ];
    let chosen = [("care", "potential"), ("kind", "ransom"), ("help", "call")];
    let all: Typed = typed
        .iter()
        .chain(&chosen)
        .map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()]))
        .collect();
    let now = Instant::from_timestamp("2026-11-23T09:00:00Z".parse().unwrap());
    Answers::accept(Schema::current(), &all, now, "Europe/Paris", Stage::First, false)
        .expect("what the model types is a whole declaration");
    let characters: usize = typed.iter().map(|(_, value)| value.chars().count()).sum();
    // One more choice: the site among those found.
    let choices = chosen.len() + 1;
    // The introduction and the receipt are pages too.
    let pages = 4 + 2;
    for language in ["fr", "en"] {
        let read = count(&texts_of_the_screens(&words(language)));
        let tenths = read * 600 / 200 + characters * 35 / 10 + choices * 15 + pages * 30;
        assert!(tenths <= 1800, "{language}: {} seconds", tenths / 10);
    }
}

#[test]
fn yes_and_no_fields_need_no_words_of_their_own() {
    let schema = Schema::current();
    let yes_no = schema.fields().iter().filter(|field| field.kind == Kind::YesNo);
    for field in yes_no {
        assert!(field.values().iter().all(|value| !has_words_of_its_own(field, value)), "{}", field.name);
    }
}
