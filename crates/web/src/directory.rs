//! `/api/v1/facilities`: the register, for look-ups.

use axum::response::Response;
use serde_json::{Map, Value, json};
use vocabulary::{Problem, Refusal, Refused, Region};

use crate::{
    answer::refusal_text,
    api,
    openapi::schema::{all, object, one_of, said, text},
    pace::Pace,
    visit::Visit,
};

/// Questions that one address may ask at once, and each second after that: a whole hospital that types behind one address is
/// not slowed, and nobody copies the register that way in a minute.
const BURST: f64 = 300.0;
const PER_SECOND: f64 = 50.0;

/// How much each address may look up.
pub(crate) fn pace() -> Pace {
    Pace::new(BURST, PER_SECOND)
}

/// Facilities by FINESS number, name, town or postcode.
pub(crate) async fn search(visit: Visit) -> Result<Response, Response> {
    let paced = visit.site.look_ups.take(&visit.from, visit.now());
    paced.map_err(|refused| api::problem(&visit, &refused.into()))?;
    let limit = match visit.parameter("limit").as_str() {
        "" => 10,
        text => text.parse().ok().filter(|limit| (1..=50).contains(limit)).ok_or_else(|| {
            let refusal = Refusal::new("out-of-range").at("limit").with("max", "50");
            api::problem(&visit, &Refused::invalid(refusal).into())
        })?,
    };
    let found =
        visit.site.services.directory.search(&access::Caller::Nobody, &visit.parameter("q"), limit).await;
    match found {
        Ok(found) => {
            let items: Vec<_> = found
                .iter()
                .map(|one| {
                    json!({
                        "finess": one.finess, "legal_entity": one.legal_entity, "name": one.name, "address": one.address,
                        "town": one.town, "postcode": one.postcode, "department": one.department, "region": one.region.code(),
                    })
                })
                .collect();
            Ok(api::json(200, &json!({ "items": items, "why": null })))
        }
        // As one types, what is no number is not an error; why it is none is said.
        Err(Problem::Refused(Refused::Invalid(refusals))) => {
            let why = refusals.first().map(|refusal| refusal_text(&visit.words, refusal));
            Ok(api::json(200, &json!({ "items": [], "why": why })))
        }
        Err(problem) => Err(api::problem(&visit, &problem)),
    }
}

/// The schemas of facilities, by their names.
pub(crate) fn schemas() -> Map<String, Value> {
    let facility = object([
        ("finess", said(text(), "Its FINESS number.")),
        ("legal_entity", said(text(), "The number of its legal entity.")),
        ("name", text()),
        ("address", text()),
        ("town", text()),
        ("postcode", text()),
        ("department", text()),
        ("region", said(one_of(Region::all().map(Region::code)), "By its INSEE code.")),
    ]);
    all([("Facility", facility)])
}
