//! Mail addresses.

use std::{fmt, str::FromStr as _};

use email_address::{EmailAddress, Options};

use crate::Refusal;

/// A mail address that a message can be sent to: without a display name, in ASCII, with a domain that has a dot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MailAddress(String);

impl MailAddress {
    /// Reads an address as people type it; the domain becomes lower case. Nothing that could be a header passes.
    pub fn parse(typed: &str) -> Result<Self, Refusal> {
        let typed = typed.trim();
        let options = Options::default().with_required_tld().without_display_text().without_domain_literal();
        if typed.chars().count() > 254 {
            return Err(Refusal::new("too-long").with("max", "254"));
        }
        if !typed.is_ascii() {
            return Err(Refusal::new("email-not-ascii"));
        }
        EmailAddress::parse_with_options(typed, options).map_err(|_| Refusal::new("email-unreadable"))?;
        let (local, domain) = typed.rsplit_once('@').ok_or_else(|| Refusal::new("email-unreadable"))?;
        // Quoted local parts are allowed by the standard and used by nobody but attackers.
        if local.contains(['"', ' ', '\\']) || EmailAddress::from_str(typed).is_err() {
            return Err(Refusal::new("email-unreadable"));
        }
        Ok(Self(format!("{local}@{}", domain.to_ascii_lowercase())))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_headers_are_not() {
        assert_eq!(
            MailAddress::parse(" Rssi.Astreinte+2@CH-Exemple.FR ").unwrap().as_str(),
            "Rssi.Astreinte+2@ch-exemple.fr"
        );
        for wrong in [
            "",
            "a",
            "a@b",
            "@b.fr",
            "a@",
            "a b@c.fr",
            "\"a b\"@c.fr",
            "a@b.fr\r\nBcc: x@y.fr",
            "Cellule <evil@x.fr>",
            "a@[127.0.0.1]",
            "é@b.fr",
            "a@b..fr",
            "a,b@c.fr, d@e.fr",
        ] {
            assert!(MailAddress::parse(wrong).is_err(), "{wrong:?}");
        }
        assert_eq!(MailAddress::parse(&format!("{}@b.fr", "a".repeat(300))).unwrap_err().code, "too-long");
    }
}
