//! Messages as files, where no server is set.

use std::{io, path::Path};

use tokio::{
    fs::{self, File, OpenOptions},
    io::AsyncWriteExt as _,
};

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
