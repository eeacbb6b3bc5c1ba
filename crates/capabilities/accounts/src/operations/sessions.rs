//! Who speaks, by the token of a session or of a program; the sessions that somebody has open.

use std::collections::BTreeSet;

use access::{Caller, Permission, Person};
use serde_json::json;
use storage::Unit;
use trail::Entry;
use vocabulary::{Failure, Id, Instant, Problem, Refused};

use super::{Accounts, digest};
use crate::{
    rules::{self, Strength},
    store::{self, sessions, tokens},
};

/// How well it is known who speaks.
pub(super) struct Known {
    pub(super) session: Id,
    pub(super) strength: Strength,
    pub(super) fresh: bool,
    pub(super) limited_to: Option<BTreeSet<Permission>>,
}

impl Accounts {
    /// Who a session's token is, with their rights as they are at this moment; nobody once it ended. A session is tied to the
    /// browser that opened it: from another kind of browser its token ends it.
    pub async fn caller(&self, token: &str, device: &str) -> Result<Caller, Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.read().await?;
        let idle_since = self.idle_since(now);
        let Some(session) = sessions::find(&mut unit, &digest(token), now, idle_since).await? else {
            return Ok(Caller::Nobody);
        };
        if session.strength == Strength::Waiting {
            return Ok(Caller::Nobody);
        }
        if !rules::same_device(&session.device, &cut(device)) {
            drop(unit);
            self.moved(&session).await?;
            return Ok(Caller::Nobody);
        }
        let known = Known {
            session: session.id,
            strength: session.strength,
            fresh: now.seconds_since(session.proved_at) <= self.settings.fresh,
            limited_to: None,
        };
        let caller = self.person(&mut unit, session.account, known).await?;
        drop(unit);
        // Written once a minute at most: a page must not cost a commit.
        if now.seconds_since(session.seen_at) > 60 {
            let mut unit = self.desk.store.write().await?;
            sessions::seen(&mut unit, session.id, now).await?;
            unit.commit().await?;
        }
        Ok(caller)
    }

    pub(super) fn idle_since(&self, now: Instant) -> Instant {
        now.plus_seconds(-self.settings.idle)
    }

    /// A token that turns up in another browser was stolen, or copied: it opens nothing from now on.
    async fn moved(&self, session: &sessions::Session) -> Result<(), Failure> {
        let mut unit = self.desk.store.write().await?;
        if sessions::end(&mut unit, session.account, session.id).await? {
            let entry = Entry::new("account.session-moved", "account", session.account)
                .with(json!({ "session": session.id }));
            trail::append(&mut unit, &Caller::Nobody, self.desk.now(), entry).await?;
        }
        unit.commit().await
    }

    /// Who an API token speaks for, limited to its scopes; nobody once it ended, was revoked, or its account disabled.
    pub async fn caller_of_token(&self, token: &str) -> Result<Caller, Problem> {
        let mut unit = self.desk.store.read().await?;
        let Some(found) = tokens::find(&mut unit, &digest(token)).await? else {
            return Ok(Caller::Nobody);
        };
        if found.revoked_at.is_some() || found.expires_at <= self.desk.now() {
            return Ok(Caller::Nobody);
        }
        let scopes = found.scopes.iter().filter_map(|code| Permission::from_code(code)).collect();
        // Whoever made it had proved themselves; what it may do was bounded then.
        let known =
            Known { session: found.id, strength: Strength::Full, fresh: false, limited_to: Some(scopes) };
        Ok(self.person(&mut unit, found.account, known).await?)
    }

    pub(super) async fn person(&self, unit: &mut Unit, account: Id, known: Known) -> Result<Caller, Failure> {
        let Some(account) = self.usable(store::find(unit, account).await?) else {
            return Ok(Caller::Nobody);
        };
        let held = store::standings(unit, account.id).await?;
        let proved = known.strength == Strength::Full || !self.settings.second_factor;
        let (standings, withheld) =
            held.into_iter().partition(|standing| proved || !standing.role.asks_for_a_second_factor());
        Ok(Caller::Person(Person {
            account: account.id,
            name: account.name,
            session: known.session,
            standings,
            withheld,
            fresh: known.fresh,
            limited_to: known.limited_to,
        }))
    }

    /// The address with which the caller signs in.
    pub async fn own_email(&self, caller: &Caller) -> Result<String, Problem> {
        let person = caller.person().ok_or(Refused::SignInFirst)?;
        let account = store::find(&mut self.desk.store.read().await?, person.account).await?;
        Ok(account.ok_or(Refused::SignInFirst)?.email)
    }

    /// The sessions that the caller has open, the latest used first.
    pub async fn sessions(&self, caller: &Caller) -> Result<Vec<sessions::Session>, Problem> {
        let person = caller.person().ok_or(Refused::SignInFirst)?;
        let now = self.desk.now();
        let mut unit = self.desk.store.read().await?;
        Ok(sessions::of(&mut unit, person.account, now, self.idle_since(now)).await?)
    }

    /// Ends one of the caller's own sessions.
    pub async fn end_session(&self, caller: &Caller, session: Id) -> Result<(), Problem> {
        let person = caller.person().ok_or(Refused::SignInFirst)?;
        let mut unit = self.desk.store.write().await?;
        if !sessions::end(&mut unit, person.account, session).await? {
            return Err(Refused::NotFound.into());
        }
        let entry = Entry::new("account.session-ended", "account", person.account)
            .with(json!({ "session": session }));
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        Ok(unit.commit().await?)
    }

    /// Ends all of the caller's own sessions but the one that speaks.
    pub async fn end_other_sessions(&self, caller: &Caller) -> Result<(), Problem> {
        let person = caller.person().ok_or(Refused::SignInFirst)?;
        let mut unit = self.desk.store.write().await?;
        let ended = sessions::end_others(&mut unit, person.account, person.session).await?;
        let entry = Entry::new("account.sessions-ended", "account", person.account)
            .with(json!({ "sessions": ended }));
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        Ok(unit.commit().await?)
    }
}

/// As much of a browser's name as is kept.
pub(super) fn cut(device: &str) -> String {
    device.chars().filter(|c| !c.is_control()).take(300).collect()
}
