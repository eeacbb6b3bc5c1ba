//! `/api/v1/facilities`: the register, for look-ups.

use axum::response::Response;
use serde_json::json;
use vocabulary::{Problem, Refusal, Refused};

use crate::{api, visit::Visit};

/// Facilities by FINESS number, name, town or postcode.
pub(crate) async fn search(visit: Visit) -> Result<Response, Response> {
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
            Ok(api::json(200, &json!({ "items": items })))
        }
        // As one types, what is not yet a number is not an error.
        Err(Problem::Refused(Refused::Invalid(_))) => Ok(api::json(200, &json!({ "items": [] }))),
        Err(problem) => Err(api::problem(&visit, &problem)),
    }
}
