//! A private space whose people have accounts, and a mail server.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use access::{Caller, Person, Reach, Role, Standing};
use accounts::{Accounts, AccountsSettings, NewAccount};
use community::{Community, NewPost, NewThread};
use jobs::Worker;
use mail::{Letters, Post};
use members::Members;
use storage::{args, sql, testing::TestDatabase};
use tidings::{
    Clearing, Herald, Tidings,
    jobs::{Postroom, handlers},
};
use vault::MasterKey;
use vocabulary::{Id, Language, MailAddress, Tlp, Wording};

pub struct House {
    pub database: Arc<TestDatabase>,
    pub community: Community,
    pub members: Members,
    pub accounts: Accounts,
    pub tidings: Tidings,
    pub room: Postroom,
    pub people: BTreeMap<&'static str, Id>,
}

pub const OPEN: &str = "rancongiciels";
pub const HIDDEN: &str = "cellule-de-crise";

/// Says keys and arguments.
struct Keys;

impl Wording for Keys {
    fn text(&self, _: Language, key: &str, arguments: &[(&str, String)]) -> String {
        arguments.iter().fold(key.to_owned(), |said, (name, value)| format!("{said} {name}={value}"))
    }
}

impl House {
    /// With four members, `anne` to `dora`, and an analyst, `eric`; all but `dora` sit in the open group, `anne` and `bruno` in
    /// the hidden one too.
    pub async fn new(database: Arc<TestDatabase>) -> Self {
        let desk = database.desk();
        let key = MasterKey::load_or_create(&database.folder().join("key"), desk.ids.as_ref()).unwrap();
        let accounts = Accounts::new(desk.clone(), AccountsSettings::default(), &key);
        let community = Community::new(desk.clone(), &key).heard_by(Arc::new(Herald::new(desk.clone())));
        let clearing = Arc::new(Clearing::new(community.clone()));
        let members = Members::new(desk.clone(), accounts.clone(), clearing);
        let tidings = Tidings::new(desk.clone(), accounts.clone(), members.clone(), community.clone());
        let from = MailAddress::parse("vigie@vigie.example").unwrap();
        let room = Postroom {
            tidings: tidings.clone(),
            post: Post::files(&database.folder().join("mail"), from, "Cellule"),
            wording: Arc::new(Keys),
            base_url: "https://vigie.example".to_owned(),
            operator: "Cellule".to_owned(),
            pages: Arc::new(|thread, _| thread.map_or("/".to_owned(), |id| format!("/fils/{id}"))),
        };
        let mut house =
            Self { database, community, members, accounts, tidings, room, people: BTreeMap::new() };
        house.settle().await;
        house
    }

    async fn settle(&mut self) {
        let mut unit = self.database.desk().store.write().await.unwrap();
        for (byte, slug, access) in [(201, OPEN, "open"), (203, HIDDEN, "hidden")] {
            let statement = sql!(
                "INSERT INTO community_groups (id, slug, name, purpose, kind, access, created_at, created_by, revision) \
                 VALUES ($1, $2, $2, '', 'theme', $3, 0, 'la cellule', 1)"
            );
            unit.run(statement, args![Id::from_random([byte; 16]), slug, access]).await.unwrap();
        }
        unit.commit().await.unwrap();
        for name in ["anne", "bruno", "chloe", "dora", "eric"] {
            let role = if name == "eric" { Role::Analyst } else { Role::Member };
            let id = self.account(name, role).await;
            self.people.insert(name, id);
            let groups: &[&str] = match name {
                "anne" | "bruno" => &[OPEN, HIDDEN],
                "dora" => &[],
                _ => &[OPEN],
            };
            for slug in groups {
                self.sits(name, slug).await;
            }
        }
    }

    async fn account(&self, name: &'static str, role: Role) -> Id {
        let new = NewAccount {
            email: format!("{name}@chu.example"),
            name: name.to_owned(),
            language: Language::Fr,
            password: "une phrase assez longue 2026".to_owned(),
            standings: vec![Standing { role, reach: Reach::Nation }],
        };
        let id = self.accounts.create(&Caller::Program("test"), new).await.unwrap();
        let mut unit = self.database.desk().store.write().await.unwrap();
        let statement = sql!(
            "INSERT INTO members (account, handle, name, facility, facility_name, town, region, duty, duty_words, words, \
             since, confirmed_at, ending, reason) VALUES ($1, $2, $2, '359900008', 'CHU', 'Rennes', '53', 'rssi', '', $2, 0, \
             $3, '', '')"
        );
        unit.run(statement, args![id, name, self.database.desk().now()]).await.unwrap();
        unit.commit().await.unwrap();
        id
    }

    /// One more in the open group, of whom nothing else is known.
    pub async fn guest(&self, name: &str) {
        let mut unit = self.database.desk().store.write().await.unwrap();
        let statement = sql!(
            "INSERT INTO community_seats (group_id, account, name, state, steward, words, since, muted) \
             SELECT id, $2, $3, 'joined', FALSE, '', 0, FALSE FROM community_groups WHERE slug = $1"
        );
        unit.run(statement, args![OPEN, Id::from_random([name.as_bytes()[0]; 16]), name]).await.unwrap();
        unit.commit().await.unwrap();
    }

    async fn sits(&self, name: &str, slug: &str) {
        let mut unit = self.database.desk().store.write().await.unwrap();
        let statement = sql!(
            "INSERT INTO community_seats (group_id, account, name, state, steward, words, since, muted) \
             SELECT id, $2, $3, 'joined', FALSE, '', 0, FALSE FROM community_groups WHERE slug = $1"
        );
        unit.run(statement, args![slug, self.people[name], name]).await.unwrap();
        unit.commit().await.unwrap();
    }

    /// Somebody at the page.
    pub fn caller(&self, name: &'static str) -> Caller {
        let role = if name == "eric" { Role::Analyst } else { Role::Member };
        Caller::Person(Person {
            account: self.people[name],
            name: name.to_owned(),
            session: self.people[name],
            standings: vec![Standing { role, reach: Reach::Nation }],
            withheld: Vec::new(),
            fresh: true,
            limited_to: None,
        })
    }

    /// Opens a thread.
    pub async fn thread(&self, name: &'static str, slug: &str, title: &str, post: NewPost) -> Id {
        let new = NewThread { title: title.to_owned(), post, ..NewThread::default() };
        self.community.open_thread(&self.caller(name), slug, new).await.unwrap().0
    }

    /// Does what waits, and answers with the mails that left: to whom, and all of it.
    pub async fn mails(&self) -> Vec<(String, String)> {
        let mut all = handlers(&self.room);
        all.extend(community::jobs::handlers(&self.community));
        Worker::new(self.database.desk(), all).drain().await.unwrap();
        taken(&self.database.folder().join("mail"))
    }
}

/// The mails in a folder, which is empty afterwards.
fn taken(folder: &Path) -> Vec<(String, String)> {
    let _ = Letters::at(folder);
    let mut mails = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap().replace("=\r\n", "").replace("=3D", "=");
        std::fs::remove_file(&path).unwrap();
        let to = text.lines().find_map(|line| line.strip_prefix("To: ")).unwrap_or_default().to_owned();
        mails.push((to.replace("@chu.example", ""), text));
    }
    mails.sort();
    mails
}

/// The names of those who got one.
pub fn to(mails: &[(String, String)]) -> Vec<&str> {
    mails.iter().map(|(to, _)| to.as_str()).collect()
}

pub fn post(body: &str, tlp: Tlp) -> NewPost {
    NewPost { body: body.to_owned(), tlp, ..NewPost::default() }
}
