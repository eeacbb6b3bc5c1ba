//! Files: taken a piece at a time, sealed, never opened, and carried by a post whose mark and readers are theirs.

use access::{Caller, Seat};
use serde_json::json;
use storage::Unit;
use vault::{Objects, Sealing, is_test_virus};
use vocabulary::{Failure, Id, Instant, Problem, Refusal, Refused};

use super::{Community, writing::NewPost};
use crate::{
    rules::documents::{DAY_BYTES, DocumentKind, FILE_BYTES, FILES, WAITING, file_name, form, leaves},
    store::{
        documents::{self, Waiting},
        posts::Post,
    },
};

/// Seconds of a day.
const DAY: i64 = 24 * 3600;

/// A file on its way in. Its place is reserved from the start.
pub struct Upload {
    file: Waiting,
    sealing: Sealing,
    head: Vec<u8>,
}

impl Community {
    /// Keeps files in that folder, sealed.
    #[must_use]
    pub fn keeping(self, files: Objects) -> Self {
        Self { files: Some(files), ..self }
    }

    pub(crate) fn files(&self) -> Result<&Objects, Failure> {
        self.files.as_ref().ok_or_else(|| Failure::new("keep a file", "there is no folder for files"))
    }

    /// Begins to take a file that a post will carry.
    pub async fn file_begin(&self, caller: &Caller, name: &str) -> Result<Upload, Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let (_, account) = self.speaker(&mut unit, caller).await?;
        documents::queue(&mut unit, account).await?;
        let (waiting, bytes) = documents::usage(&mut unit, account, now.plus_seconds(-DAY)).await?;
        let most = i64::try_from(FILE_BYTES).unwrap_or(i64::MAX);
        if waiting >= WAITING || bytes + most > DAY_BYTES {
            return Err(Refused::invalid(Refusal::new("files-of-a-day").at("file")).into());
        }
        let (id, name) = (self.desk.id(), file_name(name));
        documents::reserve(&mut unit, (id, account, now), (&name, most)).await?;
        let sealing = self.files()?.seal(self.desk.ids.as_ref(), id).await?;
        unit.commit().await?;
        let file = Waiting { id, name, form: String::new(), size: most, sha256: String::new() };
        Ok(Upload { file, sealing, head: Vec::new() })
    }

    /// Takes the next bytes of a file. Past the limit it is refused; the caller then abandons it.
    pub async fn file_bytes(&self, upload: &mut Upload, bytes: &[u8]) -> Result<(), Problem> {
        if upload.sealing.size() + bytes.len() as u64 > FILE_BYTES {
            let refusal =
                Refusal::new("file-too-large").at("file").with("max", (FILE_BYTES >> 20).to_string());
            return Err(Refused::invalid(refusal).into());
        }
        if upload.head.len() < 256 {
            upload.head.extend(bytes.iter().take(256 - upload.head.len()));
        }
        Ok(upload.sealing.write(bytes).await?)
    }

    /// The file is whole: on disk, then in the database.
    pub async fn file_finish(&self, upload: Upload) -> Result<Id, Problem> {
        let Upload { mut file, sealing, head } = upload;
        let refused = match (sealing.size(), is_test_virus(&head)) {
            (0, _) => Some("file-empty"),
            (_, true) => Some("file-virus"),
            _ => None,
        };
        if let Some(code) = refused {
            sealing.abandon().await?;
            self.release(file.id).await?;
            return Err(Refused::invalid(Refusal::new(code).at("file")).into());
        }
        let stored = match sealing.finish().await {
            Ok(stored) => stored,
            Err(failure) => {
                self.release(file.id).await?;
                return Err(failure.into());
            }
        };
        file.size = i64::try_from(stored.size).unwrap_or(i64::MAX);
        file.sha256 = stored.sha256;
        form(&head).clone_into(&mut file.form);
        let mut unit = self.desk.store.write().await?;
        documents::complete(&mut unit, &file).await?;
        unit.commit().await?;
        Ok(file.id)
    }

    /// The file is not wanted after all: too large, cut on its way.
    pub async fn file_abandon(&self, upload: Upload) -> Result<(), Problem> {
        let id = upload.file.id;
        upload.sealing.abandon().await?;
        self.release(id).await
    }

    async fn release(&self, id: Id) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        documents::release(&mut unit, id).await?;
        Ok(unit.commit().await?)
    }

    /// Those of the caller's files that no post carries yet, among these.
    pub async fn waiting(&self, caller: &Caller, ids: &[Id]) -> Result<Vec<Waiting>, Problem> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut unit = self.desk.store.read().await?;
        let (_, account) = self.writer(&mut unit, caller).await?;
        let mut waiting = documents::waiting(&mut unit, account).await?;
        waiting.retain(|file| ids.contains(&file.id));
        Ok(waiting)
    }

    /// What is wrong with the files of something that somebody is about to say.
    pub(crate) async fn liftable(
        &self,
        unit: &mut Unit,
        account: Id,
        new: &NewPost,
    ) -> Result<Vec<Waiting>, Problem> {
        if new.files.is_empty() {
            return match new.replaces {
                Some(_) => Err(refused("file-missing")),
                None => Ok(Vec::new()),
            };
        }
        // A file may name its author better than they would.
        if new.unnamed.is_some() {
            return Err(refused("file-of-the-unnamed"));
        }
        if new.files.len() > FILES || (new.replaces.is_some() && new.files.len() > 1) {
            let most = if new.replaces.is_some() { 1 } else { FILES };
            let refusal = Refusal::new("files-many").at("file").with("most", most.to_string());
            return Err(Refused::invalid(refusal).into());
        }
        let own = documents::waiting(unit, account).await?;
        let mut files = Vec::new();
        for id in &new.files {
            let file = own.iter().find(|file| file.id == *id).ok_or_else(|| refused("file-gone"))?;
            leaves(new.tlp, &file.form).map_err(Refused::invalid)?;
            files.push(file.clone());
        }
        Ok(files)
    }

    /// The first version of the document that something replaces, which must stand in the same thread.
    pub(crate) async fn replaced(
        &self,
        unit: &mut Unit,
        (seat, now): (&Seat, Instant),
        (thread, replaces): (Id, Option<Id>),
    ) -> Result<Option<Id>, Problem> {
        let Some(id) = replaces else { return Ok(None) };
        let found = documents::find(unit, (seat, now), id).await?;
        let found = found.filter(|found| found.thread == thread && found.kind == DocumentKind::File);
        Ok(Some(found.ok_or(Refused::NotFound)?.family))
    }

    /// A post carries files from now on.
    pub(crate) async fn lift(
        &self,
        unit: &mut Unit,
        (caller, account): (&Caller, Id),
        post: &Post,
        (files, replaces): (&[Waiting], Option<Id>),
    ) -> Result<(), Problem> {
        for file in files {
            let (family, version) = match replaces {
                Some(family) => (family, documents::last_version(unit, family).await? + 1),
                None => (file.id, 1),
            };
            let done = documents::carry(unit, (file.id, account), (post.id, post.at), (family, version));
            if !done.await? {
                return Err(refused("file-gone"));
            }
            let detail = json!({
                "post": post.id, "version": version, "size": file.size, "sha256": file.sha256, "tlp": post.tlp.label(),
            });
            let what = ("community.document-added", "document", file.id);
            self.trace(unit, caller, what, (false, detail)).await?;
        }
        Ok(())
    }
}

fn refused(code: &'static str) -> Problem {
    Refused::invalid(Refusal::new(code).at("file")).into()
}
