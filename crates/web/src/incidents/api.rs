//! `/api/v1/incidents`, as other programs rely on it.

use axum::{extract::Path, response::Response};
use incidents::{Incident, rules::State};
use serde_json::{Value, json};
use vocabulary::{Id, Problem, Refusal, Refused, Region};

use crate::{api, visit::Visit};

/// Incidents within reach, by the deadline that ends first.
pub(crate) async fn list(visit: Visit) -> Result<Response, Response> {
    let caller = api::staff(&visit).await?;
    let fail = |problem: Problem| api::problem(&visit, &problem);
    let invalid = |refusal: Refusal| fail(Refused::invalid(refusal).into());
    let text = asked(&visit, "filter").map_err(invalid)?;
    let query = visit.site.services.incidents.query(&caller, &text);
    let query = query.map_err(|refusal| invalid(refusal.at("filter")))?;
    let limit = api::limit(&visit)?;
    let page = visit
        .site
        .services
        .incidents
        .list(&caller, &query, &visit.parameter("after"), limit)
        .await
        .map_err(fail)?;
    let items: Vec<Value> = page.incidents.iter().map(shape).collect();
    Ok(api::page(&visit, &items, page.next.as_deref(), limit))
}

/// What a query asks for, as a filter is typed: its own text in `name`, and what older addresses say in parameters. What it
/// does not know is said, not ignored.
pub(crate) fn asked(visit: &Visit, name: &str) -> Result<String, Refusal> {
    let mut terms = vec![visit.parameter(name)];
    for (name, ending) in [("state", ""), ("region", ""), ("severity", "+")] {
        let value = visit.parameter(name);
        let known = match name {
            "state" => State::from_code(&value).is_some(),
            "region" => Region::from_code(&value).is_some(),
            _ => value.parse().is_ok_and(|level: i64| (1..=5).contains(&level)),
        };
        match (value.is_empty(), known) {
            (true, _) => {}
            (_, true) => terms.push(format!("{name}:{value}{ending}")),
            (_, false) => return Err(Refusal::new("not-a-choice").at(name)),
        }
    }
    if !visit.parameter("closed").is_empty() {
        terms.push("closed:yes".to_owned());
    }
    Ok(terms.join(" ").trim().to_owned())
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
    let messages: Vec<Value> = view
        .missives
        .iter()
        .map(|m| json!({ "id": m.id, "to": m.audience, "region": m.region.map(Region::code), "at": m.leaves_at.to_string(),
            "author": m.author, "text": m.body, "read_at": m.read_at.map(|at| at.to_string()) }))
        .collect();
    let tasks: Vec<Value> = view
        .tasks
        .iter()
        .map(|t| json!({ "id": t.id, "step": t.code, "text": t.title, "for": t.assignee, "due": t.due.map(|at| at.to_string()),
            "done_at": t.done.as_ref().map(|(at, _)| at.to_string()), "done_by": t.done.as_ref().map(|(_, by)| by) }))
        .collect();
    if let Some(object) = value.as_object_mut() {
        object.insert("ledger".to_owned(), json!(ledger));
        object.insert("journal".to_owned(), json!(journal));
        object.insert("indicators".to_owned(), json!(crate::indicators::api::of_incident(&indicators)));
        object.insert("due".to_owned(), json!(due));
        object.insert("messages".to_owned(), json!(messages));
        object.insert("tasks".to_owned(), json!(tasks));
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
        "response_level": i.response_level,
        "declared_at": i.declared_at.to_string(), "due": due, "exercise": i.exercise,
    })
}
