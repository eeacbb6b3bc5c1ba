//! Second factors, sessions that are more or less proved, and codes that people type.

use totp_rs::{Builder, Totp};

/// Seconds in which the second factor must follow the password.
pub(crate) const WAITING: i64 = 10 * 60;
/// How many recovery codes somebody has.
pub(crate) const RECOVERY_CODES: usize = 10;

/// How well a session knows who sits there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strength {
    /// The password was right and the second factor is awaited: it opens nothing.
    Waiting,
    /// A password alone, of an account that has no second factor.
    Password,
    /// Proved by a second factor.
    Full,
}

impl Strength {
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Password => "password",
            Self::Full => "full",
        }
    }

    /// What another version stored opens nothing.
    pub(crate) fn from_code(code: &str) -> Self {
        match code {
            "password" => Self::Password,
            "full" => Self::Full,
            _ => Self::Waiting,
        }
    }
}

/// Kinds of second factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorKind {
    /// Codes of six digits by time (RFC 6238).
    Totp,
    /// A passkey (WebAuthn level 3).
    Passkey,
}

impl FactorKind {
    /// The stable code, as stored and translated.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::Passkey => "passkey",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Self> {
        [Self::Totp, Self::Passkey].into_iter().find(|kind| kind.code() == code)
    }
}

/// Why somebody was sent a code by mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitationKind {
    /// To come in the first time.
    Invitation,
    /// To choose another password.
    Reset,
}

impl InvitationKind {
    /// The stable code, as stored and translated.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reset => "reset",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Self> {
        [Self::Invitation, Self::Reset].into_iter().find(|kind| kind.code() == code)
    }

    /// Seconds that its code lives.
    pub(crate) const fn life(self) -> i64 {
        match self {
            Self::Invitation => 7 * 24 * 3600,
            Self::Reset => 3600,
        }
    }
}

/// The authenticator of a secret: SHA-1, six digits, thirty seconds, since that is what every authenticator knows.
pub(crate) fn authenticator(secret: &[u8]) -> Option<Totp> {
    Builder::new().with_secret(secret.to_vec()).build().ok()
}

/// The step of a code, when it is one of those that are right at this moment (in seconds): that of these thirty seconds, of
/// those before or of those after, since clocks drift.
pub(crate) fn step_of(secret: &[u8], typed: &str, now: i64) -> Option<i64> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let step = authenticator(secret)?.check(&digits, u64::try_from(now).ok()?)?;
    i64::try_from(step).ok()
}

/// What an authenticator reads from a QR code (the key URI format).
pub(crate) fn key_uri(secret: &str, issuer: &str, email: &str) -> String {
    let plain = |text: &str| {
        text.bytes().fold(String::new(), |uri, byte| {
            if byte.is_ascii_alphanumeric() || b"-._~@".contains(&byte) {
                uri + &char::from(byte).to_string()
            } else {
                uri + &format!("%{byte:02X}")
            }
        })
    };
    let issuer = plain(issuer);
    format!("otpauth://totp/{issuer}:{}?secret={secret}&issuer={issuer}", plain(email))
}

/// Letters that are not mistaken for one another (Crockford's base 32), in lower case.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Random bytes as people copy them, a letter for five bits of each: `k3f9-2mxa-…`.
pub(crate) fn spelled(bytes: &[u8]) -> String {
    let letter = |byte: &u8| LETTERS.get(usize::from(byte % 32)).map_or('0', |letter| char::from(*letter));
    let letters: Vec<char> = bytes.iter().map(letter).collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// A code as it was made, however it was typed.
pub(crate) fn plain_code(typed: &str) -> String {
    let plain = typed.chars().take(200).filter(char::is_ascii_alphanumeric);
    plain
        .map(|c| match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            'u' => 'v',
            c => c,
        })
        .collect()
}

/// Whether two browsers may be one: what they say of themselves, but for their versions, which change by themselves.
pub(crate) fn same_device(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.chars().filter(|c| !c.is_ascii_digit() && *c != '.').collect::<String>();
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The secret of the examples of RFC 6238, appendix B; its codes there have eight digits, ours are the last six.
    const STEP: i64 = 30;
    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_the_standard() {
        for (now, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            assert_eq!(step_of(SECRET, code, now), Some(now / STEP), "{now}");
            assert_eq!(step_of(SECRET, &format!(" {} {}", &code[..3], &code[3..]), now), Some(now / STEP));
            assert_eq!(step_of(SECRET, code, now + STEP), Some(now / STEP), "a little late");
            assert_eq!(step_of(SECRET, code, now + 3 * STEP), None, "too late");
        }
        for wrong in ["", "28708", "2870822", "28708a", "٢٨٧٠٨٢", "-87082"] {
            assert_eq!(step_of(SECRET, wrong, 59), None, "{wrong}");
        }
        assert_eq!(step_of(b"short", "287082", 59), None);
    }

    #[test]
    fn an_authenticator_reads_who_and_where() {
        assert_eq!(
            key_uri("GEZDGNBV", "Cellule d’essai", "a+b@vigie.example"),
            "otpauth://totp/Cellule%20d%E2%80%99essai:a%2Bb@vigie.example?secret=GEZDGNBV&issuer=Cellule%20d%E2%80%99essai"
        );
    }

    #[test]
    fn a_browser_that_updated_itself_is_the_same() {
        assert!(same_device("Firefox/140.0 (X11)", "Firefox/141.0.2 (X11)"));
        assert!(!same_device("Firefox/140.0 (X11)", "Chromium/140.0 (X11)"));
        assert!(!same_device("Firefox/140.0 (X11)", ""));
    }

    proptest! {
        #[test]
        fn a_code_reads_back_however_it_is_typed(bytes in prop::collection::vec(any::<u8>(), 16..=20)) {
            let code = spelled(&bytes);
            let plain = plain_code(&code);
            prop_assert_eq!(plain.len(), bytes.len());
            for typed in [code.to_uppercase(), code.replace('-', " "), code.replace('0', "O").replace('1', "l")] {
                prop_assert_eq!(plain_code(&typed), plain.clone());
            }
        }

        #[test]
        fn whatever_is_typed_is_answered(typed in ".*", now in any::<i64>()) {
            let _ = step_of(SECRET, &typed, now);
            let _ = plain_code(&typed);
        }
    }
}
