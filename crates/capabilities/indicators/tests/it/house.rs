//! A house with facilities of two regions, that finds what is written to it.

use std::sync::Arc;

use access::{Caller, Person, Reach, Role, Standing};
use community::Community;
use declarations::{Declarations, DeclarationsSettings, Submission, Typed, events::Follower};
use directory::{Completeness, Directory, Source};
use incidents::{Incidents, IncidentsSettings};
use indicators::{Finder, Indicators, IndicatorsSettings, Sharing, Shown, Sifter};
use storage::{Desk, testing::TestDatabase};
use vault::{MasterKey, Objects};
use vocabulary::{Id, Language, Problem, Refused, Region};

pub const RENNES: &str = "359900008";
pub const PARIS: &str = "759900004";

const REGISTER: &str = "finess_et,raison_sociale,categorie_code,departement_code,finess_ej,code_postal,commune,telephone\n\
    359900008,Centre hospitalier des Embruns,355,35,359800018,35000,Rennes,0299000000\n\
    759900004,Hôpital des Deux-Ponts,355,75,759800014,75001,Paris,0199000000\n";

pub struct House {
    pub desk: Desk,
    pub declarations: Declarations,
    pub incidents: Incidents,
    pub indicators: Indicators,
    pub community: Community,
    pub sharing: Sharing,
    pub database: Arc<TestDatabase>,
}

pub struct Declared {
    pub declaration: Id,
    pub incident: Id,
    pub caller: Caller,
    pub reference: String,
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
        let finder = Arc::new(Finder::new(desk.clone()));
        let settings = IncidentsSettings::default();
        let incidents = Incidents::new(desk.clone(), settings).read_by(finder.clone());
        let followers: Vec<Arc<dyn Follower>> = vec![Arc::new(incidents.clone()), finder];
        let settings = DeclarationsSettings::default();
        let declarations = Declarations::new(desk.clone(), settings, &key, objects, Arc::new(followers));
        let settings = IndicatorsSettings { own_domains: vec!["cellule.fr".to_owned()] };
        let sifter = Sifter::new(&settings);
        let community = Community::new(desk.clone(), &key).sifted_by(Arc::new(sifter.clone()));
        let indicators = Indicators::new(desk.clone(), declarations.clone(), incidents.clone(), &settings)
            .sifted_by(sifter.clone());
        let (papers, cases) = (declarations.clone(), incidents.clone());
        let sharing = Sharing::new(desk.clone(), papers, cases, community.clone(), sifter);
        Self { desk, declarations, incidents, indicators, community, sharing, database }
    }

    /// Files a declaration with that summary, and under that mark, and reads it.
    pub async fn declare_as(&self, facility: &str, summary: &str, tlp: &str) -> Declared {
        let mut typed = typed(&[
            ("facility", facility),
            ("declarant.name", "Camille Fictif"),
            ("declarant.phone", "01 99 00 12 34"),
            ("declarant.email", "camille@hopital-des-embruns.fr"),
            ("noticed_at", "2026-03-10T08:30:00+01:00"),
            ("summary", summary),
        ]);
        if !tlp.is_empty() {
            typed.insert("tlp".to_owned(), vec![tlp.to_owned()]);
        }
        let submission = Submission {
            typed,
            language: Language::Fr,
            key: None,
            draft: None,
            from: "192.0.2.1".to_owned(),
            device: "Firefox".to_owned(),
            exercise: false,
        };
        let filed = self.declarations.file(&Caller::Nobody, submission).await.unwrap();
        let caller = self.declarations.caller(filed.token.as_deref().unwrap()).await.unwrap().unwrap();
        let incident = self.incidents.id_of(&TEST, filed.id).await.unwrap();
        self.work().await;
        Declared { declaration: filed.id, incident, caller, reference: filed.reference.clone() }
    }

    pub async fn declare(&self, facility: &str, summary: &str) -> Declared {
        self.declare_as(facility, summary, "").await
    }

    /// Does every job of the capability whose time has come.
    pub async fn go(&self) {
        let mut handlers = indicators::jobs::handlers(&self.indicators);
        handlers.extend(community::jobs::handlers(&self.community));
        jobs::Worker::new(self.desk.clone(), handlers).drain().await.unwrap();
    }

    /// Does every job of the capability, and leaves none that could not be done.
    pub async fn work(&self) {
        self.go().await;
        let mut unit = self.desk.store.read().await.unwrap();
        let left =
            storage::sql!("SELECT last_error FROM jobs WHERE kind = 'indicators.read' AND state <> 'done'");
        let left = unit.all(left, vec![], |row| row.get::<Option<String>>("last_error")).await.unwrap();
        assert!(left.is_empty(), "a text was not read: {left:?}");
    }

    pub async fn shown(&self, declared: &Declared) -> Vec<Shown> {
        self.indicators.of(&analyst(), declared.incident).await.unwrap()
    }

    /// Kind, value and state of each indicator of an incident, by value.
    pub async fn found(&self, declared: &Declared) -> Vec<(&'static str, String, &'static str)> {
        let mut found: Vec<_> = self
            .shown(declared)
            .await
            .into_iter()
            .map(|s| (s.sighting.kind.code(), s.sighting.value, s.sighting.state.code()))
            .collect();
        found.sort();
        found
    }

    pub async fn actions(&self, id: Id) -> Vec<String> {
        let mut unit = self.desk.store.read().await.unwrap();
        let mut entries = trail::of(&mut unit, "incident", &id.to_string(), 1000).await.unwrap();
        entries.sort_by_key(|entry| entry.sequence);
        entries.into_iter().map(|entry| entry.action).collect()
    }
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

pub fn refused<T>(result: Result<T, Problem>) -> Refused {
    match result {
        Err(Problem::Refused(refused)) => refused,
        Err(Problem::Failed(failure)) => panic!("broke: {}", failure.chain()),
        Ok(_) => panic!("should be refused"),
    }
}
