//! A house with one facility in its register, and people who use it.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, Mutex},
};

use access::{Caller, Person, Reach, Role, Standing};
use declarations::{
    Declarations, DeclarationsSettings, Filed, Submission, Typed,
    events::{Event, Followed, Follower},
};
use directory::{Completeness, Directory, Source};
use storage::{Unit, testing::TestDatabase};
use vault::{MasterKey, Objects};
use vocabulary::{Id, Ids as _, Language, Problem, Refused, Region, testing::SequentialIds};

/// A follower that writes down what it was told.
#[derive(Default)]
pub struct Witness(pub Mutex<Vec<String>>);

impl Follower for Witness {
    fn follow<'a>(&'a self, _: &'a mut Unit, event: Event<'a>) -> Followed<'a> {
        let told = match event {
            Event::Filed(declared) => format!("filed {}", declared.reference),
            Event::Amended(declared) => format!("amended {}", declared.version),
            Event::Wrote { .. } => "wrote".to_owned(),
            Event::Answered { .. } => "answered".to_owned(),
            Event::Attached { name, .. } => format!("attached {name}"),
            Event::SaidResolved { .. } => "resolved".to_owned(),
            Event::Interrupted { .. } => "interrupted".to_owned(),
            Event::Mailed { line, .. } => format!("mailed {line}"),
        };
        self.0.lock().unwrap().push(told);
        Box::pin(async { Ok(()) })
    }
}

pub struct House {
    pub database: Arc<TestDatabase>,
    pub declarations: Declarations,
    pub witness: Arc<Witness>,
}

/// A facility of this register.
pub const FACILITY: &str = "019900000";

const REGISTER: &str = "finess_et,raison_sociale,categorie_code,departement_code,finess_ej,code_postal,commune,telephone\n\
    019900000,Centre hospitalier des Trois-Rivières,355,01,019980002,01000,Bourg-en-Bresse,0465710000\n";

impl House {
    pub async fn new(database: Arc<TestDatabase>) -> Self {
        Self::with(database, DeclarationsSettings::default()).await
    }

    pub async fn with(database: Arc<TestDatabase>, settings: DeclarationsSettings) -> Self {
        let folder = database.folder().join("objects");
        Self::keeping(database, settings, &folder, |objects| objects).await
    }

    /// The same, whose attachments are kept there, in such a way.
    pub async fn keeping(
        database: Arc<TestDatabase>,
        settings: DeclarationsSettings,
        folder: &Path,
        how: impl Fn(Objects) -> Objects,
    ) -> Self {
        let desk = database.desk();
        let directory = Directory::new(desk.clone());
        let (program, register) = (Caller::Program("test"), Source::bytes("test", REGISTER.as_bytes()));
        if directory.count(&program).await.unwrap() == 0 {
            directory.import(&program, vec![register], Completeness::Whole, |_| {}).await.unwrap();
        }
        let key =
            MasterKey::load_or_create(&database.folder().join("secret"), &SequentialIds::default()).unwrap();
        let objects = how(Objects::at(folder, key.derive("attachments")).await.unwrap());
        let witness = Arc::new(Witness::default());
        let declarations = Declarations::new(desk, settings, &key, objects, witness.clone());
        Self { database, declarations, witness }
    }

    pub async fn file(&self, typed: Typed) -> Result<Filed, Problem> {
        self.file_from(typed, None, "192.0.2.1").await
    }

    pub async fn file_from(&self, typed: Typed, key: Option<&str>, from: &str) -> Result<Filed, Problem> {
        let submission = Submission {
            typed,
            language: Language::Fr,
            key: key.map(str::to_owned),
            draft: None,
            from: from.to_owned(),
            device: "Firefox".to_owned(),
            exercise: false,
        };
        self.declarations.file(&Caller::Nobody, submission).await
    }

    /// Files one and comes back as its declarant.
    pub async fn declarant(&self) -> (Filed, Caller) {
        let filed = self.file(early()).await.unwrap();
        let caller = self.declarations.caller(filed.token.as_deref().unwrap()).await.unwrap().unwrap();
        (filed, caller)
    }
}

pub fn typed(fields: &[(&str, &str)]) -> Typed {
    fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()]))
        .collect::<BTreeMap<_, _>>()
}

/// The least that one can declare.
pub fn early() -> Typed {
    typed(&[
        ("facility", FACILITY),
        ("declarant.name", "Camille Fictif"),
        ("declarant.phone", "01 99 00 12 34"),
        ("declarant.email", "camille@vigie.example"),
        ("noticed_at", "2026-03-10T08:30:00+01:00"),
        ("summary", "Les écrans affichent une demande de rançon."),
    ])
}

/// Somebody of the staff, with a role that reaches there.
pub fn staff(role: Role, region: Option<&str>) -> Caller {
    let reach = match region {
        Some(code) => Reach::Regions([Region::from_code(code).unwrap()].into()),
        None => Reach::Nation,
    };
    let id = SequentialIds::default().id();
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

pub fn refused<T: std::fmt::Debug>(result: Result<T, Problem>) -> Refused {
    match result {
        Err(Problem::Refused(refused)) => refused,
        other => panic!("should be refused: {other:?}"),
    }
}

/// The codes of what was refused, by field.
pub fn codes<T: std::fmt::Debug>(result: Result<T, Problem>) -> Vec<(String, &'static str)> {
    match refused(result) {
        Refused::Invalid(refusals) => {
            refusals.into_iter().map(|r| (r.field.unwrap_or_default(), r.code)).collect()
        }
        other => panic!("should be invalid: {other:?}"),
    }
}

pub fn nothing() -> Id {
    Id::from_random([9; 16])
}
