//! The post: one way out, set once.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use tokio::{fs, io::AsyncWriteExt as _};
use vocabulary::{Failure, MailAddress};

use crate::Message;

/// How messages leave. Cheap to clone.
#[derive(Clone)]
pub struct Post {
    from: MailAddress,
    name: String,
    way: Way,
}

#[derive(Clone)]
enum Way {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Files(PathBuf),
}

/// A message that did not leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undelivered {
    /// Whether trying again is of no use: the server refused it for good (5xx).
    pub permanent: bool,
    /// What the server or the system said.
    pub reason: String,
}

/// How long a server may take at each step.
const PATIENCE: Duration = Duration::from_secs(30);

impl Post {
    /// By SMTP: `smtp://host:port?tls=required`, `smtps://user:password@host`. Certificates are checked, and what is wrong
    /// with one ends it.
    pub fn smtp(url: &str, from: MailAddress, name: &str) -> Result<Self, Failure> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            // The address may hold a password: only what is wrong with it is said.
            .map_err(|error| Failure::new("understand smtp_url", error))?;
        Ok(Self { from, name: name.to_owned(), way: Way::Smtp(builder.timeout(Some(PATIENCE)).build()) })
    }

    /// As files `FOLDER/*.eml`, where no server is set.
    pub fn files(folder: &Path, from: MailAddress, name: &str) -> Self {
        Self { from, name: name.to_owned(), way: Way::Files(folder.to_owned()) }
    }

    /// Sends a message. Returns once the server has taken it, or the file is on disk.
    pub async fn send(&self, message: &Message) -> Result<(), Undelivered> {
        let mime = message
            .mime(&self.from, &self.name)
            .map_err(|failure| Undelivered { permanent: true, reason: failure.chain() })?;
        match &self.way {
            Way::Smtp(transport) => transport
                .send(mime)
                .await
                .map(drop)
                .map_err(|error| Undelivered { permanent: error.is_permanent(), reason: error.to_string() }),
            Way::Files(folder) => write(folder, message, &mime.formatted())
                .await
                .map_err(|error| Undelivered { permanent: false, reason: error.to_string() }),
        }
    }

    /// Whether the server answers; for `vigie check`.
    pub async fn check(&self) -> Result<(), Failure> {
        match &self.way {
            Way::Smtp(transport) => match transport.test_connection().await {
                Ok(true) => Ok(()),
                Ok(false) => Err(Failure::new("reach the mail server", "it does not answer")),
                Err(error) => Err(Failure::new("reach the mail server", error)),
            },
            Way::Files(folder) => fs::create_dir_all(folder)
                .await
                .map_err(|error| Failure::new("create the folder of the mail", error)),
        }
    }
}

/// A file appears whole, under a name made of the message's own mark: a second copy takes the place of the first.
async fn write(folder: &Path, message: &Message, bytes: &[u8]) -> std::io::Result<()> {
    let mark: String = message
        .message_id
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' })
        .collect();
    let name = format!("{}-{mark}", message.at.timestamp().strftime("%Y%m%dT%H%M%S"));
    fs::create_dir_all(folder).await?;
    let part = folder.join(format!("{name}.part"));
    let mut file = fs::File::create(&part).await?;
    file.write_all(bytes).await?;
    file.sync_all().await?;
    fs::rename(part, folder.join(format!("{name}.eml"))).await
}
