//! Names for the identities that the trail holds.

use std::collections::{BTreeMap, BTreeSet};

use access::Caller;
use trail::Recorded;
use vocabulary::{Id, Problem};

use super::{Audit, identity};

/// An entry, with the names of whom and what it tells of, where there are some.
#[derive(Clone, Debug)]
pub struct Line {
    /// The entry.
    pub recorded: Recorded,
    /// The name of the person who acted; an account that is no more has none.
    pub name: Option<String>,
    /// The reference of the incident or declaration, or the name behind the account, that the entry is about.
    pub about: Option<String>,
    /// Whether that is an exercise.
    pub exercise: bool,
}

/// What was learnt so far, so that nothing is asked twice.
#[derive(Default)]
pub(super) struct Names {
    accounts: BTreeMap<Id, Option<String>>,
    references: BTreeMap<Id, Option<(String, bool)>>,
}

impl Names {
    /// Learns the names behind these actors and objects.
    pub(super) async fn learn<'a>(
        &mut self,
        audit: &Audit,
        caller: &Caller,
        texts: impl Iterator<Item = &'a str>,
    ) -> Result<(), Problem> {
        let (mut people, mut things) = (BTreeSet::new(), BTreeSet::new());
        for (kind, id) in texts.filter_map(identity) {
            match kind {
                "account" if !self.accounts.contains_key(&id) => drop(people.insert(id)),
                "incident" | "declaration" if !self.references.contains_key(&id) => drop(things.insert(id)),
                _ => {}
            }
        }
        let (people, things) = (Vec::from_iter(people), Vec::from_iter(things));
        if !people.is_empty() {
            let found = audit.accounts.names(caller, &people).await?;
            self.accounts.extend(people.iter().map(|id| (*id, found.get(id).cloned())));
        }
        if !things.is_empty() {
            let found = audit.incidents.named(caller, &things).await?;
            let reference = |id: &Id| found.iter().find(|n| n.incident == *id || n.declaration == *id);
            let known = things
                .iter()
                .map(|id| (*id, reference(id).map(|named| (named.reference.clone(), named.exercise))));
            self.references.extend(known);
        }
        Ok(())
    }

    /// The name or reference behind an actor or an object.
    pub(super) fn of(&self, text: &str) -> Option<String> {
        let (kind, id) = identity(text)?;
        if kind == "account" {
            self.accounts.get(&id)?.clone()
        } else {
            self.references.get(&id)?.clone().map(|(reference, _)| reference)
        }
    }

    /// Whether an object is an exercise.
    fn is_exercise(&self, text: &str) -> bool {
        let known = identity(text).and_then(|(_, id)| self.references.get(&id));
        known.is_some_and(|known| known.as_ref().is_some_and(|(_, exercise)| *exercise))
    }
}

impl Audit {
    /// Entries with their names.
    pub(super) async fn named(
        &self,
        caller: &Caller,
        names: &mut Names,
        entries: Vec<Recorded>,
    ) -> Result<Vec<Line>, Problem> {
        let texts = entries.iter().flat_map(|entry| [entry.actor.as_str(), entry.object.as_str()]);
        names.learn(self, caller, texts).await?;
        let line = |recorded: Recorded| {
            let (name, about) = (names.of(&recorded.actor), names.of(&recorded.object));
            Line { exercise: names.is_exercise(&recorded.object), recorded, name, about }
        };
        Ok(entries.into_iter().map(line).collect())
    }
}
