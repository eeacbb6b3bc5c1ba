//! A private space with an open group, a group on request, and people.

use std::{collections::BTreeSet, sync::Arc};

use access::{Caller, Person, Reach, Role, Standing};
use community::{Community, NewPost, NewThread};
use jobs::Worker;
use storage::{args, sql, testing::TestDatabase};
use vault::MasterKey;
use vocabulary::{Id, Language, Problem, Refused, Tlp};

pub struct House {
    pub database: Arc<TestDatabase>,
    pub community: Community,
}

/// The groups of every house.
pub const OPEN: &str = "rancongiciels";
pub const CLOSED: &str = "bretagne";
pub const HIDDEN: &str = "cellule-de-crise";

pub fn account(byte: u8) -> Id {
    Id::from_random([byte; 16])
}

impl House {
    pub async fn new(database: Arc<TestDatabase>) -> Self {
        let key = database.folder().join("key");
        let master = MasterKey::load_or_create(&key, database.desk().ids.as_ref()).unwrap();
        let folder = database.folder().join("objects");
        let files = vault::Objects::at(&folder, master.derive("attachments")).await.unwrap();
        let community = Community::new(database.desk(), &master).keeping(files);
        let house = Self { database, community };
        for (byte, slug, access) in [(201, OPEN, "open"), (202, CLOSED, "request"), (203, HIDDEN, "hidden")] {
            house
                .run(
                    sql!(
                        "INSERT INTO community_groups (id, slug, name, purpose, kind, access, created_at, created_by, \
                         revision) VALUES ($1, $2, $2, '', 'theme', $3, 0, 'la cellule', 1)"
                    ),
                    args![account(byte), slug, access],
                )
                .await;
        }
        house
    }

    async fn run(&self, statement: &'static storage::Statement, arguments: Vec<storage::Arg>) {
        let mut unit = self.database.desk().store.write().await.unwrap();
        unit.run(statement, arguments).await.unwrap();
        unit.commit().await.unwrap();
    }

    /// Somebody joined a group.
    pub async fn sits(&self, byte: u8, slug: &str) {
        let statement = sql!(
            "INSERT INTO community_seats (group_id, account, name, state, steward, words, since, muted) \
             SELECT id, $2, $3, 'joined', FALSE, '', 0, FALSE FROM community_groups WHERE slug = $1"
        );
        self.run(statement, args![slug, account(byte), format!("nom{byte}z")]).await;
    }

    /// Somebody who has an account joined a group.
    pub async fn sits_as(&self, caller: &Caller, slug: &str) {
        let statement = sql!(
            "INSERT INTO community_seats (group_id, account, name, state, steward, words, since, muted) \
             SELECT id, $2, $3, 'joined', FALSE, '', 0, FALSE FROM community_groups WHERE slug = $1"
        );
        self.run(statement, args![slug, caller.person().unwrap().account, caller.author()]).await;
    }

    /// Somebody is in a group no more.
    pub async fn leaves(&self, byte: u8) {
        self.run(sql!("DELETE FROM community_seats WHERE account = $1"), args![account(byte)]).await;
    }

    /// Does what waits to be done.
    pub async fn work(&self) {
        let handlers = community::jobs::handlers(&self.community);
        Worker::new(self.database.desk(), handlers).drain().await.unwrap();
    }

    /// A thread of that title, opened by a member.
    pub async fn thread(&self, byte: u8, slug: &str, title: &str, post: NewPost) -> Id {
        let (id, _) = self.community.open_thread(&member(byte), slug, thread(title, post)).await.unwrap();
        self.work().await;
        id
    }
}

pub fn thread(title: &str, post: NewPost) -> NewThread {
    NewThread {
        title: title.to_owned(),
        post,
        tags: vec!["vague".to_owned()],
        language: Language::Fr,
        poll: None,
        reviewers: None,
    }
}

pub fn post(body: &str, tlp: Tlp) -> NewPost {
    NewPost { body: body.to_owned(), tlp, ..NewPost::default() }
}

pub fn red(body: &str, readers: &[u8]) -> NewPost {
    let readers: BTreeSet<Id> = readers.iter().map(|byte| account(*byte)).collect();
    NewPost { readers, ..post(body, Tlp::Red) }
}

/// Somebody of a role.
pub fn person(role: Role, byte: u8) -> Caller {
    let id = account(byte);
    Caller::Person(Person {
        account: id,
        name: format!("nom{byte}z"),
        session: Id::from_random([byte.wrapping_add(100); 16]),
        standings: vec![Standing { role, reach: Reach::Nation }],
        withheld: Vec::new(),
        fresh: true,
        limited_to: None,
    })
}

pub fn member(byte: u8) -> Caller {
    person(Role::Member, byte)
}

/// The code of the first refusal.
pub fn code<T: std::fmt::Debug>(result: Result<T, Problem>) -> &'static str {
    match result.unwrap_err() {
        Problem::Refused(Refused::Conflict(refusal)) => refusal.code,
        Problem::Refused(Refused::Invalid(refusals)) => refusals[0].code,
        Problem::Refused(Refused::NotFound) => "not-found",
        Problem::Refused(Refused::Forbidden) => "forbidden",
        Problem::Refused(Refused::SignInFirst) => "sign-in",
        other => panic!("{other:?}"),
    }
}
