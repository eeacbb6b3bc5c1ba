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
        assert_eq!(find("n° 2 55 08 14 168 025 38, merci"), [4..25]);
        assert_eq!(find("255081416802538"), [0..15]);
        assert_eq!(find("255081416802539 0199001234 12345678901234567"), []);
        assert_eq!(find("x255081416802538"), []);
        let corsica = 97 - 1_500_119_000_001_u64 % 97;
        assert_eq!(find(&format!("15001192A00001{corsica:02}")).len(), 0, "sixteen characters");
    }

    proptest! {
        #[test]
        fn any_text_is_searched_without_harm(text: String) {
            for range in find(&text) { prop_assert!(text.get(range).is_some()); }
        }
    }
}
