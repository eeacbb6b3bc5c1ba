//! `/api/v1/alerts` and `/api/v1/bulletins`, as other programs rely on them.

use access::{Caller, permit};
use axum::response::Response;
use publications::{Filter, rules::Kind};
use serde_json::Value;
use vocabulary::{Problem, Refusal, Refused};

use super::shapes;
use crate::{api, visit::Visit};

/// What is published of a kind, the last told first, as far as the caller may read.
pub(crate) async fn list(visit: Visit, kind: Kind) -> Result<Response, Response> {
    let fail = |problem: Problem| api::problem(&visit, &problem);
    let mut caller = api::staff(&visit).await?;
    // A token for something else reads what everybody reads.
    if access::scope::<permit::PublicationRead>(&caller).is_err() {
        caller = Caller::Nobody;
    }
    let filter = Filter {
        kinds: vec![kind],
        severity: number(&visit, "severity", 1..=5).map_err(fail)?,
        year: number(&visit, "year", 1..=9999).map_err(fail)?,
        vendor: visit.parameter("vendor"),
        product: visit.parameter("product"),
        withdrawn: true,
        ..Filter::default()
    };
    let limit = api::limit(&visit)?;
    let watch = &visit.site.services.publications;
    let page = watch.list(&caller, &filter, &visit.parameter("after"), limit).await.map_err(fail)?;
    let ids: Vec<_> = page.items.iter().map(|listed| listed.id).collect();
    let contents = watch.contents(&caller, &ids).await.map_err(fail)?;
    let items: Vec<Value> =
        page.items.iter().map(|listed| shapes::of(&visit, listed, contents.get(&listed.id))).collect();
    Ok(api::page(&visit, &items, page.next.as_deref(), limit))
}

fn number(
    visit: &Visit,
    name: &'static str,
    range: std::ops::RangeInclusive<i64>,
) -> Result<Option<i64>, Problem> {
    let typed = visit.parameter(name);
    if typed.is_empty() {
        return Ok(None);
    }
    let number = typed.parse().ok().filter(|number| range.contains(number));
    let refusal = Refusal::new("not-a-choice").at(name);
    number.map(Some).ok_or_else(|| Refused::invalid(refusal).into())
}
