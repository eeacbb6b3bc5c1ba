//! When the house says no.

use std::collections::BTreeMap;

/// One "no": a stable code that translations, API answers and tests name, with what the sentence needs.
/// `field` is the name of the input it concerns, when there is one, so that it can be said beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Stable, in words joined by hyphens: `facility-unknown`.
    pub code: &'static str,
    /// The input concerned, by its name in the schema; `None` when the whole request is refused.
    pub field: Option<String>,
    /// What the sentence needs, by name. Never a secret.
    pub parameters: BTreeMap<&'static str, String>,
}

impl Refusal {
    /// A refusal of the whole request.
    pub fn new(code: &'static str) -> Self {
        Self { code, field: None, parameters: BTreeMap::new() }
    }

    /// The same, said beside a field.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// The same, with one more parameter for its sentence.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.parameters.insert(name, value.into());
        self
    }
}

/// Everything that was wrong at once, so that a person corrects it in one go. Never empty when returned as an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Absent, or not for these eyes: the two are one answer, so that existence is protected.
    NotFound,
    /// Nobody has signed in, and this asks for somebody.
    SignInFirst,
    /// Signed in, with a right that waits until a second factor is set up.
    SecondFactorFirst,
    /// Allowed, and grave: to be proved again that the same person still sits there.
    ProveAgain,
    /// Known, and not allowed to.
    Forbidden,
    /// Too many tries; holds the seconds to wait.
    TooSoon(u32),
    /// Too many others at once, for no fault of whoever asks; holds the seconds after which to come back.
    Crowded(u32),
    /// Another change came first, or the state does not allow it any more.
    Conflict(Refusal),
    /// What was given is not acceptable, field by field.
    Invalid(Vec<Refusal>),
}

impl Refused {
    /// One input that is not acceptable.
    pub fn invalid(refusal: Refusal) -> Self {
        Self::Invalid(vec![refusal])
    }
}
