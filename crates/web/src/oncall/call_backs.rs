//! `/cellule/rappels`: people to call back, the first due first, and what came of it.

use ::oncall::{CallBack, NewCallBack, rules::Outcome};
use access::Caller;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use declarations::{DeclarationView, Interrupted};
use vocabulary::{Id, Problem, Refusal, Refused};

use super::ZONE;
use crate::{
    answer::{Answer, Shell, refusal_text},
    fields::{FieldView, Shape},
    forms::{self, Form, Typed},
    refusals::mendable,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "oncall/call-backs.html")]
struct Page<'a> {
    shell: Shell<'a>,
    token: String,
    interrupted: Vec<(Interrupted, String)>,
    waiting: Vec<Line>,
    done: Vec<(String, String)>,
    /// The outcomes that are offered.
    outcomes: [&'static str; 3],
    promise: Promise,
    errors: Vec<(String, String)>,
}

/// Somebody to call back.
pub(crate) struct Line {
    pub(crate) call_back: CallBack,
    pub(crate) incident: Option<String>,
    pub(crate) when: String,
    pub(crate) left: String,
    pub(crate) late: bool,
    pub(crate) who: String,
    pub(crate) promised: String,
    /// What was typed about it and not taken.
    note: String,
    moment: FieldView,
    open: bool,
}

/// The form of a promise.
pub(crate) struct Promise {
    pub(crate) incident: String,
    pub(crate) fields: Vec<FieldView>,
    pub(crate) callers: Vec<(String, String, bool)>,
    pub(crate) open: bool,
}

/// What an incident's page shows of it.
#[derive(Default)]
pub(crate) struct Section {
    pub(crate) lines: Vec<Line>,
    pub(crate) promise: Option<Promise>,
}

impl Section {
    /// Nothing for those who only follow the incident.
    pub(crate) async fn of(
        visit: &Visit,
        caller: &Caller,
        incident: Id,
        declaration: &DeclarationView,
    ) -> Result<Self, Answer> {
        if access::scope::<access::permit::IncidentHandle>(caller).is_err() {
            return Ok(Self::default());
        }
        let fail = |problem: Problem| visit.problem(problem);
        let found = visit.site.services.oncall.call_backs_of(caller, incident).await.map_err(fail)?;
        let answers = declaration.versions.last().map(|version| &version.answers);
        let said = |field: &str| vec![answers.and_then(|a| a.text(field)).unwrap_or_default().to_owned()];
        let typed: Typed = [
            ("incident".to_owned(), vec![incident.to_string()]),
            ("name".to_owned(), said("declarant.name")),
            ("phone".to_owned(), said("declarant.phone")),
        ]
        .into();
        Ok(Self {
            lines: found.into_iter().map(|call_back| line(visit, call_back, None)).collect(),
            promise: Some(promise(visit, caller, &typed, &[]).await?),
        })
    }
}

async fn promise(
    visit: &Visit,
    caller: &Caller,
    typed: &Typed,
    refusals: &[Refusal],
) -> Result<Promise, Answer> {
    let first = |name: &str| typed.get(name).and_then(|values| values.first()).cloned().unwrap_or_default();
    let callers = visit.site.services.oncall.callers(caller).await;
    let callers = callers.map_err(|problem: Problem| visit.problem(problem))?;
    let chosen = first("caller");
    let ask = |name: &str| {
        let refused: Vec<Refusal> = refusals.to_vec();
        let field = FieldView::asked(&visit.words, name, Shape::Line, typed, &refused);
        let inputmode = if name == "phone" { "tel" } else { "text" };
        // The page has other fields of these names.
        let target = format!("promise-{name}");
        let label = visit.words.t(&format!("ask-promise-{name}"));
        let hint = visit.words.maybe(&format!("ask-promise-{name}-hint"));
        FieldView { id: target, label, hint, inputmode, autocomplete: "off", ..field }
    };
    Ok(Promise {
        incident: first("incident"),
        fields: ["name", "phone", "moment", "about"].map(ask).into(),
        callers: callers
            .into_iter()
            .map(|(id, name)| {
                let id = id.to_string();
                let there = id == chosen;
                (id, name, there)
            })
            .collect(),
        open: !refusals.is_empty(),
    })
}

fn line(visit: &Visit, call_back: CallBack, failed: Option<(&Typed, &[Refusal])>) -> Line {
    let words = &visit.words;
    let nothing = Typed::new();
    let (typed, refusals) = failed.unwrap_or((&nothing, &[]));
    let moment = FieldView::asked(words, "moment", Shape::Line, typed, refusals);
    let when = words.moment(call_back.created_at, ZONE);
    Line {
        incident: call_back.incident.map(|id| visit.href1("incident", id)),
        when: words.moment(call_back.due_at, ZONE),
        left: words.remaining(call_back.due_at, visit.now()),
        late: call_back.due_at < visit.now(),
        who: if call_back.caller_name.is_empty() {
            words.t("call-back-anybody")
        } else {
            words.t1("call-back-by", "name", &call_back.caller_name)
        },
        promised: if call_back.created_by.is_empty() {
            words.t1("call-back-asked", "when", when)
        } else {
            words.t2("call-back-promised", "name", &call_back.created_by, "when", when)
        },
        note: typed.get("note").and_then(|values| values.first()).cloned().unwrap_or_default(),
        moment: FieldView {
            id: format!("moment-{}", call_back.id),
            label: words.t("ask-promise-moment"),
            hint: words.maybe("ask-promise-moment-hint"),
            ..moment
        },
        open: failed.is_some(),
        call_back,
    }
}

/// `/cellule/rappels`
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let caller = visit.staff().await?;
    page(&visit, &caller, &Typed::new(), &[], None, StatusCode::OK).await
}

async fn page(
    visit: &Visit,
    caller: &Caller,
    typed: &Typed,
    refusals: &[Refusal],
    failed: Option<Id>,
    status: StatusCode,
) -> Result<Answer, Answer> {
    let fail = |problem: Problem| visit.problem(problem);
    let words = &visit.words;
    let services = &visit.site.services;
    let waiting = services.oncall.call_backs(caller).await.map_err(fail)?;
    let since = visit.now().plus_seconds(-24 * 3600);
    let finished = services.oncall.called_back_since(caller, since).await.map_err(fail)?;
    let interrupted = services.declarations.interrupted(caller).await.map_err(fail)?;
    let (nothing, unrefused) = (Typed::new(), Vec::new());
    let (typed_promise, refused) =
        if failed.is_some() { (&nothing, &unrefused[..]) } else { (typed, refusals) };
    let target = |refusal: &Refusal| match (refusal.field.as_deref(), failed) {
        (Some("moment"), Some(id)) => format!("moment-{id}"),
        (Some("note"), Some(id)) => format!("note-{id}"),
        (Some(field), None) => format!("promise-{field}"),
        _ => String::new(),
    };
    let page = Page {
        token: forms::token(visit),
        interrupted: interrupted
            .into_iter()
            .map(|draft| {
                let since = words.moment(draft.updated_at, ZONE);
                (draft, since)
            })
            .collect(),
        waiting: waiting
            .into_iter()
            .map(|call_back| {
                let failed = (failed == Some(call_back.id)).then_some((typed, refusals));
                line(visit, call_back, failed)
            })
            .collect(),
        done: finished
            .into_iter()
            .map(|c| {
                let outcome = words.t(&format!("call-back-outcome-{}", c.outcome));
                let at_last = c.done_at.map(|at| words.moment(at, ZONE)).unwrap_or_default();
                let under = words.t2("call-back-done-by", "name", &c.done_by, "when", at_last);
                let note = if c.note.is_empty() { String::new() } else { format!(" · {}", c.note) };
                (format!("{} · {outcome}{note}", c.name), under)
            })
            .collect(),
        outcomes: Outcome::ALL.map(Outcome::code),
        promise: promise(visit, caller, typed_promise, refused).await?,
        errors: refusals.iter().map(|refusal| (target(refusal), refusal_text(words, refusal))).collect(),
        shell: Shell::console(visit, caller, words.t("page-call-backs"), "unit"),
    };
    Ok(Answer::page(visit, status, &page))
}

/// `/cellule/rappels`: a promise.
pub(crate) async fn add(form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = visit.staff().await?;
    access::scope::<access::permit::IncidentHandle>(&caller)
        .map_err(|refused| visit.problem(refused.into()))?;
    let value = |name: &str| form.value(name).to_owned();
    let incident = match form.value("incident") {
        "" => None,
        id => Some(visit.identity(id)?),
    };
    let new = NewCallBack {
        incident,
        name: value("name"),
        phone: value("phone"),
        moment: value("moment"),
        caller: value("caller"),
        about: value("about"),
    };
    match visit.site.services.oncall.promise(&caller, &new).await {
        Ok(_) => Ok(Answer::redirect(&match incident {
            Some(id) => format!("{}#rappels", visit.href1("incident", id)),
            None => visit.href("call-backs"),
        })),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &caller, &form.typed, &refusals, None, status).await
        }
    }
}

/// `/cellule/rappels/{id}/{act}`
pub(crate) async fn act(Path((id, act)): Path<(String, String)>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = visit.staff().await?;
    access::scope::<access::permit::IncidentHandle>(&caller)
        .map_err(|refused| visit.problem(refused.into()))?;
    let nowhere = || visit.problem(Refused::NotFound.into());
    let id = Id::parse(&id).map_err(|_| nowhere())?;
    let oncall = &visit.site.services.oncall;
    let done = match act.as_str() {
        "done" => {
            let outcome = Outcome::from_code(form.value("outcome")).ok_or_else(nowhere)?;
            oncall.call_back_done(&caller, id, outcome, form.value("note")).await
        }
        "postpone" => oncall.postpone(&caller, id, form.value("moment")).await,
        _ => Err(Refused::NotFound.into()),
    };
    match done {
        Ok(()) => Ok(Answer::redirect(&visit.href("call-backs"))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &caller, &form.typed, &refusals, Some(id), status).await
        }
    }
}
