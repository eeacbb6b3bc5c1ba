//! Who may do what. One function decides, one table says; both are pure, so that they can be read, printed and
//! tested whole.
//!
//! Two proofs come out of here and can come from nowhere else: [`Granted`], asked for by everything that writes, and
//! [`Scope`], asked for by everything that reads. The compiler then sees to it that nobody forgot to ask.

mod caller;
mod community;
mod decision;
mod matrix;
mod permission;
#[cfg(test)]
mod properties;
mod publications;

pub use caller::{Caller, Declarant, Person, Reach, Role, Standing};
pub use community::{Groups, Place, Seat, seat};
pub use decision::{Granted, Resource, Scope, decide, holds, prove, scope, up_to};
pub use matrix::printed as printed_rights;
pub use permission::{Permission, Permit, permit};
pub use publications::{Audience, Readable, readable};
