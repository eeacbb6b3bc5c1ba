//! Names become addresses here, and nowhere else.

use std::net::IpAddr;

use ureq::{
    config::Config,
    http::Uri,
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::NextTimeout,
    },
};

/// Looks names up, and gives only addresses of the public internet: it is to those very addresses that one connects, so that
/// a name that changes its mind between the two changes nothing.
#[derive(Debug)]
pub struct Careful<R = DefaultResolver> {
    inner: R,
    allow_private: bool,
}

impl Careful {
    /// With private addresses too, where the operator allows them.
    pub fn new(allow_private: bool) -> Self {
        Self { inner: DefaultResolver::default(), allow_private }
    }
}

/// A name, or an address, that is not of the public internet.
#[derive(Debug, thiserror::Error)]
#[error("not an address of the public internet")]
pub struct Private;

impl Private {
    /// Whether that is why a request failed.
    pub fn is_why(error: &ureq::Error) -> bool {
        let ureq::Error::Io(inner) = error else { return false };
        inner.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<Self>)
    }
}

impl<R: Resolver> Resolver for Careful<R> {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let all = self.inner.resolve(uri, config, timeout)?;
        let mut kept = self.empty();
        for address in all.iter().filter(|address| self.allow_private || is_public(address.ip())) {
            kept.push(*address);
        }
        if kept.is_empty() { Err(ureq::Error::Io(std::io::Error::other(Private))) } else { Ok(kept) }
    }
}

/// Whether an address is of the public internet (IANA special-purpose registries, RFC 6890).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            !(v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_documentation()
                || matches!(
                    (a, b, c),
                    (0 | 224.., _, _) | (100, 64..=127, _) | (192, 0, 0) | (198, 18 | 19, _)
                ))
        }
        // Global unicast is 2000::/3; within it, documentation, Teredo and 6to4 (which hold an IPv4 address) are not for us.
        IpAddr::V6(v6) => match v6.segments() {
            [0x2001, 0 | 0xdb8, ..] | [0x2002, ..] => false,
            [first, ..] => (0x2000..0x4000).contains(&first),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_public() {
        for (address, public) in [
            ("185.199.108.153", true),
            ("2a01:e0a::1", true),
            ("127.0.0.1", false),
            ("0.0.0.0", false),
            ("10.1.2.3", false),
            ("172.31.0.1", false),
            ("192.168.1.1", false),
            ("169.254.169.254", false),
            ("100.64.0.1", false),
            ("192.0.0.8", false),
            ("198.18.0.1", false),
            ("224.0.0.1", false),
            ("255.255.255.255", false),
            ("::", false),
            ("::1", false),
            ("::ffff:127.0.0.1", false),
            ("64:ff9b::7f00:1", false),
            ("fd00::1", false),
            ("fe80::1", false),
            ("ff02::1", false),
            ("2001:db8::1", false),
            ("2001:0:7f00:1::", false),
            ("2002:7f00:1::", false),
        ] {
            assert_eq!(is_public(address.parse().unwrap()), public, "{address}");
        }
    }
}
