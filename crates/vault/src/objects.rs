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
use vocabulary::{Failure, Id, Ids};

use crate::Key;

/// A piece in clear, in bytes; sealed it is [`TAG`] longer. STREAM (Hoang et al., 2015) numbers the pieces and marks the
/// last one, so that none can be cut, moved or added unseen.
const PIECE: usize = 64 * 1024;
const TAG: usize = 16;
const NONCE: usize = 19;

/// A folder of sealed files.
#[derive(Clone)]
pub struct Objects {
    folder: PathBuf,
    key: Key,
}

/// What became of a file that was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Bytes in clear.
    pub size: u64,
    /// SHA-256 of the clear bytes, lower-case hexadecimal.
    pub sha256: String,
}

/// A file on its way in. Dropped before [`Sealing::finish`], it leaves a temporary file that the next start sweeps.
pub struct Sealing {
    file: File,
    temporary: PathBuf,
    target: PathBuf,
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
        Ok(Self { folder: folder.to_owned(), key })
    }

    /// Begins to keep a file under an identity of ours.
    pub async fn seal(&self, ids: &dyn Ids, id: Id) -> Result<Sealing, Failure> {
        let target = self.path(id);
        let temporary = target.with_extension("part");
        let mut nonce = [0; NONCE];
        ids.fill(&mut nonce);
        let mut file = File::create_new(&temporary).await.map_err(broken)?;
        file.write_all(&nonce).await.map_err(broken)?;
        let sealer = EncryptorBE32::from_aead(self.cipher(id), &nonce.into());
        let (pending, hash) = (Vec::with_capacity(PIECE), Sha256::new());
        Ok(Sealing { file, temporary, target, sealer, pending, hash, size: 0 })
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
        self.file.sync_all().await.map_err(broken)?;
        fs::rename(&self.temporary, &self.target).await.map_err(broken)?;
        if let Some(folder) = self.target.parent() {
            File::open(folder).await.map_err(broken)?.sync_all().await.map_err(broken)?;
        }
        let sha256 =
            self.hash.finalize().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        Ok(Stored { size: self.size, sha256 })
    }

    /// Forgets a file that is not wanted after all.
    pub async fn abandon(self) -> Result<(), Failure> {
        fs::remove_file(&self.temporary).await.map_err(broken)
    }
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
