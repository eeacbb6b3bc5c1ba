//! Looking for entries.

use access::{Caller, Resource, permit};
use serde_json::{Map, Value, json};
use trail::{Entry, Search};
use vocabulary::{Id, Problem, Refusal, Refused};

use super::{Audit, Line, PAGE, cut, naming::Names, place};
use crate::rules::{self, Named, Query};

/// A page of what was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The entries, the latest first.
    pub lines: Vec<Line>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<String>,
}

impl Audit {
    /// A page of the entries that fit. That they were looked for is an entry too: once for the query, since what it showed
    /// can be found again by asking the same.
    pub async fn search(&self, caller: &Caller, query: &Query, after: &str) -> Result<Found, Problem> {
        access::decide::<permit::TrailRead>(caller, &Resource::default())?;
        let search = self.understood(caller, query).await?;
        let from = place(after).map_err(Refused::invalid)?;
        let limit = i64::try_from(PAGE).unwrap_or(0) + 1;
        let mut unit = self.desk.store.read().await?;
        let mut entries = trail::search(&mut unit, &search, from, limit).await?;
        drop(unit);
        let next = cut(&mut entries);
        let lines = self.named(caller, &mut Names::default(), entries).await?;
        let mut detail = told(&search);
        if !after.is_empty() {
            detail.insert("after".to_owned(), json!(after));
        }
        self.write(caller, Entry::new("trail.searched", "trail", "entries").with(detail.into())).await?;
        Ok(Found { lines, next })
    }

    /// Appends an entry about the trail itself.
    pub(super) async fn write(&self, caller: &Caller, entry: Entry) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        Ok(unit.commit().await?)
    }

    /// What was typed, as the trail names it; everything that is wrong with it at once.
    pub(super) async fn understood(&self, caller: &Caller, query: &Query) -> Result<Search, Problem> {
        let mut refusals = Vec::new();
        let mut kept = |refused: Result<_, Problem>| match refused {
            Ok(found) => Ok(found),
            Err(Problem::Refused(Refused::Invalid(more))) => {
                refusals.extend(more);
                Ok(Vec::new())
            }
            Err(problem) => Err(problem),
        };
        let actor = kept(self.actor(caller, &query.who).await)?.pop();
        let objects = kept(self.objects(caller, &query.object).await)?;
        let session =
            rules::session(&query.session).map_err(|refusal| refusals.push(refusal)).unwrap_or_default();
        let (from, until) = rules::period(&query.from, &query.until, self.desk.now())
            .map_err(|more| refusals.extend(more))
            .unwrap_or_default();
        if !refusals.is_empty() {
            return Err(Refused::Invalid(refusals).into());
        }
        let action = Some(query.action.trim().to_owned()).filter(|action| !action.is_empty());
        Ok(Search { objects, actor, action, session, from, until, newest: None })
    }

    async fn actor(&self, caller: &Caller, typed: &str) -> Result<Vec<String>, Problem> {
        Ok(match rules::named(typed) {
            Named::Any => Vec::new(),
            Named::Address(email) => vec![self.account(caller, &email, "who").await?],
            Named::Identity(id) => vec![format!("account:{id}")],
            Named::AsWritten(actor) => vec![actor],
            Named::Other(_) => return Err(Refused::invalid(Refusal::new("who-unreadable").at("who")).into()),
        })
    }

    /// An incident and its declaration are one thing to people, and two to the trail.
    async fn objects(&self, caller: &Caller, typed: &str) -> Result<Vec<String>, Problem> {
        let unknown = || Problem::from(Refused::invalid(Refusal::new("object-unknown").at("object")));
        let id = match rules::named(typed) {
            Named::Any => return Ok(Vec::new()),
            Named::Address(email) => return Ok(vec![self.account(caller, &email, "object").await?]),
            Named::AsWritten(object) => return Ok(vec![object]),
            Named::Identity(id) => id,
            Named::Other(reference) => match self.declarations.id_of_reference(caller, &reference).await {
                Err(Problem::Refused(Refused::NotFound)) => return Err(unknown()),
                found => found?,
            },
        };
        let named = self.incidents.named(caller, &[id]).await?.pop().ok_or_else(unknown)?;
        Ok(both(named.incident, named.declaration).to_vec())
    }

    async fn account(&self, caller: &Caller, email: &str, field: &str) -> Result<String, Problem> {
        match self.accounts.identity_of(caller, email).await {
            Ok(id) => Ok(format!("account:{id}")),
            Err(Problem::Refused(Refused::NotFound)) => {
                Err(Refused::invalid(Refusal::new("account-unknown").at(field)).into())
            }
            Err(problem) => Err(problem),
        }
    }
}

/// The names under which the trail holds an incident.
pub(super) fn both(incident: Id, declaration: Id) -> [String; 2] {
    [format!("incident:{incident}"), format!("declaration:{declaration}")]
}

/// A search as the trail tells of it: by identities, never by what was typed.
pub(super) fn told(search: &Search) -> Map<String, Value> {
    let mut told = Map::new();
    let mut tell = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            told.insert(name.to_owned(), Value::String(value));
        }
    };
    tell("who", search.actor.clone());
    tell("object", search.objects.first().cloned());
    tell("action", search.action.clone());
    tell("session", search.session.clone());
    tell("from", search.from.map(|at| at.to_string()));
    tell("until", search.until.map(|at| at.to_string()));
    told
}
