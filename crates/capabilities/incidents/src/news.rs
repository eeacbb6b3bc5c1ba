//! What is new since a moment: for one reader, and whether there may be anything new for anybody.

use access::{Caller, permit};
use vocabulary::{Failure, Instant, Problem};

use crate::{
    operations::Incidents,
    store::queue::{self, Stir},
};

/// Minutes whose changes are summed to see whether there is one more.
const MINUTES: i64 = 2;

impl Incidents {
    /// How many incidents within the caller's reach changed since a moment: real ones, and exercises.
    pub async fn changed_since(&self, caller: &Caller, since: Instant) -> Result<(i64, i64), Problem> {
        let scope = access::scope::<permit::IncidentRead>(caller)?;
        let mut unit = self.desk.store.read().await?;
        Ok(queue::changed_since(&mut unit, &scope, since).await?)
    }

    /// Asked every moment by the program itself, for whoever waits for news: when it is as before, nobody has any. It costs one
    /// look at the end of an index.
    ///
    /// The moment of the last change alone would miss a change that began earlier and is committed later: revisions of the last
    /// minute or two are summed. When a minute ends it may differ though nothing changed.
    pub async fn stirred(&self) -> Result<Stir, Failure> {
        let minute = self.desk.now().millis().div_euclid(60_000) + 1 - MINUTES;
        let mut unit = self.desk.store.read().await?;
        queue::stir(&mut unit, Instant::from_millis(minute * 60_000)).await
    }
}
