//! `vigie trail`: the record of who did what, as an operator asks for it.

use ::trail::{Finding, Kept, Report, Standing};
use vocabulary::{Failure, Instant, Problem};

use crate::{arguments::Trail, commands::OPERATOR, wiring::House};

/// Seconds after which an entry that is not anchored yet is a sign that nobody anchors.
const SLACK: i64 = 60;

pub async fn run(house: &House, command: Trail) -> Result<(), Problem> {
    match command {
        Trail::Verify { head } => verify(house, head).await,
        Trail::Anchor { reason } => begin_anew(house, &reason).await,
    }
}

async fn verify(house: &House, head: Option<String>) -> Result<(), Problem> {
    let report = ::trail::verify(&house.desk.store, &house.anchor).await?;
    say(house, &report);
    if let Some(head) = head {
        compare(house, &head).await?;
    }
    if report.is_sound() {
        out!("No entry was altered, removed or moved, and the tail was not cut.");
        return Ok(());
    }
    for finding in &report.findings {
        out!("WRONG    {}", words(house, finding));
    }
    Err(Failure::new("vouch for the trail", "see what is said above").into())
}

fn say(house: &House, report: &Report) {
    out!("{} entries.", report.entries);
    if let Some(anchored) = &report.anchored {
        out!(
            "Vouched for from entry {} ({}) to entry {} ({}) by {}.",
            anchored.first.sequence,
            anchored.first.at,
            anchored.last.sequence,
            anchored.last.at,
            house.anchor.path().display()
        );
    }
}

/// Compares with a head that the log, or a sheet of paper, has kept.
async fn compare(house: &House, head: &str) -> Result<(), Problem> {
    let said = head.split_once(':').and_then(|(sequence, hash)| Some((sequence.parse::<i64>().ok()?, hash)));
    let Some((sequence, hash)) = said else {
        return Err(Failure::new("understand --head", "it is like 1204:9f86d081…").into());
    };
    let found = ::trail::hash_at(&mut house.desk.store.read().await?, sequence).await?;
    if found.as_deref() == Some(hash) {
        out!("Entry {sequence} has that hash.");
        return Ok(());
    }
    let what =
        if found.is_some() { "has another hash: it, or one before it, was altered" } else { "is not there" };
    Err(Failure::new("vouch for the trail", format!("entry {sequence} {what}")).into())
}

async fn begin_anew(house: &House, reason: &str) -> Result<(), Problem> {
    let kept = house.anchor.begin_anew(&house.desk, &OPERATOR, reason).await?;
    if let Kept::Marked(mark) = kept {
        out!("Anchored from entry {} on, in {}.", mark.sequence, house.anchor.path().display());
    }
    Ok(())
}

/// What is wrong, and what it means.
fn words(house: &House, finding: &Finding) -> String {
    let path = house.anchor.path();
    let path = path.display();
    match finding {
        Finding::Altered(entry) => format!(
            "entry {entry} is the first that does not fit: it was altered or moved, or the one that was there is gone"
        ),
        Finding::Cut(from, to) if from == to => {
            format!("entry {from} was anchored and is gone: the tail was cut")
        }
        Finding::Cut(from, to) => {
            format!("entries {from} to {to} were anchored and are gone: the tail was cut")
        }
        Finding::Rewritten(from, to) if from == to => {
            format!(
                "entry {from} was altered, and every hash from there on computed anew: the anchor knows another"
            )
        }
        Finding::Rewritten(from, to) => format!(
            "the first altered entry is one of {from} to {to}, and every hash from there on was computed anew: the anchor \
             knows another hash of entry {to}"
        ),
        Finding::NotAnchored => format!(
            "there is no anchor ({path}): the entries fit one another, but that the last ones were not cut off, or all of \
             them written anew, nobody can say. If there was one, somebody took it away: compare with the lines \"trail \
             anchored\" of the log (--head). `vigie serve` begins a new one by itself"
        ),
        Finding::AnchorAltered(line) => format!(
            "line {line} of {path} was altered, or written under another key file: what the anchor says proves nothing. \
             Compare with the lines \"trail anchored\" of the log (--head); then `vigie trail anchor --reason …` begins a \
             new one"
        ),
    }
}

/// What `vigie check` says of the anchor: whether it is there, fits and is fresh.
pub fn standing(house: &House, standing: &Standing, now: Instant) -> Result<String, String> {
    if let Some(finding) = &standing.finding {
        return Err(format!("{}; see `vigie trail verify`", words(house, finding)));
    }
    if let Some(since) = standing.waits_since.filter(|since| now.seconds_since(*since) > SLACK) {
        return Err(format!(
            "entries since {since} are not anchored: `vigie serve` and `vigie work` do it every few seconds; does one run \
             that can write in {}?",
            house.anchor.path().display()
        ));
    }
    Ok(match &standing.last {
        Some(last) => format!(": entry {} of {}, {}", last.sequence, standing.head.0, last.at),
        None => ": nothing to anchor yet".to_owned(),
    })
}
