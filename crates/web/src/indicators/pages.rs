//! `/cellule/incidents/{id}/indicateurs`: all of an incident, and what one does with them.

use access::{Caller, permit};
use askama::Template;
use axum::{body::Body, extract::Path, http::StatusCode};
use indicators::Judgement;
use vocabulary::{Id, Problem, Refusal, Refused, Tlp};

use super::section::{Indicators, marks};
use crate::{
    answer::{Answer, Shell, refusal_text},
    declarations::follow,
    forms::{self, Form},
    visit::Visit,
};

/// Boxes to tick of one preview: what a form takes, with room for its other fields.
const BOXES: usize = 250;

#[derive(Template)]
#[template(path = "indicators/page.html")]
struct IndicatorsPage<'a> {
    shell: Shell<'a>,
    token: String,
    id: Id,
    reference: String,
    facility: String,
    exercise: bool,
    indicators: Indicators,
    adding: Adding,
    error: Option<String>,
}

/// What somebody is adding.
#[derive(Default)]
struct Adding {
    text: String,
    tlp: &'static str,
    /// What stands in the text, once it was looked through.
    found: Vec<Previewed>,
    /// How many stand in it beyond those.
    more: usize,
    error: Option<String>,
}

/// One of those, before it is added.
struct Previewed {
    /// How the form names it.
    name: String,
    kind: String,
    defanged: String,
    /// The list that keeps it out, unless somebody wants it.
    list: Option<String>,
}

async fn page(
    visit: &Visit,
    caller: &Caller,
    id: Id,
    adding: Adding,
    error: Option<String>,
    status: StatusCode,
) -> Result<Answer, Answer> {
    let services = &visit.site.services;
    let fail = |problem: Problem| visit.problem(problem);
    let incident = services.incidents.open(caller, id).await.map_err(fail)?.incident;
    let declaration = services.declarations.view(caller, incident.declaration).await.map_err(fail)?;
    let zone = follow::CELL;
    let mut indicators = Indicators::all(visit, caller, id, &declaration, zone).await?;
    if let Some(tlp) = Tlp::parse(adding.tlp) {
        indicators.marks = marks(tlp);
    }
    let page = IndicatorsPage {
        shell: Shell::console(visit, caller, visit.words.t("page-indicators"), "unit"),
        token: forms::token(visit),
        id,
        reference: incident.reference,
        facility: incident.facility_name,
        exercise: incident.exercise,
        indicators,
        adding,
        error,
    };
    Ok(Answer::page(visit, status, &page))
}

async fn reader(visit: &Visit, id: &str) -> Result<(Caller, Id), Answer> {
    let caller = visit.staff().await?;
    access::scope::<permit::IncidentRead>(&caller).map_err(|refused| visit.problem(refused.into()))?;
    Ok((caller, visit.identity(id)?))
}

pub(super) async fn handler(visit: &Visit, id: &str) -> Result<(Caller, Id), Answer> {
    let caller = visit.staff().await?;
    access::scope::<permit::IncidentHandle>(&caller).map_err(|refused| visit.problem(refused.into()))?;
    Ok((caller, visit.identity(id)?))
}

/// All of them.
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let (caller, id) = reader(&visit, &id).await?;
    page(&visit, &caller, id, Adding::default(), None, StatusCode::OK).await
}

/// The traces as a file of text, whole and one a line: for a firewall, not for eyes.
pub(crate) async fn text(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let (caller, id) = reader(&visit, &id).await?;
    let exported = visit.site.services.indicators.export(&caller, id).await;
    let (incident, sightings) = exported.map_err(|problem| visit.problem(problem))?;
    let exercise = if incident.exercise { visit.words.t("exercise") + "-" } else { String::new() };
    let text = sightings.iter().fold(String::new(), |text, one| {
        text + &format!("{}\t{}\tTLP:{}\n", one.kind.code(), one.value, one.tlp.label())
    });
    let size = i64::try_from(text.len()).ok();
    Ok(Answer::file(&format!("{exercise}{}.txt", incident.reference), size, Body::from(text)))
}

/// What stands in a text, before anything is kept.
pub(crate) async fn preview(Path(id): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let (caller, id) = handler(visit, &id).await?;
    let mut adding = adding(&form);
    let status = match visit.site.services.indicators.preview(&caller, id, &adding.text).await {
        Ok(found) => {
            adding.more = found.len().saturating_sub(BOXES);
            adding.found =
                found.into_iter().take(BOXES).map(|(o, list)| previewed(visit, &o, list)).collect();
            StatusCode::OK
        }
        Err(Problem::Refused(Refused::Invalid(refusals))) => said(visit, &mut adding, &refusals),
        Err(problem) => return Err(visit.problem(problem)),
    };
    page(visit, &caller, id, adding, None, status).await
}

/// Keeps what was ticked.
pub(crate) async fn add(Path(id): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let (caller, parsed) = handler(visit, &id).await?;
    let mut adding = adding(&form);
    let chosen = form.typed.get("chosen").map(Vec::as_slice).unwrap_or_default();
    let tlp = Tlp::parse(adding.tlp).unwrap_or_default();
    let indicators = &visit.site.services.indicators;
    match indicators.add(&caller, parsed, &adding.text, Some(chosen), tlp).await {
        Ok(_) => Ok(Answer::redirect(&visit.href_to("indicators", &[&id]))),
        Err(Problem::Refused(Refused::Invalid(refusals))) => {
            let status = said(visit, &mut adding, &refusals);
            page(visit, &caller, parsed, adding, None, status).await
        }
        Err(problem) => Err(visit.problem(problem)),
    }
}

/// Says that one is no trace, that it is one after all, or that it has another mark.
pub(crate) async fn judge(
    Path((id, sighting, act)): Path<(String, String, String)>,
    form: Form,
) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let (caller, parsed) = handler(visit, &id).await?;
    let absent = || visit.problem(Refused::NotFound.into());
    let sighting = Id::parse(&sighting).map_err(|_| absent())?;
    let judgement = match act.as_str() {
        "dismiss" => Judgement::FalsePositive(form.value("reason").to_owned()),
        "restore" => Judgement::Trace,
        "mark" => Judgement::Mark(Tlp::parse(form.value("tlp")).ok_or_else(|| {
            let refusal = Refusal::new("not-a-choice").at("tlp");
            visit.problem(Refused::invalid(refusal).into())
        })?),
        _ => return Err(absent()),
    };
    match visit.site.services.indicators.judge(&caller, parsed, sighting, judgement).await {
        Ok(()) => Ok(Answer::redirect(&visit.href_to("indicators", &[&id]))),
        Err(Problem::Refused(Refused::Invalid(refusals))) => {
            let error = refusals.first().map(|refusal| refusal_text(&visit.words, refusal));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(visit, &caller, parsed, Adding::default(), error, status).await
        }
        Err(problem) => Err(visit.problem(problem)),
    }
}

fn adding(form: &Form) -> Adding {
    let tlp = Tlp::parse(form.value("tlp")).unwrap_or(Tlp::Amber).label();
    Adding { text: form.value("text").to_owned(), tlp, ..Adding::default() }
}

fn said(visit: &Visit, adding: &mut Adding, refusals: &[Refusal]) -> StatusCode {
    adding.error = refusals.first().map(|refusal| refusal_text(&visit.words, refusal));
    StatusCode::UNPROCESSABLE_ENTITY
}

fn previewed(visit: &Visit, observable: &indicators::Observable, list: Option<String>) -> Previewed {
    let words = &visit.words;
    let list = list.map(|list| {
        let name = words.maybe(&format!("list-{list}")).unwrap_or(list);
        words.t1("indicator-listed-by", "list", name)
    });
    Previewed {
        name: indicators::name(observable),
        kind: words.t(&format!("indicator-kind-{}", observable.kind().code())),
        defanged: observable.defanged(),
        list,
    }
}
