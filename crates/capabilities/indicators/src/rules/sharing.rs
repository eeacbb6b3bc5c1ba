//! What of an incident may be shared in the private space: on whose word, under which mark, and what would name the structure.

use vocabulary::{Refusal, Tlp};

use super::{
    State,
    addresses::{Range, plain, within},
};

/// The version of the text to which a structure says yes or no. Another text is another version: what was said to one is not said
/// to the other.
pub const TEXT: i64 = 1;
/// Traces shared in one go, at most.
pub const MOST: usize = 200;
/// Letters of a word that names: shorter ones stand in half of all names.
const LEAST: usize = 5;

/// Names of mail that belong to everybody: an address there names somebody, the name itself nobody.
const EVERYBODYS: [&str; 22] = [
    "aol.com",
    "bbox.fr",
    "free.fr",
    "gmail.com",
    "gmx.com",
    "gmx.fr",
    "googlemail.com",
    "hotmail.com",
    "hotmail.fr",
    "icloud.com",
    "laposte.net",
    "live.com",
    "live.fr",
    "msn.com",
    "neuf.fr",
    "orange.fr",
    "outlook.com",
    "outlook.fr",
    "protonmail.com",
    "sfr.fr",
    "wanadoo.fr",
    "yahoo.fr",
];
/// Second labels under which names are given to anybody, where one more label is somebody's own.
const SHARED_ENDS: [&str; 7] = ["asso", "gouv", "com", "co", "org", "net", "sante"];

codes! {
    /// What is said of sharing.
    Said {
        /// The cell asks.
        Asked = "asked",
        /// The structure agrees.
        Yes = "yes",
        /// It does not.
        No = "no",
        /// It agreed, and does no more.
        Withdrawn = "withdrawn",
    }
}

/// Whether this may be said after that. The cell asks once: a no, or a yes taken back, is not asked about again. The structure may
/// change its mind at any time.
pub fn may_say(last: Option<Said>, said: Said) -> Result<(), Refusal> {
    match (last, said) {
        (None, Said::Asked)
        | (Some(Said::Asked | Said::No | Said::Withdrawn), Said::Yes)
        | (Some(Said::Asked), Said::No)
        | (Some(Said::Yes), Said::Withdrawn) => Ok(()),
        _ => Err(Refusal::new("sharing-said")),
    }
}

/// Whether something new may be shared.
pub fn given(last: Option<Said>) -> Result<(), Refusal> {
    if last == Some(Said::Yes) { Ok(()) } else { Err(Refusal::new("sharing-no-consent")) }
}

/// How open a trace may be shared at most, from its mark and the one under which it came. The yes of a structure is to TLP:AMBER and
/// stricter, whatever it declared under; what somebody made stricter since stays so.
pub fn floor(own: Tlp, least: Tlp) -> Tlp {
    if own > least || own == Tlp::Red { own } else { own.min(Tlp::Amber) }
}

/// Whether a trace may be shared under a mark: it is one, and the mark is no more open than that. What names its readers is not
/// shared.
pub fn shareable(state: State, floor: Tlp, mark: Tlp) -> Result<(), Refusal> {
    if state != State::Active {
        return Err(Refusal::new("sharing-no-trace").at("chosen"));
    }
    if floor == Tlp::Red || mark == Tlp::Red {
        return Err(Refusal::new("sharing-red").at("tlp"));
    }
    if mark < floor {
        return Err(Refusal::new("sharing-mark").at("tlp").with("mark", floor.label()));
    }
    Ok(())
}

/// What names a structure.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Its names, its town, its people, its reference, its numbers: in small letters without accents, words apart by one space.
    phrases: Vec<String>,
    /// Its names on the Internet, and the part of each that is its own.
    domains: Vec<(String, String)>,
    /// Addresses of its people, where the name of the mail is everybody's.
    addresses: Vec<String>,
    /// Addresses of its machines.
    machines: Vec<Range>,
}

impl Names {
    /// Made from folded phrases, and from addresses and names of the Internet in small letters.
    pub fn new<'a>(
        phrases: impl IntoIterator<Item = &'a str>,
        addresses: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let mut names = Self::default();
        let phrases = phrases.into_iter().map(spaced);
        names.phrases = phrases.filter(|phrase| phrase.chars().count() > 1).collect();
        for address in addresses {
            let domain = address.rsplit('@').next().unwrap_or_default().trim_start_matches("www.");
            if domain.is_empty() {
                continue;
            }
            if EVERYBODYS.contains(&domain) {
                if address.contains('@') {
                    names.addresses.push(address.to_owned());
                }
            } else {
                let own = own(domain);
                let label = own.split('.').next().unwrap_or_default().replace('-', "");
                names.domains.push((own, label));
            }
        }
        names
    }

    /// The same, and what the cell knows to be its own: addresses of machines, ranges of them, names of the Internet.
    #[must_use]
    pub fn owning<'a>(mut self, own: impl IntoIterator<Item = &'a str>) -> Self {
        for value in own {
            match Range::parse(value) {
                Some(range) => self.machines.push(range),
                // Said to be its own by somebody: the whole of it, whoever else is beside it.
                None => self.domains.push((value.trim_start_matches("www.").to_owned(), String::new())),
            }
        }
        self
    }

    /// The address of a machine of the structure that a text holds.
    pub fn machine_in(&self, text: &str) -> Option<String> {
        within(&self.machines, &decoded(text))
    }

    /// Whether words name the structure; they are folded.
    pub fn in_words(&self, folded: &str) -> bool {
        let spaced = format!(" {} ", spaced(folded));
        self.phrases.iter().any(|phrase| spaced.contains(&format!(" {phrase} "))) || self.in_value(folded)
    }

    /// Whether a value names it: its own names of the Internet in it, or its name written as one word; the value is folded.
    pub fn in_value(&self, folded: &str) -> bool {
        let plain = decoded(folded);
        let tight: String = plain.chars().filter(|c| c.is_alphanumeric()).collect();
        let holds = |(domain, label): &(String, String)| {
            plain.contains(domain.as_str())
                || (label.chars().count() >= LEAST && tight.contains(label.as_str()))
        };
        let names = |phrase: &String| {
            let one: String = phrase.split(' ').collect();
            one.chars().count() > LEAST && phrase.contains(' ') && tight.contains(&one)
        };
        self.domains.iter().any(holds)
            || self.addresses.iter().any(|address| plain.contains(address.as_str()))
            || self.phrases.iter().any(names)
            || self.machine_in(folded).is_some()
    }
}

/// Letters and digits, words apart by one space.
fn spaced(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The part of a name that somebody took for themselves: `embruns.fr` of `mail.embruns.fr`.
fn own(domain: &str) -> String {
    let labels: Vec<&str> = domain.split('.').collect();
    let shared =
        labels.len() > 2 && labels.get(labels.len() - 2).is_some_and(|label| SHARED_ENDS.contains(label));
    let kept = if shared { 3 } else { 2 };
    labels.get(labels.len().saturating_sub(kept)..).unwrap_or_default().join(".")
}

/// A text with what is written `%2e` in it read, twice at most, and made-harmless points as points.
fn decoded(text: &str) -> String {
    let mut text = text.to_lowercase();
    for _ in 0..2 {
        text = percent_encoding::percent_decode_str(&text).decode_utf8_lossy().to_lowercase();
    }
    plain(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_say_what_after_what_is_one_table() {
        let all = [Said::Asked, Said::Yes, Said::No, Said::Withdrawn];
        for (last, allowed) in [
            (None, vec![Said::Asked]),
            (Some(Said::Asked), vec![Said::Yes, Said::No]),
            (Some(Said::Yes), vec![Said::Withdrawn]),
            (Some(Said::No), vec![Said::Yes]),
            (Some(Said::Withdrawn), vec![Said::Yes]),
        ] {
            for said in all {
                assert_eq!(may_say(last, said).is_ok(), allowed.contains(&said), "{last:?} {said:?}");
            }
            assert_eq!(given(last).is_ok(), last == Some(Said::Yes), "{last:?}");
        }
        for said in all {
            assert_eq!(Said::from_code(said.code()), Some(said));
        }
    }

    #[test]
    fn what_is_shared_is_a_trace_and_no_more_open_than_it_was() {
        for own in Tlp::ALL {
            for mark in Tlp::ALL {
                let expected = own <= mark && mark < Tlp::Red;
                assert_eq!(shareable(State::Active, own, mark).is_ok(), expected, "{own:?} {mark:?}");
                for state in [State::FalsePositive, State::Listed] {
                    assert_eq!(shareable(state, own, mark).unwrap_err().code, "sharing-no-trace");
                }
            }
        }
    }

    #[test]
    fn a_yes_is_to_amber_and_what_was_made_stricter_stays_so() {
        for (own, least, expected) in [
            (Tlp::Green, Tlp::Green, Tlp::Green),
            (Tlp::Amber, Tlp::Amber, Tlp::Amber),
            (Tlp::AmberStrict, Tlp::AmberStrict, Tlp::Amber),
            (Tlp::AmberStrict, Tlp::Amber, Tlp::AmberStrict),
            (Tlp::Red, Tlp::Red, Tlp::Red),
            (Tlp::Red, Tlp::Amber, Tlp::Red),
        ] {
            assert_eq!(floor(own, least), expected, "{own:?} {least:?}");
        }
    }

    fn names() -> Names {
        Names::new(
            [
                "centre hospitalier des embruns",
                "saint-malo",
                "vig-2026-00017-k",
                "359900008",
                "camille fictif",
            ],
            ["camille@mail.hopital-des-embruns.fr", "camille.fictif@gmail.com", "ch-x.asso.fr"],
        )
    }

    #[test]
    fn values_that_hold_the_structure_s_own_name_are_found_however_they_are_written() {
        let names = names();
        for value in [
            "hopital-des-embruns.fr",
            "vpn.hopital-des-embruns.fr",
            "rssi@hopital-des-embruns.fr",
            "https://evil.top/login?d=hopital-des-embruns.fr",
            "https://evil.top/%68opital%2ddes-embruns%2Efr/",
            "https://evil.top/%2568opital-des-embruns.fr",
            "hopital-des-embruns.evil.top",
            "hopitaldesembruns-connexion.top",
            "centrehospitalierdesembruns.top",
            "camille.fictif@gmail.com",
            "ch-x.asso.fr",
        ] {
            assert!(names.in_value(value), "{value}");
        }
        for value in [
            "gmail.com",
            "voleur@gmail.com",
            "evil.top",
            "91.215.85.17",
            "autre.asso.fr",
            "https://evil.top/%zz%4",
        ] {
            assert!(!names.in_value(value), "{value}");
        }
    }

    #[test]
    fn what_the_cell_says_to_be_its_own_names_the_structure() {
        let own = ["91.215.85.0/28", "2001:db8:7::9", "portail-partage.fr"];
        let names = names().owning(own);
        for value in [
            "91.215.85.3",
            "https://91.215.85.3/%61",
            "2001:db8:7:0::9",
            "www.portail-partage.fr",
            "ch-x.asso.fr",
        ] {
            assert!(names.in_value(value) && names.in_words(&format!("vu de {value} hier")), "{value}");
        }
        assert_eq!(names.machine_in("vu de 91.215.85[.]3, hier").as_deref(), Some("91.215.85.3"));
        for value in ["91.215.85.17", "evil.top", "partage.fr", "2001:db8:7::8"] {
            assert!(!names.in_value(value), "{value}");
        }
    }

    #[test]
    fn words_that_name_the_structure_are_found() {
        let names = names();
        for words in [
            "vu au centre hospitalier des embruns",
            "vu au centre  hospitalier, des embruns !",
            "un hopital de saint malo",
            "dossier vig 2026 00017 k",
            "le 359900008",
            "demander a camille fictif",
            "leur site hopital-des-embruns[.]fr",
        ] {
            assert!(names.in_words(words), "{words}");
        }
        for words in ["un etablissement de sante", "vus cette nuit, a bloquer", "embruns"] {
            assert!(!names.in_words(words), "{words}");
        }
    }
}
