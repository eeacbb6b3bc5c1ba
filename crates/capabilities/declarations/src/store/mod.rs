//! This capability's tables: nobody else reads or writes them.

pub(crate) mod attachments;
pub(crate) mod declarations;
pub(crate) mod drafts;
pub(crate) mod forgetting;
pub(crate) mod holders;
pub(crate) mod messages;
pub(crate) mod repeats;
pub(crate) mod tries;
