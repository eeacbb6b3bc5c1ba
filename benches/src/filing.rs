//! Declarations filed, sixteen at once, beside the bare engine that commits one row of the same size.

use std::{path::Path, sync::Arc, time::Instant};

use access::Caller;
use declarations::{Declarations, Submission, Typed};
use sqlx::{
    Connection as _, Executor as _, PgPool, Row as _, SqliteConnection,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use storage::Engine;
use tokio::sync::Mutex;
use vocabulary::Language;

use crate::{
    Outcome,
    ground::{self, ENGINES, Ground, called},
    report::{self, Bar, line, median, rate},
};

/// At once.
const ABREAST: usize = 16;
/// In one turn, and turns.
const EACH: usize = 25 * ABREAST;
const TURNS: usize = 7;

pub async fn measure(ground: &Ground) -> Outcome {
    let mut size = 0;
    for engine in ENGINES {
        let (desk, url) = ground.desk(engine).await?;
        let folder = ground.folder.join(ground.name());
        std::fs::create_dir_all(&folder)?;
        let (services, _) = ground::house(&desk, &folder, false).await?;
        ground::import(&services.directory, &ground.register.small).await?;
        let facility = ground.register.sample.first().ok_or("the register is empty")?.finess.to_string();
        if engine == Engine::Sqlite {
            size = size_of_one(&url, &services.declarations, &facility).await?;
            report::note(&format!(
                "one declaration is {size} bytes in all its rows; {ABREAST} at once, {TURNS} × {EACH}"
            ));
        }
        let bare = Bare::open(&ground.database(engine).await?, engine, size).await?;
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for turn in 0..=TURNS {
            let began = Instant::now();
            file(&services.declarations, &facility, EACH, turn).await?;
            let filed = rate(EACH, began.elapsed());
            let began = Instant::now();
            bare.commit(EACH).await?;
            let committed = rate(EACH, began.elapsed());
            // The first turn warms both up.
            if turn > 0 {
                ours.push(filed);
                theirs.push(committed);
            }
        }
        let what = format!("filed, against bare commits of one row, {}", called(engine));
        line(&what, median(&ours), median(&theirs), "/s", Bar::AtLeast(0.5));
        desk.store.close().await;
    }
    Ok(())
}

/// Files that many, sixteen at once, each from an address of its own: no pace is to slow them.
async fn file(declarations: &Declarations, site: &str, many: usize, turn: usize) -> Outcome {
    abreast(many, |lane, one| {
        let (declarations, submission) =
            (declarations.clone(), submission(site, format!("{turn} {lane} {one}")));
        async move {
            declarations.file(&Caller::Nobody, submission).await?;
            Ok(())
        }
    })
    .await
}

/// Does a thing that many times in sixteen lanes.
async fn abreast<F>(many: usize, work: impl Fn(usize, usize) -> F) -> Outcome
where
    F: Future<Output = Outcome> + Send + 'static,
{
    let mut lanes = tokio::task::JoinSet::new();
    for lane in 0..ABREAST {
        let works: Vec<F> = (0..many / ABREAST).map(|one| work(lane, one)).collect();
        lanes.spawn(async move {
            for work in works {
                work.await?;
            }
            Outcome::Ok(())
        });
    }
    while let Some(lane) = lanes.join_next().await {
        lane??;
    }
    Ok(())
}

/// An early declaration as a hospital under attack makes it: danger, a crime, three authorities to tell.
pub fn submission(site: &str, from: String) -> Submission {
    let summary = "Les postes de l’accueil et des soins affichent une demande de rançon depuis la prise de poste. \
                   Nous avons débranché le réseau du bâtiment A et prévenu l’astreinte.";
    let fields = [
        ("care", "potential"),
        ("declarant.phone", "06 39 98 42 17"),
        ("declarant.email", "camille@vigie.example"),
        ("summary", summary),
        ("noticed_at", "2026-03-10T08:30:00+01:00"),
        ("facility", site),
        ("declarant.name", "Camille Fictif"),
        ("declarant.function", "RSSI"),
        ("kind", "ransom"),
        ("help", "support"),
    ];
    let typed: Typed = fields.map(|(name, value)| (name.to_owned(), vec![value.to_owned()])).into();
    let device = "Mozilla/5.0 (Android 15; Mobile; rv:140.0)".to_owned();
    Submission { typed, language: Language::Fr, key: None, draft: None, from, device, exercise: false }
}

/// The bytes that one declaration adds to all tables, indexes not counted.
async fn size_of_one(url: &str, declarations: &Declarations, site: &str) -> Outcome<usize> {
    let mut connection = SqliteConnection::connect(url).await?;
    let before = content(&mut connection).await?;
    file(declarations, site, ABREAST, usize::MAX).await?;
    let added = content(&mut connection).await? - before;
    connection.close().await?;
    Ok(usize::try_from(added)? / ABREAST)
}

async fn content(connection: &mut SqliteConnection) -> Outcome<i64> {
    let tables = "SELECT t.name, group_concat('coalesce(length(CAST(\"' || c.name || '\" AS BLOB)), 0)', ' + ') \
                  FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' \
                  AND t.name NOT LIKE '%\\_search%' ESCAPE '\\' GROUP BY t.name";
    let mut total = 0;
    for row in connection.fetch_all(tables).await? {
        let (table, lengths): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let sum = sqlx::AssertSqlSafe(format!("SELECT coalesce(sum({lengths}), 0) FROM \"{table}\""));
        total += connection.fetch_one(sum).await?.try_get::<i64, _>(0)?;
    }
    Ok(total)
}

/// The engine and nothing else: one table, one row a commit, as durable as ours.
enum Bare {
    /// It lets one writer in at a time, so one connection that never waits for another is the best that it does.
    Sqlite(Mutex<SqliteConnection>, Arc<str>),
    Postgres(PgPool, Arc<str>),
}

const INSERT: &str = "INSERT INTO bare (content) VALUES ($1)";

impl Bare {
    async fn open(url: &str, engine: Engine, size: usize) -> Outcome<Self> {
        let content = Arc::from("x".repeat(size));
        if engine == Engine::Postgres {
            let pool = PgPoolOptions::new().max_connections(16).connect(url).await?;
            pool.execute(
                "CREATE TABLE bare (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, content TEXT)",
            )
            .await?;
            return Ok(Self::Postgres(pool, content));
        }
        let path = Path::new(url.trim_start_matches("sqlite://"));
        path.parent().map(std::fs::create_dir_all).transpose()?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full);
        let mut connection = SqliteConnection::connect_with(&options).await?;
        connection.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, content TEXT)").await?;
        Ok(Self::Sqlite(connection.into(), content))
    }

    async fn commit(&self, many: usize) -> Outcome {
        match self {
            Self::Sqlite(connection, content) => {
                let mut connection = connection.lock().await;
                for _ in 0..many {
                    sqlx::query(INSERT).bind(content.as_ref()).execute(&mut *connection).await?;
                }
                Ok(())
            }
            Self::Postgres(pool, content) => {
                abreast(many, |_, _| {
                    let (pool, content) = (pool.clone(), content.clone());
                    async move {
                        sqlx::query(INSERT).bind(content.as_ref()).execute(&pool).await?;
                        Ok(())
                    }
                })
                .await
            }
        }
    }
}
