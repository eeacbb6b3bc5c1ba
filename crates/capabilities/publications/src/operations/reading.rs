//! Reading what is published: by whoever its mark allows, and nothing else exists.

use std::collections::BTreeMap;

use access::{Caller, permit};
use vocabulary::{Failure, Id, Instant, Language, Problem, Refused, Tlp};

use super::Publications;
use crate::{
    rules::Kind,
    store::{self, Cut, Listed, Product, Version, Withdrawal},
};

/// What cuts a list. Empty: all that the reader may read.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only these kinds; all when there is none.
    pub kinds: Vec<Kind>,
    /// At least that grave.
    pub severity: Option<i64>,
    /// First published in that year.
    pub year: Option<i64>,
    /// Of a vendor, as it stands in an address; empty for no matter.
    pub vendor: String,
    /// Of one of its products; empty for no matter.
    pub product: String,
    /// What carries TLP:CLEAR only, whoever reads: what leaves for everybody.
    pub public: bool,
    /// What is withdrawn too, as a page that says so.
    pub withdrawn: bool,
}

/// A page of what is published, the last told first.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// What is there.
    pub items: Vec<Listed>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<String>,
}

/// What is published, whole.
#[derive(Clone, Debug)]
pub struct Document {
    /// At a glance.
    pub listed: Listed,
    /// Every version, the last first; what is withdrawn shows none.
    pub versions: Vec<Version>,
    /// Every withdrawal of one of these that a later one came after, the last first.
    pub withdrawals: Vec<Withdrawal>,
}

impl Document {
    /// The last version; `None` when it is withdrawn.
    pub fn last(&self) -> Option<&Version> {
        self.versions.first()
    }
}

impl Publications {
    /// A page of what is published.
    pub async fn list(
        &self,
        caller: &Caller,
        filter: &Filter,
        after: &str,
        limit: i64,
    ) -> Result<Page, Problem> {
        let (after, limit) = (vocabulary::page_after(after)?, limit.clamp(1, 500));
        let mut unit = self.desk.store.read().await?;
        let found = store::page(&mut unit, &cut(caller, filter)?, after, limit + 1).await?;
        let (items, next) =
            vocabulary::page_of(found, limit, |last| vocabulary::cursor(last.told_at, last.id));
        Ok(Page { items, next })
    }

    /// Those of these that the caller may read, in no order.
    pub async fn those(&self, caller: &Caller, ids: &[Id]) -> Result<Vec<Listed>, Problem> {
        let marks = marks(caller, false)?;
        let mut unit = self.desk.store.read().await?;
        Ok(store::those(&mut unit, ids, &marks).await?)
    }

    /// What stands at an address; its year is 0 where the address has none.
    pub async fn read(
        &self,
        caller: &Caller,
        (kind, year): (Kind, i64),
        (language, slug): (Language, &str),
    ) -> Result<Document, Problem> {
        let marks = marks(caller, false)?;
        let mut unit = self.desk.store.read().await?;
        let found = store::at(&mut unit, (kind, year), (language, slug), &marks).await?;
        let listed = found.ok_or(Refused::NotFound)?;
        let mut versions = if listed.withdrawn.is_some() {
            Vec::new()
        } else {
            store::versions(&mut unit, listed.id).await?
        };
        // A mark that was relaxed opens what is published now, not what was said under a stricter one.
        versions.retain(|version| marks.contains(&format!(",{},", version.content.tlp.label())));
        let mut withdrawals = store::withdrawals(&mut unit, listed.id).await?;
        withdrawals.retain(|gone| versions.iter().any(|version| version.number == gone.version));
        Ok(Document { listed, versions, withdrawals })
    }

    /// The products that what the caller may read names, of one vendor or of all.
    pub async fn products(&self, caller: &Caller, vendor: &str) -> Result<Vec<Product>, Problem> {
        let marks = marks(caller, false)?;
        let mut unit = self.desk.store.read().await?;
        Ok(store::products(&mut unit, &marks, vendor, 2000).await?)
    }

    /// Searches all that the caller may read.
    pub async fn search(
        &self,
        caller: &Caller,
        text: &str,
        language: Language,
        filters: Vec<(String, String)>,
        after: Option<&str>,
    ) -> Result<search::Answer, Problem> {
        let readable = access::readable(caller);
        let question = search::Question { text, language, readable: &readable, filters, after, limit: 20 };
        let mut unit = self.desk.store.read().await?;
        Ok(search::ask(&mut unit, &question).await?)
    }

    /// What these say now, of those that the caller may read and that are not withdrawn.
    pub async fn contents(&self, caller: &Caller, ids: &[Id]) -> Result<BTreeMap<Id, Version>, Problem> {
        let marks = marks(caller, false)?;
        let mut unit = self.desk.store.read().await?;
        Ok(store::contents(&mut unit, ids, &marks).await?)
    }

    /// The years in which something of that kind was first published that the caller may read, the last first.
    pub async fn years(&self, caller: &Caller, kind: Kind) -> Result<Vec<i64>, Problem> {
        let marks = marks(caller, false)?;
        let mut unit = self.desk.store.read().await?;
        Ok(store::years(&mut unit, kind, &marks).await?)
    }

    /// What changes when, and only when, something that readers see changes.
    pub async fn stamp(&self) -> Result<i64, Problem> {
        Ok(self.edition().await?.0)
    }

    /// The stamp, and when it was given; no moment before anything was published.
    pub async fn edition(&self) -> Result<(i64, Option<Instant>), Failure> {
        store::stamp(&self.desk.store).await
    }

    /// Grows whenever this program makes something last: as long as it does not, the edition is as it was, unless another program
    /// published.
    pub fn written(&self) -> u64 {
        self.desk.store.commits()
    }
}

fn cut(caller: &Caller, filter: &Filter) -> Result<Cut, Problem> {
    let all = Kind::ALL.to_vec();
    let kinds = if filter.kinds.is_empty() { &all } else { &filter.kinds };
    Ok(Cut {
        kinds: kinds.iter().fold(",".to_owned(), |list, kind| list + kind.code() + ","),
        marks: marks(caller, filter.public)?,
        severity: filter.severity.unwrap_or_default(),
        year: filter.year.unwrap_or_default(),
        vendor: filter.vendor.clone(),
        product: filter.product.clone(),
        withdrawn: filter.withdrawn,
    })
}

/// The marks that a caller reads, as a list that SQL searches.
pub(super) fn marks(caller: &Caller, public: bool) -> Result<String, Problem> {
    let scope = access::scope::<permit::PublicationRead>(caller)?;
    Ok(if public { format!(",{},", Tlp::Clear.label()) } else { scope.list() })
}
