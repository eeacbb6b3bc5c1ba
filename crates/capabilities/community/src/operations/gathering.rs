//! Technical traces that members share: found in what they say, judged by those who read them, taken away as a file.

use access::Caller;
use observables::{Kind, Observable};
use serde_json::json;
use storage::Unit;
use vocabulary::{Failure, Id, Instant, Problem, Refused, hex, unhex};

use super::{Community, reading::Page};
use crate::{
    rules::{self, Verdict},
    store::{
        self,
        indicators::{Cut, SharedIndicator},
        posts::Post,
    },
};

/// Lines of a file, at most.
const LINES: i64 = 10_000;
/// Values that lists are asked about at once.
const SOME: i64 = 200;

/// What cuts a list of traces. Empty: no cut.
#[derive(Clone, Debug, Default)]
pub struct IndicatorFilter {
    /// Of this thread.
    pub thread: Option<Id>,
    /// Of this group, by the end of its address; empty for all.
    pub group: String,
    /// Of this kind.
    pub kind: Option<Kind>,
    /// That begin so; empty for no matter.
    pub value: String,
}

impl Community {
    /// A page of the traces that stand in what the caller may read, the last said first.
    pub async fn indicators(
        &self,
        caller: &Caller,
        filter: &IndicatorFilter,
        after: &str,
        limit: i64,
    ) -> Result<Page<SharedIndicator>, Problem> {
        let (now, limit) = (self.desk.now(), limit.clamp(1, 200));
        let mut unit = self.desk.store.read().await?;
        let seat = self.seat(&mut unit, caller).await?;
        let cut = self.cut(&mut unit, &seat, filter).await?;
        let after = cursor(after)?;
        let found = store::indicators::page(&mut unit, (&seat, now), &cut, after, limit + 1).await?;
        let (items, next) = vocabulary::page_of(found, limit, |last| {
            format!("{}_{}", vocabulary::cursor(last.at, last.post), hex(last.value.as_bytes()))
        });
        Ok(Page { items, next })
    }

    /// The same as lines of a file. What names its readers leaves in none, nor does what a list says is no trace of anybody.
    pub async fn export_indicators(
        &self,
        caller: &Caller,
        filter: &IndicatorFilter,
    ) -> Result<Vec<SharedIndicator>, Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let (seat, _) = self.writer(&mut unit, caller).await?;
        let cut = Cut { leaving: true, ..self.cut(&mut unit, &seat, filter).await? };
        let rows = store::indicators::page(&mut unit, (&seat, now), &cut, None, LINES).await?;
        let detail = json!({ "lines": rows.len(), "group": filter.group, "thread": filter.thread });
        let id = seat.account().ok_or(Refused::Forbidden)?;
        self.trace(&mut unit, caller, ("community.indicators-exported", "account", id), (false, detail))
            .await?;
        unit.commit().await?;
        Ok(rows)
    }

    async fn cut(
        &self,
        unit: &mut Unit,
        seat: &access::Seat,
        filter: &IndicatorFilter,
    ) -> Result<Cut, Problem> {
        let group = match filter.group.as_str() {
            "" => None,
            slug => Some(self.inside(unit, seat, slug).await?.group.id),
        };
        let value = filter.value.trim();
        let known = Kind::ALL.iter().find_map(|kind| Observable::parse(*kind, value));
        let value = known.map_or_else(|| value.to_lowercase(), |observable| observable.value().to_owned());
        Ok(Cut { thread: filter.thread, group, kind: filter.kind, value, leaving: false })
    }

    /// Says that one saw a trace too, or that it is none, or takes it back.
    pub async fn judge_indicator(
        &self,
        caller: &Caller,
        post: Id,
        (observable, verdict): (&Observable, Option<Verdict>),
    ) -> Result<Id, Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let (seat, account) = self.writer(&mut unit, caller).await?;
        let post = self.readable(&mut unit, (&seat, now), post).await?;
        if !post.hidden.0.is_empty() || !store::indicators::holds(&mut unit, post.id, observable).await? {
            return Err(Refused::NotFound.into());
        }
        let said = verdict.map(|verdict| (verdict, now));
        store::indicators::say(&mut unit, (post.id, account), observable, said).await?;
        unit.commit().await?;
        Ok(post.thread)
    }

    /// Keeps what stands in a post, with what lists say of it. Read twice, it changes nothing.
    pub(crate) async fn gather(&self, unit: &mut Unit, post: &Post) -> Result<(), Failure> {
        let mut found = rules::traces(&post.body);
        let unlisted = found.iter().filter(|(_, listed, _)| listed.is_empty());
        let unlisted: Vec<Observable> = unlisted.map(|(observable, ..)| observable.clone()).collect();
        let mut lists = self.sieve.listed(unit, &unlisted).await?;
        for (observable, listed, _) in &mut found {
            if let Some(list) = lists.remove(observable) {
                *listed = list;
            }
        }
        store::indicators::put(unit, post.id, &found).await
    }

    /// Asks again which of the traces that were gathered are none: lists change. A few at a time, each few in a transaction of its
    /// own; answers where to go on, `None` at the end.
    pub(crate) async fn sift(&self, after: &(String, String)) -> Result<Option<(String, String)>, Failure> {
        let mut unit = self.desk.store.write().await?;
        let values = store::indicators::values(&mut unit, after, SOME).await?;
        let read = |(value, kind): &(String, String)| Observable::parse(Kind::from_code(kind)?, value);
        let found: Vec<Observable> = values.iter().filter_map(read).collect();
        let lists = self.sieve.listed(&mut unit, &found).await?;
        for observable in &found {
            let listed = rules::built_in(observable).or(lists.get(observable).map(String::as_str));
            store::indicators::list(&mut unit, observable, listed.unwrap_or_default()).await?;
        }
        unit.commit().await?;
        Ok(values.last().cloned())
    }
}

/// Where a page begins, as [`Page::next`] names it.
fn cursor(after: &str) -> Result<Option<(Instant, Id, String)>, Refused> {
    if after.is_empty() {
        return Ok(None);
    }
    let (row, value) = after.rsplit_once('_').ok_or(Refused::NotFound)?;
    let (at, post) = vocabulary::read_cursor(row).ok_or(Refused::NotFound)?;
    let value = unhex(value).and_then(|bytes| String::from_utf8(bytes).ok()).ok_or(Refused::NotFound)?;
    Ok(Some((at, post, value)))
}
