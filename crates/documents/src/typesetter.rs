//! The program that makes PDFs, run once a document and never trusted with more than it needs.

use std::{io, path::PathBuf, process::Stdio, sync::Arc, time::Duration};

use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _},
    process::Command,
    sync::Semaphore,
};
use vocabulary::{Failure, Instant, Language};

use crate::{Block, Document, MAX_REQUEST};

/// The name of the program.
pub const PROGRAM: &str = "vigie-typeset";

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
        if request.len() > MAX_REQUEST {
            return Err(broken(format!("{} bytes of text are too many", request.len())));
        }
        tokio::time::timeout(self.limits.time, async {
            let _turn = self.turns.acquire().await.map_err(broken)?;
            self.run(&request).await
        })
        .await
        .map_err(|late| Failure::busy("make a PDF in time", late))?
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
    async fn run(&self, request: &[u8]) -> Result<Vec<u8>, Failure> {
        // It inherits none of our variables, which may hold secrets.
        let mut child = Command::new(&self.program)
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
        if !status.success() {
            return Err(broken(format!("{PROGRAM}: {status}: {complaint}")));
        }
        if !pdf.starts_with(b"%PDF-") {
            return Err(broken(format!("{PROGRAM} wrote something else: {complaint}")));
        }
        Ok(pdf)
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
