//! The post: one way out, set once.

use std::path::{Path, PathBuf};

use jobs::Outcome;
use vocabulary::{Failure, MailAddress};

use crate::{Message, files, smtp::Smtp};

/// How messages leave. Cheap to clone.
#[derive(Clone)]
pub struct Post {
    from: MailAddress,
    name: String,
    way: Way,
}

#[derive(Clone)]
enum Way {
    Smtp(Smtp),
    Files(PathBuf),
}

/// A message that did not leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undelivered {
    /// Whether trying again is of no use: the server refused this person or this message for good (550 to 556). Whatever somebody can
    /// mend, a password, a certificate, a server that is down, is not permanent.
    pub permanent: bool,
    /// What the server or the system said: one line, at most 500 characters, for operators. It may name the recipient.
    pub reason: String,
}

impl Post {
    /// By SMTP, to the server of an address: `smtps://user:password@host` (port 465), `smtp://host?tls=required` (STARTTLS or nothing,
    /// port 587), `smtp://host` (STARTTLS when it is offered, port 25; with a password, STARTTLS or nothing, port 587),
    /// `smtp://host?tls=never`. `&ca=FILE` trusts an authority of one's own besides the public ones. A certificate that is expired,
    /// self-signed or somebody else's ends the delivery. Must be called inside a tokio runtime. Fails when the address makes
    /// no sense; nothing is connected yet.
    pub fn smtp(url: &str, from: MailAddress, name: &str) -> Result<Self, Failure> {
        Ok(Self { from, name: name.to_owned(), way: Way::Smtp(Smtp::new(url)?) })
    }

    /// As files `FOLDER/*.eml`, where no server is set.
    pub fn files(folder: &Path, from: MailAddress, name: &str) -> Self {
        Self { from, name: name.to_owned(), way: Way::Files(folder.to_owned()) }
    }

    /// Sends a message. Returns once the server has taken it, or the file is on disk.
    pub async fn send(&self, message: &Message) -> Result<(), Undelivered> {
        self.send_with(message, None).await
    }

    /// Sends the message of a job, and says what becomes of the job: given up when the server refused for good, else tried again.
    pub async fn deliver(&self, message: &Message) -> Outcome {
        match self.send(message).await {
            Ok(()) => Outcome::Done,
            Err(undelivered) if undelivered.permanent => Outcome::Never(undelivered.reason),
            Err(undelivered) => Outcome::Later(undelivered.reason),
        }
    }

    /// Sends a message to one of many who asked for it. `end` is the address that ends that: their mail program shows a button for
    /// it, and sends there without opening anything (RFC 2369, RFC 8058).
    pub async fn send_to_list(&self, message: &Message, end: &str) -> Result<(), Undelivered> {
        self.send_with(message, Some(end)).await
    }

    async fn send_with(&self, message: &Message, end: Option<&str>) -> Result<(), Undelivered> {
        let mime = message
            .mime(&self.from, &self.name, end)
            .map_err(|failure| Undelivered { permanent: true, reason: failure.chain() })?;
        match &self.way {
            Way::Smtp(smtp) => smtp.send(mime).await,
            Way::Files(folder) => files::put(folder, &message.file_name(), &mime.formatted())
                .await
                .map_err(|error| Undelivered { permanent: false, reason: error.to_string() }),
        }
    }

    /// Whether the server answers, or the folder can be written; for `vigie check`.
    pub async fn check(&self) -> Result<(), Failure> {
        match &self.way {
            Way::Smtp(smtp) => smtp.check().await,
            Way::Files(folder) => {
                let failed = |error| Failure::busy("write into the folder of the mail", error);
                tokio::fs::create_dir_all(folder).await.map_err(failed)?;
                let probe = folder.join("check.part");
                tokio::fs::write(&probe, b"").await.map_err(failed)?;
                tokio::fs::remove_file(probe).await.map_err(failed)
            }
        }
    }
}
