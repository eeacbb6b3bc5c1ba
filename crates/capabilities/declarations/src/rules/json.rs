//! The API's form of a declaration: names with a dot are nested (`declarant: {phone}`), moments are RFC 3339.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use vocabulary::Refusal;

use super::{Answers, Kind, Moment, Schema, Typed, Value, schema::NOT_KNOWN};

/// A declaration of the API as typed values: one level of nesting joins names with a dot. A key that the schema does
/// not know is kept, to be refused by its name.
pub fn from_json(value: &serde_json::Value) -> Result<Typed, Vec<Refusal>> {
    fn walk(name: &str, value: &serde_json::Value, deep: u8, typed: &mut Typed, refusals: &mut Vec<Refusal>) {
        use serde_json::Value as Json;
        let mut put = |text: String| typed.entry(name.to_owned()).or_default().push(text);
        match value {
            Json::Null => {}
            Json::String(text) => put(text.clone()),
            Json::Bool(yes) => put(if *yes { "yes" } else { "no" }.to_owned()),
            Json::Array(items) if items.len() <= 50 && items.iter().all(serde_json::Value::is_string) => {
                items.iter().filter_map(Json::as_str).for_each(|text| put(text.to_owned()));
            }
            Json::Object(inner) if deep < 2 => {
                for (key, value) in inner {
                    let path = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                    walk(&path, value, deep + 1, typed, refusals);
                }
            }
            _ => refusals.push(Refusal::new("wrong-kind").at(name)),
        }
    }
    let (mut typed, mut refusals) = (Typed::new(), Vec::new());
    if !value.is_object() {
        return Err(vec![Refusal::new("not-an-object")]);
    }
    walk("", value, 0, &mut typed, &mut refusals);
    if refusals.is_empty() { Ok(typed) } else { Err(refusals) }
}

/// Answers as the API shows them; read back by [`from_json`] and accepted, they are the same answers, but that a moment is
/// then known by its instant alone.
pub fn to_json(answers: &Answers, schema: &Schema) -> serde_json::Value {
    let mut whole = serde_json::Map::new();
    for (name, value) in answers.iter() {
        let several = schema.field(name).is_some_and(|field| field.kind == Kind::Choices);
        let shown = match value {
            Value::Text(text) => text.as_str().into(),
            Value::Chosen(values) if several => values.as_slice().into(),
            Value::Chosen(values) => values.first().map(String::as_str).into(),
            Value::Moment(moment) => moment_with_offset(moment).into(),
            Value::Facility(number) => number.as_str().into(),
            Value::Unknown => NOT_KNOWN.into(),
        };
        match name.split_once('.') {
            None => drop(whole.insert(name.to_owned(), shown)),
            Some((outer, inner)) => {
                let nested = whole.entry(outer).or_insert_with(|| serde_json::Map::new().into());
                if let Some(nested) = nested.as_object_mut() {
                    nested.insert(inner.to_owned(), shown);
                }
            }
        }
    }
    whole.into()
}

/// How each moment was typed, by the name of its field: `hier soir`.
pub fn moments_as_typed(answers: &Answers) -> BTreeMap<&str, &str> {
    let moments = answers.iter().filter_map(|(name, value)| match value {
        Value::Moment(moment) => Some((name, moment.typed.as_str())),
        _ => None,
    });
    moments.collect()
}

/// `2026-11-23T02:10:00+01:00`, in the zone in which it was meant.
fn moment_with_offset(moment: &Moment) -> String {
    let zone = TimeZone::get(&moment.zone).unwrap_or(TimeZone::UTC);
    moment.at.timestamp().to_zoned_datetime(zone).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Stage;
    use proptest::prelude::*;
    use serde_json::json;
    use vocabulary::Instant;

    fn accept(typed: &Typed) -> Result<Answers, Vec<Refusal>> {
        let now = Instant::from_timestamp("2026-03-10T09:00:00Z".parse().unwrap());
        Answers::accept(Schema::current(), typed, now, "Europe/Paris", Stage::Later, false)
    }

    #[test]
    fn the_api_s_form_is_flattened_and_what_is_odd_refused() {
        let typed = from_json(&serde_json::json!({"declarant": {"phone": "1"}, "systems": ["mail"], "plan_blanc": true, "x": null})).unwrap();
        assert_eq!(typed.get("declarant.phone").unwrap(), &["1"]);
        assert_eq!(typed.get("plan_blanc").unwrap(), &["yes"]);
        assert!(from_json(&serde_json::json!({"a": {"b": {"c": {}}}})).is_err());
        assert!(from_json(&serde_json::json!({"a": 1e300})).is_err());
        assert!(from_json(&serde_json::json!([])).is_err());
    }

    #[test]
    fn the_shape_that_programs_rely_on_is_kept() {
        let sent = json!({
            "declarant": {"email": "rssi@ch-exemple.fr", "name": "Camille Exemple", "phone": "01 99 00 12 34"},
            "noticed_at": "2026-03-10T02:10:00+01:00",
            "summary": "Écrans noirs",
            "systems": ["mail"],
            "care": "unknown",
        });
        assert_eq!(to_json(&accept(&from_json(&sent).unwrap()).unwrap(), Schema::current()), sent);
    }

    #[test]
    fn abuse_c20_keys_of_no_field_are_refused_by_their_names() {
        for key in ["__proto__", "constructor", "severity", "declarant.role", "state"] {
            let refusals = accept(&from_json(&json!({ key: "x" })).unwrap()).unwrap_err();
            assert_eq!((refusals[0].code, refusals[0].field.as_deref()), ("unknown-field", Some(key)));
        }
        let nested = from_json(&json!({"declarant": {"__proto__": "x"}})).unwrap();
        assert_eq!(accept(&nested).unwrap_err()[0].field.as_deref(), Some("declarant.__proto__"));
    }

    proptest! {
        #[test]
        fn answers_read_back_from_what_is_shown(chosen in prop::collection::vec((0_usize..60, 0_usize..20, "[a-z0-9é ]{1,20}"), 0..10)) {
            let schema = Schema::current();
            let mut typed = Typed::new();
            for (field, value, text) in chosen {
                let field = &schema.fields()[field % schema.fields().len()];
                let values = field.values();
                let value = match field.kind {
                    Kind::Text | Kind::LongText => text,
                    Kind::Moment => format!("{}h{:02}", value, value * 3 % 60),
                    Kind::Phone => "0199001234".to_owned(),
                    Kind::Email => "a@b.fr".to_owned(),
                    Kind::Facility => "350000022".to_owned(),
                    _ => values[value % values.len()].to_owned(),
                };
                typed.insert(field.name.clone(), vec![value]);
            }
            let answers = accept(&typed).unwrap();
            let again = accept(&from_json(&to_json(&answers, schema)).unwrap()).unwrap();
            for field in schema.fields() {
                match (answers.get(&field.name), again.get(&field.name)) {
                    (Some(Value::Moment(one)), Some(Value::Moment(other))) => prop_assert_eq!(one.at, other.at),
                    (one, other) => prop_assert_eq!(one, other),
                }
            }
        }
    }
}
