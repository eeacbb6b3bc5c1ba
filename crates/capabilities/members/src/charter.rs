//! The code of conduct of the private space. A version that people accepted never changes: a new one is a new file, and a line here.

use vocabulary::Language;

/// One version of the code of conduct.
#[derive(Debug)]
pub struct Charter {
    /// Its number.
    pub version: i64,
    /// Since when, `2026-11-28`.
    pub since: &'static str,
    fr: &'static str,
    en: &'static str,
}

/// The versions, the first first.
const VERSIONS: &[Charter] = &[FIRST];
const FIRST: Charter = Charter {
    version: 1,
    since: "2026-11-28",
    fr: include_str!("../charter/1.fr.md"),
    en: include_str!("../charter/1.en.md"),
};

impl Charter {
    /// Its text, in Markdown.
    pub fn text(&self, language: Language) -> &'static str {
        match language {
            Language::Fr => self.fr,
            Language::En => self.en,
        }
    }
}

/// The version to be accepted now.
pub fn current() -> &'static Charter {
    VERSIONS.last().unwrap_or(&FIRST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_counted_and_say_the_same_in_both_languages() {
        for (place, charter) in VERSIONS.iter().enumerate() {
            assert_eq!(charter.version, i64::try_from(place).unwrap() + 1);
            let parts =
                |language| charter.text(language).lines().filter(|line| line.starts_with("## ")).count();
            assert_eq!(parts(Language::Fr), parts(Language::En));
            assert!(parts(Language::Fr) > 5, "it is really written");
        }
        assert!(VERSIONS.is_sorted_by_key(|charter| charter.since));
    }
}
