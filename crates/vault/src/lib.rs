//! What must stay secret at rest: the operator's key, and the files that declarants entrust to the cell.

mod key;
mod objects;

pub use key::{Key, MasterKey};
pub use objects::{Objects, Opened, Sealing, Stored, is_test_virus};
