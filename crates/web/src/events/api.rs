//! `/api/v1/events`, as other programs rely on it.

use axum::{extract::Path, response::Response};
use events::{Event, Figures, Stance, State, View};
use serde_json::{Map, Value, json};
use vocabulary::{Id, Problem, Refused, Region};

use crate::{
    api,
    incidents::openapi::region,
    openapi::schema::{self, all, maybe, moment, more, object, one_of, said, text, whole, yes_no},
    visit::Visit,
};

/// Events of which something within reach is touched, the latest first.
pub(crate) async fn list(visit: Visit) -> Result<Response, Response> {
    let caller = api::staff(&visit).await?;
    let fail = |problem: Problem| api::problem(&visit, &problem);
    let limit = api::limit(&visit)?;
    let page =
        visit.site.services.events.list(&caller, &visit.parameter("after"), limit).await.map_err(fail)?;
    let items: Vec<Value> =
        page.events.iter().map(|listing| shape(&listing.event, &listing.figures)).collect();
    Ok(api::page(&visit, &items, page.next.as_deref(), limit))
}

/// One event, as far as the caller's reach.
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Response, Response> {
    let caller = api::staff(&visit).await?;
    let fail = |problem: Problem| api::problem(&visit, &problem);
    access::scope::<access::permit::IncidentRead>(&caller).map_err(|refused| fail(refused.into()))?;
    let id = Id::parse(&id).map_err(|_| fail(Refused::NotFound.into()))?;
    let view = visit.site.services.events.open(&caller, id).await.map_err(fail)?;
    let mut value = shape(&view.event, &view.figures);
    if let Some(object) = value.as_object_mut() {
        object.insert("incidents".to_owned(), json!(incidents(&view)));
        object.insert("facilities".to_owned(), json!(facilities(&view)));
    }
    Ok(api::json(200, &value))
}

fn shape(e: &Event, figures: &Figures) -> Value {
    json!({
        "id": e.id, "number": e.number, "title": e.title, "cause": e.cause, "provider": e.provider,
        "vulnerability": e.vulnerability, "severity": e.severity, "state": e.state().code(), "exercise": e.exercise,
        "opened_at": e.opened_at.to_string(), "national_at": e.national.as_ref().map(|(at, _)| at.to_string()),
        "closed_at": e.closed.as_ref().map(|(at, ..)| at.to_string()),
        "figures": {
            "incidents": figures.incidents, "facilities": figures.facilities(), "touched": figures.touched,
            "not_touched": figures.not_touched, "unknown": figures.unknown,
        },
    })
}

fn incidents(view: &View) -> Vec<Value> {
    let shape = |linked: &events::Linked| {
        let i = &linked.incident;
        json!({
            "id": i.id, "reference": i.reference, "facility": i.facility, "facility_name": i.facility_name,
            "region": i.region.map(Region::code), "state": i.state.code(), "exercise": i.exercise,
            "attached_at": linked.at.to_string(),
        })
    };
    view.incidents.iter().map(shape).collect()
}

fn facilities(view: &View) -> Vec<Value> {
    let shape = |place: &events::Place| {
        let facility = place.listed.as_ref().map(|listed| &listed.facility);
        json!({
            "facility": place.finess, "name": facility.map(|f| &f.name),
            "region": facility.map(|f| f.region.agency().code()), "stance": place.stance.code(),
            "incidents": place.incidents, "said_at": place.said.as_ref().map(|(_, at)| at.to_string()),
        })
    };
    view.places.iter().map(shape).collect()
}

/// The schemas of events, by their names.
pub(crate) fn schemas() -> Map<String, Value> {
    let counted =
        object(["incidents", "facilities", "touched", "not_touched", "unknown"].map(|name| (name, whole())));
    let event = object([
        ("id", text()),
        ("number", whole()),
        ("title", text()),
        ("cause", text()),
        ("provider", text()),
        ("vulnerability", text()),
        ("severity", whole()),
        ("state", one_of([State::Open, State::National, State::Closed].map(State::code))),
        ("exercise", yes_no()),
        ("opened_at", moment()),
        ("national_at", maybe(moment())),
        ("closed_at", maybe(moment())),
        ("figures", said(counted, "As far as one's reach.")),
    ]);
    let incident = object([
        ("id", text()),
        ("reference", text()),
        ("facility", maybe(text())),
        ("facility_name", text()),
        ("region", region()),
        ("state", text()),
        ("exercise", yes_no()),
        ("attached_at", moment()),
    ]);
    let facility = object([
        ("facility", text()),
        ("name", maybe(text())),
        ("region", region()),
        ("stance", one_of(Stance::ALL.map(Stance::code))),
        ("incidents", said(schema::list(text()), "Their identities.")),
        ("said_at", maybe(moment())),
    ]);
    let opened =
        more(event.clone(), [("incidents", schema::list(incident)), ("facilities", schema::list(facility))]);
    all([("Event", event), ("OpenedEvent", opened)])
}
