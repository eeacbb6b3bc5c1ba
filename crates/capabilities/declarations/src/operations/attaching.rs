//! Files: taken a piece at a time, sealed, never opened, given back to the cell as files only.

use access::{Caller, permit};
use serde_json::json;
use trail::Entry;
use vault::{Opened, Sealing, is_test_virus};
use vocabulary::{Failure, Id, Problem, Refusal, Refused};

use super::{Declarations, repeating::digest};
use crate::{
    events::Event,
    rules::clean_file_name,
    store::attachments::{self, Attachment},
};

/// A file on its way in. Its place is reserved from the start.
pub struct Upload {
    attachment: Attachment,
    sealing: Sealing,
    limit: u64,
    head: Vec<u8>,
}

/// A file on its way out.
pub struct Download {
    /// What is known of it.
    pub attachment: Attachment,
    /// Its bytes.
    pub bytes: Opened,
}

/// Seconds during which the place of a file on its way is held: longer than an upload may take. What was cut without our
/// knowing gives its place back then.
const HELD: i64 = 20 * 60;

impl Declarations {
    /// Begins to take a file of whatever size is allowed.
    pub async fn attach(&self, caller: &Caller, id: Id, name: &str) -> Result<Upload, Problem> {
        self.attach_within(caller, id, name, i64::MAX).await
    }

    /// Begins to take a file that has at most so many bytes. Reserves a place for as many, so that uploads at once cannot
    /// pass the limits of a declaration together.
    pub async fn attach_within(
        &self,
        caller: &Caller,
        id: Id,
        name: &str,
        most: i64,
    ) -> Result<Upload, Problem> {
        let mut unit = self.desk.store.write().await?;
        let (_, granted) = self.granted::<permit::DeclarationComplete>(&mut unit, caller, id).await?;
        self.writing(caller, id, 0)?;
        attachments::queue(&mut unit, id).await?;
        let held_since = self.desk.now().plus_seconds(-HELD);
        let (files, bytes) = attachments::usage(&mut unit, id, held_since).await?;
        let settings = &self.settings;
        if files >= settings.attachments {
            let refusal =
                Refusal::new("too-many-files").at("file").with("max", settings.attachments.to_string());
            return Err(Refused::invalid(refusal).into());
        }
        let room = (settings.attachments_bytes - bytes).min(settings.attachment_bytes);
        if room <= 0 {
            let refusal =
                Refusal::new("files-too-large").at("file").with("max", megabytes(settings.attachments_bytes));
            return Err(Refused::invalid(refusal).into());
        }
        let attachment = Attachment {
            id: self.desk.id(),
            declaration: id,
            at: self.desk.now(),
            author: granted.by().to_owned(),
            name: clean_file_name(name),
            size: room.min(most.max(1)),
            sha256: String::new(),
            mark: String::new(),
        };
        attachments::reserve(&mut unit, &attachment).await?;
        // Before the place is taken for good: where there is no room for the file there is no place to hold.
        let sealing = self.objects.seal(self.desk.ids.as_ref(), attachment.id).await?;
        unit.commit().await?;
        let limit = u64::try_from(attachment.size).unwrap_or(0);
        Ok(Upload { attachment, sealing, limit, head: Vec::new() })
    }

    /// Takes the next bytes of a file. Past the limit the file is refused; the caller then abandons it.
    pub async fn attach_bytes(&self, upload: &mut Upload, bytes: &[u8]) -> Result<(), Problem> {
        if upload.sealing.size() + bytes.len() as u64 > upload.limit {
            let refusal =
                Refusal::new("file-too-large").at("file").with("max", megabytes(upload.attachment.size));
            return Err(Refused::invalid(refusal).into());
        }
        if upload.head.len() < 256 {
            upload.head.extend(bytes.iter().take(256 - upload.head.len()));
        }
        Ok(upload.sealing.write(bytes).await?)
    }

    /// The file is whole: on disk, then in the database, then acknowledged.
    pub async fn attach_finish(&self, caller: &Caller, upload: Upload) -> Result<Id, Problem> {
        let Upload { mut attachment, sealing, head, .. } = upload;
        if sealing.size() == 0 {
            sealing.abandon().await?;
            self.release(attachment.id).await?;
            return Err(Refused::invalid(Refusal::new("file-empty").at("file")).into());
        }
        let stored = match sealing.finish().await {
            Ok(stored) => stored,
            Err(failure) => {
                self.release(attachment.id).await?;
                return Err(failure.into());
            }
        };
        attachment.size = i64::try_from(stored.size).unwrap_or(i64::MAX);
        attachment.sha256 = stored.sha256;
        if is_test_virus(&head) {
            "test-virus".clone_into(&mut attachment.mark);
        }
        let mut unit = self.desk.store.write().await?;
        let declaration = attachment.declaration;
        let content = digest([attachment.name.as_str(), attachment.sha256.as_str()]);
        let before = match self.repeated(&mut unit, caller, "attachment", declaration, content).await {
            Err(Problem::Failed(failure)) => return Err(failure.into()),
            before => before.transpose(),
        };
        if let Some(before) = before {
            // It came whole before, and these bytes are its copy, or its key was another file's: their place is given back. The
            // file goes first: while its row stands, the daily purge finds what a crash leaves.
            self.objects.remove(attachment.id).await?;
            attachments::release(&mut unit, attachment.id).await?;
            unit.commit().await?;
            let before = before?;
            return Ok(Id::parse(&before).map_err(|_| Failure::new("read a kept answer", before))?);
        }
        attachments::complete(&mut unit, &attachment).await?;
        let event = Event::Attached { declaration, attachment: attachment.id, name: &attachment.name };
        self.follower.follow(&mut unit, event).await?;
        let entry = Entry::new("declaration.attached", "declaration", attachment.declaration).with(
            json!({ "attachment": attachment.id, "size": attachment.size, "sha256": attachment.sha256 }),
        );
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        self.remember(&mut unit, caller, "attachment", declaration, attachment.id).await?;
        unit.commit().await?;
        Ok(attachment.id)
    }

    /// The file is not wanted after all: too large, cut on its way.
    pub async fn attach_abandon(&self, upload: Upload) -> Result<(), Problem> {
        let id = upload.attachment.id;
        upload.sealing.abandon().await?;
        self.release(id).await
    }

    async fn release(&self, id: Id) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        attachments::release(&mut unit, id).await?;
        Ok(unit.commit().await?)
    }

    /// Gives a file to those of the staff who may have it. Each download is in the trail.
    pub async fn download(&self, caller: &Caller, id: Id) -> Result<Download, Problem> {
        access::scope::<permit::AttachmentRead>(caller)?;
        let mut unit = self.desk.store.write().await?;
        let attachment = attachments::find(&mut unit, id).await?.ok_or(Refused::NotFound)?;
        self.granted::<permit::AttachmentRead>(&mut unit, caller, attachment.declaration).await?;
        let entry = Entry::new("attachment.downloaded", "declaration", attachment.declaration)
            .with(json!({ "attachment": id }));
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        unit.commit().await?;
        let missing = || {
            vocabulary::Failure::new("open a kept file", format!("{id} is in the database and not on disk"))
        };
        let bytes = self.objects.open(id).await?.ok_or_else(missing)?;
        Ok(Download { attachment, bytes })
    }
}

/// A limit as people read it.
fn megabytes(bytes: i64) -> String {
    (bytes / (1024 * 1024)).max(1).to_string()
}
