//! What others may be told of what is said, each by their own seat; and what is forgotten of somebody who left.

use std::collections::BTreeSet;

use access::{Audience, Caller, Seat};
use storage::Unit;
use vocabulary::{Failure, Id, Instant, Problem, Tlp};

use super::{
    Community,
    reading::{PostView, ThreadLine},
};
use crate::{rules::Entrance, store};

/// Threads told in one digest.
const MOST: i64 = 50;

/// Something that somebody may be told of.
#[derive(Clone, Debug)]
pub struct News {
    /// The thread.
    pub thread: ThreadLine,
    /// Whether the name of its group may be said outside: it is no hidden one.
    pub in_the_open: bool,
}

impl Community {
    /// What is in no seat: who may read nothing gets nothing, and no refusal.
    async fn seat_of(&self, unit: &mut Unit, reader: &Caller) -> Result<Option<Seat>, Failure> {
        let account = reader.person().map(|person| person.account);
        Ok(access::seat(reader, &store::groups::of(unit, account).await?).ok())
    }

    /// A post that is shown, for the program itself: who wrote in its thread under their name, and what it says.
    pub async fn shown_in(&self, unit: &mut Unit, post: Id) -> Result<Option<Shown>, Failure> {
        let Some(post) = store::posts::hold(unit, post).await? else { return Ok(None) };
        if !post.hidden.0.is_empty() || post.at > self.desk.now() {
            return Ok(None);
        }
        let Some(thread) = store::threads::hold(unit, post.thread).await? else { return Ok(None) };
        let posts = store::posts::all_of(unit, post.thread).await?;
        let writers: BTreeSet<Id> = posts.iter().filter_map(|post| post.account).collect();
        let named = store::posts::readers(unit, &[post.id]).await?;
        Ok(Some(Shown {
            id: post.id,
            at: post.at,
            author: post.account,
            to_the_cell: thread.group.is_none(),
            writers,
            named: named.into_iter().map(|(_, reader)| reader.account).collect(),
            body: post.body,
        }))
    }

    /// What somebody may be told of a post now: nothing when they may not read it, saw it, or want to hear of it no more.
    pub async fn told_in(
        &self,
        unit: &mut Unit,
        reader: &Caller,
        post: Id,
    ) -> Result<Option<(News, PostView)>, Problem> {
        let now = self.desk.now();
        let Some(seat) = self.seat_of(unit, reader).await? else { return Ok(None) };
        let Some(account) = seat.account() else { return Ok(None) };
        let Ok(post) = self.readable(unit, (&seat, now), post).await else { return Ok(None) };
        let (seen, muted) = store::marks::seen(unit, account, post.thread).await?;
        if muted || !post.hidden.0.is_empty() || seen.is_some_and(|seen| seen >= post.at) {
            return Ok(None);
        }
        let view = self.views(unit, (&seat, now), vec![post.clone()], (1, seen)).await?.pop();
        let news = self.news_of(unit, (&seat, now), &[post.thread]).await?.pop();
        Ok(news.zip(view))
    }

    /// What somebody did not see in the groups that they joined, said since a moment; nothing that names its readers. And the reports
    /// that were accepted since then for them to read.
    pub async fn news_in(
        &self,
        unit: &mut Unit,
        reader: &Caller,
        since: Instant,
    ) -> Result<Vec<News>, Problem> {
        let now = self.desk.now();
        let Some(seat) = self.seat_of(unit, reader).await? else { return Ok(Vec::new()) };
        let mut ids = store::threads::accepted(unit, (&seat, now), since, MOST).await?;
        let said = store::threads::news(unit, (&seat, now), since, MOST).await?;
        ids.extend(said.into_iter().filter(|id| !ids.contains(id)).collect::<Vec<_>>());
        ids.truncate(usize::try_from(MOST).unwrap_or_default());
        self.news_of(unit, (&seat, now), &ids).await
    }

    async fn news_of(
        &self,
        unit: &mut Unit,
        (seat, now): (&Seat, Instant),
        ids: &[Id],
    ) -> Result<Vec<News>, Problem> {
        let mut news = Vec::new();
        for id in ids {
            let Some(thread) = store::threads::find(unit, (seat, now), *id).await? else { continue };
            let group = match thread.group {
                Some(group) => store::groups::by_id(unit, group).await?,
                None => None,
            };
            let muted = match (&group, seat.account()) {
                (Some(group), Some(account)) => {
                    store::groups::seat(unit, group.id, account).await?.is_some_and(|seat| seat.muted)
                }
                _ => false,
            };
            let in_the_open = group.is_some_and(|group| group.access != Entrance::Hidden);
            let line = self.lines(unit, (seat, now), vec![thread]).await?.pop();
            news.extend(line.filter(|_| !muted).map(|thread| News { thread, in_the_open }));
        }
        Ok(news)
    }

    /// Whether somebody would read what is said in a group under a mark; `named` are those whom it names.
    pub async fn would_read(
        &self,
        unit: &mut Unit,
        reader: &Caller,
        (slug, tlp, named): (&str, Tlp, &BTreeSet<Id>),
    ) -> Result<bool, Failure> {
        let Some(group) = store::groups::by_slug(unit, slug).await? else { return Ok(false) };
        let Some(seat) = self.seat_of(unit, reader).await? else { return Ok(false) };
        let is_named = seat.account().is_some_and(|account| named.contains(&account)) && tlp == Tlp::Red;
        Ok(seat.admits(tlp, &Audience::within(group.place(), tlp), is_named))
    }

    /// Of these posts, those that the caller may read, in their order, each with its thread.
    pub async fn those(&self, caller: &Caller, ids: &[Id]) -> Result<Vec<(ThreadLine, PostView)>, Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.read().await?;
        let seat = self.seat(&mut unit, caller).await?;
        self.gathered(&mut unit, (&seat, now), ids).await
    }
}

/// What the program knows of a post that is shown.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Which.
    pub id: Id,
    /// Since when.
    pub at: Instant,
    /// Who wrote it under their name.
    pub author: Option<Id>,
    /// Whether it stands in a question to the cell.
    pub to_the_cell: bool,
    /// Who wrote in its thread under their name.
    pub writers: BTreeSet<Id>,
    /// Whom it names.
    pub named: BTreeSet<Id>,
    /// What it says.
    pub body: String,
}
