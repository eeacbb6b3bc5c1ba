//! The last part of an address, out of a title.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Characters of a slug.
const MOST: usize = 80;

/// `Faille critique de l’équipement X 10.2` becomes `faille-critique-de-l-equipement-x-10-2`. Empty when the title has no
/// letter and no digit of the Latin alphabet.
pub fn slug(title: &str) -> String {
    let opened: String = title
        .chars()
        .take(400)
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect::<String>()
        .replace('œ', "oe")
        .replace('æ', "ae");
    let mut slug = String::new();
    for word in opened.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if slug.len() + 1 + word.len() > MOST {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug += word;
    }
    slug
}

/// Whether a text can stand at the end of an address as it is.
pub fn is_slug(text: &str) -> bool {
    !text.is_empty() && text.len() <= MOST && slug(text) == text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_title_becomes_an_address() {
        for (title, expected) in [
            ("Faille critique de l’équipement X 10.2", "faille-critique-de-l-equipement-x-10-2"),
            ("  Œuvre — « citée » !", "oeuvre-citee"),
            ("../../etc/passwd", "etc-passwd"),
            ("緊急", ""),
        ] {
            assert_eq!(slug(title), expected);
        }
        assert!(is_slug("rancongiciel") && !is_slug("Rançongiciel") && !is_slug("a--b") && !is_slug(""));
    }

    proptest! {
        #[test]
        fn whatever_the_title_the_address_is_a_slug_or_nothing(title in ".{0,200}") {
            let made = slug(&title);
            prop_assert!(made.is_empty() || is_slug(&made), "{made}");
        }
    }
}
