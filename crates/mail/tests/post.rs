//! Messages leave through a real server, and what it says is understood.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use std::path::PathBuf;

use mail::{Message, Post, testing::Sink};
use vocabulary::{Instant, Language, MailAddress};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("vigie_mail_{name}_{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

fn message(to: &str) -> Message {
    Message {
        to: MailAddress::parse(to).unwrap(),
        subject: "Déclaration VIG-2026-000001-A".to_owned(),
        text: "Du nouveau sur votre déclaration.\n.\nSuite".to_owned(),
        language: Language::Fr,
        message_id: "0f1e".to_owned(),
        at: Instant::from_millis(1_770_000_000_000),
    }
}

fn from() -> MailAddress {
    MailAddress::parse("vigie@vigie.example").unwrap()
}

#[tokio::test]
async fn a_message_arrives_whole() {
    let folder = Folder::new("whole");
    let sink = Sink::start(&folder.0);
    let post = Post::smtp(&sink.url(), from(), "Cellule d’essai").unwrap();
    post.check().await.unwrap();
    post.send(&message("rssi@vigie.example")).await.unwrap();
    let taken = sink.messages();
    assert_eq!(taken.len(), 1);
    assert!(taken[0].contains("Message-ID: <0f1e@vigie.example>"), "{}", taken[0]);
    assert!(taken[0].contains("Auto-Submitted: auto-generated"));
    assert!(taken[0].contains("Suite"), "a lone dot ends nothing");
}

#[tokio::test]
async fn for_now_and_for_good_are_told_apart() {
    let folder = Folder::new("refusals");
    let sink = Sink::start(&folder.0);
    let post = Post::smtp(&sink.url(), from(), "Cellule").unwrap();
    assert!(post.send(&message("refused@vigie.example")).await.unwrap_err().permanent);
    assert!(!post.send(&message("later@vigie.example")).await.unwrap_err().permanent);
    drop(sink);
    assert!(
        !post.send(&message("rssi@vigie.example")).await.unwrap_err().permanent,
        "a server that is not there"
    );
}

#[tokio::test]
async fn fault_r08_a_second_copy_carries_the_same_mark() {
    let folder = Folder::new("cut");
    let sink = Sink::start(&folder.0);
    let post = Post::smtp(&sink.url(), from(), "Cellule").unwrap();
    assert!(!post.send(&message("cut@vigie.example")).await.unwrap_err().permanent);
    post.send(&message("cut@vigie.example")).await.unwrap();
    let taken = sink.messages();
    assert_eq!(taken.len(), 2);
    assert_eq!(taken[0], taken[1]);
}

#[tokio::test]
async fn without_a_server_messages_are_files() {
    let folder = Folder::new("files");
    let post = Post::files(&folder.0.join("mail"), from(), "Cellule");
    post.check().await.unwrap();
    post.send(&message("rssi@vigie.example")).await.unwrap();
    post.send(&message("rssi@vigie.example")).await.unwrap();
    let files: Vec<_> =
        std::fs::read_dir(folder.0.join("mail")).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert_eq!(files, ["20260202T024000-0f1e.eml"]);
}

#[tokio::test]
async fn abuse_e08_a_server_without_the_encryption_that_was_asked_for_gets_nothing() {
    let folder = Folder::new("tls");
    let sink = Sink::start(&folder.0);
    let post = Post::smtp(&format!("{}?tls=required", sink.url()), from(), "Cellule").unwrap();
    assert!(post.send(&message("rssi@vigie.example")).await.is_err());
    assert!(sink.messages().is_empty());
}
