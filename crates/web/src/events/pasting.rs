//! `/cellule/evenements/{id}/structures`: a pasted list of FINESS numbers, looked through before any of it is kept.

use axum::extract::Path;
use events::{Checked, Stance};
use vocabulary::{Problem, Refusal, Refused};

use super::{
    handler,
    pages::{self, Typed},
    wrong,
};
use crate::{
    answer::{Answer, refusal_text},
    forms::Form,
    visit::Visit,
};

/// What somebody pastes, and what was found in it.
#[derive(Default)]
pub(crate) struct Pasting {
    pub(crate) text: String,
    pub(crate) stance: String,
    /// Number, name and place of what is right; whether the event has it already.
    pub(crate) right: Vec<(String, String, bool)>,
    /// Line, what stands there, why it is wrong.
    pub(crate) wrong: Vec<(usize, String, String)>,
    /// What is wrong with the whole.
    pub(crate) error: Option<String>,
}

impl Pasting {
    /// Whether a stance is the one that was chosen; at first, nobody knows.
    pub(crate) fn is(&self, stance: &str) -> bool {
        if self.stance.is_empty() { stance == Stance::Unknown.code() } else { self.stance == stance }
    }

    /// Whether it can be kept.
    pub(crate) fn is_right(&self) -> bool {
        !self.right.is_empty() && self.wrong.is_empty()
    }

    /// Whether there is something to show again.
    pub(crate) fn is_open(&self) -> bool {
        !self.text.is_empty() || self.error.is_some()
    }
}

pub(crate) async fn paste(Path(id): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = handler(visit).await?;
    let id = visit.identity(&id)?;
    let events = &visit.site.services.events;
    let numbers = form.value("numbers");
    let mut pasting =
        Pasting { text: numbers.to_owned(), stance: form.value("stance").to_owned(), ..Pasting::default() };
    let checked = events.check(&caller, id, numbers).await;
    let stance = Stance::from_code(form.value("stance"));
    let right = checked.as_ref().is_ok_and(|checked| checked.wrong.is_empty());
    let done = match (checked, stance) {
        (Ok(_), Some(stance)) if right && !form.value("sure").is_empty() => {
            events.paste(&caller, id, numbers, stance).await.map(|_| None)
        }
        (Ok(checked), Some(_)) => Ok(Some(checked)),
        (Ok(_), None) => Err(Problem::from(Refused::invalid(Refusal::new("not-a-choice").at("stance")))),
        (Err(problem), _) => Err(problem),
    };
    let mut typed = Typed::default();
    match done {
        Ok(None) => return Ok(Answer::redirect(&format!("{}#structures", visit.href1("event", id)))),
        Ok(Some(checked)) => {
            look(visit, &mut pasting, checked);
            if !pasting.wrong.is_empty() {
                let refusal =
                    Refusal::new("finess-some-wrong").with("count", pasting.wrong.len().to_string());
                let problem = Refused::invalid(refusal.at("numbers")).into();
                typed.wrong = wrong(visit, problem)?;
            }
        }
        Err(problem) => typed.wrong = wrong(visit, problem)?,
    }
    pasting.error = typed.wrong.at("numbers").or_else(|| typed.wrong.at("stance")).map(str::to_owned);
    pages::page(visit, &caller, id, Typed { pasting, ..typed }).await
}

fn look(visit: &Visit, pasting: &mut Pasting, checked: Checked) {
    for one in checked.right {
        let facility = one.listed.facility;
        let name = format!("{} · {} · {}", facility.name, facility.town, facility.region.name());
        pasting.right.push((one.finess.grouped(), name, one.known));
    }
    let explained =
        |(line, text, refusal): (usize, String, Refusal)| (line, text, refusal_text(&visit.words, &refusal));
    pasting.wrong = checked.wrong.into_iter().map(explained).collect();
}
