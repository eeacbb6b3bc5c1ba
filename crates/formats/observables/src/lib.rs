//! What a text holds of technical traces: addresses of machines, names, URLs, prints of files, mail addresses, CVE
//! identifiers, wallets; written as they are, or made harmless (`hxxp://exemple[.]fr`). And the lists of values that are no
//! trace of anybody (MISP's warning lists). Nothing here resolves, fetches or opens anything.

mod find;
mod lists;
mod names;
mod refang;
mod wallets;

pub use find::{Found, LONGEST, MOST, find};
pub use lists::{Key, Lists, Match, Unreadable, WarningList, keys};

macro_rules! kinds {
    ($($(#[doc = $words:literal])* $name:ident = $code:literal,)*) => {
        /// What an observable is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $($(#[doc = $words])* $name,)* }

        impl Kind {
            /// All of them, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its stable name.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }
        }
    };
}

kinds! {
    /// An IPv4 address that machines of the Internet may carry.
    Ipv4 = "ipv4",
    /// An IPv6 address that machines of the Internet may carry.
    Ipv6 = "ipv6",
    /// A name under a top-level domain of the root zone, or an onion service.
    Domain = "domain",
    /// An address of the web or of FTP.
    Url = "url",
    /// A mail address.
    Email = "email",
    /// A print of a file, 128 bits.
    Md5 = "md5",
    /// 160 bits.
    Sha1 = "sha1",
    /// 256 bits.
    Sha256 = "sha256",
    /// 512 bits.
    Sha512 = "sha512",
    /// A vulnerability by its CVE identifier.
    Cve = "cve",
    /// A bitcoin address.
    Bitcoin = "bitcoin",
    /// A monero address.
    Monero = "monero",
    /// An ethereum address.
    Ethereum = "ethereum",
}

impl Kind {
    /// The kind of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }
}

/// A value of a kind, valid and in the one form in which it is compared. Made by [`find`] and [`Observable::parse`] only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Observable {
    kind: Kind,
    value: String,
}

impl Observable {
    pub(crate) fn new(kind: Kind, value: impl Into<String>) -> Self {
        Self { kind, value: value.into() }
    }

    /// Reads a value of a kind that somebody names, whole and alone, made harmless or not.
    pub fn parse(kind: Kind, text: &str) -> Option<Self> {
        find::named(text).into_iter().find(|observable| observable.kind == kind)
    }

    /// What it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Its value, as programs compare it.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Its value made harmless: no program takes it for something to open.
    pub fn defanged(&self) -> String {
        defang(self.kind, &self.value)
    }
}

/// A normal value made harmless.
pub fn defang(kind: Kind, value: &str) -> String {
    match kind {
        Kind::Ipv4 | Kind::Domain => value.replace('.', "[.]"),
        Kind::Ipv6 => value.replace(':', "[:]"),
        Kind::Email => value.replace('@', "[@]").replace('.', "[.]"),
        Kind::Url => {
            let Some((scheme, rest)) = value.split_once("://") else { return value.to_owned() };
            let scheme = match scheme {
                "http" => "hxxp",
                "https" => "hxxps",
                _ => "fxp",
            };
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            let (authority, path) = rest.split_at(end);
            format!("{scheme}://{}{path}", authority.replace('.', "[.]"))
        }
        _ => value.to_owned(),
    }
}
