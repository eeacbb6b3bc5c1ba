//! A real SMTP server for tests: aiosmtpd, ordered about by the words of the recipient's address.
#![allow(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a test that cannot be set up must fail loudly"
)]

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// The server, stopped when dropped. It keeps what it took as `FOLDER/*.eml`, in order. It refuses addresses that begin with
/// `refused` for good (550), those that begin with `later` for now (451), messages to those that begin with `unwanted` for good
/// (554, after the data), and hangs up after taking those that begin with `cut`, once each, before it says so. While it is
/// [`Sink::down`], it refuses everything for now. A password is right when it is `right`.
pub struct Sink {
    process: Child,
    folder: PathBuf,
    port: u16,
}

/// How a server encrypts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// It offers STARTTLS, and takes nothing without.
    Offered,
    /// From the first byte on.
    Wrapped,
}

impl Encryption {
    const fn code(self) -> &'static str {
        match self {
            Self::Offered => "offered",
            Self::Wrapped => "wrapped",
        }
    }
}

impl Sink {
    /// Starts one without encryption, which keeps its messages in that folder.
    pub fn start(folder: &Path) -> Self {
        Self::run(folder, &[])
    }

    /// Starts one with encryption, under the key and certificate of a PEM text.
    pub fn encrypted(folder: &Path, encryption: Encryption, pem: &str) -> Self {
        std::fs::create_dir_all(folder).expect("a folder for the messages");
        let path = folder.join("server.pem");
        std::fs::write(&path, pem).expect("the certificate is written");
        Self::run(folder, &[encryption.code(), path.to_str().expect("a path in UTF-8")])
    }

    fn run(folder: &Path, arguments: &[&str]) -> Self {
        std::fs::create_dir_all(folder).expect("a folder for the messages");
        // Debian's own Python, for which python3-aiosmtpd is packaged; another one may come first in the path. Its standard input
        // ends with the test, however that ends, and so does the server.
        let mut process = Command::new("/usr/bin/python3")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sink.py"))
            .arg(folder)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("no /usr/bin/python3: apt-get install python3-aiosmtpd");
        let output = process.stdout.take().expect("its output");
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line).expect("its first line");
        let port =
            line.trim().parse().expect("no SMTP server for the tests: apt-get install python3-aiosmtpd");
        Self { process, folder: folder.to_owned(), port }
    }

    /// Its port, on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Its address without encryption, for [`crate::Post::smtp`].
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// What it took, in the order in which it came.
    pub fn messages(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.folder).expect("the folder of the messages");
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "eml"));
        paths.sort();
        paths.iter().map(|path| std::fs::read_to_string(path).expect("a message")).collect()
    }

    /// Makes it refuse everything for now, or serve again.
    pub fn down(&self, down: bool) {
        let mark = self.folder.join("down");
        if down {
            std::fs::write(mark, "").expect("the mark is set");
        } else {
            std::fs::remove_file(mark).expect("the mark is taken away");
        }
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.process.kill().expect("the server stops");
        self.process.wait().expect("the server stops");
    }
}
