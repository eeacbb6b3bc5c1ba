//! What structures declare: the schema and the rules that apply the law, drafts, filing, follow-up by code, attachments.

pub mod events;
pub mod jobs;
mod operations;
pub mod rules;
mod store;

pub use operations::{
    Contacts, DeclarationView, Declarations, DeclarationsSettings, Download, DraftHandle, Entered, Filed,
    Forgotten, Interrupted, Submission, Swept, Transcribed, Upload,
};
pub use rules::{FollowUpCode, Reference, ResumeCode, Typed};
pub use store::{
    attachments::Attachment,
    declarations::Version,
    drafts::Draft,
    holders::{Holder, Session},
    messages::Message,
};
