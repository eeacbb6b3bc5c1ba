//! Incidents as the document of the API says them.

use incidents::rules::State;
use serde_json::{Map, Value, json};
use vocabulary::Region;

use crate::openapi::schema::{all, list, maybe, moment, more, named, object, one_of, said, text, yes_no};

/// The schemas of incidents, by their names.
pub(crate) fn schemas() -> Map<String, Value> {
    all([("Incident", incident()), ("OpenedIncident", opened())])
}

/// A region, by its INSEE code.
pub(crate) fn region() -> Value {
    maybe(one_of(Region::all().map(Region::code)))
}

/// A severity, or a level.
fn level(least: i64, most: i64) -> Value {
    json!({ "type": "integer", "minimum": least, "maximum": most })
}

fn incident() -> Value {
    let qualification = object([
        ("grave", yes_no()),
        ("significant", yes_no()),
        ("criteria", said(list(text()), "The criteria that hold, by their codes.")),
        ("confirmed", said(yes_no(), "Whether a person confirmed it; what the rules propose until then.")),
    ]);
    let due = object([("kind", text()), ("due", moment()), ("owed_by", text())]);
    object([
        ("id", text()),
        ("reference", text()),
        ("facility", maybe(said(text(), "Its FINESS number."))),
        ("facility_name", text()),
        ("region", region()),
        ("state", one_of(State::ALL.map(State::code))),
        ("severity", level(1, 5)),
        ("danger", yes_no()),
        ("qualification", qualification),
        ("response_level", level(0, 4)),
        ("declared_at", moment()),
        ("due", said(list(due), "What the cell owes first.")),
        ("exercise", yes_no()),
    ])
}

/// One that is opened: with all that hangs on it.
fn opened() -> Value {
    let fact = object([("field", text()), ("value", text())]);
    let notice = object([
        ("recipient", text()),
        ("rule", said(text(), "The article that asks for it.")),
        ("facts", list(fact)),
        ("queued_at", moment()),
        ("sent_at", maybe(moment())),
        ("failure", maybe(text())),
        ("read_at", maybe(moment())),
    ]);
    let entry = object([("at", moment()), ("author", text()), ("kind", text()), ("text", text())]);
    let due = object([("kind", text()), ("due", moment()), ("owed_by", text()), ("met_at", maybe(moment()))]);
    let message = object([
        ("id", text()),
        ("to", text()),
        ("region", region()),
        ("at", moment()),
        ("author", text()),
        ("text", text()),
        ("read_at", maybe(moment())),
    ]);
    let task = object([
        ("id", text()),
        ("step", text()),
        ("text", text()),
        ("for", text()),
        ("due", maybe(moment())),
        ("done_at", maybe(moment())),
        ("done_by", maybe(text())),
    ]);
    more(
        incident(),
        [
            ("ledger", said(list(notice), "Who was told by the law's order, and what came of it.")),
            ("journal", list(entry)),
            ("indicators", list(named("FoundIndicator"))),
            ("due", said(list(due), "Every clock.")),
            ("messages", list(message)),
            ("tasks", list(task)),
        ],
    )
}
