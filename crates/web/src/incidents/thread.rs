//! The one thread of an incident: what happened, what the cell notes, and what it and the structure, the agency and the
//! ministry write to each other. Each line says in words who reads it.

use std::collections::BTreeMap;

use declarations::DeclarationView;
use incidents::{Audience, IncidentView};
use vocabulary::{Id, Instant, Region};

use crate::{incidents::pages, visit::Visit};

/// A line of it.
pub(super) struct Line {
    at: Instant,
    pub(super) when: String,
    pub(super) who: String,
    /// What it is, for its shape: `event`, `cell`, `from-facility`, `facility`, `ars`, `fssi`.
    pub(super) shape: &'static str,
    /// Who reads it, in words; empty for what merely happened.
    pub(super) audience: String,
    pub(super) body: String,
    /// Seconds until it leaves, and what takes it back.
    pub(super) waits: Option<(i64, Id)>,
    /// When its reader opened it.
    pub(super) read: Option<String>,
    /// Indicators that were found in it.
    pub(super) found: usize,
}

/// Who reads what is written to an audience.
pub(super) fn audience(visit: &Visit, audience: Audience, region: Option<Region>) -> String {
    let region = region.map_or("", Region::name);
    visit.words.t1(&format!("audience-{}", audience.code()), "region", region)
}

/// All of it, the latest first; `found` are the indicators in each line of the journal and in each message.
pub(super) fn lines(
    visit: &Visit,
    view: &IncidentView,
    declaration: &DeclarationView,
    found: &BTreeMap<String, usize>,
    zone: &str,
) -> Vec<Line> {
    let (words, now) = (&visit.words, visit.now());
    let line = |at: Instant, who: &str, shape, audience: String, body: String| Line {
        at,
        when: words.moment(at, zone),
        who: who.to_owned(),
        shape,
        audience,
        body,
        waits: None,
        read: None,
        found: 0,
    };
    let waits = |leaves: Instant, id| (leaves > now).then(|| (leaves.seconds_since(now).max(1), id));
    let read = |at: Option<Instant>| at.map(|at| words.t1("thread-read", "when", words.moment(at, zone)));
    let mut lines: Vec<Line> = Vec::new();
    for message in &declaration.messages {
        let found = found.get(&message.id.to_string()).copied().unwrap_or(0);
        let line = |who: &str, shape, to: String| Line {
            found,
            ..line(message.at, who, shape, to, message.body.clone())
        };
        lines.push(if message.from_cell {
            let to = audience(visit, Audience::Facility, None);
            let line = line(&message.author, "facility", to);
            let waits = message.leaves_at.and_then(|leaves| waits(leaves, message.id));
            Line { waits, read: read(message.read_at), ..line }
        } else {
            let side = words.t("facility-side");
            let who = if message.author.is_empty() { &side } else { &message.author };
            line(who, "from-facility", words.t("audience-from-facility"))
        });
    }
    for missive in &view.missives {
        let to = Audience::from_code(&missive.audience).unwrap_or(Audience::Cell);
        let words = audience(visit, to, missive.region);
        let line = line(missive.at, &missive.author, to.code(), words, missive.body.clone());
        lines.push(Line { waits: waits(missive.leaves_at, missive.id), read: read(missive.read_at), ..line });
    }
    // That somebody wrote is said by what they wrote.
    for entry in view.journal.iter().filter(|entry| !matches!(entry.kind.as_str(), "wrote" | "answered")) {
        let (shape, to) = match entry.kind.as_str() {
            "note" => ("cell", audience(visit, Audience::Cell, None)),
            _ => ("event", String::new()),
        };
        let line = line(entry.at, &entry.author, shape, to, pages::said(visit, entry, &view.qualified));
        lines.push(Line { found: found.get(&entry.id.to_string()).copied().unwrap_or(0), ..line });
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.at));
    lines
}
