//! Walking the whole chain, and comparing it with what was anchored outside the database.

use serde::{Deserialize, Serialize};
use storage::{Store, args, sql};
use vocabulary::Failure;

use crate::{Anchor, Mark, Recorded, anchor::Marks, head, recorded};

/// Something that is wrong with the trail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// This entry does not fit the ones around it: it was altered, moved, or something before it removed.
    Altered(i64),
    /// The chain holds together and ends too soon: these entries were anchored, and are gone.
    Cut(i64, i64),
    /// The chain holds together and is not the one that was anchored: an entry among these was altered, and every hash
    /// from there on computed anew.
    Rewritten(i64, i64),
    /// Nothing is anchored: that the tail was not cut, nor all of it written anew, cannot be said.
    NotAnchored,
    /// This line of the anchor is not one that this house wrote with this key.
    AnchorAltered(usize),
}

/// How far the anchor vouches for the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchored {
    /// The first head that was anchored.
    pub first: Mark,
    /// The last head that was anchored and is in the chain.
    pub last: Mark,
}

/// What a walk found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// How many entries were written, as the database says.
    pub entries: i64,
    /// How far the anchor vouches for them.
    pub anchored: Option<Anchored>,
    /// What is wrong, what touches the earliest entry first; empty when all is well.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Walks the whole chain, a page at a time, beside what was anchored.
pub async fn verify(store: &Store, anchor: &Anchor) -> Result<Report, Failure> {
    // Read before the chain: whatever is anchored by then is in the state that the walk sees.
    let Marks { marks, altered } = anchor.read().await?;
    let mut unit = store.read().await?;
    let (entries, last) = head(&mut unit).await?;
    let mut walk = Walk { marks: &marks, expected: 1, previous: String::new(), good: None };
    let broken = loop {
        let page = sql!("SELECT * FROM trail WHERE sequence >= $1 ORDER BY sequence LIMIT 1000");
        // A row that cannot even be read was altered: that is a finding, and no failure of ours.
        let rows = unit.all(page, args![walk.expected], |row| Ok(recorded(row).ok())).await?;
        if rows.is_empty() {
            break walk.end(entries, &last);
        }
        if let Some(finding) = rows.into_iter().find_map(|row| walk.step(row)) {
            break Some(finding);
        }
    };
    let vouched = marks.first().cloned().zip(walk.good);
    let bare = marks.is_empty() && altered.is_none() && entries > 0;
    let findings = [broken, altered.map(Finding::AnchorAltered), bare.then_some(Finding::NotAnchored)];
    let anchored = vouched.map(|(first, last)| Anchored { first, last });
    Ok(Report { entries, anchored, findings: findings.into_iter().flatten().collect() })
}

/// A walk, as far as it came.
struct Walk<'a> {
    /// What was anchored and lies ahead, the first first.
    marks: &'a [Mark],
    expected: i64,
    previous: String,
    /// The last anchored head that was met as it was anchored.
    good: Option<Mark>,
}

impl Walk<'_> {
    /// One entry further; says what is wrong with it.
    fn step(&mut self, entry: Option<Recorded>) -> Option<Finding> {
        let right = entry.filter(|entry| {
            entry.sequence == self.expected && entry.previous == self.previous && entry.hash == entry.digest()
        });
        let Some(entry) = right else { return Some(Finding::Altered(self.expected)) };
        if let Some((mark, later)) =
            self.marks.split_first().filter(|(mark, _)| mark.sequence == entry.sequence)
        {
            if mark.hash != entry.hash {
                return Some(Finding::Rewritten(self.vouched() + 1, mark.sequence));
            }
            self.good = Some(mark.clone());
            self.marks = later;
        }
        self.previous = entry.hash;
        self.expected += 1;
        None
    }

    /// Nothing follows; says what is missing.
    fn end(&self, entries: i64, last: &str) -> Option<Finding> {
        if self.expected - 1 != entries {
            return Some(Finding::Altered(self.expected.min(entries + 1)));
        }
        if self.previous != last {
            return Some(Finding::Altered(entries.max(1)));
        }
        self.marks.last().map(|mark| Finding::Cut(entries + 1, mark.sequence))
    }

    fn vouched(&self) -> i64 {
        self.good.as_ref().map_or(0, |mark| mark.sequence)
    }
}
