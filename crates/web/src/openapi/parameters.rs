//! What each question of the API may be asked with. The document says it, and the door refuses what is not here: so nothing is
//! read that is not described.

use ::incidents::rules::State;
use serde_json::{Value, json};
use vocabulary::Region;

use super::schema::{one_of, text};
use crate::router::Operation;

/// A parameter of a query.
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    says: &'static str,
    schema: fn() -> Value,
}

impl Parameter {
    /// As the document says it.
    pub(crate) fn described(&self) -> Value {
        json!({ "name": self.name, "in": "query", "required": false, "description": self.says, "schema": (self.schema)() })
    }
}

const AFTER: Parameter = Parameter {
    name: "after",
    says: "The `next` of the page before; the header `Link` of each page holds the whole address of the next one.",
    schema: text,
};
const LIMIT: Parameter = Parameter {
    name: "limit",
    says: "At most that many: 50 unless it is said.",
    schema: || json!({ "type": "integer", "minimum": 1, "maximum": 200, "default": 50 }),
};
const SEVERITY: Parameter = Parameter {
    name: "severity",
    says: "That severity and every graver one.",
    schema: || json!({ "type": "integer", "minimum": 1, "maximum": 5 }),
};

static FACILITIES: [Parameter; 2] = [
    Parameter {
        name: "q",
        says: "A FINESS number, or the beginnings of words of the name, the town or the postcode, in any order, accents free.",
        schema: text,
    },
    Parameter {
        name: "limit",
        says: "At most that many: 10 unless it is said.",
        schema: || json!({ "type": "integer", "minimum": 1, "maximum": 50, "default": 10 }),
    },
];
static INCIDENTS: [Parameter; 7] = [
    Parameter {
        name: "filter",
        says: "What the console takes: `state:taken severity:4+ or danger:yes rennes`.",
        schema: text,
    },
    Parameter { name: "state", says: "That state.", schema: || one_of(State::ALL.map(State::code)) },
    Parameter {
        name: "region",
        says: "The region, by its INSEE code.",
        schema: || one_of(Region::all().map(Region::code)),
    },
    SEVERITY,
    Parameter { name: "closed", says: "Any value: those that are closed too.", schema: text },
    AFTER,
    LIMIT,
];
static EVENTS: [Parameter; 2] = [AFTER, LIMIT];
static INDICATORS: [Parameter; 4] = [
    Parameter {
        name: "kind",
        says: "That kind.",
        schema: || one_of(::indicators::Kind::ALL.iter().map(|kind| kind.code())),
    },
    Parameter {
        name: "value",
        says: "That value, also with `[.]` and `hxxp`; `kind` is to be said with it.",
        schema: text,
    },
    AFTER,
    LIMIT,
];
static PUBLICATIONS: [Parameter; 6] = [
    SEVERITY,
    Parameter {
        name: "year",
        says: "Published in that year.",
        schema: || json!({ "type": "integer", "minimum": 1, "maximum": 9999 }),
    },
    Parameter { name: "vendor", says: "On a product of that vendor.", schema: text },
    Parameter { name: "product", says: "On that product.", schema: text },
    AFTER,
    LIMIT,
];

/// What an operation may be asked with.
pub(crate) fn of(operation: &Operation) -> &'static [Parameter] {
    match (operation.method, operation.path) {
        ("get", "/api/v1/facilities") => &FACILITIES,
        ("get", "/api/v1/incidents") => &INCIDENTS,
        ("get", "/api/v1/events") => &EVENTS,
        ("get", "/api/v1/indicators") => &INDICATORS,
        ("get", "/api/v1/alerts" | "/api/v1/bulletins") => &PUBLICATIONS,
        _ => &[],
    }
}
