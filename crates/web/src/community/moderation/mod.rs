//! Moderation, as members and moderators meet it; and what the cell makes of a thread.

pub(crate) mod cases;
pub(crate) mod log;
pub(crate) mod names;
pub(crate) mod own;
pub(crate) mod raising;
pub(crate) mod reporting;

use ::community::rules::moderation::Reason;
use access::{Caller, permit};
use vocabulary::{Refusal, Refused};

use super::member;
use crate::{
    answer::{Answer, refusal_text},
    fields::{FieldView, Shape},
    forms::Typed,
    visit::Visit,
};

/// Somebody who moderates. To all others these pages do not exist.
async fn moderator(visit: &Visit) -> Result<Caller, Answer> {
    let caller = visit.staff().await?;
    match access::scope::<permit::CommunityModerate>(&caller) {
        Ok(_) => Ok(caller),
        Err(Refused::Forbidden) => Err(visit.problem(Refused::NotFound.into())),
        Err(refused) => Err(visit.problem(refused.into())),
    }
}

/// Somebody who answers for the cell.
async fn of_the_cell(visit: &Visit) -> Result<Caller, Answer> {
    let caller = member(visit).await?;
    match access::scope::<permit::CommunityAnswer>(&caller) {
        Ok(_) => Ok(caller),
        Err(_) => Err(visit.problem(Refused::NotFound.into())),
    }
}

/// A field of these pages: its words are `moderation-field-NAME`.
fn asked(visit: &Visit, name: &str, shape: Shape, typed: &Typed, refusals: &[Refusal]) -> FieldView {
    let words = &visit.words;
    let error = refusals.iter().find(|refusal| refusal.field.as_deref() == Some(name));
    let error = error.map(|refusal| refusal_text(words, refusal));
    let value = typed.get(name).and_then(|values| values.first()).cloned().unwrap_or_default();
    let line = FieldView::line(name, words.k("moderation-field-", name, ""), &value, error);
    let hint = words.maybe(&format!("moderation-field-{name}-hint"));
    let rows = if shape == Shape::Lines { 4 } else { 1 };
    FieldView { hint, shape, rows, ..line }
}

/// The reasons, to choose one.
fn reasons(visit: &Visit, typed: &Typed, refusals: &[Refusal]) -> FieldView {
    let chosen = typed.get("reason").and_then(|values| values.first()).cloned().unwrap_or_default();
    let options = Reason::ALL.map(|reason| {
        let code = reason.code();
        (code.to_owned(), said(visit, reason), code == chosen)
    });
    asked(visit, "reason", Shape::Radios, typed, refusals).choosing(options)
}

fn said(visit: &Visit, reason: Reason) -> String {
    visit.words.k("moderation-reason-", reason.code(), "")
}

/// What was wrong, linked to the fields that these are.
fn linked(visit: &Visit, refusals: &[Refusal], fields: &[&FieldView]) -> Vec<(String, String)> {
    let target = |(name, text): (String, String)| {
        let field = fields.iter().find(|field| field.name == name);
        (field.map_or(name, |field| field.target().to_owned()), text)
    };
    crate::refusals::errors(visit, refusals).into_iter().map(target).collect()
}

/// What was just done, as the address of the page says, in a sentence: one of these, and nothing else.
fn done(visit: &Visit, known: &[&str]) -> Option<String> {
    let code = visit.parameter("fait");
    let known = known.iter().find(|known| **known == code).filter(|_| !visit.sends)?;
    Some(visit.words.k("moderation-done-", known, ""))
}

/// What waits for somebody, as the first page of the private space says it: for themselves, and for those who moderate.
pub(super) async fn waiting(visit: &Visit, caller: &Caller) -> Result<(usize, Option<usize>), Answer> {
    let (community, fail) = (&visit.site.services.community, super::fail(visit));
    let warnings = community.warnings(caller).await.map_err(&fail)?;
    let asked = community.asked_for(caller).await.map_err(&fail)?;
    let month = visit.now().plus_seconds(-30 * 24 * 3600);
    let revealed = community.revealed(caller).await.map_err(&fail)?;
    let own = warnings.iter().filter(|warning| !warning.seen).count()
        + asked.iter().filter(|asked| asked.answer.is_none()).count()
        + revealed.iter().filter(|revealed| revealed.at > month).count();
    if access::scope::<permit::CommunityModerate>(caller).is_err() {
        return Ok((own, None));
    }
    let reveals = community.reveals(caller).await.map_err(&fail)?;
    let open = reveals.iter().filter(|reveal| !reveal.own && names::waits(reveal.state)).count();
    let cases = community.cases(caller).await.map_err(&fail)?;
    Ok((own, Some(cases.len() + open)))
}
