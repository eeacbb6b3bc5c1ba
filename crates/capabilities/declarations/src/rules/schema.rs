//! The declaration as data: which sections, fields and values there are, read from one versioned file.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;
use vocabulary::Refusal;

/// What was typed, by field, as it was typed.
pub type Typed = BTreeMap<String, Vec<String>>;

/// One version of the declaration.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schema {
    version: String,
    sections: Vec<String>,
    one_of: Vec<OneOf>,
    danger: Danger,
    field: Vec<Field>,
}

/// At least one of these must be answered at first; the refusal has this code, beside the first of them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OneOf {
    /// Names of fields.
    pub fields: Vec<String>,
    /// What is refused otherwise.
    pub code: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Danger {
    field: String,
    values: Vec<String>,
    phone: String,
}

/// One thing that is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its name in the API and in the rules: `declarant.phone`.
    pub name: String,
    /// Its section.
    pub section: String,
    /// What an answer is.
    pub kind: Kind,
    /// The screen of the first declaration that asks it, 1 to 4.
    pub screen: Option<u8>,
    /// Which of the eight questions of the first declaration it answers; several fields may answer one.
    pub question: Option<u8>,
    /// What it completes later: `soon`, `72h`, `month`.
    pub stage: Option<String>,
    /// Without it nothing is filed.
    #[serde(default)]
    pub required: bool,
    /// "I do not know" is an answer.
    #[serde(default)]
    pub not_known: bool,
    /// Characters, for texts.
    #[serde(default = "short")]
    pub max: usize,
    /// The values of a choice.
    #[serde(default)]
    pub choices: Vec<Choice>,
}

const fn short() -> usize {
    254
}

/// One value of a choice.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its stable code.
    pub code: String,
    /// `class/type` of the Reference Security Incident Taxonomy that it stands for, where it stands for one.
    pub rsit: Option<String>,
    /// The value of `origin` that it suggests to the cell, for what it looks like in plain words.
    pub origin: Option<String>,
    /// Whether it is an attack, for an origin.
    pub malicious: Option<bool>,
}

/// What an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// One value of a list.
    Choice,
    /// Any values of a list.
    Choices,
    /// `yes` or `no`.
    YesNo,
    /// A date and time, as people write it.
    Moment,
    /// A FINESS number.
    Facility,
    /// A mail address.
    Email,
    /// A telephone number.
    Phone,
}

/// Characters of a telephone number, with an extension in words.
pub(super) const PHONE: usize = 60;

/// The value that says "I do not know", whatever the field.
pub(crate) const NOT_KNOWN: &str = "unknown";

static CURRENT: LazyLock<Schema> = LazyLock::new(|| {
    #[allow(clippy::expect_used, reason = "the file is compiled in, and a test reads it")]
    toml::from_str(include_str!("../../schema/2022-1.toml")).expect("the schema is well-formed")
});

impl Schema {
    /// The one by which one declares today.
    pub fn current() -> &'static Self {
        &CURRENT
    }

    /// The one of that name: what was declared by an older form is read by that form.
    pub fn by_version(version: &str) -> Option<&'static Self> {
        [Self::current()].into_iter().find(|schema| schema.version == version)
    }

    /// Its name, kept with each version of a declaration.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Its sections, in order.
    pub fn sections(&self) -> &[String] {
        &self.sections
    }

    /// All fields, in order.
    pub fn fields(&self) -> &[Field] {
        &self.field
    }

    /// The field of that name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.field.iter().find(|field| field.name == name)
    }

    /// The fields that one screen of the first declaration asks.
    pub fn screen(&self, number: u8) -> impl Iterator<Item = &Field> {
        self.field.iter().filter(move |field| field.screen == Some(number))
    }

    /// Groups of which one must be answered at first.
    pub fn one_of(&self) -> &[OneOf] {
        &self.one_of
    }

    /// What was typed in fields of this schema; the rest is dropped.
    pub fn known_fields(&self, typed: Typed) -> Typed {
        typed.into_iter().filter(|(name, _)| self.field(name).is_some()).collect()
    }

    /// What was typed in fields of this schema that could be an answer, or nearly: what is not far too long.
    pub fn fields_that_fit(&self, typed: Typed) -> Typed {
        let fits = |(name, values): &(String, Vec<String>)| {
            let most = self.field(name).map_or(0, |field| field.max.max(500));
            values.iter().map(|value| value.chars().count() + 1).sum::<usize>() <= most + 1
        };
        typed.into_iter().filter(fits).collect()
    }

    /// Whether what was typed says that somebody is, or may be, in danger.
    pub fn says_danger(&self, typed: &Typed) -> bool {
        typed
            .get(&self.danger.field)
            .is_some_and(|said| said.iter().any(|value| self.danger.values.contains(value)))
    }

    /// Where to call back, as it was typed; bounded, empty when not said.
    pub fn phone_typed(&self, typed: &Typed) -> String {
        let said = typed.get(&self.danger.phone).and_then(|values| values.first());
        said.map(|phone| super::clean_text(phone).chars().take(PHONE).collect()).unwrap_or_default()
    }
}

impl Field {
    /// Whether this is one of its values (`unknown` included where it is an answer).
    pub fn allows(&self, value: &str) -> bool {
        (self.not_known && value == NOT_KNOWN)
            || match self.kind {
                Kind::YesNo => matches!(value, "yes" | "no"),
                _ => self.choices.iter().any(|choice| choice.code == value),
            }
    }

    /// The values to offer, in order, `unknown` last where it is an answer.
    pub fn values(&self) -> Vec<&str> {
        let mut values: Vec<&str> = match self.kind {
            Kind::YesNo => vec!["yes", "no"],
            _ => self.choices.iter().map(|choice| choice.code.as_str()).collect(),
        };
        if self.not_known && !values.is_empty() {
            values.push(NOT_KNOWN);
        }
        values
    }

    /// Characters that an answer in words may have; none where its values are listed, or bounded by what they are.
    pub fn most(&self) -> Option<usize> {
        match self.kind {
            Kind::Text | Kind::LongText => Some(self.max),
            Kind::Phone => Some(PHONE),
            Kind::Email => Some(short()),
            Kind::Choice | Kind::Choices | Kind::YesNo | Kind::Moment | Kind::Facility => None,
        }
    }

    /// The value of that code.
    pub fn choice(&self, code: &str) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.code == code)
    }

    /// The name of this field in keys of translations and addresses: `field-declarant-phone`.
    pub fn slug(&self) -> String {
        self.name.replace(['.', '_'], "-")
    }

    /// A refusal beside this field.
    pub fn refuse(&self, code: &'static str) -> Refusal {
        Refusal::new(code).at(&self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_holds_together() {
        let schema = Schema::current();
        let mut names = std::collections::BTreeSet::new();
        for field in schema.fields() {
            assert!(names.insert(&field.name), "{} twice", field.name);
            assert!(schema.sections().contains(&field.section), "{}", field.name);
            assert!(
                field.screen.is_some() != field.stage.is_some(),
                "{} is asked first or later",
                field.name
            );
            let chooses = matches!(field.kind, Kind::Choice | Kind::Choices);
            assert_eq!(chooses, !field.choices.is_empty(), "{}", field.name);
        }
        assert!(schema.one_of().iter().flat_map(|one| &one.fields).all(|name| names.contains(name)));
        let danger = schema.field(&schema.danger.field).unwrap();
        assert!(schema.danger.values.iter().all(|value| danger.allows(value)));
    }

    #[test]
    fn four_screens_ask_eight_questions_one_after_another() {
        let schema = Schema::current();
        assert!((1..=4).all(|screen| schema.screen(screen).count() > 0));
        let mut asked: Vec<(u8, u8)> =
            schema.fields().iter().filter_map(|field| Some((field.screen?, field.question?))).collect();
        assert_eq!(asked.len(), schema.fields().iter().filter(|field| field.screen.is_some()).count());
        assert!(asked.is_sorted(), "the file is in the order of the screens");
        asked.dedup();
        let questions: Vec<u8> = asked.iter().map(|(_, question)| *question).collect();
        assert_eq!(questions, [1, 2, 3, 4, 5, 6, 7, 8]);
    }

    /// Classes and types of `machinev1`, as far as the schema names them.
    const TAXONOMY: [&str; 14] = [
        "malicious-code/infected-system",
        "intrusion-attempts/exploit",
        "intrusions/unprivileged-account-compromise",
        "intrusions/application-compromise",
        "intrusions/system-compromise",
        "availability/ddos",
        "availability/misconfiguration",
        "availability/outage",
        "information-content-security/unauthorised-information-access",
        "information-content-security/unauthorised-information-modification",
        "information-content-security/data-loss",
        "information-content-security/data-leak",
        "fraud/masquerade",
        "fraud/phishing",
    ];

    #[test]
    fn every_origin_and_plain_choice_has_its_place_in_the_taxonomy() {
        let schema = Schema::current();
        let origin = schema.field("origin").unwrap();
        for name in ["origin", "kind"] {
            for choice in &schema.field(name).unwrap().choices {
                let rsit = choice.rsit.as_deref().unwrap();
                assert!(TAXONOMY.contains(&rsit) || rsit == "other/undetermined", "{name} {}", choice.code);
                assert_eq!(choice.malicious.is_some(), name == "origin", "{}", choice.code);
                if let Some(code) = &choice.origin {
                    // What a plain choice suggests is an origin of the same class.
                    let suggested = origin.choice(code).unwrap().rsit.as_deref().unwrap();
                    assert_eq!(suggested.split('/').next(), rsit.split('/').next(), "{}", choice.code);
                }
            }
        }
    }

    #[test]
    fn categories_are_those_of_the_register() {
        let codes: Vec<&str> = directory::LegalCategory::ALL.iter().map(|category| category.code()).collect();
        let category = Schema::current().field("category").unwrap();
        assert_eq!(category.choices.iter().map(|choice| choice.code.as_str()).collect::<Vec<_>>(), codes);
    }

    #[test]
    fn an_older_form_is_found_by_its_version() {
        assert_eq!(Schema::by_version(Schema::current().version()).map(Schema::version), Some("2022-1"));
        assert!(Schema::by_version("1999-1").is_none());
    }
}
