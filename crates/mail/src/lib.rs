//! How messages leave: by SMTP, or as files where no server is set.
//!
//! A message is plain words to one person. Nothing in it calls home, nothing that was typed can become a header, and it says
//! that a program wrote it, so that no absence notice answers.

mod files;
mod message;
mod post;
mod smtp;
/// A real SMTP server for tests.
#[cfg(feature = "testing")]
pub mod testing;

pub use files::Letters;
pub use message::Message;
pub use post::{Post, Undelivered};
