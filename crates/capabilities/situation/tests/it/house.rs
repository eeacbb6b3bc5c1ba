//! A house with facilities of two regions, of which the register knows where they stand.

use std::sync::Arc;

use access::{Caller, Person, Reach, Role, Standing};
use declarations::{Declarations, DeclarationsSettings, Submission, Typed};
use directory::{Completeness, Directory, Source};
use incidents::{Incidents, IncidentsSettings, rules::Command};
use situation::Situations;
use storage::{Desk, testing::TestDatabase};
use vault::{MasterKey, Objects};
use vocabulary::{Id, Language, Problem, Refused, Region};

pub const RENNES: &str = "359900008";
pub const PARIS: &str = "759900004";

const REGISTER: &str = "finess_et,raison_sociale,categorie_code,departement_code,finess_ej,code_postal,commune,latitude,longitude\n\
    359900008,Centre hospitalier des Embruns,355,35,359800018,35000,Rennes,48.11,-1.68\n\
    759900004,Hôpital des Deux-Ponts,355,75,759800014,75001,Paris,48.86,2.34\n";

pub struct House {
    pub database: Arc<TestDatabase>,
    pub desk: Desk,
    pub declarations: Declarations,
    pub incidents: Incidents,
    pub situations: Situations,
}

impl House {
    pub async fn new(database: Arc<TestDatabase>) -> Self {
        let desk = database.desk();
        let register = Source::bytes("demonstration", REGISTER.as_bytes());
        let directory = Directory::new(desk.clone());
        directory.import(&TEST, vec![register], Completeness::Whole, |_| {}).await.unwrap();
        let key = MasterKey::load_or_create(&database.folder().join("secret"), desk.ids.as_ref()).unwrap();
        let objects =
            Objects::at(&database.folder().join("objects"), key.derive("attachments")).await.unwrap();
        let settings = IncidentsSettings::default();
        let incidents = Incidents::new(desk.clone(), settings);
        let settings = DeclarationsSettings::default();
        let declarations =
            Declarations::new(desk.clone(), settings, &key, objects, Arc::new(incidents.clone()));
        let situations = Situations::new(desk.clone(), incidents.clone(), declarations.clone());
        Self { database, desk, declarations, incidents, situations }
    }

    /// Declares, with or without danger; answers with the incident and its reference.
    pub async fn declare(&self, facility: &str, care: &str, exercise: bool) -> (Id, String) {
        let fields = [
            ("facility", facility),
            ("declarant.name", "Camille Fictif"),
            ("declarant.phone", "01 99 00 12 34"),
            ("declarant.email", "camille@vigie.example"),
            ("noticed_at", "2026-03-10T08:30:00+01:00"),
            ("summary", "Les écrans affichent une demande de rançon."),
            ("care", care),
        ];
        let typed: Typed = fields.map(|(name, value)| (name.to_owned(), vec![value.to_owned()])).into();
        let submission = Submission {
            typed,
            language: Language::Fr,
            key: None,
            draft: None,
            from: "192.0.2.1".to_owned(),
            device: "Firefox".to_owned(),
            exercise,
        };
        let filed = self.declarations.file(&Caller::Nobody, submission).await.unwrap();
        (self.incidents.id_of(&TEST, filed.id).await.unwrap(), filed.reference)
    }

    /// Gives a command, on what is there now.
    pub async fn command(&self, id: Id, command: Command) {
        let lead = staff(1, Role::Lead, None);
        let seen = self.incidents.open(&lead, id).await.unwrap().incident.revision;
        self.incidents.advance(&lead, id, command, "Motif", seen).await.unwrap();
    }

    /// Lets time pass.
    pub fn wait(&self, seconds: i64) {
        self.database.clock.advance(seconds);
    }
}

pub const TEST: Caller = Caller::Program("test");

pub fn staff(number: u8, role: Role, region: Option<&str>) -> Caller {
    let reach = region.map_or(Reach::Nation, |code| Reach::Regions([self::region(code)].into()));
    let id = Id::from_random([number; 16]);
    Caller::Person(Person {
        account: id,
        name: format!("Alix Exemple {number}"),
        session: id,
        standings: vec![Standing { role, reach }],
        withheld: Vec::new(),
        fresh: true,
        limited_to: None,
    })
}

pub fn region(code: &str) -> Region {
    Region::from_code(code).unwrap()
}

pub fn refused<T>(result: Result<T, Problem>) -> Refused {
    match result {
        Err(Problem::Refused(refused)) => refused,
        Err(Problem::Failed(failure)) => panic!("broke: {}", failure.chain()),
        Ok(_) => panic!("should be refused"),
    }
}
