//! Words of a text, as both engines index them. Language is done here, in Rust, and the engines only index words:
//! the same answers on both.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Small letters, accents folded, ligatures opened: `Œuvre` and `oeuvre` are one word.
pub fn fold(text: &str) -> String {
    // Most of what is indexed has no accent: nothing to take apart then.
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).fold(
        String::with_capacity(text.len()),
        |mut folded, c| {
            match c {
                'œ' => folded.push_str("oe"),
                'æ' => folded.push_str("ae"),
                'ø' => folded.push('o'),
                'ß' => folded.push_str("ss"),
                c => folded.push(c),
            }
            folded
        },
    )
}

/// The folded words of a text: runs of letters and digits, at most `most` of them, each cut at 40 characters.
pub fn words(text: &str, most: usize) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(most)
        .map(|word| word.chars().take(40).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_ligatures_do_not_count() {
        assert_eq!(
            words("L’Hôpital  SACRÉ-CŒUR (Ærø), n°12", 9),
            ["l", "hopital", "sacre", "coeur", "aero", "n", "12"]
        );
        assert_eq!(words("CHU de Rennes, 35000", 9), ["chu", "de", "rennes", "35000"]);
        assert_eq!(words("", 9), Vec::<String>::new());
        assert_eq!(words("a b c", 2), ["a", "b"]);
    }
}
