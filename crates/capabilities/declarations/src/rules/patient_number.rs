//! Social-security numbers (NIR) left in free text: 13 characters and a key of two digits (INSEE): the key is 97 less the
//! number modulo 97, 2A counting as 19 and 2B as 18.

use std::ops::Range;

/// Where the text holds numbers of 15 characters whose key is right, spaces, dots and hyphens apart. Byte ranges.
pub fn find(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (start, first) in text.char_indices() {
        let after_digit = text
            .get(..start)
            .and_then(|before| before.chars().next_back())
            .is_some_and(|c| c.is_ascii_alphanumeric());
        if !matches!(first, '1'..='4' | '7' | '8')
            || after_digit
            || found.last().is_some_and(|last| last.end > start)
        {
            continue;
        }
        if let Some(end) = number_at(text, start) {
            found.push(start..end);
        }
    }
    found
}

/// The text with every digit of such numbers hidden; the rest, spaces among them, stays as it was.
pub fn mask(text: &str) -> String {
    let found = find(text);
    let hidden =
        |at: usize, c: char| c.is_ascii_alphanumeric() && found.iter().any(|range| range.contains(&at));
    text.char_indices().map(|(at, c)| if hidden(at, c) { '•' } else { c }).collect()
}

/// The end of the number that begins there, if there is one.
fn number_at(text: &str, start: usize) -> Option<usize> {
    let mut characters = String::with_capacity(15);
    let mut separators = 0;
    for (at, c) in text.get(start..)?.char_indices() {
        match c {
            '0'..='9' => separators = 0,
            'A' | 'B' | 'a' | 'b' if characters.len() == 6 && characters.ends_with('2') => separators = 0,
            ' ' | '.' | '-' | '\u{a0}' | '\u{202f}' if separators == 0 => {
                separators += 1;
                continue;
            }
            _ => return None,
        }
        characters.push(c.to_ascii_uppercase());
        if characters.len() == 15 {
            let next = text.get(start + at + c.len_utf8()..)?.chars().next();
            return (key_is_right(&characters) && !next.is_some_and(|c| c.is_ascii_digit()))
                .then_some(start + at + c.len_utf8());
        }
    }
    None
}

fn key_is_right(characters: &str) -> bool {
    let Some((number, key)) = characters.split_at_checked(13) else { return false };
    let number = number.replace("2A", "19").replace("2B", "18");
    match (number.parse::<u64>(), key.parse::<u64>()) {
        (Ok(number), Ok(key)) => 97 - number % 97 == key,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_found_and_others_are_not() {
        // The fictitious number that INSEE itself gives as an example of the form.
        for (text, number) in [
            ("n° 2 55 08 14 168 025 38, merci", "2 55 08 14 168 025 38"),
            ("255081416802538", "255081416802538"),
            ("Mme X\n255.08.14.168.025-38", "255.08.14.168.025-38"),
        ] {
            let found: Vec<&str> = find(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, [number], "{text}");
        }
        for text in [
            "255081416802539 0199001234 12345678901234567",
            "x255081416802538",
            "2550814168025380",
            "VIG-2026-004217-K, 0000 0000 0000 0000 0000 0000",
            "appeler le 01 99 00 12 34 ou le 01 99 00 12 35",
        ] {
            assert!(find(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn corsica_counts_its_letters() {
        for (department, as_number) in [("2A", 19), ("2B", 18)] {
            let key = 97 - (1_800_100_000_000_u64 + as_number * 1_000_000 + 4_001) % 97;
            assert_eq!(find(&format!("18001{department}004001{key:02}")).len(), 1, "{department}");
            assert_eq!(find(&format!("18001{}004001{key:02}", department.to_lowercase())).len(), 1);
            assert_eq!(find(&format!("18001{department}004001{:02}", key % 97 + 1)).len(), 0);
        }
    }

    #[test]
    fn masked_is_only_the_number() {
        assert_eq!(mask("né, 2 55 08 14 168 025 38 !"), "né, • •• •• •• ••• ••• •• !");
        assert_eq!(mask("rien"), "rien");
    }

    proptest! {
        #[test]
        fn any_text_is_searched_without_harm(text: String) {
            for range in find(&text) { prop_assert!(text.get(range).is_some()); }
            prop_assert_eq!(mask(&text).chars().count(), text.chars().count());
            prop_assert!(find(&mask(&text)).is_empty());
        }

        #[test]
        fn a_number_is_found_wherever_it_stands_and_masked(number in 1_000_000_000_000_u64..3_000_000_000_000, before in "[ a-z]{0,20}", after in "[, a-z]{0,20}") {
            let text = format!("{before} {number}{:02}{after}", 97 - number % 97);
            prop_assert_eq!(find(&text).len(), 1);
            prop_assert!(!mask(&text).contains(char::is_numeric));
        }
    }
}
