//! Names and addresses: which are of the Internet at all.

use std::{
    collections::HashSet,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::LazyLock,
};

use url::Host;

/// The root zone as IANA publishes it (August 2026), one a line. A name outside it resolves nowhere, and is most often a file.
static ROOT: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("../data/tlds.txt").lines().chain(["onion"]).collect());

/// Top-level domains that are ends of files too. In running text `facture.zip` is a file; `evil[.]zip`, a name.
const FILES: &[&str] = &["zip", "mov", "sh", "py", "md", "rs", "cab"];
/// The same where only two labels are doubtful: `script.pl` is a file, `www.exemple.pl` a name.
const FILES_ALONE: &[&str] = &["pl", "cc", "app", "so", "ps", "ai", "bz", "mo", "ms", "st", "in"];

/// How sure one is that a word is a name, before it is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meant {
    /// It stands in running text.
    Maybe,
    /// It was made harmless, or is the host of a URL or of a mail address.
    Surely,
}

/// The normal form of a name: IDNA, lower case, no dot at its end. `None` when it is none.
pub(crate) fn domain(text: &str, meant: Meant) -> Option<String> {
    let text = text.strip_suffix('.').unwrap_or(text);
    if text.len() > 253 || !text.contains('.') || (meant == Meant::Maybe && is_prose(text)) {
        return None;
    }
    let Ok(Host::Domain(name)) = Host::parse(text) else { return None };
    let labels: Vec<&str> = name.split('.').collect();
    let (last, others) = labels.split_last()?;
    let sound = |label: &&str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if name.len() > 253 || others.is_empty() || !labels.iter().all(sound) || !ROOT.contains(last) {
        return None;
    }
    let a_file = FILES.contains(last) || (others.len() == 1 && FILES_ALONE.contains(last));
    (meant == Meant::Surely || !a_file).then_some(name)
}

/// Words of running text that only look like names: two sentences without a space (« panne.La suite »), accents, which
/// people who name an internationalised domain make harmless or write as a URL.
fn is_prose(text: &str) -> bool {
    let last = text.rsplit('.').next().unwrap_or_default();
    let mut letters = last.chars();
    let capital = letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase);
    capital || !text.is_ascii() || text.contains('_')
}

/// Whether machines of the Internet may carry this address: what is private, reserved or for documentation tells nothing.
pub(crate) fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(a == 0
        || a >= 224
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19)))
}

/// The same for the newer addresses: global unicast, without documentation and what carries other protocols.
pub(crate) fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    (0x2000..0x4000).contains(&a)
        && !(a == 0x2001 && (b == 0xdb8 || b < 0x200))
        && a != 0x2002
        && !(a == 0x3fff && b < 0x1000)
}

/// The normal form of an address that machines of the Internet may carry.
pub(crate) fn address(text: &str) -> Option<IpAddr> {
    let address: IpAddr = text.parse().ok()?;
    let address = match address {
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or(address, IpAddr::V4),
        IpAddr::V4(_) => address,
    };
    let public = match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    };
    public.then_some(address)
}
