//! What one declares and what follows from it, as plain functions: no clock, no storage, no randomness.

mod answers;
mod codes;
mod json;
mod kinds;
mod moments;
mod patient_number;
mod qualification;
mod schema;
mod text;
mod triage;

pub use answers::{Answers, Change, Stage, Value};
pub use codes::{FollowUpCode, Reference, ResumeCode};
pub use json::{from_json, moments_as_typed, to_json};
pub use kinds::{Card, suggestion};
pub use moments::{Moment, Precision, understand};
pub use patient_number::{find as find_patient_numbers, mask as mask_patient_numbers};
pub use qualification::{
    Criterion, Duty, Fact, Fired, Notice, Proposal, Recipient, RuleSet, Sanitary, Within,
};
pub use schema::{Choice, Field, Kind, Schema, Typed};
pub use text::{bounded_text, clean_file_name, clean_text, finess_refusal};
pub use triage::{Advice, Triage, Verdict, triage};
