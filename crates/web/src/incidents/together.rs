//! One command to many incidents: what it would do is shown, then it is done to all of them or to none.

use askama::Template;
use axum::http::StatusCode;
use incidents::{Outlook, Said, rules::Command};
use vocabulary::{Id, Problem, Refusal, Refused};

use super::queue::{Row, row};
use crate::{
    answer::{Answer, Shell, refusal_text},
    forms::{self, Form},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "incidents/together.html")]
struct Together<'a> {
    shell: Shell<'a>,
    token: String,
    error: Option<String>,
    code: &'static str,
    title: String,
    asks_why: bool,
    reason: String,
    /// What the structures read, where the work of the cell ends.
    told: Option<String>,
    /// Those to whom it would be given, and where it leads.
    ready: Vec<(Row, String)>,
    /// Those to whom it cannot.
    left: Vec<Row>,
}

/// `/cellule/ensemble`
pub(crate) async fn act(form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = visit.staff().await?;
    access::scope::<access::permit::IncidentHandle>(&caller)
        .map_err(|refused| visit.problem(refused.into()))?;
    let incidents = &visit.site.services.incidents;
    match form.value("command") {
        "event" => return crate::events::attaching::choose(&form, &caller).await,
        "duplicate" => return crate::events::duplicates::choose(&form, &caller).await,
        _ => {}
    }
    let Some(command) = Command::from_code(form.value("command")) else {
        return Err(visit.problem(Refused::invalid(Refusal::new("not-a-choice").at("command")).into()));
    };
    let values = |name: &str| form.typed.get(name).map(Vec::as_slice).unwrap_or_default();
    let nowhere = || visit.problem(Refused::NotFound.into());
    let mut seen = Vec::new();
    for value in values("vus") {
        let (id, revision) = value.split_once('_').ok_or_else(nowhere)?;
        seen.push((Id::parse(id).map_err(|_| nowhere())?, revision.parse().map_err(|_| nowhere())?));
    }
    let said = Said { reason: form.value("reason"), told: form.value("told") };
    let mut error = None;
    if !seen.is_empty() {
        match incidents.advance_together(&caller, &seen, command, said).await {
            Ok(_) => return Ok(Answer::redirect(&visit.href("unit"))),
            Err(Problem::Refused(Refused::Conflict(refusal))) => {
                error = Some((StatusCode::CONFLICT, named(visit, &refusal)));
            }
            Err(Problem::Refused(Refused::Invalid(refusals))) => {
                let lines: Vec<String> = refusals.iter().map(|refusal| named(visit, refusal)).collect();
                error = Some((StatusCode::UNPROCESSABLE_ENTITY, lines.join(" ")));
            }
            Err(problem) => return Err(visit.problem(problem)),
        }
    }
    let mut ids: Vec<Id> = seen.into_iter().map(|(id, _)| id).collect();
    for value in values("choix") {
        ids.push(Id::parse(value).map_err(|_| nowhere())?);
    }
    let outlooks = incidents.outlook(&caller, &ids, command).await.map_err(|p| visit.problem(p))?;
    let status = error.as_ref().map_or(StatusCode::OK, |(status, _)| *status);
    let words = &visit.words;
    let (ready, left): (Vec<Outlook>, Vec<Outlook>) =
        outlooks.into_iter().partition(|outlook| outlook.next.is_some());
    let title = words.t(&format!("command-{}", command.code()));
    let together = Together {
        shell: Shell::console(visit, &caller, words.t1("together-title", "command", &title), "unit"),
        token: forms::token(visit),
        error: error.map(|(_, text)| text),
        code: command.code(),
        title,
        asks_why: command.asks_for_a_reason(),
        reason: form.value("reason").to_owned(),
        told: command.tells_the_structure().then(|| form.value("told").to_owned()),
        ready: ready
            .into_iter()
            .map(|outlook| {
                let next = outlook.next.map_or("", incidents::rules::State::code);
                (row(visit, outlook.incident), words.t(&format!("state-{next}")))
            })
            .collect(),
        left: left.into_iter().map(|outlook| row(visit, outlook.incident)).collect(),
    };
    Ok(Answer::page(visit, status, &together))
}

/// What stands in the way, and whose it is.
fn named(visit: &Visit, refusal: &Refusal) -> String {
    let text = refusal_text(&visit.words, refusal);
    refusal.parameters.get("reference").map_or_else(
        || text.clone(),
        |reference| visit.words.t2("dossier-fact", "name", reference, "value", &text),
    )
}
