//! The register of health and social facilities, as files: the official FINESS extracts and our own CSV.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let open = || std::fs::File::open("etalab-cs1100507-stock.csv");
//! let positions = finess::Positions::read(open()?)?;
//! for row in finess::Reader::new(open()?, &positions)? {
//!     match row {
//!         Ok(facility) => println!("{} {}", facility.finess, facility.name),
//!         Err(finess::Trouble::Refused(refused)) => println!("line {}: {}", refused.line, refused.reason.code()),
//!         Err(finess::Trouble::Broken(broken)) => return Err(broken.into()),
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Three shapes are told apart by their first line, and compression (gzip, zstd) by its magic bytes, never by a name:
//! - the official extracts `etalab-cs1100502-stock-*.csv` and `etalab-cs1100507-stock-*.csv` (DREES, Agence du
//!   Numérique en Santé; Licence Ouverte): `;`, no header, `structureet` lines of 32 fields, then, in the second,
//!   `geolocalisation` lines of 6;
//! - a table whose first line names its columns, by our names ([`COLUMNS`]) or by the official ones, with `,` or `;`.
//!
//! A line is a record: a field may be quoted but holds no line break, so that one bad line is refused alone. Text is
//! UTF-8 where a line is valid UTF-8, else Windows-1252, the superset of ISO-8859-1 that the official files really use.

mod facility;
mod fields;
mod input;
mod legal;
mod official;
mod projection;
mod reader;
mod table;

pub use facility::{Facility, Position, Raw, Reason};
pub use input::Limits;
pub use legal::LegalCategory;
pub use reader::{Broken, Positions, Reader, Refused, Trouble};
pub use table::{COLUMNS, Writer};
