//! Search in what is published: among 20,000 documents beside the same among 1,000.

use std::time::Instant as Started;

use access::{Audience, Caller, Readable, readable};
use search::{Answer, Entry, Question};
use sqlx::{Connection as _, Executor as _, PgConnection};
use storage::{Engine, Store};
use vocabulary::{Language, Tlp};

use crate::{
    Outcome,
    ground::{ENGINES, Ground, called},
    notices::{self, Notice},
    report::{self, Bar, absolute, line, median, millis, share},
};

const TURNS: usize = 5;
/// How many documents, and how many of them in the small one.
const SIZE: usize = 20_000;
const SMALL: usize = 1_000;
/// How many documents go into one transaction.
const TOGETHER: usize = 200;

pub async fn measure(ground: &Ground) -> Outcome {
    let (notices, what) = notices::read(SIZE)?;
    let asked = questions(&notices);
    report::note(&format!(
        "{} questions of ten kinds, 20 answers each, {TURNS} times; p95; {what}",
        asked.len()
    ));
    let readable = readable(&Caller::Nobody);
    let mut answers: Vec<Vec<Answer>> = Vec::new();
    for engine in ENGINES {
        let (large, url) = ground.desk(engine).await?;
        let (small, small_url) = ground.desk(engine).await?;
        let few: Vec<&Notice> = notices.iter().step_by(SIZE / SMALL).collect();
        let began = Started::now();
        put(&large.store, &notices.iter().collect::<Vec<_>>()).await?;
        let rate = report::rate(notices.len(), began.elapsed());
        put(&small.store, &few).await?;
        settle(engine, &url).await?;
        settle(engine, &small_url).await?;
        let (mut ours, mut theirs, mut middle) = (Vec::new(), Vec::new(), Vec::new());
        for turn in 0..=TURNS {
            let among_few = ask_all(&small.store, &asked, &readable).await?.0;
            let among_many = ask_all(&large.store, &asked, &readable).await?.0;
            if turn > 0 {
                ours.push(share(&among_many, 0.95));
                theirs.push(share(&among_few, 0.95));
                middle.push((share(&among_many, 0.5), share(&among_few, 0.5)));
            }
            if turn == TURNS {
                slowest(&asked, &among_many, &among_few);
            }
        }
        let name = called(engine);
        let p95 = format!("search among 20,000 beside 1,000, {name}");
        line(&p95, median(&ours), median(&theirs), "ms", Bar::AtMost(2.0));
        let (many, few): (Vec<f64>, Vec<f64>) = middle.into_iter().unzip();
        line(&format!("the same, half of them, {name}"), median(&many), median(&few), "ms", Bar::None);
        absolute(&format!("documents put, {TOGETHER} together, {name}"), rate, "/s", Bar::None);
        answers.push(ask_all(&large.store, &asked, &readable).await?.1);
        found(&large.store, &notices, &readable).await?;
        large.store.close().await;
        small.store.close().await;
    }
    let differ = answers
        .first()
        .zip(answers.last())
        .map_or(0, |(one, other)| one.iter().zip(other).filter(|(one, other)| one != other).count());
    report::note(&format!("{differ} of {} answers differ between the engines", asked.len()));
    Ok(())
}

async fn put(store: &Store, notices: &[&Notice]) -> Outcome {
    for together in notices.chunks(TOGETHER) {
        let entries: Vec<Entry<'_>> = together.iter().map(|notice| entry(notice)).collect();
        let mut unit = store.write().await?;
        search::put_all(&mut unit, &entries).await?;
        unit.commit().await?;
    }
    Ok(())
}

fn entry(notice: &Notice) -> Entry<'_> {
    Entry {
        kind: "bulletin",
        id: notice.id,
        language: Language::Fr,
        tlp: Tlp::Clear,
        audience: Audience::public(),
        at: notice.at,
        title: &notice.title,
        summary: &notice.summary,
        body: &notice.body,
        exact: notice.exact.clone(),
        facets: notice.facets.clone(),
    }
}

/// What autovacuum does on a server a minute after so many rows.
async fn settle(engine: Engine, url: &str) -> Outcome {
    if engine == Engine::Postgres {
        PgConnection::connect(url).await?.execute("VACUUM ANALYZE").await?;
    }
    Ok(())
}

/// A text and the year to which it is narrowed.
type Asked = (String, Option<String>);

/// What people type: rare and common words, names, identifiers, quotes, mistakes, and nothing but a year.
fn questions(notices: &[Notice]) -> Vec<Asked> {
    const COMMON: [&str; 8] = [
        "vulnérabilité",
        "exécution de code arbitraire",
        "sécurité",
        "mise à jour",
        "microsoft windows",
        "linux noyau",
        "déni de service à distance",
        "élévation de privilèges",
    ];
    let mut asked: Vec<Asked> = Vec::new();
    for (n, notice) in notices.iter().step_by(notices.len().div_ceil(40)).enumerate() {
        let words: Vec<&str> =
            notice.title.split_whitespace().filter(|word| word.chars().count() > 4).collect();
        let common = COMMON.get(n % COMMON.len()).copied().unwrap_or_default();
        let two = words.iter().rev().take(2).copied().collect::<Vec<_>>().join(" ");
        let quoted = notice.title.split_whitespace().rev().take(3).collect::<Vec<_>>();
        let quoted = quoted.into_iter().rev().collect::<Vec<_>>().join(" ");
        let mut mistaken: Vec<char> = words.first().copied().unwrap_or("fortinet").chars().collect();
        mistaken.swap(2, 3);
        asked.extend([
            (common.to_owned(), None),
            (common.to_owned(), notice.year()),
            (String::new(), notice.year()),
            (two, None),
            (format!("\"{quoted}\""), None),
            (mistaken.into_iter().collect::<String>() + "x", None),
            (words.iter().take(6).copied().collect::<Vec<_>>().join(" "), None),
            (notice.exact.first().cloned().unwrap_or_default(), None),
            (notice.exact.last().cloned().unwrap_or_default(), None),
        ]);
    }
    asked.push((String::new(), None));
    asked
}

async fn ask_all(store: &Store, asked: &[Asked], readable: &Readable) -> Outcome<(Vec<f64>, Vec<Answer>)> {
    let (mut took, mut answers) = (Vec::with_capacity(asked.len()), Vec::with_capacity(asked.len()));
    for (text, year) in asked {
        let filters = year.iter().map(|year| ("year".to_owned(), year.clone())).collect();
        let question = Question { text, language: Language::Fr, readable, filters, after: None, limit: 20 };
        let began = Started::now();
        let mut unit = store.read().await?;
        answers.push(search::ask(&mut unit, &question).await?);
        drop(unit);
        took.push(millis(began.elapsed()));
    }
    Ok((took, answers))
}

/// The questions that took longest, for whoever wants to know why.
fn slowest(asked: &[Asked], many: &[f64], few: &[f64]) {
    let mut all: Vec<(&f64, &f64, &Asked)> =
        many.iter().zip(few).zip(asked).map(|((m, f), a)| (m, f, a)).collect();
    all.sort_by(|(a, ..), (b, ..)| b.total_cmp(a));
    for (many, few, (text, year)) in all.into_iter().take(3) {
        report::note(&format!("{many:.2} ms beside {few:.2}: {text:?} {}", year.as_deref().unwrap_or("")));
    }
}

/// Whether documents are found by what names them.
async fn found(store: &Store, notices: &[Notice], readable: &Readable) -> Outcome {
    let (mut asked, mut lost) = (0, 0);
    for notice in notices.iter().step_by(50) {
        let Some(reference) = notice.exact.first() else { continue };
        let question = Question {
            text: reference,
            language: Language::Fr,
            readable,
            filters: Vec::new(),
            after: None,
            limit: 20,
        };
        let mut unit = store.read().await?;
        let answer = search::ask(&mut unit, &question).await?;
        asked += 1;
        lost += usize::from(!answer.hits.iter().any(|hit| hit.id == notice.id));
    }
    report::note(&format!("{lost} of {asked} documents not found by their reference"));
    Ok(())
}
