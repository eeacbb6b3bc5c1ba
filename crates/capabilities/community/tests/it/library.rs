//! Files and experience reports: who reads them, in which version, and when they leave.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use access::{Caller, Role};
use community::{
    NewPost, NewThread,
    events::{Passed, Threshold},
    rules::documents::{DAY_BYTES, DocumentKind, FILE_BYTES, WAITING},
};
use storage::{Unit, args, on_both_engines, sql};
use vocabulary::{Id, Problem, Refusal, Refused, Tlp};

use crate::house::{CLOSED, House, OPEN, account, code, member, person, post, red, thread};

pub const PDF: &[u8] = b"%PDF-1.7 un plan";

/// A file that waits for a post of somebody.
pub async fn sent(house: &House, caller: &Caller, name: &str, bytes: &[u8]) -> Result<Id, Problem> {
    let c = &house.community;
    let mut upload = c.file_begin(caller, name).await?;
    match c.file_bytes(&mut upload, bytes).await {
        Ok(()) => c.file_finish(upload).await,
        Err(problem) => {
            c.file_abandon(upload).await?;
            Err(problem)
        }
    }
}

/// Those who owe something while it is said so.
struct Owing(Arc<AtomicBool>);

impl Threshold for Owing {
    fn passes<'a>(&'a self, _unit: &'a mut Unit, _caller: &'a Caller) -> Passed<'a> {
        let owes = self.0.load(Ordering::SeqCst);
        let refused = || Refused::Conflict(Refusal::new("membership-due")).into();
        Box::pin(async move { if owes { Err(refused()) } else { Ok(()) } })
    }
}

async fn bytes(house: &House, caller: &Caller, id: Id) -> Vec<u8> {
    let mut opened = house.community.take_document(caller, id).await.unwrap().bytes.unwrap();
    let mut bytes = Vec::new();
    while let Some(part) = opened.next().await.unwrap() {
        bytes.extend(part);
    }
    bytes
}

fn on_disk(house: &House) -> usize {
    std::fs::read_dir(house.database.folder().join("objects")).unwrap().count()
}

fn report(reviewers: &[u8], post: NewPost) -> NewThread {
    let reviewers: BTreeSet<Id> = reviewers.iter().map(|byte| account(*byte)).collect();
    NewThread { reviewers: Some(reviewers), ..thread("Une nuit sans réseau", post) }
}

async fn the_only(house: &House, caller: &Caller, slug: &str) -> Id {
    let page = house.community.library(caller, slug, None, "", 50).await.unwrap().1;
    assert_eq!(page.items.len(), 1);
    page.items[0].id
}

on_both_engines! {
    async fn a_file_is_carried_by_a_post_and_has_versions_each_under_its_own_mark(database) {
        let house = House::new(database.clone()).await;
        let c = &house.community;
        for byte in [1, 2, 3] {
            house.sits(byte, CLOSED).await;
        }
        let first = sent(&house, &member(1), "../plan.pdf", PDF).await.unwrap();
        assert_eq!(c.waiting(&member(1), &[first]).await.unwrap()[0].name, "plan.pdf");
        assert!(c.waiting(&member(2), &[first]).await.unwrap().is_empty());
        assert!(c.document(&member(1), first).await.is_err(), "no post carries it yet");
        let stolen = NewPost { files: vec![first], ..post("à moi", Tlp::Green) };
        assert_eq!(code(c.open_thread(&member(2), CLOSED, thread("À moi", stolen)).await), "file-gone");
        let new = NewPost { files: vec![first], ..post("La première.", Tlp::Green) };
        let id = house.thread(1, CLOSED, "Plan de reprise", new).await;
        database.clock.advance(60);

        let second = sent(&house, &member(2), "plan-2.pdf", b"%PDF-1.7 deux").await.unwrap();
        let new = NewPost { files: vec![second], replaces: Some(first), ..red("Un nom y est.", &[1]) };
        c.reply(&member(2), id, new).await.unwrap();
        for (reader, versions, last) in [(1, 2, second), (2, 2, second), (3, 1, first)] {
            let view = c.document(&member(reader), first).await.unwrap();
            assert_eq!((view.versions.len(), view.versions[0].id), (versions, last), "{reader}");
            let page = c.library(&member(reader), CLOSED, Some(DocumentKind::File), "", 50).await.unwrap().1;
            assert_eq!((page.items.len(), page.items[0].id), (1, last), "the last that {reader} may read");
        }
        assert_eq!(bytes(&house, &member(3), first).await, PDF);
        assert_eq!(code(c.take_document(&member(3), second).await.map(drop)), "not-found");
        let mine = c.take_document(&member(1), second).await.unwrap();
        assert!(mine.named && mine.document.name == "plan-2.pdf");
        let view = c.thread(&member(3), id, "").await.unwrap();
        assert_eq!(view.posts[0].documents[0].name, "plan.pdf");

        // Sealed on disk; hidden with its post, and gone with its thread.
        let kept = std::fs::read(database.folder().join("objects").join(first.to_string())).unwrap();
        assert!(!kept.windows(8).any(|part| part == &PDF[..8]));
        c.withdraw(&member(1), view.posts[0].id).await.unwrap();
        assert_eq!(code(c.take_document(&member(3), first).await.map(drop)), "not-found");
        assert_eq!(c.library(&member(3), CLOSED, None, "", 50).await.unwrap().1.items.len(), 0);
        let mut unit = database.desk().store.write().await.unwrap();
        let late = database.desk().now().plus_seconds(10);
        let (threads, files) = community::Community::sweep_in(&mut unit, (late, late), 10).await.unwrap();
        assert_eq!((threads, files.len()), (1, 2));
        unit.commit().await.unwrap();
    }

    async fn abuse_a11_what_must_carry_the_name_of_its_reader_is_refused_when_it_cannot(database) {
        let house = House::new(database.clone()).await;
        let c = &house.community;
        for byte in [1, 2] {
            house.sits(byte, CLOSED).await;
        }
        let sheet = sent(&house, &member(1), "notes.docx", b"PK\x03\x04 notes").await.unwrap();
        let strict = NewPost { files: vec![sheet], ..post("x", Tlp::AmberStrict) };
        assert_eq!(code(c.open_thread(&member(1), CLOSED, thread("Notes", strict)).await), "file-unnamed");
        let wider = NewPost { files: vec![sheet], ..post("x", Tlp::Amber) };
        let id = house.thread(1, CLOSED, "Notes", wider).await;
        assert!(!c.take_document(&member(2), sheet).await.unwrap().named);
        // Tightened at once all the same; it stays from then on.
        let opening = c.thread(&member(1), id, "").await.unwrap().posts[0].id;
        c.remark(&member(1), opening, (Tlp::AmberStrict, [].into())).await.unwrap();
        assert!(c.document(&member(2), sheet).await.is_ok());
        assert_eq!(code(c.take_document(&member(2), sheet).await.map(drop)), "file-stays");
    }

    async fn abuse_d07_files_of_members_are_bounded_and_what_is_refused_leaves_nothing(database) {
        let house = House::new(database.clone()).await;
        let c = &house.community;
        house.sits(1, OPEN).await;
        let long = vec![0; usize::try_from(FILE_BYTES).unwrap() + 1];
        assert_eq!(code(sent(&house, &member(1), "a", &long).await), "file-too-large");
        assert_eq!(code(sent(&house, &member(1), "a", b"").await), "file-empty");
        let virus = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*"].concat();
        assert_eq!(code(sent(&house, &member(1), "a", virus.as_bytes()).await), "file-virus");
        assert_eq!(code(sent(&house, &person(Role::Ars, 9), "a", PDF).await), "not-found");
        assert_eq!(on_disk(&house), 0);
        let mut files = Vec::new();
        let fits = DAY_BYTES / i64::try_from(FILE_BYTES).unwrap();
        for _ in 0..WAITING.min(fits) {
            files.push(sent(&house, &member(1), "a.txt", b"x").await.unwrap());
        }
        let most = post("x", Tlp::Green);
        let many = NewPost { files: files[..4].to_vec(), ..most.clone() };
        assert_eq!(code(c.open_thread(&member(1), OPEN, thread("Trop", many)).await), "files-many");
        let unnamed = NewPost {
            files: files[..1].to_vec(),
            unnamed: community::rules::Voice::new("hospital", "large-region"),
            ..most
        };
        assert!(c.open_thread(&member(1), OPEN, thread("Qui", unnamed)).await.is_err());
        // What no post carries goes with time, and with who leaves.
        let mut unit = database.desk().store.write().await.unwrap();
        c.forget_in(&mut unit, account(1)).await.unwrap();
        let late = database.desk().now().plus_seconds(1);
        let swept = community::Community::sweep_in(&mut unit, (database.desk().now().plus_seconds(-9), late), 100);
        assert_eq!(swept.await.unwrap().1.len(), files.len());
        unit.commit().await.unwrap();
    }

    async fn who_owes_something_first_adds_nothing_and_reviews_nothing(database) {
        let mut house = House::new(database.clone()).await;
        let owes = Arc::new(AtomicBool::new(false));
        house.community = house.community.clone().entered_over(Arc::new(Owing(owes.clone())));
        let c = &house.community;
        for byte in [1, 2] {
            house.sits(byte, OPEN).await;
        }
        let new = report(&[2], post("## Contexte\n\nUn réseau.", Tlp::Green));
        c.open_thread(&member(1), OPEN, new.clone()).await.unwrap();
        house.work().await;
        let document = the_only(&house, &member(2), OPEN).await;
        let file = sent(&house, &member(1), "plan.pdf", PDF).await.unwrap();
        owes.store(true, Ordering::SeqCst);
        assert_eq!(code(c.accept_report(&member(2), document, 1).await), "membership-due");
        assert_eq!(code(sent(&house, &member(1), "autre.pdf", PDF).await), "membership-due");
        assert_eq!(code(c.open_thread(&member(1), OPEN, new).await), "membership-due");
        let with = NewPost { files: vec![file], ..post("x", Tlp::Green) };
        assert_eq!(code(c.open_thread(&member(1), OPEN, thread("Plan", with)).await), "membership-due");
        assert_eq!(on_disk(&house), 1);
        // What is theirs, and what they may read, stays in their reach.
        assert_eq!(c.waiting(&member(1), &[file]).await.unwrap().len(), 1);
        assert!(c.take_document(&member(2), document).await.is_ok());
        owes.store(false, Ordering::SeqCst);
        c.accept_report(&member(2), document, 1).await.unwrap();
    }

    async fn a_report_is_for_its_reviewers_until_one_says_yes(database) {
        let house = House::new(database.clone()).await;
        let c = &house.community;
        for byte in [1, 2, 3] {
            house.sits(byte, OPEN).await;
        }
        let text = "## Contexte\n\nUn réseau à plat.";
        for (wrong, reviewers) in [("retex-reviewers", &[1][..]), ("retex-reviewers", &[]), ("retex-reviewers", &[4])] {
            let new = report(reviewers, post(text, Tlp::Green));
            assert_eq!(code(c.open_thread(&member(1), OPEN, new).await), wrong);
        }
        let other = report(&[3], red(text, &[2]));
        assert_eq!(code(c.open_thread(&member(1), OPEN, other).await), "retex-reviewers-named");
        let (id, _) = c.open_thread(&member(1), OPEN, report(&[2], post(text, Tlp::Green))).await.unwrap();
        house.work().await;
        let document = the_only(&house, &member(2), OPEN).await;
        assert_eq!(the_only(&house, &member(1), OPEN).await, document);
        for reader in [member(3), member(4), person(Role::Moderator, 5), person(Role::Lead, 8)] {
            assert!(c.library(&reader, OPEN, None, "", 50).await.unwrap().1.items.is_empty());
            for refused in [
                c.document(&reader, document).await.map(drop),
                c.take_document(&reader, document).await.map(drop),
                c.accept_report(&reader, document, 1).await,
                c.thread(&reader, id, "").await.map(drop),
            ] {
                assert_eq!(code(refused), "not-found");
            }
        }
        let view = c.document(&member(2), document).await.unwrap();
        assert!(view.reviews && view.wanted == Some(Tlp::Green) && view.versions[0].waits);
        assert!(c.take_document(&member(2), document).await.unwrap().named);
        // Its author neither accepts it nor goes around its review.
        let opening = c.thread(&member(1), id, "").await.unwrap().posts[0].id;
        assert_eq!(code(c.accept_report(&member(1), document, 1).await), "retex-own");
        let loosened = c.remark(&member(1), opening, (Tlp::Green, [].into())).await;
        assert_eq!(code(loosened), "retex-in-review");
        // What was read is what is accepted.
        c.edit(&member(1), opening, "## Contexte\n\nUn réseau coupé en trois.", 1).await.unwrap();
        assert_eq!(code(c.accept_report(&member(2), document, 1).await), "post-changed");
        database.clock.advance(60);
        c.accept_report(&member(2), document, 2).await.unwrap();
        assert_eq!(code(c.accept_report(&member(2), document, 2).await), "retex-reviewed");
        house.work().await;
        for reader in [member(3), member(4), person(Role::Moderator, 5)] {
            let view = c.document(&reader, document).await.unwrap();
            let reviewed = view.versions[0].reviewed.clone().unwrap();
            assert_eq!((reviewed.0.as_str(), reviewed.2), ("nom2z", 2));
            assert!(!view.reviews && !c.take_document(&reader, document).await.unwrap().named);
        }
        // Who reviewed is forgotten with them.
        let mut unit = database.desk().store.write().await.unwrap();
        c.erase_in(&mut unit, account(2)).await.unwrap();
        let held = sql!("SELECT COUNT(*) AS n FROM community_documents WHERE reviewer IS NOT NULL OR reviewer_name <> ''");
        assert_eq!(unit.one(held, args![], |row| row.get::<i64>("n")).await.unwrap(), 0);
        unit.commit().await.unwrap();
    }
}
