//! `/cellule/alarmes`: what rings, whom it called, and who answered.

use ::oncall::{AlarmView, Call};
use access::Caller;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use vocabulary::{Id, Problem, Refused};

use super::ZONE;
use crate::{
    answer::{Answer, Shell, refusal_text},
    forms::{self, Form},
    refusals::mendable,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "oncall/alarms.html")]
struct Page<'a> {
    shell: Shell<'a>,
    token: String,
    error: Option<String>,
    ringing: Vec<AlarmLine>,
    ended: Vec<AlarmLine>,
}

struct AlarmLine {
    id: String,
    severity: i64,
    /// The reference and the address of its incident; of a draft, none.
    incident: Option<(String, String)>,
    why: String,
    since: String,
    exercise: bool,
    end: Option<String>,
    /// When, to whom, and what came of it.
    steps: Vec<String>,
}

/// `/cellule/alarmes`
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let caller = visit.staff().await?;
    page(&visit, &caller, None, StatusCode::OK).await
}

async fn page(
    visit: &Visit,
    caller: &Caller,
    error: Option<String>,
    status: StatusCode,
) -> Result<Answer, Answer> {
    let views = visit.site.services.oncall.alarms(caller).await;
    let views = views.map_err(|problem: Problem| visit.problem(problem))?;
    let (ringing, ended): (Vec<_>, Vec<_>) = views.into_iter().partition(|view| view.alarm.ended.is_none());
    let lines = |views: Vec<AlarmView>| views.into_iter().map(|view| line(visit, view)).collect();
    let page = Page {
        token: forms::token(visit),
        error,
        ringing: lines(ringing),
        ended: lines(ended),
        shell: Shell::console(visit, caller, visit.words.t("page-alarms"), "unit"),
    };
    Ok(Answer::page(visit, status, &page))
}

fn line(visit: &Visit, view: AlarmView) -> AlarmLine {
    let words = &visit.words;
    let AlarmView { alarm, calls } = view;
    let end = alarm.ended.map(|(at, how, by)| {
        let when = words.moment(at, ZONE);
        match (how.as_str(), by.is_empty()) {
            ("acknowledged", _) => words.t2("alarm-end-acknowledged", "name", by, "when", when),
            ("handled", false) => words.t2("alarm-end-handled", "name", by, "when", when),
            ("handled", true) => words.t1("alarm-end-over", "when", when),
            _ => words.t1("alarm-end-resumed", "when", when),
        }
    });
    AlarmLine {
        id: alarm.id.to_string(),
        severity: alarm.severity,
        incident: alarm.incident.map(|id| (alarm.reference, visit.href1("incident", id))),
        why: words.t(&format!("alarm-why-{}", alarm.reason.code())),
        since: words.moment(alarm.created_at, ZONE),
        exercise: alarm.exercise,
        end,
        steps: calls.into_iter().map(|call| step(visit, &call)).collect(),
    }
}

fn step(visit: &Visit, call: &Call) -> String {
    let words = &visit.words;
    let outcome = if call.outcome.is_empty() { "waiting" } else { &call.outcome };
    let who = if call.account.is_some() { call.name.clone() } else { words.t("alarm-operator") };
    let said = words.with(
        "alarm-step",
        &[
            ("number", &(call.step + 1).to_string()),
            ("when", &words.moment(call.at, ZONE)),
            ("who", &who),
            ("channel", &words.t(&format!("alarm-by-{}", call.channel))),
            ("outcome", &words.t(&format!("alarm-call-{outcome}"))),
        ],
    );
    if call.nobody { format!("{said} {}", words.t("alarm-nobody-there")) } else { said }
}

/// `/cellule/alarmes/{id}/{act}`
pub(crate) async fn act(Path((id, act)): Path<(String, String)>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = visit.staff().await?;
    access::scope::<access::permit::IncidentHandle>(&caller)
        .map_err(|refused| visit.problem(refused.into()))?;
    let id = Id::parse(&id).ok().filter(|_| act == "acknowledge");
    let id = id.ok_or_else(|| visit.problem(Refused::NotFound.into()))?;
    match visit.site.services.oncall.acknowledge(&caller, id).await {
        Ok(()) => Ok(Answer::redirect(&visit.href("alarms"))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            let error = refusals.first().map(|refusal| refusal_text(&visit.words, refusal));
            page(visit, &caller, error, status).await
        }
    }
}
