//! `/api/v1/openapi.json`: the API described, out of the one table of operations and the schema of the declaration.

use axum::response::Response;
use declarations::rules::{Field, Kind};
use serde_json::{Map, Value, json};

use crate::{addresses::Access, api, router::OPERATIONS, visit::Visit};

/// The document (OpenAPI 3.1).
pub(crate) async fn document(visit: Visit) -> Response {
    let mut paths: Map<String, Value> = Map::new();
    for operation in OPERATIONS {
        let security = match operation.access {
            Access::Everyone => json!([]),
            Access::Declarant => json!([{ "followUpCode": [] }, { "bearer": [] }]),
            Access::Person => json!([{ "bearer": [] }]),
            Access::Staff(permission) => json!([{ "bearer": [permission.code()] }]),
        };
        let parameters: Vec<Value> = operation
            .path
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
            .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
            .collect();
        let mut described = json!({
            "summary": operation.summary, "security": security, "parameters": parameters,
            "responses": { "default": { "description": "A problem (RFC 9457).",
                "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } } } },
        });
        if let Some(responses) = described.get_mut("responses").and_then(Value::as_object_mut) {
            let code = if operation.method == "get" { "200" } else { "201" };
            let published = ["/api/v1/alerts", "/api/v1/bulletins"].contains(&operation.path);
            let done = if published { publications() } else { json!({ "description": "Done." }) };
            responses.insert(code.to_owned(), done);
        }
        if operation.path == "/api/v1/declarations" || operation.path.ends_with("/versions") {
            let schema = json!({ "schema": { "$ref": "#/components/schemas/Declaration" } });
            let body = json!({ "required": true, "content": { "application/json": schema } });
            if let Some(described) = described.as_object_mut() {
                described.insert("requestBody".to_owned(), body);
            }
        }
        let entry = paths.entry(operation.path.to_owned()).or_insert_with(|| json!({}));
        if let Some(methods) = entry.as_object_mut() {
            methods.insert(operation.method.to_owned(), described);
        }
    }
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Vigie", "version": "1" },
        "servers": [{ "url": visit.site.settings.base_url }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer" },
                "followUpCode": { "type": "apiKey", "in": "header", "name": "Vigie-Follow-Up-Code" },
            },
            "schemas": { "Declaration": declaration(&visit), "Problem": problem(),
                "Publication": crate::publications::schema() },
        },
    });
    api::json(200, &document)
}

/// A page of what is published.
fn publications() -> Value {
    let items = json!({ "type": "array", "items": { "$ref": "#/components/schemas/Publication" } });
    let page =
        json!({ "type": "object", "properties": { "items": items, "next": { "type": ["string", "null"] } } });
    json!({ "description": "A page.", "content": { "application/json": { "schema": page } } })
}

fn problem() -> Value {
    json!({
        "type": "object",
        "properties": {
            "type": { "type": "string" }, "title": { "type": "string" }, "status": { "type": "integer" },
            "errors": { "type": "array", "items": { "type": "object", "properties": {
                "code": { "type": "string" }, "field": { "type": ["string", "null"] }, "detail": { "type": "string" } } } },
        },
    })
}

/// The declaration, from its schema: names with a dot are nested once.
fn declaration(visit: &Visit) -> Value {
    let schema = visit.site.services.declarations.schema();
    let mut properties: Map<String, Value> = Map::new();
    let mut required = Vec::new();
    for field in schema.fields() {
        if field.required {
            required.push(field.name.clone());
        }
        let described = describe(field);
        match field.name.split_once('.') {
            Some((outer, inner)) => {
                let nested = json!({ "type": "object", "additionalProperties": false, "properties": {} });
                let object = properties.entry(outer.to_owned()).or_insert(nested);
                if let Some(inside) = object.get_mut("properties").and_then(Value::as_object_mut) {
                    inside.insert(inner.to_owned(), described);
                }
            }
            None => drop(properties.insert(field.name.clone(), described)),
        }
    }
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

fn describe(field: &Field) -> Value {
    let values = field.values();
    match field.kind {
        Kind::Choices => json!({ "type": "array", "items": { "enum": values } }),
        Kind::Choice => json!({ "enum": values }),
        Kind::YesNo => json!({ "anyOf": [{ "type": "boolean" }, { "enum": values }] }),
        Kind::Facility => json!({ "type": "string", "description": "FINESS number" }),
        Kind::Moment => json!({ "type": "string", "description": "RFC 3339, or as people write it" }),
        Kind::Email => json!({ "type": "string", "format": "email" }),
        Kind::Text | Kind::LongText | Kind::Phone => json!({ "type": "string", "maxLength": field.max }),
    }
}
