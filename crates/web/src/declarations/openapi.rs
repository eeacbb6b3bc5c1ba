//! The declaration as the document of the API says it: out of the file that it is made of, and the rules by which it is read.

use declarations::rules::{Field, Kind, Schema};
use incidents::rules::State;
use serde_json::{Map, Value, json};
use vocabulary::Language;

use crate::openapi::schema::{
    all, closed, list, maybe, moment, named, object, one_of, said, text, whole, yes_no,
};

/// The schemas of declarations, by their names.
pub(crate) fn schemas(schema: &Schema) -> Map<String, Value> {
    all([
        ("Declaration", declaration(schema)),
        ("Amendment", amendment(schema)),
        ("Answers", fields(schema, Use::Answer)),
        ("Filed", filed()),
        ("Followed", followed()),
        ("Attachment", attachment([])),
    ])
}

/// Where a field stands.
#[derive(Clone, Copy, PartialEq)]
enum Use {
    /// In what is filed.
    First,
    /// In what is added later: given empty, it is taken back.
    Later,
    /// In what is shown.
    Answer,
}

/// What is filed: what must be there, one of each group at least, and the language.
fn declaration(schema: &Schema) -> Value {
    let mut whole = closed(fields(schema, Use::First));
    let required: Vec<&str> =
        schema.fields().iter().filter(|field| field.required).map(|field| field.name.as_str()).collect();
    let groups: Vec<Value> = schema
        .one_of()
        .iter()
        .map(|group| json!({ "anyOf": group.fields.iter().map(|name| has(name)).collect::<Vec<_>>() }))
        .collect();
    let needs = required.iter().map(|name| has(name)).chain(groups).collect::<Vec<_>>();
    if let Some(object) = whole.as_object_mut() {
        object.insert("allOf".to_owned(), json!(needs));
        if let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) {
            let language = one_of(Language::ALL.map(Language::tag));
            let words = "The language of the declarant: of the mails and the page by which they follow it. That of the call unless it is said.";
            properties.insert("language".to_owned(), said(language, words));
        }
    }
    whole
}

/// What is added: any of the fields.
fn amendment(schema: &Schema) -> Value {
    said(
        closed(fields(schema, Use::Later)),
        "Fields that are given replace those that were; one that is given as \"\" is taken back.",
    )
}

/// That a field is there: names with a dot are nested once.
fn has(name: &str) -> Value {
    match name.split_once('.') {
        Some((outer, inner)) => {
            json!({ "required": [outer], "properties": { outer: { "required": [inner] } } })
        }
        None => json!({ "required": [name] }),
    }
}

/// An object of all the fields.
fn fields(schema: &Schema, place: Use) -> Value {
    let mut properties: Map<String, Value> = Map::new();
    for field in schema.fields() {
        let described = describe(field, place);
        match field.name.split_once('.') {
            Some((outer, inner)) => {
                let nested = properties
                    .entry(outer.to_owned())
                    .or_insert_with(|| closed(json!({ "type": "object", "properties": {} })));
                if let Some(inside) = nested.get_mut("properties").and_then(Value::as_object_mut) {
                    inside.insert(inner.to_owned(), described);
                }
            }
            None => drop(properties.insert(field.name.clone(), described)),
        }
    }
    json!({ "type": "object", "properties": properties })
}

fn describe(field: &Field, place: Use) -> Value {
    let mut values = field.values();
    let schema = match field.kind {
        Kind::Choices => return list(one_of(values)),
        Kind::Choice | Kind::YesNo => {
            if place == Use::Later {
                values.push("");
            }
            match (field.kind, place) {
                (Kind::YesNo, Use::First | Use::Later) => json!({ "anyOf": [yes_no(), one_of(values)] }),
                _ => one_of(values),
            }
        }
        Kind::Facility => said(text(), "Its FINESS number."),
        Kind::Moment if place == Use::Answer => return moment(),
        Kind::Moment => {
            said(text(), "In RFC 3339, or as people write it: `2026-11-23T02:10:00+01:00`, `hier à 20h`.")
        }
        Kind::Email if place == Use::Later => text(),
        Kind::Email => json!({ "type": "string", "format": "email" }),
        Kind::Text | Kind::LongText | Kind::Phone => text(),
    };
    match field.most() {
        Some(most) if place != Use::Answer => with_most(schema, most),
        _ => schema,
    }
}

fn with_most(mut schema: Value, most: usize) -> Value {
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("maxLength".to_owned(), json!(most));
    }
    schema
}

fn filed() -> Value {
    let code = "Opens the declaration. It is shown once, and again for an hour to who sends the very same with the same key.";
    object([
        ("reference", said(text(), "What people and the cell call it.")),
        ("follow_up_code", said(maybe(text()), code)),
        ("url", said(text(), "The page on which a person follows it.")),
    ])
}

/// A declaration as it is followed.
fn followed() -> Value {
    let typed = json!({ "type": "object", "additionalProperties": text() });
    let version = object([
        ("number", whole()),
        ("at", moment()),
        ("schema", said(text(), "The version of the form.")),
        ("answers", named("Answers")),
        ("typed", said(typed, "How each moment was typed, by the name of its field.")),
    ]);
    let found = object([
        ("grave", yes_no()),
        ("significant", yes_no()),
        ("severity", whole()),
        ("criteria", list(text())),
        ("at", moment()),
    ]);
    let ended = object([("at", moment()), ("text", text())]);
    let message =
        object([("id", text()), ("at", moment()), ("from", one_of(["cell", "facility"])), ("text", text())]);
    object([
        ("reference", text()),
        ("state", one_of(State::ALL.map(State::code))),
        ("declared_at", moment()),
        ("facility", maybe(said(text(), "Its FINESS number."))),
        ("versions", list(version)),
        ("messages", list(message)),
        ("attachments", list(attachment([("at", moment())]))),
        ("exercise", yes_no()),
        ("qualification", said(maybe(found), "What the cell found, once a person confirmed it.")),
        ("closing", said(maybe(ended), "The end of the cell's work, and what it wrote then.")),
    ])
}

fn attachment<const N: usize>(more: [(&str, Value); N]) -> Value {
    let file = object([("id", text()), ("name", text()), ("size", whole()), ("sha256", text())]);
    crate::openapi::schema::more(file, more)
}
