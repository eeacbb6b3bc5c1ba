//! Declarations filed, sixteen at once, beside the bare engine: one that commits one row of the same size, and one that commits as
//! many rows, with as many entries of indexes.

use std::time::Instant;

use access::Caller;
use declarations::{Declarations, Submission, Typed};
use sqlx::{Connection as _, SqliteConnection};
use storage::Engine;
use vocabulary::Language;

use crate::{
    Outcome,
    bare::{Bare, Pile, added, piles},
    ground::{self, ENGINES, Ground, called},
    report::{self, Bar, line, median, rate},
};

/// At once.
const ABREAST: usize = 16;
/// In one turn, and turns.
const EACH: usize = 25 * ABREAST;
const TURNS: usize = 7;

pub async fn measure(ground: &Ground) -> Outcome {
    let mut whole = Vec::new();
    for engine in ENGINES {
        let (desk, url) = ground.desk(engine).await?;
        let folder = ground.folder.join(ground.name());
        std::fs::create_dir_all(&folder)?;
        let (services, _) = ground::house(&desk, &folder, false).await?;
        ground::import(&services.directory, &ground.register.small).await?;
        let facility = ground.register.sample.first().ok_or("the register is empty")?.finess.to_string();
        if engine == Engine::Sqlite {
            whole = of_one(&url, &services.declarations, &facility).await?;
            let [rows, entries, bytes] = Pile::all(&whole);
            report::note(&format!(
                "one declaration is {bytes} bytes in {rows} rows with {entries} entries of indexes; {ABREAST} at once, {TURNS} × {EACH}"
            ));
        }
        let [_, _, bytes] = Pile::all(&whole);
        let one = Bare::open(&ground.database(engine).await?, engine, &[Pile::one(bytes)]).await?;
        let same = Bare::open(&ground.database(engine).await?, engine, &whole).await?;
        let (mut ours, mut theirs, mut likes) = (Vec::new(), Vec::new(), Vec::new());
        for turn in 0..=TURNS {
            let began = Instant::now();
            file(&services.declarations, &facility, EACH, turn).await?;
            let filed = rate(EACH, began.elapsed());
            let began = Instant::now();
            one.commit(EACH).await?;
            let committed = rate(EACH, began.elapsed());
            let began = Instant::now();
            same.commit(EACH).await?;
            let alike = rate(EACH, began.elapsed());
            // The first turn warms all three up.
            if turn > 0 {
                ours.push(filed);
                theirs.push(committed);
                likes.push(alike);
            }
        }
        let what = format!("filed, against commits of as many rows and entries, {}", called(engine));
        line(&what, median(&ours), median(&likes), "/s", Bar::AtLeast(0.5));
        let what = format!("  against commits of one row, {}", called(engine));
        line(&what, median(&ours), median(&theirs), "/s", Bar::None);
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
pub async fn abreast<F>(many: usize, work: impl Fn(usize, usize) -> F) -> Outcome
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

/// What one declaration adds to each table.
async fn of_one(url: &str, declarations: &Declarations, site: &str) -> Outcome<Vec<Pile>> {
    let mut connection = SqliteConnection::connect(url).await?;
    let before = piles(&mut connection).await?;
    file(declarations, site, ABREAST, usize::MAX).await?;
    let after = piles(&mut connection).await?;
    connection.close().await?;
    Ok(added(&before, &after, ABREAST))
}
