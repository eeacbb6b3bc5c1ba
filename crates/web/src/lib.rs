//! Pages and API. Handlers call operations, and have no other way to what is kept.

mod accounts;
mod addresses;
mod answer;
mod api;
mod assets;
mod declarations;
mod directory;
mod fields;
mod forms;
mod incidents;
mod locale;
mod pages;
mod router;
mod security;
mod site;
mod visit;

pub use addresses::{Access, PAGES, Page};
pub use locale::{Locales, check as check_words};
pub use router::{OPERATIONS, Operation, router};
pub use site::{Services, Site, SiteSettings};
