//! All addresses together, and what surrounds them.

use ::publications::rules::Kind;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{MethodRouter, get, post},
};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};

use crate::{
    addresses::{Access, PAGES},
    api, assets, declarations, directory, events, incidents, indicators, members, offline, openapi, pages,
    publications, security,
    site::Site,
    visit::Visit,
};

/// An operation of the API.
pub struct Operation {
    /// `get` or `post`.
    pub method: &'static str,
    /// Its path, as the OpenAPI document says it.
    pub path: &'static str,
    /// Who may call it.
    pub access: Access,
    /// What it does, in English.
    pub summary: &'static str,
    pub(crate) handler: fn() -> MethodRouter<Site>,
}

impl Operation {
    /// The type of what is sent to it, and how another one is refused.
    pub(crate) fn takes(&self) -> (&'static str, &'static str) {
        if self.path.ends_with("/attachments") {
            ("multipart/form-data", "not-multipart")
        } else {
            ("application/json", "not-json")
        }
    }
}

macro_rules! operations {
    ($($method:literal $path:literal $access:expr, $summary:literal, $handler:expr;)*) => {
        /// Every operation of the API.
        pub static OPERATIONS: &[Operation] = &[$(Operation {
            method: $method, path: $path, access: $access, summary: $summary, handler: || $handler,
        }),*];
    };
}

const READ: Access = Access::Staff(access::Permission::IncidentRead);

operations! {
    "get" "/api/v1/openapi.json" Access::Everyone, "This document.", get(openapi::document);
    "get" "/api/v1/facilities" Access::Everyone, "Facilities by FINESS number, name, town or postcode.", get(directory::search);
    "post" "/api/v1/declarations" Access::Everyone, "Files a declaration.", post(declarations::api::file);
    "get" "/api/v1/declarations/{reference}" Access::Declarant, "A declaration, with its versions and messages.",
        get(declarations::api::show);
    "post" "/api/v1/declarations/{reference}/versions" Access::Declarant, "Adds a version.", post(declarations::api::amend);
    "post" "/api/v1/declarations/{reference}/messages" Access::Declarant, "Writes to the cell.",
        post(declarations::api::write);
    "post" "/api/v1/declarations/{reference}/attachments" Access::Declarant, "Attaches a file.",
        post(declarations::api::attach);
    "post" "/api/v1/declarations/{reference}/resolution" Access::Declarant, "Says that the incident is resolved.",
        post(declarations::api::resolve);
    "get" "/api/v1/incidents" READ, "Incidents within reach, by the deadline that ends first.", get(incidents::api::list);
    "get" "/api/v1/incidents/{id}" READ, "One incident, with its ledger, journal and indicators.",
        get(incidents::api::show);
    "get" "/api/v1/events" READ, "Causes with many facilities, as far as one's reach, the latest first.", get(events::api::list);
    "get" "/api/v1/events/{id}" READ, "One of them, with its incidents and facilities.", get(events::api::show);
    "get" "/api/v1/indicators" READ, "Indicators of incidents within reach (kind, value, after, limit), the first found first.",
        get(indicators::api::list);
    "get" "/api/v1/alerts" Access::Everyone, "Alerts (severity, year, vendor, product, after, limit), the last told first.",
        get(|visit: Visit| publications::api::list(visit, Kind::Alert));
    "get" "/api/v1/bulletins" Access::Everyone, "Bulletins (year, after, limit), the last told first.",
        get(|visit: Visit| publications::api::list(visit, Kind::Bulletin));
}

/// What is neither a page nor an operation, and answers everybody the same.
pub struct Plain {
    /// Its path.
    pub path: &'static str,
    pub(crate) handler: fn() -> MethodRouter<Site>,
}

/// Everything of that kind. With [`PAGES`] and [`OPERATIONS`] it is all that there is: a test refuses a route beside them.
pub static PLAIN: &[Plain] = &[
    Plain { path: "/assets/{name}", handler: || get(assets::serve) },
    Plain { path: "/service-worker.js", handler: || get(offline::serve) },
    Plain { path: "/robots.txt", handler: || get(pages::robots) },
    Plain { path: "/sitemap.xml", handler: || get(pages::sitemap) },
    Plain { path: "/.well-known/security.txt", handler: || get(pages::security_txt) },
    Plain { path: "/healthz", handler: || get(pages::alive) },
    Plain { path: "/readyz", handler: || get(pages::ready) },
];

/// The whole site.
pub fn router(site: Site) -> Router {
    let mut router = Router::new();
    for page in PAGES {
        let handler = || members::gate::gated(page, (page.handler)(), &site);
        router = router.route(page.fr, handler()).route(page.en, handler());
    }
    for operation in OPERATIONS {
        let handler = api::guarded(operation, (operation.handler)(), &site);
        router = router.route(operation.path, handler);
    }
    for plain in PLAIN {
        router = router.route(plain.path, (plain.handler)());
    }
    router
        .fallback(pages::absent)
        .method_not_allowed_fallback(pages::wrong_method)
        .layer(DefaultBodyLimit::disable())
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(security::panicked))
        .layer(axum::middleware::from_fn_with_state(site.clone(), security::around))
        .with_state(site)
}
