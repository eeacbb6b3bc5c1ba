//! Rules of accounts, as plain functions.

use std::collections::BTreeSet;

use access::{Reach, Role, Standing};
use vocabulary::{FinessNumber, Refusal, Region};

/// Passwords that everybody tries first; longer ones built on them are caught by length only.
const COMMON: [&str; 12] = [
    "123456789012",
    "motdepasse123",
    "motdepasse2026",
    "password1234",
    "azertyuiop12",
    "qwertyuiop12",
    "administrateur",
    "administrator",
    "bienvenue2026",
    "welcome12345",
    "changeme1234",
    "hopital123456",
];

/// Whether a password may be used: 12 to 200 characters, not one that everybody tries first, not the address itself (ASVS
/// 5.0, 6.2.1, 6.2.4).
pub(crate) fn acceptable_password(password: &str, email: &str) -> Result<(), Refusal> {
    let length = password.chars().count();
    let refuse = |code| Err(Refusal::new(code).at("password"));
    if length < 12 {
        refuse("password-short")
    } else if length > 200 {
        Err(Refusal::new("too-long").at("password").with("max", "200"))
    } else if COMMON.contains(&password.to_lowercase().as_str()) || password.eq_ignore_ascii_case(email) {
        refuse("password-common")
    } else {
        Ok(())
    }
}

/// Wrong tries that cost nothing: people mistype.
const FREE: i64 = 4;

/// Seconds to wait after that many failures from one place: doubled at each, up to a quarter of an hour.
pub(crate) fn wait(failures: i64) -> i64 {
    if failures <= FREE { 0 } else { 1_i64 << (failures - FREE).min(10) }.min(900)
}

/// Reads a role and where it reaches, as `vigie account create` takes it: `analyst`, `ars:53`, `ars:01,977`,
/// `facility-staff:350000022`.
pub fn parse_standing(text: &str) -> Result<Standing, Refusal> {
    let (role, reach) = text.split_once(':').map_or((text, None), |(role, reach)| (role, Some(reach)));
    let role =
        Role::from_code(role).ok_or_else(|| Refusal::new("role-unknown").at("role").with("role", role))?;
    let reach = match (role, reach) {
        (Role::Ars, Some(codes)) => Reach::Regions(read(codes, Region::from_code)?),
        (Role::FacilityStaff, Some(numbers)) => {
            Reach::Facilities(read(numbers, |n| FinessNumber::parse(n).ok())?)
        }
        // These two are nothing without a place.
        (Role::Ars | Role::FacilityStaff, None) | (_, Some(_)) => {
            return Err(Refusal::new("role-reach").at("role").with("role", role.code()));
        }
        (_, None) => Reach::Nation,
    };
    Ok(Standing { role, reach })
}

fn read<T: Ord>(list: &str, one: impl Fn(&str) -> Option<T>) -> Result<BTreeSet<T>, Refusal> {
    let wrong = |item: &str| Refusal::new("reach-unknown").at("role").with("reach", item);
    list.split([',', ' '])
        .filter(|item| !item.is_empty())
        .map(|item| one(item).ok_or_else(|| wrong(item)))
        .collect()
}

/// A standing as it is stored: the kind of its reach, and the places.
pub(crate) fn stored(reach: &Reach) -> (&'static str, String) {
    match reach {
        Reach::Nation => ("nation", String::new()),
        Reach::Regions(regions) => ("regions", join(regions.iter().map(|region| region.code().to_owned()))),
        Reach::Facilities(numbers) => ("facilities", join(numbers.iter().map(ToString::to_string))),
    }
}

/// A reach as it was stored.
pub(crate) fn restored(kind: &str, places: &str) -> Option<Reach> {
    match kind {
        "nation" => Some(Reach::Nation),
        "regions" => read(places, Region::from_code).ok().map(Reach::Regions),
        "facilities" => read(places, |n| FinessNumber::parse_unchecked(n).ok()).ok().map(Reach::Facilities),
        _ => None,
    }
}

/// A standing as the operator typed it.
pub fn standing_words(standing: &Standing) -> String {
    let (_, places) = stored(&standing.reach);
    let role = standing.role.code();
    if places.is_empty() { role.to_owned() } else { format!("{role}:{}", places.replace(' ', ",")) }
}

fn join(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standings_are_read_and_said_alike() {
        for text in ["analyst", "ars:53", "ars:01,977", "facility-staff:010000024", "fssi"] {
            let standing = parse_standing(text).unwrap();
            assert_eq!(standing_words(&standing), text);
            let (kind, places) = stored(&standing.reach);
            assert_eq!(restored(kind, &places), Some(standing.reach));
        }
        for wrong in ["", "king", "ars", "ars:99", "analyst:53", "facility-staff:12"] {
            assert!(parse_standing(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn passwords_that_everybody_tries_are_refused() {
        for (password, ok) in [
            ("short", false),
            ("motdepasse2026", false),
            ("une phrase assez longue", true),
            ("rssi@vigie.example", false),
        ] {
            assert_eq!(acceptable_password(password, "rssi@vigie.example").is_ok(), ok, "{password}");
        }
        assert!(acceptable_password(&"x".repeat(201), "a").is_err());
    }

    #[test]
    fn waits_grow_and_never_lock() {
        assert_eq!([0, 4, 5, 6, 14, 10_000].map(wait), [0, 0, 2, 4, 900, 900]);
    }
}
