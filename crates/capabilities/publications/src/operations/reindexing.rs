//! What is found, and what is known of links, made anew out of what is published.

use access::{Caller, permit};
use vocabulary::{Id, Problem};

use super::{Publications, publishing};
use crate::store::{self, links};

impl Publications {
    /// Makes every text findable anew, one after the other, so that nothing waits; answers how many. `step` is told how many are
    /// done, of how many.
    pub async fn reindex(&self, caller: &Caller, step: impl Fn(usize, usize)) -> Result<usize, Problem> {
        access::scope::<permit::PublicationReview>(caller)?;
        let ids = store::all_ids(&mut self.desk.store.read().await?).await?;
        let mut published = 0;
        for (done, id) in ids.iter().enumerate() {
            published += usize::from(self.reindex_one(*id).await?);
            step(done + 1, ids.len());
        }
        let mut unit = self.desk.store.write().await?;
        let entry = trail::Entry::new("publication.reindexed", "publications", "search")
            .with(serde_json::json!({ "texts": published }));
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        unit.commit().await?;
        Ok(published)
    }

    /// The same of one text; whether it is published.
    async fn reindex_one(&self, id: Id) -> Result<bool, Problem> {
        let mut unit = self.desk.store.write().await?;
        let Some(text) = store::hold(&mut unit, id).await? else { return Ok(false) };
        let listed = text.listed.filter(|listed| listed.withdrawn.is_none());
        let last = store::versions(&mut unit, id).await?.into_iter().find(|v| v.number == text.life.version);
        let published = listed.zip(last);
        if let Some((listed, last)) = &published {
            publishing::index(&mut unit, listed, &last.content).await?;
            links::replace(&mut unit, id, &publishing::leads(&last.content)).await?;
        } else {
            search::remove(&mut unit, text.kind.code(), id).await?;
        }
        unit.commit().await?;
        Ok(published.is_some())
    }
}
