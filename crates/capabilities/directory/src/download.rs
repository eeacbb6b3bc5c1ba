//! The current official extract, fetched from its open-data address; what was fetched before a break is not fetched again.

use std::{
    fs::{self, File},
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
    time::Duration,
};

use outgoing::{Careful, Private};
use ureq::{
    Agent,
    config::Config,
    http::{Response, StatusCode, header},
    unversioned::transport::DefaultConnector,
};
use vocabulary::{Failure, Problem, Refusal, Refused};

/// From where, and within which limits.
#[derive(Clone, Debug)]
pub struct Download {
    /// An `https` address; `http` too where private addresses are allowed.
    pub address: String,
    /// Whether it may be on a private network, such as an operator's own mirror.
    pub allow_private: bool,
    /// The most bytes to take.
    pub most: u64,
    /// The most time for one attempt; a silence of a minute ends it too.
    pub patience: Duration,
}

impl Default for Download {
    /// The extract with positions (`etalab-cs1100507`), at the address that always leads to the current one.
    fn default() -> Self {
        Self {
            address: "https://www.data.gouv.fr/api/1/datasets/r/98f3161f-79ff-4f16-8f6a-6d571a80fea2"
                .to_owned(),
            allow_private: false,
            most: 512 << 20,
            patience: Duration::from_mins(30),
        }
    }
}

/// How far a download has come.
#[derive(Clone, Copy, Debug)]
pub struct Fetched {
    /// Bytes on disk.
    pub bytes: u64,
    /// Bytes in all, when the server says.
    pub total: Option<u64>,
}

/// How often a broken connection is taken up again before giving up.
const ATTEMPTS: u32 = 4;

impl Download {
    /// Fetches the extract into a folder (made if absent) and answers where it is. Begun before, it goes on where it broke
    /// off, if the server still has the same one. Blocks: call it where that is allowed.
    ///
    /// Refused with `download-address` (not one that may be used), `download-private-address`, `download-unreachable`
    /// (no network, no such host, a silence), `download-status` or `download-too-large`.
    pub fn fetch(&self, folder: &Path, progress: &dyn Fn(Fetched)) -> Result<PathBuf, Problem> {
        let disk = |error| Failure::new("write the download", error);
        fs::create_dir_all(folder).map_err(disk)?;
        let part = Part::in_folder(folder);
        let mut attempt = 1;
        loop {
            match self.attempt(&part, progress) {
                Ok(()) => return part.finish(folder).map_err(|error| disk(error).into()),
                Err(Halt::Broken(why)) if attempt == ATTEMPTS => {
                    return Err(refused("download-unreachable", "why", &why));
                }
                Err(Halt::Broken(why)) => tracing::warn!(attempt, why, "the download broke off"),
                Err(Halt::Final(problem)) => return Err(problem),
            }
            attempt += 1;
        }
    }

    fn attempt(&self, part: &Part, progress: &dyn Fn(Fetched)) -> Result<(), Halt> {
        let (have, version) = part.state(&self.address);
        let mut request = self.agent()?.get(&self.address);
        if let Some(version) = &version {
            request =
                request.header(header::RANGE, format!("bytes={have}-")).header(header::IF_RANGE, version);
        }
        let mut response = request.call().map_err(|error| self.explain(&error))?;
        let begin = match response.status() {
            StatusCode::OK => 0,
            StatusCode::PARTIAL_CONTENT if starts_at(&response, have) => have,
            StatusCode::PARTIAL_CONTENT | StatusCode::RANGE_NOT_SATISFIABLE => {
                part.forget()?;
                return Err(Halt::Broken("the server has another file now".to_owned()));
            }
            status => return Err(refused("download-status", "status", status.as_str()).into()),
        };
        let rest: Option<u64> =
            text(&response, &header::CONTENT_LENGTH).and_then(|length| length.parse().ok());
        let total = rest.map(|rest| rest.saturating_add(begin));
        if total.is_some_and(|total| total > self.most) {
            return Err(self.too_large());
        }
        let mut file = part.open(begin, &self.address, version_of(&response).as_deref())?;
        let (mut bytes, mut buffer) = (begin, vec![0; 64 << 10]);
        let mut body = response.body_mut().with_config().limit(u64::MAX).reader();
        loop {
            progress(Fetched { bytes, total });
            let count = body.read(&mut buffer).map_err(|error| Halt::Broken(error.to_string()))?;
            bytes += count as u64;
            if bytes > self.most {
                part.forget()?;
                return Err(self.too_large());
            }
            let Some(piece) = buffer.get(..count).filter(|piece| !piece.is_empty()) else { break };
            file.write_all(piece)?;
        }
        file.sync_all()?;
        if total.is_some_and(|total| total != bytes) {
            return Err(Halt::Broken("the server hung up before the end".to_owned()));
        }
        Ok(())
    }

    fn agent(&self) -> Result<Agent, Halt> {
        let secure = self.address.starts_with("https://");
        let mirror = self.allow_private && self.address.starts_with("http://");
        if !secure && !mirror {
            return Err(refused("download-address", "address", &self.address).into());
        }
        let config = Config::builder()
            // What the environment says of proxies is not ours to obey.
            .proxy(None)
            .https_only(secure)
            .max_redirects(5)
            .http_status_as_error(false)
            .user_agent("vigie")
            .timeout_connect(Some(Duration::from_secs(20)))
            .timeout_recv_response(Some(Duration::from_mins(1)))
            .timeout_per_read(Some(Duration::from_mins(1)))
            .timeout_global(Some(self.patience))
            .build();
        Ok(Agent::with_parts(config, DefaultConnector::default(), Careful::new(self.allow_private)))
    }

    fn explain(&self, error: &ureq::Error) -> Halt {
        match error {
            ureq::Error::BadUri(_) | ureq::Error::Http(_) | ureq::Error::RequireHttpsOnly(_) => {
                refused("download-address", "address", &self.address).into()
            }
            error if Private::is_why(error) => {
                refused("download-private-address", "address", &self.address).into()
            }
            other => Halt::Broken(other.to_string()),
        }
    }

    fn too_large(&self) -> Halt {
        refused("download-too-large", "most", &self.most.to_string()).into()
    }
}

/// Why an attempt ended.
enum Halt {
    /// Another attempt may go further.
    Broken(String),
    /// None would.
    Final(Problem),
}

impl From<Problem> for Halt {
    fn from(problem: Problem) -> Self {
        Self::Final(problem)
    }
}

impl From<std::io::Error> for Halt {
    fn from(error: std::io::Error) -> Self {
        Self::Final(Failure::new("write the download", error).into())
    }
}

fn refused(code: &'static str, name: &'static str, value: &str) -> Problem {
    Refused::invalid(Refusal::new(code).with(name, value)).into()
}

fn text<'r, B>(response: &'r Response<B>, name: &header::HeaderName) -> Option<&'r str> {
    response.headers().get(name).and_then(|value| value.to_str().ok())
}

/// What names this very file among those that the address has led to: a strong ETag, else a date (RFC 9110, 13.1.5).
fn version_of<B>(response: &Response<B>) -> Option<String> {
    let strong = text(response, &header::ETAG).filter(|tag| !tag.starts_with("W/"));
    strong.or_else(|| text(response, &header::LAST_MODIFIED)).map(str::to_owned)
}

fn starts_at<B>(response: &Response<B>, have: u64) -> bool {
    text(response, &header::CONTENT_RANGE).is_some_and(|range| range.starts_with(&format!("bytes {have}-")))
}

/// What has been fetched so far, and beside it of which version of which address it is.
struct Part {
    bytes: PathBuf,
    origin: PathBuf,
}

impl Part {
    fn in_folder(folder: &Path) -> Self {
        Self { bytes: folder.join("register.part"), origin: folder.join("register.part.origin") }
    }

    /// How much there is, and its version; nothing unless both are known and it is of this address.
    fn state(&self, address: &str) -> (u64, Option<String>) {
        let origin = fs::read_to_string(&self.origin).unwrap_or_default();
        let length = fs::metadata(&self.bytes).map_or(0, |data| data.len());
        match origin.split_once('\n') {
            Some((of, version)) if of == address && length > 0 => (length, Some(version.to_owned())),
            _ => (0, None),
        }
    }

    fn open(&self, begin: u64, address: &str, version: Option<&str>) -> std::io::Result<File> {
        if begin > 0 {
            return File::options().append(true).open(&self.bytes);
        }
        self.forget()?;
        let file = File::create(&self.bytes)?;
        // Without a version, to go on after a break could join two files.
        if let Some(version) = version {
            fs::write(&self.origin, format!("{address}\n{version}"))?;
        }
        Ok(file)
    }

    fn forget(&self) -> std::io::Result<()> {
        for path in [&self.origin, &self.bytes] {
            match fs::remove_file(path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    fn finish(&self, folder: &Path) -> std::io::Result<PathBuf> {
        let done = folder.join("register.csv");
        fs::rename(&self.bytes, &done)?;
        self.forget()?;
        Ok(done)
    }
}
