//! Everything that one does on the page of an incident, each a form of its own.

use access::{Caller, permit};
use axum::{extract::Path, http::StatusCode, response::Response};
use incidents::{Said, rules::Command};
use vocabulary::{Id, Problem, Refusal, Refused, Severity};

use super::{
    composer,
    conflict::Stale,
    pages::{self, Typed},
    qualifying::{self, Asked},
};
use crate::{
    answer::{Answer, refusal_text},
    forms::Form,
    visit::Visit,
};

/// `/cellule/incidents/{id}/{act}`
pub(crate) async fn act(Path((id, act)): Path<(String, String)>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = visit.staff().await?;
    access::scope::<permit::IncidentHandle>(&caller).map_err(|refused| visit.problem(refused.into()))?;
    let parsed = visit.identity(&id)?;
    match act.as_str() {
        "write" => return composer::write(&form, &caller, parsed).await,
        "undo" => return composer::undo(&form, &caller, parsed).await,
        "renew-code" => return renew_code(&form, &caller, parsed).await,
        // Looked at, and thought better of: what was typed stays.
        "qualify" if !form.value("back").is_empty() => {
            let typed = Typed { asked: Some(Asked::of(&form)), ..Typed::default() };
            return pages::page(visit, &caller, &id, typed, StatusCode::OK).await;
        }
        _ => {}
    }
    match done(&form, &caller, parsed, &act).await {
        Ok(Some(answer)) => Ok(answer),
        Ok(None) => Ok(Answer::redirect(&format!("{}{}", visit.href_to("incident", &[&id]), place(&act)))),
        Err(Problem::Refused(refused)) => refuse(&form, &caller, &id, &act, refused).await,
        Err(problem) => Err(visit.problem(problem)),
    }
}

/// Where the page goes on.
fn place(act: &str) -> &'static str {
    match act {
        "play" | "task-done" | "task-again" => "#taches",
        "level" => "#niveau",
        _ => "",
    }
}

/// Does it; a page of its own is shown when there is something to look at first.
async fn done(form: &Form, caller: &Caller, id: Id, act: &str) -> Result<Option<Answer>, Problem> {
    let visit = &form.visit;
    let services = &visit.site.services;
    let incidents = &services.incidents;
    let (seen, reason) = (form.value("vu").parse().unwrap_or(0), form.value("reason"));
    match act {
        "qualify" => {
            let asked = Asked::of(form);
            let severity = Severity::new(asked.severity.parse().unwrap_or(0));
            let required = || Refused::invalid(Refusal::new("required").at("severity"));
            let severity = severity.map_err(|_| required())?;
            if form.value("sure").is_empty() {
                return qualifying::preview(visit, caller, id, asked, severity, seen).await.map(Some);
            }
            incidents.qualify(caller, id, &asked.criteria(), severity, reason, seen).await
        }
        "level" => {
            let level = form.value("level").parse().unwrap_or(-1);
            incidents.respond(caller, id, level, reason, seen).await
        }
        "play" => {
            let steps = form.typed.get("step").cloned().unwrap_or_default();
            incidents.play(caller, id, &steps).await.map(drop)
        }
        "task-done" | "task-again" => {
            let task = Id::parse(form.value("task")).map_err(|_| Refused::NotFound)?;
            incidents.task_done(caller, id, task, act == "task-done").await
        }
        // Pages that were open while the house was upgraded: what was typed in them is not lost.
        "note" => incidents.note(caller, id, form.value("note")).await,
        "answer" => incidents.answer(caller, &services.declarations, id, form.value("message")).await,
        act => match Command::from_code(act) {
            Some(command) => {
                let said = Said { reason, told: form.value("told") };
                incidents.advance(caller, id, command, said, seen).await
            }
            None => Err(Refused::NotFound.into()),
        },
    }
    .map(|()| None)
}

/// The page again, with what stood in the way and all that was typed.
async fn refuse(
    form: &Form,
    caller: &Caller,
    id: &str,
    act: &str,
    refused: Refused,
) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let said = |refusals: &[Refusal]| {
        refusals.iter().map(|refusal| refusal_text(&visit.words, refusal)).collect::<Vec<_>>().join(" ")
    };
    let mut typed = Typed::default();
    match act {
        "qualify" => typed.asked = Some(Asked::of(form)),
        "level" => typed.level = Some((form.value("level").to_owned(), form.value("reason").to_owned())),
        "note" | "answer" => {
            typed.draft.text = [form.value("note"), form.value("message")].concat();
            let audience = if act == "note" { "cell" } else { "facility" };
            audience.clone_into(&mut typed.draft.audience);
        }
        command => {
            typed.reason = (command.to_owned(), form.value("reason").to_owned());
            form.value("told").clone_into(&mut typed.told);
        }
    }
    let status = match &refused {
        Refused::Invalid(refusals) => {
            typed.error = Some(said(refusals));
            StatusCode::UNPROCESSABLE_ENTITY
        }
        // Somebody came first (abuse G02).
        Refused::Conflict(refusal) => {
            typed.error = Some(said(std::slice::from_ref(refusal)));
            let comparable = act == "level" || Command::from_code(act).is_some();
            typed.stale = comparable.then(|| Stale::of(form, act));
            StatusCode::CONFLICT
        }
        _ => return Err(visit.problem(refused.into())),
    };
    pages::page(visit, caller, id, typed, status).await
}

async fn renew_code(form: &Form, caller: &Caller, id: Id) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let services = &visit.site.services;
    let view = services.incidents.open(caller, id).await.map_err(|p| visit.problem(p))?;
    let number = form.value("called");
    let renewed = services.declarations.renew_code(caller, view.incident.declaration, number).await;
    let (typed, status) = match renewed {
        Ok(code) => (Typed { new_code: Some(code.grouped()), ..Typed::default() }, StatusCode::OK),
        Err(Problem::Refused(Refused::Invalid(refusals))) => {
            let said = refusals.iter().map(|refusal| refusal_text(&visit.words, refusal));
            let error = Some(said.collect::<Vec<_>>().join(" "));
            (Typed { error, called: number.to_owned(), ..Typed::default() }, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(problem) => return Err(visit.problem(problem)),
    };
    pages::page(visit, caller, &id.to_string(), typed, status).await
}

/// `/cellule/incidents/{id}/presence`: who else is there; whoever asks is there too.
pub(crate) async fn presence(Path(id): Path<String>, visit: Visit) -> Result<Response, Answer> {
    let caller = visit.staff().await?;
    access::scope::<permit::IncidentHandle>(&caller).map_err(|refused| visit.problem(refused.into()))?;
    let id = visit.identity(&id)?;
    let writing = visit.parameter("ecrit") == "1";
    let text = present(&visit, &caller, id, writing).await?;
    Ok(crate::api::json(200, &serde_json::json!({ "text": text })))
}

/// Who else is at the incident, in words; empty when nobody is.
pub(super) async fn present(visit: &Visit, caller: &Caller, id: Id, writing: bool) -> Result<String, Answer> {
    let others = visit.site.services.incidents.present(caller, id, writing).await;
    let others = others.map_err(|problem| visit.problem(problem))?;
    let said =
        others.iter().map(|other| visit.words.t1(&format!("present-{}", other.how), "name", &other.name));
    Ok(said.collect::<Vec<_>>().join(" · "))
}
