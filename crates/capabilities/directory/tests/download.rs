//! The download, against a server that does as it is told.
#![allow(
    clippy::unwrap_used,
    reason = "clippy sees as tests only the functions marked so, not what they share"
)]

use std::{
    cell::Cell,
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use directory::{Download, Fetched};
use vocabulary::{Problem, Refused};

/// Answers each connection with the next of these, whole, then hangs up; writes down the head of each request.
struct Server {
    address: String,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn new(answers: Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let heads = Arc::new(Mutex::new(Vec::new()));
        let written = heads.clone();
        std::thread::spawn(move || {
            for answer in answers {
                let (mut stream, _) = listener.accept().unwrap();
                let lines = BufReader::new(&stream).lines().map_while(Result::ok);
                let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
                written.lock().unwrap().push(head.join("\n").to_lowercase());
                // The client may hang up first, when it has seen enough.
                drop(stream.write_all(answer.as_bytes()));
            }
        });
        Self { address, heads }
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

/// A response that announces all of `body` and gives its first `given` bytes.
fn answer(status: &str, more: &str, body: &str, given: usize) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n{more}\r\n{}",
        &body[..given]
    )
}

const BODY: &str = "finess;etalab;98;2026-05-12\nstructureet;…\n";
const ONE: &str = "ETag: \"one\"\r\n";

/// An empty folder of this test.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("vigie-download-{}-{name}", std::process::id()));
    drop(std::fs::remove_dir_all(&folder));
    folder
}

fn from(address: &str) -> Download {
    Download { address: address.to_owned(), allow_private: true, ..Download::default() }
}

/// What was fetched, or the code of the refusal.
fn fetch(download: &Download, name: &str) -> Result<String, String> {
    let folder = folder(name);
    let outcome = fetch_into(download, &folder);
    drop(std::fs::remove_dir_all(&folder));
    outcome
}

fn fetch_into(download: &Download, folder: &std::path::Path) -> Result<String, String> {
    match download.fetch(folder, &|_| ()) {
        Ok(path) => {
            let names: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
            assert_eq!(names, ["register.csv"], "nothing is left beside it");
            Ok(std::fs::read_to_string(path).unwrap())
        }
        Err(Problem::Refused(Refused::Invalid(refusals))) => {
            Err(refusals.iter().map(|one| one.code).collect())
        }
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn a_download_follows_its_redirection_and_shows_its_progress() {
    let server = Server::new(vec![
        "HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_owned(),
        answer("200 OK", ONE, BODY, BODY.len()),
    ]);
    let (folder, last) = (folder("redirection"), Cell::new((0, None)));
    let progress = |fetched: Fetched| last.set((fetched.bytes, fetched.total));
    let path = from(&server.address).fetch(&folder, &progress).unwrap();
    assert_eq!(std::fs::read_to_string(path).unwrap(), BODY);
    assert_eq!(last.get(), (BODY.len() as u64, Some(BODY.len() as u64)));
    assert!(server.heads().last().unwrap().starts_with("get /there "));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn what_breaks_off_goes_on_where_it_was() {
    let server = Server::new(vec![
        answer("200 OK", ONE, BODY, 10),
        answer(
            "206 Partial Content",
            &format!("{ONE}Content-Range: bytes 10-39/40\r\n"),
            &BODY[10..],
            BODY.len() - 10,
        ),
    ]);
    assert_eq!(fetch(&from(&server.address), "goes-on").unwrap(), BODY);
    let second = server.heads().pop().unwrap();
    assert!(second.contains("range: bytes=10-") && second.contains("if-range: \"one\""), "{second}");
}

#[test]
fn it_goes_on_in_another_run_too_but_only_for_the_same_address() {
    let folder = folder("another-run");
    let rest = format!("{ONE}Content-Range: bytes 10-39/40\r\n");
    let mut answers = vec![answer("200 OK", ONE, BODY, 10); 4];
    answers.push(answer("206 Partial Content", &rest, &BODY[10..], BODY.len() - 10));
    answers.extend(vec![answer("200 OK", ONE, BODY, 10); 4]);
    let same = Server::new(answers);
    assert_eq!(fetch_into(&from(&same.address), &folder), Err("download-unreachable".to_owned()));
    assert_eq!(fetch_into(&from(&same.address), &folder).unwrap(), BODY);
    std::fs::remove_file(folder.join("register.csv")).unwrap();
    assert_eq!(fetch_into(&from(&same.address), &folder), Err("download-unreachable".to_owned()));
    let other = Server::new(vec![answer("200 OK", ONE, BODY, BODY.len())]);
    assert_eq!(fetch_into(&from(&other.address), &folder).unwrap(), BODY);
    assert!(!other.heads().pop().unwrap().contains("range:"), "the beginning was of another address");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn two_versions_are_never_joined() {
    let changed = Server::new(vec![
        answer("200 OK", ONE, BODY, 10),
        answer("200 OK", "ETag: \"two\"\r\n", "autre\n", 6),
    ]);
    assert_eq!(fetch(&from(&changed.address), "changed").unwrap(), "autre\n");
    let without = Server::new(vec![answer("200 OK", "", BODY, 10), answer("200 OK", "", BODY, BODY.len())]);
    assert_eq!(fetch(&from(&without.address), "without").unwrap(), BODY);
    assert!(!without.heads().pop().unwrap().contains("range:"));
    let elsewhere = Server::new(vec![
        answer("200 OK", ONE, BODY, 10),
        answer("206 Partial Content", "Content-Range: bytes 7-39/40\r\n", &BODY[7..], BODY.len() - 7),
        answer("200 OK", ONE, BODY, BODY.len()),
    ]);
    assert_eq!(fetch(&from(&elsewhere.address), "elsewhere").unwrap(), BODY);
}

#[test]
fn what_cannot_be_is_said() {
    let nobody = { TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap() };
    let small = |address: &str| Download { most: 20, ..from(address) };
    let endless = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_owned() + &"x".repeat(200_000);
    let away = "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let served = |answer: String| Server::new(vec![answer; 4]).address;
    for (download, code) in [
        (from(&format!("http://{nobody}")), "download-unreachable"),
        (from(&served(answer("404 Not Found", "", "", 0))), "download-status"),
        (small(&served(answer("200 OK", "", BODY, BODY.len()))), "download-too-large"),
        (small(&served(endless)), "download-too-large"),
        (from(&served(away.to_owned())), "download-unreachable"),
        (from("ftp://vigie.example/register.csv"), "download-address"),
        (from("register.csv"), "download-address"),
        (Download { allow_private: false, ..from("http://vigie.example/") }, "download-address"),
        (Download { allow_private: false, ..from("https://127.0.0.1/") }, "download-private-address"),
        (Download { allow_private: false, ..from("https://[::1]/") }, "download-private-address"),
        (Download { allow_private: false, ..from("https://0x7f000001/") }, "download-private-address"),
    ] {
        assert_eq!(fetch(&download, "cannot"), Err(code.to_owned()), "{}", download.address);
    }
}
