//! Imports of the register: read on one thread, made ready on another, compared before the one writer is taken, written in one
//! transaction.

use std::{
    collections::{HashMap, hash_map::Entry},
    io::{ErrorKind, Read},
    path::PathBuf,
    sync::{
        Arc,
        atomic::Ordering,
        mpsc::{SyncSender, sync_channel},
    },
};

use access::Caller;
use finess::{Facility, Positions, Reader, Trouble};
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

/// Some facilities of a file, each with its line, and the lines refused among them.
struct Sheet {
    file: String,
    facilities: Vec<(u64, Facility)>,
    refused: Vec<RefusedLine>,
    bytes: u64,
}

/// The same, ready to be written.
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
                let refusal = Refusal::new(why.code()).with("file", file).with("why", in_words(&why));
                Refused::invalid(refusal).into()
            }
            Halt::Failed(failure) => failure.into(),
            Halt::Deaf => Failure::new("import the register", "the reading thread lost its listener").into(),
        }
    }
}

/// What is wrong with a file: one that is not there was not cut short.
fn in_words(why: &finess::Broken) -> String {
    let finess::Broken::Unreadable(error) = why else { return why.to_string() };
    match error.kind() {
        ErrorKind::NotFound => "no such file".to_owned(),
        ErrorKind::PermissionDenied => "this user may not read it".to_owned(),
        ErrorKind::IsADirectory => "it is a folder, and not a file".to_owned(),
        _ => format!("{why}: {error}"),
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
    let (sheets, read_sheets) = sync_channel(4);
    let (sender, receiver) = channel(4);
    let reading = tokio::task::spawn_blocking(move || read(&sources, &sheets));
    let preparing = tokio::task::spawn_blocking(move || prepare(&read_sheets, &sender));
    let taken = take_all(&mut work, receiver, progress).await;
    let lost = |error| Failure::new("read the register", error);
    let (seen, read) = (preparing.await.map_err(lost)?, reading.await.map_err(lost)?);
    // What went wrong further on made those before it deaf: it is the better account.
    taken?;
    let seen = seen?;
    read?;
    work.finish(caller, &seen, completeness).await
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

/// Reads the files, one after the other.
fn read(sources: &[Source], sheets: &SyncSender<Sheet>) -> Result<(), Halt> {
    let halt = |source: &Source| {
        let file = source.name.clone();
        move |why: finess::Broken| Halt::Unreadable { file, why }
    };
    let mut positions = Positions::default();
    for source in sources {
        let input = (source.open)().map_err(|error| halt(source)(error.into()))?;
        positions.merge(Positions::read(input).map_err(halt(source))?);
    }
    let mut before = 0;
    for source in sources {
        let input = (source.open)().map_err(|error| halt(source)(error.into()))?;
        let mut reader = Reader::new(input, &positions).map_err(halt(source))?;
        let bytes = reader.bytes();
        loop {
            let file = source.name.clone();
            let mut sheet = Sheet { file, facilities: Vec::new(), refused: Vec::new(), bytes: 0 };
            let over = fill(&mut sheet, &mut reader).map_err(halt(source))?;
            sheet.bytes = before + bytes.load(Ordering::Relaxed);
            sheets.send(sheet).map_err(|_| Halt::Deaf)?;
            if over {
                break;
            }
        }
        before += bytes.load(Ordering::Relaxed);
    }
    Ok(())
}

/// Fills a sheet; answers whether the file is over.
fn fill(sheet: &mut Sheet, reader: &mut Reader<'_, Box<dyn Read + Send>>) -> Result<bool, finess::Broken> {
    while sheet.facilities.len() < BATCH && sheet.refused.len() < BATCH {
        match reader.next() {
            None => return Ok(true),
            Some(Ok(facility)) => sheet.facilities.push((reader.line(), facility)),
            Some(Err(Trouble::Broken(why))) => return Err(why),
            Some(Err(Trouble::Refused(one))) => {
                sheet.refused.push(RefusedLine {
                    file: sheet.file.clone(),
                    line: one.line,
                    reason: one.reason.code().to_owned(),
                    detail: one.reason.detail(),
                });
            }
        }
    }
    Ok(false)
}

/// Makes what was read ready to be written. Of two lines that say different things of one number, the second is refused.
fn prepare(sheets: &std::sync::mpsc::Receiver<Sheet>, sender: &Sender<Batch>) -> Result<Seen, Halt> {
    let mut seen = Seen::new();
    for Sheet { file, facilities, mut refused, bytes } in sheets {
        let mut incoming = Vec::with_capacity(facilities.len());
        for (line, facility) in facilities {
            let one = Incoming::new(&facility, &search::index(&facility))
                .map_err(|error| Halt::Failed(Failure::new("write a facility as JSON", error)))?;
            match seen.entry(one.finess) {
                Entry::Vacant(entry) => {
                    entry.insert(one.digest);
                    incoming.push(one);
                }
                // Two files that say the same of it: once is enough.
                Entry::Occupied(entry) if *entry.get() == one.digest => {}
                Entry::Occupied(_) => {
                    let (reason, detail) = ("duplicate".to_owned(), one.finess.to_string());
                    refused.push(RefusedLine { file: file.clone(), line, reason, detail });
                }
            }
        }
        refused.sort_by_key(|refused| refused.line);
        sender.blocking_send(Batch { incoming, refused, bytes }).map_err(|_| Halt::Deaf)?;
    }
    Ok(seen)
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
