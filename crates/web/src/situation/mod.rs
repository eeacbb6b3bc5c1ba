//! Boards: of a region, for its agency; of the nation, for the ministry.

pub(crate) mod map;
pub(crate) mod nation;
pub(crate) mod region;
pub(crate) mod report;

use declarations::rules::understand;
use incidents::Past;
use situation::rules::Figures;
use vocabulary::{Instant, Refusal};

use crate::visit::Visit;

/// The time of the cell, in which moments are read and written here.
pub(super) const ZONE: &str = "Europe/Paris";

/// A line of a board.
pub(super) struct Line {
    pub(super) past: Past,
    pub(super) href: String,
    pub(super) kind: String,
    pub(super) state: String,
    pub(super) region: &'static str,
    pub(super) when: String,
}

pub(super) fn line(visit: &Visit, past: Past) -> Line {
    let words = &visit.words;
    Line {
        href: visit.href_to("incident", &[&past.incident.to_string()]),
        kind: crate::incidents::queue::kind(words, &past.kind),
        state: words.k("state-", past.state.code(), ""),
        region: past.region.map_or("", vocabulary::Region::name),
        when: words.moment(past.declared_at, ZONE),
        past,
    }
}

/// Figures, each with its words, in the order in which a board shows them.
pub(super) fn figures(visit: &Visit, figures: &Figures, (day, week): (i64, i64)) -> Vec<(String, i64)> {
    let words = &visit.words;
    let named = [
        ("open", figures.open),
        ("danger", figures.danger),
        ("major", figures.major),
        ("grave", figures.grave),
        ("significant", figures.significant),
        ("day", day),
        ("week", week),
    ];
    named.into_iter().map(|(name, count)| (words.k("figure-", name, ""), count)).collect()
}

/// How many there were of each state, and of each severity.
pub(super) fn sorts(visit: &Visit, figures: &Figures) -> Vec<(String, i64)> {
    let words = &visit.words;
    let severities = (1..=5).rev().zip(figures.severities);
    let severities = severities.map(|(n, count)| (words.t1("figure-severity", "n", n), count));
    let states = figures.states.iter().map(|(state, count)| (words.k("state-", state.code(), ""), *count));
    severities.filter(|(_, count)| *count > 0).chain(states).collect()
}

/// A moment as somebody typed it; nothing when nothing was.
pub(super) fn moment(visit: &Visit, field: &str, typed: &str) -> Result<Option<Instant>, Refusal> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let read = understand(typed, visit.now(), ZONE);
    read.map(|moment| Some(moment.at)).map_err(|code| Refusal::new(code).at(field.to_owned()))
}
