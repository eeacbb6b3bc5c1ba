//! `/api/v1/indicators`, and the indicators of `/api/v1/incidents/{id}`.

use axum::response::Response;
use indicators::{Kind, Shown, Sighting, rules::State};
use serde_json::{Map, Value, json};
use vocabulary::{Problem, Refusal, Refused};

use crate::{
    api,
    openapi::schema::{self, all, moment, more, object, one_of, said, text, whole, yes_no},
    visit::Visit,
};

/// Indicators of incidents within reach, the first found first.
pub(crate) async fn list(visit: Visit) -> Result<Response, Response> {
    let caller = api::staff(&visit).await?;
    let fail = |problem: Problem| api::problem(&visit, &problem);
    let wrong = |refusal: Refusal| fail(Refused::invalid(refusal).into());
    let kind = match visit.parameter("kind").as_str() {
        "" => None,
        code => Some(Kind::from_code(code).ok_or_else(|| wrong(Refusal::new("not-a-choice").at("kind")))?),
    };
    let limit = api::limit(&visit)?;
    let (value, after) = (visit.parameter("value"), visit.parameter("after"));
    let page =
        visit.site.services.indicators.search(&caller, (kind, &value), &after, limit).await.map_err(fail)?;
    let items: Vec<Value> = page
        .found
        .iter()
        .map(|found| {
            let incident = json!({ "id": found.sighting.incident, "reference": found.reference, "exercise": found.exercise });
            with(shape(&found.sighting), [("incident", incident)])
        })
        .collect();
    Ok(api::page(&visit, &items, page.next.as_deref(), limit))
}

/// Those of one incident, with where else each is.
pub(crate) fn of_incident(shown: &[Shown]) -> Vec<Value> {
    shown
        .iter()
        .map(|one| {
            let found = one.places.iter().map(|place| {
                json!({ "in": place.origin.code(), "source": place.source, "at": place.at.to_string() })
            });
            let also =
                one.also.iter().map(|seen| json!({ "id": seen.incident, "reference": seen.reference }));
            let more = [
                ("found", found.collect()),
                ("also_in", also.collect()),
                ("also_in_others", json!(one.hidden)),
            ];
            with(shape(&one.sighting), more)
        })
        .collect()
}

fn shape(s: &Sighting) -> Value {
    json!({
        "id": s.id, "kind": s.kind.code(), "value": s.value, "tlp": s.tlp.label(), "state": s.state.code(),
        "reason": s.reason, "found_at": s.at.to_string(),
    })
}

fn with<const N: usize>(mut item: Value, more: [(&str, Value); N]) -> Value {
    if let Some(object) = item.as_object_mut() {
        object.extend(more.map(|(name, value)| (name.to_owned(), value)));
    }
    item
}

/// The schemas of indicators, by their names.
pub(crate) fn schemas() -> Map<String, Value> {
    let states = [State::Active, State::FalsePositive, State::Listed].map(State::code);
    let indicator = object([
        ("id", text()),
        ("kind", one_of(Kind::ALL.iter().map(|kind| kind.code()))),
        ("value", text()),
        ("tlp", text()),
        ("state", one_of(states)),
        ("reason", said(text(), "Why it is none.")),
        ("found_at", moment()),
    ]);
    let incident = object([("id", text()), ("reference", text()), ("exercise", yes_no())]);
    let place = object([("in", text()), ("source", text()), ("at", moment())]);
    let seen = object([("id", text()), ("reference", text())]);
    let found = more(
        indicator.clone(),
        [
            ("found", said(schema::list(place), "Where in this incident.")),
            ("also_in", said(schema::list(seen), "The other incidents within reach.")),
            ("also_in_others", said(whole(), "How many there are beside those.")),
        ],
    );
    all([("Indicator", more(indicator, [("incident", incident)])), ("FoundIndicator", found)])
}
