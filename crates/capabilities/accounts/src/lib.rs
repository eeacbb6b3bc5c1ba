//! People with an account: who they are, what they may do and where, their sessions and tokens.

mod demonstration;
mod operations;
mod rules;
mod store;

pub use operations::{Accounts, AccountsSettings, NewAccount, SignedIn};
pub use rules::{parse_standing, standing_words};
pub use store::{Account, Token};
