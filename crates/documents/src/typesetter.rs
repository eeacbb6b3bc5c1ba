//! The program that makes PDFs and redraws images, run once for each and never trusted with more than it needs.

use std::{io, path::PathBuf, process::Stdio, sync::Arc, time::Duration};

use pictures::Header;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _},
    process::Command,
    sync::Semaphore,
};
use vocabulary::{Failure, Instant, Language, Problem, Refusal, Refused};

use crate::{Block, Document, STAMP, Stamp};

/// The name of the program.
pub const PROGRAM: &str = "vigie-typeset";

/// Its argument when it is to redraw an image.
pub const REDRAW: &str = "redraw";
/// What it ends with when an image cannot be read.
pub const UNREADABLE: u8 = 3;

/// The bytes of its complaint that are read.
const MAX_COMPLAINT: u64 = 4096;

/// What one document may cost. How much memory it takes, the program bounds for itself.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long a document may take, waiting for its turn included.
    pub time: Duration,
    /// Bytes that a PDF may be.
    pub size: u64,
    /// How many are made at once.
    pub at_once: usize,
}

impl Default for Limits {
    /// Twenty seconds, 16 MiB, two at once.
    fn default() -> Self {
        Self { time: Duration::from_secs(20), size: 16 * 1024 * 1024, at_once: 2 }
    }
}

/// An image that was drawn anew: made by [`Typesetter::redraw`] alone, so that nothing else is ever kept or shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redrawn {
    header: Header,
    bytes: Vec<u8>,
}

impl Redrawn {
    /// Its form (PNG or JPEG) and its size.
    pub const fn header(&self) -> Header {
        self.header
    }

    /// The file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// What the program made, and what it said.
enum Made {
    Done(Vec<u8>, String),
    Unreadable(String),
}

/// Makes PDFs. Cheap to clone; all clones share one queue.
#[derive(Clone, Debug)]
pub struct Typesetter {
    program: PathBuf,
    limits: Limits,
    turns: Arc<Semaphore>,
}

impl Typesetter {
    /// Made with the path of its program.
    pub fn new(program: PathBuf, limits: Limits) -> Self {
        Self { program, limits, turns: Arc::new(Semaphore::new(limits.at_once)) }
    }

    /// Makes the PDF of a document (PDF/UA-1, ISO 14289-1).
    ///
    /// Fails when the program is absent, complains, or goes over a limit; as "try again" when it was only late.
    pub async fn typeset(&self, document: &Document) -> Result<Vec<u8>, Failure> {
        let request =
            serde_json::to_vec(document).map_err(|error| Failure::new("write a document", error))?;
        if !document.fits(request.len()) {
            return Err(broken(format!("{} bytes are too many", request.len())));
        }
        tokio::time::timeout(self.limits.time, async {
            let _turn = self.turns.acquire().await.map_err(broken)?;
            self.run(&[], &request).await
        })
        .await
        .map_err(|late| Failure::busy("make a PDF in time", late))?
        .and_then(|made| match made {
            Made::Done(pdf, _) if pdf.starts_with(b"%PDF-") => Ok(pdf),
            Made::Done(_, complaint) | Made::Unreadable(complaint) => {
                Err(broken(format!("{PROGRAM} wrote something else: {complaint}")))
            }
        })
    }

    /// Draws an image anew out of a file that somebody gave: what is shown and nothing else, in bounds. The header is read first,
    /// and a flood of pixels refused by it (`image-format`, `image-broken`, `image-pixels`, `too-large` with `max` in MB).
    pub async fn redraw(&self, bytes: &[u8]) -> Result<Redrawn, Problem> {
        Header::read(bytes).map_err(Refused::invalid)?;
        let drawn = tokio::time::timeout(self.limits.time, async {
            let _turn = self.turns.acquire().await.map_err(broken)?;
            self.run(&[REDRAW], bytes).await
        });
        let made = drawn.await.map_err(|late| Failure::busy("redraw an image in time", late))??;
        let Made::Done(bytes, complaint) = made else {
            return Err(Refused::invalid(pictures::broken()).into());
        };
        let header = Header::read(&bytes).ok().filter(|_| bytes.len() <= pictures::KEPT_BYTES);
        let header = header
            .filter(|it| {
                it.width.max(it.height) <= pictures::KEPT_SIDE && it.format != pictures::Format::Webp
            })
            .ok_or_else(|| broken(format!("{PROGRAM} drew something else: {complaint}")))?;
        Ok(Redrawn { header, bytes })
    }

    /// Makes the copy of one reader of a file that somebody gave. Refuses what cannot be read (`file-undrawable`).
    pub async fn stamp(&self, stamp: &Stamp, file: &[u8]) -> Result<Vec<u8>, Problem> {
        let request = stamp.request(file).map_err(broken)?;
        let made = tokio::time::timeout(self.limits.time, async {
            let _turn = self.turns.acquire().await.map_err(broken)?;
            self.run(&[STAMP], &request).await
        });
        match made.await.map_err(|late| Failure::busy("make a copy in time", late))?? {
            Made::Done(pdf, _) if pdf.starts_with(b"%PDF-") => Ok(pdf),
            Made::Done(_, complaint) => {
                Err(broken(format!("{PROGRAM} wrote something else: {complaint}")).into())
            }
            Made::Unreadable(_) => Err(Refused::invalid(Refusal::new("file-undrawable").at("file")).into()),
        }
    }

    /// Makes a PDF of one line, for whoever wants to know whether it can be done.
    pub async fn check(&self) -> Result<(), Failure> {
        let document = Document {
            language: Language::En,
            title: "Vigie".to_owned(),
            author: "Vigie".to_owned(),
            at: Instant::from_millis(0),
            foot: String::new(),
            blocks: vec![Block::Paragraph { text: "It works.".to_owned() }],
        };
        self.typeset(&document).await.map(drop)
    }

    /// One run of the program. Dropped half-way, it is killed.
    async fn run(&self, arguments: &[&str], request: &[u8]) -> Result<Made, Failure> {
        // It inherits none of our variables, which may hold secrets.
        let mut child = Command::new(&self.program)
            .args(arguments)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| self.unstarted(&error))?;
        let (Some(mut stdin), Some(stdout), Some(stderr)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(broken("its pipes are missing"));
        };
        // All three at once: a pipe that nobody empties would stop both sides.
        let give = async move {
            let given = stdin.write_all(request).await;
            drop(stdin);
            // One that ends before it has read everything says why on its standard error.
            match given {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(broken(error)),
                _ => Ok(()),
            }
        };
        let ((), pdf, complaint) =
            tokio::try_join!(give, take(stdout, self.limits.size + 1), take(stderr, MAX_COMPLAINT))?;
        if pdf.len() as u64 > self.limits.size {
            return Err(broken(format!("it is larger than {} bytes", self.limits.size)));
        }
        let status = child.wait().await.map_err(broken)?;
        let complaint = String::from_utf8_lossy(&complaint).trim().to_owned();
        // Of a document that cannot be set it is we who are wrong; of an image, whoever sent it.
        if !arguments.is_empty() && status.code() == Some(UNREADABLE.into()) {
            return Ok(Made::Unreadable(complaint));
        }
        if !status.success() {
            return Err(broken(format!("{PROGRAM}: {status}: {complaint}")));
        }
        Ok(Made::Done(pdf, complaint))
    }

    fn unstarted(&self, error: &io::Error) -> Failure {
        let program = self.program.display();
        match error.kind() {
            io::ErrorKind::NotFound => Failure::new(
                "find the program that makes PDFs",
                format!(
                    "{program} is not there: build it with `cargo build -p typesetter`, or say where it is with VIGIE_TYPESETTER"
                ),
            ),
            _ => Failure::new("start the program that makes PDFs", format!("{program}: {error}")),
        }
    }
}

/// The first bytes of a pipe, which is closed then.
async fn take(from: impl AsyncRead + Unpin, limit: u64) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    from.take(limit).read_to_end(&mut bytes).await.map_err(broken)?;
    Ok(bytes)
}

fn broken(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Failure {
    Failure::new("make a PDF", error)
}
