//! The one function that decides, and the proofs that it gives.

use std::{
    collections::{BTreeMap, BTreeSet},
    marker::PhantomData,
};

use vocabulary::{FinessNumber, Id, Refused, Region, Tlp};

use crate::{Caller, Permission, Permit, Reach, Role};

/// What is asked about: where it stands, which declaration it belongs to, and how its owner marked it.
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
    /// The mark of its owner; the strictest where nobody put one.
    pub tlp: Tlp,
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

/// Where something may be read.
#[derive(Clone, Debug, Default)]
struct Places {
    nation: bool,
    regions: BTreeSet<Region>,
    facilities: BTreeSet<FinessNumber>,
}

impl Places {
    fn everywhere() -> Self {
        Self { nation: true, ..Self::default() }
    }

    fn add(&mut self, reach: &Reach) {
        match reach {
            Reach::Nation => self.nation = true,
            Reach::Regions(regions) => self.regions.extend(regions),
            Reach::Facilities(facilities) => self.facilities.extend(facilities),
        }
    }

    fn hold(&self, resource: &Resource) -> bool {
        self.nation
            || resource.region.is_some_and(|region| self.regions.contains(&region))
            || [resource.facility, resource.legal_entity]
                .into_iter()
                .flatten()
                .any(|facility| self.facilities.contains(&facility))
    }
}

/// Proof of how far a caller may read; every list, count and look-up is cut to it. Made by [`scope`] only.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Where what carries each mark may be read.
    places: BTreeMap<Tlp, Places>,
    /// Where every mark may be read: the declaration whose code was typed.
    declaration: Option<Id>,
}

impl Scope {
    /// Whether this resource is within.
    pub fn admits(&self, resource: &Resource) -> bool {
        (self.declaration.is_some() && self.declaration == resource.declaration)
            || self.places.get(&resource.tlp).is_some_and(|places| places.hold(resource))
    }

    /// Whether everything is within, whatever its mark.
    pub fn is_national(&self) -> bool {
        Tlp::ALL.iter().all(|tlp| self.places.get(tlp).is_some_and(|places| places.nation))
    }

    /// What is within by its mark and its place, as a list that SQL searches: `,CLEAR,` for a mark that is read everywhere,
    /// `,RED:53,` for a region, `,GREEN:350000022,` for a site or a legal entity. A row is within when one of these holds:
    /// `$1 LIKE '%,' || tlp || ',%'`, `$1 LIKE '%,' || tlp || ':' || region || ',%'`, and the same for `facility` and for
    /// `legal_entity`; never on what is NULL, as [`Self::admits`] says.
    pub fn list(&self) -> String {
        let mut list = ",".to_owned();
        for (tlp, places) in &self.places {
            let mark = tlp.label();
            if places.nation {
                list += &format!("{mark},");
            }
            for region in &places.regions {
                list += &format!("{mark}:{},", region.code());
            }
            for facility in &places.facilities {
                list += &format!("{mark}:{facility},");
            }
        }
        list
    }
}

/// The strictest mark of a publication that a role reads. What is published is for the sector as a whole: its mark governs who reads
/// it, and no place does. TLP:CLEAR is the world's; those whom the cell knows read up to TLP:AMBER, which is for the organisations
/// that receive it; TLP:AMBER+STRICT is for the cell itself; and what names its readers (TLP:RED) is not published.
fn publications(role: Role) -> Tlp {
    match role {
        Role::Analyst | Role::Lead | Role::Editor => Tlp::AmberStrict,
        Role::FacilityStaff | Role::Ars | Role::Fssi | Role::Corruss | Role::Member | Role::Moderator => {
            Tlp::Amber
        }
        Role::Administrator | Role::Auditor => Tlp::Clear,
    }
}

/// Whether a role has a permission of the private space; `None` for all others. What is read there is cut by [`seat`](crate::seat).
fn community(role: Role, permission: Permission) -> Option<bool> {
    use Permission as P;
    let cell = matches!(role, Role::Analyst | Role::Lead);
    match permission {
        P::CommunityRead | P::CommunityWrite => Some(cell || matches!(role, Role::Member | Role::Moderator)),
        P::CommunityModerate => Some(matches!(role, Role::Moderator | Role::Lead)),
        P::CommunityAnswer | P::MembershipDecide => Some(cell),
        P::MembershipAsk => Some(true),
        _ => None,
    }
}

/// The strictest mark that a role reads under a permission, as far as it reaches; `None` when it does not have that
/// permission. The whole table of rights is this function.
///
/// A mark governs sharing beyond those whom the law names: the cell, the agency of the site's region and the ministry read
/// whatever the mark. The structure's own people are the organisation of TLP:AMBER+STRICT; TLP:RED is for its named
/// readers, and those of a declaration are the holders of its codes. What carries no mark of anybody (the register, the
/// accounts, the trail) is not restricted by one.
pub fn up_to(role: Role, permission: Permission) -> Option<Tlp> {
    use Permission as P;
    if permission == P::PublicationRead {
        return Some(publications(role));
    }
    if let Some(held) = community(role, permission) {
        return held.then_some(Tlp::Red);
    }
    let (held, strictest) = match role {
        Role::Lead
            if matches!(
                permission,
                P::IncidentHold
                    | P::IncidentAudit
                    | P::EventDecide
                    | P::OnCallPlan
                    | P::RegionManage
                    | P::NationDecide
                    | P::PublicationReview
                    | P::PublicationAlone
            ) =>
        {
            (true, Tlp::Red)
        }
        Role::Analyst | Role::Lead => (
            matches!(
                permission,
                P::IncidentRead
                    | P::IncidentHandle
                    | P::AttachmentRead
                    | P::DeclarationTranscribe
                    | P::NationRead
                    | P::PublicationWrite
            ),
            Tlp::Red,
        ),
        Role::Ars => {
            (matches!(permission, P::IncidentRead | P::DeclarationTranscribe | P::RegionManage), Tlp::Red)
        }
        Role::Fssi | Role::Corruss => {
            (matches!(permission, P::IncidentRead | P::NationRead | P::NationDecide), Tlp::Red)
        }
        Role::FacilityStaff => (permission == P::DeclarationRead, Tlp::AmberStrict),
        Role::Administrator => {
            (matches!(permission, P::RegisterImport | P::WarningListImport | P::AccountManage), Tlp::Red)
        }
        Role::Auditor => (permission == P::TrailRead, Tlp::Red),
        Role::Editor => (matches!(permission, P::PublicationWrite | P::PublicationReview), Tlp::Red),
        Role::Member | Role::Moderator => (false, Tlp::Clear),
    };
    held.then_some(strictest)
}

/// Whether a role carries a permission, wherever it reaches and up to whatever mark.
pub fn holds(role: Role, permission: Permission) -> bool {
    up_to(role, permission).is_some()
}

/// How far a caller may read under a permission. Refuses those who may nowhere.
pub fn scope<P: Permit>(caller: &Caller) -> Result<Scope, Refused> {
    let mut scope = Scope { places: BTreeMap::new(), declaration: None };
    // The world reads what carries TLP:CLEAR, whoever it is.
    let public = P::PERMISSION == Permission::PublicationRead;
    if public {
        scope.places.insert(Tlp::Clear, Places::everywhere());
    }
    match caller {
        Caller::Program(_) => scope.places = Tlp::ALL.map(|tlp| (tlp, Places::everywhere())).into(),
        Caller::Nobody => match P::PERMISSION {
            Permission::DeclarationFile | Permission::PublicationRead => {}
            _ => return Err(Refused::SignInFirst),
        },
        Caller::Declarant(declarant) => match P::PERMISSION {
            Permission::DeclarationFile | Permission::PublicationRead => {}
            Permission::DeclarationFollow | Permission::DeclarationComplete => {
                scope.declaration = Some(declarant.declaration);
            }
            // The code of a declaration opens no door of the staff: to its holder they are as closed as to nobody.
            _ => return Err(Refused::SignInFirst),
        },
        Caller::Person(person) => {
            let allowed = person.limited_to.as_ref().is_none_or(|limits| limits.contains(&P::PERMISSION));
            // Whoever has an account may, whatever else they are.
            let everybodys = matches!(P::PERMISSION, Permission::DeclarationFile | Permission::MembershipAsk);
            let mut any = public || everybodys;
            for standing in person.standings.iter().filter(|_| allowed) {
                let Some(strictest) = up_to(standing.role, P::PERMISSION) else { continue };
                any = true;
                for tlp in Tlp::ALL.into_iter().filter(|tlp| *tlp <= strictest) {
                    let places = scope.places.entry(tlp).or_default();
                    if public { *places = Places::everywhere() } else { places.add(&standing.reach) }
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
    if !P::PERMISSION.is_placed() || scope.admits(resource) {
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
        let list = scope::<permit::IncidentRead>(&ars).unwrap().list();
        assert_eq!(list, ",CLEAR:53,GREEN:53,AMBER:53,AMBER+STRICT:53,RED:53,");
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
