//! MISP's warning lists: values that are no trace of anybody (public resolvers, documentation, everybody's domains). They are
//! read, and a value is looked up by keys, so that a hundred thousand entries cost no more than ten.
//!
//! The format is that of <https://github.com/MISP/misp-warninglists>: `type` says how entries are compared, and
//! `matching_attributes`, with which kinds.

use std::{collections::HashMap, net::IpAddr};

use aho_corasick::{AhoCorasick, MatchKind};
use regex::{Regex, RegexBuilder};
use serde::Deserialize;
use url::{Host, Url};

use crate::{Kind, Observable};

/// How the entries of a list are compared with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Match {
    /// They are the same.
    Exact,
    /// The entry is the name, or a name above it.
    Host,
    /// The address is in the network.
    Network,
    /// The entry stands somewhere in it.
    Part,
    /// The expression fits.
    Pattern,
}

impl Match {
    /// MISP's name for it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exact => "string",
            Self::Host => "hostname",
            Self::Network => "cidr",
            Self::Part => "substring",
            Self::Pattern => "regex",
        }
    }

    /// The one of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Exact, Self::Host, Self::Network, Self::Part, Self::Pattern]
            .into_iter()
            .find(|m| m.code() == code)
    }

    /// Whether entries are found by a key; the others are tried one after the other.
    pub const fn is_keyed(self) -> bool {
        matches!(self, Self::Exact | Self::Host | Self::Network)
    }
}

/// Why a file is no warning list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is not the JSON of one.
    #[error("not the JSON of a warning list: {0}")]
    Shape(String),
    /// It has a type that is not known.
    #[error("unknown type: {0}")]
    Type(String),
    /// It has no name.
    #[error("without a name")]
    Nameless,
}

/// A list, with what can be used of its entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WarningList {
    /// Its name.
    pub name: String,
    /// What it says of itself.
    pub description: String,
    /// Its version.
    pub version: i64,
    /// How its entries are compared.
    pub matching: Match,
    /// The kinds that it speaks of; empty when it speaks of none of ours.
    pub kinds: Vec<Kind>,
    /// Its entries in the form in which they are looked up, each once.
    pub entries: Vec<String>,
    /// Entries that could not be understood.
    pub refused: usize,
}

#[derive(Deserialize)]
struct File {
    name: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    version: serde_json::Value,
    r#type: String,
    #[serde(default)]
    matching_attributes: Vec<String>,
    list: Vec<String>,
}

impl WarningList {
    /// Reads the JSON of a list.
    pub fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        let file: File =
            serde_json::from_slice(bytes).map_err(|error| Unreadable::Shape(error.to_string()))?;
        let matching = Match::from_code(&file.r#type).ok_or(Unreadable::Type(file.r#type))?;
        let name = file.name.trim().chars().filter(|c| !c.is_control()).take(200).collect::<String>();
        if name.is_empty() {
            return Err(Unreadable::Nameless);
        }
        let whole = file.list.len();
        let mut entries: Vec<String> =
            file.list.iter().filter_map(|entry| entry_key(matching, entry)).collect();
        let refused = whole - entries.len();
        entries.sort_unstable();
        entries.dedup();
        let version = file.version.as_i64().or_else(|| file.version.as_str()?.parse().ok()).unwrap_or(0);
        let kinds = kinds(&file.matching_attributes);
        let description = file.description.chars().filter(|c| !c.is_control()).take(1000).collect();
        Ok(Self { name, description, version, matching, kinds, entries, refused })
    }

    /// The list that is built in: resolvers that everybody uses, names of documentation and of the State, and what every
    /// office fetches daily. Short on purpose: it must never hide a trace.
    pub fn built_in() -> Vec<Self> {
        let host = |name: &str, entries: &[&str], kinds: &[Kind]| Self {
            name: name.to_owned(),
            description: String::new(),
            version: 1,
            matching: Match::Host,
            kinds: kinds.to_vec(),
            entries: entries.iter().filter_map(|entry| entry_key(Match::Host, entry)).collect(),
            refused: 0,
        };
        let named = [Kind::Domain, Kind::Url, Kind::Email];
        vec![
            Self {
                name: "vigie-resolvers".to_owned(),
                matching: Match::Network,
                entries: RESOLVERS.iter().filter_map(|entry| entry_key(Match::Network, entry)).collect(),
                ..host("", &[], &[Kind::Ipv4, Kind::Ipv6, Kind::Url])
            },
            host("vigie-documentation", &["example.com", "example.net", "example.org"], &named),
            host("vigie-state", &["gouv.fr", "sante.fr", "ansm.sante.fr", "cnil.fr"], &named),
            host("vigie-everyday", EVERYDAY, &[Kind::Domain]),
        ]
    }

    /// Names of the operator's own, that are no trace: `exemple.fr` and all below.
    pub fn own(names: &[String]) -> Self {
        Self {
            name: "vigie-own".to_owned(),
            description: String::new(),
            version: 1,
            matching: Match::Host,
            kinds: vec![Kind::Domain, Kind::Url, Kind::Email],
            entries: names.iter().filter_map(|name| entry_key(Match::Host, name)).collect(),
            refused: 0,
        }
    }
}

/// Resolvers that anybody may use.
const RESOLVERS: &[&str] = &[
    "1.1.1.1",
    "1.0.0.1",
    "8.8.8.8",
    "8.8.4.4",
    "9.9.9.9",
    "149.112.112.112",
    "208.67.222.222",
    "208.67.220.220",
    "2606:4700:4700::1111",
    "2606:4700:4700::1001",
    "2001:4860:4860::8888",
    "2001:4860:4860::8844",
    "2620:fe::fe",
];

/// Names, without what stands below a service of everybody's (`sites.google.com` may well be a trace).
const EVERYDAY: &[&str] =
    &["www.google.com", "www.google.fr", "windowsupdate.com", "update.microsoft.com", "www.microsoft.com"];

/// The kinds that MISP's types of attributes stand for.
fn kinds(attributes: &[String]) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = attributes
        .iter()
        .flat_map(|attribute| match attribute.as_str() {
            "ip-src" | "ip-dst" | "ip-src|port" | "ip-dst|port" => [Kind::Ipv4, Kind::Ipv6].as_slice(),
            "domain|ip" => &[Kind::Domain, Kind::Ipv4, Kind::Ipv6],
            "domain" | "hostname" | "hostname|port" => &[Kind::Domain],
            "url" | "uri" | "link" => &[Kind::Url],
            "email"
            | "email-src"
            | "email-dst"
            | "target-email"
            | "whois-registrant-email"
            | "dns-soa-email" => &[Kind::Email],
            "md5" | "filename|md5" => &[Kind::Md5],
            "sha1" | "filename|sha1" => &[Kind::Sha1],
            "sha256" | "filename|sha256" => &[Kind::Sha256],
            "sha512" | "filename|sha512" => &[Kind::Sha512],
            "vulnerability" => &[Kind::Cve],
            "btc" => &[Kind::Bitcoin],
            "xmr" => &[Kind::Monero],
            _ => &[],
        })
        .copied()
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// An entry as it is looked up; `None` when it cannot be understood.
fn entry_key(matching: Match, entry: &str) -> Option<String> {
    let entry = entry.trim();
    if entry.is_empty() || entry.len() > 2048 {
        return None;
    }
    match matching {
        Match::Exact | Match::Part => Some(entry.to_lowercase()),
        Match::Host => match Host::parse(entry.trim_start_matches('.').trim_end_matches('.')).ok()? {
            Host::Domain(name) => Some(name),
            address => Some(address.to_string()),
        },
        Match::Network => {
            let (address, length) = entry.split_once('/').map_or((entry, None), |(a, l)| (a, Some(l)));
            let address: IpAddr = address.parse().ok()?;
            let widest = if address.is_ipv4() { 32 } else { 128 };
            let length = length.map_or(Some(widest), |length| length.parse().ok())?;
            (length <= widest).then(|| network(address, length))
        }
        Match::Pattern => expression(entry).map(|_| entry.to_owned()),
    }
}

/// The network of that length around an address.
fn network(address: IpAddr, length: u32) -> String {
    match address {
        IpAddr::V4(v4) => {
            let mask = u32::MAX.checked_shl(32 - length).unwrap_or(0);
            format!("{}/{length}", std::net::Ipv4Addr::from_bits(v4.to_bits() & mask))
        }
        IpAddr::V6(v6) => {
            let mask = u128::MAX.checked_shl(128 - length).unwrap_or(0);
            format!("{}/{length}", std::net::Ipv6Addr::from_bits(v6.to_bits() & mask))
        }
    }
}

/// MISP writes expressions between slashes, with letters behind. The engine is linear, and has no back-references: what needs
/// them is refused.
fn expression(entry: &str) -> Option<Regex> {
    let (body, flags) = match entry.strip_prefix('/').and_then(|rest| rest.rsplit_once('/')) {
        Some((body, flags)) if flags.chars().all(|flag| "gimsu".contains(flag)) => (body, flags),
        _ => (entry, ""),
    };
    RegexBuilder::new(body)
        .case_insensitive(true)
        .multi_line(flags.contains('m'))
        .dot_matches_new_line(flags.contains('s'))
        .size_limit(256 * 1024)
        .build()
        .ok()
}

/// What to look up for a value, and how: an entry of a list of that type that is one of these speaks of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The type of list.
    pub matching: Match,
    /// The entry.
    pub entry: String,
}

/// The keys under which a value may be listed.
pub fn keys(observable: &Observable) -> Vec<Key> {
    let key = |matching, entry| Key { matching, entry };
    let mut all = vec![key(Match::Exact, observable.value().to_lowercase())];
    let host = match observable.kind() {
        Kind::Domain | Kind::Ipv4 | Kind::Ipv6 => Some(observable.value().to_owned()),
        Kind::Email => observable.value().split_once('@').map(|(_, host)| host.to_owned()),
        Kind::Url => {
            Url::parse(observable.value()).ok().and_then(|url| url.host().map(|host| host.to_string()))
        }
        _ => None,
    };
    let Some(host) = host else { return all };
    if let Ok(address) = host.trim_matches(['[', ']']).parse::<IpAddr>() {
        all.push(key(Match::Host, host.clone()));
        let widest = if address.is_ipv4() { 32 } else { 128 };
        all.extend((0..=widest).map(|length| key(Match::Network, network(address, length))));
    } else {
        let mut name = host.as_str();
        loop {
            all.push(key(Match::Host, name.to_owned()));
            match name.split_once('.') {
                Some((_, above)) => name = above,
                None => break,
            }
        }
    }
    all
}

/// Lists in memory.
pub struct Lists {
    named: Vec<(String, Vec<Kind>)>,
    keyed: HashMap<Key, Vec<usize>>,
    parts: Option<AhoCorasick>,
    part_of: Vec<usize>,
    patterns: Vec<(Regex, usize)>,
}

impl Lists {
    /// Made of what was read; the first lists speak first.
    pub fn new(all: Vec<WarningList>) -> Self {
        let mut made = Self {
            named: Vec::new(),
            keyed: HashMap::new(),
            parts: None,
            part_of: Vec::new(),
            patterns: Vec::new(),
        };
        let mut parts = Vec::new();
        for list in all {
            let number = made.named.len();
            for entry in list.entries {
                match list.matching {
                    Match::Part => {
                        parts.push(entry);
                        made.part_of.push(number);
                    }
                    Match::Pattern => {
                        made.patterns.extend(expression(&entry).map(|expression| (expression, number)));
                    }
                    matching => made.keyed.entry(Key { matching, entry }).or_default().push(number),
                }
            }
            made.named.push((list.name, list.kinds));
        }
        // Too many parts for one automaton cannot happen below gigabytes; such lists then speak of nothing.
        made.parts = AhoCorasick::builder().match_kind(MatchKind::Standard).build(parts).ok();
        made
    }

    /// The first list that speaks of a value.
    pub fn naming(&self, observable: &Observable) -> Option<&str> {
        let keyed = keys(observable);
        let keyed = keyed.iter().filter_map(|key| self.keyed.get(key)).flatten().copied();
        let value = observable.value().to_lowercase();
        let parts = self.parts.iter().flat_map(|parts| parts.find_overlapping_iter(&value));
        let parts = parts.filter_map(|found| self.part_of.get(found.pattern().as_usize()).copied());
        let patterns =
            self.patterns.iter().filter(|(expression, _)| expression.is_match(&value)).map(|(_, n)| *n);
        keyed
            .chain(parts)
            .chain(patterns)
            .filter(|number| {
                self.named.get(*number).is_some_and(|(_, kinds)| kinds.contains(&observable.kind()))
            })
            .min()
            .and_then(|number| self.named.get(number))
            .map(|(name, _)| name.as_str())
    }
}
