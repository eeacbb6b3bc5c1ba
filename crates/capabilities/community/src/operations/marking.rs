//! Changing how far something goes, and where a thread stands.

use std::collections::BTreeSet;

use access::{Audience, Caller, Place};
use serde_json::json;
use storage::Unit;
use vocabulary::{Id, Problem, Refusal, Refused, Tlp};

use super::Community;
use crate::{
    jobs,
    rules::{self, Mark},
    store::{
        self,
        moderation::Done,
        posts::{Post, Reader},
        threads::Thread,
    },
};

impl Community {
    /// Changes how far a post goes: stricter at once, by its author or a moderator; looser by its author only. What answers a post that
    /// opens a thread, and what quotes it, goes no further than it from then on.
    pub async fn remark(
        &self,
        caller: &Caller,
        post: Id,
        (tlp, readers): (Tlp, BTreeSet<Id>),
    ) -> Result<(), Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let (seat, account) = self.writer(&mut unit, caller).await?;
        let post = self.readable(&mut unit, (&seat, now), post).await?;
        let thread = store::threads::hold(&mut unit, post.thread).await?.ok_or(Refused::NotFound)?;
        let post = store::posts::hold(&mut unit, post.id).await?.ok_or(Refused::NotFound)?;
        let Some(group) = thread.group else {
            return Err(Refused::invalid(Refusal::new("question-is-the-cell-s").at("tlp")).into());
        };
        let author = self.wrote(&post, Some(account));
        if tlp != Tlp::Red && store::documents::wanted(&mut unit, post.id).await?.is_some() {
            return Err(Refused::invalid(Refusal::new("retex-in-review").at("tlp")).into());
        }
        if post.account.is_none() && tlp == Tlp::Red {
            return Err(Refused::invalid(Refusal::new("unnamed-to-named").at("tlp")).into());
        }
        let from = store::posts::mark_of(&mut unit, &post).await?;
        let to = Mark::new(tlp, readers, post.account.unwrap_or(account)).map_err(Refused::invalid)?;
        rules::remarked(&from, &to, author, seat.moderates())?;
        if post.id != thread.opening {
            let opening = store::posts::hold(&mut unit, thread.opening).await?.ok_or(Refused::NotFound)?;
            let opened = store::posts::mark_of(&mut unit, &opening).await?;
            rules::answers(&to, &opened).map_err(Refused::invalid)?;
        }
        if let Some(quoted) = post.quoted
            && let Some(quoted) = store::posts::hold(&mut unit, quoted).await?
        {
            let of = store::posts::mark_of(&mut unit, &quoted).await?;
            rules::quotes(&to, &of).map_err(Refused::invalid)?;
        }
        let place = self.inside_of(&mut unit, &seat, group).await?.group.place();
        let named = self.seated(&mut unit, group, &to).await?;
        self.set(&mut unit, &post, (place, tlp), &named).await?;
        self.follow(&mut unit, (&thread, &post), (place, &to)).await?;
        let detail = json!({ "from": from.tlp.label(), "to": tlp.label() });
        let told = (author && post.account.is_none(), detail);
        self.trace(&mut unit, caller, ("community.marked", "post", post.id), told).await?;
        Ok(unit.commit().await?)
    }

    /// What answers or quotes a post goes no further than the post.
    async fn follow(
        &self,
        unit: &mut Unit,
        (thread, post): (&Thread, &Post),
        (place, to): (Place, &Mark),
    ) -> Result<(), Problem> {
        for other in store::posts::all_of(unit, thread.id).await? {
            let bound = post.id == thread.opening || other.quoted == Some(post.id);
            if other.id == post.id || !bound {
                continue;
            }
            let mark = store::posts::mark_of(unit, &other).await?;
            if rules::answers(&mark, to).is_ok() {
                continue;
            }
            let group = thread.group.ok_or(Refused::NotFound)?;
            let mut named = self.seated(unit, group, to).await?;
            if to.tlp == Tlp::Red && mark.tlp == Tlp::Red {
                named.retain(|reader| mark.readers.contains(&reader.account));
            }
            self.set(unit, &other, (place, to.tlp), &named).await?;
        }
        Ok(())
    }

    /// Those whom a mark names, all of whom sit in the group.
    pub(crate) async fn seated(
        &self,
        unit: &mut Unit,
        group: Id,
        mark: &Mark,
    ) -> Result<Vec<Reader>, Problem> {
        let mut named = Vec::new();
        for account in &mark.readers {
            let seat = store::groups::seat(unit, group, *account).await?.filter(|seat| seat.joined);
            let seat =
                seat.ok_or_else(|| Refused::invalid(Refusal::new("reader-not-there").at("readers")))?;
            named.push(Reader { account: seat.account, name: seat.name });
        }
        Ok(named)
    }

    /// Writes how far a post goes, and that what finds it must know.
    pub(crate) async fn set(
        &self,
        unit: &mut Unit,
        post: &Post,
        (place, tlp): (Place, Tlp),
        named: &[Reader],
    ) -> Result<(), Problem> {
        store::posts::mark(unit, post.id, tlp, &Audience::within(place, tlp)).await?;
        store::posts::name(unit, post.id, named).await?;
        // At once: what is stricter now must be found by nobody from this commit on.
        search::remove(unit, super::finding::KIND, post.id).await?;
        Ok(jobs::enqueue_again(unit, &self.desk, post.id, self.desk.now().millis()).await?)
    }

    /// Moves a thread to another group, whose people read it from then on in place of those of the first. Moderators only, and never
    /// what somebody marked for those who joined, or for named readers: they did not choose these.
    pub async fn move_thread(&self, caller: &Caller, thread: Id, slug: &str) -> Result<(), Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let (seat, _) = self.writer(&mut unit, caller).await?;
        store::threads::find(&mut unit, (&seat, now), thread).await?.ok_or(Refused::NotFound)?;
        if !seat.moderates() {
            return Err(Refused::Forbidden.into());
        }
        let mut thread = store::threads::hold(&mut unit, thread).await?.ok_or(Refused::NotFound)?;
        let to = self.inside(&mut unit, &seat, slug).await?.group;
        let from = thread.group.ok_or(Refused::NotFound)?;
        let posts = store::posts::all_of(&mut unit, thread.id).await?;
        let confined = |post: &Post| post.tlp > Tlp::Green || post.audience.key() != Audience::COMMUNITY;
        if posts.iter().any(confined) {
            return Err(Refused::invalid(Refusal::new("thread-confined").at("group")).into());
        }
        thread.group = Some(to.id);
        store::threads::update(&mut unit, &thread).await?;
        for post in posts {
            self.set(&mut unit, &post, (to.place(), post.tlp), &[]).await?;
        }
        let moved =
            Done { action: "moved", post: Some(thread.opening), group: None, reason: None, words: "" };
        self.log(&mut unit, moved).await?;
        let told = (false, json!({ "from": from, "to": to.id }));
        self.trace(&mut unit, caller, ("community.thread-moved", "thread", thread.id), told).await?;
        Ok(unit.commit().await?)
    }
}
