//! What must hold of rights whatever the table says.

use std::collections::BTreeSet;

use proptest::{prelude::*, sample::select};
use vocabulary::{FinessNumber, Id, Region, Tlp};

use crate::{Caller, Declarant, Permission, Permit, Person, Reach, Resource, Role, Standing, permit, scope};

const SITES: [&str; 3] = ["359900008", "359900016", "759900004"];
const ENTITIES: [&str; 2] = ["359980000", "759980006"];
const REGIONS: [&str; 2] = ["53", "11"];

fn number(text: &str) -> FinessNumber {
    FinessNumber::parse(text).unwrap()
}

fn region(code: &str) -> Region {
    Region::from_code(code).unwrap()
}

fn reach() -> impl Strategy<Value = Reach> {
    let numbers: Vec<&str> = SITES.into_iter().chain(ENTITIES).collect();
    prop_oneof![
        Just(Reach::Nation),
        proptest::collection::btree_set(select(REGIONS.to_vec()), 0..3)
            .prop_map(|codes| Reach::Regions(codes.into_iter().map(region).collect())),
        proptest::collection::btree_set(select(numbers), 0..4)
            .prop_map(|numbers| Reach::Facilities(numbers.into_iter().map(number).collect())),
    ]
}

fn standing() -> impl Strategy<Value = Standing> {
    (select(Role::ALL.to_vec()), reach()).prop_map(|(role, reach)| Standing { role, reach })
}

fn resource() -> impl Strategy<Value = Resource> {
    let declaration = proptest::option::of((0_u8..3).prop_map(|byte| Id::from_random([byte; 16])));
    let facility = proptest::option::of(select(SITES.to_vec()));
    let entity = proptest::option::of(select(ENTITIES.to_vec()));
    let place = proptest::option::of(select(REGIONS.to_vec()));
    (declaration, facility, entity, place, select(Tlp::ALL.to_vec())).prop_map(
        |(declaration, facility, entity, place, tlp)| Resource {
            declaration,
            facility: facility.map(number),
            legal_entity: entity.map(number),
            region: place.map(region),
            tlp,
        },
    )
}

fn person(standings: Vec<Standing>, limited_to: Option<BTreeSet<Permission>>) -> Caller {
    let id = Id::from_random([7; 16]);
    Caller::Person(Person {
        account: id,
        name: String::new(),
        session: id,
        standings,
        withheld: Vec::new(),
        fresh: true,
        limited_to,
    })
}

fn caller() -> impl Strategy<Value = Caller> {
    prop_oneof![
        Just(Caller::Nobody),
        Just(Caller::Program("test")),
        (0_u8..3).prop_map(|byte| {
            let id = Id::from_random([byte; 16]);
            Caller::Declarant(Declarant { declaration: id, holder: id, session: id })
        }),
        proptest::collection::vec(standing(), 0..4).prop_map(|standings| person(standings, None)),
    ]
}

fn permission() -> impl Strategy<Value = Permission> {
    select(Permission::ALL.to_vec())
}

/// What SQL answers of a row, by the list of a scope: `LIKE` on what is not NULL.
fn listed(list: &str, resource: &Resource) -> bool {
    let mark = resource.tlp.label();
    let placed = [
        resource.region.map(|region| region.code().to_owned()),
        resource.facility.map(|facility| facility.to_string()),
        resource.legal_entity.map(|entity| entity.to_string()),
    ];
    list.contains(&format!(",{mark},"))
        || placed.into_iter().flatten().any(|place| list.contains(&format!(",{mark}:{place},")))
}

fn agree<P: Permit>(caller: &Caller, resource: &Resource) -> Result<(), TestCaseError> {
    // The list knows no declaration: whoever holds a code is shown that one, not a list.
    let unheld = Resource { declaration: None, ..*resource };
    if let Ok(scope) = scope::<P>(caller) {
        prop_assert_eq!(listed(&scope.list(), &unheld), scope.admits(&unheld));
        if scope.is_national() {
            prop_assert!(scope.admits(resource));
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_stricter_mark_never_opens_more(
        caller in caller(), permission in permission(), resource in resource(), other in select(Tlp::ALL.to_vec()),
    ) {
        let [open, strict] = [resource.tlp.min(other), resource.tlp.max(other)]
            .map(|tlp| permission.decided(&caller, &Resource { tlp, ..resource }).is_ok());
        prop_assert!(open || !strict);
    }

    #[test]
    fn one_more_standing_never_takes_away(
        standings in proptest::collection::vec(standing(), 0..4), more in standing(),
        permission in permission(), resource in resource(),
    ) {
        let before = permission.decided(&person(standings.clone(), None), &resource).is_ok();
        let after = [standings, vec![more]].concat();
        prop_assert!(!before || permission.decided(&person(after, None), &resource).is_ok());
    }

    #[test]
    fn a_token_never_does_more_than_its_person(
        standings in proptest::collection::vec(standing(), 0..4), permission in permission(), resource in resource(),
        limits in proptest::collection::btree_set(permission(), 0..4),
    ) {
        let token = permission.decided(&person(standings.clone(), Some(limits.clone())), &resource).is_ok();
        prop_assert!(!token || limits.contains(&permission));
        prop_assert!(!token || permission.decided(&person(standings, None), &resource).is_ok());
    }

    #[test]
    fn lists_hold_what_is_admitted_and_nothing_else(caller in caller(), resource in resource()) {
        agree::<permit::IncidentRead>(&caller, &resource)?;
        agree::<permit::DeclarationRead>(&caller, &resource)?;
    }

    #[test]
    fn a_structure_s_people_never_read_red_nor_another_site(
        reach in reach(), permission in permission(), resource in resource(),
    ) {
        let numbers = match &reach { Reach::Facilities(numbers) => numbers.clone(), _ => BTreeSet::new() };
        let everywhere = reach == Reach::Nation || matches!(&reach, Reach::Regions(regions) if !regions.is_empty());
        let staff = person(vec![Standing { role: Role::FacilityStaff, reach }], None);
        let reads = permission.decided(&staff, &resource).is_ok();
        if permission == Permission::DeclarationRead {
            prop_assert!(!reads || resource.tlp < Tlp::Red);
            let own = [resource.facility, resource.legal_entity].into_iter().flatten().any(|n| numbers.contains(&n));
            prop_assert!(!reads || own || everywhere);
        } else if permission == Permission::PublicationRead {
            prop_assert_eq!(reads, resource.tlp <= Tlp::Amber);
        } else {
            prop_assert_eq!(reads, matches!(permission, Permission::DeclarationFile | Permission::MembershipAsk));
        }
    }

    #[test]
    fn the_recipients_named_by_law_read_whatever_the_mark(
        role in select(vec![Role::Analyst, Role::Lead, Role::Ars, Role::Fssi, Role::Corruss]), resource in resource(),
    ) {
        let national = person(vec![Standing { role, reach: Reach::Nation }], None);
        prop_assert!(Permission::IncidentRead.decided(&national, &resource).is_ok());
    }
}
