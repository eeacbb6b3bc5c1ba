//! `/api/v1/openapi.json`: the API described, out of the one table of operations, the schema of the declaration and the rules.

pub(crate) mod parameters;
pub(crate) mod schema;

use axum::response::Response;
use serde_json::{Map, Value, json};

use crate::{
    addresses::Access,
    api, declarations, directory, events, incidents, indicators,
    router::{OPERATIONS, Operation},
    visit::Visit,
};
use schema::{all, closed, list, maybe, named, object, page, said, text, whole};

/// The document (OpenAPI 3.1).
pub(crate) async fn document(visit: Visit) -> Response {
    let mut paths: Map<String, Value> = Map::new();
    for operation in OPERATIONS {
        let entry = paths.entry(operation.path.to_owned()).or_insert_with(|| json!({}));
        if let Some(methods) = entry.as_object_mut() {
            methods.insert(operation.method.to_owned(), described(operation));
        }
    }
    let mut schemas = all([("Problem", problem()), ("Publication", crate::publications::schema())]);
    schemas.extend(declarations::openapi::schemas(visit.site.services.declarations.schema()));
    schemas.extend(incidents::openapi::schemas());
    schemas.extend(events::api::schemas());
    schemas.extend(indicators::api::schemas());
    schemas.extend(directory::schemas());
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Vigie", "version": "1",
            "description": "What is sent is JSON and says so (`Content-Type: application/json`), files apart. What a browser sends for \
                            a page of another site is refused. More fields may come in any answer.",
        },
        "servers": [{ "url": visit.site.settings.base_url }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer" },
                "followUpCode": { "type": "apiKey", "in": "header", "name": "Vigie-Follow-Up-Code" },
            },
            "parameters": { "AcceptLanguage": language(), "IdempotencyKey": key() },
            "schemas": schemas,
        },
    });
    api::json(200, &document)
}

fn described(operation: &Operation) -> Value {
    let security = match operation.access {
        Access::Everyone => json!([]),
        Access::Declarant => json!([{ "followUpCode": [] }, { "bearer": [] }]),
        Access::Person => json!([{ "bearer": [] }]),
        Access::Staff(permission) => json!([{ "bearer": [permission.code()] }]),
    };
    let in_path = operation.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut given: Vec<Value> = in_path
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": text() }))
        .collect();
    given.extend(parameters::of(operation).iter().map(parameters::Parameter::described));
    given.push(json!({ "$ref": "#/components/parameters/AcceptLanguage" }));
    let mut answer =
        json!({ "description": "Done.", "content": { "application/json": { "schema": answer(operation) } } });
    if parameters::of(operation).iter().any(|parameter| parameter.name == "after")
        && let Some(answer) = answer.as_object_mut()
    {
        let link =
            said(json!({ "schema": text() }), "The address of the next page (RFC 8288), when there is one.");
        answer.insert("headers".to_owned(), json!({ "Link": link }));
    }
    let problem = json!({ "description": "A problem (RFC 9457).",
        "content": { "application/problem+json": { "schema": named("Problem") } } });
    if operation.method == "get" {
        return json!({ "summary": operation.summary, "security": security, "parameters": given,
            "responses": { "200": answer, "default": problem } });
    }
    given.push(json!({ "$ref": "#/components/parameters/IdempotencyKey" }));
    let (kind, _) = operation.takes();
    json!({ "summary": operation.summary, "security": security, "parameters": given,
        "requestBody": { "required": true, "content": { kind: { "schema": sent(operation.path) } } },
        "responses": { "201": answer, "default": problem } })
}

/// What an operation takes.
fn sent(path: &str) -> Value {
    match path.rsplit('/').next() {
        Some("versions") => named("Amendment"),
        Some("messages") => {
            closed(object([("text", json!({ "type": "string", "minLength": 1, "maxLength": 10_000 }))]))
        }
        Some("attachments") => {
            let file = json!({ "type": "string", "contentMediaType": "application/octet-stream" });
            closed(object([("file", said(file, "One file, in the only part of the form."))]))
        }
        Some("resolution") => closed(object([])),
        _ => named("Declaration"),
    }
}

/// What an operation answers.
fn answer(operation: &Operation) -> Value {
    let reference = || said(text(), "The reference of the declaration.");
    match (operation.method, operation.path) {
        ("post", path) => match path.rsplit('/').next() {
            Some("versions") => object([
                ("reference", reference()),
                ("version", said(whole(), "The number of the last version.")),
            ]),
            Some("messages") => object([("id", text())]),
            Some("attachments") => named("Attachment"),
            Some("resolution") => object([("reference", reference())]),
            _ => named("Filed"),
        },
        (_, "/api/v1/facilities") => object([
            ("items", list(named("Facility"))),
            ("why", said(maybe(text()), "What is wrong with a number that was asked for.")),
        ]),
        (_, "/api/v1/declarations/{reference}") => named("Followed"),
        (_, "/api/v1/incidents") => page("Incident"),
        (_, "/api/v1/incidents/{id}") => named("OpenedIncident"),
        (_, "/api/v1/events") => page("Event"),
        (_, "/api/v1/events/{id}") => named("OpenedEvent"),
        (_, "/api/v1/indicators") => page("Indicator"),
        (_, "/api/v1/alerts" | "/api/v1/bulletins") => page("Publication"),
        _ => said(json!({ "type": "object" }), "This document."),
    }
}

fn language() -> Value {
    json!({ "name": "Accept-Language", "in": "header", "required": false, "schema": text(),
        "description": "`fr` or `en`, as browsers say it: the language of problems, and of what is declared. French unless it is said." })
}

fn key() -> Value {
    json!({ "name": "Idempotency-Key", "in": "header", "required": false,
        "schema": { "type": "string", "minLength": 1, "maxLength": 200 },
        "description": "A value of one's own, new for each thing that is sent. The same key with the same content is done once and \
                        answered the same; with another content it is refused (422), and nothing of it is kept." })
}

fn problem() -> Value {
    let error = object([
        ("code", text()),
        ("field", said(maybe(text()), "What it is about, as it is named in what was sent.")),
        ("detail", text()),
    ]);
    let mut problem = object([("type", text()), ("title", text()), ("status", whole())]);
    if let Some(properties) = problem.get_mut("properties").and_then(Value::as_object_mut) {
        properties.insert("errors".to_owned(), list(error));
        properties.insert("instance".to_owned(), said(text(), "The number to quote when one calls."));
    }
    problem
}
