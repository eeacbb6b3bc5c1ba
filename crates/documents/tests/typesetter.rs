//! The program is not trusted: neither to be there, nor to end, nor to say little, nor to say the truth.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use documents::{Block, Document, Limits, MAX_TEXT, Typesetter};
use vocabulary::{Instant, Language};

fn document(title: &str) -> Document {
    Document {
        language: Language::Fr,
        title: title.to_owned(),
        author: "Cellule".to_owned(),
        at: Instant::from_millis(0),
        foot: String::new(),
        blocks: vec![Block::Paragraph { text: "Bonjour".to_owned() }],
    }
}

fn program(name: &str, limits: Limits) -> Typesetter {
    Typesetter::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs").join(name), limits)
}

/// A folder of this test alone.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

async fn refused(name: &str, limits: Limits) -> String {
    program(name, limits).typeset(&document("x")).await.unwrap_err().chain()
}

#[tokio::test]
async fn a_good_program_is_believed_and_sees_none_of_our_variables() {
    let made = program("makes.sh", Limits::default()).typeset(&document("x")).await.unwrap();
    let said = String::from_utf8(made).unwrap();
    assert!(said.starts_with("%PDF-1.7\n"));
    assert!(std::env::vars().any(|(name, _)| name == "CARGO_MANIFEST_DIR"), "there is something to hide");
    assert!(!said.contains("CARGO"), "{said}");
}

#[tokio::test]
async fn an_absent_program_is_said_with_how_to_build_it() {
    let said = refused("nowhere", Limits::default()).await;
    assert!(said.contains("nowhere is not there"), "{said}");
    assert!(said.contains("cargo build -p typesetter") && said.contains("VIGIE_TYPESETTER"), "{said}");
    assert!(program("nowhere", Limits::default()).check().await.is_err());
}

#[tokio::test]
async fn what_the_program_complains_of_is_in_the_chain() {
    let said = refused("fails.sh", Limits::default()).await;
    assert!(said.contains("the ink is dry") && said.contains('3'), "{said}");
}

#[tokio::test]
async fn what_is_no_pdf_is_refused() {
    let said = refused("chatters.sh", Limits::default()).await;
    assert!(said.contains("something else"), "{said}");
}

#[tokio::test]
async fn a_flood_is_cut() {
    let said = refused("floods.sh", Limits { size: 1_000_000, ..Limits::default() }).await;
    assert!(said.contains("larger than 1000000 bytes"), "{said}");
}

#[tokio::test]
async fn too_much_text_is_refused_before_anything_is_started() {
    let failure = program("nowhere", Limits::default()).typeset(&document(&"x".repeat(MAX_TEXT))).await;
    let said = failure.unwrap_err().chain();
    assert!(said.contains("too many"), "{said}");
}

#[tokio::test]
async fn a_program_that_never_ends_is_killed_and_one_may_try_again() {
    let file = folder("sleeps").join("number");
    let limits = Limits { time: Duration::from_secs(3), ..Limits::default() };
    let failure = program("sleeps.sh", limits).typeset(&document(file.to_str().unwrap())).await.unwrap_err();
    assert!(failure.is_busy(), "{}", failure.chain());
    let number = std::fs::read_to_string(&file).unwrap();
    let process = Path::new("/proc").join(number.trim()).join("cmdline");
    // Killed at once, buried by the runtime a moment later: a dead one has no command line.
    while std::fs::read(&process).is_ok_and(|line| line.starts_with(b"sleep")) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn no_more_are_at_work_than_is_said_and_all_get_their_turn() {
    let folder = folder("counts");
    let typesetter = program("counts.sh", Limits { at_once: 2, ..Limits::default() });
    let tasks: Vec<_> = (0..6)
        .map(|_| {
            let (typesetter, document) = (typesetter.clone(), document(folder.to_str().unwrap()));
            tokio::spawn(async move { typesetter.typeset(&document).await.unwrap() })
        })
        .collect();
    for task in tasks {
        let said = String::from_utf8(task.await.unwrap()).unwrap();
        let at_work: usize = said.trim_start_matches("%PDF-").trim().parse().unwrap();
        assert!((1..=2).contains(&at_work), "{said}");
    }
}
