//! Addresses that are the structure's own, as somebody types them.

use std::net::IpAddr;

use observables::{Kind, Observable};
use vocabulary::Refusal;

/// Addresses of one structure, at most.
const MOST: usize = 100;
/// The shortest prefixes of a range: shorter ones hold half of the Internet.
const SHORTEST: (u32, u32) = (8, 20);

/// One machine, or a range of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    first: u128,
    last: u128,
}

impl Range {
    /// `192.0.2.7`, `192.0.2.0/24`, `2001:db8::/32`.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = text.split_once('/').map_or((text, None), |(one, two)| (one, Some(two)));
        let address: IpAddr = address.parse().ok()?;
        let (number, offset, shortest) = match address.to_canonical() {
            IpAddr::V4(v4) => (v4.to_ipv6_mapped().to_bits(), 96, SHORTEST.0),
            IpAddr::V6(v6) => (v6.to_bits(), 0, SHORTEST.1),
        };
        let prefix = match prefix {
            None => 128,
            Some(prefix) => {
                let prefix: u32 = prefix.parse().ok()?;
                (shortest..=128 - offset).contains(&prefix).then_some(prefix + offset)?
            }
        };
        let rest = u128::MAX.checked_shr(prefix).unwrap_or_default();
        Some(Self { first: number & !rest, last: number | rest })
    }

    /// Whether a machine is in both.
    pub fn meets(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

/// What is made harmless, as it is.
pub fn plain(text: &str) -> String {
    text.replace("[.]", ".").replace("(.)", ".").replace("[:]", ":").replace("[@]", "@")
}

/// A list of addresses, apart by spaces, lines or commas, each as it is kept; or the first that is none.
pub fn list(typed: &str) -> Result<Vec<String>, Refusal> {
    let mut kept = Vec::new();
    let parts = typed.split(|c: char| c.is_whitespace() || ",;".contains(c)).filter(|part| !part.is_empty());
    for part in parts {
        let value = plain(part).trim_end_matches('.').to_lowercase();
        if Range::parse(&value).is_none() && Observable::parse(Kind::Domain, &value).is_none() {
            return Err(Refusal::new("sharing-address")
                .at("own")
                .with("value", part.chars().take(80).collect::<String>()));
        }
        if !kept.contains(&value) {
            kept.push(value);
        }
    }
    if kept.len() > MOST {
        return Err(Refusal::new("sharing-addresses").at("own").with("most", MOST.to_string()));
    }
    Ok(kept)
}

/// The first machine that is named in a text and stands in one of these ranges, as it is written there.
pub fn within(ranges: &[Range], text: &str) -> Option<String> {
    if ranges.is_empty() {
        return None;
    }
    let text = plain(text);
    let own = |one: Range| ranges.iter().any(|range| range.meets(one));
    let whole = text.trim();
    if Range::parse(whole).is_some_and(own) {
        return Some(whole.to_owned());
    }
    let words = text.split(|c: char| !(c.is_ascii_hexdigit() || c == '.' || c == ':'));
    let words = words.filter(|word| word.contains(['.', ':'])).flat_map(|word| {
        let word = word.trim_matches('.');
        // With what stands around it in a sentence, or with a port.
        let port = word.split_once(':').map_or(word, |(before, _)| before);
        [word, word.trim_end_matches(':'), port, port.trim_matches('.')]
    });
    words.map(str::to_owned).chain(found(&text)).find(|word| Range::parse(word).is_some_and(own))
}

/// Machines that are named in a text in other ways.
fn found(text: &str) -> Vec<String> {
    let machines = observables::find(text).into_iter().map(|found| found.observable);
    let machines = machines.filter(|one| matches!(one.kind(), Kind::Ipv4 | Kind::Ipv6));
    machines.map(|one| one.value().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_and_meet() {
        let range = |text| Range::parse(text).unwrap();
        for (one, other, meets) in [
            ("192.0.2.7", "192.0.2.7", true),
            ("192.0.2.7", "192.0.2.8", false),
            ("192.0.2.0/24", "192.0.2.255", true),
            ("192.0.2.9/24", "192.0.2.255", true),
            ("192.0.2.0/24", "192.0.3.0", false),
            ("192.0.2.128/25", "192.0.2.0/24", true),
            ("::ffff:192.0.2.7", "192.0.2.7", true),
            ("2001:db8::/32", "2001:db8:1::7", true),
            ("2001:db8::/32", "2001:db9::", false),
            ("2001:db8::7", "192.0.2.7", false),
        ] {
            assert_eq!(range(one).meets(range(other)), meets, "{one} {other}");
            assert_eq!(range(other).meets(range(one)), meets, "{other} {one}");
        }
        for none in [
            "",
            "embruns.fr",
            "192.0.2",
            "192.0.2.0/33",
            "0.0.0.0/0",
            "::/0",
            "192.0.2.0/-1",
            "2001:db8::/129",
            "1/8",
        ] {
            assert_eq!(Range::parse(none), None, "{none}");
        }
    }

    #[test]
    fn a_list_is_read_and_what_is_no_address_is_named() {
        assert_eq!(
            list(" 192.0.2[.]7, 198.51.100.0/24\nVPN.Embruns.fr. ;192.0.2.7").unwrap(),
            ["192.0.2.7", "198.51.100.0/24", "vpn.embruns.fr"]
        );
        assert_eq!(list(" \n ,").unwrap(), Vec::<String>::new());
        let refusal = list("192.0.2.7 le-pare-feu").unwrap_err();
        assert_eq!((refusal.code, refusal.field.as_deref()), ("sharing-address", Some("own")));
        let many = (0..=MOST).map(|n| format!("192.0.2.{n}")).collect::<Vec<_>>().join(" ");
        assert_eq!(list(&many).unwrap_err().code, "sharing-addresses");
    }

    #[test]
    fn machines_of_the_structure_are_found_however_they_are_written() {
        let own: Vec<Range> = ["192.0.2.0/28", "91.215.85.17", "2001:db8:7::/48"]
            .iter()
            .filter_map(|one| Range::parse(one))
            .collect();
        for text in [
            "91.215.85.17",
            "91.215.85[.]17",
            "http://91.215.85.17/a",
            "hxxps://91[.]215[.]85[.]17:8443/a",
            "vu de 91.215.85.17.",
            "(192.0.2.3), puis",
            "192.0.2.0/24",
            "192.0.2.3:443",
            "http://[2001:db8:7::9]:80/",
            "2001[:]db8[:]7[:][:]9",
            "::ffff:91.215.85.17",
        ] {
            assert!(within(&own, text).is_some(), "{text}");
        }
        for text in
            ["91.215.85.18", "192.0.2.16", "291.215.85.17", "2001:db8:8::1", "v1.2.3", "10:30", "rien", ""]
        {
            assert_eq!(within(&own, text), None, "{text}");
        }
        assert_eq!(within(&[], "91.215.85.17"), None);
    }
}
