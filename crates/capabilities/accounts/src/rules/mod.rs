//! Rules of accounts, as plain functions.

mod factors;
mod identities;
mod passwords;

pub use factors::{FactorKind, InvitationKind};
pub(crate) use factors::{
    RECOVERY_CODES, Strength, WAITING, authenticator, key_uri, plain_code, same_device, spelled, step_of,
};
pub use identities::AttestedFacilities;

pub(crate) use identities::{AWAY, Attested, Counts, attested, followed, listed, unlisted};
pub(crate) use passwords::acceptable_password;

use std::collections::BTreeSet;

use access::{Reach, Role, Standing};
use vocabulary::{FinessNumber, Refusal, Region};

/// Wrong tries that cost nothing to one account from one place: people mistype.
pub(crate) const FREE: i64 = 4;
/// The same for one place over all accounts: a hospital, a ministry sign in from one address.
pub(crate) const FREE_OF_PLACE: i64 = 40;
/// Wrong second factors of one account from anywhere: whoever gets there knew its password.
pub(crate) const FREE_OF_FACTOR: i64 = 20;
/// Seconds after the last wrong try when all are forgotten.
pub(crate) const FORGOTTEN_AFTER: i64 = 24 * 3600;
/// Seconds during which somebody who signed in from a place is known there, and is not slowed by what others do there.
pub(crate) const KNOWN_FOR: i64 = 90 * 24 * 3600;

/// Seconds to wait after that many failures, of which some are free: doubled at each, up to a quarter of an hour.
pub(crate) fn wait(failures: i64, free: i64) -> i64 {
    if failures <= free { 0 } else { 1_i64 << (failures - free).min(10) }.min(900)
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
            return Err(wrong_reach(role));
        }
        (_, None) => Reach::Nation,
    };
    let nowhere = match &reach {
        Reach::Nation => false,
        Reach::Regions(regions) => regions.is_empty(),
        Reach::Facilities(facilities) => facilities.is_empty(),
    };
    if nowhere { Err(wrong_reach(role)) } else { Ok(Standing { role, reach }) }
}

fn wrong_reach(role: Role) -> Refusal {
    Refusal::new("role-reach").at("role").with("role", role.code())
}

/// One standing a role: the places of a role that was given several times add up.
pub(crate) fn merged(standings: &[Standing]) -> Result<Vec<Standing>, Refusal> {
    let mut merged: Vec<Standing> = Vec::new();
    for standing in standings {
        let Some(known) = merged.iter_mut().find(|known| known.role == standing.role) else {
            merged.push(standing.clone());
            continue;
        };
        match (&mut known.reach, &standing.reach) {
            (Reach::Nation, _) => {}
            (wider, Reach::Nation) => *wider = Reach::Nation,
            (Reach::Regions(all), Reach::Regions(more)) => all.extend(more),
            (Reach::Facilities(all), Reach::Facilities(more)) => all.extend(more),
            (Reach::Regions(_), Reach::Facilities(_)) | (Reach::Facilities(_), Reach::Regions(_)) => {
                return Err(wrong_reach(standing.role));
            }
        }
    }
    Ok(merged)
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
    use proptest::{prelude::*, sample::subsequence};

    #[test]
    fn standings_are_read_and_said_alike() {
        for text in ["analyst", "ars:53", "ars:01,977", "facility-staff:010000024", "fssi"] {
            let standing = parse_standing(text).unwrap();
            assert_eq!(standing_words(&standing), text);
            let (kind, places) = stored(&standing.reach);
            assert_eq!(restored(kind, &places), Some(standing.reach));
        }
        for wrong in [
            "",
            "king",
            "Analyst",
            "ars",
            "ars:",
            "ars:,",
            "ars:99",
            "ars:53,99",
            "analyst:53",
            "fssi:",
            "facility-staff",
            "facility-staff:",
            "facility-staff:12",
            "facility-staff:010000025",
        ] {
            assert!(parse_standing(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_another_version_stored_gives_no_reach() {
        for (kind, places) in [("planet", ""), ("regions", "53 99"), ("facilities", "x"), ("", "53")] {
            assert_eq!(restored(kind, places), None, "{kind} {places}");
        }
    }

    #[test]
    fn two_kinds_of_places_of_one_role_do_not_mix() {
        let regional = Standing { role: Role::Analyst, reach: Reach::Regions(BTreeSet::new()) };
        let local = Standing { role: Role::Analyst, reach: Reach::Facilities(BTreeSet::new()) };
        assert!(merged(&[regional.clone(), local]).is_err());
        let everywhere = parse_standing("analyst").unwrap();
        assert_eq!(merged(&[regional, everywhere.clone()]), Ok(vec![everywhere]));
    }

    #[test]
    fn waits_grow_and_never_lock() {
        assert_eq!([0, 4, 5, 6, 14, 10_000].map(|failures| wait(failures, FREE)), [0, 0, 2, 4, 900, 900]);
        assert_eq!([40, 41, 10_000].map(|failures| wait(failures, FREE_OF_PLACE)), [0, 2, 900]);
    }

    proptest! {
        #[test]
        fn one_more_failure_never_shortens_the_wait(failures in 0_i64..i64::MAX, free in 0_i64..100) {
            let (now, next) = (wait(failures, free), wait(failures + 1, free));
            prop_assert!(now <= next && (0..=900).contains(&now));
            prop_assert_eq!(now == 0, failures <= free);
        }

        #[test]
        fn a_role_given_in_parts_is_the_role_given_whole(
            all in subsequence(Region::all().collect::<Vec<_>>(), 1..=6), at in 0_usize..6,
        ) {
            let whole = Standing { role: Role::Ars, reach: Reach::Regions(all.iter().copied().collect()) };
            let (first, second) = all.split_at(at.min(all.len()));
            let part = |regions: &[Region]| {
                Standing { role: Role::Ars, reach: Reach::Regions(regions.iter().copied().collect()) }
            };
            prop_assert_eq!(merged(&[part(first), part(second)]), Ok(vec![whole.clone()]));
            prop_assert_eq!(parse_standing(&standing_words(&whole)), Ok(whole));
        }
    }
}
