//! A house whose register holds facilities of four regions, with the people who declare and those who handle.

use std::sync::Arc;

use access::{Caller, Person, Reach, Role, Standing};
use calendar::Duty;
use declarations::{Declarations, DeclarationsSettings, Submission, Typed, rules::Criterion};
use directory::{Completeness, Directory, Source};
use incidents::{
    Clock, IncidentView, Incidents, IncidentsSettings, Page,
    rules::{Command, Nis2, State},
};
use storage::{Desk, testing::TestDatabase};
use vault::{MasterKey, Objects};
use vocabulary::{Id, Instant, Language, Problem, Refused, Region, Severity};

/// Facilities of this register: Brittany (two sites of one legal entity), Île-de-France, Alsace, Guadeloupe.
pub const RENNES: &str = "359900008";
pub const RENNES_SISTER: &str = "359900016";
pub const RENNES_ENTITY: &str = "359800018";
pub const PARIS: &str = "759900004";
pub const STRASBOURG: &str = "679900001";
pub const BASSE_TERRE: &str = "971900006";

const REGISTER: &str = "finess_et,raison_sociale,categorie_code,departement_code,finess_ej,code_postal,commune,telephone\n\
    359900008,Centre hospitalier des Embruns,355,35,359800018,35000,Rennes,0299000000\n\
    359900016,Maison de santé des Embruns,355,35,359800018,35000,Rennes,0299000001\n\
    759900004,Hôpital des Deux-Ponts,355,75,759800014,75001,Paris,0199000000\n\
    679900001,Centre hospitalier du Vignoble,355,67,679800011,67000,Strasbourg,0388000000\n\
    971900006,Centre hospitalier des Alizés,355,971,971800016,97100,Basse-Terre,0590000000\n";

pub struct House {
    pub database: Arc<TestDatabase>,
    pub desk: Desk,
    pub declarations: Declarations,
    pub incidents: Incidents,
}

/// An incident, its declaration, and who declared it.
#[derive(Clone)]
pub struct Declared {
    pub declaration: Id,
    pub incident: Id,
    pub caller: Caller,
}

impl House {
    /// A page of what a filter shows to a caller.
    pub async fn list(
        &self,
        caller: &Caller,
        filter: &str,
        after: &str,
        limit: i64,
    ) -> Result<Page, Problem> {
        let query = self.incidents.query(caller, filter).unwrap();
        self.incidents.list(caller, &query, after, limit).await
    }

    pub async fn new(database: Arc<TestDatabase>) -> Self {
        let desk = database.desk();
        let register = Source::bytes("demonstration", REGISTER.as_bytes());
        let program = Caller::Program("test");
        Directory::new(desk.clone())
            .import(&program, vec![register], Completeness::Whole, |_| {})
            .await
            .unwrap();
        Self::open(database, desk, IncidentsSettings::default()).await
    }

    /// The same house under that rule set, with the clocks of NIS2 or without.
    pub async fn under(&self, rule_set: &str, nis2: Nis2) -> Self {
        let settings =
            IncidentsSettings { rule_set: rule_set.to_owned(), nis2, ..IncidentsSettings::default() };
        Self::open(self.database.clone(), self.desk.clone(), settings).await
    }

    async fn open(database: Arc<TestDatabase>, desk: Desk, of_incidents: IncidentsSettings) -> Self {
        let key = MasterKey::load_or_create(&database.folder().join("secret"), desk.ids.as_ref()).unwrap();
        let objects =
            Objects::at(&database.folder().join("objects"), key.derive("attachments")).await.unwrap();
        let settings = DeclarationsSettings { rule_set: of_incidents.rule_set.clone(), ..Default::default() };
        let incidents = Incidents::new(desk.clone(), of_incidents);
        let follower = Arc::new(incidents.clone());
        let declarations = Declarations::new(desk.clone(), settings, &key, objects, follower);
        Self { database, desk, declarations, incidents }
    }

    pub async fn try_declare(&self, fields: &[(&str, &str)]) -> Result<Declared, Problem> {
        let mut typed = typed(&[
            ("declarant.name", "Camille Fictif"),
            ("declarant.phone", "01 99 00 12 34"),
            ("declarant.email", "camille@vigie.example"),
            ("noticed_at", "2026-03-10T08:30:00+01:00"),
            ("summary", "Les écrans affichent une demande de rançon."),
        ]);
        typed.extend(self::typed(fields));
        let submission = Submission {
            typed,
            language: Language::Fr,
            key: None,
            draft: None,
            from: "192.0.2.1".to_owned(),
            device: "Firefox".to_owned(),
            exercise: false,
        };
        let filed = self.declarations.file(&Caller::Nobody, submission).await?;
        let caller = self.declarations.caller(filed.token.as_deref().unwrap()).await?.unwrap();
        let incident = self.incidents.id_of(&Caller::Program("test"), filed.id).await?;
        Ok(Declared { declaration: filed.id, incident, caller })
    }

    /// Declares at the facility of Rennes, with these facts.
    pub async fn declare(&self, facts: &[(&str, &str)]) -> Declared {
        self.declare_at(RENNES, facts).await
    }

    pub async fn declare_at(&self, facility: &str, facts: &[(&str, &str)]) -> Declared {
        self.try_declare(&[&[("facility", facility)], facts].concat()).await.unwrap()
    }

    pub async fn view(&self, id: Id) -> IncidentView {
        self.incidents.open(&analyst(1), id).await.unwrap()
    }

    /// Gives a command as the first analyst, on what is there now.
    pub async fn command(&self, id: Id, command: Command) -> Result<(), Problem> {
        let analyst = analyst(1);
        let incident = self.view(id).await.incident;
        if command == Command::Qualify {
            let proposed: Vec<Criterion> =
                incident.proposal.criteria.iter().map(|fired| fired.criterion).collect();
            let severity = Severity::new(i64::from(incident.proposal.severity)).unwrap();
            self.incidents.qualify(&analyst, id, &proposed, severity, "", incident.revision).await
        } else {
            self.incidents.advance(&analyst, id, command, "Motif", incident.revision).await
        }
    }

    /// Declares an incident and leads it to that state by the shortest way.
    pub async fn declared_in(&self, state: State) -> Declared {
        use Command as C;
        let declared = self.declare(&[]).await;
        let way: &[Command] = match state {
            State::Declared => &[],
            State::Taken => &[C::Take],
            State::Qualified => &[C::Take, C::Qualify],
            State::OutOfScope => &[C::Take, C::PutOutOfScope],
            State::Accompanied => &[C::Take, C::Qualify, C::Accompany],
            State::Followed => &[C::Take, C::Qualify, C::Follow],
            State::Contained => &[C::Take, C::Qualify, C::Accompany, C::Contain],
            State::Resolved => &[C::Take, C::Qualify, C::Accompany, C::Resolve],
            State::Closed => &[C::Take, C::Qualify, C::Accompany, C::Resolve, C::Close],
            State::Attached => unreachable!("by no command"),
        };
        for command in way {
            self.command(declared.incident, *command).await.unwrap();
        }
        assert_eq!(self.view(declared.incident).await.incident.state, state);
        declared
    }

    pub async fn amend(&self, declared: &Declared, fields: &[(&str, &str)]) {
        let view = self.declarations.view(&declared.caller, declared.declaration).await.unwrap();
        let seen = view.versions.last().unwrap().number;
        let (caller, id) = (&declared.caller, declared.declaration);
        self.declarations.amend(caller, id, &typed(fields), seen).await.unwrap();
    }

    /// A clock of an incident, if it has it.
    pub async fn clock(&self, id: Id, duty: Duty) -> Option<Clock> {
        self.view(id).await.clocks.into_iter().find(|clock| clock.kind == duty.code())
    }

    /// Whether the chain of the trail holds, and is the one that is anchored.
    pub async fn trail_is_sound(&self) -> bool {
        let folder = self.database.folder();
        let key = MasterKey::load_or_create(&folder.join("secret"), self.desk.ids.as_ref()).unwrap();
        let anchor = trail::Anchor::new(&folder.join("trail"), &key);
        anchor.keep(&self.desk).await.unwrap();
        trail::verify(&self.desk.store, &anchor).await.unwrap().is_sound()
    }

    /// What the trail holds of an object, the first first.
    pub async fn trail(&self, kind: &str, id: Id) -> Vec<trail::Recorded> {
        let mut unit = self.desk.store.read().await.unwrap();
        let mut entries = trail::of(&mut unit, kind, &id.to_string(), 1000).await.unwrap();
        entries.sort_by_key(|entry| entry.sequence);
        entries
    }
}

pub fn typed(fields: &[(&str, &str)]) -> Typed {
    let mut typed = Typed::new();
    for (name, value) in fields {
        typed.entry((*name).to_owned()).or_default().push((*value).to_owned());
    }
    typed
}

/// Somebody with that role, in these regions or in the nation.
pub fn staff(number: u8, role: Role, regions: &[&str]) -> Caller {
    let region = |code: &&str| Region::from_code(code).unwrap();
    let reach =
        if regions.is_empty() { Reach::Nation } else { Reach::Regions(regions.iter().map(region).collect()) };
    let standings = vec![Standing { role, reach }];
    let id = Id::from_random([number; 16]);
    let name = format!("Alix Exemple {number}");
    Caller::Person(Person {
        account: id,
        name,
        session: id,
        standings,
        withheld: Vec::new(),
        fresh: true,
        limited_to: None,
    })
}

pub fn analyst(number: u8) -> Caller {
    staff(number, Role::Analyst, &[])
}

/// Somebody of a structure: its RSSI, its director, for these sites or legal entities.
pub fn structure(numbers: &[&str]) -> Caller {
    let facilities = numbers.iter().map(|number| number.parse().unwrap()).collect();
    let Caller::Person(mut person) = staff(50, Role::FacilityStaff, &[]) else { unreachable!() };
    person.standings = vec![Standing { role: Role::FacilityStaff, reach: Reach::Facilities(facilities) }];
    Caller::Person(person)
}

pub fn ars(region: &str) -> Caller {
    staff(100, Role::Ars, &[region])
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

/// The code of the one thing that was refused.
pub fn code<T>(result: Result<T, Problem>) -> &'static str {
    match refused(result) {
        Refused::Invalid(refusals) => refusals[0].code,
        Refused::Conflict(refusal) => refusal.code,
        other => panic!("another refusal: {other:?}"),
    }
}
