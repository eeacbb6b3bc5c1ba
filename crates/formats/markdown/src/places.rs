//! Words as parts of addresses.

use std::collections::{HashMap, HashSet};

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Characters of an address made of words.
const LONGEST_SLUG: usize = 60;

/// Words as a part of an address: small letters without accents, digits, and single hyphens. Empty where nothing is left.
pub fn slug(words: &str) -> String {
    let mut slug = String::new();
    for c in words.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        if slug.len() >= LONGEST_SLUG {
            break;
        }
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            'œ' => slug.push_str("oe"),
            'æ' => slug.push_str("ae"),
            'ß' => slug.push_str("ss"),
            'ø' => slug.push('o'),
            'ł' => slug.push('l'),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// Places on a page, none given twice.
#[derive(Default)]
pub struct Ids {
    taken: HashSet<String>,
    /// How often each slug was asked for, so that the next free number is not looked for from one again.
    asked: HashMap<String, usize>,
}

impl Ids {
    /// A place of that title.
    pub fn take(&mut self, title: &str) -> String {
        let slug = Some(slug(title)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "section".to_owned());
        let asked = self.asked.entry(slug.clone()).or_insert(0);
        loop {
            *asked += 1;
            let id = if *asked == 1 { format!("s-{slug}") } else { format!("s-{slug}-{asked}") };
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_parts_of_addresses() {
        for (words, part) in [
            ("À ne pas faire", "a-ne-pas-faire"),
            ("Ce qu’on peut conclure", "ce-qu-on-peut-conclure"),
            ("  Cœur & œuvre — n° 3 ! ", "coeur-oeuvre-n-3"),
            ("Straße", "strasse"),
            ("張", ""),
            ("<script>", "script"),
        ] {
            assert_eq!(slug(words), part);
        }
        assert_eq!(slug(&"a ".repeat(500)).len(), 59);
    }
}
