//! What goes, and what somebody takes along.

use serde_json::{Value, json};
use storage::Unit;
use vocabulary::{Failure, Id, Instant};

use super::Community;
use crate::{
    operations::finding::KIND,
    store::{documents, forgetting},
};

/// Posts that are unsealed at once.
const SOME: i64 = 500;

impl Community {
    /// Somebody belongs no more: their seats, what they keep to themselves and their being named go at once. What they said stays, as
    /// the others answered it.
    pub async fn forget_in(&self, unit: &mut Unit, account: Id) -> Result<(), Failure> {
        forgetting::person(unit, account).await
    }

    /// An account is erased: nothing says any more that its person wrote anything, named or not. What was said stays.
    pub async fn erase_in(&self, unit: &mut Unit, account: Id) -> Result<(), Failure> {
        forgetting::person(unit, account).await?;
        forgetting::author(unit, account).await?;
        let mut last = String::new();
        loop {
            let some = forgetting::sealed(unit, &last, SOME).await?;
            let Some((id, _)) = some.last() else { break };
            last = id.to_string();
            for (post, sealed) in some {
                if self.opens(post, &sealed) == Some(account) {
                    forgetting::unseal(unit, post).await?;
                }
            }
        }
        Ok(())
    }

    /// What is held about somebody. What they said unnamed is in no file, their own neither: it would name them to whoever finds it.
    pub async fn export_in(unit: &mut Unit, account: Id) -> Result<Value, Failure> {
        let (reported, warned) = forgetting::reported(unit, account).await?;
        Ok(json!({
            "groups": forgetting::seats(unit, account).await?,
            "added": documents::added(unit, account).await?,
            "said": forgetting::said(unit, account).await?,
            "reported": reported,
            "warned": warned,
        }))
    }

    /// Takes away, at most that many, threads in which nothing was said since a moment, with all that hangs on them, and drafts of
    /// before it; and files that no post carried since `waiting`. Answers how many threads, and which kept files are to be removed.
    pub async fn sweep_in(
        unit: &mut Unit,
        (before, waiting): (Instant, Instant),
        most: i64,
    ) -> Result<(u64, Vec<Id>), Failure> {
        let threads = forgetting::silent(unit, before, most).await?;
        let mut files = documents::sweep(unit, waiting, most).await?;
        for thread in &threads {
            for post in forgetting::posts(unit, *thread).await? {
                search::remove(unit, KIND, post).await?;
            }
            files.extend(documents::files_of(unit, *thread).await?);
            forgetting::thread(unit, *thread).await?;
        }
        forgetting::drafts(unit, before).await?;
        Ok((threads.len() as u64, files))
    }
}
