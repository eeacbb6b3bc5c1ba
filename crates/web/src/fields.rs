//! Fields of the schema as forms show them.

use declarations::rules::{Field, Kind, Precision, Value};
use vocabulary::Refusal;

use crate::{
    answer::refusal_text,
    forms::Typed,
    locale::{Words, Zone},
};

/// A field ready to be shown: its words, what was typed, what is wrong with it.
pub(crate) struct FieldView {
    pub(crate) name: String,
    /// Its name as an identity in the page.
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
    pub(crate) error: Option<String>,
    pub(crate) value: String,
    pub(crate) shape: Shape,
    pub(crate) options: Vec<OptionView>,
    pub(crate) optional: bool,
    pub(crate) autocomplete: &'static str,
    pub(crate) inputmode: &'static str,
    /// How it is drawn, beside what all fields are.
    pub(crate) style: &'static str,
    pub(crate) rows: u8,
}

/// How a field is filled in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Line,
    Lines,
    /// Not shown while it is typed, and never sent back.
    Secret,
    Radios,
    Boxes,
}

/// One value of a choice.
pub(crate) struct OptionView {
    pub(crate) id: String,
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) checked: bool,
}

impl FieldView {
    /// A field of no schema; its words are `ask-NAME` and, when there are some, `ask-NAME-hint`.
    pub(crate) fn asked(
        words: &Words,
        name: &str,
        shape: Shape,
        typed: &Typed,
        refusals: &[Refusal],
    ) -> Self {
        let error = refusals.iter().find(|refusal| refusal.field.as_deref() == Some(name));
        let value = typed.get(name).and_then(|values| values.first()).cloned().unwrap_or_default();
        let (autocomplete, inputmode) = match name {
            "email" => ("username", "email"),
            "before" | "password" => ("current-password", "text"),
            "code" => ("one-time-code", "text"),
            _ => ("off", "text"),
        };
        let shown = if shape == Shape::Secret { "" } else { &value };
        let error = error.map(|refusal| refusal_text(words, refusal));
        let line = Self::line(name, words.t(&format!("ask-{name}")), shown, error);
        let hint = words.maybe(&format!("ask-{name}-hint"));
        let rows = if shape == Shape::Lines { 5 } else { 1 };
        Self { hint, shape, autocomplete, inputmode, rows, ..line }
    }

    /// The same, to choose among values: each with its words, and whether it is chosen.
    pub(crate) fn choosing(mut self, options: impl IntoIterator<Item = (String, String, bool)>) -> Self {
        let id = &self.id;
        self.options = options
            .into_iter()
            .map(|(value, label, checked)| OptionView { id: format!("{id}-{value}"), value, label, checked })
            .collect();
        self
    }

    pub(crate) fn new(
        words: &Words,
        field: &Field,
        typed: &Typed,
        refusals: &[Refusal],
        optional: bool,
    ) -> Self {
        let id = field.slug();
        let given = typed.get(&field.name).map(Vec::as_slice).unwrap_or_default();
        let options = field
            .values()
            .into_iter()
            .map(|value| OptionView {
                id: format!("{id}-{value}"),
                value: value.to_owned(),
                label: value_words(words, field, value),
                checked: given.iter().any(|given| given == value),
            })
            .collect();
        let shape = match field.kind {
            Kind::Choice | Kind::YesNo => Shape::Radios,
            Kind::Choices => Shape::Boxes,
            Kind::LongText => Shape::Lines,
            _ => Shape::Line,
        };
        let (autocomplete, inputmode) = match (field.kind, field.name.as_str()) {
            (Kind::Phone, "declarant.phone") => ("tel", "tel"),
            (Kind::Phone, _) => ("off", "tel"),
            (Kind::Email, "declarant.email") => ("email", "email"),
            (Kind::Email, _) => ("off", "email"),
            (_, "declarant.name") => ("name", "text"),
            (_, "declarant.function") => ("organization-title", "text"),
            _ => ("off", "text"),
        };
        Self {
            label: words.t(&format!("field-{id}")),
            hint: words.maybe(&format!("field-{id}-hint")),
            error: refusals
                .iter()
                .find(|refusal| refusal.field.as_deref() == Some(field.name.as_str()))
                .map(|refusal| refusal_text(words, refusal)),
            value: given.first().cloned().unwrap_or_default(),
            name: field.name.clone(),
            id,
            shape,
            options,
            optional,
            autocomplete,
            inputmode,
            style: "",
            rows: 5,
        }
    }

    /// A line that is no field of the schema.
    pub(crate) fn line(name: &str, label: String, value: &str, error: Option<String>) -> Self {
        Self {
            name: name.to_owned(),
            id: name.to_owned(),
            label,
            hint: None,
            error,
            value: value.to_owned(),
            shape: Shape::Line,
            options: Vec::new(),
            optional: false,
            autocomplete: "off",
            inputmode: "text",
            style: "",
            rows: 1,
        }
    }

    /// Several lines that are no field of the schema.
    pub(crate) fn lines(name: &str, rows: u8, label: String, value: &str, error: Option<String>) -> Self {
        Self { shape: Shape::Lines, rows, ..Self::line(name, label, value, error) }
    }

    /// The same, with a hint.
    pub(crate) fn hinted(self, hint: String) -> Self {
        Self { hint: Some(hint), ..self }
    }

    /// What describes the field to those who do not see it: its hint and its error, by their identities.
    pub(crate) fn described_by(&self) -> String {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.id));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.id));
        hint.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }

    /// Where the error summary leads: the field, or its first choice.
    pub(crate) fn target(&self) -> &str {
        self.options.first().map_or(&self.id, |option| &option.id)
    }
}

/// The words of a value.
pub(crate) fn value_words(words: &Words, field: &Field, value: &str) -> String {
    match (field.kind, field.choice(value)) {
        (_, Some(_)) => words.t(&format!("choice-{}-{value}", field.slug())),
        (Kind::YesNo, None) if value != "unknown" => words.t(value),
        _ => words.t("not-known"),
    }
}

/// An answer as people read it.
pub(crate) fn answer_words<'a>(
    words: &Words,
    field: &Field,
    value: &Value,
    zone: impl Into<Zone<'a>>,
) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Chosen(values) => {
            values.iter().map(|value| value_words(words, field, value)).collect::<Vec<_>>().join(", ")
        }
        Value::Moment(moment) => {
            let precision = match moment.precision {
                Precision::Minute => "precision-minute",
                Precision::Part => "precision-part",
                Precision::Day => "precision-day",
            };
            format!("{}, {}", words.moment(moment.at, zone), words.t(precision))
        }
        Value::Facility(number) => number.grouped(),
        Value::Unknown => words.t("not-known"),
    }
}
