//! The whole register imported into an empty database, beside the engine's own bulk load of the same file.

use std::{
    fs::File,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use directory::Directory;
use storage::Engine;

use crate::{
    Outcome,
    ground::{self, ENGINES, Ground, called},
    report::{self, Bar, line, median},
};

const TURNS: usize = 3;

pub async fn measure(ground: &Ground) -> Outcome {
    let file = &ground.register.whole;
    report::note(
        "ours reads, checks, compares, writes and indexes; the engine's own loads the same file into a bare table of text",
    );
    for engine in ENGINES {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..TURNS {
            let (desk, _) = ground.desk(engine).await?;
            let directory = Directory::new(desk.clone());
            let began = Instant::now();
            ground::import(&directory, file).await?;
            ours.push(began.elapsed().as_secs_f64());
            desk.store.close().await;
            let url = ground.database(engine).await?;
            let took = tokio::task::block_in_place(|| load(engine, &url, file))?;
            theirs.push(took);
        }
        let what = format!("import of the whole register, {}", called(engine));
        line(&what, median(&ours), median(&theirs), "s", Bar::AtMost(5.0));
    }
    Ok(())
}

/// Seconds that `sqlite3 .import` or `COPY` takes.
fn load(engine: Engine, url: &str, file: &Path) -> Outcome<f64> {
    let columns = columns(file)?;
    let table = format!("CREATE TABLE bare ({})", columns.join(" TEXT, ") + " TEXT");
    let mut command;
    match engine {
        Engine::Sqlite => {
            let path = Path::new(url.trim_start_matches("sqlite://"));
            path.parent().map(std::fs::create_dir_all).transpose()?;
            run(Command::new("sqlite3").arg(path).arg(format!("PRAGMA journal_mode = WAL; {table}")))?;
            command = Command::new("sqlite3");
            let import = format!(".import --csv --skip 1 '{}' bare", file.display());
            command.arg(path).args(["PRAGMA synchronous = FULL", &import]);
        }
        Engine::Postgres => {
            run(Command::new("psql").args(["--quiet", "--no-psqlrc", url, "--command", &table]))?;
            command = Command::new("psql");
            let copy = format!("\\copy bare FROM '{}' WITH (FORMAT csv, HEADER)", file.display());
            command.args(["--quiet", "--no-psqlrc", url, "--command", &copy]);
        }
    }
    let began = Instant::now();
    run(&mut command)?;
    Ok(began.elapsed().as_secs_f64())
}

fn columns(file: &Path) -> Outcome<Vec<String>> {
    let mut first = String::new();
    BufReader::new(File::open(file)?).read_line(&mut first)?;
    Ok(first.trim().split(',').map(str::to_owned).collect())
}

fn run(command: &mut Command) -> Outcome {
    let done = command.stdin(Stdio::null()).output()?;
    if done.status.success() {
        return Ok(());
    }
    Err(format!("{command:?}: {}", String::from_utf8_lossy(&done.stderr)).into())
}
