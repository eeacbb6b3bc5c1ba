//! The cell decides who joins, and removes who must leave.

use access::Caller;
use directory::{Directory, Facility};
use serde_json::json;
use storage::Unit;
use vocabulary::{Id, Instant, Problem, Refusal, Refused};

use super::{Members, decides, own_handle};
use crate::{
    jobs::{self, Letter},
    rules::{self, Command, Ending, Word, enough},
    store::{
        charters,
        history::{self, Line},
        members::{self, Member},
        requests::{self, Request, Vouch},
    },
};

/// Requests that wait, and those decided last, in one list.
const WAITING: i64 = 200;
const OVER: i64 = 30;

/// The requests, as those who decide see them.
#[derive(Clone, Debug)]
pub struct Queue {
    /// Those that wait, with whether somebody who counts answers for them; the one that waits longest first.
    pub waiting: Vec<(Request, bool)>,
    /// Those decided or taken back last.
    pub over: Vec<Request>,
}

/// One request, with all that serves to decide.
#[derive(Clone, Debug)]
pub struct Admission {
    /// What is asked.
    pub request: Request,
    /// The facility as the register has it now.
    pub facility: Option<Facility>,
    /// What was said, each with whether it counts.
    pub vouches: Vec<(Vouch, bool)>,
    /// Whether the address that was named is of somebody who may answer.
    pub voucher_known: bool,
    /// All that happened to them, the first first.
    pub history: Vec<Line>,
    /// Which versions of the code of conduct they accepted, the last first.
    pub charters: Vec<(i64, Instant)>,
    /// Whether it is the caller's own.
    pub own: bool,
}

/// One member, for those who decide.
#[derive(Clone, Debug)]
pub struct MemberRecord {
    /// Who they are to the others.
    pub member: Member,
    /// Whether they belong now.
    pub present: bool,
    /// All that happened to them, the first first.
    pub history: Vec<Line>,
    /// Which versions of the code of conduct they accepted, the last first.
    pub charters: Vec<(i64, Instant)>,
}

impl Members {
    /// How many requests wait for the cell.
    pub async fn waiting(&self, caller: &Caller) -> Result<usize, Problem> {
        decides(caller)?;
        let mut unit = self.desk.store.read().await?;
        let waiting = requests::waiting(&mut unit, WAITING).await?;
        Ok(waiting.iter().filter(|request| request.state == rules::State::Open).count())
    }

    /// The requests.
    pub async fn requests(&self, caller: &Caller) -> Result<Queue, Problem> {
        decides(caller)?;
        let mut unit = self.desk.store.read().await?;
        let mut waiting = Vec::new();
        for request in requests::waiting(&mut unit, WAITING).await? {
            let said = self.vouches_in(&mut unit, &request).await?;
            let vouched = said.iter().any(|(vouch, counts)| vouch.yes && *counts);
            waiting.push((request, vouched));
        }
        Ok(Queue { waiting, over: requests::over(&mut unit, OVER).await? })
    }

    /// One request. That it was read is told in the trail.
    pub async fn request(&self, caller: &Caller, id: Id) -> Result<Admission, Problem> {
        decides(caller)?;
        let mut unit = self.desk.store.write().await?;
        let request = requests::find(&mut unit, id).await?.ok_or(Refused::NotFound)?;
        let named = self.accounts.of_address_in(&mut unit, &request.application.voucher).await?;
        let listed = Directory::find_in(&mut unit, request.application.details.facility).await?;
        self.trace(&mut unit, caller, "member.seen", request.account, json!({ "request": id })).await?;
        let admission = Admission {
            facility: listed.map(|listed| listed.facility),
            vouches: self.vouches_in(&mut unit, &request).await?,
            voucher_known: named.is_some_and(|known| super::vouching::way(&known, &request).is_some()),
            history: history::of(&mut unit, request.account).await?,
            charters: charters::of(&mut unit, request.account).await?,
            own: caller.person().is_some_and(|person| person.account == request.account),
            request,
        };
        unit.commit().await?;
        Ok(admission)
    }

    /// Lets somebody in: they belong from their next request on. On the word of somebody who counts, or on what the cell learnt
    /// when it called the facility.
    pub async fn accept(&self, caller: &Caller, seen: (Id, i64), checked: &str) -> Result<(), Problem> {
        decides(caller)?;
        let checked = rules::words(checked, "member-checked", false).map_err(Refused::invalid)?;
        let mut unit = self.desk.store.write().await?;
        let request = self.held(&mut unit, caller, seen, Command::Accept).await?;
        let said = self.vouches_in(&mut unit, &request).await?;
        let words: Vec<Word> =
            said.iter().map(|(vouch, counts)| Word { yes: vouch.yes, counts: *counts }).collect();
        enough(&words, &checked).map_err(Refused::invalid)?;
        let known = self.accounts.known_in(&mut unit, &[request.account]).await?.remove(&request.account);
        let known = known.ok_or(Refused::NotFound)?;
        let before = members::hold(&mut unit, request.account).await?;
        let now = self.desk.now();
        let member = Member {
            account: request.account,
            // Whoever comes back is called as before.
            handle: match before {
                Some(row) => row.handle,
                None => own_handle(&mut unit, &self.accounts, &known).await?,
            },
            name: known.name,
            details: request.application.details.clone(),
            facility_name: request.facility_name.clone(),
            town: request.town.clone(),
            region: request.region,
            since: now,
            confirmed_at: now,
            reminded_at: None,
            ended: None,
        };
        members::put(&mut unit, &member).await?;
        self.accounts.join_in(&mut unit, caller, request.account).await?;
        self.decided(unit, caller, &request, ("member.accepted", "accepted"), &checked).await
    }

    /// Does not let somebody in, and tells them why.
    pub async fn refuse(&self, caller: &Caller, seen: (Id, i64), reason: &str) -> Result<(), Problem> {
        decides(caller)?;
        let reason = rules::words(reason, "member-reason", true).map_err(Refused::invalid)?;
        let mut unit = self.desk.store.write().await?;
        let request = self.held(&mut unit, caller, seen, Command::Refuse).await?;
        self.decided(unit, caller, &request, ("member.refused", "refused"), &reason).await
    }

    /// Asks somebody for more before deciding.
    pub async fn ask_more(&self, caller: &Caller, seen: (Id, i64), question: &str) -> Result<(), Problem> {
        decides(caller)?;
        let question = rules::words(question, "member-question", true).map_err(Refused::invalid)?;
        let mut unit = self.desk.store.write().await?;
        let request = self.held(&mut unit, caller, seen, Command::Ask).await?;
        self.decided(unit, caller, &request, ("member.asked-more", "asked-more"), &question).await
    }

    /// A request as it was seen, which becomes something else. Nobody decides about their own.
    async fn held(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        (id, seen): (Id, i64),
        command: Command,
    ) -> Result<Request, Problem> {
        let request = requests::hold(unit, id).await?.ok_or(Refused::NotFound)?;
        if caller.person().is_some_and(|person| person.account == request.account) {
            return Err(Refused::Conflict(Refusal::new("own-membership")).into());
        }
        let state = rules::next(request.state, command).map_err(Refused::Conflict)?;
        if request.revision != seen {
            return Err(Refused::Conflict(Refusal::new("request-changed")).into());
        }
        requests::step(unit, id, state, self.desk.now()).await?;
        Ok(request)
    }

    async fn decided(
        &self,
        mut unit: Unit,
        caller: &Caller,
        request: &Request,
        what: (&'static str, &str),
        words: &str,
    ) -> Result<(), Problem> {
        jobs::enqueue_letter(&mut unit, &self.desk, Letter::Request, request.account).await?;
        self.note(&mut unit, caller, (request.account, Some(request.id)), what, words).await?;
        Ok(unit.commit().await?)
    }

    /// One member, for those who decide; whether they still belong or not.
    pub async fn record(&self, caller: &Caller, account: Id) -> Result<MemberRecord, Problem> {
        decides(caller)?;
        let mut unit = self.desk.store.write().await?;
        let member = members::find(&mut unit, account).await?.ok_or(Refused::NotFound)?;
        self.trace(&mut unit, caller, "member.seen", account, json!({})).await?;
        let record = MemberRecord {
            member,
            present: self.member_in(&mut unit, account).await?.is_some(),
            history: history::of(&mut unit, account).await?,
            charters: charters::of(&mut unit, account).await?,
        };
        unit.commit().await?;
        Ok(record)
    }

    /// Removes somebody, from this moment on everywhere, and tells them why. Asks who does for proof that it is them.
    pub async fn remove(&self, caller: &Caller, account: Id, reason: &str) -> Result<(), Problem> {
        decides(caller)?;
        let reason = rules::words(reason, "member-reason", true).map_err(Refused::invalid)?;
        access::prove(caller)?;
        if caller.person().is_some_and(|person| person.account == account) {
            return Err(Refused::Conflict(Refusal::new("own-membership")).into());
        }
        let mut unit = self.desk.store.write().await?;
        if !self.end_in(&mut unit, caller, account, (Ending::Removed, &reason)).await? {
            return Err(Refused::Conflict(Refusal::new("not-a-member")).into());
        }
        jobs::enqueue_letter(&mut unit, &self.desk, Letter::Ended, account).await?;
        self.trace(&mut unit, caller, "member.removed", account, json!({})).await?;
        Ok(unit.commit().await?)
    }
}
