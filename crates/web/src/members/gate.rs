//! Before a member writes in the private space, what they owe is done: a code of conduct that is new, a year that is over. The
//! operations refuse it whichever way one comes; here the page is shown before one types, and keeps what was typed.

use access::permit;
use axum::{
    extract::{FromRequestParts as _, Request, State},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
    routing::MethodRouter,
};
use vocabulary::Refused;

use crate::{addresses::Page, answer::Answer, community, site::Site, visit::Visit};

/// Pages on which something is written; the last is read as well.
const WRITTEN: [&str; 5] = ["community-write", "community-report", "community-edit", "community-ask", READ];
const READ: &str = "community-thread";

/// A page behind the gate, when something is written on it.
pub(crate) fn gated(page: &Page, route: MethodRouter<Site>, site: &Site) -> MethodRouter<Site> {
    match page.name {
        READ => route.layer(middleware::from_fn_with_state(site.clone(), when_sent)),
        name if WRITTEN.contains(&name) => route.layer(middleware::from_fn_with_state(site.clone(), always)),
        _ => route,
    }
}

async fn always(State(site): State<Site>, request: Request, next: Next) -> Response {
    pass(&site, request, next, true).await
}

async fn when_sent(State(site): State<Site>, request: Request, next: Next) -> Response {
    pass(&site, request, next, false).await
}

async fn pass(site: &Site, request: Request, next: Next, shown: bool) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(visit) = Visit::from_request_parts(&mut parts, site).await;
    if !visit.sends && !shown {
        return next.run(Request::from_parts(parts, body)).await;
    }
    let request = Request::from_parts(parts, body);
    match owed(&visit).await {
        Ok(None) => next.run(request).await,
        // What was typed waits until it is done.
        Ok(Some(refused)) if visit.sends => match community::words_only(request, site).await {
            Ok(form) => {
                let door = ("membership", "page-membership");
                Answer::keep(&form.visit, &refused.into(), door).into_response()
            }
            Err(answer) => answer.into_response(),
        },
        Ok(Some(_)) => Answer::redirect(&visit.href("membership")).into_response(),
        Err(answer) => answer.into_response(),
    }
}

/// What stands in the way of whoever would write. Whether they may at all, the page says.
async fn owed(visit: &Visit) -> Result<Option<Refused>, Answer> {
    let caller = visit.staff().await?;
    if access::scope::<permit::CommunityWrite>(&caller).is_err() {
        return Ok(None);
    }
    let standing = visit.site.services.members.standing(&caller).await;
    Ok(standing.map_err(|problem| visit.problem(problem))?.writes().err())
}
