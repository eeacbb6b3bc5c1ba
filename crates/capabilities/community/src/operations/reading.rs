//! Reading: by who may, and nothing else exists.

use std::collections::BTreeMap;

use access::{Caller, Seat};
use storage::Unit;
use vocabulary::{Id, Instant, Problem, Refused, Tlp, cursor, page_after, page_of};

use super::Community;
use crate::{
    operations::groups::Inside,
    rules::Reaction,
    store::{
        self,
        documents::Document,
        groups::GroupLine,
        polls::Poll,
        posts::{Edit, Post, Reader},
        threads::{Cut, Thread},
    },
};

/// Posts on a page.
pub(crate) const POSTS: i64 = 30;
/// How far back what is not read counts, in seconds: a month.
const LATE: i64 = 31 * 24 * 3600;
/// Letters of an extract.
pub(crate) const EXTRACT: usize = 200;

/// A page of something.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// What is there.
    pub items: Vec<T>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<String>,
}

/// A thread, as a list shows it to its reader.
#[derive(Clone, Debug)]
pub struct ThreadLine {
    /// Its identity.
    pub id: Id,
    /// The group that it is in, by the end of its address and by name; `None` for a question to the cell.
    pub group: Option<(String, String)>,
    /// What it is about.
    pub title: String,
    /// How far it may go.
    pub tlp: Tlp,
    /// Who opened it: the account, when it is named, and its name or the code of a voice.
    pub author: (Option<Id>, String),
    /// Its tags.
    pub tags: Vec<String>,
    /// When it was opened.
    pub opened_at: Instant,
    /// When something was last said in it to more than named readers.
    pub touched_at: Instant,
    /// Answers that the reader may read.
    pub answers: i64,
    /// Posts that the reader may read and did not see.
    pub unread: i64,
    /// The post that answers it.
    pub solved: Option<Id>,
    /// Since when nobody answers any more, and who said so.
    pub closed: Option<(Instant, String)>,
    /// Grows at each change.
    pub revision: i64,
}

/// What stands first for a member.
#[derive(Clone, Debug)]
pub struct Home {
    /// The groups that they joined, with how many threads wait to be read in each.
    pub groups: Vec<(GroupLine, i64)>,
    /// What was last said in any group that they read.
    pub latest: Vec<ThreadLine>,
}

/// What is quoted, for who may read it.
#[derive(Clone, Debug)]
pub struct Quote {
    /// The post.
    pub id: Id,
    /// Its author: the account, when it is named, and its name or the code of a voice.
    pub author: (Option<Id>, String),
    /// Its first words.
    pub extract: String,
}

/// A post, as its reader sees it.
#[derive(Clone, Debug)]
pub struct PostView {
    /// Its identity.
    pub id: Id,
    /// From 1, among those that this reader may read.
    pub number: i64,
    /// Who wrote it: the account, when it is named, and its name or the code of a voice.
    pub author: (Option<Id>, String),
    /// When.
    pub at: Instant,
    /// How far it may go.
    pub tlp: Tlp,
    /// What it says, in Markdown; empty when it is hidden.
    pub body: String,
    /// When it was last changed.
    pub edited_at: Option<Instant>,
    /// From 1.
    pub version: i64,
    /// What it quotes, if the reader may read that.
    pub quote: Option<Quote>,
    /// By whom it is hidden (`author` or `moderator`), and why.
    pub hidden: Option<(String, String)>,
    /// How many answered with each press, and whether this reader did.
    pub reactions: Vec<(Reaction, i64, bool)>,
    /// Whether this reader wrote it, named or not.
    pub mine: bool,
    /// Whether this reader keeps it within reach.
    pub bookmarked: bool,
    /// Whether this reader did not see it before.
    pub unread: bool,
    /// Whom it names.
    pub readers: Vec<Reader>,
    /// The files that it carries, and the report that it is.
    pub documents: Vec<Document>,
}

impl PostView {
    /// Its first words.
    pub fn extract(&self) -> String {
        extract(&self.body)
    }
}

/// A thread, whole.
#[derive(Clone, Debug)]
pub struct ThreadView {
    /// At a glance.
    pub line: ThreadLine,
    /// Its group, and how the reader stands to it; `None` for a question to the cell.
    pub inside: Option<Inside>,
    /// A page of its posts.
    pub posts: Vec<PostView>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<String>,
    /// A question put to all who read it.
    pub poll: Option<Poll>,
    /// Whether the reader may answer.
    pub writes: bool,
    /// Whether the reader opened it, or moderates.
    pub steers: bool,
    /// Whether the reader moderates.
    pub moderates: bool,
    /// Whether the reader wants to hear of it no more.
    pub muted: bool,
}

/// What cuts a list of threads. Empty: no cut.
#[derive(Clone, Debug, Default)]
pub struct ThreadFilter {
    /// With this tag; empty for no matter.
    pub tag: String,
    /// `Some(true)`: solved only; `Some(false)`: those that wait.
    pub solved: Option<bool>,
    /// In which there is something to read.
    pub unread: bool,
}

impl Community {
    /// What stands first for a member.
    pub async fn home(&self, caller: &Caller) -> Result<Home, Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.read().await?;
        let seat = self.seat(&mut unit, caller).await?;
        let since = now.plus_seconds(-LATE);
        let unread: BTreeMap<Id, i64> =
            store::threads::unread(&mut unit, (&seat, now), since).await?.into_iter().collect();
        let groups = store::groups::lines(&mut unit, seat.account()).await?;
        let joined = |line: &GroupLine| line.seat.as_ref().is_some_and(|seat| seat.joined);
        let groups = groups.into_iter().filter(joined).map(|line| {
            let count = unread.get(&line.group.id).copied().unwrap_or_default();
            (line, count)
        });
        let groups = groups.collect();
        let latest = store::threads::page(&mut unit, (&seat, now), &Cut::default(), None, 10).await?;
        let latest = self.lines(&mut unit, (&seat, now), latest).await?;
        Ok(Home { groups, latest })
    }

    /// A page of the threads of a group, the last touched first.
    pub async fn threads(
        &self,
        caller: &Caller,
        slug: &str,
        filter: &ThreadFilter,
        after: &str,
        limit: i64,
    ) -> Result<(Inside, Page<ThreadLine>), Problem> {
        let mut unit = self.desk.store.read().await?;
        let seat = self.seat(&mut unit, caller).await?;
        let inside = self.inside(&mut unit, &seat, slug).await?;
        let cut = Cut { group: Some(inside.group.id), ..cut(filter) };
        let page = self.page(&mut unit, &seat, &cut, after, limit).await?;
        Ok((inside, page))
    }

    /// A page of the questions to the cell: of all for the cell, of one's own for the others.
    pub async fn questions(
        &self,
        caller: &Caller,
        filter: &ThreadFilter,
        after: &str,
        limit: i64,
    ) -> Result<Page<ThreadLine>, Problem> {
        let mut unit = self.desk.store.read().await?;
        let seat = self.seat(&mut unit, caller).await?;
        let cut = Cut { questions: true, ..cut(filter) };
        self.page(&mut unit, &seat, &cut, after, limit).await
    }

    async fn page(
        &self,
        unit: &mut Unit,
        seat: &Seat,
        cut: &Cut,
        after: &str,
        limit: i64,
    ) -> Result<Page<ThreadLine>, Problem> {
        let (now, limit) = (self.desk.now(), limit.clamp(1, 100));
        let after = page_after(after)?;
        let threads = store::threads::page(unit, (seat, now), cut, after, limit + 1).await?;
        let (threads, next) = page_of(threads, limit, |thread| cursor(thread.touched_at, thread.id));
        Ok(Page { items: self.lines(unit, (seat, now), threads).await?, next })
    }

    /// Threads, as lists show them to this reader.
    pub(crate) async fn lines(
        &self,
        unit: &mut Unit,
        (seat, now): (&Seat, Instant),
        threads: Vec<Thread>,
    ) -> Result<Vec<ThreadLine>, Problem> {
        let ids: Vec<Id> = threads.iter().map(|thread| thread.id).collect();
        let counts = store::threads::counts(unit, (seat, now), &ids).await?;
        let counts: BTreeMap<Id, (i64, i64)> = counts.into_iter().map(|(id, a, u)| (id, (a, u))).collect();
        let mut groups: BTreeMap<Id, (String, String)> = BTreeMap::new();
        let mut lines = Vec::new();
        for thread in threads {
            if let Some(id) = thread.group
                && !groups.contains_key(&id)
                && let Some(group) = store::groups::by_id(unit, id).await?
            {
                groups.insert(id, (group.slug, group.name));
            }
            let (answers, unread) = counts.get(&thread.id).copied().unwrap_or_default();
            lines.push(ThreadLine {
                id: thread.id,
                group: thread.group.and_then(|id| groups.get(&id).cloned()),
                title: thread.title,
                tlp: thread.tlp,
                author: thread.author,
                tags: thread.tags,
                opened_at: thread.opened_at,
                touched_at: thread.touched_at,
                answers,
                unread,
                solved: thread.solved,
                closed: thread.closed,
                revision: thread.revision,
            });
        }
        Ok(lines)
    }

    /// A thread, from the post after this one. What is shown counts as read by the caller from now on.
    pub async fn thread(&self, caller: &Caller, id: Id, after: &str) -> Result<ThreadView, Problem> {
        let (now, after) = (self.desk.now(), page_after(after)?);
        let mut unit = self.desk.store.read().await?;
        let seat = self.seat(&mut unit, caller).await?;
        let view = self.viewed(&mut unit, (&seat, now), id, after).await?;
        drop(unit);
        let last = view.posts.last().map(|post| post.at);
        if let (Some(account), Some(at), true) =
            (seat.account(), last, view.posts.iter().any(|post| post.unread))
        {
            let mut unit = self.desk.store.write().await?;
            store::marks::see(&mut unit, account, id, at).await?;
            unit.commit().await?;
        }
        Ok(view)
    }

    async fn viewed(
        &self,
        unit: &mut Unit,
        (seat, now): (&Seat, Instant),
        id: Id,
        after: Option<(Instant, Id)>,
    ) -> Result<ThreadView, Problem> {
        let thread = store::threads::find(unit, (seat, now), id).await?.ok_or(Refused::NotFound)?;
        let inside = match thread.group {
            Some(group) => Some(self.inside_of(unit, seat, group).await?),
            None => None,
        };
        let opening = store::posts::find(unit, (seat, now), thread.opening).await?;
        let opened = opening.is_some_and(|opening| self.wrote(&opening, seat.account()));
        let posts = store::posts::page(unit, (seat, now), id, after, POSTS + 1).await?;
        let (posts, next) = page_of(posts, POSTS, |post| cursor(post.at, post.id));
        let first = match posts.first() {
            Some(post) => store::posts::before(unit, (seat, now), (id, post.at, post.id)).await? + 1,
            None => 1,
        };
        let (seen, muted) = match seat.account() {
            Some(account) => store::marks::seen(unit, account, id).await?,
            None => (None, false),
        };
        let poll = store::polls::of(unit, id, seat.account()).await?;
        let posts = self.views(unit, (seat, now), posts, (first, seen)).await?;
        let writes = seat.account().is_some()
            && thread.closed.is_none()
            && inside.as_ref().is_none_or(|inside| inside.writes);
        let line = self.lines(unit, (seat, now), vec![thread]).await?.pop().ok_or(Refused::NotFound)?;
        let (steers, moderates) = (opened || seat.moderates(), seat.moderates());
        Ok(ThreadView { line, inside, posts, next, poll, writes, steers, moderates, muted })
    }

    /// Posts, as their reader sees them; the first has this number, and what came after `seen` is new.
    pub(crate) async fn views(
        &self,
        unit: &mut Unit,
        (seat, now): (&Seat, Instant),
        posts: Vec<Post>,
        (first, seen): (i64, Option<Instant>),
    ) -> Result<Vec<PostView>, Problem> {
        let ids: Vec<Id> = posts.iter().map(|post| post.id).collect();
        let quoted: Vec<Id> = posts.iter().filter_map(|post| post.quoted).collect();
        let quoted = store::posts::those(unit, (seat, now), &quoted).await?;
        let mut reactions = store::marks::reactions(unit, seat.account(), &ids).await?;
        reactions.sort_by_key(|(_, reaction, ..)| *reaction);
        let kept = match seat.account() {
            Some(account) => store::marks::kept(unit, account, &ids).await?,
            None => Vec::new(),
        };
        let readers = store::posts::readers(unit, &ids).await?;
        let documents = self.carried(unit, (seat, now), &ids).await?;
        let quote = |id: Id| {
            let post = quoted.iter().find(|post| post.id == id && post.hidden.0.is_empty())?;
            let author = (post.account, post.author.clone());
            Some(Quote { id, author, extract: extract(&post.body) })
        };
        let view = |(number, post): (i64, Post)| {
            let (hidden, _, why) = &post.hidden;
            let hidden = (!hidden.is_empty()).then(|| (hidden.clone(), why.clone()));
            let mine = self.wrote(&post, seat.account());
            let body = if hidden.is_some() && !(mine || seat.moderates()) {
                String::new()
            } else {
                post.body.clone()
            };
            let of = |all: &[(Id, Reaction, i64, bool)]| {
                let own = all.iter().filter(|(id, ..)| *id == post.id);
                own.map(|(_, reaction, count, own)| (*reaction, *count, *own)).collect()
            };
            let named = readers.iter().filter(|(id, _)| *id == post.id && post.tlp == Tlp::Red);
            PostView {
                id: post.id,
                number,
                author: (post.account, post.author.clone()),
                at: post.at,
                tlp: post.tlp,
                body,
                edited_at: post.edited_at,
                version: post.version,
                quote: post.quoted.and_then(quote),
                hidden,
                reactions: of(&reactions),
                mine,
                bookmarked: kept.contains(&post.id),
                unread: seen.is_none_or(|seen| post.at > seen),
                readers: named.map(|(_, reader)| reader.clone()).collect(),
                documents: documents.iter().filter(|one| one.post.0 == post.id).cloned().collect(),
            }
        };
        Ok((first..).zip(posts).map(view).collect())
    }

    /// Which thread a post is in, for who may read both.
    pub async fn thread_of(&self, caller: &Caller, post: Id) -> Result<(Id, PostView), Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.read().await?;
        let seat = self.seat(&mut unit, caller).await?;
        let post = self.readable(&mut unit, (&seat, now), post).await?;
        let thread = post.thread;
        let number = store::posts::before(&mut unit, (&seat, now), (thread, post.at, post.id)).await? + 1;
        let view = self.views(&mut unit, (&seat, now), vec![post], (number, Some(now))).await?.pop();
        Ok((thread, view.ok_or(Refused::NotFound)?))
    }

    /// A post that the reader may read, in a thread that they may read.
    pub(crate) async fn readable(
        &self,
        unit: &mut Unit,
        (seat, now): (&Seat, Instant),
        id: Id,
    ) -> Result<Post, Problem> {
        let post = store::posts::find(unit, (seat, now), id).await?.ok_or(Refused::NotFound)?;
        store::threads::find(unit, (seat, now), post.thread).await?.ok_or(Refused::NotFound)?;
        Ok(post)
    }

    /// What a post said before, for who may read it now: never what was said under a stricter mark than it carries.
    pub async fn versions(&self, caller: &Caller, post: Id) -> Result<Vec<Edit>, Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.read().await?;
        let seat = self.seat(&mut unit, caller).await?;
        let post = self.readable(&mut unit, (&seat, now), post).await?;
        let mine = self.wrote(&post, seat.account());
        if !(post.hidden.0.is_empty() || mine || seat.moderates()) {
            return Err(Refused::NotFound.into());
        }
        let mut edits = store::posts::edits(&mut unit, post.id).await?;
        edits.retain(|edit| mine || edit.tlp <= post.tlp);
        Ok(edits)
    }

    /// What the caller keeps within reach and may still read, the last kept first, each with its thread.
    pub async fn bookmarks(&self, caller: &Caller) -> Result<Vec<(ThreadLine, PostView)>, Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.read().await?;
        let seat = self.seat(&mut unit, caller).await?;
        let ids = store::marks::bookmarks(&mut unit, (&seat, now), 100).await?;
        self.gathered(&mut unit, (&seat, now), &ids).await
    }

    /// Of these posts, those that the reader may read, in their order, each with its thread.
    pub(crate) async fn gathered(
        &self,
        unit: &mut Unit,
        (seat, now): (&Seat, Instant),
        ids: &[Id],
    ) -> Result<Vec<(ThreadLine, PostView)>, Problem> {
        let mut posts = store::posts::those(unit, (seat, now), ids).await?;
        posts.sort_by_key(|post| ids.iter().position(|id| *id == post.id));
        let mut gathered = Vec::new();
        for post in posts {
            let Some(thread) = store::threads::find(unit, (seat, now), post.thread).await? else { continue };
            let before = store::posts::before(unit, (seat, now), (thread.id, post.at, post.id)).await?;
            let line = self.lines(unit, (seat, now), vec![thread]).await?.pop();
            let view = self.views(unit, (seat, now), vec![post], (before + 1, Some(now))).await?.pop();
            gathered.extend(line.zip(view));
        }
        Ok(gathered)
    }
}

fn cut(filter: &ThreadFilter) -> Cut {
    let ThreadFilter { tag, solved, unread } = filter;
    Cut { tag: vocabulary::slug(tag), solved: *solved, unread: *unread, ..Cut::default() }
}

/// The first words of a text.
pub(crate) fn extract(body: &str) -> String {
    markdown::Text::parse(body).map(|text| text.summary(EXTRACT)).unwrap_or_default()
}
