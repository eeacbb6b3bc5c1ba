//! Writing: whom it is for is known before, and decided by the mark and the place alone.

use std::collections::BTreeSet;

use access::{Audience, Caller, Place, Resource, Seat, permit};
use serde_json::json;
use storage::Unit;
use vocabulary::{Id, Instant, Language, Problem, Refusal, Refused, Tlp};

use super::{Community, marked};
use crate::{
    jobs,
    operations::groups::Inside,
    rules::{self, Mark, NewPoll, Voice, Words, next_quarter},
    store::{
        self,
        posts::{Post, Reader},
        threads::Thread,
    },
};

/// Names shown of those who will read.
const NAMES: i64 = 20;
/// Identities that are tried until one comes after another of the same moment.
const TRIES: usize = 1000;

/// An answer, as somebody writes it.
#[derive(Clone, Debug, Default)]
pub struct NewPost {
    /// The text, in Markdown.
    pub body: String,
    /// How far it may go.
    pub tlp: Tlp,
    /// Whom it names, when it is TLP:RED.
    pub readers: BTreeSet<Id>,
    /// What it quotes.
    pub quoted: Option<Id>,
    /// By which words its author is called, when they do not want to be named.
    pub unnamed: Option<Voice>,
    /// The files that it carries, which wait for it.
    pub files: Vec<Id>,
    /// The document of which its file is a new version.
    pub replaces: Option<Id>,
}

/// A thread, as somebody opens it.
#[derive(Clone, Debug, Default)]
pub struct NewThread {
    /// What it is about, in a line.
    pub title: String,
    /// What opens it.
    pub post: NewPost,
    /// Its tags.
    pub tags: Vec<String>,
    /// The language in which it is written.
    pub language: Language,
    /// A question put to all who read it.
    pub poll: Option<NewPoll>,
    /// Who is asked to review it, when it is an experience report: until then it is for them alone.
    pub reviewers: Option<BTreeSet<Id>>,
}

/// A thread that was opened.
#[derive(Clone, Copy, Debug)]
pub struct Opened {
    /// Its identity.
    pub thread: Id,
    /// What opens it.
    pub post: Id,
    /// Its group; none of a question to the cell.
    pub group: Option<Id>,
    /// From when on it is shown.
    pub at: Instant,
}

/// Who will be able to read what somebody is about to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Every member of the private space.
    Everybody,
    /// Those who joined the group: how many, and the first of them.
    Group(i64, Vec<String>),
    /// These, and who writes.
    Named(Vec<Reader>),
    /// The cell, and who asks.
    Cell,
}

/// Where something is about to be said.
struct Ground {
    place: Place,
    people: i64,
    /// Those who may be named there.
    seated: Vec<Reader>,
}

impl Community {
    /// Who would read what is said in a group under this mark. `None` for the group: in a question to the cell.
    pub async fn readers(
        &self,
        caller: &Caller,
        slug: Option<&str>,
        (tlp, named): (Tlp, &BTreeSet<Id>),
    ) -> Result<Readers, Problem> {
        let mut unit = self.desk.store.read().await?;
        let (seat, account) = self.writer(&mut unit, caller).await?;
        let Some(slug) = slug else { return Ok(Readers::Cell) };
        let inside = self.inside(&mut unit, &seat, slug).await?;
        let mark = Mark::new(tlp, named.clone(), account).map_err(Refused::invalid)?;
        let ground = self.ground(&mut unit, Some(&inside), &mark).await?;
        Ok(match Audience::within(ground.place, tlp).key() {
            Audience::NAMED => Readers::Named(ground.seated),
            Audience::COMMUNITY => Readers::Everybody,
            _ => {
                let first = store::groups::joined(&mut unit, inside.group.id, NAMES).await?;
                Readers::Group(inside.people, first.into_iter().map(|seat| seat.name).collect())
            }
        })
    }

    /// Opens a thread in a group, and answers with its identity and the moment at which it is shown.
    pub async fn open_thread(
        &self,
        caller: &Caller,
        slug: &str,
        new: NewThread,
    ) -> Result<(Id, Instant), Problem> {
        let mut unit = self.desk.store.write().await?;
        let draft = if new.reviewers.is_some() { "report" } else { "group" };
        let opened = self.open_thread_in(&mut unit, caller, slug, new).await?;
        if let (Some(account), Some(group)) = (caller.person().map(|person| person.account), opened.group) {
            store::drafts::forget(&mut unit, account, &format!("{draft} {group}")).await?;
        }
        unit.commit().await?;
        Ok((opened.thread, opened.at))
    }

    /// The same in the transaction of another capability. Until it ends, whoever would archive the group or change who reads it
    /// waits.
    pub async fn open_thread_in(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        slug: &str,
        new: NewThread,
    ) -> Result<Opened, Problem> {
        let (seat, account) = self.speaker(unit, caller).await?;
        let inside = self.held(unit, &seat, slug).await?;
        if !inside.writes {
            return Err(Refused::invalid(Refusal::new("join-first")).into());
        }
        self.open_in(unit, (caller, account), Some(&inside), new).await
    }

    /// Asks the cell something that only it and the caller see.
    pub async fn ask_cell(&self, caller: &Caller, new: NewThread) -> Result<Id, Problem> {
        let mut unit = self.desk.store.write().await?;
        let (_, account) = self.speaker(&mut unit, caller).await?;
        let opened = self.open_in(&mut unit, (caller, account), None, new).await?;
        store::drafts::forget(&mut unit, account, "cell").await?;
        unit.commit().await?;
        Ok(opened.thread)
    }

    async fn open_in(
        &self,
        unit: &mut Unit,
        (caller, account): (&Caller, Id),
        inside: Option<&Inside>,
        new: NewThread,
    ) -> Result<Opened, Problem> {
        let now = self.desk.now();
        let words = Words { title: new.title, body: new.post.body.clone(), tags: new.tags };
        let checked = rules::checked(&words, true);
        let mark = Self::mark(account, inside, &new.post);
        let poll = new.poll.map(|poll| rules::poll(poll, now)).transpose();
        let (checked, mark, poll) = match (checked, mark, poll) {
            (Ok(checked), Ok(mark), Ok(poll)) => (checked, mark, poll),
            (checked, mark, poll) => return Err(gathered([checked.err(), mark.err(), poll.err()]).into()),
        };
        let files = self.liftable(unit, account, &new.post).await?;
        let (mark, wanted) = match &new.reviewers {
            None => (mark, None),
            Some(reviewers) => {
                let waits = self.for_review(unit, (account, inside), (&mark, reviewers)).await?;
                (waits, Some(mark))
            }
        };
        let ground = self.ground(unit, inside, &mark).await?;
        let id = self.desk.id();
        let post = self.written((caller, account), (id, &ground), &new.post, (checked.body, &mark, None))?;
        let thread = Thread {
            id,
            group: inside.map(|inside| inside.group.id),
            opening: post.id,
            tlp: mark.tlp,
            title: checked.title,
            tags: checked.tags,
            opened_at: post.at,
            touched_at: post.at,
            solved: None,
            closed: None,
            language: new.language,
            revision: 1,
            author: (post.account, post.author.clone()),
        };
        store::threads::insert(unit, &thread).await?;
        self.put(unit, &post, &ground).await?;
        self.lift(unit, (caller, account), &post, (&files, None)).await?;
        if let Some(wanted) = &wanted {
            self.await_review(unit, caller, (&post, wanted)).await?;
        }
        if let Some(poll) = &poll {
            store::polls::insert(unit, id, poll).await?;
        }
        jobs::enqueue_shown(unit, &self.desk, &post).await?;
        let action = if inside.is_some() { "community.thread-opened" } else { "community.cell-asked" };
        let told = (new.post.unnamed.is_some(), marked(&post));
        self.trace(unit, caller, (action, "thread", id), told).await?;
        Ok(Opened { thread: id, post: post.id, group: thread.group, at: post.at })
    }

    /// Answers in a thread, and says from when on the answer is shown.
    pub async fn reply(&self, caller: &Caller, thread: Id, new: NewPost) -> Result<(Id, Instant), Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let (seat, account) = self.speaker(&mut unit, caller).await?;
        store::threads::find(&mut unit, (&seat, now), thread).await?.ok_or(Refused::NotFound)?;
        let mut thread = store::threads::hold(&mut unit, thread).await?.ok_or(Refused::NotFound)?;
        let inside = match thread.group {
            Some(group) => Some(self.inside_of(&mut unit, &seat, group).await?),
            None => None,
        };
        if thread.closed.is_some() {
            return Err(Refused::invalid(Refusal::new("thread-closed")).into());
        }
        if inside.as_ref().is_some_and(|inside| !inside.writes) {
            return Err(Refused::invalid(Refusal::new("join-first")).into());
        }
        let checked = rules::checked(&Words { body: new.body.clone(), ..Words::default() }, false);
        let mark = Self::mark(account, inside.as_ref(), &new);
        let (checked, mark) = match (checked, mark) {
            (Ok(checked), Ok(mark)) => (checked, mark),
            (checked, mark) => return Err(gathered([checked.err(), mark.err()]).into()),
        };
        self.fits(&mut unit, (&seat, now), (&thread, &mark), new.quoted).await?;
        let files = self.liftable(&mut unit, account, &new).await?;
        let replaces = self.replaced(&mut unit, (&seat, now), (thread.id, new.replaces)).await?;
        let ground = self.ground(&mut unit, inside.as_ref(), &mark).await?;
        let mut post =
            self.written((caller, account), (thread.id, &ground), &new, (checked.body, &mark, new.quoted))?;
        // An answer never stands before what it answers, even to something that is not shown yet, nor to something of the same
        // moment: the thread is held, and identities put those in order.
        post.at = post.at.max(thread.opened_at);
        if let Some(last) = store::posts::last_at(&mut unit, thread.id, post.at).await? {
            for _ in 0..TRIES {
                if post.id > last {
                    break;
                }
                post.id = self.desk.id();
            }
            if new.unnamed.is_some() {
                post.sealed = self.sealed(post.id, account)?;
            }
        }
        self.put(&mut unit, &post, &ground).await?;
        self.lift(&mut unit, (caller, account), &post, (&files, replaces)).await?;
        if thread.group.is_none() {
            self.name_asker(&mut unit, &thread, &post).await?;
        }
        if mark.tlp != Tlp::Red {
            thread.touched_at = thread.touched_at.max(post.at);
            store::threads::update(&mut unit, &thread).await?;
        }
        store::drafts::forget(&mut unit, account, &format!("thread {}", thread.id)).await?;
        jobs::enqueue_shown(&mut unit, &self.desk, &post).await?;
        let told = (new.unnamed.is_some(), json!({ "thread": thread.id, "tlp": post.tlp.label() }));
        self.trace(&mut unit, caller, ("community.posted", "post", post.id), told).await?;
        unit.commit().await?;
        Ok((post.id, post.at))
    }

    /// Whether a mark fits under what opens its thread, and beside what it quotes.
    async fn fits(
        &self,
        unit: &mut Unit,
        (seat, now): (&Seat, Instant),
        (thread, mark): (&Thread, &Mark),
        quoted: Option<Id>,
    ) -> Result<(), Problem> {
        let opening = store::posts::hold(unit, thread.opening).await?.ok_or(Refused::NotFound)?;
        let opened = store::posts::mark_of(unit, &opening).await?;
        rules::answers(mark, &opened).map_err(Refused::invalid)?;
        if let Some(quoted) = quoted {
            let quoted = self.readable(unit, (seat, now), quoted).await?;
            let of = store::posts::mark_of(unit, &quoted).await?;
            rules::quotes(mark, &of).map_err(Refused::invalid)?;
        }
        Ok(())
    }

    /// The mark of something that somebody is about to say, when it may be said in that way.
    fn mark(author: Id, inside: Option<&Inside>, new: &NewPost) -> Result<Mark, Refused> {
        if new.unnamed.is_some() {
            let people = inside.map_or(0, |inside| inside.people);
            rules::unnamed(new.tlp, inside.is_none(), people).map_err(Refused::invalid)?;
        }
        if inside.is_none() && new.tlp == Tlp::Red {
            // Whom it names is known: the cell, and who asks.
            return Ok(Mark { tlp: Tlp::AmberStrict, readers: BTreeSet::new() });
        }
        Mark::new(new.tlp, new.readers.clone(), author).map_err(Refused::invalid)
    }

    /// Where something is about to be said; refuses readers who would not be let in there.
    async fn ground(&self, unit: &mut Unit, inside: Option<&Inside>, mark: &Mark) -> Result<Ground, Problem> {
        let Some(inside) = inside else {
            return Ok(Ground { place: Place::Cell, people: 0, seated: Vec::new() });
        };
        let seated = self.seated(unit, inside.group.id, mark).await?;
        Ok(Ground { place: inside.group.place(), people: inside.people, seated })
    }

    /// What somebody says, as it is kept.
    fn written(
        &self,
        (caller, account): (&Caller, Id),
        (thread, ground): (Id, &Ground),
        new: &NewPost,
        (body, mark, quoted): (String, &Mark, Option<Id>),
    ) -> Result<Post, Problem> {
        let (id, now) = (self.desk.id(), self.desk.now());
        let (at, named, author, sealed) = match new.unnamed {
            Some(voice) => (next_quarter(now), None, voice.code(), self.sealed(id, account)?),
            None => (now, Some(account), caller.author(), String::new()),
        };
        Ok(Post {
            id,
            thread,
            at,
            account: named,
            author,
            sealed,
            body,
            tlp: mark.tlp,
            audience: Audience::within(ground.place, mark.tlp),
            quoted,
            version: 1,
            edited_at: None,
            hidden: (String::new(), None, String::new()),
        })
    }

    async fn put(&self, unit: &mut Unit, post: &Post, ground: &Ground) -> Result<(), Problem> {
        store::posts::insert(unit, post).await?;
        let asker = Reader { account: post.account.unwrap_or(post.id), name: post.author.clone() };
        if ground.place == Place::Cell {
            store::posts::name(unit, post.id, &[asker]).await?;
        } else if post.tlp == Tlp::Red {
            store::posts::name(unit, post.id, &ground.seated).await?;
        }
        debug_assert!(
            post.account.is_some() || ground.people > rules::MOST_FEW,
            "nobody is unnamed among few"
        );
        Ok(())
    }

    /// Who asked the cell reads what it answers, and what others of the cell say there.
    async fn name_asker(&self, unit: &mut Unit, thread: &Thread, post: &Post) -> Result<(), Problem> {
        let named = store::posts::readers(unit, &[thread.opening, post.id]).await?;
        let mut readers: Vec<Reader> = Vec::new();
        for (_, reader) in named {
            if !readers.contains(&reader) {
                readers.push(reader);
            }
        }
        Ok(store::posts::name(unit, post.id, &readers).await?)
    }

    /// Whether the caller answers for the cell.
    pub fn answers(caller: &Caller) -> bool {
        access::decide::<permit::CommunityAnswer>(caller, &Resource::default()).is_ok()
    }
}

/// All that is wrong, at once.
fn gathered<const N: usize>(refused: [Option<Refused>; N]) -> Refused {
    let mut wrong = Vec::new();
    for refused in refused.into_iter().flatten() {
        match refused {
            Refused::Invalid(some) => wrong.extend(some),
            other => return other,
        }
    }
    Refused::Invalid(wrong)
}
