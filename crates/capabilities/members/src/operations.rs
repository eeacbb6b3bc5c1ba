//! What one can ask about who belongs.

pub mod asking;
pub mod belonging;
pub mod deciding;
pub mod forgetting;
pub mod reading;
pub mod vouching;

use std::sync::Arc;

use access::{Caller, Person, Reach, Role, permit};
use accounts::{Accounts, Known};
use directory::{Directory, Listed};
use serde_json::{Value, json};
use storage::{Desk, Unit};
use trail::Entry;
use vocabulary::{Failure, FinessNumber, Id, Problem, Refusal, Refused};

use crate::{
    charter,
    events::Follower,
    rules::Way,
    store::{self, history, requests::Request},
};

/// Who belongs to the private space, and what can be asked about it. Cheap to clone.
#[derive(Clone)]
pub struct Members {
    pub(crate) desk: Desk,
    pub(crate) accounts: Accounts,
    pub(crate) followers: Arc<dyn Follower>,
    /// The version of the code of conduct to be accepted.
    charter: i64,
}

impl Members {
    /// Made from what it stands on, and who must know of what happens.
    pub fn new(desk: Desk, accounts: Accounts, followers: Arc<dyn Follower>) -> Self {
        Self { desk, accounts, followers, charter: charter::current().version }
    }

    /// The same when that version of the code of conduct has come.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn under(self, charter: i64) -> Self {
        Self { charter, ..self }
    }

    /// The version of the code of conduct to be accepted.
    pub fn charter(&self) -> i64 {
        self.charter
    }

    async fn trace(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        action: &'static str,
        account: Id,
        detail: Value,
    ) -> Result<(), Failure> {
        let entry = Entry::new(action, "member", account).with(detail);
        trail::append(unit, caller, self.desk.now(), entry).await
    }

    /// Writes down what was done about somebody, for those who decide and in the trail.
    async fn note(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        (account, request): (Id, Option<Id>),
        (action, what): (&'static str, &str),
        words: &str,
    ) -> Result<(), Failure> {
        history::add(unit, &self.desk, caller, (account, request), (what, words)).await?;
        self.trace(unit, caller, action, account, json!({ "request": request })).await
    }

    /// Whether somebody is still what they answer for somebody as.
    fn answers(known: Option<&Known>, way: Way, request: &Request) -> bool {
        let Some(known) = known.filter(|known| known.open) else { return false };
        // The one who asks is nobody's witness.
        known.account != request.account
            && match way {
                Way::Member => known.is(Role::Member),
                Way::Facility => works_there(known, request),
                Way::Register => false,
            }
    }
}

/// Whether somebody has an account of the facility of a request, or of its legal entity.
fn works_there(known: &Known, request: &Request) -> bool {
    known.standings.iter().any(|standing| {
        standing.role == Role::FacilityStaff
            && matches!(&standing.reach, Reach::Facilities(numbers)
                if numbers.contains(&request.application.details.facility) || numbers.contains(&request.legal_entity))
    })
}

/// Somebody at the page who may ask to join, about themselves; never a program with a token of theirs.
fn themselves(caller: &Caller) -> Result<&Person, Refused> {
    access::scope::<permit::MembershipAsk>(caller)?;
    let person = caller.person().ok_or(Refused::SignInFirst)?;
    if person.limited_to.is_some() { Err(Refused::Forbidden) } else { Ok(person) }
}

/// Somebody who decides about members. A program of the house may.
fn decides(caller: &Caller) -> Result<(), Refused> {
    access::scope::<permit::MembershipDecide>(caller).map(drop)
}

/// The facility of that number, refused beside its field when the register knows none that is open.
async fn facility(unit: &mut Unit, number: FinessNumber) -> Result<Listed, Problem> {
    let found = Directory::find_in(unit, number).await?;
    let refused =
        |code| Refused::invalid(Refusal::new(code).at("member-facility").with("number", number.grouped()));
    let listed = found.ok_or_else(|| refused("member-facility-unknown"))?;
    if listed.closed_at.is_some() {
        return Err(refused("member-facility-closed").into());
    }
    Ok(listed)
}

/// A handle for somebody, unlike all that were ever given.
async fn own_handle(unit: &mut Unit, accounts: &Accounts, known: &Known) -> Result<String, Failure> {
    let first = crate::rules::handle(&known.name, |_| false);
    let mut taken: Vec<String> = store::members::handles(unit, &first).await?;
    // Those of the house are called by their names too.
    let house = reading::house(unit, accounts).await?;
    taken.extend(house.into_iter().filter(|(id, _)| *id != known.account).map(|(_, handle)| handle));
    Ok(crate::rules::handle(&known.name, |handle| taken.iter().any(|other| other == handle)))
}
