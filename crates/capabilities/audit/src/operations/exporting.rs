//! Taking entries away.

use access::{Caller, Resource, permit};
use serde_json::json;
use trail::{Entry, Place, Search};
use vocabulary::Problem;

use super::{Audit, Line, naming::Names, searching::told};
use crate::rules::Query;

/// Entries in one export. Who needs more asks for one period after another.
const MOST: usize = 100_000;
/// Entries read at once.
const PART: usize = 1000;

/// An export on its way out, a part at a time.
pub struct Export {
    audit: Audit,
    caller: Caller,
    search: Search,
    after: Option<Place>,
    left: usize,
    names: Names,
    cut: bool,
    over: bool,
}

impl Audit {
    /// Begins an export of the entries that fit, as they are now; that it began is in the trail before its first byte.
    pub async fn export(&self, caller: &Caller, query: &Query, format: &str) -> Result<Export, Problem> {
        self.export_at_most(caller, query, format, MOST).await
    }

    pub(crate) async fn export_at_most(
        &self,
        caller: &Caller,
        query: &Query,
        format: &str,
        most: usize,
    ) -> Result<Export, Problem> {
        access::decide::<permit::TrailRead>(caller, &Resource::default())?;
        let mut search = self.understood(caller, query).await?;
        search.newest = Some(trail::newest(&mut self.desk.store.read().await?).await?);
        let mut detail = told(&search);
        detail.insert("format".to_owned(), json!(format));
        detail.insert("newest".to_owned(), json!(search.newest));
        self.write(caller, Entry::new("trail.exported", "trail", "entries").with(detail.into())).await?;
        Ok(Export {
            audit: self.clone(),
            caller: caller.clone(),
            search,
            after: None,
            left: most,
            names: Names::default(),
            cut: false,
            over: false,
        })
    }
}

impl Export {
    /// The next entries, the latest first; none at the end.
    pub async fn next(&mut self) -> Result<Vec<Line>, Problem> {
        if self.over {
            return Ok(Vec::new());
        }
        let part = PART.min(self.left);
        let mut unit = self.audit.desk.store.read().await?;
        // One more than is given, to know whether anything follows.
        let limit = i64::try_from(part).unwrap_or(0) + 1;
        let mut entries = trail::search(&mut unit, &self.search, self.after, limit).await?;
        drop(unit);
        let more = entries.len() > part;
        entries.truncate(part);
        self.left -= entries.len();
        self.cut = more && self.left == 0;
        self.over = !more || self.cut;
        self.after = entries.last().map(|last| Place { at: last.at, sequence: last.sequence });
        self.audit.named(&self.caller, &mut self.names, entries).await
    }

    /// Whether more entries fit than one export may hold: whoever reads it must be told.
    pub fn is_cut(&self) -> bool {
        self.cut
    }
}
