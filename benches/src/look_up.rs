//! Facilities looked up as somebody types, beside one row read by its key on the bare engine.

use std::time::Instant;

use access::Caller;
use directory::Directory;
use sqlx::{
    ConnectOptions as _, Connection as _, PgConnection, SqliteConnection, sqlite::SqliteConnectOptions,
};
use storage::Engine;

use crate::{
    Outcome,
    ground::{self, ENGINES, Ground, called},
    report::{self, Bar, line, median, millis, share},
};

const TURNS: usize = 5;

pub async fn measure(ground: &Ground) -> Outcome {
    let typed = typed(ground);
    report::note(&format!(
        "{} texts as they grow under somebody's fingers, 5 answers each, {TURNS} times; p95",
        typed.len()
    ));
    for engine in ENGINES {
        for (size, file) in
            [("1,000", &ground.register.small), ("the whole register", &ground.register.whole)]
        {
            let (desk, url) = ground.desk(engine).await?;
            let directory = Directory::new(desk.clone());
            ground::import(&directory, file).await?;
            let mut bare = Bare::open(&url, engine).await?;
            let keys: Vec<&str> = ground.register.sample.iter().map(|one| one.finess.as_str()).collect();
            let (mut ours, mut theirs) = (Vec::new(), Vec::new());
            for turn in 0..=TURNS {
                let mut took = Vec::with_capacity(typed.len());
                for text in &typed {
                    let began = Instant::now();
                    directory.search(&Caller::Nobody, text, 5).await?;
                    took.push(millis(began.elapsed()));
                }
                let mut by_key = Vec::with_capacity(typed.len());
                for key in keys.iter().cycle().take(typed.len()) {
                    let began = Instant::now();
                    bare.read(key).await?;
                    by_key.push(millis(began.elapsed()));
                }
                if turn > 0 {
                    ours.push(share(&took, 0.95));
                    theirs.push(share(&by_key, 0.95));
                }
            }
            let what = format!("look-up among {size}, {}", called(engine));
            line(&what, median(&ours), median(&theirs), "ms", Bar::AtMost(20.0));
            desk.store.close().await;
        }
    }
    Ok(())
}

/// What somebody types who looks for each of the sampled facilities: two words of its name and its town, letter by letter
/// from the second one on, which is when the page begins to ask.
fn typed(ground: &Ground) -> Vec<String> {
    let mut typed = Vec::new();
    for one in &ground.register.sample {
        let words: Vec<&str> = one.name.split(' ').take(2).collect();
        let whole = format!("{} {}", words.join(" "), one.town).to_lowercase();
        let letters: Vec<char> = whole.chars().collect();
        typed
            .extend((2..=letters.len()).filter_map(|n| letters.get(..n)).map(|begun| begun.iter().collect()));
    }
    typed
}

/// One connection to the same database, without the house.
enum Bare {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Bare {
    async fn open(url: &str, engine: Engine) -> Outcome<Self> {
        Ok(match engine {
            Engine::Sqlite => {
                let options = SqliteConnectOptions::new().filename(url.trim_start_matches("sqlite://"));
                Self::Sqlite(options.connect().await?)
            }
            Engine::Postgres => Self::Postgres(PgConnection::connect(url).await?),
        })
    }

    async fn read(&mut self, key: &str) -> Outcome {
        let text = "SELECT * FROM facilities WHERE finess = $1";
        match self {
            Self::Sqlite(connection) => drop(sqlx::query(text).bind(key).fetch_one(connection).await?),
            Self::Postgres(connection) => drop(sqlx::query(text).bind(key).fetch_one(connection).await?),
        }
        Ok(())
    }
}
