//! `/api/v1/incidents`, as other programs rely on it.

use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::Response,
};
use incidents::{Filter, Incident, rules::State};
use serde_json::{Value, json};
use vocabulary::{Id, Problem, Refusal, Refused, Region};

use crate::{api, forms, visit::Visit};

/// Incidents within reach, by the deadline that ends first.
pub(crate) async fn list(visit: Visit) -> Result<Response, Response> {
    let caller = api::staff(&visit).await?;
    let fail = |problem: Problem| api::problem(&visit, &problem);
    let filter = filter(&visit).map_err(|refusal| fail(Refused::invalid(refusal).into()))?;
    let limit = match visit.parameter("limit").as_str() {
        "" => 50,
        text => text.parse().ok().filter(|limit| (1..=200).contains(limit)).ok_or_else(|| {
            let refusal = Refusal::new("out-of-range").at("limit").with("max", "200");
            fail(Refused::invalid(refusal).into())
        })?,
    };
    let page = visit
        .site
        .services
        .incidents
        .list(&caller, &filter, &visit.parameter("after"), limit)
        .await
        .map_err(fail)?;
    let items: Vec<Value> = page.incidents.iter().map(shape).collect();
    let mut response = api::json(200, &json!({ "items": items, "next": page.next }));
    if let Some(next) = &page.next {
        let kept =
            forms::pairs(&visit.query).into_iter().filter(|(name, _)| name != "after" && name != "limit");
        let query = kept.fold(String::new(), |query, (name, value)| {
            query + &forms::encode(&name) + "=" + &forms::encode(&value) + "&"
        });
        let (base, path) = (&visit.site.settings.base_url, &visit.path);
        let link = format!("<{base}{path}?{query}after={next}&limit={limit}>; rel=\"next\"");
        if let Ok(link) = HeaderValue::from_str(&link) {
            response.headers_mut().insert(header::LINK, link);
        }
    }
    Ok(response)
}

/// The filter that a query asks for. What it does not know is said, not ignored.
pub(crate) fn filter(visit: &Visit) -> Result<Filter, Refusal> {
    let text = |name: &str| Some(visit.parameter(name)).filter(|value| !value.is_empty());
    let wrong = |name: &'static str| move || Refusal::new("not-a-choice").at(name);
    let state = text("state").map(|code| State::from_code(&code).ok_or_else(wrong("state"))).transpose()?;
    let region =
        text("region").map(|code| Region::from_code(&code).ok_or_else(wrong("region"))).transpose()?;
    let severity = text("severity")
        .map(|value| value.parse().ok().filter(|value| (1..=5).contains(value)).ok_or_else(wrong("severity")))
        .transpose()?;
    let closed_too = state.is_some_and(|state| !state.is_open()) || text("closed").is_some();
    Ok(Filter { closed_too, state, region, severity, ..Filter::default() })
}

/// One incident, with its ledger, journal and indicators.
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Response, Response> {
    let caller = api::staff(&visit).await?;
    let fail = |problem: Problem| api::problem(&visit, &problem);
    access::scope::<access::permit::IncidentRead>(&caller).map_err(|refused| fail(refused.into()))?;
    let id = Id::parse(&id).map_err(|_| fail(Refused::NotFound.into()))?;
    let view = visit.site.services.incidents.open(&caller, id).await.map_err(fail)?;
    let indicators = visit.site.services.indicators.of(&caller, id).await.map_err(fail)?;
    let mut value = shape(&view.incident);
    let ledger: Vec<Value> = view
        .ledger
        .iter()
        .map(|n| {
            json!({ "recipient": n.recipient, "rule": n.rule, "facts": n.facts, "queued_at": n.queued_at.to_string(),
                "sent_at": n.sent_at.map(|at| at.to_string()), "failure": n.failure, "read_at": n.read_at.map(|at| at.to_string()) })
        })
        .collect();
    let journal: Vec<Value> = view
        .journal
        .iter()
        .map(|e| json!({ "at": e.at.to_string(), "author": e.author, "kind": e.kind, "text": e.body }))
        .collect();
    let due: Vec<Value> = view
        .clocks
        .iter()
        .map(|c| json!({ "kind": c.kind, "due": c.due.to_string(), "owed_by": c.owed_by, "met_at": c.met_at.map(|at| at.to_string()) }))
        .collect();
    if let Some(object) = value.as_object_mut() {
        object.insert("ledger".to_owned(), json!(ledger));
        object.insert("journal".to_owned(), json!(journal));
        object.insert("indicators".to_owned(), json!(crate::indicators::api::of_incident(&indicators)));
        object.insert("due".to_owned(), json!(due));
    }
    Ok(api::json(200, &value))
}

fn shape(i: &Incident) -> Value {
    let due: Vec<Value> = i
        .next_due
        .iter()
        .map(|(kind, due, owed_by)| json!({ "kind": kind, "due": due.to_string(), "owed_by": owed_by }))
        .collect();
    json!({
        "id": i.id, "reference": i.reference, "facility": i.facility, "facility_name": i.facility_name,
        "region": i.region.map(Region::code), "state": i.state.code(), "severity": i.severity, "danger": i.danger,
        "qualification": { "grave": i.grave, "significant": i.significant, "criteria": i.criteria, "confirmed": i.confirmed_by.is_some() },
        "declared_at": i.declared_at.to_string(), "due": due, "exercise": i.exercise,
    })
}
