//! `/cellule/releve`: what changed, what was promised, closed by who leaves and signed by who comes.

use ::oncall::{
    Handover, Standing,
    rules::{Named, Picture},
};
use access::Caller;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use incidents::ToDo;
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
    /// What is late, then what is due before the next shift ends; each with its title.
    tasks: Vec<(String, Vec<TaskLine>)>,
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

/// How things stand: each part with its title, what is there, and how many of it count.
struct PictureView {
    parts: Vec<Part>,
    lines: Vec<String>,
}

/// A part of it. An exercise is named and not counted.
struct Part {
    title: String,
    count: usize,
    named: Vec<NamedLine>,
}

/// An incident, by its address and reference.
struct NamedLine {
    href: String,
    reference: String,
    exercise: bool,
}

/// Something to do.
struct TaskLine {
    href: String,
    task: ToDo,
    title: String,
    left: String,
    late: bool,
    when: String,
    who: String,
}

fn picture(visit: &Visit, picture: &Picture) -> PictureView {
    let words = &visit.words;
    let named = |named: &Named| NamedLine {
        href: visit.href1("incident", named.incident),
        reference: named.reference.clone(),
        exercise: named.exercise,
    };
    let part = |(part, list): &(String, Vec<Named>)| Part {
        title: words.t(&format!("handover-part-{part}")),
        count: list.iter().filter(|named| !named.exercise).count(),
        named: list.iter().map(named).collect(),
    };
    let mut lines = vec![
        words.t1("handover-alarms", "count", picture.alarms),
        words.t1("handover-call-backs", "count", picture.call_backs),
        words.t1("handover-broken", "count", picture.broken),
    ];
    if let Some(tasks) = picture.tasks {
        let until = words.moment(tasks.until, ZONE);
        lines.push(words.t1("handover-tasks-late", "count", tasks.late));
        lines.push(words.t2("handover-tasks-soon", "count", tasks.soon, "until", until));
        lines.push(words.t1("handover-tasks-later", "count", tasks.later));
    }
    PictureView { parts: picture.parts.iter().map(part).collect(), lines }
}

/// Tasks in their words: of who is there now, since a handover keeps references and counts only.
fn tasks(visit: &Visit, standing: &Standing) -> Vec<(String, Vec<TaskLine>)> {
    let (words, now) = (&visit.words, visit.now());
    let line = |task: &ToDo| TaskLine {
        href: visit.href1("incident", task.incident),
        title: if task.code.is_empty() {
            task.title.clone()
        } else {
            words.t(&format!("task-{}", task.code))
        },
        left: words.remaining(task.due, now),
        late: task.due < now,
        when: words.t1("task-due", "when", words.moment(task.due, ZONE)),
        who: if task.assignee.is_empty() {
            words.t("handover-task-nobody")
        } else {
            words.t1("task-for", "name", &task.assignee)
        },
        task: task.clone(),
    };
    let lines: Vec<TaskLine> = standing.tasks.listed.iter().map(line).collect();
    let (late, soon): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| line.late);
    [("handover-part-tasks-late", late), ("handover-part-tasks-soon", soon)]
        .into_iter()
        .filter(|(_, lines)| !lines.is_empty())
        .map(|(title, lines)| (words.t(title), lines))
        .collect()
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
    let mut standing = oncall.standing(caller, since).await.map_err(fail)?;
    // Those of tasks are told below, with what is to be done.
    standing.picture.parts.retain(|(part, _)| !part.starts_with("tasks-"));
    let all = oncall.handovers(caller).await.map_err(fail)?;
    let (signed, unsigned): (Vec<_>, Vec<_>) = all.iter().partition(|handover| handover.signed.is_some());
    let national = access::scope::<access::permit::IncidentHandle>(caller).is_ok_and(|s| s.is_national());
    let page = Page {
        token: forms::token(visit),
        error: refusals.first().map(|refusal| refusal_text(words, refusal)),
        unsigned: unsigned.into_iter().map(|handover| sheet(visit, caller, handover)).collect(),
        since: words.t1("handover-since", "when", words.moment(since, ZONE)),
        picture: picture(visit, &standing.picture),
        tasks: tasks(visit, &standing),
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
