//! A list of FINESS numbers as it was pasted: from a table, a mail, a file, with any separators. Nothing of it is passed over.

use std::collections::BTreeSet;

use vocabulary::{FinessError, FinessNumber, Refusal};

/// Numbers of one list.
const MOST: usize = 2000;

/// Something that stands in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The line, from 1.
    pub line: usize,
    /// As it was pasted.
    pub text: String,
    /// The number, or what is wrong with it.
    pub read: Result<FinessNumber, Refusal>,
}

/// Refuses a list that is longer than anybody's.
pub fn most(items: usize) -> Result<(), Refusal> {
    if items > MOST {
        Err(Refusal::new("too-many").at("numbers").with("max", MOST.to_string()))
    } else {
        Ok(())
    }
}

/// Everything that stands in a list, each number once: a second time is said, and refused.
pub fn items(text: &str) -> Vec<Item> {
    let mut seen = BTreeSet::new();
    let mut items = Vec::new();
    for (line, written) in text.lines().enumerate() {
        for cell in written.split([',', ';', '\t', '|', '"', '\'', '(', ')', '/']) {
            for text in numbers(cell) {
                let read = FinessNumber::parse(&text).map_err(explain).and_then(|number| {
                    if seen.insert(number) { Ok(number) } else { Err(Refusal::new("finess-twice")) }
                });
                items.push(Item { line: line + 1, text, read });
            }
        }
    }
    items
}

/// The numbers of one cell, and the words between them: `350 000 022` is one number, `350000022 350000030` two.
fn numbers(cell: &str) -> Vec<String> {
    let (mut found, mut number, mut words) = (Vec::new(), Vec::new(), Vec::new());
    let length =
        |parts: &[&str]| parts.iter().flat_map(|part| part.chars()).filter(|c| c.is_alphanumeric()).count();
    let flush = |parts: &mut Vec<&str>, found: &mut Vec<String>| {
        if !parts.is_empty() {
            found.push(parts.join(" "));
            parts.clear();
        }
    };
    for part in cell.split_whitespace() {
        if is_of_a_number(part) {
            flush(&mut words, &mut found);
            if length(&number) + length(&[part]) > 9 {
                flush(&mut number, &mut found);
            }
            number.push(part);
            if length(&number) >= 9 {
                flush(&mut number, &mut found);
            }
        } else {
            flush(&mut number, &mut found);
            words.push(part);
        }
    }
    flush(&mut number, &mut found);
    flush(&mut words, &mut found);
    found
}

/// Digits, the Corsican letters, and what people write between groups.
fn is_of_a_number(part: &str) -> bool {
    part.chars().any(|c| c.is_ascii_digit())
        && part.chars().all(|c| {
            c.is_ascii_digit()
                || matches!(
                    c,
                    'A' | 'B' | 'a' | 'b' | '.' | '-' | '\u{2010}'..='\u{2015}' | '\u{200b}' | '\u{feff}'
                )
        })
}

fn explain(error: FinessError) -> Refusal {
    match error {
        FinessError::Length(length) => Refusal::new("finess-length").with("length", length.to_string()),
        FinessError::Character(character) => {
            Refusal::new("finess-character").with("character", character.to_string())
        }
        FinessError::CheckDigit(expected) => {
            Refusal::new("finess-check-digit").with("expected", expected.to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What each item is: the number, or the code of what is wrong.
    fn read(text: &str) -> Vec<String> {
        let said = |item: Item| {
            item.read.map_or_else(|refusal| refusal.code.to_owned(), |number| number.to_string())
        };
        items(text).into_iter().map(said).collect()
    }

    #[test]
    fn a_list_is_read_whatever_stands_between() {
        let (a, b) = ("359900008", "759900004");
        for text in [
            "359900008\n759900004",
            "359900008 759900004",
            "359900008,759900004;",
            "359 900 008 759 900 004",
            "\"359900008\"\t\"759900004\"",
            "35-99.00008 | 7599 00004",
            "\u{feff}359900008\r\n\r\n759900004\r\n",
        ] {
            assert_eq!(read(text), [a, b], "{text:?}");
        }
        assert_eq!(read(""), Vec::<String>::new());
    }

    #[test]
    fn what_is_wrong_says_why_and_where() {
        assert_eq!(read("359900009"), ["finess-check-digit"]);
        assert_eq!(read("35990000"), ["finess-length"]);
        assert_eq!(read("359900008\n359 900 008"), ["359900008", "finess-twice"]);
        assert_eq!(read("CHU des Embruns 359900008"), ["finess-character", "359900008"]);
        let items = items("359900008\n\nx 759900005");
        assert_eq!(items.iter().map(|item| item.line).collect::<Vec<_>>(), [1, 3, 3]);
        assert_eq!(items[1].text, "x");
        assert_eq!(items[2].read.as_ref().unwrap_err().parameters["expected"], "4");
        assert!(most(2000).is_ok() && most(2001).is_err());
    }

    proptest! {
        /// Nothing that was pasted is passed over: each letter and digit stands in an item.
        #[test]
        fn nothing_is_lost(text in "[0-9ABx ,;\n.\t-]{0,80}") {
            let kept = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            let all: String = items(&text).iter().map(|item| kept(&item.text)).collect();
            prop_assert_eq!(all, kept(&text));
        }
    }
}
