//! Which passwords may be chosen.

use sha2::{Digest as _, Sha256};
use vocabulary::Refusal;

/// Words that everybody tries first, with figures and signs around them. The last ones are those of our trade.
const COMMON: [&str; 30] = [
    "motdepasse",
    "monmotdepasse",
    "password",
    "mypassword",
    "passe",
    "secret",
    "azerty",
    "azertyuiop",
    "qwerty",
    "qwertyuiop",
    "qwertz",
    "abcdef",
    "abcdefgh",
    "bienvenue",
    "welcome",
    "bonjour",
    "soleil",
    "jetaime",
    "iloveyou",
    "letmein",
    "changeme",
    "admin",
    "administrateur",
    "administrator",
    "utilisateur",
    "hopital",
    "clinique",
    "sante",
    "cellule",
    "vigie",
];

/// The 10,000 commonest passwords that are long enough for us, in small letters: the first 8 bytes of the SHA-256 of each, sorted.
/// Where they come from, and why none stands here in clear: `docs/decisions/0024`.
static COMMONEST: &[u8] = include_bytes!("common-passwords.bin");

/// Whether a password is one of those, however it is capitalised.
fn is_among_the_commonest(password: &str) -> bool {
    let digest = Sha256::digest(password.to_lowercase().as_bytes());
    let (all, _) = COMMONEST.as_chunks::<8>();
    digest.first_chunk::<8>().is_some_and(|start| all.binary_search(start).is_ok())
}

/// Whether a password may be used: 12 to 200 characters, not figures alone, not one of the words that everybody tries with
/// figures or signs around it, not among the commonest, not the address itself (ASVS 5.0, 6.2.1, 6.2.4, 6.2.11).
pub(crate) fn acceptable_password(password: &str, email: &str) -> Result<(), Refusal> {
    let length = password.chars().count();
    let refuse = |code| Err(Refusal::new(code).at("password"));
    let letters: String = password.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    // Said twice it is no better.
    let common = |word: &str| letters.replace(word, "").is_empty();
    let figures = password.chars().all(|c| c.is_ascii_digit());
    if length < 12 {
        refuse("password-short")
    } else if length > 200 {
        Err(Refusal::new("too-long").at("password").with("max", "200"))
    } else if figures
        || password.eq_ignore_ascii_case(email)
        || is_among_the_commonest(password)
        || (!letters.is_empty() && COMMON.iter().any(|word| common(word)))
    {
        refuse("password-common")
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_that_everybody_tries_are_refused() {
        for (password, ok) in [
            ("short", false),
            ("onze lettre", false),
            ("douze lettre", true),
            ("motdepasse2026", false),
            ("MotDePasse2026", false),
            ("!!Hopital-2027!!", false),
            ("passwordPassword1", false),
            ("123456789012345", false),
            ("hopital de la mer", true),
            ("!!!!????!!!!", true),
            ("une phrase assez longue", true),
            ("éééééééééééé", true),
            ("rssi@vigie.example", false),
            ("RSSI@vigie.example", false),
            ("1qaz2wsx3edc", false),
            ("Q1W2E3R4T5Y6", false),
            ("leavemealone", false),
            ("ghjcnjgfhjkm", false),
            ("leavemealone, please", true),
        ] {
            assert_eq!(acceptable_password(password, "rssi@vigie.example").is_ok(), ok, "{password}");
        }
        assert!(acceptable_password(&"é".repeat(200), "a").is_ok());
        assert!(acceptable_password(&"x".repeat(201), "a").is_err());
    }

    #[test]
    fn the_commonest_are_as_many_as_they_should_be_and_sorted() {
        let (all, rest) = COMMONEST.as_chunks::<8>();
        assert!(rest.is_empty() && all.len() >= 3_000, "ASVS 5.0, 6.2.4");
        assert!(all.is_sorted_by(|a, b| a < b));
    }
}
