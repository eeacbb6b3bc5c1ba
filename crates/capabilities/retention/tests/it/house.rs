//! A house with two facilities, the people who declare and handle, and the worker that does its jobs.

use std::{path::PathBuf, sync::Arc};

use access::{Caller, Person, Reach, Role, Standing};
use accounts::{Accounts, AccountsSettings};
use declarations::{
    Declarations, DeclarationsSettings, Filed, Submission, Typed, jobs::Postroom, rules::Criterion,
};
use directory::{Completeness, Directory, Source};
use incidents::{Incidents, IncidentsSettings, rules::Command};
use indicators::{Indicators, IndicatorsSettings};
use jobs::Worker;
use mail::{Letters, Post};
use oncall::{Oncall, OncallSettings};
use retention::{Retention, Terms};
use storage::{Desk, testing::TestDatabase};
use vault::{MasterKey, Objects};
use vocabulary::{Id, Language, MailAddress, Region, Severity, Wording};

pub const RENNES: &str = "359900008";

const REGISTER: &str = "finess_et,raison_sociale,categorie_code,departement_code,finess_ej,code_postal,commune,telephone\n\
    359900008,Centre hospitalier des Embruns,355,35,359800018,35000,Rennes,0299000000\n";

pub const DAY: i64 = 24 * 3600;
pub const YEAR: i64 = 366 * DAY;

pub struct House {
    pub database: Arc<TestDatabase>,
    pub desk: Desk,
    pub declarations: Declarations,
    pub incidents: Incidents,
    pub indicators: Indicators,
    pub accounts: Accounts,
    pub oncall: Oncall,
    pub events: events::Events,
    pub retention: Retention,
    post: Post,
}

/// Says keys and arguments.
struct Keys;

impl Wording for Keys {
    fn text(&self, _: Language, key: &str, arguments: &[(&str, String)]) -> String {
        format!("{key} {arguments:?}")
    }
}

impl House {
    pub async fn new(database: Arc<TestDatabase>) -> Self {
        let desk = database.desk();
        let register = Source::bytes("demonstration", REGISTER.as_bytes());
        Directory::new(desk.clone())
            .import(&TEST, vec![register], Completeness::Whole, |_| {})
            .await
            .unwrap();
        let key = MasterKey::load_or_create(&database.folder().join("secret"), desk.ids.as_ref()).unwrap();
        let objects =
            Objects::at(&database.folder().join("objects"), key.derive("attachments")).await.unwrap();
        let settings = IncidentsSettings::default();
        let finder = Arc::new(indicators::Finder::new(desk.clone()));
        let incidents = Incidents::new(desk.clone(), settings).read_by(finder.clone());
        let followers: Vec<Arc<dyn declarations::events::Follower>> =
            vec![Arc::new(incidents.clone()), finder];
        let declarations = Declarations::new(
            desk.clone(),
            DeclarationsSettings::default(),
            &key,
            objects,
            Arc::new(followers),
        );
        let indicators = Indicators::new(
            desk.clone(),
            declarations.clone(),
            incidents.clone(),
            &IndicatorsSettings::default(),
        );
        let settings = AccountsSettings { hash_kib: 64, second_factor: false, ..AccountsSettings::default() };
        let accounts = Accounts::new(desk.clone(), settings, &key);
        let joined: Vec<Arc<dyn members::events::Follower>> = Vec::new();
        let members = members::Members::new(desk.clone(), accounts.clone(), Arc::new(joined));
        let mail = database.folder().join("mail");
        let letters = Letters::at(&mail);
        let events =
            events::Events::new(desk.clone(), declarations.clone(), incidents.clone(), indicators.clone());
        let retention = Retention::new(
            desk.clone(),
            declarations.clone(),
            incidents.clone(),
            indicators.clone(),
            events.clone(),
            accounts.clone(),
            members.clone(),
            letters,
            Terms::default(),
        );
        let post = Post::files(&mail, MailAddress::parse("vigie@vigie.example").unwrap(), "Cellule");
        let oncall =
            Oncall::new(desk.clone(), accounts.clone(), incidents.clone(), OncallSettings::default());
        Self {
            database,
            desk,
            declarations,
            incidents,
            indicators,
            accounts,
            oncall,
            events,
            retention,
            post,
        }
    }

    /// Does every job that is due.
    pub async fn work(&self) {
        let room = Postroom {
            desk: self.desk.clone(),
            post: self.post.clone(),
            wording: Arc::new(Keys),
            base_url: "https://vigie.example".to_owned(),
            operator: "Cellule".to_owned(),
            emergency_phone: "01 99 00 20 17".to_owned(),
            on_call: String::new(),
            follower: Arc::new(Vec::new()),
        };
        let accounts = accounts::jobs::Postroom {
            accounts: self.accounts.clone(),
            post: self.post.clone(),
            wording: Arc::new(Keys),
            base_url: room.base_url.clone(),
            operator: room.operator.clone(),
            phone: room.emergency_phone.clone(),
        };
        let mut handlers = declarations::jobs::handlers(&room);
        handlers.extend(accounts::jobs::handlers(&accounts));
        handlers.extend(indicators::jobs::handlers(&self.indicators));
        handlers.extend(retention::jobs::handlers(&self.retention));
        Worker::new(self.desk.clone(), handlers).drain().await.unwrap();
    }

    pub async fn purge(&self) -> retention::Report {
        self.retention.purge(&TEST, 100).await.unwrap()
    }

    /// Files a declaration that says a word wherever one can say something; answers with its declarant too.
    pub async fn declare(&self, word: &str) -> (Filed, Caller, Id) {
        self.declare_as(word, false).await
    }

    pub async fn declare_as(&self, word: &str, exercise: bool) -> (Filed, Caller, Id) {
        let typed: Typed = [
            ("facility", RENNES.to_owned()),
            ("declarant.name", format!("Camille {word}")),
            ("declarant.email", format!("{word}@vigie.example")),
            ("noticed_at", "2026-03-10T08:30:00+01:00".to_owned()),
            ("summary", format!("Les écrans affichent {word}.")),
            ("kind", "ransom".to_owned()),
            ("care", "actual".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), vec![value]))
        .into();
        let submission = Submission {
            typed,
            language: Language::Fr,
            key: None,
            draft: None,
            from: "192.0.2.1".to_owned(),
            device: format!("Navigateur {word}"),
            exercise,
        };
        let filed = self.declarations.file(&Caller::Nobody, submission).await.unwrap();
        let caller = self.declarations.caller(filed.token.as_deref().unwrap()).await.unwrap().unwrap();
        let incident = self.incidents.id_of(&TEST, filed.id).await.unwrap();
        (filed, caller, incident)
    }

    pub async fn attach(&self, caller: &Caller, declaration: Id, name: &str, bytes: &[u8]) -> Id {
        let mut upload = self.declarations.attach(caller, declaration, name).await.unwrap();
        self.declarations.attach_bytes(&mut upload, bytes).await.unwrap();
        self.declarations.attach_finish(caller, upload).await.unwrap()
    }

    /// Gives a command as somebody of the cell, on what is there now.
    pub async fn command(&self, id: Id, command: Command, reason: &str) {
        let analyst = staff(Role::Analyst, None);
        let incident = self.incidents.open(&analyst, id).await.unwrap().incident;
        if command == Command::Qualify {
            let criteria: Vec<Criterion> =
                incident.proposal.criteria.iter().map(|fired| fired.criterion).collect();
            let severity = Severity::new(i64::from(incident.proposal.severity)).unwrap();
            self.incidents
                .qualify(&analyst, id, &criteria, severity, reason, incident.revision)
                .await
                .unwrap();
        } else {
            self.incidents.advance(&analyst, id, command, reason, incident.revision).await.unwrap();
        }
    }

    /// Declares and puts out of scope: the shortest life that ends.
    pub async fn ended(&self, word: &str) -> (Filed, Id) {
        let (filed, _, incident) = self.declare(word).await;
        self.command(incident, Command::Take, "").await;
        self.command(incident, Command::PutOutOfScope, word).await;
        (filed, incident)
    }

    pub async fn is_there(&self, incident: Id) -> bool {
        self.incidents.open(&TEST, incident).await.is_ok()
    }

    /// Names of the files in a folder of the house.
    pub fn files(&self, folder: &str) -> Vec<PathBuf> {
        let folder = self.database.folder().join(folder);
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
    }

    /// Whether the chain of the trail holds, and is the one that is anchored.
    pub async fn trail_is_sound(&self) -> bool {
        let folder = self.database.folder();
        let key = MasterKey::load_or_create(&folder.join("secret"), self.desk.ids.as_ref()).unwrap();
        let anchor = trail::Anchor::new(&folder.join("trail"), &key);
        anchor.keep(&self.desk).await.unwrap();
        trail::verify(&self.desk.store, &anchor).await.unwrap().is_sound()
    }

    /// The details of the entries of the trail with this action, the latest first.
    pub async fn traced(&self, action: &str) -> Vec<serde_json::Value> {
        let day = self.desk.now().timestamp().strftime("%Y-%m-%d").to_string();
        let mut unit = self.desk.store.read().await.unwrap();
        let entries = trail::of(&mut unit, "purge", &day, 1000).await.unwrap();
        let chosen = entries.into_iter().filter(|entry| entry.action == action);
        chosen.map(|entry| serde_json::from_str(&entry.detail).unwrap()).collect()
    }
}

pub const TEST: Caller = Caller::Program("test");

/// Somebody with that role, in the nation or in one region.
pub fn staff(role: Role, region: Option<&str>) -> Caller {
    let reach = match region {
        Some(code) => Reach::Regions([Region::from_code(code).unwrap()].into()),
        None => Reach::Nation,
    };
    let id = Id::from_random([7; 16]);
    let standings = vec![Standing { role, reach }];
    Caller::Person(Person {
        account: id,
        name: "Alix Exemple".into(),
        session: id,
        standings,
        withheld: Vec::new(),
        fresh: true,
        limited_to: None,
    })
}
