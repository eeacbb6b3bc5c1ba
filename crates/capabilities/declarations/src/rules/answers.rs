//! Answers: what was typed, once it is checked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use vocabulary::{FinessNumber, Instant, MailAddress, Refusal, Tlp};

use super::{
    moments::{self, Moment},
    schema::{Field, Kind, NOT_KNOWN, PHONE, Schema, Typed},
    text::{clean_text, finess_refusal},
};

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// Words.
    Text(String),
    /// Values of a list, by their codes, in the order of the schema.
    Chosen(Vec<String>),
    /// A moment, and how it was typed.
    Moment(Moment),
    /// A FINESS number.
    Facility(FinessNumber),
    /// "I do not know", which is an answer.
    Unknown,
}

/// Everything answered so far, by field. Born valid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<String, Value>);

/// When answers come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The first declaration: what is mandatory must be there.
    First,
    /// A completion or a correction: only what changes is there.
    Later,
}

/// One field that differs between two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The field.
    pub field: String,
    /// What it was.
    pub before: Option<Value>,
    /// What it is.
    pub after: Option<Value>,
}

/// Moments older than this are taken for a slip: ten years, in seconds.
const TOO_OLD: i64 = 10 * 366 * 24 * 3600;

impl Answers {
    /// Checks everything and says everything that is wrong, each beside its field. An empty field is no answer. Staff may
    /// override the check digit of a number that they read back aloud.
    pub fn accept(
        schema: &Schema,
        typed: &Typed,
        now: Instant,
        zone: &str,
        stage: Stage,
        staff: bool,
    ) -> Result<Self, Vec<Refusal>> {
        let (mut answers, mut refusals) = (Self::default(), Vec::new());
        for (name, values) in typed {
            let Some(field) = schema.field(name) else {
                refusals.push(Refusal::new("unknown-field").at(name));
                continue;
            };
            match value(field, values, now, zone, staff) {
                Ok(Some(value)) => drop(answers.0.insert(name.clone(), value)),
                Ok(None) => {}
                Err(refusal) => refusals.push(refusal),
            }
        }
        if stage == Stage::First {
            let wrong: Vec<String> = refusals.iter().filter_map(|refusal| refusal.field.clone()).collect();
            refusals.extend(answers.missing(schema, &wrong));
        }
        // In the order in which people read them.
        let place = |refusal: &Refusal| {
            schema.fields().iter().position(|field| Some(&field.name) == refusal.field.as_ref())
        };
        refusals.sort_by_key(|refusal| place(refusal).unwrap_or(usize::MAX));
        if refusals.is_empty() { Ok(answers) } else { Err(refusals) }
    }

    /// What is mandatory and not there; what was answered and is wrong is there.
    fn missing(&self, schema: &Schema, wrong: &[String]) -> Vec<Refusal> {
        let there = |name: &String| self.0.contains_key(name) || wrong.contains(name);
        let required = schema.fields().iter().filter(|field| field.required && !there(&field.name));
        let mut missing: Vec<Refusal> = required.map(|field| field.refuse("required")).collect();
        for group in schema.one_of() {
            if !group.fields.iter().any(there) {
                // The codes of the groups are few and stable; the schema names them.
                let code =
                    if group.code == "contact-required" { "contact-required" } else { "facility-required" };
                missing.extend(group.fields.first().map(|name| Refusal::new(code).at(name)));
            }
        }
        missing
    }

    /// These answers with those given in their place and without those of the fields that were emptied, still whole: what
    /// is mandatory cannot be taken away.
    pub fn amended(&self, given: &Self, emptied: &[&str], schema: &Schema) -> Result<Self, Vec<Refusal>> {
        let mut amended = self.clone();
        amended.0.retain(|field, _| !emptied.contains(&field.as_str()));
        for (field, value) in &given.0 {
            // "Yesterday", said again as it stood, is the day that it was.
            let same = matches!((value, self.get(field)), (Value::Moment(said), Some(Value::Moment(was))) if said.typed == was.typed);
            if !same {
                amended.0.insert(field.clone(), value.clone());
            }
        }
        let missing = amended.missing(schema, &[]);
        if missing.is_empty() { Ok(amended) } else { Err(missing) }
    }

    /// The fields that were given, and hold nothing.
    pub fn emptied(typed: &Typed) -> Vec<&str> {
        let blank = |values: &[String]| values.iter().all(|value| clean_text(value).is_empty());
        typed.iter().filter(|(_, values)| blank(values)).map(|(field, _)| field.as_str()).collect()
    }

    /// The answer of a field.
    pub fn get(&self, field: &str) -> Option<&Value> {
        self.0.get(field)
    }

    /// The words of a text field.
    pub fn text(&self, field: &str) -> Option<&str> {
        if let Some(Value::Text(text)) = self.0.get(field) { Some(text) } else { None }
    }

    /// The values chosen in a field, `unknown` among them when that was said; none when nothing was.
    pub fn chosen(&self, field: &str) -> Vec<&str> {
        match self.0.get(field) {
            Some(Value::Chosen(values)) => values.iter().map(String::as_str).collect(),
            Some(Value::Unknown) => vec![NOT_KNOWN],
            _ => Vec::new(),
        }
    }

    /// Who may read, beyond those whom the law names: the structure alone until the declarant says otherwise.
    pub fn tlp(&self) -> Tlp {
        match self.chosen("tlp").first() {
            Some(code) => Tlp::parse(&code.replace('-', "+")).unwrap_or_default(),
            None => Tlp::AmberStrict,
        }
    }

    /// The moment of a field.
    pub fn moment(&self, field: &str) -> Option<&Moment> {
        if let Some(Value::Moment(moment)) = self.0.get(field) { Some(moment) } else { None }
    }

    /// The site, when its number is known.
    pub fn facility(&self) -> Option<FinessNumber> {
        if let Some(Value::Facility(number)) = self.0.get("facility") { Some(*number) } else { None }
    }

    /// These answers and one more, which another rule has found valid.
    pub(super) fn with(mut self, field: &str, value: Value) -> Self {
        self.0.insert(field.to_owned(), value);
        self
    }

    /// All answers, by field.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(field, value)| (field.as_str(), value))
    }

    /// What people wrote in their own words about what happened: not their names, nor where one reaches them.
    pub fn own_words<'a>(&'a self, schema: &'a Schema) -> impl Iterator<Item = &'a str> {
        let told = |field: &&Field| {
            matches!(field.kind, Kind::Text | Kind::LongText)
                && !matches!(field.section.as_str(), "declarant" | "structure")
        };
        schema.fields().iter().filter(told).filter_map(|field| self.text(&field.name))
    }

    /// What differs from an earlier version, in the order of the schema.
    pub fn changes_since(&self, before: &Self, schema: &Schema) -> Vec<Change> {
        let changed = |name: &&str| self.get(name) != before.get(name);
        schema
            .fields()
            .iter()
            .map(|field| field.name.as_str())
            .filter(changed)
            .map(|name| Change {
                field: name.to_owned(),
                before: before.get(name).cloned(),
                after: self.get(name).cloned(),
            })
            .collect()
    }

    /// As it would be typed again, for a form that shows it.
    pub fn typed(&self) -> Typed {
        self.0
            .iter()
            .map(|(field, value)| {
                let values = match value {
                    Value::Text(text) => vec![text.clone()],
                    Value::Chosen(values) => values.clone(),
                    Value::Moment(moment) => vec![moment.typed.clone()],
                    Value::Facility(number) => vec![number.to_string()],
                    Value::Unknown => vec![NOT_KNOWN.to_owned()],
                };
                (field.clone(), values)
            })
            .collect()
    }
}

/// One field's answer out of what was typed.
fn value(
    field: &Field,
    values: &[String],
    now: Instant,
    zone: &str,
    staff: bool,
) -> Result<Option<Value>, Refusal> {
    let cleaned: Vec<String> = values.iter().map(|v| clean_text(v)).filter(|v| !v.is_empty()).collect();
    let Some(first) = cleaned.first() else { return Ok(None) };
    if field.not_known && cleaned.iter().any(|value| value == NOT_KNOWN) {
        return if cleaned.len() == 1 {
            Ok(Some(Value::Unknown))
        } else {
            Err(field.refuse("unknown-and-more"))
        };
    }
    if cleaned.len() > 1 && field.kind != Kind::Choices {
        return Err(field.refuse("only-one"));
    }
    match field.kind {
        Kind::Choice | Kind::YesNo | Kind::Choices => {
            if !cleaned.iter().all(|value| field.allows(value)) {
                return Err(field.refuse("not-a-choice"));
            }
            if cleaned.len() > 1 && cleaned.iter().any(|value| value == "none") {
                return Err(field.refuse("none-and-more"));
            }
            let order = field.values();
            Ok(Some(Value::Chosen(
                order.into_iter().filter(|v| cleaned.iter().any(|c| c == v)).map(str::to_owned).collect(),
            )))
        }
        Kind::Text | Kind::LongText => text(field, first).map(|text| Some(Value::Text(text))),
        Kind::Phone => phone(field, first).map(|text| Some(Value::Text(text))),
        Kind::Email => match MailAddress::parse(first) {
            Ok(address) => Ok(Some(Value::Text(address.to_string()))),
            Err(refusal) => Err(refusal.at(&field.name)),
        },
        Kind::Facility => {
            (if staff { FinessNumber::parse_unchecked(first) } else { FinessNumber::parse(first) })
                .map(|number| Some(Value::Facility(number)))
                .map_err(|error| finess_refusal(&field.name, error))
        }
        Kind::Moment => {
            let moment = moments::understand(first, now, zone).map_err(|code| field.refuse(code))?;
            if moment.at > now.plus_seconds(300) {
                return Err(field.refuse("moment-in-future"));
            }
            if now.seconds_since(moment.at) > TOO_OLD {
                return Err(field.refuse("moment-too-old"));
            }
            Ok(Some(Value::Moment(moment)))
        }
    }
}

fn text(field: &Field, typed: &str) -> Result<String, Refusal> {
    let length = typed.chars().count();
    if length > field.max {
        let refusal = field.refuse("too-long").with("max", field.max.to_string());
        return Err(refusal.with("length", length.to_string()));
    }
    let one_line = field.kind != Kind::LongText;
    Ok(if one_line { typed.split_whitespace().collect::<Vec<_>>().join(" ") } else { typed.to_owned() })
}

/// A telephone number as it is dialled, an extension in words allowed after it: at least six digits.
fn phone(field: &Field, typed: &str) -> Result<String, Refusal> {
    let digits = typed.chars().filter(char::is_ascii_digit).count();
    let allowed = |c: char| c.is_ascii_digit() || c.is_alphabetic() || " +().-/#*\u{a0}\u{202f}".contains(c);
    if typed.chars().count() > PHONE || !(6..=25).contains(&digits) || !typed.chars().all(allowed) {
        return Err(field.refuse("phone-unreadable"));
    }
    Ok(typed.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn now() -> Instant {
        Instant::from_timestamp("2026-03-10T09:00:00Z".parse().unwrap())
    }

    fn accept(fields: &[(&str, &str)], stage: Stage) -> Result<Answers, Vec<Refusal>> {
        let mut typed = Typed::new();
        for (name, value) in fields {
            typed.entry((*name).to_owned()).or_default().push((*value).to_owned());
        }
        Answers::accept(Schema::current(), &typed, now(), "Europe/Paris", stage, false)
    }

    const LEAST: [(&str, &str); 4] = [
        ("declarant.phone", "01 99 00 12 34"),
        ("noticed_at", "hier soir"),
        ("summary", "Panne"),
        ("facility_text", "CH"),
    ];

    #[test]
    fn every_mark_that_can_be_chosen_is_one_of_tlp_and_none_is_the_structure_alone() {
        let field = Schema::current().field("tlp").unwrap();
        let chosen: Vec<Tlp> = field
            .choices
            .iter()
            .map(|choice| accept(&[("tlp", choice.code.as_str())], Stage::Later).unwrap().tlp())
            .collect();
        assert_eq!(chosen, [Tlp::Red, Tlp::AmberStrict, Tlp::Amber, Tlp::Green]);
        assert_eq!(Answers::default().tlp(), Tlp::AmberStrict);
    }

    #[test]
    fn the_least_is_enough_and_less_is_not() {
        assert!(accept(&LEAST, Stage::First).is_ok());
        for left_out in LEAST {
            let rest: Vec<_> = LEAST.into_iter().filter(|field| *field != left_out).collect();
            assert_eq!(accept(&rest, Stage::First).unwrap_err().len(), 1, "{left_out:?}");
            assert!(accept(&rest, Stage::Later).is_ok());
        }
    }

    #[test]
    fn what_is_wrong_is_said_by_its_code() {
        for (field, typed, code) in [
            ("care", "perhaps", "not-a-choice"),
            ("declarant.phone", "call me", "phone-unreadable"),
            ("noticed_at", "2027-01-01T00:00:00Z", "moment-in-future"),
            ("noticed_at", "1999-01-01T00:00:00Z", "moment-too-old"),
            ("noticed_at", "bientôt", "moment-unreadable"),
            ("facility", "12", "finess-length"),
            ("declarant.name", &"x".repeat(121), "too-long"),
            ("__proto__", "x", "unknown-field"),
        ] {
            let refusals = accept(&[(field, typed)], Stage::Later).unwrap_err();
            assert_eq!((refusals[0].code, refusals[0].field.as_deref()), (code, Some(field)));
        }
        assert_eq!(
            accept(&[("systems", "mail"), ("systems", "unknown")], Stage::Later).unwrap_err()[0].code,
            "unknown-and-more"
        );
        assert_eq!(
            accept(&[("data_impact", "none"), ("data_impact", "lost")], Stage::Later).unwrap_err()[0].code,
            "none-and-more"
        );
        assert_eq!(
            accept(&[("summary", "a"), ("summary", "b")], Stage::Later).unwrap_err()[0].code,
            "only-one"
        );
    }

    #[test]
    fn as_many_characters_as_are_said_are_taken_and_no_more() {
        for field in Schema::current().fields() {
            let Some(most) = field.most() else { continue };
            let of = |length: usize| match field.kind {
                Kind::Phone => format!("0199001234{}", "x".repeat(length - 10)),
                // Parts of a name have 63 at most; six here, and what is left.
                Kind::Email => format!("a@{}{}.fr", "abcdefghi.".repeat(24), "x".repeat(length - 245)),
                _ => "x".repeat(length),
            };
            let taken = |length| accept(&[(field.name.as_str(), of(length).as_str())], Stage::Later).is_ok();
            assert!(taken(most) && !taken(most + 1), "{}", field.name);
        }
    }

    #[test]
    fn a_version_keeps_the_rest_and_tells_what_changed() {
        let first = accept(&LEAST, Stage::First).unwrap();
        let given = accept(&[("summary", "Chiffré"), ("data", "unknown")], Stage::Later).unwrap();
        let second = first.amended(&given, &["perimeter"], Schema::current()).unwrap();
        let changes = second.changes_since(&first, Schema::current());
        assert_eq!(changes.iter().map(|c| c.field.as_str()).collect::<Vec<_>>(), ["summary", "data"]);
        assert_eq!(second.text("facility_text"), Some("CH"));
        // "Yesterday" in a form that is sent again on another day.
        let typed = |text: &str| Typed::from([("noticed_at".to_owned(), vec![text.to_owned()])]);
        let at = |text, day: i64| {
            Answers::accept(
                Schema::current(),
                &typed(text),
                now().plus_seconds(day * 86_400),
                "Europe/Paris",
                Stage::Later,
                false,
            )
            .unwrap()
        };
        let (said, later) = (at("hier soir", 0), at("hier soir", 2));
        let base = first.amended(&said, &[], Schema::current()).unwrap();
        assert_ne!(said.moment("noticed_at"), later.moment("noticed_at"));
        assert_eq!(
            base.amended(&later, &[], Schema::current()).unwrap().moment("noticed_at"),
            said.moment("noticed_at")
        );
        assert_eq!(
            base.amended(&at("hier matin", 2), &[], Schema::current()).unwrap().moment("noticed_at"),
            at("hier matin", 2).moment("noticed_at")
        );
        // What was said by mistake is taken back; what is mandatory is not.
        let third = second.amended(&Answers::default(), &["data"], Schema::current()).unwrap();
        assert_eq!(third.get("data"), None);
        let refused = third.amended(&Answers::default(), &["summary"], Schema::current()).unwrap_err();
        assert_eq!((refused[0].code, refused[0].field.as_deref()), ("required", Some("summary")));
    }

    proptest! {
        #[test]
        fn any_text_is_answered_and_what_is_accepted_reads_back(field in 0_usize..45, values in prop::collection::vec(".{0,80}", 0..4)) {
            let schema = Schema::current();
            let name = schema.fields()[field % schema.fields().len()].name.clone();
            let typed: Typed = [(name, values)].into();
            if let Ok(answers) = Answers::accept(schema, &typed, now(), "Europe/Paris", Stage::Later, false) {
                let stored = serde_json::to_string(&answers).unwrap();
                prop_assert_eq!(&serde_json::from_str::<Answers>(&stored).unwrap(), &answers);
                prop_assert_eq!(Answers::accept(schema, &answers.typed(), now(), "Europe/Paris", Stage::Later, false).unwrap(), answers);
            }
        }
    }
}
