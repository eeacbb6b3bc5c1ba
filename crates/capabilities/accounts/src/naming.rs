//! Names for those who read the trail: it holds identities only.

use std::collections::BTreeMap;

use access::{Caller, permit};
use vocabulary::{Id, Problem, Refused};

use crate::{Accounts, store};

impl Accounts {
    /// The names of the people behind these accounts, for those who may read the trail or who saw an incident. An account
    /// that is no more has none.
    pub async fn names(&self, caller: &Caller, ids: &[Id]) -> Result<BTreeMap<Id, String>, Problem> {
        access::scope::<permit::TrailRead>(caller)
            .or_else(|_| access::scope::<permit::IncidentAudit>(caller))?;
        let mut unit = self.desk.store.read().await?;
        let mut names = BTreeMap::new();
        for id in ids {
            let account = store::find(&mut unit, *id).await?;
            // What is left of one that was erased is its identity.
            let account = account.filter(|account| !account.email.starts_with("erased:"));
            names.extend(account.map(|account| (*id, account.name)));
        }
        Ok(names)
    }

    /// The account of an address, for those who read the trail.
    pub async fn identity_of(&self, caller: &Caller, email: &str) -> Result<Id, Problem> {
        access::scope::<permit::TrailRead>(caller)?;
        let mut unit = self.desk.store.read().await?;
        let found = store::by_email(&mut unit, &email.trim().to_lowercase()).await?;
        Ok(found.ok_or(Refused::NotFound)?.id)
    }
}
