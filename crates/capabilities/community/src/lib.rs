//! The private space: groups of people who trust each other, what they say there under a mark, and who may read it.

pub mod events;
pub mod jobs;
pub mod letters;
mod operations;
pub mod rules;
mod store;

pub use observables::{Kind, Observable};
pub use operations::{
    Community,
    acting::Saved,
    carrying::Upload,
    finding::{Found, Hit},
    gathering::IndicatorFilter,
    groups::{Decision, GroupPeople, GroupView, Inside},
    library::{DocumentView, Leaving},
    logging::LogLine,
    moderating::{Case, OwnReport, Reportable, Reported, Warning},
    naming::{Looked, Nameable},
    raising::{Agreed, Asked, Became, Raisable, RaisingView, Usable},
    reading::{Home, Page, PostView, Quote, ThreadFilter, ThreadLine, ThreadView},
    revealing::{RevealView, Revealed},
    telling::{News, Shown},
    writing::{NewPost, NewThread, Opened, Readers},
};
pub use store::{
    documents::{Document, Waiting},
    groups::{GroupLine, Sitting},
    indicators::SharedIndicator,
    polls::Poll,
    posts::{Edit, Reader},
};
