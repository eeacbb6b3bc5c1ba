//! JSON Schema in few words: what the document of the API is written with.

#![allow(clippy::needless_pass_by_value, reason = "schemas are put together as they are written")]

use serde_json::{Map, Value, json};

/// A text.
pub(crate) fn text() -> Value {
    json!({ "type": "string" })
}

/// A whole number.
pub(crate) fn whole() -> Value {
    json!({ "type": "integer" })
}

/// Yes or no.
pub(crate) fn yes_no() -> Value {
    json!({ "type": "boolean" })
}

/// A moment, in RFC 3339.
pub(crate) fn moment() -> Value {
    json!({ "type": "string", "format": "date-time" })
}

/// A list.
pub(crate) fn list(of: Value) -> Value {
    json!({ "type": "array", "items": of })
}

/// One of these codes.
pub(crate) fn one_of<'a>(codes: impl IntoIterator<Item = &'a str>) -> Value {
    json!({ "type": "string", "enum": codes.into_iter().collect::<Vec<_>>() })
}

/// That, or nothing.
pub(crate) fn maybe(of: Value) -> Value {
    json!({ "anyOf": [of, { "type": "null" }] })
}

/// A schema of the document, by its name.
pub(crate) fn named(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// The same, said in words.
pub(crate) fn said(mut schema: Value, words: &str) -> Value {
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("description".to_owned(), json!(words));
    }
    schema
}

/// An object with these fields, all of them there. More may come.
pub(crate) fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    more(json!({ "type": "object", "required": [], "properties": {} }), fields)
}

/// An object with these fields besides.
pub(crate) fn more<const N: usize>(mut object: Value, fields: [(&str, Value); N]) -> Value {
    if let Some(required) = object.get_mut("required").and_then(Value::as_array_mut) {
        required.extend(fields.iter().map(|(name, _)| json!(name)));
    }
    if let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) {
        properties.extend(fields.map(|(name, schema)| (name.to_owned(), schema)));
    }
    object
}

/// A page of a list.
pub(crate) fn page(name: &str) -> Value {
    let next = said(maybe(text()), "What `after` is for the next page; nothing on the last.");
    object([("items", list(named(name))), ("next", next)])
}

/// Schemas by their names.
pub(crate) fn all<const N: usize>(schemas: [(&str, Value); N]) -> Map<String, Value> {
    schemas.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect()
}

/// The same, which takes no other field.
pub(crate) fn closed(mut object: Value) -> Value {
    if let Some(object) = object.as_object_mut() {
        object.insert("additionalProperties".to_owned(), json!(false));
    }
    object
}
