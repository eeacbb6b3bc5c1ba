//! What measures stand on: a folder on the disk of the tree, the register, databases of both engines, the house on top.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use accounts::{Accounts, AccountsSettings};
use audit::Audit;
use declarations::{Declarations, DeclarationsSettings, events::Follower};
use directory::{Completeness, Directory, Source};
use documents::{Limits, Typesetter};
use incidents::{Incidents, IncidentsSettings};
use indicators::{Finder, Indicators, IndicatorsSettings};
use mail::Letters;
use oncall::{Bell, Oncall, OncallSettings};
use retention::{Retention, Terms};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use storage::{Desk, Engine, Store};
use trail::Anchor;
use vault::{MasterKey, Objects};
use vocabulary::{Clock, Ids, Instant};
use web::Services;

use crate::{Outcome, register::Register};

/// The clock of the machine.
struct MachineClock;

impl Clock for MachineClock {
    #[allow(clippy::disallowed_methods, reason = "what is measured is given the clock that people have")]
    fn now(&self) -> Instant {
        Instant::from_timestamp(jiff::Timestamp::now())
    }
}

/// The randomness of the operating system.
struct MachineIds;

impl Ids for MachineIds {
    #[allow(
        clippy::disallowed_methods,
        clippy::expect_used,
        reason = "what is measured is given the randomness that people have; without it there is nothing to measure"
    )]
    fn fill(&self, buffer: &mut [u8]) {
        getrandom::fill(buffer).expect("the operating system gives randomness");
    }
}

/// The folder of a run, gone with it.
pub struct Ground {
    pub folder: PathBuf,
    pub register: Register,
    postgres: String,
    count: AtomicU32,
}

impl Ground {
    /// A new folder under `target`, so that the disk is the one that builds are on and never memory.
    pub fn new() -> Outcome<Self> {
        let postgres = std::env::var("VIGIE_TEST_POSTGRES_URL").map_err(
            |_| "these measures need PostgreSQL beside them: `make bench`, or scripts/with-postgres",
        )?;
        let folder = std::env::current_dir()?.join(format!("target/bench/{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let register = Register::write(&folder)?;
        Ok(Self { folder, register, postgres, count: AtomicU32::new(0) })
    }

    /// A name that this run has not given yet.
    pub fn name(&self) -> String {
        format!("bench_{}_{}", std::process::id(), self.count.fetch_add(1, Ordering::SeqCst))
    }

    /// The address of a new, empty database. Those of PostgreSQL go with their cluster.
    pub async fn database(&self, engine: Engine) -> Outcome<String> {
        let name = self.name();
        if engine == Engine::Sqlite {
            return Ok(format!("sqlite://{}", self.folder.join(name).join("vigie.db").display()));
        }
        let mut connection = PgConnection::connect(&self.postgres).await?;
        connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await?;
        // The path of the address is the name of the database.
        let (address, parameters) = self.postgres.split_once('?').unwrap_or((&self.postgres, ""));
        let (server, _) = address.rsplit_once('/').ok_or("the address of PostgreSQL names no database")?;
        Ok(format!("{server}/{name}?{parameters}"))
    }

    /// A new database with the schema of the house.
    pub async fn desk(&self, engine: Engine) -> Outcome<(Desk, String)> {
        let url = self.database(engine).await?;
        let desk = desk(&url).await?;
        desk.store.migrate().await?;
        Ok((desk, url))
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            eprintln!("{} stays behind: {error}", self.folder.display());
        }
    }
}

/// The engine's name, as lines say it.
pub fn called(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    }
}

pub const ENGINES: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];

/// A desk with the real clock and the real randomness.
pub async fn desk(url: &str) -> Outcome<Desk> {
    Ok(Desk { store: Store::open(url).await?, clock: Arc::new(MachineClock), ids: Arc::new(MachineIds) })
}

/// Brings a register in.
pub async fn import(directory: &Directory, file: &Path) -> Outcome {
    let sources = vec![Source::file(file.to_owned())];
    directory.import(&access::Caller::Program("bench"), sources, Completeness::Whole, |_| {}).await?;
    Ok(())
}

/// The house as `vigie serve` builds it, with its files in a folder; its key too, for what signs forms.
pub async fn house(desk: &Desk, folder: &Path, demonstration: bool) -> Outcome<(Services, MasterKey)> {
    let key = MasterKey::load_or_create(&folder.join("secret.key"), desk.ids.as_ref())?;
    let objects = Objects::at(&folder.join("objects"), key.derive("attachments")).await?;
    let finder = Arc::new(Finder::new(desk.clone()));
    let incidents = Incidents::new(desk.clone(), IncidentsSettings::default()).read_by(finder.clone());
    let bell = Arc::new(Bell::new(desk.clone(), "2022"));
    let followers: Vec<Arc<dyn Follower>> = vec![Arc::new(incidents.clone()), finder, bell];
    let (settings, follower) = (
        DeclarationsSettings { facility_burst: u32::MAX, ..DeclarationsSettings::default() },
        Arc::new(followers),
    );
    let accounts_settings =
        AccountsSettings { demonstration, second_factor: !demonstration, ..AccountsSettings::default() };
    let accounts = Accounts::new(desk.clone(), accounts_settings, &key);
    let community = community::Community::new(desk.clone(), &key);
    let clearing = Arc::new(tidings::Clearing::new(community.clone()));
    let members = members::Members::new(desk.clone(), accounts.clone(), clearing);
    let tidings = tidings::Tidings::new(desk.clone(), accounts.clone(), members.clone(), community.clone());
    let declarations = Declarations::new(desk.clone(), settings, &key, objects, follower);
    let indicators = Indicators::new(
        desk.clone(),
        declarations.clone(),
        incidents.clone(),
        &IndicatorsSettings::default(),
    );
    let sharing = indicators::Sharing::new(
        desk.clone(),
        declarations.clone(),
        incidents.clone(),
        community.clone(),
        indicators::Sifter::new(&IndicatorsSettings::default()),
    );
    let letters = Letters::at(&folder.join("mail"));
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
    let situations = situation::Situations::new(desk.clone(), incidents.clone(), declarations.clone());
    let audit = Audit::new(
        desk.clone(),
        Anchor::new(&folder.join("trail"), &key),
        accounts.clone(),
        declarations.clone(),
        incidents.clone(),
    );
    let oncall = Oncall::new(desk.clone(), accounts.clone(), incidents.clone(), OncallSettings::default());
    let publications =
        publications::Publications::new(desk.clone(), Arc::new(subscriptions::Herald::new(desk.clone())));
    let subscriptions = subscriptions::Subscriptions::new(desk.clone(), publications.clone(), &key);
    let raising = events::Raising::new(
        desk.clone(),
        community.clone(),
        publications.clone(),
        incidents.clone(),
        events.clone(),
    );
    let services = Services {
        directory: Directory::new(desk.clone()),
        accounts,
        members,
        declarations,
        incidents,
        events,
        oncall,
        indicators,
        sharing,
        situations,
        publications,
        subscriptions,
        community,
        raising,
        tidings,
        audit,
        retention,
        typesetter: Typesetter::new(folder.join("none"), Limits::default()),
        clock: desk.clock.clone(),
        ids: desk.ids.clone(),
    };
    Ok((services, key))
}
