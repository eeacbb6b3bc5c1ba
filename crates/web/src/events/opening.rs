//! `/cellule/incidents/{id}/evenement`: an event begins with an incident.

use access::{Caller, Resource, permit};
use askama::Template;
use axum::extract::Path;
use events::Told;
use vocabulary::{Id, Problem, Refused};

use super::{Row, Wrong, handler, row, wrong};
use crate::{
    answer::{Answer, Shell},
    forms::{self, Form},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "events/new.html")]
struct NewPage<'a> {
    shell: Shell<'a>,
    token: String,
    row: Row,
    fields: Fields,
}

/// What one says of an event, as it was typed.
#[derive(Default)]
pub(crate) struct Fields {
    pub(crate) title: String,
    pub(crate) cause: String,
    pub(crate) provider: String,
    pub(crate) vulnerability: String,
    pub(crate) severities: Vec<(i64, String, bool)>,
    pub(crate) wrong: Wrong,
}

impl Fields {
    pub(super) fn new(visit: &Visit, severity: i64) -> Self {
        let severities = (1..=5).map(|n| (n, visit.words.t(&format!("severity-{n}")), n == severity));
        Self { severities: severities.collect(), ..Self::default() }
    }

    pub(super) fn typed(form: &Form) -> Self {
        let value = |name: &str| form.value(name).to_owned();
        Self {
            title: value("title"),
            cause: value("cause"),
            provider: value("provider"),
            vulnerability: value("vulnerability"),
            ..Self::new(&form.visit, form.value("severity").parse().unwrap_or(0))
        }
    }

    /// What was typed, understood.
    pub(super) fn told(form: &Form) -> Result<Told, Problem> {
        let texts = ["title", "cause", "provider", "vulnerability"].map(|name| form.value(name));
        Told::accept(texts, form.value("severity")).map_err(|wrong| Refused::Invalid(wrong).into())
    }
}

pub(crate) async fn form(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = handler(&visit).await?;
    let id = visit.identity(&id)?;
    page(&visit, &caller, id, None).await
}

pub(crate) async fn open(Path(id): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = handler(visit).await?;
    let incident = visit.identity(&id)?;
    national(visit, &caller)?;
    let done = match Fields::told(&form) {
        Ok(told) => visit.site.services.events.create(&caller, incident, told).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(event) => Ok(Answer::redirect(&visit.href1("event", event))),
        Err(problem) => {
            let wrong = wrong(visit, problem)?;
            let fields = Fields { wrong, ..Fields::typed(&form) };
            page(visit, &caller, incident, Some(fields)).await
        }
    }
}

/// One cause has no region: to those who handle one region, there is no such page.
fn national(visit: &Visit, caller: &Caller) -> Result<(), Answer> {
    let decided = access::decide::<permit::IncidentHandle>(caller, &Resource::default());
    decided.map(drop).map_err(|refused| visit.problem(refused.into()))
}

async fn page(visit: &Visit, caller: &Caller, id: Id, fields: Option<Fields>) -> Result<Answer, Answer> {
    national(visit, caller)?;
    let fail = |problem: Problem| visit.problem(problem);
    let services = &visit.site.services;
    let incident = services.incidents.open(caller, id).await.map_err(fail)?.incident;
    let fields = if let Some(fields) = fields {
        fields
    } else {
        let declaration = services.declarations.view(caller, incident.declaration).await.map_err(fail)?;
        let provider = declaration.answers().and_then(|answers| answers.text("provider")).unwrap_or_default();
        Fields { provider: provider.to_owned(), ..Fields::new(visit, incident.severity) }
    };
    let status = fields.wrong.status();
    let page = NewPage {
        shell: Shell::console(visit, caller, visit.words.t("page-event-new"), "events"),
        token: forms::token(visit),
        row: row(visit, &incident),
        fields,
    };
    Ok(Answer::page(visit, status, &page))
}
