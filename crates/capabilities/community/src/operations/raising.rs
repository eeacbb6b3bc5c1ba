//! What the cell makes of a thread, with the agreement of those who wrote it and without their names.

use std::collections::BTreeSet;

use access::{Caller, Resource, Seat, permit};
use serde_json::json;
use storage::Unit;
use vocabulary::{Id, Instant, Problem, Refusal, Refused, Tlp};

use super::{Community, reading::extract};
use crate::{
    letters,
    rules::moderation::{Outcome, grounds},
    store::{
        self,
        posts::Post,
        raisings::{Agreement, Raising},
    },
};

/// Requests looked at, at once.
const SOME: i64 = 100;
/// Posts of a thread that may be asked for at once.
const POSTS: usize = 50;

/// A post that may be used.
#[derive(Clone, Debug)]
pub struct Usable {
    /// The post.
    pub post: Id,
    /// Who wrote it: the account, when it is named, and its name or the code of a voice.
    pub author: (Option<Id>, String),
    /// How far it may go.
    pub tlp: Tlp,
    /// Its first words.
    pub extract: String,
    /// What its author answers; `None` while they do not.
    pub answer: Option<bool>,
    /// Whether it changed since, or is there no more: it is left out.
    pub stale: bool,
}

/// What the cell asks about a thread, as the cell reads it.
#[derive(Clone, Debug)]
pub struct RaisingView {
    /// Its identity.
    pub id: Id,
    /// What for.
    pub purpose: String,
    /// When it was asked.
    pub asked_at: Instant,
    /// The posts that are asked for.
    pub posts: Vec<Usable>,
}

/// How a thread may be raised.
#[derive(Clone, Debug)]
pub struct Raisable {
    /// What it is about.
    pub title: String,
    /// What is asked and has not ended.
    pub open: Option<RaisingView>,
    /// Posts that one might ask for.
    pub posts: Vec<Usable>,
}

/// What the cell asks the author of a post.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The request.
    pub raising: Id,
    /// The post.
    pub post: Id,
    /// Its thread, and what that is about.
    pub thread: (Id, String),
    /// What it says.
    pub body: String,
    /// What for.
    pub purpose: String,
    /// When it was asked.
    pub at: Instant,
    /// What they answered.
    pub answer: Option<bool>,
}

/// What a thread became.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Became {
    /// What.
    pub outcome: Outcome,
    /// When.
    pub at: Instant,
    /// The alert whose draft it became; not known to be published.
    pub alert: Option<Id>,
}

/// Texts that their authors agree to give, without their names.
#[derive(Clone, Debug)]
pub struct Agreed {
    /// The thread.
    pub thread: Id,
    /// What it is about, when who opened it agreed; else empty.
    pub title: String,
    /// The strictest of their marks.
    pub tlp: Tlp,
    /// What they say, in their order.
    pub texts: Vec<String>,
}

impl Community {
    /// Somebody who answers for the cell.
    async fn of_the_cell(&self, unit: &mut Unit, caller: &Caller) -> Result<(Seat, Id), Problem> {
        let found = self.writer(unit, caller).await?;
        access::decide::<permit::CommunityAnswer>(caller, &Resource::default())?;
        Ok(found)
    }

    /// How a thread may be raised, by the cell.
    pub async fn raisable(&self, caller: &Caller, thread: Id) -> Result<Raisable, Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.read().await?;
        let (seat, _) = self.of_the_cell(&mut unit, caller).await?;
        let found = store::threads::find(&mut unit, (&seat, now), thread).await?.ok_or(Refused::NotFound)?;
        let mut posts = Vec::new();
        for post in store::posts::page(&mut unit, (&seat, now), thread, None, i64::from(u16::MAX)).await? {
            if usable(&post).is_ok() && posts.len() < POSTS {
                posts.push(shown(&post, None, false));
            }
        }
        let raisings = store::raisings::of_thread(&mut unit, thread).await?;
        let open = match raisings.into_iter().find(|raising| raising.ended.is_none()) {
            Some(raising) => Some(self.raising_view(&mut unit, (&seat, now), raising).await?),
            None => None,
        };
        Ok(Raisable { title: found.title, open, posts })
    }

    async fn raising_view(
        &self,
        unit: &mut Unit,
        (seat, now): (&Seat, Instant),
        raising: Raising,
    ) -> Result<RaisingView, Problem> {
        let mut posts = Vec::new();
        for agreement in store::raisings::agreements(unit, raising.id).await? {
            let Some(post) = store::posts::find(unit, (seat, now), agreement.post).await? else { continue };
            let stale = post.version != agreement.version || usable(&post).is_err();
            posts.push((post.at, shown(&post, agreement.answer, stale)));
        }
        posts.sort_by_key(|(at, _)| *at);
        let posts = posts.into_iter().map(|(_, post)| post).collect();
        Ok(RaisingView { id: raising.id, purpose: raising.purpose, asked_at: raising.asked_at, posts })
    }

    /// Asks the authors of some posts of a thread for their agreement.
    pub async fn raise_ask(
        &self,
        caller: &Caller,
        thread: Id,
        (posts, purpose): (&BTreeSet<Id>, &str),
    ) -> Result<(), Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let (seat, account) = self.of_the_cell(&mut unit, caller).await?;
        store::threads::find(&mut unit, (&seat, now), thread).await?.ok_or(Refused::NotFound)?;
        store::threads::hold(&mut unit, thread).await?.ok_or(Refused::NotFound)?;
        let purpose = grounds(purpose, "purpose")?;
        if posts.is_empty() || posts.len() > POSTS {
            return Err(Refused::invalid(Refusal::new("raise-posts").at("posts")).into());
        }
        let raisings = store::raisings::of_thread(&mut unit, thread).await?;
        if raisings.iter().any(|raising| raising.ended.is_none()) {
            return Err(Refused::Conflict(Refusal::new("raise-open")).into());
        }
        let raising = Raising { id: self.desk.id(), thread, purpose, asked_at: now, ended: None, made: None };
        let (mut agreements, mut authors) = (Vec::new(), BTreeSet::new());
        for id in posts {
            let post = self.readable(&mut unit, (&seat, now), *id).await?;
            if post.thread != thread {
                return Err(Refused::NotFound.into());
            }
            usable(&post)?;
            // Whoever asks agrees to what they wrote themselves, under their name.
            let answer = (post.account == Some(account)).then_some(true);
            authors.extend(post.account.filter(|author| *author != account));
            agreements.push(Agreement { post: post.id, version: post.version, answer });
        }
        store::raisings::insert(&mut unit, &raising, &agreements).await?;
        for author in authors {
            letters::enqueue(&mut unit, &self.desk, raising.id, author).await?;
        }
        let told = (false, json!({ "posts": agreements.len() }));
        self.trace(&mut unit, caller, ("community.raise-asked", "thread", thread), told).await?;
        Ok(unit.commit().await?)
    }

    /// What the cell asks the caller about what they wrote, named or not.
    pub async fn asked_for(&self, caller: &Caller) -> Result<Vec<Asked>, Problem> {
        let mut unit = self.desk.store.read().await?;
        let (_, account) = self.writer(&mut unit, caller).await?;
        let mut asked = Vec::new();
        for raising in store::raisings::open(&mut unit, SOME).await? {
            for agreement in store::raisings::agreements(&mut unit, raising.id).await? {
                let Some(post) = store::posts::known(&mut unit, agreement.post).await? else { continue };
                let stale = post.version != agreement.version || usable(&post).is_err();
                if stale || !self.wrote(&post, Some(account)) {
                    continue;
                }
                let title = store::threads::title_of(&mut unit, raising.thread).await?;
                asked.push(Asked {
                    raising: raising.id,
                    post: post.id,
                    thread: (raising.thread, title),
                    body: post.body,
                    purpose: raising.purpose.clone(),
                    at: raising.asked_at,
                    answer: agreement.answer,
                });
            }
        }
        Ok(asked)
    }

    /// The author of a post agrees, or does not. Of what was written unnamed, unnamed.
    pub async fn agree(&self, caller: &Caller, raising: Id, (post, yes): (Id, bool)) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let (_, account) = self.writer(&mut unit, caller).await?;
        let raising = store::raisings::hold(&mut unit, raising).await?.ok_or(Refused::NotFound)?;
        let agreements = store::raisings::agreements(&mut unit, raising.id).await?;
        let agreement = agreements.iter().find(|one| one.post == post).ok_or(Refused::NotFound)?;
        let post = store::posts::hold(&mut unit, agreement.post).await?.ok_or(Refused::NotFound)?;
        if !self.wrote(&post, Some(account)) {
            return Err(Refused::NotFound.into());
        }
        if raising.ended.is_some() || post.version != agreement.version || usable(&post).is_err() {
            return Err(Refused::Conflict(Refusal::new("raise-over")).into());
        }
        store::raisings::answer(&mut unit, raising.id, (post.id, yes)).await?;
        let action = if yes { "community.raise-agreed" } else { "community.raise-declined" };
        let told = (post.account.is_none(), json!({}));
        self.trace(&mut unit, caller, (action, "post", post.id), told).await?;
        Ok(unit.commit().await?)
    }

    /// The texts that may be used now: those whose authors agreed and that say what they said then. All others are left out. For
    /// another capability, which makes something of them in its own transaction: until it ends, nobody else does.
    pub async fn agreed_in(&self, unit: &mut Unit, caller: &Caller, raising: Id) -> Result<Agreed, Problem> {
        let now = self.desk.now();
        let (seat, _) = self.of_the_cell(unit, caller).await?;
        let found = store::raisings::hold(unit, raising).await?.ok_or(Refused::NotFound)?;
        self.texts_in(unit, (&seat, now), &found).await
    }

    async fn texts_in(
        &self,
        unit: &mut Unit,
        (seat, now): (&Seat, Instant),
        raising: &Raising,
    ) -> Result<Agreed, Problem> {
        let thread = store::threads::find(unit, (seat, now), raising.thread).await?;
        let thread = thread.ok_or(Refused::NotFound)?;
        if raising.ended.is_some() {
            return Err(Refused::Conflict(Refusal::new("raise-over")).into());
        }
        let mut posts = Vec::new();
        for agreement in store::raisings::agreements(unit, raising.id).await? {
            let post = store::posts::find(unit, (seat, now), agreement.post).await?;
            let holds = |post: &Post| post.version == agreement.version && usable(post).is_ok();
            posts.extend(post.filter(|post| agreement.answer == Some(true) && holds(post)));
        }
        posts.sort_by_key(|post| post.at);
        let tlp = posts.iter().map(|post| post.tlp).max();
        let tlp = tlp.ok_or_else(|| Refused::Conflict(Refusal::new("raise-nobody")))?;
        // What the thread is about is the word of who opened it, to be agreed to as well.
        let opened = posts.iter().any(|post| post.id == thread.opening);
        let title = if opened { thread.title } else { String::new() };
        let texts = posts.into_iter().map(|post| post.body).collect();
        Ok(Agreed { thread: thread.id, title, tlp, texts })
    }

    /// Says what became of it in the transaction in which it is made, after [`Self::agreed_in`]; answers with the thread.
    pub async fn raised_in(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        (raising, outcome, made): (Id, Outcome, Id),
    ) -> Result<Id, Problem> {
        self.of_the_cell(unit, caller).await?;
        let raising = store::raisings::hold(unit, raising).await?.ok_or(Refused::NotFound)?;
        if raising.ended.is_some() {
            return Err(Refused::Conflict(Refusal::new("raise-over")).into());
        }
        self.ended(unit, caller, &raising, (outcome, Some(made))).await?;
        Ok(raising.thread)
    }

    /// Gives it up.
    pub async fn raise_drop(&self, caller: &Caller, raising: Id) -> Result<Id, Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let (seat, _) = self.of_the_cell(&mut unit, caller).await?;
        let raising = store::raisings::hold(&mut unit, raising).await?.ok_or(Refused::NotFound)?;
        store::threads::find(&mut unit, (&seat, now), raising.thread).await?.ok_or(Refused::NotFound)?;
        if raising.ended.is_some() {
            return Err(Refused::Conflict(Refusal::new("raise-over")).into());
        }
        self.ended(&mut unit, caller, &raising, (Outcome::Dropped, None)).await?;
        unit.commit().await?;
        Ok(raising.thread)
    }

    async fn ended(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        raising: &Raising,
        (outcome, made): (Outcome, Option<Id>),
    ) -> Result<(), Problem> {
        store::raisings::end(unit, raising.id, (outcome, made, self.desk.now())).await?;
        let told = (false, json!({ "outcome": outcome.code() }));
        Ok(self.trace(unit, caller, ("community.raised", "thread", raising.thread), told).await?)
    }

    /// What became of a thread, for those who may read it: what and when, the last first. Of an alert its identity as well, for who asks
    /// whether it is published; of nothing else.
    pub async fn became(&self, caller: &Caller, thread: Id) -> Result<Vec<Became>, Problem> {
        let mut unit = self.desk.store.read().await?;
        let seat = self.seat(&mut unit, caller).await?;
        let found = store::threads::find(&mut unit, (&seat, self.desk.now()), thread).await?;
        let raisings = store::raisings::of_thread(&mut unit, found.ok_or(Refused::NotFound)?.id).await?;
        let ended = raisings.into_iter().filter_map(|raising| {
            let (outcome, at) = raising.ended.filter(|(outcome, _)| *outcome != Outcome::Dropped)?;
            Some(Became { outcome, at, alert: raising.made.filter(|_| outcome == Outcome::Alert) })
        });
        Ok(ended.collect())
    }
}

/// Whether a post may be given away with its author's agreement: what names its readers never is, nor what is hidden.
fn usable(post: &Post) -> Result<(), Refused> {
    if post.tlp == Tlp::Red || !post.hidden.0.is_empty() {
        return Err(Refused::invalid(Refusal::new("raise-red").at("posts")));
    }
    Ok(())
}

fn shown(post: &Post, answer: Option<bool>, stale: bool) -> Usable {
    Usable {
        post: post.id,
        author: (post.account, post.author.clone()),
        tlp: post.tlp,
        extract: extract(&post.body),
        answer,
        stale,
    }
}
