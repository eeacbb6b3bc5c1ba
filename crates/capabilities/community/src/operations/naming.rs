//! Those whom one may name as readers: looked for among those who would be let in, and nobody else.

use std::collections::BTreeSet;

use access::{Caller, Seat};
use storage::{
    Unit,
    words::{fold, words},
};
use vocabulary::{Id, Instant, Problem, Refused, Tlp};

use super::Community;
use crate::store::{self, groups::Sitting};

/// People who are shown without being looked for, when there are no more than that.
const FEW: usize = 15;
/// People found who are shown.
const FOUND: usize = 30;
/// People of a group who are looked through, and words that count.
const EVERYBODY: i64 = 10_000;
const WORDS: usize = 4;

/// Whom somebody looks for.
#[derive(Clone, Copy, Debug)]
pub struct Looked<'a> {
    /// Words of their name; may be empty.
    pub words: &'a str,
    /// Those whom these words are about otherwise, as others know: by their facility, its town.
    pub about: &'a BTreeSet<Id>,
    /// Those who are chosen already.
    pub chosen: &'a BTreeSet<Id>,
}

/// Those whom one may name.
#[derive(Clone, Debug, Default)]
pub struct Nameable {
    /// Those who are chosen already, by name.
    pub chosen: Vec<Sitting>,
    /// The others, by name: all of them when they are few, else those who were looked for and found.
    pub found: Vec<Sitting>,
    /// How many others were found who are not shown.
    pub more: usize,
    /// Whether they are so many that one looks for somebody.
    pub many: bool,
}

impl Community {
    /// Those of a group whom one may name as readers. `thread`: of an answer there, which names nobody whom what opens the thread
    /// does not. Whoever is not let in is found by no word.
    pub async fn nameable(
        &self,
        caller: &Caller,
        (slug, thread): (&str, Option<Id>),
        looked: Looked<'_>,
    ) -> Result<Nameable, Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.read().await?;
        let (seat, account) = self.writer(&mut unit, caller).await?;
        let inside = self.inside(&mut unit, &seat, slug).await?;
        if !inside.reads {
            return Err(Refused::NotFound.into());
        }
        let group = inside.group.id;
        let within = match thread {
            Some(thread) => named_by(&mut unit, (&seat, now), (group, thread)).await?,
            None => None,
        };
        let words = words(looked.words, WORDS);
        let all = within.as_ref().map_or(usize::try_from(inside.people).unwrap_or_default(), Vec::len);
        // Whoever asks is among them, and is not to be named.
        let many = all > FEW + 1;
        let mut people = match &within {
            Some(readers) => store::groups::these(&mut unit, group, readers).await?,
            None if many && words.is_empty() => {
                let chosen: Vec<Id> = looked.chosen.iter().copied().collect();
                store::groups::these(&mut unit, group, &chosen).await?
            }
            None => store::groups::seated(&mut unit, group, ("", ""), EVERYBODY).await?,
        };
        people.retain(|sitting| sitting.account != account);
        let (chosen, mut found): (Vec<_>, Vec<_>) =
            people.into_iter().partition(|sitting| looked.chosen.contains(&sitting.account));
        if many {
            let bears = |name: &str| {
                let name = fold(name);
                words.iter().all(|word| name.contains(word.as_str()))
            };
            let meant = |one: &Sitting| looked.about.contains(&one.account) || bears(&one.name);
            found.retain(|sitting| !words.is_empty() && meant(sitting));
        }
        let more = found.len().saturating_sub(FOUND);
        found.truncate(FOUND);
        Ok(Nameable { chosen, found, more: if many { more } else { 0 }, many })
    }
}

/// The readers whom what opens a thread of a group names; `None` when it names nobody.
async fn named_by(
    unit: &mut Unit,
    (seat, now): (&Seat, Instant),
    (group, thread): (Id, Id),
) -> Result<Option<Vec<Id>>, Problem> {
    let found = store::threads::find(unit, (seat, now), thread).await?;
    let thread = found.filter(|thread| thread.group == Some(group)).ok_or(Refused::NotFound)?;
    if thread.tlp != Tlp::Red {
        return Ok(None);
    }
    let named = store::posts::readers(unit, &[thread.opening]).await?;
    Ok(Some(named.into_iter().map(|(_, reader)| reader.account).collect()))
}
