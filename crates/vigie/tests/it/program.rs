//! Starting it, and asking it.

use std::{
    process::Stdio,
    sync::{Arc, Mutex},
    time::Duration,
};

use storage::testing::TestDatabase;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
    process::{Child, Command},
    sync::Notify,
};

/// How long what must come may take before a test says that it does not.
pub const PATIENCE: Duration = Duration::from_mins(2);

/// A command of the program on a database.
pub fn program(database: &TestDatabase, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vigie"));
    command.args(arguments);
    on(database, &mut command);
    command
}

/// Has a command work on a database, whatever the settings of the person who runs the tests.
pub fn on(database: &TestDatabase, command: &mut Command) {
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("VIGIE_")) {
        command.env_remove(name);
    }
    command
        .env("VIGIE_DATABASE_URL", &database.url)
        .env("VIGIE_DATA_DIR", database.folder().join("data"))
        .env("VIGIE_LISTEN", "127.0.0.1:0")
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
}

/// `vigie serve`, until it is killed or dropped.
pub struct Served {
    pub address: String,
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
    written: Arc<Notify>,
}

impl Served {
    pub async fn on(database: &TestDatabase) -> Self {
        Self::by(program(database, &["serve"])).await
    }

    /// By that command; answers once it says that it is ready.
    pub async fn by(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let (lines, written) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Notify::new()));
        // Read to the end: a full pipe would stop the program.
        let (stdout, stderr) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        tokio::spawn(keep(stdout, lines.clone(), written.clone()));
        tokio::spawn(keep(stderr, lines.clone(), written.clone()));
        let mut served = Self { address: String::new(), child, lines, written };
        let ready = served.says("base_url").await;
        let (_, rest) = ready.split_once("127.0.0.1:").expect("it says where it listens");
        let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
        served.address = format!("127.0.0.1:{port}");
        served
    }

    /// The first line of its log that holds those words, once it is there.
    pub async fn says(&self, words: &str) -> String {
        let found = tokio::time::timeout(PATIENCE, async {
            loop {
                let written = self.written.notified();
                if let Some(line) = self.log().into_iter().find(|line| line.contains(words)) {
                    return line;
                }
                written.await;
            }
        });
        found.await.unwrap_or_else(|_| panic!("it never said {words:?}: {:#?}", self.log()))
    }

    /// Every line that it wrote so far.
    pub fn log(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }

    /// As the system does when memory is short: at once.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// One request with those lines in its head; nothing when no whole answer came.
    pub async fn ask(&self, what: &str, head: &str, body: &str) -> Option<(u16, String)> {
        ask(&self.address, what, head, body).await
    }
}

/// One request to an address, the program there alive or not.
pub async fn ask(address: &str, what: &str, head: &str, body: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(address).await.ok()?;
    let text = format!(
        "{what} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n{head}content-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(text.as_bytes()).await.ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    Some((head.split(' ').nth(1)?.parse().ok()?, body.to_owned()))
}

async fn keep(stream: impl AsyncRead + Unpin, lines: Arc<Mutex<Vec<String>>>, written: Arc<Notify>) {
    let mut read = BufReader::new(stream).split(b'\n');
    while let Ok(Some(line)) = read.next_segment().await {
        lines.lock().unwrap().push(String::from_utf8_lossy(&line).into_owned());
        written.notify_one();
    }
}
