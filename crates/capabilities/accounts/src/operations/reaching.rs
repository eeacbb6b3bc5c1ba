//! How people of the cell are reached, for who calls them inside a transaction of its own.

use access::{Permission, Reach};
use storage::Unit;
use vocabulary::{Failure, Id, Language};

use super::Accounts;
use crate::store::{self, Account};

/// Somebody who can be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Their account.
    pub account: Id,
    /// The name that colleagues see.
    pub name: String,
    /// Where they receive mail.
    pub email: String,
    /// In which language.
    pub language: Language,
}

impl Accounts {
    /// Somebody, if their account is open and has an address.
    pub async fn contact_in(&self, unit: &mut Unit, account: Id) -> Result<Option<Contact>, Failure> {
        Ok(self.usable(store::find(unit, account).await?).and_then(contact))
    }

    /// Everybody who may do this in the whole nation, by name.
    pub async fn contacts_in(
        &self,
        unit: &mut Unit,
        permission: Permission,
    ) -> Result<Vec<Contact>, Failure> {
        let mut found = Vec::new();
        for account in store::all(unit).await? {
            let standings = store::standings(unit, account.id).await?;
            let may = standings.iter().any(|s| s.reach == Reach::Nation && access::holds(s.role, permission));
            if may {
                found.extend(self.usable(Some(account)).and_then(contact));
            }
        }
        found.sort_by(|one, other| one.name.cmp(&other.name).then(one.account.cmp(&other.account)));
        Ok(found)
    }
}

fn contact(account: Account) -> Option<Contact> {
    let reached = account.has_address();
    let contact =
        Contact { account: account.id, name: account.name, email: account.email, language: account.language };
    reached.then_some(contact)
}
