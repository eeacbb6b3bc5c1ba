//! `/cellule/releve`: what changed, what was promised, closed by who leaves and signed by who comes.

use ::oncall::{Handover, rules::Picture};
use access::Caller;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use vocabulary::{Id, Problem, Refused};

use super::ZONE;
use crate::{
    answer::{Answer, Shell, refusal_text},
    fields::{FieldView, Shape},
    forms::{self, Form, Typed},
    refusals::mendable,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "oncall/handovers.html")]
struct Page<'a> {
    shell: Shell<'a>,
    token: String,
    error: Option<String>,
    unsigned: Vec<Sheet>,
    since: String,
    picture: PictureView,
    body: FieldView,
    writes: bool,
    earlier: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "oncall/handover.html")]
struct One<'a> {
    shell: Shell<'a>,
    sheet: Sheet,
}

/// One handover as people read it.
struct Sheet {
    id: String,
    title: String,
    since: String,
    body: String,
    picture: PictureView,
    signed: Option<String>,
    /// Whether the reader is who left.
    own: bool,
}

/// How things stand: each part by its title, with incidents by their addresses and references.
struct PictureView {
    parts: Vec<(String, Vec<(String, String)>)>,
    lines: Vec<String>,
}

fn picture(visit: &Visit, picture: &Picture) -> PictureView {
    let words = &visit.words;
    let named =
        |named: &::oncall::rules::Named| (visit.href1("incident", named.incident), named.reference.clone());
    PictureView {
        parts: picture
            .parts
            .iter()
            .map(|(part, list)| (words.t(&format!("handover-part-{part}")), list.iter().map(named).collect()))
            .collect(),
        lines: vec![
            words.t1("handover-alarms", "count", picture.alarms),
            words.t1("handover-call-backs", "count", picture.call_backs),
            words.t1("handover-broken", "count", picture.broken),
        ],
    }
}

fn sheet(visit: &Visit, caller: &Caller, handover: &Handover) -> Sheet {
    let words = &visit.words;
    let closed = words.moment(handover.closed_at, ZONE);
    Sheet {
        id: handover.id.to_string(),
        title: words.t2("handover-by", "name", &handover.closed_name, "when", closed),
        since: words.t1("handover-since", "when", words.moment(handover.since_at, ZONE)),
        body: handover.body.clone(),
        picture: picture(visit, &handover.picture),
        signed: handover
            .signed
            .as_ref()
            .map(|(at, name)| words.t2("handover-signed-by", "name", name, "when", words.moment(*at, ZONE))),
        own: handover.closed_by == caller.trace(),
    }
}

/// `/cellule/releve`
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let caller = visit.staff().await?;
    let asked = visit.parameter("fiche");
    if asked.is_empty() {
        return page(&visit, &caller, &Typed::new(), None, StatusCode::OK).await;
    }
    let all = visit.site.services.oncall.handovers(&caller).await.map_err(|p| visit.problem(p))?;
    let found = all.iter().find(|handover| handover.id.to_string() == asked);
    let found = found.ok_or_else(|| visit.problem(Refused::NotFound.into()))?;
    let sheet = sheet(&visit, &caller, found);
    let shell = Shell::console(&visit, &caller, visit.words.t("page-handover"), "unit");
    Ok(Answer::ok(&visit, &One { shell, sheet }))
}

async fn page(
    visit: &Visit,
    caller: &Caller,
    typed: &Typed,
    problem: Option<Problem>,
    status: StatusCode,
) -> Result<Answer, Answer> {
    let fail = |problem: Problem| visit.problem(problem);
    let words = &visit.words;
    let (refusals, status) = match problem {
        Some(problem) => mendable(visit, problem)?,
        None => (Vec::new(), status),
    };
    let oncall = &visit.site.services.oncall;
    let since = oncall.away_since(caller).await.map_err(fail)?;
    let now = oncall.picture(caller, since).await.map_err(fail)?;
    let all = oncall.handovers(caller).await.map_err(fail)?;
    let (signed, unsigned): (Vec<_>, Vec<_>) = all.iter().partition(|handover| handover.signed.is_some());
    let national = access::scope::<access::permit::IncidentHandle>(caller).is_ok_and(|s| s.is_national());
    let page = Page {
        token: forms::token(visit),
        error: refusals.first().map(|refusal| refusal_text(words, refusal)),
        unsigned: unsigned.into_iter().map(|handover| sheet(visit, caller, handover)).collect(),
        since: words.t1("handover-since", "when", words.moment(since, ZONE)),
        picture: picture(visit, &now),
        body: FieldView::asked(words, "body", Shape::Lines, typed, &refusals),
        writes: national,
        earlier: signed
            .into_iter()
            .map(|handover| {
                let Sheet { title, signed, id, .. } = sheet(visit, caller, handover);
                let href = format!("{}?fiche={id}", visit.href("handover"));
                (href, format!("{title}. {}", signed.unwrap_or_default()))
            })
            .collect(),
        shell: Shell::console(visit, caller, words.t("page-handover"), "unit"),
    };
    Ok(Answer::page(visit, status, &page))
}

/// `/cellule/releve`: who leaves closes it.
pub(crate) async fn close(form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = visit.staff().await?;
    match visit.site.services.oncall.handover_close(&caller, form.value("body")).await {
        Ok(_) => Ok(Answer::redirect(&visit.href("handover"))),
        Err(problem) => page(visit, &caller, &form.typed, Some(problem), StatusCode::OK).await,
    }
}

/// `/cellule/releve/{id}/{act}`: who comes signs it.
pub(crate) async fn sign(Path((id, act)): Path<(String, String)>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = visit.staff().await?;
    access::scope::<access::permit::IncidentHandle>(&caller)
        .map_err(|refused| visit.problem(refused.into()))?;
    let id = Id::parse(&id).ok().filter(|_| act == "sign");
    let id = id.ok_or_else(|| visit.problem(Refused::NotFound.into()))?;
    match visit.site.services.oncall.handover_sign(&caller, id).await {
        Ok(()) => Ok(Answer::redirect(&visit.href("handover"))),
        Err(problem) => page(visit, &caller, &form.typed, Some(problem), StatusCode::OK).await,
    }
}
