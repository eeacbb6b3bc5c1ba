//! Experience reports: for their reviewers only until one of them says yes, then for whom their author chose.

use std::collections::BTreeSet;

use access::Caller;
use serde_json::json;
use storage::Unit;
use vocabulary::{Id, Problem, Refusal, Refused, Tlp};

use super::{Community, groups::Inside};
use crate::{
    rules::Mark,
    store::{self, documents, posts::Post},
};

impl Community {
    /// The mark that a report carries while it waits: TLP:RED, for its author and its reviewers. They must sit in the group, and be
    /// among those whom it names when it is to name some.
    pub(crate) async fn for_review(
        &self,
        unit: &mut Unit,
        (author, inside): (Id, Option<&Inside>),
        (wanted, reviewers): (&Mark, &BTreeSet<Id>),
    ) -> Result<Mark, Problem> {
        let wrong = |code| Problem::from(Refused::invalid(Refusal::new(code).at("reviewers")));
        let group = inside.ok_or(Refused::NotFound)?.group.id;
        if reviewers.iter().all(|reviewer| *reviewer == author) {
            return Err(wrong("retex-reviewers"));
        }
        if wanted.tlp == Tlp::Red && !reviewers.is_subset(&wanted.readers) {
            return Err(wrong("retex-reviewers-named"));
        }
        let mark = Mark::new(Tlp::Red, reviewers.clone(), author).map_err(|_| wrong("retex-reviewers"))?;
        self.seated(unit, group, &mark).await.map_err(|_| wrong("retex-reviewers"))?;
        self.seated(unit, group, wanted).await?;
        Ok(mark)
    }

    /// A report is written, and waits for its review.
    pub(crate) async fn await_review(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        (post, wanted): (&Post, &Mark),
    ) -> Result<(), Problem> {
        let id = self.desk.id();
        documents::insert_report(unit, (id, post.id, post.at), wanted).await?;
        let detail = json!({ "post": post.id, "wanted": wanted.tlp.label() });
        let what = ("community.report-written", "document", id);
        Ok(self.trace(unit, caller, what, (false, detail)).await?)
    }

    /// Says that a report may be read by whom its author chose. `seen` is the version of its text that was read.
    pub async fn accept_report(&self, caller: &Caller, id: Id, seen: i64) -> Result<(), Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let (seat, account) = self.speaker(&mut unit, caller).await?;
        let found = documents::find(&mut unit, (&seat, now), id).await?.ok_or(Refused::NotFound)?;
        let mut thread = store::threads::hold(&mut unit, found.thread).await?.ok_or(Refused::NotFound)?;
        let post = store::posts::hold(&mut unit, found.post.0).await?.ok_or(Refused::NotFound)?;
        let wanted = documents::wanted(&mut unit, post.id).await?;
        let wanted = wanted.ok_or(Refused::Conflict(Refusal::new("retex-reviewed")))?;
        if self.wrote(&post, Some(account)) {
            return Err(Refused::invalid(Refusal::new("retex-own")).into());
        }
        if post.version != seen {
            return Err(Refused::Conflict(Refusal::new("post-changed")).into());
        }
        let group = thread.group.ok_or(Refused::NotFound)?;
        let place = self.inside_of(&mut unit, &seat, group).await?.group.place();
        let named = self.seated(&mut unit, group, &wanted).await?;
        self.set(&mut unit, &post, (place, wanted.tlp), &named).await?;
        documents::reviewed(&mut unit, id, (account, &caller.author()), (now, post.version)).await?;
        if wanted.tlp != Tlp::Red {
            thread.touched_at = thread.touched_at.max(now);
            store::threads::update(&mut unit, &thread).await?;
        }
        let detail = json!({ "post": post.id, "version": post.version, "tlp": wanted.tlp.label() });
        let what = ("community.report-reviewed", "document", id);
        self.trace(&mut unit, caller, what, (false, detail)).await?;
        Ok(unit.commit().await?)
    }
}
