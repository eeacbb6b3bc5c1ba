//! What a publication is, and the life that it leads.

mod checks;
mod content;
mod images;
mod kind;
mod life;

pub use checks::{CARD_SECTIONS, check};
pub use content::{
    Availability, Content, CvssVector, Draft, Exploited, Facts, Likelihood, Period, Prevalence, Source,
    Texts, Touched, Words,
};
pub use images::{ImageRoom, alternatives, shown_in};
pub use kind::Kind;
pub use life::{Command, Life, Stage, Step, Writer};
