//! What somebody does later to what they said: other words, taken back, published.

use access::{Audience, Caller, Seat};
use serde_json::json;
use storage::Unit;
use vocabulary::{Id, Problem, Refusal, Refused, Tlp};

use super::{Community, marked};
use crate::{
    jobs,
    rules::{self, Words},
    store::{self, posts::Post},
};

impl Community {
    /// Changes what a post says; what it said is kept. `seen` is the version that its author saw.
    pub async fn edit(&self, caller: &Caller, post: Id, body: &str, seen: i64) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let (seat, account) = self.speaker(&mut unit, caller).await?;
        let post = self.own(&mut unit, (&seat, account), post).await?;
        if post.version != seen || !post.hidden.0.is_empty() {
            return Err(Refused::Conflict(Refusal::new("post-changed")).into());
        }
        let words = Words { body: body.to_owned(), ..Words::default() };
        let checked = rules::checked(&words, false)?;
        if checked.body == post.body {
            return Ok(());
        }
        store::posts::edit(&mut unit, &post, &checked.body, self.moment(&post)).await?;
        jobs::enqueue_again(&mut unit, &self.desk, post.id, post.version + 1).await?;
        let told = (post.account.is_none(), json!({ "version": post.version + 1 }));
        self.trace(&mut unit, caller, ("community.edited", "post", post.id), told).await?;
        Ok(unit.commit().await?)
    }

    /// Takes back what one said: nobody reads it any more but its author and who moderates.
    pub async fn withdraw(&self, caller: &Caller, post: Id) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let (seat, account) = self.writer(&mut unit, caller).await?;
        let post = self.own(&mut unit, (&seat, account), post).await?;
        if post.hidden.0.is_empty() {
            store::posts::hide(&mut unit, post.id, "author", (Some(self.moment(&post)), "")).await?;
            search::remove(&mut unit, crate::operations::finding::KIND, post.id).await?;
            let told = (post.account.is_none(), marked(&post));
            self.trace(&mut unit, caller, ("community.withdrawn", "post", post.id), told).await?;
        }
        Ok(unit.commit().await?)
    }

    /// Publishes a question that was asked to the cell, with its answers, in a group, when who asked it agrees: they do it themselves.
    pub async fn publish_question(
        &self,
        caller: &Caller,
        thread: Id,
        (slug, tlp): (&str, Tlp),
    ) -> Result<(), Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let (seat, account) = self.speaker(&mut unit, caller).await?;
        store::threads::find(&mut unit, (&seat, now), thread).await?.ok_or(Refused::NotFound)?;
        let mut thread = store::threads::hold(&mut unit, thread).await?.ok_or(Refused::NotFound)?;
        let opening = store::posts::hold(&mut unit, thread.opening).await?.ok_or(Refused::NotFound)?;
        if !self.wrote(&opening, Some(account)) {
            return Err(Refused::Forbidden.into());
        }
        let inside = self.inside(&mut unit, &seat, slug).await?;
        if thread.group.is_some() || !inside.writes {
            return Err(Refused::invalid(Refusal::new("join-first")).into());
        }
        if tlp == Tlp::Red {
            return Err(Refused::invalid(Refusal::new("question-red").at("tlp")).into());
        }
        thread.group = Some(inside.group.id);
        thread.touched_at = now;
        store::threads::update(&mut unit, &thread).await?;
        for post in store::posts::all_of(&mut unit, thread.id).await? {
            store::posts::name(&mut unit, post.id, &[]).await?;
            let audience = Audience::within(inside.group.place(), tlp);
            store::posts::mark(&mut unit, post.id, tlp, &audience).await?;
            jobs::enqueue_again(&mut unit, &self.desk, post.id, now.millis()).await?;
        }
        let told = (false, json!({ "group": inside.group.id, "tlp": tlp.label() }));
        self.trace(&mut unit, caller, ("community.question-published", "thread", thread.id), told).await?;
        Ok(unit.commit().await?)
    }

    /// A post that one wrote and may read, held until the end.
    async fn own(&self, unit: &mut Unit, (seat, account): (&Seat, Id), post: Id) -> Result<Post, Problem> {
        self.readable(unit, (seat, self.desk.now()), post).await?;
        let post = store::posts::hold(unit, post).await?.ok_or(Refused::NotFound)?;
        if self.wrote(&post, Some(account)) { Ok(post) } else { Err(Refused::Forbidden.into()) }
    }
}
