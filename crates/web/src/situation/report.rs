//! `/cellule/nation/situation.pdf`: the situation at a moment, to send and to file.

use documents::{Block, Document, Fact};
use situation::{
    Nation,
    rules::{Figures, by_region},
};
use vocabulary::{Instant, Refused, Region};

use super::{
    Line, ZONE, figures, line,
    nation::{self, EventLine},
    sorts,
};
use crate::{answer::Answer, visit::Visit};

/// `/cellule/nation/situation.pdf`
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let caller = visit.staff().await?;
    let (nation, at) = match nation::asked_for(&visit, &caller).await? {
        Ok(found) => found,
        Err(refusal) => return Err(visit.problem(Refused::invalid(refusal).into())),
    };
    let events = nation::events(&visit, &caller, at).await?;
    let document = document(&visit, nation, events, at);
    let pdf = visit.site.services.typesetter.typeset(&document).await;
    let name = visit.words.t1("situation-file", "at", at.to_string().replace(':', ""));
    Ok(Answer::pdf("attachment", &name, pdf.map_err(|failure| visit.problem(failure.into()))?))
}

fn document(visit: &Visit, nation: Nation, events: Vec<EventLine>, at: Instant) -> Document {
    let (words, settings) = (&visit.words, &visit.site.settings);
    let section = |key: &str| Block::Section { text: words.t(key) };
    let said = words.moment(at, ZONE);
    let mut blocks = Vec::new();
    if settings.demonstration {
        blocks.push(Block::Note { text: words.t("demonstration") });
    }
    let open = nation.situation.open;
    let counted = Figures::of(&open);
    blocks.push(section("nation-figures"));
    blocks.push(counts(figures(visit, &counted, nation.situation.declared)));
    blocks.push(section("nation-sorts"));
    blocks.push(counts(sorts(visit, &counted)));
    blocks.push(section("nation-regions"));
    blocks.push(counts(by_region(&open).into_iter().map(|(region, figures)| {
        (region.map_or_else(|| words.t("nation-no-region"), |region| region.name().to_owned()), figures.open)
    })));
    let (majors, others): (Vec<_>, Vec<_>) = open.into_iter().partition(|one| one.major);
    let dangers: Vec<_> = others.into_iter().filter(|one| one.danger).collect();
    for (title, list) in [("nation-majors", majors), ("nation-dangers", dangers)] {
        blocks.push(section(title));
        blocks.push(facts(
            list.into_iter().map(|past| told(visit, &line(visit, past))).collect(),
            words.t("nation-none"),
        ));
    }
    blocks.push(section("page-events"));
    let exercised =
        |exercise: bool| if exercise { format!("{}\n", words.t("exercise")) } else { String::new() };
    let told_event = |one: EventLine| {
        let partial = one.partial.map(|text| format!("\n{text}")).unwrap_or_default();
        Fact { label: one.title, value: format!("{}{}{partial}", exercised(one.exercise), one.said) }
    };
    blocks.push(facts(events.into_iter().map(told_event).collect(), words.t("nation-none")));
    blocks.push(section("nation-decisions"));
    let decided = nation.decisions.into_iter().map(|one| {
        let exercise = exercised(one.exercise);
        let about = if one.reference.is_empty() { String::new() } else { format!("\n{}", one.reference) };
        let why = words.t1("decision-why", "reason", &one.reason);
        Fact {
            label: format!("{}, {}", words.moment(one.at, ZONE), one.author),
            value: format!("{exercise}{}\n{why}{about}", one.body),
        }
    });
    blocks.push(facts(decided.collect(), words.t("nation-no-decision")));
    Document {
        language: words.language,
        title: words.t1("situation-title", "at", &said),
        author: settings.operator.clone(),
        at: visit.now(),
        foot: said,
        blocks,
    }
}

/// An incident as paper tells it; an exercise says so first.
fn told(visit: &Visit, line: &Line) -> Fact {
    let words = &visit.words;
    let past = &line.past;
    let exercise = if past.exercise { format!("{} · ", words.t("exercise")) } else { String::new() };
    let place = [past.town.as_str(), past.region.map_or("", Region::name)];
    let place = place.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let severity = words.t1("figure-severity", "n", past.severity);
    Fact {
        label: format!("{exercise}{}", past.reference),
        value: format!(
            "{}\n{place}\n{severity} · {} · {}\n{}",
            past.facility_name,
            line.kind,
            line.state,
            words.t1("situation-declared", "when", &line.when)
        ),
    }
}

fn counts(lines: impl IntoIterator<Item = (String, i64)>) -> Block {
    let fact = |(label, count): (String, i64)| Fact { label, value: count.to_string() };
    Block::Facts { facts: lines.into_iter().map(fact).collect() }
}

fn facts(facts: Vec<Fact>, none: String) -> Block {
    if facts.is_empty() { Block::Paragraph { text: none } } else { Block::Facts { facts } }
}
