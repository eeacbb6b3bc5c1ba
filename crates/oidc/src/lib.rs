//! Signing in at somebody else's house: OpenID Connect, as the party that relies on a provider. The authorization code flow
//! with PKCE and nothing else; what the provider signed is verified before anything of it is believed.
//!
//! Everything here blocks: call it where that is allowed.

mod client;
mod discovery;
mod transport;
mod verification;

/// A provider without a network, for tests.
#[cfg(feature = "testing")]
pub mod testing;

pub use client::{Attempt, Client, Identity, Returned};
pub use discovery::{Profile, Secret, Settings};
pub use transport::{Request, Response, Transport, Unreachable, Web};
pub use verification::{Trouble, Why};
