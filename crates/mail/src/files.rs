//! Messages as files, where no server is set.

use std::{
    collections::BTreeSet,
    io,
    path::{Path, PathBuf},
};

use tokio::{
    fs::{self, File, OpenOptions},
    io::AsyncWriteExt as _,
};
use vocabulary::{Failure, Instant};

/// Puts a message into the folder. The file appears whole, and is on disk when this returns; under the same name, a second copy
/// takes the place of the first. Only the owner may read it: it tells who declared.
pub(crate) async fn put(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder).await?;
    let part = folder.join(format!("{name}.part"));
    let mut options = OpenOptions::new();
    options.create(true).truncate(true).write(true);
    #[cfg(unix)]
    options.mode(0o600);
    let mut file = options.open(&part).await?;
    file.write_all(bytes).await?;
    file.sync_all().await?;
    fs::rename(part, folder.join(format!("{name}.eml"))).await?;
    // The name is in the folder: it is on disk when the folder is.
    File::open(folder).await?.sync_all().await
}

/// The folder of messages that no server took, for whoever decides how long they stay.
#[derive(Clone, Debug)]
pub struct Letters(PathBuf);

fn broken(error: io::Error) -> Failure {
    Failure::busy("clear the folder of the mail", error)
}

impl Letters {
    /// Those of a folder, which need not exist.
    pub fn at(folder: &Path) -> Self {
        Self(folder.to_owned())
    }

    /// How many there are that tell of something before a moment.
    pub async fn count_before(&self, before: Instant) -> Result<u64, Failure> {
        Ok(self.before(before).await?.len() as u64)
    }

    /// Removes those; answers how many.
    pub async fn remove_before(&self, before: Instant) -> Result<u64, Failure> {
        remove(self.before(before).await?).await
    }

    /// Removes those that carry one of these marks (see [`crate::Message::message_id`]); answers how many.
    pub async fn remove_marked(&self, marks: &BTreeSet<String>) -> Result<u64, Failure> {
        remove(self.all(|_, mark| marks.contains(mark)).await?).await
    }

    /// Removes those whose marks end so; answers how many.
    pub async fn remove_ending(&self, ends: &[String]) -> Result<u64, Failure> {
        let ours = |mark: &str| ends.iter().any(|end| !end.is_empty() && mark.ends_with(end.as_str()));
        remove(self.all(|_, mark| ours(mark)).await?).await
    }

    async fn before(&self, before: Instant) -> Result<Vec<PathBuf>, Failure> {
        let before = crate::message::file_time(before);
        self.all(|time, _| time < before.as_str()).await
    }

    /// The files that are ours, by the time and the mark in their names.
    async fn all(&self, chosen: impl Fn(&str, &str) -> bool) -> Result<Vec<PathBuf>, Failure> {
        let mut found = Vec::new();
        let mut entries = match fs::read_dir(&self.0).await {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(found),
            Err(error) => return Err(broken(error)),
        };
        while let Some(entry) = entries.next_entry().await.map_err(broken)? {
            let path = entry.path();
            // `.part` is what a crash left half-way.
            let ours = path.extension().is_some_and(|ending| ending == "eml" || ending == "part");
            let name = path.file_stem().and_then(|name| name.to_str()).filter(|_| ours);
            if name.and_then(|name| name.split_once('-')).is_some_and(|(time, mark)| chosen(time, mark)) {
                found.push(path);
            }
        }
        Ok(found)
    }
}

async fn remove(files: Vec<PathBuf>) -> Result<u64, Failure> {
    let count = files.len() as u64;
    for file in files {
        match fs::remove_file(file).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(broken(error)),
            _ => {}
        }
    }
    Ok(count)
}
