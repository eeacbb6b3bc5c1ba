//! Reading the trail: searched, exported and verified by the auditor; who saw an incident, for the lead of the cell. Owns no
//! table: the trail is written by whoever does something, and this is the one way to look at it.

mod operations;
pub mod rules;

pub use operations::{Access, Accesses, Audit, Export, Found, Line, State, Verified};
pub use trail::{Finding, Mark, Recorded, Report, Standing};
