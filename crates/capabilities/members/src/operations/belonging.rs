//! What a member owes, and how it ends.

use access::{Caller, Role};
use serde_json::json;
use storage::Unit;
use vocabulary::{Failure, Id, Problem, Refusal, Refused};

use super::{Members, facility, own_handle, themselves};
use crate::{
    events::Event,
    rules::{Asked, Details, Due, Ending, Held, Place, due},
    store::{
        charters,
        members::{self, Member},
    },
};

/// How somebody stands in the private space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberStanding {
    /// As what they belong to it.
    pub place: Place,
    /// What they owe.
    pub due: Vec<Due>,
}

impl MemberStanding {
    /// Whether they may write: refuses those who do not belong as if it did not exist, and says what is to be done first.
    pub fn writes(&self) -> Result<(), Refused> {
        if self.place == Place::Nowhere {
            return Err(Refused::NotFound);
        }
        let stands = self.due.iter().any(|due| due.stands_in_the_way());
        if stands { Err(Refused::Conflict(Refusal::new("membership-due"))) } else { Ok(()) }
    }
}

impl Members {
    /// How the caller stands: what they owe before they write. Those who belong by what they are owe nothing here.
    pub async fn standing(&self, caller: &Caller) -> Result<MemberStanding, Problem> {
        let mut unit = self.desk.store.read().await?;
        Ok(self.standing_in(&mut unit, caller).await?)
    }

    /// The same, inside the transaction of whoever writes something for them.
    pub async fn standing_in(&self, unit: &mut Unit, caller: &Caller) -> Result<MemberStanding, Failure> {
        let nowhere = MemberStanding { place: Place::Nowhere, due: Vec::new() };
        let house = MemberStanding { place: Place::House, due: Vec::new() };
        let Some(person) = caller.person() else {
            return Ok(if matches!(caller, Caller::Program(_)) { house } else { nowhere });
        };
        let is = |role: Role| person.standings.iter().any(|standing| standing.role == role);
        if [Role::Analyst, Role::Lead, Role::Moderator].into_iter().any(is) {
            return Ok(house);
        }
        if !is(Role::Member) {
            return Ok(nowhere);
        }
        let held = self.held_in(unit, person.account).await?;
        Ok(MemberStanding { place: Place::Member, due: due(&held, self.charter, self.desk.now()) })
    }

    async fn held_in(&self, unit: &mut Unit, account: Id) -> Result<Held, Failure> {
        let row = members::find(unit, account).await?.filter(|row| row.ended.is_none());
        let accepted = charters::of(unit, account).await?;
        Ok(Held {
            confirmed: row.map(|row| row.confirmed_at),
            charter: accepted.first().map_or(0, |(version, _)| *version),
        })
    }

    /// The caller accepts the code of conduct, in the version that they say they read.
    pub async fn accept_charter(&self, caller: &Caller, version: &str) -> Result<(), Problem> {
        let person = themselves(caller)?;
        if version != self.charter.to_string() {
            return Err(Refused::invalid(Refusal::new("charter-required").at("member-charter")).into());
        }
        let mut unit = self.desk.store.write().await?;
        charters::accept(&mut unit, person.account, self.charter, self.desk.now()).await?;
        let (what, words) = (("member.charter-accepted", "charter"), self.charter.to_string());
        self.note(&mut unit, caller, (person.account, None), what, &words).await?;
        Ok(unit.commit().await?)
    }

    /// A member says where they work and what they do, and that the code of conduct suits them: once a year, and whenever it
    /// changes.
    pub async fn confirm(&self, caller: &Caller, asked: &Asked) -> Result<(), Problem> {
        let person = themselves(caller)?;
        let details = Details::read(asked, self.charter).map_err(Refused::Invalid)?;
        let mut unit = self.desk.store.write().await?;
        let before = members::hold(&mut unit, person.account).await?;
        let known = self.accounts.known_in(&mut unit, &[person.account]).await?.remove(&person.account);
        let known = known.filter(|known| known.is(Role::Member)).ok_or(Refused::NotFound)?;
        let listed = facility(&mut unit, details.facility).await?.facility;
        let now = self.desk.now();
        let lasting = before.as_ref().filter(|row| row.ended.is_none());
        let member = Member {
            account: person.account,
            handle: match &before {
                Some(row) => row.handle.clone(),
                None => own_handle(&mut unit, &self.accounts, &known).await?,
            },
            name: known.name,
            facility_name: listed.name,
            town: listed.town,
            region: listed.region,
            since: lasting.map_or(now, |row| row.since),
            confirmed_at: now,
            reminded_at: None,
            ended: None,
            details,
        };
        members::put(&mut unit, &member).await?;
        charters::accept(&mut unit, person.account, self.charter, now).await?;
        self.note(&mut unit, caller, (person.account, None), ("member.confirmed", "confirmed"), "").await?;
        Ok(unit.commit().await?)
    }

    /// The caller leaves, from this moment on everywhere.
    pub async fn leave(&self, caller: &Caller) -> Result<(), Problem> {
        let account = themselves(caller)?.account;
        let mut unit = self.desk.store.write().await?;
        if !self.end_in(&mut unit, caller, account, (Ending::Left, "")).await? {
            return Err(Refused::NotFound.into());
        }
        Ok(unit.commit().await?)
    }

    /// Somebody does not belong any more, from the next request on: of theirs at a page, and of their programs. Everything that
    /// was theirs here goes in the same transaction. `false` when they did not belong.
    pub(crate) async fn end_in(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        account: Id,
        (ending, reason): (Ending, &str),
    ) -> Result<bool, Problem> {
        let now = self.desk.now();
        members::hold(unit, account).await?;
        let row = members::end(unit, account, (ending, reason), now).await?;
        let role = self.accounts.leave_in(unit, caller, account).await?;
        if !row && !role {
            return Ok(false);
        }
        crate::store::history::add(unit, &self.desk, caller, (account, None), (ending.code(), reason))
            .await?;
        self.followers.follow(unit, Event::Left { account }).await?;
        self.trace(unit, caller, "member.left", account, json!({ "how": ending.code() })).await?;
        Ok(true)
    }
}
