//! What was refused, said on the page where it was typed.

use axum::http::StatusCode;
use vocabulary::{Problem, Refusal, Refused};

use crate::{
    answer::{self, Answer, refusal_text},
    fields::{FieldView, Shape},
    visit::Visit,
};

/// What was wrong, as the summary at the top links to it.
pub(crate) fn errors(visit: &Visit, refusals: &[Refusal]) -> Vec<(String, String)> {
    let target = |refusal: &Refusal| refusal.field.clone().unwrap_or_default();
    refusals.iter().map(|refusal| (target(refusal), refusal_text(&visit.words, refusal))).collect()
}

/// A field of no schema, with what was typed in it and what is wrong with it.
pub(crate) fn asked(visit: &Visit, name: &str, shape: Shape, refusals: &[Refusal]) -> FieldView {
    FieldView::asked(&visit.words, name, shape, &visit.sent, refusals)
}

/// What is wrong with what was sent, when it can be said on the same page; every other problem has its own.
pub(crate) fn mendable(visit: &Visit, problem: Problem) -> Result<(Vec<Refusal>, StatusCode), Answer> {
    match problem {
        Problem::Refused(Refused::Invalid(refusals)) => Ok((refusals, StatusCode::UNPROCESSABLE_ENTITY)),
        Problem::Refused(Refused::Conflict(refusal)) => Ok((vec![refusal], StatusCode::CONFLICT)),
        Problem::Refused(refused @ (Refused::TooSoon(seconds) | Refused::Crowded(seconds))) => {
            let (status, key) = answer::status(&refused);
            Ok((vec![Refusal::new(key).with("seconds", seconds.to_string())], status))
        }
        problem => Err(visit.problem(problem)),
    }
}
