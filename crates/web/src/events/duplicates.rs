//! The same incident told twice: said from its page or from the queue, read together, undone by one press.

use access::{Caller, permit};
use askama::Template;
use axum::extract::Path;
use incidents::{Incident, rules::Command};
use vocabulary::{Id, Instant, Problem, Refusal, Refused};

use super::{Row, Wrong, ZONE, chosen, handler, row, section::TiesTyped, wrong};
use crate::{
    answer::{Answer, Shell},
    forms::{self, Form},
    incidents::pages::{self, Typed},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "events/merge.html")]
struct MergePage<'a> {
    shell: Shell<'a>,
    token: String,
    rows: Vec<(Row, bool)>,
    reason: String,
    wrong: Wrong,
}

#[derive(Template)]
#[template(path = "events/duplicates.html")]
struct DuplicatesPage<'a> {
    shell: Shell<'a>,
    kept: Row,
    rows: Vec<Row>,
    /// Of which incident, when, who, what: of all of them, in the order in which it was written.
    messages: Vec<Said>,
    journal: Vec<Said>,
}

/// A line, and of which incident it is.
struct Said {
    at: Instant,
    when: String,
    reference: String,
    who: String,
    what: String,
    from_cell: bool,
}

/// Some incidents that the caller handles, as rows; one that is out of reach refuses all.
pub(super) async fn rows(visit: &Visit, caller: &Caller, ids: &[Id]) -> Result<Vec<Row>, Answer> {
    // Looked at with any command: what it would do is not asked.
    let found = visit.site.services.incidents.outlook(caller, ids, Command::Take).await;
    let found = found.map_err(|problem| visit.problem(problem))?;
    Ok(found.iter().map(|outlook| row(visit, &outlook.incident)).collect())
}

/// Which of two that were chosen in the queue is kept?
pub(crate) async fn choose(form: &Form, caller: &Caller) -> Result<Answer, Answer> {
    let ids = chosen(form, "choix")?;
    ask(form, caller, &ids, Wrong::default()).await
}

async fn ask(form: &Form, caller: &Caller, ids: &[Id], wrong: Wrong) -> Result<Answer, Answer> {
    let visit = &form.visit;
    if ids.len() != 2 {
        let refusal = Refusal::new("duplicate-two").at("chosen");
        return Err(visit.problem(Refused::invalid(refusal).into()));
    }
    let rows = rows(visit, caller, ids).await?;
    let kept = form.value("kept");
    let status = wrong.status();
    let page = MergePage {
        shell: Shell::console(visit, caller, visit.words.t("page-merge"), "unit"),
        token: forms::token(visit),
        rows: rows
            .into_iter()
            .map(|row| {
                let stands = row.id.to_string() == kept;
                (row, stands)
            })
            .collect(),
        reason: form.value("reason").to_owned(),
        wrong,
    };
    Ok(Answer::page(visit, status, &page))
}

/// `/cellule/ensemble/doublon`
pub(crate) async fn merge(form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = handler(visit).await?;
    let absent = || visit.problem(Refused::NotFound.into());
    let mut seen = Vec::new();
    for value in form.typed.get("vus").map(Vec::as_slice).unwrap_or_default() {
        let (id, revision) = value.split_once('_').ok_or_else(absent)?;
        let revision: i64 = revision.parse().map_err(|_| absent())?;
        seen.push((Id::parse(id).map_err(|_| absent())?, revision));
    }
    let ids: Vec<Id> = seen.iter().map(|(id, _)| *id).collect();
    if ids.is_empty() {
        return Err(absent());
    }
    let kept = ids.iter().find(|id| id.to_string() == form.value("kept")).copied();
    let duplicate = seen.iter().find(|(id, _)| Some(*id) != kept).copied();
    let done = match (kept, duplicate) {
        (Some(kept), Some(duplicate)) => {
            let incidents = &visit.site.services.incidents;
            incidents.attach(&caller, duplicate, kept, form.value("reason")).await.map(|()| kept)
        }
        _ => Err(Refused::invalid(Refusal::new("required").at("kept")).into()),
    };
    match done {
        Ok(kept) => Ok(Answer::redirect(&visit.href1("incident", kept))),
        Err(problem) => {
            let wrong = wrong(visit, problem)?;
            ask(&form, &caller, &ids, wrong).await
        }
    }
}

/// `/cellule/incidents/{id}/doublon`
pub(crate) async fn attach(Path(id): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = handler(visit).await?;
    let parsed = visit.identity(&id)?;
    let services = &visit.site.services;
    // Whoever may not know of the one learns nothing of the other.
    services.incidents.hold_of(&caller, parsed).await.map_err(|problem| visit.problem(problem))?;
    let (reference, reason) = (form.value("reference"), form.value("reason"));
    let seen = form.value("vu").parse().unwrap_or(0);
    let kept = match services.declarations.find(&caller, reference).await {
        Ok(declaration) => services.incidents.id_of(&caller, declaration).await,
        Err(problem) => Err(problem),
    };
    let done = match kept {
        Ok(kept) => services.incidents.attach(&caller, (parsed, seen), kept, reason).await,
        Err(Problem::Refused(Refused::NotFound)) => {
            Err(Refused::invalid(Refusal::new("duplicate-unknown").at("reference")).into())
        }
        Err(problem) => Err(problem),
    };
    let ties =
        TiesTyped { reference: reference.to_owned(), reason: reason.to_owned(), ..TiesTyped::default() };
    back(visit, &caller, &id, done, ties).await
}

/// `/cellule/incidents/{id}/doublon/annulation`
pub(crate) async fn undo(Path(id): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = handler(visit).await?;
    let parsed = visit.identity(&id)?;
    let done = visit.site.services.incidents.detach(&caller, parsed).await;
    back(visit, &caller, &id, done, TiesTyped::default()).await
}

/// Back to the incident; with what was typed, when it could not be done.
pub(super) async fn back(
    visit: &Visit,
    caller: &Caller,
    id: &str,
    done: Result<(), Problem>,
    mut ties: TiesTyped,
) -> Result<Answer, Answer> {
    let Err(problem) = done else { return Ok(Answer::redirect(&visit.href_to("incident", &[id]))) };
    let wrong = wrong(visit, problem)?;
    let status = wrong.status();
    ties.wrong = wrong;
    let error = ties.wrong.all();
    pages::page(visit, caller, id, Typed::of_ties(ties, error), status).await
}

/// `/cellule/incidents/{id}/doublons`: what was written on either, together.
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = visit.staff().await?;
    access::scope::<permit::IncidentRead>(&caller).map_err(|refused| visit.problem(refused.into()))?;
    let id = visit.identity(&id)?;
    let fail = |problem: Problem| visit.problem(problem);
    let services = &visit.site.services;
    let family = services.incidents.family(&caller, id).await.map_err(fail)?;
    let mut all = vec![id];
    all.extend(family.duplicates.iter().map(|one| one.incident.id));
    let (mut messages, mut journal, mut incidents) = (Vec::new(), Vec::new(), Vec::<Incident>::new());
    for id in all {
        let view = services.incidents.open(&caller, id).await.map_err(fail)?;
        let declaration =
            services.declarations.view(&caller, view.incident.declaration).await.map_err(fail)?;
        let reference = view.incident.reference.clone();
        let said = |at: Instant, who: String, what: String, from_cell| {
            let when = visit.words.moment(at, ZONE);
            Said { at, when, reference: reference.clone(), who, what, from_cell }
        };
        messages.extend(declaration.messages.into_iter().map(|m| said(m.at, m.author, m.body, m.from_cell)));
        let lines = pages::journal(&visit, view.journal.iter(), &view.qualified, ZONE);
        let lines = view.journal.iter().zip(lines);
        journal.extend(lines.map(|(entry, (_, who, what))| said(entry.at, who, what, true)));
        incidents.push(view.incident);
    }
    messages.sort_by_key(|said: &Said| said.at);
    journal.sort_by_key(|said: &Said| std::cmp::Reverse(said.at));
    let mut rows: Vec<Row> = incidents.iter().map(|incident| row(&visit, incident)).collect();
    let kept = rows.remove(0);
    let page = DuplicatesPage {
        shell: Shell::console(&visit, &caller, visit.words.t("page-duplicates"), "unit"),
        kept,
        rows,
        messages,
        journal,
    };
    Ok(Answer::ok(&visit, &page))
}
