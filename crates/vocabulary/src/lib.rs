//! The words that every floor shares. Each type is born valid: whoever holds one need not check it again.
//! Nothing here reads a file, a clock or a network.

mod cursor;
mod facility;
mod failure;
mod hex;
mod ids;
mod instant;
mod language;
mod mail_address;
mod marking;
mod refusal;
mod region;
mod slug;
mod wording;

pub use cursor::{cursor, page_after, page_of, read_cursor};
pub use facility::{FinessError, FinessNumber};
pub use failure::{Failure, Problem};
pub use hex::{hex, unhex};
pub use ids::{Id, IdError, Ids};
pub use instant::{Clock, Instant};
pub use language::Language;
pub use mail_address::MailAddress;
pub use marking::{OutOfScale, ResponseLevel, Severity, Tlp};
pub use refusal::{Refusal, Refused};
pub use region::Region;
pub use slug::{is_slug, slug};
pub use wording::Wording;

/// Clocks and identities that tests can foresee.
#[cfg(feature = "testing")]
pub mod testing;
