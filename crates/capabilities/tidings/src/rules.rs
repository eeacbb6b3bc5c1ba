//! How often somebody is written to, whom a text calls by name, and what a mail may carry.

use std::collections::BTreeSet;

use vocabulary::Tlp;

/// Names that one text calls, at most: nobody rings at every door.
const MOST: usize = 20;

/// How often somebody is written to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rhythm {
    /// Of each thing that is for them.
    Each,
    /// Once a day, of all that they did not see.
    #[default]
    Daily,
    /// Never.
    Never,
}

impl Rhythm {
    /// All of them, in the order in which they stand.
    pub const ALL: [Self; 3] = [Self::Each, Self::Daily, Self::Never];

    /// Its name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Each => "each",
            Self::Daily => "daily",
            Self::Never => "never",
        }
    }

    /// The one of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// What a mail may carry of something said in the private space. A mailbox is outside it, and mail is read on the way: TLP:CLEAR is the
/// world's; TLP:GREEN is for the community, and a title among its members; all that is stricter stays where it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carried {
    /// Its title and its first words.
    Words,
    /// Its title.
    Title,
    /// That something is new.
    Nothing,
}

/// How much a mail may carry; `in_the_open` says that the group is no hidden one, of which nothing leaves.
pub fn carried(tlp: Tlp, in_the_open: bool) -> Carried {
    match tlp {
        _ if !in_the_open => Carried::Nothing,
        Tlp::Clear => Carried::Words,
        Tlp::Green => Carried::Title,
        Tlp::Amber | Tlp::AmberStrict | Tlp::Red => Carried::Nothing,
    }
}

/// Whom a text calls: `@camille-fictif`, each once, in code and addresses too, for a call too many is a mail and no leak.
pub fn called(body: &str) -> BTreeSet<String> {
    let mut called = BTreeSet::new();
    let mut before = ' ';
    for (at, letter) in body.char_indices() {
        let begins = letter == '@' && !(before.is_alphanumeric() || ".@_-".contains(before));
        before = letter;
        if !begins || called.len() >= MOST {
            continue;
        }
        let rest = body.get(at + 1..).unwrap_or_default();
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(rest.len());
        let handle = rest.get(..end).unwrap_or_default().trim_end_matches('-').to_lowercase();
        if vocabulary::is_slug(&handle) {
            called.insert(handle);
        }
    }
    called
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_calls_by_name_and_an_address_calls_nobody() {
        let called = |body: &str| called(body).into_iter().collect::<Vec<_>>();
        assert_eq!(called("Merci @camille-fictif, et (@Alex-2) !"), ["alex-2", "camille-fictif"]);
        assert_eq!(called("@un @un"), ["un"]);
        assert!(called("camille@exemple.fr, @, @-, a.@b, @@x").is_empty());
        let many: Vec<String> = (0..50).map(|n| format!("@nom-{n}")).collect();
        assert_eq!(super::called(&many.join(" ")).len(), MOST);
    }

    #[test]
    fn a_mail_carries_what_its_mark_lets_out() {
        use Carried::{Nothing, Title, Words};
        for (tlp, expected) in Tlp::ALL.into_iter().zip([Words, Title, Nothing, Nothing, Nothing]) {
            assert_eq!(carried(tlp, true), expected);
            assert_eq!(carried(tlp, false), Nothing);
        }
    }
}
