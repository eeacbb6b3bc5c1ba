//! People with an account: who they are, what they may do and where, what proves it is them, their sessions and tokens.

mod demonstration;
/// What happens later.
pub mod jobs;
mod naming;
mod operations;
mod rules;
mod store;

pub use operations::{
    Accounts, AccountsSettings, Arrived, Back, Ceremony, Contact, Departure, Enrolment, Erased, Errand,
    Invited, Known, NewAccount, NewPerson, PasskeyAnswer, Personal, Place, Proof, Provider, Purpose, Record,
    Security, SignedIn, Swept,
};
pub use rules::{AttestedFacilities, FactorKind, InvitationKind, parse_standing, standing_words};
pub use store::{
    Account, factors::Factor, identities::Identity, personal::Erasure, sessions::Session, tokens::Token,
};
