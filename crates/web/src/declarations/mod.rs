//! To declare, and to follow what was declared.

pub(crate) mod acting;
pub(crate) mod api;
pub(crate) mod completing;
pub(crate) mod duties;
pub(crate) mod finding;
pub(crate) mod flow;
pub(crate) mod follow;
pub(crate) mod look_up;
pub(crate) mod openapi;
pub(crate) mod paper;
pub(crate) mod receipt;
pub(crate) mod triage;
pub(crate) mod versions;

use ::declarations::rules::Card;
use askama::Template;
use axum::http::StatusCode;

use self::follow::CardView;
use crate::{
    answer::{Answer, Shell},
    editions::{Reader, Sheet},
    publications::{self, Need},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "declarations/gestures.html")]
struct Gestures<'a> {
    shell: Shell<'a>,
    cards: Vec<CardView>,
}

/// `/declarer/premiers-gestes`: what to do in the first hour, for each kind of incident; also without a network.
pub(crate) async fn gestures(visit: Visit) -> Result<Answer, Answer> {
    let page = |needs: &[Need]| {
        let more =
            |card: &Card| needs.iter().find(|need| need.kind == card.kind).map(|need| need.cards.clone());
        let view =
            |card: &Card| CardView { more: more(card).unwrap_or_default(), ..CardView::new(&visit, card) };
        let shell = Shell::new(&visit, visit.words.t("page-gestures"), "declare");
        Gestures { shell, cards: Card::all().iter().map(view).collect() }
    };
    let reader = match Reader::unvalidated(&visit).await {
        Ok(reader) => reader,
        // What to do does not depend on what is published.
        Err(answer) if answer.0.status().is_server_error() => return Ok(Answer::ok(&visit, &page(&[]))),
        Err(answer) => return Err(answer),
    };
    let Some(needs) = publications::needs_now(&visit).await else {
        return Ok(Answer::ok(&visit, &page(&[])));
    };
    let sheet = Sheet::page(&visit, StatusCode::OK, &page(&needs))?;
    Ok(reader.answer(&visit, sheet))
}
