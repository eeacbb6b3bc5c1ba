//! Imports of the register: read on a thread of its own, compared before the one writer is taken, written in one
//! transaction.

use std::{
    collections::HashMap,
    io::Read,
    path::PathBuf,
    sync::{Arc, atomic::Ordering},
};

use access::Caller;
use finess::{Positions, Reader, Trouble};
use storage::{Desk, Unit};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use vocabulary::{Failure, FinessNumber, Id, Problem, Refusal, Refused};

use crate::{
    Completeness, PastImport, RefusedLine, rules, search,
    store::{self, Incoming},
};

/// Facilities in one statement.
const BATCH: usize = 500;
/// Changes kept in memory (about 600 bytes each) before the writer is taken: an ordinary update of the register has fewer,
/// and then holds the writer only for the instant of writing them.
const PENDING: usize = 20_000;
/// Refused lines that are written down; all are counted.
const REFUSALS: usize = 1000;

type Opener = dyn Fn() -> std::io::Result<Box<dyn Read + Send>> + Send + Sync;

/// A file of the register, read twice: positions come after the facilities that they place.
#[derive(Clone)]
pub struct Source {
    name: String,
    open: Arc<Opener>,
}

impl Source {
    /// A file, under the name by which reports will call it.
    pub fn file(path: PathBuf) -> Self {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let open = move || Ok(Box::new(std::fs::File::open(&path)?) as Box<dyn Read + Send>);
        Self { name, open: Arc::new(open) }
    }

    /// What the program carries, or what a test made.
    pub fn bytes(name: impl Into<String>, bytes: impl AsRef<[u8]> + Clone + Send + Sync + 'static) -> Self {
        let open = move || Ok(Box::new(std::io::Cursor::new(bytes.clone())) as Box<dyn Read + Send>);
        Self { name: name.into(), open: Arc::new(open) }
    }
}

/// What an import is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading, comparing and writing facilities.
    Facilities,
    /// Marking what has closed, indexing words, committing.
    Finishing,
}

/// How far an import has come.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Doing what.
    pub stage: Stage,
    /// Facilities and refused lines so far.
    pub rows: u64,
    /// Bytes of the files so far, as they are on disk.
    pub bytes: u64,
}

/// What an import did.
#[derive(Clone, Debug)]
pub struct Report {
    /// Its counts.
    pub import: PastImport,
    /// The first thousand lines that it refused.
    pub refusals: Vec<RefusedLine>,
}

/// Some facilities of a file, and the lines refused among them.
struct Batch {
    incoming: Vec<Incoming>,
    refused: Vec<RefusedLine>,
    bytes: u64,
}

/// Why the reading thread ended early.
enum Halt {
    Unreadable {
        file: String,
        why: finess::Broken,
    },
    Failed(Failure),
    /// Nobody is listening any more.
    Deaf,
}

impl From<Halt> for Problem {
    fn from(halt: Halt) -> Self {
        match halt {
            Halt::Unreadable { file, why } => {
                let refusal = Refusal::new(why.code())
                    .with("file", file)
                    .with("why", Failure::new("read", why).chain());
                Refused::invalid(refusal).into()
            }
            Halt::Failed(failure) => failure.into(),
            Halt::Deaf => Failure::new("import the register", "the reading thread lost its listener").into(),
        }
    }
}

/// Every number that the files name, with the digest of what they say of it.
type Seen = HashMap<FinessNumber, i64>;

pub(crate) async fn run(
    desk: &Desk,
    caller: &Caller,
    sources: Vec<Source>,
    completeness: Completeness,
    progress: &(impl Fn(Progress) + Sync),
) -> Result<Report, Problem> {
    let mut work = Work::begin(desk, &sources).await?;
    let (sender, receiver) = channel(4);
    let reading = tokio::task::spawn_blocking(move || read(&sources, &sender));
    let taken = take_all(&mut work, receiver, progress).await;
    let seen = reading.await.map_err(|error| Failure::new("read the register", error))?;
    // What went wrong in taking made the reader deaf: it is the better account of the two.
    taken?;
    work.finish(caller, &seen?, completeness).await
}

async fn take_all(
    work: &mut Work<'_>,
    mut receiver: Receiver<Batch>,
    progress: &(impl Fn(Progress) + Sync),
) -> Result<(), Problem> {
    let (mut rows, mut bytes) = (0, 0);
    while let Some(batch) = receiver.recv().await {
        rows += batch.incoming.len() as u64 + batch.refused.len() as u64;
        bytes = batch.bytes;
        work.take(batch).await?;
        progress(Progress { stage: Stage::Facilities, rows, bytes });
    }
    progress(Progress { stage: Stage::Finishing, rows, bytes });
    Ok(())
}

/// Reads the files, one after the other, into batches.
fn read(sources: &[Source], sender: &Sender<Batch>) -> Result<Seen, Halt> {
    let halt = |source: &Source| {
        let file = source.name.clone();
        move |why: finess::Broken| Halt::Unreadable { file, why }
    };
    let mut positions = Positions::default();
    for source in sources {
        let input = (source.open)().map_err(|error| halt(source)(error.into()))?;
        positions.merge(Positions::read(input).map_err(halt(source))?);
    }
    let (mut seen, mut before) = (Seen::new(), 0);
    for source in sources {
        let input = (source.open)().map_err(|error| halt(source)(error.into()))?;
        let mut reader = Reader::new(input, &positions).map_err(halt(source))?;
        let bytes = reader.bytes();
        loop {
            let mut batch = Batch { incoming: Vec::new(), refused: Vec::new(), bytes: 0 };
            let over = fill(&mut batch, &mut reader, source, &mut seen)?;
            batch.bytes = before + bytes.load(Ordering::Relaxed);
            sender.blocking_send(batch).map_err(|_| Halt::Deaf)?;
            if over {
                break;
            }
        }
        before += bytes.load(Ordering::Relaxed);
    }
    Ok(seen)
}

/// Fills a batch; answers whether the file is over.
fn fill(
    batch: &mut Batch,
    reader: &mut Reader<'_, Box<dyn Read + Send>>,
    source: &Source,
    seen: &mut Seen,
) -> Result<bool, Halt> {
    let mut refuse = |line: u64, reason: &str, detail: String| {
        batch.refused.push(RefusedLine {
            file: source.name.clone(),
            line,
            reason: reason.to_owned(),
            detail,
        });
        batch.refused.len()
    };
    while batch.incoming.len() < BATCH {
        let refused = match reader.next() {
            None => return Ok(true),
            Some(Err(Trouble::Broken(why))) => {
                return Err(Halt::Unreadable { file: source.name.clone(), why });
            }
            Some(Err(Trouble::Refused(one))) => refuse(one.line, one.reason.code(), one.reason.detail()),
            Some(Ok(facility)) => {
                let incoming = Incoming::new(&facility, &search::index(&facility))
                    .map_err(|error| Halt::Failed(Failure::new("write a facility as JSON", error)))?;
                match seen.insert(incoming.finess, incoming.digest) {
                    None => batch.incoming.push(incoming),
                    // Two files that say the same of it: once is enough.
                    Some(digest) if digest == incoming.digest => {}
                    Some(digest) => {
                        seen.insert(incoming.finess, digest);
                        refuse(reader.line(), "duplicate", incoming.finess.to_string());
                    }
                }
                0
            }
        };
        if refused >= BATCH {
            break;
        }
    }
    Ok(false)
}

/// An import under way.
struct Work<'d> {
    desk: &'d Desk,
    /// The transaction, once there is something to write.
    unit: Option<Unit>,
    /// The import that came before, as it was when this one began to compare.
    before: Option<Id>,
    pending: Vec<Incoming>,
    /// Those of `pending` that the index already has under other words.
    outdated: Vec<FinessNumber>,
    refusals: Vec<RefusedLine>,
    import: PastImport,
}

impl<'d> Work<'d> {
    async fn begin(desk: &'d Desk, sources: &[Source]) -> Result<Self, Failure> {
        let now = desk.now();
        let import = PastImport {
            id: desk.id(),
            started_at: now,
            finished_at: now,
            files: sources.iter().map(|source| source.name.clone()).collect(),
            added: 0,
            changed: 0,
            unchanged: 0,
            closed: 0,
            refused: 0,
        };
        let mut unit = desk.store.read().await?;
        let before = store::latest(&mut unit).await?.map(|latest| latest.id);
        let (pending, outdated, refusals) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self { desk, unit: None, before, pending, outdated, refusals, import })
    }

    /// Compares a batch with the register, and keeps what is new or changed.
    async fn take(&mut self, batch: Batch) -> Result<(), Problem> {
        self.import.refused += i64::try_from(batch.refused.len()).unwrap_or_default();
        let room = REFUSALS.saturating_sub(self.refusals.len());
        self.refusals.extend(batch.refused.into_iter().take(room));
        let known = self.known(&batch.incoming).await?;
        for incoming in batch.incoming {
            match known.get(&incoming.finess) {
                None => self.import.added += 1,
                Some(known) if known.digest == incoming.digest && !known.closed => {
                    self.import.unchanged += 1;
                    continue;
                }
                Some(known) => {
                    self.import.changed += 1;
                    if !known.closed {
                        self.outdated.push(incoming.finess);
                    }
                }
            }
            self.pending.push(incoming);
        }
        // The very first import keeps nobody waiting who could work without it.
        if self.unit.is_some() || self.pending.len() >= PENDING || self.before.is_none() {
            self.flush().await?;
        }
        Ok(())
    }

    /// What the register knows of these: before the first import, nothing.
    async fn known(&mut self, incoming: &[Incoming]) -> Result<HashMap<FinessNumber, store::Known>, Failure> {
        if self.before.is_none() {
            return Ok(HashMap::new());
        }
        let numbers: Vec<FinessNumber> = incoming.iter().map(|one| one.finess).collect();
        let known = match &mut self.unit {
            Some(unit) => store::known(unit, &numbers).await?,
            None => store::known(&mut self.desk.store.read().await?, &numbers).await?,
        };
        Ok(known.into_iter().map(|one| (one.finess, one)).collect())
    }

    /// The transaction, begun now if it is not. Refused when another import was made since this one began to compare.
    async fn writer(&mut self) -> Result<Unit, Problem> {
        if let Some(unit) = self.unit.take() {
            return Ok(unit);
        }
        let mut unit = self.desk.store.write().await?;
        // One import writes at a time, on both engines.
        unit.next("register imports").await?;
        if store::latest(&mut unit).await?.map(|latest| latest.id) != self.before {
            return Err(Refused::Conflict(Refusal::new("register-changed")).into());
        }
        Ok(unit)
    }

    /// Writes what is pending.
    async fn flush(&mut self) -> Result<(), Problem> {
        let mut unit = self.writer().await?;
        for numbers in std::mem::take(&mut self.outdated).chunks(BATCH) {
            store::unindex(&mut unit, numbers).await?;
        }
        for incoming in std::mem::take(&mut self.pending).chunks(BATCH) {
            store::put(&mut unit, self.import.id, incoming).await?;
        }
        self.unit = Some(unit);
        Ok(())
    }

    /// Closes what is absent, indexes, writes the import down, and makes it all last.
    async fn finish(
        mut self,
        caller: &Caller,
        seen: &Seen,
        completeness: Completeness,
    ) -> Result<Report, Problem> {
        self.flush().await?;
        let mut unit = self.writer().await?;
        let Self { desk, refusals, mut import, .. } = self;
        let absent = if self.before.is_some() { absent(&mut unit, seen).await? } else { Vec::new() };
        let open = (import.changed + import.unchanged).unsigned_abs() + absent.len() as u64;
        import.finished_at = desk.now();
        if rules::closes(completeness, open, absent.len() as u64).map_err(Refused::Conflict)? {
            import.closed = i64::try_from(absent.len()).unwrap_or_default();
            for numbers in absent.chunks(BATCH) {
                store::close(&mut unit, numbers, import.finished_at).await?;
            }
        }
        if import.added + import.changed > 0 {
            store::index(&mut unit, import.id).await?;
        }
        store::note(&mut unit, &import, &refusals).await?;
        let detail = serde_json::json!({
            "files": import.files, "added": import.added, "changed": import.changed,
            "closed": import.closed, "refused": import.refused,
        });
        let entry = trail::Entry::new("register.imported", "register", import.id).with(detail);
        trail::append(&mut unit, caller, import.finished_at, entry).await?;
        unit.commit().await?;
        tracing::info!(
            added = import.added,
            changed = import.changed,
            closed = import.closed,
            "register imported"
        );
        Ok(Report { import, refusals })
    }
}

/// The open facilities that the files do not name.
async fn absent(unit: &mut Unit, seen: &Seen) -> Result<Vec<FinessNumber>, Failure> {
    let (mut absent, mut last) = (Vec::new(), String::new());
    loop {
        let page = store::open_after(unit, &last).await?;
        let Some(end) = page.last() else { return Ok(absent) };
        last = end.to_string();
        absent.extend(page.into_iter().filter(|number| !seen.contains_key(number)));
    }
}
