//! A house with two hundred facilities in two regions, that finds what is written to it.

use std::sync::Arc;

use access::{Caller, Person, Reach, Role, Standing};
use declarations::{Declarations, DeclarationsSettings, Submission, Typed, events::Follower};
use directory::{Completeness, Directory, Source};
use events::{Events, Told};
use incidents::{Incidents, IncidentsSettings};
use indicators::{Finder, Indicators, IndicatorsSettings};
use storage::{Desk, testing::TestDatabase};
use vault::{MasterKey, Objects};
use vocabulary::{FinessNumber, Id, Language, Problem, Refused, Region};

pub const RENNES: &str = "359900008";
pub const PARIS: &str = "759900004";

/// A facility of Bretagne that stands in no figure before somebody names it.
pub fn place(number: u32) -> FinessNumber {
    FinessNumber::complete(&format!("3500{number:04}")).unwrap()
}

fn register() -> String {
    let first = "finess_et,raison_sociale,categorie_code,departement_code,finess_ej,code_postal,commune,telephone\n\
        359900008,Centre hospitalier des Embruns,355,35,359800018,35000,Rennes,0299000000\n\
        759900004,Hôpital des Deux-Ponts,355,75,759800014,75001,Paris,0199000000\n";
    (0..210).fold(first.to_owned(), |register, number| {
        register + &format!("{},Clinique {number},355,35,359800018,35000,Rennes,0299000001\n", place(number))
    })
}

pub struct House {
    pub desk: Desk,
    pub declarations: Declarations,
    pub incidents: Incidents,
    pub indicators: Indicators,
    pub events: Events,
    pub database: Arc<TestDatabase>,
}

pub struct Declared {
    pub declaration: Id,
    pub incident: Id,
    pub caller: Caller,
}

impl House {
    pub async fn new(database: Arc<TestDatabase>) -> Self {
        let desk = database.desk();
        let register = Source::bytes("demonstration", register().into_bytes());
        let directory = Directory::new(desk.clone());
        directory.import(&TEST, vec![register], Completeness::Whole, |_| {}).await.unwrap();
        let key = MasterKey::load_or_create(&database.folder().join("secret"), desk.ids.as_ref()).unwrap();
        let objects =
            Objects::at(&database.folder().join("objects"), key.derive("attachments")).await.unwrap();
        let finder = Arc::new(Finder::new(desk.clone()));
        let settings = IncidentsSettings::default();
        let incidents = Incidents::new(desk.clone(), settings).read_by(finder.clone());
        let followers: Vec<Arc<dyn Follower>> = vec![Arc::new(incidents.clone()), finder];
        let settings = DeclarationsSettings::default();
        let declarations = Declarations::new(desk.clone(), settings, &key, objects, Arc::new(followers));
        let settings = IndicatorsSettings { own_domains: vec!["cellule.fr".to_owned()] };
        let indicators = Indicators::new(desk.clone(), declarations.clone(), incidents.clone(), &settings);
        let events = Events::new(desk.clone(), declarations.clone(), incidents.clone(), indicators.clone());
        Self { desk, declarations, incidents, indicators, events, database }
    }

    /// Files a declaration with those answers, of one site.
    pub async fn declare_with(&self, facility: &str, more: &[(&str, &str)], exercise: bool) -> Declared {
        let mut answers = typed(&[
            ("facility", facility),
            ("declarant.name", "Camille Fictif"),
            ("declarant.phone", "01 99 00 12 34"),
            ("declarant.email", "camille@hopital-des-embruns.fr"),
            ("noticed_at", "2026-03-10T08:30:00+01:00"),
            ("summary", "Plus rien ne répond."),
        ]);
        answers.extend(typed(more));
        let submission = Submission {
            typed: answers,
            language: Language::Fr,
            key: None,
            draft: None,
            from: "192.0.2.1".to_owned(),
            device: "Firefox".to_owned(),
            exercise,
        };
        let filed = self.declarations.file(&Caller::Nobody, submission).await.unwrap();
        let caller = self.declarations.caller(filed.token.as_deref().unwrap()).await.unwrap().unwrap();
        let incident = self.incidents.id_of(&TEST, filed.id).await.unwrap();
        Declared { declaration: filed.id, incident, caller }
    }

    pub async fn declare(&self, facility: &str) -> Declared {
        self.declare_with(facility, &[], false).await
    }

    /// Opens an event from an incident.
    pub async fn event(&self, declared: &Declared) -> Id {
        self.events.create(&analyst(), declared.incident, told()).await.unwrap()
    }

    /// Reads what was written, for traces.
    pub async fn work(&self) {
        let handlers = indicators::jobs::handlers(&self.indicators);
        jobs::Worker::new(self.desk.clone(), handlers).drain().await.unwrap();
    }

    pub async fn actions(&self, kind: &str, id: Id) -> Vec<String> {
        let mut unit = self.desk.store.read().await.unwrap();
        let mut entries = trail::of(&mut unit, kind, &id.to_string(), 1000).await.unwrap();
        entries.sort_by_key(|entry| entry.sequence);
        entries.into_iter().map(|entry| entry.action).collect()
    }
}

pub fn told() -> Told {
    Told::accept(["Panne de l’hébergeur", "Un hébergeur ne répond plus.", "Hébergeur Exemple", ""], "3")
        .unwrap()
}

pub const TEST: Caller = Caller::Program("test");

pub fn typed(fields: &[(&str, &str)]) -> Typed {
    fields.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect()
}

pub fn staff(number: u8, role: Role, region: Option<&str>) -> Caller {
    let reach =
        region.map_or(Reach::Nation, |code| Reach::Regions([Region::from_code(code).unwrap()].into()));
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

pub fn analyst() -> Caller {
    staff(1, Role::Analyst, None)
}

pub fn lead() -> Caller {
    staff(2, Role::Lead, None)
}

/// The code of what stands in the way.
pub fn code<T>(result: Result<T, Problem>) -> &'static str {
    match refused(result) {
        Refused::Invalid(refusals) => refusals[0].code,
        Refused::Conflict(refusal) => refusal.code,
        other => panic!("{other:?}"),
    }
}

pub fn refused<T>(result: Result<T, Problem>) -> Refused {
    match result {
        Err(Problem::Refused(refused)) => refused,
        Err(Problem::Failed(failure)) => panic!("broke: {}", failure.chain()),
        Ok(_) => panic!("should be refused"),
    }
}
