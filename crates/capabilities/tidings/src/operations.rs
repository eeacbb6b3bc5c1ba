//! What one can ask.

use std::collections::{BTreeMap, BTreeSet};

use access::{Caller, Person, Resource, permit};
use accounts::{Accounts, Known};
use community::{Community, PostView, ThreadLine};
use members::Members;
use serde_json::json;
use storage::{Desk, Unit};
use trail::Entry;
use vocabulary::{Failure, Id, Problem, Refused, Tlp};

use crate::{
    rules::{self, Rhythm},
    store,
};

/// Calls by name that are shown.
const MENTIONS: i64 = 100;

/// Who is told of what is said, and what can be asked about it. Cheap to clone.
#[derive(Clone)]
pub struct Tidings {
    pub(crate) desk: Desk,
    pub(crate) accounts: Accounts,
    pub(crate) members: Members,
    pub(crate) community: Community,
}

/// Somebody whom a text calls and who will not read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreachable {
    /// As they are called.
    pub handle: String,
    /// Their name; `None` when nobody is called so.
    pub name: Option<String>,
}

impl Tidings {
    /// Made from what it stands on.
    pub fn new(desk: Desk, accounts: Accounts, members: Members, community: Community) -> Self {
        Self { desk, accounts, members, community }
    }

    /// How often the caller wants to be written to.
    pub async fn rhythm(&self, caller: &Caller) -> Result<Rhythm, Problem> {
        let account = belongs(caller)?;
        let mut unit = self.desk.store.read().await?;
        Ok(store::rhythm(&mut unit, account).await?)
    }

    /// Writes it.
    pub async fn choose(&self, caller: &Caller, rhythm: Rhythm) -> Result<(), Problem> {
        let account = belongs(caller)?;
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        store::choose(&mut unit, account, rhythm).await?;
        let entry =
            Entry::new("community.mail-chosen", "account", account).with(json!({ "rhythm": rhythm.code() }));
        trail::append(&mut unit, caller, now, entry).await?;
        Ok(unit.commit().await?)
    }

    /// Where the caller was called by name, of what they may still read, the last first.
    pub async fn mentions(&self, caller: &Caller) -> Result<Vec<(ThreadLine, PostView)>, Problem> {
        let account = belongs(caller)?;
        let mut unit = self.desk.store.read().await?;
        let ids = store::mentions(&mut unit, account, MENTIONS).await?;
        drop(unit);
        self.community.those(caller, &ids).await
    }

    /// Whom a text calls that they would not be able to read: said to its author before, and to nobody else.
    pub async fn unreachable(
        &self,
        caller: &Caller,
        (slug, tlp, named): (&str, Tlp, &BTreeSet<Id>),
        body: &str,
    ) -> Result<Vec<Unreachable>, Problem> {
        // To who may not write there, there is no such group.
        self.community.readers(caller, Some(slug), (tlp, named)).await?;
        let handles: Vec<String> = rules::called(body).into_iter().collect();
        let mut unit = self.desk.store.read().await?;
        let cards = self.members.by_handles_in(&mut unit, &handles).await?;
        let ids: Vec<Id> = cards.values().map(|card| card.account).collect();
        let known = self.accounts.known_in(&mut unit, &ids).await?;
        let mut unreachable = Vec::new();
        for handle in handles {
            let card = cards.get(&handle);
            let reader = card.and_then(|card| known.get(&card.account)).map(as_reader);
            let reads = match reader {
                Some(reader) => self.community.would_read(&mut unit, &reader, (slug, tlp, named)).await?,
                None => false,
            };
            if !reads {
                unreachable.push(Unreachable { handle, name: card.map(|card| card.name.clone()) });
            }
        }
        Ok(unreachable)
    }

    /// Somebody as a reader, with what they are at this moment.
    pub(crate) async fn reader_in(
        &self,
        unit: &mut Unit,
        account: Id,
    ) -> Result<Option<(Caller, Known)>, Failure> {
        let known = self.accounts.known_in(unit, &[account]).await?.remove(&account);
        Ok(known.filter(|known| known.open).map(|known| (as_reader(&known), known)))
    }

    /// Those of these who are called so, by handle.
    pub(crate) async fn called_in(
        &self,
        unit: &mut Unit,
        body: &str,
    ) -> Result<BTreeMap<String, Id>, Failure> {
        let handles: Vec<String> = rules::called(body).into_iter().collect();
        let cards = self.members.by_handles_in(unit, &handles).await?;
        Ok(cards.into_iter().map(|(handle, card)| (handle, card.account)).collect())
    }
}

/// Whoever does not belong is told of nothing.
fn belongs(caller: &Caller) -> Result<Id, Refused> {
    match access::decide::<permit::CommunityWrite>(caller, &Resource::default()) {
        Ok(_) => {}
        Err(Refused::SignInFirst) => return Err(Refused::SignInFirst),
        Err(_) => return Err(Refused::NotFound),
    }
    caller.person().map(|person| person.account).ok_or(Refused::NotFound)
}

/// What somebody may read now, to know of what they may be told.
fn as_reader(known: &Known) -> Caller {
    Caller::Person(Person {
        account: known.account,
        name: known.name.clone(),
        session: known.account,
        standings: if known.open { known.standings.clone() } else { Vec::new() },
        withheld: Vec::new(),
        fresh: false,
        limited_to: None,
    })
}
