//! The directory: the register of facilities, its look-up, and its imports.
//!
//! Everybody may look a facility up: the register is open data. Only [`access::Permission::RegisterImport`] changes it.

mod download;
mod import;
mod operations;
mod rules;
mod search;
mod store;

pub use download::{Download, Fetched};
pub use finess::{Facility, LegalCategory, Position};
pub use import::{Progress, Report, Source, Stage};
pub use operations::Directory;
pub use rules::{Completeness, explain};
pub use search::compact;
pub use store::{Found, Listed, PastImport, RefusedLine};

/// The register that the product carries: about 2,300 fictitious facilities, in our CSV.
pub const DEMONSTRATION: &[u8] = include_bytes!("../data/demonstration-register.csv");
