//! Pages and API. Handlers call operations, and have no other way to what is kept.

#![allow(
    clippy::result_large_err,
    reason = "a refusal is a whole page, made once at the end of a request: to box it would save nothing"
)]

mod accounts;
mod addresses;
mod answer;
mod api;
mod assets;
mod community;
mod connections;
mod csv;
mod declarations;
mod directory;
mod editing;
mod editions;
mod events;
mod fields;
mod fixed;
mod forms;
mod incidents;
mod indicators;
mod live;
mod locale;
mod members;
mod offline;
mod oncall;
mod openapi;
mod pace;
mod pages;
mod privacy;
mod publications;
mod refusals;
mod rounds;
mod router;
mod search;
mod security;
mod serve;
mod site;
mod situation;
mod space;
mod subscriptions;
mod theme;
mod trail;
mod visit;

pub use self::{community::community_address, subscriptions::publication_address};
pub use addresses::{Access, PAGES, Page};
pub use connections::Limits;
pub use forms::fields;
pub use live::Streams;
pub use locale::{Locales, check as check_words};
pub use router::{OPERATIONS, Operation, PLAIN, Plain, router};
pub use serve::serve;
pub use site::{Services, Site, SiteSettings};
pub use theme::{Contrast, Theme};
