//! What the cell publishes for everybody: alerts, bulletins, news, response cards and guides. Written by one, reviewed by
//! another, corrected in the open: a version that was published is never altered, and what is withdrawn says why.

pub mod events;
pub mod jobs;
mod library;
mod operations;
pub mod rules;
mod store;

/// What a search answers with.
pub mod found {
    pub use search::{Answer, CHARACTERS, Facet, Hit, Segment, WORDS, Where};
}

pub use library::{Term, glossary};
pub use operations::{
    Publications,
    images::Shown,
    reading::{Document, Filter, Page},
    writing::{Desktop, Editing, May},
};
pub use store::{
    Listed, Product, Publication, Version, Withdrawal, images::Image, journal::Line, links::Loose,
};
