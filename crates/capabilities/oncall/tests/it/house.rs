//! A house with a small register, people of the cell with accounts, a server of mail and one of webhooks.

use std::{
    collections::BTreeMap,
    io::{Read as _, Write as _},
    net::TcpListener,
    sync::{Arc, Mutex},
    thread,
};

use access::{Caller, Person, Reach, Role, Standing};
use accounts::{Accounts, AccountsSettings, NewAccount};
use declarations::{Declarations, DeclarationsSettings, Filed, Submission, Typed, events::Follower};
use directory::{Completeness, Directory, Source};
use incidents::{Incidents, IncidentsSettings, events::Reader};
use jobs::Worker;
use mail::{Post, testing::Sink};
use oncall::{Bell, NewTurn, Oncall, OncallSettings, jobs::Switchboard};
use storage::{Desk, testing::TestDatabase};
use vault::{MasterKey, Objects};
use vocabulary::{Id, Instant, Language, MailAddress, Problem, Refused, Region, Wording};

pub const RENNES: &str = "359900008";

const REGISTER: &str = "finess_et,raison_sociale,categorie_code,departement_code,finess_ej,code_postal,commune,telephone\n\
    359900008,Centre hospitalier des Embruns,355,35,359800018,35000,Rennes,0299000000\n";

/// Says keys and arguments, so that a test sees what was told.
struct Keys;

impl Wording for Keys {
    fn text(&self, language: Language, key: &str, arguments: &[(&str, String)]) -> String {
        format!("{} {key} {arguments:?}", language.tag())
    }
}

/// A webhook: what it was sent, and the status with which it answers.
pub struct Hook {
    pub address: String,
    pub sent: Arc<Mutex<Vec<String>>>,
    pub status: Arc<Mutex<u16>>,
}

impl Hook {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/alarmes", listener.local_addr().unwrap());
        let (sent, status) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(204)));
        let (kept, said) = (sent.clone(), status.clone());
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let (mut read, mut buffer) = (Vec::new(), [0; 4096]);
                while !String::from_utf8_lossy(&read).ends_with('}') {
                    match stream.read(&mut buffer).unwrap() {
                        0 => break,
                        count => read.extend_from_slice(&buffer[..count]),
                    }
                }
                kept.lock().unwrap().push(String::from_utf8_lossy(&read).into_owned());
                let status = *said.lock().unwrap();
                let answer =
                    format!("HTTP/1.1 {status} So\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        Self { address, sent, status }
    }

    pub fn count(&self) -> usize {
        self.sent.lock().unwrap().len()
    }
}

pub struct House {
    pub database: Arc<TestDatabase>,
    pub desk: Desk,
    pub accounts: Accounts,
    pub declarations: Declarations,
    pub incidents: Incidents,
    pub oncall: Oncall,
    pub worker: Worker,
    pub sink: Sink,
    pub bell: Arc<Vec<Arc<dyn Follower>>>,
}

impl House {
    pub async fn new(database: Arc<TestDatabase>) -> Self {
        Self::with(database, OncallSettings::default()).await
    }

    pub async fn with(database: Arc<TestDatabase>, settings: OncallSettings) -> Self {
        let desk = database.desk();
        let register = Source::bytes("demonstration", REGISTER.as_bytes());
        let program = Caller::Program("test");
        let directory = Directory::new(desk.clone());
        directory.import(&program, vec![register], Completeness::Whole, |_| {}).await.unwrap();
        let key = MasterKey::load_or_create(&database.folder().join("secret"), desk.ids.as_ref()).unwrap();
        let objects =
            Objects::at(&database.folder().join("objects"), key.derive("attachments")).await.unwrap();
        let people = AccountsSettings { hash_kib: 64, second_factor: false, ..AccountsSettings::default() };
        let accounts = Accounts::new(desk.clone(), people, &key);
        let bell = Arc::new(Bell::new(desk.clone(), "2022"));
        let readers: Vec<Arc<dyn Reader>> = vec![bell.clone()];
        let rules = IncidentsSettings::default();
        let incidents = Incidents::new(desk.clone(), rules).read_by(Arc::new(readers));
        let bells: Vec<Arc<dyn Follower>> = vec![Arc::new(incidents.clone()), bell];
        let bell = Arc::new(bells);
        let declarations =
            Declarations::new(desk.clone(), DeclarationsSettings::default(), &key, objects, bell.clone());
        let oncall = Oncall::new(desk.clone(), accounts.clone(), incidents.clone(), settings);
        let sink = Sink::start(&database.folder().join("sink"));
        let worker = worker(&desk, &oncall, &sink, bell.clone());
        Self { database, desk, accounts, declarations, incidents, oncall, worker, sink, bell }
    }

    /// Somebody with an account, as they call.
    pub async fn person(&self, name: &str, role: Role) -> Caller {
        let standings = vec![Standing { role, reach: Reach::Nation }];
        let new = NewAccount {
            email: format!("{name}@vigie.example"),
            name: name.to_owned(),
            language: Language::Fr,
            password: "un mot de passe assez long".to_owned(),
            standings: standings.clone(),
        };
        let account = self.accounts.create(&Caller::Program("test"), new).await.unwrap();
        Caller::Person(Person {
            account,
            name: name.to_owned(),
            session: account,
            standings,
            withheld: Vec::new(),
            fresh: true,
            limited_to: None,
        })
    }

    pub async fn declare(&self, facts: &[(&str, &str)]) -> Filed {
        let basis = [
            ("facility", RENNES),
            ("declarant.name", "Camille Fictif"),
            ("declarant.phone", "01 99 00 12 34"),
            ("noticed_at", "2026-03-10T08:30:00+01:00"),
            ("summary", "Les écrans affichent une demande de rançon."),
        ];
        let submission = Submission {
            typed: typed(&[&basis, facts].concat()),
            language: Language::Fr,
            key: None,
            draft: None,
            from: "192.0.2.1".to_owned(),
            device: "Firefox".to_owned(),
            exercise: false,
        };
        self.declarations.file(&Caller::Nobody, submission).await.unwrap()
    }

    pub async fn incident(&self, filed: &Filed) -> Id {
        self.incidents.id_of(&Caller::Program("test"), filed.id).await.unwrap()
    }

    pub fn go_to(&self, text: &str) {
        let now = self.database.clock.clone();
        now.advance(at(text).seconds_since(self.desk.now()));
    }

    /// Lets the jobs run for so many minutes, looking at them each minute.
    pub async fn minutes(&self, minutes: i64) {
        self.worker.drain().await.unwrap();
        for _ in 0..minutes {
            self.database.clock.advance(60);
            self.worker.drain().await.unwrap();
        }
    }

    /// To whom mail left, in order.
    pub fn mailed(&self) -> Vec<String> {
        let to = |message: &String| {
            let line = message.lines().find_map(|line| line.strip_prefix("To: ")).unwrap();
            line.trim_matches(['<', '>']).split('@').next().unwrap().to_owned()
        };
        self.sink.messages().iter().map(to).collect()
    }

    /// A worker as another start of the program makes it.
    pub fn restarted(&self) -> Worker {
        worker(&self.desk, &self.oncall, &self.sink, self.bell.clone())
    }

    pub async fn journal(&self, incident: Id) -> Vec<String> {
        let view = self.incidents.open(&analyst(), incident).await.unwrap();
        view.journal.into_iter().rev().map(|entry| entry.kind).collect()
    }
}

fn worker(desk: &Desk, oncall: &Oncall, sink: &Sink, follower: Arc<dyn Follower>) -> Worker {
    let from = MailAddress::parse("vigie@vigie.example").unwrap();
    let post = Post::smtp(&sink.url(), from, "Cellule").unwrap();
    let board = Switchboard {
        oncall: oncall.clone(),
        post: post.clone(),
        wording: Arc::new(Keys),
        base_url: "https://vigie.example".to_owned(),
        operator: "Cellule".to_owned(),
    };
    let room = declarations::jobs::Postroom {
        desk: desk.clone(),
        post,
        wording: Arc::new(Keys),
        base_url: "https://vigie.example".to_owned(),
        operator: "Cellule".to_owned(),
        emergency_phone: "01 99 00 20 17".to_owned(),
        on_call: String::new(),
        follower,
    };
    let mut handlers = oncall::jobs::handlers(&board);
    handlers.extend(declarations::jobs::handlers(&room));
    Worker::new(desk.clone(), handlers)
}

/// Who writes turns down, and three who are on call.
pub async fn cell(house: &House) -> (Caller, Vec<Caller>) {
    let lead = house.person("responsable", Role::Lead).await;
    let mut people = Vec::new();
    for name in ["une", "deux", "trois"] {
        people.push(house.person(name, Role::Analyst).await);
    }
    (lead, people)
}

pub fn account(caller: &Caller) -> Id {
    caller.person().unwrap().account
}

pub fn turn(person: &Caller, rank: &str, from: &str, to: &str) -> NewTurn {
    let (rank, from, to) = (rank.to_owned(), from.to_owned(), to.to_owned());
    NewTurn { person: account(person).to_string(), rank, from, to, replace: false }
}

pub fn typed(fields: &[(&str, &str)]) -> Typed {
    fields.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect()
}

pub fn people(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(who, to)| (format!("{who}@vigie.example"), (*to).to_owned())).collect()
}

fn somebody(role: Role, reach: Reach) -> Caller {
    let id = Id::from_random([90; 16]);
    Caller::Person(Person {
        account: id,
        name: "Alix Exemple".to_owned(),
        session: id,
        standings: vec![Standing { role, reach }],
        withheld: Vec::new(),
        fresh: true,
        limited_to: None,
    })
}

pub fn analyst() -> Caller {
    somebody(Role::Analyst, Reach::Nation)
}

/// Somebody of the cell whose reach is another region.
pub fn analyst_elsewhere() -> Caller {
    somebody(Role::Analyst, Reach::Regions([Region::from_code("11").unwrap()].into()))
}

pub fn ars() -> Caller {
    somebody(Role::Ars, Reach::Regions([Region::from_code("53").unwrap()].into()))
}

pub fn at(text: &str) -> Instant {
    Instant::from_timestamp(text.parse().unwrap())
}

pub fn refused<T>(result: Result<T, Problem>) -> Refused {
    match result {
        Err(Problem::Refused(refused)) => refused,
        Err(Problem::Failed(failure)) => panic!("broke: {}", failure.chain()),
        Ok(_) => panic!("should be refused"),
    }
}

/// The code of the first thing that was refused.
pub fn code<T>(result: Result<T, Problem>) -> &'static str {
    match refused(result) {
        Refused::Invalid(refusals) => refusals[0].code,
        Refused::Conflict(refusal) => refusal.code,
        other => panic!("another refusal: {other:?}"),
    }
}
