//! Who asks.

use std::collections::BTreeSet;

use vocabulary::{FinessNumber, Id, Region};

use crate::Permission;

/// What somebody is, among the people of the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Works in a facility: RSSI, DSI, DPO, director.
    FacilityStaff,
    /// Expert of the cell.
    Analyst,
    /// Leads the cell.
    Lead,
    /// Writes what the watch publishes.
    Editor,
    /// Regional health agency.
    Ars,
    /// Ministry: FSSI / HFDS.
    Fssi,
    /// Ministry: DGS / CORRUSS.
    Corruss,
    /// Vetted member of the community.
    Member,
    /// Moderates the community.
    Moderator,
    /// Accounts, settings, register, back-ups.
    Administrator,
    /// Reads who did what, and changes nothing.
    Auditor,
}

impl Role {
    /// All of them, in the order of the printed matrix.
    pub const ALL: [Self; 11] = [
        Self::FacilityStaff,
        Self::Analyst,
        Self::Lead,
        Self::Editor,
        Self::Ars,
        Self::Fssi,
        Self::Corruss,
        Self::Member,
        Self::Moderator,
        Self::Administrator,
        Self::Auditor,
    ];

    /// Stable name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::FacilityStaff => "facility-staff",
            Self::Analyst => "analyst",
            Self::Lead => "lead",
            Self::Editor => "editor",
            Self::Ars => "ars",
            Self::Fssi => "fssi",
            Self::Corruss => "corruss",
            Self::Member => "member",
            Self::Moderator => "moderator",
            Self::Administrator => "administrator",
            Self::Auditor => "auditor",
        }
    }

    /// Whether a password alone does not open it: these see the incidents of others, speak for the cell, decide on rights or
    /// read who did what.
    pub const fn asks_for_a_second_factor(self) -> bool {
        !matches!(self, Self::FacilityStaff | Self::Member)
    }

    /// The role of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// How far a role reaches. Regions are those whose agency is competent ([`Region::agency`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// These facilities, by the numbers of their sites or legal entities.
    Facilities(BTreeSet<FinessNumber>),
    /// These regions.
    Regions(BTreeSet<Region>),
    /// Everywhere.
    Nation,
}

/// One role and how far it reaches; a person may have several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What.
    pub role: Role,
    /// Where.
    pub reach: Reach,
}

/// Somebody with an account, signed in or calling by a token.
#[derive(Clone, Debug)]
pub struct Person {
    /// The account.
    pub account: Id,
    /// The name that colleagues see.
    pub name: String,
    /// The session or the token that speaks, for the trail.
    pub session: Id,
    /// Roles as they are at this moment, read at each request.
    pub standings: Vec<Standing>,
    /// Roles that wait until a second factor is set up: they carry nothing yet.
    pub withheld: Vec<Standing>,
    /// Whether it was proved a few minutes ago that the person sits there: what is grave asks for it.
    pub fresh: bool,
    /// When a token speaks, the only permissions that it was given; `None` for a person at the page.
    pub limited_to: Option<BTreeSet<Permission>>,
}

/// Somebody who typed the follow-up code of one declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declarant {
    /// The only declaration that exists for this caller.
    pub declaration: Id,
    /// Which of its codes was typed: the declarant's, or the one of a colleague to whom the hand was passed.
    pub holder: Id,
    /// The session opened by that code, for the trail.
    pub session: Id,
}

/// Who asks for an operation.
#[derive(Clone, Debug)]
pub enum Caller {
    /// Nobody in particular.
    Nobody,
    /// The holder of a follow-up code.
    Declarant(Declarant),
    /// Somebody with an account.
    Person(Person),
    /// The program itself: a background job or a command of the operator, by its name.
    Program(&'static str),
}

impl Caller {
    /// How the trail names this caller: never a secret, never a person's name.
    pub fn trace(&self) -> String {
        match self {
            Self::Nobody => "nobody".to_owned(),
            Self::Declarant(declarant) => format!("declarant:{}", declarant.holder),
            Self::Person(person) => format!("account:{}", person.account),
            Self::Program(name) => format!("program:{name}"),
        }
    }

    /// The session that speaks, for the trail.
    pub fn session(&self) -> Option<Id> {
        match self {
            Self::Declarant(declarant) => Some(declarant.session),
            Self::Person(person) => Some(person.session),
            Self::Nobody | Self::Program(_) => None,
        }
    }

    /// The name under which colleagues read what this caller wrote; the program's own, when nobody did.
    pub fn author(&self) -> String {
        self.person().map_or_else(|| "vigie".to_owned(), |person| person.name.clone())
    }

    /// The person, when it is one.
    pub fn person(&self) -> Option<&Person> {
        if let Self::Person(person) = self { Some(person) } else { None }
    }
}
