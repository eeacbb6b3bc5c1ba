//! The head of the chain, kept outside the database. Whoever can write in the database can compute every hash anew; they
//! cannot write a line here without the operator's key, nor take back the lines that the log has.
//!
//! A file in a folder of its own, one line for each head: sequence, moment, hash, HMAC. Lines are only ever added, each on
//! disk before it counts; when the file has grown long, every other line of its older half goes.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
    time::Duration,
};

use access::Caller;
use serde_json::json;
use storage::{Desk, Unit, args, sql};
use tokio::sync::watch;
use vault::{Key, MasterKey};
use vocabulary::{Failure, Instant, hex};

use crate::{Entry, Finding, append, head};

/// How often the head is anchored, when it moved.
const EVERY: Duration = Duration::from_secs(5);
/// Bytes after which the file is thinned: some fifteen hundred lines.
const LONG: usize = 256 * 1024;
const FILE: &str = "anchor";

/// Where the head is anchored. Cheap to clone.
#[derive(Clone)]
pub struct Anchor {
    folder: PathBuf,
    key: Key,
}

/// A head that was anchored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The place of the last entry at that moment.
    pub sequence: i64,
    /// Its hash, which covers all entries before it.
    pub hash: String,
    /// When it was anchored.
    pub at: Instant,
}

/// What the file holds.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    /// The first first, each once.
    pub(crate) marks: Vec<Mark>,
    /// The first line that is not ours, from 1.
    pub(crate) altered: Option<usize>,
}

/// Where the anchor stands beside the chain, without a walk of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The place and the hash of the last entry.
    pub head: (i64, String),
    /// The last head that was anchored.
    pub last: Option<Mark>,
    /// Since when an entry waits to be anchored.
    pub waits_since: Option<Instant>,
    /// What is wrong.
    pub finding: Option<Finding>,
}

/// What came of keeping the anchor.
#[derive(Debug, PartialEq, Eq)]
pub enum Kept {
    /// The head had not moved.
    AsItWas,
    /// A new line.
    Marked(Mark),
    /// The chain is not the one that was anchored: nothing is added, so that the proof stays.
    Against(Finding),
}

impl Anchor {
    /// The anchor in this folder, which is made when the first line is.
    pub fn new(folder: &Path, master: &MasterKey) -> Self {
        Self { folder: folder.to_owned(), key: master.derive("trail: anchor") }
    }

    /// Where it is, as an operator looks for it.
    pub fn path(&self) -> PathBuf {
        self.folder.join(FILE)
    }

    /// How the anchor and the head of the chain stand to one another.
    pub async fn standing(&self, desk: &Desk) -> Result<Standing, Failure> {
        let anchor = self.clone();
        // Read before the database: whatever is anchored by then is in the state that is seen there.
        let last = blocking(move || Ok(anchor.last(&anchor.text()?))).await?;
        let mut unit = desk.store.read().await?;
        let head = head(&mut unit).await?;
        let mut standing = Standing { head, last: None, waits_since: None, finding: None };
        let last = match last {
            Ok(Some(last)) => last,
            Ok(None) => {
                standing.finding = (standing.head.0 > 0).then_some(Finding::NotAnchored);
                return Ok(standing);
            }
            Err(line) => {
                standing.finding = Some(Finding::AnchorAltered(line));
                return Ok(standing);
            }
        };
        if standing.head.0 < last.sequence {
            standing.finding = Some(Finding::Cut(standing.head.0 + 1, last.sequence));
        } else if hash_at(&mut unit, last.sequence).await?.as_ref() != Some(&last.hash) {
            standing.finding = Some(Finding::Rewritten(1, last.sequence));
        } else {
            let next = sql!("SELECT at FROM trail WHERE sequence = $1");
            standing.waits_since = unit.first(next, args![last.sequence + 1], |row| row.get("at")).await?;
        }
        standing.last = Some(last);
        Ok(standing)
    }

    /// Anchors the head, if it moved and the chain still is the one that was anchored. Where nothing is anchored yet, that
    /// this begins is an entry of its own: an anchor that was taken away leaves that behind.
    pub async fn keep(&self, desk: &Desk) -> Result<Kept, Failure> {
        let Standing { head, waits_since, finding, .. } = self.standing(desk).await?;
        match finding {
            Some(Finding::NotAnchored) => {
                let entry =
                    Entry::new("trail.anchor-begun", "trail", "chain").with(json!({ "after": head.0 }));
                self.mark(desk, &Caller::Program("anchor"), entry).await
            }
            Some(finding) => Ok(Kept::Against(finding)),
            None if waits_since.is_some() => self.add_mark(desk, head).await,
            None => Ok(Kept::AsItWas),
        }
    }

    /// Begins anew, for a reason that goes into the trail: a back-up was restored, the file was lost. What was there stays
    /// beside it.
    pub async fn begin_anew(&self, desk: &Desk, caller: &Caller, reason: &str) -> Result<Kept, Failure> {
        let (path, aside) = (self.path(), self.folder.join(format!("{FILE}.until-{}", desk.now().millis())));
        blocking(move || match fs::rename(path, aside) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        })
        .await?;
        let entry = Entry::new("trail.anchor-begun", "trail", "chain").with(json!({ "reason": reason }));
        self.mark(desk, caller, entry).await
    }

    /// Writes an entry, and anchors the head that it became.
    async fn mark(&self, desk: &Desk, caller: &Caller, entry: Entry) -> Result<Kept, Failure> {
        let mut unit = desk.store.write().await?;
        append(&mut unit, caller, desk.now(), entry).await?;
        let now = head(&mut unit).await?;
        unit.commit().await?;
        self.add_mark(desk, now).await
    }

    async fn add_mark(&self, desk: &Desk, (sequence, hash): (i64, String)) -> Result<Kept, Failure> {
        let mark = Mark { sequence, hash, at: desk.now() };
        let (anchor, line) = (self.clone(), mark.clone());
        let added = blocking(move || anchor.add(&line)).await?;
        if !added {
            return Ok(Kept::AsItWas);
        }
        // Where logs go elsewhere, this is one more copy: `vigie trail verify --head SEQUENCE:HASH` compares.
        tracing::info!(sequence = mark.sequence, hash = mark.hash, "trail anchored");
        Ok(Kept::Marked(mark))
    }

    /// The lines, whether or not each is ours.
    pub(crate) async fn read(&self) -> Result<Marks, Failure> {
        let anchor = self.clone();
        blocking(move || Ok(anchor.marks(&anchor.text()?))).await
    }

    /// The whole lines of the file: one that a power cut left half-written does not count.
    fn text(&self) -> io::Result<String> {
        let mut bytes = match fs::read(self.path()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            read => read?,
        };
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        bytes.truncate(whole);
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn marks(&self, text: &str) -> Marks {
        let lines: Vec<Option<Mark>> = text.lines().map(|line| self.parse(line)).collect();
        let altered = lines.iter().position(Option::is_none).map(|at| at + 1);
        let mut marks: Vec<Mark> = lines.into_iter().flatten().collect();
        marks.sort_by_key(|mark| mark.sequence);
        marks.dedup_by_key(|mark| mark.sequence);
        Marks { marks, altered }
    }

    /// The last line; its number when it is not ours.
    fn last(&self, text: &str) -> Result<Option<Mark>, usize> {
        let Some(line) = text.lines().next_back() else { return Ok(None) };
        self.parse(line).map(Some).ok_or_else(|| text.lines().count())
    }

    /// Adds a line, unless another node was quicker; on disk when this returns.
    fn add(&self, mark: &Mark) -> io::Result<bool> {
        fs::create_dir_all(&self.folder)?;
        // Whoever shares the folder waits; the lock goes with the descriptor.
        let folder = File::open(&self.folder)?;
        folder.lock()?;
        let text = self.text()?;
        if self.last(&text).is_ok_and(|last| last.is_some_and(|last| last.sequence >= mark.sequence)) {
            return Ok(false);
        }
        let line = self.line(mark);
        if text.len() + line.len() > LONG {
            let fresh = self.folder.join(format!("{FILE}.part"));
            let mut file = File::create(&fresh)?;
            file.write_all((thinned(&text) + &line).as_bytes())?;
            file.sync_all()?;
            fs::rename(fresh, self.path())?;
        } else {
            let mut file = OpenOptions::new().append(true).create(true).open(self.path())?;
            file.set_len(text.len() as u64)?;
            file.write_all(line.as_bytes())?;
            file.sync_all()?;
        }
        folder.sync_all()?;
        Ok(true)
    }

    fn line(&self, mark: &Mark) -> String {
        let said = format!("{} {} {}", mark.sequence, mark.at, mark.hash);
        let tag = self.key.authenticate(&[said.as_bytes()]);
        format!("{said} {}\n", hex(&tag))
    }

    fn parse(&self, line: &str) -> Option<Mark> {
        let mut words = line.split(' ');
        let (sequence, at, hash) = (words.next()?, words.next()?, words.next()?);
        let at = Instant::from_timestamp(at.parse().ok()?);
        let mark = Mark { sequence: sequence.parse().ok()?, hash: hash.to_owned(), at };
        // Written once more, it is the same line or it is not ours.
        (self.line(&mark).trim_end() == line).then_some(mark)
    }
}

/// Anchors the head every few seconds, until told to stop. What is wrong is said once, in the log.
pub async fn keep_anchored(anchor: Anchor, desk: Desk, mut stop: watch::Receiver<bool>) {
    let mut said = None;
    loop {
        match anchor.keep(&desk).await {
            Ok(Kept::Against(finding)) => {
                if said.as_ref() != Some(&finding) {
                    tracing::error!(?finding, anchor = %anchor.path().display(), "the trail is not the one that was anchored: run `vigie trail verify`");
                }
                said = Some(finding);
            }
            Ok(_) => said = None,
            Err(failure) => tracing::error!(error = failure.chain(), "the trail could not be anchored"),
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// The hash of the entry at a place.
pub async fn hash_at(unit: &mut Unit, sequence: i64) -> Result<Option<String>, Failure> {
    unit.first(sql!("SELECT hash FROM trail WHERE sequence = $1"), args![sequence], |row| row.get("hash"))
        .await
}

/// Without every other line of the older half: what is long ago is told coarsely, the first and the latest lines stay.
fn thinned(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let half = lines.len() / 2;
    let kept = lines.iter().enumerate().filter(|(at, _)| *at >= half || at % 2 == 0);
    kept.fold(String::with_capacity(text.len()), |text, (_, line)| text + line + "\n")
}

/// Work on files, away from the threads that serve pages.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, Failure> {
    let done =
        tokio::task::spawn_blocking(work).await.map_err(|error| Failure::new("anchor the trail", error))?;
    done.map_err(|error| Failure::busy("anchor the trail", error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use vocabulary::testing::SequentialIds;

    #[test]
    fn a_long_anchor_is_thinned_and_keeps_its_first_line_and_its_latest_ones() {
        let folder = std::env::temp_dir().join(format!("vigie_anchor_{}", std::process::id()));
        let master = MasterKey::load_or_create(&folder.join("secret"), &SequentialIds::default()).unwrap();
        let anchor = Anchor::new(&folder, &master);
        let mark =
            |sequence| Mark { sequence, hash: "0".repeat(64), at: Instant::from_millis(sequence * 1001) };
        let mut text = String::new();
        let mut count = 0;
        while text.len() < LONG - 100 {
            count += 1;
            text += &anchor.line(&mark(count));
        }
        fs::write(anchor.path(), text).unwrap();
        assert!(anchor.add(&mark(count + 1)).unwrap());
        assert!(!anchor.add(&mark(count)).unwrap(), "an older head adds nothing");
        assert!(anchor.add(&mark(count + 2)).unwrap());
        let text = anchor.text().unwrap();
        assert!(text.len() < LONG * 4 / 5, "{}", text.len());
        let Marks { marks, altered } = anchor.marks(&text);
        assert_eq!(altered, None);
        let kept: Vec<i64> = marks.iter().map(|mark| mark.sequence).collect();
        assert_eq!((kept[0], kept[1]), (1, 3));
        assert_eq!(kept[kept.len() - 3..], [count, count + 1, count + 2]);
        assert_eq!(marks[1], mark(3));
        fs::remove_dir_all(folder).unwrap();
    }
}
