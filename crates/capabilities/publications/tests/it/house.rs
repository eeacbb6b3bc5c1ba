//! A house that publishes, and the people who do.

use std::sync::{Arc, Mutex};

use access::{Caller, Person, Reach, Role, Standing};
use publications::{
    Publications,
    events::{Event, Followed, Follower},
    rules::{Content, Draft, Facts, Kind, Source, Texts, Touched, Words},
};
use storage::{Unit, testing::TestDatabase};
use vocabulary::{Id, Problem, Refused, Tlp};

pub struct House {
    pub database: Arc<TestDatabase>,
    pub publications: Publications,
    pub told: Arc<Mutex<Vec<String>>>,
}

/// Writes down what it is told.
struct Ear(Arc<Mutex<Vec<String>>>);

impl Follower for Ear {
    fn follow<'a>(&'a self, _: &'a mut Unit, event: Event<'a>) -> Followed<'a> {
        let said = match event {
            Event::Published { listed, tell, .. } => {
                format!("{} {} {tell}", listed.slugs[0], listed.version)
            }
            Event::Withdrawn { .. } => "withdrawn".to_owned(),
        };
        self.0.lock().unwrap().push(said);
        Box::pin(async { Ok(()) })
    }
}

impl House {
    /// A house that keeps images, too.
    pub async fn with_images(database: Arc<TestDatabase>) -> Self {
        let ids = vocabulary::testing::SequentialIds::default();
        let key = vault::MasterKey::load_or_create(&database.folder().join("secret"), &ids).unwrap();
        let folder = database.folder().join("images");
        let files = vault::Objects::at(&folder, key.derive("images")).await.unwrap();
        let Self { database, publications, told } = Self::new(database);
        Self { database, publications: publications.keeping(files), told }
    }

    pub fn new(database: Arc<TestDatabase>) -> Self {
        let told = Arc::new(Mutex::new(Vec::new()));
        let publications = Publications::new(database.desk(), Arc::new(Ear(told.clone())));
        Self { database, publications, told }
    }

    pub fn told(&self) -> Vec<String> {
        std::mem::take(&mut self.told.lock().unwrap())
    }

    /// Writes, has reviewed and publishes; answers with its identity.
    pub async fn published(&self, kind: Kind, draft: Draft) -> Id {
        let id = self.publications.begin(&editor(1), kind, draft).await.unwrap();
        self.publications.submit(&editor(1), (id, 1)).await.unwrap();
        self.publications.approve(&editor(2), (id, 2), None).await.unwrap();
        id
    }
}

/// Somebody of a role.
pub fn person(role: Role, byte: u8) -> Caller {
    let id = Id::from_random([byte; 16]);
    Caller::Person(Person {
        account: id,
        name: format!("Personne {byte}"),
        session: id,
        standings: vec![Standing { role, reach: Reach::Nation }],
        withheld: Vec::new(),
        fresh: true,
        limited_to: None,
    })
}

pub fn editor(byte: u8) -> Caller {
    person(Role::Editor, byte)
}

/// A text of that title and mark.
pub fn draft(title: &str, tlp: Tlp) -> Draft {
    let words = |title: &str| Words {
        title: title.to_owned(),
        summary: "En une phrase.".to_owned(),
        body: "## Ce qui se passe\n\nUn texte.".to_owned(),
        slug: String::new(),
    };
    let facts = Facts {
        products: vec![Touched {
            vendor: "Exemplia".to_owned(),
            product: "Passerelle 3000".to_owned(),
            versions: "< 10.2".to_owned(),
            fixed: "10.2".to_owned(),
        }],
        ..Facts::default()
    };
    let source = Source {
        title: "Avis".to_owned(),
        publisher: "Exemplia".to_owned(),
        url: "https://exemplia.example/avis".to_owned(),
    };
    let content = Content {
        tlp,
        severity: Some(3),
        texts: Texts { fr: words(title), en: Words::default() },
        facts,
        sources: vec![source],
        ..Content::default()
    };
    Draft { content, ..Draft::default() }
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
