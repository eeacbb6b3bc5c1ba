//! Where a text may lead.

use url::Url;
use vocabulary::{Id, MailAddress};

use crate::letters::unseen;

/// Characters that an address may have. One given once (`[a]: …`) can be used in hundreds of places.
const LONGEST: usize = 2000;

/// What paths of our site are resolved against: a name that exists nowhere (RFC 6761).
const NOWHERE: &str = "https://site.invalid";

/// Where a link leads: judged, and written in one way. Made by reading a text only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    href: String,
    place: Place,
}

/// What kind of place an address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A page of our own site, from `/`.
    Here,
    /// Another site.
    Away,
    /// A mail address.
    Mail,
    /// A telephone.
    Phone,
}

impl Address {
    /// As it is written in a page: `https://…`, `mailto:…`, `tel:…` or `/…`.
    pub fn href(&self) -> &str {
        &self.href
    }

    /// What kind of place it is.
    pub fn place(&self) -> Place {
        self.place
    }

    /// The address as words, for a link that has none.
    pub(crate) fn shown(&self) -> &str {
        match self.place {
            Place::Here | Place::Away => &self.href,
            Place::Mail | Place::Phone => self.href.split_once(':').map_or(&self.href, |(_, rest)| rest),
        }
    }

    /// Judges an address, its character references already resolved. `None`: no link may lead there.
    pub(crate) fn read(typed: &str) -> Option<Self> {
        let strange =
            |c: char| unseen(c) || c.is_whitespace() || matches!(c, '\\' | '<' | '>' | '"' | '`' | '^');
        if typed.len() > LONGEST || typed.contains(strange) {
            return None;
        }
        if typed.starts_with('/') {
            return Some(Self { href: path(typed)?, place: Place::Here });
        }
        let (scheme, rest) = typed.split_once(':')?;
        let (href, place) = match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" => (site(typed, rest)?, Place::Away),
            "mailto" => (mail(rest)?, Place::Mail),
            "tel" => (phone(rest)?, Place::Phone),
            _ => return None,
        };
        Some(Self { href, place })
    }
}

/// Another site: a host, and nobody named before it, which would look like one.
fn site(typed: &str, rest: &str) -> Option<String> {
    if !rest.starts_with("//") || rest.starts_with("///") {
        return None;
    }
    let url = Url::parse(typed).ok()?;
    // The standard lets a name hold `&` and `;`, which browsers look up and people misread.
    let named = url.host_str()?.chars().all(|c| c.is_ascii_alphanumeric() || "-._[]:".contains(c));
    let plain = named && url.username().is_empty() && url.password().is_none();
    // What is written in one way may be longer than what was typed.
    plain.then(|| String::from(url)).filter(|href| href.len() <= 3 * LONGEST)
}

/// A path of our site, which climbs nowhere and names no other host.
fn path(typed: &str) -> Option<String> {
    let base = Url::parse(NOWHERE).ok()?;
    let before = typed.split(['?', '#']).next()?.to_ascii_lowercase().replace("%2e", ".");
    let climbs = before.split('/').any(|part| matches!(part, "." | ".."));
    if typed.starts_with("//") || climbs {
        return None;
    }
    let url = base.join(typed).ok().filter(|url| url.origin() == base.origin())?;
    String::from(url).strip_prefix(NOWHERE).filter(|path| !path.starts_with("//")).map(str::to_owned)
}

/// One address, and nothing that adds others or fills a message in.
fn mail(rest: &str) -> Option<String> {
    let address = (!rest.contains(['%', '?', '&', ','])).then(|| MailAddress::parse(rest).ok())??;
    Some(format!("mailto:{address}"))
}

/// A number, with the marks between digits with which people write them.
fn phone(rest: &str) -> Option<String> {
    let digits: String = rest.chars().filter(|c| !matches!(c, '.' | '-' | '(' | ')')).collect();
    let number = digits.strip_prefix('+').unwrap_or(&digits);
    let well = (2..=15).contains(&number.len()) && number.chars().all(|c| c.is_ascii_digit());
    well.then(|| format!("tel:{digits}"))
}

/// Which of our images stands at that address.
pub fn image(typed: &str) -> Option<Id> {
    Id::parse(typed.strip_prefix("/images/")?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_may_be_led_to_are_written_in_one_way() {
        for (typed, href, place) in [
            ("https://cyber.gouv.fr", "https://cyber.gouv.fr/", Place::Away),
            ("HTTP://Exemple.FR/a?b=1&c=é#d", "http://exemple.fr/a?b=1&c=%C3%A9#d", Place::Away),
            ("https://hôpital.fr/x", "https://xn--hpital-ixa.fr/x", Place::Away),
            ("mailto:Cellule@Exemple.FR", "mailto:Cellule@exemple.fr", Place::Mail),
            ("tel:+33-1.23(45)67", "tel:+331234567", Place::Phone),
            ("tel:15", "tel:15", Place::Phone),
            ("/declarer", "/declarer", Place::Here),
            ("/guides/a?b=c#s-d", "/guides/a?b=c#s-d", Place::Here),
            ("/é", "/%C3%A9", Place::Here),
            ("/", "/", Place::Here),
        ] {
            let address = Address::read(typed).unwrap();
            assert_eq!((address.href(), address.place()), (href, place), "{typed}");
            assert_eq!(Address::read(href), Some(address), "{typed}: written in one way");
        }
    }

    #[test]
    fn abuse_c02_no_link_leads_elsewhere() {
        for typed in [
            "",
            "#",
            "#haut",
            "?a",
            "a",
            "a/b",
            "./a",
            "../a",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil",
            "/\t/evil.example",
            "/a/../../b",
            "/./a",
            "/%2e%2E/a",
            "/.//evil.example",
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "java\tscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "javascript\u{0}:alert(1)",
            "javascript&colon;alert(1)",
            "data:text/html,x",
            "DATA:text/html;base64,eA==",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:https://a.fr/x",
            "view-source:https://a.fr",
            "ftp://a.fr",
            "about:blank",
            "intent://x",
            "https:evil.example",
            "https:/evil.example",
            "https:///evil.example",
            "https://",
            "http://:80/",
            "https://cyber.gouv.fr@evil.example/",
            "https://a:b@evil.example/",
            "https://a.fr\\@evil.example/",
            "https://a.fr/\u{202e}b",
            "https://a fr",
            "https://a.fr/\"onclick=",
            "https://a.fr/<b>",
            "mailto:",
            "mailto:a",
            "mailto:a@b.fr?bcc=c@d.fr",
            "mailto:a@b.fr,c@d.fr",
            "mailto:a%0abcc:c@d.fr",
            "tel:",
            "tel:1",
            "tel:abc",
            "tel:0123;ext=1",
            "tel:+1234567890123456",
            "tel:*#06#",
        ] {
            assert_eq!(Address::read(typed), None, "{typed:?}");
        }
        assert_eq!(Address::read(&format!("https://a.fr/{}", "a".repeat(LONGEST))), None);
    }

    #[test]
    fn only_our_images_are_images() {
        let ours = "/images/8c5e2a50-7d3f-4b1c-9a6e-0f1d2c3b4a59";
        assert_eq!(image(ours).map(|id| format!("/images/{id}")).as_deref(), Some(ours));
        for other in [
            "",
            "/images/",
            "/images/x",
            "/images/../a",
            "https://a.fr/images/8c5e2a50-7d3f-4b1c-9a6e-0f1d2c3b4a59",
        ] {
            assert_eq!(image(other), None);
        }
        assert_eq!(image(&format!("{ours}?x")), None);
        assert_eq!(image(&ours.to_uppercase().replace("/IMAGES", "/images")), None);
    }
}
