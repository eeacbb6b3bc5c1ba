//! A house with two facilities of one legal entity and one elsewhere, and people with accounts.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
};

use access::{Caller, Person, Reach, Role, Standing};
use accounts::{Accounts, AccountsSettings, NewAccount};
use directory::{Completeness, Directory, Source};
use jobs::Worker;
use mail::Post;
use members::{
    Members,
    events::{Event, Followed, Follower},
    jobs::{Postroom, handlers, schedule},
    rules::Asked,
};
use storage::{Desk, Unit, testing::TestDatabase};
use vault::MasterKey;
use vocabulary::{Id, Language, MailAddress, Problem, Refused, Wording};

pub const RENNES: &str = "359900008";
pub const SISTER: &str = "359900016";
pub const PARIS: &str = "759900004";
const REGISTER: &str = "finess_et,raison_sociale,categorie_code,departement_code,finess_ej,code_postal,commune,telephone\n\
    359900008,Centre hospitalier de la Croisée,355,35,359980000,35000,Rennes,0299000000\n\
    359900016,Maison de santé des Tilleuls,355,35,359980000,35500,Vitré,0299000001\n\
    759900004,Clinique du Clos-Fleuri,365,75,759980006,75011,Paris,0199000000\n";
pub const PASSWORD: &str = "un mot de passe assez long";
pub const TEST: Caller = Caller::Program("test");
pub const DAY: i64 = 24 * 3600;

/// Keeps who left.
#[derive(Default)]
pub struct Leavers(pub Mutex<Vec<Id>>);

impl Follower for Leavers {
    fn follow<'a>(&'a self, _: &'a mut Unit, event: Event) -> Followed<'a> {
        let (Event::Left { account } | Event::Erased { account }) = event;
        self.0.lock().unwrap().push(account);
        Box::pin(async { Ok(()) })
    }
}

struct Keys;

impl Wording for Keys {
    fn text(&self, language: Language, key: &str, arguments: &[(&str, String)]) -> String {
        format!("[{} {key} {arguments:?}]", language.tag())
    }
}

pub struct House {
    pub database: Arc<TestDatabase>,
    pub desk: Desk,
    pub accounts: Accounts,
    pub members: Members,
    pub left: Arc<Leavers>,
    mail: PathBuf,
}

impl House {
    pub async fn new(database: Arc<TestDatabase>) -> Self {
        let desk = database.desk();
        let register = Source::bytes("test", REGISTER.as_bytes());
        Directory::new(desk.clone())
            .import(&TEST, vec![register], Completeness::Whole, |_| {})
            .await
            .unwrap();
        let key = MasterKey::load_or_create(&database.folder().join("secret"), desk.ids.as_ref()).unwrap();
        let settings = AccountsSettings { hash_kib: 64, second_factor: false, ..AccountsSettings::default() };
        let accounts = Accounts::new(desk.clone(), settings, &key);
        let left = Arc::new(Leavers::default());
        let members = Members::new(desk.clone(), accounts.clone(), left.clone());
        let mail = database.folder().join("mail");
        Self { database, desk, accounts, members, left, mail }
    }

    /// Does every job that is due.
    pub async fn work(&self) {
        let from = MailAddress::parse("vigie@vigie.example").unwrap();
        let room = Postroom {
            members: self.members.clone(),
            post: Post::files(&self.mail, from, "Cellule"),
            wording: Arc::new(Keys),
            base_url: "https://vigie.example".to_owned(),
            operator: "Cellule".to_owned(),
        };
        Worker::new(self.desk.clone(), handlers(&room)).drain().await.unwrap();
    }

    /// The round of the day.
    pub async fn round(&self) {
        let mut unit = self.desk.store.write().await.unwrap();
        schedule(&mut unit, &self.desk).await.unwrap();
        unit.commit().await.unwrap();
        self.work().await;
    }

    /// The letters so far, each as its text, unfolded.
    pub fn letters(&self) -> Vec<String> {
        let Ok(folder) = std::fs::read_dir(&self.mail) else { return Vec::new() };
        let read =
            |path: PathBuf| std::fs::read_to_string(path).unwrap().replace("=\r\n", "").replace("=3D", "=");
        folder.map(|entry| read(entry.unwrap().path())).collect()
    }

    pub fn letters_to(&self, name: &str) -> Vec<String> {
        let to = format!("To: {}", email(name));
        self.letters().into_iter().filter(|letter| letter.contains(&to)).collect()
    }

    /// Somebody with an account, as they call.
    pub async fn person(&self, name: &str, standings: Vec<Standing>) -> Caller {
        let new = NewAccount {
            email: email(name),
            name: name.to_owned(),
            language: Language::Fr,
            password: PASSWORD.to_owned(),
            standings,
        };
        self.accounts.create(&TEST, new).await.unwrap();
        self.again(name).await
    }

    /// The same at their next request.
    pub async fn again(&self, name: &str) -> Caller {
        let token = self.accounts.sign_in(&email(name), PASSWORD, "192.0.2.1").await.unwrap().token;
        self.accounts.caller(&token, "").await.unwrap()
    }

    /// Somebody of the cell.
    pub async fn cell(&self, name: &str) -> Caller {
        self.person(name, nation(Role::Analyst)).await
    }

    /// Somebody who joined: accepted on the word of their facility, by this analyst.
    pub async fn member(&self, name: &str, analyst: &Caller) -> Caller {
        let caller = self.person(name, Vec::new()).await;
        let id = self.members.ask(&caller, &asked(RENNES, "register", "")).await.unwrap();
        self.members.accept(analyst, (id, 1), "La direction confirme.").await.unwrap();
        self.again(name).await
    }

    /// The revision of a request.
    pub async fn seen(&self, analyst: &Caller, id: Id) -> (Id, i64) {
        (id, self.members.request(analyst, id).await.unwrap().request.revision)
    }
}

pub fn email(name: &str) -> String {
    // Namesakes have an address of their own.
    let other = if name.contains('-') { "x." } else { "" };
    format!("{other}{}@vigie.example", vocabulary::slug(name))
}

pub fn nation(role: Role) -> Vec<Standing> {
    vec![Standing { role, reach: Reach::Nation }]
}

pub fn staff(number: &str) -> Vec<Standing> {
    vec![Standing { role: Role::FacilityStaff, reach: Reach::Facilities([number.parse().unwrap()].into()) }]
}

pub fn asked(facility: &str, way: &str, voucher: &str) -> Asked {
    Asked {
        facility: facility.to_owned(),
        duty: "rssi".to_owned(),
        why: "Partager ce que nous voyons.".to_owned(),
        way: way.to_owned(),
        voucher: if voucher.is_empty() { String::new() } else { email(voucher) },
        charter: "1".to_owned(),
        ..Asked::default()
    }
}

pub fn person(caller: &Caller) -> &Person {
    caller.person().unwrap()
}

/// What somebody's program may do, by a token of theirs.
pub async fn by_token(house: &House, name: &str) -> String {
    let scopes = vec!["community:read".to_owned()];
    house.accounts.token_create(&TEST, &email(name), &scopes, 30).await.unwrap()
}

/// Why it was refused: the code of what was wrong, or the kind.
pub fn refused<T: std::fmt::Debug>(done: Result<T, Problem>) -> String {
    match done.unwrap_err() {
        Problem::Refused(Refused::Conflict(refusal)) => refusal.code.to_owned(),
        Problem::Refused(Refused::Invalid(refusals)) => {
            refusals.iter().map(|refusal| refusal.code).collect::<Vec<_>>().join(" ")
        }
        Problem::Refused(refused) => format!("{refused:?}"),
        Problem::Failed(failure) => panic!("{}", failure.chain()),
    }
}
