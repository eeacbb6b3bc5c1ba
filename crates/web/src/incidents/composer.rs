//! The one composer: for whom first, then the text; a template, a task beside it.

use access::Caller;
use axum::http::StatusCode;
use declarations::DeclarationView;
use incidents::{Audience, IncidentView, NewTask, Template, Undone, Writing};
use vocabulary::{Id, Problem, Refused};

use super::{
    pages::{self, Typed},
    thread,
};
use crate::{
    answer::{Answer, refusal_text},
    forms::Form,
    visit::Visit,
};

/// Hours within which a task is done, as the composer offers them; 0: nothing presses.
const HOURS: [i64; 6] = [0, 1, 4, 24, 72, 168];

/// What was typed in it, and what is wrong.
#[derive(Clone, Default)]
pub(super) struct Draft {
    pub(super) audience: String,
    pub(super) text: String,
    pub(super) task: bool,
    pub(super) assignee: String,
    pub(super) due: String,
    pub(super) errors: Vec<(String, String)>,
    /// Whether the cursor begins in the text: it was filled for somebody.
    pub(super) filled: bool,
}

/// What the page shows of it.
pub(super) struct Composer {
    /// Code, name, whether it is chosen.
    pub(super) audiences: Vec<(&'static str, String, bool)>,
    pub(super) templates: Vec<(&'static str, String)>,
    pub(super) dues: Vec<(i64, String, bool)>,
    pub(super) draft: Draft,
}

impl Composer {
    pub(super) fn of(visit: &Visit, view: &IncidentView, draft: Draft) -> Self {
        let words = &visit.words;
        let region = view.incident.region;
        let chosen = Audience::from_code(&draft.audience).unwrap_or(Audience::Cell);
        let open = Audience::ALL.into_iter().filter(|a| *a != Audience::Ars || region.is_some());
        let audiences = open.map(|a| (a.code(), thread::audience(visit, a, region), a == chosen)).collect();
        let templates = Template::about(&view.incident.kind).map(|template| {
            let to = words.t(&format!("to-{}", template.audience().code()));
            let title = words.t(&format!("template-{}", template.code));
            (template.code.as_str(), words.t2("dossier-fact", "name", to, "value", title))
        });
        let due = draft.due.parse().unwrap_or(0);
        let dues = HOURS.map(|hours| (hours, words.t1("task-within", "hours", hours), hours == due)).into();
        Self { audiences, templates: templates.collect(), dues, draft }
    }

    /// What is wrong with one of its fields.
    pub(super) fn error(&self, field: &str) -> Option<&String> {
        self.draft.errors.iter().find(|(name, _)| name == field).map(|(_, text)| text)
    }
}

impl Draft {
    fn of(form: &Form) -> Self {
        let value = |name: &str| form.value(name).to_owned();
        Self {
            audience: value("audience"),
            text: value("text"),
            task: !form.value("task").is_empty(),
            assignee: value("assignee"),
            due: value("due"),
            errors: Vec::new(),
            filled: false,
        }
    }

    fn undone(undone: Undone) -> Self {
        let hours = undone
            .task
            .as_ref()
            .and_then(|task| task.due.map(|due| due.seconds_since(task.created_at) / 3600));
        Self {
            audience: undone.audience.code().to_owned(),
            text: undone.body,
            task: undone.task.is_some(),
            assignee: undone.task.map(|task| task.assignee).unwrap_or_default(),
            due: hours.unwrap_or(0).to_string(),
            errors: Vec::new(),
            filled: true,
        }
    }
}

/// Writes, or fills the composer with a template and shows it again.
pub(super) async fn write(form: &Form, caller: &Caller, id: Id) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let services = &visit.site.services;
    let mut draft = Draft::of(form);
    let page = async |draft, status| {
        pages::page(visit, caller, &id.to_string(), Typed { draft, ..Typed::default() }, status).await
    };
    if !form.value("fill").is_empty() {
        let view = services.incidents.open(caller, id).await.map_err(|p| visit.problem(p))?;
        let declaration = services.declarations.view(caller, view.incident.declaration).await;
        fill(visit, form.value("template"), &declaration.map_err(|p| visit.problem(p))?, &mut draft);
        return page(draft, StatusCode::OK).await;
    }
    let Some(audience) = Audience::from_code(&draft.audience) else {
        draft.errors.push(("audience".to_owned(), visit.words.t("refused-audience")));
        return page(draft, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let hours = match draft.due.parse() {
        Ok(hours) => Some(hours).filter(|hours| *hours != 0),
        Err(_) => None,
    };
    let task = draft.task.then(|| NewTask { assignee: draft.assignee.clone(), hours, ..NewTask::default() });
    let writing = Writing { audience, body: &draft.text, task };
    match services.incidents.write(caller, &services.declarations, id, writing).await {
        Ok(_) => Ok(Answer::redirect(&format!("{}#echanges", visit.href_to("incident", &[&id.to_string()])))),
        Err(Problem::Refused(Refused::Invalid(refusals))) => {
            draft.errors = refusals
                .iter()
                .map(|refusal| {
                    let field = refusal.field.as_deref().unwrap_or("text");
                    let field = if field == "message" { "text" } else { field };
                    (field.to_owned(), refusal_text(&visit.words, refusal))
                })
                .collect();
            page(draft, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(problem) => Err(visit.problem(problem)),
    }
}

/// Adds a template to what was typed: in the structure's own language when it is who reads it. Who reads is only chosen by it
/// when nothing was typed.
fn fill(visit: &Visit, code: &str, declaration: &DeclarationView, draft: &mut Draft) {
    let kind = declaration.answers().map(|answers| answers.chosen("kind")).unwrap_or_default();
    let kind = kind.first().copied().unwrap_or_default();
    let Some(template) = Template::about(kind).find(|template| template.code == code) else {
        draft.errors.push(("template".to_owned(), visit.words.t("refused-not-a-choice")));
        return;
    };
    let words = match template.audience() {
        Audience::Facility => visit.words.to(declaration.language),
        _ => visit.words.clone(),
    };
    let settings = &visit.site.settings;
    let text = words.with(
        &format!("template-{code}-text"),
        &[
            ("operator", &settings.operator),
            ("phone", &settings.phone),
            ("reference", &declaration.reference),
        ],
    );
    if draft.text.trim().is_empty() {
        template.audience().code().clone_into(&mut draft.audience);
        draft.text = text;
    } else {
        draft.text = format!("{}\n\n{text}", draft.text.trim_end());
    }
    draft.filled = true;
}

/// Takes back what has not left: its text is in the composer again.
pub(super) async fn undo(form: &Form, caller: &Caller, id: Id) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let services = &visit.site.services;
    let message = visit.identity(form.value("message"))?;
    let (typed, status) = match services.incidents.undo(caller, &services.declarations, id, message).await {
        Ok(undone) => (Typed { draft: Draft::undone(undone), ..Typed::default() }, StatusCode::OK),
        Err(Problem::Refused(Refused::Conflict(refusal))) => {
            let error = Some(refusal_text(&visit.words, &refusal));
            (Typed { error, ..Typed::default() }, StatusCode::CONFLICT)
        }
        Err(problem) => return Err(visit.problem(problem)),
    };
    pages::page(visit, caller, &id.to_string(), typed, status).await
}
