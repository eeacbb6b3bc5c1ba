//! Files entrusted to us: sealed as they come in, a piece at a time, under names that we give, and on disk with their
//! folder before anybody is told that they arrived.

use std::path::{Path, PathBuf};

use aead_stream::{DecryptorBE32, EncryptorBE32};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305};
use sha2::{Digest as _, Sha256};
use tokio::{
    fs::{self, File},
    io::{AsyncReadExt as _, AsyncWriteExt as _},
};
use vocabulary::{Failure, Id, Ids, hex};

use crate::Key;

/// A piece in clear, in bytes; sealed it is [`TAG`] longer. STREAM (Hoang et al., 2015) numbers the pieces and marks the
/// last one, so that none can be cut, moved or added unseen.
const PIECE: usize = 64 * 1024;
const TAG: usize = 16;
const NONCE: usize = 19;

/// The test file on which every anti-virus agrees (EICAR), in two halves so that none objects to this source.
const TEST_VIRUS: [&str; 2] = [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*"];

/// Whether the first bytes of a file are those by which anti-viruses are tried.
pub fn is_test_virus(head: &[u8]) -> bool {
    head.starts_with(TEST_VIRUS.concat().as_bytes())
}

/// A folder of sealed files.
#[derive(Clone)]
pub struct Objects {
    folder: PathBuf,
    key: Key,
    /// Bytes of the disk that files leave free.
    spare: u64,
    synced: bool,
}

/// What became of a file that was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Bytes in clear.
    pub size: u64,
    /// SHA-256 of the clear bytes, lower-case hexadecimal.
    pub sha256: String,
}

/// A file on its way in. Dropped before [`Sealing::finish`], it leaves nothing.
pub struct Sealing {
    file: File,
    temporary: Temporary,
    target: PathBuf,
    spare: u64,
    synced: bool,
    sealer: EncryptorBE32<XChaCha20Poly1305>,
    pending: Vec<u8>,
    hash: Sha256,
    size: u64,
}

/// A file on its way out.
pub struct Opened {
    file: File,
    opener: Option<DecryptorBE32<XChaCha20Poly1305>>,
    ahead: Vec<u8>,
}

fn broken(error: std::io::Error) -> Failure {
    // A full disk or a share that went away may come back.
    Failure::busy("keep a file", error)
}

impl Objects {
    /// The files under `folder`, which is created if absent; what an interrupted upload left there is swept.
    pub async fn at(folder: &Path, key: Key) -> Result<Self, Failure> {
        fs::create_dir_all(folder).await.map_err(broken)?;
        let mut entries = fs::read_dir(folder).await.map_err(broken)?;
        while let Some(entry) = entries.next_entry().await.map_err(broken)? {
            if entry.path().extension().is_some_and(|extension| extension == "part") {
                fs::remove_file(entry.path()).await.map_err(broken)?;
            }
        }
        Ok(Self { folder: folder.to_owned(), key, spare: 0, synced: true })
    }

    /// The same, taking no file while fewer bytes than that are free on its disk: what is declared needs them more.
    #[must_use]
    pub fn leaving(self, spare: u64) -> Self {
        Self { spare, ..self }
    }

    /// Only the negative control of the power-cut test asks for this: files that were acknowledged can be lost.
    #[must_use]
    pub fn unsynced(self) -> Self {
        Self { synced: false, ..self }
    }

    /// Begins to keep a file under an identity of ours.
    pub async fn seal(&self, ids: &dyn Ids, id: Id) -> Result<Sealing, Failure> {
        let target = self.path(id);
        let path = target.with_extension("part");
        room(&self.folder, self.spare)?;
        let mut nonce = [0; NONCE];
        ids.fill(&mut nonce);
        let mut file = File::create_new(&path).await.map_err(broken)?;
        let temporary = Temporary(Some(path));
        file.write_all(&nonce).await.map_err(broken)?;
        let sealer = EncryptorBE32::from_aead(self.cipher(id), &nonce.into());
        let (pending, hash) = (Vec::with_capacity(PIECE), Sha256::new());
        let (spare, synced) = (self.spare, self.synced);
        Ok(Sealing { file, temporary, target, spare, synced, sealer, pending, hash, size: 0 })
    }

    /// Opens a kept file; `None` when there is none of that identity.
    pub async fn open(&self, id: Id) -> Result<Option<Opened>, Failure> {
        let mut file = match File::open(self.path(id)).await {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(broken(error)),
        };
        let mut nonce = [0; NONCE];
        file.read_exact(&mut nonce).await.map_err(broken)?;
        let opener = DecryptorBE32::from_aead(self.cipher(id), &nonce.into());
        Ok(Some(Opened { file, opener: Some(opener), ahead: Vec::new() }))
    }

    /// Removes a kept file, whole or half come, if it is there.
    pub async fn remove(&self, id: Id) -> Result<(), Failure> {
        let path = self.path(id);
        for path in [path.with_extension("part"), path] {
            match fs::remove_file(path).await {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(broken(error)),
                _ => {}
            }
        }
        Ok(())
    }

    fn path(&self, id: Id) -> PathBuf {
        self.folder.join(id.to_string())
    }

    /// A key for each file, so that one file cannot be put in the place of another.
    fn cipher(&self, id: Id) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.key.authenticate(&[id.to_string().as_bytes()]).into())
    }
}

impl Sealing {
    /// Takes the next bytes, of any length.
    pub async fn write(&mut self, mut bytes: &[u8]) -> Result<(), Failure> {
        self.hash.update(bytes);
        self.size += bytes.len() as u64;
        while !bytes.is_empty() {
            // A full piece goes out only once more is known to come: the last one is sealed otherwise.
            if self.pending.len() == PIECE {
                if let Some(folder) = self.target.parent() {
                    room(folder, self.spare)?;
                }
                let sealed = self.sealer.encrypt_next(self.pending.as_slice()).map_err(|_| too_long())?;
                self.file.write_all(&sealed).await.map_err(broken)?;
                self.pending.clear();
            }
            let (now, later) = bytes.split_at(bytes.len().min(PIECE - self.pending.len()));
            self.pending.extend_from_slice(now);
            bytes = later;
        }
        Ok(())
    }

    /// Bytes taken so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Seals the end and makes the file last, its folder too: on disk when this returns.
    pub async fn finish(mut self) -> Result<Stored, Failure> {
        let sealed = self.sealer.encrypt_last(self.pending.as_slice()).map_err(|_| too_long())?;
        self.file.write_all(&sealed).await.map_err(broken)?;
        // A write goes on behind our back, and syncing does not tell what became of the last one: flushing does. On a full
        // disk the file would else be acknowledged without its end.
        self.file.flush().await.map_err(broken)?;
        if self.synced {
            self.file.sync_all().await.map_err(broken)?;
        }
        if let Some(path) = self.temporary.0.take() {
            fs::rename(path, &self.target).await.map_err(broken)?;
        }
        if let Some(folder) = self.target.parent().filter(|_| self.synced) {
            File::open(folder).await.map_err(broken)?.sync_all().await.map_err(broken)?;
        }
        Ok(Stored { size: self.size, sha256: hex(&self.hash.finalize()) })
    }

    /// Forgets a file that is not wanted after all.
    pub async fn abandon(mut self) -> Result<(), Failure> {
        match self.temporary.0.take() {
            Some(path) => fs::remove_file(path).await.map_err(broken),
            None => Ok(()),
        }
    }
}

/// A file that goes unless it is renamed: whoever sends one may leave at any moment.
struct Temporary(Option<PathBuf>);

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Some(path) = self.0.take() {
            // What cannot be removed now is swept at the next start.
            let _ = std::fs::remove_file(path);
        }
    }
}

/// Refuses to write where fewer bytes than that are free.
fn room(folder: &Path, spare: u64) -> Result<(), Failure> {
    if spare == 0 {
        return Ok(());
    }
    let disk = rustix::fs::statvfs(folder).map_err(|error| broken(error.into()))?;
    if disk.f_bavail.saturating_mul(disk.f_frsize) < spare {
        let said = format!("{} has less than {spare} bytes free", folder.display());
        return Err(Failure::busy("keep a file", said));
    }
    Ok(())
}

impl Opened {
    /// The next bytes in clear; `None` at the end. A file altered on disk is a failure.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        if self.opener.is_none() {
            return Ok(None);
        }
        if self.ahead.is_empty() {
            self.ahead = self.piece().await?;
        }
        let following = if self.ahead.len() == PIECE + TAG { self.piece().await? } else { Vec::new() };
        let sealed = std::mem::replace(&mut self.ahead, following);
        let clear = if self.ahead.is_empty() {
            self.opener.take().map(|opener| opener.decrypt_last(sealed.as_slice()))
        } else {
            self.opener.as_mut().map(|opener| opener.decrypt_next(sealed.as_slice()))
        };
        match clear {
            Some(Ok(bytes)) => Ok(Some(bytes)),
            _ => Err(Failure::new("open a kept file", "altered, or sealed with another key")),
        }
    }

    async fn piece(&mut self) -> Result<Vec<u8>, Failure> {
        let mut piece = Vec::with_capacity(PIECE + TAG);
        let limit = (PIECE + TAG) as u64;
        (&mut self.file).take(limit).read_to_end(&mut piece).await.map_err(broken)?;
        Ok(piece)
    }
}

fn too_long() -> Failure {
    Failure::new("seal a file", "more pieces than can be numbered")
}
