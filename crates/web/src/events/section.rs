//! What the page of an incident says of its event, of its duplicates, and of the exercise that it may be.

use access::{Caller, Resource, permit};
use axum::extract::Path;
use vocabulary::{Id, Problem, Refusal, Refused};

use super::{Head, Row, Wrong, duplicates, handler, head, row};
use crate::{answer::Answer, forms::Form, visit::Visit};

/// What was typed, and what is wrong with it.
#[derive(Default)]
pub(crate) struct TiesTyped {
    pub(crate) reference: String,
    pub(crate) reason: String,
    pub(crate) exercise_reason: String,
    pub(crate) wrong: Wrong,
}

/// The event of an incident, its duplicates.
pub(crate) struct Ties {
    pub(crate) event: Option<Head>,
    /// That it is attached to another: since when, by whom, why; and the other, for those who may read it.
    pub(crate) attached: Option<(String, String, Option<Row>)>,
    pub(crate) duplicates: Vec<(Row, String, String)>,
    /// Whether the reader ties incidents, and opens events.
    pub(crate) handles: bool,
    pub(crate) opens: bool,
    /// Whether it can be attached to another, while it is open.
    pub(crate) can_attach: bool,
    pub(crate) typed: TiesTyped,
}

impl Ties {
    pub(crate) async fn of(
        visit: &Visit,
        caller: &Caller,
        id: Id,
        typed: TiesTyped,
        zone: &str,
    ) -> Result<Self, Answer> {
        let fail = |problem: Problem| visit.problem(problem);
        let services = &visit.site.services;
        let family = services.incidents.family(caller, id).await.map_err(fail)?;
        let event = services.events.of_incident(caller, id).await.map_err(fail)?;
        let by =
            |at, name: &str| visit.words.t2("event-by", "when", visit.words.moment(at, zone), "name", name);
        let attached = family.tie.as_ref().map(|tie| {
            let other = family.kept.as_ref().map(|incident| row(visit, incident));
            (by(tie.at, &tie.author), tie.reason.clone(), other)
        });
        let duplicates = family
            .duplicates
            .iter()
            .map(|one| (row(visit, &one.incident), by(one.tie.at, &one.tie.author), one.tie.reason.clone()));
        let handles = access::scope::<permit::IncidentHandle>(caller).is_ok();
        let national = access::decide::<permit::IncidentHandle>(caller, &Resource::default()).is_ok();
        Ok(Self {
            opens: national && event.is_none(),
            event: event.map(|event| head(visit, event)),
            can_attach: handles && attached.is_none() && family.duplicates.is_empty(),
            duplicates: duplicates.collect(),
            attached,
            handles,
            typed,
        })
    }
}

/// `/cellule/incidents/{id}/exercice`
pub(crate) async fn exercise(Path(id): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = handler(visit).await?;
    let parsed = visit.identity(&id)?;
    let services = &visit.site.services;
    services.incidents.hold_of(&caller, parsed).await.map_err(|problem| visit.problem(problem))?;
    let seen = form.value("vu").parse().unwrap_or(0);
    let reason = form.value("reason");
    let exercise = match form.value("exercise") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let done = match exercise {
        Some(exercise) => {
            let declarations = &services.declarations;
            services.incidents.mark_exercise(&caller, declarations, (parsed, seen), exercise, reason).await
        }
        None => Err(Refused::invalid(Refusal::new("not-a-choice").at("exercise")).into()),
    };
    let ties = TiesTyped { exercise_reason: reason.to_owned(), ..TiesTyped::default() };
    duplicates::back(visit, &caller, &id, done, ties).await
}
