//! Warning lists: brought in, and asked.

use std::{collections::HashMap, sync::Arc};

use access::{Caller, Resource, permit};
use community::events::{Sieve, Sifted};
use observables::{Lists, Observable, WarningList, keys};
use serde_json::json;
use storage::Unit;
use trail::Entry;
use vocabulary::{Failure, Problem};

use super::{Indicators, Sifter};
use crate::store::lists::{self, key};

/// Values asked about by one statement: an IPv6 address has more than a hundred keys.
const SOME: usize = 100;

/// What an import did with one list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Imported {
    /// It is new.
    Added,
    /// It takes the place of another version.
    Replaced,
    /// It was there, the same.
    Unchanged,
    /// It speaks of no kind of ours.
    OfNoUse,
}

impl Indicators {
    /// Brings one list in, whole or not at all, in the place of the one of that name.
    pub async fn import(&self, caller: &Caller, list: &WarningList) -> Result<Imported, Problem> {
        access::decide::<permit::WarningListImport>(caller, &Resource::default())?;
        if list.kinds.is_empty() || list.entries.is_empty() {
            return Ok(Imported::OfNoUse);
        }
        let mut unit = self.desk.store.write().await?;
        let before = lists::known(&mut unit, &list.name).await?;
        let entries = i64::try_from(list.entries.len()).unwrap_or(i64::MAX);
        let (id, imported) = match before {
            Some((_, version, before)) if version == list.version && before == entries => {
                return Ok(Imported::Unchanged);
            }
            Some((id, ..)) => (id, Imported::Replaced),
            None => (self.desk.id(), Imported::Added),
        };
        let now = self.desk.now();
        lists::replace(&mut unit, id, list, now).await?;
        // What members shared before is sifted again.
        community::jobs::enqueue_sifting(&mut unit, &self.desk, now).await?;
        let entry = Entry::new("warning-list.imported", "warning-list", id).with(json!({
            "name": list.name, "version": list.version, "entries": list.entries.len(), "refused": list.refused,
        }));
        trail::append(&mut unit, caller, now, entry).await?;
        unit.commit().await?;
        Ok(imported)
    }
}

impl Sifter {
    /// Which of these values a list names, and which list.
    pub(crate) async fn listed(
        &self,
        unit: &mut Unit,
        observables: &[Observable],
    ) -> Result<HashMap<Observable, String>, Failure> {
        let unkeyed = self.unkeyed(unit).await?;
        let mut named = HashMap::new();
        for observable in observables {
            let list = self.built_in.naming(observable).or_else(|| unkeyed.naming(observable));
            if let Some(list) = list {
                named.insert(observable.clone(), list.to_owned());
            }
        }
        let open: Vec<&Observable> = observables.iter().filter(|o| !named.contains_key(*o)).collect();
        for some in open.chunks(SOME) {
            let mut asked: HashMap<String, Vec<&Observable>> = HashMap::new();
            for observable in some {
                for found in keys(observable) {
                    asked.entry(key(found.matching, &found.entry)).or_default().push(observable);
                }
            }
            let wanted: Vec<String> = asked.keys().cloned().collect();
            for (found, list, kinds) in lists::naming(unit, &wanted).await? {
                for observable in asked.get(&found).into_iter().flatten() {
                    if kinds.contains(&observable.kind()) {
                        named.entry((*observable).clone()).or_insert_with(|| list.clone());
                    }
                }
            }
        }
        Ok(named)
    }

    /// The imported lists whose entries have no key, read again when they have changed.
    async fn unkeyed(&self, unit: &mut Unit) -> Result<Arc<Lists>, Failure> {
        let stamp = lists::stamp(unit).await?;
        let kept = self.unkeyed.lock().ok().and_then(|kept| kept.clone());
        if let Some((at, lists)) = kept
            && at == stamp
        {
            return Ok(lists);
        }
        let read = Arc::new(Lists::new(lists::unkeyed(unit).await?));
        if let Ok(mut kept) = self.unkeyed.lock() {
            *kept = Some((stamp, read.clone()));
        }
        Ok(read)
    }
}

impl Sieve for Sifter {
    fn listed<'a>(&'a self, unit: &'a mut Unit, observables: &'a [Observable]) -> Sifted<'a> {
        Box::pin(Sifter::listed(self, unit, observables))
    }
}
