//! How messages leave: by SMTP, or as files where no server is set.

mod message;
mod post;
/// A real SMTP server for tests.
#[cfg(feature = "testing")]
pub mod testing;

pub use message::Message;
pub use post::{Post, Undelivered};
