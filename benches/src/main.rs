//! The measures of `docs/benchmarks.md`: `make bench [ONLY=WORDS]`.
//!
//! A time says little by itself: each figure is taken beside a yardstick, in turns, in the same run on the same machine,
//! and what counts is the ratio of the two. A bar that is missed is said, and is no failure of the run.

mod alert;
mod bare;
mod console;
mod correlation;
mod crowd;
mod filing;
mod fill;
mod flood;
mod ground;
mod http;
mod import;
mod load;
mod look_up;
mod notices;
mod page;
mod queue;
mod register;
mod report;
mod rights;
mod search;
mod server;
mod threads;
mod visit;
mod watch;

use std::process::ExitCode;

use ground::Ground;

/// What a measure says when it cannot be taken.
type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// The measures by the words that choose them, in the order in which they are taken.
const MEASURES: [(&str, &str); 15] = [
    ("filing", "a declaration filed, on disk when acknowledged"),
    ("look-up", "facilities looked up while somebody types"),
    ("search", "what is published, searched"),
    ("import", "the whole register imported"),
    ("page", "a public page, memory, start"),
    ("watch", "an alert, and a feed that a thousand readers poll"),
    ("visit", "bytes and requests of a visit"),
    ("flood", "public pages while sign-in is flooded"),
    ("rights", "a page whose rights are checked"),
    ("queue", "the cell's queue at 100,000 incidents"),
    ("correlation", "200 traces against a million"),
    ("crowd", "200 declarations at once beside ten working consoles"),
    ("consoles", "memory with 200 live consoles, each with a stream"),
    ("alert", "an alert to 100,000 by mail"),
    ("threads", "the private space at 100,000 posts"),
];

fn main() -> ExitCode {
    let chosen: Vec<String> = std::env::args().skip(1).collect();
    if let Some(word) = chosen.iter().find(|word| MEASURES.iter().all(|(name, _)| name != word)) {
        eprintln!("there is no measure {word:?}; there are:");
        for (name, what) in MEASURES {
            eprintln!("  {name:<11} {what}");
        }
        return ExitCode::FAILURE;
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("benches: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(&chosen)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("benches: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(chosen: &[String]) -> Outcome {
    let ground = Ground::new()?;
    report::head();
    for (name, what) in MEASURES {
        if !chosen.is_empty() && !chosen.iter().any(|word| word == name) {
            continue;
        }
        report::room(what);
        match name {
            "filing" => Box::pin(filing::measure(&ground)).await?,
            "look-up" => look_up::measure(&ground).await?,
            "search" => search::measure(&ground).await?,
            "import" => import::measure(&ground).await?,
            "page" => page::measure(&ground).await?,
            "watch" => watch::measure(&ground).await?,
            "visit" => visit::measure(&ground).await?,
            "flood" => flood::measure(&ground).await?,
            "alert" => Box::pin(alert::measure(&ground)).await?,
            "threads" => Box::pin(threads::measure(&ground)).await?,
            "rights" => rights::measure(&ground).await?,
            "queue" => Box::pin(queue::measure(&ground)).await?,
            "correlation" => Box::pin(correlation::measure(&ground)).await?,
            "crowd" => crowd::measure(&ground).await?,
            _ => crowd::memory(&ground).await?,
        }
    }
    report::tail(&ground);
    Ok(())
}
