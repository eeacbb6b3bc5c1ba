//! Who is behind accounts, and who belongs to the private space: for who decides it inside a transaction of its own (`members`).

use std::collections::BTreeMap;

use access::{Caller, Reach, Resource, Role, Standing, permit};
use serde_json::json;
use storage::Unit;
use trail::Entry;
use vocabulary::{Failure, Id, Language, Problem, Refusal, Refused};

use super::{Accounts, managing::words};
use crate::store::{self, Account, people};

/// Somebody with an account that was not erased.
#[derive(Clone, Debug)]
pub struct Known {
    /// Their account.
    pub account: Id,
    /// The name that colleagues see.
    pub name: String,
    /// Where mail reaches them.
    pub email: Option<String>,
    /// In which language they read.
    pub language: Language,
    /// Whether the account opens something.
    pub open: bool,
    /// What they are, and where.
    pub standings: Vec<Standing>,
}

impl Known {
    /// Whether they are this in the whole nation, now.
    pub fn is(&self, role: Role) -> bool {
        self.open && self.standings.iter().any(|s| s.role == role && s.reach == Reach::Nation)
    }
}

/// What makes somebody a member. Nothing else is given or taken by this door.
const MEMBER: Standing = Standing { role: Role::Member, reach: Reach::Nation };

impl Accounts {
    /// Who is behind these accounts. Those that were erased are nobody's.
    pub async fn known_in(&self, unit: &mut Unit, ids: &[Id]) -> Result<BTreeMap<Id, Known>, Failure> {
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let accounts = people::these(unit, ids).await?;
        let mut standings = people::standings(unit, ids).await?;
        let known = accounts.into_iter().map(|account| {
            let id = account.id;
            (id, self.known(account, standings.remove(&id).unwrap_or_default()))
        });
        Ok(known.collect())
    }

    /// Everybody who has one of these roles in the whole nation and whose account is open, by name.
    pub async fn holders_in(&self, unit: &mut Unit, roles: &[Role]) -> Result<Vec<Known>, Failure> {
        let ids = people::holders(unit, roles).await?;
        let known = self.known_in(unit, &ids).await?.into_values();
        let mut all: Vec<Known> = known.filter(|known| roles.iter().any(|role| known.is(*role))).collect();
        all.sort_by(|one, other| one.name.cmp(&other.name).then(one.account.cmp(&other.account)));
        Ok(all)
    }

    /// Who signs in with this address.
    pub async fn of_address_in(&self, unit: &mut Unit, email: &str) -> Result<Option<Known>, Failure> {
        let Some(account) = store::by_email(unit, &email.trim().to_lowercase()).await? else {
            return Ok(None);
        };
        let standings = store::standings(unit, account.id).await?;
        Ok(Some(self.known(account, standings)))
    }

    fn known(&self, account: Account, standings: Vec<Standing>) -> Known {
        Known {
            account: account.id,
            open: account.disabled_at.is_none() && account.demonstration == self.settings.demonstration,
            email: account.has_address().then_some(account.email),
            name: account.name,
            language: account.language,
            standings,
        }
    }

    /// Makes somebody a member of the private space, from their next request on. Never oneself.
    pub async fn join_in(&self, unit: &mut Unit, caller: &Caller, id: Id) -> Result<(), Problem> {
        access::decide::<permit::MembershipDecide>(caller, &Resource::default())?;
        let account = self.usable(store::hold(unit, id).await?).ok_or(Refused::NotFound)?;
        if caller.person().is_some_and(|person| person.account == id) {
            return Err(Refused::Conflict(Refusal::new("own-membership")).into());
        }
        let before = store::standings(unit, account.id).await?;
        if before.contains(&MEMBER) {
            return Err(Refused::Conflict(Refusal::new("already-member")).into());
        }
        let others = before.iter().filter(|standing| standing.role != Role::Member);
        let after: Vec<Standing> = others.cloned().chain([MEMBER]).collect();
        Ok(self.replace_in(unit, caller, id, &before, &after).await?)
    }

    /// Takes that away again, from their next request on, their tokens' too: by the person, or by who decides about members.
    /// `false` when they were none.
    pub async fn leave_in(&self, unit: &mut Unit, caller: &Caller, id: Id) -> Result<bool, Problem> {
        let own = caller.person().is_some_and(|person| person.account == id && person.limited_to.is_none());
        if !own {
            access::decide::<permit::MembershipDecide>(caller, &Resource::default())?;
        }
        store::hold(unit, id).await?;
        let before = store::standings(unit, id).await?;
        let after: Vec<Standing> =
            before.iter().filter(|standing| standing.role != Role::Member).cloned().collect();
        if after.len() == before.len() {
            return Ok(false);
        }
        self.replace_in(unit, caller, id, &before, &after).await?;
        Ok(true)
    }

    async fn replace_in(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        id: Id,
        before: &[Standing],
        after: &[Standing],
    ) -> Result<(), Failure> {
        store::replace_standings(unit, id, after).await?;
        let entry = Entry::new("account.roles-changed", "account", id)
            .with(json!({ "before": words(before), "after": words(after) }));
        trail::append(unit, caller, self.desk.now(), entry).await
    }
}
