//! One cause, many facilities; the same incident told twice; exercises.

use access::{Caller, permit};
use events::{Event, Figures};
use incidents::Incident;
use vocabulary::{Id, Problem, Refusal, Refused, Region};

use crate::{answer::Answer, answer::refusal_text, forms::Form, visit::Visit};

pub(crate) mod api;
pub(crate) mod attaching;
pub(crate) mod duplicates;
pub(crate) mod opening;
pub(crate) mod pages;
pub(crate) mod pasting;
pub(crate) mod section;
pub(crate) mod telling;

/// The zone in which moments of an event are shown: it has no place of its own.
const ZONE: &str = "Europe/Paris";

/// An incident in a list.
pub(crate) struct Row {
    pub(crate) id: Id,
    pub(crate) href: String,
    pub(crate) reference: String,
    pub(crate) facility: String,
    pub(crate) place: String,
    pub(crate) state: String,
    pub(crate) exercise: bool,
    pub(crate) revision: i64,
}

fn row(visit: &Visit, incident: &Incident) -> Row {
    let region = incident.region.map_or("", Region::name);
    let place = [incident.town.as_str(), region].into_iter().filter(|part| !part.is_empty());
    Row {
        id: incident.id,
        href: visit.href1("incident", incident.id),
        reference: incident.reference.clone(),
        facility: incident.facility_name.clone(),
        place: place.collect::<Vec<_>>().join(" · "),
        state: visit.words.t(&format!("state-{}", incident.state.code())),
        exercise: incident.exercise,
        revision: incident.revision,
    }
}

/// An event at a glance, in words.
pub(crate) struct Head {
    pub(crate) event: Event,
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) state: String,
    pub(crate) opened: String,
}

fn head(visit: &Visit, event: Event) -> Head {
    let words = &visit.words;
    Head {
        href: visit.href1("event", event.id),
        name: words.t1("event-number", "number", event.number.to_string()),
        state: words.t(&format!("event-state-{}", event.state().code())),
        opened: words.t2(
            "event-opened",
            "when",
            words.moment(event.opened_at, ZONE),
            "name",
            &event.opened_by,
        ),
        event,
    }
}

/// Both counts in one sentence.
pub(crate) fn figures(visit: &Visit, figures: &Figures) -> String {
    let count = |number: usize| number.to_string();
    visit.words.with(
        "event-figures",
        &[
            ("incidents", &count(figures.incidents)),
            ("facilities", &count(figures.facilities())),
            ("touched", &count(figures.touched)),
            ("not", &count(figures.not_touched)),
            ("unknown", &count(figures.unknown)),
        ],
    )
}

/// Somebody who handles incidents.
async fn handler(visit: &Visit) -> Result<Caller, Answer> {
    let caller = visit.staff().await?;
    access::scope::<permit::IncidentHandle>(&caller).map_err(|refused| visit.problem(refused.into()))?;
    Ok(caller)
}

/// The identities of a field that takes several.
fn chosen(form: &Form, name: &str) -> Result<Vec<Id>, Answer> {
    let values = form.typed.get(name).map(Vec::as_slice).unwrap_or_default();
    values.iter().map(|value| form.visit.identity(value)).collect()
}

/// What stands in the way, in words, by field; a problem of any other kind is the answer.
fn wrong(visit: &Visit, problem: Problem) -> Result<Wrong, Answer> {
    let text = |refusal: &Refusal| {
        let text = refusal_text(&visit.words, refusal);
        refusal.parameters.get("reference").map_or_else(
            || text.clone(),
            |reference| visit.words.t2("dossier-fact", "name", reference, "value", &text),
        )
    };
    match problem {
        Problem::Refused(Refused::Invalid(refusals)) => {
            let said =
                refusals.iter().map(|refusal| (refusal.field.clone().unwrap_or_default(), text(refusal)));
            Ok(Wrong { said: said.collect(), conflict: false })
        }
        Problem::Refused(Refused::Conflict(refusal)) => {
            Ok(Wrong { said: vec![(String::new(), text(&refusal))], conflict: true })
        }
        problem => Err(visit.problem(problem)),
    }
}

/// What is wrong with a form.
#[derive(Default)]
pub(crate) struct Wrong {
    said: Vec<(String, String)>,
    conflict: bool,
}

impl Wrong {
    /// Whether nothing is.
    pub(crate) fn is_empty(&self) -> bool {
        self.said.is_empty()
    }

    /// What is wrong with a field.
    pub(crate) fn at(&self, field: &str) -> Option<&str> {
        self.said.iter().find(|(name, _)| name == field).map(|(_, text)| text.as_str())
    }

    /// All of it.
    pub(crate) fn all(&self) -> String {
        self.said.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" ")
    }

    fn status(&self) -> axum::http::StatusCode {
        use axum::http::StatusCode;
        match (self.is_empty(), self.conflict) {
            (true, _) => StatusCode::OK,
            (_, true) => StatusCode::CONFLICT,
            (_, false) => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
}
