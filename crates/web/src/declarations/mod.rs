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

use ::declarations::rules::Card;
use askama::Template;

use self::follow::CardView;
use crate::{
    answer::{Answer, Shell},
    publications,
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
    // Without them the gestures are still worth reading.
    let needs = publications::needs(&visit).await.unwrap_or_default();
    let more = |card: &Card| needs.iter().find(|need| need.kind == card.kind).map(|need| need.cards.clone());
    let cards = Card::all().iter();
    let cards = cards
        .map(|card| CardView { more: more(card).unwrap_or_default(), ..CardView::new(&visit, card) })
        .collect();
    let shell = Shell::new(&visit, visit.words.t("page-gestures"), "declare");
    Answer::ok(&visit, &Gestures { shell, cards })
}
