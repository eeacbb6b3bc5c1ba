//! How the indicators of an incident are shown: on its page, the first of them; on their own, all.

use std::collections::BTreeMap;

use access::{Caller, permit};
use declarations::DeclarationView;
use indicators::{
    Place, Shown,
    rules::{Origin, State},
};
use vocabulary::{Id, Tlp};

use crate::{answer::Answer, visit::Visit};

/// Indicators on the page of the incident itself.
const FIRST: usize = 5;
/// Other incidents that are named beside one indicator.
const NAMED: usize = 6;

/// Nothing is wrong with what was typed.
pub(crate) const NOTHING: Option<String> = None;

/// What a page shows of the indicators of an incident.
pub(crate) struct Indicators {
    /// The traces.
    pub(crate) lines: Vec<Line>,
    /// What is none: said so, or named by a list.
    pub(crate) others: Vec<Line>,
    /// How many traces there are beyond those lines.
    pub(crate) more: usize,
    /// Whether the reader may add and judge.
    pub(crate) handles: bool,
    /// The marks that one gives, and whether each is the one that stands at first.
    pub(crate) marks: Vec<(&'static str, bool)>,
    /// How many stand in each line of the journal, and in each message.
    pub(crate) in_lines: BTreeMap<String, usize>,
    /// Other incidents within reach in which the same stand.
    pub(crate) shared: Vec<Id>,
}

/// One of them.
pub(crate) struct Line {
    pub(crate) id: Id,
    /// Where one says something of it, without what.
    pub(crate) href: String,
    pub(crate) kind: String,
    pub(crate) defanged: String,
    pub(crate) tlp: &'static str,
    pub(crate) places: Vec<String>,
    /// References of other incidents, their structures, their addresses.
    pub(crate) also: Vec<(String, String, String)>,
    pub(crate) also_more: usize,
    pub(crate) hidden: usize,
    pub(crate) state: &'static str,
    /// Why it is no trace.
    pub(crate) why: Option<String>,
    pub(crate) marks: Vec<(&'static str, bool)>,
}

impl Indicators {
    /// The first of an incident, those shared with others before all.
    pub(crate) async fn first(
        visit: &Visit,
        caller: &Caller,
        id: Id,
        declaration: &DeclarationView,
        zone: &str,
    ) -> Result<Self, Answer> {
        let mut all = Self::all(visit, caller, id, declaration, zone).await?;
        all.more = all.lines.len().saturating_sub(FIRST);
        all.lines.truncate(FIRST);
        Ok(all)
    }

    /// All of an incident.
    pub(crate) async fn all(
        visit: &Visit,
        caller: &Caller,
        id: Id,
        declaration: &DeclarationView,
        zone: &str,
    ) -> Result<Self, Answer> {
        let shown = visit.site.services.indicators.of(caller, id).await.map_err(|p| visit.problem(p))?;
        let mut in_lines = BTreeMap::new();
        for place in shown.iter().flat_map(|one| &one.places) {
            if matches!(place.origin, Origin::Journal | Origin::Message | Origin::Answer) {
                *in_lines.entry(place.source.clone()).or_insert(0) += 1;
            }
        }
        let traces = shown.iter().filter(|one| one.sighting.state == State::Active);
        let shared = traces.flat_map(|one| &one.also).map(|seen| seen.incident).collect();
        let files: BTreeMap<String, &str> =
            declaration.attachments.iter().map(|file| (file.id.to_string(), file.name.as_str())).collect();
        let lines = shown.into_iter().map(|one| line(visit, one, &files, zone));
        let (lines, others) = lines.partition(|line| line.state == State::Active.code());
        let handles = access::scope::<permit::IncidentHandle>(caller).is_ok();
        Ok(Self { lines, others, more: 0, handles, marks: marks(Tlp::Amber), in_lines, shared })
    }
}

/// The marks, the one that stands among them.
pub(crate) fn marks(stands: Tlp) -> Vec<(&'static str, bool)> {
    Tlp::ALL.into_iter().map(|tlp| (tlp.label(), tlp == stands)).collect()
}

fn line(visit: &Visit, shown: Shown, files: &BTreeMap<String, &str>, zone: &str) -> Line {
    let words = &visit.words;
    let sighting = shown.sighting;
    let also_more = shown.also.len().saturating_sub(NAMED);
    let also = shown.also.into_iter().take(NAMED).map(|seen| {
        let href = visit.href_to("incident", &[&seen.incident.to_string()]);
        (seen.reference, seen.facility_name, href)
    });
    let why = match sighting.state {
        State::Active => None,
        State::Listed => {
            let list = words.maybe(&format!("list-{}", sighting.reason)).unwrap_or(sighting.reason);
            Some(words.t1("indicator-listed-by", "list", list))
        }
        State::FalsePositive => {
            let name = sighting.judged_by.unwrap_or_default();
            Some(words.t2("indicator-dismissed-by", "name", name, "reason", sighting.reason))
        }
    };
    Line {
        href: format!("{}/{}", visit.href1("indicators", sighting.incident), sighting.id),
        id: sighting.id,
        kind: words.t(&format!("indicator-kind-{}", sighting.kind.code())),
        defanged: shown.defanged,
        tlp: sighting.tlp.label(),
        places: shown.places.iter().map(|p| place(visit, p, &sighting.author, files, zone)).collect(),
        also: also.collect(),
        also_more,
        hidden: shown.hidden,
        state: sighting.state.code(),
        why,
        marks: marks(sighting.tlp),
    }
}

fn place(visit: &Visit, place: &Place, author: &str, files: &BTreeMap<String, &str>, zone: &str) -> String {
    let words = &visit.words;
    let when = words.moment(place.at, zone);
    match place.origin {
        Origin::Declaration => words.t1("indicator-in-declaration", "number", &place.source),
        Origin::Message => words.t1("indicator-in-message", "when", when),
        Origin::Answer => words.t1("indicator-in-answer", "when", when),
        Origin::Attachment => {
            let name = files.get(&place.source).copied().unwrap_or("—");
            words.t1("indicator-in-attachment", "name", name)
        }
        Origin::Journal => words.t1("indicator-in-journal", "when", when),
        // Typed again by a colleague, it stays that of who typed it first; found before, it is the house's.
        Origin::Hand if author == "vigie" => words.t1("indicator-typed", "when", when),
        Origin::Hand => words.t2("indicator-typed-by", "name", author, "when", when),
    }
}
