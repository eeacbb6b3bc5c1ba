//! What it looks like, in plain words: each of the eight answers picks the card of its first gestures.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{Answers, Choice, Schema};

/// The first gestures for one kind of incident: how many there are of each, in order. The words are in the locales, under
/// [`Card::key`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// The answer to "what does it look like?" that picks it.
    pub kind: String,
    gestures: u8,
    avoid: u8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cards {
    card: Vec<Card>,
}

static CARDS: LazyLock<Cards> = LazyLock::new(|| {
    #[allow(clippy::expect_used, reason = "the file is compiled in, and a test reads it")]
    toml::from_str(include_str!("../../cards/cards.toml")).expect("the cards are well-formed")
});

/// The field that asks what it looks like, and its answer that says "I do not know".
const KIND: &str = "kind";
const UNKNOWN: &str = "unknown";

impl Card {
    /// All, in the order in which the kinds are offered.
    pub fn all() -> &'static [Self] {
        &CARDS.card
    }

    /// The card of a kind.
    pub fn of_kind(kind: &str) -> Option<&'static Self> {
        Self::all().iter().find(|card| card.kind == kind)
    }

    /// The card for what was answered; when nothing was, the one for an incident of which nothing is known.
    pub fn of(answers: &Answers) -> Option<&'static Self> {
        answers.chosen(KIND).first().and_then(|kind| Self::of_kind(kind)).or_else(|| Self::of_kind(UNKNOWN))
    }

    /// The key of a part that a card has once: `title`, `why` (one sentence), `then` (what to conclude, whom to call).
    /// Every message of a card may use `$operator` and `$phone`.
    pub fn key(&self, part: &str) -> String {
        format!("gestures-{}-{part}", self.kind)
    }

    /// The keys of what to do, in order.
    pub fn gestures(&self) -> impl Iterator<Item = String> {
        (1..=self.gestures).map(|number| self.key(&format!("do-{number}")))
    }

    /// The keys of what not to do.
    pub fn avoid(&self) -> impl Iterator<Item = String> {
        (1..=self.avoid).map(|number| self.key(&format!("avoid-{number}")))
    }
}

/// What the plain answer suggests of the origin: its place in the taxonomy and the origin to propose to the cell.
pub fn suggestion<'a>(schema: &'a Schema, answers: &Answers) -> Option<&'a Choice> {
    let said = answers.chosen(KIND);
    schema.field(KIND)?.choice(said.first()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Stage, Typed};
    use vocabulary::Instant;

    fn answers(kind: &str) -> Answers {
        let typed: Typed = [(KIND.to_owned(), vec![kind.to_owned()])].into();
        Answers::accept(
            Schema::current(),
            &typed,
            Instant::from_millis(0),
            "Europe/Paris",
            Stage::Later,
            false,
        )
        .unwrap()
    }

    #[test]
    fn each_of_the_eight_kinds_has_its_card_and_no_card_is_idle() {
        let kinds = Schema::current().field(KIND).unwrap();
        let offered: Vec<&str> = kinds.values();
        assert_eq!(offered, Card::all().iter().map(|card| card.kind.as_str()).collect::<Vec<_>>());
        assert_eq!(offered.len(), 8);
        for card in Card::all() {
            assert!((5..=8).contains(&card.gestures().count()), "{}", card.kind);
            assert_eq!(card.avoid().count(), 3, "{}", card.kind);
        }
    }

    #[test]
    fn the_card_is_that_of_the_answer_and_there_is_always_one() {
        assert_eq!(Card::of(&answers("leak")).unwrap().kind, "leak");
        assert_eq!(Card::of(&Answers::default()).unwrap().kind, "unknown");
        assert_eq!(Card::of(&answers("leak")).unwrap().gestures().next().unwrap(), "gestures-leak-do-1");
    }

    #[test]
    fn a_plain_answer_suggests_an_origin() {
        let schema = Schema::current();
        assert_eq!(
            suggestion(schema, &answers("provider")).unwrap().origin.as_deref(),
            Some("provider-failure")
        );
        assert_eq!(suggestion(schema, &answers("unknown")).unwrap().origin, None);
        assert!(suggestion(schema, &Answers::default()).is_none());
    }
}
