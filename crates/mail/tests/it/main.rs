//! Messages leave through a real server, and what it says is understood.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

mod encryption;
mod ground;

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use ground::{Folder, from, message};
use mail::{Letters, Post, testing::Sink};

/// What a reader that is not ours makes of a message: its subject, its sender and its words.
fn read_by_python(message: &str) -> String {
    let script = "import sys, email, email.policy\n\
        m = email.message_from_string(sys.stdin.read(), policy=email.policy.default)\n\
        print(m['subject'], m['from'], m['to'], m['content-language'], m.get_content_type(), sep='|')\n\
        print(m.get_content(), end='')";
    let mut reader = Command::new("/usr/bin/python3")
        .args(["-c", script])
        .env("PYTHONIOENCODING", "utf-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    reader.stdin.take().unwrap().write_all(message.as_bytes()).unwrap();
    // Lines end with CR LF in a message, whatever carries them.
    String::from_utf8(reader.wait_with_output().unwrap().stdout).unwrap().replace("\r\n", "\n")
}

#[tokio::test]
async fn a_message_arrives_whole() {
    let folder = Folder::new();
    let sink = Sink::start(folder.path());
    let post = Post::smtp(&sink.url(), from(), "Cellule d’essai").unwrap();
    post.check().await.unwrap();
    let long = "é".repeat(2_000);
    let mut message = message("rssi@vigie.example");
    message.text = format!("Du nouveau\u{a0}: {long}\n.\nSuite  \n");
    post.send(&message).await.unwrap();
    let taken = sink.messages();
    assert_eq!(taken.len(), 1);
    for header in [
        "Message-ID: <0f1e.0@vigie.example>",
        "Auto-Submitted: auto-generated",
        "Date: Mon, 02 Feb 2026 02:40:00 +0000",
    ] {
        assert!(taken[0].contains(header), "{header} in {}", taken[0]);
    }
    assert!(taken[0].is_ascii() && taken[0].lines().all(|line| line.len() <= 998), "any server carries it");
    let read = format!(
        "Déclaration VIG-2026-000001-A|Cellule d’essai <vigie@vigie.example>|rssi@vigie.example|fr|text/plain\n{}",
        message.text
    );
    assert_eq!(read_by_python(&taken[0]), read);
}

#[tokio::test]
async fn whoever_asked_for_many_finds_how_to_end_it() {
    let folder = Folder::new();
    let sink = Sink::start(folder.path());
    let post = Post::smtp(&sink.url(), from(), "Cellule").unwrap();
    let end =
        format!("https://vigie.example/abonnements/desinscription?cle={}.{}", "0".repeat(32), "a".repeat(64));
    post.send_to_list(&message("rssi@vigie.example"), &end).await.unwrap();
    post.send_to_list(&message("rssi@vigie.example"), "https://x.example/>\r\nBcc: y@x.example")
        .await
        .unwrap();
    post.send(&message("rssi@vigie.example")).await.unwrap();
    let taken = sink.messages();
    let said = taken[0].replace("\r\n ", " ");
    assert!(said.contains(&format!("List-Unsubscribe: <{end}>\r\n")), "{said}");
    assert!(said.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{said}");
    assert!(taken[1].contains("List-Unsubscribe: <https://x.example/>\r\n") && !taken[1].contains("Bcc"));
    assert!(!taken[2].contains("List-"), "{}", taken[2]);
}

#[tokio::test]
async fn connections_are_kept_and_a_server_that_came_back_is_found() {
    let folder = Folder::new();
    let sink = Sink::start(folder.path());
    let post = Post::smtp(&sink.url(), from(), "Cellule").unwrap();
    for _ in 0..20 {
        post.send(&message("rssi@vigie.example")).await.unwrap();
    }
    assert_eq!(sink.messages().len(), 20);
    drop(sink);
    let absent = post.send(&message("rssi@vigie.example")).await.unwrap_err();
    assert!(!absent.permanent, "a server that is not there may come back");
}

#[tokio::test]
async fn for_now_and_for_good_are_told_apart() {
    let folder = Folder::new();
    let sink = Sink::start(folder.path());
    let post = Post::smtp(&sink.url(), from(), "Cellule").unwrap();
    for (to, permanent) in [("refused", true), ("unwanted", true), ("later", false)] {
        let undelivered = post.send(&message(&format!("{to}@vigie.example"))).await.unwrap_err();
        assert_eq!(undelivered.permanent, permanent, "{to}: {undelivered:?}");
    }
    sink.down(true);
    assert!(!post.send(&message("rssi@vigie.example")).await.unwrap_err().permanent);
    sink.down(false);
    post.send(&message("rssi@vigie.example")).await.unwrap();
    assert_eq!(sink.messages().len(), 1);
}

#[tokio::test]
async fn a_password_that_was_changed_loses_no_message() {
    let folder = Folder::new();
    let sink = Sink::start(folder.path());
    let post = |password| {
        let url = format!("smtp://cellule:{password}@127.0.0.1:{}?tls=never", sink.port());
        Post::smtp(&url, from(), "Cellule").unwrap()
    };
    let undelivered = post("wrong").send(&message("rssi@vigie.example")).await.unwrap_err();
    assert!(!undelivered.permanent && undelivered.reason.contains("535"), "{undelivered:?}");
    post("right").send(&message("rssi@vigie.example")).await.unwrap();
    assert_eq!(sink.messages().len(), 1);
}

#[tokio::test]
async fn fault_r08_a_second_copy_carries_the_same_mark() {
    let folder = Folder::new();
    let sink = Sink::start(folder.path());
    let post = Post::smtp(&sink.url(), from(), "Cellule").unwrap();
    assert!(!post.send(&message("cut@vigie.example")).await.unwrap_err().permanent);
    post.send(&message("cut@vigie.example")).await.unwrap();
    let taken = sink.messages();
    assert_eq!(taken.len(), 2);
    assert_eq!(taken[0], taken[1]);
}

/// A message that no job keeps is lost with the server; one that is written anew for a second try is another message.
#[tokio::test]
async fn fault_r08_negative_control_mail_that_is_not_kept_is_lost_or_doubled() {
    let folder = Folder::new();
    let sink = Sink::start(folder.path());
    let post = Post::smtp(&sink.url(), from(), "Cellule").unwrap();
    sink.down(true);
    assert!(post.send(&message("rssi@vigie.example")).await.is_err());
    sink.down(false);
    assert!(sink.messages().is_empty());
    let mut written = message("cut@vigie.example");
    assert!(post.send(&written).await.is_err());
    written.message_id = "another".to_owned();
    post.send(&written).await.unwrap();
    let taken = sink.messages();
    assert_eq!(taken.len(), 2);
    assert_ne!(taken[0], taken[1]);
}

#[tokio::test]
async fn without_a_server_messages_are_files() {
    let folder = Folder::new();
    let mail = folder.path().join("mail");
    let post = Post::files(&mail, from(), "Cellule");
    post.check().await.unwrap();
    let mut message = message("rssi@vigie.example");
    post.send(&message).await.unwrap();
    post.send(&message).await.unwrap();
    message.message_id = "../../etc/passwd\0".to_owned();
    post.send(&message).await.unwrap();
    let mut files: Vec<_> = std::fs::read_dir(&mail).unwrap().map(|file| file.unwrap().file_name()).collect();
    files.sort();
    assert_eq!(files, ["20260202T024000-.._.._etc_passwd_.eml", "20260202T024000-0f1e.0.eml"]);
    let text = std::fs::read_to_string(mail.join(&files[1])).unwrap();
    assert!(read_by_python(&text).starts_with("Déclaration VIG-2026-000001-A|"));

    std::fs::write(folder.path().join("taken"), "").unwrap();
    let nowhere = Post::files(&folder.path().join("taken"), from(), "Cellule");
    assert!(nowhere.check().await.is_err());
    assert!(!nowhere.send(&message).await.unwrap_err().permanent);
}

#[tokio::test]
async fn letters_go_by_age_or_by_mark_and_nothing_else_does() {
    let folder = Folder::new();
    let letters = Letters::at(&folder.path().join("mail"));
    let mut letter = message("rssi@vigie.example");
    assert_eq!(letters.remove_before(letter.at).await.unwrap(), 0, "no folder yet");
    let post = Post::files(&folder.path().join("mail"), from(), "Cellule");
    let told = letter.at;
    for (mark, days) in [("old-1", 0), ("old-2", 0), ("young", 30)] {
        mark.clone_into(&mut letter.message_id);
        letter.at = told.plus_seconds(days * 24 * 3600);
        post.send(&letter).await.unwrap();
    }
    let file = |name: &str| folder.path().join("mail").join(name);
    std::fs::write(file("20200101T000000-half.part"), "").unwrap();
    std::fs::write(file("notes-of-the-operator.txt"), "").unwrap();
    assert_eq!(letters.remove_marked(&["old-2".to_owned(), "absent".to_owned()].into()).await.unwrap(), 1);
    assert_eq!(letters.count_before(told).await.unwrap(), 1, "what a crash left half-way");
    let later = told.plus_seconds(24 * 3600);
    assert_eq!(letters.count_before(later).await.unwrap(), 2);
    assert_eq!(letters.remove_before(later).await.unwrap(), 2);
    let mut left: Vec<_> =
        std::fs::read_dir(file("")).unwrap().map(|file| file.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["20260304T024000-young.eml", "notes-of-the-operator.txt"]);
}

#[test]
fn a_post_may_be_dropped_after_its_runtime() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let post = runtime.block_on(async { Post::smtp("smtp://127.0.0.1:9", from(), "Cellule").unwrap() });
    drop(runtime);
    drop(post);
    assert!(Post::smtp("smtp://127.0.0.1:9", from(), "Cellule").is_err(), "and none is opened outside one");
}
