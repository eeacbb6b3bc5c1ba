//! The log of moderation, as members read it.

use access::Caller;
use vocabulary::{Id, Instant, Problem};

use super::{Community, reading::Page};
use crate::{rules::moderation::Reason, store};

/// What was done, to whom it may be told.
#[derive(Clone, Debug)]
pub struct LogLine {
    /// Its identity.
    pub id: Id,
    /// On which day.
    pub day: Instant,
    /// What: `hidden`, `shown`, `warned`, `moved`, `archived`, `reopened`, `reveal-asked`, `reveal-granted`, `reveal-refused`.
    pub action: String,
    /// Why, in a word. Of a warning, never.
    pub reason: Option<Reason>,
    /// Why, in the words of who did it, for those who may read what it is about.
    pub words: String,
    /// In which group, for those who may read there: the end of its address, and its name. Of a warning, never.
    pub group: Option<(String, String)>,
}

impl Community {
    /// A page of the log, the last day first.
    pub async fn moderation_log(
        &self,
        caller: &Caller,
        after: &str,
        limit: i64,
    ) -> Result<Page<LogLine>, Problem> {
        let after = vocabulary::page_after(after)?;
        let limit = limit.clamp(1, 100);
        let mut unit = self.desk.store.read().await?;
        let seat = self.seat(&mut unit, caller).await?;
        let lines = store::moderation::page(&mut unit, (&seat, self.desk.now()), after, limit + 1).await?;
        let (lines, next) = vocabulary::page_of(lines, limit, |line| vocabulary::cursor(line.day, line.id));
        let items = lines.into_iter().map(|line| LogLine {
            group: line.group.filter(|_| line.reads && line.action != "warned"),
            id: line.id,
            day: line.day,
            // Beside what was hidden that day, in the same group or for the same reason, it would say who was warned.
            reason: line.reason.filter(|_| line.action != "warned"),
            words: if line.reads { line.words } else { String::new() },
            action: line.action,
        });
        Ok(Page { items: items.collect(), next })
    }
}
