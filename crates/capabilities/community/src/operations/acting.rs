//! What one does with a press: answers, keeps, mutes, votes, says that it is solved.

use std::collections::BTreeSet;

use access::{Caller, Seat};
use serde_json::{Value, json};
use storage::Unit;
use vocabulary::{Id, Instant, Problem, Refusal, Refused};

use super::Community;
use crate::{
    rules::{self, Reaction},
    store::{self, threads::Thread},
};

/// What somebody was writing, and when they last typed.
pub type Saved = (Value, Instant);

/// Letters that a draft may hold, at most.
const DRAFT: usize = 100_000;

impl Community {
    /// Answers a post with a press, or takes it back.
    pub async fn react(
        &self,
        caller: &Caller,
        post: Id,
        (reaction, on): (Reaction, bool),
    ) -> Result<Id, Problem> {
        let mut unit = self.desk.store.write().await?;
        let (seat, account) = self.writer(&mut unit, caller).await?;
        let post = self.readable(&mut unit, (&seat, self.desk.now()), post).await?;
        store::marks::react(&mut unit, (account, post.id), reaction, on).await?;
        unit.commit().await?;
        Ok(post.thread)
    }

    /// Keeps a post within reach, or no more.
    pub async fn bookmark(&self, caller: &Caller, post: Id, on: bool) -> Result<Id, Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let (seat, account) = self.writer(&mut unit, caller).await?;
        let post = self.readable(&mut unit, (&seat, now), post).await?;
        store::marks::bookmark(&mut unit, account, post.id, on.then_some(now)).await?;
        unit.commit().await?;
        Ok(post.thread)
    }

    /// Wants to hear of a thread no more, or again.
    pub async fn mute(&self, caller: &Caller, thread: Id, on: bool) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let (seat, account) = self.writer(&mut unit, caller).await?;
        let found = store::threads::find(&mut unit, (&seat, self.desk.now()), thread).await?;
        let thread = found.ok_or(Refused::NotFound)?;
        store::marks::mute(&mut unit, account, thread.id, on).await?;
        Ok(unit.commit().await?)
    }

    /// Says which answer solved it, or that none does. Who opened it, or who moderates.
    pub async fn solve(&self, caller: &Caller, thread: Id, post: Option<Id>) -> Result<(), Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let (seat, mut thread, opened) = self.steered(&mut unit, caller, thread).await?;
        if let Some(post) = post {
            let post = self.readable(&mut unit, (&seat, now), post).await?;
            // Which post answered is told to all who read the thread: it must exist for them.
            let opening = store::posts::hold(&mut unit, thread.opening).await?.ok_or(Refused::NotFound)?;
            if post.thread != thread.id || (post.tlp, &post.audience) != (opening.tlp, &opening.audience) {
                return Err(Refused::invalid(Refusal::new("solved-by-stricter")).into());
            }
        }
        thread.solved = post;
        store::threads::update(&mut unit, &thread).await?;
        let told = (opened, json!({ "post": post }));
        self.trace(&mut unit, caller, ("community.solved", "thread", thread.id), told).await?;
        Ok(unit.commit().await?)
    }

    /// Says that nobody answers any more, or that one may again. Who opened it, or who moderates.
    pub async fn close(&self, caller: &Caller, thread: Id, on: bool) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let (_, mut thread, opened) = self.steered(&mut unit, caller, thread).await?;
        let by = if opened { thread.author.1.clone() } else { caller.author() };
        thread.closed = on.then(|| (self.desk.now(), by));
        store::threads::update(&mut unit, &thread).await?;
        let action = if on { "community.thread-closed" } else { "community.thread-reopened" };
        self.trace(&mut unit, caller, (action, "thread", thread.id), (opened, json!({}))).await?;
        Ok(unit.commit().await?)
    }

    /// A thread to steer, and whether it is so by who opened it unnamed.
    async fn steered(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        thread: Id,
    ) -> Result<(Seat, Thread, bool), Problem> {
        let (seat, account) = self.writer(unit, caller).await?;
        let now = self.desk.now();
        store::threads::find(unit, (&seat, now), thread).await?.ok_or(Refused::NotFound)?;
        let thread = store::threads::hold(unit, thread).await?.ok_or(Refused::NotFound)?;
        let opening = store::posts::hold(unit, thread.opening).await?.ok_or(Refused::NotFound)?;
        let opened = self.wrote(&opening, Some(account));
        if !opened && !seat.moderates() {
            return Err(Refused::Forbidden.into());
        }
        Ok((seat, thread, opened && opening.account.is_none()))
    }

    /// Answers the poll of a thread, in place of what one answered before.
    pub async fn vote(&self, caller: &Caller, thread: Id, choices: &BTreeSet<i64>) -> Result<(), Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let (seat, account) = self.writer(&mut unit, caller).await?;
        store::threads::find(&mut unit, (&seat, now), thread).await?.ok_or(Refused::NotFound)?;
        let poll = store::polls::of(&mut unit, thread, Some(account)).await?.ok_or(Refused::NotFound)?;
        if now >= poll.until {
            return Err(Refused::invalid(Refusal::new("poll-over").at("choice")).into());
        }
        rules::voted(choices, poll.choices.len(), poll.several).map_err(Refused::invalid)?;
        store::polls::vote(&mut unit, (thread, account), choices).await?;
        Ok(unit.commit().await?)
    }

    /// Keeps what somebody is writing: `group ID`, `thread ID` or `cell`.
    pub async fn keep_draft(&self, caller: &Caller, place: &str, content: &Value) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let (_, account) = self.writer(&mut unit, caller).await?;
        if place.len() > 60 || content.to_string().len() > DRAFT {
            return Err(Refused::invalid(Refusal::new("post-long").at("body").with("most", "20000")).into());
        }
        store::drafts::keep(&mut unit, (account, place), content, self.desk.now()).await?;
        Ok(unit.commit().await?)
    }

    /// What somebody was writing there.
    pub async fn draft(&self, caller: &Caller, place: &str) -> Result<Option<Saved>, Problem> {
        let mut unit = self.desk.store.read().await?;
        let (_, account) = self.writer(&mut unit, caller).await?;
        Ok(store::drafts::kept(&mut unit, account, place).await?)
    }

    /// What somebody was writing there is wanted no more.
    pub async fn drop_draft(&self, caller: &Caller, place: &str) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let (_, account) = self.writer(&mut unit, caller).await?;
        store::drafts::forget(&mut unit, account, place).await?;
        Ok(unit.commit().await?)
    }
}
