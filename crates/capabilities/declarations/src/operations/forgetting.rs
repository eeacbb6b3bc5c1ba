//! What has been kept long enough goes, inside the transaction of whoever decides that it has (`retention`).

use storage::Unit;
use vocabulary::{Failure, Id, Instant};

use directory::Directory;

use super::{Declarations, filing::SHOW_CODE};
use crate::store::{attachments, declarations, drafts, forgetting, holders, repeats, tries};

/// Seconds during which wrong codes are remembered, and a place for a file waits for its end.
const DAY: i64 = 24 * 3600;
/// Seconds during which a program that sends the same again is answered the same.
const REPEATS: i64 = 7 * DAY;

/// What went with one declaration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// What the structure is in the sense of the law, by its code; empty when it was never known.
    pub category: String,
    /// Versions.
    pub versions: u64,
    /// Messages.
    pub messages: u64,
    /// The kept files that are named by nothing any more: to be removed once the transaction is committed.
    pub files: Vec<Id>,
}

/// What went because its time was over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Drafts.
    pub drafts: u64,
    /// Sessions that had ended.
    pub sessions: u64,
    /// Keys of wrong codes.
    pub tries: u64,
    /// Keys of requests sent again.
    pub repeats: u64,
    /// Files whose upload never ended: to be removed as those of [`Forgotten::files`].
    pub files: Vec<Id>,
}

impl Declarations {
    /// Forgets a declaration and all that hangs on it: versions, messages, files, holders, sessions, wrong codes, the draft
    /// that it was written in. Its reference, and the identities in it, stay in the trail only.
    pub async fn forget_in(&self, unit: &mut Unit, id: Id) -> Result<Forgotten, Failure> {
        let Some(record) = declarations::find(unit, id).await? else { return Ok(Forgotten::default()) };
        let answers = declarations::last_version(unit, id).await?.answers;
        let listed = match record.facility {
            Some(number) => Directory::find_in(unit, number).await?,
            None => None,
        };
        let declared = answers.chosen("category").first().copied().unwrap_or_default();
        let category = listed.map_or(declared, |listed| listed.facility.legal_category.code()).to_owned();
        let files = attachments::all_of(unit, id).await?;
        let gone = forgetting::declaration(unit, &record).await?;
        Ok(Forgotten { category, versions: gone.versions, messages: gone.messages, files })
    }

    /// Takes away, at most that many of each kind: drafts untouched since `drafts`, ended sessions, codes shown long enough,
    /// wrong codes of yesterday, keys of requests of last week, uploads that never ended.
    pub async fn sweep_in(&self, unit: &mut Unit, drafts: Instant, most: i64) -> Result<Swept, Failure> {
        let now = self.desk.now();
        let yesterday = now.plus_seconds(-DAY);
        holders::hide_codes(unit, now.plus_seconds(-SHOW_CODE)).await?;
        Ok(Swept {
            drafts: drafts::purge(unit, drafts, most).await?,
            sessions: holders::sweep(unit, now, most).await?,
            tries: tries::sweep(unit, yesterday, most).await?,
            repeats: repeats::sweep(unit, now.plus_seconds(-REPEATS), most).await?,
            files: attachments::sweep(unit, yesterday, most).await?,
        })
    }

    /// Removes a kept file that nothing names any more. There is none: nothing happens.
    pub async fn remove_file(&self, id: Id) -> Result<(), Failure> {
        self.objects.remove(id).await
    }
}
