//! HTTP/1.1 as plainly as a measure needs it: one connection to this machine, every byte counted.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::Outcome;

/// A connection that stays open between requests.
pub struct Connection {
    stream: TcpStream,
    address: SocketAddr,
    read: Vec<u8>,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
    /// Bytes of head and body as they travelled.
    pub wire: usize,
}

impl Answer {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Connection {
    pub async fn open(address: SocketAddr) -> Outcome<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, address, read: Vec::new() })
    }

    /// Asks for a page. `headers` are whole lines, each ended.
    pub async fn get(&mut self, path: &str, headers: &str) -> Outcome<Answer> {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\n{headers}\r\n", self.address)).await
    }

    /// Sends a form.
    pub async fn post(&mut self, path: &str, headers: &str, form: &str) -> Outcome<Answer> {
        self.send(path, headers, "application/x-www-form-urlencoded", form).await
    }

    /// Sends a text of some kind.
    pub async fn send(&mut self, path: &str, headers: &str, kind: &str, body: &str) -> Outcome<Answer> {
        let (host, length) = (self.address, body.len());
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        ))
        .await
    }

    async fn ask(&mut self, request: &str) -> Outcome<Answer> {
        self.stream.write_all(request.as_bytes()).await?;
        let head = self.until(b"\r\n\r\n").await?;
        let head = String::from_utf8_lossy(&head).into_owned();
        let status = head.get(9..12).and_then(|code| code.parse().ok()).ok_or("no status in an answer")?;
        let mut answer = Answer { status, wire: head.len(), head, body: Vec::new() };
        if answer.header("transfer-encoding") == Some("chunked") {
            loop {
                let (part, wire) = self.part().await?;
                answer.wire += wire;
                if part.is_empty() {
                    return Ok(answer);
                }
                answer.body.extend(part);
            }
        }
        let length = answer.header("content-length").map_or(Ok(0), str::parse)?;
        answer.body = self.exactly(length).await?;
        answer.wire += length;
        Ok(answer)
    }

    /// One part of an answer that comes in parts, and the bytes that it took; the last one is empty.
    async fn part(&mut self) -> Outcome<(Vec<u8>, usize)> {
        let line = self.until(b"\r\n").await?;
        let size = usize::from_str_radix(String::from_utf8_lossy(&line).trim(), 16)?;
        let mut part = self.exactly(size + 2).await?;
        let wire = line.len() + part.len();
        part.truncate(size);
        Ok((part, wire))
    }

    /// Begins to listen to a stream of events.
    pub async fn listen(&mut self, path: &str, headers: &str) -> Outcome {
        let (host, kind) = (self.address, "text/event-stream");
        let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: {kind}\r\n{headers}\r\n");
        self.stream.write_all(request.as_bytes()).await?;
        let head = self.until(b"\r\n\r\n").await?;
        let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
        if !head.starts_with("http/1.1 200") || !head.contains(kind) {
            return Err(format!("{path} is no stream: {head}").into());
        }
        Ok(())
    }

    /// What a stream says next.
    pub async fn said(&mut self) -> Outcome<String> {
        Ok(String::from_utf8_lossy(&self.part().await?.0).into_owned())
    }

    /// To whom it leads.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What comes up to these bytes, and they.
    async fn until(&mut self, end: &[u8]) -> Outcome<Vec<u8>> {
        loop {
            if let Some(at) = self.read.windows(end.len()).position(|window| window == end) {
                return Ok(self.read.drain(..at + end.len()).collect());
            }
            self.more().await?;
        }
    }

    async fn exactly(&mut self, size: usize) -> Outcome<Vec<u8>> {
        while self.read.len() < size {
            self.more().await?;
        }
        Ok(self.read.drain(..size).collect())
    }

    async fn more(&mut self) -> Outcome {
        match self.stream.read_buf(&mut self.read).await? {
            0 => Err("the server closed the connection in the middle".into()),
            _ => Ok(()),
        }
    }
}
