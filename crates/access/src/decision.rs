//! The one function that decides, and the proofs that it gives.

use std::{collections::BTreeSet, marker::PhantomData};

use vocabulary::{FinessNumber, Id, Refused, Region};

use crate::{Caller, Permission, Permit, Reach, Role};

/// What is asked about: where it stands, and which declaration it belongs to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Resource {
    /// The declaration concerned, if one is.
    pub declaration: Option<Id>,
    /// The site concerned, if known.
    pub facility: Option<FinessNumber>,
    /// Its legal entity, if known.
    pub legal_entity: Option<FinessNumber>,
    /// The region whose agency is competent, if known.
    pub region: Option<Region>,
}

/// Proof that a caller may do `P` to one resource. Made by [`decide`] only.
#[derive(Debug)]
pub struct Granted<P: Permit> {
    by: String,
    session: Option<Id>,
    what: PhantomData<P>,
}

impl<P: Permit> Granted<P> {
    /// How the trail names who was granted.
    pub fn by(&self) -> &str {
        &self.by
    }

    /// The session that was granted.
    pub fn session(&self) -> Option<Id> {
        self.session
    }
}

/// Proof of how far a caller may read; every list, count and look-up is cut to it. Made by [`scope`] only.
#[derive(Clone, Debug)]
pub struct Scope {
    nation: bool,
    regions: BTreeSet<Region>,
    facilities: BTreeSet<FinessNumber>,
    declaration: Option<Id>,
}

impl Scope {
    /// Whether this resource is within.
    pub fn admits(&self, resource: &Resource) -> bool {
        self.nation
            || (self.declaration.is_some() && self.declaration == resource.declaration)
            || resource.region.is_some_and(|region| self.regions.contains(&region))
            || [resource.facility, resource.legal_entity]
                .into_iter()
                .flatten()
                .any(|f| self.facilities.contains(&f))
    }

    /// Whether everything is within.
    pub fn is_national(&self) -> bool {
        self.nation
    }

    /// The regions within, as a list that SQL can search with `LIKE '%,53,%'`: `,11,53,`; a lone comma when none.
    pub fn regions_list(&self) -> String {
        list(self.regions.iter().map(|region| region.code()))
    }

    /// The facilities within (sites and legal entities), in the same form.
    pub fn facilities_list(&self) -> String {
        list(self.facilities.iter().map(FinessNumber::as_str))
    }
}

fn list<'a>(items: impl Iterator<Item = &'a str>) -> String {
    items.fold(",".to_owned(), |text, item| text + item + ",")
}

/// Whether a role carries a permission, wherever it reaches. The whole table of rights is this function.
pub fn holds(role: Role, permission: Permission) -> bool {
    use Permission as P;
    match role {
        Role::Lead if permission == P::IncidentHold => true,
        Role::Analyst | Role::Lead => {
            matches!(permission, P::IncidentRead | P::IncidentHandle | P::AttachmentRead)
        }
        Role::Ars | Role::Fssi | Role::Corruss => matches!(permission, P::IncidentRead),
        Role::Administrator => matches!(permission, P::RegisterImport | P::AccountManage),
        Role::Auditor => matches!(permission, P::TrailRead),
        Role::FacilityStaff | Role::Editor | Role::Member | Role::Moderator => false,
    }
}

/// How far a caller may read under a permission. Refuses those who may nowhere.
pub fn scope<P: Permit>(caller: &Caller) -> Result<Scope, Refused> {
    let mut scope =
        Scope { nation: false, regions: BTreeSet::new(), facilities: BTreeSet::new(), declaration: None };
    match caller {
        Caller::Program(_) => scope.nation = true,
        Caller::Nobody => match P::PERMISSION {
            Permission::DeclarationFile => {}
            _ => return Err(Refused::SignInFirst),
        },
        Caller::Declarant(declarant) => match P::PERMISSION {
            Permission::DeclarationFile => {}
            Permission::DeclarationFollow | Permission::DeclarationComplete => {
                scope.declaration = Some(declarant.declaration);
            }
            // The code of a declaration opens no door of the staff: to its holder they are as closed as to nobody.
            _ => return Err(Refused::SignInFirst),
        },
        Caller::Person(person) => {
            let allowed = person.limited_to.as_ref().is_none_or(|limits| limits.contains(&P::PERMISSION));
            let mut any = P::PERMISSION == Permission::DeclarationFile;
            for standing in person.standings.iter().filter(|s| allowed && holds(s.role, P::PERMISSION)) {
                any = true;
                match &standing.reach {
                    Reach::Nation => scope.nation = true,
                    Reach::Regions(regions) => scope.regions.extend(regions),
                    Reach::Facilities(facilities) => scope.facilities.extend(facilities),
                }
            }
            if !any || !allowed {
                let waits = allowed && person.withheld.iter().any(|s| holds(s.role, P::PERMISSION));
                return Err(if waits { Refused::SecondFactorFirst } else { Refused::Forbidden });
            }
        }
    }
    Ok(scope)
}

/// Whether a caller may do `P` to a resource, with the proof. What is out of scope is [`Refused::NotFound`], the same
/// answer as for what does not exist.
pub fn decide<P: Permit>(caller: &Caller, resource: &Resource) -> Result<Granted<P>, Refused> {
    let scope = scope::<P>(caller)?;
    // These are about no existing thing that could be hidden: a new declaration, the accounts or the trail as a whole.
    let nowhere = matches!(
        P::PERMISSION,
        Permission::DeclarationFile
            | Permission::RegisterImport
            | Permission::AccountManage
            | Permission::TrailRead
    );
    if nowhere || scope.admits(resource) {
        Ok(Granted { by: caller.trace(), session: caller.session(), what: PhantomData })
    } else {
        Err(Refused::NotFound)
    }
}

/// Whether a caller may do something grave now: somebody who proved a few minutes ago that it is them, or the operator at the
/// terminal. A token never may.
pub fn prove(caller: &Caller) -> Result<(), Refused> {
    match caller {
        Caller::Program(_) => Ok(()),
        Caller::Nobody | Caller::Declarant(_) => Err(Refused::SignInFirst),
        Caller::Person(person) if person.limited_to.is_some() => Err(Refused::Forbidden),
        Caller::Person(person) if person.fresh => Ok(()),
        Caller::Person(_) => Err(Refused::ProveAgain),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Declarant, Person, Standing, permit};

    fn person(role: Role, reach: Reach) -> Caller {
        let id = Id::from_random([7; 16]);
        Caller::Person(Person {
            account: id,
            name: "Camille Fictif".into(),
            session: id,
            standings: vec![Standing { role, reach }],
            withheld: Vec::new(),
            fresh: true,
            limited_to: None,
        })
    }

    fn region(code: &str) -> Region {
        Region::from_code(code).unwrap()
    }

    fn at(code: &str) -> Resource {
        Resource { region: Some(region(code)), ..Resource::default() }
    }

    #[test]
    fn a_region_sees_its_region_and_what_is_elsewhere_does_not_exist() {
        let ars = person(Role::Ars, Reach::Regions([region("53")].into()));
        assert!(decide::<permit::IncidentRead>(&ars, &at("53")).is_ok());
        assert_eq!(decide::<permit::IncidentRead>(&ars, &at("11")).unwrap_err(), Refused::NotFound);
        assert_eq!(decide::<permit::IncidentHandle>(&ars, &at("53")).unwrap_err(), Refused::Forbidden);
        assert_eq!(scope::<permit::IncidentRead>(&ars).unwrap().regions_list(), ",53,");
    }

    #[test]
    fn a_code_opens_one_declaration_and_nothing_else() {
        let [mine, other] = [1, 2].map(|byte| Id::from_random([byte; 16]));
        let declarant = Caller::Declarant(Declarant { declaration: mine, holder: mine, session: mine });
        let of = |id| Resource { declaration: Some(id), region: Some(region("53")), ..Resource::default() };
        assert!(decide::<permit::DeclarationComplete>(&declarant, &of(mine)).is_ok());
        assert_eq!(
            decide::<permit::DeclarationFollow>(&declarant, &of(other)).unwrap_err(),
            Refused::NotFound
        );
        assert_eq!(decide::<permit::IncidentRead>(&declarant, &of(mine)).unwrap_err(), Refused::SignInFirst);
    }

    #[test]
    fn a_token_is_never_more_than_it_was_given() {
        let Caller::Person(mut analyst) = person(Role::Analyst, Reach::Nation) else { unreachable!() };
        analyst.limited_to = Some([Permission::IncidentRead].into());
        let token = Caller::Person(analyst);
        assert!(decide::<permit::IncidentRead>(&token, &at("53")).is_ok());
        assert_eq!(decide::<permit::IncidentHandle>(&token, &at("53")).unwrap_err(), Refused::Forbidden);
    }

    #[test]
    fn a_right_that_waits_for_a_second_factor_says_so_and_opens_nothing() {
        let Caller::Person(mut analyst) = person(Role::Analyst, Reach::Nation) else { unreachable!() };
        analyst.withheld = std::mem::take(&mut analyst.standings);
        let waiting = Caller::Person(analyst);
        assert_eq!(scope::<permit::IncidentRead>(&waiting).unwrap_err(), Refused::SecondFactorFirst);
        assert_eq!(scope::<permit::AccountManage>(&waiting).unwrap_err(), Refused::Forbidden);
    }

    #[test]
    fn what_is_grave_asks_again_who_is_there_and_takes_no_token() {
        let Caller::Person(mut lead) = person(Role::Lead, Reach::Nation) else { unreachable!() };
        assert_eq!(prove(&Caller::Person(lead.clone())), Ok(()));
        lead.fresh = false;
        assert_eq!(prove(&Caller::Person(lead.clone())), Err(Refused::ProveAgain));
        lead.limited_to = Some([Permission::IncidentRead].into());
        lead.fresh = true;
        assert_eq!(prove(&Caller::Person(lead)), Err(Refused::Forbidden));
        assert_eq!(prove(&Caller::Nobody), Err(Refused::SignInFirst));
    }

    #[test]
    fn an_unplaced_resource_is_seen_by_the_nation_only() {
        let nowhere = Resource::default();
        assert!(decide::<permit::IncidentRead>(&person(Role::Fssi, Reach::Nation), &nowhere).is_ok());
        for code in ["53", "11"] {
            let ars = person(Role::Ars, Reach::Regions([region(code)].into()));
            assert_eq!(decide::<permit::IncidentRead>(&ars, &nowhere).unwrap_err(), Refused::NotFound);
        }
    }
}
