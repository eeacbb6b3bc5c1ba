//! `/cellule/nation`: what is open in the whole country, now or at any past moment, and what was decided.

use access::Caller;
use askama::Template;
use axum::http::StatusCode;
use situation::{
    Decision, Nation,
    rules::{Figures, by_region},
};
use vocabulary::{Instant, Problem, Refusal, Refused, Region};

use super::{Line, ZONE, figures, line, moment, sorts};
use crate::{
    answer::{Answer, Shell, refusal_text},
    fields::{FieldView, Shape},
    forms::{self, Form},
    refusals::{asked, errors, mendable},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "situation/nation.html")]
struct Board<'a> {
    shell: Shell<'a>,
    token: String,
    /// The moment asked for, as it was typed; what is wrong with it; and how it is said.
    at: String,
    wrong: Option<String>,
    said: String,
    report: String,
    figures: Vec<(String, i64)>,
    sorts: Vec<(String, i64)>,
    regions: Vec<RegionLine>,
    majors: Vec<Line>,
    dangers: Vec<Line>,
    events: Vec<EventLine>,
    decisions: Vec<DecisionLine>,
    decides: bool,
    errors: Vec<(String, String)>,
    fields: Vec<FieldView>,
}

struct RegionLine {
    name: String,
    href: Option<String>,
    said: String,
}

/// An event that was open, counted as it then was.
pub(super) struct EventLine {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) said: String,
    /// Said when the moment is before all that it was is kept.
    pub(super) partial: Option<String>,
    pub(super) exercise: bool,
}

struct DecisionLine {
    decision: Decision,
    when: String,
    href: Option<String>,
}

/// `/cellule/nation`
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let caller = visit.staff().await?;
    page(&visit, &caller, &[], StatusCode::OK).await
}

/// The nation at the moment that the address asks for, and that moment; what is wrong with it.
pub(super) async fn asked_for(
    visit: &Visit,
    caller: &Caller,
) -> Result<Result<(Nation, Instant), Refusal>, Answer> {
    let at = match moment(visit, "at", &visit.parameter("le")) {
        Ok(at) => at,
        Err(refusal) => return Ok(Err(refusal)),
    };
    match visit.site.services.situations.nation(caller, at).await {
        Ok(nation) => Ok(Ok((nation, at.unwrap_or_else(|| visit.now())))),
        Err(Problem::Refused(Refused::Invalid(refusals))) if !refusals.is_empty() => {
            Ok(Err(refusals.into_iter().next().unwrap_or_else(|| Refusal::new("moment-unreadable"))))
        }
        Err(problem) => Err(visit.problem(problem)),
    }
}

async fn page(
    visit: &Visit,
    caller: &Caller,
    refusals: &[Refusal],
    status: StatusCode,
) -> Result<Answer, Answer> {
    let words = &visit.words;
    let (found, wrong) = match asked_for(visit, caller).await? {
        Ok(found) => (found, None),
        Err(refusal) => {
            let now = visit.site.services.situations.nation(caller, None).await;
            ((now.map_err(|p| visit.problem(p))?, visit.now()), Some(refusal_text(words, &refusal)))
        }
    };
    let (Nation { situation, decisions, decides }, at) = found;
    let counted = Figures::of(&situation.open);
    let regions = by_region(&situation.open);
    let (majors, others): (Vec<_>, Vec<_>) = situation.open.into_iter().partition(|one| one.major);
    let dangers = others.into_iter().filter(|one| one.danger);
    let events = events(visit, caller, at).await?;
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { status };
    let board = Board {
        token: forms::token(visit),
        at: visit.parameter("le"),
        wrong,
        said: words.moment(at, ZONE),
        report: format!("{}?le={}", visit.href("situation"), forms::encode(&at.to_string())),
        figures: figures(visit, &counted, situation.declared),
        sorts: sorts(visit, &counted),
        regions: regions.into_iter().map(|(region, figures)| region_line(visit, region, &figures)).collect(),
        majors: majors.into_iter().map(|past| line(visit, past)).collect(),
        dangers: dangers.map(|past| line(visit, past)).collect(),
        events,
        decisions: decisions.into_iter().map(|decision| decision_line(visit, decision)).collect(),
        decides,
        errors: errors(visit, refusals),
        fields: if decides { fields(visit, refusals) } else { Vec::new() },
        shell: Shell::console(visit, caller, words.t("page-nation"), "nation"),
    };
    Ok(Answer::page(visit, status, &board))
}

/// The events that were open at a moment.
pub(super) async fn events(visit: &Visit, caller: &Caller, at: Instant) -> Result<Vec<EventLine>, Answer> {
    let words = &visit.words;
    let open = visit.site.services.events.open_at(caller, at, 200).await.map_err(|p| visit.problem(p))?;
    let line = |one: ::events::Listing| EventLine {
        href: visit.href_to("event", &[&one.event.id.to_string()]),
        title: words.t2(
            "dossier-fact",
            "name",
            words.t1("event-number", "number", one.event.number),
            "value",
            &one.event.title,
        ),
        said: words.t2(
            "nation-event",
            "when",
            words.moment(one.event.opened_at, ZONE),
            "figures",
            crate::events::figures(visit, &one.figures),
        ),
        partial: (at < one.event.kept_since)
            .then(|| words.t1("nation-event-since", "when", words.moment(one.event.kept_since, ZONE))),
        exercise: one.event.exercise,
    };
    Ok(open.into_iter().map(line).collect())
}

fn region_line(visit: &Visit, region: Option<Region>, figures: &Figures) -> RegionLine {
    let counts = [("open", figures.open), ("danger", figures.danger), ("major", figures.major)];
    let counts = counts.map(|(name, count)| (name, count.to_string()));
    let counts = counts.each_ref().map(|(name, count)| (*name, count.as_str()));
    RegionLine {
        name: region.map_or_else(|| visit.words.t("nation-no-region"), |region| region.name().to_owned()),
        href: region.map(|region| format!("{}?region={}", visit.href("region"), region.code())),
        said: visit.words.with("nation-line", &counts),
    }
}

fn decision_line(visit: &Visit, decision: Decision) -> DecisionLine {
    DecisionLine {
        when: visit.words.moment(decision.at, ZONE),
        href: decision.incident.map(|id| visit.href_to("incident", &[&id.to_string()])),
        decision,
    }
}

fn fields(visit: &Visit, refusals: &[Refusal]) -> Vec<FieldView> {
    let exercise = visit.sent.contains_key("exercise");
    let yes = [("yes".to_owned(), visit.words.t("decision-exercise"), exercise)];
    vec![
        FieldView { rows: 3, ..asked(visit, "decision", Shape::Lines, refusals) },
        FieldView { rows: 2, ..asked(visit, "decision-reason", Shape::Lines, refusals) },
        FieldView { optional: true, ..asked(visit, "decision-reference", Shape::Line, refusals) },
        asked(visit, "exercise", Shape::Boxes, refusals).choosing(yes),
    ]
}

/// `/cellule/nation/decisions`
pub(crate) async fn decide(form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = visit.staff().await?;
    let (body, reason) = (form.value("decision"), form.value("decision-reason"));
    let (reference, exercise) = (form.value("decision-reference"), form.value("exercise") == "yes");
    match visit.site.services.situations.decide(&caller, body, reason, reference, exercise).await {
        Ok(()) => Ok(Answer::redirect(&format!("{}#decisions", visit.href("nation")))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &caller, &refusals, status).await
        }
    }
}
