//! The way to an SMTP server, from its address.

use std::time::Duration;

use lettre::{
    AsyncSmtpTransport, Tokio1Executor,
    transport::smtp::{
        Error,
        client::{Certificate, Tls, TlsParameters, TlsParametersBuilder},
    },
};
use tokio::runtime::Handle;
use url::Url;
use vocabulary::Failure;

use crate::Undelivered;

/// How long a server may take at each step.
const PATIENCE: Duration = Duration::from_secs(30);

const CLOSED: &str = "the post is closed";

/// Connections to one server, kept open between messages.
#[derive(Clone)]
pub(crate) struct Smtp {
    /// `None` only once dropped.
    connections: Option<AsyncSmtpTransport<Tokio1Executor>>,
    runtime: Handle,
}

impl Smtp {
    /// Reads the address. Nothing is connected yet.
    pub(crate) fn new(address: &str) -> Result<Self, Failure> {
        let runtime = Handle::try_current().map_err(|error| Failure::new("open the post", error))?;
        let transport = transport(address)?;
        Ok(Self { connections: Some(transport), runtime })
    }

    pub(crate) async fn send(&self, mime: lettre::Message) -> Result<(), Undelivered> {
        use lettre::AsyncTransport as _;
        let Some(connections) = &self.connections else {
            return Err(Undelivered { permanent: false, reason: CLOSED.to_owned() });
        };
        connections.send(mime).await.map(drop).map_err(|error| undelivered(&error))
    }

    pub(crate) async fn check(&self) -> Result<(), Failure> {
        let Some(connections) = &self.connections else {
            return Err(Failure::busy("reach the mail server", CLOSED));
        };
        match connections.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(Failure::busy("reach the mail server", "it does not answer")),
            Err(error) => Err(Failure::busy("reach the mail server", error)),
        }
    }
}

impl Drop for Smtp {
    /// The connections say goodbye in a task of their own, which needs the runtime wherever this is dropped.
    fn drop(&mut self) {
        let _inside = self.runtime.enter();
        self.connections.take();
    }
}

/// What the server said, in one bounded line: it is somebody else's text.
fn undelivered(error: &Error) -> Undelivered {
    // A refusal of the person or of the message is for good (RFC 5321, 4.2.3: 550 to 556). Other 5xx refuse us (530, 535: a password
    // that was changed) or speak of the dialogue; they end when somebody mends it, and the message must still be there.
    let code = error.status().map(u16::from);
    let permanent = code.is_some_and(|code| (550..=556).contains(&code));
    let reason = error.to_string().split(char::is_control).collect::<Vec<_>>().join(" ");
    Undelivered { permanent, reason: reason.chars().take(500).collect() }
}

/// What an address asks for.
fn transport(address: &str) -> Result<AsyncSmtpTransport<Tokio1Executor>, Failure> {
    // The address may hold a password: only what is wrong with it is said, never the address.
    let wrong = |why: &str| Failure::new("understand the address of the mail server", why.to_owned());
    let mut url = Url::parse(address).map_err(|error| wrong(&error.to_string()))?;
    let host = url.host_str().ok_or_else(|| wrong("it names no host"))?.to_owned();
    let (mut tls, mut authority) = (None, None);
    for (name, value) in url.query_pairs() {
        match name.as_ref() {
            "tls" => tls = Some(value.into_owned()),
            "ca" => authority = Some(value.into_owned()),
            other => return Err(wrong(&format!("it knows tls= and ca=, not {other}="))),
        }
    }
    let mut parameters = TlsParameters::builder(host);
    if let Some(path) = authority {
        let pem = std::fs::read(path).map_err(|error| wrong(&format!("ca= cannot be read: {error}")))?;
        let certificate = Certificate::from_pem(&pem).map_err(|error| wrong(&error.to_string()))?;
        parameters = parameters.add_root_certificate(certificate);
    }
    let build =
        |parameters: TlsParametersBuilder| parameters.build().map_err(|error| wrong(&error.to_string()));
    let secret = url.password().is_some();
    let (port, tls) = match (url.scheme(), tls.as_deref()) {
        ("smtps", None) => (465, Tls::Wrapper(build(parameters)?)),
        ("smtp", Some("required")) => (587, Tls::Required(build(parameters)?)),
        // Whoever sits between could hide that encryption is offered: a password does not take that chance.
        ("smtp", None) if secret => (587, Tls::Required(build(parameters)?)),
        ("smtp", None) => (25, Tls::Opportunistic(build(parameters)?)),
        ("smtp", Some("never")) => (25, Tls::None),
        ("smtp", Some(_)) => return Err(wrong("tls= is required or never")),
        _ => return Err(wrong("it begins with smtp:// or smtps://, and smtps:// takes no tls=")),
    };
    let port = url.port().unwrap_or(port);
    url.set_query(None);
    let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str());
    let builder = builder.map_err(|error| wrong(&error.to_string()))?;
    Ok(builder.port(port).tls(tls).timeout(Some(PATIENCE)).build())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_address_is_understood_or_what_is_wrong_with_it_is_said() {
        for right in [
            "smtp://localhost",
            "smtp://mail.vigie.example:2525?tls=required",
            "smtp://mail.vigie.example?tls=never",
            "smtps://cellule:p%40ss@mail.vigie.example",
        ] {
            assert!(Smtp::new(right).is_ok(), "{right}");
        }
        for wrong in [
            "",
            "mail.vigie.example",
            "smtp://",
            "http://cellule:hush@mail.vigie.example",
            "smtp://cellule:hush@mail.vigie.example?tls=maybe",
            "smtp://cellule:hush@mail.vigie.example?tsl=required",
            "smtps://cellule:hush@mail.vigie.example?tls=never",
            "smtp://cellule:hush@mail.vigie.example?ca=/nowhere.pem",
        ] {
            let failure = Smtp::new(wrong).err().expect(wrong);
            assert!(!failure.chain().contains("hush"), "{}", failure.chain());
        }
    }
}
