//! The binary. To be written.
fn main() {}
