//! Somebody whom others named answers for them, or does not.

use access::{Caller, Role};
use accounts::Known;
use serde_json::json;
use storage::Unit;
use vocabulary::{Failure, Id, Problem, Refused};

use super::{Members, themselves, works_there};
use crate::{
    rules::{self, Way},
    store::{
        history,
        requests::{self, Request, Vouch},
    },
};

/// Somebody who waits for a word of the caller's.
#[derive(Clone, Debug)]
pub struct ToVouch {
    /// What they ask.
    pub request: Request,
    /// As what the caller answers.
    pub way: Way,
    /// What the caller said; it may be said anew until the cell decides.
    pub said: Option<Vouch>,
}

impl Members {
    /// Those who named the caller, and wait.
    pub async fn to_vouch(&self, caller: &Caller) -> Result<Vec<ToVouch>, Problem> {
        let account = themselves(caller)?.account;
        let mut unit = self.desk.store.read().await?;
        let Some(known) = self.accounts.known_in(&mut unit, &[account]).await?.remove(&account) else {
            return Ok(Vec::new());
        };
        let mut waiting = Vec::new();
        for request in requests::naming(&mut unit, known.email.as_deref().unwrap_or_default()).await? {
            let Some(way) = way(&known, &request) else { continue };
            let vouches = requests::vouches(&mut unit, request.id).await?;
            let said = vouches.into_iter().find(|vouch| vouch.account == account);
            waiting.push(ToVouch { request, way, said });
        }
        Ok(waiting)
    }

    /// The caller says whether they answer for somebody who named them. Whoever was not named learns nothing, not even that
    /// somebody asks; nobody answers for themselves.
    pub async fn vouch(&self, caller: &Caller, id: Id, yes: bool, word: &str) -> Result<(), Problem> {
        let account = themselves(caller)?.account;
        let mut unit = self.desk.store.write().await?;
        let request = requests::hold(&mut unit, id).await?.filter(|request| request.state.waits());
        let request = request.ok_or(Refused::NotFound)?;
        let known = self.accounts.known_in(&mut unit, &[account]).await?.remove(&account);
        let known = known.ok_or(Refused::NotFound)?;
        let way = way(&known, &request).ok_or(Refused::NotFound)?;
        let word = rules::words(word, "member-word", true).map_err(Refused::invalid)?;
        let now = self.desk.now();
        let vouch = Vouch { account, name: known.name, way, yes, word, at: now };
        requests::vouch(&mut unit, request.id, &vouch).await?;
        let whose = (request.account, Some(request.id));
        let what = if yes { "vouched" } else { "not-vouched" };
        history::add(&mut unit, &self.desk, caller, whose, (what, &vouch.word)).await?;
        let detail = json!({ "request": request.id, "yes": yes });
        self.trace(&mut unit, caller, "member.vouched", request.account, detail).await?;
        Ok(unit.commit().await?)
    }

    /// What was said of a request, each with whether who said it still is what they said it as.
    pub(crate) async fn vouches_in(
        &self,
        unit: &mut Unit,
        request: &Request,
    ) -> Result<Vec<(Vouch, bool)>, Failure> {
        let vouches = requests::vouches(unit, request.id).await?;
        let ids: Vec<Id> = vouches.iter().map(|vouch| vouch.account).collect();
        let known = self.accounts.known_in(unit, &ids).await?;
        let counted = vouches.into_iter().map(|vouch| {
            let counts = Self::answers(known.get(&vouch.account), vouch.way, request);
            (vouch, counts)
        });
        Ok(counted.collect())
    }
}

/// As what somebody may answer for who named them.
pub(crate) fn way(known: &Known, request: &Request) -> Option<Way> {
    let named = known.email.as_deref() == Some(request.application.voucher.as_str());
    if !named || known.account == request.account || !known.open {
        return None;
    }
    match request.application.way {
        Way::Member if known.is(Role::Member) => Some(Way::Member),
        Way::Facility if works_there(known, request) => Some(Way::Facility),
        _ => None,
    }
}
