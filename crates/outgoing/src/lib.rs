//! What leaves by HTTP: only to the public internet unless the operator says otherwise, within limits, by nobody's proxy.

mod hook;
mod resolver;

pub use hook::{Hook, Undelivered};
pub use resolver::{Careful, Private};
