//! To declare, and to follow what was declared.

pub(crate) mod acting;
pub(crate) mod api;
pub(crate) mod completing;
pub(crate) mod flow;
pub(crate) mod follow;
pub(crate) mod look_up;
pub(crate) mod openapi;
pub(crate) mod paper;
pub(crate) mod receipt;
pub(crate) mod triage;

use askama::Template;

use self::follow::CardView;
use crate::{
    answer::{Answer, Shell},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "declarations/gestures.html")]
struct Gestures<'a> {
    shell: Shell<'a>,
    cards: Vec<CardView>,
}

/// `/declarer/premiers-gestes`: what to do in the first hour, for each kind of incident; also without a network.
pub(crate) async fn gestures(visit: Visit) -> Answer {
    let cards = ::declarations::rules::Card::all().iter().map(|card| CardView::new(&visit, card)).collect();
    let shell = Shell::new(&visit, visit.words.t("page-gestures"), "declare");
    Answer::ok(&visit, &Gestures { shell, cards })
}
