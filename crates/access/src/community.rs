//! Who reads what in the private space. Every way out of it (pages, lists, counts, search, mail, exports, the API, previews, quotes,
//! error texts) asks the one [`Seat`] of its reader.

use std::collections::BTreeSet;

use vocabulary::{Id, Refused, Tlp};

use crate::{Audience, Caller, Readable, Role, decide, permit, up_to};

/// Where something is said in the private space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a group that every member may enter.
    Open(Id),
    /// In a group entered on request, or hidden.
    Closed(Id),
    /// In a question that only the cell and who asks it see.
    Cell,
}

impl Audience {
    /// Every member of the private space.
    pub const COMMUNITY: &'static str = "community";
    /// The cell, for the questions that it is asked.
    pub const CELL: &'static str = "cell";
    /// Those who are named one by one, and nobody else.
    pub const NAMED: &'static str = "named";

    /// Those who joined a group.
    pub fn group(group: Id) -> Self {
        Self::written(format!("group-{group}"))
    }

    /// Whom something is for, from its mark and from where it is said (FIRST, TLP 2.0). TLP:RED is for named readers, wherever it is
    /// said. TLP:AMBER and TLP:AMBER+STRICT are for the organisations that receive it: those of the people who joined the group,
    /// for a group that anybody may enter unseen is no recipient. TLP:GREEN and TLP:CLEAR are for every member, where the group
    /// itself does not keep its walls.
    pub fn within(place: Place, tlp: Tlp) -> Self {
        match (place, tlp) {
            (_, Tlp::Red) => Self::written(Self::NAMED.to_owned()),
            (Place::Cell, _) => Self::written(Self::CELL.to_owned()),
            (Place::Open(_), Tlp::Clear | Tlp::Green) => Self::written(Self::COMMUNITY.to_owned()),
            (Place::Open(group) | Place::Closed(group), _) => Self::group(group),
        }
    }
}

/// The groups that count for a reader.
#[derive(Clone, Debug, Default)]
pub struct Groups {
    /// Those that the reader joined.
    pub joined: BTreeSet<Id>,
    /// All that there are, for who moderates.
    pub every: BTreeSet<Id>,
}

/// Proof of what somebody may read in the private space. Made by [`seat`] only.
#[derive(Clone, Debug)]
pub struct Seat {
    account: Option<Id>,
    readable: Readable,
    moderates: bool,
    answers: bool,
}

impl Seat {
    /// Whose it is; `None` for the program.
    pub fn account(&self) -> Option<Id> {
        self.account
    }

    /// Whether hidden groups and what is hidden by a moderator are there for them.
    pub fn moderates(&self) -> bool {
        self.moderates
    }

    /// Whether they are of the cell, which answers what it is asked and creates groups.
    pub fn answers(&self) -> bool {
        self.answers
    }

    /// What a search is cut to: all that is for more than named readers, for TLP:RED is in no index.
    pub fn readable(&self) -> &Readable {
        &self.readable
    }

    /// Whether what carries this mark, for this audience, may be read; `named` says that the reader is one of those whom it names.
    pub fn admits(&self, tlp: Tlp, audience: &Audience, named: bool) -> bool {
        named || self.readable.admits(tlp, audience)
    }

    /// The same as a list that SQL searches. A row is within when `$1 LIKE '%,' || tlp || ' ' || audience || ',%'`, or when the
    /// account is among its named readers.
    pub fn list(&self) -> String {
        self.readable
            .pairs()
            .fold(",".to_owned(), |list, (tlp, audience)| list + tlp.label() + " " + audience.key() + ",")
    }
}

/// What a caller may read in the private space. Refuses those who do not belong to it: to them it does not exist.
///
/// Members read what is for all of them and for the groups that they joined. Moderators read every group. Nobody reads
/// TLP:RED that does not name them, whatever they are. The cell reads the questions that it is asked, and in groups what any
/// member does.
pub fn seat(caller: &Caller, groups: &Groups) -> Result<Seat, Refused> {
    crate::scope::<permit::CommunityRead>(caller).map_err(|refused| match refused {
        Refused::SignInFirst => refused,
        _ => Refused::NotFound,
    })?;
    let nothing = crate::Resource::default();
    let moderates = decide::<permit::CommunityModerate>(caller, &nothing).is_ok();
    let answers = decide::<permit::CommunityAnswer>(caller, &nothing).is_ok();
    let strictest = caller.person().map_or(Some(Tlp::AmberStrict), |person| {
        let roles = person.standings.iter().map(|standing| standing.role);
        roles.filter_map(|role: Role| up_to(role, crate::Permission::CommunityRead)).max()
    });
    let mut audiences: Vec<Audience> = vec![Audience::written(Audience::COMMUNITY.to_owned())];
    if answers {
        audiences.push(Audience::written(Audience::CELL.to_owned()));
    }
    let entered = if moderates { &groups.every } else { &groups.joined };
    audiences.extend(entered.iter().chain(&groups.joined).map(|group| Audience::group(*group)));
    let marks = Tlp::ALL.into_iter().filter(|tlp| *tlp != Tlp::Red && Some(*tlp) <= strictest);
    let pairs = marks.flat_map(|tlp| audiences.iter().map(move |audience| (tlp, audience.clone())));
    Ok(Seat {
        account: caller.person().map(|person| person.account),
        readable: Readable::written(pairs.collect()),
        moderates,
        answers,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Person, Reach, Standing};

    fn caller(role: Role) -> Caller {
        let id = Id::from_random([7; 16]);
        let standings = vec![Standing { role, reach: Reach::Nation }];
        Caller::Person(Person {
            account: id,
            name: "Camille Fictif".into(),
            session: id,
            standings,
            withheld: Vec::new(),
            fresh: true,
            limited_to: None,
        })
    }

    fn group(byte: u8) -> Id {
        Id::from_random([byte; 16])
    }

    /// Who, in which place, up to which mark, when nobody is named: joined the group or not.
    #[test]
    fn who_reads_what_is_one_table() {
        let (open, closed) = (group(1), group(2));
        let read = |role, joined: &[Id], place| {
            let groups = Groups { joined: joined.iter().copied().collect(), every: [open, closed].into() };
            let Ok(seat) = seat(&caller(role), &groups) else { return None };
            Tlp::ALL.into_iter().filter(|tlp| seat.admits(*tlp, &Audience::within(place, *tlp), false)).max()
        };
        for role in [Role::Member, Role::Analyst] {
            assert_eq!(read(role, &[], Place::Open(open)), Some(Tlp::Green), "{role:?}");
            assert_eq!(read(role, &[open], Place::Open(open)), Some(Tlp::AmberStrict), "{role:?}");
            assert_eq!(read(role, &[], Place::Closed(closed)), None, "{role:?}");
            assert_eq!(read(role, &[open], Place::Closed(closed)), None, "{role:?}");
            assert_eq!(read(role, &[closed], Place::Closed(closed)), Some(Tlp::AmberStrict), "{role:?}");
        }
        for place in [Place::Open(open), Place::Closed(closed)] {
            assert_eq!(read(Role::Moderator, &[], place), Some(Tlp::AmberStrict));
            assert_eq!(read(Role::Lead, &[], place), Some(Tlp::AmberStrict));
        }
        assert_eq!(read(Role::Analyst, &[], Place::Cell), Some(Tlp::AmberStrict));
        assert_eq!(read(Role::Member, &[open, closed], Place::Cell), None);
        assert_eq!(read(Role::Moderator, &[], Place::Cell), None);
        for role in Role::ALL {
            let belongs = matches!(role, Role::Member | Role::Moderator | Role::Analyst | Role::Lead);
            assert_eq!(read(role, &[open], Place::Open(open)).is_some(), belongs, "{role:?}");
        }
    }

    #[test]
    fn red_is_for_those_it_names_and_for_no_list() {
        let seat = seat(&caller(Role::Moderator), &Groups::default()).unwrap();
        let red = Audience::within(Place::Open(group(1)), Tlp::Red);
        assert!(!seat.admits(Tlp::Red, &red, false));
        assert!(seat.admits(Tlp::Red, &red, true));
        assert!(!seat.list().contains("RED") && !seat.list().contains(Audience::NAMED));
    }

    #[test]
    fn who_does_not_belong_is_told_nothing_but_to_sign_in() {
        assert_eq!(seat(&Caller::Nobody, &Groups::default()).unwrap_err(), Refused::SignInFirst);
        for role in [Role::FacilityStaff, Role::Ars, Role::Editor, Role::Administrator, Role::Auditor] {
            assert_eq!(seat(&caller(role), &Groups::default()).unwrap_err(), Refused::NotFound, "{role:?}");
        }
    }
}
