//! The program as an operator runs it.

mod killed;
mod log;
mod program;
