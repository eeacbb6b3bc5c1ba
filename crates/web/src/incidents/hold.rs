//! The order to keep an incident, on its page.

use access::{Caller, permit};
use axum::{extract::Path, http::StatusCode};
use incidents::Hold;
use vocabulary::{Id, Problem, Refused};

use super::pages::{self, Typed};
use crate::{
    answer::{Answer, refusal_text},
    forms::Form,
    visit::Visit,
};

/// What the page shows of it.
#[derive(Default)]
pub(super) struct Keeping {
    /// The order, and since when it stands.
    pub(super) hold: Option<(String, Hold)>,
    /// Whether the reader may give and lift it.
    pub(super) may: bool,
    /// How long a closed incident is kept without it.
    pub(super) kept: String,
    /// The reason that was typed, and what is wrong with it.
    pub(super) reason: String,
    pub(super) error: Option<String>,
}

impl Keeping {
    /// Nothing for those who only follow the incident.
    pub(super) async fn of(
        visit: &Visit,
        caller: &Caller,
        id: Id,
        (reason, error): (String, Option<String>),
        zone: &str,
    ) -> Result<Self, Answer> {
        if access::scope::<permit::IncidentHandle>(caller).is_err() {
            return Ok(Self::default());
        }
        let hold = visit.site.services.incidents.hold_of(caller, id).await.map_err(|p| visit.problem(p))?;
        Ok(Self {
            hold: hold.map(|hold| (visit.words.moment(hold.at, zone), hold)),
            may: access::scope::<permit::IncidentHold>(caller).is_ok(),
            kept: visit.term(visit.site.services.retention.terms().incidents),
            reason,
            error,
        })
    }

    /// What can be done: the page that does it, and its verb.
    pub(super) fn act(&self) -> (&'static str, &'static str) {
        if self.hold.is_some() { ("lift", "lift") } else { ("hold", "order") }
    }
}

/// `/cellule/incidents/{id}/conservation`
pub(crate) async fn order(Path(id): Path<String>, form: Form) -> Result<Answer, Answer> {
    change(&id, &form, true).await
}

/// `/cellule/incidents/{id}/conservation/levee`
pub(crate) async fn lift(Path(id): Path<String>, form: Form) -> Result<Answer, Answer> {
    change(&id, &form, false).await
}

async fn change(id: &str, form: &Form, keep: bool) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = visit.staff().await?;
    access::scope::<permit::IncidentHold>(&caller).map_err(|refused| visit.problem(refused.into()))?;
    let parsed = visit.identity(id)?;
    let (incidents, reason) = (&visit.site.services.incidents, form.value("reason"));
    let done = if keep {
        incidents.hold(&caller, parsed, reason).await
    } else {
        incidents.lift(&caller, parsed, reason).await
    };
    let (typed, status) = match done {
        Ok(()) => {
            return Ok(Answer::redirect(&format!("{}#conservation", visit.href_to("incident", &[id]))));
        }
        Err(Problem::Refused(Refused::Invalid(refusals))) => {
            let error = refusals.first().map(|refusal| refusal_text(&visit.words, refusal));
            let keeping = (reason.to_owned(), error);
            (Typed { keeping, ..Typed::default() }, StatusCode::UNPROCESSABLE_ENTITY)
        }
        // A colleague came first: the page as it now is.
        Err(Problem::Refused(Refused::Conflict(refusal))) => {
            let error = Some(refusal_text(&visit.words, &refusal));
            let keeping = (reason.to_owned(), None);
            (Typed { error, keeping, ..Typed::default() }, StatusCode::CONFLICT)
        }
        Err(problem) => return Err(visit.problem(problem)),
    };
    pages::page(visit, &caller, id, typed, status).await
}
