//! What is held about somebody, what goes with their account, and what goes with time.

use access::Caller;
use serde_json::{Value, json};
use storage::Unit;
use vocabulary::{Failure, Id, Instant, Problem};

use super::{Members, themselves};
use crate::{
    events::Event,
    store::{
        charters, history,
        members::{self, Member},
        requests::{self, Request},
    },
};

/// What went because its time was over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Requests that were decided or taken back.
    pub requests: u64,
    /// People who did not belong any more.
    pub members: u64,
}

impl Members {
    /// What is held about the caller, for them to take along.
    pub async fn export(&self, caller: &Caller) -> Result<Value, Problem> {
        let account = themselves(caller)?.account;
        let mut unit = self.desk.store.read().await?;
        Ok(Self::export_in(&mut unit, account).await?)
    }

    /// What is held about somebody, for whoever hands it over.
    pub async fn export_in(unit: &mut Unit, account: Id) -> Result<Value, Failure> {
        let at = |at: Instant| at.to_string();
        let member = members::find(unit, account).await?;
        let asked = requests::of(unit, account).await?;
        let said = requests::said(unit, account).await?;
        let happened = history::of(unit, account).await?;
        let accepted = charters::of(unit, account).await?;
        Ok(json!({
            "member": member.as_ref().map(member_json),
            "requests": asked.iter().map(request_json).collect::<Vec<_>>(),
            "answered_for": said.iter().map(|(whom, vouch)| json!({
                "whom": whom, "yes": vouch.yes, "word": vouch.word, "at": at(vouch.at),
            })).collect::<Vec<_>>(),
            "history": happened.iter().map(|line| json!({
                "at": at(line.at), "what": line.what, "words": line.words,
            })).collect::<Vec<_>>(),
            "codes_of_conduct": accepted.iter().map(|(version, when)| json!({
                "version": version, "accepted_at": at(*when),
            })).collect::<Vec<_>>(),
        }))
    }

    /// Takes away all that is held about an account that is erased, with what it was given elsewhere in the private space.
    pub async fn erase_in(&self, unit: &mut Unit, account: Id, email: &str) -> Result<(), Failure> {
        members::hold(unit, account).await?;
        self.followers.follow(unit, Event::Erased { account }).await?;
        members::remove(unit, account).await?;
        requests::remove(unit, account, Some(email).filter(|email| !email.is_empty())).await?;
        history::remove(unit, account).await?;
        charters::remove(unit, account).await
    }

    /// Takes away, at most that many, requests that were over before a moment and people who had left before it.
    pub async fn sweep_in(unit: &mut Unit, before: Instant, most: i64) -> Result<Swept, Failure> {
        let requests = requests::sweep(unit, before, most).await?;
        let mut swept = Swept { requests, members: 0 };
        for account in members::ended(unit, before, most).await? {
            members::remove(unit, account).await?;
            history::remove(unit, account).await?;
            charters::remove(unit, account).await?;
            swept.members += 1;
        }
        Ok(swept)
    }
}

fn member_json(member: &Member) -> Value {
    let ended = member.ended.as_ref();
    json!({
        "handle": member.handle, "facility": member.details.facility.to_string(), "facility_name": member.facility_name,
        "duty": member.details.duty.code(), "duty_words": member.details.duty_words,
        "since": member.since.to_string(), "confirmed_at": member.confirmed_at.to_string(),
        "ended": ended.map(|(at, how, why)| json!({ "at": at.to_string(), "how": how.code(), "why": why })),
    })
}

fn request_json(request: &Request) -> Value {
    let (application, details) = (&request.application, &request.application.details);
    json!({
        "id": request.id, "facility": details.facility.to_string(), "duty": details.duty.code(),
        "duty_words": details.duty_words, "why": application.why, "way": application.way.code(),
        "voucher": application.voucher, "state": request.state.code(), "asked_at": request.asked_at.to_string(),
        "ended_at": request.ended_at.map(|at| at.to_string()),
    })
}
